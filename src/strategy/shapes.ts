import { type Static, Type } from 'typebox';

/** What the day run would do for a debtor now, and why (PIPL 24: a decision by machine is explained). */
export const NextStep = Type.Object({
	decided_by: Type.Enum(['machine', 'person'], { description: 'person: the debtor refused decisions by machine alone' }),
	debts: Type.Array(
		Type.Object({
			debt_id: Type.String(),
			stage: Type.String(),
			calls: Type.Integer({ minimum: 0, description: 'calls it would plan today; each asks the gate when it is made' }),
			message: Type.Union([Type.String(), Type.Null()]),
			review_on: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
			because: Type.Array(Type.Object({ zh: Type.String(), en: Type.String() })),
		}),
	),
});

export type NextStep = Static<typeof NextStep>;
