import type { Tx } from '../host/db.ts';
import { type CoveredTable, coveredTables, hashesOf, keyOf, onlyRows, textsOf } from './journal-tables.ts';

/** What a version is vouched for: all of it, in one digest. The triggers of `migrations` write the same. */
const digest = `sha256(convert_to(concat_ws('|', v.tenant_id, v.source, v.id, v.shape, coalesce(v.settles, -1), v.keys::text), 'UTF8') || '\\x00'::bytea
	|| coalesce(sha256((select string_agg(u.hash, ''::bytea order by u.n) from unnest(v.hashes) with ordinality u (hash, n))), ''::bytea))`;

export type VersionRow = { source: string; id: bigint; nonce: Buffer | null; mac: Buffer | null; digest: Buffer };

/** Versions in the order of their table and number, `after` a place. */
export function versionsAfter(tx: Tx, after: { source: string; id: bigint }, limit: number): Promise<VersionRow[]> {
	return tx.query(
		`select v.source, v.id, v.nonce, v.mac, ${digest} as digest from row_version v
		  where v.tenant_id = $1 and (v.source, v.id) > ($2, $3) order by v.source, v.id limit $4`,
		[tx.tenantId, after.source, after.id, limit],
	);
}

export type Named = { key: string; what: 'altered' | 'removed' | 'inserted' };

/** The rows a version speaks of, and whether it changed, removed or brought them. */
export function rowsOf(tx: Tx, version: { source: string; id: bigint }, limit: number): Promise<Named[]> {
	return tx.query(
		`select key, case when v.hashes is null and v.shape > 0 then 'removed'
		                  when exists (select from row_version e where e.tenant_id = $1 and e.source = $2 and e.id < v.id and e.keys @> array[key]) then 'altered' else 'inserted' end as what
		   from row_version v, unnest(v.keys) key where v.tenant_id = $1 and v.source = $2 and v.id = $3 limit $4`,
		[tx.tenantId, version.source, version.id, limit],
	);
}

/**
 * Rows of a table that are not what their newest version says: altered, gone, or there without one. Sorted and joined by PostgreSQL, which spills to disk what its memory does not hold.
 */
export function differing(tx: Tx, table: CoveredTable, limit: number): Promise<Named[]> {
	return tx.query(
		`with newest as (
		   select distinct on (key) key, hash, shape
		     from (select u.key collate "C" as key, u.hash, v.shape, coalesce(v.settles, v.id) as rank, v.id from row_version v, unnest(v.keys, v.hashes) u (key, hash) where v.tenant_id = $1 and v.source = '${table}') u
		    order by key, rank desc, id desc
		 ), present as (
		   select (${keyOf(table)}) collate "C" as key, array[${hashesOf(table).join(', ')}] as hashes from ${table} t where t.tenant_id = $1 and ${onlyRows(table)}
		 )
		 select coalesce(n.key, p.key) as key, case when p.key is null then 'removed' when n.key is null or n.hash is null then 'inserted' else 'altered' end as what
		   from newest n full join present p on p.key = n.key
		  where (p.key is null and (n.hash is not null or n.shape = 0)) or (p.key is not null and n.shape is distinct from 0 and n.hash is distinct from p.hashes[coalesce(n.shape, 1)])
		  order by length(coalesce(n.key, p.key)), coalesce(n.key, p.key) limit $2`,
		[tx.tenantId, limit],
	);
}

/** Balances that are not what the ledger comes to, by the debt. */
export function wrongBalances(tx: Tx, limit: number): Promise<Named[]> {
	const moved = (account: string) =>
		`coalesce(sum(amount_minor * ((debit_account = '${account}')::int - (credit_account = '${account}')::int)), 0)::bigint`;
	const owed = (component: string) =>
		`coalesce(sum(amount_minor * ((debit_account = 'owed')::int - (credit_account = 'owed')::int)) filter (where component = '${component}'), 0)::bigint`;
	return tx.query(
		`with undone as (select distinct debtor_id, reverses_entry_id as entry_id from ledger_transfer where tenant_id = $1 and kind = 'reversed'
		 ), told as (
		   select debtor_id, debt_id, min(currency) as currency, ${owed('costs')} as costs, ${owed('interest')} as interest, ${owed('penalty')} as penalty,
		          ${owed('principal')} as principal, ${moved('received')} as received, -${moved('refund_due')} as refund_due,
		          max(happened_at) filter (where kind = 'paid' and u.entry_id is null) as paid_at
		     from ledger_transfer left join undone u using (debtor_id, entry_id) where tenant_id = $1 group by debtor_id, debt_id
		 )
		 select coalesce(b.debt_id, l.debt_id)::text as key, case when b.debt_id is null then 'removed' when l.debt_id is null then 'inserted' else 'altered' end as what
		   from told l full join (select * from debt_balance where tenant_id = $1) b on b.debtor_id = l.debtor_id and b.debt_id = l.debt_id
		  where (b.currency, b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor, b.last_paid_at)
		        is distinct from (l.currency, l.costs, l.interest, l.penalty, l.principal, l.received, l.refund_due, l.paid_at)
		  order by coalesce(b.debt_id, l.debt_id) limit $2`,
		[tx.tenantId, limit],
	);
}

