import { known } from '../core/assert.ts';
import { ratePpm, toWire } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, daysBetween, earlierDate, earlierOf, startOfDay } from '../core/time.ts';
import type { Tx } from '../host/db.ts';
import { bucketName } from '../tenants/rules.ts';
import { loadTenant, type Tenant } from '../tenants/store.ts';
import { compared, comparedRate, ppm, rate } from './compared.ts';
import { complaintCounts, complaintRates, noComplaints } from './complaints.ts';
import * as contact from './contact-store.ts';
import {
	type Dates,
	expectedFrom,
	keptRates,
	liquidationCurve,
	meanDaysTenths,
	medianDays,
	periodBefore,
	type PromiseCounts,
} from './rules.ts';
import type { Dashboard, Period, Summary } from './shapes.ts';
import * as store from './store.ts';
import type { Window } from './store.ts';

/** What is asked for: dates of the agency's zone, both included; `asOf` is now unless an earlier instant is named. */
export type Ask = Dates & { readonly asOf: Temporal.Instant; readonly client?: string | undefined };

/** Longest list of batches and of curves in one report; the newest are kept. */
const batchesMax = 200;
const curvesMax = 12;
const curveDaysMax = 365;

type Frame = { tenant: Tenant; client: Period['client']; window: Window; before: Window };

/** The dates people mean when they say nothing: the last 30 days up to today. */
export function usualDates(zone: string, now: Temporal.Instant): Dates {
	const to = dateIn(zone, now);
	return { from: to.subtract({ days: 29 }), to };
}

/**
 * Makes the windows of a report. `ownClient` is the client a creditor-side login belongs to: it sees that client and no other.
 * Refused when the period is upside down or the client is unknown (or another's, which is the same to the asker).
 */
export async function frameOf(tx: Tx, ask: Ask, ownClient: bigint | null): Promise<Frame | Refusal> {
	if (Temporal.PlainDate.compare(ask.from, ask.to) > 0)
		return refuse('report.period_upside_down', { from: ask.from.toString(), to: ask.to.toString() });
	const tenant = await loadTenant(tx);
	const named = ask.client === undefined ? null : await store.findClient(tx, { code: ask.client });
	if (ask.client !== undefined && (named === null || (ownClient !== null && named.id !== ownClient)))
		return refuse('client.unknown', { code: ask.client });
	const client = named ?? (ownClient === null ? null : await store.findClient(tx, { id: ownClient }));
	const windowOf = ({ from, to }: Dates): Window => ({
		from,
		to,
		fromAt: startOfDay(tenant.zone, from),
		untilAt: earlierOf(startOfDay(tenant.zone, to.add({ days: 1 })), ask.asOf),
		asOf: ask.asOf,
		lastOn: earlierDate(to, dateIn(tenant.zone, ask.asOf)),
		zone: tenant.zone,
		bucketEdges: tenant.settings.bucketEdges,
		clientId: client?.id ?? null,
	});
	const shown = client === null ? null : { code: client.code, name: client.name };
	return { tenant, client: shown, window: windowOf(ask), before: windowOf(periodBefore(ask)) };
}

/** Everything measured of one window that is compared with the window before; a dashboard does not need what only the summary prints. */
async function measure(tx: Tx, window: Window, depth: 'dashboard' | 'summary') {
	const summary = depth === 'summary';
	await store.openBook(tx, window);
	return {
		money: await store.moneyByCurrency(tx),
		promised: await store.promisesMade(tx, window),
		due: await store.promisesDue(tx, window),
		contact: await contact.contactTotals(tx, window),
		firstDay: await contact.firstDay(tx, window),
		types: summary ? await store.byType(tx, window) : [],
		refusals: summary ? await contact.refusalsByRule(tx, window) : [],
		complaints: summary ? await complaintCounts(tx, window) : noComplaints,
		cash: summary ? await store.cashByDay(tx, window, 'window') : [],
	};
}
type Measured = Awaited<ReturnType<typeof measure>>;

