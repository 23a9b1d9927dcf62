import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { username } from 'better-auth/plugins';
import pg from 'pg';
import { assert, known } from '../core/assert.ts';
import type { Config } from '../host/config.ts';
import { houseKey } from '../host/vault.ts';
import { wordsOf } from './words.ts';

/**
 * Sign-in by the library (better-auth): passwords hashed with scrypt, sessions in the database, rate limits counted in the database. Its tables
 * are those of migrations/0002-sign-in.sql. Who somebody is in the house (tenant, role) is the `login` row that names the library's user.
 */
export type SignIn = {
	/** Tries a user name and password; on success the library's user and the session cookie. `not_ours`: right, but set by no act of the house. */
	signIn(ask: { username: string; password: string; address: string }): Promise<SignedIn | 'wrong' | 'too_often' | 'not_ours'>;
	/** Ends the session of these headers; gives the cookies that make the browser forget it. */
	signOut(headers: Headers): Promise<string[]>;
	/** The library's user of a request's cookie, or null; also for a session that bears no word of the house. */
	userOf(headers: Headers): Promise<string | null>;
	/** Sets the own password of a signed-in user and ends the other sessions; gives the new session's cookies and the house's word for the password, null when the current one is wrong. */
	changePassword(headers: Headers, ask: { current: string; next: string }): Promise<{ cookies: string[]; word: string } | null>;
	/** Makes the user of a login with a password, or sets its password (its sessions end); null when the name is another login's. */
	setPassword(loginId: bigint, username: string, name: string, password: string): Promise<{ userId: string; word: string } | null>;
	/** Ends every session of a user at once. */
	endSessions(userId: string): Promise<void>;
	/** Whether this password opens this name today. */
	opens(username: string, password: string): Promise<boolean>;
	/** What the library's own schema tool would still change about its tables; empty when the migration is right. */
	missing(): Promise<string[]>;
	close(): Promise<void>;
};

export type SignedIn = { readonly userId: string; readonly cookies: string[] };

/** The library reads the caller's address from a header that only our own requests to it carry. */
const addressHeader = 'x-dunwell-address';
/** The library's own idea of where it is; nobody but this process speaks to it. */
const origin = 'http://127.0.0.1';

/** How often one address may try in a minute: an office behind one address signs in within minutes each morning. */
const triesPerMinute = 120;

