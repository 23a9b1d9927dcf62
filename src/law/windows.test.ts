import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Window } from './rows.ts';
import { dayAt, leavesAt, openUntil, opensNext, windowStart } from './windows.ts';

/** The law's clock at places with whole, half and changing offsets. */
const ms = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const text = (moment: number | null) => (moment === null ? null : Temporal.Instant.fromEpochMilliseconds(moment).toString());
const week: Window = { kind: 'calendar dates', days: 7 };
const day: Window = { kind: 'calendar day' };

describe('three kinds of window', () => {
	test('a calendar day is 23 hours long in London on 29 March 2026, 25 hours on 25 October', () => {
		const [spring, autumn] = [dayAt('Europe/London', ms('2026-03-29T12:00:00Z')), dayAt('Europe/London', ms('2026-10-25T12:00:00Z'))];
		expect([(spring.endsAt - spring.startsAt) / 3_600_000, (autumn.endsAt - autumn.startsAt) / 3_600_000]).toEqual([23, 25]);
	});

	test('seven consecutive dates at New York over the change of 1 November: a call of 26 October counts until 2 November 00:00 there', () => {
		expect(text(leavesAt(week, 'America/New_York', ms('2026-10-26T15:00:00Z')))).toBe('2026-11-02T05:00:00Z');
		expect(text(windowStart(week, 'America/New_York', ms('2026-11-01T20:00:00Z')))).toBe('2026-10-26T04:00:00Z');
	});

	test('168 rolling hours are not seven dates: the same call counts until 2 November 15:00 UTC', () => {
		expect(text(leavesAt({ kind: 'rolling', minutes: 168 * 60 }, 'America/New_York', ms('2026-10-26T15:00:00Z')))).toBe(
			'2026-11-02T15:00:00Z',
		);
	});

	test('29 February 2028 is a date like others: a message of that day counts in seven dates until 7 March', () => {
		expect(text(leavesAt(week, 'Asia/Shanghai', ms('2028-02-29T02:00:00Z')))).toBe('2028-03-06T16:00:00Z');
	});

	test('a contact counts exactly while it lies in the window', () => {
		const zones = fc.constantFrom(
			'Asia/Shanghai',
			'America/New_York',
			'Europe/London',
			'Asia/Kathmandu',
			'Australia/Lord_Howe',
			'America/Santiago',
		);
		const windows = fc.constantFrom<Window>(day, week, { kind: 'rolling', minutes: 60 }, { kind: 'rolling', minutes: 1_440 });
		const moments = fc.integer({ min: ms('2026-01-01T00:00:00Z'), max: ms('2027-01-01T00:00:00Z') });
		fc.assert(
			fc.property(zones, windows, moments, fc.integer({ min: 0, max: 9 * 86_400_000 }), (zone, window, when, after) => {
				const at = when + after;
				expect(when >= windowStart(window, zone, at)).toBe(at < leavesAt(window, zone, when));
			}),
		);
	});
});

describe('hours of the day', () => {
	const hours = [{ from: '08:00', until: '22:00' }];
	test('08:00–22:00 on Lord Howe (half an hour of summer time) opens at 21:00 UTC in summer, 21:30 in winter', () => {
		expect(text(opensNext('Australia/Lord_Howe', ms('2026-01-10T12:00:00Z'), hours))).toBe('2026-01-10T21:00:00Z');
		expect(text(opensNext('Australia/Lord_Howe', ms('2026-07-10T12:00:00Z'), hours))).toBe('2026-07-10T21:30:00Z');
	});

	test('open ends at the end of the last hours that follow each other without a gap', () => {
		const both = [...hours, { from: '21:00', until: '23:30' }];
		expect(text(openUntil('Asia/Shanghai', ms('2026-11-24T02:00:00Z'), both))).toBe('2026-11-24T15:30:00Z');
		expect(openUntil('Asia/Shanghai', ms('2026-11-24T15:30:00Z'), both)).toBeNull();
	});

	test('hours until 24:00 are closed at midnight', () => {
		const late = [{ from: '08:00', until: '24:00' }];
		expect(text(openUntil('Asia/Shanghai', ms('2026-11-24T15:59:59Z'), late))).toBe('2026-11-24T16:00:00Z');
		expect(openUntil('Asia/Shanghai', ms('2026-11-24T16:00:00Z'), late)).toBeNull();
	});
});
