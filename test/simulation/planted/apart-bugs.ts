import { lawfulClaim, namesakeInvariant } from '../../../src/auditor/book.ts';
import { chargedInvariant } from '../../../src/auditor/holds.ts';
import { wordInvariant } from '../../../src/auditor/words.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** What is near something else and kept apart from it: each shown by people of the neighbouring agency. */
export const apartNearby: readonly Bug[] = [
	bug('a surplus pays another card by the days past due of the day it is put there', 'a payment is applied in the order of the law', [
		[
			'src/payments/queues.ts',
			'decidePayment({ ...payment, amountMinor }, [payable], zone)',
			'decidePayment({ ...payment, amountMinor, paidAt: act.now }, [payable], zone)',
		],
	]),
	bug('what was added to the principal leaves room under the cap', lawfulClaim, [
		['src/payments/balance.ts', "debt_id = $3 and kind = 'accrued'`", "debt_id = $3 and kind = 'accrued' and component <> 'principal'`"],
	]),
	bug('the first day of a breathing space is charged for', chargedInvariant, [
		['src/payments/balance.ts', '(h.from_at at time zone $6)::date <= $5', '(h.from_at at time zone $6)::date + 1 <= $5'],
	]),
	bug('of two debts the one nobody stands surety for is the secured one', 'a payment over several debts goes in the order of the law', [
		[
			'src/payments/store.ts',
			"and k.debt_id = d.id and k.role = 'guarantor') as secured",
			"and k.debt_id <> d.id and k.role = 'guarantor') as secured",
		],
	]),
	bug('people of one name and telephone are one person, whoever placed them', namesakeInvariant, [
		['src/placements/staging.ts', 'return phone ? `${clientCode}\\u001f${placed.name}', 'return phone ? `${placed.name}'],
	]),
	bug('a card’s number is another name of its debt only where no contract is named', 'every imported row is accounted for', [
		[
			'src/placements/store.ts',
			'(values (s.contract_alias), (s.card_alias)) named (alias)',
			'(values (coalesce(s.contract_alias, s.card_alias))) named (alias)',
		],
	]),
	bug('a request to stop that names a debt stops what is said of that debt', 'a hold lasts its term and is lifted by whoever may', [
		['src/complaints/actions.ts', "debtIds.length > 0 && kind !== 'cease' ? debtIds : [null]", 'debtIds.length > 0 ? debtIds : [null]'],
	]),
];

/** The same of texts, by trials of the last evening. */
export const apartTried: readonly Bug[] = [
	bug('dollars are written as yuan', wordInvariant, [['src/core/money.ts', "USD: 'US$'", "USD: '¥'"]]),
	bug('a hold on another debt stops a text that is on its way, one on its own does not', 'no contact while a hold is in force', [
		[
			'src/channels/store.ts',
			'h.from_at > a.placed_at and h.lifted_at is null and (h.debt_id is null or h.debt_id = m.debt_id) limit 1)',
			'h.from_at > a.placed_at and h.lifted_at is null and (h.debt_id is null or h.debt_id <> m.debt_id) limit 1)',
		],
	]),
];
