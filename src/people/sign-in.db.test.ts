import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey } from '../../test/support/database.ts';
import { cookiesIn, testPassword, type TestServer, testServer } from '../../test/support/server.ts';

import { known } from '../core/assert.ts';
import { verifyRecord } from '../record/seals.ts';
import { signInDifferences, vouchForPasswords, wordsOf } from './words.ts';

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

	test('a session ends twelve hours after signing in, however much is done meanwhile', async () => {
		const session = await server.as('agent', 'sun');
		const ofSun = `"userId" = (select id from auth."user" where username = 'sun')`;
		const ends = async () =>
			(await database.owner.query<{ ends: string }>(`select "expiresAt"::text as ends from auth."session" where ${ofSun}`)).rows[0]?.ends;
		// As if signed in eleven hours ago.
		await database.owner.query(
			`update auth."session" set "createdAt" = "createdAt" - interval '11 hours', "updatedAt" = "updatedAt" - interval '11 hours', "expiresAt" = "expiresAt" - interval '11 hours' where ${ofSun}`,
		);
		const before = await ends();
		expect((await session.call('GET', '/api/me')).status).toBe(200);
		expect(await ends()).toBe(before);
		await database.owner.query(`update auth."session" set "expiresAt" = "expiresAt" - interval '1 hour' where ${ofSun}`);
		expect((await session.call('GET', '/api/me')).status).toBe(401);
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

describe('a stranger who may write every table but has no key of the house', () => {
	const words = wordsOf(testHouseKey);
	const stranger = async (text: string, ...values: unknown[]) => (await database.owner.query(text, values)).rows;
	const found = async () => {
		const { findings } = await verifyRecord(await database.door('admin'), null, () =>
			signInDifferences(database.owner, words, database.tenantId),
		);
		return findings.map(({ sentence }) => sentence);
	};
	const account = async (username: string) => {
		const [row] = await stranger(
			`select a.* from auth."account" a join auth."user" u on u.id = a."userId" where u.username = $1`,
			username,
		);
		return known(row as { id: string; userId: string; password: string; word: string } | undefined, 'account');
	};
	const put = (username: string, { password, word }: { password: string; word: string | null }) =>
		stranger(
			`update auth."account" a set password = $2, word = $3 from auth."user" u where u.id = a."userId" and u.username = $1`,
			username,
			password,
			word,
		);

	test('gives somebody else’s login their own password, with or without the word for it: it opens nothing, the refusal is recorded, and verify names the login', async () => {
		await server.as('manager', 'boss');
		await server.as('agent', 'mallory');
		expect(await found()).toEqual([]);
		const [his, own] = [await account('boss'), await account('mallory')];
		for (const word of [his.word, own.word, null, '1.', '999999999.abc']) {
			await put('boss', { password: own.password, word });
			const answer = await enter('boss', testPassword);
			expect([answer.status, answer.body['code']]).toEqual([401, 'sign_in.not_ours']);
			expect(answer.headers['set-cookie']).toBeUndefined();
			expect(await found()).toEqual(['the password of login boss was set by no act of the house']);
		}
		expect((await entries('login.enter')).at(-1)).toMatchObject({ outcome: 'refused', code: 'sign_in.not_ours' });
		await put('boss', his);
		expect((await enter('boss', testPassword)).status).toBe(200);
		expect(await found()).toEqual([]);
	});

	test('gives their own session to somebody else, or a word that was of another session: nobody is signed in by it, and verify names it', async () => {
		const boss = await server.as('manager', 'boss');
		const session = await server.as('agent', 'mallory');
		expect((await session.call('GET', '/api/me')).body).toMatchObject({ login: { username: 'mallory' } });
		const target = await account('boss');
		const [{ id, userId }] = (await stranger(
			`select s.id, s."userId" from auth."session" s join auth."user" u on u.id = s."userId" where u.username = 'mallory' order by s."createdAt" desc limit 1`,
		)) as [{ id: string; userId: string }];
		await stranger(`update auth."session" set "userId" = $2 where id = $1`, id, target.userId);
		expect((await session.call('GET', '/api/me')).status).toBe(401);
		expect(await found()).toEqual([`session ${id} of login boss was begun by no act of the house`]);
		await stranger(
			`update auth."session" set word = (select word from auth."session" where "userId" = $2 and id <> $1 order by "createdAt" desc limit 1) where id = $1`,
			id,
			target.userId,
		);
		expect((await session.call('GET', '/api/me')).status).toBe(401);
		expect(await found()).toHaveLength(1);
		await stranger(`update auth."session" set "userId" = $2, word = $3 where id = $1`, id, userId, 'none');
		expect((await session.call('GET', '/api/me')).status).toBe(401);
		await stranger(`delete from auth."session" where id = $1`, id);
		expect(await found()).toEqual([]);
		expect((await boss.call('GET', '/api/me')).status).toBe(200);
	});

	test('puts an older password back with the house’s own word for it: verify names it', async () => {
		const session = await server.as('agent', 'old');
		const before = await account('old');
		const changed = await session.call('POST', '/api/me/password', {
			body: { current_password: testPassword, new_password: 'another one 1' },
		});
		expect(changed.status).toBe(200);
		const after = await account('old');
		expect(after.password).not.toBe(before.password);
		expect(await found()).toEqual([]);
		await put('old', before);
		expect(await found()).toEqual(['an older password of login old was put back']);
		await put('old', after);
		expect(await found()).toEqual([]);
	});

	test('takes the password away, or the name it goes by: verify names the login', async () => {
		await server.as('agent', 'gone');
		await stranger(`update auth."user" set username = 'somebody' where username = 'gone'`);
		expect(await found()).toEqual(['login gone signs in under another name']);
		await stranger(`update auth."user" set username = 'gone' where username = 'somebody'`);
		const row = await account('gone');
		await stranger(`delete from auth."account" where id = $1`, row.id);
		expect(await found()).toEqual(['the password of login gone is gone, and no act of the house removed it']);
		await stranger(`insert into auth."account" select (jsonb_populate_record(null::auth."account", $1::jsonb)).*`, JSON.stringify(row));
		expect(await found()).toEqual([]);
	});

	test('makes a login another role, or puts another user behind it: verify names the login', async () => {
		await server.as('agent', 'risen');
		const [{ id }] = (await stranger(`select id from dunwell.login where username = 'risen'`)) as [{ id: bigint }];
		await stranger(`update dunwell.login set role = 'admin' where username = 'risen'`);
		expect(await found()).toEqual([expect.stringContaining(`login ${id} was altered by no act of the house`)]);
	});
});

test('passwords from before the house gave its word are taken as they are found, once: what is missing after that is missed', async () => {
	const own = await testDatabase({ inTest: true });
	const old = await testServer(own);
	try {
		await old.as('agent', 'early');
		const words = wordsOf(testHouseKey);
		// As the release before left it.
		await own.owner.query('update auth."account" set word = null');
		await own.tx((tx) => tx.query('update login set password_word = null where tenant_id = $1', [tx.tenantId]));
		expect(await signInDifferences(own.owner, words, own.tenantId)).toHaveLength(1);
		const door = await own.door('admin');
		await vouchForPasswords(own.owner, words, door);
		expect(await signInDifferences(own.owner, words, own.tenantId)).toEqual([]);
		expect((await verifyRecord(door)).findings).toEqual([]);
		await own.owner.query('update auth."account" set word = null');
		await vouchForPasswords(own.owner, words, door);
		expect(await signInDifferences(own.owner, words, own.tenantId)).toMatchObject([{ what: 'altered', row: 'early' }]);
	} finally {
		await old.close();
	}
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
