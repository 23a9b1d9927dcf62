import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readConfig, root } from '../src/host/config.ts';
import { openDatabase } from '../src/host/postgres.ts';
import type { Plan } from '../src/simulator/plan.ts';
import { openTemplate, type Server } from '../src/simulator/house.ts';
import { asScenario, shrink } from '../src/simulator/shrink.ts';
import { simulate } from '../src/simulator/simulate.ts';
import { killOnce } from '../test/crash/kill.ts';
import { openFolder, prepare, type Prepared } from '../test/crash/prepared.ts';

/** One thing to be done: a simulated agency, a kill, or a test file that `npm test` runs briefly, at length: fuzz, and every bug planted. */
export type Task =
	| { readonly kind: 'seed'; readonly seed: string; readonly plan: Omit<Plan, 'without' | 'seed'> }
	| { readonly kind: 'kill'; readonly seed: string }
	| { readonly kind: 'fuzz'; readonly seed: string; readonly suite: string; readonly count: number };
/** What came of it: `findings` by the name of the invariant or check; empty when clean. `story`: the failing run made small. */
export type Result = {
	readonly kind: Task['kind'];
	readonly seed: string;
	readonly findings: readonly { readonly what: string; readonly sentence: string }[];
	readonly story: string | null;
	readonly wall_s: number;
	readonly note: string;
};
// A process of the soak: does one task after the other, with a database server of its own.
let server: Promise<{ readonly url: string; readonly copied: Server; stop(): Promise<void> }> | null = null;
let prepared: Prepared | null = null;

/** The server, with the database that every agency's is copied from: to make it takes a tenth of a short run. */
async function openServer() {
	const data = openFolder('dunwell-soak-');
	const database = await openDatabase(readConfig({ DUNWELL_DATA: data }));
	const stop = async () => {
		await database.stop();
		rmSync(data, { recursive: true, force: true });
	};
	return { url: database.url, copied: (await openTemplate(database.url)).on, stop };
}

/** The trials, the neighbouring and the contending agency are the same beside every first day, and take half of a short run: one agency in ten has them. */
const scripts: Plan['without'] = new Set(['trials', 'neighbour', 'contended']);
const hasScripts = (seed: string) => Number(seed) % 10 === 0;

async function work(task: Task): Promise<Omit<Result, 'kind' | 'seed' | 'wall_s'>> {
	if (task.kind === 'kill') {
		prepared ??= await prepare();
		const report = await killOnce(prepared, task.seed);
		const note = `${report.point}${report.landed ? '' : ' (came after the end)'}; ${report.acknowledged} acknowledged, ${report.restarts} restarts`;
		return { findings: report.findings.map((sentence) => ({ what: 'crash', sentence })), story: null, note };
	}
	if (task.kind === 'fuzz') {
		const count = String(task.count);
		const env = {
			...process.env,
			DUNWELL_FUZZ_FILES: count,
			DUNWELL_FUZZ_ASKS: count,
			DUNWELL_FUZZ_SEED: task.seed,
			DUNWELL_PLANTED: 'all',
		};
		const args = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--testTimeout=0', task.suite];
		const ran = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
		const findings = ran.status === 0 ? [] : [{ what: 'fuzz', sentence: `${ran.stdout}${ran.stderr}`.slice(-4_000) }];
		return { findings, story: null, note: `${basename(task.suite)}, ${count} tries` };
	}
	const plan: Plan = { ...task.plan, seed: task.seed, without: hasScripts(task.seed) ? new Set() : scripts };
	server ??= openServer();
	const { url, copied } = await server;
	const simulation = await simulate(copied, plan);
	const findings = simulation.violations.map(({ invariant, sentence }) => ({ what: invariant, sentence }));
	const story = findings.length === 0 ? null : asScenario(await shrink(url, plan, simulation));
	return { findings, story, note: `${simulation.events} events` };
}

async function answer(task: Task): Promise<Result> {
	const started = performance.now();
	const { kind, seed } = task;
	const wall = () => Math.round(performance.now() - started) / 1_000;
	try {
		return { kind, seed, ...(await work(task)), wall_s: wall() };
	} catch (error) {
		// A run that breaks off is a finding too: with its seed it can be looked at.
		const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
		return { kind, seed, findings: [{ what: 'broke off', sentence }], story: null, wall_s: wall(), note: '' };
	}
}

async function leave(): Promise<void> {
	prepared?.remove();
	await (await server)?.stop();
	process.exit();
}

process.on('message', (task: Task) => void answer(task).then((result) => process.send?.(result)));
process.once('disconnect', () => void leave());
