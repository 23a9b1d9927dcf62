import type { Tx } from '../host/db.ts';
import { inPerson } from '../contact/in-person.ts';
import type { OnDay, PromiseCounts } from './rules.ts';

/** What is measured: a period of calendar dates in the agency's zone, seen with the knowledge of `asOf`. */
export type Window = {
	readonly from: Temporal.PlainDate;
	readonly to: Temporal.PlainDate;
	/** The same period in instants, half-open; `untilAt` is never later than `asOf`. */
	readonly fromAt: Temporal.Instant;
	readonly untilAt: Temporal.Instant;
	readonly asOf: Temporal.Instant;
	/** The last day of the period that has come by `asOf`. */
	readonly lastOn: Temporal.PlainDate;
	readonly zone: string;
	readonly bucketEdges: readonly number[];
	/** Only the debts of this client; null: all. */
	readonly clientId: bigint | null;
};

/**
 * The book of the window: one row per debt placed by its end, with what was owed, paid and given up. Everything else is summed from it.
 * - An entry that was reversed by `asOf` never happened, on whatever day it was reversed; a surplus is not part of what was collected, and is none where it was set against a debt later.
 * - Money counts on the day it was paid; what was paid before the debt was placed counts on the day of placement, when the debt came on the book. Where the placement was undone by `asOf` it never did.
 * - `bucket` is by days past due on the first day of the window the debt was on the book, `end_bucket` on the last that has come.
 * - `base_minor` is what was owed at the start, or as placed when it came within the window. width_bucket counts the first days of buckets that are past.
 * Without nested loops: what was undone is guessed to be one row, and was gone through anew for every entry of the ledger (1.6 s for some 1,500 of them). */
