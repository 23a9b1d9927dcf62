import { type Static, Type } from 'typebox';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Day = Type.String({ format: 'date' });
const Evidence = Type.String({ minLength: 1, maxLength: 1000 });
const Place = Type.String({ minLength: 1, maxLength: 100 });
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) => Type.Union([shape, Type.Null()]);
const closed = { additionalProperties: false } as const;

/** A court's suit, arbitration, or a payment order (支付令). */
export const suitKinds = ['court', 'arbitration', 'payment_order'] as const;
/** What ties a suit to its place (民事诉讼法 24, 35; 12 CFR 1006.30(d)). */
export const suitGrounds = ['residence', 'signed', 'performance', 'agreed', 'real_property'] as const;
/** judged: a judgment, mediation paper (调解书), award or payment order took effect. */
export const suitEndings = ['judged', 'dismissed', 'withdrawn'] as const;
export const suitStates = ['referred', 'pending', 'judged', 'dismissed', 'withdrawn', 'enforcement', 'recorded in error'] as const;
export const suitSteps = ['filed', ...suitEndings, 'enforcement', 'enforcement_withdrawn', 'recorded_in_error'] as const;

/** A suit this house means to bring, asked of the law before it is recorded; or one the creditor brought (`filed_on`), told with its evidence. */
export const SuitBody = Type.Object(
	{
		debt_id: Id,
		kind: Type.Enum(suitKinds),
		brought_by: Type.Enum(['us', 'creditor']),
		court: Type.String({ minLength: 1, maxLength: 200 }),
		/** Where the court sits; in the United States country, state and judicial district: `US-OH-FRANKLIN`. */
		venue: Place,
		ground: Type.Enum(suitGrounds),
		/** Of which place the ground speaks (United States): where the contract was signed, where the consumer lives, where the land lies. */
		signed_in: Type.Optional(Place),
		lives_in: Type.Optional(Place),
		real_property_in: Type.Optional(Place),
		/** Only of a suit the creditor brought. */
		filed_on: Type.Optional(Day),
		case_number: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
		evidence: Evidence,
	},
	closed,
);
export const SuitStepBody = Type.Object(
	{
		step: Type.Enum(suitSteps),
		/** When it happened; of `judged` the day it took effect. Not of `recorded_in_error`. */
		on: Type.Optional(Day),
		/** Of `filed`. */
		case_number: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
		/** Of `judged`: the last day of performance it names, of instalments the last one's. */
		perform_by: Type.Optional(Day),
		evidence: Evidence,
	},
	closed,
);

export const SuitView = Type.Object({
	id: Type.String(),
	debt_id: Type.String(),
	kind: Type.Enum(suitKinds),
	brought_by: Type.Enum(['us', 'creditor']),
	state: Type.Enum(suitStates),
	court: Type.String(),
	venue: Type.String(),
	ground: Type.Enum(suitGrounds),
	case_number: orNull(Type.String()),
	filed_on: orNull(Day),
	ended_on: orNull(Day),
	perform_by: orNull(Day),
	enforcement_on: orNull(Day),
	enforcement_ended_on: orNull(Day),
	/** What proves it, and each step since: a paragraph each. */
	evidence: Type.String(),
	recorded_by: Type.String(),
	recorded_at: Type.String(),
	/** What may be recorded of it next. */
	steps: Type.Array(Type.Enum(suitSteps)),
});
export const SuitList = Type.Object({ suits: Type.Array(SuitView) });

export type SuitBody = Static<typeof SuitBody>;
export type SuitStepBody = Static<typeof SuitStepBody>;
export type SuitView = Static<typeof SuitView>;
export type SuitList = Static<typeof SuitList>;
export type SuitState = (typeof suitStates)[number];
export type SuitStep = (typeof suitSteps)[number];
