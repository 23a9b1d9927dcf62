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
	/** The counter shared with the lender's other agencies; left out: none. */
	readonly counters?: CountersConfig | undefined;
};

/** `DUNWELL_COUNTERS` with `_KEY` (base64 of 32 bytes, the same in every installation), `_TOKEN`, `_SHARE`: our own share of a limit while nobody answers, and `_WAIT`: so many milliseconds an ask waits for an answer. */
export type CountersConfig = {
	readonly url: string;
	readonly key: Buffer;
	readonly token: string;
	readonly localShare: number;
	readonly waitMs: number;
};

function countersFrom(set: (name: string) => string | undefined): CountersConfig | undefined {
	const url = set('DUNWELL_COUNTERS');
	if (url === undefined) return undefined;
	const key = Buffer.from(set('DUNWELL_COUNTERS_KEY') ?? '', 'base64');
	const token = set('DUNWELL_COUNTERS_TOKEN');
	const localShare = Number(set('DUNWELL_COUNTERS_SHARE') ?? 1);
	if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Outage(`DUNWELL_COUNTERS is ${url}, which is no http address`);
	if (key.length !== 32) throw new Outage('DUNWELL_COUNTERS_KEY must be base64 of 32 bytes');
	if (token === undefined) throw new Outage('DUNWELL_COUNTERS_TOKEN is not set');
	if (!Number.isInteger(localShare) || localShare < 0) throw new Outage('DUNWELL_COUNTERS_SHARE must be a whole number from 0');
	const waitMs = Number(set('DUNWELL_COUNTERS_WAIT') ?? 1_500);
	if (!Number.isInteger(waitMs) || waitMs < 1) throw new Outage('DUNWELL_COUNTERS_WAIT must be a whole number of milliseconds from 1');
	return { url, key, token, localShare, waitMs };
}

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
		counters: countersFrom(set),
	};
}
