import type { Tx } from '../host/db.ts';

/**
 * Locks debtors until the end of the transaction, lowest id first, so that two bulk acts that share debtors wait for each other instead of
 * deadlocking. Nothing asked for afterwards is looked at before the locks are held. The same lock as `lockDebtor` takes for one. Each takes a slot of the server's lock table (64 × connections by default):
 * at most 1,000 in one transaction.
 */
export function lockDebtors(tx: Tx, debtorIds: readonly bigint[]): void {
	tx.later(
		'debtors lock',
		`select pg_advisory_xact_lock(hashtextextended('debtor ' || $1::bigint || ' ' || id, 0))
		   from (select distinct id from unnest($2::bigint[]) as named (id) order by id) ordered`,
		[tx.tenantId, debtorIds],
	);
}

/**
 * Holds what is open of these debtors until the end of the transaction, after their locks: a recall takes too many debts to lock their debtors, so it and an attempt come one after the other here.
 * As strong as the mark an attempt leaves on these very rows, so that nobody waits twice.
 */
export function holdOpenDebts(tx: Tx, debtorIds: readonly bigint[]): void {
	tx.later(
		'debts hold',
		`select from debt_state where tenant_id = $1 and debtor_id = any ($2::bigint[]) and status = 'open' order by debtor_id, debt_id for no key update`,
		[tx.tenantId, debtorIds],
	);
}

const ofImports = (tx: Tx) => [`import ${tx.tenantId}`];

/** One import of the agency after another, until the end of the transaction: it looks for people it knows and takes no debtor's lock. */
export async function lockImports(tx: Tx): Promise<void> {
	await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', ofImports(tx));
}

/** Keeps imports waiting until the end of the transaction, beside others who do; false when one is under way. */
export async function holdImports(tx: Tx): Promise<boolean> {
	const [row] = await tx.query<{ held: boolean }>(
		'select pg_try_advisory_xact_lock_shared(hashtextextended($1, 1)) as held',
		ofImports(tx),
	);
	return row?.held === true;
}

/**
 * Takes the locks of those debtors that nobody else holds now, until the end of the transaction, and names them: bulk work passes by a debtor somebody
 * is acting on instead of waiting.
 */
export async function lockFreeDebtors(tx: Tx, debtorIds: readonly bigint[]): Promise<bigint[]> {
	const rows = await tx.prepared<{ id: bigint }>(
		'debtors lock if free',
		`with named as materialized (select distinct id from unnest($2::bigint[]) as given (id))
		 select id from named where pg_try_advisory_xact_lock(hashtextextended('debtor ' || $1::bigint || ' ' || id, 0))`,
		[tx.tenantId, debtorIds],
	);
	return rows.map((row) => row.id);
}
