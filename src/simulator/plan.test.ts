import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Kind, kinds, misdeedsOf, type Plan, placementsOf, shiftOf, unaskedPpm } from './plan.ts';

const plans = fc.record<Plan>({
	seed: fc.string({ minLength: 1, maxLength: 8 }),
	days: fc.integer({ min: 1, max: 400 }),
	debts: fc.integer({ min: 1, max: 5_000 }),
	agents: fc.integer({ min: 1, max: 20 }),
	faults: fc.constantFrom('none' as const, 'all' as const),
	without: fc.subarray([...kinds]).map((left) => new Set<Kind>(left)),
});

test('the files of a plan bring exactly its debts, the first on the first day, none after its last', () => {
	fc.assert(
		fc.property(plans, (plan) => {
			const placed = placementsOf(plan);
			expect(placed.reduce((sum, each) => sum + each.debts, 0)).toBe(plan.debts);
			expect(placed[0]?.day).toBe(0);
			expect(placed.every((each) => each.day < plan.days && each.debts > 0)).toBe(true);
		}),
	);
});

test('what is left out changes nothing of what is left: files, sizes and clients stay as they were', () => {
	fc.assert(
		fc.property(plans, (plan) => {
			const bare = (all: ReturnType<typeof placementsOf>) => all.map(({ day, client, debts }) => ({ day, client, debts }));
			expect(bare(placementsOf({ ...plan, without: new Set() }))).toEqual(bare(placementsOf(plan)));
		}),
	);
});

test('no shift begins before 08:15 or goes on after 17:15', () => {
	fc.assert(
		fc.property(plans, fc.nat({ max: 400 }), (plan, day) => {
			const { fromMinute, untilMinute } = shiftOf(plan, 0, day);
			expect(fromMinute).toBeGreaterThanOrEqual(8 * 60 + 15);
			expect(untilMinute).toBeLessThanOrEqual(17 * 60 + 15);
			expect(untilMinute).toBeGreaterThan(fromMinute);
		}),
	);
});

test('without misdeeds nobody tries any; with them, 5 agents try some within 30 days', () => {
	const plan: Plan = { seed: '1', days: 30, debts: 10, agents: 5, faults: 'none', without: new Set() };
	const days = Array.from({ length: 30 }, (_, day) => day);
	expect(days.flatMap((day) => misdeedsOf(plan, day)).length).toBeGreaterThan(10);
	expect(days.flatMap((day) => misdeedsOf({ ...plan, without: new Set(['misdeeds']) }, day))).toEqual([]);
});

test('the later a debt, the less often it is paid unasked', () => {
	expect([30, 90, 91, 120, 121, 150, 151, 400].map(unaskedPpm)).toEqual([9_780, 9_780, 6_030, 6_030, 1_180, 1_180, 330, 330]);
});

test('no misdeed begins before the desks are empty at 17:30, and each after the one before', () => {
	fc.assert(
		fc.property(plans, fc.nat({ max: 400 }), (plan, day) => {
			const minutes = misdeedsOf(plan, day).map(({ minute }) => minute);
			expect(minutes.every((minute) => minute >= 17 * 60 + 30 && minute <= 24 * 60)).toBe(true);
			expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
		}),
	);
});
