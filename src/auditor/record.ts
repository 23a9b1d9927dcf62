import type { Invariant } from './parts.ts';

/** Each of the three is one look into the index over time and debtor: of a batch hundreds of entries bear one instant. */
const entryOf = (outcomes: string) =>
	`(${['e.debtor_id = f.debtor_id', 'e.debtor_id is null', 'f.debtor_id is null']
		.map(
			(whose) =>
				`select from record_entry e where e.tenant_id = $1 and e.at = f.at and ${whose} and (f.by_login is null or e.actor_id = f.by_login) and e.outcome in (${outcomes})`,
		)
		.join(' union all ')})`;

/** Tables an act changes; what a refusal may keep (the decision itself and its law) is not among them. */
const changed = [
	'agreed_hours',
	'assignment',
	'client',
	'complaint',
	'complaint_event',
	'complaint_file',
	'contact_attempt',
	'contact_consent',
	'contact_outcome',
	'contact_point',
	'contact_wish',
	'creditor',
	'debt',
	'debt_alias',
	'debt_notice',
	'debt_state',
	'debtor',
	'flagged_words',
	'guarantee',
	'hold',
	'ledger_transfer',
	'limitation_event',
	'login',
	'message',
	'message_text',
	'party',
	'party_debt',
	'payment',
	'payment_import',
	'placement',
	'plan',
	'portal_link',
	'promise',
	'suit',
	'suit_enforcement',
	'team',
	'team_member',
	'work_item',
	'written_words',
];

/** What a refusal keeps beside the decision: what a number was looked for. */
const keptBeside: Readonly<Partial<Record<string, string>>> = { written_words: ` and act <> 'contact.unmask'` };

/** The day from which the term of complaint `c` counts, as it stood before the event `until`: when it was opened again last, else when it was received. */
const begun = (until: string) => `coalesce((select (max(o.at) at time zone $4)::date from complaint_event o
	where o.tenant_id = $1 and o.debtor_id = c.debtor_id and o.complaint_id = c.id and o.what = 'reopened' and o.id < ${until}), c.received_on)`;

/** What makes a login part of the case of a complaint `c` before an event `v` of it: whoever contacted, wrote, promised, agreed, was allowed to, is assigned or complained about. */
const partOf = (
	login: string,
) => `select 1 from contact_attempt a where a.tenant_id = $1 and a.debtor_id = c.debtor_id and a.made_by = ${login} and a.placed_at < v.at
	union all select 1 from record_entry e where e.tenant_id = $1 and e.debtor_id = c.debtor_id and e.act = 'message.type' and e.outcome = 'done' and e.actor_id = ${login} and e.at < v.at
	union all select 1 from promise p where p.tenant_id = $1 and p.debtor_id = c.debtor_id and p.made_by = ${login} and p.made_at < v.at
	union all select 1 from plan p where p.tenant_id = $1 and p.debtor_id = c.debtor_id and p.made_by = ${login} and p.made_at < v.at
	union all select 1 from contact_permit q where q.tenant_id = $1 and q.debtor_id = c.debtor_id and q.asked_by = ${login} and q.permitted and q.channel <> 'unmask' and q.asked_at < v.at
	union all select 1 from assignment s where s.tenant_id = $1 and s.debtor_id = c.debtor_id and s.agent_id = ${login} and s.assigned_at < v.at
	union all select 1 where c.about_login = ${login}`;

