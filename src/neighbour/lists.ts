import { complaintLines } from '../complaints/actions.ts';
import { known } from '../core/assert.ts';
import type { Callers } from '../demo/callers.ts';
import { type Listed, listFindings, type ListName, refusalsFindings, searchFindings, type Sought } from '../auditor/lists.ts';
import type { Open } from '../auditor/words.ts';
import type { SimulatedHouse } from '../simulator/house.ts';
import type { Street } from './parts.ts';

type Asked = Listed['asked'];
type Page = { readonly items?: readonly { readonly id?: string; readonly debtor_id?: string }[]; readonly next?: string | null };
/** Few on a page, so that every list has several. */
const pageOf: Readonly<Record<ListName, number | null>> = {
	decisions: 150,
	payments: 30,
	placements: 10,
	complaints: null,
	assignments: null,
	'flagged-words': null,
};
const idOf = (list: ListName, { id = '', debtor_id: debtor = '' }: NonNullable<Page['items']>[number]): string =>
	list === 'decisions' ? `${debtor}.${id}` : list === 'assignments' ? debtor : id;

/** A list as somebody asked for it, page after page. */
async function shownOf(api: Callers, as: string, list: ListName, asked: Asked): Promise<string[]> {
	const shown: string[] = [];
	const most = pageOf[list];
	let next: string | null = null;
	do {
		const query = new URLSearchParams(asked);
		if (most !== null) query.set('limit', String(most));
		if (next !== null) query.set(list === 'decisions' ? 'cursor' : 'after', next);
		const page = JSON.parse((await api.ask(as, 'GET', `/api/${list}?${query}`)).text) as Page;
		shown.push(...(page.items ?? []).map((item) => idOf(list, item)));
		next = page.next ?? null;
	} while (next !== null && shown.length < 10_000);
	return shown;
}

/** Every list there is to narrow down is asked for by each thing it goes by, and its days to the first and the last. */
export async function askForLists(street: Street, api: Callers): Promise<void> {
	const { owner, compliance, loan, teamOf, agent, on, found } = street;
	const { tenantId } = compliance;
	const { debtor_id: debtor, client_id: client } = loan('half');
	const { rows } = await owner.query<
		Record<'payments' | 'placements' | 'complaints' | 'kinds', string[]> & { placement: string; busy: string }
	>(
		`select array(select distinct state from payment where tenant_id = $1 order by 1) as payments, array(select distinct state from placement where tenant_id = $1 order by 1) as placements,
		        array(select distinct state from complaint where tenant_id = $1 order by 1) as complaints, array(select distinct kind from complaint where tenant_id = $1 order by 1) as kinds,
		        (select min(id)::text from placement where tenant_id = $1) as placement,
		        (select debtor_id::text from contact_permit where tenant_id = $1 group by debtor_id order by count(*) desc, debtor_id limit 1) as busy`,
		[String(tenantId)],
	);
	const there = known(rows[0], 'what there is');
	const [first, second, last] = [on(0), on(1), on(9)].map(String) as [string, string, string];
	const by = (word: string, values: readonly string[]): Asked[] => values.map((value) => ({ [word]: value }));
	const asks: readonly (readonly [as: string, list: ListName, asked: readonly Asked[]])[] = [
		[
			'compliance',
			'decisions',
			[
				{ to: first },
				{ from: second, to: second },
				{ from: last, verdict: 'refused' },
				{ debtor_id: there.busy },
				{ actor_id: String(agent('giver').actor.id) },
				{ rule: 'CN-F1', verdict: 'refused' },
				{ channel: 'unmask' },
			],
		],
		['manager', 'payments', [{}, ...by('state', there.payments), ...by('client', ['CARD']), ...by('debtor_id', [String(debtor)])]],
		['client', 'payments', [{}, { client: 'CARD' }]],
		['manager', 'placements', [...by('state', there.placements), ...by('client', ['NEAR', 'CARD'])]],
		['client', 'placements', [{}, { client: 'CARD' }]],
		['compliance', 'complaints', [{}, ...by('state', there.complaints), ...by('kind', there.kinds), ...by('open', ['true', 'false'])]],
		[
			'lead',
			'assignments',
			[
				{ client: 'SISTER' },
				{ placement_id: there.placement, client: 'NEAR' },
				{ team_id: String(teamOf('handing')) },
				{ agent_id: String(agent('taker').actor.id) },
				{ unassigned: 'true' },
			],
		],
		['compliance', 'flagged-words', by('state', ['open', 'looked'])],
	];
	const listed: Listed[] = [];
	for (const [as, list, all] of asks)
		for (const asked of all)
			listed.push({ list, asked, of: as === 'client' ? String(client) : undefined, shown: await shownOf(api, as, list, asked) });
	for (const asked of [{}, { open: true }]) listed.push(await complaintsInPages(street, api, asked));
	found(await listFindings(owner, tenantId, listed));
	for (const [from, to] of [
		[first, second],
		[last, last],
	] as const) {
		const { text } = await api.ask('compliance', 'GET', `/api/refusals-by-rule?from=${from}&to=${to}`);
		found(await refusalsFindings(owner, tenantId, { from, to, text }));
	}
}