/** Placings that no import booked: a second of one debt and component, by the transfer; else a placement whose placings are not what it counted. */
export function wrongPlacings(tx: Tx, limit: number): Promise<(Named & { source: string })[]> {
	return tx.query(
		`with twice as (
		   select 'ledger_transfer' as source, t.id::text as key from (select id, row_number() over (partition by debtor_id, debt_id, component order by id) as place
		     from ledger_transfer where tenant_id = $1 and kind = 'placed') t where t.place > 1
		 ), told as (
		   select d.placement_id, t.currency, sum(t.amount_minor)::text as minor
		     from ledger_transfer t join debt d on d.tenant_id = $1 and d.debtor_id = t.debtor_id and d.id = t.debt_id
		    where t.tenant_id = $1 and t.kind = 'placed' and d.placement_id is not null group by 1, 2
		 ), counted as (
		   select p.id as placement_id, c ->> 'currency' as currency, c ->> 'minor' as minor
		     from placement p, jsonb_array_elements(case when jsonb_typeof(p.counted) = 'array' then p.counted else '[]' end) c where p.tenant_id = $1 and p.state <> 'importing'
		 ), wrong as (
		   select distinct 'placement' as source, coalesce(t.placement_id, c.placement_id)::text as key
		     from told t full join counted c on c.placement_id = t.placement_id and c.currency = t.currency where t.minor is distinct from c.minor
		 )
		 select source, key, case source when 'placement' then 'altered' else 'inserted' end as what from (select * from twice union all select * from wrong) x limit $2`,
		[tx.tenantId, limit],
	);
}

/** The tables whose rows from before the journal were taken into it. */
export async function stockTaken(tx: Tx): Promise<Set<string>> {
	const rows = await tx.query<{ name: string }>(`select unnest(keys) as name from row_version where tenant_id = $1 and source = 'stock'`, [
		tx.tenantId,
	]);
	return new Set(rows.map((row) => row.name));
}

/**
 * Hashes what an import only named; and takes in, once for each table, what was there before the journal: an installation from before it, or a table it has only now.
 */
export async function settleVersions(tx: Tx): Promise<void> {
	const taken = await stockTaken(tx);
	await tx.query('select journal_settle($1::text[])', [coveredTables.filter((table) => !taken.has(table))]);
}

/** For a transaction of many thousand rows: its rows are named in it, vouched for, and hashed by the next seal. */
export async function hashLater(tx: Tx): Promise<void> {
	await tx.query(`select set_config('dunwell.journal', 'later', true)`);
}

/** SHA-256 of the key the database checks permits with; null: it has none. */
export async function permitKeyHash(tx: Tx): Promise<Buffer | null> {
	const [row] = await tx.query<{ hash: Buffer | null }>('select permit_key_hash() as hash');
	return row?.hash ?? null;
}

/** The newest version of a row that is there, and the row as it was hashed. */
export async function newestOf(
	tx: Tx,
	table: CoveredTable,
	key: string,
): Promise<{ version: bigint; shape: number; texts: string[] } | null> {
	const [row] = await tx.query<{ version: bigint; shape: number; texts: string[] }>(
		`select v.id as version, v.shape, array[${textsOf(table).join(', ')}] as texts
		   from ${table} t, lateral (select id, shape from row_version where tenant_id = $1 and source = '${table}' and keys @> array[$2] and shape > 0 order by coalesce(settles, id) desc, id desc limit 1) v
		  where t.tenant_id = $1 and (${keyOf(table)}) = $2`,
		[tx.tenantId, key],
	);
	return row ?? null;
}
