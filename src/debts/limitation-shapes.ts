import { type Static, Type } from 'typebox';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Day = Type.String({ format: 'date' });
const Evidence = Type.String({ minLength: 1, maxLength: 1000 });
const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) => Type.Union([shape, Type.Null()]);
const closed = { additionalProperties: false } as const;

/** What lead and compliance tell with evidence; what the ledger, promises, plans, calls and messages show is found by itself. */
export const toldKinds = ['demand', 'agreement', 'suit', 'bar', 'last_due', 'last_day_to_sue'] as const;

export const LimitationEventBody = Type.Object(
	{
		debt_id: Id,
		kind: Type.Enum(toldKinds),
		happened_on: Day,
		/** The end of a suit or bar; left out while it goes on. */
		ended_on: Type.Optional(Day),
		evidence: Evidence,
	},
	closed,
);
export const LimitationEventChange = Type.Object(
	{ ended_on: Type.Optional(Day), withdrawn: Type.Optional(Type.Literal(true)), evidence: Evidence },
	closed,
);
/** The person said they will not pay because the debt is statute-barred. */
export const BarredRefusalBody = Type.Object({ debt_id: Id, evidence: Evidence }, closed);

/** The limitation clock of a debt: when it ends, why, what begins it anew, and what it means when it is over. */
export const LimitationView = Type.Object({
	rule: Type.Enum(['CN-S1', 'CN-S3', 'UK-S1', 'UK-S1-SCT', 'US-B1']),
	/** The last day to sue, after a judgment to apply for enforcement (CN-S3); null while nothing runs, or where it is not known. */
	ends_on: orNull(Day),
	known: Type.Boolean(),
	days_left: orNull(Type.Integer()),
	barred: Type.Boolean(),
	longest_until: orNull(Day),
	since_on: orNull(Day),
	why: Sentence,
	restarts: Sentence,
	barred_says: orNull(Sentence),
	citation: Sentence,
});

export const LimitationList = Type.Object({
	debts: Type.Array(
		Type.Object({
			debt_id: Type.String(),
			limitation: LimitationView,
			facts: Type.Array(Type.Object({ name: Sentence, source: Type.String(), on: Day, ended_on: orNull(Day) })),
		}),
	),
	told: Type.Array(
		Type.Object({
			id: Type.String(),
			debt_id: Type.String(),
			kind: Type.String(),
			happened_on: Day,
			ended_on: orNull(Day),
			evidence: Type.String(),
			recorded_by: Type.String(),
			recorded_at: Type.String(),
			withdrawn_at: orNull(Type.String()),
		}),
	),
});

export type LimitationEventBody = Static<typeof LimitationEventBody>;
export type LimitationEventChange = Static<typeof LimitationEventChange>;
export type BarredRefusalBody = Static<typeof BarredRefusalBody>;
export type LimitationView = Static<typeof LimitationView>;
export type LimitationList = Static<typeof LimitationList>;
