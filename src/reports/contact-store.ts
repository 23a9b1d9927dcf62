import type { Tx } from '../host/db.ts';
import { inPerson } from '../contact/in-person.ts';
import { lastDayKnown, type Window } from './store.ts';

/** Contact, people and strategy of the window. All need the book of `openBook` in the same transaction. */
export type ContactTotals = {
	pool_debtors: number;
	calls: number;
	answered: number;
	right_party: number;
	contacted_debtors: number;
	messages_sent: number;
};

export async function contactTotals(tx: Tx, window: Window): Promise<ContactTotals> {
	const [totals] = await tx.query<ContactTotals>(
		`select count(*) filter (where in_pool)::int as pool_debtors, coalesce(sum(calls), 0)::int as calls, coalesce(sum(answered), 0)::int as answered,
		        coalesce(sum(right_party), 0)::int as right_party, count(*) filter (where in_pool and right_party > 0)::int as contacted_debtors,
		        (select count(*) from contact_attempt a join report_debtor r using (debtor_id)
		          where a.tenant_id = $1 and a.channel = 'sms' and a.placed_at >= $2 and a.placed_at < $3
		            -- Stopped before the carrier had it: its permit is used, and nothing left the house.
		            and not exists (select from message m where m.tenant_id = a.tenant_id and m.debtor_id = a.debtor_id and m.attempt_id = a.id
		                               and m.state = 'failed' and m.reason is not null and m.settled_at <= $4))::int as messages_sent
		   from report_debtor`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf],
	);
	return totals as ContactTotals;
}

export type DayContact = { on: Temporal.PlainDate; calls: number; answered: number; right_party: number; promises: number };

/** Calls and promises on each day of the window, in the agency's days. */
export async function contactPerDay(tx: Tx, window: Window): Promise<DayContact[]> {
	return tx.query<DayContact>(
		`select "on", sum(calls)::int as calls, sum(answered)::int as answered, sum(right_party)::int as right_party, sum(promises)::int as promises
		   from (select (a.placed_at at time zone $5)::date as "on", 1 as calls, coalesce(o.answered, false)::int as answered,
		                coalesce(${inPerson('o')}, false)::int as right_party, 0 as promises
		           from contact_attempt a join report_debtor r using (debtor_id)
		           left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= $4
		          where a.tenant_id = $1 and a.channel = 'voice' and a.placed_at >= $2 and a.placed_at < $3
		         union all
		         select (p.made_at at time zone $5)::date, 0, 0, 0, 1
		           from promise p join report_debt b on b.debtor_id = p.debtor_id and b.debt_id = p.debt_id
		          where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3) happened
		  group by 1 order by 1`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf, window.zone],
	);
}

export type FirstDay = { cases: number; plan_done: number; reached: number };

/**
 * 首日触达 of the cases whose first day (the day run's `opened_on`, already moved past the cut-off hour) lies in the window and has come:
 * plan done = all calls planned for that day were made by `asOf`, or the debtor was reached, which ends the day's plan;
 * reached = the debtor in person answered on that day.
 */
export async function firstDay(tx: Tx, window: Window): Promise<FirstDay> {
	const [found] = await tx.query<FirstDay>(
		`with opened as (
		   select s.debtor_id, s.debt_id, s.opened_on from debt_state s join report_debt b on b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		    where s.tenant_id = $1 and s.opened_on between $2 and $3),
		 day as (
		   select o.debtor_id, o.debt_id,
		          exists (select from contact_attempt a join contact_outcome c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.attempt_id = a.id
		                   where a.tenant_id = $1 and a.debtor_id = o.debtor_id and ${inPerson('c')} and c.recorded_at <= $5
		                     and (a.placed_at at time zone $4)::date = o.opened_on) as reached,
		          coalesce((select bool_and(w.state = 'done' and w.closed_at <= $5) from work_item w
		                     where w.tenant_id = $1 and w.debtor_id = o.debtor_id and w.business_date = o.opened_on and w.kind = 'call'), false) as all_done
		     from opened o)
		 select count(*)::int as cases, count(*) filter (where all_done or reached)::int as plan_done, count(*) filter (where reached)::int as reached from day`,
		[tx.tenantId, window.from, window.lastOn, window.zone, window.asOf],
	);
	return found as FirstDay;
}

export type RefusalFigures = { rule: string; count: number; debtors: number };

/** Contacts the gate refused in the window, by the rules that said no. One refused contact counts once for each of them. */
export async function refusalsByRule(tx: Tx, window: Window): Promise<RefusalFigures[]> {
	return tx.query<RefusalFigures>(
		`select reason ->> 'rule' as rule, count(distinct p.id)::int as count, count(distinct p.debtor_id)::int as debtors
		   from contact_permit p join report_debtor r using (debtor_id) cross join lateral jsonb_array_elements(p.reasons) reason
		  where p.tenant_id = $1 and not p.permitted and p.asked_at >= $2 and p.asked_at < $3 and reason ->> 'verdict' = 'refuses'
		  group by 1 order by 2 desc, 1`,
		[tx.tenantId, window.fromAt, window.untilAt],
	);
}

export type StageFigures = {
	stage: string;
	planned: number;
	done: number;
	not_worked: number;
	cancelled: number;
	calls: number;
	answered: number;
	right_party: number;
	promises: number;
};

