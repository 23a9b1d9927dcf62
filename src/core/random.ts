import { assert } from './assert.ts';

/**
 * Seeded randomness: the same seed gives the same draws on every machine. For demonstration data, random assignment and simulation;
 * never for keys or tokens (those come from `node:crypto`).
 */
export type Random = {
	/** An integer 0 ≤ n < 2³². */
	next(): number;
	/** An integer 0 ≤ n < `limit`; `limit` at most 2³². */
	below(limit: number): number;
	/** An integer from `first` to `last`, both included. */
	between(first: number, last: number): number;
	/** True in `ppm` of a million draws. */
	chance(ppm: number): boolean;
	pick<T>(list: readonly T[]): T;
	/** A value by integer weights. */
	weighed<T>(choices: readonly (readonly [T, number])[]): T;
};

/** Four 32-bit words of a text (cyrb128). */
function words(text: string): [number, number, number, number] {
	let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
	for (let i = 0; i < text.length; i++) {
		const k = text.charCodeAt(i);
		a = b ^ Math.imul(a ^ k, 597399067);
		b = c ^ Math.imul(b ^ k, 2869860233);
		c = d ^ Math.imul(c ^ k, 951274213);
		d = a ^ Math.imul(d ^ k, 2716044179);
	}
	return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** A stream of draws from a seed (sfc32). Streams of different seeds do not follow each other: `random('7 debtor 12')`. */
export function random(seed: string): Random {
	let [a, b, c, d] = words(seed);
	const next = () => {
		const t = (a + b + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return t >>> 0;
	};
	for (let i = 0; i < 12; i++) next();
	const below = (limit: number) => {
		assert(Number.isInteger(limit) && limit > 0 && limit <= 2 ** 32, 'random.below: a limit from 1 to 2^32');
		return Math.floor((next() / 2 ** 32) * limit);
	};
	return {
		next,
		below,
		between: (first, last) => first + below(last - first + 1),
		chance: (ppm) => below(1_000_000) < ppm,
		pick: (list) => {
			assert(list.length > 0, 'random.pick: an empty list');
			return list[below(list.length)] as (typeof list)[number];
		},
		weighed: (choices) => {
			let at = below(choices.reduce((sum, [, weight]) => sum + weight, 0));
			for (const [value, weight] of choices) {
				if (at < weight) return value;
				at -= weight;
			}
			throw new Error('random.weighed: weights changed while drawing');
		},
	};
}
