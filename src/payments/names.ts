import type { Act } from '../record/change.ts';
import { type Decided, namesAnother, type PayableDebt } from './rules.ts';

/** Whose debts a batch of payments may reach, where its rows name anybody: a file without a column of names opens none. */
export async function namesOf(
	{ tx, vault }: Pick<Act, 'tx' | 'vault'>,
	given: readonly { readonly debtorName: string }[],
	debts: ReadonlyMap<bigint, PayableDebt>,
): Promise<{ fit(payment: { readonly debtorName: string }, decided: Decided): boolean }> {
	const names = new Map<bigint, string>();
	if (given.some(({ debtorName }) => debtorName !== '')) {
		const rows = await tx.prepared<{ id: bigint; sealed: Buffer; identity_index: Buffer }>(
			'payments debtors named',
			'select id, sealed, identity_index from debtor where tenant_id = $1 and id = any($2::bigint[]) and erased_at is null',
			[tx.tenantId, [...new Set([...debts.values()].map(({ debtorId }) => debtorId))]],
		);
		for (const { id, sealed, identity_index: index } of rows)
			names.set(id, (JSON.parse(vault.open(sealed, `debtor ${index.toString('hex')}`)) as { name: string }).name);
	}
	return {
		fit: ({ debtorName }, { shares }) =>
			debtorName === '' || shares.every(({ debt }) => !namesAnother(debtorName, names.get(debt.debtorId) ?? '')),
	};
}