function periodOf({ tenant, client, window, before }: Frame): Period {
	return {
		from: window.from.toString(),
		to: window.to.toString(),
		days: daysBetween(window.from, window.to) + 1,
		before_from: before.from.toString(),
		before_to: before.to.toString(),
		as_of: window.asOf.toString(),
		zone: tenant.zone,
		agency: tenant.name,
		client,
		bucket_names: Array.from({ length: tenant.settings.bucketEdges.length + 2 }, (_, n) => bucketName(n, tenant.settings.bucketEdges)),
	};
}

const noMoney = {
	placed_debts: 0,
	placed_minor: 0n,
	collected_debts: 0,
	collected_minor: 0n,
	settled_debts: 0,
	open_debts: 0,
	open_minor: 0n,
	surplus_minor: 0n,
	reduced_minor: 0n,
	recalled_minor: 0n,
};
const nothingDue: PromiseCounts = {
	dueCount: 0,
	dueMinor: 0n,
	keptCount: 0,
	keptMinor: 0n,
	partlyCount: 0,
	brokenCount: 0,
	pendingCount: 0,
	pendingMinor: 0n,
};

function moneyOf(now: Measured, before: Measured): Dashboard['money'] {
	const of = (measured: Measured, currency: string) => ({
		...noMoney,
		...measured.money.find((row) => row.currency === currency),
		promised: measured.promised.find((row) => row.currency === currency) ?? { count: 0, minor: 0n },
	});
	return now.money.map(({ currency }) => {
		const [a, b] = [of(now, currency), of(before, currency)];
		return {
			currency,
			placed_debts: compared(a.placed_debts, b.placed_debts),
			placed_minor: compared(a.placed_minor, b.placed_minor),
			promised_count: compared(a.promised.count, b.promised.count),
			promised_minor: compared(a.promised.minor, b.promised.minor),
			collected_debts: compared(a.collected_debts, b.collected_debts),
			collected_minor: compared(a.collected_minor, b.collected_minor),
			settled_debts: compared(a.settled_debts, b.settled_debts),
			open_debts: compared(a.open_debts, b.open_debts),
			open_minor: compared(a.open_minor, b.open_minor),
			surplus_minor: compared(a.surplus_minor, b.surplus_minor),
			reduced_minor: compared(a.reduced_minor, b.reduced_minor),
			recalled_minor: compared(a.recalled_minor, b.recalled_minor),
		};
	});
}

function contactOf(now: Measured, before: Measured): Dashboard['contact'] {
	const [a, b] = [now.contact, before.contact];
	const count = (name: keyof typeof a) => compared(a[name], b[name]);
	const promises = (measured: Measured) => measured.promised.reduce((sum, row) => sum + row.count, 0);
	return {
		pool_debtors: count('pool_debtors'),
		calls: count('calls'),
		answered: count('answered'),
		right_party: count('right_party'),
		connect_rate: comparedRate(rate(a.answered, a.calls), rate(b.answered, b.calls)),
		right_party_per_call: comparedRate(rate(a.right_party, a.calls), rate(b.right_party, b.calls)),
		right_party_per_answer: comparedRate(rate(a.right_party, a.answered), rate(b.right_party, b.answered)),
		contacted_debtors: count('contacted_debtors'),
		contactability: comparedRate(rate(a.contacted_debtors, a.pool_debtors), rate(b.contacted_debtors, b.pool_debtors)),
		promise_rate: comparedRate(rate(promises(now), a.right_party), rate(promises(before), b.right_party)),
		messages_sent: count('messages_sent'),
		first_day_cases: compared(now.firstDay.cases, before.firstDay.cases),
		first_day_plan_done: comparedRate(
			rate(now.firstDay.plan_done, now.firstDay.cases),
			rate(before.firstDay.plan_done, before.firstDay.cases),
		),
		first_day_reached: comparedRate(rate(now.firstDay.reached, now.firstDay.cases), rate(before.firstDay.reached, before.firstDay.cases)),
	};
}

