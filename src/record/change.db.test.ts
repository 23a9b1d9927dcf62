import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { canonical, change, type Door } from './change.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

const entries = (act: string) =>
	database.query<{ outcome: string; code: string | null; at: Temporal.Instant; answer: unknown }>(
		'select outcome, code, at, answer from record_entry where act = $1 order by id',
		[act],
	);
const teamsCalled = (code: string) => database.query('select id from team where code = $1', [code]);

/** A small real change: opens a team. */
const openTeam = (code: string, key?: string, extra: Partial<Parameters<typeof change>[1]> = {}) =>
	change(door, { act: `open team ${code}`, input: { code }, key, ...extra }, async (act) => {
		await act.tx.query('insert into team (tenant_id, code, name) values ($1, $2, $2)', [act.tx.tenantId, code]);
		return { code };
	});

describe('the one write path', () => {
	test('an act is saved and recorded in one transaction, with its actor and the door’s time', async () => {
		expect(await openTeam('north')).toEqual({ code: 'north' });
		expect(await teamsCalled('north')).toHaveLength(1);
		const [entry] = await entries('open team north');
		expect(entry).toMatchObject({ outcome: 'done', code: null, answer: { code: 'north' } });
		expect(entry?.at.equals(testNow)).toBe(true);
	});

	test('the same key and input a second time gives the first answer and changes nothing', async () => {
		const first = await openTeam('east', 'key-east');
		expect(await openTeam('east', 'key-east')).toEqual(first);
		expect(await entries('open team east')).toHaveLength(1);
	});

	test('the same key with other input is refused and changes nothing', async () => {
		await openTeam('west', 'key-west');
		const again = await openTeam('south', 'key-west');
		expect(isRefusal(again) && again.code).toBe('idempotency.key_reused_with_other_input');
		expect(await teamsCalled('south')).toHaveLength(0);
	});

	test('a refusal rolls back what the action had saved and is itself recorded with code and time', async () => {
		const until = Temporal.Instant.from('2026-11-25T00:00:00Z');
		const answer = await change(door, { act: 'open team and refuse', input: {} }, async (act) => {
			await act.tx.query(`insert into team (tenant_id, code, name) values ($1, 'lost', 'lost')`, [act.tx.tenantId]);
			return refuse('client.unknown', { code: 'X' }, until);
		});
		expect(isRefusal(answer)).toBe(true);
		expect(await teamsCalled('lost')).toHaveLength(0);
		expect(await entries('open team and refuse')).toMatchObject([
			{ outcome: 'refused', code: 'client.unknown', answer: { details: { code: 'X' }, allowedFrom: '2026-11-25T00:00:00Z' } },
		]);
	});

	test('a refusal asked again under its key is the same refusal, first allowed moment included', async () => {
		const until = Temporal.Instant.from('2026-11-25T00:00:00Z');
		const ask = () =>
			change(door, { act: 'refused twice', input: {}, key: 'key-refused' }, async () => refuse('client.unknown', { code: 'X' }, until));
		const [first, second] = [await ask(), await ask()];
		expect(second).toEqual(first);
		expect(await entries('refused twice')).toHaveLength(1);
	});

	test('a fault leaves neither the change nor a record of it', async () => {
		const broken = change(door, { act: 'broken', input: {} }, async (act) => {
			await act.tx.query(`insert into team (tenant_id, code, name) values ($1, 'broken', 'broken')`, [act.tx.tenantId]);
			throw new Error('a bug');
		});
		await expect(broken).rejects.toThrow('a bug');
		expect(await teamsCalled('broken')).toHaveLength(0);
		expect(await entries('broken')).toHaveLength(0);
	});

	test('a dry run gives the answer and keeps nothing, not even a record', async () => {
		expect(await openTeam('dry', undefined, { dryRun: true })).toEqual({ code: 'dry' });
		expect(await teamsCalled('dry')).toHaveLength(0);
		expect(await entries('open team dry')).toHaveLength(0);
	});

	test('of 20 callers with one key at once, one acts and 20 get the same answer', async () => {
		const answers = await Promise.all(Array.from({ length: 20 }, () => openTeam('race', 'key-race')));
		expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"code":"race"}']));
		expect(await teamsCalled('race')).toHaveLength(1);
	});

	test('two actions that deadlock are both done in the end', async () => {
		await database.query(`insert into team (tenant_id, code, name) values (${door.tenantId}, 'a', 'a'), (${door.tenantId}, 'b', 'b')`);
		const both = (first: string, second: string) =>
			change(door, { act: `lock ${first} then ${second}`, input: {} }, async (act) => {
				await act.tx.query('update team set name = name where code = $1', [first]);
				await act.tx.query('select pg_sleep(0.2)');
				await act.tx.query('update team set name = name where code = $1', [second]);
				return {};
			});
		expect(await Promise.all([both('a', 'b'), both('b', 'a')])).toEqual([{}, {}]);
	});
});

describe('the record', () => {
	test('cannot be edited or shortened by the application', async () => {
		await expect(database.query(`update record_entry set act = 'other'`)).rejects.toThrow('permission denied');
		await expect(database.query('delete from record_entry')).rejects.toThrow('permission denied');
	});

	test('is seen by its own tenant only', async () => {
		const { rows } = await database.pool.query('select * from record_entry');
		expect(rows).toEqual([]);
	});
});

test('the hashed form of an input does not depend on the order of its names, and writes bigint as text', () => {
	expect(canonical({ b: 1n, a: [{ d: 1, c: null }] })).toBe(canonical({ a: [{ c: null, d: 1 }], b: 1n }));
	expect(canonical({ amount: 12n })).toBe('{"amount":"12"}');
});
