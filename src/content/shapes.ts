import { type Static, Type } from 'typebox';
import { findingKinds } from './kinds.ts';
import { textNames } from './names.ts';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const Text = Type.String({ minLength: 1, maxLength: 4000 });

/** One thing found in a text, or missing from it. `span`: UTF-16 units [from, until). */
export const FindingView = Type.Object({
	kind: Type.String(),
	severity: Type.Enum(['block', 'warn']),
	span: Type.Union([Type.Tuple([Type.Integer(), Type.Integer()]), Type.Null()]),
	says: Sentence,
	citation: Sentence,
});
const Party = Type.Enum(['debtor', 'third party', 'third_party'], { description: 'whom it reaches; the debtor when left out' });
/** A text to be looked at; nothing of it is kept. */
export const CheckBody = Type.Object({
	text: Type.String({ minLength: 1, maxLength: 10_000, description: 'the words; places like {amount} are filled later' }),
	channel: Type.Optional(
		Type.Enum(['sms', 'voice', 'letter', 'email', 'note'], {
			description: 'how it reaches them; note: it stays in the house and is never stopped',
		}),
	),
	as: Type.Optional(
		Type.Enum(['message', 'letter', 'script', 'note'], { description: 'in the place of the channel; message when both are left out' }),
	),
	to: Type.Optional(Party),
	party: Type.Optional(Party),
	language: Type.Optional(Type.Enum(['zh', 'en'], { description: 'only patterns of this language; both when left out' })),
	name: Type.Optional(
		Type.Enum([...textNames], {
			description: 'a call script as a whole: also that the house is named, the recording announced and who is on the line settled first',
		}),
	),
	final: Type.Optional(
		Type.Boolean({
			description:
				'the words as they reach the person, places filled: amounts are not typed ones, name and complaint line may stand as they are',
		}),
	),
});
/** One finding of a check: what, how grave, the words it stands on and where they stand. */
export const CheckedFinding = Type.Object({
	kind: Type.Enum([...findingKinds]),
	severity: Type.Enum(['block', 'warn'], { description: 'block: may not be sent or said; warn: a second person looks' }),
	span: Type.Union([Type.Tuple([Type.Integer(), Type.Integer()]), Type.Null()], {
		description: 'UTF-16 units [from, until) of the text; null: missing from it',
	}),
	words: Type.Union([Type.String(), Type.Null()], { description: 'the words as written' }),
	rule: Type.Union([Type.String(), Type.Null()], { description: 'the row of docs/reference/law.md, where there is one' }),
	says: Sentence,
	citation: Sentence,
});
export const CheckAnswer = Type.Object({
	passes: Type.Boolean({ description: 'nothing in it blocks' }),
	verdict: Type.Enum(['pass', 'warn', 'block'], { description: 'the gravest of the findings' }),
	score: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
		description: 'how probably readers would call the Chinese text abusive; null: no Chinese in it',
	}),
	abusive: Type.Boolean({ description: 'the score is at or over the threshold' }),
	threshold: Type.Number({ description: 'the score from which it is a finding' }),
	findings: Type.Array(CheckedFinding),
});
export const ChecksBody = Type.Object({ texts: Type.Array(CheckBody, { minItems: 1, maxItems: 500 }) });
export const ChecksAnswer = Type.Object({ items: Type.Array(CheckAnswer) });
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

/** What was found in words of the house: what and where; the words are sealed beside it. */
export const FlaggedFinding = Type.Object({
	kind: Type.Enum([...findingKinds]),
	severity: Type.Enum(['block', 'warn']),
	span: Type.Union([Type.Tuple([Type.Integer(), Type.Integer()]), Type.Null()]),
});
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
export const FlaggedView = Type.Object({
	id: Type.String(),
	debtor_id: Type.String(),
	debtor_name: Type.String({ description: 'masked' }),
	source: Type.Enum(['outcome', 'hold', 'agreed_hours', 'complaint', 'answer'], { description: 'where they were written' }),
	source_id: Type.String(),
	words: Type.Union([Type.String(), Type.Null()], { description: 'null: erased with the debtor' }),
	findings: Type.Array(FlaggedFinding),
	written_by: Type.String(),
	written_at: Type.String(),
	/** Whether the caller wrote them: then somebody else judges. */
	own: Type.Boolean(),
	looked_by: TextOrNull,
	looked_at: TextOrNull,
	verdict: Type.Union([Type.Enum(['fine', 'wrong']), Type.Null()]),
	remark: TextOrNull,
});
export const FlaggedList = Type.Object({
	items: Type.Array(FlaggedView),
	open: Type.Integer({ description: 'how many nobody looked at yet' }),
});
export const LookBody = Type.Object({
	verdict: Type.Enum(['fine', 'wrong']),
	remark: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
});

export type FlaggedFinding = Static<typeof FlaggedFinding>;
export type FlaggedView = Static<typeof FlaggedView>;
export type LookBody = Static<typeof LookBody>;
export type FindingView = Static<typeof FindingView>;
export type ChecksBody = Static<typeof ChecksBody>;
export type CheckBody = Static<typeof CheckBody>;
export type CheckAnswer = Static<typeof CheckAnswer>;
export type TextBody = Static<typeof TextBody>;
export type TextView = Static<typeof TextView>;
export type { TextName } from './names.ts';
