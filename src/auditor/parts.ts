/** What the auditor asks: a pool, or connections that see one instant. */
export type Books = {
	query<Row extends Readonly<Record<string, unknown>>>(asked: {
		readonly name?: string;
		readonly text: string;
		readonly values: unknown[];
	}): Promise<{ rows: Row[] }>;
};

/** What the auditor's statements are made of. No rule, law or store of the house is imported here or anywhere in this folder (a house rule). */
export type Invariant = {
	readonly name: string;
	/**
	 * The findings: `debtor_id` and `sentence`. $1 tenant, $2 from (the day's first instant), $3 until, $4 the agency's zone, $5 the day. Of every row of the window, or of
	 * every debt and debtor touched in it.
	 */
	readonly text: string;
	/** What several statements look at, made once for all of them: `window_attempts` or `effects`. */
	readonly of?: keyof typeof shared;
	/** Reads whole tables: looked at on Sundays (the week's window) and when everything is. */
	readonly weekly?: true;
	/**
	 * Holds where one act comes after the other and a day has one run: simulated days. Where many work at once, Next passes over what an open transaction holds, and the
	 * run of a day that has begun sees what the morning did not.
	 */
	readonly serial?: true;
};

const moved = (debtor: string, at: string, order: 'before' | 'after') => `select w.input from record_entry w
	where w.tenant_id = $1 and w.debtor_id = ${debtor} and w.act = 'debtor.whereabouts' and w.outcome = 'done' and w.at ${order === 'before' ? '<=' : '>'} ${at}
	order by w.at ${order === 'before' ? 'desc' : 'asc'}, w.id desc limit 1`;

/**
 * Where a debtor may have been at an instant: what was last written down before it. Moved only since: where everybody is placed, in China. Columns `zones` and `jurisdiction`
 * under the name `there`.
 */
export const thereAt = (debtor: string, at: string) => `cross join lateral (
	select case when sooner.input is not null then array(select jsonb_array_elements_text(sooner.input -> 'zones')) when later.input is not null then array['Asia/Shanghai'] else d.zones end as zones,
	       case when sooner.input is not null then array_to_string(array(select jsonb_array_elements_text(sooner.input -> 'jurisdictions')), ' ') when later.input is not null then 'CN' else d.jurisdiction end as jurisdiction
	  from debtor d left join lateral (${moved(debtor, at, 'before')}) sooner on true left join lateral (${moved(debtor, at, 'after')}) later on sooner.input is null
	 where d.tenant_id = $1 and d.id = ${debtor}) there`;

/** Whether a person `y` answers for a debt: a file placed them with it, or a guarantee of it stood on record then. */
export const answersFor = (
	debt: string,
	at: string,
) => `(exists (select from party_debt k where k.tenant_id = $1 and k.debtor_id = y.debtor_id and k.party_id = y.id and k.debt_id = ${debt})
	or exists (select from guarantee g where g.tenant_id = $1 and g.debtor_id = y.debtor_id and g.party_id = y.id and g.debt_id = ${debt} and g.recorded_at <= ${at} and (g.withdrawn_at is null or g.withdrawn_at > ${at})))`;

/** As what a person `y` answers for a debt: as the file said that placed it; by a guarantee alone, as its guarantor. Null: not at all. */
export const answersAs = (debt: string, at: string) => `coalesce(
	(select coalesce(k.role, y.role) from party_debt k where k.tenant_id = $1 and k.debtor_id = y.debtor_id and k.party_id = y.id and k.debt_id = ${debt}),
	case when ${answersFor(debt, at)} then 'guarantor' end)`;

/** Whom a contact about some debts was with: who answers for none of them was a third party in it. Of the erased it is not known any more. */
export const roleIn = (
	debts: string,
	at: string,
) => `case when y.role <> 'third_party' and not exists (select from unnest(${debts}) about (debt) where ${answersFor('about.debt', at)})
		and not exists (select from debtor b where b.tenant_id = $1 and b.id = y.debtor_id and b.erased_at is not null) then 'third_party' else coalesce(y.role, 'debtor') end`;

/** Whether an outcome `o` of an attempt `a` (with the person `y` it was for) is a talk with the debtor in person: who stands surety or borrowed too speaks for themselves alone. */
export const inPerson = `o.line = 'right_party' and ${roleIn('a.debt_ids', 'a.placed_at')} in ('debtor', 'third_party')`;

/**
 * Attempts with everything about them, looked up anew and not as the product copied it: the number dialled, who owes which debt to whom, what came of it. `which` narrows them.
 * A call whose outcome nobody wrote yet counts as answered.
 */
export const attempts = (
	which: string,
) => `select a.id, a.debtor_id, a.permit_id, a.channel, a.contact_point_id, a.party_id, a.debt_ids, a.made_by, a.work_item_id, a.placed_at,
		${roleIn('a.debt_ids', 'a.placed_at')} as role, y.person_index, c.value_index as number, o.line, o.said, o.recorded_at as told_at,
		o.line is null or o.line in ('right_party', 'other_person') as answered, there.zones, there.jurisdiction
	from contact_attempt a
	left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
	left join contact_point c on c.tenant_id = $1 and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
	left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id
	${thereAt('a.debtor_id', 'a.placed_at')}
	where a.tenant_id = $1 and ${which}`;

export const ofWindow = 'a.placed_at >= $2 and a.placed_at < $3';

/** Made once and looked at by many statements: the attempts of the window (`attempts`), and what happened in it (record.ts). */
export const shared = {
	window_attempts: (): string => attempts(ofWindow),
	effects: (): string => effects,
};

/** Debts with a ledger entry recorded in the window. */
export const touched = `select distinct debtor_id, debt_id from ledger_transfer where tenant_id = $1 and recorded_at >= $2 and recorded_at < $3`;