function promisesOf(now: Measured, before: Measured): Dashboard['promises'] {
	const of = (measured: Measured, currency: string) => measured.due.find((row) => row.currency === currency) ?? nothingDue;
	return now.money.map(({ currency }) => {
		const [a, b] = [of(now, currency), of(before, currency)];
		const [rates, ratesBefore] = [keptRates(a), keptRates(b)];
		return {
			currency,
			due_count: compared(a.dueCount, b.dueCount),
			due_minor: compared(a.dueMinor, b.dueMinor),
			kept_count: compared(a.keptCount, b.keptCount),
			kept_minor: compared(a.keptMinor, b.keptMinor),
			partly_count: compared(a.partlyCount, b.partlyCount),
			broken_count: compared(a.brokenCount, b.brokenCount),
			pending_count: a.pendingCount,
			pending_minor: toWire(a.pendingMinor),
			kept_rate_count: comparedRate(rates.byCount, ratesBefore.byCount),
			kept_rate_minor: comparedRate(rates.byMinor, ratesBefore.byMinor),
		};
	});
}

/** What the book of the open window shows: buckets, batches, curves, days. `openBook` of this window must be the last one opened. */
async function bookOf(tx: Tx, window: Window): Promise<Pick<Dashboard, 'buckets' | 'batches' | 'curves' | 'days'>> {
	const edges = window.bucketEdges;
	const buckets = await store.byBucket(tx, window);
	const batches = await store.byBatch(tx, window, batchesMax);
	const cash = await store.cashByDay(tx, window, 'placement');
	const inWindow = await store.cashByDay(tx, window, 'window');
	const cashOf = (rows: store.CashRow[], batch: store.BatchFigures) =>
		rows.filter((row) => row.placement_id === batch.placement_id && row.currency === batch.currency);
	const lastDay = (batch: store.BatchFigures) => Math.max(0, daysBetween(batch.placed_on, window.lastOn));
	return {
		buckets: buckets.map((row) => ({
			...row,
			name: bucketName(row.bucket, edges),
			base_minor: toWire(row.base_minor),
			promised_minor: toWire(row.promised_minor),
			collected_minor: toWire(row.collected_minor),
			recovery: ppm(ratePpm(row.collected_minor, row.base_minor)),
			open_minor: toWire(row.open_minor),
		})),
		batches: batches.map((row) => ({
			placement_id: row.placement_id.toString(),
			batch_no: row.batch_no,
			client: row.client,
			placed_on: row.placed_on.toString(),
			currency: row.currency,
			debts: row.debts,
			contacted_debtors: row.contacted_debtors,
			placed_minor: toWire(row.placed_minor),
			promised_count: row.promised_count,
			promised_minor: toWire(row.promised_minor),
			collected_minor: toWire(row.collected_minor),
			collected_to_date_minor: toWire(row.to_date_minor),
			recovery: ppm(ratePpm(row.to_date_minor, row.placed_minor)),
			cycle_days_tenths: meanDaysTenths(cashOf(inWindow, row)),
			day: lastDay(row),
		})),
		curves: batches.slice(0, curvesMax).map((batch) => ({
			placement_id: batch.placement_id.toString(),
			batch_no: batch.batch_no,
			currency: batch.currency,
			placed_minor: toWire(batch.placed_minor),
			points: liquidationCurve(batch.placed_minor, cashOf(cash, batch), lastDay(batch), curveDaysMax).map((point) => ({
				day: point.day,
				collected_minor: toWire(point.collectedMinor),
				rate: ppm(point.rate),
			})),
		})),
		days: await daysOf(tx, window),
	};
}

