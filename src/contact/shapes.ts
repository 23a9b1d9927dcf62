import { type Static, Type } from 'typebox';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const InstantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const Id = Type.String({ pattern: '^\\d{1,18}$' });

/** One rule that spoke about a contact. */
export const GateReason = Type.Object({
	rule: Type.String(),
	verdict: Type.Enum(['permits', 'refuses', 'requires']),
	sentence: Sentence,
	citation: Type.Union([Sentence, Type.Null()]),
	/** By time alone it would no longer refuse from this instant. */
	allowed_from: InstantOrNull,
});
export const Verdict = Type.Object({
	permitted: Type.Boolean(),
	reasons: Type.Array(GateReason),
	allowed_from: InstantOrNull,
	usable_until: InstantOrNull,
	attempts_today: Type.Integer(),
	attempts_limit: Type.Union([Type.Integer(), Type.Null()]),
	answered_today: Type.Integer(),
	answered_limit: Type.Union([Type.Integer(), Type.Null()]),
});
export const ContactPointView = Type.Object({
	id: Type.String(),
	kind: Type.String(),
	label: Type.String(),
	value_masked: Type.String(),
	state: Type.String(),
	party: Type.Union([
		Type.Object({ id: Type.String(), role: Type.String(), relation: Type.String(), name_masked: Type.String() }),
		Type.Null(),
	]),
	source: Type.String(),
	lawful_basis: Type.String(),
	sourced_on: Type.String(),
	verdict: Verdict,
});
export const HoldView = Type.Object({
	id: Type.String(),
	kind: Type.String(),
	debt_id: Type.Union([Type.String(), Type.Null()]),
	from_at: Type.String(),
	until_at: InstantOrNull,
	evidence: Type.String(),
	lifted_at: InstantOrNull,
});
export const PermitBody = Type.Object({
	contact_point_id: Id,
	channel: Type.Enum(['voice', 'sms', 'email', 'letter']),
	purpose: Type.Optional(Type.Enum(['collect', 'locate', 'inform'])),
	amount_minor: Type.Optional(Type.Integer({ minimum: 1 })),
});
export const PermitView = Type.Object({ id: Type.String(), obligations: Type.Array(Type.String()), expires_at: Type.String() });
export const AttemptBody = Type.Object({ permit_id: Id, work_item_id: Type.Optional(Id) });
export const AttemptView = Type.Object({ id: Type.String(), placed_at: Type.String() });
export const HoldBody = Type.Object({
	kind: Type.Enum([
		'dispute',
		'complaint',
		'hardship',
		'breathing_space',
		'cease_request',
		'counsel',
		'deceased',
		'minor',
		'incapacity',
		'bankruptcy',
		'client_request',
	]),
	days: Type.Union([Type.Integer({ minimum: 1, maximum: 3650 }), Type.Null()]),
	evidence: Type.String({ minLength: 1, maxLength: 1000 }),
	debt_id: Type.Optional(Id),
});
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const ClockEnd = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
/** Hours of the day the debtor agreed to, local to them; an end before the beginning is on the next day. */
export const AgreedHoursBody = Type.Object({ from: Clock, until: ClockEnd, evidence: Type.String({ minLength: 1, maxLength: 1000 }) });
export const UnmaskBody = Type.Object({ purpose: Type.String({ minLength: 1, maxLength: 200 }) });
/** The one number that was looked at, unmasked, and the permit the look stands under. */
export const UnmaskView = Type.Object({ value: Type.String(), permit_id: Type.String() });
/** What was made: a hold, an agreement on hours. */
export const Made = Type.Object({ id: Type.String() });
export const Ended = Type.Object({ ended: Type.Boolean() });
export const DebtorParams = Type.Object({ id: Id });

