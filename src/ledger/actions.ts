import { assert, known } from '../core/assert.ts';
import type { Currency } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { Act } from '../record/change.ts';
import { reversalOf, type Transfer } from './rules.ts';
import { appendTransfers, loadEntry, takeEntryIds } from './store.ts';

const tellMax = 50;

/** One event of one debt to be posted. `transfers` come from `transfersOf` in rules.ts. */
export type Posting = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly currency: Currency;
	/** When it happened (value date); when we learned it is the act's `now`. */
	readonly happenedAt: Temporal.Instant;
	readonly transfers: readonly Transfer[];
	readonly paymentId?: bigint | undefined;
	readonly reversesEntryId?: bigint | undefined;
};

/**
 * Posts events to the ledger: the one way in. One insert statement however many postings, so the trigger that derives balances runs once. The
 * caller holds the lock of every debtor named. A component taken below nothing stops the transaction (check of `debt_balance`).
 *
 * @returns the entry id of each posting, in order; `null` for a posting without transfers.
 */
export async function postTransfers(act: Act, postings: readonly Posting[]): Promise<(bigint | null)[]> {
	const moving = postings.filter((posting) => posting.transfers.length > 0);
	if (moving.length === 0) return postings.map(() => null);
	const ids = await takeEntryIds(act.tx, moving.length);
	const entryIds = new Map(moving.map((posting, i) => [posting, known(ids[i], 'entry id')]));
	await appendTransfers(
		act.tx,
		moving.flatMap((posting) =>
			posting.transfers.map((transfer) => {
				assert(
					(transfer.kind === 'reversed') === (posting.reversesEntryId !== undefined),
					'a reversal names the entry it undoes, nothing else does',
				);
				return {
					...transfer,
					debtorId: posting.debtorId,
					debtId: posting.debtId,
					entryId: known(entryIds.get(posting), 'entry id'),
					currency: posting.currency,
					happenedAt: posting.happenedAt,
					recordedAt: act.now,
					reversesEntryId: posting.reversesEntryId ?? null,
					paymentId: posting.paymentId ?? null,
				};
			}),
		),
	);
	// A screen that shows one debtor is told of that debtor; a bulk import is told once.
	const debtors = new Set(moving.map((posting) => posting.debtorId));
	if (debtors.size <= tellMax) for (const debtorId of debtors) act.tell(`debtor ${debtorId}`);
	else act.tell('debtors');
	return postings.map((posting) => entryIds.get(posting) ?? null);
}

/**
 * Undoes entries of one debtor, each once, by entries that name them; all in one statement, because what one takes back another may give.
 * The caller holds the debtor's lock. `happenedAt`: when it was undone in the world (the day the bank returned the money).
 *
 * @returns the ids of the reversing entries, or the refusal `ledger.entry_already_reversed`.
 */
export async function reverseEntries(
	act: Act,
	what: { readonly debtorId: bigint; readonly entryIds: readonly bigint[]; readonly happenedAt: Temporal.Instant },
): Promise<bigint[] | Refusal> {
	const postings: Posting[] = [];
	for (const entryId of what.entryIds) {
		const { transfers, reversed } = await loadEntry(act.tx, { debtorId: what.debtorId, entryId });
		const [first] = transfers;
		if (!first || first.reversesEntryId !== null) return refuse('thing.not_found', { what: 'entry', id: String(entryId) });
		if (reversed) return refuse('ledger.entry_already_reversed');
		postings.push({
			debtorId: what.debtorId,
			debtId: first.debtId,
			currency: first.currency,
			happenedAt: what.happenedAt,
			transfers: reversalOf(transfers).map(({ kind, component, debit, credit, amountMinor }) => ({
				kind,
				component,
				debit,
				credit,
				amountMinor,
			})),
			paymentId: first.paymentId ?? undefined,
			reversesEntryId: entryId,
		});
	}
	return (await postTransfers(act, postings)).map((id) => known(id, 'reversing entry'));
}

/** Undoes one entry, once. See `reverseEntries`. */
export async function reverseEntry(
	act: Act,
	what: { readonly debtorId: bigint; readonly entryId: bigint; readonly happenedAt: Temporal.Instant },
): Promise<bigint | Refusal> {
	const done = await reverseEntries(act, { debtorId: what.debtorId, entryIds: [what.entryId], happenedAt: what.happenedAt });
	return Array.isArray(done) ? known(done[0], 'reversing entry') : done;
}
