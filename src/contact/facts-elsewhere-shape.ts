import { type TSchema, Type } from 'typebox';

/** What every part of a facts file is made of. */
export const Instant = (description: string) => Type.String({ format: 'date-time', description });
export const closed = { additionalProperties: false } as const;
export const orNull = <T extends TSchema>(shape: T) => Type.Union([shape, Type.Null()]);

/** The calls of a lender’s other agencies, as a facts file says them. */
export const Elsewhere = Type.Union(
	[
		Type.Object(
			{
				state: Type.Literal('counted'),
				calls: Type.Array(
					Type.Object(
						{
							creditor_id: Type.String(),
							at: Instant('when it was placed'),
							answered: orNull(Type.Boolean({ description: 'null: no outcome yet, counted as answered' })),
						},
						closed,
					),
				),
			},
			closed,
		),
		Type.Object(
			{
				state: Type.Literal('away'),
				why: Type.Enum(['no answer', 'no identity number', 'not asked']),
				local_share: Type.Integer({ minimum: 0, description: 'calls of our own taken as all that is left of a limit of the network' }),
			},
			closed,
		),
	],
	{ description: 'the calls of the lender’s other agencies, from a counter shared with them; left out: none is shared' },
);
