import { readFileSync } from 'node:fs';
import { bookBugs } from './book-bugs.ts';
import { type Bug, bugs } from './bugs.ts';
import { contendedBugs } from './contended-bugs.ts';
import { matterBugs } from './matter-bugs.ts';
import { nearBugs } from './near-bugs.ts';
import { shownBugs } from './shown-bugs.ts';
import { sumsBugs } from './sums-bugs.ts';

/** A small agency with faults, of some weeks; of one day for what its last evening shows, or the neighbouring agency; of none for what two do at one moment. The scripts are the same beside each. */
const small = { days: 12, debts: 24, agents: 3, faults: 'all' };
const scripts = ['trials', 'neighbour', 'contended'] as const;
/** Courts, several loans and talks draw apart from everything else, and in a day there is little of them. */
const ofWeeks = ['courts', 'loans', 'talks'];

/** What is lived for a bug besides what is drawn. */
function scriptOf(bug: Bug): (typeof scripts)[number] | null {
	if (contendedBugs.includes(bug)) return 'contended';
	if ([nearBugs, matterBugs, bookBugs, shownBugs, sumsBugs].some((list) => list.includes(bug))) return 'neighbour';
	return bug.plan?.days === 1 ? 'trials' : null;
}

/** The life that a bug is planted in, in one of the fixed seeds: as JSON, the plan of a child. */
export function lifeOf(bug: Bug, seed = String(bug.seed)): string {
	const script = scriptOf(bug);
	const without = [...(script ? ofWeeks : []), ...scripts.filter((other) => other !== script)];
	return JSON.stringify({ ...small, without, ...bug.plan, seed });
}

/**
 * One bug of each invariant, and those that live one life beside each other: each alone breaks none of the invariants by which the others are found, which is tried when all are planted alone, so that
 * what is found is found of its own bug. Written by `node tools/planted.ts`.
 */
export const together: readonly (readonly Bug[])[] = [
	...Map.groupBy(
		Object.entries(JSON.parse(readFileSync(new URL('together.json', import.meta.url), 'utf8')) as Record<string, number>),
		([, life]) => life,
	).values(),
].map((life) =>
	life.map(([name]) => {
		const bug = bugs.find((each) => each.name === name);
		if (!bug) throw new Error(`no such bug: ${name}`);
		return bug;
	}),
);
