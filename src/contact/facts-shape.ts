import { type Static, Type } from 'typebox';
import { lawBooks } from '../law/rows.ts';
import { closed, Elsewhere, Instant, orNull } from './facts-elsewhere-shape.ts';

/** The file `dunwell contact explain --facts FILE` reads, as a JSON Schema: an intended contact, the law that governs it, the facts, the history, and the instant. */
const Day = (description: string) => Type.String({ format: 'date', description });
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'a time of the day at the person’s place, 24 hours' });
const ClockEnd = Type.String({
	pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
	description: 'not included; 24:00 is the end of the day; an end before the beginning is on the next day',
});
const Ids = (description: string) => Type.Array(Type.String(), { description });
const Channels = ['voice', 'sms', 'email', 'letter', 'visit', 'social', 'unmask'] as const;
const Channel = (description: string) => Type.Enum([...Channels], { description });
const Party = (description: string) => Type.Enum(['debtor', 'guarantor', 'co_borrower', 'third_party'], { description });
const Place = Type.Enum(['home', 'work', 'hospital', 'funeral', 'place_of_worship', 'school', 'other']);
const Hours = Type.Object({ from: Clock, until: ClockEnd }, closed);

const Jurisdiction = Type.Object(
	{
		country: Type.String({ description: 'CN, US, UK, an EU member state (DE, FR …) or EU' }),
		state: Type.Optional(Type.String({ description: 'US: two letters (MA, NY); UK: EAW (England and Wales) or SCT; left out: not known' })),
		city: Type.Optional(Type.String({ description: 'NYC for New York City' })),
	},
	{ ...closed, description: 'one place the debtor may be in' },
);

const OwnLimits = Type.Object(
	{
		contact_hours: Type.Optional(Hours),
		calls_per_day_max: Type.Optional(Type.Integer({ minimum: 1 })),
		calls_per_week_max: Type.Optional(Type.Integer({ minimum: 1 })),
		messages_per_week_max: Type.Optional(Type.Integer({ minimum: 1 })),
	},
	{ ...closed, description: 'own limits on top of the law; a week is seven calendar dates' },
);

const Law = Type.Object(
	{
		book: Type.Optional(
			Type.Enum(Object.keys(lawBooks), { description: 'a law book by name; or the choice below, by which the product picks it' }),
		),
		country: Type.Optional(Type.String({ description: 'short for one place; CN when nothing is said' })),
		state: Type.Optional(Type.String()),
		city: Type.Optional(Type.String()),
		places: Type.Optional(
			Type.Array(Jurisdiction, {
				minItems: 1,
				description: 'every jurisdiction the debtor may be in when that is uncertain: all their packs apply',
			}),
		),
		collector: Type.Optional(
			Type.Enum(['agency', 'creditor', 'debt_buyer'], {
				default: 'agency',
				description: 'who collects: an agency for another, the creditor’s own staff, or who bought the debt',
			}),
		),
		kind: Type.Optional(Type.Enum(['consumer', 'business'], { default: 'consumer', description: 'the kind of debt' })),
		product: Type.Optional(
			Type.String({ description: 'credit_card, consumer_loan, micro_loan, mortgage, car_loan, invoice, student_loan, other' }),
		),
		mandate: Type.Optional(OwnLimits),
		house: Type.Optional(OwnLimits),
	},
	{ ...closed, description: 'which law governs the contact: packs stack country, state, city, mandate, house; the strictest wins' },
);

const AskShape = Type.Object(
	{
		channel: Type.Optional(Channel('default voice; social is a message on a social network, unmask a look at a number')),
		purpose: Type.Optional(
			Type.Enum(
				['collect', 'locate', 'inform', 'closing_notice', 'remedy_notice', 'required_by_law', 'opt_out_confirmation', 'validation_notice'],
				{ description: 'default: locate for a third party who does not stand for the debtor, else collect' },
			),
		),
		amount_minor: Type.Optional(orNull(Type.Integer({ description: 'the amount that will be named, in minor units' }))),
		currency: Type.Optional(Type.String({ description: 'of the amount; may be left out while all debts have one' })),
		debt_ids: Type.Optional(orNull(Ids('the debts it is about; left out: every open one'))),
		automatic: Type.Optional(Type.Boolean({ description: 'no agent speaks; default: true when facts.agent is null or left out' })),
		people: Type.Optional(Type.Integer({ minimum: 0, description: 'how many go on a visit' })),
		responds: Type.Optional(
			Type.Boolean({
				description: 'it answers what the person began by the same medium (that contact stands in facts.earlier as inbound)',
			}),
		),
		voicemail: Type.Optional(
			Type.Array(
				Type.Enum([
					'business_name',
					'request_to_reply',
					'person_to_contact',
					'telephone_number',
					'salutation',
					'date_and_time',
					'times_to_reply',
					'any_representative',
					'name_telling_collection',
					'debt',
					'other',
				]),
				{
					description:
						'the parts of the message left if nobody answers; the first four make a limited-content message, the next four may be added',
				},
			),
		),
		content: Type.Optional(
			Type.Array(Type.Enum(['urges_borrowing', 'extra_fee', 'presses_lump_sum', 'threatens_suit', 'tells_third_party']), {
				description: 'what the words do',
			}),
		),
		postcard: Type.Optional(Type.Boolean()),
		envelope_tells: Type.Optional(Type.Boolean({ description: 'something on the envelope tells of a debt' })),
		public: Type.Optional(Type.Boolean({ description: 'social: others can see it; say false for a private message' })),
		enters_home: Type.Optional(Type.Boolean()),
		entry_agreed: Type.Optional(Type.Boolean()),
		announced: Type.Optional(Type.Boolean({ description: 'visit: purpose and time were told beforehand' })),
	},
	{ ...closed, description: 'the intended contact' },
);

