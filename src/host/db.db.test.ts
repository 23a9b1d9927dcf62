import { expect, onTestFinished, test } from 'vitest';
import { Tap } from '../../test/crash/tap.ts';
import { testDatabase } from '../../test/support/database.ts';
import { Outage } from '../core/assert.ts';
import { lockDebtor } from '../debtors/store.ts';
import { change } from '../record/change.ts';
import { exitCode, finish } from './command.ts';
import { createPool, outageOr, silentSecondsMax } from './db.ts';

const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;

test('a connection cut while it is in use and says nothing ends no process: its next statement is an outage, the next connection answers', async () => {
	const database = await testDatabase({ inTest: true });
	const pool = createPool(database.url, { max: 2 });
	const held = await pool.connect();
	await held.query('begin');
	await database.owner.query(cutAll);
	// The server's word arrives between two statements: nobody is listening but the pool's own hook.
	await new Promise((resolve) => setTimeout(resolve, 200));
	const error = await held.query('select 1').catch((thrown: unknown) => thrown);
	expect(String(error)).toContain('not queryable');
	expect(outageOr(error)).toBeInstanceOf(Outage);
	held.release(true);
	expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
	await pool.end();
});

test('a verb whose connection is cut in a read ends with 3 as an outage, not as a fault', async () => {
	const said: string[] = [];
	const stderr = process.stderr.write.bind(process.stderr);
	process.stderr.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
	try {
		const cut = new Error('Connection terminated unexpectedly');
		expect(await finish(() => Promise.reject(cut), false)).toBe(exitCode.outage);
	} finally {
		process.stderr.write = stderr;
	}
	expect(said.join('')).toContain('The world outside failed: the database is away. Do the same again');
	expect(said.join('')).not.toContain('Something is wrong');
});

test('a session that is cut off in the middle of an act lets its debtor go once it was silent too long; the act is an outage and nothing of it remains', async () => {
	const database = await testDatabase({ inTest: true });
	const url = new URL(database.url);
	const tap = await Tap.open(() => Number(url.port));
	const through = new URL(database.url);
	through.hostname = '127.0.0.1';
	through.port = String(tap.port);
	const pool = createPool(through.toString(), { max: 1 });
	onTestFinished(async () => {
		await tap.close();
		await pool.end();
	});
	const door = await database.door('agent');
	let locked = () => {};
	const isLocked = new Promise<void>((resolve) => {
		locked = resolve;
	});
	const before = await database.query('select 1 from login');
	const cut = change({ ...door, pool }, { act: 'test.stall', input: {} }, async ({ tx }) => {
		// What every connection has (below), made short for this session alone.
		await tx.query(`set local idle_in_transaction_session_timeout = '1500ms'`);
		lockDebtor(tx, 1n);
		await tx.query(`insert into login (tenant_id, username, name, role, created_at) values ($1, 'half', 'half', 'agent', now())`, [
			tx.tenantId,
		]);
		// The cable is out: what is sent from here on reaches nobody, and neither side is told.
		tap.arm({ at: 1, commit: false, moment: 'before' }, (line) => {
			line.stall(20_000);
			return false;
		});
		locked();
		await tx.query('select 1');
		return {};
	}).catch((error: unknown) => error);
	await isLocked;
	const from = performance.now();
	await change(door, { act: 'test.wait', input: {} }, async ({ tx }) => {
		lockDebtor(tx, 1n);
		await tx.settle();
		return {};
	});
	const waited = performance.now() - from;
	expect(waited).toBeGreaterThan(1_000);
	expect(waited).toBeLessThan(10_000);
	expect(await database.query('select 1 from login')).toHaveLength(before.length);
	tap.cutAll();
	expect(await cut).toBeInstanceOf(Outage);
});

test('every connection bounds how long it may be silent in an act, and how long its line may be dead', async () => {
	const database = await testDatabase({ inTest: true });
	for (const pool of [database.pool, database.owner]) {
		const { rows } = await pool.query('show idle_in_transaction_session_timeout');
		expect(rows).toEqual([{ idle_in_transaction_session_timeout: `${silentSecondsMax / 60}min` }]);
		// Of a line PostgreSQL shows what the system took, which is Linux's to give.
		if (process.platform !== 'linux') continue;
		const lines = await pool.query(
			`select name, setting from pg_settings where name in ('tcp_keepalives_idle', 'tcp_user_timeout') order by name`,
		);
		expect(lines.rows).toEqual([
			{ name: 'tcp_keepalives_idle', setting: '30' },
			{ name: 'tcp_user_timeout', setting: '60000' },
		]);
	}
});
