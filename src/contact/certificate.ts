import { assert } from '../core/assert.ts';
import { cnRows } from '../law/cn.ts';

/** How many years training counts, as CN-H1 says: the one row of any book that asks for a certificate (a test holds it). */
const [years] = cnRows.flatMap(({ bounds }) =>
	bounds.flatMap((bound) => (bound.kind === 'condition' && bound.name === 'certificate' ? [bound.count] : [])),
);
assert(years !== undefined, 'a row asks for a certificate');
const lastsUntil = (login: string) => `(${login}.trained_on + interval '${years} years')::date`;

/**
 * Whether the certificate of login `login` is good whatever the date is at the debtor's place, the date there being at most a day from that of Greenwich: nothing of
 * the debtor need be looked at then.
 */
export const isCertifiedAnywhere = (
	login: string,
	at: string,
) => `coalesce(${login}.exam_passed_on < (${at} at time zone 'UTC')::date and ${login}.trained_on < (${at} at time zone 'UTC')::date
	and ${lastsUntil(login)} > (${at} at time zone 'UTC')::date, false)`;

/** The debtor's place and debts ask for a certificate (CN-H1; GB/T 45251-2025 speaks of consumer credit: `packsOf` and `lawOf`): in China, perhaps among others, and a consumer. */
const isAsked = `d.kind = 'person' and d.jurisdiction ~* '(^|[\\s,])CN([-\\s,]|$)' and coalesce((select bool_or(x.product <> 'invoice') from debt x
	join debt_state s on s.tenant_id = $1 and s.debtor_id = x.debtor_id and s.debt_id = x.id and s.status = 'open' where x.tenant_id = $1 and x.debtor_id = d.id), true)`;
/** The condition `certificate` of `src/law/conditions.ts`: exam and training have come at some place of `zones`, and the training has run out at none. */
const lacks = (login: string, zones: string, at: string) => `(${login}.exam_passed_on is null or ${login}.trained_on is null
	or not exists (select from unnest(${zones}) z where (${at} at time zone z)::date >= greatest(${login}.exam_passed_on, ${login}.trained_on))
	or exists (select from unnest(${zones}) z where (${at} at time zone z)::date > ${lastsUntil(login)}))`;

/**
 * Whether login `login` of tenant `$1` may not contact the debtor `debtor` at the instant `at` for want of a certificate, as the gate would say it
 * (`certificate.db.test.ts` compares the two). The same rule for *Next*, for the day's calls and for who is handed out.
 */
export const lacksCertificate = (login: string, debtor: string, at: string) => `case when ${isCertifiedAnywhere(login, at)} then false
	else exists (select from debtor d where d.tenant_id = $1 and d.id = ${debtor} and ${isAsked} and ${lacks(login, 'd.zones', at)} offset 0) end`;

/** The places, each set of zones once, of those of the debtors `debtors` (an array) who ask for a certificate. */
export const askingPlaces = (debtors: string) =>
	`select distinct d.zones from debtor d where d.tenant_id = $1 and d.id = any (${debtors}) and ${isAsked}`;

/** Whether login `login` may not contact some debtor of those whose `zones` are in `places` (`askingPlaces`) at `at`. */
export const lacksCertificateAt = (login: string, places: string, at: string) =>
	`case when ${isCertifiedAnywhere(login, at)} then false else exists (select from ${places} d where ${lacks(login, 'd.zones', at)}) end`;
