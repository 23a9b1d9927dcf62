import { known } from '../core/assert.ts';
import type { Pool } from '../host/db.ts';
import type { Happening } from './course.ts';
import type { Plan } from './plan.ts';
import { playedInvariant } from '../auditor/played.ts';
import { type Server, withTemplate } from './house.ts';
import { type Simulation, simulate } from './simulate.ts';

/** A failing plan made small, and what happened in it. `debts`, `days`: how many of them are left. */
export type Small = {
	readonly plan: Plan;
	readonly simulation: Simulation;
	readonly runs: number;
	readonly debts: number;
	readonly days: number;
};

export type Shrinking = {
	/** Bounds the time: a run of a handful of debtors takes a second or two, the first, of everybody, what the failing one took. */
	readonly runsMax?: number;
	readonly prepare?: (owner: Pool) => Promise<void>;
	/** Hears how far it is, after each run. */
	readonly say?: (line: string) => void;
};

type Happened = ReadonlyMap<string, Happening>;
const onlyOf = (happened: Happened): Record<string, string> => Object.fromEntries([...happened].map(([name, { as }]) => [name, as]));
const count = (happened: Happened, pattern: RegExp) => [...happened.keys()].filter((name) => pattern.test(name)).length;
const dayOf = (name: string) => /^day \d+/.exec(name)?.[0] ?? null;
/** What sort of thing a name is of: the name without its numbers and hours. */
const sortOf = (name: string) => name.replaceAll(/\S*\d\S*/g, '#');
/** The last evening and the neighbouring agency, things of which are played in the same way in every run. */
const scripts = ['trial ', 'neighbour '] as const;
const scripted = (name: string) => scripts.some((script) => name.startsWith(script));

/**
 * Makes a failing run small, as long as the same invariant is still broken. Everything that happened in it has a name, and what is kept happens as it did, whatever is dropped (`course.ts`); so it
 * is halved and halved again (delta debugging: A. Zeller, R. Hildebrandt, 2002): the debtors, beginning with the one of the finding alone; then days; sorts of things; then each single one.
 * A script is held against what is written of it as a whole, so of one that came out otherwise no part is left out: the agency beside it is, and the other script.
 */
export function shrink(serverUrl: string, plan: Plan, failed: Simulation, shrinking: Shrinking = {}): Promise<Small> {
	return withTemplate(serverUrl, (server) => shrinkOn(server, plan, failed, shrinking));
}

async function shrinkOn(
	server: Server,
	plan: Plan,
	failed: Simulation,
	{ runsMax = 200, prepare, say = () => {} }: Shrinking,
): Promise<Small> {
	const of = known(failed.violations[0], 'finding');
	let small = { plan, simulation: failed };
	let runs = 0;
	const tried = new Set<string>();
	const tries = async (candidate: Plan): Promise<boolean> => {
		const key = JSON.stringify(candidate);
		if (runs >= runsMax || tried.has(key)) return false;
		tried.add(key);
		runs++;
		const simulation = await simulate(server, candidate, prepare ? { prepare } : {});
		const shows = simulation.violations.some((violation) => violation.invariant === of.invariant);
		if (shows) small = { plan: { ...candidate, only: onlyOf(simulation.happened) }, simulation };
		const { happened } = small.simulation;
		say(`run ${runs}: ${count(happened, /^file \d+ row/)} debts, ${count(happened, /^day \d+$/)} days, ${happened.size} things are left`);
		return shows;
	};
	const keep = (left: (name: string, thing: Happening) => boolean, more: Partial<Plan> = {}) => {
		const { plan: whole, simulation } = small;
		return tries({ ...whole, ...more, only: onlyOf(new Map([...simulation.happened].filter(([name, thing]) => left(name, thing)))) });
	};
	/** Leaves out as many of these groups as it can: halves of them, then quarters, down to single ones. */
	const leaveOut = async (groupOf: (name: string, thing: Happening) => string | null) => {
		const groups = () => [
			...new Set([...small.simulation.happened].flatMap(([name, thing]) => (thing.apart ? (groupOf(name, thing) ?? []) : []))),
		];
		let size = Math.ceil(groups().length / 2);
		for (let rest = groups(); size >= 1 && rest.length > 0; ) {
			let at = 0;
			while (at < rest.length) {
				const out = new Set(rest.slice(at, at + size));
				const gone = await keep((name, thing) => !thing.apart || !out.has(groupOf(name, thing) ?? ''));
				if (gone) rest = rest.filter((group) => !out.has(group) && groups().includes(group));
				else at += size;
			}
			size = size === 1 ? 0 : Math.ceil(size / 2);
		}
	};
	/** What came after the finding is no part of it: the auditor speaks of a day while the next is lived. */
	const before = (name: string) => Number(/^day (\d+)/.exec(name)?.[1] ?? 0) < failed.lived;
	const debtorOf = (_: string, { debtor }: Happening) => debtor;
	const none = { faults: 'none' } as const;
	const told = () => {
		const { happened } = small.simulation;
		return { ...small, runs, debts: count(happened, /^file \d+ row/), days: count(happened, /^day \d+$/) };
	};
	if (of.invariant === playedInvariant) {
		const last = `day ${failed.lived - 1}`;
		await keep((name, thing) => !thing.apart || scripted(name) || name === last, none);
		const without = (script: string) => keep((name) => !name.startsWith(script));
		const [trial, neighbour] = scripts;
		if (count(small.simulation.happened, /^trial /) > 0 && !(await without(trial))) await without(neighbour);
		return told();
	}
	const alone = [...new Set(failed.violations.flatMap((each) => (each.invariant === of.invariant ? (each.debtor_id ?? []) : [])))].slice(
		0,
		3,
	);
	let found = false;
	for (const debtor of alone)
		found ||= await keep((name, thing) => before(name) && (thing.debtor === null || thing.debtor === debtor), none);
	if (!found) {
		if (!(await keep(before, none))) await keep(before);
		await leaveOut(debtorOf);
	}
	await leaveOut(dayOf);
	await leaveOut(sortOf);
	await leaveOut((name) => name);
	return told();
}

const columnsMost = 180;
const short = (line: string) => (line.length > columnsMost ? `${line.slice(0, columnsMost - 1)}…` : line).replaceAll(/\s+/g, ' ');
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The small run as a test to paste into test/simulation/stories.db.test.ts: what is broken, the dated acts that led to it, the run. */
export function asScenario({ plan, simulation, debts, days }: Small): string {
	const [violation] = simulation.violations;
	const only = Object.entries(plan.only ?? {}).map(([name, as]) => `${quoted(name)}: ${quoted(as)}`);
	const { seed, agents, faults } = plan;
	const people = `${debts} ${debts === 1 ? 'debt' : 'debts'}, ${days} ${days === 1 ? 'day' : 'days'}`;
	return [
		short(`// ${violation?.invariant}: ${violation?.sentence}`),
		...simulation.story.map((line) => short(`// ${line}`)),
		`test('${(violation?.invariant ?? '').replaceAll("'", '’')} (seed ${seed}: ${people})', async () => {`,
		`	const only = { ${only.join(', ')} };`,
		`	const plan: Plan = { seed: '${seed}', days: ${plan.days}, debts: ${plan.debts}, agents: ${agents}, faults: '${faults}', without: new Set(), only };`,
		`	expect((await simulate(inject('server'), plan)).violations).toEqual([]);`,
		'});',
	].join('\n');
}
