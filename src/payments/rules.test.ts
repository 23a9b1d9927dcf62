import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nothingOwed } from '../core/money.ts';
import {
	actionsFor,
	decidePayment,
	factsText,
	minorOf,
	namesAnother,
	type PayableDebt,
	spreadPayment,
	sumsOf,
	thousandths,
} from './rules.ts';

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
	country: 'CN',
	disputed: false,
	openBeside: [],
	secured: false,
	ended: false,
	givenBack: false,
	...said,
});
const pay = (amountMinor: bigint, found: readonly PayableDebt[], at = paidAt) =>
	decidePayment({ amountMinor, currency: 'CNY', paidAt: at }, found, zone);

describe('what becomes of a payment', () => {
	test.each<[string, readonly PayableDebt[], bigint, string, string, boolean | undefined]>([
		['names no debt', [], 100_00n, 'unmatched', 'no_such_reference', undefined],
		['names two debts by two numbers', [debt(), debt({ debtId: 11n })], 100_00n, 'unmatched', 'several_debts', undefined],
		['names a debt by two numbers', [debt(), debt()], 100_00n, 'applied', '', false],
		['names a debt in TWD', [debt({ currency: 'TWD' })], 100_00n, 'unmatched', 'other_currency', undefined],
		['names a debt of an undone batch', [debt({ status: 'undone' })], 100_00n, 'unmatched', 'debt_undone', undefined],
		['is one cent less than is owed', [debt()], 999_99n, 'applied', '', false],
		['is what is owed', [debt()], 1_000_00n, 'applied', '', true],
		['is one cent more than is owed', [debt()], 1_000_01n, 'overpaid', 'paid_too_much', true],
		[
			'comes after the recall',
			[debt({ status: 'recalled', ended: true, givenBack: true, balance: { owed: nothingOwed, receivedMinor: 0n, refundDueMinor: 0n } })],
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
		const decided = pay(amount, found);
		expect(decided).toMatchObject({ state, reason });
		expect(decided.shares[0]?.settles).toBe(settles);
	});

	test('the days past due that count are those of the value date: paid on day 90 interest first, on day 91 principal first, whenever it is learned', () => {
		const since = Temporal.PlainDate.from('2026-01-01');
		const on = (day: number) => Temporal.Instant.from(`${since.add({ days: day })}T00:00:00+08:00`);
		const found = [debt({ overdueSince: since })];
		const appliedOn = (day: number) => pay(100_00n, found, on(day)).shares[0]?.applied;
		expect(appliedOn(90)).toEqual({ ...nothingOwed, interest: 50_00n, penalty: 10_00n, principal: 40_00n });
		expect(appliedOn(91)).toEqual({ ...nothingOwed, principal: 100_00n });
		// Day 91 begins at midnight in the agency's zone, not in UTC.
		expect(pay(100_00n, found, on(91).subtract({ seconds: 1 })).shares[0]?.applied.interest).toBe(50_00n);
	});

	test('an order agreed in the mandate is obeyed for a consumer loan and not for a credit card', () => {
		const agreedOrder = ['principal', 'costs', 'interest', 'penalty'] as const;
		expect(pay(10_00n, [debt({ agreedOrder, product: 'consumer_loan' })]).shares[0]?.applied.principal).toBe(10_00n);
		expect(pay(10_00n, [debt({ agreedOrder })]).shares[0]?.applied.interest).toBe(10_00n);
	});
});

test.each([
	['王小明', '王小明', false],
	['王 小明', '王小明', false],
	['李小明', '王小明', true],
	['王小', '王小明', true],
	['王*明', '王小明', false],
	['＊小明', '王小明', false],
	['王*红', '王小明', true],
	['王某', '王小明', false],
	['李**', '王小明', true],
	['买买提阿卜杜拉', '阿卜杜拉·买买提', true],
	['阿卜杜拉买买提', '阿卜杜拉·买买提', false],
	['SMITH, Mary', 'Mary Smith', false],
	['Mary Jones', 'Mary Smith', true],
	['', '王小明', false],
	['王小明', '', false],
])('a row that says %s, of a debt of %s, names another: %s', (given, name, another) => {
	expect(namesAnother(given, name)).toBe(another);
});

describe('CN-A3, US-A1: a payment for several debts of one debtor', () => {
	const older = debt({ debtId: 11n, overdueSince: Temporal.PlainDate.from('2026-09-25') });
	const spread = (amountMinor: bigint, debts: readonly PayableDebt[], named: readonly bigint[] | null = null) =>
		spreadPayment({ amountMinor, currency: 'CNY', paidAt }, debts, named, zone);
	const sums = (decided: ReturnType<typeof spread>) =>
		decided.shares.map((share) => [share.debt.debtId, sumsOf({ ...decided, shares: [share] })]);

	test('of 1,200.00 on two of 1,000.00 settles the one due first and leaves 800.00 of the other', () => {
		const decided = spread(1_200_00n, [debt(), older]);
		expect(sums(decided)).toEqual([
			[11n, { appliedMinor: 1_000_00n, surplusMinor: 0n }],
			[10n, { appliedMinor: 200_00n, surplusMinor: 0n }],
		]);
		expect(decided.shares.map(({ settles }) => settles)).toEqual([true, false]);
		expect(decided.state).toBe('applied');
	});

	test('goes to the debt the debtor named first, whatever is due earlier', () => {
		expect(sums(spread(200_00n, [debt(), older], [10n]))).toEqual([[10n, { appliedMinor: 200_00n, surplusMinor: 0n }]]);
	});

	test('goes to the unsecured of two before the one a guarantor stands for', () => {
		expect(sums(spread(200_00n, [debt(), { ...older, secured: true }]))).toEqual([[10n, { appliedMinor: 200_00n, surplusMinor: 0n }]]);
	});

	test('in the United States nothing goes to the disputed debt, and what is over stays a surplus; in China the dispute changes no order', () => {
		const disputed = { ...older, disputed: true };
		const abroad = spread(1_200_00n, [debt({ country: 'US' }), { ...disputed, country: 'US' }]);
		expect(sums(abroad)).toEqual([[10n, { appliedMinor: 1_000_00n, surplusMinor: 200_00n }]]);
		expect([abroad.state, abroad.reason]).toEqual(['overpaid', 'paid_too_much']);
		expect(sums(spread(200_00n, [debt(), disputed]))).toEqual([[11n, { appliedMinor: 200_00n, surplusMinor: 0n }]]);
	});

	test.each([
		['disputed among several in the United States', { country: 'US', disputed: true, openBeside: [8n] }, 'unmatched', 'disputed_debt'],
		['disputed, the only one in the United States', { country: 'US', disputed: true }, 'applied', ''],
		['not disputed, among several', { country: 'US', openBeside: [8n] }, 'applied', ''],
		['disputed among several in China', { disputed: true, openBeside: [8n] }, 'applied', ''],
	] as const)('that names one debt, %s (15 USC 1692h)', (_, said, state, reason) => {
		expect(pay(100_00n, [debt(said)])).toMatchObject({ state, reason });
	});

	test('of debts all disputed in the United States waits for a person', () => {
		expect(spread(1_00n, [debt({ country: 'US', disputed: true })])).toEqual({ state: 'unmatched', reason: 'several_debts', shares: [] });
	});

	test('named by one number is spread, of two debtors it waits', () => {
		const by = (debts: readonly PayableDebt[]) => decidePayment({ amountMinor: 100_00n, currency: 'CNY', paidAt }, debts, zone, true).state;
		expect(by([debt(), older])).toBe('applied');
		expect(by([debt(), { ...older, debtorId: 2n }])).toBe('unmatched');
		expect(by([debt(), { ...older, status: 'recalled' }])).toBe('unmatched');
	});

	test('whatever the debts and the amount, the shares and the surplus make the payment and no debt is paid more than it owes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 900n }), fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 400 })), {
					minLength: 1,
					maxLength: 5,
				}),
				fc.bigInt({ min: 1n, max: 5_000n }),
				fc.constantFrom('CN' as const, 'US' as const),
				(list, amountMinor, country) => {
					const debts = list.map(([principal, disputed, secured, days], i) =>
						debt({
							debtId: BigInt(i),
							country,
							disputed,
							secured,
							overdueSince: Temporal.PlainDate.from('2026-11-24').subtract({ days }),
							balance: { owed: { ...nothingOwed, principal }, receivedMinor: 0n, refundDueMinor: 0n },
						}),
					);
					const decided = spread(amountMinor, debts);
					if (decided.shares.length === 0) return;
					const { appliedMinor, surplusMinor } = sumsOf(decided);
					expect(appliedMinor + surplusMinor).toBe(amountMinor);
					for (const share of decided.shares) {
						expect(share.applied.principal <= share.debt.balance.owed.principal).toBe(true);
						expect(country === 'US' && share.debt.disputed).toBe(false);
					}
				},
			),
		);
	});
});

describe('the facts of a payment', () => {
	const given = { references: ['A1'], paidAt };

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
		['unmatched', 0n, 0n, ['assign', 'spread', 'return_to_client', 'reverse']],
		['overpaid', 5n, 0n, ['apply_to_debt', 'refund', 'return_to_client', 'reverse']],
		['applied', 0n, 0n, ['reverse']],
		['resolved', 0n, 0n, ['reverse']],
		['resolved', 0n, 5n, []],
		['reversed', 0n, 0n, []],
	] as const)('%s, surplus %s, returned %s: %s', (state, surplusMinor, returnedMinor, actions) => {
		expect(actionsFor({ state, surplusMinor, returnedMinor })).toEqual(actions);
	});
});
