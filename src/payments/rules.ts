import { type ByComponent, type Component, type Currency, currencyDigits, nothingOwed, total } from '../core/money.ts';
import { dateIn, type Zone } from '../core/time.ts';
import { daysPastDue, type DebtStatus } from '../debts/rules.ts';
import { allocationOrder } from '../law/allocation.ts';
import { applyPayment, type Balance } from '../ledger/rules.ts';

/** Why a payment waits in a queue; empty when it does not. */
export type WaitingReason =
	| ''
	| 'no_such_reference'
	| 'several_debts'
	| 'other_currency'
	| 'debt_undone'
	| 'debt_recalled'
	| 'paid_too_much';
export type PaymentState = 'applied' | 'unmatched' | 'overpaid' | 'resolved' | 'reversed';

/** A debt a payment may belong to, as it stands at this moment. */
export type PayableDebt = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly reference: string;
	readonly product: string;
	readonly currency: Currency;
	readonly overdueSince: Temporal.PlainDate;
	readonly status: DebtStatus;
	readonly balance: Balance;
	/** Order agreed in the client's mandate, where the law lets parties agree. */
	readonly agreedOrder: readonly Component[] | null;
};

/** What becomes of a payment: matched or not, how it is spread, whether it settles the debt. */
export type Decided = {
	readonly state: 'applied' | 'unmatched' | 'overpaid';
	readonly reason: WaitingReason;
	readonly debt: PayableDebt | null;
	readonly applied: ByComponent;
	readonly surplusMinor: bigint;
	/** An open debt owes nothing any more because of it. */
	readonly settles: boolean;
};

const waiting = (reason: WaitingReason): Decided => ({
	state: 'unmatched',
	reason,
	debt: null,
	applied: nothingOwed,
	surplusMinor: 0n,
	settles: false,
});

/**
 * Decides one payment. `found`: the debts its numbers name, within its client. It is matched when they name exactly one debt, in the payment's
 * currency, that was not undone; then it is applied in legal order (民法典 561, 信用卡办法 57) by the days past due on its value date in the
 * agency's zone. What nothing is owed for is surplus: owed back, never a negative debt.
 */
export function decidePayment(
	payment: { readonly amountMinor: bigint; readonly currency: Currency; readonly paidAt: Temporal.Instant },
	found: readonly PayableDebt[],
	zone: Zone,
): Decided {
	const [debt] = found;
	if (!debt) return waiting('no_such_reference');
	if (found.some((each) => each.debtId !== debt.debtId)) return waiting('several_debts');
	if (debt.status === 'undone') return waiting('debt_undone');
	if (debt.currency !== payment.currency) return waiting('other_currency');
	const on = dateIn(zone, payment.paidAt);
	const { order } = allocationOrder({ product: debt.product, daysPastDue: daysPastDue(debt.overdueSince, on), on }, debt.agreedOrder);
	const { applied, surplusMinor } = applyPayment(payment.amountMinor, debt.balance.owed, order);
	const settles = debt.status === 'open' && total(applied) === total(debt.balance.owed);
	if (surplusMinor === 0n) return { state: 'applied', reason: '', debt, applied, surplusMinor, settles };
	const reason = debt.status === 'recalled' ? 'debt_recalled' : 'paid_too_much';
	return { state: 'overpaid', reason, debt, applied, surplusMinor, settles };
}

/** What a payment says, as one text; its hash tells a duplicate from another payment under the same number. */
export function factsText(given: {
	readonly references: readonly string[];
	/** The amount in thousandths of the currency's unit, so that it is the same text whatever the currency turns out to be. */
	readonly thousandths: bigint;
	/** As the file states it; empty where it does not. */
	readonly currencyStated: string;
	readonly paidAt: Temporal.Instant;
}): string {
	return JSON.stringify([given.references, given.thousandths.toString(), given.currencyStated, given.paidAt.toString()]);
}

/** An amount in thousandths of its unit: 12.34 yuan → 12340. */
export function thousandths(minor: bigint, currency: Currency): bigint {
	return minor * 10n ** BigInt(3 - currencyDigits[currency]);
}

/** Thousandths of a unit in minor units, or null when the currency has no unit so small (0.005 yuan is refused, never rounded). */
export function minorOf(amount: bigint, currency: Currency): bigint | null {
	const unit = 10n ** BigInt(3 - currencyDigits[currency]);
	return amount % unit === 0n ? amount / unit : null;
}

/** What may be done with a payment in this state. `assign`, `apply_to_debt`, `refund` and `return_to_client` settle a queue; `reverse` undoes it. */
export function actionsFor(payment: {
	readonly state: PaymentState;
	readonly surplusMinor: bigint;
	readonly returnedMinor: bigint;
}): string[] {
	switch (payment.state) {
		case 'unmatched':
			return ['assign', 'return_to_client', 'reverse'];
		case 'overpaid':
			return ['apply_to_debt', 'refund', 'return_to_client', ...(payment.returnedMinor === 0n ? ['reverse'] : [])];
		case 'applied':
		case 'resolved':
			return payment.returnedMinor === 0n ? ['reverse'] : [];
		case 'reversed':
			return [];
	}
}
