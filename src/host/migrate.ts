import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Outage } from '../core/assert.ts';
import { root } from './config.ts';

type Migration = { readonly number: number; readonly name: string; readonly text: string; readonly sha256: string };

/** The migrations of this release: `NNNN-name.sql`, numbered without gaps, forward only. */
export function migrationsIn(folder: string): Migration[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.sql'))
		.sort()
		.map((name, i) => {
			const number = Number(name.slice(0, 4));
			if (number !== i + 1) throw new Outage(`migration ${name} is out of order: expected number ${i + 1}`);
			const text = readFileSync(join(folder, name), 'utf8');
			return { number, name, text, sha256: createHash('sha256').update(text).digest('hex') };
		});
}

/** Starts of several processes migrate one after another. */
const migrationLock = 4_811_562n;

/**
 * Brings the schema `dunwell` to this release, each migration in its own transaction. Safe when several processes start at once. Refuses
 * (`Outage` with a sentence) a database that cannot be reached, a PostgreSQL before 15, a schema newer than this release, and a migration
 * edited after it ran. The connecting user owns the schema.
 */
export async function migrate(url: string, folder = join(root, 'migrations'), say: (line: string) => void = () => {}): Promise<void> {
	const migrations = migrationsIn(folder);
	const client = await connect(url);
	try {
		const { rows: version } = await client.query<{ server_version_num: string }>('show server_version_num');
		if (Number(version[0]?.server_version_num) < 150_000) throw new Outage('PostgreSQL 15 or newer is needed');
		await client.query('select pg_advisory_lock($1)', [migrationLock]);
		await makeSchema(client);
		const { rows: applied } = await client.query<Pick<Migration, 'number' | 'sha256'>>('select number, sha256 from migration');
		const newest = Math.max(0, ...applied.map((row) => row.number));
		if (newest > migrations.length)
			throw new Outage(`the database is at migration ${newest}, newer than this release (${migrations.length}); run the newer release`);
		for (const migration of migrations) {
			const earlier = applied.find((row) => row.number === migration.number);
			if (earlier && earlier.sha256 !== migration.sha256) {
				throw new Outage(`migration ${migration.name} was changed after it had run; migrations are only ever added`);
			}
			if (earlier) continue;
			say(`migration ${migration.name}`);
			await apply(client, migration);
		}
	} finally {
		await client.end();
	}
}

async function connect(url: string): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
	client.on('error', () => {});
	try {
		await client.connect();
		return client;
	} catch (error) {
		// The address without its password, and what each address of the host answered.
		const parts = error instanceof AggregateError ? error.errors : [error];
		const reason = [...new Set(parts.map((part: unknown) => (part instanceof Error ? part.message : String(part))))].join('; ');
		throw new Outage(`the database ${client.database ?? ''} at ${client.host}:${client.port} cannot be reached: ${reason}`, {
			cause: error,
		});
	}
}

/** Asked for first: an administrator may have made the schema for a user who may not. */
async function makeSchema(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ made: boolean }>(`select to_regnamespace('dunwell') is not null as made`);
	if (!rows[0]?.made) await client.query('create schema dunwell');
	await client.query('set search_path = dunwell');
	await client.query(
		'create table if not exists migration (number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null)',
	);
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
	try {
		await client.query('begin');
		await client.query(migration.text);
		await client.query('insert into dunwell.migration values ($1, $2, $3, clock_timestamp())', [
			migration.number,
			migration.name,
			migration.sha256,
		]);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback').catch(() => {});
		const { hint } = error as { hint?: string };
		const reason = error instanceof Error ? error.message : String(error);
		throw new Outage(`migration ${migration.name} failed: ${reason}${hint ? `. ${hint}` : ''}`, { cause: error });
	}
}