export async function openBook(tx: Tx, window: Window): Promise<void> {
	const { fromAt, untilAt, asOf, lastOn, from, to, clientId, bucketEdges, zone } = window;
	await tx.query('drop table if exists pg_temp.report_debt, pg_temp.report_debtor');
	await tx.query('set local enable_nestloop = off');
	await tx.query(
		`create temp table report_debt on commit drop as
		 with undone as (
		   select debtor_id, reverses_entry_id as entry_id, component from ledger_transfer
		    where tenant_id = $1 and reverses_entry_id is not null and recorded_at <= $4),
		 -- A surplus that leaves its debt in the act that books it on another: it was not paid back.
		 set_against as (
		   select debtor_id, payment_id, recorded_at, min(happened_at) as paid_at, max(entry_id) as last_entry from ledger_transfer
		    where tenant_id = $1 and kind = 'paid' and recorded_at <= $4 and payment_id is not null
		      and (debtor_id, payment_id, recorded_at) in (select debtor_id, payment_id, recorded_at from ledger_transfer where tenant_id = $1 and kind = 'refunded' and recorded_at <= $4)
		    group by 1, 2, 3),
		 told as (
		   select t.*, greatest(coalesce(s.paid_at, t.happened_at), case when t.kind in ('paid', 'surplus', 'refunded') then d.placed_on::timestamp at time zone $9 end) as counts_at,
		          s.paid_at is not null as set_against
		     from ledger_transfer t
		     join debt d on d.tenant_id = $1 and d.debtor_id = t.debtor_id and d.id = t.debt_id
		     left join set_against s on t.kind = 'refunded' and s.debtor_id = t.debtor_id and s.payment_id = t.payment_id and s.recorded_at = t.recorded_at and s.last_entry > t.entry_id
		    where t.tenant_id = $1 and t.recorded_at <= $4),
		 moved as (
		   select t.debtor_id, t.debt_id,
		          sum(t.amount_minor) filter (where t.kind = 'placed' and u.entry_id is null) as placed,
		          sum(delta.minor) filter (where t.kind not in ('placed', 'reversed') and u.entry_id is null and t.counts_at < $2) as moved_before,
		          sum(delta.minor) filter (where t.kind not in ('placed', 'reversed') and u.entry_id is null and t.counts_at < $3) as moved_until,
		          sum(t.amount_minor) filter (where t.kind = 'paid' and u.entry_id is null and t.counts_at >= $2 and t.counts_at < $3) as collected,
		          sum(t.amount_minor) filter (where t.kind = 'paid' and u.entry_id is null and t.counts_at < $3) as collected_to_date,
		          sum(case t.kind when 'surplus' then t.amount_minor else - t.amount_minor end) filter (where (t.kind = 'surplus' or t.set_against) and u.entry_id is null
		                                                                                       and t.counts_at >= $2 and t.counts_at < $3) as surplus,
		          sum(t.amount_minor) filter (where t.kind = 'reduced' and u.entry_id is null and t.counts_at >= $2 and t.counts_at < $3) as reduced,
		          sum(t.amount_minor) filter (where t.kind = 'recalled' and u.entry_id is null and t.counts_at >= $2 and t.counts_at < $3) as recalled,
		          max(t.counts_at) filter (where t.kind = 'paid' and u.entry_id is null and t.counts_at < $3) as last_paid_at
		     from told t
		     left join undone u on u.debtor_id = t.debtor_id and u.entry_id = t.entry_id and u.component = t.component and t.reverses_entry_id is null
		    cross join lateral (select t.amount_minor * ((t.debit_account = 'owed')::int - (t.credit_account = 'owed')::int) as minor) delta
		    group by t.debtor_id, t.debt_id),
		 book as (
		   select d.debtor_id, d.id as debt_id, d.client_id, d.placement_id, d.product, d.currency, d.placed_on, d.overdue_since, d.recall_due_on,
		          d.placed_on between $5 and $6 as placed_within,
		          m.placed::bigint as placed_minor,
		          (case when d.placed_on < $5 then m.placed else 0 end + coalesce(m.moved_before, 0))::bigint as start_minor,
		          (m.placed + coalesce(m.moved_until, 0))::bigint as end_minor,
		          coalesce(m.collected, 0)::bigint as collected_minor,
		          coalesce(m.collected_to_date, 0)::bigint as to_date_minor,
		          coalesce(m.surplus, 0)::bigint as surplus_minor,
		          coalesce(m.reduced, 0)::bigint as reduced_minor,
		          coalesce(m.recalled, 0)::bigint as recalled_minor,
		          m.last_paid_at
		     from debt d
		     join moved m on m.debtor_id = d.debtor_id and m.debt_id = d.id
		    where d.tenant_id = $1 and d.placed_on <= $6 and m.placed > 0 and ($7::bigint is null or d.client_id = $7))
		 select book.*,
		        case when placed_within then placed_minor else start_minor end as base_minor,
		        placed_within or start_minor > 0 as in_pool,
		        -- Owing nothing at the end because of money that came, the last of it within the window.
		        end_minor = 0 and recalled_minor = 0 and last_paid_at >= $2 as settled_within,
		        case when greatest(placed_on, $5) - overdue_since <= 0 then 0
		             else 1 + width_bucket(greatest(placed_on, $5) - overdue_since, $8::int[]) end as bucket,
		        case when $10 - overdue_since <= 0 then 0 else 1 + width_bucket($10 - overdue_since, $8::int[]) end as end_bucket
		   from book`,
		[tx.tenantId, fromAt, untilAt, asOf, from, to, clientId, bucketEdges.map((edge) => edge + 1), zone, lastOn],
	);
	await tx.query('set local enable_nestloop = on');
	await tx.query(
		`create temp table report_debtor on commit drop as
		 select b.debtor_id, b.in_pool, b.bucket, coalesce(c.calls, 0) as calls, coalesce(c.answered, 0) as answered, coalesce(c.right_party, 0) as right_party
		   from (select debtor_id, bool_or(in_pool) as in_pool, max(bucket) filter (where in_pool) as bucket from report_debt group by debtor_id) b
		   left join (select a.debtor_id, count(*) as calls, count(*) filter (where o.answered) as answered, count(*) filter (where ${inPerson('o')}) as right_party
		                from contact_attempt a
		                left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= $4
		               where a.tenant_id = $1 and a.channel = 'voice' and a.placed_at >= $2 and a.placed_at < $3
		               group by a.debtor_id) c using (debtor_id)`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf],
	);
	await tx.query('analyze pg_temp.report_debt');
	await tx.query('analyze pg_temp.report_debtor');
}

