import { assert } from '../core/assert.ts';
import { isTold, ratePpm } from '../core/money.ts';
import { daysBetween } from '../core/time.ts';

/**
 * The formulas of the trade (docs: `docs/reference/metrics.md`), in integers: amounts in minor units, rates in parts per million rounded
 * down, mean days in tenths rounded down. Nothing to divide by gives `null`, never zero.
 */
export type Dates = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate };

/**
 * The period before, to compare with: the same number of whole calendar months when the period is whole months (a quarter with the
 * quarter before), else the same number of days.
 */
export function periodBefore({ from, to }: Dates): Dates {
	assert(Temporal.PlainDate.compare(from, to) <= 0, 'a period that ends before it begins');
	const next = to.add({ days: 1 });
	if (from.day === 1 && next.day === 1) {
		const months = from.until(next, { largestUnit: 'month' }).months;
		return { from: from.subtract({ months }), to: from.subtract({ days: 1 }) };
	}
	const days = daysBetween(from, next);
	return { from: from.subtract({ days }), to: from.subtract({ days: 1 }) };
}

/** Change against before, in parts per million rounded towards zero; `null` when there was nothing before, or so little that no number carries the rate. */
export function changePpm(now: bigint, before: bigint): bigint | null {
	if (before === 0n) return null;
	const change = ((now - before) * 1_000_000n) / (before < 0n ? -before : before);
	return isTold(change) ? change : null;
}

/** Cash or counts by day from placement. */
export type OnDay = { readonly day: number; readonly minor: bigint };

/** 回款周期: Σ(amount × days from placement) ÷ Σ amount, in tenths of a day, rounded down; `null` without cash. */
export function meanDaysTenths(cash: readonly OnDay[]): number | null {
	const sum = cash.reduce((total, { minor }) => total + minor, 0n);
	if (sum === 0n) return null;
	return Number((cash.reduce((total, { day, minor }) => total + BigInt(day) * minor, 0n) * 10n) / sum);
}

/** The first day by which at least half of the cash had come in; `null` without cash. */
export function medianDays(cash: readonly OnDay[]): number | null {
	const sum = cash.reduce((total, { minor }) => total + minor, 0n);
	if (sum === 0n) return null;
	let come = 0n;
	for (const { day, minor } of [...cash].sort((a, b) => a.day - b.day)) {
		come += minor;
		if (come * 2n >= sum) return day;
	}
	return null;
}

export type CurvePoint = { readonly day: number; readonly collectedMinor: bigint; readonly rate: bigint | null };

/**
 * Liquidation curve: cash to day n ÷ placed on day 0, for every n = 0 … the days the batch is old, or the last with cash: a batch is dated by its first row, and another may have been placed earlier. At
 * most `daysMax`. Never falls while cash is net of reversals.
 */
export function liquidationCurve(placedMinor: bigint, cash: readonly OnDay[], daysOld: number, daysMax: number): CurvePoint[] {
	const lastDay = Math.min(daysMax, Math.max(daysOld, ...cash.map(({ day }) => day)));
	const byDay = new Map<number, bigint>();
	for (const { day, minor } of cash) {
		// Money that came before the file did counts on day 0.
		const on = day < 0 ? 0 : day;
		byDay.set(on, (byDay.get(on) ?? 0n) + minor);
	}
	let collectedMinor = 0n;
	return Array.from({ length: lastDay + 1 }, (_, day) => {
		collectedMinor += byDay.get(day) ?? 0n;
		return { day, collectedMinor, rate: ratePpm(collectedMinor, placedMinor) };
	});
}

/** Promises due in a period as judged by then. */
export type PromiseCounts = {
	readonly dueCount: number;
	readonly dueMinor: bigint;
	readonly keptCount: number;
	readonly keptMinor: bigint;
	readonly partlyCount: number;
	readonly brokenCount: number;
	readonly pendingCount: number;
	readonly pendingMinor: bigint;
};

/**
 * 承诺兑现率: promises due in the period paid in full by date + grace ÷ promises due. One still within its grace is neither kept nor broken,
 * so it is left out of both sides and shown as pending.
 */
export function keptRates(due: PromiseCounts): { byCount: bigint | null; byMinor: bigint | null } {
	assert(due.keptCount + due.partlyCount + due.brokenCount + due.pendingCount === due.dueCount, 'promises due do not add up');
	return {
		byCount: ratePpm(BigInt(due.keptCount), BigInt(due.dueCount - due.pendingCount)),
		byMinor: ratePpm(due.keptMinor, due.dueMinor - due.pendingMinor),
	};
}

/** What next week's promises are worth at the kept rate (by amount) seen in the period, rounded down; `null` without a rate. */
export function expectedFrom(promisedMinor: bigint, keptRatePpm: bigint | null): bigint | null {
	return keptRatePpm === null ? null : (promisedMinor * keptRatePpm) / 1_000_000n;
}
