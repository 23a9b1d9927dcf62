import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDebt, at, call, earlier, facts, judge, morning, sms } from '../../test/support/facts.ts';
import { type LawBook, type LawRow, lawRows, stack } from '../law/rows.ts';
import type { Facts } from './rules.ts';

/** What must hold for every history, and for every pack the house may add. */
/** An ordinary morning, the nights on which clocks change in London, New York and on Lord Howe, and the 29th of February. */
const anyNow = fc
	.tuple(
		fc.constantFrom(
			'2026-11-24T02:00:00Z',
			'2026-03-29T00:30:00Z',
			'2026-10-25T00:30:00Z',
			'2026-03-08T06:30:00Z',
			'2026-11-01T05:30:00Z',
			'2026-04-04T14:30:00Z',
			'2028-02-29T02:00:00Z',
		),
		fc.integer({ min: -1_440, max: 1_440 }),
	)
	.map(([base, minutes]) => at(base).add({ minutes }));

/** Any history, live permits and holds round such a moment, in zones with whole, half and changing offsets. */
const anyCase: fc.Arbitrary<{ given: Facts; now: Temporal.Instant }> = fc
	.record({
		now: anyNow,
		zones: fc.uniqueArray(fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'), {
			minLength: 1,
			maxLength: 2,
		}),
		agreed: fc.option(fc.constantFrom({ from: '06:30', until: '09:00' }, { from: '21:00', until: '00:30' }), { freq: 4 }),
		earlier: fc.array(
			fc.record({
				minutesAgo: fc.integer({ min: 0, max: 8 * 1_440 }),
				channel: fc.constantFrom('voice' as const, 'sms' as const),
				answered: fc.constantFrom(true, false, null),
				same_number: fc.boolean(),
				same_debtor: fc.boolean(),
				lapses: fc.option(fc.integer({ min: 1, max: 600 })),
			}),
			{ maxLength: 12 },
		),
		holds: fc.array(
			fc.record({
				minutes: fc.integer({ min: -1_440, max: 3 * 1_440 }),
				kind: fc.constantFrom('hardship' as const, 'kept_plan' as const),
				debt_id: fc.constantFrom(null, '1', '2'),
			}),
			{ maxLength: 3 },
		),
	})
	.map(({ now, zones, agreed, earlier: list, holds }) => ({
		now,
		given: facts({
			zones,
			agreed_hours: agreed,
			debts: [aDebt, { ...aDebt, id: '2', creditor_id: '8' }],
			agent: { exam_passed_on: '2026-01-01', trained_on: '2028-01-01' },
			earlier: list.map(({ minutesAgo, lapses, ...said }) =>
				earlier(now.subtract({ minutes: minutesAgo }).toString(), {
					...said,
					lapses_at: lapses === null ? null : now.add({ minutes: lapses }).toString(),
				}),
			),
			holds: holds.map(({ minutes, ...hold }) => ({
				...hold,
				from_at: now.subtract({ hours: 24 * 30 }).toString(),
				until_at: now.add({ minutes }).toString(),
			})),
		}),
	}));

