import { type Static, Type } from 'typebox';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Day = Type.String({ format: 'date' });
const Evidence = Type.String({ minLength: 1, maxLength: 1000 });
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) => Type.Union([shape, Type.Null()]);
const closed = { additionalProperties: false } as const;

/** Joint: 连带责任保证; general: 一般保证, and so where the contract does not say (民法典 686). */
export const guaranteeKinds = ['joint', 'general'] as const;

export const GuaranteeBody = Type.Object(
	{
		debt_id: Id,
		party_id: Id,
		kind: Type.Enum(guaranteeKinds),
		/** The last day as agreed; left out: none was agreed. */
		ends_on: Type.Optional(Day),
		/** When the guarantor was asked outside of this house; our own calls and messages are found by themselves. */
		claimed_on: Type.Optional(Day),
		evidence: Evidence,
	},
	closed,
);
export const GuaranteeChange = Type.Object(
	{ claimed_on: Type.Optional(Day), withdrawn: Type.Optional(Type.Literal(true)), evidence: Evidence },
	closed,
);

export const GuaranteeList = Type.Object({
	guarantees: Type.Array(
		Type.Object({
			id: Type.String(),
			debt_id: Type.String(),
			party_id: Type.String(),
			party_name: Type.String(),
			kind: Type.Enum(guaranteeKinds),
			/** The last day of its period (CN-S2). */
			ends_on: Day,
			agreed: Type.Boolean(),
			/** The first claim within the period; null: none so far. */
			claimed_on: orNull(Day),
			/** in period: may still be claimed; claimed: stands; over: the guarantor owes nothing and is not collected from. */
			state: Type.Enum(['in period', 'claimed', 'over']),
			evidence: Type.String(),
			recorded_by: Type.String(),
			recorded_at: Type.String(),
			withdrawn_at: orNull(Type.String()),
		}),
	),
	/** The debtor's guarantors, for whom a guarantee may be told. */
	guarantors: Type.Array(Type.Object({ party_id: Type.String(), name: Type.String() })),
});

export type GuaranteeBody = Static<typeof GuaranteeBody>;
export type GuaranteeChange = Static<typeof GuaranteeChange>;
export type GuaranteeList = Static<typeof GuaranteeList>;
