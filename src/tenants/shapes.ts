import { type Static, Type } from 'typebox';
import { components } from '../core/money.ts';
import { lenders } from '../law/interest.ts';

const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Line = Type.String({ maxLength: 40 });
const DateText = Type.String({ format: 'date' });

export const creditorKinds = ['bank', 'consumer_finance', 'micro_loan', 'guarantee', 'leasing', 'merchant', 'other'] as const;

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const ClockEnd = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
const Most = Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 1000 }), Type.Null()]));

/** Limits on contact on top of the law; a week is seven calendar dates at the debtor's place. A limit that is not named is not set. */
export const ContactLimits = Type.Object(
	{
		contact_hours: Type.Optional(Type.Union([Type.Object({ from: Clock, until: ClockEnd }), Type.Null()])),
		calls_per_day_max: Most,
		calls_per_week_max: Most,
		messages_per_week_max: Most,
	},
	{ additionalProperties: false },
);
export const collectors = ['agency', 'creditor', 'debt_buyer'] as const;

/** Terms of a client's mandate: tighter than the law, never looser. A term that is not named is the house's own. */
export const MandateBody = Type.Object({
	/** Product and currency of its debts where a file does not say. */
	product: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
	currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
	/** Of what kind the lender is where a file does not say: decides the cap on what its loans may cost (CN-IR1 to CN-IR4). */
	lender: Type.Optional(Type.Enum(lenders)),
	/** The agreed order of application, every component once. */
	application_order: Type.Optional(
		Type.Union([Type.Array(Type.Enum(components), { minItems: 4, maxItems: 4, uniqueItems: true }), Type.Null()]),
	),
	promise_days_max: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
	plan_instalments_max: Type.Optional(Type.Integer({ minimum: 2, maximum: 120 })),
	plan_first_due_days_max: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
	contact_limits: Type.Optional(Type.Union([ContactLimits, Type.Null()])),
});

/** Whether the client may place with us today (CN-O1): `last_on` is the last day, by the contract or by the evaluation. */
export const StandingView = Type.Object({
	state: Type.Enum(['not an agency', 'not on file', 'in order', 'ending', 'over']),
	by: Type.Union([Type.Enum(['contract', 'evaluation']), Type.Null()]),
	last_on: TextOrNull,
	missing: Type.Array(Type.Enum(['contract', 'evaluation'])),
});
export const StandingBody = Type.Object(
	{
		contract_until: Type.Optional(Type.Union([DateText, Type.Null()])),
		evaluated_on: Type.Optional(Type.Union([DateText, Type.Null()])),
		/** What proves it: the contract’s number, the evaluation report. */
		evidence: Type.String({ minLength: 1, maxLength: 400 }),
	},
	{ additionalProperties: false },
);

/** A 1-year LPR as published: percent with at most two decimals, from its day. */
export const LprBody = Type.Object(
	{
		from: DateText,
		percent: Type.Number({ minimum: 0.01, maximum: 20, multipleOf: 0.01 }),
		source: Type.String({ minLength: 1, maxLength: 200 }),
	},
	{ additionalProperties: false },
);
export const LprView = Type.Object({
	/** Until when the table is whole: of a later contract the rate is not known. */
	known_until: Type.String(),
	items: Type.Array(Type.Object({ from: Type.String(), percent: Type.Number(), source: Type.String(), certainty: Type.String() })),
});

