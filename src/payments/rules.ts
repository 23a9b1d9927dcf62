import { known } from '../core/assert.ts';
import { type ByComponent, type Component, type Currency, currencyDigits, total } from '../core/money.ts';
import { dateIn, type Zone } from '../core/time.ts';
import { daysPastDue, type DebtStatus } from '../debts/rules.ts';
import { allocationOrder } from '../law/allocation.ts';
import { allocateBetween } from '../law/allocation-between.ts';
import { applyPayment, type Balance } from '../ledger/rules.ts';

/** Why a payment waits in a queue; empty when it does not. */
export type WaitingReason =
	| ''
	| 'no_such_reference'
	| 'several_debts'
	| 'other_currency'
	| 'debt_undone'
	| 'debt_recalled'
	| 'paid_too_much'
	| 'disputed_debt'
	| 'other_name';
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
	/** Whose law orders payments between several debts. */
	readonly country: 'CN' | 'US';
	/** A dispute about it is not answered yet. */
	readonly disputed: boolean;
	/** The debtor’s other debts that are collected here. */
	readonly openBeside: readonly bigint[];
	/** Somebody or something stands for it: a guarantor, a mortgage, a car. */
	readonly secured: boolean;
	/** It is nobody's here to collect: its placement was taken back, it was paid off and placed anew, or its client is closed. */
	readonly ended: boolean;
	/** Its placement was recalled. */
	readonly givenBack: boolean;
};

/** What a payment does to one debt. */
export type Share = {
	readonly debt: PayableDebt;
	readonly applied: ByComponent;
	/** What nothing is owed for, kept on this debt until somebody says where it goes. */
	readonly surplusMinor: bigint;
	/** An open debt owes nothing any more because of it. */
	readonly settles: boolean;
};

/** What becomes of a payment: matched or not, and how it is spread; the first share's debt is the one the payment stands under. */
export type Decided = {
	readonly state: 'applied' | 'unmatched' | 'overpaid';
	readonly reason: WaitingReason;
	readonly shares: readonly Share[];
};

type Paid = { readonly amountMinor: bigint; readonly currency: Currency; readonly paidAt: Temporal.Instant };

export const waiting = (reason: WaitingReason): Decided => ({ state: 'unmatched', reason, shares: [] });

/** What of a payment is set against debts, and what nothing is owed for. */
export function sumsOf({ shares }: Decided): { readonly appliedMinor: bigint; readonly surplusMinor: bigint } {
	return {
		appliedMinor: shares.reduce((sum, share) => sum + total(share.applied), 0n),
		surplusMinor: shares.reduce((sum, share) => sum + share.surplusMinor, 0n),
	};
}

/**
 * Of several debts one that is disputed takes no single payment in the United States, though the payment names it (US-A1: 15 USC 1692h, 12 CFR 1006.30(c)). The debtor's only debt
 * does: the rule is for those who owe several.
 */
export const isClosedToMoney = (debt: PayableDebt): boolean =>
	debt.country === 'US' && debt.disputed && debt.openBeside.length > 0 && debt.status === 'open';

/**
 * Decides one payment. `found`: the debts its numbers name, within its client. Naming one debt, in the payment's currency, that was not undone, it is applied in legal
 * order (民法典 561, 信用卡办法 57) by the days past due on its value date in the agency's zone. What nothing is owed for is surplus: owed back, never a negative debt.
 * Naming several debts of one debtor by one number, as a contract's does, it is spread over them (`spreadPayment`); debts of several debtors, or numbers that each mean
 * another debt, wait for a person; so does one for a debt that is closed to it (`isClosedToMoney`).
 *
 * @param byOneNumber one number of the payment names every debt found.
 */
export function decidePayment(payment: Paid, found: readonly PayableDebt[], zone: Zone, byOneNumber = false): Decided {
	const [debt] = found;
	if (!debt) return waiting('no_such_reference');
	if (found.some((each) => each.debtId !== debt.debtId)) {
		const debts = [...new Map(found.map((each) => [each.debtId, each])).values()];
		const open = debts.filter((each) => each.status === 'open' && each.currency === payment.currency);
		if (!byOneNumber || open.length < debts.length || open.some((each) => each.debtorId !== debt.debtorId)) return waiting('several_debts');
		return spreadPayment(payment, open, null, zone);
	}
	if (debt.status === 'undone') return waiting('debt_undone');
	if (debt.currency !== payment.currency) return waiting('other_currency');
	if (isClosedToMoney(debt)) return waiting('disputed_debt');
	const share = shareOf(payment, debt, zone);
	if (share.surplusMinor === 0n) return { state: 'applied', reason: '', shares: [share] };
	return { state: 'overpaid', reason: debt.givenBack ? 'debt_recalled' : 'paid_too_much', shares: [share] };
}

function shareOf(payment: Paid, debt: PayableDebt, zone: Zone): Share {
	const on = dateIn(zone, payment.paidAt);
	const { order } = allocationOrder({ product: debt.product, daysPastDue: daysPastDue(debt.overdueSince, on), on }, debt.agreedOrder);
	const { applied, surplusMinor } = applyPayment(payment.amountMinor, debt.balance.owed, order);
	return { debt, applied, surplusMinor, settles: debt.status === 'open' && total(applied) === total(debt.balance.owed) };
}

/**
 * Spreads one payment over several open debts of one debtor to one client, all in its currency: as the debtor named them, else in the law's order (CN-A3, 民法典 560), to
 * a debt disputed in the United States never (US-A1, 12 CFR 1006.30(c)). Within each debt the order of its components holds. What is over is surplus on the first debt
 * that took any; where no debt may take any, the payment waits for a person.
 *
 * The burden of a debt (its rate) is not known here, so between debts equally due and secured the earliest due comes first.
 *
 * @param named debt ids in the debtor's order; null when the debtor named none.
 */
