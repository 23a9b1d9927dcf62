import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketName, bucketOf, defaultSettings, nextBucketAt, settingsFrom } from './rules.ts';

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
			fc.property(fc.integer({ min: 1, max: 400 }), (days) => {
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