describe('further packs', () => {
	const [hours] = lawRows;
	const tighter = (bounds: LawRow['bounds'], id = 'TEST'): LawRow => ({
		...(hours ?? lawRows[0]!),
		id,
		pack: 'house',
		force: 'house',
		bounds,
	});

	test('a house row with hours 09:00–20:00 tightens: 08:30 is refused until 09:00', () => {
		const law = stack(lawRows, [tighter([{ kind: 'hours of day', hours: { from: '09:00', until: '20:00' }, unlessAgreed: false }])]);
		const decision = judge(call, facts(), at('2026-11-24T00:30:00Z'), law);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-24T01:00:00Z']);
	});

	test('a row with 2 calls in 24 rolling hours counts hours, not dates: the day on which the clocks change makes no difference', () => {
		const rolling = tighter([
			{
				kind: 'count',
				limits: [
					{ count: 2, window: { kind: 'rolling', minutes: 1_440 }, channel: 'voice', counts: 'placed', of: 'anyone', per: 'debtor' },
				],
			},
		]);
		const law = stack(lawRows, [rolling]);
		const there = facts({
			zones: ['Europe/London'],
			agent: { exam_passed_on: '2026-01-05', trained_on: '2026-01-05' },
			earlier: [earlier('2026-03-28T12:00:00Z', { answered: false }), earlier('2026-03-28T13:00:00Z', { answered: false })],
		});
		expect(judge(call, there, at('2026-03-29T11:59:59Z'), law).allowedFrom?.toString()).toBe('2026-03-29T12:00:00Z');
		expect(judge(call, there, at('2026-03-29T12:00:00Z'), law).permitted).toBe(true);
	});

	test('whatever hours or limits the house adds, nothing becomes permitted that was not', () => {
		const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`);
		const anyRow = fc.oneof(
			fc.record({ from: time, until: time }).map((span) => tighter([{ kind: 'hours of day', hours: span, unlessAgreed: true }])),
			fc.record({ count: fc.integer({ min: 1, max: 9 }), days: fc.integer({ min: 1, max: 9 }) }).map(({ count, days }) =>
				tighter([
					{
						kind: 'count',
						limits: [{ count, window: { kind: 'calendar dates', days }, channel: 'voice', counts: 'placed', of: 'anyone', per: 'debtor' }],
					},
				]),
			),
		);
		fc.assert(
			fc.property(anyCase, anyRow, ({ given, now }, row) => {
				if (judge(call, given, now, stack(lawRows, [row])).permitted) expect(judge(call, given, now).permitted).toBe(true);
			}),
		);
	});

	test('a row that ends lifts with its end, and one that begins later does not speak yet', () => {
		const ends: LawBook = [{ ...tighter([{ kind: 'condition', name: 'named by debtor', count: 0 }], 'ENDS'), until: '2026-11-26' }];
		const given = facts({ party_named_by_debtor: false });
		expect(judge(call, given, morning, ends).allowedFrom?.toString()).toBe('2026-11-25T16:00:00Z');
		expect(judge(call, given, morning, [{ ...ends[0]!, from: '2026-11-25', until: null }]).permitted).toBe(true);
	});
});

describe('whatever the history', () => {
	test('one more contact never turns a refusal into a permission', () => {
		fc.assert(
			fc.property(anyCase, fc.constantFrom(call, sms), fc.integer({ min: 0, max: 600 }), ({ given, now }, ask, minutes) => {
				const more = { ...given, earlier: [...given.earlier, earlier(now.subtract({ minutes }).toString(), { channel: ask.channel })] };
				if (!judge(ask, given, now).permitted) expect(judge(ask, more, now).permitted).toBe(false);
			}),
		);
	});

	test('the first allowed moment is the first: nothing before it is allowed, it is (checked minute by minute over four days)', () => {
		fc.assert(
			fc.property(anyCase, fc.constantFrom(call, sms), ({ given, now }, ask) => {
				const { allowedFrom } = judge(ask, given, now);
				const end = now.add({ hours: 96 });
				let found: Temporal.Instant | null = null;
				for (let minute = 0; minute <= 4 * 1_440 && !found; minute++) {
					const when = now.add({ minutes: minute });
					if (judge(ask, given, when).permitted) found = when;
				}
				if (!found) {
					if (allowedFrom) expect(allowedFrom.since(end).total('seconds')).toBeGreaterThan(-60);
					return;
				}
				expect(allowedFrom).not.toBeNull();
				if (!allowedFrom) return;
				// Within the minute before the one found, never after it.
				expect(Temporal.Instant.compare(allowedFrom, found)).toBeLessThanOrEqual(0);
				expect(found.since(allowedFrom).total('seconds')).toBeLessThan(60);
				expect(judge(ask, given, allowedFrom).permitted).toBe(true);
			}),
			{ numRuns: 60 },
		);
	});

	test('the order of the candidate zones does not matter', () => {
		fc.assert(
			fc.property(anyCase, ({ given, now }) => {
				const turned = { ...given, zones: [...given.zones].reverse() };
				const [a, b] = [judge(call, given, now), judge(call, turned, now)];
				expect([a.permitted, a.allowedFrom?.toString(), a.counters]).toEqual([b.permitted, b.allowedFrom?.toString(), b.counters]);
			}),
		);
	});

	test('a permit ends within its lawful hours: at any moment before its end the same contact is still inside them', () => {
		fc.assert(
			fc.property(anyCase, ({ given, now }) => {
				const { expiresAt } = judge(call, given, now);
				if (!expiresAt) return;
				const last = judge(call, given, expiresAt.subtract({ milliseconds: 1 }));
				expect(last.reasons.find((reason) => reason.rule === 'CN-T1')?.verdict).toBe('permits');
			}),
		);
	});

	test('the same facts and the same instant, written to JSON and read again, give the same decision', () => {
		fc.assert(
			fc.property(anyCase, ({ given, now }) => {
				const again = JSON.parse(JSON.stringify(given)) as Facts;
				expect(JSON.stringify(judge(call, again, now))).toBe(JSON.stringify(judge(call, given, now)));
			}),
		);
	});
});