export function spreadPayment(payment: Paid, debts: readonly PayableDebt[], named: readonly bigint[] | null, zone: Zone): Decided {
	const country = debts.some((debt) => debt.country === 'US') ? 'US' : 'CN';
	const { shares, overMinor } = allocateBetween(
		country,
		{ minor: payment.amountMinor, on: dateIn(zone, payment.paidAt).toString(), named: named && named.map(String) },
		debts.map((debt) => ({
			id: String(debt.debtId),
			owedMinor: total(debt.balance.owed),
			dueOn: debt.overdueSince.toString(),
			security: debt.secured ? 1 : 0,
			burdenPpm: 0n,
			disputed: debt.disputed,
		})),
	);
	const byId = new Map(debts.map((debt) => [String(debt.debtId), debt]));
	const parts = shares.map(({ debtId, minor }, i) =>
		shareOf({ ...payment, amountMinor: minor + (i === 0 ? overMinor : 0n) }, known(byId.get(debtId), 'debt'), zone),
	);
	if (parts.length === 0) return waiting('several_debts');
	return overMinor === 0n ? { state: 'applied', reason: '', shares: parts } : { state: 'overpaid', reason: 'paid_too_much', shares: parts };
}

/** Stands for a letter that is not shown: 王*明, 王某. */
const hiddenLetter = /[*某○〇×]/;
const wordsOf = (name: string) =>
	name
		.normalize('NFKC')
		.toLowerCase()
		.split(/[\s,·•・.'’-]+/);

/**
 * Whether a file names somebody else than the debtor: the same letters, or the same words in another order, are the debtor. Of a masked name (王*明) what is shown has to fit, where it is as long;
 * else only the first letter.
 *
 * @param name the debtor's; empty: not known, and nobody else.
 */
export function namesAnother(given: string, name: string): boolean {
	const [said, own] = [wordsOf(given), wordsOf(name)];
	const [letters, ownLetters] = [[...said.join('')], [...own.join('')]];
	if (letters.length === 0 || ownLetters.length === 0 || letters.join('') === ownLetters.join('')) return false;
	if (!letters.some((letter) => hiddenLetter.test(letter))) return said.toSorted().join(' ') !== own.toSorted().join(' ');
	const fits = (letter: string | undefined, at: number) => letter === ownLetters[at] || hiddenLetter.test(letter ?? '');
	return letters.length === ownLetters.length ? !letters.every(fits) : !fits(letters[0], 0);
}

/**
 * What a payment says, as one text; its index (`indexOfFacts`) tells a duplicate from another payment under the same number. The currency is no part of it, so that a row is the same row when
 * the file comes again with a currency column, or is entered by hand.
 *
 * @param currency only to know again what versions before 2026-11-29 recorded, which hashed the currency where it was stated.
 */
export function factsText(
	given: {
		readonly references: readonly string[];
		/** The amount in thousandths of the currency's unit, so that it is the same text whatever the currency turns out to be. */
		readonly thousandths: bigint;
		readonly paidAt: Temporal.Instant;
	},
	currency: Currency | '' = '',
): string {
	return JSON.stringify([given.references, given.thousandths.toString(), currency, given.paidAt.toString()]);
}

/** A payment recorded before under some number, as far as it tells another one apart. */
export type Earlier = {
	readonly id: bigint | null;
	/** Index of the facts, in hexadecimal; empty once its debtor is erased, and then like no other. */
	readonly hash: string;
	readonly currency: Currency;
	/** It was not reversed. */
	readonly stands: boolean;
};

/**
 * What a payment is beside those recorded before: the same as one of them (also when that was reversed: a file that still lists it does not bring it back), other facts under a
 * number that stands for something else, or new, under the first of its numbers that is free. A currency that is not stated is any currency.
 *
 * @param given `numbers`: its own; or, without one, those made from its content, the surest first. `hashes`: of its facts, as this and as former versions kept them.
 */
export function toldApart(
	given: {
		readonly numbers: readonly string[];
		readonly hashes: readonly string[];
		readonly currency: Currency;
		readonly currencyStated: boolean;
	},
	earlierUnder: (number: string) => readonly Earlier[],
): { readonly kind: 'duplicate' | 'other_facts'; readonly id: bigint | null } | { readonly kind: 'new'; readonly number: string } {
	const { numbers, hashes, currency, currencyStated } = given;
	const earlier = numbers.flatMap(earlierUnder);
	const same = earlier.find((each) => hashes.includes(each.hash) && (each.currency === currency || !currencyStated));
	if (same) return { kind: 'duplicate', id: same.id };
	const free = numbers.find((number) => earlierUnder(number).every(({ stands }) => !stands));
	if (free === undefined) return { kind: 'other_facts', id: earlier.find(({ stands }) => stands)?.id ?? null };
	return { kind: 'new', number: free };
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

/** What may be done with a payment in this state. `assign`, `spread`, `apply_to_debt`, `refund` and `return_to_client` settle a queue; `reverse` undoes it. */
export function actionsFor(payment: {
	readonly state: PaymentState;
	readonly surplusMinor: bigint;
	readonly returnedMinor: bigint;
}): string[] {
	switch (payment.state) {
		case 'unmatched':
			return ['assign', 'spread', 'return_to_client', 'reverse'];
		case 'overpaid':
			return ['apply_to_debt', 'refund', 'return_to_client', ...(payment.returnedMinor === 0n ? ['reverse'] : [])];
		case 'applied':
		case 'resolved':
			return payment.returnedMinor === 0n ? ['reverse'] : [];
		case 'reversed':
			return [];
	}
}