/** No list of complaints is as long as a page: two short ones are read, and what is behind them at the door. */
async function complaintsInPages({ compliance }: Street, api: Callers, asked: { readonly open?: boolean }): Promise<Listed> {
	const shown: string[] = [];
	let after: bigint | undefined;
	for (let page = 0; page === 0 || after !== undefined; page++) {
		const { items, next } = await complaintLines(compliance, { ...asked, limit: 7, after });
		shown.push(...items.map(({ id }) => id));
		if (page === 1 && next !== null) {
			const query = new URLSearchParams({ ...(asked.open && { open: 'true' }), after: next });
			const rest = JSON.parse((await api.ask('compliance', 'GET', `/api/complaints?${query}`)).text) as Page;
			shown.push(...(rest.items ?? []).map((item) => idOf('complaints', item)));
			break;
		}
		after = next === null ? undefined : BigInt(next);
	}
	return { list: 'complaints', asked: asked.open ? { open: 'true' } : {}, shown };
}

type Thing = { readonly what: string; readonly words: string };
async function seek(api: Callers, as: string, things: readonly Thing[]): Promise<Sought[]> {
	const sought: Sought[] = [];
	for (const thing of things) {
		const { text } = await api.ask(as, 'GET', `/api/debtors?query=${encodeURIComponent(thing.words)}`);
		const { items = [] } = JSON.parse(text) as Page;
		sought.push({ ...thing, shown: items.map(({ id = '' }) => id) });
	}
	return sought;
}

/** Somebody is looked for by all one may know of them; and in the first agency by every number of a living debtor that somebody who was erased had too. */
export async function askWhoThatIs(street: Street, api: Callers, open: Open, first: SimulatedHouse): Promise<void> {
	const { owner, compliance, loan, found } = street;
	const { tenantId } = compliance;
	const numbersOf = async (of: Open, tenant: bigint, which: string, values: readonly string[]) => {
		const { rows } = await owner.query<{ sealed: Buffer; index: string }>(
			`select distinct on (p.value_index) p.value_sealed as sealed, encode(p.value_index, 'hex') as index from contact_point p where p.tenant_id = $1 and p.kind = 'mobile' and p.source <> 'erased' and ${which} order by p.value_index, p.id`,
			[String(tenant), ...values],
		);
		return rows.map(({ sealed, index }) => of(sealed, `contact ${index}`));
	};
	const debtor = String(loan('half').debtor_id);
	const { rows } = await owner.query<{ sealed: Buffer; person: string }>(
		`select sealed, encode(identity_index, 'hex') as person from debtor where tenant_id = $1 and id = $2`,
		[String(tenantId), debtor],
	);
	const { sealed, person } = known(rows[0], 'debtor');
	const { idNumber } = JSON.parse(open(sealed, `debtor ${person}`)) as { idNumber: string };
	const numbers = await numbersOf(open, tenantId, 'p.debtor_id = any ($2::bigint[])', [`{${debtor},${loan('on one number').debtor_id}}`]);
	const things: readonly Thing[] = [
		...numbers.map((words) => ({ what: 'a number', words })),
		...numbers.slice(0, 1).flatMap((words) => [
			{ what: 'a number with spaces', words: `${words.slice(0, 3)} ${words.slice(3, 7)} ${words.slice(7)}` },
			{ what: 'half a number', words: words.slice(0, 7) },
		]),
		{ what: 'an identity', words: idNumber },
		{ what: 'a case of two lenders', words: loan('of a case another lender has too').reference },
		{ what: 'a surname', words: '试' },
	];
	found(await searchFindings(owner, open, tenantId, await seek(api, 'compliance', things)));
	const erased = await numbersOf(
		first.vault.open,
		first.tenantId,
		`exists (select from contact_point o join debtor d on d.tenant_id = $1 and d.id = o.debtor_id and d.erased_at is not null where o.tenant_id = $1 and o.value_index = p.value_index)`,
		[],
	);
	const ofErased = erased.map((words) => ({ what: 'a number that somebody erased had too', words }));
	found(await searchFindings(owner, first.vault.open, first.tenantId, await seek(api, 'of the first agency', ofErased)));
}
