import type { Pool } from '../host/db.ts';

/**
 * The auditor: written apart from the product. It reads the bare tables as the database's owner with its own SQL and its own arithmetic, and imports no rule, no
 * law and no store of the house, so that a mistake made there is not made here again.
 */
export type Violation = {
	readonly invariant: string;
	/** The simulated day after which it was found. */
	readonly day: string;
	readonly sentence: string;
	readonly debtor_id: string | null;
};

export type Audit = {
	readonly tenantId: bigint;
	/** The day that was just lived through. */
	readonly day: Temporal.PlainDate;
	/** The agency's zone. */
	readonly zone: string;
	/** Look at everything there is, not only at what this day touched. */
	readonly whole: boolean;
};

type Finding = { sentence: string; debtor_id: bigint | string | null };

/** $1 tenant, $2 from (the day's first instant), $3 until, $4 the agency's zone, $5 the day. */
type Invariant = { readonly name: string; readonly text: string };

/** Held by hand: which kinds move a balance up, which down. The ledger's own accounts are summed beside it. */
const byKind = `case kind when 'placed' then amount_minor when 'accrued' then amount_minor when 'paid' then -amount_minor
	when 'reduced' then -amount_minor when 'recalled' then -amount_minor else 0 end`;

/** Debts with a ledger entry recorded in the window. */
const touched = `select distinct debtor_id, debt_id from ledger_transfer where tenant_id = $1 and recorded_at >= $2 and recorded_at < $3`;

/** What was owed on a debt at an instant, from the transfers recorded before it. */
const owedBefore = (
	debtor: string,
	debt: string,
	at: string,
) => `(select coalesce(sum(case when debit_account = 'owed' then amount_minor else 0 end)
	- sum(case when credit_account = 'owed' then amount_minor else 0 end), 0) from ledger_transfer l
	where l.tenant_id = $1 and l.debtor_id = ${debtor} and l.debt_id = ${debt} and l.recorded_at < ${at})`;

/** Attempts of the window with everything about them. */
const attempts = `select a.*, d.zones, coalesce(y.role, 'debtor') as role, coalesce(o.answered, true) as answered
	from contact_attempt a join debtor d on d.tenant_id = a.tenant_id and d.id = a.debtor_id
	left join party y on y.tenant_id = a.tenant_id and y.debtor_id = a.debtor_id and y.id = a.party_id
	left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
	where a.tenant_id = $1`;

