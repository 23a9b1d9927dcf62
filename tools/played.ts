// `node tools/played.ts`: plays the scripts of the simulator (the neighbouring agency, the trials of the last evening) on several days and writes down what came out the same on all of them.
// What has changed since is read before it is committed: that it is lawful is for the reader and the auditor's other invariants to say.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/host/config.ts';
import { openDatabase } from '../src/host/postgres.ts';
import { type Played, playedFile, playedInvariant, type ScriptName, type Written } from '../src/auditor/played.ts';
import type { Plan } from '../src/simulator/plan.ts';
import { simulate } from '../src/simulator/simulate.ts';

/** A seed of each first day, and runs that end on other days of the week. */
const plays = [
	{ seed: '5', days: 1 },
	{ seed: '2', days: 2 },
	{ seed: '3', days: 12 },
	{ seed: '1', days: 5 },
	{ seed: '1', days: 7 },
] as const;
/** What both say; null where they differ. */
const common = (one: Written, other: Played): Written =>
	Object.fromEntries(
		[...new Set([...Object.keys(one), ...Object.keys(other)])].map((part) => [
			part,
			(one[part] ?? '') === (other[part] ?? '') && one[part] !== null ? (other[part] ?? '') : null,
		]),
	);

const data = mkdtempSync(join(tmpdir(), 'dunwell-played-'));
const database = await openDatabase(readConfig({ DUNWELL_DATA: data }));
let broke = false;
const kept = new Map<ScriptName, ReadonlyMap<string, Written>>();
for (const { seed, days } of plays) {
	const plan: Plan = { seed, days, debts: 4, agents: 1, faults: 'all', without: new Set(['courts', 'loans', 'talks', 'contended']) };
	const { violations } = await simulate(database.url, plan, {
		hear: (script, came) => {
			const before = kept.get(script);
			kept.set(script, before ? new Map([...before].map(([who, parts]) => [who, common(parts, came.get(who) ?? {})])) : came);
		},
	});
	for (const { invariant, sentence } of violations) process.stderr.write(`${invariant}: ${sentence}\n`);
	// What is held against the old file may come out otherwise; anything else broke the run off, and half of what is played would be lost.
	broke ||= violations.some(({ invariant }) => invariant !== playedInvariant);
	process.stderr.write(`seed ${seed}, ${days} days: played\n`);
}
await database.stop();
rmSync(data, { recursive: true, force: true });

if (broke) process.exit(1);
const written = Object.fromEntries([...kept].map(([script, people]) => [script, Object.fromEntries(people)]));
writeFileSync(playedFile, `${JSON.stringify(written, null, '\t')}\n`);
process.exit();
