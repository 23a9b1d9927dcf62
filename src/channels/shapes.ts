import { type Static, Type } from 'typebox';

/** A text that waits for its carrier's word. */
export const UnansweredView = Type.Object({
	id: Type.String(),
	debtor: Type.Object({ id: Type.String(), name_masked: Type.String() }),
	debt_reference: Type.String(),
	template: Type.String(),
	number_masked: Type.Union([Type.String(), Type.Null()]),
	since: Type.String({ description: 'when its attempt was placed, just before it was to be handed over' }),
	carrier_reference: Type.String({ description: 'the reference the carrier was given, to ask it by' }),
});
export const UnansweredList = Type.Object({ items: Type.Array(UnansweredView) });

export const carrierSays = ['delivered', 'not_delivered', 'never_handed_over'] as const;
export const SettleBody = Type.Object(
	{
		says: Type.Enum(carrierSays, {
			description: 'never_handed_over: the carrier never had it, so it is no demand; its contact still counts',
		}),
		reason: Type.String({ minLength: 1, maxLength: 500, description: 'where that is known from' }),
	},
	{ additionalProperties: false },
);

export type CarrierSays = (typeof carrierSays)[number];
export type UnansweredView = Static<typeof UnansweredView>;
export type UnansweredList = Static<typeof UnansweredList>;
export type SettleBody = Static<typeof SettleBody>;
