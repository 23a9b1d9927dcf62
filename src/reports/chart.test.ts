import { describe, expect, test } from 'vitest';
import { bucketChart, curveChart, roundSteps, shortAmount } from './chart.ts';

describe('axes', () => {
	test.each([
		[1, 1, [0, 1]],
		[7, 1, [0, 2, 4, 6, 8]],
		[130, 1, [0, 50, 100, 150]],
		[0.3, 0, [0, 0.1, 0.2, 0.3]],
		[23.6, 0, [0, 5, 10, 15, 20, 25]],
	])('up to %d, at least %d apart, in round steps', (top, least, expected) => {
		expect(roundSteps(top, least)).toEqual(expected);
	});
});

test.each([
	[59_300_000_000_00, '593亿'],
	[123_456_789_00, '1.2亿'],
	[7_254_000_00, '725万'],
	[12_345_00, '1.2万'],
	[9_999_99, '9,999'],
	[0, '0'],
])('%d fen are %s on a chart, cut and not rounded up', (minor, expected) => {
	expect(shortAmount(minor, 'CNY')).toBe(expected);
});

test('two batches that end at the same height are named one below the other, and a hostile batch number stays text', () => {
	const curve = (batch_no: string) => ({
		placement_id: batch_no,
		batch_no,
		currency: 'TWD',
		placed_minor: 100,
		points: [0, 1, 2].map((day) => ({ day, collected_minor: day, rate: day * 10_000 })),
	});
	const svg = curveChart([curve('A1'), curve('<script>')]);
	expect(svg).not.toContain('<script>');
	const heights = [...svg.matchAll(/y="([\d.]+)"[^>]*font-weight="700">(?:A1|&lt;script&gt;)/g)].map((match) => Number(match[1]));
	expect(heights).toHaveLength(2);
	expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0))).toBeGreaterThanOrEqual(16);
});

test('a bucket of 900.00 of which 300.00 came in has a bar a third as long inside it', () => {
	const row = {
		currency: 'TWD',
		bucket: 1,
		name: 'M1',
		debts: 1,
		debtors: 1,
		contacted_debtors: 1,
		base_minor: 90_000,
		promised_count: 0,
		promised_minor: 0,
		collected_minor: 30_000,
		recovery: 333_333,
		open_minor: 60_000,
	};
	const widths = [...bucketChart([row]).matchAll(/<rect[^>]*width="([\d.]+)"/g)].map((match) => Number(match[1])).slice(2);
	expect((widths[1] ?? 0) * 3).toBeCloseTo(widths[0] ?? 0, 0);
});
