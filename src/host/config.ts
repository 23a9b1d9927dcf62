import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Outage } from '../core/assert.ts';

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

/** Reads the environment; an empty variable counts as not set. Throws `Outage` for a port that is none. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	const set = (name: string) => environment[name]?.trim() || undefined;
	const port = Number(set('PORT') ?? 4400);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Outage(`PORT is ${set('PORT')}, which is no port (0 to 65535)`);
	return {
		data: resolve(set('DUNWELL_DATA') ?? join(root, '.dunwell')),
		databaseUrl: set('DATABASE_URL'),
		host: set('HOST') ?? '127.0.0.1',
		port,
		houseKey: set('DUNWELL_KEY'),
	};
}
