import { isTheTeams } from './certificates.ts';
import type { Invariant } from './parts.ts';

/** Acts of the record, by name: done, in order. */
const act = (name: string) => `select * from record_entry where tenant_id = $1 and act = '${name}' and outcome = 'done'`;

/** What item `w` is for ended before it was given back in `e`: its debt is paid or taken back, its debtor held, the debt promised or what was promised open again, or the debtor reached. */
const over = `(exists (select from hold h where h.tenant_id = $1 and h.debtor_id = w.debtor_id and h.from_at < e.at and h.from_at > e.at - interval '1 day')
	or exists (select from promise p where p.tenant_id = $1 and p.debtor_id = w.debtor_id and p.debt_id = w.debt_id and p.made_at < e.at and p.made_at > e.at - interval '1 day')
	or exists (select from promise p join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.reverses_entry_id is not null and l.recorded_at < e.at and l.recorded_at > e.at - interval '1 day' and l.recorded_at > p.made_at
	     where p.tenant_id = $1 and p.debtor_id = w.debtor_id and p.debt_id = w.debt_id)
	or exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = w.debtor_id and o.line = 'right_party' and o.recorded_at < e.at and o.recorded_at > e.at - interval '1 day')
	-- The gate allows no call within its hours, or there is no number left to call.
	or exists (select from contact_permit g where g.tenant_id = $1 and g.debtor_id = w.debtor_id and g.asked_by = e.actor_id and not g.permitted and g.channel = 'voice' and g.asked_at <= e.at and g.asked_at > e.at - interval '1 day'
	     and (g.allowed_from is null or g.allowed_from >= w.callable_until))
	or not exists (select from contact_point o where o.tenant_id = $1 and o.debtor_id = w.debtor_id and o.party_id is null and o.kind in ('mobile', 'landline') and o.state in ('unverified', 'good'))
	or (select sum(case when l.debit_account = 'owed' then l.amount_minor when l.credit_account = 'owed' then -l.amount_minor else 0 end) = 0
	      from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = w.debtor_id and l.debt_id = w.debt_id and l.recorded_at < e.at))`;

