import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killOnce, type KillReport } from './kill.ts';
import { killPlan, sentenceOf, subjects } from './plan.ts';
import { prepare, type Prepared } from './prepared.ts';

/** Ten of the kills of `npm run soak`, one of each sort: every subject, every part of the house, the disk, the lines. */
const seeds = ['104', '118', '32', '7', '45', '343', '60', '51', '36', '22'];
const atOnce = 3;

let prepared: Prepared;
const reports = new Map<string, KillReport>();
beforeAll(async () => {
	prepared = await prepare();
	const waiting = [...seeds];
	const work = async () => {
		for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) reports.set(seed, await killOnce(prepared, seed));
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}, 600_000);
afterAll(() => prepared?.remove());

describe('struck by', () => {
	test.each(seeds.map((seed) => ({ seed, point: sentenceOf(killPlan(seed)) })))(
		'$point, the house loses nothing it acknowledged, doubles nothing, and the auditor finds nothing (npm run soak -- --seeds 0 --kills 1 --seed $seed)',
		({ seed }) => {
			expect(reports.get(seed)?.findings).toEqual([]);
		},
	);
});

test('the blows fall while the work goes on, on every kind of work, and answers had bound the house', () => {
	const all = [...reports.values()];
	expect(all.filter((report) => report.landed).length).toBeGreaterThanOrEqual(8);
	expect(new Set(seeds.map((seed) => killPlan(seed).subject)).size).toBe(subjects.length);
	expect(all.reduce((sum, report) => sum + report.acknowledged, 0)).toBeGreaterThan(200);
});
