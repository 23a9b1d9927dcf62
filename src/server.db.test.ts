import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AgencyIds, anAgency } from '../test/support/agency.ts';
import { type TestDatabase, testDatabase } from '../test/support/database.ts';
import { type Answer, type Ask, type Session, type TestServer, testServer } from '../test/support/server.ts';
import { known } from './core/assert.ts';
import type { RouteDeclared } from './host/http.ts';
import { may, permissions, type Permission } from './people/permissions.ts';
import type { Role } from './record/actor.ts';

/**
 * Every route × every role, with nobody signed in, and with another agency's ids. The routes come from the server itself, so a new one is walked
 * without being named here; one that takes a body has to say what a right one is.
 */
let database: TestDatabase;
let server: TestServer;
let own: AgencyIds;
let foreign: AgencyIds;
/** Of the same agency, placed by another client. */
let neighbour: AgencyIds;
const sessions = new Map<Role, Session>();
const roles = ['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client'] as const;

beforeAll(async () => {
	database = await testDatabase({ poolMax: 20 });
	server = await testServer(database);
	own = await anAgency(database, 'OWNHOUSE');
	neighbour = await anAgency(database, 'NEIGHBOUR');
	foreign = await anAgency(await database.agency('other'), 'ZZFOREIGN');
	for (const role of roles)
		sessions.set(
			role,
			await server.as(role, role, { client_code: own.clientCode, ...(role === 'client' ? {} : { team_ids: [String(own.team)] }) }),
		);
});
afterAll(async () => {
	await server.close();
	await database.close();
});

const as = (role: Role) => known(sessions.get(role), role);
const routes = () => server.app.routesDeclared.filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD');
const guarded = () => routes().filter(({ config }) => !config.public);
const nameOf = ({ method, url }: RouteDeclared) => `${method} ${url}`;

/** The address of a route with an agency's ids in it. */
function addressOf({ url }: RouteDeclared, ids: AgencyIds): string {
	const noun = url.split('/')[2] ?? '';
	const first = {
		logins: ids.login,
		teams: ids.team,
		keys: ids.key,
		clients: ids.client,
		creditors: ids.creditor,
		placements: ids.placement,
		payments: ids.payment,
	};
	const inner = /\/(promises|plans|attempts)\/:one/.exec(url)?.[1];
	const one = { promises: ids.promise, plans: ids.plan, attempts: ids.attempt }[inner ?? ''] ?? 0n;
	return url
		.replace('/api/work/:debtor/:id', `/api/work/${ids.debtor}/${ids.item}`)
		.replace('/api/debtors/:id', `/api/debtors/${ids.debtor}`)
		.replace(':point', String(ids.point))
		.replace(':hold', String(ids.hold))
		.replace(':one', String(one))
		.replace(':id', String(first[noun as keyof typeof first] ?? 0n))
		.concat(queries[url] ?? '');
}
const queries: Readonly<Record<string, string>> = { '/api/debtors': '?query=ZZFOREIGN-R1' };

