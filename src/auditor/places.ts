import { dayIn, type Invariant } from './parts.ts';

/** Whether an attempt is about what a person owes as a consumer. */
const ofConsumer = `exists (select from debt t join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
	where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids) and t.product <> 'invoice' and d.kind = 'person')`;

/** Of the attempts of the window: what the law of one place asks and that of others does not. */
export const placeInvariants: readonly Invariant[] = [
	{
		name: 'nobody vulnerable is visited in the United Kingdom, and nobody unannounced',
		// CONC 7.9.12–14.
		text: `select a.debtor_id, 'visit ' || a.id || ' at ' || a.placed_at || ' to somebody known as vulnerable since ' || w.said_at as sentence from window_attempts a
		  join contact_wish w on w.tenant_id = $1 and w.debtor_id = a.debtor_id and w.kind = 'vulnerable' and w.said_at < a.placed_at and (w.ended_at is null or w.ended_at > a.placed_at)
		 where a.channel = 'visit' and a.jurisdiction ~ '\\mUK' and ${ofConsumer}
		union all
		select a.debtor_id, 'visit ' || a.id || ' at ' || a.placed_at || ' was not announced' from window_attempts a
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		 where a.channel = 'visit' and a.jurisdiction ~ '\\mUK' and ${ofConsumer} and p.facts -> 'ask' ->> 'announced' is distinct from 'true'`,
	},
	{
		name: 'at most 3 contacts in 7 dates about an account in New York City',
		// 6 RCNY 5-77 as of September 2026: tries of whatever channel, to the consumer.
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' about debt ' || t || ' after ' || max(n.count) || ' contacts in 7 dates of ' || min(z) as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral unnest(a.debt_ids) t cross join lateral (
			select count(*) as count from contact_attempt e where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id is not distinct from a.party_id and t = any (e.debt_ids)
			   and (e.placed_at, e.id) < (a.placed_at, a.id) and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - 7) n
		 where a.jurisdiction ~ '\\mUS-NY-NYC' and a.role <> 'third_party' and ${ofConsumer} and ${dayIn('z', 'a.placed_at')} >= '2026-09-01' and n.count >= 3
		 group by a.debtor_id, a.channel, a.id, a.placed_at, t`,
	},
	{
		name: 'at most 2 calls and texts in 7 dates about a debt in Massachusetts',
		// 940 CMR 7.04(1)(f), 209 CMR 18.16(1)(d), to whoever may be there: those that reached the number.
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' about debt ' || t || ' after ' || max(n.count) || ' calls and texts in 7 dates of ' || min(z) as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral unnest(a.debt_ids) t cross join lateral (
			select count(*) as count from contact_attempt e left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.recorded_at <= a.placed_at
			 where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id is not distinct from a.party_id and e.channel in ('voice', 'sms') and t = any (e.debt_ids)
			   and o.line is distinct from 'busy' and o.line is distinct from 'invalid' and o.said is distinct from 'wrong_person'
			   and (e.placed_at, e.id) < (a.placed_at, a.id) and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - 7) n
		 where a.channel in ('voice', 'sms') and a.jurisdiction ~ '\\mUS-MA' and a.role <> 'third_party' and ${ofConsumer} and n.count >= 2
		 group by a.debtor_id, a.channel, a.id, a.placed_at, t`,
	},
];
