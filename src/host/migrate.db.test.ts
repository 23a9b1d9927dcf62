import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { databaseOn } from '../../test/support/one-server.ts';
import { migrate, migrationsIn } from './migrate.ts';

let name: string;
let server: pg.Client;
let url: string;
let folder: string;

const file = (number: number, text: string) => writeFileSync(join(folder, `${String(number).padStart(4, '0')}-step.sql`), text);
const rows = async (text: string) => {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(text)).rows;
	} finally {
		await client.end();
	}
};

beforeAll(async () => {
	server = new pg.Client({ connectionString: inject('server') });
	await server.connect();
	name = `${inject('template').replace('template', 'test')}_migrate`;
	url = databaseOn(inject('server'), name);
});
beforeEach(async () => {
	await server.query(`drop database if exists ${name} with (force)`);
	await server.query(`create database ${name}`);
	folder = mkdtempSync(join(tmpdir(), 'dunwell-migrations-'));
	return () => rmSync(folder, { recursive: true });
});
afterAll(async () => {
	await server.query(`drop database if exists ${name} with (force)`);
	await server.end();
});

describe('migrations', () => {
	test('five processes that start at once run each migration once', async () => {
		file(1, 'create table one (id int); insert into one values (1);');
		file(2, 'insert into one values (2);');
		await Promise.all(Array.from({ length: 5 }, () => migrate(url, folder)));
		expect(await rows('select id from dunwell.one order by id')).toEqual([{ id: 1 }, { id: 2 }]);
		expect(await rows('select number from dunwell.migration order by number')).toEqual([{ number: 1 }, { number: 2 }]);
	});

	test('a migration that fails at its second statement leaves nothing of itself, what came before it stays, and mended it runs', async () => {
		file(1, 'create table one (id int);');
		file(2, 'create table two (id int); insert into nowhere values (1);');
		await expect(migrate(url, folder)).rejects.toThrow('migration 0002-step.sql failed: relation "nowhere" does not exist');
		expect(await rows(`select tablename from pg_tables where schemaname = 'dunwell' order by 1`)).toEqual([
			{ tablename: 'migration' },
			{ tablename: 'one' },
		]);
		file(2, 'create table two (id int);');
		await migrate(url, folder);
		expect(await rows('select number from dunwell.migration order by number')).toEqual([{ number: 1 }, { number: 2 }]);
	});

	test('a migration edited after it ran is refused, one added after it runs', async () => {
		file(1, 'create table one (id int);');
		await migrate(url, folder);
		file(2, 'create table two (id int);');
		file(1, 'create table one (id bigint);');
		await expect(migrate(url, folder)).rejects.toThrow('0001-step.sql was changed after it had run');
		expect(await rows(`select to_regclass('dunwell.two') as two`)).toEqual([{ two: null }]);
		file(1, 'create table one (id int);');
		await migrate(url, folder);
		expect(await rows(`select to_regclass('dunwell.two')::text as two`)).toEqual([{ two: 'dunwell.two' }]);
	});

	test('a database two migrations ahead of this release is refused and not touched', async () => {
		for (const number of [1, 2, 3]) file(number, `create table table_${number} (id int);`);
		await migrate(url, folder);
		for (const number of [2, 3]) rmSync(join(folder, `000${number}-step.sql`));
		await expect(migrate(url, folder)).rejects.toThrow('the database is at migration 3, newer than this release (1)');
	});

	test('a number left out is refused before anything runs', () => {
		file(1, 'select 1;');
		file(3, 'select 1;');
		expect(() => migrationsIn(folder)).toThrow('0003-step.sql is out of order: expected number 2');
	});

	test('a database that cannot be reached is named without its password', async () => {
		const failed = await migrate('postgres://someone:secret@127.0.0.1:1/nowhere', folder).catch((error: unknown) => String(error));
		expect(failed).toContain('nowhere at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED');
		expect(failed).not.toContain('secret');
	});
});
