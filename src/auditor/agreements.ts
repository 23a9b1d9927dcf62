import type { Pool } from '../host/db.ts';
import { type Invariant, owedSide } from './parts.ts';

export const judgedInvariant = 'every promise is judged once, and as its money says';

const firstDay = `($2::timestamptz at time zone $4)::date`;

/**
 * Promises judged in the window, each at every moment its judgement may have been made: the day's beginning, the day run, and each entry on its debt that day. What had come
 * in towards it by then: money of a value date from the day of making to the last day of grace, not known when it was made, not taken back. And since when nothing was left to ask
 * for: the day of the recall, or the value date of the last money on a debt paid off.
 */
const judged = `judged as (
	select p.*, coalesce((select sum(e.amount_minor) from promise e where e.tenant_id = $1 and e.debtor_id = p.debtor_id and e.plan_id = p.plan_id and e.instalment < p.instalment), 0) as before
	  from promise p where p.tenant_id = $1 and p.judged_on between ${firstDay} and $5::date and (p.state in ('kept', 'partly_kept', 'broken') or p.withdrawn_for in ('recalled', 'settled'))),
moments as (
	select j.id, m.at from judged j cross join lateral (
		select (j.judged_on::timestamp at time zone $4) - interval '1 microsecond' as at
		union select r.started_at from day_run r where r.tenant_id = $1 and r.business_date = j.judged_on
		union select l.recorded_at from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = j.debtor_id and l.debt_id = j.debt_id
		   and l.recorded_at >= (j.judged_on::timestamp at time zone $4) and l.recorded_at < ((j.judged_on + 1)::timestamp at time zone $4) + interval '8 hours') m),
seen as (
	select j.id, m.at, coalesce(sum(l.amount_minor) filter (where l.kind in ('paid', 'surplus') and (l.happened_at at time zone $4)::date between (j.made_at at time zone $4)::date and j.due_on + j.grace_days
		     and (l.recorded_at > j.made_at or l.happened_at >= j.made_at)
		     and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id and r.recorded_at <= m.at)), 0) as received,
	       coalesce(sum(${owedSide}), 0) as owed, max(l.recorded_at at time zone $4) filter (where l.kind = 'recalled') as recalled_at,
	       max(l.happened_at at time zone $4) filter (where l.kind = 'paid' and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id and r.recorded_at <= m.at)) as paid_at
	  from judged j join moments m using (id) join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = j.debtor_id and l.debt_id = j.debt_id and l.recorded_at <= m.at group by 1, 2),
verdicts as (
	select j.id, s.at, greatest(0, least(s.received - j.before, j.amount_minor)) as paid,
	       case when s.received - j.before >= j.amount_minor or s.owed = 0 and s.recalled_at is null and s.paid_at::date <= j.due_on + j.grace_days and s.received > 0 then 'kept'
	            when s.owed = 0 and coalesce(s.recalled_at, s.paid_at)::date <= j.due_on + j.grace_days then 'withdrawn' when j.judged_on <= j.due_on + j.grace_days then 'open'
	            when s.received - j.before > 0 then 'partly_kept' else 'broken' end as state
	  from judged j join seen s using (id))`;

/** What had come in towards a promise `p` before an instant, less what its plan's earlier instalments take. */
const cameIn = (
	at: string,
) => `(select coalesce(sum(l.amount_minor), 0) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.kind in ('paid', 'surplus') and l.recorded_at < ${at}
	   and (l.happened_at at time zone $4)::date between (p.made_at at time zone $4)::date and p.due_on + p.grace_days and (l.recorded_at > p.made_at or l.happened_at >= p.made_at)
	   and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id and r.recorded_at < ${at}))
	- coalesce((select sum(e.amount_minor) from promise e where e.tenant_id = $1 and e.debtor_id = p.debtor_id and e.plan_id = p.plan_id and e.instalment < p.instalment), 0)`;

/** What was owed on the debt of a promise `p` before an instant. */
const owedBefore = (at: string) =>
	`(select coalesce(sum(${owedSide}), 0) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.recorded_at < ${at})`;
/** The end of the last day of a promise `p`, or of what is looked at. */
const lastMoment = `least($3::timestamptz, (p.due_on + p.grace_days + 1)::timestamp at time zone $4)`;
/** Money of the debt of a promise `p` was taken back on the day it was judged: what it had kept may have been withdrawn then, for what had become of its plan or had been agreed since. */
const bounced = `exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = p.debtor_id and r.debt_id = p.debt_id and r.reverses_entry_id is not null and r.payment_id is not null and (r.recorded_at at time zone $4)::date = p.judged_on)`;
const sinceAgreed = `exists (select from promise n where n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.debt_id = p.debt_id and n.made_at > p.made_at)`;

