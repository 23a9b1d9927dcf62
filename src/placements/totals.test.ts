import { expect, test } from 'vitest';
import { declaredOf } from './totals.ts';

test.each([
	['220.00', 220_00n],
	['￥220.00', 220_00n],
	['1,234.50元', 1_234_50n],
	['1234.50 CNY', 1_234_50n],
	['CNY 1,234.50', 1_234_50n],
	['1234.50 cny', 1_234_50n],
	['RMB 1234.50', 1_234_50n],
	// Of another currency, or no amount: it never agrees.
	['1234.50 TWD', -1n],
	['USD 1234.50', -1n],
	['1234.50 XYZ', -1n],
	['$1234.50 HKD', -1n],
	['1234.505 CNY', -1n],
	['about a million', -1n],
])('a total of a file in yuan declared as %s is %s fen', (amount, minor) => {
	expect(declaredOf(undefined, amount, 'CNY')).toEqual({ count: undefined, minor });
});

test('a total declared in ringgit or yen agrees with a file in it, a sign of ¥ not with one in Taiwan dollars', () => {
	expect(declaredOf(2, '1234.50 MYR', 'MYR')).toEqual({ count: 2, minor: 1_234_50n });
	expect(declaredOf(2, '¥1,234', 'JPY')).toEqual({ count: 2, minor: 1_234n });
	expect(declaredOf(2, '￥1234.50', 'TWD')).toEqual({ count: 2, minor: -1n });
});
