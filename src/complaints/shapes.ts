import { type Static, Type } from 'typebox';
import { fileTypes, kinds } from './rules.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) => Type.Union([shape, Type.Null()]);
const Words = Type.String({ minLength: 1, maxLength: 4000 });
export const channels = ['phone', 'desk', 'portal', 'letter', 'email', 'api', 'regulator'] as const;
const Verdict = Type.Enum(['upheld', 'partly', 'not_upheld']);
const states = ['received', 'investigating', 'answered', 'closed'] as const;

export const ComplaintBody = Type.Object(
	{
		kind: Type.Enum(kinds),
		channel: Type.Enum(['phone', 'desk', 'letter', 'email', 'api', 'regulator']),
		/** What was said, in the person's own words. */
		words: Words,
		wanted: Type.Optional(Type.String({ maxLength: 1000 })),
		debt_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
		about_login: Type.Optional(Id),
		regulator_reference: Type.Optional(Type.String({ maxLength: 100 })),
		received_at: Type.Optional(Type.String({ format: 'date-time' })),
	},
	{ additionalProperties: false },
);
export const ComplaintLine = Type.Object({
	id: Type.String(),
	debtor_id: Type.String(),
	debtor_name: Type.String(),
	kind: Type.Enum(kinds),
	channel: Type.Enum(channels),
	received_at: Type.String(),
	state: Type.Enum(states),
	handler: orNull(Type.String()),
	/** The login of the handler: who alone may answer it. */
	handler_id: orNull(Type.String()),
	about: orNull(Type.String()),
	verdict: orNull(Verdict),
	due_on: Type.String(),
	answer_by: Type.String(),
	acknowledge_by: Type.String(),
	extensions: Type.Integer(),
	extensions_left: Type.Integer(),
	/** A date above lies in a year whose holidays and shifted working days the State Council has not published yet: weekends only are known, and it may move. */
	calendar_unpublished: Type.Boolean(),
	/** Not answered, and the day to answer is over; or it was answered after it. Opened again, the day is counted from then. */
	late: Type.Boolean(),
});
export const ComplaintList = Type.Object({
	items: Type.Array(ComplaintLine),
	next: Type.Union([Type.String(), Type.Null()], { description: '`after` of the page behind this one; null on the last' }),
});
export const ComplaintQuery = Type.Object({
	state: Type.Optional(Type.Enum(states)),
	kind: Type.Optional(Type.Enum(kinds)),
	open: Type.Optional(Type.Boolean()),
	after: Type.Optional(Type.String({ pattern: '^-[0-9]{1,19}$' })),
});
export const FileView = Type.Object({
	id: Type.String(),
	name: Type.String(),
	type: Type.Enum(fileTypes),
	bytes: Type.Integer(),
	/** Of the file as it was handed in. */
	sha256: Type.String(),
	added_by: Type.String(),
	added_at: Type.String(),
});
/** A PDF, PNG, JPEG or UTF-8 text of at most 5 MB. */
export const FileBody = Type.Object(
	{ name: Type.String({ minLength: 1, maxLength: 200 }), content_base64: Type.String({ minLength: 1, pattern: '^[A-Za-z0-9+/]+={0,2}$' }) },
	{ additionalProperties: false },
);
export const FileMade = Type.Object({ id: Type.String(), sha256: Type.String() });
export const ComplaintView = Type.Object({
	...ComplaintLine.properties,
	words: Type.String(),
	wanted: Type.String(),
	answer: orNull(Type.String()),
	debt_ids: Type.Array(Type.String()),
	regulator_reference: Type.String(),
	files: Type.Array(FileView),
	/** Who may not handle it, and why. */
	involved: Type.Array(Type.Object({ login_id: Type.String(), name: Type.String(), how: Type.String() })),
	/** What was done. An answer stands here with its words and its verdict, also when the complaint was opened again after it. */
	events: Type.Array(
		Type.Object({ at: Type.String(), what: Type.String(), by: Type.String(), note: orNull(Type.String()), verdict: orNull(Verdict) }),
	),
});
export const TakeBody = Type.Object({ handler_id: Type.Optional(Id) });
export const ReasonBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) });
export const AnswerBody = Type.Object({ verdict: Verdict, words: Words });
export const Done = Type.Object({ id: Type.String(), state: Type.String() });
export const LinkView = Type.Object({ path: Type.String(), expires_at: Type.String() });

export type FileView = Static<typeof FileView>;
export type ComplaintBody = Static<typeof ComplaintBody>;
export type ComplaintList = Static<typeof ComplaintList>;
export type ComplaintLine = Static<typeof ComplaintLine>;
export type ComplaintQuery = Static<typeof ComplaintQuery>;
export type ComplaintView = Static<typeof ComplaintView>;
export type Verdict = Static<typeof Verdict>;
