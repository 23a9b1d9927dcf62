import { type Static, Type } from 'typebox';

/**
 * Wire shapes of the figures. Amounts are integers in minor units beside their currency and currencies are never added together; rates
 * are integers in parts per million, `null` where there is nothing to divide by; days are integers, mean days tenths of a day.
 * `from` and `to` are calendar dates of the agency's zone, both included.
 */
const Minor = Type.Integer();
const Count = Type.Integer();
const Ppm = Type.Union([Type.Integer(), Type.Null()], { description: 'parts per million; null: nothing to divide by' });
const DateText = Type.String({ format: 'date' });
const Currency = Type.String({ minLength: 3, maxLength: 3 });

/** A figure beside the same figure of the period before. */
export const Compared = Type.Object({
	now: Type.Integer(),
	before: Type.Integer(),
	change: Type.Integer({ description: 'now minus before' }),
	change_ppm: Ppm,
});
export const ComparedRate = Type.Object({ now: Ppm, before: Ppm, change_ppm: Ppm });

export const Period = Type.Object({
	from: DateText,
	to: DateText,
	days: Count,
	before_from: DateText,
	before_to: DateText,
	as_of: Type.String({ format: 'date-time', description: 'nothing learned after this instant is counted' }),
	zone: Type.String(),
	agency: Type.String(),
	client: Type.Union([Type.Object({ code: Type.String(), name: Type.String() }), Type.Null()]),
	bucket_names: Type.Array(Type.String()),
});

/** Placed, promised, collected of one currency. */
export const MoneyFigures = Type.Object({
	currency: Currency,
	placed_debts: Compared,
	placed_minor: Compared,
	promised_count: Compared,
	promised_minor: Compared,
	collected_debts: Compared,
	collected_minor: Compared,
	settled_debts: Compared,
	/** Open at the end of the period. */
	open_debts: Compared,
	open_minor: Compared,
	/** Shown apart, never part of what was collected. */
	surplus_minor: Compared,
	reduced_minor: Compared,
	recalled_minor: Compared,
});

export const ContactFigures = Type.Object({
	pool_debtors: Compared,
	calls: Compared,
	answered: Compared,
	right_party: Compared,
	connect_rate: ComparedRate,
	right_party_per_call: ComparedRate,
	right_party_per_answer: ComparedRate,
	contacted_debtors: Compared,
	contactability: ComparedRate,
	promise_rate: ComparedRate,
	messages_sent: Compared,
	/** 首日触达: cases whose first day fell in the period. */
	first_day_cases: Compared,
	first_day_plan_done: ComparedRate,
	first_day_reached: ComparedRate,
});

export const BucketRow = Type.Object({
	currency: Currency,
	bucket: Count,
	name: Type.String(),
	debts: Count,
	debtors: Count,
	contacted_debtors: Count,
	/** What was owed at the start of the period (or as placed within it). */
	base_minor: Minor,
	promised_count: Count,
	promised_minor: Minor,
	collected_minor: Minor,
	recovery: Ppm,
	open_minor: Minor,
});

export const BatchRow = Type.Object({
	placement_id: Type.String(),
	batch_no: Type.String(),
	client: Type.String(),
	placed_on: DateText,
	currency: Currency,
	debts: Count,
	contacted_debtors: Count,
	placed_minor: Minor,
	promised_count: Count,
	promised_minor: Minor,
	collected_minor: Minor,
	/** From the day of placement to the end of the period. */
	collected_to_date_minor: Minor,
	recovery: Ppm,
	cycle_days_tenths: Type.Union([Type.Integer(), Type.Null()]),
	day: Count,
});

/** One line per batch and currency: cash to day n ÷ placed on day 0, n = 0…N, every n. */
export const Curve = Type.Object({
	placement_id: Type.String(),
	batch_no: Type.String(),
	currency: Currency,
	placed_minor: Minor,
	points: Type.Array(Type.Object({ day: Count, collected_minor: Minor, rate: Ppm })),
});

export const DayRow = Type.Object({
	on: DateText,
	calls: Count,
	answered: Count,
	right_party: Count,
	promises: Count,
	collected: Type.Array(Type.Object({ currency: Currency, minor: Minor })),
});

/** Promises due in the period: judged ones are the base of the kept rate; pending ones are still within their grace. */
export const PromiseFigures = Type.Object({
	currency: Currency,
	due_count: Compared,
	due_minor: Compared,
	kept_count: Compared,
	kept_minor: Compared,
	partly_count: Compared,
	broken_count: Compared,
	pending_count: Count,
	pending_minor: Minor,
	kept_rate_count: ComparedRate,
	kept_rate_minor: ComparedRate,
});

export const Dashboard = Type.Object({
	period: Period,
	money: Type.Array(MoneyFigures),
	contact: ContactFigures,
	promises: Type.Array(PromiseFigures),
	buckets: Type.Array(BucketRow),
	batches: Type.Array(BatchRow),
	curves: Type.Array(Curve),
	days: Type.Array(DayRow),
});

export const CycleFigures = Type.Object({
	currency: Currency,
	mean_days_tenths: Type.Union([Type.Integer(), Type.Null()]),
	/** The day by which half of the money collected in the period had come in. */
	median_days: Type.Union([Type.Integer(), Type.Null()]),
	closed_debts: Count,
	closed_mean_days_tenths: Type.Union([Type.Integer(), Type.Null()]),
	before_mean_days_tenths: Type.Union([Type.Integer(), Type.Null()]),
});

