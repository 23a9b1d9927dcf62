import type { App } from '../../src/host/http.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { addLogin } from '../../src/people/actions.ts';
import { openSignIn, type SignIn } from '../../src/people/sign-in.ts';
import type { Door } from '../../src/record/change.ts';
import { createServer } from '../../src/server.ts';
import { vaultOfTenant } from '../../src/host/vault.ts';
import { findTenant } from '../../src/tenants/store.ts';
import { known } from '../../src/core/assert.ts';
import { type TestDatabase, testHouseKey } from './database.ts';

export const testPassword = 'correct horse';

export type Answer = {
	readonly status: number;
	readonly headers: Record<string, unknown>;
	readonly text: string;
	readonly body: Record<string, unknown>;
};
export type Ask = { body?: unknown; headers?: Record<string, string>; key?: string };
/** Somebody who calls: `call('GET', '/api/me')`. */
export type Session = { readonly cookie: string; call(method: string, url: string, ask?: Ask): Promise<Answer> };

/** The real server on a test database, entered as a browser does: with a user name, a password and the cookie that comes back. */
export type TestServer = {
	readonly app: App;
	readonly signIn: SignIn;
	readonly nobody: Session;
	/** Makes the login on first use (its password is `testPassword`) and signs in. */
	as(
		role: Exclude<Door['actor']['role'], 'system'>,
		username?: string,
		more?: { client_code?: string; team_ids?: string[] },
	): Promise<Session>;
	signInAs(username: string, password?: string): Promise<Session>;
	close(): Promise<void>;
};

export async function testServer(database: TestDatabase): Promise<TestServer> {
	const signIn = openSignIn(database.url, testHouseKey);
	const app = await createServer(
		{
			url: database.url,
			pool: database.pool,
			owner: database.owner,
			clock: database.clock,
			async vault(code) {
				const { tenant, wrappedKey } = known(await findTenant(database.owner, code), 'tenant');
				return vaultOfTenant(testHouseKey, tenant.id, wrappedKey);
			},
		},
		signIn,
	);
	await app.ready();
	const session = (cookie: string): Session => ({
		cookie,
		async call(method, url, { body, headers = {}, key } = {}) {
			const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
			const response = await app.inject({
				method: method as 'GET',
				url,
				headers: {
					...(cookie ? { cookie } : {}),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...(key === undefined ? {} : { 'idempotency-key': key }),
					...headers,
				},
				...(text === undefined ? {} : { payload: text }),
			});
			const json = String(response.headers['content-type'] ?? '').includes('json') && response.body.length > 0;
			return {
				status: response.statusCode,
				headers: response.headers,
				text: response.body,
				body: json ? (JSON.parse(response.body) as Answer['body']) : {},
			};
		},
	});
	const nobody = session('');
	const signInAs = async (username: string, password = testPassword) => {
		const answer = await nobody.call('POST', '/api/auth/sign-in/username', { body: { username, password } });
		if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.status} ${answer.text}`);
		return session(cookiesIn(answer));
	};
	return {
		app,
		signIn,
		nobody,
		signInAs,
		async as(role, username = role, more = {}) {
			const door = await database.door('admin', 'first admin');
			const made = await addLogin(door, signIn, {
				username,
				name: username,
				role,
				password: testPassword,
				exam_passed_on: '2026-10-25',
				trained_on: '2026-10-25',
				...more,
			});
			if (isRefusal(made) && made.code !== 'login.username_taken') throw new Error(`login ${username}: ${made.code}`);
			return signInAs(username);
		},
		async close() {
			await app.close();
			await signIn.close();
		},
	};
}

/** The cookies an answer sets, as a browser would send them back. */
export function cookiesIn(answer: Answer): string {
	return [answer.headers['set-cookie'] ?? []]
		.flat()
		.map((cookie) => String(cookie).split(';')[0])
		.join('; ');
}
