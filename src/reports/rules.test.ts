import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../core/assert.ts';
import { compared } from './compared.ts';
import { changePpm, expectedFrom, keptRates, liquidationCurve, meanDaysTenths, medianDays, periodBefore } from './rules.ts';

const dates = (from: string, to: string) => ({ from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) });

describe('the period before', () => {
	test.each([
		['2026-10-01', '2026-12-31', '2026-07-01', '2026-09-30', 'a quarter with the quarter before'],
		['2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28', 'a month with the month before, however long'],
		['2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'in a leap year February ends on the 29th'],
		['2026-11-10', '2026-11-16', '2026-11-03', '2026-11-09', 'seven days with the seven days before'],
		['2026-11-01', '2026-11-29', '2026-10-03', '2026-10-31', 'a month cut short with as many days before'],
		['2026-11-24', '2026-11-24', '2026-11-23', '2026-11-23', 'a day with the day before'],
	])('of %s to %s is %s to %s: %s', (from, to, beforeFrom, beforeTo) => {
		const before = periodBefore(dates(from, to));
		expect([before.from.toString(), before.to.toString()]).toEqual([beforeFrom, beforeTo]);
	});

	test('a period that ends before it begins is a fault', () => {
		expect(() => periodBefore(dates('2026-11-24', '2026-11-23'))).toThrow(Fault);
	});
});

describe('recovery', () => {
	const cash = [
		{ day: 0, minor: 10_000n },
		{ day: 3, minor: 20_000n },
		{ day: 10, minor: 30_000n },
	];

	test('100 on day 0, 200 on day 3 and 300 on day 10 come in after 6.0 days on average, half of it by day 3', () => {
		expect(meanDaysTenths(cash)).toBe(60);
		expect(medianDays(cash)).toBe(3);
	});

	test('without cash there is no cycle', () => {
		expect(meanDaysTenths([])).toBeNull();
		expect(medianDays([])).toBeNull();
	});

	test('of 2,000.00 placed the curve stands at 5 % on day 0, 15 % on days 3 to 9, 30 % on day 10', () => {
		const curve = liquidationCurve(200_000n, cash, 11, 365);
		expect(curve.map(({ rate }) => Number(rate) / 10_000)).toEqual([5, 5, 5, 15, 15, 15, 15, 15, 15, 15, 30, 30]);
	});

	test('of a batch two days old it goes on to day 10, on which money for an earlier row came, and to no day beyond the most', () => {
		expect(liquidationCurve(200_000n, cash, 2, 365)).toHaveLength(11);
		expect(liquidationCurve(200_000n, cash, 2, 5).at(-1)).toMatchObject({ day: 5, rate: 150_000n });
	});

	test('money paid two days before the file came counts on day 0', () => {
		expect(liquidationCurve(100n, [{ day: -2, minor: 7n }], 0, 365)).toEqual([{ day: 0, collectedMinor: 7n, rate: 70_000n }]);
	});

	test('a curve never falls and ends at all the cash within its days', () => {
		const anyCash = fc.array(fc.record({ day: fc.integer({ min: -5, max: 60 }), minor: fc.bigInt({ min: 1n, max: 10n ** 12n }) }));
		fc.assert(
			fc.property(anyCash, (some) => {
				const curve = liquidationCurve(10n ** 14n, some, 30, 60);
				for (let i = 1; i < curve.length; i++) expect(curve[i]!.collectedMinor >= curve[i - 1]!.collectedMinor).toBe(true);
				expect(curve.at(-1)?.collectedMinor).toBe(some.reduce((sum, { minor }) => sum + minor, 0n));
			}),
		);
	});
});

describe('promises kept', () => {
	const due = {
		dueCount: 5,
		dueMinor: 1_000n,
		keptCount: 2,
		keptMinor: 500n,
		partlyCount: 1,
		brokenCount: 1,
		pendingCount: 1,
		pendingMinor: 200n,
	};

	test('2 of the 4 that could be judged are 50 %, 500 of their 800 are 62.5 %', () => {
		expect(keptRates(due)).toEqual({ byCount: 500_000n, byMinor: 625_000n });
	});

	test('with none judged there is no rate, and counts that do not add up are a fault', () => {
		expect(keptRates({ ...due, dueCount: 1, dueMinor: 200n, keptCount: 0, keptMinor: 0n, partlyCount: 0, brokenCount: 0 })).toEqual({
			byCount: null,
			byMinor: null,
		});
		expect(() => keptRates({ ...due, dueCount: 6 })).toThrow(Fault);
	});

	test('1,000.01 promised at a kept rate of 62.5 % is 625.00 expected, rounded down; without a rate nothing is expected', () => {
		expect(expectedFrom(100_001n, 625_000n)).toBe(62_500n);
		expect(expectedFrom(100_001n, null)).toBeNull();
	});
});

test.each([
	[150n, 100n, 500_000n],
	[50n, 100n, -500_000n],
	[1n, 3n, -666_666n],
	[5n, 0n, null],
	[-50n, -100n, 500_000n],
] as const)('from %s before: now %s', (now, before, expected) => {
	expect(changePpm(now, before)).toBe(expected);
});

test('0.01 before and 200,000,000.00 now are set beside each other without a rate, which no number carries: 20,000,000,000 times as much', () => {
	expect(compared(20_000_000_000n, 1n)).toEqual({ now: 20_000_000_000, before: 1, change: 19_999_999_999, change_ppm: null });
	expect(compared(9_000_000_000n, 1n).change_ppm).toBe(8_999_999_999_000_000);
});