async function daysOf(tx: Tx, window: Window): Promise<Dashboard['days']> {
	const happened = new Map((await contact.contactPerDay(tx, window)).map((row) => [row.on.toString(), row]));
	const cash = await store.cashPerDay(tx, window);
	const count = Math.max(0, daysBetween(window.from, window.lastOn) + 1);
	return Array.from({ length: count }, (_, n) => {
		const on = window.from.add({ days: n }).toString();
		const row = happened.get(on);
		return {
			on,
			calls: row?.calls ?? 0,
			answered: row?.answered ?? 0,
			right_party: row?.right_party ?? 0,
			promises: row?.promises ?? 0,
			collected: cash.filter((each) => each.on.toString() === on).map(({ currency, minor }) => ({ currency, minor: toWire(minor) })),
		};
	});
}

/**
 * The dashboard's figures. One snapshot: the caller's transaction must be repeatable read (`readReport`). `before` is measured first, so
 * that the book of the window itself stays open for what follows.
 */
export async function dashboardOf(tx: Tx, frame: Frame): Promise<Dashboard> {
	const before = await measure(tx, frame.before, 'dashboard');
	const now = await measure(tx, frame.window, 'dashboard');
	return assemble(frame, now, before, await bookOf(tx, frame.window));
}

function assemble(frame: Frame, now: Measured, before: Measured, book: Awaited<ReturnType<typeof bookOf>>): Dashboard {
	return {
		period: periodOf(frame),
		money: moneyOf(now, before),
		contact: contactOf(now, before),
		promises: promisesOf(now, before),
		...book,
	};
}

/** The work summary: the dashboard's figures and the rest of the seed's report. */
export async function summaryOf(tx: Tx, frame: Frame, sentenceOfRule: (rule: string) => { zh: string; en: string }): Promise<Summary> {
	const { window } = frame;
	const before = await measure(tx, frame.before, 'summary');
	const now = await measure(tx, window, 'summary');
	const book = await bookOf(tx, window);
	const closed = await store.closedByDay(tx, window);
	const stages = await contact.byStage(tx, window);
	return {
		...assemble(frame, now, before, book),
		cycle: now.money.map(({ currency }) => cycleOf(currency, now, before, closed)),
		types: typesOf(now, before),
		teams: await teamsOf(tx, window),
		complaints: complaintRates(now.complaints, before.complaints),
		refusals: now.refusals.map((row) => ({
			rule: row.rule,
			sentence: sentenceOfRule(row.rule),
			count: compared(row.count, before.refusals.find((each) => each.rule === row.rule)?.count ?? 0),
			debtors: row.debtors,
		})),
		rolls: (await store.rolls(tx)).map((row) => ({
			...row,
			name: bucketName(row.bucket, window.bucketEdges),
			next_name: bucketName(row.bucket + 1, window.bucketEdges),
			start_minor: toWire(row.start_minor),
			rolled_minor: toWire(row.rolled_minor),
			// The last bucket has no next one.
			roll_rate: row.bucket > window.bucketEdges.length ? null : ppm(ratePpm(row.rolled_minor, row.start_minor)),
			settled_minor: toWire(row.settled_minor),
		})),
		stages: stages.map((row) => ({ ...row, right_party_per_call: ppm(rate(row.right_party, row.calls)) })),
		outlook: (await store.outlook(tx, window)).map((row) => {
			const due = now.due.find((each) => each.currency === row.currency) ?? nothingDue;
			return {
				currency: row.currency,
				open_minor: toWire(row.open_minor),
				promises_due_7_count: row.due_count,
				promises_due_7_minor: toWire(row.due_minor),
				expected_7_minor: ppm(expectedFrom(row.due_minor, keptRates(due).byMinor)),
				rolling_7_debts: row.rolling_debts,
				rolling_7_minor: toWire(row.rolling_minor),
				recall_30_debts: row.recall_debts,
				recall_30_minor: toWire(row.recall_minor),
				held_debtors: row.held_debtors,
				plans_open: row.plans_open,
			};
		}),
	};
}

