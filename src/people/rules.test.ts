import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTryAt, type Try } from './rules.ts';

const now = Temporal.Instant.from('2026-11-24T02:00:00Z');
const ago = (minutes: number, sameAddress = true): Try => ({ at: now.subtract({ seconds: Math.round(minutes * 60) }), sameAddress });
const times = (count: number, each: Try) => Array.from({ length: count }, () => each);

describe('tries to sign in', () => {
	test.each([
		['none', [], null],
		['9 from this address', times(9, ago(1)), null],
		['10 from this address a minute ago', times(10, ago(1)), '2026-11-24T02:09:00Z'],
		['10 from this address, the oldest ten minutes ago', [ago(10), ...times(9, ago(1))], null],
		['10 from this address, the oldest nine minutes ago', [ago(9), ...times(9, ago(1))], '2026-11-24T02:01:00Z'],
		['49 from elsewhere', times(49, ago(1, false)), null],
		['50 from everywhere', [...times(5, ago(2)), ...times(45, ago(1, false))], '2026-11-24T02:08:00Z'],
		['both limits: the later moment counts', [...times(10, ago(1)), ...times(40, ago(5, false))], '2026-11-24T02:09:00Z'],
	] as const)('%s', (_, tries, expected) => {
		expect(nextTryAt(tries, now)?.toString() ?? null).toBe(expected);
	});

	test('whatever was tried, the moment given is ahead, and by then the try is allowed', () => {
		const tries = fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 20 }), own: fc.boolean() }), { maxLength: 80 });
		fc.assert(
			fc.property(tries, (list) => {
				const all = list.map(({ minutes, own }) => ago(minutes, own));
				const until = nextTryAt(all, now);
				if (until === null) return;
				expect(Temporal.Instant.compare(until, now)).toBe(1);
				expect(nextTryAt(all, until)).toBe(null);
			}),
		);
	});
});
