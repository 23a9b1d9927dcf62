import { type Static, Type } from 'typebox';
import { lawBooks } from '../law/rows.ts';
import { closed, Elsewhere, Instant, orNull } from './facts-elsewhere-shape.ts';
import {
	Amount,
	Channel,
	Clock,
	ClockEnd,
	Consent,
	Day,
	Debt,
	EarlierShape,
	Hold,
	Hours,
	Ids,
	Inconvenient,
	Party,
	Place,
	Point,
} from './facts-parts-shape.ts';

/** The file `dunwell contact explain --facts FILE` reads, as a JSON Schema: an intended contact, the law that governs it, the facts, the history, and the instant. */
const Jurisdiction = Type.Object(
	{
		country: Type.String({
			description: 'CN, US, UK, an EU member state (DE, FR …) or EU; another two-letter code has the house’s rows alone',
		}),
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
		amount_minor: Type.Optional(orNull(Amount({ description: 'the amount that will be named, in minor units' }))),
		currency: Type.Optional(Type.String({ description: 'of the amount; may be left out while all debts have one' })),
		debt_ids: Type.Optional(orNull(Ids('the debts it is about; left out: every open one'))),
		automatic: Type.Optional(Type.Boolean({ description: 'no agent speaks; default: true when facts.agent is null or left out' })),
		people: Type.Optional(Type.Integer({ minimum: 0, description: 'how many go on a visit' })),
		responds: Type.Optional(
			Type.Boolean({
				description:
					'it answers what the person began by the same medium (that contact stands in facts.earlier as inbound): one answer is open at a time or place they called inconvenient, by a medium they refused, or beside their attorney',
			}),
		),
		direction: Type.Optional(
			Type.Enum(['outbound', 'inbound'], {
				default: 'outbound',
				description: 'inbound: the person’s own call, now, and what may be said on it: nothing is placed, so no limit of calls speaks',
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
				description: 'what the words do; left out: none of these',
			}),
		),
		postcard: Type.Optional(Type.Boolean()),
		envelope_tells: Type.Optional(Type.Boolean({ description: 'something on the envelope tells of a debt' })),
		public: Type.Optional(Type.Boolean({ description: 'social: others can see it; say false for a private message' })),
		enters_home: Type.Optional(Type.Boolean()),
		entry_agreed: Type.Optional(Type.Boolean()),
		announced: Type.Optional(Type.Boolean({ description: 'visit: purpose and time were told beforehand' })),
	},
	{ ...closed, description: 'the intended contact (ask, or contact)' },
);

const FactsShape = Type.Object(
	{
		zones: Type.Optional(
			Type.Array(Type.String(), {
				minItems: 1,
				description:
					'IANA zones the debtor may be in (address, area code, what they said); allowed only when allowed in every one. Left out: Asia/Shanghai in China, Europe/London in the UK; elsewhere it must be said',
			}),
		),
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
					'who a third party is. Regulation F: spouse, guardian, successor_in_interest stand for the debtor, a parent with a hold of kind minor, an executor (also administrator, personal_representative) with one of kind deceased; attorney (the debtor’s), creditor, creditor_attorney, collector_attorney, consumer_reporting_agency may be spoken with and are not counted; else friend, neighbour, colleague, employer …',
			}),
		),
		party_refused: Type.Optional(Type.Boolean({ default: false, description: 'this third party refused once, for this lender' })),
		party_named_by_debtor: Type.Optional(Type.Boolean({ default: true })),
		party_offers_to_pay: Type.Optional(Type.Boolean({ description: 'a third party offered on record to pay' })),
		party_asked_back: Type.Optional(
			Type.Boolean({
				description:
					'a third party asked to be contacted again, or gave a wrong answer and now knows better; a call within seven dates of the talk needs their consent of kind calls besides',
			}),
		),
		point: Type.Optional(orNull(Point)),
		debts: Type.Optional(Type.Array(Debt, { description: 'the debts; left out: one that is open. An empty list: none is' })),
		holds: Type.Optional(Type.Array(Hold)),
		own_points_usable: Type.Optional(Type.Integer({ minimum: 0, default: 1, description: 'the debtor’s own numbers not known to be bad' })),
		failed_in_row: Type.Optional(
			Type.Integer({
				minimum: 0,
				description: 'failed calls to the debtor in a row, since they last answered or got in touch; left out: as the history says',
			}),
		),
		earlier: Type.Optional(Type.Array(EarlierShape, { description: 'the history, in any order; what is later than now does not count' })),
		agent: Type.Optional(
			orNull(
				Type.Object(
					{ exam_passed_on: Type.Optional(orNull(Day('of the agent'))), trained_on: Type.Optional(orNull(Day('the latest training'))) },
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

const names = `a law book (${Object.keys(lawBooks).join(', ')}), or a jurisdiction (US-CA, UK-EAW, DE) for an agency and a consumer’s debt`;

export const FactsFile = Type.Object(
	{
		now: Type.Optional(Instant('decide as if it were then; the present when not given')),
		at: Type.Optional(Instant('the same as now')),
		pack: Type.Optional(Type.String({ description: `the same as law, as a name: ${names}` })),
		law: Type.Optional(
			Type.Union([Type.String({ description: `by name: ${names}` }), Law], {
				description: 'which law governs the contact; left out: China, an agency, a consumer’s debt',
			}),
		),
		ask: Type.Optional(AskShape),
		contact: Type.Optional(AskShape),
		history: Type.Optional(Type.Array(EarlierShape, { description: 'the same as facts.earlier' })),
		facts: FactsShape,
	},
	{
		...closed,
		title: 'Facts for dunwell contact explain --facts',
		$id: 'contact-facts',
		description:
			'An intended contact, the law that governs it, the facts and the history. Instants are ISO 8601 with an offset, dates yyyy-MM-dd, amounts integers in minor units. What is left out says nothing; the stricter reading is taken where that matters. The answer: permitted; reasons, each a rule with its verdict (refuses, requires, warns, permits), its sentence and citation in Chinese and English, and when it lifts; allowed_from, the first instant at which time alone makes it permitted, null when time alone never does; obligations; warnings. docs/guides/contact-facts.md has worked files.',
	},
);
export type FactsFile = Static<typeof FactsFile>;