function cycleOf(
	currency: string,
	now: Measured,
	before: Measured,
	closed: Awaited<ReturnType<typeof store.closedByDay>>,
): Summary['cycle'][number] {
	const of = (measured: Measured) => measured.cash.filter((row) => row.currency === currency);
	const settled = closed.filter((row) => row.currency === currency);
	return {
		currency,
		mean_days_tenths: meanDaysTenths(of(now)),
		median_days: medianDays(of(now)),
		closed_debts: settled.reduce((sum, row) => sum + row.count, 0),
		closed_mean_days_tenths: meanDaysTenths(settled.map((row) => ({ day: row.day, minor: BigInt(row.count) }))),
		before_mean_days_tenths: meanDaysTenths(of(before)),
	};
}

const noType = {
	debts: 0,
	placed_debts: 0,
	placed_minor: 0n,
	base_minor: 0n,
	collected_minor: 0n,
	debtors: 0,
	contacted_debtors: 0,
	judged: 0,
	kept: 0,
};

function typesOf(now: Measured, before: Measured): Summary['types'] {
	const same = (a: { product: string; currency: string }) => (b: { product: string; currency: string }) =>
		a.product === b.product && a.currency === b.currency;
	const gone = before.types.filter((row) => !now.types.some(same(row)));
	return [...now.types, ...gone.map((row) => ({ ...row, ...noType }))].map((a) => {
		const b = before.types.find(same(a)) ?? noType;
		return {
			product: a.product,
			currency: a.currency,
			debts: compared(a.debts, b.debts),
			placed_debts: compared(a.placed_debts, b.placed_debts),
			placed_minor: compared(a.placed_minor, b.placed_minor),
			collected_minor: compared(a.collected_minor, b.collected_minor),
			recovery: comparedRate(rate(a.collected_minor, a.base_minor), rate(b.collected_minor, b.base_minor)),
			contactability: comparedRate(rate(a.contacted_debtors, a.debtors), rate(b.contacted_debtors, b.debtors)),
			kept_rate: comparedRate(rate(a.kept, a.judged), rate(b.kept, b.judged)),
		};
	});
}

async function teamsOf(tx: Tx, window: Window): Promise<Summary['teams']> {
	const people = await contact.people(tx, window);
	const cash = await contact.assignedCash(tx);
	const debtors = new Map((await contact.teamDebtors(tx)).map((row) => [row.team_id, row.debtors]));
	const collected = (rows: contact.AssignedCash[]) => {
		const sums = new Map<string, bigint>();
		for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.minor);
		return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor: toWire(minor) }));
	};
	return [...new Set(people.map((row) => row.team_id))].map((team) => {
		const members = people.filter((row) => row.team_id === team);
		const sum = (name: 'calls' | 'right_party' | 'promises' | 'kept' | 'judged' | 'refused') =>
			members.reduce((total, row) => total + row[name], 0);
		return {
			team_id: team.toString(),
			name: known(members[0], 'team').team,
			members: members.length,
			debtors: debtors.get(team) ?? 0,
			calls: sum('calls'),
			right_party: sum('right_party'),
			promises: sum('promises'),
			kept: sum('kept'),
			judged: sum('judged'),
			refused: sum('refused'),
			collected: collected(cash.filter((row) => row.team_id === team)),
			agents: members.map((row) => ({
				login_id: row.login_id.toString(),
				name: row.name,
				calls: row.calls,
				right_party: row.right_party,
				promises: row.promises,
				kept: row.kept,
				judged: row.judged,
				refused: row.refused,
				debtors: row.debtors,
				collected: collected(cash.filter((each) => each.agent_id === row.login_id)),
			})),
		};
	});
}

/** One snapshot for a whole report, however long it takes: figures of one moment agree with each other. */
export async function readReport<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
	await tx.query('set transaction isolation level repeatable read');
	return work();
}
