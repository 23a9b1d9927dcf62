import { dayIn, hasAttorneyAt, inChina, type Invariant, owedBefore, roleIn, stoodAt, thereAt, timeIn } from './parts.ts';

/** Kinds of contact a person receives; a look at a number is none. */
const sent = `('voice', 'sms', 'email', 'letter', 'visit')`;

const inAmerica = `a.jurisdiction ~ '\\mUS' and exists (select from debt t join client c on c.tenant_id = t.tenant_id and c.id = t.client_id join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
	where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids) and t.product <> 'invoice' and d.kind = 'person' and c.collects_as <> 'creditor')`;

/** The person's consent that stood at an instant, of one of these kinds; `known`: when it was last asked whether it had been taken back. */
const consented = (
	kinds: string,
	at: string,
	known = at,
) => `select from contact_consent g where g.tenant_id = $1 and g.debtor_id = a.debtor_id and g.kind in (${kinds})
	and coalesce(g.from_at, g.given_at) <= ${at} and g.given_at <= ${at} and (g.until_at is null or g.until_at > ${at}) and (g.revoked_at is null or g.revoked_at > ${known})`;
/** What the debtor agreed to of times, calls and places opens these to the debtor alone; a court's leave, to whom it names. */
const ownConsent = (kinds: string, at: string, known = at) =>
	`${consented(`${kinds}, 'court'`, at, known)} and (g.kind = 'court' or a.party_id is null)`;
/** Consent to calls about a debt (12 CFR 1006.14(b)(3)(i)): seven dates from the day it was given, and until the next talk about it. */
const callConsented = (
	at: string,
) => `exists (${consented(`'calls'`, at)} and a.party_id is null and (g.debt_id is null or g.debt_id = t) and ${dayIn('z', at)} < ${dayIn('z', 'g.given_at')} + 7
	and not exists (select from contact_attempt k join contact_outcome ko on ko.tenant_id = $1 and ko.debtor_id = k.debtor_id and ko.attempt_id = k.id and ko.line = 'right_party'
		where k.tenant_id = $1 and k.debtor_id = a.debtor_id and k.channel = 'voice' and t = any (k.debt_ids) and k.placed_at > g.given_at and k.placed_at < ${at}))`;

/** When a carrier of the simulator's had the text of an attempt `a`, as its own number of it says. */
export const handed = `join message w on w.tenant_id = $1 and w.debtor_id = a.debtor_id and w.attempt_id = a.id
	cross join lateral (select case when w.carrier_id like 'handed %' then substr(w.carrier_id, 8)::timestamptz end as at) h`;

/** Hours of which an end before the beginning is on the next day. */
const within = (time: string, from: string, until: string) =>
	`case when ${from} < ${until} then ${time} >= ${from} and ${time} < ${until} else ${time} >= ${from} or ${time} < ${until} end`;

/** Whether an instant of `a` lies outside the hours of a zone `z`, and nothing the person agreed to opens it. */
const outside = (
	at: string,
	known = at,
) => `(${timeIn('z', at)} < '08:00' or case when ${inAmerica} then ${timeIn('z', at)} >= '21:01' when a.jurisdiction ~ '\\mUK' then ${timeIn('z', at)} >= '21:00' else ${timeIn('z', at)} >= '22:00' end)
	and not exists (${ownConsent(`'times'`, at, known)} and (g.kind = 'court' or g.until_at <= coalesce(g.from_at, g.given_at) + interval '24 hours'))
	and not (a.party_id is null and exists (select from agreed_hours w where w.tenant_id = $1 and w.debtor_id = a.debtor_id and w.agreed_at <= ${at} and (w.ended_at is null or w.ended_at > ${known})
		and ${within(`to_char(${at} at time zone z, 'HH24:MI')`, 'w.from_time', 'w.until_time')}))`;

