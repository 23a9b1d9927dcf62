import { known } from '../core/assert.ts';
import { formatMoney, lesser, total } from '../core/money.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtors } from '../debtors/locks.ts';
import { type Reopened, reopenPromises } from '../arrangements/reopened.ts';
import { setReviewOn } from '../debts/pressure.ts';
import { freeNumbers, saveStatus } from '../debts/store.ts';
import { type Posting, postTransfers, reverseEntries } from '../ledger/actions.ts';
import { transfersOf } from '../ledger/rules.ts';
import { findDebtsOfPayment, findStandingEntriesOfPayment } from '../ledger/store.ts';
import type { Act } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { postingsOf, stopPressure } from './actions.ts';
import { actionsFor, type Decided, decidePayment, isClosedToMoney, type PayableDebt, spreadPayment, sumsOf } from './rules.ts';
import {
	findClientOfDebt,
	findDebtorOfDebt,
	findDebtorOfPayment,
	findOpenDebts,
	loadPayableForUpdate,
	loadPaymentForUpdate,
	type Payment,
	savePayment,
} from './store.ts';

/** How a waiting payment is settled. */
export type Resolution =
	| { readonly action: 'assign'; readonly debtorId: bigint; readonly debtId: bigint }
	/** `debtIds`: the debts the payer named, in the payer's order; null when they named none. */
	| { readonly action: 'spread'; readonly debtorId: bigint; readonly debtIds: readonly bigint[] | null }
	| { readonly action: 'apply_to_debt'; readonly debtId: bigint }
	| { readonly action: 'refund' | 'return_to_client'; readonly note: string };

/** The payment under its debtor's lock, or a refusal when the action is not open to it. Locks: debtors first, then the payment. */
async function open(act: Act, paymentId: bigint, action: string, alsoDebtorId: bigint | null = null): Promise<Payment | Refusal> {
	const missing = refuse('thing.not_found', { what: 'payment', id: String(paymentId) });
	const before = await findDebtorOfPayment(act.tx, paymentId, act.actor.clientId);
	if (!before) return missing;
	const debtors = [before.debtorId, alsoDebtorId].filter((id) => id !== null);
	if (debtors.length > 0) lockDebtors(act.tx, debtors);
	const payment = await loadPaymentForUpdate(act.tx, paymentId, act.actor.clientId);
	if (!payment) return missing;
	// Somebody assigned it between the two looks: its debtor is not locked, so the caller tries again.
	if (payment.debtorId !== before.debtorId) return refuse('payment.not_waiting', { state: payment.state, action });
	if (!actionsFor(payment).includes(action)) {
		if (action === 'reverse' && payment.state === 'reversed') return refuse('payment.already_reversed');
		if (action === 'reverse')
			return refuse('payment.surplus_already_returned', {
				amount: formatMoney({ minor: payment.returnedMinor, currency: payment.currency }),
			});
		return refuse('payment.not_waiting', { state: payment.state, action });
	}
	return payment;
}

/**
 * Settles a payment that waits in a queue. `assign`: an unmatched payment belongs to this debt of its client and is applied as of its value
 * date. `spread`: it belongs to this debtor and is spread over their open debts to its client, as the payer named them, else in the law's order (CN-A3, US-A1). `apply_to_debt`: the surplus pays a debt of the same debtor and client, another or its own that owes again (as far as that owes). `refund`: the surplus was paid back
 * to the payer. `return_to_client`: the surplus, or the whole unmatched payment, was handed to the client.
 *
 * Refusals: `thing.not_found`, `payment.not_waiting`, `payment.other_client`, `payment.disputed_debt`, `debt.other_currency`, `debt.not_open`, `payment.nothing_owed`.
 */
export async function resolvePayment(act: Act, paymentId: bigint, how: Resolution): Promise<Payment | Refusal> {
	const payment = await open(act, paymentId, how.action, 'debtorId' in how ? how.debtorId : null);
	if (isRefusal(payment)) return payment;
	switch (how.action) {
		case 'assign':
			return assign(act, payment, how);
		case 'spread':
			return spread(act, payment, how);
		case 'apply_to_debt':
			return applyToDebt(act, payment, how.debtId);
		case 'refund':
		case 'return_to_client':
			return payBack(act, payment, withWords(act, payment, how.action, how.note));
	}
}

/**
 * What was done with a payment. The words beside it lie sealed with the debtor it belongs to and go with them (PIPL 47); where it is nobody's they stand here.
 */
