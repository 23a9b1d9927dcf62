import { type Static, Type } from 'typebox';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const Text = Type.String({ minLength: 1, maxLength: 2000 });
export const textNames = ['opening', 'reminder', 'promise_due', 'instalment_offer'] as const;

/** One thing found in a text, or missing from it. `span`: UTF-16 units [from, until). */
export const FindingView = Type.Object({
	kind: Type.String(),
	severity: Type.Enum(['block', 'warn']),
	span: Type.Union([Type.Tuple([Type.Integer(), Type.Integer()]), Type.Null()]),
	says: Sentence,
	citation: Sentence,
});
export const CheckBody = Type.Object({
	text: Text,
	as: Type.Enum(['message', 'script', 'note']),
	to: Type.Optional(Type.Enum(['debtor', 'third party'])),
});
export const CheckAnswer = Type.Object({ passes: Type.Boolean(), findings: Type.Array(FindingView) });
export const TextBody = Type.Object({ name: Type.Enum(textNames), zh: Text, en: Text });
export const RefuseBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });
export const TextView = Type.Object({
	/** Null for the text shipped with the program, in use while no version is approved. */
	id: Type.Union([Type.String(), Type.Null()]),
	name: Type.Enum(textNames),
	version: Type.Integer(),
	zh: Type.String(),
	en: Type.String(),
	findings: Type.Object({ zh: Type.Array(FindingView), en: Type.Array(FindingView) }),
	state: Type.Enum(['draft', 'approved', 'refused', 'retired', 'shipped']),
	in_use: Type.Boolean(),
	written_by: Type.Union([Type.String(), Type.Null()]),
	written_at: Type.Union([Type.String(), Type.Null()]),
	decided_by: Type.Union([Type.String(), Type.Null()]),
	decided_at: Type.Union([Type.String(), Type.Null()]),
	reason: Type.Union([Type.String(), Type.Null()]),
	/** Whether the caller wrote it: then somebody else decides. */
	own: Type.Boolean(),
});
export const TextList = Type.Object({ items: Type.Array(TextView) });

export type FindingView = Static<typeof FindingView>;
export type CheckBody = Static<typeof CheckBody>;
export type CheckAnswer = Static<typeof CheckAnswer>;
export type TextBody = Static<typeof TextBody>;
export type TextView = Static<typeof TextView>;
export type TextName = (typeof textNames)[number];
