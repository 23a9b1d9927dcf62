import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type Config, readConfig } from '../../src/host/config.ts';
import { alive, marksIn, textOf } from '../../src/host/living.ts';
import { migrate } from '../../src/host/migrate.ts';
import { openDatabase } from '../../src/host/postgres.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		server: string;
		template: string;
	}
}

const folderPrefix = 'dunwell-test-';
/** First half of the advisory locks by which a run on a shared server shows that it lives; the second half is the run. */
const runLock = 4_811_563;

/** One PostgreSQL for the whole run (ours, or that of DATABASE_URL), with one migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	await sweepFolders();
	const data = mkdtempSync(join(tmpdir(), folderPrefix));
	// Open to the database's own user, so that a run as root needs no folder elsewhere.
	chmodSync(data, 0o755);
	const server = await openDatabase(readConfig({ ...process.env, DUNWELL_DATA: data }));
	const owner = new pg.Client({ connectionString: server.url });
	const run = Math.floor(Math.random() * 2 ** 31);
	const close = async () => {
		await dropRun(owner, run);
		await owner.end();
		await server.stop();
		removeFolder(data);
	};
	try {
		await owner.connect();
		await owner.query('select pg_advisory_lock($1, $2)', [runLock, run]);
		// Hundreds of databases that live for seconds: its rounds through them are work that no test is about.
		if (server.embedded) {
			await owner.query('alter system set autovacuum = off');
			await owner.query('select pg_reload_conf()');
		}
		await sweepDatabases(owner);
		const template = `dunwell_template_${run}`;
		await owner.query(`create database ${template}`);
		await migrate(databaseOn(server.url, template));
		project.provide('server', server.url);
		project.provide('template', template);
		return close;
	} catch (error) {
		await close().catch(() => {});
		throw new Error(`the tests found no database to work on (its user makes databases and a role): ${String(error)}`, { cause: error });
	}
}

/** The same server, another database. */
export function databaseOn(server: string, name: string): string {
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.toString();
}

/** Databases of runs that were killed on a shared server. */
async function sweepDatabases(owner: pg.Client): Promise<void> {
	const { rows } = await owner.query<{ run: number }>(
		`select distinct substring(datname from '^dunwell_(?:template|test)_(\\d+)')::int as run from pg_database where datname ~ '^dunwell_(template|test)_\\d+'`,
	);
	for (const { run } of rows) {
		const { rows: free } = await owner.query<{ free: boolean }>(
			// Our own lock would be given to us a second time.
			`select not exists (select from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2) as free`,
			[runLock, run],
		);
		if (free[0]?.free) await dropRun(owner, run);
	}
}

async function dropRun(owner: pg.Client, run: number): Promise<void> {
	const { rows } = await owner.query<{ datname: string }>(`select datname from pg_database where datname ~ $1`, [
		`^dunwell_(test|template)_${run}(_|$)`,
	]);
	for (const { datname } of rows) await owner.query(`drop database if exists ${datname} with (force)`);
}

/** Folders and servers of runs that were killed on this machine. */
async function sweepFolders(): Promise<void> {
	for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
		const data = join(tmpdir(), name);
		const found = statSync(data, { throwIfNoEntry: false });
		if (!found || found.uid !== process.getuid?.() || Date.now() - found.ctimeMs < 120_000 || marksIn(join(data, 'users')) > 0) continue;
		const config: Config = { ...readConfig({ DUNWELL_DATA: data }), databaseUrl: undefined };
		const pid = Number(textOf(join(databaseFolder(data), 'cluster', 'postmaster.pid')).split('\n')[0]);
		// Adopting it and being its last user stops it in order.
		if (alive(pid)) await (await openDatabase(config)).stop();
		removeFolder(data);
	}
}

/** Where the database of a test's data folder lies: in it, or elsewhere when the folder is closed to the database's user. */
export function databaseFolder(data: string): string {
	return textOf(join(data, 'database-folder')).trim() || join(data, 'postgres');
}

function removeFolder(data: string): void {
	rmSync(databaseFolder(data), { recursive: true, force: true });
	rmSync(data, { recursive: true, force: true });
}
