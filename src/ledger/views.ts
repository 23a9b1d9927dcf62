import { toWire } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { EntryView, LedgerView } from './shapes.ts';
import { type KeptTransfer, loadTransfersOf } from './store.ts';

/** Every entry of a debtor's debts, newest first, with what undid it. */
export async function ledgerView(tx: Tx, debtorId: bigint): Promise<LedgerView> {
	const transfers = await loadTransfersOf(tx, debtorId);
	const undoneBy = new Map(
		transfers.flatMap((each) => (each.reversesEntryId === null ? [] : [[each.reversesEntryId, each.entryId] as const])),
	);
	const entries = [...Map.groupBy(transfers, (each) => each.entryId).values()].reverse();
	return { debtor_id: String(debtorId), entries: entries.map((entry) => entryView(entry, undoneBy)) };
}

function entryView(entry: readonly KeptTransfer[], undoneBy: ReadonlyMap<bigint, bigint>): EntryView {
	const [first] = entry as [KeptTransfer];
	const undone = undoneBy.get(first.entryId);
	return {
		entry_id: String(first.entryId),
		debt_id: String(first.debtId),
		kinds: [...new Set(entry.map((each) => each.kind))],
		currency: first.currency,
		happened_at: first.happenedAt.toString(),
		recorded_at: first.recordedAt.toString(),
		reverses_entry_id: first.reversesEntryId === null ? null : String(first.reversesEntryId),
		reversed_by_entry_id: undone === undefined ? null : String(undone),
		payment_id: first.paymentId === null ? null : String(first.paymentId),
		transfers: entry.map((each) => ({
			component: each.component,
			debit_account: each.debit,
			credit_account: each.credit,
			amount_minor: toWire(each.amountMinor),
		})),
	};
}
