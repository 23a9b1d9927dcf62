import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aDebt, at, call, earlier, facts, judge } from '../../test/support/facts.ts';
import { earlierTexts } from '../law/earlier.ts';
import { lawBooks } from '../law/rows.ts';
import type { Facts } from './rules.ts';

/** The packs abroad against brute force: consents, inconvenient times, clock changes, half-hour zones, 29 February. */
const anyNow = fc
	.tuple(
		fc.constantFrom(
			'2026-03-08T06:30:00Z',
			'2026-11-01T05:30:00Z',
			'2026-03-29T00:30:00Z',
			'2026-10-25T00:30:00Z',
			'2026-10-03T15:30:00Z',
			'2028-02-29T02:00:00Z',
		),
		fc.integer({ min: -1_440, max: 1_440 }),
	)
	.map(([base, minutes]) => at(base).add({ minutes }));

const anyCase: fc.Arbitrary<{ given: Facts; now: Temporal.Instant }> = fc
	.record({
		now: anyNow,
		zones: fc.uniqueArray(
			fc.constantFrom('America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Adelaide', 'Australia/Lord_Howe'),
			{ minLength: 1, maxLength: 2 },
		),
		earlier: fc.array(
			fc.record({
				minutesAgo: fc.integer({ min: 0, max: 8 * 1_440 }),
				answered: fc.constantFrom(true, false, false, false),
				connected: fc.boolean(),
				direction: fc.constantFrom('outbound' as const, 'outbound' as const, 'inbound' as const),
				debt: fc.constantFrom('1', '2', null),
			}),
			{ maxLength: 12 },
		),
		consents: fc.array(
			fc.record({
				givenAgo: fc.integer({ min: 0, max: 5 * 1_440 }),
				fromIn: fc.option(fc.integer({ min: 0, max: 3 * 1_440 })),
				untilIn: fc.option(fc.integer({ min: 0, max: 5 * 1_440 })),
			}),
			{ maxLength: 2 },
		),
		times: fc.array(
			fc.record({
				weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 2 }),
				from: fc.constantFrom(undefined, '01:30', '15:00', '20:00'),
				until: fc.constantFrom(undefined, '02:30', '17:00', '24:00'),
			}),
			{ maxLength: 2 },
		),
	})
	.map(({ now, zones, earlier: list, consents, times }) => ({
		now,
		given: facts({
			zones,
			debts: [
				{ ...aDebt, validation_sent_on: '2026-01-01', first_communication_at: '2026-01-01T00:00:00Z' },
				{ ...aDebt, id: '2', validation_sent_on: '2026-01-01', first_communication_at: '2026-01-01T00:00:00Z' },
			],
			earlier: list.map(({ minutesAgo, debt, ...said }) =>
				earlier(now.subtract({ minutes: minutesAgo }).toString(), { ...said, ...(debt === null ? {} : { debt_ids: [debt] }) }),
			),
			consents: consents.map(({ givenAgo, fromIn, untilIn }) => ({
				kind: 'calls',
				given_at: now.subtract({ minutes: givenAgo }).toString(),
				from_at: fromIn === null ? null : now.add({ minutes: fromIn }).toString(),
				until_at: untilIn === null ? null : now.add({ minutes: untilIn }).toString(),
			})),
			inconvenient_times: times,
		}),
	}));

test.each(['US', 'UK'] as const)(
	'%s: the first allowed moment is the first, checked against every moment tried over three days',
	(name) => {
		const law = lawBooks[name];
		fc.assert(
			fc.property(anyCase, ({ given, now }) => {
				const { allowedFrom } = judge(call, given, now, law);
				const end = now.add({ hours: 72 });
				const last = allowedFrom && Temporal.Instant.compare(allowedFrom, end) < 0 ? allowedFrom : end;
				// Each minute of the last hour before it, and every 31st of the time before.
				const near = last.subtract({ minutes: 60 });
				for (let when = now; Temporal.Instant.compare(when, last) < 0; ) {
					expect(judge(call, given, when, law).permitted).toBe(false);
					when = when.add({ minutes: Temporal.Instant.compare(when, near) < 0 ? 31 : 1 });
				}
				if (allowedFrom) expect(judge(call, given, allowedFrom, law).permitted).toBe(true);
			}),
			{ numRuns: 15 },
		);
	},
);

test('the China book decides the calls of agents and messages as its text of before did', () => {
	for (const before of Object.values(earlierTexts)) {
		fc.assert(
			fc.property(anyCase, fc.constantFrom('voice' as const, 'sms' as const, 'letter' as const), ({ given, now }, channel) => {
				const china = {
					...given,
					consents: undefined,
					// What a person asks to be left binds since the house row WISH.
					inconvenient_times: undefined,
					inconvenient_places: undefined,
					refused_media: undefined,
					employer_forbids: undefined,
					point: given.point && { ...given.point, place: undefined, opted_out_at: undefined },
					person_at: undefined,
					earlier: given.earlier.filter((each) => each.direction === 'outbound'),
				};
				const [then, today] = [judge({ ...call, channel }, china, now, before), judge({ ...call, channel }, china, now, lawBooks.CN)];
				expect([today.permitted, today.allowedFrom?.toString()]).toEqual([then.permitted, then.allowedFrom?.toString()]);
			}),
		);
	}
});
