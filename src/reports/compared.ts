import { ratePpm, toWire } from '../core/money.ts';
import { changePpm } from './rules.ts';
import type { Compared, ComparedRate } from './shapes.ts';

/** Figures of a period beside those of the one before, as they go over the wire. */
const whole = (value: number | bigint): bigint => BigInt(value);

/** A rate in parts per million as a number; null: nothing to divide by. */
export const ppm = (rate: bigint | null): number | null => (rate === null ? null : toWire(rate));

export function compared(now: number | bigint, before: number | bigint): Compared {
	const [a, b] = [whole(now), whole(before)];
	return { now: toWire(a), before: toWire(b), change: toWire(a - b), change_ppm: ppm(changePpm(a, b)) };
}

/** Two rates beside each other; the change is in parts per million of the whole (percentage points), not of the rate. */
export function comparedRate(now: bigint | null, before: bigint | null): ComparedRate {
	return { now: ppm(now), before: ppm(before), change_ppm: now === null || before === null ? null : ppm(now - before) };
}

/** A part of a whole in parts per million, rounded down. */
export const rate = (part: number | bigint, of: number | bigint): bigint | null => ratePpm(whole(part), whole(of));