export type MoneyRow = {
	currency: string;
	placed_debts: number;
	placed_minor: bigint;
	collected_debts: number;
	collected_minor: bigint;
	settled_debts: number;
	open_debts: number;
	open_minor: bigint;
	surplus_minor: bigint;
	reduced_minor: bigint;
	recalled_minor: bigint;
};

const moneyColumns = `
	count(*) filter (where placed_within)::int as placed_debts,
	coalesce(sum(placed_minor) filter (where placed_within), 0)::bigint as placed_minor,
	count(*) filter (where collected_minor > 0)::int as collected_debts,
	sum(collected_minor)::bigint as collected_minor,
	count(*) filter (where settled_within)::int as settled_debts,
	count(*) filter (where end_minor > 0)::int as open_debts,
	coalesce(sum(end_minor) filter (where end_minor > 0), 0)::bigint as open_minor,
	sum(surplus_minor)::bigint as surplus_minor,
	sum(reduced_minor)::bigint as reduced_minor,
	sum(recalled_minor)::bigint as recalled_minor`;

export async function moneyByCurrency(tx: Tx): Promise<MoneyRow[]> {
	return tx.query<MoneyRow>(`select currency, ${moneyColumns} from report_debt group by currency order by currency`);
}

export type PromisedRow = { currency: string; count: number; minor: bigint };

/** Promises made in the window, by currency; instalments of plans are not promises made. */
export async function promisesMade(tx: Tx, window: Window): Promise<PromisedRow[]> {
	return tx.query<PromisedRow>(
		`select p.currency, count(*)::int as count, sum(p.amount_minor)::bigint as minor
		   from promise p join report_debt b on b.debtor_id = p.debtor_id and b.debt_id = p.debt_id
		  where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3
		  group by p.currency order by p.currency`,
		[tx.tenantId, window.fromAt, window.untilAt],
	);
}

const promiseCounts = `
	count(*)::int as "dueCount", sum(p.amount_minor)::bigint as "dueMinor",
	count(*) filter (where judged = 'kept')::int as "keptCount",
	coalesce(sum(p.amount_minor) filter (where judged = 'kept'), 0)::bigint as "keptMinor",
	count(*) filter (where judged = 'partly_kept')::int as "partlyCount",
	count(*) filter (where judged = 'broken')::int as "brokenCount",
	count(*) filter (where judged = 'open')::int as "pendingCount",
	coalesce(sum(p.amount_minor) filter (where judged = 'open'), 0)::bigint as "pendingMinor"`;
// As judged by the end of what is known: a verdict of later is not yet a verdict.
const judgedBy = `(select case when p.judged_on <= $4 then p.state else 'open' end as judged) j`;
// Made by then, and not withdrawn by then: one withdrawn later was still due as far as anybody knew.
const standing = `p.made_at <= $5 and not (p.state = 'withdrawn' and (p.judged_on is null or p.judged_on <= $4))`;

/** Promises and instalments due in the window (withdrawn ones were never due), by currency or by product and currency. */
export async function promisesDue(tx: Tx, window: Window): Promise<(PromiseCounts & { currency: string })[]> {
	return tx.query<PromiseCounts & { currency: string }>(
		`select p.currency, ${promiseCounts}
		   from promise p join report_debt b on b.debtor_id = p.debtor_id and b.debt_id = p.debt_id cross join lateral ${judgedBy}
		  where p.tenant_id = $1 and p.due_on between $2 and $3 and ${standing}
		  group by p.currency order by p.currency`,
		[tx.tenantId, window.from, window.to, lastDayKnown(window), window.asOf],
	);
}

/** The agency's date of `asOf`: a verdict dated later is not known yet. */
export const lastDayKnown = ({ asOf, zone }: Window) => asOf.toZonedDateTimeISO(zone).toPlainDate();

export type BucketFigures = {
	currency: string;
	bucket: number;
	debts: number;
	debtors: number;
	contacted_debtors: number;
	base_minor: bigint;
	promised_count: number;
	promised_minor: bigint;
	collected_minor: bigint;
	open_minor: bigint;
};

