import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { databaseFolder } from '../../test/support/one-server.ts';
import { readConfig } from './config.ts';
import { alive } from './living.ts';
import { openDatabase } from './postgres.ts';

// Real processes, really killed: this is the test that an acknowledged row is on disk and that no start is ever stuck.
let data: string;
let children: ChildProcess[];

beforeEach(() => {
	children = [];
	data = mkdtempSync(join(tmpdir(), 'dunwell-test-postgres-'));
	chmodSync(data, 0o755);
	return async () => {
		for (const child of children) child.kill('SIGKILL');
		const pid = serverPid();
		if (alive(pid)) process.kill(pid, 'SIGQUIT');
		await until(() => !alive(pid));
		rmSync(databaseFolder(data), { recursive: true, force: true });
		rmSync(data, { recursive: true, force: true });
	};
});

const config = () => readConfig({ DUNWELL_DATA: data });
function serverPid(): number {
	const file = join(databaseFolder(data), 'cluster', 'postmaster.pid');
	return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}
async function until(condition: () => boolean, seconds = 40): Promise<void> {
	for (let i = 0; i < seconds * 40 && !condition(); i++) await sleep(25);
	expect(condition()).toBe(true);
}

/** A process of its own that opens the house's database and then does what it is told. */
function another(then: string): { child: ChildProcess; lines: string[]; ended: Promise<number | null> } {
	const script = `
		import pg from 'pg';
		import { readConfig } from './src/host/config.ts';
		import { openDatabase } from './src/host/postgres.ts';
		const database = await openDatabase(readConfig(process.env));
		const client = new pg.Client({ connectionString: database.url });
		client.on('error', () => {});
		await client.connect();
		const say = (line) => process.stdout.write(line + '\\n');
		${then}`;
	const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
		env: { ...process.env, DUNWELL_DATA: data, DATABASE_URL: '' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	children.push(child);
	const lines: string[] = [];
	let rest = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		const parts = (rest + text).split('\n');
		rest = parts.pop() ?? '';
		lines.push(...parts);
	});
	return { child, lines, ended: new Promise((resolve) => child.on('exit', resolve)) };
}

const stay = `say('open'); setInterval(() => {}, 1000);`;
const writeForEver = `
	await client.query('create table if not exists written (id bigint primary key)');
	try {
		for (let id = 1; ; id++) { await client.query('insert into written values ($1)', [id]); say(String(id)); }
	} catch { process.exit(1); }`;

async function asked<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Row>(text)).rows;
	} finally {
		await client.end();
	}
}

/** What the killed writer was told is written, against what is there: at most the one row in flight more. */
async function expectNothingLost(acknowledged: number): Promise<void> {
	const database = await openDatabase(config());
	const [found] = await asked<{ count: string; last: string }>(database.url, 'select count(*), max(id) as last from written');
	await database.stop();
	expect(acknowledged).toBeGreaterThan(50);
	expect(Number(found?.count)).toBe(Number(found?.last));
	expect(Number(found?.last) - acknowledged).toBeGreaterThanOrEqual(0);
	expect(Number(found?.last) - acknowledged).toBeLessThanOrEqual(1);
}

