import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

/** Tables without a tenant, each with its reason. */
const tenantless: Record<string, string> = { migration: 'the list of migrations belongs to the house, not to a tenant' };
/** What the application may only append to. */
const appendOnly = ['ledger_transfer', 'record_entry', 'contact_permit', 'contact_attempt', 'contact_outcome', 'placement_error'];

const names = async (text: string) => (await database.owner.query<{ name: string }>(text)).rows.map((row) => row.name).sort();

describe('the catalogue of the database', () => {
	test('every table has its tenant, but for the named exceptions, which are real tables', async () => {
		const tables = await names(`select tablename as name from pg_tables where schemaname = 'dunwell'`);
		const withTenant = await names(
			`select table_name as name from information_schema.columns where table_schema = 'dunwell' and column_name = 'tenant_id' and is_nullable = 'NO'`,
		);
		expect(tables.filter((table) => !withTenant.includes(table))).toEqual(Object.keys(tenantless).sort());
		expect(tables.length).toBeGreaterThan(20);
	});

	test('every table with a tenant has row-level security with a policy', async () => {
		const open = await names(
			`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			  where n.nspname = 'dunwell' and c.relkind in ('r', 'p')
			    and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))`,
		);
		expect(open).toEqual(Object.keys(tenantless).sort());
	});

	test('time is timestamptz or date, never without a zone', async () => {
		const naive = await names(
			`select table_name || '.' || column_name as name from information_schema.columns
			  where table_schema = 'dunwell' and data_type in ('timestamp without time zone', 'time without time zone', 'time with time zone')`,
		);
		expect(naive).toEqual([]);
	});

	test('every amount is bigint minor units and no column is a float or money', async () => {
		const wrong = await names(
			`select table_name || '.' || column_name as name from information_schema.columns
			  where table_schema = 'dunwell' and (data_type in ('real', 'double precision', 'money', 'numeric')
			     or (column_name like '%\\_minor' and data_type <> 'bigint'))`,
		);
		expect(wrong).toEqual([]);
	});

	test('the application can add to the ledger, the record, permits and attempts, and can never edit or remove them', async () => {
		const editable = await names(
			`select distinct table_name || ' ' || privilege_type as name from information_schema.role_table_grants
			  where table_schema = 'dunwell' and grantee = 'dunwell_app' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
			    and table_name in (${appendOnly.map((table) => `'${table}'`).join(', ')})`,
		);
		expect(editable).toEqual([]);
	});

	test('the application writes no balance, makes no tenant, bypasses nothing', async () => {
		await expect(database.query(`update debt_balance set costs_minor = 0`)).rejects.toThrow('permission denied');
		await expect(
			database.query(`insert into tenant (code, name, wrapped_key, created_at) values ('x', 'x', '', '2026-01-01')`),
		).rejects.toThrow('permission denied');
		const [role] = await database.query<{ rolbypassrls: boolean; rolsuper: boolean }>(
			`select rolbypassrls, rolsuper from pg_roles where rolname = current_user`,
		);
		expect(role).toEqual({ rolbypassrls: false, rolsuper: false });
	});
});
