import type { Pool } from '../host/db.ts';
import { dayIn, inChina, type Invariant, roleIn, thereAt } from './parts.ts';

/** Permits of the window as they were asked for, with where the debtor may have been. */
const asked = `select a.id, a.debtor_id, a.channel, a.permitted, a.reasons, a.party_id, a.value_index, a.debt_ids, a.creditor_ids, a.asked_at, ${roleIn('a.debt_ids', 'a.asked_at')} as role, there.zones, there.jurisdiction,
	       a.facts #>> '{facts,elsewhere,state}' = 'away' as away, case when a.facts #>> '{facts,elsewhere,state}' = 'away' then least(3, (a.facts #>> '{facts,elsewhere,local_share}')::int) else 3 end as share, case when a.facts #>> '{facts,elsewhere,state}' = 'counted' then a.facts #> '{facts,elsewhere,calls}' else '[]' end as elsewhere
	  from contact_permit a left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id ${thereAt('a.debtor_id', 'a.asked_at')}
	 where a.tenant_id = $1 and a.asked_at >= $2 and a.asked_at < $3 and a.channel in ('voice', 'sms', 'visit')`;

/** What stood before a permit `a` was asked for: contacts that were placed, and permits given that are good still and had not been used. */
const before = (
	whose: string,
) => `select e.placed_at as at, e.channel, e.debtor_id, e.party_id, e.creditor_ids, e.debt_ids, o.line is null or o.line in ('right_party', 'other_person') as answered, o.line
	  from contact_attempt e left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.recorded_at <= a.asked_at
	 where e.tenant_id = $1 and ${whose} and e.placed_at < a.asked_at and e.placed_at > a.asked_at - interval '9 days'
	union all
	select e.asked_at, e.channel, e.debtor_id, e.party_id, e.creditor_ids, e.debt_ids, true, null from contact_permit e
	 where e.tenant_id = $1 and ${whose} and e.permitted and e.channel <> 'unmask' and (e.asked_at, e.id) < (a.asked_at, a.id) and e.expires_at > a.asked_at
	   and not exists (select from contact_attempt u where u.tenant_id = $1 and u.debtor_id = e.debtor_id and u.permit_id = e.id and u.placed_at < a.asked_at)`;
const ofDebtor = 'e.debtor_id = a.debtor_id';
/** Of one who owes: also where the debtor in person was talked with on a third party's telephone. */
const isOwing = `(e.line = 'right_party' or not exists (select from party y where y.tenant_id = $1 and y.debtor_id = e.debtor_id and y.id = e.party_id and ${roleIn('e.debt_ids', 'e.at')} = 'third_party'))`;

const cap = (of: { when: string; whose?: string; what: string; days: number; count: number; says: string }) => `
	select a.debtor_id, 'permit ' || a.id || ' (' || a.channel || ') at ' || a.asked_at || ': already ' || max(n.count) || ' ${of.says}' as sentence
	  from asked a cross join lateral unnest(a.zones) z cross join lateral (
		select count(*) as count from (${before(of.whose ?? ofDebtor)}) e where ${of.what} and ${dayIn('z', 'e.at')} > ${dayIn('z', 'a.asked_at')} - ${of.days}) n
	 where a.permitted and ${inChina} and ${of.when} and n.count >= ${of.count} group by a.debtor_id, a.id, a.channel, a.asked_at`;

/**
 * Answered calls, placed or to be placed, for one of the lenders of a permit, by the dates of the zone in which there are most; with them those of the lender's other agencies, as the
 * permit was told of them. One that nobody has told the end of counts (GB/T 45251-2025 counts a lender's agencies together).
 */
const forLender = `select max(n.count + o.count) as count from unnest(a.zones) z cross join lateral unnest(a.creditor_ids) c cross join lateral (
	select count(*) as count from (${before(ofDebtor)}) e where e.channel = 'voice' and e.answered and c = any (e.creditor_ids) and ${isOwing} and ${dayIn('z', 'e.at')} = ${dayIn('z', 'a.asked_at')}) n
	cross join lateral (select count(*) as count from jsonb_array_elements(a.elsewhere) e where e ->> 'creditor_id' = c::text and e ->> 'answered' is distinct from 'false' and ${dayIn('z', `(e ->> 'at')::timestamptz`)} = ${dayIn('z', 'a.asked_at')}) o`;