/** What an agency is called and the numbers it works by; the law is not among them. */
const agencyParts = {
	/** As agents say it on the telephone and reports are headed. */
	name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
	/** Of its business dates; a debtor's day is the debtor's own. */
	zone: Type.String({ minLength: 1, maxLength: 60 }),
	/** The last day past due of M1, M2 and so on, each greater than the one before. */
	bucket_edges: Type.Array(Type.Integer({ minimum: 1, maximum: 3_650 }), { minItems: 1, maxItems: 12 }),
	/** Calls planned on a case's first day; the law's limits hold besides. */
	opening_calls: Type.Integer({ minimum: 1, maximum: 10 }),
	/** Until which day of the case one call a day is planned. */
	daily_calls_until_day: Type.Integer({ minimum: 1, maximum: 60 }),
	/** What is placed after this hour has its first day on the next working day. */
	opening_cut_off: Clock,
	/** Between which hours calls are planned. */
	work_from: Clock,
	work_until: Clock,
	/** Days after its due date on which a promise made from now on may still be kept. */
	promise_grace_days: Type.Integer({ minimum: 0, maximum: 30 }),
};
export const AgencyView = Type.Object({
	...agencyParts,
	/** Something was placed, so that the zone stays. */
	zone_fixed: Type.Boolean(),
});
export const AgencyChange = Type.Partial(Type.Object(agencyParts, { additionalProperties: false }), { additionalProperties: false });

export const ClientView = Type.Object({
	id: Type.String(),
	code: Type.String(),
	name: Type.String(),
	creditor: Type.String(),
	creditor_id: Type.String(),
	service_line: TextOrNull,
	complaint_line: TextOrNull,
	mandate: MandateBody,
	/** Who collects its debts in the eyes of the law: an agency for it, its own staff, or whoever bought them. */
	collects_as: Type.Enum(collectors),
	/** Until when the contract with us runs, and when the client last evaluated us (CN-O1); null: not on file. */
	contract_until: TextOrNull,
	evaluated_on: TextOrNull,
	standing: StandingView,
	/** Debts that are placed and not ended. */
	debts: Type.Integer(),
	closed: Type.Boolean(),
});
export const NewClientBody = Type.Object({
	code: Type.String({ minLength: 1, maxLength: 30, pattern: '^[A-Za-z0-9_\\-]+$' }),
	name: Type.String({ minLength: 1, maxLength: 80 }),
	creditor: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
	kind: Type.Optional(Type.Enum(creditorKinds)),
	product: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
	currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
	lender: Type.Optional(Type.Enum(lenders)),
	service_line: Type.Optional(Line),
	complaint_line: Type.Optional(Line),
	collects_as: Type.Optional(Type.Enum(collectors)),
	contract_until: Type.Optional(DateText),
	evaluated_on: Type.Optional(DateText),
});
export const ClientChange = Type.Object({
	name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
	service_line: Type.Optional(Type.Union([Line, Type.Null()])),
	complaint_line: Type.Optional(Type.Union([Line, Type.Null()])),
	mandate: Type.Optional(MandateBody),
	collects_as: Type.Optional(Type.Enum(collectors)),
	closed: Type.Optional(Type.Boolean()),
});
export const CreditorView = Type.Object({
	id: Type.String(),
	name: Type.String(),
	kind: Type.Enum(creditorKinds),
	clients: Type.Integer(),
});
export const NewCreditor = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), kind: Type.Enum(creditorKinds) });
export const CreditorChange = Type.Object({
	name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
	kind: Type.Optional(Type.Enum(creditorKinds)),
	credit_code: Type.Optional(
		Type.String({
			pattern: '^[0-9A-HJ-NP-RTUWXY]{18}$',
			description: 'unified social credit code (GB 32100-2015); by it the agencies of one lender count their calls together',
		}),
	),
});

export type AgencyView = Static<typeof AgencyView>;
export type AgencyChange = Static<typeof AgencyChange>;
export type LprBody = Static<typeof LprBody>;
export type LprView = Static<typeof LprView>;
export type ContactLimits = Static<typeof ContactLimits>;
export type Collector = (typeof collectors)[number];
export type CreditorKind = (typeof creditorKinds)[number];
export type MandateBody = Static<typeof MandateBody>;
export type ClientView = Static<typeof ClientView>;
export type StandingView = Static<typeof StandingView>;
export type StandingBody = Static<typeof StandingBody>;
export type NewClientBody = Static<typeof NewClientBody>;
export type ClientChange = Static<typeof ClientChange>;
export type CreditorView = Static<typeof CreditorView>;