/** A right body of every route that takes one, naming an agency's things. */
const bodies: Readonly<Record<string, (ids: AgencyIds) => object>> = {
	'POST /api/auth/sign-in/username': () => ({ username: 'nobody', password: 'nothing' }),
	'POST /api/me/password': () => ({ current_password: 'wrong', new_password: 'another secret' }),
	'POST /api/logins': () => ({ username: `x${Math.round(performance.now() * 1e6)}`, name: 'x', role: 'agent', password: 'long enough' }),
	'PATCH /api/logins/:id': () => ({ skills: ['大额'] }),
	'POST /api/logins/:id/certificate': () => ({ trained_on: '2026-11-01' }),
	'POST /api/teams': (ids) => ({ code: `${ids.mark}-team`, name: 'taken' }),
	'PATCH /api/teams/:id': (ids) => ({ name: `${ids.mark}-team` }),
	'POST /api/keys': (ids) => ({ login_id: String(ids.login), name: 'integrator' }),
	'POST /api/clients': (ids) => ({ code: ids.clientCode, name: 'taken' }),
	'PATCH /api/clients/:id': () => ({ service_line: '400-000-0000' }),
	'POST /api/creditors': (ids) => ({ name: `Creditor of ${ids.clientCode}`, kind: 'bank' }),
	'PATCH /api/creditors/:id': () => ({ kind: 'bank' }),
	'POST /api/placements/:id/recall': () => ({ reason: 'asked for' }),
	'POST /api/payments': (ids) => ({
		client: ids.clientCode,
		external_reference: 'W-1',
		debt_reference: ids.reference,
		amount_minor: 100,
		currency: 'CNY',
		paid_at: '2026-11-23T00:00:00Z',
	}),
	'POST /api/payments/:id/resolve': (ids) => ({ action: 'assign', debtor_id: String(ids.debtor), debt_id: String(ids.debt) }),
	'POST /api/payments/:id/reverse': () => ({ reason: 'a mistake' }),
	'POST /api/debtors/:id/permits': (ids) => ({ contact_point_id: String(ids.point), channel: 'voice' }),
	'POST /api/debtors/:id/attempts': (ids) => ({ permit_id: String(ids.permit) }),
	'POST /api/debtors/:id/contact-points/:point/unmask': () => ({ purpose: 'to call' }),
	'POST /api/debtors/:id/holds': () => ({ kind: 'dispute', days: 10, evidence: 'said so' }),
	'POST /api/debtors/:id/promises': (ids) => ({
		debt_id: String(ids.debt),
		amount_minor: 100,
		currency: 'CNY',
		due_on: '2026-11-25',
		dry_run: true,
	}),
	'POST /api/debtors/:id/plans': (ids) => ({
		debt_id: String(ids.debt),
		currency: 'CNY',
		instalments: 3,
		first_due_on: '2026-11-25',
		dry_run: true,
	}),
	'POST /api/debtors/:id/promises/:one/withdraw': () => ({ reason: 'asked for' }),
	'POST /api/debtors/:id/plans/:one/withdraw': () => ({ reason: 'asked for' }),
	'POST /api/debtors/:id/attempts/:one/outcome': () => ({ line: 'no_answer', said: 'none', identity_disclosed: false }),
	'POST /api/work/:debtor/:id/release': () => ({ reason: 'lunch' }),
	'POST /api/assignments': (ids) => ({ way: 'team', team_id: String(ids.team), debtor_ids: [String(ids.debtor)], dry_run: true }),
	'POST /api/day-runs': () => ({ on: '2026-11-24' }),
};

