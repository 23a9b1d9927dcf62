import { readFileSync } from 'node:fs';
import { bookBugs } from './book-bugs.ts';
import { type Bug, bugs } from './bugs.ts';
import { contendedBugs } from './contended-bugs.ts';
import { courtBugs } from './court-bugs.ts';
import { edgeBugs } from './edge-bugs.ts';
import { figureBugs } from './figure-bugs.ts';
import { lawBugs } from './law-bugs.ts';
import { matterBugs } from './matter-bugs.ts';
import { moneyBugs } from './money-bugs.ts';
import { nearBugs } from './near-bugs.ts';
import { shownBugs } from './shown-bugs.ts';
import { sumsBugs } from './sums-bugs.ts';
import { trialBugs } from './trial-bugs.ts';
import { whoseFigures } from './whose-bugs.ts';

/** A small agency with faults. Courts, several loans and talks draw apart from everything else, and the scripts draw nothing: only their own bugs need them. */
const small = { days: 12, debts: 24, agents: 3, faults: 'all' };
const needs =
	(part: string, ...lists: readonly (readonly Bug[])[]) =>
	(bug: Bug) =>
		lists.some((list) => list.includes(bug)) ? [] : [part];
const parts = [
	needs('courts', courtBugs),
	needs('loans', moneyBugs, figureBugs),
	needs('talks', moneyBugs, figureBugs),
	needs('trials', lawBugs, edgeBugs, trialBugs, whoseFigures),
	needs('neighbour', nearBugs, matterBugs, bookBugs, shownBugs, sumsBugs),
	needs('contended', contendedBugs),
	needs('figures of reports', figureBugs, bookBugs, whoseFigures),
];

/** The life that a bug is planted in, in one of the fixed seeds: as JSON, the plan of a child. */
export const lifeOf = (bug: Bug, seed = String(bug.seed)): string =>
	JSON.stringify({ ...small, without: parts.flatMap((without) => without(bug)), ...bug.plan, seed });

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