export const recordInvariants: readonly Invariant[] = [
	{
		name: 'everything that happened is in the record',
		of: 'effects',
		text: `select f.debtor_id, f.what || ' of ' || f.at || coalesce(' by login ' || f.by_login, '') || ' has no entry' as sentence from effects f where not exists ${entryOf(`'done', 'refused'`)}
		union all
		select p.debtor_id, 'decision ' || p.id || ' of ' || p.asked_at || ' has no entry' from contact_permit p where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.at = p.asked_at and e.actor_id = p.asked_by and e.debtor_id = p.debtor_id
		                   union all select from record_entry e where e.tenant_id = $1 and e.at = p.asked_at and e.actor_id = p.asked_by and e.debtor_id is null)
		union all
		select e.debtor_id, e.act || ' of ' || e.at || ' was refused (' || e.code || ') by decision ' || (e.answer #>> '{details,permit_id}') || ', which is not kept' from record_entry e
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.outcome = 'refused' and e.debtor_id is not null and e.answer #>> '{details,permit_id}' is not null
		   and not exists (select from contact_permit p where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.id::text = e.answer #>> '{details,permit_id}')
		union all
		select a.debtor_id, 'text ' || a.id || ' of ' || a.placed_at || ' has no entry of its own' from contact_attempt a
		  join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.at = a.placed_at and e.act = 'message.send' and e.outcome = 'done' and e.input ->> 'message' = m.id::text)
		union all
		select m.debtor_id, 'message ' || m.id || ' was withdrawn at ' || m.settled_at || ' when it was to leave (' || coalesce(m.reason, '') || '), and has no entry of its own' from message m
		 where m.tenant_id = $1 and m.settled_at >= $2 and m.settled_at < $3 and m.state = 'withdrawn'
		   and exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id is null and e.at = m.settled_at and e.act = 'message.send_due')
		   -- Another act about the debtor in that very instant, as a hold, may have withdrawn it.
		   and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = m.debtor_id and e.at = m.settled_at and (e.act not like 'message.%' or e.input ->> 'message' = m.id::text))
		union all
		select min(e.debtor_id), count(*) || ' acts under the key ' || e.idempotency_key from record_entry e where e.tenant_id = $1 and e.idempotency_key in (select idempotency_key from record_entry where tenant_id = $1 and at >= $2 and at < $3)
		 group by e.idempotency_key having count(*) > 1`,
	},
	{
		name: 'where a debtor may be is what was written down last',
		weekly: true,
		text: `select d.id as debtor_id, 'is looked for in ' || d.jurisdiction || ', ' || array_to_string(d.zones, ' ') || '; written down last: ' || coalesce(said.input ->> 'jurisdictions', 'nothing') as sentence from debtor d
		  left join (select distinct on (e.debtor_id) e.debtor_id, e.input from record_entry e where e.tenant_id = $1 and e.act = 'debtor.whereabouts' and e.outcome = 'done' order by e.debtor_id, e.at desc, e.id desc) said on said.debtor_id = d.id
		 where d.tenant_id = $1 and case when said.input is null then d.jurisdiction <> 'CN'
		       else d.jurisdiction <> array_to_string(array(select jsonb_array_elements_text(said.input -> 'jurisdictions')), ' ') or d.zones <> array(select jsonb_array_elements_text(said.input -> 'zones')) end`,
	},
	{
		name: 'nothing refused took effect',
		of: 'effects',
		text: `select f.debtor_id, f.what || ' of ' || f.at || coalesce(' by login ' || f.by_login, '') || ', whose act was refused' as sentence from effects f where not exists ${entryOf(`'done'`)} and exists ${entryOf(`'refused'`)}`,
	},
	{
		name: 'nothing refused left a row',
		weekly: true,
		// Rows of one transaction bear its number. An act that was refused is alone with its entry; a database that was restored has its rows in few transactions, which are left out.
		text: `with alone as (
			select min(id) as id, min(debtor_id) as debtor_id, min(act) as act, min(code) as code, xmin::text as of from record_entry where tenant_id = $1 and at >= $2 and at < $3
			 group by xmin::text having count(*) = 1 and bool_and(outcome = 'refused'))
		select a.debtor_id, 'entry ' || a.id || ': ' || a.act || ' was refused (' || a.code || '), yet there is a row of it in ' || x.what as sentence from alone a join (
			${changed.map((table) => `select '${table}' as what, xmin::text as of from ${table} where tenant_id = $1${keptBeside[table] ?? ''}`).join(' union all ')}) x on x.of = a.of`,
	},
	{
		name: 'a complaint has a clock and is handled by somebody who is no part of it',
		// Days for an answer: 15, 30 or 60 for a complaint (CN-C1); the house's working days for the rest, taken as calendar days with the longest holidays between.
		text: `select c.debtor_id, c.kind || ' ' || c.id || ' received on ' || c.received_on || ' is ' || c.state || ' after its term' as sentence from complaint c
		 where c.tenant_id = $1 and c.state in ('received', 'investigating') and $5::date > ${begun('9223372036854775807')}
			+ case c.kind when 'complaint' then (array[15, 30, 60])[c.extensions + 1] when 'dispute' then (array[25, 40, 40])[c.extensions + 1] when 'hardship' then (array[20, 30, 30])[c.extensions + 1] else 15 end
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' of ' || c.received_at || ' was received on ' || c.received_on from complaint c
		 where c.tenant_id = $1 and c.received_at >= $2 and c.received_at < $3 and c.received_on <> (c.received_at at time zone $4)::date
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' is handled by login ' || c.handler_id || ', who is part of the case' from complaint c
		 where c.tenant_id = $1 and c.handler_id is not null and (c.state = 'investigating' or c.answered_at >= $2 and c.answered_at < $3)
		   and exists (select from complaint_event v cross join lateral (
${partOf('c.handler_id')}) part
			 where v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what in ('taken', 'answered'))
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' was ' || v.what || ' by login ' || v.by_login || ', its handler is ' || coalesce(c.handler_id::text, 'nobody') from complaint c
		  join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id
		 where c.tenant_id = $1 and v.at >= $2 and v.at < $3 and (v.what = 'extended' and v.by_login = c.handler_id or v.what = 'answered' and c.state = 'answered' and v.by_login is distinct from c.handler_id
		        and not exists (select from complaint_event n where n.tenant_id = $1 and n.debtor_id = c.debtor_id and n.complaint_id = c.id and n.what in ('answered', 'reopened') and n.id > v.id))
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' was ' || v.what || ' at ' || v.at || ' by login ' || v.by_login || ', who is part of the case' from complaint c
		  join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what in ('extended', 'closed') and v.at >= $2 and v.at < $3
		 where c.tenant_id = $1 and exists (${partOf('v.by_login')})
		union all
		select v.debtor_id, 'complaint ' || v.complaint_id || ' was answered again at ' || v.at || ', unasked' from complaint_event v
		 where v.tenant_id = $1 and v.at >= $2 and v.at < $3 and v.what = 'answered' and 'answered' = (
			select b.what from complaint_event b where b.tenant_id = $1 and b.debtor_id = v.debtor_id and b.complaint_id = v.complaint_id and b.id < v.id and b.what in ('answered', 'reopened')
			 order by b.id desc limit 1)
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' received on ' || c.received_on || ' was said to be due on ' || (e.answer ->> 'due_on') from complaint c
		  join record_entry e on e.tenant_id = $1 and e.debtor_id = c.debtor_id and e.act = 'complaint.file' and e.outcome = 'done' and e.answer ->> 'id' = c.id::text and e.at >= c.received_at
		 where c.tenant_id = $1 and c.received_at >= $2 and c.received_at < $3 and (e.answer ->> 'due_on')::date - c.received_on
			not between case c.kind when 'complaint' then 15 when 'dispute' then 10 when 'hardship' then 7 else 3 end and case c.kind when 'complaint' then 15 when 'dispute' then 25 when 'hardship' then 20 else 15 end
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' has ' || c.extensions || ' longer terms, allowed ' || v.count || ' times' from complaint c cross join lateral (
			select count(*) filter (where v.what = 'extended' and not exists (
			         select from complaint_event r where r.tenant_id = $1 and r.debtor_id = c.debtor_id and r.complaint_id = c.id and r.what = 'reopened' and r.id > v.id)) as count, max(v.at) as at
			  from complaint_event v where v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what in ('extended', 'reopened')) v
		 where c.tenant_id = $1 and (v.at is null or v.at >= $2 and v.at < $3) and c.extensions <> v.count
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' was given a longer term at ' || v.at || ', and nobody wrote down why' from complaint c
		  join debtor d on d.tenant_id = $1 and d.id = c.debtor_id and d.erased_at is null join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'extended'
		 where c.tenant_id = $1 and v.at >= $2 and v.at < $3 and v.note_sealed is null
		union all
		select c.debtor_id, 'complaint ' || c.id || ' of ' || ${begun('v.id')} || ' was given a longer term on ' || (v.at at time zone $4)::date || ', after ' || n.before || ' others' from complaint c
		  join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'extended' and v.at >= $2 and v.at < $3
		  cross join lateral (select count(*) as before from complaint_event b where b.tenant_id = $1 and b.debtor_id = c.debtor_id and b.complaint_id = c.id and b.what = 'extended' and b.id < v.id
		         and not exists (select from complaint_event r where r.tenant_id = $1 and r.debtor_id = c.debtor_id and r.complaint_id = c.id and r.what = 'reopened' and r.id between b.id and v.id)) n
		 where c.tenant_id = $1 and c.kind = 'complaint' and (v.at at time zone $4)::date > ${begun('v.id')} + (array[15, 30, 60])[n.before + 1]
		union all
		-- An answer of before the timeline bore them has neither.
		select c.debtor_id, c.kind || ' ' || c.id || ' was answered at ' || v.at || '; of that its timeline has the verdict ' || coalesce(v.verdict, '-') || case when v.note_sealed is null then ' and no words' else '' end
		  from complaint c join complaint_event v on v.tenant_id = $1 and v.debtor_id = c.debtor_id and v.complaint_id = c.id and v.what = 'answered' and v.at >= $2 and v.at < $3
		  join debtor d on d.tenant_id = $1 and d.id = c.debtor_id
		 where c.tenant_id = $1 and (v.verdict is not null and v.note_sealed is null and d.erased_at is null or v.verdict is null and v.note_sealed is not null or c.answered_at = v.at and c.verdict <> v.verdict)
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' has ' || c.extensions || ' longer terms, which is more than there are' from complaint c
		 where c.tenant_id = $1 and c.extensions > case c.kind when 'complaint' then 2 when 'cease' then 0 else 1 end
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' is received anew and still has handler ' || c.handler_id from complaint c where c.tenant_id = $1 and c.state = 'received' and c.handler_id is not null
		union all
		select c.debtor_id, c.kind || ' ' || c.id || ' holds nothing' from complaint c where c.tenant_id = $1 and c.received_at >= $2 and c.received_at < $3
		   and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) and h.kind = case c.kind when 'cease' then 'cease_request' else c.kind end)`,
	},
];
