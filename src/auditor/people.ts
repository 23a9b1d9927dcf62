import { handed } from './contact.ts';
import { answersAs, answersFor, dayIn, inChina, inPerson, type Invariant, roleIn, stoodAt, thereAt } from './parts.ts';

const third = `(select * from window_attempts a where a.role = 'third_party') a`;

/** Whom a debt may be spoken of with in the United States although they owe nothing: who stands for the consumer, of a minor or of the dead while that is on record (12 CFR 1006.6(a)), and who is concerned by their office (1006.6(d)(1)). */
const spokenWith = `(a.jurisdiction ~ '\\mUS' and exists (select from party y where y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
	and (y.relation in ('spouse', 'guardian', 'successor_in_interest', 'attorney', 'consumer_reporting_agency', 'creditor', 'creditor_attorney', 'collector_attorney')
	     or exists (select from hold h where h.tenant_id = $1 and h.debtor_id = a.debtor_id and ${stoodAt('h', 'a.placed_at')} and (y.relation, h.kind) in (('parent', 'minor'), ('executor', 'deceased'))))))`;

/** When the debtor was last spoken with before an attempt, whoever was called and by whatever medium, or promised something. */
const reachedBefore = `(select max(r.at) from (
	select e.placed_at as at from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
	 where e.tenant_id = $1 and e.debtor_id = a.debtor_id and (o.line = 'right_party' or e.party_id is null and o.line = 'delivered' and o.said not in ('none', 'wrong_person', 'deceased')) and o.recorded_at < a.placed_at
	union all select q.made_at from promise q where q.tenant_id = $1 and q.debtor_id = a.debtor_id and q.made_at < a.placed_at) r)`;

/** Earlier calls to the debtor in person that have an outcome, since they were last reached: the last three. */
const lastThree = `select o.line in ('right_party', 'other_person') as answered from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
	where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.channel = 'voice' and e.party_id is null and e.placed_at < a.placed_at and e.placed_at > coalesce(${reachedBefore}, '-infinity') order by e.placed_at desc, e.id desc limit 3`;

/** Whether a number was known to be none of the person's before an attempt: by an outcome, or by a state that no outcome explains. */
const deadBefore = (
	point: string,
) => `(exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.contact_point_id = ${point}.id and e.channel = 'voice' and o.recorded_at < a.placed_at
		  and (o.line = 'invalid' or o.said = 'wrong_person' or o.said = 'refuses_contact' and o.line <> 'right_party' and exists (select from party y where y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = ${point}.party_id and y.role = 'third_party')))
	or ${point}.state not in ('unverified', 'good') and not exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.contact_point_id = ${point}.id and (o.line = 'invalid' or o.said in ('wrong_person', 'refuses_contact'))))`;

/** Whether somebody else answered that number of the debtor's own before and wanted no calls there (CN-P3, 12 CFR 1006.14(h)(1)): it is not used again, and yet no wrong one. */
const refusedBefore = `(c.party_id is null and exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.contact_point_id = c.id and e.channel = 'voice' and o.line = 'other_person' and o.said = 'refuses_contact' and o.recorded_at < a.placed_at))`;

/** Outcomes of contacts of somebody's debtor, whoever was meant. */
const talks = (
	of: string,
) => `contact_outcome o join contact_attempt a on a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
	where o.tenant_id = $1 and o.debtor_id = ${of}.debtor_id`;