/** A kind of case (案件类型): product and currency. */
export const TypeRow = Type.Object({
	product: Type.String(),
	currency: Currency,
	debts: Compared,
	placed_debts: Compared,
	placed_minor: Compared,
	collected_minor: Compared,
	recovery: ComparedRate,
	contactability: ComparedRate,
	kept_rate: ComparedRate,
});

export const AgentRow = Type.Object({
	login_id: Type.String(),
	name: Type.String(),
	calls: Count,
	right_party: Count,
	promises: Count,
	kept: Count,
	judged: Count,
	refused: Count,
	/** On the debtors now in this agent's name. */
	debtors: Count,
	collected: Type.Array(Type.Object({ currency: Currency, minor: Minor })),
});
export const TeamRow = Type.Object({
	team_id: Type.String(),
	name: Type.String(),
	members: Count,
	debtors: Count,
	calls: Count,
	right_party: Count,
	promises: Count,
	kept: Count,
	judged: Count,
	refused: Count,
	collected: Type.Array(Type.Object({ currency: Currency, minor: Minor })),
	agents: Type.Array(AgentRow),
});

export const RefusalRow = Type.Object({
	rule: Type.String(),
	sentence: Type.Object({ zh: Type.String(), en: Type.String() }),
	count: Compared,
	debtors: Count,
});

/** Complaints of the period and those found right, against all contacts made and the cases on the book; rates are complaints per contact and per case, in parts per million. */
export const ComplaintFigures = Type.Object({
	received: Compared,
	upheld: Compared,
	contacts: Compared,
	cases: Compared,
	per_contact: ComparedRate,
	per_case: ComparedRate,
	upheld_per_contact: ComparedRate,
	upheld_per_case: ComparedRate,
});

/** Balance that moved one bucket on: owed in M(i+1) at the end ÷ owed in Mi at the start, of the debts that were on the book at both. */
export const RollRow = Type.Object({
	currency: Currency,
	bucket: Count,
	name: Type.String(),
	next_name: Type.String(),
	start_debts: Count,
	start_minor: Minor,
	rolled_debts: Count,
	rolled_minor: Minor,
	roll_rate: Ppm,
	/** Owing nothing at the end. */
	settled_debts: Count,
	settled_minor: Minor,
});

/** What was done at each stage (strategy by stage): planned work, messages, and what came of it. */
export const StageRow = Type.Object({
	stage: Type.String(),
	planned: Count,
	done: Count,
	/** The day ended before anybody got to it. */
	not_worked: Count,
	/** Dropped because the debtor paid, is on hold, or was reached. */
	cancelled: Count,
	calls: Count,
	answered: Count,
	right_party: Count,
	promises: Count,
	right_party_per_call: Ppm,
});

/** Only figures that follow from what is on the book; no forecast by feeling. */
export const Outlook = Type.Object({
	currency: Currency,
	open_minor: Minor,
	promises_due_7_count: Count,
	promises_due_7_minor: Minor,
	/** Promised in the next seven days × the kept rate (by amount) of the period, rounded down; null without a rate. */
	expected_7_minor: Type.Union([Type.Integer(), Type.Null()]),
	rolling_7_debts: Count,
	rolling_7_minor: Minor,
	recall_30_debts: Count,
	recall_30_minor: Minor,
	held_debtors: Count,
	plans_open: Count,
});

export const Summary = Type.Object({
	...Dashboard.properties,
	cycle: Type.Array(CycleFigures),
	types: Type.Array(TypeRow),
	teams: Type.Array(TeamRow),
	refusals: Type.Array(RefusalRow),
	complaints: ComplaintFigures,
	rolls: Type.Array(RollRow),
	stages: Type.Array(StageRow),
	outlook: Type.Array(Outlook),
});

export const formats = ['html', 'xlsx', 'pdf', 'json'] as const;

export const DashboardQuery = Type.Object({
	from: Type.Optional(DateText),
	to: Type.Optional(DateText),
	client: Type.Optional(Type.String({ maxLength: 60 })),
});
export const SummaryQuery = Type.Object({
	...DashboardQuery.properties,
	format: Type.Optional(Type.Enum(formats)),
	as_of: Type.Optional(Type.String({ format: 'date-time' })),
});

export type Compared = Static<typeof Compared>;
export type ComparedRate = Static<typeof ComparedRate>;
export type Period = Static<typeof Period>;
export type MoneyFigures = Static<typeof MoneyFigures>;
export type ContactFigures = Static<typeof ContactFigures>;
export type BucketRow = Static<typeof BucketRow>;
export type BatchRow = Static<typeof BatchRow>;
export type Curve = Static<typeof Curve>;
export type DayRow = Static<typeof DayRow>;
export type PromiseFigures = Static<typeof PromiseFigures>;
export type CycleFigures = Static<typeof CycleFigures>;
export type TypeRow = Static<typeof TypeRow>;
export type AgentRow = Static<typeof AgentRow>;
export type TeamRow = Static<typeof TeamRow>;
export type RefusalRow = Static<typeof RefusalRow>;
export type RollRow = Static<typeof RollRow>;
export type StageRow = Static<typeof StageRow>;
export type Outlook = Static<typeof Outlook>;
export type Dashboard = Static<typeof Dashboard>;
export type ComplaintFigures = Static<typeof ComplaintFigures>;
export type Summary = Static<typeof Summary>;
export type Format = (typeof formats)[number];
