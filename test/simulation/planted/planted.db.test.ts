import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../src/host/config.ts';
import { invariants, lastInvariants } from '../../../src/auditor/auditor.ts';
import { serverWithTemplate } from '../template.ts';
import { type Bug, bugs } from './bugs.ts';
import { broken } from './child-process.ts';
import { lifeOf, together } from './lives.ts';

const server = serverWithTemplate();
const seeds = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const besides = (bug: Bug) => (together.find((life) => life.includes(bug)) ?? [bug]).filter((other) => other !== bug);

/** Lives a bug alone in one fixed seed after the other, the one known to show it first, until what it breaks is found. */
async function foundAlone(bug: Bug): Promise<readonly string[]> {
	const found: string[] = [];
	for (const seed of [String(bug.seed), ...seeds.filter((other) => other !== String(bug.seed))]) {
		found.push(...(await broken(server(), [bug], lifeOf(bug, seed), 'life')));
		if (found.includes(bug.invariant)) break;
	}
	return found;
}

/** A life that several bugs are planted in is lived once, by the first that asks, and to its end; one of a single bug until something is found. */
const lives = new Map<readonly Bug[], Promise<readonly string[]>>();
function lived(life: readonly Bug[], bug: Bug): Promise<readonly string[]> {
	const known = lives.get(life) ?? broken(server(), life, lifeOf(bug), life.length === 1 ? 'run' : 'life');
	lives.set(life, known);
	return known;
}

/** In `npm test`, which has its quarter of an hour, one bug of each invariant, in as few lives as will do; in `npm run soak`, or with DUNWELL_PLANTED=all, every bug, each alone. */
const planted =
	process.env['DUNWELL_PLANTED'] === 'all'
		? bugs.map((bug) => ({ ...bug, bug, life: [bug] }))
		: together.flatMap((life) => life.map((bug) => ({ ...bug, bug, life })));

describe('a bug planted in the product is found within the ten fixed seeds', { timeout: 600_000 }, () => {
	test.concurrent.each(planted)('$name: $invariant', async ({ bug, life, invariant }) => {
		const found = await lived(life, bug);
		// Until the draws change, or another bug of that life hides it, that is enough.
		if (found.includes(invariant)) return;
		const alone = await foundAlone(bug);
		expect(alone).toContain(invariant);
		const ofOthers = besides(bug).map((other) => other.invariant);
		expect(alone.filter((each) => ofOthers.includes(each))).toEqual([]);
	});
});

/** Every name that a finding may have: of the auditor's lists, and of what the scripts and the last look hold the house against besides. */
function namesOfInvariants(): readonly string[] {
	const sources = globSync('src/{auditor,simulator,trials,neighbour}/**/*.ts', { cwd: root }).map((file) =>
		readFileSync(join(root, file), 'utf8'),
	);
	const besides = sources.flatMap((text) => [...text.matchAll(/(?:Invariant =|invariant:)\s+'([^']+)'/g)].map(([, name = '']) => name));
	return [...new Set([...invariants.map(({ name }) => name), ...lastInvariants, ...besides])];
}

test('every invariant has a bug that it finds', () => {
	const shown = new Set(together.flat().map((bug) => bug.invariant));
	const names = namesOfInvariants();
	expect(names).toContain('an agency is shown nothing of another');
	expect(names.filter((name) => !shown.has(name))).toEqual([]);
});

test('bugs that are planted together live the same life, each with an invariant of its own', () => {
	for (const life of together) {
		expect(new Set(life.map((bug) => lifeOf(bug))).size).toBe(1);
		expect(new Set(life.map((bug) => bug.invariant)).size).toBe(life.length);
	}
});

test('each place in the product that a bug changes is there once, as it is written', () => {
	const lost = bugs.flatMap(({ name, patches }) =>
		patches.flatMap(([file, find]) =>
			readFileSync(join(root, file), 'utf8').split(find).length === 2 ? [] : [`${name}: ${file}: ${find}`],
		),
	);
	expect(lost).toEqual([]);
});
