import { lawfulClaim } from '../../../src/auditor/book.ts';
import { anewBugs } from './anew-bugs.ts';
import type { Bug } from './bugs.ts';
import { cellBugs } from './cell-bugs.ts';
import { bouncedBugs } from './bounced-bugs.ts';
import { lateBugs } from './late-bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const settled = 'a debt is settled when nothing is owed, and only then';
const spread = 'a payment over several debts goes in the order of the law';
const whole = 'every payment is applied, waits or was given back, to the last unit';

/** Of sums that are more than one debt takes, that come in other units, and that go back: each shown by a matter of the neighbouring agency (src/neighbour/sums.ts). */
export const sumsBugs: readonly Bug[] = [
	bug('an order agreed with a client is obeyed for its cards', 'a payment is applied in the order of the law', [
		['src/law/allocation.ts', 'if (mandate !== null && rule.mayAgreeOtherwise) {', 'if (mandate !== null) {'],
	]),
	bug('what is left of a payment that names one debt goes on to a disputed one', spread, [
		[
			'src/law/allocation-between.ts',
			"!(country === 'US' && debt.disputed)",
			"!(country === 'US' && debt.disputed && payment.named === null)",
		],
	]),
	bug('a surplus is moved whole to a debt that owes less', whole, [
		[
			'src/payments/queues.ts',
			'const amountMinor = lesser(payment.surplusMinor, total(payable.balance.owed));',
			'const amountMinor = payment.surplusMinor;',
		],
	]),
	bug('a card that was placed anew stays settled when its payment bounces', settled, [
		['src/payments/queues.ts', "ended && (status === 'recalled' || status === 'settled')", "ended && status === 'recalled'"],
	]),
	bug('what was added to a debt before is not counted against its cap', lawfulClaim, [
		[
			'src/payments/balance.ts',
			'const room = allowed - (BigInt(claimed) - BigInt(above) + accrued);',
			'const room = allowed - (BigInt(claimed) - BigInt(above));',
		],
	]),
	bug('an LPR counts from the day after it is published', lawfulClaim, [
		['src/law/interest.ts', 'all.findLast((each) => each.from <= date)', 'all.findLast((each) => each.from < date)'],
	]),
	bug('a payment in fen is a tenth of itself', 'every imported row is accounted for', [
		['src/payments/rows.ts', "thousandths: unit === '分' ? amount * 10n : amount,", 'thousandths: amount,'],
	]),
	...cellBugs,
	...lateBugs,
	...bouncedBugs,
	...anewBugs,
];
