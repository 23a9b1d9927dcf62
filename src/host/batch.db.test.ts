import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { Fault } from '../core/assert.ts';
import { change, type Door } from '../record/change.ts';
import { Batch } from './batch.ts';
import { inTenant, type Pool } from './db.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

const teamText = 'insert into team (tenant_id, code, name) values ($1, $2, $2) returning code';
const codes = async (prefix: string) =>
	(await database.query<{ code: string }>('select code from team where code like $1 order by code', [`${prefix}%`])).map((row) => row.code);

/** The pool, with every trip to the server written down. */
function watched(pool: Pool): { pool: Pool; trips: string[][] } {
	const trips: string[][] = [];
	const wrap = <T extends object>(target: T, name: string, instead: (original: (...all: never[]) => unknown) => unknown): T =>
		new Proxy(target, {
			get(of, key) {
				const value: unknown = Reflect.get(of, key);
				if (typeof value !== 'function') return value;
				return key === name ? instead(value.bind(of)) : value.bind(of);
			},
		});
	const connect = (original: (...all: never[]) => unknown) => async () => {
		const client = (await original()) as object;
		return wrap(client, 'query', (query) => (...all: unknown[]) => {
			const [first] = all;
			trips.push(first instanceof Batch ? first.statements.map((each) => each.name ?? each.text.slice(0, 12)) : [String(first)]);
			return query(...(all as never[]));
		});
	};
	return { pool: wrap(pool, 'connect', connect), trips };
}

describe('statements asked for in one breath', () => {
	test('travel together, are answered in order, and each sees what those before it did', async () => {
		const { pool, trips } = watched(door.pool);
		const [made, seen, sum] = await inTenant(pool, door.tenantId, (tx) =>
			Promise.all([
				tx.prepared<{ code: string }>('test team', teamText, [tx.tenantId, 'breath 1']),
				tx.query<{ count: bigint }>('select count(*) from team where tenant_id = $1 and code = $2', [tx.tenantId, 'breath 1']),
				tx.prepared<{ sum: number }>('test sum', 'select $1::int + 1 as sum', [41]),
			]),
		);
		expect([made?.[0]?.code, seen?.[0]?.count, sum?.[0]?.sum]).toEqual(['breath 1', 1n, 42]);
		expect(trips).toEqual([['begin', 'set local du', 'test team', 'select count', 'test sum'], ['commit']]);
	});

	test('an act with a key, one reading and one writing is three trips: key and begin, the reading, then writing, record and commit', async () => {
		const { pool, trips } = watched(door.pool);
		await change({ ...door, pool }, { act: 'test', input: {}, key: 'three trips' }, async ({ tx }) => {
			await tx.prepared('test read', 'select 1 as one');
			tx.later('test team', teamText, [tx.tenantId, 'three trips']);
			return {};
		});
		expect(trips).toEqual([
			['begin', 'tenant and voucher', 'savepoint action', 'record key lock', 'record replay'],
			['test read'],
			['test team', 'record append', 'commit'],
		]);
		expect(await codes('three trips')).toEqual(['three trips']);
	});

	test('text without parameters may be several statements and keeps its place among the others', async () => {
		const rows = await inTenant(door.pool, door.tenantId, async (tx) => {
			tx.later('test team', teamText, [tx.tenantId, 'several 1']);
			void tx.query(
				`update team set name = name || '!' where code = 'several 1'; update team set name = name || '?' where code = 'several 1'`,
			);
			return tx.query<{ name: string }>('select name from team where tenant_id = $1 and code = $2', [tx.tenantId, 'several 1']);
		});
		expect(rows).toEqual([{ name: 'several 1!?' }]);
	});

	test('nothing asked is nothing sent', async () => {
		const { pool, trips } = watched(door.pool);
		await inTenant(pool, door.tenantId, async () => {});
		expect(trips).toEqual([]);
	});
});

