import { isTheTeams, uncertified } from './certificates.ts';
import { type Invariant, stoodAt } from './parts.ts';

/** The last day past due of each bucket but the last, as the house set them. */
const edges = `(select array_agg(x::int) from jsonb_array_elements_text(coalesce(t.settings -> 'bucketEdges', '[30, 60, 90, 120, 150, 180]')) x)`;

/**
 * The day's open debts that the run looked at, as it found them: what was owed and had come in, whether the debtor had been reached, tried or had promised (what the run itself judged as broken is
 * broken to it). Only where one run made the day.
 * `calm`: the debtor's one debt, at home, not held, nothing said of machines, so that nothing but its own plan decides.
 */
const looked = `looked as materialized (
	select s.*, d.overdue_since, d.recall_due_on, d.placed_on, r.started_at, t.settings, l.owed, l.received > 0 as paid_before, s.reached_at is not null and s.reached_at <= r.started_at as reached,
	       exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = s.debtor_id and a.placed_at < r.started_at and (a.placed_at at time zone $4)::date = $5::date) as tried_today,
	       exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = s.debtor_id and e.act = 'contact.close' and e.at >= r.started_at) as taught,
	       exists (select from promise p where p.tenant_id = $1 and p.debtor_id = s.debtor_id and p.debt_id = s.debt_id and p.made_at < r.started_at and (p.state = 'open' or p.judged_on >= $5::date and not (p.state in ('broken', 'partly_kept') and p.due_on + p.grace_days < $5::date))) as promised,
	       exists (select from promise p where p.tenant_id = $1 and p.debtor_id = s.debtor_id and p.debt_id = s.debt_id and p.state in ('broken', 'partly_kept') and p.judged_on >= $5::date - 1) as broken,
	       s.stage <> 'no number' and exists (select from contact_point c where c.tenant_id = $1 and c.debtor_id = s.debtor_id and c.party_id is null and c.kind in ('mobile', 'landline') and c.state in ('unverified', 'good')) and
	       y.zones = array[$4] and (r.started_at at time zone $4)::time < '12:00'
	         and not exists (select from debt o where o.tenant_id = $1 and o.debtor_id = s.debtor_id and o.id <> s.debt_id)
	         and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = s.debtor_id and h.from_at <= r.started_at and (h.lifted_at is null or h.lifted_at >= r.started_at - interval '6 days'))
	         and not exists (select from contact_wish w where w.tenant_id = $1 and w.debtor_id = s.debtor_id and w.kind = 'no_automatic_contact') as calm
	  from day_run r join tenant t on t.tenant_id = $1 join debt_state s on s.tenant_id = $1 and s.status = 'open' and s.run_on = $5::date
	  join debt d on d.tenant_id = $1 and d.debtor_id = s.debtor_id and d.id = s.debt_id join debtor y on y.tenant_id = $1 and y.id = s.debtor_id
	  cross join lateral (select coalesce(sum(case when l.debit_account = 'owed' then l.amount_minor when l.credit_account = 'owed' then -l.amount_minor else 0 end), 0)::numeric as owed,
	         coalesce(sum(case when l.debit_account = 'received' then l.amount_minor when l.credit_account = 'received' then -l.amount_minor else 0 end), 0) as received
	         from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = s.debtor_id and l.debt_id = s.debt_id and l.recorded_at <= r.started_at) l
	 where r.tenant_id = $1 and r.business_date = $5::date and (r.finished_at is null or r.finished_at < r.started_at + interval '1 hour'))`;

const items = `select w.* from work_item w where w.tenant_id = $1 and w.business_date = $5::date and w.kind = 'call'`;
const dayNumber = `$5::date - g.opened_on + 1`;
const setting = (name: string, unless: number) => `coalesce((g.settings ->> '${name}')::int, ${unless})`;

