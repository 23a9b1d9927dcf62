import { dayIn, type Invariant, thereAt } from './parts.ts';

/** Exam and training of login `given.login` as they were written down last before `given.at`; not `known` where they were only written down since. */
const written = (what: string) => `(select max(e.input ->> '${what}') from record_entry e
	where e.tenant_id = $1 and e.act = 'login.certify' and e.outcome = 'done' and e.input ->> 'login' = l.id::text and e.at = told.sooner)::date`;
const certificateThen = `cross join lateral (
	select told.later is null or told.sooner is not null as known,
	       coalesce(case when told.later is not null then ${written('exam_passed_on')} end, l.exam_passed_on) as exam_passed_on,
	       case when told.later is null then l.trained_on else ${written('trained_on')} end as trained_on
	  from login l cross join lateral (select max(e.at) filter (where e.at > given.at) as later, max(e.at) filter (where e.at <= given.at) as sooner
	         from record_entry e where e.tenant_id = $1 and e.act = 'login.certify' and e.outcome = 'done' and e.input ->> 'login' = l.id::text) told
	 where l.tenant_id = $1 and l.id = given.login) certificate`;

/**
 * Whether a login could not contact a debtor at an instant for want of a certificate: somebody in China, perhaps among other places, who owes as a consumer. Of whom some debt is an
 * invoice nobody says it; `unlessKnown` is said where nobody can tell what stood on file then.
 */
export const uncertified = (
	login: string,
	debtor: string,
	at: string,
	unlessKnown = false,
) => `exists (select from (select ${login} as login, ${debtor} as debtor_id, ${at} as at) given ${thereAt('given.debtor_id', 'given.at')} ${certificateThen}
	where there.jurisdiction ~ '\\mCN' and exists (select from debtor d where d.tenant_id = $1 and d.id = given.debtor_id and d.kind = 'person')
	  and not exists (select from debt x where x.tenant_id = $1 and x.debtor_id = given.debtor_id and x.product = 'invoice')
	  and case when not certificate.known then ${unlessKnown} else certificate.exam_passed_on is null or certificate.trained_on is null
	        or not exists (select from unnest(there.zones) z where ${dayIn('z', 'given.at')} >= certificate.exam_passed_on and ${dayIn('z', 'given.at')} >= certificate.trained_on)
	        or exists (select from unnest(there.zones) z where (certificate.trained_on + interval '12 months')::date < ${dayIn('z', 'given.at')}) end)`;

/** Of the debtor of an assignment `assigned` an item is the team's, the agent having had no certificate when it was made or was to be called, or none at the end of the day. */
export const isTheTeams = (item: string, assigned: string) => `(${item}.agent_id is null and ${assigned}.agent_id is not null
	and (${uncertified(`${assigned}.agent_id`, `${item}.debtor_id`, `${item}.callable_from`, true)} or ${uncertified(`${assigned}.agent_id`, `${item}.debtor_id`, '$3::timestamptz', true)}))`;

export const certificateInvariant = 'nobody is given work without a certificate, nor has any reserved';

export const certificateInvariants: readonly Invariant[] = [
	{
		name: certificateInvariant,
		text: `select (e.answer #>> '{item,debtor_id}')::bigint as debtor_id, 'item ' || (e.answer #>> '{item,id}') || ' was given at ' || e.at || ' to agent ' || e.actor_id || ', who has no valid exam and training' as sentence
		  from record_entry e where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'work.next' and e.outcome = 'done' and (e.answer #>> '{item,claimed_at}')::timestamptz = e.at
		   and ${uncertified('e.actor_id', "(e.answer #>> '{item,debtor_id}')::bigint", 'e.at')}
		union all
		select s.debtor_id, 'the debtor was assigned at ' || s.assigned_at || ' to agent ' || s.agent_id || ', who has no valid exam and training' from assignment s
		 where s.tenant_id = $1 and s.assigned_at >= $2 and s.assigned_at < $3 and s.agent_id is not null and ${uncertified('s.agent_id', 's.debtor_id', 's.assigned_at')}
		union all
		select w.debtor_id, 'item ' || w.id || ' was left at ' || s.at || ' to agent ' || w.agent_id || ' alone, who has no valid exam and training' from work_item w
		  cross join (select max(e.at) as at from record_entry e where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'work.sweep' and e.outcome = 'done') s
		 where w.tenant_id = $1 and w.state = 'open' and w.agent_id is not null and s.at is not null and ${uncertified('w.agent_id', 'w.debtor_id', 's.at')}
		union all
		select null, 'agent ' || given.login || ' was told at ' || given.at || ' that a certificate is wanting, and has one' from (
			select e.actor_id as login, e.at from record_entry e
			 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'work.next' and e.outcome = 'refused' and e.answer ->> 'code' = 'work.not_certified') given ${certificateThen}
		 where certificate.known and certificate.exam_passed_on < ${dayIn('$4', 'given.at')} and certificate.trained_on < ${dayIn('$4', 'given.at')} and (certificate.trained_on + interval '12 months')::date > ${dayIn('$4', 'given.at')}`,
	},
];