const Point = Type.Object(
	{
		state: Type.Optional(Type.Enum(['unverified', 'good', 'wrong', 'invalid', 'refused'], { default: 'good' })),
		source: Type.Optional(Type.String({ description: 'where it came from; empty: no provenance, so it cannot be used', default: 'file' })),
		lawful_basis: Type.Optional(Type.String({ default: 'contract' })),
		expires_on: Type.Optional(orNull(Day('the last day it may be used'))),
		place: Type.Optional(orNull(Place)),
		texted_us_at: Type.Optional(orNull(Instant('the person’s own last text about the debt from this number'))),
		text_consent_at: Type.Optional(orNull(Instant('consent to texts given directly to us, first or renewed'))),
		reassignment_checked_at: Type.Optional(orNull(Instant('the last check that the number was not reassigned'))),
		emailed_us: Type.Optional(Type.Boolean({ description: 'the person used this address to write to us about the debt' })),
		email_consent: Type.Optional(Type.Boolean({ description: 'consent to this address given directly to us' })),
		creditor_notice: Type.Optional(
			orNull(
				Type.Object(
					{ sent_on: Day('the creditor’s notice of transfer and of this address'), opt_out_until: Day('the last day to opt out') },
					closed,
				),
			),
		),
		prior_collector_used: Type.Optional(
			Type.Boolean({ description: 'the collector immediately before used it lawfully and the person did not opt out' }),
		),
		employer_provided: Type.Optional(Type.Boolean()),
		public_domain: Type.Optional(Type.Boolean({ description: 'false: a domain not open to the public' })),
		opted_out_at: Type.Optional(orNull(Instant('the person asked that this address or number not be used'))),
		disclosed_to_others: Type.Optional(Type.Boolean({ description: 'it is known to have led to a disclosure to somebody else' })),
	},
	{ ...closed, description: 'the number or address it would go to' },
);

const Debt = Type.Object(
	{
		id: Type.String(),
		creditor_id: Type.Optional(Type.String({ default: '1' })),
		status: Type.Optional(Type.Enum(['open', 'settled', 'recalled', 'undone', 'closed'], { default: 'open' })),
		owed_minor: Type.Optional(
			Type.Integer({ description: 'what is lawfully owed, in minor units; left out: as much as ask.amount_minor, or one' }),
		),
		currency: Type.Optional(Type.String()),
		servicing_account: Type.Optional(Type.String({ description: 'student loans serviced under one account number count as one debt' })),
		suit_until: Type.Optional(orNull(Day('the last day on which it may be sued for; afterwards it is time-barred'))),
		barred_and_refused: Type.Optional(Type.Boolean({ description: 'the person said they will not pay because it is statute-barred' })),
		first_communication_at: Type.Optional(orNull(Instant('when we first communicated about it'))),
		validation_sent_on: Type.Optional(orNull(Day('when the validation notice was sent'))),
		validation_received_on: Type.Optional(orNull(Day('when it was received'))),
		transfer_told_on: Type.Optional(
			orNull(Day('when the borrower was told of the transfer to the buyer; null: not yet; left out: not transferred')),
		),
	},
	closed,
);

const Hold = Type.Object(
	{
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
		from_at: Instant('when we received it: a notice counts from its receipt'),
		until_at: Type.Optional(orNull(Instant('when it ends; null or left out: until lifted'))),
		debt_id: Type.Optional(orNull(Type.String({ description: 'only about this debt; left out: about the debtor' }))),
		written: Type.Optional(Type.Boolean({ description: 'said in writing or by an electronic medium we accept; left out: it was' })),
		attorney: Type.Optional(
			Type.Enum(['known', 'unknown', 'unresponsive', 'consents'], {
				description:
					'counsel: name and address known (default), not to be found, does not answer in reasonable time, or agrees to direct contact',
			}),
		),
		answered_at: Type.Optional(orNull(Instant('dispute: when it was answered'))),
		duplicate: Type.Optional(Type.Boolean({ description: 'dispute: it repeats one that was answered' })),
	},
	closed,
);

