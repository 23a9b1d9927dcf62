import { isTheTeams, uncertified } from './certificates.ts';
import { type Invariant, stoodAt } from './parts.ts';

/** The first day past due of each bucket, as the house set its edges (30, 60 … 180 unless said). */
const edges = `(select array_agg(e + 1) || 1 from tenant t cross join lateral jsonb_array_elements_text(coalesce(t.settings -> 'bucketEdges', '[30, 60, 90, 120, 150, 180]')) x cross join lateral (select x::int as e) n where t.tenant_id = $1)`;

/** Whoever of the team of item `w` was asked to call back. */
const askedBack = `from contact_outcome o join contact_attempt a on a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id
	join team_member m on m.tenant_id = $1 and m.login_id = a.made_by and m.team_id = w.team_id where o.tenant_id = $1 and o.debtor_id = w.debtor_id and o.said = 'call_back'`;
/** Whether a login had no certificate at some moment since an instant, as far as that can be told: at the end of the day, or something was written down of it since. */
const couldNot = (login: string, debtor: string, since: string) => `(${uncertified(login, debtor, '$3::timestamptz', true)}
	or exists (select from record_entry c where c.tenant_id = $1 and c.act = 'login.certify' and c.outcome = 'done' and c.input ->> 'login' = ${login}::text and c.at >= ${since}))`;

