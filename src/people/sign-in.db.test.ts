import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { cookiesIn, testPassword, type TestServer, testServer } from '../../test/support/server.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
	database = await testDatabase();
	server = await testServer(database);
});
afterAll(async () => {
	await server.close();
	await database.close();
});

const enter = (username: string, password: string) =>
	server.nobody.call('POST', '/api/auth/sign-in/username', { body: { username, password } });
const entries = (act: string) =>
	database.query<{ outcome: string; code: string | null; input: Record<string, unknown> }>(
		'select outcome, code, input from record_entry where act = $1 order by id',
		[act],
	);

test('the tables of sign-in are what the library’s own schema tool asks for, nothing missing', async () => {
	expect(await server.signIn.missing()).toEqual([]);
});

test('the application’s role never sees passwords and sessions', async () => {
	await expect(database.query('select * from auth."account"')).rejects.toThrow('permission denied');
});

describe('signing in', () => {
	test('gives a cookie no script can read, that no other site’s page sends, and the record keeps who came in', async () => {
		await server.as('agent', 'lin');
		const answer = await enter('lin', testPassword);
		expect(answer.status).toBe(200);
		expect(answer.body).toEqual({ done: true });
		const cookie = String([answer.headers['set-cookie']].flat()[0]);
		expect(cookie).toMatch(/^dunwell\.session_token=/);
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Strict/i);
		expect((await entries('login.enter')).at(-1)).toMatchObject({ outcome: 'done', input: { address: '127.0.0.1' } });
	});

	test('says who is signed in, what they may do and for which agency', async () => {
		const me = await (await server.as('team_lead', 'gao')).call('GET', '/api/me');
		expect(me.status).toBe(200);
		expect(me.body).toMatchObject({
			login: { username: 'gao', role: 'team_lead', teams: [], password_temporary: false },
			tenant: { code: 'main', zone: 'Asia/Shanghai', bucket_names: ['M0', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M6+'] },
		});
		expect(me.body['permissions']).toContain('floor.view');
		expect(me.body['permissions']).not.toContain('people.manage');
	});

	test('with a wrong password or an unknown name is refused in the same words; a known name’s refusal is recorded', async () => {
		await server.as('agent', 'zhao');
		const wrong = await enter('zhao', 'wrong horse');
		const unknown = await enter('nobody at all', 'wrong horse');
		expect([wrong.status, unknown.status]).toEqual([401, 401]);
		expect(wrong.body).toMatchObject({ code: 'sign_in.wrong' });
		expect(unknown.body['title']).toBe(wrong.body['title']);
		expect(wrong.headers['set-cookie']).toBeUndefined();
		expect((await entries('login.enter')).at(-1)).toMatchObject({ outcome: 'refused', code: 'sign_in.wrong' });
		expect(JSON.stringify(await entries('login.enter'))).not.toContain('wrong horse');
	});

	test('the eleventh try after ten failures is refused before the password is looked at, also with the right one, until ten minutes have passed', async () => {
		await server.as('agent', 'sun');
		const answers = await Promise.all(Array.from({ length: 14 }, () => enter('sun', 'wrong horse')));
		expect(answers.filter((each) => each.status === 401)).toHaveLength(10);
		expect(answers.filter((each) => each.status === 429)).toHaveLength(4);
		const locked = await enter('sun', testPassword);
		expect(locked.status).toBe(429);
		expect(locked.body).toMatchObject({ code: 'sign_in.too_often', allowed_from: '2026-11-24T02:10:00Z' });
		database.clock.set(Temporal.Instant.from('2026-11-24T02:10:00Z'));
		expect((await enter('sun', testPassword)).status).toBe(200);
		database.clock.set(Temporal.Instant.from('2026-11-24T02:00:00Z'));
	});

	test('signing out ends the session at the server', async () => {
		const session = await server.as('agent', 'qian');
		expect((await session.call('GET', '/api/me')).status).toBe(200);
		expect((await session.call('POST', '/api/auth/sign-out')).status).toBe(200);
		const after = await session.call('GET', '/api/me');
		expect(after.status).toBe(401);
		expect(after.body).toMatchObject({ code: 'sign_in.needed' });
	});

	test('from another site’s page is refused, also the signing in itself', async () => {
		const session = await server.as('agent', 'wu');
		const foreign = { origin: 'https://evil.example' };
		for (const [path, body] of [
			['/api/work/next', {}],
			['/api/auth/sign-in/username', { username: 'wu', password: testPassword }],
		] as const) {
			const answer = await session.call('POST', path, { body, headers: foreign });
			expect(answer.status).toBe(403);
			expect(answer.body).toMatchObject({ code: 'request.other_site' });
		}
		const own = await session.call('POST', '/api/work/next', {
			body: {},
			headers: { origin: 'http://localhost:80', host: 'localhost:80' },
		});
		expect(own.status).toBe(200);
	});
});

describe('passwords', () => {
	test('one set by an administrator opens nothing but the setting of an own one', async () => {
		const admin = await server.as('admin', 'tang');
		const added = await admin.call('POST', '/api/logins', {
			body: { username: 'new one', name: '新人', role: 'agent', password: 'temporary 1' },
		});
		expect(added.status).toBe(200);
		const session = await server.signInAs('new one', 'temporary 1');
		expect((await session.call('GET', '/api/me')).body).toMatchObject({ login: { password_temporary: true } });
		expect((await session.call('POST', '/api/work/next', { body: {} })).body).toMatchObject({ code: 'sign_in.password_is_temporary' });
		const change = (current: string, next: string) =>
			session.call('POST', '/api/me/password', { body: { current_password: current, new_password: next } });
		expect((await change('temporary 2', 'my own secret')).body).toMatchObject({ code: 'sign_in.wrong_password' });
		expect((await change('temporary 1', 'temporary 1')).body).toMatchObject({ code: 'sign_in.same_password' });
		expect((await change('temporary 1', 'short')).status).toBe(400);
		const other = await server.signInAs('new one', 'temporary 1');
		const changed = await change('temporary 1', 'my own secret');
		expect(changed.status).toBe(200);
		// The old sessions are gone, the new cookie goes on.
		expect((await other.call('GET', '/api/me')).status).toBe(401);
		const fresh = await server.nobody.call('POST', '/api/work/next', { body: {}, headers: { cookie: cookiesIn(changed) } });
		expect(fresh.status).toBe(200);
		expect((await enter('new one', 'temporary 1')).status).toBe(401);
		expect((await enter('new one', 'my own secret')).status).toBe(200);
	});

	test('never reach the record', async () => {
		const rows = await database.query<{ text: string }>('select input::text || answer::text as text from record_entry');
		expect(rows.length).toBeGreaterThan(10);
		for (const secret of ['temporary 1', 'my own secret', testPassword])
			expect(rows.filter((row) => row.text.includes(secret))).toEqual([]);
	});
});