describe('the embedded database', () => {
	test('is made once, durable, in UTF-8 with checksums, closed to whoever has no password, and kept from start to start', async () => {
		const first = await openDatabase(config());
		await asked(first.url, `create table kept as select '善催' as word`);
		expect(
			await asked(
				first.url,
				`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as sums,
				        current_setting('server_encoding') as encoding, current_setting('listen_addresses') as listens,
				        current_setting('unix_socket_directories') as sockets`,
			),
		).toEqual([{ fsync: 'on', commit: 'on', sums: 'on', encoding: 'UTF8', listens: '127.0.0.1', sockets: '' }]);
		const open = new URL(first.url);
		open.password = 'guess';
		await expect(asked(open.toString(), 'select 1')).rejects.toThrow('password authentication failed');
		await first.stop();
		expect(serverPid()).toBe(0);
		const second = await openDatabase(config());
		expect(await asked(second.url, 'select word from kept')).toEqual([{ word: '善催' }]);
		await second.stop();
	});

	test('kill -9 of the whole database while a row a time is written: every acknowledged row is there after the next start', async () => {
		const writer = another(writeForEver);
		await until(() => writer.lines.length > 200);
		process.kill(serverPid(), 'SIGKILL');
		await writer.ended;
		await expectNothingLost(writer.lines.length);
	});

	test('kill -9 of the process that started it: the orphan is adopted with every acknowledged row, and stopped by its new user', async () => {
		const writer = another(writeForEver);
		await until(() => writer.lines.length > 200);
		const orphan = serverPid();
		writer.child.kill('SIGKILL');
		await writer.ended;
		expect(alive(orphan)).toBe(true);
		const database = await openDatabase(config());
		expect(serverPid()).toBe(orphan);
		await database.stop();
		expect(alive(orphan)).toBe(false);
		await expectNothingLost(writer.lines.length);
	});

	test('of three processes that start at once one makes it and all use the same; it stops with the last of them', async () => {
		const three = [another(stay), another(stay), another(stay)];
		await until(() => three.every(({ lines }) => lines.includes('open')), 40);
		const server = serverPid();
		for (const { child, ended } of three) {
			expect(alive(server)).toBe(true);
			child.kill('SIGTERM');
			expect(await ended).toBe(143);
		}
		await until(() => !alive(server));
	});

	test('a command beside a running server uses its database and leaves it running; Ctrl-C of the server stops it', async () => {
		const server = another(stay);
		await until(() => server.lines.includes('open'));
		const running = serverPid();
		const beside = await openDatabase(config());
		expect(serverPid()).toBe(running);
		await beside.stop();
		expect(await asked(beside.url, 'select 1 as one')).toEqual([{ one: 1 }]);
		server.child.kill('SIGINT');
		expect(await server.ended).toBe(130);
		await until(() => !alive(running));
	});

	test('a server that stops in order is left to it, though Ctrl-C comes twice; the database stops after its last job', async () => {
		const server = another(`
			process.once('SIGINT', async () => {
				await client.query('create table last_work as select 1 as done from pg_sleep(0.5)');
				await client.end();
				await database.stop();
				process.exit(0);
			});
			${stay}`);
		await until(() => server.lines.includes('open'));
		const running = serverPid();
		server.child.kill('SIGINT');
		await sleep(50);
		server.child.kill('SIGINT');
		expect(await server.ended).toBe(0);
		expect(alive(running)).toBe(false);
		const database = await openDatabase(config());
		expect(await asked(database.url, 'select count(*)::int as rows from last_work')).toEqual([{ rows: 1 }]);
		await database.stop();
	});

	test('kill -9 of the database under a running server: it is back at the same address with every acknowledged row', async () => {
		const database = await openDatabase(config());
		await asked(database.url, 'create table written as select 1 as id');
		const before = serverPid();
		process.kill(before, 'SIGKILL');
		let rows: unknown = null;
		for (let i = 0; i < 400 && rows === null; i++) {
			await sleep(50);
			rows = await asked(database.url, 'select id from written').catch(() => null);
		}
		expect(rows).toEqual([{ id: 1 }]);
		expect(serverPid()).not.toBe(before);
		await database.stop();
		expect(serverPid()).toBe(0);
	});

	test('a first start killed half-way is made anew, never taken for a database', async () => {
		const folder = join(data, 'postgres');
		mkdirSync(join(folder, 'unfinished'), { recursive: true });
		writeFileSync(join(folder, 'unfinished', 'PG_VERSION'), '18\n');
		const database = await openDatabase(config());
		expect(await asked(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
		await database.stop();
	});

	test('a lock file with the number of another living process, as after a restart of the machine, does not stop the start', async () => {
		const first = await openDatabase(config());
		await asked(first.url, 'create table kept (id int)');
		const file = join(databaseFolder(data), 'cluster', 'postmaster.pid');
		const left = readFileSync(file, 'utf8');
		await first.stop();
		writeFileSync(file, left.replace(/^\d+/, String(process.pid)), { mode: 0o644 });
		const second = await openDatabase(config());
		expect(await asked(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
		await second.stop();
	});

	test('a database whose password file is gone is refused with a sentence and not made over', async () => {
		const first = await openDatabase(config());
		await first.stop();
		const password = join(databaseFolder(data), 'password');
		const kept = readFileSync(password, 'utf8');
		rmSync(password);
		await expect(openDatabase(config())).rejects.toThrow('is missing: put it back');
		writeFileSync(password, kept, { mode: 0o600 });
		await (await openDatabase(config())).stop();
	});

	test('a database of another PostgreSQL version is refused with a sentence and not made over', async () => {
		await (await openDatabase(config())).stop();
		writeFileSync(join(databaseFolder(data), 'cluster', 'PG_VERSION'), '17\n');
		await expect(openDatabase(config())).rejects.toThrow('was made by PostgreSQL 17 and this release brings 18');
	});

	test('in a folder of mode 700 it comes up as root and as an ordinary user, and is found again', async () => {
		chmodSync(data, 0o700);
		const first = await openDatabase(config());
		await asked(first.url, 'create table kept (id int)');
		await first.stop();
		const second = await openDatabase(config());
		expect(await asked(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
		await second.stop();
	});

	test('a folder closed after the database was made takes the database along', async () => {
		const first = await openDatabase(config());
		await asked(first.url, 'create table kept (id int)');
		await first.stop();
		chmodSync(data, 0o700);
		const second = await openDatabase(config());
		expect(await asked(second.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
		await second.stop();
	});

	test('DATABASE_URL is used as it is and nothing is started', async () => {
		const database = await openDatabase(readConfig({ DATABASE_URL: 'postgres://elsewhere/dunwell', DUNWELL_DATA: data }));
		expect(database).toMatchObject({ url: 'postgres://elsewhere/dunwell', embedded: false });
		await database.stop();
		expect(existsSync(join(data, 'postgres'))).toBe(false);
	});
});
