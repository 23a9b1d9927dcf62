import { assert } from '../core/assert.ts';
import { type ByComponent, type Component, components, lesser, nothingOwed, total } from '../core/money.ts';

/**
 * The ledger's arithmetic. An entry is one event of one debt; it becomes transfers, each moving an amount from a credit account to a debit
 * account, so books that do not balance cannot be written down. See docs/concepts/money.md.
 */
export type LedgerAccount = 'owed' | 'placed' | 'accrued' | 'received' | 'refund_due' | 'reduced' | 'recalled';
export type TransferKind = 'placed' | 'accrued' | 'paid' | 'surplus' | 'refunded' | 'reduced' | 'recalled' | 'reversed';

export type Transfer = {
	readonly kind: TransferKind;
	readonly component: Component | 'surplus';
	readonly debit: LedgerAccount;
	readonly credit: LedgerAccount;
	readonly amountMinor: bigint;
};

/** What happened to a debt, in amounts; `paid` may carry what was beyond the debt as `surplusMinor`. */
export type Event =
	| { readonly kind: 'placed' | 'accrued' | 'reduced' | 'recalled'; readonly parts: ByComponent }
	| { readonly kind: 'paid'; readonly parts: ByComponent; readonly surplusMinor: bigint }
	| { readonly kind: 'refunded'; readonly amountMinor: bigint };

/** What a debt's transfers come to. */
export type Balance = { readonly owed: ByComponent; readonly receivedMinor: bigint; readonly refundDueMinor: bigint };

export const emptyBalance: Balance = { owed: nothingOwed, receivedMinor: 0n, refundDueMinor: 0n };

const sides: Record<Exclude<TransferKind, 'reversed'>, { readonly debit: LedgerAccount; readonly credit: LedgerAccount }> = {
	placed: { debit: 'owed', credit: 'placed' },
	accrued: { debit: 'owed', credit: 'accrued' },
	paid: { debit: 'received', credit: 'owed' },
	surplus: { debit: 'received', credit: 'refund_due' },
	refunded: { debit: 'refund_due', credit: 'received' },
	reduced: { debit: 'reduced', credit: 'owed' },
	recalled: { debit: 'recalled', credit: 'owed' },
};

function transfer(kind: Exclude<TransferKind, 'reversed'>, component: Component | 'surplus', amountMinor: bigint): Transfer[] {
	assert(amountMinor >= 0n, 'a transfer has no negative amount');
	return amountMinor === 0n ? [] : [{ kind, component, amountMinor, ...sides[kind] }];
}

/** The transfers of an event, in the order of components; nothing moves for a component of nothing. */
export function transfersOf(event: Event): Transfer[] {
	if (event.kind === 'refunded') return transfer('refunded', 'surplus', event.amountMinor);
	const moved = components.flatMap((component) => transfer(event.kind, component, event.parts[component]));
	return event.kind === 'paid' ? [...moved, ...transfer('surplus', 'surplus', event.surplusMinor)] : moved;
}

/** The entry undone: the same amounts with both sides swapped. A reversal itself is never reversed (post the entry again instead). */
export function reversalOf(entry: readonly Transfer[]): Transfer[] {
	assert(entry.length > 0 && entry.every((each) => each.kind !== 'reversed'), 'only an entry that is no reversal can be reversed');
	return entry.map((each) => ({ ...each, kind: 'reversed', debit: each.credit, credit: each.debit }));
}

/** What transfers come to, from an earlier balance. The database's trigger `post_to_balance` does the same sum; tests compare the two. */
export function balanceAfter(transfers: readonly Transfer[], before: Balance = emptyBalance): Balance {
	const owed = { ...before.owed };
	let { receivedMinor, refundDueMinor } = before;
	for (const { component, debit, credit, amountMinor } of transfers) {
		if (component !== 'surplus') {
			if (debit === 'owed') owed[component] += amountMinor;
			if (credit === 'owed') owed[component] -= amountMinor;
		}
		if (debit === 'received') receivedMinor += amountMinor;
		if (credit === 'received') receivedMinor -= amountMinor;
		if (credit === 'refund_due') refundDueMinor += amountMinor;
		if (debit === 'refund_due') refundDueMinor -= amountMinor;
	}
	return { owed, receivedMinor, refundDueMinor };
}

/**
 * Spreads a payment over what is owed, in order, never more than a component owes; what is left when nothing is owed is the surplus.
 * applied + surplus = amount, always. `order` names every component once (src/law/allocation.ts).
 */
export function applyPayment(
	amountMinor: bigint,
	balance: ByComponent,
	order: readonly Component[],
): { readonly applied: ByComponent; readonly surplusMinor: bigint } {
	assert(amountMinor >= 0n && total(balance) >= 0n, 'a payment and what is owed are not negative');
	assert(order.length === components.length && components.every((each) => order.includes(each)), 'an order names every component once');
	const applied = { ...nothingOwed };
	let rest = amountMinor;
	for (const component of order) {
		assert(balance[component] >= 0n, 'no component is owed less than nothing');
		applied[component] = lesser(rest, balance[component]);
		rest -= applied[component];
	}
	return { applied, surplusMinor: rest };
}
