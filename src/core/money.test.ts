import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from './assert.ts';
import { type Currency, currencyDigits, decimalText, formatMoney, parseDecimal, ratePpm, split, sumsOf, toWire } from './money.ts';

const currency = fc.constantFrom(...(Object.keys(currencyDigits) as Currency[]));
const minor = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });

describe('money is integer minor units of one currency', () => {
	test.each([
		['1234.56', 'CNY', 123_456n],
		['0.5', 'CNY', 50n],
		['-20', 'TWD', -2_000n],
		['1500', 'JPY', 1_500n],
		['1.250', 'KWD', 1_250n],
		['1.2300', 'CNY', 123n],
		['1.235', 'CNY', null],
		['10.5', 'JPY', null],
		['1,234.56', 'CNY', null],
		['1e5', 'CNY', null],
		['', 'CNY', null],
	] as const)('the text %s in %s is %s minor units', (text, of, expected) => {
		expect(parseDecimal(text, of)).toBe(expected);
	});

	test('an amount written out and read again is the same amount, in every currency', () => {
		fc.assert(fc.property(minor, currency, (amount, of) => parseDecimal(decimalText({ minor: amount, currency: of }), of) === amount));
	});

	test.each([
		[123_456_789n, 'CNY', '¥1,234,567.89'],
		[-2_000n, 'TWD', 'NT$-20.00'],
		[1_500n, 'JPY', 'JP¥1,500'],
		[5n, 'KWD', 'KWD 0.005'],
		[99_900n, 'CNY', '¥999.00'],
	] as const)('%s minor units of %s are shown as %s', (amount, of, expected) => {
		expect(formatMoney({ minor: amount, currency: of })).toBe(expected);
	});

	test('an amount of 9,007,199,254,740,992 minor units is refused on the wire, one less is not', () => {
		expect(toWire(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
		expect(() => toWire(9_007_199_254_740_992n)).toThrow(Fault);
	});
});

describe('a split always sums to the whole', () => {
	test('100.00 over three equal instalments is 33.34, 33.33, 33.33', () => {
		expect(split(10_000n, [1n, 1n, 1n])).toEqual([3_334n, 3_333n, 3_333n]);
	});

	test('whatever the weights, the shares sum to the whole and each is within one unit of its exact part', () => {
		const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 60 }).filter((w) => w.some((x) => x > 0n));
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (whole, parts) => {
				const shares = split(whole, parts);
				const sum = parts.reduce((a, b) => a + b, 0n);
				expect(shares.reduce((a, b) => a + b, 0n)).toBe(whole);
				for (const [i, share] of shares.entries()) {
					const exact = (whole * (parts[i] ?? 0n)) / sum;
					expect(share === exact || share === exact + 1n).toBe(true);
					if (parts[i] === 0n) expect(share).toBe(0n);
				}
			}),
		);
	});

	test('a negative whole or no weight at all is a fault', () => {
		expect(() => split(-1n, [1n])).toThrow(Fault);
		expect(() => split(1n, [0n, 0n])).toThrow(Fault);
	});
});

test('a rate of nothing has no value; 1 of 3 is 333,333 parts per million', () => {
	expect(ratePpm(5n, 0n)).toBeNull();
	expect(ratePpm(1n, 3n)).toBe(333_333n);
});

test.each([
	['two of one currency', '100 CNY, 50 CNY', '150 CNY'],
	['two currencies never add up', '100 USD, 100 CNY', '100 CNY, 100 USD'],
	['what comes to nothing is left out', '100 USD, 0 CNY', '100 USD'],
	['unless all does', '0 USD, 0 CNY', '0 CNY'],
	['nothing', '', ''],
])('sums by currency: %s', (_, amounts, sums) => {
	const read = amounts === '' ? [] : amounts.split(', ').map((each) => each.split(' '));
	const owed = read.map(([minor = '', currency = '']) => ({ minor: BigInt(minor), currency }));
	expect(
		sumsOf(owed)
			.map((sum) => `${sum.minor} ${sum.currency}`)
			.join(', '),
	).toBe(sums);
});