/** What each step is worth, times a hundred, and up to 99 of a logarithm of what is owed beside it: a promise that is due first, a broken one next, the first days, key cases, later buckets, a recall that is near. */
const worth = (
	key: string,
) => `case when w.step = 'promise' then 900 when w.step = 'broken promise' then 800 when w.step ~ '^opening' then case when g.opened_on = $5::date then 700 else 650 end
	when w.step = 'bucket' then (case when ${key} then 500 else 300 end) + 10 * least(7, case when $5::date - g.overdue_since <= 0 then 0 else 1 + (select count(*) from unnest(${edges.replace('t.settings', 'g.settings')}) e where e < $5::date - g.overdue_since) end)
	  + case when g.recall_due_on - $5::date <= 7 then 100 else 0 end end * 100`;
const above = (key: string) => `w.priority - ${worth(key)}`;
const value = (nudge: string) => `least(99, floor(3 * ln(1 + g.owed::float8) / ln(2::float8) ${nudge}))`;
const fits = (key: string) => `${above(key)} between ${value(`- 1e-9`)} and ${value(`+ 1e-9`)}`;
const isKey = `g.reached or g.paid_before`;
/** The mandate is not over. */
const mandated = `(g.recall_due_on is null or g.recall_due_on >= $5::date)`;

/** Money on the debt of a promise `p` was taken back from an instant on: it may have been kept until then, and be open again. */
const bouncedSince = (at: string) =>
	`exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.reverses_entry_id is not null and l.payment_id is not null and l.recorded_at >= ${at})`;
/** Each open debt's next promise as the run found it: made before and open still; not of debtors one of whose promises was judged or withdrawn that day, or where money was taken back after the run, so that nobody can tell.
 * A debt on hold quiets no other. */
const promisedDebts = `due as materialized (
	select p.debtor_id, p.debt_id, min(p.due_on) as due_on, (array_agg(p.grace_days order by p.due_on))[1] as grace_days, (array_agg(p.plan_id is not null order by p.due_on))[1] as of_plan from promise p
	  join day_run r on r.tenant_id = $1 and r.business_date = $5::date and p.made_at < r.started_at join debt_state s on s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = p.debt_id and s.status = 'open'
	 where p.tenant_id = $1 and p.state = 'open' and not exists (select from promise j where j.tenant_id = $1 and j.debtor_id = p.debtor_id and j.judged_on = $5::date)
	   and not ${bouncedSince('r.started_at')}
	   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = p.debtor_id and h.debt_id = p.debt_id and h.from_at <= coalesce(r.finished_at, r.started_at)
	         and (h.until_at is null or h.until_at > r.started_at) and (h.lifted_at is null or h.lifted_at > r.started_at)) group by 1, 2)`;
/** What the day run put down for a day: calls and messages by their debt. */
const planned = `select 'call ' || w.id as what, w.debtor_id, w.debt_id, w.step, 'call' as kind from (${items}) w
	union all select 'message ' || m.id, m.debtor_id, m.debt_id, m.step, 'message' from message m where m.tenant_id = $1 and m.business_date = $5::date and m.template <> 'typed'`;
/** Until when debts without a promise are quiet for those that wait for theirs (none: today speaks). */
const quietUntil = `greatest($5::date + 1, min(d.due_on + case when $5::date > d.due_on then d.grace_days + 1 else 0 end))`;
const bucketNow = `case when $5::date - g.overdue_since <= 0 then 0 else 1 + (select count(*) from unnest(${edges.replace('t.settings', 'g.settings')}) e where e < $5::date - g.overdue_since) end`;
/** Days between the calls of a debt after its first days: by what is known of means and will, else by its bucket, a day fewer for a key case. */
const cadence = `case when g.reason = 'system_fault' then null when g.ability = 'unable' or g.reason = 'no_ability' then 14 when g.reason = 'willing_later' then 7
	when g.willingness = 'willing' then greatest(2, (array[7, 3, 2, 2, 3, 3, 4, 7])[1 + least(7, ${bucketNow})]) when ${isKey} then greatest(1, (array[7, 3, 2, 2, 3, 3, 4, 7])[1 + least(7, ${bucketNow})] - 1)
	else (array[7, 3, 2, 2, 3, 3, 4, 7])[1 + least(7, ${bucketNow})] end`;
/** The last attempt before the run, or the first day. */
const lastOn = `coalesce((select max((a.placed_at at time zone $4)::date) from contact_attempt a where a.tenant_id = $1 and a.debtor_id = g.debtor_id and a.placed_at < g.started_at and a.placed_at > d.created_at), g.opened_on)`;