/** Whether the dispute of a hold `h` came in time for one of the debts of `a`: within thirty days from the day its notice was received (12 CFR 1006.34(b)(5)), or on no day that is known. */
const inTime = `exists (select from unnest(a.debt_ids) about (debt) where not exists (select from debt_notice n where n.tenant_id = $1 and n.debtor_id = a.debtor_id and n.debt_id = about.debt and n.kind = 'validation'
	and n.recorded_at <= a.asked_at and n.received_on is not null and not exists (select from unnest(a.zones) z where ${dayIn('z', 'h.from_at')} - n.received_on <= 30)))`;

/** Earlier attempts on the same debtor, looked at as of an attempt `a`, with where they went. */
const earlier = `select e.*, ${roleIn('e.debt_ids', 'e.placed_at')} as role, o.line, o.said, o.line is null or o.line in ('right_party', 'other_person') as answered
	from contact_attempt e left join party y on y.tenant_id = $1 and y.debtor_id = e.debtor_id and y.id = e.party_id
	left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.recorded_at <= a.placed_at
	where e.tenant_id = $1 and e.debtor_id = a.debtor_id and (e.placed_at, e.id) < (a.placed_at, a.id) and e.placed_at > a.placed_at - interval '9 days'`;

/** A cap that was used up when an attempt was placed: `count` of `what` within `days` calendar dates of any zone. */
const cap = (of: { when: string; what: string; days: number; count: number; from?: string; says: string }) => `
	select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ': ${of.says} already ' || max(n.count) || ' by the dates of ' || min(z) as sentence
	  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral (
		select count(*) as count from (${earlier}) e where ${of.what} and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - ${of.days}) n
	 where ${of.when} and n.count >= ${of.count} ${of.from ? `and ${dayIn('z', 'a.placed_at')} >= '${of.from}'` : ''} group by a.debtor_id, a.channel, a.id, a.placed_at`;

/** The lowest of a limit that the house (as it was then, by the record) and the clients of these debts (as it is now) set of their own. */
const ownLimit = (
	name: string,
) => `least((select (case when x.at is null then t.settings -> 'contactLimits' else x.limits end ->> '${name}')::int from tenant t
	  left join lateral (select h.at, h.limits from house_limits h where h.at <= a.placed_at order by h.at desc limit 1) x on true where t.tenant_id = $1),
	(select min((c.mandate -> 'contactLimits' ->> '${name}')::int) from debt t join client c on c.tenant_id = $1 and c.id = t.client_id where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids)))`;
const ownCap = (name: string, channels: string, days: number) => `
	select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ': already ' || max(n.count) || ' of ${name}' as sentence
	  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral (
		select count(*) as count from (${earlier}) e where e.channel in (${channels}) and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - ${days}) n
	 where a.channel in (${channels}) and n.count >= ${ownLimit(name)} group by a.debtor_id, a.channel, a.id, a.placed_at`;

/** Whether an attempt went to one of those whose office a debt concerns (12 CFR 1006.6(d)(1)(ii)–(vi)): what keeps the consumer from calls does not keep them. */
const byOffice = `(a.jurisdiction ~ '\\mUS' and exists (select from party y where y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id and y.role = 'third_party'
	and y.relation in ('attorney', 'consumer_reporting_agency', 'creditor', 'creditor_attorney', 'collector_attorney')))`;

