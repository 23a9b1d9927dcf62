import { expect, inject, test } from 'vitest';
import type { Plan } from '../../src/simulator/plan.ts';
import { simulate } from '../../src/simulator/simulate.ts';
import { child } from './planted/child-process.ts';

/** Small stories of failing seeds, as `dunwell simulate` printed them: pasted here, they stay. The first is the smallest agency there is. */

test('nothing is broken by one agent with one debtor (seed 1: 1 debt, 4 days)', async () => {
	const plan: Plan = { seed: '1', days: 4, debts: 1, agents: 1, faults: 'none', without: new Set() };
	const { violations, events } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect(events).toBeGreaterThan(40);
});

test('an act that is not recorded: the run is made 1 or 2 debts and 30 lines small, a test that fails with the bug and passes without', {
	timeout: 180_000,
}, async () => {
	const server = inject('server');
	const bug = 'what was said on a call is not recorded';
	const failing = JSON.stringify({ seed: '1', days: 12, debts: 24, agents: 3, faults: 'all', without: [] });
	const { debts, runs, story } = await child<{ debts: number; runs: number; story: string }>(server, bug, failing, 'shrink');
	expect(debts).toBeLessThanOrEqual(2);
	// One tiny agency shows it, and one that leaves out all kinds of events: more runs would be more minutes.
	expect(runs).toBeLessThanOrEqual(10);
	expect(story.split('\n').length).toBeLessThanOrEqual(30);
	expect(story).toMatch(/\/\/ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ contact\.attempt/);
	const [withBug, without] = await Promise.all([child(server, bug, story, 'story'), child(server, '', story, 'story')]);
	expect(withBug).toEqual({ passed: false });
	expect(without).toEqual({ passed: true });
});
