import { kinds, type Plan } from './plan.ts';
import { type Simulation, simulate } from './simulate.ts';

/** A failing plan made small, and what happened in it. */
export type Small = { readonly plan: Plan; readonly simulation: Simulation; readonly runs: number };

/**
 * Makes a failing run small: fewer days (up to the day of the finding), debts and agents, no faults, kinds of events left out, as long as the same invariant
 * is still broken. `runsMax` bounds the time.
 */
export async function shrink(serverUrl: string, plan: Plan, failed: Simulation, runsMax = 40): Promise<Small> {
	const invariant = failed.violations[0]?.invariant;
	let small: Small = { plan: { ...plan, days: failed.lived }, simulation: failed, runs: 0 };
	let runs = 0;
	const tries = async (candidate: Plan): Promise<boolean> => {
		if (runs >= runsMax) return false;
		runs++;
		const simulation = await simulate(serverUrl, candidate);
		if (!simulation.violations.some((violation) => violation.invariant === invariant)) return false;
		small = { plan: { ...candidate, days: simulation.lived }, simulation, runs };
		return true;
	};
	if (small.plan.faults === 'all') await tries({ ...small.plan, faults: 'none' });
	for (const kind of kinds)
		if (!small.plan.without.has(kind)) await tries({ ...small.plan, without: new Set([...small.plan.without, kind]) });
	while (small.plan.agents > 1 && (await tries({ ...small.plan, agents: Math.floor(small.plan.agents / 2) })));
	while (small.plan.debts > 1 && (await tries({ ...small.plan, debts: Math.floor(small.plan.debts / 2) })));
	return { ...small, runs };
}

/** The small run as a test that can be pasted into the scenarios, its story above it. */
export function asScenario({ plan, simulation }: Small): string {
	const [violation] = simulation.violations;
	const without = [...plan.without].map((kind) => `'${kind}'`).join(', ');
	return [
		`// ${violation?.invariant}: ${violation?.sentence}`,
		...simulation.story.map((line) => `// ${line}`),
		`test('${violation?.invariant} (seed ${plan.seed}, ${plan.debts} debts, ${plan.days} days)', async () => {`,
		`	const plan: Plan = { seed: '${plan.seed}', days: ${plan.days}, debts: ${plan.debts}, agents: ${plan.agents}, faults: '${plan.faults}', without: new Set([${without}]) };`,
		`	expect((await simulate(inject('server'), plan)).violations).toEqual([]);`,
		'});',
	].join('\n');
}
