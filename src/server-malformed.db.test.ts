import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../test/support/server.ts';
import { addressOf, bodies, codeOf, endless, filePart, nameOf, openWalk, part, type Walk, walkedRoles } from '../test/support/walk.ts';
import type { RouteDeclared } from './host/http.ts';
import { may, type Permission } from './people/permissions.ts';
import type { Role } from './record/actor.ts';

/** What nobody should send, sent to every route: the server refuses it and never fails. */
let walk: Walk;
beforeAll(async () => {
	walk = await openWalk();
});
afterAll(() => walk.close());

describe('what is malformed', () => {
	/** Values no field of ours takes, or only one kind of field. */
	const odd: readonly unknown[] = [
		null,
		true,
		-1,
		0,
		1.5,
		1e300,
		2 ** 53 + 2,
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
		for (const route of walk.guarded().filter(({ schema, config }) => schema['body'] !== undefined && config.permission !== undefined)) {
			const role = walkedRoles.find((each) => may(each, route.config.permission as Permission) && each !== 'client') ?? 'admin';
			const right = (bodies[nameOf(route)]?.(walk.own) ?? {}) as Record<string, unknown>;
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
				const answer = await walk.as(role).call(route.method, addressOf(route, walk.own), { body: JSON.stringify(body) });
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
		for (const route of walk.guarded().filter((each) => each.method === 'GET' && !endless(each))) {
			const names = Object.keys((route.schema['querystring'] as { properties?: object } | undefined)?.properties ?? {});
			const addresses = [
				...names.flatMap((name) =>
					words.flatMap((word) => [`${route.url}?${name}=${word}`, `${route.url}?${name}=${word}&${name}=${word}`]),
				),
				...(route.url.includes(':') ? words.map((word) => route.url.replaceAll(/:\w+/g, word)) : []),
			];
			for (const address of addresses) {
				const answer = await walk.as('admin').call('GET', address);
				if (answer.status >= 500 || answer.status === 401) wrong.push(`${answer.status} ${address.slice(0, 120)}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('a body of text, of XML, cut off, empty, or over 1 MB is refused with its own status', async () => {
		const send = (body: string | Buffer, type: string) =>
			walk.as('admin').call('POST', '/api/teams', { body, headers: { 'content-type': type } });
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
			walk.as('admin').call('POST', '/api/placements', {
				body: payload,
				headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
			});
		expect(await codeOf(send('{}'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${part('client', 'X')}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${filePart}${filePart}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect(await codeOf(send(`${part('client', 'a\0b')}${filePart}--cut--\r\n`))).toEqual([400, 'request.malformed']);
		expect((await send(filePart)).status).toBe(400);
		expect((await send(filePart, 'other')).status).toBe(400);
		const json = await walk.as('admin').call('POST', '/api/placements', { body: {} });
		expect(json.status).toBe(400);
	});

	test('a key over 200 characters is refused rather than forgotten', async () => {
		const answer = await walk.as('admin').call('POST', '/api/teams', { body: { code: 'k', name: 'k' }, key: 'k'.repeat(201) });
		expect(await codeOf(Promise.resolve(answer))).toEqual([400, 'request.malformed']);
	});
});

describe('idempotency', () => {
	test('the same request under the same key is done once; other input under it is refused; another person’s key is another key', async () => {
		const open = (role: Role, code: string) => walk.as(role).call('POST', '/api/teams', { body: { code, name: code }, key: 'open-1' });
		const first = await open('admin', 'once');
		expect(await open('admin', 'once')).toMatchObject({ status: 200, body: first.body });
		expect(await codeOf(open('admin', 'twice'))).toEqual([409, 'idempotency.key_reused_with_other_input']);
		const other = await walk.server.as('admin', 'second admin');
		expect(await codeOf(other.call('POST', '/api/teams', { body: { code: 'twice', name: 'twice' }, key: 'open-1' }))).toEqual([
			200,
			undefined,
		]);
	});
});

describe('pages', () => {
	test('a screen’s address gives the desk without sign-in, an unknown path of the API is 404, an unknown file too', async () => {
		for (const address of ['/', '/desk', '/sign-in?from=/desk']) {
			const page = await walk.server.nobody.call('GET', address);
			expect(page.status).toBe(200);
			expect(page.headers['content-type']).toMatch(/text\/html/);
			expect(page.headers['content-security-policy']).toMatch(/default-src 'self'/);
			expect(page.headers['x-frame-options']).toBe('DENY');
		}
		expect(await codeOf(walk.server.nobody.call('GET', '/api/nothing'))).toEqual([404, 'thing.not_found']);
		expect((await walk.server.nobody.call('GET', '/assets/../../package.json')).status).toBe(404);
		expect((await walk.server.nobody.call('GET', '/assets/%2e%2e/%2e%2e/package.json')).text).not.toContain('"dependencies"');
		expect((await walk.server.nobody.call('POST', '/desk')).status).toBe(404);
	});

	test('no other site may read the API: no answer carries a permission for another origin', async () => {
		const answer = await walk.as('admin').call('GET', '/api/logins', { headers: { origin: 'https://evil.example' } });
		expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
		expect(answer.headers['cache-control']).toBe('no-store');
	});
});

function isProblem({ headers, body }: Answer): boolean {
	const sentence = body['sentence'] as { zh?: string; en?: string } | undefined;
	return String(headers['content-type']).startsWith('application/problem+json') && Boolean(sentence?.zh && sentence.en && body['title']);
}

describe('what fuzzing found, each once a 500 or worse', () => {
	test('agreed hours that end where they begin are malformed: 400', async () => {
		const ask = { body: { from: '08:00', until: '08:00', evidence: 'said so' } };
		expect(await codeOf(walk.as('agent').call('POST', `/api/debtors/${walk.own.debtor}/agreed-hours`, ask))).toEqual([
			400,
			'request.malformed',
		]);
	});

	test('*Next* under a key that was used for something else is refused like each act: 409', async () => {
		const key = 'a key of another act';
		await walk
			.as('agent')
			.call('POST', `/api/debtors/${walk.own.debtor}/complaints`, { body: { kind: 'complaint', channel: 'phone', words: 'x' }, key });
		expect(await codeOf(walk.as('agent').call('POST', '/api/work/next', { body: {}, key }))).toEqual([
			409,
			'idempotency.key_reused_with_other_input',
		]);
	});

	test('a report from 1969 and a date of 2200 are malformed; a day run 32 days ahead is refused, one of 31 is not malformed', async () => {
		const admin = walk.as('admin');
		expect(await codeOf(admin.call('GET', '/api/dashboard?to=1970-01-15'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(admin.call('GET', '/api/dashboard?to=2200-01-01'))).toEqual([400, 'request.malformed']);
		expect(await codeOf(admin.call('POST', '/api/day-runs', { body: { on: '2026-12-26' } }))).toEqual([400, 'request.malformed']);
		expect((await admin.call('POST', '/api/day-runs', { body: { on: '2026-12-25' } })).status).toBe(200);
	});
});
