import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { Outage } from '../core/assert.ts';
import { exitCode, finish } from './command.ts';
import { createPool, outageOr } from './db.ts';

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