/** Routes that take a file, with their other fields. */
const uploads: Readonly<Record<string, (ids: AgencyIds) => Record<string, string>>> = {
	'POST /api/placements/analyse': () => ({}),
	'POST /api/placements': (ids) => ({ client: ids.clientCode, dry_run: 'true' }),
	'POST /api/payments/import': (ids) => ({ client: ids.clientCode, dry_run: 'true' }),
};
const part = (name: string, value: string) => `--cut\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const filePart = '--cut\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\na,b\r\n1,2\r\n';
const multipart = { 'content-type': 'multipart/form-data; boundary=cut' };

function askOf(route: RouteDeclared, ids: AgencyIds): Ask {
	if (route.method === 'GET') return {};
	const fields = uploads[nameOf(route)]?.(ids);
	if (!fields) return { body: bodies[nameOf(route)]?.(ids) ?? {} };
	const parts = Object.entries(fields).map(([name, value]) => part(name, value));
	return { body: `${parts.join('')}${filePart}--cut--\r\n`, headers: multipart };
}
/** Refusals that say no more than 404 would. */
const elsewhere: Readonly<Record<string, number>> = { 'POST /api/work/:debtor/:id/release': 409 };
/** `/api/live` never ends, so a caller who is let in is not walked there; test/live has its own tests. */
const endless = (route: RouteDeclared) => route.url === '/api/live';

test('every route that takes a body has a right one here', () => {
	const missing = routes()
		.filter(({ schema }) => schema['body'] !== undefined)
		.map(nameOf)
		.filter((name) => !(name in bodies));
	expect(missing).toEqual([]);
	expect(Object.keys(bodies).filter((name) => !routes().some((route) => nameOf(route) === name))).toEqual([]);
	expect(routes().length).toBeGreaterThan(45);
});

test('every permission a route names is in the table, and only sign-in is open to the world', () => {
	expect(
		guarded()
			.flatMap(({ config }) => config.permission ?? [])
			.filter((name) => !(name in permissions)),
	).toEqual([]);
	expect(
		routes()
			.filter(({ config }) => config.public)
			.map(nameOf),
	).toEqual(['POST /api/auth/sign-in/username', 'POST /api/auth/sign-out']);
	expect(
		guarded()
			.filter(({ config }) => config.signedIn)
			.map(nameOf),
	).toEqual(['GET /api/live', 'GET /api/me', 'POST /api/me/password']);
});

describe('with nobody signed in', () => {
	test('every guarded route answers 401, whatever is sent', async () => {
		const wrong: string[] = [];
		for (const route of guarded()) {
			const cookie = { cookie: 'dunwell.session_token=forged.forged' };
			const key = { authorization: 'Bearer dwk_forged' };
			for (const headers of [{}, cookie, key]) {
				const ask = askOf(route, own);
				const answer = await server.nobody.call(route.method, addressOf(route, own), { ...ask, headers: { ...ask.headers, ...headers } });
				if (answer.status !== 401 || answer.body['code'] !== 'sign_in.needed') wrong.push(`${nameOf(route)} ${answer.status}`);
			}
		}
		expect(wrong).toEqual([]);
	});
});

describe.each(roles)('as %s', (role) => {
	test('every route is open or refused exactly as the permission table says; nothing fails', async () => {
		const wrong: string[] = [];
		let opened = 0;
		for (const route of guarded().filter((each) => !endless(each))) {
			const answer = await as(role).call(route.method, addressOf(route, own), askOf(route, own));
			const denied = answer.status === 403 && answer.body['code'] === 'permission.denied';
			const allowed = route.config.permission === undefined || may(role, route.config.permission as Permission);
			if (denied === allowed || answer.status >= 500 || answer.status === 401 || answer.status === 400)
				wrong.push(`${nameOf(route)} ${answer.status} ${answer.text.slice(0, 200)}`);
			if (answer.status === 200) opened++;
			if (answer.text.includes(foreign.mark) && !addressOf(route, own).includes(foreign.mark))
				wrong.push(`${nameOf(route)} shows ${foreign.mark}`);
		}
		expect(wrong).toEqual([]);
		expect(opened).toBeGreaterThan(5);
	});

	test('another agency’s ids are found nowhere: 404, or 403 without the permission, and nothing of it changes or shows', async () => {
		const before = await everythingOf(foreign);
		const wrong: string[] = [];
		for (const route of guarded().filter((each) => each.url.includes(':'))) {
			const answer = await as(role).call(route.method, addressOf(route, foreign), askOf(route, foreign));
			const allowed = may(role, route.config.permission as Permission);
			if (answer.status !== (allowed ? (elsewhere[nameOf(route)] ?? 404) : 403))
				wrong.push(`${nameOf(route)} ${answer.status} ${answer.text.slice(0, 200)}`);
			if (answer.text.includes(foreign.mark)) wrong.push(`${nameOf(route)} shows ${foreign.mark}`);
		}
		expect(wrong).toEqual([]);
		expect(await everythingOf(foreign)).toEqual(before);
	});
});

/** How much there is of everything in the foreign agency, read by the schema's owner. */
async function everythingOf({ mark }: AgencyIds): Promise<Record<string, string>> {
	const { rows: tables } = await database.owner.query<{ name: string }>(
		`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
		  where c.relnamespace = 'dunwell'::regnamespace and c.relkind = 'r' order by 1`,
	);
	const all: Record<string, string> = {};
	for (const { name } of tables) {
		const { rows } = await database.owner.query<{ state: string }>(
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
		['POST', '/api/keys', () => ({ login_id: String(foreign.login), name: 'x' }), 404],
		['POST', '/api/assignments', () => ({ way: 'team', team_id: String(foreign.team), debtor_ids: [String(own.debtor)] }), 404],
		['POST', '/api/assignments', () => ({ way: 'team', team_id: String(own.team), debtor_ids: [String(foreign.debtor)] }), 422],
		['PATCH', `/api/logins/:own`, () => ({ team_ids: [String(foreign.team)] }), 404],
		['POST', '/api/payments', () => ({ ...bodies['POST /api/payments']?.(foreign), external_reference: 'F-1' }), 404],
		[
			'POST',
			'/api/logins',
			() => ({ username: 'spy', name: 'spy', role: 'client', password: 'long enough', client_code: foreign.clientCode }),
			404,
		],
	] as const)('%s %s is refused with the foreign id', async (method, url, body, status) => {
		const answer = await as('admin').call(method, url.replace(':own', String(own.login)), { body: body() });
		expect([answer.status, answer.text.includes('ZZFOREIGN-team')]).toEqual([status, false]);
	});
});

test('a creditor-side login sees nothing of another client of the same agency', async () => {
	const wrong: string[] = [];
	for (const route of guarded().filter(
		({ method, config }) => method === 'GET' && config.permission !== undefined && may('client', config.permission as Permission),
	)) {
		const named = await as('client').call('GET', addressOf(route, neighbour));
		const listed = await as('client').call('GET', `${addressOf(route, own)}?client=${neighbour.clientCode}`);
		if (route.url.includes(':') && named.status !== 404) wrong.push(`${nameOf(route)} ${named.status}`);
		for (const answer of [named, listed])
			if (answer.text.replaceAll(`${neighbour.clientCode}`, '').includes(neighbour.mark))
				wrong.push(`${nameOf(route)} shows ${neighbour.mark}: ${answer.text.slice(0, 300)}`);
	}
	expect(wrong).toEqual([]);
	const recalled = await as('client').call('POST', `/api/placements/${neighbour.placement}/recall`, { body: { reason: 'not mine' } });
	expect(recalled.status).toBe(404);
});

test('an agent of another team finds no debtor of ours, by any route that names one', async () => {
	const [team] = await database.query<{ id: bigint }>(`insert into team (tenant_id, code, name) values ($1, 'far', 'far') returning id`, [
		database.tenantId,
	]);
	const stranger = await server.as('agent', 'stranger', { team_ids: [String(known(team, 'team').id)] });
	const statuses = new Map<string, number>();
	for (const route of guarded().filter(
		({ url, config }) => url.startsWith('/api/debtors/:id') && may('agent', config.permission as Permission),
	))
		statuses.set(nameOf(route), (await stranger.call(route.method, addressOf(route, own), askOf(route, own))).status);
	expect(statuses.size).toBeGreaterThan(8);
	expect([...new Set(statuses.values())]).toEqual([404]);
});

test('an answer has the shape its route declares', async () => {
	const wrong: string[] = [];
	let checked = 0;
	for (const route of guarded().filter((each) => each.method === 'GET' && !endless(each))) {
		const shape = (route.schema['response'] as Record<string, object> | undefined)?.['200'];
		const answer = await as('admin').call('GET', addressOf(route, own));
		if (!shape || answer.status !== 200) continue;
		checked++;
		const [error] = Value.Errors(shape, answer.body);
		if (error) wrong.push(`${nameOf(route)} ${error.instancePath} ${error.message}`);
	}
	expect(wrong).toEqual([]);
	expect(checked).toBeGreaterThan(12);
});

describe('what is malformed', () => {
	/** Values no field of ours takes, or only one kind of field. */
	const odd: readonly unknown[] = [
		null,
		true,
		-1,
		0,
		1.5,
		1e300,
		9_007_199_254_740_993,
		'',
		' ',
		'x',
		'0',
		'-1',
		'99999999999999999999',
		'a\u0000b',
		'\ud800',
		'2026-02-30',
		'0000-00-00',
		'2026-11-24T99:00:00Z',
		"'; drop table debt; --",
		'x'.repeat(70_000),
		[],
		[null],
		{},
		{ a: { b: {} } },
	];

	test('no body, however odd, makes the server fail; the refusal says what is wrong in both languages', async () => {
		const wrong: string[] = [];
		let asked = 0;
		let malformed = 0;
		for (const route of guarded().filter(({ schema, config }) => schema['body'] !== undefined && config.permission !== undefined)) {
			const role = roles.find((each) => may(each, route.config.permission as Permission) && each !== 'client') ?? 'admin';
			const right = (bodies[nameOf(route)]?.(own) ?? {}) as Record<string, unknown>;
			const fields = Object.keys((route.schema['body'] as { properties?: object }).properties ?? right);
			const given: unknown[] = [
				...odd,
				...fields.flatMap((field) => [
					...odd.map((value) => ({ ...right, [field]: value })),
					Object.fromEntries(Object.entries(right).filter(([name]) => name !== field)),
				]),
			];
			for (const body of given) {
				// Logins are not really made here: each costs a password hash.
				if (nameOf(route) === 'POST /api/logins' && isRight(route, body)) continue;
				const answer = await as(role).call(route.method, addressOf(route, own), { body: JSON.stringify(body) });
				asked++;
				if (answer.status === 400) {
					malformed++;
					if (answer.body['code'] !== 'request.malformed' || !isProblem(answer))
						wrong.push(`${nameOf(route)} ${answer.text.slice(0, 200)}`);
				}
				if (answer.status >= 500 || answer.status === 401)
					wrong.push(`${nameOf(route)} ${answer.status} ${JSON.stringify(body)?.slice(0, 150)}`);
			}
		}
		expect([...new Set(wrong)]).toEqual([]);
		expect(asked).toBeGreaterThan(2_000);
		expect(malformed).toBeGreaterThan(asked / 2);
	}, 240_000);

	const isRight = (route: RouteDeclared, body: unknown) => Value.Check(route.schema['body'] as object, body);

	test('no query and no id, however odd, makes the server fail', async () => {
		const wrong: string[] = [];
		const words = [
			'',
			'x',
			'-1',
			'1e9',
			'99999999999999999999',
			'%00',
			'%ED%A0%80',
			'2026-02-30',
			'2026-11-24',
			'%27%3B',
			'a'.repeat(3_000),
			'true',
			'[]',
		];
		for (const route of guarded().filter((each) => each.method === 'GET' && !endless(each))) {
			const names = Object.keys((route.schema['querystring'] as { properties?: object } | undefined)?.properties ?? {});
			const addresses = [
				...names.flatMap((name) =>
					words.flatMap((word) => [`${route.url}?${name}=${word}`, `${route.url}?${name}=${word}&${name}=${word}`]),
				),
				...(route.url.includes(':') ? words.map((word) => route.url.replaceAll(/:\w+/g, word)) : []),
			];
			for (const address of addresses) {
				const answer = await as('admin').call('GET', address);
				if (answer.status >= 500 || answer.status === 401) wrong.push(`${answer.status} ${address.slice(0, 120)}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('a body of text, of XML, cut off, empty, or over 1 MB is refused with its own status', async () => {
		const send = (body: string | Buffer, type: string) =>
			as('admin').call('POST', '/api/teams', { body, headers: { 'content-type': type } });
		expect(await codeOf(send('code=x', 'text/plain'))).toEqual([415, 'request.other_content_type']);
		expect(await codeOf(send('<team/>', 'application/xml'))).toEqual([415, 'request.other_content_type']);
		expect(await codeOf(send('code=x', 'application/x-www-form-urlencoded'))).toEqual([415, 'request.other_content_type']);
		expect(await codeOf(send('{"code":"x",', 'application/json'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send('', 'application/json'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send('[', 'application/json; charset=gbk'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`{"code":"${'x'.repeat(2 ** 20)}"}`, 'application/json'))).toEqual([413, 'request.too_large']);
		expect(await codeOf(send('{"__proto__":{"code":"x"}}', 'application/json'))).toEqual([400, 'request.malformed']);
	});

	test('an upload without a file, with two files, cut off, or with a zero byte in a field is refused', async () => {
		const send = (payload: string, boundary = 'cut') =>
			as('admin').call('POST', '/api/placements', {
				body: payload,
				headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
			});
		expect(await codeOf(send('{}'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${part('client', 'X')}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${filePart}${filePart}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${part('client', 'a\0b')}${filePart}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect((await send(filePart)).status).toBe(400);
		expect((await send(filePart, 'other')).status).toBe(400);
		const json = await as('admin').call('POST', '/api/placements', { body: {} });
		expect(json.status).toBe(400);
	});

	test('a key over 200 characters is refused rather than forgotten', async () => {
		const answer = await as('admin').call('POST', '/api/teams', { body: { code: 'k', name: 'k' }, key: 'k'.repeat(201) });
		expect(await codeOf(Promise.resolve(answer))).toEqual([400, 'request.malformed']);
	});
});

describe('idempotency', () => {
	test('the same request under the same key is done once; other input under it is refused; another person’s key is another key', async () => {
		const open = (role: Role, code: string) => as(role).call('POST', '/api/teams', { body: { code, name: code }, key: 'open-1' });
		const first = await open('admin', 'once');
		expect(await open('admin', 'once')).toMatchObject({ status: 200, body: first.body });
		expect(await codeOf(open('admin', 'twice'))).toEqual([409, 'idempotency.key_reused_with_other_input']);
		const other = await server.as('admin', 'second admin');
		expect(await codeOf(other.call('POST', '/api/teams', { body: { code: 'twice', name: 'twice' }, key: 'open-1' }))).toEqual([
			200,
			undefined,
		]);
	});
});

describe('pages', () => {
	test('a screen’s address gives the desk without sign-in, an unknown path of the API is 404, an unknown file too', async () => {
		for (const address of ['/', '/desk', '/sign-in?from=/desk']) {
			const page = await server.nobody.call('GET', address);
			expect(page.status).toBe(200);
			expect(page.headers['content-type']).toMatch(/text\/html/);
			expect(page.headers['content-security-policy']).toMatch(/default-src 'self'/);
			expect(page.headers['x-frame-options']).toBe('DENY');
		}
		expect(await codeOf(server.nobody.call('GET', '/api/nothing'))).toEqual([404, 'thing.not_found']);
		expect((await server.nobody.call('GET', '/assets/../../package.json')).status).toBe(404);
		expect((await server.nobody.call('GET', '/assets/%2e%2e/%2e%2e/package.json')).text).not.toContain('"dependencies"');
		expect((await server.nobody.call('POST', '/desk')).status).toBe(404);
	});

	test('no other site may read the API: no answer carries a permission for another origin', async () => {
		const answer = await as('admin').call('GET', '/api/logins', { headers: { origin: 'https://evil.example' } });
		expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
		expect(answer.headers['cache-control']).toBe('no-store');
	});
});

const codeOf = async (answer: Promise<Answer>) => {
	const { status, body } = await answer;
	return [status, body['code']];
};

function isProblem({ headers, body }: Answer): boolean {
	const sentence = body['sentence'] as { zh?: string; en?: string } | undefined;
	return String(headers['content-type']).startsWith('application/problem+json') && Boolean(sentence?.zh && sentence.en && body['title']);
}
