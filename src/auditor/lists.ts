import type { Books } from './parts.ts';
import type { Open } from './words.ts';

export const listInvariant = 'a list shows what is asked for, all of it and nothing else';

type List = {
	readonly id: string;
	readonly from: string;
	/** What each word of the question means of a row; `?` is what is asked for. */
	readonly where: Readonly<Record<string, string>>;
	readonly order: string;
};
const day = '(p.asked_at at time zone n.zone)::date';
const waits = `k.state in ('received', 'investigating')`;
const openDebt = (more: string) =>
	`exists (select from debt t join debt_state s on s.tenant_id = $1 and s.debtor_id = d.id and s.debt_id = t.id and s.status = 'open' join client c on c.tenant_id = $1 and c.id = t.client_id where t.tenant_id = $1 and t.debtor_id = d.id${more})`;
const given = (more: string) => `exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = d.id and ${more})`;
const lists = {
	decisions: {
		id: `p.debtor_id || '.' || p.id`,
		from: 'contact_permit p join tenant n on n.tenant_id = $1 where p.tenant_id = $1',
		where: {
			debtor_id: 'p.debtor_id = ?::bigint',
			actor_id: 'p.asked_by = ?::bigint',
			rule: `p.reasons::jsonb @> jsonb_build_array(jsonb_build_object('rule', ?::text))`,
			verdict: `p.permitted = (? = 'permitted')`,
			channel: 'p.channel = ?',
			from: `${day} >= ?::date`,
			to: `${day} <= ?::date`,
		},
		order: 'p.asked_at desc, p.debtor_id desc, p.id desc',
	},
	payments: {
		id: 'p.id::text',
		from: 'payment p left join client c on c.tenant_id = $1 and c.id = p.client_id where p.tenant_id = $1',
		where: { state: 'p.state = ?', client: 'c.code = ?', debtor_id: 'p.debtor_id = ?::bigint', of: 'p.client_id = ?::bigint' },
		order: 'p.id desc',
	},
	placements: {
		id: 'p.id::text',
		from: 'placement p join client c on c.tenant_id = $1 and c.id = p.client_id where p.tenant_id = $1',
		where: { state: 'p.state = ?', client: 'c.code = ?', of: 'p.client_id = ?::bigint' },
		order: 'p.id desc',
	},
	complaints: {
		id: 'k.id::text',
		from: 'complaint k where k.tenant_id = $1',
		where: { state: 'k.state = ?', kind: 'k.kind = ?', open: `(${waits}) = ?::boolean` },
		order: `(${waits}) desc, case when ${waits} then k.received_at end, k.id desc`,
	},
	assignments: {
		id: 'd.id::text',
		from: `debtor d where d.tenant_id = $1 and ${openDebt('')}`,
		where: {
			client: openDebt(' and c.code = ?'),
			placement_id: openDebt(' and t.placement_id = ?::bigint'),
			team_id: given('a.team_id = ?::bigint'),
			agent_id: given('a.agent_id = ?::bigint'),
			// To nobody, or to somebody who has gone or left the team.
			unassigned: `?::boolean and not ${given(`(a.agent_id is null or exists (select from team_member m join login l on l.tenant_id = $1 and l.id = m.login_id and l.closed_at is null
				where m.tenant_id = $1 and m.team_id = a.team_id and m.login_id = a.agent_id))`)}`,
		},
		order: 'd.id',
	},
	'flagged-words': {
		id: 'f.id::text',
		from: 'flagged_words f where f.tenant_id = $1',
		where: { state: `(f.looked_by is null) = (? = 'open')` },
		order: 'case when f.looked_by is null then f.id else -f.id end',
	},
} as const satisfies Readonly<Record<string, List>>;
export type ListName = keyof typeof lists;

/** What somebody asked of a list, and the numbers of what they were shown, page after page. `of`: the client whose login asked. */
export type Listed = {
	readonly list: ListName;
	readonly asked: Readonly<Record<string, string>>;
	readonly of?: string | undefined;
	readonly shown: readonly string[];
};

export async function listFindings(
	owner: Books,
	tenantId: bigint,
	listed: readonly Listed[],
): Promise<{ invariant: string; sentence: string }[]> {
	const found = [];
	for (const { list, asked, of, shown } of listed) {
		const { id, from, where, order }: List = lists[list];
		const meant = Object.entries({ ...asked, ...(of === undefined ? {} : { of }) });
		const { rows } = await owner.query<{ id: string }>({
			text: `select ${id} as id from ${from}${meant.map(([word], i) => ` and ${(where[word] ?? 'false').replaceAll('?', `$${i + 2}`)}`).join('')} order by ${order}`,
			values: [String(tenantId), ...meant.map(([, value]) => value)],
		});
		const there = rows.map((row) => row.id);
		if (there.join() !== shown.join())
			found.push({ invariant: listInvariant, sentence: `${list} ${told(asked)}${difference(shown, there)}` });
	}
	return found;
}

