import { expect, inject, test } from 'vitest';
import type { Plan } from '../../src/simulator/plan.ts';
import { simulate } from '../../src/simulator/simulate.ts';

/** Small stories of failing seeds, as `dunwell simulate` printed them: pasted here, they stay. The first is the smallest agency there is. */

test('nothing is broken by one agent with one debtor (seed 1: 1 debt, 4 days)', async () => {
	const plan: Plan = { seed: '1', days: 4, debts: 1, agents: 1, faults: 'none', without: new Set() };
	const { violations, events } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect(events).toBeGreaterThan(40);
});
