import { dayIn, type Invariant } from './parts.ts';

/** Whom the law of the United States takes for the consumer (12 CFR 1006.6(a)), and whom a debt may be spoken of with by their office (1006.6(d)(1)). */
const known = `('spouse', 'guardian', 'parent', 'executor', 'successor_in_interest', 'attorney', 'consumer_reporting_agency', 'creditor', 'creditor_attorney', 'collector_attorney')`;
const there = `a.jurisdiction ~ '\\mUS' and exists (select from debt t join client c on c.tenant_id = t.tenant_id and c.id = t.client_id join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
	where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids) and t.product <> 'invoice' and d.kind = 'person' and c.collects_as <> 'creditor')`;
const stood = `g.given_at <= a.placed_at and coalesce(g.from_at, g.given_at) <= a.placed_at and (g.until_at is null or g.until_at > a.placed_at) and (g.revoked_at is null or g.revoked_at > a.placed_at)`;
const sixtyDays = (since: string) =>
	`not exists (select from unnest(a.zones) z where ${dayIn('z', 'a.placed_at')} - ${dayIn('z', since)} > 60)`;

/** Of the attempts of the window: what a consumer in the United States is asked for first, or told first. */
export const abroadInvariants: readonly Invariant[] = [
	{
		name: 'in the United States no text without consent, no third party asked twice, no demand without the notice',
		// 12 CFR 1006.6(d)(5): consent to texts at this number, of 60 days, or the number checked within them; 1006.10(b)(1), (c): location, once; 1006.34(a): within five days of the first communication.
		text: `select a.debtor_id, 'text ' || a.id || ' at ' || a.placed_at || ' to a number without a consent of 60 days' as sentence from window_attempts a
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id and p.purpose <> 'opt_out_confirmation'
		  join contact_point c on c.tenant_id = $1 and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		 where a.channel = 'sms' and a.role <> 'third_party' and ${there}
		   and not exists (select from contact_consent g where g.tenant_id = $1 and g.debtor_id = a.debtor_id and g.kind = 'texts' and g.contact_point_id = a.contact_point_id and ${stood}
		         and (${sixtyDays('g.given_at')} or c.reassignment_checked_at >= g.given_at and c.reassignment_checked_at <= a.placed_at and ${sixtyDays('c.reassignment_checked_at')}))
		union all
		-- 1006.6(d)(4): an address for e-mails that the consumer agreed to, or of which the creditor told them, for each debt, with thirty-five days to opt out that are over where they may be.
		select a.debtor_id, 'e-mail ' || a.id || ' at ' || a.placed_at || ' about debt ' || t || ' to an address without a consent, ' || coalesce('of which its creditor wrote on ' || n.sent_on || ' (' || n.domain || ', to opt out until ' || n.opt_out_until || ')', 'and its creditor wrote nothing')
		  from window_attempts a join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id and p.purpose <> 'opt_out_confirmation' cross join lateral unnest(a.debt_ids) t
		  left join lateral (select * from debt_notice n where n.tenant_id = $1 and n.debtor_id = a.debtor_id and n.debt_id = t and n.kind = 'creditor_email' and n.contact_point_id = a.contact_point_id and n.recorded_at <= a.placed_at
			order by n.sent_on desc, n.id desc limit 1) n on true
		 where a.channel = 'email' and a.role <> 'third_party' and ${there}
		   and not exists (select from contact_consent g where g.tenant_id = $1 and g.debtor_id = a.debtor_id and g.kind = 'emails' and g.contact_point_id = a.contact_point_id and ${stood})
		   and (n.id is null or n.domain <> 'public' or n.opt_out_until - n.sent_on < 35 or exists (select from unnest(a.zones) z where ${dayIn('z', 'a.placed_at')} <= n.opt_out_until))
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' asks person ' || a.party_id || ', who was asked in attempt ' || e.id from window_attempts a
		  join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id and y.relation not in ${known}
		  join contact_attempt e on e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id = a.party_id and (e.placed_at, e.id) < (a.placed_at, a.id)
		  left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.recorded_at <= a.placed_at
		 where a.role = 'third_party' and ${there} and (e.channel <> 'voice' or o.line is null or o.line in ('right_party', 'other_person'))
		   and not exists (select from contact_consent g where g.tenant_id = $1 and g.debtor_id = a.debtor_id and g.kind = 'third_parties' and ${stood})
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' demands debt ' || t || ', of which no validation notice was sent since ' || first.at from window_attempts a
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id and p.purpose = 'collect' cross join lateral unnest(a.debt_ids) t
		  cross join lateral (select min(e.placed_at) as at from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.line in ('right_party', 'delivered')
			left join party y on y.tenant_id = $1 and y.debtor_id = e.debtor_id and y.id = e.party_id
			where e.tenant_id = $1 and e.debtor_id = a.debtor_id and (e.party_id is null or o.line = 'right_party' and y.role = 'third_party') and t = any (e.debt_ids) and o.recorded_at < a.placed_at) first
		 where a.role <> 'third_party' and ${there} and exists (select from unnest(a.zones) z where ${dayIn('z', 'a.placed_at')} - ${dayIn('z', 'first.at')} > 5)
		   and not exists (select from debt_notice n where n.tenant_id = $1 and n.debtor_id = a.debtor_id and n.debt_id = t and n.kind = 'validation' and n.recorded_at <= a.placed_at)`,
	},
];
