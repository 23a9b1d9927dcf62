import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Door } from './change.ts';
import { differing } from './journal-store.ts';
import { columnsOf, covered, type CoveredTable, coveredTables, hashesOf, keyOf, uncovered, unhashed } from './journal-tables.ts';
import { faultOfProof, proofOf } from './proofs.ts';
import { sealRecord, verifyRecord } from './seals.ts';

/** Every covered table with rows of its own, whatever the trade: what is looked at is whether a stranger's change of any byte is named. */
let database: TestDatabase;
let door: Door;
type Column = { table: string; name: string; type: string; generated: boolean };
let columns: Column[];

const asStranger = <T>(work: (query: (text: string) => Promise<Record<string, unknown>[]>) => Promise<T>, replica = true): Promise<T> =>
	inTenant(database.owner, database.tenantId, async (tx) => {
		if (replica) await tx.query('set local session_replication_role = replica');
		return work((text) => tx.query(text));
	});
const tablesThere = async () =>
	(
		await database.owner.query(
			`select relname as name from pg_class where relnamespace = 'dunwell'::regnamespace and relkind in ('r', 'p')`,
		)
	).rows as { name: string }[];

/** Some value of a type, and another one byte or step away from it. */
const some: Readonly<Record<string, (n: number) => string>> = {
	int8: (n) => String(n),
	int4: (n) => String(n),
	int2: (n) => String(n),
	text: (n) => `'v${n}'`,
	bpchar: () => `'CNY'`,
	bool: () => 'true',
	date: () => `date '2026-11-24'`,
	timestamptz: () => `timestamptz '2026-11-24 10:00:00+08'`,
	bytea: (n) => `decode('00ff${String(n).padStart(6, '0')}', 'hex')`,
	jsonb: (n) => `'{"n": ${n}, "none": null}'`,
	_text: (n) => `'{a${n},b}'`,
	_int8: (n) => `'{1,${n}}'`,
	_int2: () => `'{1,2}'`,
};
const other: Readonly<Record<string, (column: string) => string>> = {
	int8: (c) => `${c} + 7000`,
	int4: (c) => `${c} + 1`,
	int2: (c) => `${c} + 1`,
	text: (c) => `overlay(${c} placing 'X' from 1 for 1)`,
	bpchar: () => `'USD'`,
	bool: (c) => `not ${c}`,
	date: (c) => `${c} + 1`,
	timestamptz: (c) => `${c} + interval '1 microsecond'`,
	bytea: (c) => `set_byte(${c}, 0, get_byte(${c}, 0) # 1)`,
	jsonb: (c) => `${c} || '{"more": null}'`,
	_text: (c) => `${c} || '{c}'`,
	_int8: (c) => `${c} || 3::bigint`,
	_int2: (c) => `${c} || 3::smallint`,
};

const rowKey = 900_001;
const keyFor = (table: CoveredTable) =>
	table === 'tenant' ? `t.tenant_id = ${database.tenantId}` : `(${keyOf(table)}) = '${keys.get(table)}'`;
const keys = new Map<CoveredTable, string>();
const found = async () => (await verifyRecord(door)).findings.filter(({ source }) => source !== 'debt_balance');

beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
	columns = (
		await database.owner.query(
			`select c.relname as table, a.attname as name, t.typname as type, a.attgenerated <> '' as generated
			   from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
			  where c.relnamespace = 'dunwell'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`,
		)
	).rows as Column[];
	// Rows of no trade: without the keys and checks that would ask for a whole case around each.
	const { rows: constraints } = await database.owner.query(
		`select format('alter table dunwell.%I drop constraint %I cascade', c.relname, k.conname) as text from pg_constraint k join pg_class c on c.oid = k.conrelid
		  where c.relnamespace = 'dunwell'::regnamespace and k.contype in ('c', 'f') and c.relname not in ('record_seal', 'record_leaf', 'row_version')`,
	);
	for (const { text } of constraints as { text: string }[]) await database.owner.query(text);
	for (const table of coveredTables)
		await database.owner.query(
			`alter table dunwell.${table} disable trigger user; alter table dunwell.${table} enable trigger journal_insert;
			 alter table dunwell.${table} enable trigger journal_update; alter table dunwell.${table} enable trigger journal_delete`,
		);
	await inTenant(
		database.owner,
		database.tenantId,
		async (tx) => {
			for (const table of coveredTables) {
				const own = columns.filter((column) => column.table === table && !column.generated);
				const named = covered[table].keys.split(' ');
				if (table !== 'tenant') {
					const values = own.map(({ name, type }, i) =>
						name === 'tenant_id'
							? String(database.tenantId)
							: (some[type] ?? (() => `unknown type ${type}`))(named.includes(name) ? rowKey : i + 1),
					);
					await tx.query(`insert into ${table} (${own.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`);
				}
				const [row] = await tx.query<{ key: string }>(
					`select ${keyOf(table)} as key from ${table} t where tenant_id = $1 order by ${named[0]} desc limit 1`,
					[database.tenantId],
				);
				keys.set(table, row?.key ?? '');
			}
		},
		database.vault,
	);
	await sealRecord(door);
});
afterAll(() => database.close());