const told = (asked: Readonly<Record<string, string>>): string =>
	Object.entries(asked)
		.map(([word, value]) => `${word}=${value} `)
		.join('');

function difference(shown: readonly string[], there: readonly string[]): string {
	const [lacks, more] = [there.filter((id) => !shown.includes(id)), shown.filter((id) => !there.includes(id))];
	return `shows ${shown.length}, there are ${there.length}: ${
		[
			...(lacks.length > 0 ? [`not ${lacks.slice(0, 3).join(', ')}`] : []),
			...(more.length > 0 ? [`but ${more.slice(0, 3).join(', ')}`] : []),
		].join(' and ') || 'in another order'
	}`;
}

/** Refusals of a period, by rule and by day: `from` and `to` are days of the agency, both in it. */
export async function refusalsFindings(
	owner: Books,
	tenantId: bigint,
	{ from, to, text }: { readonly from: string; readonly to: string; readonly text: string },
): Promise<{ invariant: string; sentence: string }[]> {
	const { items = [], days = [] } = JSON.parse(text) as {
		items?: { rule: string; count: number; debtors: number; agents: number }[];
		days?: { on: string; permitted: number; refused: number }[];
	};
	const window = `from contact_permit p join tenant n on n.tenant_id = $1 where p.tenant_id = $1 and ${day} between $2::date and $3::date`;
	const { rows } = await owner.query<{ line: string }>({
		text: `(select r.rule || ' ' || count(*) || ' ' || count(distinct p.debtor_id) || ' ' || count(distinct p.asked_by) as line from (select p.debtor_id, p.asked_by, p.reasons ${window} and not p.permitted) p
			cross join lateral (select distinct e ->> 'rule' as rule from jsonb_array_elements(p.reasons::jsonb) e where e ->> 'verdict' = 'refuses') r group by r.rule)
		union all (select ${day} || ' ' || count(*) filter (where p.permitted) || ' ' || count(*) filter (where not p.permitted) ${window} group by ${day})`,
		values: [String(tenantId), from, to],
	});
	const shown = [
		...items.map(({ rule, count, debtors, agents }) => `${rule} ${count} ${debtors} ${agents}`),
		...days.map(({ on, permitted, refused }) => `${on} ${permitted} ${refused}`),
	].sort();
	const there = rows.map(({ line }) => line).sort();
	return shown.join() === there.join()
		? []
		: [{ invariant: listInvariant, sentence: `refusals from ${from} to ${to}: ${difference(shown, there)}` }];
}

/** What somebody looked for, and whom they found. */
export type Sought = { readonly what: string; readonly words: string; readonly shown: readonly string[] };

const mostFound = 50;

/** Whoever has a number, of themselves or of somebody around them, an identity, a case or a surname is found by it; who is erased has no number any more. */
export async function searchFindings(
	owner: Books,
	open: Open,
	tenantId: bigint,
	sought: readonly Sought[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows } = await owner.query<{
		id: string;
		sealed: Buffer;
		person: string;
		references: string[];
		points: { sealed: string; index: string }[];
	}>({
		text: `select d.id::text, d.sealed, encode(d.identity_index, 'hex') as person, array(select t.reference from debt t where t.tenant_id = $1 and t.debtor_id = d.id) as references,
		  (select coalesce(json_agg(json_build_object('sealed', encode(p.value_sealed, 'hex'), 'index', encode(p.value_index, 'hex'))), '[]') from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id) as points
		  from debtor d where d.tenant_id = $1 order by d.id`,
		values: [String(tenantId)],
	});
	const people = rows.map(({ id, sealed, person, references, points }) => {
		const { name = '', idNumber = '' } = JSON.parse(open(sealed, `debtor ${person}`)) as { name?: string; idNumber?: string };
		const numbers = points.map((each) => open(Buffer.from(each.sealed, 'hex'), `contact ${each.index}`));
		return { id, name, has: new Set([idNumber, ...references, ...numbers]) };
	});
	return sought.flatMap(({ what, words, shown }) => {
		const bare = words.replace(/\s/g, '');
		const surname = /^\p{Script=Han}/u.test(bare) ? bare.slice(0, 1) : null;
		const there = people
			.filter(({ has, name }) => has.has(bare) || has.has(bare.toUpperCase()) || (surname !== null && name.startsWith(surname)))
			.map(({ id }) => id)
			.slice(0, mostFound);
		return there.join() === shown.join()
			? []
			: [{ invariant: listInvariant, sentence: `a search for ${what} ${difference(shown, there)}` }];
	});
}
