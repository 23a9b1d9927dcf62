import { hkdfSync } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer, username } from 'better-auth/plugins';
import pg from 'pg';
import { known } from '../core/assert.ts';

/**
 * Sign-in by the library (better-auth): passwords hashed with scrypt, sessions in the database, rate limits. Its tables live in the schema `auth`
 * and are made by its own migrations. Who somebody is in the house (tenant, role) is the `login` row that names the library's user.
 */
export type SignIn = {
	/** The library's own endpoints under /api/auth. */
	handler(request: Request): Promise<Response>;
	/** The library's user of a request's cookie or bearer token, or null. */
	userOf(headers: Headers): Promise<string | null>;
	/** Makes the user of a login with a password, or sets its password (its sessions end); null when the name is another login's. */
	setPassword(loginId: bigint, username: string, name: string, password: string): Promise<string | null>;
	close(): Promise<void>;
};

/** The header our own server writes the caller's address into; a client's own is thrown away. */
export const addressHeader = 'x-dunwell-address';

export async function openSignIn(url: string, houseKey: Uint8Array, options: { rateLimit?: boolean } = {}): Promise<SignIn> {
	const pool = new pg.Pool({ connectionString: url, max: 6, options: '-c search_path=auth' });
	pool.on('error', () => {});
	const auth = betterAuth({
		database: pool,
		basePath: '/api/auth',
		baseURL: 'http://127.0.0.1',
		secret: Buffer.from(hkdfSync('sha256', houseKey, '', 'dunwell sign-in', 32)).toString('hex'),
		// The desk is served by the same host it calls, whatever its name is.
		trustedOrigins: async (request) => {
			const host = request?.headers.get('host');
			return host ? [`http://${host}`, `https://${host}`] : [];
		},
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
		session: { expiresIn: 12 * 3_600, updateAge: 3_600 },
		rateLimit: {
			enabled: options.rateLimit !== false,
			window: 60,
			max: 300,
			customRules: { '/sign-in/username': { window: 60, max: 20 } },
		},
		advanced: { cookiePrefix: 'dunwell', ipAddress: { ipAddressHeaders: [addressHeader] }, useSecureCookies: false },
		plugins: [username({ minUsernameLength: 2, maxUsernameLength: 60, usernameValidator: (name) => /^[\w.\- ]+$/.test(name) }), bearer()],
		telemetry: { enabled: false },
		logger: { disabled: true },
	});
	const connection = await pool.connect();
	try {
		// Two processes that start at once make the tables one after the other.
		await connection.query('select pg_advisory_lock(4811563)');
		await connection.query('create schema if not exists auth');
		const { runMigrations } = await getMigrations(auth.options);
		await runMigrations();
	} finally {
		await connection.query('select pg_advisory_unlock(4811563)').catch(() => {});
		connection.release();
	}
	return {
		handler: (request) => auth.handler(request),
		async userOf(headers) {
			const session = await auth.api.getSession({ headers });
			return session?.user.id ?? null;
		},
		async setPassword(loginId, name, shown, password) {
			const context = await auth.$context;
			const hash = await context.password.hash(password);
			const { rows } = await pool.query<{ id: string; taken: boolean }>(
				`select id, exists (select from dunwell.login l where l.auth_user_id = u.id and l.id <> $2) as taken from "user" u where username = $1`,
				[name.toLowerCase(), loginId],
			);
			const [found] = rows;
			// A name another login signs in with (perhaps another agency's) is never taken over.
			if (found?.taken) return null;
			if (found) {
				await context.internalAdapter.updatePassword(found.id, hash);
				await context.internalAdapter.deleteUserSessions(found.id);
				return found.id;
			}
			const user = known(
				await context.internalAdapter.createUser(
					{
						email: `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@sign-in.invalid`,
						emailVerified: true,
						name: shown,
						username: name.toLowerCase(),
						displayUsername: name,
					},
					{ method: 'email-password' },
				),
				'new user',
			);
			await context.internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash });
			return user.id;
		},
		close: () => pool.end(),
	};
}