export const queueInvariants: readonly Invariant[] = [
	{
		name: 'the most urgent is offered first',
		serial: true,
		// Of the last week's claims: an agent's own items before the team's, the higher priority first, then the older. What somebody else had on the desk that day is left out.
		text: `select w.debtor_id, 'item ' || w.id || ' of priority ' || w.priority || ' went to agent ' || w.claimed_by || ' at ' || w.claimed_at || ' while item ' || b.id || ' of ' || b.priority || coalesce(' of agent ' || b.agent_id, '') || ' waited' as sentence
		  from work_item w cross join lateral (
			select b.* from work_item b where b.tenant_id = $1 and b.business_date = w.business_date and b.kind = 'call' and b.team_id = w.team_id and b.id <> w.id
			   and (b.agent_id = w.claimed_by and (w.agent_id is null or (b.priority, -b.id) > (w.priority, -w.id)) or b.agent_id is null and w.agent_id is null and (b.priority, -b.id) > (w.priority, -w.id))
			   and b.callable_from <= w.claimed_at and b.callable_until > w.claimed_at and (b.claimed_at is null or b.claimed_at > w.claimed_at)
			   and (b.state = 'open' or b.closed_at > w.claimed_at or b.claimed_at > w.claimed_at)
			   -- Nor is who has no certificate; and what has come to the team from an agent without one may have been theirs alone still.
			   and not ${uncertified('w.claimed_by', 'b.debtor_id', 'w.claimed_at', true)}
			   and not exists (select from assignment s where s.tenant_id = $1 and s.debtor_id = b.debtor_id and ${isTheTeams('b', 's')})
			   -- Who gave it back in the hour before is not offered it.
			   and not exists (select from record_entry e where e.tenant_id = $1 and e.act = 'work.release' and e.outcome = 'done' and e.at > w.claimed_at - interval '1 hour' and e.at <= w.claimed_at and e.actor_id = w.claimed_by and e.input ->> 'id' = b.id::text) limit 1) b
		 where w.tenant_id = $1 and w.claimed_at >= greatest($2::timestamptz, $3::timestamptz - interval '8 days') and w.claimed_at < $3 and w.kind = 'call'
		   and exists (select from day_run r where r.tenant_id = $1 and r.business_date = w.business_date and r.finished_at <= w.claimed_at)
		   and not exists (select from assignment s where s.tenant_id = $1 and s.debtor_id in (w.debtor_id, b.debtor_id) and s.assigned_at > w.claimed_at)
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.act = 'work.next' and e.at > w.claimed_at - interval '1 day' and e.at <= w.claimed_at and e.actor_id <> w.claimed_by and e.answer #>> '{item,debtor_id}' = b.debtor_id::text)`,
	},
	{
		name: 'the day’s calls are as urgent and as many as the strategy says',
		serial: true,
		text: `with ${looked}
		select w.debtor_id, 'item ' || w.id || ' (' || w.step || ') of debt ' || w.debt_id || ' has priority ' || w.priority || ', its step is worth ' || ${worth(isKey)} || ' beside ' || ${value('')} || ' for the ' || g.owed || ' owed' as sentence
		  from (${items}) w join looked g on g.debtor_id = w.debtor_id and g.debt_id = w.debt_id
		 where w.step ~ '^(promise|broken promise|bucket|opening.*)$' and not ${fits(isKey)} and not ((g.taught or g.willingness = 'willing') and ${fits('not g.paid_before')})
		union all
		select g.debtor_id, 'debt ' || g.debt_id || ' (' || g.stage || '), on day ' || (${dayNumber}) || ' since it was opened' || case when g.reached then ', its debtor reached' else '' end || ', has ' || n.opening || ' calls of its first days' as sentence
		  from looked g cross join lateral (select count(*) filter (where w.step ~ '^opening') as opening from (${items}) w where w.debtor_id = g.debtor_id) n
		 where g.calm and not g.promised and not g.broken and g.opened_on <= $5::date and ${mandated}
		   and n.opening <> case when g.opened_on = $5::date then ${setting('openingCalls', 3)} when not g.reached and ${dayNumber} <= ${setting('dailyCallsUntilDay', 5)} then 1 else 0 end
		union all
		select g.debtor_id, 'the promise ' || p.id || ' on debt ' || g.debt_id || ' is due on ' || p.due_on || ' and nobody is to call' from looked g
		  join promise p on p.tenant_id = $1 and p.debtor_id = g.debtor_id and p.debt_id = g.debt_id and p.plan_id is null and p.due_on = $5::date and p.made_at < g.started_at and p.state = 'open' and not ${bouncedSince('g.started_at')}
		 where g.calm and ${mandated} and not g.tried_today and not exists (select from (${items}) w where w.debtor_id = g.debtor_id and w.step = 'promise')
		union all
		select g.debtor_id, 'the promise on debt ' || g.debt_id || ' was broken and nobody is to call' from looked g
		 where g.calm and ${mandated} and g.opened_on < $5::date and g.broken and not g.promised and not g.tried_today and not coalesce((g.reached_at at time zone $4)::date = $5::date, false)
		   and not exists (select from (${items}) w where w.debtor_id = g.debtor_id and w.step = 'broken promise')
		union all
		select g.debtor_id, 'debt ' || g.debt_id || case when g.key_case then ' is a key case, and its debtor was never reached, never willing and never paid' else ' is no key case, though its debtor was reached or had paid' end from looked g
		 where case when g.key_case then g.reached_at is null and g.willingness <> 'willing' and not g.taught and not g.paid_before
		                 and not exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = g.debtor_id and l.debt_id = g.debt_id and l.kind in ('paid', 'surplus'))
		       else not g.taught and (${isKey}) end
		union all
		-- What was learned or placed since the run aside.
		select g.debtor_id, 'debt ' || g.debt_id || ' is left for want of a number, and its debtor has one' from looked g
		 where g.stage = 'no number' and not g.taught and exists (select from contact_point c where c.tenant_id = $1 and c.debtor_id = g.debtor_id and c.party_id is null and c.kind in ('mobile', 'landline')
		         and c.state in ('unverified', 'good') and (c.expires_on is null or c.expires_on >= $5::date))
		   and not exists (select from debt o where o.tenant_id = $1 and o.debtor_id = g.debtor_id and o.created_at >= g.started_at)
		union all
		select w.debtor_id, 'call ' || w.id || ' is planned to a debtor without a number of their own' from (${items}) w
		 where not exists (select from contact_point c where c.tenant_id = $1 and c.debtor_id = w.debtor_id and c.party_id is null and c.kind in ('mobile', 'landline'))
		union all
		select w.debtor_id, w.what || ' (' || w.step || ') is about debt ' || w.debt_id || ', whose mandate ended on ' || d.recall_due_on from (${planned}) w
		  join debt d on d.tenant_id = $1 and d.debtor_id = w.debtor_id and d.id = w.debt_id and d.recall_due_on < $5::date
		union all
		select m.debtor_id, 'message ' || m.id || ' of the day is due at ' || (m.due_at at time zone $4)::time || ', before ten' from message m join debtor d on d.tenant_id = $1 and d.id = m.debtor_id and d.zones = array[$4]
		 where m.tenant_id = $1 and m.business_date = $5::date and m.template <> 'typed' and (m.due_at at time zone $4)::time < '10:00'`,
	},
	{
		name: 'a promise quiets its debtor until it is due, and no longer',
		serial: true,
		text: `with ${looked}, ${promisedDebts}
		select w.debtor_id, w.what || ' (' || w.step || ') is about debt ' || w.debt_id || ', and payment of debt ' || d.debt_id || ' is awaited by ' || d.due_on as sentence from (${planned}) w
		  join due d on d.debtor_id = w.debtor_id and d.debt_id <> w.debt_id and d.due_on <> $5::date where not exists (select from due o where o.debtor_id = w.debtor_id and o.debt_id = w.debt_id)
		union all
		select w.debtor_id, w.what || ' (' || w.step || ') is about debt ' || w.debt_id || ', which was promised by ' || d.due_on from (${planned}) w join due d on d.debtor_id = w.debtor_id and d.debt_id = w.debt_id
		 where not case w.kind when 'call' then w.step = 'promise' and d.due_on = $5::date and not d.of_plan else w.step = 'promise_due' and d.due_on = $5::date + 1 end
		union all
		select g.debtor_id, 'debt ' || g.debt_id || ' was promised by ' || d.due_on || ', and no word of it goes out the day before' from looked g join due d on d.debtor_id = g.debtor_id and d.debt_id = g.debt_id and d.due_on = $5::date + 1
		 where g.calm and not exists (select from message m where m.tenant_id = $1 and m.debtor_id = g.debtor_id and m.business_date = $5::date and m.step = 'promise_due')
		union all
		-- What was promised is told of the day before, the next first.
		select g.debtor_id, 'debt ' || g.debt_id || ' is to be looked at on ' || g.review_on || ', and the word of what was promised by ' || d.due_on || ' goes out the day before' from looked g join due d on d.debtor_id = g.debtor_id and d.debt_id = g.debt_id
		 where g.stage not in ('held', 'no number') and ${mandated} and not g.taught and g.review_on > greatest($5::date + 1, d.due_on - 1) and d.due_on > $5::date
		union all
		select g.debtor_id, 'debt ' || g.debt_id || ' is quiet until ' || g.review_on || ', and the promises of its debtor are due sooner: on ' || ${quietUntil} from looked g join due d on d.debtor_id = g.debtor_id and d.due_on <> $5::date
		 where g.stage not in ('held', 'no number') and not exists (select from due o where o.debtor_id = g.debtor_id and o.debt_id = g.debt_id) and not g.taught and ${lastOn.replaceAll('d.created_at', `'-infinity'`)} + ${cadence} <= $5::date
		 group by g.debtor_id, g.debt_id, g.review_on having g.review_on > ${quietUntil}
		union all
		select m.debtor_id, 'message ' || m.id || ' left at ' || a.placed_at || ', after its debt was promised at ' || p.made_at from message m join contact_attempt a on a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		  join day_run r on r.tenant_id = $1 and r.business_date = $5::date join promise p on p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.debt_id = m.debt_id and p.plan_id is null and p.made_at > r.started_at and p.made_at < a.placed_at and p.state = 'open'
		 where m.tenant_id = $1 and m.business_date = $5::date and m.template <> 'typed'
		   -- It may have been kept when the message left, with money that was taken back later.
		   and not ${bouncedSince('a.placed_at')}
		union all
		select m.debtor_id, 'message ' || m.id || ' of ' || a.placed_at || ' reminds of promise ' || p.id || ', which was taken back at ' || e.at from message m join contact_attempt a on a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		  join promise p on p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.debt_id = m.debt_id and p.withdrawn_for = 'asked' and p.due_on = m.business_date + 1
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = m.debtor_id and e.act in ('promise.withdraw', 'plan.withdraw') and e.outcome = 'done' and coalesce(e.input ->> 'promise', e.input ->> 'plan') in (p.id::text, p.plan_id::text) and e.at < a.placed_at
		 where m.tenant_id = $1 and m.business_date = $5::date and m.template = 'promise_due'
		   and not exists (select from promise o where o.tenant_id = $1 and o.debtor_id = m.debtor_id and o.debt_id = m.debt_id and o.id <> p.id and o.due_on = p.due_on and o.withdrawn_for is distinct from 'asked')`,
	},
	{
		name: 'after the first days a call comes as often as bucket and class say',
		serial: true,
		text: `with ${looked}
		select g.debtor_id, 'debt ' || g.debt_id || ' (' || g.stage || ', ' || ($5::date - g.overdue_since) || ' days past due, tried last on ' || ${lastOn} || ') has ' || n.calls || ' calls, its calls are ' || coalesce((${cadence})::text, 'no') || ' days apart' as sentence
		  from looked g join debt d on d.tenant_id = $1 and d.debtor_id = g.debtor_id and d.id = g.debt_id cross join lateral (select count(*) as calls from (${items}) w where w.debtor_id = g.debtor_id) n
		 where g.calm and not g.taught and not g.promised and not g.broken and g.opened_on < $5::date and (g.recall_due_on is null or g.recall_due_on >= $5::date) and (g.reached or ${dayNumber} > ${setting('dailyCallsUntilDay', 5)})
		   and n.calls <> (coalesce(${lastOn} + ${cadence} <= $5::date, false))::int
		union all
		select m.debtor_id, 'message ' || m.id || ' of the day is the ' || m.template || ', and its debtor ' || case when g.ability = 'unable' or g.reason = 'no_ability' then 'cannot pay' else 'never said so' end from message m
		  join looked g on g.debtor_id = m.debtor_id and g.debt_id = m.debt_id and not g.taught
		 where m.tenant_id = $1 and m.business_date = $5::date and m.template in ('reminder', 'instalment_offer') and (m.template = 'instalment_offer') <> (g.ability = 'unable' or g.reason = 'no_ability')`,
	},
	{
		name: 'what changes a debt has it looked at again',
		// By the next day run: after a payment, one taken back, a hold lifted, a promise found broken or withdrawn by hand, another debt recalled. What came before the day's run, or before that of a later day that is planned already, was looked at in it.
		text: `with r as (select max(coalesce(finished_at, started_at)) as at from day_run where tenant_id = $1 and business_date >= $5::date and started_at < $3),
		changed as (
			select l.debtor_id, l.debt_id, 'an entry of ' || l.kind as what from ledger_transfer l, r where l.tenant_id = $1 and l.recorded_at > r.at and l.recorded_at < $3 and l.payment_id is not null and l.kind in ('paid', 'reversed')
			union all select h.debtor_id, null, 'the hold ' || h.kind || ' was lifted' from hold h, r where h.tenant_id = $1 and h.lifted_at > r.at and h.lifted_at < $3
			union all select p.debtor_id, p.debt_id, 'promise ' || p.id || ' was ' || p.state from promise p where p.tenant_id = $1 and p.judged_on = $5::date and p.state in ('broken', 'partly_kept')
			union all select p.debtor_id, p.debt_id, 'promise ' || p.id || ' was withdrawn' from promise p join record_entry e on e.tenant_id = $1 and e.debtor_id = p.debtor_id and e.act in ('promise.withdraw', 'plan.withdraw') and e.outcome = 'done' and e.at < $3 cross join r
			 where p.tenant_id = $1 and p.judged_on = $5::date and p.withdrawn_for = 'asked' and e.at > r.at
			union all select d.debtor_id, null, 'debt ' || d.id || ' was recalled' from debt d join placement b on b.tenant_id = $1 and b.id = d.placement_id and b.ended_at < $3 cross join r where d.tenant_id = $1 and b.ended_at > r.at)
		select s.debtor_id, 'debt ' || s.debt_id || ' (' || s.stage || ') is to be looked at on ' || s.review_on || ' after ' || min(c.what) as sentence from changed c
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = c.debtor_id and (c.debt_id is null or s.debt_id = c.debt_id) and s.status = 'open' and s.review_on > $5::date + 1
		 where not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = s.debtor_id and (h.debt_id is null or h.debt_id = s.debt_id) and ${stoodAt('h', '$3::timestamptz')}) group by s.debtor_id, s.debt_id, s.stage, s.review_on
		union all
		select s.debtor_id, 'debt ' || s.debt_id || ', placed on ' || d.placed_on || ', was not looked at' from debt_state s join debt d on d.tenant_id = $1 and d.debtor_id = s.debtor_id and d.id = s.debt_id
		  join day_run r on r.tenant_id = $1 and r.business_date = $5::date where s.tenant_id = $1 and s.status = 'open' and s.run_on is null and d.created_at < r.started_at and d.placed_on <= $5::date
		union all
		select w.debtor_id, 'the call back ' || w.id || ' of ' || w.business_date || ' was given up on ' || (w.closed_at at time zone $4)::date from work_item w
		 where w.tenant_id = $1 and w.closed_at >= $2 and w.closed_at < $3 and w.kind = 'call_back' and w.close_reason = 'not worked' and (w.closed_at at time zone $4)::date <= w.business_date + 3
		union all
		select w.debtor_id, 'item ' || w.id || ' lies on the desk of agent ' || w.claimed_by || ' since ' || w.claimed_at from work_item w
		 where w.tenant_id = $1 and w.state = 'claimed' and w.claimed_at < $3::timestamptz - interval '32 hours'`,
	},
];
