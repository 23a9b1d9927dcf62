import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, call, facts, judge } from '../../test/support/facts.ts';
import { known } from '../core/assert.ts';
import { type LawBook, lawBooks, type LawRow, lawRows } from './rows.ts';

/** The first hour that several places have in common, which may be months away, beside a slow search that knows no law: local hours alone, at every quarter of an hour. */
const zones = fc.uniqueArray(
	fc.constantFrom<string>(
		'Asia/Shanghai',
		'America/New_York',
		'America/Los_Angeles',
		'Asia/Kolkata',
		'Asia/Kathmandu',
		'Europe/London',
		'Australia/Lord_Howe',
	),
	{ minLength: 2, maxLength: 3 },
);
const textOf = (quarters: number) => `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
/** In the morning until the evening, away from the hours in which clocks change. */
const hours = fc
	.tuple(fc.integer({ min: 24, max: 48 }), fc.integer({ min: 16, max: 60 }))
	.map(([from, lasts]) => ({ from: textOf(from), until: textOf(Math.min(95, from + lasts)) }));
const now = fc.integer({ min: 0, max: 2 * 365 * 96 }).map((quarters) => at('2026-01-01T00:00:00Z').add({ minutes: 15 * quarters }));
const days = 380;

const night = known(
	lawRows.find(({ id }) => id === 'CN-T1'),
	'row',
);
/** The hours of a row, which is in force until a day or for good. */
const row = fc.record({ hours, endsAfter: fc.option(fc.integer({ min: 1, max: days }), { nil: null, freq: 2 }) });

/** Half an hour in summer and none in winter; and none ever. */
const inSummer: [string[], { hours: { from: string; until: string }; endsAfter: number | null }[], Temporal.Instant] = [
	['America/New_York', 'America/Los_Angeles', 'Asia/Kolkata'],
	[{ hours: { from: '08:00', until: '21:00' }, endsAfter: null }],
	at('2026-11-10T12:00:00Z'),
];
const never: typeof inSummer = [
	['Asia/Shanghai', 'America/New_York'],
	[{ hours: { from: '09:00', until: '20:00' }, endsAfter: null }],
	at('2026-11-10T12:00:00Z'),
];

test('the first hour that two or three places have in common is the one that a search of 380 days by local hours alone finds, or none', () => {
	fc.assert(
		fc.property(zones, fc.array(row, { minLength: 1, maxLength: 2 }), now, (places, rows, from) => {
			const today = from.toZonedDateTimeISO('UTC').toPlainDate();
			const ends = rows.map(({ endsAfter }) => (endsAfter === null ? null : today.add({ days: endsAfter }).toString()));
			const law: LawBook = rows.map(
				(each, i): LawRow => ({
					...night,
					id: `HOURS-${i}`,
					bounds: [{ kind: 'hours of day', hours: each.hours, unlessAgreed: false }],
					until: ends[i] ?? null,
				}),
			);
			const isOpen = (moment: Temporal.Instant) => {
				const there = places.map((zone) => moment.toZonedDateTimeISO(zone));
				return rows.every(({ hours: each }, i) => {
					const last = ends[i] ?? null;
					const isInForce = last === null || there.some((time) => time.toPlainDate().toString() < last);
					return (
						!isInForce || there.every((time) => each.from <= time.toPlainTime().toString() && time.toPlainTime().toString() < each.until)
					);
				});
			};
			let first: Temporal.Instant | null = null;
			for (let i = 0; i < days * 96 && first === null; i++) {
				const moment = from.add({ minutes: 15 * i });
				if (isOpen(moment)) first = moment;
			}
			const { allowedFrom } = judge(call, facts({ zones: places }), from, law);
			if (first !== null) expect(allowedFrom?.toString()).toBe(first.toString());
			else expect(allowedFrom === null || allowedFrom.since(from).total('days') >= days).toBe(true);
		}),
		{ numRuns: 10, examples: [inSummer, never] },
	);
});

test('whoever may be in Lord Howe or New York and wants no calls from 15:00 on is called again in November, after the clocks change: looked for 216 days, not given up', () => {
	const said = facts({
		zones: ['Australia/Lord_Howe', 'America/New_York'],
		agreed_hours: { from: '06:30', until: '09:00' },
		inconvenient_times: [{ from: '15:00' }],
	});
	const { allowedFrom, reasons } = judge(call, said, at('2026-03-29T00:30:00Z'), lawBooks.US);
	expect(allowedFrom?.toString()).toBe('2026-11-01T19:30:00Z');
	expect(reasons.filter(({ verdict }) => verdict === 'refuses').map(({ rule }) => rule)).toContain('US-T2');
});