export async function byBucket(tx: Tx, window: Window): Promise<BucketFigures[]> {
	return tx.query<BucketFigures>(
		`with promised as (
		   select debtor_id, debt_id, count(*) as count, sum(amount_minor) as minor from promise
		    where tenant_id = $1 and plan_id is null and made_at >= $2 and made_at < $3 group by 1, 2)
		 select currency, bucket, sum(debts)::int as debts, count(*)::int as debtors, count(*) filter (where reached)::int as contacted_debtors,
		        sum(base_minor)::bigint as base_minor, sum(promised_count)::int as promised_count, sum(promised_minor)::bigint as promised_minor,
		        sum(collected_minor)::bigint as collected_minor, sum(open_minor)::bigint as open_minor
		   from (select b.currency, b.bucket, b.debtor_id, count(*) as debts, bool_or(r.right_party > 0) as reached, sum(b.base_minor) as base_minor,
		                coalesce(sum(p.count), 0) as promised_count, coalesce(sum(p.minor), 0) as promised_minor,
		                sum(b.collected_minor) as collected_minor, sum(greatest(b.end_minor, 0)) as open_minor
		           from report_debt b join report_debtor r using (debtor_id) left join promised p using (debtor_id, debt_id)
		          where b.in_pool group by 1, 2, 3) each_debtor
		  group by 1, 2 order by 1, 2`,
		[tx.tenantId, window.fromAt, window.untilAt],
	);
}

export type BatchFigures = {
	placement_id: bigint;
	batch_no: string;
	client: string;
	placed_on: Temporal.PlainDate;
	currency: string;
	debts: number;
	contacted_debtors: number;
	placed_minor: bigint;
	promised_count: number;
	promised_minor: bigint;
	collected_minor: bigint;
	to_date_minor: bigint;
};

/** Batches with a debt on the book in the window, newest first, at most `limit` rows (batch and currency). */
export async function byBatch(tx: Tx, window: Window, limit: number): Promise<BatchFigures[]> {
	return tx.query<BatchFigures>(
		`with promised as (
		   select debtor_id, debt_id, count(*) as count, sum(amount_minor) as minor from promise
		    where tenant_id = $1 and plan_id is null and made_at >= $2 and made_at < $3 group by 1, 2)
		 select g.placement_id, p.batch_no, c.code as client, p.placed_on, g.currency, sum(g.debts)::int as debts,
		        count(*) filter (where g.reached)::int as contacted_debtors, sum(g.placed_minor)::bigint as placed_minor,
		        sum(g.promised_count)::int as promised_count, sum(g.promised_minor)::bigint as promised_minor,
		        sum(g.collected_minor)::bigint as collected_minor, sum(g.to_date_minor)::bigint as to_date_minor
		   from (select b.placement_id, b.currency, b.debtor_id, count(*) as debts, bool_or(r.right_party > 0) as reached,
		                sum(b.placed_minor) as placed_minor, coalesce(sum(m.count), 0) as promised_count, coalesce(sum(m.minor), 0) as promised_minor,
		                sum(b.collected_minor) as collected_minor, sum(b.to_date_minor) as to_date_minor
		           from report_debt b join report_debtor r using (debtor_id) left join promised m using (debtor_id, debt_id)
		          group by 1, 2, 3) g
		   join placement p on p.tenant_id = $1 and p.id = g.placement_id
		   join client c on c.tenant_id = $1 and c.id = p.client_id
		  group by 1, 2, 3, 4, 5 order by p.placed_on desc, g.placement_id desc, g.currency limit $4`,
		[tx.tenantId, window.fromAt, window.untilAt, limit],
	);
}

export type CashRow = OnDay & { placement_id: bigint | null; currency: string };

/** Cash by batch, currency and day from the debt's placement: of the window only, or from the beginning for the curves. */
export async function cashByDay(tx: Tx, window: Window, since: 'window' | 'placement'): Promise<CashRow[]> {
	return tx.query<CashRow>(
		`select b.placement_id, b.currency, greatest(0, (t.happened_at at time zone $5)::date - b.placed_on)::int as day, sum(t.amount_minor)::bigint as minor
		   from ledger_transfer t join report_debt b on b.debtor_id = t.debtor_id and b.debt_id = t.debt_id
		  where t.tenant_id = $1 and t.kind = 'paid' and greatest(t.happened_at, b.placed_on::timestamp at time zone $5) < $3 and t.recorded_at <= $4
		    and ($6 or greatest(t.happened_at, b.placed_on::timestamp at time zone $5) >= $2)
		    and not exists (select from ledger_transfer u where u.tenant_id = t.tenant_id and u.debtor_id = t.debtor_id
		                      and u.reverses_entry_id = t.entry_id and u.component = t.component and u.recorded_at <= $4)
		  group by 1, 2, 3 order by 1, 2, 3`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf, window.zone, since === 'placement'],
	);
}

