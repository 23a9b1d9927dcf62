import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketName, bucketOf, defaultMandate, defaultSettings, mandateFrom, nextBucketAt, settingsFrom } from './rules.ts';

const { bucketEdges } = defaultSettings;

describe('buckets M0 to M6+ by configurable edges (regulation §5: 1-30, 31-60, …, above 180)', () => {
	test.each([
		[0, 'M0'],
		[1, 'M1'],
		[30, 'M1'],
		[31, 'M2'],
		[90, 'M3'],
		[91, 'M4'],
		[180, 'M6'],
		[181, 'M6+'],
		[4_000, 'M6+'],
		[-3, 'M0'],
	])('%s days past due is %s', (days, name) => {
		expect(bucketName(bucketOf(days, bucketEdges), bucketEdges)).toBe(name);
	});

	test('with edges at 29 and 59, day 30 is M2', () => {
		expect(bucketName(bucketOf(30, [29, 59]), [29, 59])).toBe('M2');
		expect(bucketName(bucketOf(60, [29, 59]), [29, 59])).toBe('M2+');
	});

	test('the next bucket begins on the first day on which the bucket is another', () => {
		fc.assert(
			fc.property(fc.integer({ min: -60, max: 400 }), (days) => {
				const next = nextBucketAt(days, bucketEdges);
				if (next === null) return bucketOf(days, bucketEdges) === bucketEdges.length + 1;
				return (
					bucketOf(next, bucketEdges) === bucketOf(days, bucketEdges) + 1 && bucketOf(next - 1, bucketEdges) === bucketOf(days, bucketEdges)
				);
			}),
		);
	});
});

test('a setting the tenant did not choose keeps its default', () => {
	expect(settingsFrom({ openingCalls: 2 })).toEqual({ ...defaultSettings, openingCalls: 2 });
});

describe('the terms of a mandate', () => {
	test('not written down are the defaults: promises within 30 days, at most 60 instalments', () => {
		expect(mandateFrom({})).toEqual(defaultMandate);
		expect(mandateFrom({ promiseDaysMax: 7 })).toEqual({ ...defaultMandate, promiseDaysMax: 7 });
	});

	test('with an order that leaves principal out fall back to the law’s order', () => {
		expect(mandateFrom({ applicationOrder: ['interest', 'costs', 'penalty'] }).applicationOrder).toBeNull();
		expect(mandateFrom({ applicationOrder: ['principal', 'interest', 'costs', 'penalty'] }).applicationOrder).toHaveLength(4);
	});
});