const Consent = Type.Object(
	{
		kind: Type.Enum(['calls', 'times', 'places', 'attorney', 'third_parties', 'court'], {
			description:
				'to further calls (at most seven dates); to a time or place otherwise inconvenient; to contact beside an attorney; to third parties; or a court’s permission',
		}),
		given_at: Instant('given directly to us; a consent to calls ends with the first conversation after it'),
		from_at: Type.Optional(orNull(Instant('from when it reaches (call back on Monday)'))),
		until_at: Type.Optional(orNull(Instant('a shorter time that was agreed'))),
		revoked_at: Type.Optional(orNull(Instant('when it was taken back'))),
		debt_ids: Type.Optional(Ids('the debts it is about; left out: all')),
		proof: Type.Optional(Type.String({ description: 'what proves it' })),
	},
	closed,
);

const Inconvenient = Type.Object(
	{
		weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { description: '1 Monday to 7 Sunday' })),
		from: Type.Optional(Clock),
		until: Type.Optional(ClockEnd),
		from_on: Type.Optional(Day('first day')),
		until_on: Type.Optional(Day('last day, included')),
	},
	{ ...closed, description: 'a time the person called inconvenient, at their place; what is left out does not narrow it' },
);

/** What came of a call, in the product's words and those of a dialler. */
export const outcomes = [
	'right_party',
	'other_person',
	'machine',
	'no_answer',
	'declined',
	'dropped',
	'busy',
	'off',
	'invalid',
	'wrong_number',
] as const;

const EarlierShape = Type.Object(
	{
		at: Instant('when it was placed, sent or came in'),
		channel: Type.Optional(Channel('default voice')),
		direction: Type.Optional(Type.Enum(['outbound', 'inbound'], { default: 'outbound', description: 'inbound: the person began it' })),
		outcome: Type.Optional(
			Type.Enum([...outcomes], {
				description:
					'right_party: talked with the person; other_person; machine: voicemail or recording; no_answer: rang; declined; dropped: answered and cut off; busy and invalid (not in service) did not connect; off: switched off; wrong_number: somebody else’s. Sets answered, connected, talked, misdirected where they are left out',
			}),
		),
		party: Type.Optional(Party('who was meant; default: the party of this contact')),
		same_number: Type.Optional(Type.Boolean({ default: true, description: 'to the number now meant' })),
		same_debtor: Type.Optional(Type.Boolean({ default: true })),
		same_person: Type.Optional(Type.Boolean({ description: 'the same third party; default: true when both are third parties' })),
		creditor_ids: Type.Optional(Ids('whose debts it was about; default: every creditor of facts.debts')),
		answered: Type.Optional(orNull(Type.Boolean({ description: 'null or unknown: counted as answered' }))),
		connected: Type.Optional(Type.Boolean({ description: 'it reached the dialled number' })),
		talked: Type.Optional(Type.Boolean({ description: 'the person talked with us' })),
		misdirected: Type.Optional(Type.Boolean({ description: 'the number was found to be another person’s' })),
		debt_ids: Type.Optional(Ids('the debts it counts for (an unanswered call counts for at least one); left out: all')),
		discussed_debt_ids: Type.Optional(Ids('the debts talked about, whoever brought them up; left out: debt_ids')),
		other_collector: Type.Optional(Type.Boolean({ description: 'made by another collector' })),
		lapses_at: Type.Optional(orNull(Instant('a permit not used yet: counts like a contact until it runs out'))),
	},
	closed,
);

