import { expect, test } from 'vitest';
import { random } from './random.ts';

test('the same seed gives the same draws, another seed others', () => {
	const draws = (seed: string) => {
		const stream = random(seed);
		return Array.from({ length: 50 }, () => stream.next());
	};
	expect(draws('7')).toEqual(draws('7'));
	expect(draws('7')).not.toEqual(draws('8'));
	expect(draws('7 debtor 1').slice(1)).not.toEqual(draws('7 debtor 2').slice(0, -1));
});

test('100,000 draws below 10 hit each number between 9,700 and 10,300 times', () => {
	const stream = random('even');
	const hits = Array<number>(10).fill(0);
	for (let i = 0; i < 100_000; i++) hits[stream.below(10)]! += 1;
	expect(Math.min(...hits)).toBeGreaterThan(9_700);
	expect(Math.max(...hits)).toBeLessThan(10_300);
});

test('a weight of 0 is never drawn and weights 1 : 3 come out near a quarter', () => {
	const stream = random('weights');
	const drawn = Array.from({ length: 20_000 }, () =>
		stream.weighed([
			['never', 0],
			['one', 1],
			['three', 3],
		] as const),
	);
	expect(drawn).not.toContain('never');
	const share = drawn.filter((value) => value === 'one').length / 20_000;
	expect(Math.abs(share - 0.25)).toBeLessThan(0.02);
});