export const contactInvariants: readonly Invariant[] = [
	{
		name: 'no contact outside the hours of any zone of the person',
		// 08:00-22:00 (CN-T1, and the house's where no law sets hours), 08:00-21:00 itself for a consumer in the United States, to 21:00 in the United Kingdom (the house's); the person's recorded agreement or consent opens more.
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' is ' || ${timeIn('z', 'a.placed_at')}::time(0) || ' in ' || z as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z where ${outside('a.placed_at')}
		union all
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || ${timeIn('z', 'h.at')}::time(0) || ' in ' || z from window_attempts a ${handed} cross join lateral unnest(a.zones) z where h.at is not null and ${outside('h.at')}
		union all
		-- What was permitted was permitted by the hours, and the law, of where they were.
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ', and at ' || e.at || ' it was told that they are elsewhere' from window_attempts a ${handed}
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.act = 'debtor.whereabouts' and e.outcome = 'done' and e.at > a.placed_at and e.at < h.at
		union all
		select a.debtor_id, 'permit ' || a.id || ' is good until ' || ${timeIn('z', 'a.placed_at')}::time(0) || ' in ' || z from (
			select p.id, p.debtor_id, p.party_id, p.debt_ids, p.asked_at, p.expires_at - interval '1 microsecond' as placed_at, there.zones, there.jurisdiction from contact_permit p ${thereAt('p.debtor_id', 'p.asked_at')}
			 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and p.channel <> 'unmask') a cross join lateral unnest(a.zones) z where ${outside('a.placed_at', 'a.asked_at')}
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' is outside the hours the client set' from window_attempts a cross join lateral unnest(a.zones) z
		  join debt t on t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids) join client c on c.tenant_id = $1 and c.id = t.client_id
		 where c.mandate #>> '{contactLimits,contact_hours,from}' is not null
		   and not (to_char(a.placed_at at time zone z, 'HH24:MI') >= c.mandate #>> '{contactLimits,contact_hours,from}' and to_char(a.placed_at at time zone z, 'HH24:MI') < c.mandate #>> '{contactLimits,contact_hours,until}')`,
	},
	{
		name: 'at most 3 answered calls a day for each lender and debtor',
		text: `select a.debtor_id, 'call ' || a.id || ' at ' || a.placed_at || ': ' || n.count || ' calls for lender ' || c.creditor_id || ' were answered that day in ' || z as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z
		  cross join lateral (select distinct t.creditor_id from debt t where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids)) c
		  cross join lateral (select count(*) as count from (${earlier}) e where e.channel = 'voice' and (e.role <> 'third_party' or e.line = 'right_party') and e.answered and ${dayIn('z', 'e.placed_at')} = ${dayIn('z', 'a.placed_at')}
			 and exists (select from debt t where t.tenant_id = $1 and t.debtor_id = e.debtor_id and t.id = any (e.debt_ids) and t.creditor_id = c.creditor_id)) n
		 where a.channel = 'voice' and a.role <> 'third_party' and ${inChina} and n.count >= 3`,
	},
	{
		name: 'at most 6 calls a day to one number',
		text: `select a.debtor_id, 'call ' || a.id || ' at ' || a.placed_at || ': the number was called ' || n.count || ' times that day in ' || z as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral (
			select count(*) as count from contact_attempt e join contact_point p on p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.id = e.contact_point_id
			 where e.tenant_id = $1 and e.value_index = a.number and p.value_index = a.number and e.channel = 'voice' and (e.placed_at, e.id) < (a.placed_at, a.id) and e.placed_at > a.placed_at - interval '30 hours'
			   and ${dayIn('z', 'e.placed_at')} = ${dayIn('z', 'a.placed_at')}) n
		 where a.channel = 'voice' and ${inChina} and ${dayIn('z', 'a.placed_at')} >= '2026-01-30' and n.count >= 6`,
	},
	{
		name: 'at most 1 message a day and 3 in 7 dates for each debtor',
		// The house's own for China, where no number was found; WeChat of the agency (social) as a text message.
		text: ['sms', 'social']
			.flatMap((channel) => [
				cap({
					when: `a.channel = '${channel}' and ${inChina}`,
					what: `e.channel = '${channel}'`,
					days: 1,
					count: 1,
					says: 'messages that day',
				}),
				cap({
					when: `a.channel = '${channel}' and ${inChina}`,
					what: `e.channel = '${channel}'`,
					days: 7,
					count: 3,
					says: 'messages in 7 dates',
				}),
			])
			.join(' union all '),
	},
	{
		name: 'at most 1 visit a day, by 2 people at least',
		text: `${cap({ when: `a.channel = 'visit' and ${inChina}`, what: `e.channel = 'visit'`, days: 1, count: 1, from: '2025-02-28', says: 'visits that day' })}
		union all
		select a.debtor_id, 'visit ' || a.id || ' by ' || coalesce(p.facts -> 'ask' ->> 'people', 'nobody knows how many') from window_attempts a
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id where a.channel = 'visit' and ${inChina} and ${dayIn('a.zones[1]', 'a.placed_at')} >= '2026-01-30' and coalesce((p.facts -> 'ask' ->> 'people')::int, 0) < 2
		union all
		-- 中国银行业协会催收工作指引 (CN-V1), CONC 7.9.14: nobody's home is entered without their leave.
		select a.debtor_id, 'visit ' || a.id || ' enters a home, and nothing says that they agreed' from window_attempts a join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		 where a.channel = 'visit' and (${inChina} or a.jurisdiction ~ '\\mUK') and (p.facts -> 'ask' ->> 'enters_home')::boolean and not coalesce((p.facts -> 'ask' ->> 'entry_agreed')::boolean, false)`,
	},
	{
		name: 'automatic calls: 1 a minute, 5 an hour, 20 in 24 hours to one number',
		text: `select a.debtor_id, 'automatic call ' || a.id || ' at ' || a.placed_at || ' after ' || n.minute || '/' || n.hour || '/' || n.day || ' calls in a minute/hour/24 hours' as sentence
		  from window_attempts a join login l on l.tenant_id = $1 and l.id = a.made_by and l.role = 'system' cross join lateral (
			select count(*) filter (where e.placed_at > a.placed_at - interval '1 minute') as minute, count(*) filter (where e.placed_at > a.placed_at - interval '1 hour') as hour, count(*) as day
			  from contact_attempt e where e.tenant_id = $1 and e.value_index = a.number and e.channel = 'voice' and (e.placed_at, e.id) < (a.placed_at, a.id) and e.placed_at > a.placed_at - interval '24 hours') n
		 where a.channel = 'voice' and ${inChina} and (n.minute >= 1 or n.hour >= 5 or n.day >= 20)`,
	},
	{
		name: 'no more than the house and the client allow',
		text: `with house_limits as materialized (select e.at, e.input -> 'limits' as limits from record_entry e where e.tenant_id = $1 and e.act = 'house.limit' and e.outcome = 'done')
		${ownCap('calls_per_day_max', `'voice'`, 1)} union all ${ownCap('calls_per_week_max', `'voice'`, 7)} union all ${ownCap('messages_per_week_max', `'sms', 'email'`, 7)}`,
	},
	{
		name: 'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk',
		text: `select a.debtor_id, 'call ' || a.id || ' at ' || a.placed_at || ' about debt ' || t || ': ' || n.calls || ' calls and ' || n.talks || ' talks in 7 dates of ' || z as sentence
		  from window_attempts a cross join lateral unnest(a.zones) z cross join lateral unnest(a.debt_ids) t cross join lateral (
			select count(*) filter (where e.line is distinct from 'busy' and e.line is distinct from 'invalid' and e.said is distinct from 'wrong_person' and not ${callConsented('e.placed_at')}) as calls, count(*) filter (where e.line = 'right_party' or e.line = 'other_person' and e.role = 'third_party') as talks
			  from (${earlier}) e where e.channel = 'voice' and t = any (e.debt_ids) and (e.party_id is not distinct from a.party_id or a.party_id is null and e.role = 'third_party' and e.line = 'right_party') and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - 7) n
		 where a.channel = 'voice' and ${inAmerica} and (n.calls >= 7 or n.talks >= 1)
		   and not ${callConsented('a.placed_at')}
		   -- 1006.14(b)(3)(iii): calls to those concerned by their office neither count nor are limited.
		   and not ${byOffice}`,
	},
	{
		name: 'every attempt uses exactly one permit, once, in time',
		text: `select a.debtor_id, 'attempt ' || a.id || ' at ' || a.placed_at || ': '
			|| coalesce('permit ' || p.id || case when p.permitted then '' else ' that was refused' end || ' of ' || p.asked_at || ' to ' || coalesce(p.expires_at::text, '-') || ' for ' || p.channel || ' at ' || coalesce(p.contact_point_id::text, '-'), 'no permit') as sentence
		  from contact_attempt a left join contact_permit p on p.tenant_id = a.tenant_id and p.debtor_id = a.debtor_id and p.id = a.permit_id
		  left join contact_point c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		  join debtor b on b.tenant_id = $1 and b.id = a.debtor_id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3
		   and (p.id is null or not p.permitted or a.placed_at < p.asked_at or a.placed_at >= p.expires_at or p.expires_at > p.asked_at + interval '10 minutes'
		        or p.contact_point_id is distinct from a.contact_point_id or p.party_id is distinct from a.party_id or p.channel <> a.channel or a.channel not in ${sent}
		        or a.value_index is distinct from p.value_index or b.erased_at is null and c.value_index is distinct from a.value_index or c.party_id is distinct from a.party_id or p.debt_ids <> a.debt_ids or p.creditor_ids <> a.creditor_ids
		        or a.work_item_id is not null and not exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = a.debtor_id and w.id = a.work_item_id)
		        or (select array_agg(distinct t.creditor_id order by t.creditor_id) from debt t where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids)) is distinct from (select array_agg(distinct c order by c) from unnest(a.creditor_ids) c)
		        or (select count(*) from contact_attempt u where u.tenant_id = $1 and u.debtor_id = a.debtor_id and u.permit_id = a.permit_id) <> 1)
		union all
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ', its permit ended at ' || p.expires_at from contact_attempt a join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id ${handed}
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and h.at >= p.expires_at
		union all
		select p.debtor_id, 'permit ' || p.id || ' of ' || p.asked_at || ' lasts until ' || coalesce(p.expires_at::text, '-') from contact_permit p
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and (p.expires_at is null or p.expires_at <= p.asked_at or p.expires_at > p.asked_at + interval '10 minutes')
		union all
		-- What is asked for as a letter counts as no call: it goes where letters go, a visit where somebody lives, and a call to a telephone, whose number has limits of its own.
		select p.debtor_id, 'permit ' || p.id || ' of ' || p.asked_at || ' is for a contact by ' || p.channel || ', by a point that is ' || c.kind from contact_permit p
		  join contact_point c on c.tenant_id = $1 and c.debtor_id = p.debtor_id and c.id = p.contact_point_id
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and not (p.channel = 'unmask' or c.kind = case p.channel when 'sms' then 'mobile' when 'email' then 'email' when 'letter' then 'address' when 'visit' then 'address' else 'mobile' end or p.channel = 'voice' and c.kind = 'landline')
		union all
		select p.debtor_id, 'permit ' || p.id || ' of ' || p.asked_at || ' is about no debt' from contact_permit p
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and cardinality(p.debt_ids) = 0`,
	},
	{
		name: 'no contact while a hold is in force',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' during a hold (' || h.kind || ') since ' || h.from_at as sentence
		  from window_attempts a join hold h on h.tenant_id = $1 and h.debtor_id = a.debtor_id join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		 where ${stoodAt('h', 'a.placed_at')} and h.from_at < a.placed_at and (h.debt_id is null or h.debt_id = any (a.debt_ids))
		   and not (a.role in ('third_party', 'guarantor', 'co_borrower') and h.kind in ('deceased', 'incapacity'))
		   and not (h.kind = 'minor' and exists (select from party y where y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id and y.relation in ('parent', 'guardian')))
		   and not (h.kind = 'cease_request' and p.purpose in ('closing_notice', 'remedy_notice', 'required_by_law', 'opt_out_confirmation'))
		   and not (h.kind in ('counsel', 'cease_request') and ${byOffice})
		   and not (h.kind = 'counsel' and (exists (${consented(`'attorney', 'court'`, 'a.placed_at')}) or not ${hasAttorneyAt('h', 'a.placed_at')}))
		union all
		-- Debt Respite Scheme Regulations 2020, reg. 32(2): thirty days more from the end of a crisis's treatment, here all thirty that come after its last day, whatever end the hold was given.
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ', within thirty days after the treatment of a crisis ended on ' || h.treatment_ended_on from window_attempts a
		  join hold h on h.tenant_id = $1 and h.debtor_id = a.debtor_id and h.kind = 'breathing_space' and h.crisis and (h.debt_id is null or h.debt_id = any (a.debt_ids))
		 where h.from_at < a.placed_at and (h.lifted_at is null or h.lifted_at > a.placed_at) and a.jurisdiction ~ '\\mUK' and ${dayIn(`'Europe/London'`, 'a.placed_at')} - h.treatment_ended_on <= 30
		union all
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ' during a hold (' || k.kind || ') since ' || k.from_at from contact_attempt a ${handed}
		  join hold k on k.tenant_id = $1 and k.debtor_id = a.debtor_id and (k.debt_id is null or k.debt_id = any (a.debt_ids)) and k.from_at < h.at and ${stoodAt('k', 'h.at')} and (k.kind <> 'counsel' or ${hasAttorneyAt('k', 'h.at')})
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3`,
	},
	{
		name: 'what the debtor said holds at once',
		text: `select o.debtor_id, 'outcome of attempt ' || o.attempt_id || ' at ' || o.recorded_at || ': ' || o.said || ', and no hold of it' as sentence from contact_outcome o
		 where o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3
		   and (o.said in ('disputes', 'complains', 'deceased') or o.line = 'right_party' and o.said in ('hardship', 'refuses_contact'))
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = o.debtor_id and h.from_at = o.recorded_at and h.until_at is null
		         and h.kind = case o.said when 'disputes' then 'dispute' when 'complains' then 'complaint' when 'refuses_contact' then 'cease_request' else o.said end)
		union all
		-- 12 CFR 1006.6(c)(1): who refuses in writing to pay is not contacted any more.
		select a.debtor_id, 'attempt ' || a.id || ' by ' || a.channel || ': they wrote back that they will not pay, and no hold of it' from window_attempts a
		  join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.said = 'will_not_pay' and o.line in ('right_party', 'delivered')
		 where a.channel in ('sms', 'email', 'letter') and a.role <> 'third_party' and ${inAmerica} and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = o.debtor_id and h.from_at = o.recorded_at and h.kind = 'cease_request')
		union all
		-- 12 CFR 1006.38(d)(2): the law itself stops what was disputed in writing and in time; for one who came later it is the house that stops.
		select a.debtor_id, 'permit ' || a.id || ' of ' || a.asked_at || ' was refused ' || case when of.timely then 'by the house alone' else 'as by the law' end || ', and the dispute of ' || of.since || ' came ' || case when of.timely then 'in time' else 'too late' end
		  from (select p.*, there.zones, there.jurisdiction from contact_permit p ${thereAt('p.debtor_id', 'p.asked_at')}
			where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and not p.permitted and p.channel <> 'unmask' and p.purpose not in ('validation_notice', 'required_by_law')) a
		  cross join lateral (select bool_or(${inTime}) as timely, min(h.from_at) as since from hold h
			where h.tenant_id = $1 and h.debtor_id = a.debtor_id and h.kind = 'dispute' and h.debt_id is null and h.written is distinct from false and h.from_at < a.asked_at and ${stoodAt('h', 'a.asked_at')}) of
		 where ${inAmerica} and of.timely <> exists (select from jsonb_array_elements(a.reasons) r where r ->> 'rule' = 'US-V2' and r ->> 'verdict' = 'refuses')`,
	},
	{
		name: 'no contact about a debt that is paid or was taken back',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' about debt ' || t || ', on which nothing was owed' as sentence
		  from window_attempts a cross join lateral unnest(a.debt_ids) t where ${owedBefore('a.debtor_id', 'array[t]', 'a.placed_at')} <= 0
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' about debt ' || d.id || ', taken back on ' || l.ended_at from window_attempts a
		  join debt d on d.tenant_id = $1 and d.debtor_id = a.debtor_id and d.id = any (a.debt_ids) join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.ended_at < a.placed_at
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' about debt ' || d.id || ', whose mandate ended on ' || d.recall_due_on from window_attempts a
		  join debt d on d.tenant_id = $1 and d.debtor_id = a.debtor_id and d.id = any (a.debt_ids) and d.recall_due_on < (a.placed_at at time zone $4)::date
		 where not exists (select from contact_permit p where p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id and p.purpose in ('closing_notice', 'remedy_notice', 'required_by_law', 'opt_out_confirmation'))
		union all
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' about no debt' from window_attempts a where cardinality(a.debt_ids) = 0
		union all
		select p.debtor_id, 'permit ' || p.id || ' of ' || p.asked_at || ' is for debt ' || d.id || ', taken back on ' || l.ended_at from contact_permit p
		  join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = any (p.debt_ids) join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.ended_at < p.asked_at
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted`,
	},
	{
		name: 'no contact the person asked us to leave',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' against the wish of ' || w.said_at || ' (' || w.kind || ')' as sentence
		  from window_attempts a join contact_wish w on w.tenant_id = $1 and w.debtor_id = a.debtor_id and w.said_at < a.placed_at and (w.ended_at is null or w.ended_at > a.placed_at)
		  left join contact_point c on c.tenant_id = $1 and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.at >= a.placed_at and e.act = 'debtor.people')
		 where a.role <> 'third_party' and (w.kind = 'refused_medium' and w.channel = a.channel
		    or (w.kind = 'inconvenient_place' and c.place = w.place or w.kind = 'employer_forbids' and c.place = 'work') and not exists (${ownConsent(`'places'`, 'a.placed_at')})
		    or (a.jurisdiction ~ '\\mCN' or a.jurisdiction ~ '\\mUS' and a.channel in ('voice', 'sms')) and w.kind = 'no_automatic_contact' and exists (select from login l where l.tenant_id = $1 and l.id = a.made_by and l.role = 'system')
		       -- A person's own words are no machine's.
		       and not exists (select from message m where m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id and m.template = 'typed')
		    or w.kind = 'inconvenient_time' and exists (select from unnest(a.zones) z cross join (values (0), (1)) back (days)
		        where (w.weekdays is null or extract(isodow from ${dayIn('z', 'a.placed_at')} - back.days)::smallint = any (w.weekdays))
		        and (w.from_on is null or ${dayIn('z', 'a.placed_at')} - back.days >= w.from_on) and (w.until_on is null or ${dayIn('z', 'a.placed_at')} - back.days <= w.until_on)
		        -- An end before the beginning is on the next day.
		        and case when coalesce(w.from_time, '00:00') < coalesce(w.until_time, '24:00') then back.days = 0 and to_char(a.placed_at at time zone z, 'HH24:MI') >= coalesce(w.from_time, '00:00') and to_char(a.placed_at at time zone z, 'HH24:MI') < coalesce(w.until_time, '24:00')
		                 when back.days = 0 then to_char(a.placed_at at time zone z, 'HH24:MI') >= w.from_time else to_char(a.placed_at at time zone z, 'HH24:MI') < w.until_time end))
		   and not (w.kind = 'inconvenient_time' and exists (${ownConsent(`'times'`, 'a.placed_at')}))
		union all
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ', and at ' || u.said_at || ' no more texts were wanted' from window_attempts a ${handed}
		  join contact_wish u on u.tenant_id = $1 and u.debtor_id = a.debtor_id and u.kind = 'refused_medium' and u.channel = a.channel and u.said_at > a.placed_at and u.said_at < h.at and (u.ended_at is null or u.ended_at > h.at)
		 where a.role <> 'third_party'
		union all
		-- CONC 7.15.8: payment is not demanded any more once the customer said that they will not pay what is statute-barred.
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ', and at ' || e.recorded_at || ' it was told that they will not pay what is barred' from window_attempts a ${handed}
		  join limitation_event e on e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.debt_id = any (a.debt_ids) and e.kind = 'refused_as_barred' and e.recorded_at < h.at and (e.withdrawn_at is null or e.withdrawn_at > h.at)
		  join debt t on t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = e.debt_id and t.overdue_since + interval '6 years' < ${dayIn(`'Europe/London'`, 'h.at')} where a.jurisdiction ~ '\\mUK'`,
	},
];