/** Who has whom on the desk, from Next until it is given back, closed or left for two hours. */
export const deskInvariants: readonly Invariant[] = [
	{
		name: 'work on a desk stays there whoever the debtor is given to',
		// The item itself is the new agent's at once: what is given back waits for that one ("nobody is offered work outside the assignment").
		text: `select w.debtor_id, 'item ' || w.id || ' is ' || w.state || ' and on the desk of agent ' || w.claimed_by || ', and it is agent ' || e.actor_id || ' who took it at ' || e.at as sentence from work_item w
		  join record_entry e on e.tenant_id = $1 and e.at = w.claimed_at and e.act = 'work.next' and e.outcome = 'done' and e.answer #>> '{item,id}' = w.id::text and e.actor_id <> w.claimed_by
		 where w.tenant_id = $1 and w.state in ('claimed', 'done') and (w.claimed_at >= $2 and w.claimed_at < $3 or w.closed_at >= $2 and w.closed_at < $3)
		union all
		select w.debtor_id, 'item ' || w.id || ' on the desk of agent ' || w.claimed_by || ' is of team ' || w.team_id || coalesce(' and agent ' || w.agent_id, '') || ', and its debtor was given to team ' || s.team_id || coalesce(' and agent ' || s.agent_id, '') || ' at ' || s.assigned_at
		  from work_item w join assignment s on s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.assigned_at > w.claimed_at and s.assigned_at >= $2 and s.assigned_at < $3
		 where w.tenant_id = $1 and (w.state = 'claimed' or w.state = 'done' and w.closed_at > s.assigned_at) and w.kind = 'call' and (w.team_id <> s.team_id or w.agent_id is distinct from s.agent_id) and not (w.team_id = s.team_id and ${isTheTeams('w', 's')})
		union all
		select w.debtor_id, 'item ' || w.id || ', which agent ' || w.claimed_by || ' has, was closed by agent ' || e.actor_id || ' at ' || e.at from work_item w
		  join record_entry e on e.tenant_id = $1 and e.at = w.closed_at and e.debtor_id = w.debtor_id and e.act = 'contact.close' and e.outcome = 'done' and e.actor_id <> w.claimed_by
		 where w.tenant_id = $1 and w.state = 'done' and w.closed_at >= $2 and w.closed_at < $3`,
	},
	{
		name: 'what is given back waits for the next, as long as its hours last',
		text: `select w.debtor_id, 'item ' || w.id || ' until ' || w.callable_until || ' was given back at ' || e.at || ' and is ' || w.state || coalesce(' since ' || w.closed_at, '') as sentence
		  from record_entry e join work_item w on w.tenant_id = $1 and w.debtor_id = e.debtor_id and w.id::text = e.input ->> 'id' and w.kind = 'call'
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'work.release' and e.outcome = 'done' and case when w.closed_at is distinct from e.at then w.callable_until <= e.at else w.callable_until > e.at and not ${over} end
		   and not exists (select from record_entry o where o.tenant_id = $1 and o.at = e.at and o.debtor_id = e.debtor_id and o.id > e.id and o.outcome = 'done')
		union all
		select a.debtor_id, 'item ' || a.work_item_id || ' was given back at ' || e.at || ' in the middle of call ' || a.id from record_entry e
		  join contact_attempt a on a.tenant_id = $1 and a.debtor_id = e.debtor_id and a.made_by = e.actor_id and a.channel in ('voice', 'visit') and a.placed_at < e.at
		   and (a.work_item_id::text = e.input ->> 'id' or a.placed_at >= (select max((n.answer #>> '{item,claimed_at}')::timestamptz) from record_entry n
		     where n.tenant_id = $1 and n.at <= e.at and n.at > e.at - interval '1 day' and n.act = 'work.next' and n.outcome = 'done' and n.actor_id = e.actor_id and n.answer #>> '{item,id}' = e.input ->> 'id'))
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'work.release' and e.outcome = 'done'
		   and not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= e.at)`,
	},
	{
		name: 'why a case was left lies with the debtor, and neither the record nor the item tells it',
		// A house from before these words had rows of their own has none to be held against.
		text: `with told as materialized (select e.debtor_id, e.at, (e.input ->> 'id')::bigint as item, e.input ->> 'reason' as reason, exists (select from written_words n
			   where n.tenant_id = $1 and n.debtor_id = e.debtor_id and n.act = e.act and n.about = (e.input ->> 'id')::bigint and n.written_at = e.at) as kept from (${act('work.release')} and at >= $2 and at < $3) e)
		select debtor_id, 'the record tells in clear why item ' || item || ' was left at ' || at as sentence from told where kept and reason !~ '^words [0-9a-f]+$'
		union all
		select debtor_id, 'why item ' || item || ' was left at ' || at || ' is not kept' from told where not kept and reason ~ '^words [0-9a-f]+$'
		union all
		select w.debtor_id, 'item ' || w.id || ' tells in clear why it was left: ' || w.close_reason from told join work_item w on w.tenant_id = $1 and w.debtor_id = told.debtor_id and w.id = told.item
		 where told.kept and w.state = 'open' and w.close_reason not in ('left', 'desk abandoned')`,
	},
	{
		name: 'a debtor leaves a desk by whoever has it, or after two hours',
		serial: true,
		text: `with taken as materialized (select e.id, e.at, e.actor_id, e.answer #>> '{item,id}' as item, (e.answer #>> '{item,debtor_id}')::bigint as debtor_id, (e.answer #>> '{item,claimed_at}')::timestamptz as since, e.answer #>> '{item,kind}' as kind
			  from (${act('work.next')} and at >= $2::timestamptz - interval '1 day' and at < $3) e where e.answer #>> '{item,id}' is not null),
		released as materialized (${act('work.release')} and at >= $2::timestamptz - interval '1 day' and at < $3),
		swept as materialized (${act('work.sweep')} and at >= $2::timestamptz - interval '1 day' and at < $3)
		select e.debtor_id, 'item ' || (e.input ->> 'id') || ' was given back at ' || e.at || ' by agent ' || e.actor_id || ', who has not got it' as sentence from released e
		 where e.at >= $2 and e.actor_id is distinct from (select t.actor_id from taken t where t.item = e.input ->> 'id' and t.at <= e.at order by t.at desc limit 1)
		union all
		select t.debtor_id, 'item ' || t.item || ', on the desk of agent ' || b.actor_id || ' since ' || b.since || ', went to agent ' || t.actor_id || ' at ' || t.at from taken t
		  cross join lateral (select b.* from taken b where b.item = t.item and b.at < t.at order by b.at desc limit 1) b
		 where t.at >= $2 and t.kind = 'call' and b.actor_id <> t.actor_id and not exists (select from released e where e.input ->> 'id' = t.item and e.at between b.at and t.at)
		   and not exists (select from swept s where s.at between b.at and t.at and s.at > b.since + interval '2 hours')
		union all
		-- Another item of the same debtor, whatever each is for: the first desk still had its own, as what became of it says. Desks have clocks of their own: what came first is the record’s to say.
		select t.debtor_id, 'debtor ' || t.debtor_id || ', on the desk of agent ' || b.actor_id || ' for item ' || b.item || ' since ' || b.since || ', went to agent ' || t.actor_id || ' for item ' || t.item || ' at ' || t.at
		  from taken t join taken b on b.debtor_id = t.debtor_id and b.item <> t.item and b.actor_id <> t.actor_id and b.at < t.since join work_item w on w.tenant_id = $1 and w.debtor_id = b.debtor_id and w.id::text = b.item
		 where t.at >= $2 and not exists (select from swept s where s.at between b.at and t.since and s.at > b.since + interval '2 hours')
		   and (w.claimed_at = b.since and (w.state = 'claimed' or w.state = 'done' and w.closed_at > t.since
		          and not exists (select from record_entry c where c.tenant_id = $1 and c.debtor_id = b.debtor_id and c.act = 'contact.close' and c.outcome = 'done' and c.actor_id = b.actor_id and c.at = w.closed_at and c.id < t.id))
		        or exists (select from released e where e.actor_id = b.actor_id and e.input ->> 'id' = b.item and e.at > t.since and not exists (select from released o where o.actor_id = b.actor_id and o.input ->> 'id' = b.item and o.at between b.at and t.since)
		             and not exists (select from taken n where n.item = b.item and n.since > b.since and n.at <= e.at)))
		union all
		select t.debtor_id, 'item ' || t.item || ', which agent ' || t.actor_id || ' gave back at ' || e.at || ', went to that agent again at ' || t.since from taken t join released e on e.actor_id = t.actor_id and e.input ->> 'id' = t.item
		   and e.at < t.since and e.at > t.since - interval '1 hour' where t.at >= $2
		union all
		select null, s.answer ->> 'freed_debtors' || ' debtors of agents who had gone were free only when the desks were swept at ' || s.at from swept s where s.at >= $2 and (s.answer ->> 'freed_debtors')::int > 0
		union all
		select w.debtor_id, 'item ' || w.id || ', on the desk of agent ' || w.claimed_by || ' since ' || w.claimed_at || ', was left there at ' || s.at from swept s
		  join work_item w on w.tenant_id = $1 and w.claimed_at < s.at - interval '2 hours' and (w.state = 'claimed' or w.closed_at > s.at) and w.claimed_at >= $2::timestamptz - interval '1 day' where s.at >= $2`,
	},
];
