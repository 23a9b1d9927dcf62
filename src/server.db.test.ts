import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgencyIds } from '../test/support/agency.ts';
import {
	addressOf,
	askOf,
	bodies,
	elsewhere,
	endless,
	nameOf,
	openWalk,
	shapeBreach,
	type Walk,
	walkedRoles,
} from '../test/support/walk.ts';
import { known } from './core/assert.ts';
import { may, permissions, type Permission } from './people/permissions.ts';

/**
 * Every route × every role, with nobody signed in, and with another agency's ids. The routes come from the server itself, so a new one is walked
 * without being named here; one that takes a body has to say what a right one is (test/support/walk.ts).
 */
let walk: Walk;
beforeAll(async () => {
	walk = await openWalk();
});
afterAll(() => walk.close());

test('every route that takes a body has a right one here', () => {
	const missing = walk
		.routes()
		.filter(({ schema }) => schema['body'] !== undefined)
		.map(nameOf)
		.filter((name) => !(name in bodies));
	expect(missing).toEqual([]);
	expect(Object.keys(bodies).filter((name) => !walk.routes().some((route) => nameOf(route) === name))).toEqual([]);
	expect(walk.routes().length).toBeGreaterThan(45);
});

test('every permission a route names is in the table, and only sign-in is open to the world', () => {
	expect(
		walk
			.guarded()
			.flatMap(({ config }) => config.permission ?? [])
			.filter((name) => !(name in permissions)),
	).toEqual([]);
	expect(
		walk
			.routes()
			.filter(({ config }) => config.public)
			.map(nameOf),
	).toEqual(['POST /api/auth/sign-in/username', 'POST /api/auth/sign-out']);
	expect(
		walk
			.guarded()
			.filter(({ config }) => config.signedIn)
			.map(nameOf),
	).toEqual(['GET /api/live', 'GET /api/me', 'POST /api/me/password']);
});

test('each answer is dated by the house’s clock, by which the desk shows today, and not by the machine’s', async () => {
	const answer = await walk.as('agent').call('GET', '/api/me');
	expect(answer.headers['date']).toBe('Tue, 24 Nov 2026 02:00:00 GMT');
});

describe('with nobody signed in', () => {
	test('every guarded route answers 401, whatever is sent', async () => {
		const wrong: string[] = [];
		for (const route of walk.guarded()) {
			const cookie = { cookie: 'dunwell.session_token=forged.forged' };
			const key = { authorization: 'Bearer dwk_forged' };
			for (const headers of [{}, cookie, key]) {
				const ask = askOf(route, walk.own);
				const answer = await walk.server.nobody.call(route.method, addressOf(route, walk.own), {
					...ask,
					headers: { ...ask.headers, ...headers },
				});
				if (answer.status !== 401 || answer.body['code'] !== 'sign_in.needed') wrong.push(`${nameOf(route)} ${answer.status}`);
			}
		}
		expect(wrong).toEqual([]);
	});
});

describe.each(walkedRoles)('as %s', (role) => {
	test('every route is open or refused exactly as the permission table says; nothing fails, every answer has its declared shape', async () => {
		const wrong: string[] = [];
		let opened = 0;
		for (const route of walk.guarded().filter((each) => !endless(each))) {
			const answer = await walk.as(role).call(route.method, addressOf(route, walk.own), askOf(route, walk.own));
			const denied = answer.status === 403 && answer.body['code'] === 'permission.denied';
			const allowed = route.config.permission === undefined || may(role, route.config.permission as Permission);
			if (denied === allowed || answer.status >= 500 || answer.status === 401 || answer.status === 400)
				wrong.push(`${nameOf(route)} ${answer.status} ${answer.text.slice(0, 200)}`);
			if (answer.status === 200) {
				opened++;
				const breach = shapeBreach(route, answer.body);
				if (breach) wrong.push(`${nameOf(route)} ${breach}`);
			}
			if (answer.text.includes(walk.foreign.mark) && !addressOf(route, walk.own).includes(walk.foreign.mark))
				wrong.push(`${nameOf(route)} shows ${walk.foreign.mark}`);
		}
		expect(wrong).toEqual([]);
		expect(opened).toBeGreaterThan(5);
	});

	test('another agency’s ids are found nowhere: 404, or 403 without the permission, and nothing of it changes or shows', async () => {
		const before = await everythingOf(walk.foreign);
		const wrong: string[] = [];
		for (const route of walk.guarded().filter((each) => each.url.includes(':'))) {
			const answer = await walk.as(role).call(route.method, addressOf(route, walk.foreign), askOf(route, walk.foreign));
			const allowed = may(role, route.config.permission as Permission);
			if (answer.status !== (allowed ? (elsewhere[nameOf(route)] ?? 404) : 403))
				wrong.push(`${nameOf(route)} ${answer.status} ${answer.text.slice(0, 200)}`);
			if (answer.text.includes(walk.foreign.mark)) wrong.push(`${nameOf(route)} shows ${walk.foreign.mark}`);
		}
		expect(wrong).toEqual([]);
		expect(await everythingOf(walk.foreign)).toEqual(before);
	});
});

