import type { Books, Invariant } from './parts.ts';

const gone = `(select d.id, d.erased_at, d.jurisdiction from debtor d where d.tenant_id = $1 and d.erased_at is not null) d`;
const of = (table: string) => `from ${table} x where x.tenant_id = $1 and x.debtor_id = d.id`;

/** Where anything that tells of a person may be left, how it would show, and since when a row is there, where it may have come in after the erasing. */
const left: readonly (readonly [what: string, where: string, since?: string])[] = [
	[
		'the name',
		`from debtor x where x.tenant_id = $1 and x.id = d.id and (x.name_masked <> '' or x.id_masked <> '' or x.birth_on is not null)`,
	],
	['somebody around', `${of('party')} and (x.name_masked <> '' or x.relation <> '')`],
	['a number', `${of('contact_point')} and (x.value_masked <> '' or x.label <> '' or x.state not in ('invalid', 'refused'))`],
	[
		'a number that others have too',
		// But for one at which somebody refused, who is let be for good, whatever the next file calls them.
		`${of('contact_point')} and exists (select from contact_point o where o.tenant_id = $1 and o.value_index = x.value_index and o.debtor_id <> x.debtor_id)
			and not exists (select from party y where y.tenant_id = $1 and y.debtor_id = d.id and y.id = x.party_id and y.refused_at is not null)
			and not exists (select from contact_attempt a join contact_outcome r on r.tenant_id = $1 and r.debtor_id = d.id and r.attempt_id = a.id where a.tenant_id = $1 and a.debtor_id = d.id and a.contact_point_id = x.id and r.said = 'refuses_contact')`,
	],
	['columns of the file', `${of('debt')} and (x.extra_sealed is not null or x.history_sealed is not null)`],
	['another reference', of('debt_alias')],
	['for what somebody answered', of('party_debt')],
	[
		'by what a payment is known',
		`${of('payment')} and (octet_length(x.facts_hash) > 0 or x.external_reference ~ '^content:[0-9a-f]{32}')`,
		'x.recorded_at',
	],
	['who paid', `${of('payment')} and (x.payer_sealed is not null or x.resolution like '%:%')`, 'x.recorded_at'],
	[
		'why a case was left',
		`${of('work_item')} and exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = d.id and e.act = 'work.release' and e.input ->> 'reason' = x.close_reason)`,
	],
	['words', `${of('written_words')} and octet_length(x.words_sealed) > 0`, 'x.written_at'],
	['flagged words', `${of('flagged_words')} and (x.words_sealed is not null or x.remark is not null)`, 'x.written_at'],
	['words of a message', `${of('message')} and x.text_sealed is not null`],
	[
		'words of a complaint',
		`${of('complaint')} and (octet_length(x.words_sealed) > 0 or x.answer_sealed is not null or x.regulator_reference <> '')`,
		`(select min(v.at) from complaint_event v where v.tenant_id = $1 and v.debtor_id = d.id and v.complaint_id = x.id)`,
	],
	['a note on a complaint', `${of('complaint_event')} and x.note_sealed is not null`, 'x.at'],
	['a file handed in', `${of('complaint_file')} and octet_length(x.sealed) > 0`, 'x.added_at'],
	[
		'the grounds of a hold',
		`${of('hold')} and x.kind <> 'kept_plan' and (x.evidence <> 'erased' or x.attorney_sealed is not null)`,
		'x.from_at',
	],
	['a court and its number', `${of('suit')} and (x.case_number is not null or x.court <> 'erased')`],
	['the proof of a consent', `${of('contact_consent')} and x.proof <> 'erased'`],
	...['agreed_hours', 'contact_wish', 'debt_notice', 'limitation_event', 'suit', 'guarantee'].map(
		(table) => [`the evidence of a row of ${table}`, `${of(table)} and x.evidence <> 'erased'`] as const,
	),
];

/** The last thing that had happened between us and a debtor by an instant: the end of a debt, a contact, an agreement. What comes after an erasure (a bank's late money) is none of its reasons. */
const lastOf = (
	by: string,
) => `(select max(e.at) from (select l.recorded_at as at from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.id union all select p.ended_at from debt t join placement p on p.tenant_id = $1 and p.id = t.placement_id where t.tenant_id = $1 and t.debtor_id = d.id
	union all select a.placed_at from contact_attempt a where a.tenant_id = $1 and a.debtor_id = d.id union all select m.made_at from promise m where m.tenant_id = $1 and m.debtor_id = d.id) e where e.at <= ${by})`;