export const workInvariants: readonly Invariant[] = [
	{
		name: 'every imported row is accounted for',
		// A row that names errors and has no debt was rejected; what an accepted row brought is what its debts were placed with.
		text: `select null::bigint as debtor_id, 'placement ' || p.id || ' (' || p.state || '): ' || p.rows_total || ' rows, ' || p.accepted || ' accepted, ' || p.rejected || ' rejected, ' || p.duplicates || ' duplicates; there are '
			|| d.debts || ' debts, errors of ' || e.rejected || ' rows, placed ' || coalesce(d.placed, '-') || ', counted ' || coalesce(c.counted, '-') as sentence
		  from placement p
		  cross join lateral (select coalesce(sum(g.debts), 0) as debts, string_agg(g.currency || ' ' || g.minor, ', ' order by g.currency) as placed from (
			select d.currency, count(*) as debts, coalesce(sum(l.minor), 0) as minor from debt d
			  left join lateral (select sum(l.amount_minor) as minor from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed') l on true
			 where d.tenant_id = $1 and d.placement_id = p.id group by d.currency) g) d
		  cross join lateral (select string_agg(c ->> 'currency' || ' ' || (c ->> 'minor'), ', ' order by c ->> 'currency') as counted from jsonb_array_elements(p.counted) c) c
		  cross join lateral (select count(distinct e.row_number) as rejected from placement_error e where e.tenant_id = $1 and e.placement_id = p.id
			 and not exists (select from debt d where d.tenant_id = $1 and d.placement_id = p.id and d.placement_row = e.row_number)) e
		 where p.tenant_id = $1 and p.started_at >= $2 and p.started_at < $3
		   and (p.state = 'failed' and d.debts > 0
		        or p.state in ('imported', 'undone', 'recalled') and (p.rows_total <> p.accepted + p.rejected + p.duplicates or d.debts <> p.accepted or e.rejected <> p.rejected or d.placed is distinct from c.counted))
		union all
		select null, 'payment file ' || i.id || ': ' || i.rows_total || ' rows, ' || i.accepted || ' accepted, ' || i.rejected || ' rejected, ' || i.duplicates || ' duplicates; there are ' || p.payments || ' payments and errors of ' || e.rejected || ' rows'
		  from payment_import i cross join lateral (select count(*) as payments from payment p where p.tenant_id = $1 and p.import_id = i.id) p
		  cross join lateral (select count(distinct e.row_number) as rejected from payment_error e where e.tenant_id = $1 and e.import_id = i.id) e
		 where i.tenant_id = $1 and i.imported_at >= $2 and i.imported_at < $3
		   and (i.rows_total <> i.accepted + i.rejected + i.duplicates or p.payments <> i.accepted or e.rejected <> i.rejected)
		union all
		select min(d.debtor_id), count(*) || ' live debts of one client under the reference ' || d.reference from debt d where d.tenant_id = $1 and not d.ended
		   and d.reference in (select reference from debt where tenant_id = $1 and created_at >= $2 and created_at < $3) group by d.client_id, d.reference having count(*) > 1
		union all
		select d.debtor_id, 'debt ' || d.id || ' has no state or was never placed in the ledger' from debt d where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3
		   and (not exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id)
		        or not exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed'))`,
	},
	{
		name: 'what was taken back is left alone',
		text: `select d.debtor_id, 'debt ' || d.id || ' of placement ' || p.id || ', ' || p.state || ' on ' || p.ended_at || ', is ' || s.status || case when d.ended then '' else ', not ended' end as sentence
		  from placement p join debt d on d.tenant_id = $1 and d.placement_id = p.id join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id
		 where p.tenant_id = $1 and p.ended_at >= $2 and p.ended_at < $3 and (not d.ended or s.review_on is not null or s.status <> case when p.state = 'undone' then 'undone'
		        when exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'recalled') then 'recalled' else 'settled' end)
		union all
		select min(d.debtor_id), 'placement ' || p.id || ' was undone on ' || p.ended_at || ' although ' || count(distinct a.id) || ' contacts, ' || count(distinct r.id) || ' promises and ' || count(distinct l.id) || ' entries of payments stand on it' from placement p
		  join debt d on d.tenant_id = $1 and d.placement_id = p.id left join contact_attempt a on a.tenant_id = $1 and a.debtor_id = d.debtor_id and d.id = any (a.debt_ids)
		  left join promise r on r.tenant_id = $1 and r.debtor_id = d.debtor_id and r.debt_id = d.id left join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.payment_id is not null
		 where p.tenant_id = $1 and p.ended_at >= $2 and p.ended_at < $3 and p.state = 'undone' and coalesce(a.id, r.id, l.id) is not null group by p.id, p.ended_at
		union all
		select m.debtor_id, 'message ' || m.id || ' about debt ' || m.debt_id || ', which is ' || s.status || ', still waits' from message m
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = m.debtor_id and s.debt_id = m.debt_id where m.tenant_id = $1 and m.state = 'queued' and s.status in ('recalled', 'undone', 'settled')
		union all
		select m.debtor_id, 'message ' || m.id || ' of ' || m.due_at || ' about debt ' || m.debt_id || ' was ' || m.state || ' at ' || m.settled_at || ', its placement ended at ' || p.ended_at from placement p
		  join debt d on d.tenant_id = $1 and d.placement_id = p.id join message m on m.tenant_id = $1 and m.debtor_id = d.debtor_id and m.debt_id = d.id and m.due_at < p.ended_at and m.settled_at > p.ended_at and m.attempt_id is null
		 where p.tenant_id = $1 and p.ended_at >= $2 and p.ended_at < $3
		union all
		select d.debtor_id, 'debt ' || d.id || ' of placement ' || p.id || ', which is ' || p.state || ', is ended' from placement p join debt d on d.tenant_id = $1 and d.placement_id = p.id and d.ended
		 join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id
		 where p.tenant_id = $1 and p.ended_at is null and exists (select from placement e where e.tenant_id = $1 and e.ended_at >= $2 and e.ended_at < $3)
		   -- Paid off it gave its number up to one that still counts; what the bank took back since went to the client, also of one that is closed.
		   and not case s.status when 'settled' then exists (select from debt n join debt_state o on o.tenant_id = $1 and o.debtor_id = n.debtor_id and o.debt_id = n.id and o.status <> 'undone'
		         where n.tenant_id = $1 and n.client_id = d.client_id and n.reference = d.reference and n.debtor_id = d.debtor_id and n.id > d.id)
		       when 'recalled' then exists (select from client c where c.tenant_id = $1 and c.id = d.client_id and c.closed_at is not null)
		         or exists (select from debt n where n.tenant_id = $1 and n.client_id = d.client_id and n.reference = d.reference and n.debtor_id = d.debtor_id and n.id > d.id)
		       else false end
		union all
		select s.debtor_id, 'debt ' || s.debt_id || ' is ' || s.status || ', and its number ' || d.reference || ' is not free' from (select distinct debtor_id, debt_id from ledger_transfer where tenant_id = $1 and recorded_at >= $2 and recorded_at < $3) t
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = t.debtor_id and s.debt_id = t.debt_id and s.status in ('recalled', 'undone') join debt d on d.tenant_id = $1 and d.debtor_id = s.debtor_id and d.id = s.debt_id and not d.ended
		union all
		select w.debtor_id, 'item ' || w.id || ' was cancelled at ' || w.closed_at || ' (' || w.close_reason || '), and debt ' || o.debt_id || ' of its debtor is open' from placement p
		  join work_item w on w.tenant_id = $1 and w.closed_at = p.ended_at and w.state = 'cancelled' and w.close_reason in ('recalled', 'undone') join debt_state o on o.tenant_id = $1 and o.debtor_id = w.debtor_id and o.status = 'open'
		  join debt d on d.tenant_id = $1 and d.debtor_id = o.debtor_id and d.id = o.debt_id and d.created_at < p.ended_at where p.tenant_id = $1 and p.ended_at >= $2 and p.ended_at < $3
		   and not exists (select from debt x join placement y on y.tenant_id = $1 and y.id = x.placement_id and y.ended_at = p.ended_at where x.tenant_id = $1 and x.debtor_id = w.debtor_id and x.id = w.debt_id)
		union all
		select w.debtor_id, 'item ' || w.id || ' waited on at ' || p.ended_at || ', when the last debt of its debtor was ' || p.state from placement p
		  join work_item w on w.tenant_id = $1 and (w.state in ('open', 'claimed') or w.closed_at > p.ended_at) and w.business_date <= (p.ended_at at time zone $4)::date
		   -- What was paid before is not taken back, and whoever is on the case then stays on it.
		   and exists (select from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = p.state where d.tenant_id = $1 and d.placement_id = p.id and d.debtor_id = w.debtor_id)
		 where p.tenant_id = $1 and p.ended_at >= $2 and p.ended_at < $3 and p.state in ('recalled', 'undone')
		   and not exists (select from debt o left join placement q on q.tenant_id = $1 and q.id = o.placement_id where o.tenant_id = $1 and o.debtor_id = w.debtor_id and (q.ended_at is null or q.ended_at > p.ended_at))
		union all
		select null, 'placement ' || (e.input ->> 'placement') || ' was taken back again at ' || e.at from record_entry e where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act in ('placement.recall', 'placement.undo') and e.outcome = 'done'
		   and exists (select from record_entry b where b.tenant_id = $1 and b.id < e.id and b.act in ('placement.recall', 'placement.undo') and b.outcome = 'done' and b.input ->> 'placement' = e.input ->> 'placement')
		union all
		-- The rows of debts that the extension's own transaction left behind.
		select d.debtor_id, 'debt ' || d.id || ' of placement ' || d.placement_id || ' was left with the house by ' || e.act || ' ' || e.id || ' at ' || e.at || ', which named ' || coalesce('the debts ' || (e.input ->> 'debts'), 'placement ' || (e.input ->> 'placement'))
		  from record_entry e join row_version v on v.tenant_id = $1 and v.source = 'debt' and v.xmin::text = e.xmin::text cross join unnest(v.keys) k (id) join debt d on d.tenant_id = $1 and d.id = k.id::bigint
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'placement.extend' and e.outcome = 'done'
		   and (d.placement_id::text <> e.input ->> 'placement' or e.input ->> 'debts' is not null and not e.input -> 'debts' @> to_jsonb(k.id))
		union all
		select null, 'an extension of ' || e.at || ' tells of ' || (e.answer ->> 'debts') || ' debts, and it named ' || jsonb_array_length(e.input -> 'debts') from record_entry e
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'placement.extend' and e.outcome = 'done' and e.input ->> 'debts' is not null and (e.answer ->> 'debts')::int > jsonb_array_length(e.input -> 'debts')`,
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
		name: 'nobody is offered work outside the team, the assignment or the hours of it',
		text: `select w.debtor_id, 'item ' || w.id || ' of team ' || w.team_id || coalesce(' and agent ' || w.agent_id, '') || ', callable ' || w.callable_from || ' to ' || w.callable_until || ', went to agent ' || w.claimed_by || ' at ' || w.claimed_at as sentence
		  from work_item w where w.tenant_id = $1 and w.claimed_at >= $2 and w.claimed_at < $3
		   and ((not exists (select from team_member m where m.tenant_id = $1 and m.team_id = w.team_id and m.login_id = w.claimed_by) and not exists (select from record_entry e where e.tenant_id = $1 and e.act = 'login.change' and e.at > w.claimed_at)
		          or w.agent_id is not null and w.agent_id <> w.claimed_by) and not exists (select from assignment s where s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.assigned_at > w.claimed_at)
		        or w.claimed_at < w.callable_from or w.claimed_at >= w.callable_until)
		union all
		select w.debtor_id, 'item ' || w.id || ' of ' || w.business_date || ' was closed as not worked at ' || w.closed_at || ', and might be called until ' || w.callable_until
		  from work_item w where w.tenant_id = $1 and w.closed_at >= $2 and w.closed_at < $3 and w.state = 'cancelled' and w.close_reason = 'not worked' and w.closed_at < w.callable_until
		union all
		select w.debtor_id, 'item ' || w.id || ' of team ' || w.team_id || coalesce(' and agent ' || w.agent_id, '') || ', but the debtor is assigned to team ' || s.team_id || coalesce(' and agent ' || s.agent_id, '')
		  from work_item w join assignment s on s.tenant_id = $1 and s.debtor_id = w.debtor_id where w.tenant_id = $1 and w.state = 'open' and w.kind = 'call' and (w.team_id <> s.team_id or w.agent_id is distinct from s.agent_id)
		   and not (w.team_id = s.team_id and ${isTheTeams('w', 's')})
		union all
		select w.debtor_id, 'call ' || w.id || ' is planned from ' || (w.callable_from at time zone z) || ' to ' || (w.callable_until at time zone z) || ' in ' || z
		  from work_item w join debtor d on d.tenant_id = $1 and d.id = w.debtor_id cross join lateral unnest(d.zones) z
		 where w.tenant_id = $1 and w.state = 'open' and w.kind = 'call' and w.business_date = $5::date
		   and ((w.callable_from at time zone z)::time < '08:00' or (w.callable_until at time zone z)::time > '22:00' or (w.callable_from at time zone z)::date <> (w.callable_until at time zone z)::date)
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = w.debtor_id and e.act = 'debtor.whereabouts' and e.at >= $2)
		union all
		select w.debtor_id, 'the call back ' || w.id || ' is to be made by ' || coalesce('agent ' || w.agent_id, 'anybody') || ', who never called' from work_item w
		 where w.tenant_id = $1 and w.kind = 'call_back' and w.state = 'open'
		   and case when w.agent_id is null then exists (select ${askedBack}) and not exists (select ${askedBack} and ${couldNot('a.made_by', 'a.debtor_id', 'o.recorded_at')})
		            else not exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = w.debtor_id and a.made_by = w.agent_id) end
		   and not exists (select from assignment s where s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.assigned_at > (select max(a.placed_at) from contact_attempt a where a.tenant_id = $1 and a.debtor_id = w.debtor_id))
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.act = 'login.change' and e.outcome = 'done' and e.at > (select max(a.placed_at) from contact_attempt a where a.tenant_id = $1 and a.debtor_id = w.debtor_id))
		union all
		-- Asked for when the debtor had been given to a team, it is that team's, whoever was on the line.
		select w.debtor_id, 'the call back ' || w.id || ' of ' || w.business_date || ', asked for at ' || e.at || ', lies with team ' || w.team_id || ', and team ' || s.team_id || ' works the debtor since ' || s.assigned_at
		  from work_item w join assignment s on s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.team_id <> w.team_id
		  join lateral (select min(e.at) as at from record_entry e where e.tenant_id = $1 and e.debtor_id = w.debtor_id and e.act = 'contact.close' and e.outcome = 'done' and e.input ->> 'said' = 'call_back') e on e.at >= s.assigned_at
		 where w.tenant_id = $1 and w.kind = 'call_back' and w.callable_from >= $2 and w.callable_from < $3
		union all
		select o.debtor_id, o.what || ' of team ' || o.team_id || ' is agent ' || o.agent_id || '’s own, who is not there to be offered it' from (
			select w.debtor_id, 'item ' || w.id as what, w.team_id, w.agent_id from work_item w where w.tenant_id = $1 and w.state = 'open' and w.agent_id is not null
			union all select s.debtor_id, 'the debtor', s.team_id, s.agent_id from assignment s where s.tenant_id = $1 and s.agent_id is not null) o
		 where not exists (select from team_member m join login l on l.tenant_id = $1 and l.id = m.login_id and l.closed_at is null where m.tenant_id = $1 and m.team_id = o.team_id and m.login_id = o.agent_id)`,
	},
	{
		name: 'no work waits on a debtor who is held or a debt that is paid',
		text: `select w.debtor_id, 'item ' || w.id || ' of ' || w.business_date || ' waits although ' || h.kind || ' holds since ' || h.from_at as sentence from work_item w
		  join hold h on h.tenant_id = $1 and h.debtor_id = w.debtor_id and (h.debt_id is null or h.debt_id = w.debt_id) and ${stoodAt('h', '$3::timestamptz')} and h.from_at < $3
		 where w.tenant_id = $1 and w.state = 'open' and w.kind = 'call'
		union all
		select m.debtor_id, 'message ' || m.id || ' waits although ' || h.kind || ' holds since ' || h.from_at from message m
		  join hold h on h.tenant_id = $1 and h.debtor_id = m.debtor_id and (h.debt_id is null or h.debt_id = m.debt_id) and ${stoodAt('h', '$3::timestamptz')} and h.from_at < $3 where m.tenant_id = $1 and m.state = 'queued'
		union all
		select w.debtor_id, 'item ' || w.id || ' of ' || w.business_date || ' waits although the debt was promised on ' || p.made_at from work_item w
		  join promise p on p.tenant_id = $1 and p.debtor_id = w.debtor_id and p.debt_id = w.debt_id and p.plan_id is null and p.state = 'open' and p.made_at >= $2 and p.made_at < $3
		 where w.tenant_id = $1 and w.state = 'open' and w.business_date <= (p.made_at at time zone $4)::date and w.kind = 'call'
		union all
		select w.debtor_id, 'item ' || w.id || ' of ' || w.business_date || ' waits although its debt ' || w.debt_id || ' was paid' from work_item w join debt_state s on s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.debt_id = w.debt_id and s.status = 'settled'
		 where w.tenant_id = $1 and w.state = 'open' and w.kind = 'call'
		union all
		select w.debtor_id, 'item ' || w.id || ' of ' || w.business_date || ' waits although nothing is owed' from work_item w where w.tenant_id = $1 and w.state = 'open'
		   and not exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = w.debtor_id and s.status = 'open')
		union all
		select e.debtor_id, 'item ' || e.item || ' went to agent ' || e.actor_id || ' at ' || e.at || ' although ' || g.why from (
			select e.at, e.actor_id, e.answer #>> '{item,id}' as item, (e.answer #>> '{item,debtor_id}')::bigint as debtor_id, (e.answer #>> '{item,debt_id}')::bigint as debt_id, (e.answer #>> '{item,claimed_at}')::timestamptz as since
			  from record_entry e where e.tenant_id = $1 and e.act = 'work.next' and e.outcome = 'done' and e.at >= $2 and e.at < $3 and e.answer #>> '{item,kind}' = 'call') e
		  cross join lateral (
			-- What ends in the course of a day leaves that day's calls to be planned; until then the gate refuses them.
			select h.kind || ' held since ' || h.from_at as why from hold h where h.tenant_id = $1 and h.debtor_id = e.debtor_id and (h.debt_id is null or h.debt_id = e.debt_id) and ${stoodAt('h', 'e.since')} and h.from_at < e.since
			   and (h.until_at is null or (h.until_at at time zone $4)::date > (e.since at time zone $4)::date)
			union all select 'debt ' || e.debt_id || ' was paid' from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = e.debtor_id and l.debt_id = e.debt_id and l.recorded_at < e.since
			 having count(*) > 0 and sum(case when l.debit_account = 'owed' then l.amount_minor when l.credit_account = 'owed' then -l.amount_minor else 0 end) = 0) g
		 where e.since = e.at`,
	},
	{
		name: 'a step of the day is made once, a message leaves once',
		text: `select debtor_id, count(*) || ' messages of step ' || step || ' on ' || business_date as sentence from message where tenant_id = $1 and business_date >= ($2::timestamptz at time zone $4)::date and template <> 'typed'
		 group by debtor_id, business_date, step having count(*) > 1
		union all
		select debtor_id, count(*) || ' items of step ' || step || ' on ' || business_date from work_item where tenant_id = $1 and business_date >= ($2::timestamptz at time zone $4)::date group by debtor_id, business_date, step having count(*) > 1
		union all
		select debtor_id, count(*) || ' calls are planned on ' || business_date from work_item where tenant_id = $1 and business_date between ($2::timestamptz at time zone $4)::date and $5::date and kind = 'call'
		 group by debtor_id, business_date, regexp_replace(step, ' \\d+/\\d+$', '') having count(*) > coalesce((select (settings ->> 'openingCalls')::int from tenant where tenant_id = $1), 3)
		union all
		select m.debtor_id, 'message ' || m.id || ' of ' || m.due_at || ' left at ' || a.placed_at || ' and is ' || m.state || coalesce(', the carrier says ' || o.line, '') from contact_attempt a
		  join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and (a.placed_at < m.due_at or m.state in ('delivered', 'failed') and (o.line is null or (m.state = 'delivered') <> (o.line = 'delivered')))
		union all
		select a.debtor_id, 'text ' || a.id || ' at ' || a.placed_at || ' is that of ' || m.count || ' messages' from contact_attempt a
		  cross join lateral (select count(*) as count from message m where m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id and m.state in ('sending', 'sent', 'delivered', 'failed') and m.debt_id = any (a.debt_ids)) m
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and a.channel = 'sms' and (m.count <> 1 or cardinality(a.debt_ids) <> 1)
		union all
		select m.debtor_id, 'message ' || m.id || ' of ' || m.business_date || ' left at ' || a.placed_at from contact_attempt a join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and (a.placed_at at time zone $4)::date > m.business_date
		   and exists (select from contact_permit p where p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.channel = m.channel and not p.permitted and p.debt_ids = array[m.debt_id] and p.asked_at >= m.due_at - interval '1 day' and p.asked_at < a.placed_at
		         and (p.asked_at at time zone $4)::date = m.business_date and (p.allowed_from at time zone $4)::date > m.business_date)
		   and not exists (select from message o where o.tenant_id = $1 and o.debtor_id = m.debtor_id and o.debt_id = m.debt_id and o.id <> m.id and o.business_date = m.business_date)
		union all
		select m.debtor_id, 'message ' || m.id || ' of ' || m.business_date || ' was withdrawn at ' || m.settled_at || ', and it might leave at ' || p.allowed_from from message m
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.channel = m.channel and p.asked_at = m.settled_at and not p.permitted
		 where m.tenant_id = $1 and m.settled_at >= $2 and m.settled_at < $3 and m.state = 'withdrawn' and (p.allowed_from at time zone $4)::date = m.business_date and p.allowed_from > m.settled_at
		   and not exists (select from contact_permit o where o.tenant_id = $1 and o.debtor_id = m.debtor_id and o.asked_at = m.settled_at and o.id <> p.id)
		union all
		select m.debtor_id, 'message ' || m.id || ' was withdrawn at ' || m.settled_at || ' for a number that is ' || c.state || ', and there is another' from message m
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.channel = m.channel and p.asked_at = m.settled_at and not p.permitted
		  join contact_point c on c.tenant_id = $1 and c.debtor_id = m.debtor_id and c.id = p.contact_point_id and c.state in ('wrong', 'invalid', 'refused')
		 where m.tenant_id = $1 and m.settled_at >= $2 and m.settled_at < $3 and m.state = 'withdrawn'
		   and exists (select from contact_attempt a join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at < p.asked_at and (o.line = 'invalid' or o.said in ('wrong_person', 'refuses_contact'))
		         where a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.contact_point_id = c.id)
		   and exists (select from contact_point n where n.tenant_id = $1 and n.debtor_id = m.debtor_id and n.kind = 'mobile' and n.party_id is null and n.state not in ('wrong', 'invalid', 'refused') and n.sourced_on < (p.asked_at at time zone $4)::date)
		union all
		select m.debtor_id, 'message ' || m.id || ' did not leave: ' || m.reason from message m where m.tenant_id = $1 and m.settled_at >= $2 and m.settled_at < $3 and m.state = 'withdrawn' and m.reason ~ '^text not made'
		union all
		select m.debtor_id, 'message ' || m.id || ' is ' || m.state || ' without an attempt' from message m left join contact_attempt a on a.tenant_id = m.tenant_id and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		 where m.tenant_id = $1 and m.state in ('sending', 'sent', 'delivered', 'failed') and m.due_at >= $2::timestamptz - interval '3 days' and (a.id is null or a.channel <> m.channel or a.party_id is not null)`,
	},
	{
		name: 'the day run leaves no debt behind',
		text: `select s.debtor_id, 'debt ' || s.debt_id || ' (' || s.stage || ') is to be looked at on ' || coalesce(s.review_on::text, 'no day') || coalesce(', past its bucket’s edge on ' || e.edge, '') as sentence
		  from debt_state s join debt d on d.tenant_id = $1 and d.debtor_id = s.debtor_id and d.id = s.debt_id
		  left join lateral (select min(d.overdue_since + n) as edge from unnest(${edges}) n where d.overdue_since + n > $5::date and d.overdue_since + n < s.review_on and s.stage <> 'held') e on true
		 where s.tenant_id = $1 and s.status = 'open' and (s.review_on is null or s.review_on < $5::date or s.review_on > $5::date + 31 and s.stage not in ('held', 'new') or e.edge is not null)
		   and exists (select from day_run r where r.tenant_id = $1 and r.business_date = $5::date)
		union all
		select s.debtor_id, 'debt ' || s.debt_id || ' is left as held until ' || s.review_on || ', and no hold stands on it or its debtor' from debt_state s
		  join day_run r on r.tenant_id = $1 and r.business_date = $5::date where s.tenant_id = $1 and s.status = 'open' and s.run_on = $5::date and s.stage = 'held'
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = s.debtor_id and (h.debt_id is null or h.debt_id = s.debt_id) and h.from_at <= coalesce(r.finished_at, $3)
		         and (h.until_at is null or h.until_at > r.started_at) and (h.lifted_at is null or h.lifted_at > r.started_at))
		union all
		select null, 'the day run of ' || r.business_date || ' did not end' from day_run r where r.tenant_id = $1 and r.business_date between ($2::timestamptz at time zone $4)::date and $5::date - 1
		   and (r.finished_at is null or exists (select from day_run_chunk c where c.tenant_id = $1 and c.business_date = r.business_date and c.done_at is null))`,
	},
];
