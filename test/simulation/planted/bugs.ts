import type { Plan } from '../../../src/simulator/plan.ts';
import { bookBugs } from './book-bugs.ts';
import { contendedBugs } from './contended-bugs.ts';
import { courtBugs } from './court-bugs.ts';
import { drawnBugs } from './drawn-bugs.ts';
import { edgeBugs } from './edge-bugs.ts';
import { figureBugs } from './figure-bugs.ts';
import { guardBugs } from './guard-bugs.ts';
import { moneyBugs } from './money-bugs.ts';
import { lawBugs } from './law-bugs.ts';
import { livedFigures } from './lived-bugs.ts';
import { matterBugs } from './matter-bugs.ts';
import { nearBugs } from './near-bugs.ts';
import { shownBugs } from './shown-bugs.ts';
import { sumsBugs } from './sums-bugs.ts';
import { trialBugs } from './trial-bugs.ts';
import { whoseFigures } from './whose-bugs.ts';

/** A change of one module's text, made when it is loaded. The text must be found, once at least, or the run fails. */
export type Patch = readonly [file: string, find: string, put: string];
export type Bug = {
	/** What is wrong, as one would report it. */
	readonly name: string;
	/** The invariant that says so. */
	readonly invariant: string;
	readonly patches: readonly Patch[];
	/** Done to the database of the run by its owner. */
	readonly sql?: readonly string[];
	/** The fixed seed that shows it first. */
	readonly seed: number;
	/** Where 12 days of 60 debts are not enough. */
	readonly plan?: Partial<Pick<Plan, 'days' | 'debts' | 'agents'>>;
};

/** Small mistakes, one or more for each invariant, as they are made: an edge, a forgotten condition, a lost key. */
export const bugs: readonly Bug[] = [
	...contendedBugs,
	...drawnBugs,
	...courtBugs,
	...moneyBugs,
	...lawBugs,
	...guardBugs,
	...nearBugs,
	...matterBugs,
	...bookBugs,
	...shownBugs,
	...sumsBugs,
	...edgeBugs,
	...trialBugs,
	...figureBugs,
	...whoseFigures,
	...livedFigures,
];