/** What transfers come to on the side of what is owed. */
export const owedSide = `case when l.debit_account = 'owed' then l.amount_minor when l.credit_account = 'owed' then -l.amount_minor else 0 end`;

/** What was owed on debts at an instant, by the entries recorded before it. `debts` is an array. */
export const owedBefore = (debtor: string, debts: string, at: string) => `(select coalesce(sum(${owedSide}), 0) from ledger_transfer l
	where l.tenant_id = $1 and l.debtor_id = ${debtor} and l.debt_id = any (${debts}) and l.recorded_at < ${at})`;

/** The local date and time of an instant. */
export const dayIn = (zone: string, at: string) => `(${at} at time zone ${zone})::date`;
export const timeIn = (zone: string, at: string) => `(${at} at time zone ${zone})::time`;

/** A hold that stood at an instant. */
export const stoodAt = (hold: string, at: string) =>
	`${hold}.from_at <= ${at} and (${hold}.until_at is null or ${hold}.until_at > ${at}) and (${hold}.lifted_at is null or ${hold}.lifted_at > ${at})`;

/** Whether the law that speaks of a consumer's debt at an agency speaks of this attempt. */
const isConsumer = `exists (select from debt t join client c on c.tenant_id = t.tenant_id and c.id = t.client_id join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
	where t.tenant_id = $1 and t.debtor_id = a.debtor_id and t.id = any (a.debt_ids) and t.product <> 'invoice' and d.kind = 'person')`;
export const inChina = `a.jurisdiction ~ '\\mCN' and ${isConsumer}`;

/** Whether an attorney stood in the way at an instant of a hold for counsel: as was last written down of whether they answer (12 CFR 1006.6(b)(2)); known, where nothing was. */
export const hasAttorneyAt = (hold: string, at: string) => `coalesce((select said.input #>> '{attorney,state}' from record_entry said
	where said.tenant_id = $1 and said.debtor_id = ${hold}.debtor_id and said.outcome = 'done' and said.at <= ${at} and said.input #>> '{attorney,state}' is not null
	  and (said.act = 'hold.change' and said.input ->> 'hold' = ${hold}.id::text or said.act = 'hold.place' and said.at = ${hold}.from_at and said.input ->> 'kind' = ${hold}.kind)
	order by said.at desc, said.id desc limit 1), 'known') = 'known'`;

/** What happened in the window, with when and by whom: each must be in the record. `debtor_id`, `at`, `by_login`, `what`. */
const happened: readonly (readonly [table: string, at: string, by: string, debtor: string])[] = [
	['contact_attempt', 'placed_at', 'made_by', 'debtor_id'],
	['contact_outcome', 'recorded_at', 'null::bigint', 'debtor_id'],
	['hold', 'from_at', 'placed_by', 'debtor_id'],
	['hold', 'lifted_at', 'lifted_by', 'debtor_id'],
	['agreed_hours', 'agreed_at', 'recorded_by', 'debtor_id'],
	['agreed_hours', 'ended_at', 'ended_by', 'debtor_id'],
	['contact_consent', 'recorded_at', 'recorded_by', 'debtor_id'],
	['contact_wish', 'said_at', 'recorded_by', 'debtor_id'],
	['contact_wish', 'ended_at', 'ended_by', 'debtor_id'],
	['debt_notice', 'recorded_at', 'recorded_by', 'debtor_id'],
	['promise', 'made_at', 'made_by', 'debtor_id'],
	['plan', 'made_at', 'made_by', 'debtor_id'],
	['ledger_transfer', 'recorded_at', 'null::bigint', 'debtor_id'],
	['payment', 'recorded_at', 'null::bigint', 'debtor_id'],
	['payment', 'resolved_at', 'null::bigint', 'debtor_id'],
	['payment_import', 'imported_at', 'imported_by', 'null::bigint'],
	['placement', 'started_at', 'imported_by', 'null::bigint'],
	['placement', 'ended_at', 'null::bigint', 'null::bigint'],
	['assignment', 'assigned_at', 'assigned_by', 'debtor_id'],
	['work_item', 'claimed_at', 'claimed_by', 'debtor_id'],
	['work_item', 'closed_at', 'null::bigint', 'debtor_id'],
	['message', 'settled_at', 'null::bigint', 'debtor_id'],
	['complaint_event', 'at', 'by_login', 'debtor_id'],
	['portal_link', 'made_at', 'made_by', 'debtor_id'],
	['suit', 'recorded_at', 'recorded_by', 'debtor_id'],
	['suit_enforcement', 'recorded_at', 'recorded_by', 'debtor_id'],
	['guarantee', 'recorded_at', 'recorded_by', 'debtor_id'],
	['guarantee', 'withdrawn_at', 'withdrawn_by', 'debtor_id'],
	['limitation_event', 'recorded_at', 'recorded_by', 'debtor_id'],
	['limitation_event', 'withdrawn_at', 'withdrawn_by', 'debtor_id'],
	['contact_consent', 'revoked_at', 'revoked_by', 'debtor_id'],
	['message_text', 'written_at', 'written_by', 'null::bigint'],
	['message_text', 'decided_at', 'decided_by', 'null::bigint'],
];
const effects = happened
	.map(
		([table, at, by, debtor]) =>
			`select distinct '${table}' || case '${at}' when 'lifted_at' then ' lifted' when 'ended_at' then ' ended' else '' end as what, ${debtor} as debtor_id, x.${at} as at, ${by} as by_login from ${table} x where x.tenant_id = $1 and x.${at} >= $2 and x.${at} < $3`,
	)
	.join(' union all ');