/** How much there is of everything in the foreign agency, read by the schema's owner. */
async function everythingOf({ mark }: AgencyIds): Promise<Record<string, string>> {
	const { rows: tables } = await walk.database.owner.query<{ name: string }>(
		`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
		  where c.relnamespace = 'dunwell'::regnamespace and c.relkind = 'r' order by 1`,
	);
	const all: Record<string, string> = {};
	for (const { name } of tables) {
		const { rows } = await walk.database.owner.query<{ state: string }>(
			`select count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as state from dunwell.${name} x
			  where tenant_id = (select tenant_id from dunwell.team where code = $1)`,
			[`${mark}-team`],
		);
		all[name] = rows[0]?.state ?? '';
	}
	return all;
}

describe('things of another agency named in a body', () => {
	test.each([
		['POST', '/api/keys', () => ({ login_id: String(walk.foreign.login), name: 'x' }), 404],
		['POST', '/api/assignments', () => ({ way: 'team', team_id: String(walk.foreign.team), debtor_ids: [String(walk.own.debtor)] }), 404],
		['POST', '/api/assignments', () => ({ way: 'team', team_id: String(walk.own.team), debtor_ids: [String(walk.foreign.debtor)] }), 422],
		['PATCH', `/api/logins/:own`, () => ({ team_ids: [String(walk.foreign.team)] }), 404],
		['POST', '/api/payments', () => ({ ...bodies['POST /api/payments']?.(walk.foreign), external_reference: 'F-1' }), 404],
		[
			'POST',
			'/api/logins',
			() => ({ username: 'spy', name: 'spy', role: 'client', password: 'long enough', client_code: walk.foreign.clientCode }),
			404,
		],
	] as const)('%s %s is refused with the foreign id', async (method, url, body, status) => {
		const answer = await walk.as('admin').call(method, url.replace(':own', String(walk.own.login)), { body: body() });
		expect([answer.status, answer.text.includes('ZZFOREIGN-team')]).toEqual([status, false]);
	});
});

test('a creditor-side login sees nothing of another client of the same agency', async () => {
	const wrong: string[] = [];
	for (const route of walk
		.guarded()
		.filter(
			({ method, config }) => method === 'GET' && config.permission !== undefined && may('client', config.permission as Permission),
		)) {
		const named = await walk.as('client').call('GET', addressOf(route, walk.neighbour));
		const listed = await walk.as('client').call('GET', `${addressOf(route, walk.own)}?client=${walk.neighbour.clientCode}`);
		if (route.url.includes(':') && named.status !== 404) wrong.push(`${nameOf(route)} ${named.status}`);
		for (const answer of [named, listed])
			if (answer.text.replaceAll(`${walk.neighbour.clientCode}`, '').includes(walk.neighbour.mark))
				wrong.push(`${nameOf(route)} shows ${walk.neighbour.mark}: ${answer.text.slice(0, 300)}`);
	}
	expect(wrong).toEqual([]);
	const recalled = await walk
		.as('client')
		.call('POST', `/api/placements/${walk.neighbour.placement}/recall`, { body: { reason: 'not mine' } });
	expect(recalled.status).toBe(404);
});

test('an agent of another team finds no debtor of ours, by any route that names one', async () => {
	const [team] = await walk.database.query<{ id: bigint }>(
		`insert into team (tenant_id, code, name) values ($1, 'far', 'far') returning id`,
		[walk.database.tenantId],
	);
	const stranger = await walk.server.as('agent', 'stranger', { team_ids: [String(known(team, 'team').id)] });
	const statuses = new Map<string, number>();
	for (const route of walk
		.guarded()
		.filter(({ url, config }) => url.startsWith('/api/debtors/:id') && may('agent', config.permission as Permission)))
		statuses.set(nameOf(route), (await stranger.call(route.method, addressOf(route, walk.own), askOf(route, walk.own))).status);
	expect(statuses.size).toBeGreaterThan(8);
	expect([...new Set(statuses.values())]).toEqual([404]);
});