const FactsShape = Type.Object(
	{
		zones: Type.Array(Type.String(), {
			minItems: 1,
			description: 'IANA zones the debtor may be in (address, area code, what they said); allowed only when allowed in every one',
		}),
		agreed_hours: Type.Optional(
			orNull(
				Type.Object(
					{ from: Clock, until: ClockEnd },
					{ ...closed, description: 'hours the debtor agreed to on record, besides the law’s' },
				),
			),
		),
		party: Type.Optional(Party('whom it would reach; default debtor')),
		relation: Type.Optional(
			Type.String({
				description:
					'who a third party is: spouse, parent, guardian, executor, successor_in_interest may stand for the debtor; else friend, neighbour, employer …',
			}),
		),
		party_refused: Type.Optional(Type.Boolean({ default: false, description: 'this third party refused once, for this lender' })),
		party_named_by_debtor: Type.Optional(Type.Boolean({ default: true })),
		party_offers_to_pay: Type.Optional(Type.Boolean({ description: 'a third party offered on record to pay' })),
		party_asked_back: Type.Optional(
			Type.Boolean({ description: 'a third party asked to be contacted again, or gave a wrong answer and now knows better' }),
		),
		point: Type.Optional(orNull(Point)),
		debts: Type.Array(Debt),
		holds: Type.Optional(Type.Array(Hold)),
		own_points_usable: Type.Optional(Type.Integer({ minimum: 0, default: 1, description: 'the debtor’s own numbers not known to be bad' })),
		failed_in_row: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'failed calls to the debtor since the last talk' })),
		earlier: Type.Optional(Type.Array(EarlierShape, { description: 'the history, in any order' })),
		agent: Type.Optional(
			orNull(
				Type.Object(
					{ exam_passed_on: orNull(Day('of the agent')), trained_on: orNull(Day('the latest training')) },
					{ ...closed, description: 'who would speak; null or left out: automatic' },
				),
			),
		),
		inconvenient_times: Type.Optional(Type.Array(Inconvenient)),
		inconvenient_places: Type.Optional(Type.Array(Place, { description: 'places the person asked not to be contacted at' })),
		person_at: Type.Optional(orNull(Place)),
		employer_forbids: Type.Optional(Type.Boolean({ description: 'the employer does not allow such contact at work' })),
		refused_media: Type.Optional(Type.Array(Channel('a medium the person asked us not to use'))),
		consents: Type.Optional(Type.Array(Consent)),
		vulnerable: Type.Optional(Type.Boolean()),
		automation_revoked_at: Type.Optional(
			orNull(
				Instant(
					'when the person refused to be contacted by a machine: revoked consent to automatic calls and texts (TCPA), refused decisions by machine alone (PIPL 24)',
				),
			),
		),
		elsewhere: Type.Optional(Elsewhere),
	},
	closed,
);

const chinese = {
	now: '2026-11-24T22:30:00+08:00',
	law: { country: 'CN', collector: 'agency', kind: 'consumer', product: 'credit_card' },
	ask: { channel: 'voice', purpose: 'collect', amount_minor: 120000, currency: 'CNY' },
	facts: {
		zones: ['Asia/Shanghai'],
		debts: [{ id: '1', creditor_id: '9', owed_minor: 120000, currency: 'CNY' }],
		agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' },
		earlier: [{ at: '2026-11-24T10:00:00+08:00', outcome: 'right_party', creditor_ids: ['9'] }],
	},
};
const american = {
	now: '2026-04-07T14:00:00-04:00',
	law: { country: 'US', state: 'OH', collector: 'agency', kind: 'consumer' },
	ask: { channel: 'voice' },
	facts: {
		zones: ['America/New_York', 'America/Los_Angeles'],
		debts: [
			{ id: 'card', owed_minor: 50000, currency: 'USD', validation_sent_on: '2026-03-02', first_communication_at: '2026-03-01T15:00:00Z' },
		],
		earlier: [
			{ at: '2026-04-01T15:00:00-04:00', outcome: 'machine', debt_ids: ['card'] },
			{ at: '2026-04-02T15:00:00-04:00', outcome: 'no_answer', debt_ids: ['card'] },
			{ at: '2026-04-03T15:00:00-04:00', outcome: 'busy', debt_ids: ['card'] },
		],
	},
};
const british = {
	now: '2026-03-29T07:30:00Z',
	law: { country: 'UK', state: 'EAW' },
	ask: { channel: 'visit', people: 2, announced: true },
	facts: { zones: ['Europe/London'], debts: [{ id: '1', owed_minor: 9000, currency: 'GBP' }], vulnerable: false },
};
const european = {
	now: '2026-05-04T10:00:00+02:00',
	law: { country: 'DE', collector: 'debt_buyer' },
	ask: { channel: 'letter' },
	facts: { zones: ['Europe/Berlin'], debts: [{ id: '1', owed_minor: 9000, currency: 'EUR', transfer_told_on: null }] },
};

export const FactsFile = Type.Object(
	{
		now: Type.Optional(Instant('decide as if it were then; the present when not given')),
		at: Type.Optional(Instant('the same as now')),
		pack: Type.Optional(Type.Enum(Object.keys(lawBooks), { description: 'the same as law.book' })),
		law: Type.Optional(Law),
		ask: Type.Optional(AskShape),
		facts: FactsShape,
	},
	{
		...closed,
		title: 'Facts for dunwell contact explain --facts',
		$id: 'contact-facts',
		description:
			'An intended contact, the law that governs it, the facts and the history. Instants are ISO 8601 with an offset, dates yyyy-MM-dd, amounts integers in minor units. What is left out says nothing; the stricter reading is taken where that matters. The answer: permitted, reasons by rule (refuses, requires, warns, permits), allowed_from, obligations, warnings.',
		examples: [chinese, american, british, european],
	},
);
export type FactsFile = Static<typeof FactsFile>;