export const peopleInvariants: readonly Invariant[] = [
	{
		name: 'a third party is contacted only while the debtor is lost',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' goes to person ' || a.party_id || ' although the debtor can be reached' as sentence from ${third}
		 where ${inChina} and exists (select from contact_point p where p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.party_id is null and p.kind in ('mobile', 'landline') and not ${deadBefore('p')})
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = a.debtor_id and h.kind in ('deceased', 'incapacity') and ${stoodAt('h', 'a.placed_at')})
		   and (select count(*) filter (where not l.answered) from (${lastThree}) l) < 3`,
	},
	{
		name: 'nobody under eighteen is taken in',
		text: `select d.debtor_id, 'debt ' || d.id || ' was taken in on ' || ${dayIn('$4', 'd.created_at')} || ' of somebody born on ' || b.birth_on as sentence
		  from debt d join debtor b on b.tenant_id = $1 and b.id = d.debtor_id where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3 and b.birth_on + interval '18 years' > ${dayIn('$4', 'd.created_at')}`,
	},
	{
		name: 'a third party is asked for the debtor and told nothing',
		// That it is said to whoever calls is of GB/T 45251-2025. No law says by which channel, but what the house itself writes is for whoever owes.
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' goes to person ' || a.party_id || ' to ' || p.purpose || coalesce(' naming ' || (p.facts -> 'ask' ->> 'amount_minor'), '') as sentence
		  from ${third} join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		 where exists (select from message m where m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id) or (p.purpose = 'collect' or p.facts -> 'ask' ->> 'amount_minor' is not null) and not ${spokenWith} or not ('locate_or_relay_only' = any (p.obligations)) and ${inChina} and a.placed_at >= '2025-02-28+08'
		    or a.jurisdiction ~ '\\mCN' and p.facts -> 'ask' -> 'content' ? 'tells_third_party'`,
	},
	{
		name: 'nobody is asked for a debt they do not answer for',
		text: `select p.debtor_id, 'permit ' || p.id || ' (' || p.channel || ') at ' || p.asked_at || ' lets person ' || p.party_id || ', ' || y.role || ' of another, be asked for debt ' || t as sentence
		  from contact_permit p join party y on y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id and y.role <> 'third_party'
		  join debtor b on b.tenant_id = $1 and b.id = p.debtor_id and b.erased_at is null cross join lateral unnest(p.debt_ids) t
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and p.channel <> 'unmask' and (p.purpose = 'collect' or p.facts -> 'ask' ->> 'amount_minor' is not null)
		   and not ${answersFor('t', 'p.asked_at')}
		union all
		-- What they agree to is what they answer for.
		select p.debtor_id, 'promise ' || p.id || ' on debt ' || p.debt_id || ' was given in attempt ' || a.id || ' by person ' || y.id || ', ' || y.role || ' of another' from promise p
		  join contact_attempt a on a.tenant_id = $1 and a.debtor_id = p.debtor_id and a.id = p.attempt_id join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
		 where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3 and ${roleIn('a.debt_ids', 'a.placed_at')} in ('guarantor', 'co_borrower') and not ${answersFor('p.debt_id', 'p.made_at')}
		union all
		-- Who borrowed one loan and guarantees another is either, as the debt is that they are asked about.
		select p.debtor_id, 'permit ' || p.id || ' (' || p.channel || ') at ' || p.asked_at || ' takes person ' || p.party_id || ' for ' || (p.facts -> 'facts' ->> 'party') || ' of debt ' || p.debt_ids[1] || ', for which they answer as ' || ${answersAs('p.debt_ids[1]', 'p.asked_at')}
		  from contact_permit p join party y on y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id and y.role <> 'third_party'
		  join debtor b on b.tenant_id = $1 and b.id = p.debtor_id and b.erased_at is null
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and cardinality(p.debt_ids) = 1 and p.facts -> 'facts' ->> 'party' <> ${answersAs('p.debt_ids[1]', 'p.asked_at')}`,
	},
	{
		name: 'a third party who refused is left alone for good',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' goes to person ' || a.party_id || ', who had refused' as sentence from ${third}
		 where exists (select from party y where y.tenant_id = $1 and y.person_index = a.person_index and y.refused_at < a.placed_at
		         and (y.debtor_id = a.debtor_id or exists (select from debt theirs join debt ours on ours.tenant_id = $1 and ours.debtor_id = a.debtor_id and ours.creditor_id = theirs.creditor_id where theirs.tenant_id = $1 and theirs.debtor_id = y.debtor_id)))
		    -- Whatever name a file gives to whom that number reaches.
		    or exists (select from contact_point c join party y on y.tenant_id = $1 and y.debtor_id = c.debtor_id and y.id = c.party_id and y.refused_at < a.placed_at
		         where c.tenant_id = $1 and c.value_index = a.number and c.sourced_on <= ${dayIn('$4', 'a.placed_at')}
		           and exists (select from debt theirs join debt ours on ours.tenant_id = $1 and ours.debtor_id = a.debtor_id and ours.creditor_id = theirs.creditor_id where theirs.tenant_id = $1 and theirs.debtor_id = c.debtor_id))
		    -- So is whoever has a number at which somebody refused who answered it in the place of its debtor.
		    or exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		         where e.tenant_id = $1 and e.value_index = a.number and e.party_id is null and e.channel = 'voice' and o.line = 'other_person' and o.said = 'refuses_contact' and o.recorded_at < a.placed_at
		           and exists (select from debt theirs join debt ours on ours.tenant_id = $1 and ours.debtor_id = a.debtor_id and ours.creditor_id = theirs.creditor_id where theirs.tenant_id = $1 and theirs.debtor_id = e.debtor_id))
		    or exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		         where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id = a.party_id and o.said = 'refuses_contact' and o.line <> 'right_party' and o.recorded_at < a.placed_at)
		    -- Of the erased nobody can tell who their people were; by which number they were called, and what they said, stays with the call.
		    or exists (select from contact_attempt e join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		         join debtor b on b.tenant_id = $1 and b.id = e.debtor_id and b.erased_at <= a.placed_at join party y on y.tenant_id = $1 and y.debtor_id = e.debtor_id and y.id = e.party_id and y.role = 'third_party'
		         where e.tenant_id = $1 and e.value_index = a.number and e.channel = 'voice' and o.said = 'refuses_contact' and o.line <> 'right_party' and o.recorded_at < a.placed_at
		           and exists (select from debt theirs join debt ours on ours.tenant_id = $1 and ours.debtor_id = a.debtor_id and ours.creditor_id = theirs.creditor_id where theirs.tenant_id = $1 and theirs.debtor_id = e.debtor_id))`,
	},
	{
		name: 'a third party was named by the debtor',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' goes to person ' || a.party_id || ', whom the debtor never named' as sentence from ${third}
		  join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id where a.jurisdiction ~ '\\mCN' and not y.named_by_debtor`,
	},
	{
		name: 'a third party is called at most twice in 7 dates, and not again after a talk',
		text: `select a.debtor_id, 'call ' || a.id || ' at ' || a.placed_at || ' to person ' || a.party_id || ' after ' || n.calls || ' calls and ' || n.talks || ' talks in 7 dates' as sentence
		  from ${third} cross join lateral unnest(a.zones) z cross join lateral (
			select count(*) as calls, count(*) filter (where o.line is null or o.line in ('right_party', 'other_person')) as talks
			  from contact_attempt e left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id
			 where e.tenant_id = $1 and e.debtor_id = a.debtor_id and (e.party_id = a.party_id or e.party_id is not null and e.value_index = a.number) and e.channel = 'voice' and (e.placed_at, e.id) < (a.placed_at, a.id)
			   and ${dayIn('z', 'e.placed_at')} > ${dayIn('z', 'a.placed_at')} - 7) n
		 where a.channel = 'voice' and a.jurisdiction ~ '\\mCN' and (n.calls >= 2 or n.talks >= 1)`,
	},
	{
		name: 'no contact by a number that is wrong or has no source',
		// Source and term are asked for by China's law of personal information alone (CN-D1).
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' by contact point ' || c.id || ' (' || c.state || ', source "' || c.source || '", until ' || coalesce(c.expires_on::text, '-') || ')' as sentence
		  from window_attempts a join contact_point c on c.tenant_id = $1 and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		  join debtor b on b.tenant_id = $1 and b.id = a.debtor_id and (b.erased_at is null or b.erased_at <= a.placed_at)
		 where a.jurisdiction ~ '\\mCN' and (trim(c.source) = '' or trim(c.lawful_basis) = '' or exists (select from unnest(a.zones) z where c.expires_on < ${dayIn('z', 'a.placed_at')})) or ${deadBefore('c')} or ${refusedBefore}
		union all
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ', and at ' || o.recorded_at || ' its number was ' || o.line || ', ' || o.said from window_attempts a ${handed}
		  join contact_attempt k on k.tenant_id = $1 and k.debtor_id = a.debtor_id and k.contact_point_id = a.contact_point_id
		  join contact_outcome o on o.tenant_id = $1 and o.debtor_id = k.debtor_id and o.attempt_id = k.id and (o.line = 'invalid' or o.line = 'other_person' and o.said in ('wrong_person', 'refuses_contact'))
		 where o.recorded_at > a.placed_at and o.recorded_at < h.at`,
	},
	{
		name: 'whoever calls has passed the exam and was trained within 12 months',
		// As it was written down last before the call; where it was only written down since, nobody can tell.
		text: `with written as materialized (select e.input ->> 'login' as login, e.at, e.input ->> 'trained_on' as trained_on, e.input ->> 'exam_passed_on' as exam_passed_on
			from record_entry e where e.tenant_id = $1 and e.act = 'login.certify' and e.outcome = 'done')
		select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' by ' || l.name || ', trained on ' || coalesce(c.trained_on::text, 'no day') as sentence
		  from window_attempts a left join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id and m.template = 'typed'
		  -- Who typed it, as it was entered, whoever hands it over.
		  left join lateral (select e.actor_id from record_entry e where e.tenant_id = $1 and e.debtor_id = m.debtor_id and e.act = 'message.type' and e.outcome = 'done' and e.answer ->> 'id' = m.id::text limit 1) typed on true
		  join login l on l.tenant_id = $1 and l.id = coalesce(typed.actor_id, a.made_by) and l.role <> 'system' cross join lateral unnest(a.zones) z
		  cross join lateral (select max(w.at) filter (where w.at > a.placed_at) as later, max(w.at) filter (where w.at <= a.placed_at) as sooner from written w where w.login = l.id::text) told
		  cross join lateral (select case when told.later is null then l.exam_passed_on else (select w.exam_passed_on from written w where w.login = l.id::text and w.at <= a.placed_at and w.exam_passed_on is not null order by w.at desc limit 1)::date end as exam_passed_on,
			case when told.later is null then l.trained_on else (select w.trained_on from written w where w.login = l.id::text and w.at = told.sooner)::date end as trained_on) c
		 where ${inChina} and (told.later is null or told.sooner is not null)
		   and (coalesce(c.exam_passed_on, l.exam_passed_on) is null or c.trained_on is null or (c.trained_on + interval '12 months')::date < ${dayIn('z', 'a.placed_at')} or c.trained_on > ${dayIn('z', 'a.placed_at')} + 1)
		union all
		select m.debtor_id, 'message ' || m.id || ' was typed by login ' || e.actor_id || ', is kept as of ' || coalesce(m.typed_by::text, 'nobody') || case when p.facts -> 'ask' ->> 'automatic' = 'true' then ' and was asked for as of a machine' else '' end
		  from window_attempts a join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id and m.template = 'typed' join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = m.debtor_id and e.act = 'message.type' and e.outcome = 'done' and e.answer ->> 'id' = m.id::text
		 where m.typed_by is distinct from e.actor_id or p.facts -> 'ask' ->> 'automatic' = 'true'`,
	},
	{
		name: 'an outcome says whether anybody answered, and by whom they were called',
		text: `select o.debtor_id, 'outcome of attempt ' || o.attempt_id || ': ' || o.line || ', ' || o.said || case when o.answered then ', answered' else ', not answered' end || case when o.identity_disclosed then '' else ', nobody said who called' end as sentence
		  from contact_outcome o join contact_attempt a on a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id
		 where o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3
		   and (o.answered <> (o.line in ('right_party', 'other_person')) or a.channel = 'voice' and o.answered and o.said <> 'none' and not o.identity_disclosed or o.recorded_at < a.placed_at)
		union all
		select y.debtor_id, 'person ' || y.id || ' refused in attempt ' || a.id || ' and it is not written down' from contact_outcome o join contact_attempt a on a.tenant_id = $1 and a.debtor_id = o.debtor_id and a.id = o.attempt_id
		  join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
		 where ${roleIn('a.debt_ids', 'a.placed_at')} = 'third_party' and ${roleIn('a.debt_ids', 'o.recorded_at')} = 'third_party' and o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3 and o.said = 'refuses_contact' and o.line <> 'right_party' and y.refused_at is null
		union all
		-- Whoever stands surety speaks for themselves: by their word the debtor was not reached, and their means and will are not the debtor's (PIPL 6).
		select s.debtor_id, 'debt ' || s.debt_id || ' has its debtor reached at ' || s.reached_at || ', when nobody talked with them' from debt_state s
		  join debtor b on b.tenant_id = $1 and b.id = s.debtor_id and b.erased_at is null
		 where s.tenant_id = $1 and s.reached_at >= $2 and s.reached_at < $3 and not exists (select from ${talks('s')} and o.recorded_at = s.reached_at and ${inPerson})
		union all
		select s.debtor_id, 'of the debtor of debt ' || s.debt_id || ' it is said: ' || concat_ws(', ', s.willingness, s.ability, s.reason) || ', and they never said anything' from debt_state s
		  join debtor b on b.tenant_id = $1 and b.id = s.debtor_id and b.erased_at is null
		 where s.tenant_id = $1 and (s.willingness <> 'unknown' or s.ability <> 'unknown' or s.reason <> 'unknown')
		   and not exists (select from ${talks('s')} and (${inPerson} or o.line = 'delivered' and a.channel not in ('voice', 'visit')))
		union all
		-- What is on a desk is dropped when it leaves it, which may be the day after.
		select w.debtor_id, w.what || ' was dropped at ' || w.at || ' as if the debtor had been reached' from (
			select debtor_id, 'call ' || id as what, closed_at as at, business_date as since from work_item where tenant_id = $1 and closed_at >= $2 and closed_at < $3 and close_reason = 'reached'
			union all select debtor_id, 'message ' || id, settled_at, ${dayIn('$4', 'settled_at')} from message where tenant_id = $1 and settled_at >= $2 and settled_at < $3 and state = 'withdrawn' and reason = 'reached') w
		  join debtor b on b.tenant_id = $1 and b.id = w.debtor_id and b.erased_at is null where not exists (select from ${talks('w')} and o.recorded_at <= w.at and ${dayIn('$4', 'o.recorded_at')} between least(w.since, ${dayIn('$4', 'w.at')}) and ${dayIn('$4', 'w.at')} and ${inPerson})`,
	},
	{
		name: 'a number is unmasked only by a permit of its own',
		text: `select e.debtor_id, e.act || ' of ' || e.at || ' by login ' || e.actor_id || ' with ' || n.count || ' permits' as sentence from record_entry e cross join lateral (
			select count(*) from contact_permit p where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.channel = 'unmask' and p.permitted and p.asked_by = e.actor_id and p.asked_at = e.at
			   and p.id::text = e.answer ->> 'permit_id' and p.contact_point_id::text = e.input ->> 'point') n
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'contact.unmask' and e.outcome = 'done' and n.count <> 1
		union all
		select p.debtor_id, 'permit ' || p.id || ' unmasked a number of person ' || p.party_id || ', who is no debtor and need not be asked' from contact_permit p
		  join party y on y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id and y.role = 'third_party' ${thereAt('p.debtor_id', 'p.asked_at')}
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.channel = 'unmask' and p.permitted
		   and (y.refused_at < p.asked_at or not y.named_by_debtor and there.jurisdiction ~ '\\mCN')
		union all
		select p.debtor_id, 'permit ' || p.id || ' unmasked contact point ' || c.id || ', which has no source' from contact_permit p
		  join contact_point c on c.tenant_id = $1 and c.debtor_id = p.debtor_id and c.id = p.contact_point_id and (trim(c.source) = '' or trim(c.lawful_basis) = '') ${thereAt('p.debtor_id', 'p.asked_at')}
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.channel = 'unmask' and p.permitted and there.jurisdiction ~ '\\mCN'`,
	},
];
