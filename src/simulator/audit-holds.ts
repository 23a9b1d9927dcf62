import type { Invariant } from './audit-parts.ts';

/** Holds and what they stand for. Reads what was asked and answered in the record, and the rows beside it. */
export const holdInvariants: readonly Invariant[] = [
	{
		name: 'a hold lasts its term and is lifted by whoever may',
		// A term in days is 24 hours each; a breathing space abroad has its regulations' own. An answer lifts a complaint's hold, and a dispute's or hardship's that was not upheld; nothing but
		// an act that names it lifts another. What a plan holds goes with the plan (audit-agreements.ts).
		text: `select h.debtor_id, 'hold ' || h.id || ' (' || h.kind || ') of ' || h.from_at || ' ends at ' || coalesce(h.until_at::text, 'no time') || ' although ' || coalesce(e.input ->> 'days', 'no') || ' days were said' as sentence
		  from hold h join debtor d on d.tenant_id = $1 and d.id = h.debtor_id
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = h.debtor_id and e.at = h.from_at and e.act = 'hold.place' and e.outcome = 'done' and e.input ->> 'kind' = h.kind and e.input ? 'days'
		 where h.tenant_id = $1 and h.from_at >= $2 and h.from_at < $3 and (h.kind <> 'breathing_space' or d.jurisdiction = 'CN') and h.until_at is distinct from h.from_at + (e.input ->> 'days')::int * interval '24 hours'
		   and not exists (select from record_entry n where n.tenant_id = $1 and n.debtor_id = h.debtor_id and n.at > h.from_at and n.act = 'hold.change')
		union all
		select h.debtor_id, 'hold ' || h.id || ' (' || h.kind || ') was lifted at ' || h.lifted_at || ' by no act that may' from hold h
		 where h.tenant_id = $1 and h.lifted_at >= $2 and h.lifted_at < $3 and h.kind <> 'kept_plan'
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.at = h.lifted_at and e.act = 'hold.lift' and e.outcome = 'done' and e.input ->> 'hold' = h.id::text)
		   and not exists (select from complaint c join record_entry e on e.tenant_id = $1 and e.at = h.lifted_at and e.act = 'complaint.answer' and e.outcome = 'done' and e.input ->> 'complaint' = c.id::text
		         where c.tenant_id = $1 and c.debtor_id = h.debtor_id and h.id = any (c.hold_ids) and (c.kind = 'complaint' or c.kind <> 'cease' and coalesce(e.input ->> 'verdict', 'not_upheld') = 'not_upheld'))
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
];
