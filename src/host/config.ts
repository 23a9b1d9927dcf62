import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout (or installed package) this code runs from. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything the operator may set, read once from the environment. */
export type Config = {
	/** Folder of the embedded database and the house key (`DUNWELL_DATA`, default `.dunwell` in the checkout). */
	readonly data: string;
	/** An outside PostgreSQL 15 or newer instead of the embedded one. */
	readonly databaseUrl: string | undefined;
	readonly host: string;
	readonly port: number;
	/** base64 of 32 bytes from a key store, instead of the key file in `data`. */
	readonly houseKey: string | undefined;
};

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	return {
		data: resolve(environment['DUNWELL_DATA'] ?? join(root, '.dunwell')),
		databaseUrl: environment['DATABASE_URL'] || undefined,
		host: environment['HOST'] ?? '127.0.0.1',
		port: Number(environment['PORT'] ?? 4400),
		houseKey: environment['DUNWELL_KEY'] || undefined,
	};
}
