import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../../src/host/config.ts';
import { migrate } from '../../src/host/migrate.ts';
import { openDatabase } from '../../src/host/postgres.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		server: string;
		template: string;
	}
}

/** One PostgreSQL for the whole run (ours, or that of DATABASE_URL), with one migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const data = mkdtempSync(join(tmpdir(), 'dunwell-test-'));
	// Open to the database's own user, so that a run as root needs no folder elsewhere.
	chmodSync(data, 0o755);
	const server = await openDatabase(readConfig({ ...process.env, DUNWELL_DATA: data }));
	const template = `dunwell_template_${process.pid}`;
	const owner = new pg.Client({ connectionString: server.url });
	await owner.connect();
	await owner.query(`create database ${template}`);
	await migrate(databaseOn(server.url, template));
	project.provide('server', server.url);
	project.provide('template', template);
	return async () => {
		const { rows } = await owner.query<{ datname: string }>('select datname from pg_database where datname like $1', [
			`dunwell_test_${process.pid}_%`,
		]);
		for (const { datname } of rows) await owner.query(`drop database if exists ${datname} with (force)`);
		await owner.query(`drop database if exists ${template} with (force)`);
		await owner.end();
		await server.stop();
		rmSync(data, { recursive: true, force: true });
	};
}

/** The same server, another database. */
export function databaseOn(server: string, name: string): string {
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.toString();
}