describe('the journal of row versions', () => {
	test('covers every table of the schema, or says why not', async () => {
		const there = (await tablesThere()).map(({ name }) => name).sort();
		expect([...coveredTables, ...Object.keys(uncovered)].sort()).toEqual(there);
	});

	test('a table that nobody thought of makes that test fail', async () => {
		await database.owner.query('create table dunwell.unthought (tenant_id bigint not null)');
		expect((await tablesThere()).map(({ name }) => name).filter((name) => !(name in covered) && !(name in uncovered))).toEqual([
			'unthought',
		]);
		await database.owner.query('drop table dunwell.unthought');
	});

	test.each(coveredTables)('of %s hashes every column there is, in the database as in the program', async (table) => {
		const there = columns.filter((column) => column.table === table).map(({ name }) => name);
		const left = unhashed[table]?.split(' ') ?? [];
		const shape = covered[table].shapes.length;
		expect([...columnsOf(table, shape), ...left].sort()).toEqual([...there].sort());
		const { rows } = await database.owner.query('select prosrc from pg_proc where proname = $1', [`journal_${table}`]);
		expect((rows[0] as { prosrc: string }).prosrc).toContain(`${keyOf(table)} as key, ${hashesOf(table).at(-1)} as hash`);
	});

	test('finds nothing in rows that nobody touched', async () => {
		expect(await found()).toEqual([]);
	});
});

describe.each(coveredTables)('a stranger who may write everything, in %s', (table) => {
	const own = () =>
		columns.filter(
			(column) => column.table === table && !column.generated && columnsOf(table, covered[table].shapes.length).includes(column.name),
		);

	test('changes one byte of any column past the triggers: the row is named', async () => {
		expect(own().length).toBeGreaterThan(2);
		for (const { name, type } of own()) {
			await asStranger(async (query) => {
				await query('savepoint before');
				const changed = await query(
					`update ${table} t set ${name} = coalesce(${(other[type] as (c: string) => string)(name)}, ${(some[type] as (n: number) => string)(5)}) where ${keyFor(table)} returning 1`,
				);
				expect([name, changed.length]).toEqual([name, 1]);
				await query('set local role dunwell_app');
				const named = await differing(
					{
						tenantId: database.tenantId,
						query: (text: string, values: unknown[]) => query(text.replaceAll('$1', String(values[0])).replaceAll('$2', String(values[1]))),
					} as never,
					table,
					20,
				);
				expect([name, named.map(({ key }) => key)]).toEqual([name, expect.arrayContaining([keys.get(table)])]);
				await query('rollback to before');
			});
		}
		expect(await found()).toEqual([]);
	});

	test('removes the row, or puts a copy beside it: the row is named', async () => {
		if (table === 'tenant') return;
		await asStranger((query) => query(`drop table if exists kept; create table kept as select * from ${table} t where ${keyFor(table)}`));
		await asStranger((query) => query(`delete from ${table} t where ${keyFor(table)}`));
		expect((await found()).map(({ what, source, row }) => [what, source, row])).toEqual([['removed', table, keys.get(table)]]);
		const insertable = columns.filter((column) => column.table === table && !column.generated).map(({ name }) => name);
		await asStranger((query) => query(`insert into ${table} (${insertable.join(', ')}) select ${insertable.join(', ')} from kept`));
		expect(await found()).toEqual([]);
		const first = covered[table].keys.split(' ')[0] as string;
		const unique = own().filter(({ type, name }) => ['text', 'bytea', 'int8'].includes(type) && name !== 'tenant_id' && name !== first);
		await asStranger((query) =>
			query(
				`insert into ${table} (${insertable.join(', ')}) select ${insertable
					.map((name) => {
						const column = unique.find((each) => each.name === name);
						if (name === first) return name === 'version' ? `'copied'` : name === 'business_date' ? `${name} + 9` : `${name} + 9`;
						return column ? (other[column.type] as (c: string) => string)(name) : name;
					})
					.join(', ')} from kept returning 1`,
			),
		);
		expect((await found()).map(({ what, source }) => [what, source])).toEqual([['inserted', table]]);
		const where = first === 'version' ? `version = 'copied'` : `${first} = (select ${first} + 9 from kept)`;
		await asStranger((query) => query(`delete from ${table} where ${where}`));
		await asStranger((query) => query('drop table kept'));
		expect(await found()).toEqual([]);
	});

	test('holds a proof of the row that needs no database', async () => {
		const proof = await proofOf(door, table, keys.get(table) as string);
		if (isRefusal(proof)) throw new Error(proof.code);
		expect(faultOfProof(proof)).toBeNull();
		if (proof.of) {
			expect(faultOfProof({ ...proof, of: { ...proof.of, text: proof.of.text.replace('(', '(1') } })).toContain('row');
			expect(faultOfProof({ ...proof, of: { ...proof.of, source: 'hold' === table ? 'plan' : 'hold' } })).toContain('row');
		}
	});

	test('changes the row by plain SQL, triggers and all: that no act of the house did it is named', async () => {
		const free = own().filter(({ name }) => name !== 'tenant_id' && !covered[table].keys.split(' ').includes(name));
		// A table that is nothing but its key loses the row and gains another.
		const { name, type } = (free.find((each) => each.type === 'text') ?? free.at(-1) ?? own().at(-1)) as Column;
		await asStranger((query) => query(`create table before as select * from ${table} t where ${keyFor(table)}`));
		await asStranger(
			(query) => query(`update ${table} t set ${name} = ${(other[type] as (c: string) => string)(name)} where ${keyFor(table)}`),
			false,
		);
		const after = await found();
		await asStranger(async (query) => {
			await query(
				`delete from ${table} t where ${free.length > 0 ? keyFor(table) : `tenant_id = ${database.tenantId}`}; insert into ${table} select * from before`,
			);
			await query(`delete from row_version where mac is null; drop table before`);
		});
		expect(await found()).toEqual([]);
		const named = after.map(({ what, source, row }) => [what, source, row]);
		if (free.length > 0) expect(named).toEqual([['altered', table, keys.get(table)]]);
		else expect(named.map(([what]) => what).sort()).toEqual(['inserted', 'removed']);
		expect(after[0]?.sentence).toMatch(/by no act of the house|sealed in/);
	});
});