function withWords(act: Act, { id, debtorId }: Payment, action: string, words: string): string {
	if (debtorId === null) return `${action}: ${words}`;
	writeWords(act, { debtorId, act: 'payment.settle', about: id, words });
	return action;
}

async function payableDebt(act: Act, payment: Payment, debt: { debtorId: bigint; debtId: bigint }): Promise<PayableDebt | Refusal> {
	if ((await findClientOfDebt(act.tx, debt)) !== payment.clientId) return refuse('payment.other_client');
	const payable = known((await loadPayableForUpdate(act.tx, [debt], act.now)).get(debt.debtId), 'debt');
	if (payable.currency !== payment.currency) return refuse('debt.other_currency', { currency: payable.currency, given: payment.currency });
	if (payable.status === 'undone') return refuse('debt.not_open', { status: payable.status });
	return payable;
}

async function assign(act: Act, payment: Payment, debt: { debtorId: bigint; debtId: bigint }): Promise<Payment | Refusal> {
	const payable = await payableDebt(act, payment, debt);
	if (isRefusal(payable)) return payable;
	if (isClosedToMoney(payable)) return refuse('payment.disputed_debt');
	const { zone } = await loadTenant(act.tx);
	return settle(act, payment, decidePayment(payment, [payable], zone), 'assign');
}

async function spread(
	act: Act,
	payment: Payment,
	to: { readonly debtorId: bigint; readonly debtIds: readonly bigint[] | null },
): Promise<Payment | Refusal> {
	const { debtorId } = to;
	const ids = await findOpenDebts(act.tx, { debtorId, clientId: payment.clientId, currency: payment.currency });
	if (to.debtIds?.some((id) => !ids.includes(id))) return refuse('payment.other_client');
	const debts = await loadPayableForUpdate(
		act.tx,
		ids.map((debtId) => ({ debtorId, debtId })),
		act.now,
	);
	if (debts.size === 0) return refuse('payment.nothing_owed');
	if (to.debtIds?.some((id) => isBarredToMoney(debts.get(id)))) return refuse('payment.disputed_debt');
	const { zone } = await loadTenant(act.tx);
	const decided = spreadPayment(payment, [...debts.values()], to.debtIds, zone);
	return decided.shares.length === 0 ? refuse('payment.disputed_debt') : settle(act, payment, decided, 'spread');
}

/** A disputed debt takes nothing that is spread over several in the United States (US-A1). */
const isBarredToMoney = (debt: PayableDebt | undefined) => debt?.country === 'US' && debt.disputed;

/** Books a waiting payment as decided. */
async function settle(act: Act, payment: Payment, decided: Decided, resolution: string): Promise<Payment> {
	const { shares, state, reason } = decided;
	const { debtorId, debtId } = known(shares[0], 'share').debt;
	const [entryId] = await postTransfers(act, postingsOf(payment, shares, payment.id));
	const saved: Payment = { ...payment, state, reason, debtorId, debtId, ...sumsOf(decided), entryId: entryId ?? null, resolution };
	await savePayment(act.tx, saved, act.now);
	await stopPressure(act, (await loadTenant(act.tx)).zone, shares);
	return { ...saved, resolvedAt: act.now };
}

async function applyToDebt(act: Act, payment: Payment, debtId: bigint): Promise<Payment | Refusal> {
	const from = { debtorId: known(payment.debtorId, 'debtor'), debtId: known(payment.debtId, 'debt') };
	const debtorId = await findDebtorOfDebt(act.tx, { clientId: payment.clientId, debtId });
	if (debtorId !== from.debtorId) return refuse('payment.other_client');
	const payable = await payableDebt(act, payment, { debtorId, debtId });
	if (isRefusal(payable)) return payable;
	if (payable.status !== 'open') return refuse('debt.not_open', { status: payable.status });
	if (isBarredToMoney(payable)) return refuse('payment.disputed_debt');
	const amountMinor = lesser(payment.surplusMinor, total(payable.balance.owed));
	if (amountMinor === 0n) return refuse('payment.nothing_owed');
	const { zone } = await loadTenant(act.tx);
	const decided = decidePayment({ ...payment, amountMinor }, [payable], zone);
	const common = { currency: payment.currency, paymentId: payment.id };
	await postTransfers(act, [
		// The surplus leaves the one debt now; on the other it counts from the day the money came in.
		{ ...common, ...from, happenedAt: act.now, transfers: transfersOf({ kind: 'refunded', amountMinor }) },
		...postingsOf(payment, decided.shares, payment.id),
	] satisfies Posting[]);
	const surplusMinor = payment.surplusMinor - amountMinor;
	const saved: Payment = {
		...payment,
		state: surplusMinor === 0n ? 'resolved' : 'overpaid',
		reason: surplusMinor === 0n ? '' : payment.reason,
		appliedMinor: payment.appliedMinor + amountMinor,
		surplusMinor,
		resolution: `apply_to_debt ${debtId}`,
	};
	await savePayment(act.tx, saved, act.now);
	await stopPressure(act, zone, decided.shares);
	return { ...saved, resolvedAt: act.now };
}

