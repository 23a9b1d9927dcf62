import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyCase, anyCase, anyEarlier, anyHold } from '../../test/support/any-case.ts';
import { judge } from '../../test/support/facts.ts';
import { bookFor } from '../law/books.ts';
import { type LawBook, lawBooks, stack } from '../law/rows.ts';

/** What must hold of every pack, for every contact, history, consent, hold and wish: the first lawful moment, a permit's life, and that more of anything never permits more. */
const books: readonly (readonly [string, LawBook])[] = [
	...Object.entries<LawBook>(lawBooks),
	['India, the house alone', bookFor({ places: [{ country: 'IN' }], collector: 'agency', kind: 'consumer' })],
	[
		'US or China, not known which',
		bookFor({ places: [{ country: 'US', state: 'MA' }, { country: 'CN' }], collector: 'agency', kind: 'consumer' }),
	],
];
const anyBook = fc.constantFrom(...books.map(([, book]) => book));
const isPermitted = ({ ask, given, now }: AnyCase, law: LawBook, when = now) => judge(ask, given, when, law).permitted;
const horizonMinutes = 2 * 1_440;
/** More by hand: `EXAMINER_RUNS=400 vitest run src/contact/gate.property.test.ts`. */
const runs = Number(process.env['EXAMINER_RUNS'] ?? 12);

describe.each(books)('%s', (_, law) => {
	test('allowed_from is the first minute that asking at every minute finds; where there is none in two days, every eleventh is asked', () => {
		fc.assert(
			fc.property(anyCase, (one) => {
				const { allowedFrom } = judge(one.ask, one.given, one.now, law);
				const end = one.now.add({ minutes: horizonMinutes });
				const isNear = allowedFrom !== null && Temporal.Instant.compare(allowedFrom, end) <= 0;
				let when = one.now;
				while (Temporal.Instant.compare(when, end) <= 0 && !isPermitted(one, law, when)) when = when.add({ minutes: isNear ? 1 : 11 });
				const found = Temporal.Instant.compare(when, end) <= 0;
				expect(found ? when.toString() : null).toBe(isNear ? allowedFrom.toString() : null);
			}),
			{ numRuns: runs },
		);
	});

	test('until a permit ends the contact stays permitted, minute by minute', () => {
		fc.assert(
			fc.property(anyCase, (one) => {
				const { expiresAt } = judge(one.ask, one.given, one.now, law);
				if (!expiresAt) return;
				for (let when = one.now; Temporal.Instant.compare(when, expiresAt) < 0; when = when.add({ minutes: 1 }))
					expect(isPermitted(one, law, when)).toBe(true);
			}),
			{ numRuns: 120 },
		);
	});
});

describe('more never permits more', () => {
	test('one contact of ours more, by whatever channel, at whatever time, to whomever', () => {
		const more = anyCase.chain((one) => anyEarlier(one.now).map((each) => ({ one, each: { ...each, direction: 'outbound' as const } })));
		fc.assert(
			fc.property(more, anyBook, ({ one, each }, law) => {
				if (isPermitted(one, law)) return;
				expect(isPermitted({ ...one, given: { ...one.given, earlier: [...one.given.earlier, each] } }, law)).toBe(false);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('one hold on the person more', () => {
		// A hold on one of several debts takes that debt out of what is spoken of, and with it what stood against it alone (a transfer not told yet, EU-N1).
		const more = anyCase.chain((one) => anyHold(one.now).map((hold) => ({ one, hold: { ...hold, debt_id: null } })));
		fc.assert(
			fc.property(more, anyBook, ({ one, hold }, law) => {
				if (isPermitted(one, law)) return;
				expect(isPermitted({ ...one, given: { ...one.given, holds: [...one.given.holds, hold] } }, law)).toBe(false);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('one consent less', () => {
		fc.assert(
			fc.property(anyCase, anyBook, (one, law) => {
				const { consents = [] } = one.given;
				if (consents.length === 0 || isPermitted(one, law)) return;
				for (const gone of consents)
					expect(isPermitted({ ...one, given: { ...one.given, consents: consents.filter((each) => each !== gone) } }, law)).toBe(false);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('one candidate zone more; and neither their order nor one said twice matters', () => {
		fc.assert(
			fc.property(
				anyCase,
				anyBook,
				fc.constantFrom('Asia/Kolkata', 'Pacific/Auckland', 'America/Anchorage', 'Europe/London'),
				(one, law, zone) => {
					const within = (zones: readonly string[]) => ({ ...one, given: { ...one.given, zones } });
					const { zones } = one.given;
					if (!isPermitted(one, law)) expect(isPermitted(within([...zones, zone]), law)).toBe(false);
					const answer = (each: AnyCase) => {
						const { permitted, allowedFrom, expiresAt, counters, reasons } = judge(each.ask, each.given, each.now, law);
						const spoke = [...new Set(reasons.map(({ rule, verdict }) => `${verdict} ${rule}`))];
						return [permitted, allowedFrom?.toString(), expiresAt?.toString(), counters, spoke];
					};
					expect(answer(within([...zones].reverse()))).toEqual(answer(one));
					expect(answer(within([...zones, ...zones]))).toEqual(answer(one));
				},
			),
			{ numRuns: 1_000 },
		);
	});

	test('one pack more, on any other', () => {
		fc.assert(
			fc.property(anyCase, anyBook, fc.constantFrom(...Object.values<LawBook>(lawBooks)), (one, law, other) => {
				if (isPermitted(one, law)) return;
				const extra = other.filter((row) => !law.includes(row));
				expect(isPermitted(one, stack(law, extra))).toBe(false);
			}),
			{ numRuns: 1_000 },
		);
	});
});