/** Debts that owed nothing by the end, the last of it paid within the window, by days from placement to that payment. */
export async function closedByDay(tx: Tx, window: Window): Promise<{ currency: string; day: number; count: number }[]> {
	return tx.query<{ currency: string; day: number; count: number }>(
		`select currency, ((last_paid_at at time zone $1)::date - placed_on)::int as day, count(*)::int as count
		   from report_debt where settled_within group by 1, 2 order by 1, 2`,
		[window.zone],
	);
}

export type RollFigures = {
	currency: string;
	bucket: number;
	start_debts: number;
	start_minor: bigint;
	rolled_debts: number;
	rolled_minor: bigint;
	settled_debts: number;
	settled_minor: bigint;
};

export async function rolls(tx: Tx): Promise<RollFigures[]> {
	return tx.query<RollFigures>(
		`select currency, bucket, count(*)::int as start_debts, sum(start_minor)::bigint as start_minor,
		        count(*) filter (where end_minor > 0 and end_bucket = bucket + 1)::int as rolled_debts,
		        coalesce(sum(end_minor) filter (where end_minor > 0 and end_bucket = bucket + 1), 0)::bigint as rolled_minor,
		        count(*) filter (where settled_within)::int as settled_debts,
		        coalesce(sum(start_minor) filter (where settled_within), 0)::bigint as settled_minor
		   from report_debt where start_minor > 0 and not placed_within group by 1, 2 order by 1, 2`,
	);
}

export type TypeFigures = {
	product: string;
	currency: string;
	debts: number;
	placed_debts: number;
	placed_minor: bigint;
	base_minor: bigint;
	collected_minor: bigint;
	debtors: number;
	contacted_debtors: number;
	judged: number;
	kept: number;
};

export async function byType(tx: Tx, window: Window): Promise<TypeFigures[]> {
	return tx.query<TypeFigures>(
		`with due as (
		   select p.debtor_id, p.debt_id, count(*) filter (where judged <> 'open') as judged, count(*) filter (where judged = 'kept') as kept
		     from promise p cross join lateral ${judgedBy}
		    where p.tenant_id = $1 and p.due_on between $2 and $3 and ${standing} group by 1, 2)
		 select product, currency, sum(debts)::int as debts, sum(placed_debts)::int as placed_debts, sum(placed_minor)::bigint as placed_minor,
		        sum(base_minor)::bigint as base_minor, sum(collected_minor)::bigint as collected_minor, count(*)::int as debtors,
		        count(*) filter (where reached)::int as contacted_debtors, sum(judged)::int as judged, sum(kept)::int as kept
		   from (select b.product, b.currency, b.debtor_id, count(*) as debts, count(*) filter (where b.placed_within) as placed_debts,
		                coalesce(sum(b.placed_minor) filter (where b.placed_within), 0) as placed_minor, sum(b.base_minor) as base_minor,
		                sum(b.collected_minor) as collected_minor, bool_or(r.right_party > 0) as reached, coalesce(sum(due.judged), 0) as judged,
		                coalesce(sum(due.kept), 0) as kept
		           from report_debt b join report_debtor r using (debtor_id) left join due using (debtor_id, debt_id)
		          where b.in_pool group by 1, 2, 3) each_debtor
		  group by 1, 2 order by 1, 2`,
		[tx.tenantId, window.from, window.to, lastDayKnown(window), window.asOf],
	);
}

export type DayCash = { on: Temporal.PlainDate; currency: string; minor: bigint };

