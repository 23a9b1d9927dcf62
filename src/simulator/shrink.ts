import type { Pool } from '../host/db.ts';
import { kinds, type Plan } from './plan.ts';
import { type Simulation, simulate } from './simulate.ts';

/** A failing plan made small, and what happened in it. */
export type Small = { readonly plan: Plan; readonly simulation: Simulation; readonly runs: number };

/** Debtors, agents and days of a story somebody reads at once; tried in this order, each under a few seeds. */
const smallest = [
	{ debts: 1, agents: 1, days: 4 },
	{ debts: 2, agents: 1, days: 8 },
	{ debts: 2, agents: 3, days: 14 },
	{ debts: 4, agents: 3, days: 14 },
] as const;
const seedsEach = 4;

/**
 * Makes a failing run small, as long as the same invariant is still broken: first a handful of tiny agencies (a mistake of the house shows in most), else the run itself
 * by halves: fewer days (up to the day of the finding), debts and agents, no faults. Then kinds of events are left out, half of them at a time. `runsMax` bounds the time.
 */
export async function shrink(
	serverUrl: string,
	plan: Plan,
	failed: Simulation,
	{ runsMax = 60, prepare }: { readonly runsMax?: number; readonly prepare?: (owner: Pool) => Promise<void> } = {},
): Promise<Small> {
	const invariant = failed.violations[0]?.invariant;
	let small: Small = { plan: { ...plan, days: failed.lived }, simulation: failed, runs: 0 };
	let runs = 0;
	const tries = async (candidate: Plan): Promise<boolean> => {
		if (runs >= runsMax) return false;
		runs++;
		const simulation = await simulate(serverUrl, candidate, undefined, prepare);
		if (!simulation.violations.some((violation) => violation.invariant === invariant)) return false;
		small = { plan: { ...candidate, days: simulation.lived }, simulation, runs };
		return true;
	};
	const { without } = plan;
	const tiny = smallest
		.flatMap((size) =>
			Array.from(
				{ length: seedsEach },
				(_, i): Plan => ({ ...size, seed: i === 0 ? plan.seed : `${plan.seed}.${i}`, faults: 'none', without }),
			),
		)
		.filter((each) => each.debts < plan.debts);
	let found = false;
	for (const candidate of tiny) if (!found) found = await tries(candidate);
	if (!found) {
		if (plan.faults === 'all') await tries({ ...small.plan, faults: 'none' });
		while (small.plan.agents > 1 && (await tries({ ...small.plan, agents: Math.floor(small.plan.agents / 2) })));
		while (small.plan.debts > 1 && (await tries({ ...small.plan, debts: Math.floor(small.plan.debts / 2) })));
	}
	await leaveOut([...kinds].filter((kind) => !small.plan.without.has(kind)));
	return { ...small, runs };

	/** Leaves out all of these kinds, else each half of them. */
	async function leaveOut(some: readonly (typeof kinds)[number][]): Promise<void> {
		if (some.length === 0 || (await tries({ ...small.plan, without: new Set([...small.plan.without, ...some]) })) || some.length === 1)
			return;
		const half = Math.ceil(some.length / 2);
		await leaveOut(some.slice(0, half));
		await leaveOut(some.slice(half));
	}
}

const linesMost = 22;
const columnsMost = 180;
const short = (line: string) => (line.length > columnsMost ? `${line.slice(0, columnsMost - 1)}…` : line).replaceAll(/\s+/g, ' ');

/** The small run as a test to paste into test/simulation/stories.db.test.ts: what is broken, the dated acts that led to it, the run. */
export function asScenario({ plan, simulation }: Small): string {
	const [violation] = simulation.violations;
	const without = [...plan.without].map((kind) => `'${kind}'`).join(', ');
	return [
		short(`// ${violation?.invariant}: ${violation?.sentence}`),
		...simulation.story.slice(-linesMost).map((line) => short(`// ${line}`)),
		`test('${(violation?.invariant ?? '').replaceAll("'", '’')} (seed ${plan.seed}: ${plan.debts} debts, ${plan.days} days)', async () => {`,
		`	const plan: Plan = { seed: '${plan.seed}', days: ${plan.days}, debts: ${plan.debts}, agents: ${plan.agents}, faults: '${plan.faults}', without: new Set([${without}]) };`,
		`	expect((await simulate(inject('server'), plan)).violations).toEqual([]);`,
		'});',
	].join('\n');
}