/** Work of the window by the stage of the treatment it came from (the step's name without its place: `opening 2/3` → `opening`). */
export async function byStage(tx: Tx, window: Window): Promise<StageFigures[]> {
	return tx.query<StageFigures>(
		`with planned as (
		   select w.debtor_id, w.id, case when w.closed_at <= $5 then w.state else 'open' end as state, coalesce(w.close_reason = 'not worked', false) as not_worked, regexp_replace(w.step, ' *[0-9].*$', '') as stage from work_item w join report_debtor r using (debtor_id)
		    where w.tenant_id = $1 and w.business_date between $2 and $3)
		 select p.stage, count(distinct (p.debtor_id, p.id))::int as planned, count(distinct (p.debtor_id, p.id)) filter (where p.state = 'done')::int as done,
		        count(distinct (p.debtor_id, p.id)) filter (where p.state = 'cancelled' and p.not_worked)::int as not_worked,
		        count(distinct (p.debtor_id, p.id)) filter (where p.state = 'cancelled' and not p.not_worked)::int as cancelled, count(a.id)::int as calls,
		        count(a.id) filter (where o.answered)::int as answered, count(a.id) filter (where ${inPerson('o')})::int as right_party,
		        count(a.id) filter (where o.said = 'promise')::int as promises
		   from planned p
		   left join contact_attempt a on a.tenant_id = $1 and a.debtor_id = p.debtor_id and a.work_item_id = p.id and a.channel = 'voice' and a.placed_at < $4
		   left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= $5
		  group by 1 order by 2 desc, 1`,
		[tx.tenantId, window.from, window.lastOn, window.untilAt, window.asOf],
	);
}

export type PersonFigures = {
	team_id: bigint;
	team: string;
	login_id: bigint;
	name: string;
	calls: number;
	right_party: number;
	promises: number;
	judged: number;
	kept: number;
	refused: number;
	debtors: number;
};

/** Every agent and lead of every open team with what they did in the window. Somebody in two teams stands in both. */
export async function people(tx: Tx, window: Window): Promise<PersonFigures[]> {
	return tx.query<PersonFigures>(
		`with called as (
		   select a.made_by, count(*) as calls, count(*) filter (where ${inPerson('o')}) as right_party
		     from contact_attempt a join report_debtor r using (debtor_id)
		     left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= $4
		    where a.tenant_id = $1 and a.channel = 'voice' and a.placed_at >= $2 and a.placed_at < $3 group by 1),
		 promised as (
		   select p.made_by, count(*) filter (where p.plan_id is null and p.made_at >= $2 and p.made_at < $3) as promises,
		          count(*) filter (where p.due_on between $5 and $6 and p.state not in ('open', 'withdrawn') and p.judged_on <= $7) as judged,
		          count(*) filter (where p.due_on between $5 and $6 and p.state = 'kept' and p.judged_on <= $7) as kept
		     from promise p join report_debt b on b.debtor_id = p.debtor_id and b.debt_id = p.debt_id where p.tenant_id = $1 group by 1),
		 refused as (
		   select p.asked_by, count(*) as count from contact_permit p join report_debtor r using (debtor_id)
		    where p.tenant_id = $1 and not p.permitted and p.asked_at >= $2 and p.asked_at < $3 group by 1),
		 held as (
		   select agent_id, count(*) as count from assignment join report_debtor using (debtor_id) where tenant_id = $1 and agent_id is not null group by 1)
		 select t.id as team_id, t.name as team, l.id as login_id, l.name, coalesce(called.calls, 0)::int as calls,
		        coalesce(called.right_party, 0)::int as right_party, coalesce(promised.promises, 0)::int as promises,
		        coalesce(promised.judged, 0)::int as judged, coalesce(promised.kept, 0)::int as kept, coalesce(refused.count, 0)::int as refused,
		        coalesce(held.count, 0)::int as debtors
		   from team t
		   join team_member m on m.tenant_id = t.tenant_id and m.team_id = t.id
		   join login l on l.tenant_id = t.tenant_id and l.id = m.login_id and l.role in ('agent', 'team_lead')
		   left join called on called.made_by = l.id
		   left join promised on promised.made_by = l.id
		   left join refused on refused.asked_by = l.id
		   left join held on held.agent_id = l.id
		  where t.tenant_id = $1 and t.closed_at is null and l.closed_at is null
		  order by t.code, l.role desc, l.name`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf, window.from, window.to, lastDayKnown(window)],
	);
}

export type AssignedCash = { team_id: bigint; agent_id: bigint | null; currency: string; minor: bigint; debtors: number };

/** What was collected on the debtors now assigned to each team and agent (`agent_id` null: to the team alone). */
export async function assignedCash(tx: Tx): Promise<AssignedCash[]> {
	return tx.query<AssignedCash>(
		`select a.team_id, a.agent_id, b.currency, sum(b.collected_minor)::bigint as minor, count(distinct b.debtor_id)::int as debtors
		   from assignment a join report_debt b using (debtor_id) where a.tenant_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
		[tx.tenantId],
	);
}

/** Debtors assigned to each team, whoever in it works them. */
export async function teamDebtors(tx: Tx): Promise<{ team_id: bigint; debtors: number }[]> {
	return tx.query<{ team_id: bigint; debtors: number }>(
		'select team_id, count(*)::int as debtors from assignment join report_debtor using (debtor_id) where tenant_id = $1 group by 1',
		[tx.tenantId],
	);
}
