import type { Tx } from '../host/db.ts';

/**
 * Locks debtors until the end of the transaction, lowest id first, so that two bulk acts that share debtors wait for each other instead of
 * deadlocking. The same lock as `lockDebtor` takes for one. Each takes a slot of the server's lock table (64 × connections by default):
 * at most 1,000 in one transaction.
 */
export async function lockDebtors(tx: Tx, debtorIds: readonly bigint[]): Promise<void> {
	await tx.prepared(
		'debtors lock',
		`select pg_advisory_xact_lock(hashtextextended('debtor ' || $1::bigint || ' ' || id, 0))
		   from (select distinct id from unnest($2::bigint[]) as named (id) order by id) ordered`,
		[tx.tenantId, debtorIds],
	);
}
