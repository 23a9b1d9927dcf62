import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random, type Random } from '../../src/core/random.ts';
import type { RouteDeclared } from '../../src/host/http.ts';
import { may, type Permission } from '../../src/people/permissions.ts';
import type { AgencyIds } from '../support/agency.ts';
import type { Answer } from '../support/server.ts';
import { addressOf, endless, nameOf, openWalk, shapeBreach, type Walk, walkedRoles } from '../support/walk.ts';
import { valueOf } from './api.ts';

/**
 * Every route by every role with bodies, queries and ids drawn from its own declared shapes: never a 5xx, never an answer that is not of its shape, never a thing or a word of another
 * agency. `DUNWELL_FUZZ_ASKS` (2,500) and `DUNWELL_FUZZ_SEED` (1) say how many and which; a failure prints the ask.
 */
const asks = Number(process.env['DUNWELL_FUZZ_ASKS'] ?? 2_500);
const seed = process.env['DUNWELL_FUZZ_SEED'] ?? '1';
let walk: Walk;
beforeAll(async () => {
	walk = await openWalk();
});
afterAll(() => walk.close());

const numbersOf = (ids: AgencyIds) => Object.values(ids).flatMap((value) => (typeof value === 'bigint' ? [String(value)] : []));

function address(route: RouteDeclared, draw: Random): string {
	const whose = draw.weighed([
		[walk.own, 6],
		[walk.foreign, 2],
		[walk.neighbour, 1],
	] as const);
	const path = draw.chance(900_000)
		? addressOf(route, whose)
		: route.url.replace(/:\w+/g, () => draw.pick(['0', '-1', '999999999999999999', '99999999999999999999999', 'x', '%00', '1;2', "1'"]));
	const [bare = '', own = ''] = path.split('?');
	const shape = route.schema['querystring'] as Record<string, unknown> | undefined;
	if (!shape || draw.chance(300_000)) return path;
	const query = valueOf({ ...shape, type: 'object' }, draw, [...numbersOf(walk.own), ...numbersOf(walk.foreign)]);
	const parts = Object.entries(query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(value))}`);
	return `${bare}?${[own, ...parts].filter((part) => part !== '').join('&')}`;
}
const textOf = (value: unknown) => {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return text.isWellFormed() ? text : 'x';
};

/** All that another agency has, row by row, so that nothing of it may change. */
async function bookOf(tenantId: bigint): Promise<Record<string, string>> {
	const tables = await walk.database.query<{ name: string }>(
		`select c.table_name as name from information_schema.columns c join pg_tables t on t.schemaname = c.table_schema and t.tablename = c.table_name
		  where c.table_schema = 'dunwell' and c.column_name = 'tenant_id' and c.table_name not in ('record_entry', 'row_version') order by 1`,
	);
	const book: Record<string, string> = {};
	for (const { name } of tables) {
		const [row] = await walk.database.query<{ sum: string }>(
			`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t where tenant_id = $1`,
			[tenantId],
		);
		book[name] = row?.sum ?? '';
	}
	return book;
}

function faultOf(route: RouteDeclared, answer: Answer): string | null {
	if (answer.status >= 500) return `a ${answer.status}`;
	// The mark of the other agency stands in every text of it.
	if (/ZZFOREIGN/.test(answer.text)) return 'a word of another agency';
	// A file: a report as PDF, a workbook, a page.
	if (answer.status === 200 && !String(answer.headers['content-type'] ?? '').includes('json')) return null;
	if (answer.status === 200) {
		const breach = shapeBreach(route, answer.body);
		return breach === null ? null : `not of its shape: ${breach} ${answer.text.slice(0, 160)}`;
	}
	if (answer.status < 400) return null;
	const { code, title } = answer.body;
	return typeof code === 'string' && typeof title === 'string'
		? null
		: `a refusal that is no problem document: ${answer.text.slice(0, 100)}`;
}

describe(`${asks} asks drawn from the declared shapes, seed ${seed}`, () => {
	test('no 5xx, no answer out of its shape, no other agency’s data, by any route and role', async () => {
		const foreignTenant =
			(await walk.database.query<{ tenant_id: bigint }>('select tenant_id from login where id = $1', [walk.foreign.login]))[0]?.tenant_id ??
			0n;
		const before = await bookOf(foreignTenant);
		// A password costs a hash of a tenth of a second; logins, keys and passwords are walked elsewhere.
		const routes = walk.routes().filter((route) => !endless(route) && !/password|sign-|\/logins$|\/keys$/.test(nameOf(route)));
		const ids = [...numbersOf(walk.own), ...numbersOf(walk.foreign), '0', '999999'];
		const wrong: string[] = [];
		const statuses = new Map<number, number>();
		for (let i = 0; i < asks; i++) {
			const draw = random(`api ${seed} ${i}`);
			const route = draw.pick(routes);
			const { permission } = route.config;
			// Mostly somebody who may, so that the ask reaches the rules.
			const able = walkedRoles.filter((role) => permission === undefined || may(role, permission as Permission));
			const role = able.length > 0 && draw.chance(850_000) ? draw.pick(able) : draw.pick(walkedRoles);
			const shape = route.schema['body'] as Record<string, unknown> | undefined;
			const url = address(route, draw);
			const body = route.method === 'GET' ? undefined : JSON.stringify(shape ? valueOf(shape, draw, ids) : {});
			const key = draw.chance(300_000) ? `fuzz ${draw.below(200)}` : undefined;
			const answer = await walk
				.as(role)
				.call(route.method, url, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
			statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
			const fault = faultOf(route, answer);
			if (fault) wrong.push(`ask ${i} of seed ${seed}: ${role} ${route.method} ${url} ${body?.slice(0, 300) ?? ''}: ${fault}`);
		}
		expect(wrong.slice(0, 10)).toEqual([]);
		expect(await bookOf(foreignTenant)).toEqual(before);
		process.stderr.write(`${JSON.stringify(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)))}\n`);
		// Enough of it is right to reach the rules, and enough is wrong.
		expect(statuses.get(200) ?? 0).toBeGreaterThan(asks / 10);
		expect((statuses.get(400) ?? 0) + (statuses.get(404) ?? 0)).toBeGreaterThan(asks / 20);
	}, 3_600_000);
});