/** The file `dunwell contact explain --facts FILE` reads: an intended contact, the facts, and the instant. Instants and dates are ISO text. */
export const FactsFile = Type.Object(
	{
		at: Type.Optional(Type.String({ format: 'date-time', description: 'decide as if it were then; now when not given' })),
		pack: Type.Optional(Type.Enum(['CN'], { description: 'the law pack; CN is the one there is' })),
		ask: Type.Optional(
			Type.Object({
				channel: Type.Optional(Type.Enum(['voice', 'sms', 'email', 'letter', 'visit', 'unmask'], { default: 'voice' })),
				purpose: Type.Optional(
					Type.Enum(['collect', 'locate', 'inform'], { description: 'default: locate for a third party, else collect' }),
				),
				amount_minor: Type.Optional(
					Type.Union([Type.Integer(), Type.Null()], { description: 'the amount that will be named, in minor units' }),
				),
				currency: Type.Optional(Type.String({ description: 'of the amount; may be left out while all debts have one' })),
				debt_ids: Type.Optional(
					Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'the debts it is about; left out: every open one' }),
				),
				automatic: Type.Optional(Type.Boolean({ description: 'no agent speaks; default: true when facts.agent is null' })),
				people: Type.Optional(Type.Integer({ minimum: 0, description: 'how many go on a visit' })),
			}),
		),
		facts: Type.Object({
			zones: Type.Array(Type.String(), {
				minItems: 1,
				description: 'IANA zones the debtor may be in; allowed only when allowed in every one',
			}),
			agreed_hours: Type.Union([Type.Object({ from: Clock, until: ClockEnd }), Type.Null()], {
				description: 'hours the debtor agreed to on record, besides the law’s; an end before the beginning is on the next day',
			}),
			party: Type.Enum(['debtor', 'guarantor', 'co_borrower', 'third_party']),
			party_refused: Type.Boolean({ description: 'this third party refused once, for this lender' }),
			party_named_by_debtor: Type.Boolean(),
			party_offers_to_pay: Type.Optional(Type.Boolean({ description: 'a third party offered on record to pay' })),
			point: Type.Union(
				[
					Type.Object({
						state: Type.Enum(['unverified', 'good', 'wrong', 'invalid', 'refused']),
						source: Type.String({ description: 'empty: no provenance, so it cannot be used' }),
						lawful_basis: Type.String(),
						expires_on: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
					}),
					Type.Null(),
				],
				{ description: 'null: the contact point is not looked at' },
			),
			debts: Type.Array(
				Type.Object({
					id: Type.String(),
					creditor_id: Type.String(),
					status: Type.Enum(['open', 'settled', 'recalled', 'undone', 'closed']),
					owed_minor: Type.Integer(),
					currency: Type.Optional(Type.String()),
				}),
			),
			holds: Type.Array(
				Type.Object({
					kind: Type.Enum([
						'dispute',
						'complaint',
						'hardship',
						'breathing_space',
						'cease_request',
						'counsel',
						'deceased',
						'minor',
						'incapacity',
						'kept_plan',
						'bankruptcy',
						'client_request',
					]),
					from_at: Type.String({ format: 'date-time' }),
					until_at: InstantOrNull,
					debt_id: Type.Optional(
						Type.Union([Type.String(), Type.Null()], { description: 'only about this debt; left out: about the debtor' }),
					),
				}),
			),
			own_points_usable: Type.Integer({ minimum: 0 }),
			failed_in_row: Type.Integer({ minimum: 0, description: 'failed calls to the debtor since the last talk' }),
			earlier: Type.Array(
				Type.Object({
					at: Type.String({ format: 'date-time' }),
					channel: Type.Enum(['voice', 'sms', 'email', 'letter', 'visit', 'unmask']),
					party: Type.Enum(['debtor', 'guarantor', 'co_borrower', 'third_party']),
					same_number: Type.Boolean(),
					same_debtor: Type.Boolean(),
					same_person: Type.Boolean({ description: 'the same third party' }),
					creditor_ids: Type.Array(Type.String()),
					answered: Type.Union([Type.Boolean(), Type.Null()], { description: 'null: no outcome yet, counted as answered' }),
					lapses_at: Type.Optional(
						Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
							description: 'a permit not used yet: counts like a contact until it runs out',
						}),
					),
				}),
			),
			agent: Type.Union([
				Type.Object({
					exam_passed_on: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
					trained_on: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
				}),
				Type.Null(),
			]),
		}),
	},
	{ title: 'Facts for dunwell contact explain --facts', $id: 'contact-facts' },
);

export type FactsFile = Static<typeof FactsFile>;
export type GateReason = Static<typeof GateReason>;
export type Verdict = Static<typeof Verdict>;
export type ContactPointView = Static<typeof ContactPointView>;
export type HoldView = Static<typeof HoldView>;
