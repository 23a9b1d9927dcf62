import { hasAttorneyAt, type Invariant, stoodAt, thereAt } from './parts.ts';

export const chargedInvariant = 'nothing is charged for the days of a breathing space';

/** Holds and what they stand for. Reads what was asked and answered in the record, and the rows beside it. */
export const holdInvariants: readonly Invariant[] = [
	{
		name: 'a hold lasts its term and is lifted by whoever may',
		// A term in days is 24 hours each; a breathing space abroad has its regulations' own. An answer lifts a complaint's hold, and a dispute's or hardship's that was not upheld; nothing but
		// an act that names it lifts another. What a plan holds goes with the plan (agreements.ts).
		text: `select h.debtor_id, 'hold ' || h.id || ' (' || h.kind || ') of ' || h.from_at || ' ends at ' || coalesce(h.until_at::text, 'no time') || ' although ' || coalesce(e.input ->> 'days', 'no') || ' days were said' as sentence
		  from hold h join debtor d on d.tenant_id = $1 and d.id = h.debtor_id
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = h.debtor_id and e.at = h.from_at and e.act = 'hold.place' and e.outcome = 'done' and e.input ->> 'kind' = h.kind and e.input ? 'days'
		 where h.tenant_id = $1 and h.from_at >= $2 and h.from_at < $3 and (h.kind <> 'breathing_space' or d.jurisdiction = 'CN') and h.until_at is distinct from h.from_at + (e.input ->> 'days')::int * interval '24 hours'
		   and not exists (select from record_entry n where n.tenant_id = $1 and n.debtor_id = h.debtor_id and n.at > h.from_at and n.act = 'hold.change')
		union all
		-- Collection stops until a dispute is answered, and for good after a request to stop (12 CFR 1006.38(d)(2), 1006.6(c)(1)); nobody is dead or without capacity for some days.
		select h.debtor_id, 'hold ' || h.id || ' (' || h.kind || ') of ' || h.from_at || ' is to end by itself at ' || h.until_at from hold h
		 where h.tenant_id = $1 and h.from_at >= $2 and h.from_at < $3 and h.until_at is not null and h.kind in ('dispute', 'cease_request', 'deceased', 'incapacity')
		union all
		select e.debtor_id, 'words were refused at ' || e.at || ' because of a hold, and none stood in the way' from record_entry e
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'message.type' and e.code = 'hold.in_force'
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = e.debtor_id and ${stoodAt('h', 'e.at')} and (h.kind <> 'counsel' or ${hasAttorneyAt('h', 'e.at')}))
		union all
		select h.debtor_id, 'hold ' || h.id || ' (' || h.kind || ') was lifted at ' || h.lifted_at || ' by no act that may' from hold h
		 where h.tenant_id = $1 and h.lifted_at >= $2 and h.lifted_at < $3 and h.kind <> 'kept_plan'
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.at = h.lifted_at and e.act = 'hold.lift' and e.outcome = 'done' and e.input ->> 'hold' = h.id::text)
		   and not exists (select from complaint c join record_entry e on e.tenant_id = $1 and e.at = h.lifted_at and e.act = 'complaint.answer' and e.outcome = 'done' and e.input ->> 'complaint' = c.id::text
		           left join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'answered' and v.at = h.lifted_at
		         where c.tenant_id = $1 and c.debtor_id = h.debtor_id and h.id = any (c.hold_ids) and (c.kind = 'complaint' or c.kind <> 'cease' and coalesce(v.verdict, e.input ->> 'verdict', 'not_upheld') = 'not_upheld'))
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' was answered at ' || c.answered_at || coalesce(' (' || c.verdict || ')', '') || ', and its hold ' || h.id || ' stands' from complaint c
		  join hold h on h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and h.lifted_at is null and (h.until_at is null or h.until_at > c.answered_at)
		 where c.tenant_id = $1 and c.answered_at >= $2 and c.answered_at < $3 and (c.kind = 'complaint' or c.kind <> 'cease' and c.verdict = 'not_upheld')
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' about debts ' || array_to_string(c.debt_ids, ', ') || ' holds ' || coalesce('debt ' || h.debt_id, 'everything') from complaint c
		  join hold h on h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and h.from_at >= $2 and h.from_at < $3 and (h.debt_id is null or h.debt_id <> all (c.debt_ids))
		 where c.tenant_id = $1 and cardinality(c.debt_ids) > 0 and c.kind <> 'cease' and not exists (select from complaint_event v where v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'reopened')
		union all
		-- Who asks to be left alone is left alone over everything, whatever debt they name; unless somebody of the house held that one by hand.
		select c.debtor_id, 'a request to stop, ' || c.id || ', about debts ' || array_to_string(c.debt_ids, ', ') || ' holds debt ' || h.debt_id || ' alone' from complaint c
		  join hold h on h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and h.from_at >= $2 and h.from_at < $3 and h.debt_id is not null
		 where c.tenant_id = $1 and c.kind = 'cease' and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = c.debtor_id and e.at = h.from_at and e.act = 'hold.place' and e.outcome = 'done')
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' is about debt ' || t || ' and does not hold it' from complaint c cross join lateral unnest(c.debt_ids) t
		 where c.tenant_id = $1 and c.kind <> 'cease' and c.received_at < $3 and exists (select from complaint_event v where v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'received' and v.at >= $2 and v.at < $3)
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and (h.debt_id is null or h.debt_id = t))
		union all
		select h.debtor_id, 'breathing space ' || h.id || ' of ' || h.from_at || ' ends at ' || h.until_at || ', before sixty days' from hold h ${thereAt('h.debtor_id', 'h.from_at')}
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = h.debtor_id and e.at = h.from_at and e.act = 'hold.place' and e.outcome = 'done' and e.input ->> 'kind' = h.kind and e.input ->> 'begun_on' is null
		 where h.tenant_id = $1 and h.from_at >= $2 and h.from_at < $3 and h.kind = 'breathing_space' and not h.crisis and there.jurisdiction = 'UK-EAW'
		   and h.until_at < ((h.from_at at time zone 'Europe/London')::date + 60)::timestamp at time zone 'Europe/London'
		union all
		select m.debtor_id, 'message ' || m.id || ', queued when ' || h.kind || ' held at ' || h.from_at || ', was ' || m.state || coalesce(' at ' || m.settled_at, '') from hold h
		  join message m on m.tenant_id = $1 and m.debtor_id = h.debtor_id and (h.debt_id is null or h.debt_id = m.debt_id) and m.business_date >= (h.from_at at time zone $4)::date - 7 and (m.state = 'queued' or m.settled_at > h.from_at)
		   and case m.template when 'typed' then m.due_at < h.from_at else exists (select from day_run r where r.tenant_id = $1 and r.business_date = m.business_date and r.started_at < h.from_at) end
		  left join contact_attempt a on a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		 where h.tenant_id = $1 and h.from_at >= $2 and h.from_at < $3 and (h.until_at is null or h.until_at > h.from_at + interval '1 day') and ${stoodAt('h', `coalesce(m.settled_at, $3::timestamptz)`)} and (a.id is null or a.placed_at > h.from_at)
		union all
		select o.debtor_id, 'what was said in attempt ' || o.attempt_id || ' (' || o.said || ') is no case' from contact_outcome o join record_entry e on e.tenant_id = $1 and e.debtor_id = o.debtor_id and e.at = o.recorded_at and e.act = 'contact.close' and e.outcome = 'done'
		 where o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3 and (o.said in ('disputes', 'complains') or o.said in ('hardship', 'refuses_contact') and (o.line = 'right_party' or o.line = 'delivered' and exists (
		         select from contact_attempt a left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
		          where a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id and a.channel not in ('voice', 'visit') and coalesce(y.role, '') <> 'third_party')))
		   and not exists (select from complaint c where c.tenant_id = $1 and c.debtor_id = o.debtor_id and c.attempt_id = o.attempt_id and c.kind = case o.said when 'disputes' then 'dispute' when 'complains' then 'complaint' when 'refuses_contact' then 'cease' else o.said end)
		union all
		-- Whatever it was said or written by: to be left alone and in hardship is the word of whoever owes, the rest anybody's.
		select o.debtor_id, 'what was said in ' || a.channel || ' attempt ' || o.attempt_id || ' (' || o.line || ', ' || o.said || ') holds nothing' from contact_outcome o
		  join contact_attempt a on a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
		 where o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3 and (o.said in ('disputes', 'complains', 'deceased') or o.said in ('hardship', 'refuses_contact')
		         and (o.line = 'right_party' or o.line = 'delivered' and a.channel not in ('voice', 'visit') and coalesce(y.role, '') <> 'third_party'))
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = o.debtor_id and h.from_at <= o.recorded_at and (h.lifted_at is null or h.lifted_at >= o.recorded_at)
		         and h.kind = case o.said when 'disputes' then 'dispute' when 'complains' then 'complaint' when 'refuses_contact' then 'cease_request' else o.said end)
		union all
		select e.debtor_id, 'hold ' || (e.input ->> 'hold') || ' was lifted again at ' || e.at from record_entry e
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'hold.lift' and e.outcome = 'done'
		   and exists (select from record_entry b where b.tenant_id = $1 and b.debtor_id = e.debtor_id and b.at < e.at and b.act = 'hold.lift' and b.outcome = 'done' and b.input ->> 'hold' = e.input ->> 'hold')
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' is ' || c.state || ' and no hold of it stands' from complaint c
		 where c.tenant_id = $1 and c.state in ('received', 'investigating') and c.received_at < $3
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and h.lifted_at is null and (h.until_at is null or h.until_at > $3))
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = c.debtor_id and e.at >= c.received_at and e.act in ('hold.lift', 'hold.change') and e.outcome = 'done')`,
	},
	{
		name: chargedInvariant,
		// Reg. 7(2) and (6) of the Debt Respite Scheme Regulations 2020: no interest, fees, penalties or charges of its days; figures of a day before it began are taken.
		text: `select l.debtor_id, l.component || ' of ' || l.amount_minor || ' as of ' || (l.happened_at at time zone $4)::date || ' was added to debt ' || l.debt_id || ' at ' || l.recorded_at || ', in the breathing space since ' || h.from_at as sentence
		  from ledger_transfer l join hold h on h.tenant_id = $1 and h.debtor_id = l.debtor_id and h.kind = 'breathing_space' and (h.debt_id is null or h.debt_id = l.debt_id) and ${stoodAt('h', 'l.recorded_at')} ${thereAt('l.debtor_id', 'l.recorded_at')}
		 where l.tenant_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and l.kind = 'accrued' and l.component <> 'principal' and there.jurisdiction ~ '\\mUK-EAW' and (l.happened_at at time zone $4)::date >= (h.from_at at time zone $4)::date`,
	},
];