describe('one of them fails', () => {
	const twice = (code: string) => [door.tenantId, code] as const;

	test('those before it are answered, those after it fail with its error, and nothing is kept', async () => {
		const outcomes = await inTenant(door.pool, door.tenantId, async (tx) => {
			const asked = [
				tx.prepared('test team', teamText, twice('fails 1')),
				tx.prepared('test team', teamText, twice('fails 1')),
				tx.query('select 1 as never where $1', [true]),
			];
			const settled = await Promise.allSettled(asked);
			settled.push((await Promise.allSettled([tx.prepared('test read', 'select 1 as one')]))[0]);
			return settled.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as { constraint?: string }).constraint));
		}).catch((error: unknown) => error);
		// The transaction itself throws the first failure although the work returned.
		expect(outcomes).toMatchObject({ code: '23505', constraint: 'team_tenant_id_code_key' });
		expect(await codes('fails')).toEqual([]);
	});

	test('one left for later stops the commit it travels with, and the act is not recorded', async () => {
		const act = change(door, { act: 'test late failure', input: {} }, async ({ tx }) => {
			tx.later('test team', teamText, twice('late 1'));
			tx.later('test team', teamText, twice('late 1'));
			return {};
		});
		await expect(act).rejects.toMatchObject({ code: '23505' });
		expect(await codes('late')).toEqual([]);
		expect(await database.query(`select 1 from record_entry where act = 'test late failure'`)).toEqual([]);
	});

	test('a dry run meets it too', async () => {
		const act = change(door, { act: 'test dry failure', input: {}, dryRun: true }, async ({ tx }) => {
			tx.later('test team', teamText, twice('dry 1'));
			tx.later('test team', teamText, twice('dry 1'));
			return {};
		});
		await expect(act).rejects.toMatchObject({ code: '23505' });
	});

	test('one whose answer nobody waits for stops the act', async () => {
		const act = change(door, { act: 'test forgotten', input: {} }, async ({ tx }) => {
			void tx.query('select 1 / $1::int', [0]);
			return {};
		});
		await expect(act).rejects.toMatchObject({ code: '22012' });
	});

	test('a name whose statement was wrong once serves the right one afterwards, on the same connection', async () => {
		const one = new Set<unknown>();
		const divide = (by: number) =>
			inTenant(door.pool, door.tenantId, async (tx) => {
				one.add(tx.seen);
				return tx.prepared<{ n: number }>('test divide', 'select 6 / $1::int as n', [by]);
			});
		await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
		expect(await divide(3)).toEqual([{ n: 2 }]);
		expect(await divide(2)).toEqual([{ n: 3 }]);
		expect(one.size).toBe(1);
	});

	test('a value that cannot be written stops the act before anything is sent, and the connection goes on', async () => {
		const act = inTenant(door.pool, door.tenantId, (tx) => tx.prepared('test json', 'select $1::jsonb as value', [{ minor: 1n }]));
		await expect(act).rejects.toThrow(TypeError);
		expect(await inTenant(door.pool, door.tenantId, (tx) => tx.prepared('test json', 'select $1::jsonb as value', [{ minor: 1 }]))).toEqual(
			[{ value: { minor: 1 } }],
		);
	});

	test('one name for two statements is a fault', async () => {
		await inTenant(door.pool, door.tenantId, (tx) => tx.prepared('test named', 'select 1 as a'));
		await expect(inTenant(door.pool, door.tenantId, (tx) => tx.prepared('test named', 'select 2 as a'))).rejects.toThrow(Fault);
		expect(await inTenant(door.pool, door.tenantId, (tx) => tx.prepared('test named', 'select 1 as a'))).toEqual([{ a: 1 }]);
	});
});

test('what goes in comes out: text, arrays of text with quotes, braces and empty ones, bytes, numbers beyond 2^53, instants and dates', async () => {
	const text = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.constantFrom('', 'NULL', 'null', '"', '\\', '{}', 'a,b', ' ', '\n'),
		fc.string(),
	);
	const clean = text.map((each) => each.replaceAll('\0', ''));
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.option(clean)),
			fc.array(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
			fc.uint8Array(),
			fc.integer({ min: -(10 ** 10), max: 10 ** 10 }),
			async (texts, numbers, bytes, seconds) => {
				const at = Temporal.Instant.fromEpochMilliseconds(seconds * 1_000);
				const on = at.toZonedDateTimeISO('UTC').toPlainDate();
				const [row] = await inTenant(door.pool, door.tenantId, (tx) =>
					tx.prepared<Record<string, unknown>>(
						'test values',
						`select $1::text[] as texts, $2::bigint[] as numbers, $3::bytea as bytes, $4::timestamptz[] as instants, $5::date as date, $6::jsonb as json, $7::bytea[] as parts`,
						[texts, numbers, bytes, [at], on, { texts, on: on.toString() }, [Buffer.from(bytes)]],
					),
				);
				expect(row?.['texts']).toEqual(texts);
				expect(row?.['numbers']).toEqual(numbers);
				expect(row?.['bytes']).toEqual(Buffer.from(bytes));
				expect(String(row?.['instants'])).toBe(at.toString());
				expect(String(row?.['date'])).toBe(on.toString());
				expect(row?.['json']).toEqual({ texts, on: on.toString() });
				expect(row?.['parts']).toEqual([Buffer.from(bytes)]);
			},
		),
		{ numRuns: 150 },
	);
});
