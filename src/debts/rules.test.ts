import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByComponent, nothingOwed, total } from '../core/money.ts';
import type { LedgerAccount } from '../ledger/rules.ts';
import { addsUp, arithmeticOf, daysPastDue, isKeyCase } from './rules.ts';

const date = (text: string) => Temporal.PlainDate.from(text);

describe('days past due = as-of date − earliest unpaid due date (regulation §5)', () => {
	test.each([
		['2026-11-24', '2026-11-24', 0],
		['2026-11-24', '2026-11-25', 1],
		['2024-02-28', '2024-03-01', 2],
		['2026-08-25', '2026-11-24', 91],
		['2026-11-25', '2026-11-24', -1],
	])('overdue since %s, on %s: %i days', (since, on, days) => {
		expect(daysPastDue(date(since), date(on))).toBe(days);
	});
});

describe('a key case', () => {
	test.each([
		[false, 'unknown', false, false],
		[true, 'unknown', false, true],
		[false, 'willing', false, true],
		[false, 'unknown', true, true],
		[false, 'unwilling', false, false],
		[true, 'unwilling', false, true],
	] as const)('reached %s, will %s, paid before %s: %s', (reached, willingness, paidBefore, key) => {
		expect(isKeyCase({ reached, willingness, paidBefore })).toBe(key);
	});
});

describe('the arithmetic of what is owed', () => {
	test('placed 100.00 + accrued 5.00 − paid 30.00 = owed 75.00, with no line for what never happened', () => {
		const lines = arithmeticOf(
			new Map<LedgerAccount, ByComponent>([
				['placed', { ...nothingOwed, principal: 100_00n }],
				['accrued', { ...nothingOwed, interest: 5_00n }],
				['received', { ...nothingOwed, interest: -5_00n, principal: -25_00n }],
			]),
		);
		expect(lines.map(({ line, sign, parts }) => [line, sign, total(parts)])).toEqual([
			['placed', 1, 100_00n],
			['accrued', 1, 5_00n],
			['paid', -1, 30_00n],
			['owed', 1, 75_00n],
		]);
		expect(addsUp(lines, 75_00n)).toBe(true);
		expect(addsUp(lines, 75_01n)).toBe(false);
	});

	test('the lines add up to what is owed whatever happened', () => {
		const parts = fc.record({ costs: fc.bigInt(), interest: fc.bigInt(), penalty: fc.bigInt(), principal: fc.bigInt() });
		const accounts = fc.constantFrom<LedgerAccount>('placed', 'accrued', 'received', 'reduced', 'recalled');
		fc.assert(
			fc.property(fc.array(fc.tuple(accounts, parts)), (entries) => {
				const against = new Map(entries);
				const owed = [...against.values()].reduce((sum, each) => sum + total(each), 0n);
				return addsUp(arithmeticOf(against), owed);
			}),
		);
	});
});