/** Opens the library on the house's database, as the schema's owner. Connects when first asked. */
export function openSignIn(url: string, houseKey: Uint8Array): SignIn {
	const pool = new pg.Pool({ connectionString: url, max: 12, connectionTimeoutMillis: 30_000, options: '-c search_path=auth' });
	pool.on('error', () => {});
	const words = wordsOf(houseKey);
	type Given = { id: string; hash: string | null; word: string | null };
	const passwordOf = async (userId: string): Promise<Given | undefined> => {
		const text = `select id, password as hash, word from account where "userId" = $1 and "providerId" = 'credential'`;
		return (await pool.query<Given>(text, [userId])).rows[0];
	};
	const nextWord = async (userId: string, hash: string): Promise<string> => {
		const now = await passwordOf(userId);
		return words.password({ userId, hash }, (now ? (words.turnOf({ userId, ...now }) ?? 0) : 0) + 1);
	};
	const auth = betterAuth({
		database: pool,
		basePath: '/api/auth',
		baseURL: origin,
		secret: Buffer.from(hkdfSync('sha256', houseKey, '', 'dunwell sign-in', 32)).toString('hex'),
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
		// It ends twelve hours after signing in and is not drawn out by being used: a desk that polls would never be signed out.
		session: {
			expiresIn: 12 * 3_600,
			disableSessionRefresh: true,
			additionalFields: { word: { type: 'string', required: false, input: false } },
		},
		account: { additionalFields: { word: { type: 'string', required: false, input: false, returned: false } } },
		databaseHooks: {
			session: { create: { before: async (session) => ({ data: { word: words.session(session) } }) } },
			account: {
				create: {
					before: async ({ userId, password }) =>
						typeof password === 'string' ? { data: { word: words.password({ userId, hash: password }, 1) } } : undefined,
				},
				update: {
					// A password changes together with the word for it; the library says whose it is by the session of the request.
					before: async ({ password }, context) => {
						const userId = context?.context.session?.user.id;
						if (typeof password !== 'string' || userId === undefined) return undefined;
						return { data: { word: await nextWord(userId, password) } };
					},
				},
			},
		},
		rateLimit: {
			enabled: true,
			storage: 'database',
			window: 60,
			max: 300,
			customRules: { '/sign-in/username': { window: 60, max: triesPerMinute } },
		},
		advanced: {
			cookiePrefix: 'dunwell',
			// Session and user in one statement; the tables are ours and tested against the library's own schema tool, not at every start.
			database: { joins: true, validateSchema: false },
			ipAddress: { ipAddressHeaders: [addressHeader] },
			useSecureCookies: false,
			// Only the API reads the cookie, and only the desk's own pages call the API.
			defaultCookieAttributes: { sameSite: 'strict' },
		},
		plugins: [username({ minUsernameLength: 2, maxUsernameLength: 60, usernameValidator: (name) => /^[\w.\- ]+$/.test(name) })],
		telemetry: { enabled: false },
		logger: { disabled: true },
	});
	const ask = (path: string, headers: Headers, body: unknown) => {
		headers.set('content-type', 'application/json');
		headers.set('origin', origin);
		return auth.handler(new Request(`${origin}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
	};
	return {
		async signIn({ username: name, password, address }) {
			const response = await ask('/sign-in/username', new Headers({ [addressHeader]: address }), { username: name, password });
			if (response.status === 429) return 'too_often';
			assert(response.status < 500, `sign-in answered ${response.status}`);
			if (!response.ok) return 'wrong';
			const { user } = (await response.json()) as { user: { id: string } };
			const given = await passwordOf(user.id);
			if (!given || words.turnOf({ userId: user.id, ...given }) === null) {
				await (await auth.$context).internalAdapter.deleteUserSessions(user.id);
				return 'not_ours';
			}
			return { userId: user.id, cookies: response.headers.getSetCookie() };
		},
		async signOut(headers) {
			return (await ask('/sign-out', onlyCookies(headers), {})).headers.getSetCookie();
		},
		async userOf(headers) {
			const found = await auth.api.getSession({ headers: onlyCookies(headers) });
			return found && words.isSession(found.session) ? found.user.id : null;
		},
		async changePassword(headers, { current, next }) {
			const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
			const response = await ask('/change-password', onlyCookies(headers), body);
			if (!response.ok) return null;
			const { user } = (await response.json()) as { user: { id: string } };
			const set = await passwordOf(user.id);
			return { cookies: response.headers.getSetCookie(), word: known(set?.word, 'the word for a password') };
		},
		async setPassword(loginId, name, shown, password) {
			const context = await auth.$context;
			const hash = await context.password.hash(password);
			const link = async (userId: string) => {
				await context.internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash });
				return { userId, word: known((await passwordOf(userId))?.word, 'the word for a password') };
			};
			const { rows } = await pool.query<{ id: string; taken: boolean }>(
				`select id, exists (select from dunwell.login l where l.auth_user_id = u.id and l.id <> $2) as taken from "user" u where username = $1`,
				[name.toLowerCase(), loginId],
			);
			const [found] = rows;
			// A name another login signs in with (perhaps another agency's) is never taken over.
			if (found?.taken) return null;
			if (found) {
				const there = await passwordOf(found.id);
				// Cut off between the two rows, a user is left without a password.
				if (!there) return link(found.id);
				const word = await nextWord(found.id, hash);
				const set = { password: hash, word };
				await context.internalAdapter.updateAccount(there.id, set);
				await context.internalAdapter.deleteUserSessions(found.id);
				return { userId: found.id, word };
			}
			// The library wants an address; ours leads nowhere and is of this login alone.
			const facts = {
				email: `login-${loginId}@sign-in.invalid`,
				emailVerified: true,
				name: shown,
				username: name.toLowerCase(),
				displayUsername: name,
			};
			const user = known(await context.internalAdapter.createUser(facts, { method: 'email-password' }), 'new user');
			return link(user.id);
		},
		async endSessions(userId) {
			await (await auth.$context).internalAdapter.deleteUserSessions(userId);
		},
		async opens(name, password) {
			const { rows } = await pool.query<{ password: string | null }>(
				`select a.password from "user" u join account a on a."userId" = u.id and a."providerId" = 'credential' where u.username = $1`,
				[name.toLowerCase()],
			);
			const hash = rows[0]?.password;
			return hash ? (await auth.$context).password.verify({ hash, password }) : false;
		},
		async missing() {
			const plan = await getMigrations(auth.options, { throwOnUnsafe: false });
			return [
				...plan.toBeCreated.map((each) => `table ${each.table}`),
				...plan.toBeAdded.map((each) => `columns of ${each.table}: ${Object.keys(each.fields).join(', ')}`),
				...plan.toBeAddedIndexes.map((each) => `index ${each.name}`),
				...plan.schemaProblems,
			];
		},
		close: () => pool.end(),
	};
}

/** The library of an open house, under the house's own key. */
export function signInOf({ url, config }: { readonly url: string; readonly config: Config }): SignIn {
	return openSignIn(url, houseKey(join(config.data, 'house.key'), config.houseKey));
}

function onlyCookies(headers: Headers): Headers {
	const cookie = headers.get('cookie');
	return cookie === null ? new Headers() : new Headers({ cookie });
}
