import { assert } from '../core/assert.ts';
import { type Component, components } from '../core/money.ts';
import type { Sentence } from '../core/refusal.ts';

/** One row of law on how a payment is spread over the components of one debt. Dates are half-open, [from, until). */
export type AllocationRule = {
	readonly id: 'CN-A1' | 'CN-A2';
	readonly citation: Sentence;
	readonly from: string;
	readonly until: string | null;
	/** The products it speaks of; `null`: every product. */
	readonly products: readonly string[] | null;
	/** Days past due on the payment's value date, both included; `null`: no end. */
	readonly daysPastDueMin: number;
	readonly daysPastDueMax: number | null;
	readonly order: readonly Component[];
	/** Whether creditor and debtor may agree on another order ("当事人另有约定的除外"). */
	readonly mayAgreeOtherwise: boolean;
};

const civilCode: Sentence = { zh: '《民法典》第561条', en: 'Civil Code of the PRC, art. 561' };
const cardRules: Sentence = {
	zh: '《商业银行信用卡业务监督管理办法》第57条',
	en: 'Measures on the Supervision of Credit Card Business of Commercial Banks, art. 57',
};

/**
 * Rows in order of precedence: the first that fits decides (the special before the general).
 *
 * 民法典 561: 实现债权的有关费用、利息、主债务. It knows no penalty; default interest and penalty stand with the interest they grew from,
 * before the principal (the reading taken here).
 * Card rules 57: 1-90 days "先应收利息或各项费用、后本金"; 91 days and more "先本金、后应收利息或各项费用". It is a duty of the issuing bank
 * and does not open itself to agreement. Between interest and costs it says no order; we keep that of 民法典 561. Of a card that is not
 * overdue it says nothing, so the Civil Code holds.
 */
export const allocationRules: readonly AllocationRule[] = [
	{
		id: 'CN-A2',
		citation: cardRules,
		from: '2011-01-13',
		until: null,
		products: ['credit_card'],
		daysPastDueMin: 1,
		daysPastDueMax: 90,
		order: ['costs', 'interest', 'penalty', 'principal'],
		mayAgreeOtherwise: false,
	},
	{
		id: 'CN-A2',
		citation: cardRules,
		from: '2011-01-13',
		until: null,
		products: ['credit_card'],
		daysPastDueMin: 91,
		daysPastDueMax: null,
		order: ['principal', 'costs', 'interest', 'penalty'],
		mayAgreeOtherwise: false,
	},
	{
		id: 'CN-A1',
		citation: civilCode,
		from: '2021-01-01',
		until: null,
		products: null,
		daysPastDueMin: Number.MIN_SAFE_INTEGER,
		daysPastDueMax: null,
		order: ['costs', 'interest', 'penalty', 'principal'],
		mayAgreeOtherwise: true,
	},
];

/** The order found, and what says so: a row of law, or the mandate where the law leaves room for it. */
export type AllocationOrder = {
	readonly order: readonly Component[];
	readonly rule: AllocationRule['id'] | 'mandate';
	readonly citation: Sentence;
};

const agreed: Sentence = { zh: '委托合同约定（《民法典》第561条但书）', en: 'agreed in the mandate (Civil Code art. 561, exception)' };

/**
 * The order in which a payment is set against the components of a debt.
 *
 * @param debt `product`; `daysPastDue` on the payment's value date (not on the day we learn of it); `on`, that value date, in the law's calendar.
 * @param mandate the order agreed with the client, naming every component once, or `null`. Obeyed only where the law lets parties agree.
 */
export function allocationOrder(
	debt: { readonly product: string; readonly daysPastDue: number; readonly on: Temporal.PlainDate },
	mandate: readonly Component[] | null = null,
): AllocationOrder {
	const day = debt.on.toString();
	const fits = (rule: AllocationRule) =>
		(rule.products === null || rule.products.includes(debt.product)) &&
		debt.daysPastDue >= rule.daysPastDueMin &&
		(rule.daysPastDueMax === null || debt.daysPastDue <= rule.daysPastDueMax);
	// A value date older than every row (a payment of 2019 reported late) is applied by the oldest row that fits: 合同法解释二 21 said the same.
	const rule =
		allocationRules.find((each) => fits(each) && each.from <= day && (each.until === null || day < each.until)) ??
		allocationRules.findLast(fits);
	assert(rule, 'the last row of the law fits every debt');
	if (mandate !== null && rule.mayAgreeOtherwise) {
		assert(
			mandate.length === components.length && components.every((each) => mandate.includes(each)),
			'a mandate names every component once',
		);
		return { order: mandate, rule: 'mandate', citation: agreed };
	}
	return { order: rule.order, rule: rule.id, citation: rule.citation };
}
