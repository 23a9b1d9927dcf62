import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { call, earlier, facts, morning as now } from '../../test/support/facts.ts';
import { lawRows } from '../law/rows.ts';
import { decide, type Facts } from './rules.ts';

/** CN-F1 counts all agencies of a lender together. */
const ask = (given: Partial<Facts>, at = now) => decide(call, facts(given), lawRows, at);
const refusing = (given: Partial<Facts>) => ask(given).reasons.flatMap((reason) => (reason.verdict === 'refuses' ? [reason.rule] : []));
const others = (minutesAgo: readonly number[], answered: boolean | null = true, creditor = '9'): Facts['elsewhere'] => ({
	state: 'counted',
	calls: minutesAgo.map((ago) => ({ creditor_id: creditor, at: now.subtract({ minutes: ago }).toString(), answered })),
});
const own = (minutesAgo: number) => earlier(now.subtract({ minutes: minutesAgo }).toString(), { answered: true, same_number: false });
const away = (share: number, why: 'no answer' | 'no identity number' = 'no answer') =>
	({ state: 'away', why, local_share: share }) as const;

describe('calls of the lender’s other agencies', () => {
	test('two of theirs and one of ours today: the fourth is refused by CN-F1 until the debtor’s next day', () => {
		const refused = ask({ earlier: [own(30)], elsewhere: others([10, 20]) });
		expect(refused.code).toBe('contact.answered_limit_reached');
		expect(refused.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
		expect(refused.counters.answeredToday).toBe(3);
		expect(ask({ earlier: [own(30)], elsewhere: others([10]) }).permitted).toBe(true);
	});

	test('those without an outcome count; those not answered, of another lender or of yesterday at the debtor’s place do not', () => {
		expect(refusing({ elsewhere: others([1, 2, 3], null) })).toEqual(['CN-F1']);
		expect(refusing({ elsewhere: others([1, 2, 3], false) })).toEqual([]);
		expect(refusing({ elsewhere: others([1, 2, 3], true, '10') })).toEqual([]);
		// 10:00 in Shanghai: the day began 600 minutes ago.
		expect(refusing({ elsewhere: others([600, 599, 598]) })).toEqual(['CN-F1']);
		expect(refusing({ elsewhere: others([601, 602, 603]) })).toEqual([]);
		expect(refusing({ zones: ['Asia/Shanghai', 'Asia/Urumqi'], elsewhere: others([601, 602, 603]) })).not.toContain('CN-F1');
	});

	test('while nobody answers a share of 1 is the limit, and the decision says so either way', () => {
		const given = ask({ elsewhere: away(1) });
		expect(given.permitted).toBe(true);
		expect(given.reasons.find((reason) => reason.rule === 'CN-F1')?.sentence.en).toMatch(/does not answer: our own share of 1/);
		const refused = ask({ earlier: [own(30)], elsewhere: away(1, 'no identity number') });
		expect(refused.reasons[0]).toMatchObject({ rule: 'CN-F1', verdict: 'refuses' });
		expect(refused.reasons[0]?.sentence.zh).toMatch(/上限 1 次（债务人无证件号，无法跨机构计数，按本机构份额 1 次从严）/);
		expect(refused.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('a share of 0 refuses every call, and time alone does not heal it; a share above the limit does not raise it', () => {
		expect(ask({ elsewhere: away(0) })).toMatchObject({ code: 'contact.answered_limit_reached', allowedFrom: null });
		expect(refusing({ earlier: [own(1), own(2), own(3)], elsewhere: away(9) })).toEqual(['CN-F1']);
	});

	test('whatever others did or however silent they are, it never permits what was refused without', () => {
		const minutes = fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 4 });
		const part = fc.oneof(
			fc.tuple(minutes, fc.constantFrom(true, false, null)).map(([list, answered]) => others(list, answered)),
			fc.integer({ min: 0, max: 5 }).map((share) => away(share)),
		);
		fc.assert(
			fc.property(minutes, part, (ours, elsewhere) => {
				const earlierOnes = ours.map((ago) => own(ago));
				if (ask({ earlier: earlierOnes, elsewhere }).permitted) expect(ask({ earlier: earlierOnes }).permitted).toBe(true);
			}),
		);
	});
});
