import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../core/random.ts';
import { answerOf, keptOf, natureOf, promisedMinor, talkSeconds } from './behaviour.ts';

/** 400 debtors of one seed, each called five times. */
const calls = Array.from({ length: 400 }, (_, debtor) => {
	const nature = natureOf(random(`test debtor ${debtor}`));
	return [0, 1, 2, 3, 4].map((earlier) => answerOf(random(`test debtor ${debtor} call ${earlier}`), nature, earlier));
});

describe('2,000 calls to 400 debtors', () => {
	const all = calls.flat();
	const share = (of: (answer: (typeof all)[number]) => boolean) => all.filter(of).length / all.length;

	test('25 to 30 % reach the debtor in person', () => {
		const reached = share((answer) => answer.line === 'right_party');
		expect(reached).toBeGreaterThan(0.23);
		expect(reached).toBeLessThan(0.31);
	});

	test('agreement falls with each call: the first call brings more promises per person reached than the fourth and fifth', () => {
		const rate = (places: number[]) => {
			const reached = calls.flatMap((debtor) => places.map((place) => debtor[place])).filter((answer) => answer?.line === 'right_party');
			return reached.filter((answer) => answer?.said === 'promise').length / reached.length;
		};
		expect(rate([0])).toBeGreaterThan(rate([3, 4]));
	});

	test('only the debtor in person promises; a dead number never answers', () => {
		for (const answer of all) if (answer.said === 'promise' || answer.said === 'plan') expect(answer.line).toBe('right_party');
		const dead = { line: 'dead', willing: true, ability: 'able', reason: 'forgot' } as const;
		for (let i = 0; i < 100; i++) expect(['invalid', 'off']).toContain(answerOf(random(`dead ${i}`), dead, 0).line);
	});
});

test('half of 10,000 calls last less than about 180 seconds, one in ten more than about 543', () => {
	const draw = random('talk');
	const seconds = Array.from({ length: 10_000 }, () => talkSeconds(draw)).sort((a, b) => a - b);
	expect(Math.abs((seconds[5_000] ?? 0) - 180)).toBeLessThan(10);
	expect(Math.abs((seconds[9_000] ?? 0) - 543)).toBeLessThan(30);
});

test('a willing and able debtor keeps two promises in three, an unwilling one without means few', () => {
	const kept = (willing: boolean, ability: 'able' | 'unable') => {
		const draw = random('kept');
		const results = Array.from({ length: 3_000 }, () => keptOf(draw, { line: 'answers', willing, ability, reason: 'other' }));
		return results.filter((result) => result === 'full').length / 3_000;
	};
	expect(Math.abs(kept(true, 'able') - 0.66)).toBeLessThan(0.03);
	expect(kept(false, 'unable')).toBeLessThan(0.12);
});

test('nobody promises nothing or more than is owed', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: 1n, max: 10n ** 11n }), fc.integer({ min: 0, max: 10_000 }), (owed, seed) => {
			const draw = random(`owed ${seed}`);
			const minor = promisedMinor(draw, natureOf(draw), owed);
			expect(minor > 0n && minor <= owed).toBe(true);
		}),
	);
});
