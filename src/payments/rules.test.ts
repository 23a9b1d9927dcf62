import { describe, expect, test } from 'vitest';
import { nothingOwed } from '../core/money.ts';
import { actionsFor, decidePayment, factsText, minorOf, type PayableDebt, thousandths } from './rules.ts';

const paidAt = Temporal.Instant.from('2026-11-24T02:00:00Z');
const zone = 'Asia/Shanghai';

const debt = (said: Partial<PayableDebt> = {}): PayableDebt => ({
	debtorId: 1n,
	debtId: 10n,
	reference: 'A1',
	product: 'credit_card',
	currency: 'CNY',
	overdueSince: Temporal.PlainDate.from('2026-10-25'),
	status: 'open',
	balance: { owed: { costs: 0n, interest: 50_00n, penalty: 10_00n, principal: 940_00n }, receivedMinor: 0n, refundDueMinor: 0n },
	agreedOrder: null,
	...said,
});
const pay = (amountMinor: bigint, found: readonly PayableDebt[], at = paidAt) =>
	decidePayment({ amountMinor, currency: 'CNY', paidAt: at }, found, zone);

describe('what becomes of a payment', () => {
	test.each<[string, readonly PayableDebt[], bigint, string, string, boolean]>([
		['names no debt', [], 100_00n, 'unmatched', 'no_such_reference', false],
		['names two debts', [debt(), debt({ debtId: 11n })], 100_00n, 'unmatched', 'several_debts', false],
		['names a debt by two numbers', [debt(), debt()], 100_00n, 'applied', '', false],
		['names a debt in TWD', [debt({ currency: 'TWD' })], 100_00n, 'unmatched', 'other_currency', false],
		['names a debt of an undone batch', [debt({ status: 'undone' })], 100_00n, 'unmatched', 'debt_undone', false],
		['is one cent less than is owed', [debt()], 999_99n, 'applied', '', false],
		['is what is owed', [debt()], 1_000_00n, 'applied', '', true],
		['is one cent more than is owed', [debt()], 1_000_01n, 'overpaid', 'paid_too_much', true],
		[
			'comes after the recall',
			[debt({ status: 'recalled', balance: { owed: nothingOwed, receivedMinor: 0n, refundDueMinor: 0n } })],
			5_00n,
			'overpaid',
			'debt_recalled',
			false,
		],
		[
			'comes after the debt was settled',
			[debt({ status: 'settled', balance: { owed: nothingOwed, receivedMinor: 0n, refundDueMinor: 0n } })],
			5_00n,
			'overpaid',
			'paid_too_much',
			false,
		],
	])('a payment that %s', (_, found, amount, state, reason, settles) => {
		expect(pay(amount, found)).toMatchObject({ state, reason, settles });
	});

	test('the days past due that count are those of the value date: paid on day 90 interest first, on day 91 principal first, whenever it is learned', () => {
		const since = Temporal.PlainDate.from('2026-01-01');
		const on = (day: number) => Temporal.Instant.from(`${since.add({ days: day })}T00:00:00+08:00`);
		const found = [debt({ overdueSince: since })];
		expect(pay(100_00n, found, on(90)).applied).toEqual({ ...nothingOwed, interest: 50_00n, penalty: 10_00n, principal: 40_00n });
		expect(pay(100_00n, found, on(91)).applied).toEqual({ ...nothingOwed, principal: 100_00n });
		// Day 91 begins at midnight in the agency's zone, not in UTC.
		expect(pay(100_00n, found, on(91).subtract({ seconds: 1 })).applied.interest).toBe(50_00n);
	});

	test('an order agreed in the mandate is obeyed for a consumer loan and not for a credit card', () => {
		const agreedOrder = ['principal', 'costs', 'interest', 'penalty'] as const;
		expect(pay(10_00n, [debt({ agreedOrder, product: 'consumer_loan' })]).applied.principal).toBe(10_00n);
		expect(pay(10_00n, [debt({ agreedOrder })]).applied.interest).toBe(10_00n);
	});
});

describe('the facts of a payment', () => {
	const given = { references: ['A1'], currencyStated: '', paidAt };

	test('are the same text for 100 and 100.00, another for 100.01', () => {
		const text = (minor: bigint) => factsText({ ...given, thousandths: thousandths(minor, 'CNY') });
		expect(text(100_00n)).toBe(factsText({ ...given, thousandths: 100_000n }));
		expect(text(100_00n)).not.toBe(text(100_01n));
	});

	test.each([
		[12_340n, 'CNY', 12_34n],
		[12_345n, 'CNY', null],
		[12_345n, 'KWD', 12_345n],
		[12_000n, 'JPY', 12n],
		[12_100n, 'JPY', null],
	] as const)('%s thousandths in %s are %s minor units', (amount, currency, minor) => {
		expect(minorOf(amount, currency)).toBe(minor);
	});
});

describe('what may be done with a payment', () => {
	test.each([
		['unmatched', 0n, 0n, ['assign', 'return_to_client', 'reverse']],
		['overpaid', 5n, 0n, ['apply_to_debt', 'refund', 'return_to_client', 'reverse']],
		['applied', 0n, 0n, ['reverse']],
		['resolved', 0n, 0n, ['reverse']],
		['resolved', 0n, 5n, []],
		['reversed', 0n, 0n, []],
	] as const)('%s, surplus %s, returned %s: %s', (state, surplusMinor, returnedMinor, actions) => {
		expect(actionsFor({ state, surplusMinor, returnedMinor })).toEqual(actions);
	});
});
