import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './support/database.ts';

/** Tables without a tenant, each with its reason. */
const tenantless: Readonly<Record<string, string>> = { migration: 'the list of migrations belongs to the house, not to a tenant' };

/** What the application may only append to: evidence and money. */
const appendOnly = ['ledger_transfer', 'record_entry', 'contact_permit', 'contact_attempt', 'contact_outcome', 'placement_error'];

/** A rule over the catalogue: its violations, and what makes it fail. */
type CatalogueRule = { readonly name: string; readonly violations: string; readonly planted: string };

const inSchema = `n.nspname = 'dunwell' and c.relkind in ('r', 'p')`;
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and ${inSchema}`;
const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ') || `''`;

const rules: readonly CatalogueRule[] = [
	{
		name: 'every table has its tenant, never null',
		violations: `select c.relname as name from ${tables}
			 where c.relname not in (${list(Object.keys(tenantless))})
			   and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull)`,
		planted: 'create table planted (tenant_id bigint); alter table planted enable row level security',
	},
	{
		name: 'every table with a tenant has row-level security, with a policy for reading and for writing',
		violations: `select c.relname as name from ${tables}
			 where c.relname not in (${list(Object.keys(tenantless))})
			   and (not c.relrowsecurity
			        or not exists (select from pg_policy p where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null)
			        or exists (select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) not like '%current_tenant()%'))`,
		planted: `create table planted (tenant_id bigint not null); alter table planted enable row level security;
			create policy everyone on planted using (true) with check (true)`,
	},
	{
		name: 'no table or view is owned by the application, and no view looks past the caller',
		violations: `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			 where n.nspname = 'dunwell' and c.relkind in ('r', 'p', 'v', 'm')
			   and (pg_get_userbyid(c.relowner) = 'dunwell_app'
			        or (c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any(c.reloptions), false)))`,
		planted: 'create view planted as select * from tenant',
	},
	{
		name: 'time is timestamptz or date, never without a zone',
		violations: `select table_name || '.' || column_name as name from information_schema.columns
			 where table_schema = 'dunwell' and data_type in ('timestamp without time zone', 'time without time zone', 'time with time zone')`,
		planted: 'create table planted (at timestamp)',
	},
	{
		name: 'every amount is bigint minor units, and no column is a float, money or a decimal',
		violations: `select table_name || '.' || column_name as name from information_schema.columns
			 where table_schema = 'dunwell' and (data_type in ('real', 'double precision', 'money', 'numeric')
			    or (column_name ~ '(_minor|^minor|amount)$' and data_type <> 'bigint'))`,
		planted: 'create table planted (amount_minor int)',
	},
	{
		name: 'no column takes its time from the server instead of from the caller',
		violations: `select c.relname || '.' || a.attname as name from ${tables} join pg_attribute a on a.attrelid = c.oid
			   join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
			 where pg_get_expr(d.adbin, d.adrelid) ~* '\\m(now\\(|current_date|current_timestamp|localtimestamp|(clock|statement|transaction)_timestamp)'`,
		planted: 'create table planted (at timestamptz default now())',
	},
	{
		name: 'the key of a per-debtor table leads with (tenant_id, debtor_id), so that a database distributed by debtor needs no redesign',
		violations: `select c.relname as name from ${tables}
			   join pg_attribute a on a.attrelid = c.oid and a.attname = 'debtor_id' and a.attnotnull
			   join pg_index i on i.indrelid = c.oid and i.indisprimary
			 where (select array_agg(k.attname::text order by s.i) from generate_series(0, 1) s(i)
			          join pg_attribute k on k.attrelid = c.oid and k.attnum = i.indkey[s.i]) <> '{tenant_id,debtor_id}'`,
		planted: 'create table planted (id bigint primary key, tenant_id bigint not null, debtor_id bigint not null)',
	},
	{
		name: 'the application can add to the ledger, the record, permits and attempts, and can never edit or remove them',
		violations: `select c.relname as name from ${tables}
			 where c.relname in (${list(appendOnly)})
			   and (has_any_column_privilege('dunwell_app', c.oid, 'update') or has_table_privilege('dunwell_app', c.oid, 'delete, truncate'))`,
		planted: 'grant update (said) on contact_outcome to dunwell_app',
	},
	{
		name: 'a function that runs with its owner’s rights says where it looks for tables, and looks among temporary ones last',
		violations: `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
			 where n.nspname = 'dunwell' and p.prosecdef and not exists (select from unnest(p.proconfig) c where c ~ '^search_path=.*, pg_temp$')`,
		planted: 'create function planted() returns int language sql security definer set search_path = dunwell as $$ select 1 $$',
	},
];

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

const names = async (text: string) => (await database.owner.query<{ name: string }>(text)).rows.map((row) => row.name).sort();

describe('the catalogue of the database', () => {
	test('the rules look at a real schema of more than 20 tables', async () => {
		expect((await names(`select c.relname as name from ${tables}`)).length).toBeGreaterThan(20);
	});

	test.each(rules)('$name', async ({ violations }) => {
		expect(await names(violations)).toEqual([]);
	});

	test.each(rules)('the rule can fail: $name', async ({ violations, planted }) => {
		const client = await database.owner.connect();
		try {
			await client.query('begin');
			await client.query(planted);
			expect((await client.query(violations)).rows).toHaveLength(1);
		} finally {
			await client.query('rollback');
			client.release();
		}
	});

	test('every exception names a real table', async () => {
		const real = await names(`select c.relname as name from ${tables}`);
		expect([...Object.keys(tenantless), ...appendOnly].filter((name) => !real.includes(name))).toEqual([]);
	});

	test('the application writes no balance, makes no tenant, cannot empty the ledger, bypasses nothing', async () => {
		await expect(database.query('update debt_balance set costs_minor = 0')).rejects.toThrow('permission denied');
		await expect(
			database.query(`insert into tenant (code, name, wrapped_key, created_at) values ('x', 'x', '', '2026-01-01')`),
		).rejects.toThrow('permission denied');
		for (const statement of ['delete from ledger_transfer', 'truncate ledger_transfer', 'update record_entry set tenant_id = 0']) {
			await expect(database.query(statement)).rejects.toThrow('permission denied');
		}
		await expect(database.query('alter table ledger_transfer disable row level security')).rejects.toThrow('must be owner');
		const [role] = await database.query<{ rolbypassrls: boolean; rolsuper: boolean }>(
			`select rolbypassrls, rolsuper from pg_roles where rolname = current_user`,
		);
		expect(role).toEqual({ rolbypassrls: false, rolsuper: false });
	});

	test('without a tenant no row is seen, and no row of another tenant can be written', async () => {
		const client = await database.pool.connect();
		try {
			expect((await client.query('select count(*)::int as rows from tenant')).rows).toEqual([{ rows: 0 }]);
			await client.query(`begin; set local dunwell.tenant = '${database.tenantId + 1n}'`);
			await expect(client.query(`insert into team (tenant_id, code, name) values (${database.tenantId}, 'x', 'x')`)).rejects.toThrow(
				'row-level security',
			);
		} finally {
			await client.query('rollback');
			client.release();
		}
	});
});