async function payBack(act: Act, payment: Payment, resolution: string): Promise<Payment> {
	const returned = payment.state === 'unmatched' ? payment.amountMinor : payment.surplusMinor;
	if (payment.debtorId !== null && payment.debtId !== null) {
		await postTransfers(act, [
			{
				debtorId: payment.debtorId,
				debtId: payment.debtId,
				currency: payment.currency,
				happenedAt: act.now,
				transfers: transfersOf({ kind: 'refunded', amountMinor: returned }),
				paymentId: payment.id,
			},
		]);
	}
	const saved: Payment = {
		...payment,
		state: 'resolved',
		reason: '',
		surplusMinor: 0n,
		returnedMinor: payment.returnedMinor + returned,
		resolution,
	};
	await savePayment(act.tx, saved, act.now);
	act.tell('payments');
	return { ...saved, resolvedAt: act.now };
}

/** A payment taken back, and what became of the promises it had kept before their last day. */
export type ReversedPayment = Payment & { readonly reopened: Reopened };

/**
 * Undoes a payment the bank took back: every entry it made is reversed, on every debt, in one step; a settled debt is open again and looked at
 * today. What a recalled debt, one whose number was placed anew, or one of a client that is closed would owe again goes back to the client at once. A promise kept with its help before its last day is open again, its plan and the hold of it with it
 * (`reopenPromises`); past its last day it stays as judged.
 *
 * Refusals: `thing.not_found`, `payment.already_reversed`, `payment.surplus_already_returned`.
 */
export async function reversePayment(act: Act, paymentId: bigint, reason: string): Promise<ReversedPayment | Refusal> {
	const payment = await open(act, paymentId, 'reverse');
	if (isRefusal(payment)) return payment;
	const saved: Payment = {
		...payment,
		state: 'reversed',
		reason: '',
		appliedMinor: 0n,
		surplusMinor: 0n,
		resolution: withWords(act, payment, 'reverse', reason),
	};
	const reopened = payment.debtorId === null ? { open: [], withdrawn: [] } : await undoOnLedger(act, payment.id, payment.debtorId);
	if (isRefusal(reopened)) return reopened;
	await savePayment(act.tx, saved, act.now);
	act.tell('payments');
	return { ...saved, resolvedAt: act.now, reopened };
}

async function undoOnLedger(act: Act, paymentId: bigint, debtorId: bigint): Promise<Reopened | Refusal> {
	const entryIds = await findStandingEntriesOfPayment(act.tx, { debtorId, paymentId });
	const done = await reverseEntries(act, { debtorId, entryIds, happenedAt: act.now });
	if (isRefusal(done)) return done;
	const debtIds = await findDebtsOfPayment(act.tx, { debtorId, paymentId });
	const debts = [
		...(
			await loadPayableForUpdate(
				act.tx,
				debtIds.map((debtId) => ({ debtorId, debtId })),
				act.now,
			)
		).values(),
	];
	const owing = debts.filter((debt) => total(debt.balance.owed) > 0n);
	const ended = owing.filter(({ ended, status }) => ended && (status === 'recalled' || status === 'settled'));
	await postTransfers(
		act,
		ended.map((debt) => ({
			debtorId,
			debtId: debt.debtId,
			currency: debt.currency,
			happenedAt: act.now,
			transfers: transfersOf({ kind: 'recalled', parts: debt.balance.owed }),
		})),
	);
	const today = dateIn((await loadTenant(act.tx)).zone, act.now);
	await saveStatus(act.tx, ended, 'recalled', null);
	await freeNumbers(act.tx, ended);
	await saveStatus(
		act.tx,
		owing.filter(({ ended, status }) => !ended && status === 'settled'),
		'open',
		today,
	);
	setReviewOn(act, debtorId, today);
	return reopenPromises(act, today, debts);
}