/** Until when anything of a debtor is kept: each debt so long from its own end, its last agreement and the last contact, whatever that was about. Consumer credit in China five years (CN-R2), everything three (the house’s, for claims). */
const keptUntil = (
	by: string,
) => `(select max(e.at + case when d.jurisdiction ~ '\\mCN' and t.product <> 'invoice' then interval '5 years' else interval '3 years' end) from debt t cross join lateral (
	select l.recorded_at as at from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.id and l.debt_id = t.id union all select p.ended_at from placement p where p.tenant_id = $1 and p.id = t.placement_id
	union all select a.placed_at from contact_attempt a where a.tenant_id = $1 and a.debtor_id = d.id union all select m.made_at from promise m where m.tenant_id = $1 and m.debtor_id = d.id and m.debt_id = t.id) e
	where t.tenant_id = $1 and t.debtor_id = d.id and e.at <= ${by})`;
const goesOn = (at: string) => `(exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = d.id and s.status = 'open')
	or exists (select from complaint k where k.tenant_id = $1 and k.debtor_id = d.id and k.received_at <= ${at} and (k.state in ('received', 'investigating') or k.answered_at > ${at}))
	or exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.id and l.recorded_at <= ${at} and 'refund_due' in (l.debit_account, l.credit_account)
	           group by l.debt_id having sum(case l.credit_account when 'refund_due' then l.amount_minor else -l.amount_minor end) > 0))`;

/** What is left of an erased debtor that was there before the erasing, or came in after it and more than three nights ago. */
const leftOf = (when: '<= d.erased_at' | '> d.erased_at') =>
	left
		.filter(([, , since]) => when === '<= d.erased_at' || since)
		.map(
			([what, where, since]) =>
				`(select '${what}' as what ${where}${since ? ` and ${since} ${when}` : ''}${when === '> d.erased_at' ? ` and ${since} < $5::date - interval '3 days'` : ''} limit 1)`,
		)
		.join(' union all ');

export const privacyInvariants: readonly Invariant[] = [
	{
		name: 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left',
		weekly: true,
		// The five years bound them all from above. The job runs nightly.
		text: `select d.id as debtor_id, 'erased on ' || d.erased_at || ', and ' || n.what || ' is left' as sentence from ${gone} join lateral (
			${leftOf('<= d.erased_at')}) n on true
		union all
		select d.id, 'erased on ' || d.erased_at || case when ${goesOn('d.erased_at')} then ' although something goes on' else ', the last that was done is of ' || ${lastOf('d.erased_at')} end from ${gone}
		 where ${goesOn('d.erased_at')} or ${keptUntil('d.erased_at')} > d.erased_at + interval '1 day'
		union all
		select d.id, 'kept although the last that was done is of ' || ${lastOf('$3')} from debtor d
		 where d.tenant_id = $1 and d.erased_at is null and d.created_at < $5::date - interval '5 years' and not ${goesOn('$3')} and ${lastOf('$3')} < $5::date - interval '5 years 3 days'
		union all
		select d.id, 'erased on ' || d.erased_at || ', and ' || n.what || ' of later is kept although the last that was done is of ' || ${lastOf('$3')} from ${gone} join lateral (
			${leftOf('> d.erased_at')}) n on true
		 where not ${goesOn('$3')} and ${lastOf('$3')} < $5::date - interval '5 years 3 days'
		   and not exists (select from complaint k where k.tenant_id = $1 and k.debtor_id = d.id and k.answered_at > $5::date - interval '3 days')`,
	},
];

export const refusalInvariant = 'whoever refused is known by it when the debtor they were around is erased';
/** By what whoever refused is known, each as a line of letters: who they are, and the numbers that reach them. */
export type Refusers = ReadonlyMap<string, string>;

/** Third parties who refused, by person and by number. */
export async function refusersOf(owner: Books, tenantId: bigint): Promise<Refusers> {
	const { rows } = await owner.query<{ known: string; debtor_id: string }>({
		text: `select 'person ' || encode(y.person_index, 'hex') as known, y.debtor_id::text from party y where y.tenant_id = $1 and y.refused_at is not null
			union all select 'number ' || encode(p.value_index, 'hex'), p.debtor_id::text from contact_point p join party y on y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id and y.refused_at is not null where p.tenant_id = $1`,
		values: [String(tenantId)],
	});
	return new Map(rows.map(({ known, debtor_id: debtorId }) => [`${known} of ${debtorId}`, debtorId]));
}

/** Those who refused before some were erased beside those who have after it. */
export function refusalFindings(before: Refusers, after: Refusers): { invariant: string; sentence: string; debtor_id: string }[] {
	return [...before]
		.filter(([known]) => !after.has(known))
		.map(([known, debtorId]) => ({
			invariant: refusalInvariant,
			debtor_id: debtorId,
			sentence: `${known.split(' ')[0]} around debtor ${debtorId} refused, and is forgotten`,
		}));
}