/** What was collected on each day of the window, in the agency's days. */
export async function cashPerDay(tx: Tx, window: Window): Promise<DayCash[]> {
	return tx.query<DayCash>(
		`select greatest((t.happened_at at time zone $5)::date, b.placed_on) as "on", b.currency, sum(t.amount_minor)::bigint as minor
		   from ledger_transfer t join report_debt b on b.debtor_id = t.debtor_id and b.debt_id = t.debt_id
		  where t.tenant_id = $1 and t.kind = 'paid' and greatest(t.happened_at, b.placed_on::timestamp at time zone $5) < $3 and t.recorded_at <= $4
		    and greatest(t.happened_at, b.placed_on::timestamp at time zone $5) >= $2
		    and not exists (select from ledger_transfer u where u.tenant_id = t.tenant_id and u.debtor_id = t.debtor_id
		                      and u.reverses_entry_id = t.entry_id and u.component = t.component and u.recorded_at <= $4)
		  group by 1, 2 order by 1, 2`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf, window.zone],
	);
}

export type OutlookFigures = {
	currency: string;
	open_minor: bigint;
	due_count: number;
	due_minor: bigint;
	rolling_debts: number;
	rolling_minor: bigint;
	recall_debts: number;
	recall_minor: bigint;
	held_debtors: number;
	plans_open: number;
};

/** What stands on the book at the end of the window for the days after it: promises and plans that had not ended by then. */
export async function outlook(tx: Tx, window: Window): Promise<OutlookFigures[]> {
	return tx.query<OutlookFigures>(
		`with open as (select * from report_debt where end_minor > 0),
		 due as (
		   select p.currency, count(*) as count, sum(p.amount_minor) as minor from promise p join open o on o.debtor_id = p.debtor_id and o.debt_id = p.debt_id
		    where p.tenant_id = $1 and p.due_on > $2 and p.due_on <= $2::date + 7 and p.made_at < $3 and (p.state = 'open' or p.judged_on > $5) group by 1),
		 plans as (
		   select p.currency, count(*) as count from plan p join open o on o.debtor_id = p.debtor_id and o.debt_id = p.debt_id
		    where p.tenant_id = $1 and p.made_at < $3 and (p.state = 'open' or p.ended_on > $5) group by 1),
		 held as (
		   -- Of whose open debts none may be spoken of: a hold on one debt leaves the debtor's others free.
		   select o.debtor_id from open o
		     left join hold h on h.tenant_id = $1 and h.debtor_id = o.debtor_id and (h.debt_id is null or h.debt_id = o.debt_id)
		      and h.from_at < $3 and (h.until_at is null or h.until_at > $3) and (h.lifted_at is null or h.lifted_at > $3)
		    group by 1 having bool_and(h.id is not null))
		 select o.currency, sum(o.end_minor)::bigint as open_minor, coalesce(max(due.count), 0)::int as due_count,
		        coalesce(max(due.minor), 0)::bigint as due_minor,
		        count(*) filter (where at_end.bucket < later.bucket)::int as rolling_debts,
		        coalesce(sum(o.end_minor) filter (where at_end.bucket < later.bucket), 0)::bigint as rolling_minor,
		        count(*) filter (where o.recall_due_on <= $2::date + 30)::int as recall_debts,
		        coalesce(sum(o.end_minor) filter (where o.recall_due_on <= $2::date + 30), 0)::bigint as recall_minor,
		        count(distinct h.debtor_id)::int as held_debtors, coalesce(max(plans.count), 0)::int as plans_open
		   from open o
		   left join held h using (debtor_id)
		   left join due on due.currency = o.currency
		   left join plans on plans.currency = o.currency
		  cross join lateral (select width_bucket($2::date - o.overdue_since, $4::int[]) as bucket) at_end
		  cross join lateral (select width_bucket($2::date + 7 - o.overdue_since, $4::int[]) as bucket) later
		  group by o.currency order by o.currency`,
		[tx.tenantId, window.to, window.untilAt, [1, ...window.bucketEdges.map((edge) => edge + 1)], window.lastOn],
	);
}

/** A client by its code or id, as the report names it. */
export async function findClient(
	tx: Tx,
	by: { code: string } | { id: bigint },
): Promise<{ id: bigint; code: string; name: string } | null> {
	const [client] = await tx.query<{ id: bigint; code: string; name: string }>(
		'select id, code, name from client where tenant_id = $1 and (code = $2 or id = $3)',
		[tx.tenantId, 'code' in by ? by.code : null, 'id' in by ? by.id : null],
	);
	return client ?? null;
}
