import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLocal, dateIn, daysBetween, momentNotBefore, momentOf, startOfDay, textOfMoment } from './time.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const date = (text: string) => Temporal.PlainDate.from(text);

describe('the day is the debtor’s own', () => {
	test.each([
		['Asia/Shanghai', '2026-11-23T16:00:00Z', '2026-11-24'],
		['Asia/Shanghai', '2026-11-23T15:59:59Z', '2026-11-23'],
		['America/New_York', '2026-11-24T04:59:59Z', '2026-11-23'],
		['Asia/Kathmandu', '2026-11-23T18:15:00Z', '2026-11-24'],
	])('in %s at %s it is %s', (zone, at, expected) => {
		expect(dateIn(zone, instant(at)).toString()).toBe(expected);
	});

	test('a day in São Paulo that had no midnight (2018-11-04) begins at 01:00', () => {
		expect(startOfDay('America/Sao_Paulo', date('2018-11-04')).toString()).toBe('2018-11-04T03:00:00Z');
	});
});

describe('wall time across a clock change', () => {
	test('02:30 in New York on 2026-03-08 does not exist and becomes 03:30', () => {
		expect(atLocal('America/New_York', date('2026-03-08'), '02:30').toString()).toBe('2026-03-08T07:30:00Z');
	});

	test('01:30 in London on 2026-10-25 happens twice and means the earlier', () => {
		expect(atLocal('Europe/London', date('2026-10-25'), '01:30').toString()).toBe('2026-10-25T00:30:00Z');
	});

	test('from 2028-02-28 to 2028-03-01 there are two days, a leap day between', () => {
		expect(daysBetween(date('2028-02-28'), date('2028-03-01'))).toBe(2);
		expect(daysBetween(date('2027-02-28'), date('2027-03-01'))).toBe(1);
		expect(daysBetween(date('2026-11-24'), date('2026-11-20'))).toBe(-4);
	});
});

test('an instant read by its digits is the one Temporal reads, and what Temporal refuses is refused', () => {
	const part = (max: number, width: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(width, '0'));
	const text = fc
		.tuple(
			fc.integer({ min: 1969, max: 2101 }),
			part(14, 2),
			part(33, 2),
			part(25, 2),
			part(61, 2),
			part(61, 2),
			fc.constantFrom('', '.', '.5', '.123', '.999999', '.000001234', '.12x', ':1'),
			fc.constantFrom('Z', 'z', '+08:00', '', '[UTC]'),
		)
		.map(
			([year, month, day, hour, minute, second, fraction, zone]) => `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
		);
	const read = (by: () => number) => {
		try {
			return by();
		} catch (error) {
			return (error as Error).name;
		}
	};
	fc.assert(
		fc.property(text, (each) => {
			expect(read(() => momentOf(each))).toBe(read(() => Temporal.Instant.from(each).epochMilliseconds));
			const up = () => Temporal.Instant.from(each).round({ smallestUnit: 'millisecond', roundingMode: 'ceil' }).epochMilliseconds;
			expect(read(() => momentNotBefore(each))).toBe(read(up));
		}),
		{ numRuns: 5_000 },
	);
	expect(momentOf('2024-02-29T00:00:00Z')).toBe(Temporal.Instant.from('2024-02-29T00:00:00Z').epochMilliseconds);
	expect(() => momentOf('2026-02-29T00:00:00Z')).toThrow(RangeError);
	expect([momentNotBefore('2026-11-24T02:00:00.000001Z'), momentNotBefore('2026-11-24T02:00:00.001000Z')]).toEqual([
		Date.UTC(2026, 10, 24, 2, 0, 0, 1),
		Date.UTC(2026, 10, 24, 2, 0, 0, 1),
	]);
});

test('a moment is written as Temporal writes it, whole seconds and not, from 1970 to 9999 and outside', () => {
	for (const moment of [0, -1, -1_000, 1_790_000_000_000, 1_790_000_000_001, 1_790_000_000_120, 253_402_300_799_000, 253_402_300_800_000])
		expect(textOfMoment(moment)).toBe(Temporal.Instant.fromEpochMilliseconds(moment).toString());
});