export const invariants: readonly Invariant[] = [
	{
		name: 'the books balance',
		text: `with sums as (
			select debtor_id, debt_id, component, sum(case when debit_account = 'owed' then amount_minor else 0 end) - sum(case when credit_account = 'owed' then amount_minor else 0 end) as minor
			  from ledger_transfer join (${touched}) t using (debtor_id, debt_id) where tenant_id = $1 group by 1, 2, 3)
		select t.debtor_id, 'debt ' || t.debt_id || ': its balance is ' || coalesce(b.costs_minor || '/' || b.interest_minor || '/' || b.penalty_minor || '/' || b.principal_minor, 'missing')
			|| ', its transfers come to ' || coalesce(s.costs, 0) || '/' || coalesce(s.interest, 0) || '/' || coalesce(s.penalty, 0) || '/' || coalesce(s.principal, 0) as sentence
		  from (${touched}) t
		  left join (select debtor_id, debt_id, sum(minor) filter (where component = 'costs') as costs, sum(minor) filter (where component = 'interest') as interest,
		                    sum(minor) filter (where component = 'penalty') as penalty, sum(minor) filter (where component = 'principal') as principal from sums group by 1, 2) s using (debtor_id, debt_id)
		  left join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.debt_id
		 where b.debt_id is null or b.costs_minor <> coalesce(s.costs, 0) or b.interest_minor <> coalesce(s.interest, 0)
		    or b.penalty_minor <> coalesce(s.penalty, 0) or b.principal_minor <> coalesce(s.principal, 0)`,
	},
	{
		name: 'owed = placed + accrued - applied - reduced, per component',
		text: `with undone as (select debtor_id, reverses_entry_id as entry_id, component from ledger_transfer where tenant_id = $1 and reverses_entry_id is not null),
		parts as (
			select l.debtor_id, l.debt_id, l.component, sum(case when u.entry_id is null then ${byKind} else 0 end) as minor
			  from ledger_transfer l join (${touched}) t using (debtor_id, debt_id)
			  left join undone u on u.debtor_id = l.debtor_id and u.entry_id = l.entry_id and u.component = l.component
			 where l.tenant_id = $1 and l.component <> 'surplus' and l.kind <> 'reversed' group by 1, 2, 3)
		select p.debtor_id, 'debt ' || p.debt_id || ' ' || p.component || ': the kinds come to ' || p.minor || ', the balance says '
			|| case p.component when 'costs' then b.costs_minor when 'interest' then b.interest_minor when 'penalty' then b.penalty_minor else b.principal_minor end as sentence
		  from parts p join debt_balance b on b.tenant_id = $1 and b.debtor_id = p.debtor_id and b.debt_id = p.debt_id
		 where p.minor < 0 or p.minor <> case p.component when 'costs' then b.costs_minor when 'interest' then b.interest_minor when 'penalty' then b.penalty_minor else b.principal_minor end`,
	},
	{
		name: 'every payment is applied, waits or was given back, to the last unit',
		text: `select p.debtor_id, 'payment ' || p.id || ' of ' || p.amount_minor || ' (' || p.state || '): ' || l.applied || ' applied and ' || l.surplus || ' kept as surplus' as sentence
		  from payment p cross join lateral (
			select coalesce(sum(amount_minor) filter (where kind = 'paid'), 0) as applied, coalesce(sum(amount_minor) filter (where kind = 'surplus'), 0) as surplus,
			       coalesce(sum(amount_minor) filter (where kind = 'reversed'), 0) as reversed
			  from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.payment_id = p.id) l
		 where p.tenant_id = $1 and p.debt_id is not null and p.recorded_at >= $2 and p.recorded_at < $3
		   and case when p.state = 'reversed' then l.applied + l.surplus <> l.reversed else l.applied + l.surplus <> p.amount_minor end`,
	},
	{
		name: 'nobody is asked for more than is owed',
		text: `select p.debtor_id, 'permit ' || p.id || ' names ' || (p.facts -> 'ask' ->> 'amount_minor') || ', owed was ' || o.minor as sentence
		  from contact_permit p cross join lateral (
			select coalesce(sum(case when l.debit_account = 'owed' then l.amount_minor else 0 end) - sum(case when l.credit_account = 'owed' then l.amount_minor else 0 end), 0) as minor
			  from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.recorded_at < p.asked_at) o
		 where p.tenant_id = $1 and p.permitted and p.asked_at >= $2 and p.asked_at < $3 and (p.facts -> 'ask' ->> 'amount_minor')::bigint > o.minor`,
	},
	{
		name: 'no contact outside the hours of any zone of the person',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' is ' || (a.placed_at at time zone z)::time(0) || ' in ' || z as sentence
		  from (${attempts} and a.placed_at >= $2 and a.placed_at < $3) a cross join lateral unnest(a.zones) z
		 where ((a.placed_at at time zone z)::time < '08:00' or (a.placed_at at time zone z)::time >= '22:00')
		   and not exists (select from agreed_hours h where h.tenant_id = $1 and h.debtor_id = a.debtor_id and h.agreed_at <= a.placed_at and (h.ended_at is null or h.ended_at > a.placed_at)
		         and case when h.from_time < h.until_time then to_char(a.placed_at at time zone z, 'HH24:MI') >= h.from_time and to_char(a.placed_at at time zone z, 'HH24:MI') < h.until_time
		                  else to_char(a.placed_at at time zone z, 'HH24:MI') >= h.from_time or to_char(a.placed_at at time zone z, 'HH24:MI') < h.until_time end)`,
	},
	{
		name: 'at most 3 answered calls a day for each lender and debtor',
		text: `select a.debtor_id, count(*) || ' answered calls of lender ' || c || ' on ' || (a.placed_at at time zone z)::date || ' in ' || z as sentence
		  from (${attempts} and a.placed_at >= $2::timestamptz - interval '30 hours' and a.placed_at < $3 and a.channel = 'voice') a cross join lateral unnest(a.zones) z cross join lateral unnest(a.creditor_ids) c
		 where a.role <> 'third_party' and a.answered group by a.debtor_id, c, z, (a.placed_at at time zone z)::date having count(distinct a.id) > 3`,
	},
	{
		name: 'at most 6 calls a day to one number',
		text: `select min(a.debtor_id) as debtor_id, count(distinct a.id) || ' calls of one number on ' || (a.placed_at at time zone z)::date || ' in ' || z as sentence
		  from (${attempts} and a.placed_at >= $2::timestamptz - interval '30 hours' and a.placed_at < $3 and a.channel = 'voice') a cross join lateral unnest(a.zones) z
		 where (a.placed_at at time zone z)::date >= '2026-01-30' group by a.value_index, z, (a.placed_at at time zone z)::date having count(distinct a.id) > 6`,
	},
	{
		name: 'at most 1 message a day and 3 in 7 dates for each debtor',
		text: `with sent as (select distinct a.debtor_id, a.id, z, (a.placed_at at time zone z)::date as day from (${attempts} and a.channel = 'sms' and a.placed_at >= $2::timestamptz - interval '9 days' and a.placed_at < $3) a cross join lateral unnest(a.zones) z)
		select debtor_id, count(*) || ' messages in the 7 dates before ' || s.day as sentence from sent s join sent e using (debtor_id, z)
		 where e.day between s.day - 6 and s.day group by debtor_id, s.id, z, s.day having count(*) > 3 or count(*) filter (where e.day = s.day) > 1`,
	},
	{
		name: 'a third party is called only while the debtor is lost, at most twice in 7 dates, never after refusing',
		text: `select a.debtor_id, 'attempt ' || a.id || ' calls person ' || a.party_id || ': '
			|| case when n.earlier >= 2 then 'the third in seven dates' when n.refused then 'who had refused' else 'although the debtor can be reached' end as sentence
		  from (${attempts} and a.placed_at >= $2 and a.placed_at < $3 and a.channel = 'voice') a cross join lateral (
			select (select count(*) from contact_attempt e where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id = a.party_id and e.channel = 'voice'
			           and e.id <> a.id and e.placed_at <= a.placed_at and (e.placed_at at time zone $4)::date > (a.placed_at at time zone $4)::date - 7) as earlier,
			       exists (select from party y where y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id and y.refused_at < a.placed_at) as refused,
			       (exists (select from contact_point p where p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.party_id is null and p.kind in ('mobile', 'landline') and p.state in ('unverified', 'good'))
			        and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = a.debtor_id and h.kind in ('deceased', 'incapacity') and h.from_at <= a.placed_at)
			        -- Of the last three calls to the debtor that have an outcome, one was answered (or there were not three).
			        and (select count(*) filter (where not l.answered) from (
			               select o.answered from contact_attempt e join contact_outcome o on o.tenant_id = e.tenant_id and o.debtor_id = e.debtor_id and o.attempt_id = e.id
			                where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.channel = 'voice' and e.party_id is null and e.placed_at < a.placed_at
			                order by e.placed_at desc, e.id desc limit 3) l) < 3) as reachable) n
		 where a.role = 'third_party' and (n.earlier >= 2 or n.refused or n.reachable)`,
	},
	{
		name: 'every attempt uses exactly one permit, once, in time',
		text: `select a.debtor_id, 'attempt ' || a.id || ' at ' || a.placed_at || ': ' || coalesce('permit ' || p.id || case when p.permitted then '' else ' that was refused' end || ' of ' || p.asked_at || ' to ' || coalesce(p.expires_at::text, '-'), 'no permit') as sentence
		  from contact_attempt a left join contact_permit p on p.tenant_id = a.tenant_id and p.debtor_id = a.debtor_id and p.id = a.permit_id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3
		   and (p.id is null or not p.permitted or a.placed_at < p.asked_at or a.placed_at >= p.expires_at or p.contact_point_id is distinct from a.contact_point_id or p.channel <> a.channel
		        or (select count(*) from contact_attempt u where u.tenant_id = $1 and u.debtor_id = a.debtor_id and u.permit_id = a.permit_id) <> 1)`,
	},
	{
		name: 'a message that left has its attempt',
		text: `select m.debtor_id, 'message ' || m.id || ' is ' || m.state || ' without an attempt' as sentence from message m
		  left join contact_attempt a on a.tenant_id = m.tenant_id and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		 where m.tenant_id = $1 and m.state in ('sending', 'sent', 'delivered', 'failed') and m.due_at >= $2::timestamptz - interval '3 days' and (a.id is null or a.channel <> m.channel)`,
	},
	{
		name: 'no contact while a hold is in force',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' during a hold (' || h.kind || ') since ' || h.from_at as sentence
		  from (${attempts} and a.placed_at >= $2 and a.placed_at < $3) a join hold h on h.tenant_id = $1 and h.debtor_id = a.debtor_id
		 where h.from_at < a.placed_at and (h.until_at is null or h.until_at > a.placed_at) and (h.lifted_at is null or h.lifted_at > a.placed_at)
		   and (h.debt_id is null or h.debt_id = any (a.debt_ids)) and not (a.role = 'third_party' and h.kind in ('deceased', 'incapacity'))`,
	},
	{
		name: 'no contact about a debt that is paid or was taken back',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' about debt ' || t || ', on which nothing was owed' as sentence
		  from (${attempts} and a.placed_at >= $2 and a.placed_at < $3) a cross join lateral unnest(a.debt_ids) t where ${owedBefore('a.debtor_id', 't', 'a.placed_at')} <= 0
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' about no debt' from (${attempts} and a.placed_at >= $2 and a.placed_at < $3) a where cardinality(a.debt_ids) = 0`,
	},
	{
		name: 'every promise is judged once, and as its money says',
		// The day run of this day has judged all whose last day is behind it.
		text: `select p.debtor_id, 'promise ' || p.id || ' due ' || p.due_on || ' is still open' as sentence from promise p
		 where p.tenant_id = $1 and p.state = 'open' and p.due_on + p.grace_days < $5::date
		union all
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' is ' || p.state || ', but ' || r.minor || ' had come in by its last day'
		  from promise p cross join lateral (
			select coalesce(sum(y.amount_minor), 0) as minor from payment y where y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.debt_id = p.debt_id
			   and y.recorded_at >= p.made_at and y.recorded_at < ((p.judged_on + 1)::timestamp at time zone $4)
			   and (y.paid_at at time zone $4)::date between (p.made_at at time zone $4)::date and p.due_on + p.grace_days) r
		 where p.tenant_id = $1 and p.plan_id is null and p.judged_on = $5::date
		   and (p.state = 'kept' and r.minor = 0 or p.state = 'broken' and r.minor >= p.amount_minor)`,
	},
	{
		name: 'every imported row is accounted for',
		text: `select null::bigint as debtor_id, 'placement ' || p.id || ': ' || p.rows_total || ' rows, ' || p.accepted || ' accepted, ' || p.rejected || ' rejected, ' || p.duplicates || ' duplicates; there are '
			|| d.debts || ' debts and errors of ' || e.rejected || ' rows' as sentence
		  from placement p cross join lateral (select count(*) as debts from debt where tenant_id = $1 and placement_id = p.id) d
		  cross join lateral (select count(distinct row_number) as rejected from placement_error where tenant_id = $1 and placement_id = p.id) e
		 where p.tenant_id = $1 and p.state <> 'failed' and p.started_at >= $2 and p.started_at < $3 and (p.rows_total <> p.accepted + p.rejected + p.duplicates or d.debts <> p.accepted or e.rejected < p.rejected)`,
	},
	{
		name: 'no work item is held by two',
		text: `select min(debtor_id) as debtor_id, 'agent ' || claimed_by || ' holds ' || count(*) || ' items' as sentence from work_item where tenant_id = $1 and state = 'claimed' group by claimed_by having count(*) > 1
		union all
		select debtor_id, count(distinct claimed_by) || ' agents hold the debtor' from work_item where tenant_id = $1 and state = 'claimed' group by debtor_id having count(*) > 1
		union all
		select w.debtor_id, 'agents ' || w.claimed_by || ' and ' || a.made_by || ' worked item ' || w.id from work_item w join contact_attempt a on a.tenant_id = w.tenant_id and a.debtor_id = w.debtor_id and a.work_item_id = w.id
		 where w.tenant_id = $1 and w.state = 'done' and a.made_by <> w.claimed_by and a.placed_at >= $2 and a.placed_at < $3`,
	},
	{
		name: 'nothing refused took effect',
		text: `select e.debtor_id, 'act ' || e.act || ' of ' || e.at || ' was refused (' || e.code || '), yet ' || f.what as sentence
		  from record_entry e cross join lateral (
			select 'an attempt was placed' as what from contact_attempt a where a.tenant_id = $1 and a.debtor_id = e.debtor_id and a.placed_at = e.at and a.made_by = e.actor_id and e.act = 'contact.attempt'
			   -- A second use in the same second: then the first one placed it.
			   and not exists (select from record_entry d where d.tenant_id = $1 and d.debtor_id = e.debtor_id and d.at = e.at and d.act = e.act and d.outcome = 'done')
			union all
			select 'an outcome was written' from contact_outcome o join contact_attempt a on a.tenant_id = o.tenant_id and a.debtor_id = o.debtor_id and a.id = o.attempt_id
			 where o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.recorded_at = e.at and a.made_by = e.actor_id and e.act in ('contact.close', 'contact.outcome')
			   -- The same agent may say it again, differently, in the same second: then the accepted one wrote it.
			   and not exists (select from record_entry d where d.tenant_id = $1 and d.debtor_id = e.debtor_id and d.at = e.at and d.act = e.act and d.outcome = 'done')
			union all
			select 'a promise was made' from promise p where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.made_at = e.at and p.made_by = e.actor_id and e.act = 'contact.close'
			   and not exists (select from record_entry d where d.tenant_id = $1 and d.debtor_id = e.debtor_id and d.at = e.at and d.act = e.act and d.outcome = 'done')) f
		 where e.tenant_id = $1 and e.outcome = 'refused' and e.at >= $2 and e.at < $3 and e.debtor_id is not null`,
	},
];

const findingsMax = 20;

/** Audits one day; every finding is a sentence with its debtor. Reads only. */
export async function audit(owner: Pool, { tenantId, day, zone, whole }: Audit): Promise<Violation[]> {
	const from = whole ? Temporal.Instant.from('1970-01-01T00:00:00Z') : day.toZonedDateTime(zone).toInstant();
	const until = day.add({ days: 1 }).toZonedDateTime(zone).add({ hours: 8 }).toInstant();
	const values: Record<string, string> = { $1: String(tenantId), $2: from.toString(), $3: until.toString(), $4: zone, $5: day.toString() };
	const types: Record<string, string> = { $1: 'bigint', $2: 'timestamptz', $3: 'timestamptz', $4: 'text', $5: 'date' };
	const found: Violation[] = [];
	for (const { name, text } of invariants) {
		// Numbered anew, since a statement may not be given what it does not use.
		const used = Object.keys(values).filter((place) => text.includes(place));
		const numbered = text.replace(/\$\d/g, (place) => `$${used.indexOf(place) + 1}::${types[place]}`);
		const { rows } = await owner.query<Finding>({
			name: `audit ${name.slice(0, 50)}`,
			text: `select * from (${numbered}) found limit ${findingsMax}`,
			values: used.map((place) => values[place]),
		});
		for (const { sentence, debtor_id: debtorId } of rows)
			found.push({ invariant: name, day: day.toString(), sentence, debtor_id: debtorId === null ? null : String(debtorId) });
	}
	return found;
}