export const permitInvariants: readonly Invariant[] = [
	{
		name: 'a permit that nobody has used yet takes its place',
		text: `with asked as materialized (${asked})
		select a.debtor_id, 'permit ' || a.id || ' at ' || a.asked_at || ': already ' || coalesce(n.count, 0) || ' answered calls for the lender that day, placed or permitted' as sentence
		  from asked a cross join lateral (${forLender}) n where a.permitted and a.channel = 'voice' and a.role <> 'third_party' and ${inChina} and coalesce(n.count, 0) >= a.share
		union all ${cap({ when: `a.channel = 'voice' and ${dayIn('z', 'a.asked_at')} >= '2026-01-30'`, whose: 'e.value_index = a.value_index', what: `e.channel = 'voice'`, days: 1, count: 6, says: 'calls to the number that day' })}
		union all ${cap({ when: `a.channel = 'sms'`, what: `e.channel = 'sms'`, days: 1, count: 1, says: 'messages that day' })}
		union all ${cap({ when: `a.channel = 'sms'`, what: `e.channel = 'sms'`, days: 7, count: 3, says: 'messages in 7 dates' })}
		union all ${cap({ when: `a.channel = 'voice' and a.role = 'third_party'`, what: `e.channel = 'voice' and e.party_id = a.party_id`, days: 7, count: 2, says: 'calls to the person in 7 dates' })}`,
	},
	{
		name: 'no call is refused for a place that nobody takes',
		// Where many ask at once, one that waited for a lock is dated before what it saw.
		serial: true,
		text: `with asked as materialized (${asked})
		select a.debtor_id, 'permit ' || a.id || ' at ' || a.asked_at || ' was refused after ' || coalesce(n.count, 0) || ' answered calls for the lender that day' as sentence from asked a cross join lateral (${forLender}) n
		 where not a.permitted and a.channel = 'voice' and a.role <> 'third_party' and a.away is not true and coalesce(n.count, 0) < 3
		   and (select array_agg(distinct r ->> 'rule') from jsonb_array_elements(a.reasons) r where r ->> 'verdict' = 'refuses') = array['CN-F1']`,
	},
	{
		name: 'the shared count is told of a call when it is over, and what came of it',
		// GB/T 45251-2025: a lender's agencies count together. What is told stays told, so a call that goes on is told of by nobody, and a place is let go only where no call was made on it.
		text: `select r.debtor_id, 'the call on permit ' || r.permit_id || ', placed at ' || a.placed_at || ', was told to the shared count at ' || r.settled_at || ', and was over at ' || coalesce(o.recorded_at::text, 'no time') as sentence
		  from contact_reservation r join contact_attempt a on a.tenant_id = $1 and a.debtor_id = r.debtor_id and a.permit_id = r.permit_id
		  left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		 where r.tenant_id = $1 and r.placed_at >= $2 and r.placed_at < $3 and r.settled_at >= a.placed_at and (o.recorded_at is null or o.recorded_at > r.settled_at)
		union all
		select r.debtor_id, 'permit ' || r.permit_id || ', good until ' || p.expires_at || ', was told to the shared count at ' || r.settled_at from contact_reservation r
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = r.debtor_id and p.id = r.permit_id
		 where r.tenant_id = $1 and r.placed_at >= $2 and r.placed_at < $3 and r.settled_at < p.expires_at
		   and not exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = r.debtor_id and a.permit_id = r.permit_id and a.placed_at <= r.settled_at)`,
	},
];

export const othersInvariant = 'a permit is decided on what the lender’s other agencies did';

/** Whether the last permit of a debtor was decided on these calls of the lender's other agencies, as they themselves know that they stand. */
export async function othersFindings(
	owner: Pool,
	of: { readonly tenantId: bigint; readonly debtorId: bigint; readonly stand: readonly Temporal.Instant[] },
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await owner.query<{ id: string; knew: string[] }>(
		`select p.id::text, array(select e ->> 'at' from jsonb_array_elements(p.facts #> '{facts,elsewhere,calls}') e) as knew from contact_permit p
		  where p.tenant_id = $1 and p.debtor_id = $2 order by p.id desc limit 1`,
		[String(of.tenantId), String(of.debtorId)],
	);
	const [permit] = rows;
	const listed = (instants: readonly Temporal.Instant[]) => instants.map(String).sort().join(', ') || 'none';
	const stand = listed(of.stand);
	const knew = listed((permit?.knew ?? []).map((at) => Temporal.Instant.from(at)));
	if (knew === stand) return [];
	const sentence = `permit ${permit?.id ?? 'of nobody'} was decided on calls of others at ${knew}, and there were those at ${stand}`;
	return [{ invariant: othersInvariant, sentence, debtor_id: String(of.debtorId) }];
}
