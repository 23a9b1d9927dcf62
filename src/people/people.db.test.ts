import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { type Session, type TestServer, testServer } from '../../test/support/server.ts';

let database: TestDatabase;
let server: TestServer;
let admin: Session;
beforeAll(async () => {
	database = await testDatabase();
	server = await testServer(database);
	admin = await server.as('admin');
});
afterAll(async () => {
	await server.close();
	await database.close();
});

const listed = async (path: string) => (await admin.call('GET', path)).body['items'] as Record<string, unknown>[];
const loginCalled = async (username: string) =>
	(await listed('/api/logins')).find((each) => each['username'] === username) as Record<string, unknown>;
const add = (body: object) => admin.call('POST', '/api/logins', { body: { name: 'x', role: 'agent', password: 'long enough', ...body } });

describe('logins', () => {
	test('are added with team, skills and certificate, listed without the automatic one, and changed', async () => {
		const team = (await admin.call('POST', '/api/teams', { body: { code: 'A', name: '一组' } })).body['id'];
		const added = await add({
			username: 'chen',
			name: '陈晓',
			team_ids: [team],
			skills: ['大额'],
			exam_passed_on: '2026-10-01',
			trained_on: '2026-10-01',
		});
		expect(added.status).toBe(200);
		expect(await loginCalled('chen')).toEqual({
			id: added.body['id'],
			username: 'chen',
			name: '陈晓',
			role: 'agent',
			client_code: null,
			skills: ['大额'],
			exam_passed_on: '2026-10-01',
			trained_on: '2026-10-01',
			closed: false,
			can_sign_in: true,
			password_temporary: true,
			teams: [{ id: team, code: 'A', name: '一组' }],
		});
		expect((await listed('/api/logins')).map((each) => each['role'])).not.toContain('system');
		const changed = await admin.call('PATCH', `/api/logins/${String(added.body['id'])}`, {
			body: { name: '陈小', team_ids: [], trained_on: null },
		});
		expect(changed.status).toBe(200);
		expect(await loginCalled('chen')).toMatchObject({
			name: '陈小',
			teams: [],
			trained_on: null,
			exam_passed_on: '2026-10-01',
			skills: ['大额'],
		});
	});

	test('a name is taken once; names that differ by a sign only are two; a client’s login names its client', async () => {
		expect((await add({ username: 'a.b' })).status).toBe(200);
		expect((await add({ username: 'a-b' })).status).toBe(200);
		expect((await add({ username: 'a.b' })).body).toMatchObject({ code: 'login.username_taken' });
		expect((await add({ username: 'A.B' })).body).toMatchObject({ code: 'login.username_taken' });
		expect(await loginCalled('A.B')).toBeUndefined();
		expect((await add({ username: 'creditor', role: 'client' })).body).toMatchObject({ code: 'client.unknown' });
		expect((await add({ username: 'robot', role: 'system' })).status).toBe(400);
	});

	test('a request sent again under its key does not undo the password its owner has set meanwhile', async () => {
		const body = { username: 'again', name: 'x', role: 'agent', password: 'temporary 1' };
		const send = () => admin.call('POST', '/api/logins', { body, key: 'add-again' });
		const first = await send();
		const session = await server.signInAs('again', 'temporary 1');
		await session.call('POST', '/api/me/password', { body: { current_password: 'temporary 1', new_password: 'my own secret' } });
		expect(await send()).toMatchObject({ status: 200, body: first.body });
		expect(await server.signIn.opens('again', 'my own secret')).toBe(true);
		expect(await loginCalled('again')).toMatchObject({ password_temporary: false });
	});

	test('a name that somebody of another agency signs in with is not taken over', async () => {
		const other = await database.agency('other');
		const { addLogin } = await import('./actions.ts');
		await addLogin(await other.door('admin'), server.signIn, { username: 'shared', name: 'x', role: 'agent', password: 'their secret' });
		const team_ids = [(await admin.call('POST', '/api/teams', { body: { code: 'S', name: 'S' } })).body['id']];
		const refused = await add({ username: 'shared', password: 'our secret 1', team_ids });
		expect(refused.body).toMatchObject({ code: 'login.username_taken' });
		// What was made of it is closed: it is handed no debtors.
		expect(await loginCalled('shared')).toMatchObject({ closed: true, can_sign_in: false });
		const { debtorId } = await aDebt(database, await database.door('admin'));
		const handed = { way: 'count', team_id: team_ids[0], debtor_ids: [String(debtorId)] };
		expect((await admin.call('POST', '/api/assignments', { body: handed })).body).toMatchObject({ code: 'assignment.agents_missing' });
		await admin.call('PATCH', `/api/teams/${String(team_ids[0])}`, { body: { closed: true } });
		expect(await server.signIn.opens('shared', 'their secret')).toBe(true);
	});

	test('of Zoe and zoe asked for in the same moment one is made', async () => {
		const asked = await Promise.all([add({ username: 'Zoe' }), add({ username: 'zoe' }), add({ username: 'ZOE' })]);
		expect(asked.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
		expect((await listed('/api/logins')).filter((each) => String(each['username']).toLowerCase() === 'zoe')).toHaveLength(1);
	});

	test('a sign-in user whose password was never written, because the process was killed between the two, gets one when it is set again', async () => {
		const { id } = (await add({ username: 'halfway' })).body;
		await database.owner.query(`delete from auth."account" where "userId" = (select id from auth."user" where username = 'halfway')`);
		await database.owner.query(`update dunwell.login set auth_user_id = null, password_word = null where id = $1`, [id]);
		expect((await admin.call('PATCH', `/api/logins/${String(id)}`, { body: { password: 'set once more' } })).status).toBe(200);
		expect(await server.signIn.opens('halfway', 'set once more')).toBe(true);
		expect((await server.signInAs('halfway', 'set once more')).cookie).not.toBe('');
	});

	test('the last administrator who can sign in is not closed; of two who close each other in the same moment one stays', async () => {
		const last = await loginCalled('admin');
		const close = (session: Session, id: unknown) => session.call('PATCH', `/api/logins/${String(id)}`, { body: { closed: true } });
		expect((await close(admin, last['id'])).body).toMatchObject({ code: 'login.last_admin' });
		const second = await server.as('admin', 'second');
		const answers = await Promise.all([close(admin, (await loginCalled('second'))['id']), close(second, last['id'])]);
		expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
		const survivor = answers[0]?.status === 200 ? admin : second;
		expect((await survivor.call('GET', '/api/me')).status).toBe(200);
		admin = survivor;
	});

	test('compliance writes down exam and training (CN-H1), never one after today; a lead does not', async () => {
		const compliance = await server.as('compliance');
		const lead = await server.as('team_lead');
		const { id } = await loginCalled('chen');
		const certify = (session: Session, body: object) => session.call('POST', `/api/logins/${String(id)}/certificate`, { body });
		expect((await certify(compliance, { trained_on: '2026-11-24' })).status).toBe(200);
		expect(await loginCalled('chen')).toMatchObject({ trained_on: '2026-11-24', exam_passed_on: '2026-10-01' });
		expect((await certify(compliance, { trained_on: '2026-11-25' })).body).toMatchObject({ code: 'login.certificate_in_future' });
		// Nor by whoever makes or changes a login.
		expect((await add({ username: 'early', trained_on: '2026-11-25' })).body).toMatchObject({ code: 'login.certificate_in_future' });
		const changed = await admin.call('PATCH', `/api/logins/${String(id)}`, { body: { exam_passed_on: '2026-11-25' } });
		expect(changed.body).toMatchObject({ code: 'login.certificate_in_future', details: { date: '2026-11-25' } });
		expect((await certify(lead, { trained_on: '2026-11-24' })).body).toMatchObject({ code: 'permission.denied' });
	});
});

describe('teams', () => {
	test('a code is taken once; a team whose debtor owes is not closed; once it is paid the team is, and the debtor is nobody’s', async () => {
		expect((await admin.call('POST', '/api/teams', { body: { code: 'A', name: 'again' } })).body).toMatchObject({
			code: 'team.code_taken',
		});
		const { id } = (await admin.call('POST', '/api/teams', { body: { code: 'B', name: 'two' } })).body;
		const door = await database.door('admin');
		const { debtorId } = await aDebt(database, door);
		await database.query('insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5)', [
			database.tenantId,
			debtorId,
			BigInt(String(id)),
			database.clock.now(),
			door.actor.id,
		]);
		const close = () => admin.call('PATCH', `/api/teams/${String(id)}`, { body: { closed: true } });
		expect((await close()).body).toMatchObject({ code: 'team.has_debtors', details: { debtors: '1' } });
		await database.query(`update debt_state set status = 'settled' where debtor_id = $1`, [debtorId]);
		expect((await close()).status).toBe(200);
		expect((await listed('/api/teams')).map((each) => each['code'])).toEqual(['A']);
		expect(await database.query('select 1 from assignment where debtor_id = $1', [debtorId])).toEqual([]);
	});
});

describe('clients and creditors', () => {
	test('a client is added once with its creditor, its terms are changed one by one, and with open debts it is not closed', async () => {
		const body = { code: 'YH', name: '银行', creditor: '总行', kind: 'bank', currency: 'TWD', product: 'credit_card' };
		const added = await admin.call('POST', '/api/clients', { body });
		expect(added.status).toBe(200);
		expect((await admin.call('POST', '/api/clients', { body })).body).toMatchObject({ code: 'client.code_taken' });
		expect((await admin.call('POST', '/api/clients', { body: { ...body, code: 'YH2', currency: 'QQQ' } })).body).toMatchObject({
			code: 'request.malformed',
		});
		const id = String(added.body['id']);
		const change = (more: object) => admin.call('PATCH', `/api/clients/${id}`, { body: more });
		expect((await change({ complaint_line: '12378', mandate: { promise_days_max: 14 } })).status).toBe(200);
		expect((await change({ mandate: { application_order: ['principal', 'interest', 'costs', 'penalty'] } })).status).toBe(200);
		expect((await change({ mandate: { application_order: ['principal', 'principal', 'costs', 'penalty'] } })).status).toBe(400);
		expect((await listed('/api/clients')).find((each) => each['code'] === 'YH')).toMatchObject({
			creditor: '总行',
			complaint_line: '12378',
			service_line: null,
			mandate: {
				currency: 'TWD',
				product: 'credit_card',
				promise_days_max: 14,
				application_order: ['principal', 'interest', 'costs', 'penalty'],
			},
			debts: 0,
			closed: false,
		});
		await aDebt(database, await database.door('admin'), { client: 'BUSY' });
		const busy = (await listed('/api/clients')).find((each) => each['code'] === 'BUSY');
		const closing = await admin.call('PATCH', `/api/clients/${String(busy?.['id'])}`, { body: { closed: true } });
		expect(closing.body).toMatchObject({ code: 'client.has_open_debts', details: { debts: '1' } });
		expect((await change({ closed: true })).status).toBe(200);
	});

	test('a creditor’s name is taken once; its kind can be corrected', async () => {
		const add = (name: string) => admin.call('POST', '/api/creditors', { body: { name, kind: 'other' } });
		const { id } = (await add('小贷公司')).body;
		expect((await add('小贷公司')).body).toMatchObject({ code: 'creditor.name_taken' });
		const change = (body: object) => admin.call('PATCH', `/api/creditors/${String(id)}`, { body });
		expect((await change({ kind: 'micro_loan' })).status).toBe(200);
		expect((await change({ name: '总行' })).body).toMatchObject({ code: 'creditor.name_taken' });
		expect((await listed('/api/creditors')).find((each) => each['id'] === id)).toMatchObject({
			name: '小贷公司',
			kind: 'micro_loan',
			clients: 0,
		});
	});
});

describe('API keys', () => {
	const withKey = (key: unknown) => ({ headers: { authorization: `Bearer ${String(key)}` } });

	test('a key is given once, acts as its login within its role, and is kept only as a hash', async () => {
		await server.as('manager', 'integrator');
		const { id: loginId } = await loginCalled('integrator');
		const make = () => admin.call('POST', '/api/keys', { body: { login_id: loginId, name: 'bank system' }, key: 'make-key-1' });
		const made = await make();
		const { key, shown } = made.body as { key: string; shown: string };
		expect(key).toMatch(/^dwk_[\w-]{43}$/);
		expect(key.startsWith(shown)).toBe(true);
		expect((await make()).body).toMatchObject({ id: made.body['id'], key: null });
		expect((await server.nobody.call('GET', '/api/me', withKey(key))).body).toMatchObject({
			login: { username: 'integrator', role: 'manager' },
		});
		expect((await server.nobody.call('GET', '/api/placements', withKey(key))).status).toBe(200);
		expect((await server.nobody.call('GET', '/api/keys', withKey(key))).body).toMatchObject({ code: 'permission.denied' });
		const everywhere = await database.owner.query<{ n: string }>(
			`select count(*)::text as n from record_entry where input::text || answer::text like '%' || $1 || '%'`,
			[key.slice(4)],
		);
		expect(everywhere.rows[0]?.n).toBe('0');
		expect((await listed('/api/keys'))[0]).toMatchObject({
			name: 'bank system',
			shown: `${shown}…`,
			revoked: false,
			login: { username: 'integrator' },
		});
	});

	test('a key opens what its login may also while the password of the login is the administrator’s; its session does not', async () => {
		const { id: login_id } = (await add({ username: 'interface', role: 'manager', password: 'temporary 1' })).body;
		const { key } = (await admin.call('POST', '/api/keys', { body: { login_id, name: 'k' } })).body;
		expect((await server.nobody.call('GET', '/api/placements', withKey(key))).status).toBe(200);
		const session = await server.signInAs('interface', 'temporary 1');
		expect((await session.call('GET', '/api/placements')).body).toMatchObject({ code: 'sign_in.password_is_temporary' });
	});

	test('a revoked key, an expired key and a key of a closed login open nothing', async () => {
		const { id: loginId } = await loginCalled('integrator');
		const make = async (body: object = {}) =>
			(await admin.call('POST', '/api/keys', { body: { login_id: loginId, name: 'k', ...body } })).body;
		const status = async (key: unknown) => (await server.nobody.call('GET', '/api/me', withKey(key))).status;
		const revoked = await make();
		expect(await status(revoked['key'])).toBe(200);
		await admin.call('POST', `/api/keys/${String(revoked['id'])}/revoke`);
		expect(await status(revoked['key'])).toBe(401);
		expect(await make({ expires_at: '2026-11-24T02:00:00Z' })).toMatchObject({ code: 'api_key.expires_in_past' });
		const expiring = await make({ expires_at: '2026-11-24T02:30:00Z' });
		expect(await status(expiring['key'])).toBe(200);
		database.clock.advance({ minutes: 30 });
		expect(await status(expiring['key'])).toBe(401);
		database.clock.advance({ minutes: -30 });
		const last = await make();
		await admin.call('PATCH', `/api/logins/${String(loginId)}`, { body: { closed: true } });
		expect(await status(last['key'])).toBe(401);
		// Opened again, the keys stay dead.
		await admin.call('PATCH', `/api/logins/${String(loginId)}`, { body: { closed: false } });
		expect(await status(last['key'])).toBe(401);
	});
});
