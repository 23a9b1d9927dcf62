// `node tools/planted.ts [FILE]`: plants every bug of test/simulation/planted alone, then looks for as few lives as show one of each invariant, and writes them down for `npm test` (together.json). What each
// bug breaks alone is kept in FILE, a line each, so that what was tried is not tried again: most of an hour otherwise.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, root } from '../src/host/config.ts';
import { openDatabase } from '../src/host/postgres.ts';
import { type Server, withTemplate } from '../src/simulator/house.ts';
import { type Bug, bugs } from '../test/simulation/planted/bugs.ts';
import { broken, child } from '../test/simulation/planted/child-process.ts';
import { lifeOf } from '../test/simulation/planted/lives.ts';

/** What a bug breaks in a whole life when it is planted alone; `ms`: how long that took. */
type Alone = {
	readonly name: string;
	readonly life: string;
	readonly found: readonly string[];
	readonly ms: number;
};
type Known = ReadonlyMap<Bug, Alone>;

const fault = 'no act ends in a fault';
const places = (bug: Bug) =>
	bug.patches.map(([file, find]) => {
		const from = readFileSync(join(root, file), 'utf8').indexOf(find);
		return { file, from, to: from + find.length };
	});
/** Bugs that change the same place cannot be planted together. */
const meet = (one: Bug, other: Bug) =>
	places(one).some((a) => places(other).some((b) => a.file === b.file && a.from < b.to && b.from < a.to));

async function plantAlone(server: Server, keep: string | undefined): Promise<Known> {
	const kept = keep && existsSync(keep) ? readFileSync(keep, 'utf8').split('\n').filter(Boolean) : [];
	const known = new Map<Bug, Alone>();
	for (const each of kept.map((line) => JSON.parse(line) as Alone)) {
		const bug = bugs.find(({ name }) => name === each.name);
		if (bug && lifeOf(bug) === each.life) known.set(bug, each);
	}
	await Promise.all(
		bugs
			.filter((bug) => !known.has(bug))
			.map(async (bug) => {
				const life = lifeOf(bug);
				const { found, ms } = await child<Pick<Alone, 'found' | 'ms'>>(server, [bug], life, 'life');
				const alone = { name: bug.name, life, found, ms };
				known.set(bug, alone);
				if (keep) appendFileSync(keep, `${JSON.stringify(alone)}\n`);
				if (!found.includes(bug.invariant)) process.stdout.write(`not by its first seed\t${bug.name}\t${bug.invariant}\n`);
			}),
	);
	return known;
}

/** Bugs of the same life, none of which breaks an invariant by which another is found: the life that shows most for its time. */
function fitting(known: Known, open: ReadonlySet<Bug>): readonly Bug[] {
	const found = (bug: Bug) => known.get(bug)?.found ?? [];
	const alone = (bug: Bug) => found(bug).includes(fault);
	const lives = [...Map.groupBy(open, (bug) => lifeOf(bug)).values()].map((kind) => {
		const life: Bug[] = [];
		for (const bug of kind.toSorted((a, b) => found(a).length - found(b).length)) {
			const parted = (each: Bug) =>
				alone(bug) || alone(each) || found(bug).includes(each.invariant) || found(each).includes(bug.invariant) || meet(bug, each);
			if (!life.some(parted)) life.push(bug);
		}
		const costs = Math.max(...life.map((bug) => known.get(bug)?.ms ?? 0));
		return { life, worth: life.length / costs };
	});
	return lives.toSorted((a, b) => b.worth - a.worth)[0]?.life ?? [];
}

/** Those of a life that are found in it together. What the others hide is left out until all that is left is found; of a life that ends in a fault, or shows nothing, a half is tried. */
async function shownTogether(server: Server, life: readonly Bug[]): Promise<readonly Bug[]> {
	const [first] = life;
	if (!first || life.length === 1) return life;
	const found = await broken(server, life, lifeOf(first), 'life').catch((): readonly string[] => []);
	const shown = found.includes(fault) ? [] : life.filter(({ invariant }) => found.includes(invariant));
	if (shown.length === life.length) return life;
	return shownTogether(server, shown.length > 0 ? shown : life.slice(0, Math.floor(life.length / 2)));
}

async function findTogether(server: Server, known: Known): Promise<readonly (readonly Bug[])[]> {
	const lives: (readonly Bug[])[] = [];
	const open = new Set([...known].flatMap(([bug, { found }]) => (found.includes(bug.invariant) ? [bug] : [])));
	while (open.size > 0) {
		const life = await shownTogether(server, fitting(known, open));
		const [first] = life;
		if (!first) break;
		lives.push(life);
		process.stdout.write(`${life.length}\t${lifeOf(first)}\t${life.map(({ name }) => name).join('; ')}\n`);
		for (const bug of open) if (life.some(({ invariant }) => invariant === bug.invariant)) open.delete(bug);
	}
	return lives;
}

const data = mkdtempSync(join(tmpdir(), 'dunwell-planted-'));
const database = await openDatabase(readConfig({ DUNWELL_DATA: data }));
try {
	await withTemplate(database.url, async (server) => {
		const known = await plantAlone(server, process.argv[2]);
		const lives = await findTogether(server, known);
		const lifeOfName = Object.fromEntries(lives.flatMap((life, i) => life.map(({ name }) => [name, i + 1])));
		writeFileSync(join(root, 'test', 'simulation', 'planted', 'together.json'), `${JSON.stringify(lifeOfName, null, '\t')}\n`);
		process.stdout.write(`${bugs.length} bugs, ${lives.flat().length} invariants in ${lives.length} lives\n`);
	});
} finally {
	await database.stop();
	rmSync(data, { recursive: true, force: true });
}
process.exit(0);