export const agreementInvariants: readonly Invariant[] = [
	{
		name: 'a promise is judged as the day run finds it',
		serial: true,
		// Of debts on which nothing was booked between the run and the evening, so that nothing else can have judged.
		text: `select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' by ' || p.due_on || ' is ' || p.state || ' with ' || p.paid_minor || ', and ' || p.came || ' had come in when the day run began at ' || p.started_at as sentence from (
			select p.*, run.started_at, greatest(0, ${cameIn('run.started_at')}) as came from day_run run join promise p on p.tenant_id = $1 and p.made_at < run.started_at and (p.state = 'open' and p.due_on <= run.business_date or p.judged_on = run.business_date and p.state in ('kept', 'partly_kept', 'broken'))
			 where run.tenant_id = $1 and run.business_date = $5::date and not exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.recorded_at >= run.started_at and l.recorded_at < $3)
			   -- Nor kept past its last day with money that came that morning and was taken back before the run.
			   and not (p.state = 'kept' and p.due_on + p.grace_days < $5::date and exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = p.debtor_id and r.debt_id = p.debt_id and r.reverses_entry_id is not null
			     and r.recorded_at >= ($5::date::timestamp at time zone $4) and r.recorded_at < run.started_at))) p
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = p.debt_id and s.status = 'open'
		 where p.state <> case when p.came >= p.amount_minor then 'kept' when $5::date <= p.due_on + p.grace_days then 'open' when p.came > 0 then 'partly_kept' else 'broken' end
		    or p.state <> 'open' and p.paid_minor <> least(p.came, p.amount_minor)
		union all
		select p.debtor_id, 'promise ' || p.id || ' is ' || p.state || ', judged on ' || p.judged_on || '; its debt was taken back at ' || l.ended_at from promise p join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id
		  join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.ended_at < (p.judged_on::timestamp at time zone $4) where p.tenant_id = $1 and p.judged_on = $5::date and p.state in ('kept', 'partly_kept', 'broken')`,
	},
	{
		name: judgedInvariant,
		// The day run of this day has judged all whose last day is behind it.
		text: `with ${judged}
		select p.debtor_id, 'promise ' || p.id || ' due ' || p.due_on || ' is still open' as sentence from promise p
		 where p.tenant_id = $1 and p.state = 'open' and p.due_on + p.grace_days < $5::date
		union all
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' by ' || p.due_on || ' is open, and all of it has come in' from promise p
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = p.debt_id and s.status = 'open'
		 where p.tenant_id = $1 and p.state = 'open' and ${cameIn('$3::timestamptz')} >= p.amount_minor
		union all
		-- Found kept before its last day it is kept only with money that is there at the end of that day, or now: on a debt of which nothing is owed any more, with what there was.
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' by ' || p.due_on || ' is kept since ' || p.judged_on || ', and of its money ' || greatest(0, ${cameIn(lastMoment)}) || ' was not taken back by its last day' from promise p
		 where p.tenant_id = $1 and p.state = 'kept' and p.due_on + p.grace_days >= ${firstDay} and p.judged_on <= p.due_on + p.grace_days and ${cameIn(lastMoment)} < p.amount_minor and ${owedBefore(lastMoment)} > 0
		union all
		-- Whole at the end of its last day it is kept, whatever is taken back afterwards.
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' by ' || p.due_on || ' is ' || p.state || ', and all of it was there at the end of its last day' from promise p
		 where p.tenant_id = $1 and p.state in ('broken', 'partly_kept') and p.judged_on between ${firstDay} and $5::date and ${cameIn(lastMoment)} >= p.amount_minor
		union all
		select p.debtor_id, 'promise ' || p.id || ' is judged as of ' || p.judged_on || ', which has not come' from promise p
		 where p.tenant_id = $1 and p.judged_on > $5::date and not exists (select from record_entry e where e.tenant_id = $1 and e.at >= (p.judged_on::timestamp at time zone $4))
		union all
		select j.debtor_id, 'promise ' || j.id || ' of ' || j.amount_minor || ' by ' || j.due_on || ' is ' || j.state || ' with ' || j.paid_minor || ', judged on ' || j.judged_on || '; its money says '
			|| (select string_agg(distinct v.state || ' with ' || v.paid, ' or ') from verdicts v where v.id = j.id)
		  from judged j where not exists (select from verdicts v where v.id = j.id and v.state = j.state and v.paid = j.paid_minor)
		union all
		select p.debtor_id, 'promise ' || p.id || ' was withdrawn on ' || p.judged_on || ' for no reason: ' || coalesce(p.withdrawn_for, 'none given') from promise p
		 where p.tenant_id = $1 and p.judged_on between ${firstDay} and $5::date and p.state = 'withdrawn' and not case p.withdrawn_for when 'recalled' then true when 'settled' then true
			when 'replaced' then exists (select from promise n where n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.debt_id = p.debt_id and n.id > p.id and (n.made_at at time zone $4)::date = p.judged_on) or ${bounced} and ${sinceAgreed}
			when 'asked' then ${bounced} and exists (select from plan n where n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.id = p.plan_id and n.withdrawn_for = 'asked') or exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = p.debtor_id and e.act in ('promise.withdraw', 'plan.withdraw') and e.outcome = 'done' and (e.at at time zone $4)::date = p.judged_on)
			when 'plan_broken' then exists (select from plan n where n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.id = p.plan_id and n.state = 'broken') else false end
		union all
		-- Past its last day it was kept or not, whatever was agreed or wished since.
		select p.debtor_id, 'promise ' || p.id || ' due ' || p.due_on || ' was withdrawn (' || p.withdrawn_for || ') on ' || p.judged_on || ', past its last day' from promise p
		 where p.tenant_id = $1 and p.judged_on between ${firstDay} and $5::date and p.withdrawn_for in ('asked', 'replaced') and p.judged_on > p.due_on + p.grace_days
		union all
		select p.debtor_id, 'promise ' || p.id || ' is ' || p.state || ' and was judged on ' || coalesce(p.judged_on::text, 'no day') from promise p
		 where p.tenant_id = $1 and p.made_at >= $2::timestamptz - interval '60 days' and (p.state = 'open') <> (p.judged_on is null)
		union all
		select p.debtor_id, 'promise ' || p.id || ' is open on debt ' || p.debt_id || ', which is ' || s.status || ' and owes ' || o.owed from promise p
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = p.debt_id
		  cross join lateral (select coalesce(sum(${owedSide}), 0) as owed from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id) o
		 where p.tenant_id = $1 and p.state = 'open' and (s.status <> 'open' or o.owed = 0)`,
	},
	{
		name: 'what is said at the end of a contact is what is agreed, and takes an agreement’s place only where that was asked',
		text: `with ends as (
			select e.debtor_id, e.at, (e.input ->> 'attempt')::bigint as attempt, e.input ->> 'said' as said, coalesce(e.input -> 'promise', e.input -> 'plan') as terms, coalesce(e.answer #>> '{promise,id}', e.answer #>> '{plan,id}', e.answer ->> 'promise', e.answer ->> 'plan') as told,
			       e.answer::jsonb ? 'promise' as tells
			  from record_entry e where e.tenant_id = $1 and e.act = 'contact.close' and e.outcome = 'done' and e.at >= $2 and e.at < $3 and e.input ? 'said'),
		agreed as (
			select p.attempt_id, p.id, p.debtor_id, p.debt_id, 'promise' as what, p.amount_minor, p.due_on, null::int as instalments, p.made_at from promise p where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3
			union all
			select min(i.attempt_id), n.id, n.debtor_id, n.debt_id, 'plan', n.total_minor, n.first_due_on, n.instalments, n.made_at from plan n left join promise i on i.tenant_id = $1 and i.debtor_id = n.debtor_id and i.plan_id = n.id
			 where n.tenant_id = $1 and n.made_at >= $2 and n.made_at < $3 group by n.debtor_id, n.id, n.debt_id, n.total_minor, n.first_due_on, n.instalments, n.made_at)
		select e.debtor_id, 'attempt ' || e.attempt || ' ended with ' || e.said || coalesce(' ' || e.terms::text, '') || '; ' || coalesce(e.told, 'nothing') || ' was told, of it there is ' || coalesce(a.all, 'nothing') as sentence
		  from ends e cross join lateral (
			select count(*) as count, string_agg(concat_ws(' ', a.what, 'of', a.amount_minor, 'on debt', a.debt_id, 'by', a.due_on), ' and ') as all,
			       bool_and(a.what = e.said and (not e.tells or a.id::text is not distinct from e.told) and (e.terms is null or a.debt_id = (e.terms ->> 'debt_id')::bigint and a.amount_minor = coalesce(e.terms ->> 'amount_minor', e.terms ->> 'total_minor', a.amount_minor::text)::bigint
			         and a.due_on = coalesce(e.terms ->> 'due_on', e.terms ->> 'first_due_on')::date and a.instalments is not distinct from (e.terms ->> 'instalments')::int)) as said
			  from agreed a where a.debtor_id = e.debtor_id and a.attempt_id = e.attempt and a.made_at = e.at) a
		 where a.count <> (e.said in ('promise', 'plan'))::int or not a.said
		union all
		select a.debtor_id, a.what || ' of ' || a.amount_minor || ' at ' || a.made_at || ' is said to come of attempt ' || a.attempt_id || ', which did not end so' from agreed a
		 where a.attempt_id is not null and not exists (select from ends e where e.debtor_id = a.debtor_id and e.attempt = a.attempt_id and e.at = a.made_at)
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.at = a.made_at and e.outcome = 'done' and e.act in ('promise.make', 'plan.make') and e.input ->> 'attempt_id' = a.attempt_id::text)
		union all
		select o.debtor_id, o.what || ' ' || o.id || ' on debt ' || o.debt_id || ' gave way on ' || o.ended_on || ' to another, which nobody had asked for' from (
			select 'promise' as what, debtor_id, debt_id, id, judged_on as ended_on from promise p where tenant_id = $1 and withdrawn_for = 'replaced' and plan_id is null and judged_on between ${firstDay} and $5::date and not (${bounced} and ${sinceAgreed})
			union all select 'plan', debtor_id, debt_id, id, ended_on from (select *, ended_on as judged_on from plan) p where tenant_id = $1 and withdrawn_for = 'replaced' and ended_on between ${firstDay} and $5::date and not (${bounced} and ${sinceAgreed})) o
		 where not exists (select from record_entry e cross join lateral (select coalesce(e.input -> 'promise', e.input -> 'plan', e.input) as terms) t where e.tenant_id = $1 and e.debtor_id = o.debtor_id and e.outcome = 'done'
			 and e.act in ('contact.close', 'promise.make', 'plan.make') and (e.at at time zone $4)::date = o.ended_on and t.terms ->> 'debt_id' = o.debt_id::text and t.terms ->> 'replace' = 'true')`,
	},
	{
		name: 'one agreement stands on a debt at a time',
		text: `select debtor_id, count(*) || ' open agreements on debt ' || debt_id as sentence from (
			select debtor_id, debt_id from promise where tenant_id = $1 and state = 'open' and plan_id is null union all select debtor_id, debt_id from plan where tenant_id = $1 and state = 'open') o
		 group by debtor_id, debt_id having count(*) > 1`,
	},
	{
		name: 'the instalments of a plan are its sum, equal and monthly',
		text: `select p.debtor_id, 'plan ' || p.id || ' of ' || p.total_minor || ' in ' || p.instalments || ' from ' || p.first_due_on || ': ' || i.count || ' instalments of ' || i.least || ' to ' || i.most || ', together ' || i.sum
			|| case when i.wrong_day is null then '' else ', number ' || i.wrong_day || ' on another day' end as sentence
		  from plan p cross join lateral (
			select count(*) as count, coalesce(sum(amount_minor), 0) as sum, min(amount_minor) as least, max(amount_minor) as most, min(instalment) filter (where amount_minor <> p.total_minor / p.instalments + (instalment <= p.total_minor % p.instalments)::int) as wrong_share, count(distinct instalment) as numbers, max(instalment) as last,
			       min(instalment) filter (where due_on <> (p.first_due_on + (instalment - 1) * interval '1 month')::date) as wrong_day
			  from promise i where i.tenant_id = $1 and i.debtor_id = p.debtor_id and i.plan_id = p.id and i.debt_id = p.debt_id and i.currency = p.currency) i
		 where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3
		   and (i.sum <> p.total_minor or i.count <> p.instalments or i.numbers <> i.count or i.last <> i.count or i.wrong_share is not null or i.wrong_day is not null)
		union all
		select p.debtor_id, 'plan ' || p.id || ' of a card runs ' || p.instalments || ' months' from plan p join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id
		 where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3 and d.product = 'credit_card' and p.instalments > 60`,
	},
	{
		name: 'what is agreed keeps to its mandate',
		// 30 days to a promise, 45 to the first of at most 60 instalments, a day of grace, unless the client or the house said otherwise and has not changed it since.
		text: `select p.debtor_id, p.what || ' ' || p.id || ' made at ' || p.made_at || ' is due on ' || p.due_on || coalesce(' in ' || p.instalments || ' instalments', '') || coalesce(' with ' || p.grace_days || ' days of grace', '') as sentence
		  from (select 'promise' as what, id, debtor_id, debt_id, made_at, due_on, grace_days, null::int as instalments, 'promiseDaysMax' as term, 30 as days from promise
		         where tenant_id = $1 and plan_id is null and made_at >= $2 and made_at < $3
		        union all select 'plan', id, debtor_id, debt_id, made_at, first_due_on, null, instalments, 'planFirstDueDaysMax', 45 from plan where tenant_id = $1 and made_at >= $2 and made_at < $3) p
		  join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id join client c on c.tenant_id = $1 and c.id = d.client_id join tenant t on t.tenant_id = $1
		 where (p.due_on - (p.made_at at time zone $4)::date not between 0 and coalesce((c.mandate ->> p.term)::int, p.days) or p.instalments > coalesce((c.mandate ->> 'planInstalmentsMax')::int, 60)
		        or p.grace_days <> coalesce((t.settings ->> 'promiseGraceDays')::int, 1))
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.at > p.made_at and e.act in ('client.change', 'house.change'))
		union all
		select p.debtor_id, p.what || ' ' || p.id || ' made at ' || p.made_at || ' on debt ' || d.id || ', whose mandate ended on ' || d.recall_due_on
		  from (select 'promise' as what, id, debtor_id, debt_id, made_at from promise where tenant_id = $1 and plan_id is null union all select 'plan', id, debtor_id, debt_id, made_at from plan where tenant_id = $1) p
		  join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id and d.recall_due_on < (p.made_at at time zone $4)::date where p.made_at >= $2 and p.made_at < $3`,
	},
	{
		name: 'a plan is what its instalments are, and holds contact while it is kept',
		text: `select p.debtor_id, 'plan ' || p.id || ' is ' || p.state || ', its instalments are ' || i.states || case when h.stands then ', its hold stands' else ', no hold stands' end as sentence
		  from plan p cross join lateral (
			select coalesce(string_agg(state, ', ' order by instalment), 'none') as states, bool_or(state in ('broken', 'partly_kept')) as broken, bool_and(state = 'kept') as kept, bool_or(state = 'open') as open
			  from promise i where i.tenant_id = $1 and i.debtor_id = p.debtor_id and i.plan_id = p.id) i
		  cross join lateral (select exists (select from hold h where h.tenant_id = $1 and h.debtor_id = p.debtor_id and h.debt_id = p.debt_id and h.kind = 'kept_plan' and h.lifted_at is null
			 and h.evidence = 'plan ' || p.id) as stands) h
		 where p.tenant_id = $1 and (p.state = 'open' or p.ended_on >= ${firstDay})
		   and ((p.state = 'broken') <> coalesce(i.broken, false) or (p.state = 'kept') <> coalesce(i.kept, false) or (p.state = 'open') <> coalesce(i.open, false)
		        or p.state <> 'open' and h.stands
		        or p.state = 'open' and not h.stands)`,
	},
];

/** What somebody was told that a payment had kept when it was taken back, beside the promises that some of it counted for by the end of the day on which they were judged. */
export async function keptFindings(
	owner: Pool,
	{ tenantId, payment, kept }: { readonly tenantId: bigint; readonly payment: bigint; readonly kept: readonly string[] },
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows } = await owner.query<{ id: string }>(
		`select p.id::text from promise p join tenant n on n.tenant_id = $1 where p.tenant_id = $1 and p.state in ('kept', 'partly_kept') and exists (
			select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.payment_id = $2 and l.kind in ('paid', 'surplus')
			   and (l.happened_at at time zone n.zone)::date between (p.made_at at time zone n.zone)::date and p.due_on + p.grace_days
			   and (l.recorded_at > p.made_at or l.happened_at >= p.made_at) and (l.recorded_at at time zone n.zone)::date <= p.judged_on) order by p.id`,
		[String(tenantId), String(payment)],
	);
	const counted = rows.map(({ id }) => id);
	return counted.join() === kept.join()
		? []
		: [
				{
					invariant: judgedInvariant,
					sentence: `payment ${payment} is told to have kept ${kept.join(', ') || 'no promise'}; it counted for ${counted.join(', ') || 'none'}`,
				},
			];
}
