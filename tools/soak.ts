// `npm run soak -- --seeds 1000`: many simulated agencies and many kills, on all cores, until something breaks or all is done. Stopped and started again with the same
// options it goes on: what was clean is not run again, what failed is. Ends with a table, a JSON file, and exit code 1 when anything was found.
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { root } from '../src/host/config.ts';
import type { Result, Task } from './soak-worker.ts';

type Options = {
	seeds: number;
	seed: number;
	kills: number;
	fuzz: number;
	days: number;
	debts: number;
	agents: number;
	faults: 'none' | 'all';
	state: string;
	processes: number;
	minutes: number;
	fresh: boolean;
};
const whole = (text: string): number => {
	if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('a whole number');
	return Number(text);
};
const options = new Command('soak')
	.option('--seeds <n>', 'simulated agencies, each of its own seed', whole, 100)
	.option('--seed <n>', 'the first seed, of agencies and of kills', whole, 1)
	.option('--kills <n>', 'kills of real processes', whole, 200)
	.option('--fuzz <n>', 'tries of each suite in test/fuzz; unless 0 every bug is planted too', whole, 10_000)
	.option('--days <n>', 'days an agency lives', whole, 12)
	.option('--debts <n>', 'debts of an agency', whole, 60)
	.option('--agents <n>', 'agents of an agency', whole, 3)
	.addOption(new Option('--faults <which>', 'cut connections, lost answers, day runs begun twice').choices(['none', 'all']).default('all'))
	.option('--processes <n>', 'at the same time', whole, Math.max(1, Math.min(2, availableParallelism())))
	.option('--minutes <n>', 'stop after so long; the same command goes on', whole, 0)
	.option('--state <folder>', 'where it is written down what was done', join(root, '.dunwell-soak'))
	.option('--fresh', 'forget what was done', false)
	.parse()
	.opts<Options>();

const { days, debts, agents, faults } = options;
const plan = { days, debts, agents, faults };
/** What `npm test` runs briefly: the fuzz suites, which take their number of tries and their seed from the environment, and the planted bugs, of which it plants one for each invariant. */
const suites = ['fuzz', join('simulation', 'planted')].flatMap((folder) =>
	readdirSync(join(root, 'test', folder))
		.filter((name) => name.endsWith('.test.ts'))
		.map((name) => join(root, 'test', folder, name)),
);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(options.seed + i));
const seeds = numbered(options.seeds).map((seed): Task => ({ kind: 'seed', seed, plan }));
const kills = numbered(options.kills).map((seed): Task => ({ kind: 'kill', seed }));
const fuzzes =
	options.fuzz === 0 ? [] : suites.map((suite): Task => ({ kind: 'fuzz', seed: String(options.seed), suite, count: options.fuzz }));
/** Kills spread among the agencies, so that a soak broken off has seen of both. */
const all = [...fuzzes, ...spread(seeds, kills)];

function spread(many: readonly Task[], few: readonly Task[]): Task[] {
	const [long, short] = many.length >= few.length ? [many, few] : [few, many];
	const step = short.length === 0 ? Infinity : long.length / short.length;
	return long.flatMap((task, i) =>
		Math.floor((i + 1) / step) > Math.floor(i / step) ? [task, ...short.slice(Math.floor(i / step), Math.floor((i + 1) / step))] : [task],
	);
}

const nameOf = (task: Task): string => {
	const of = task.kind === 'seed' ? plan : task.kind === 'fuzz' ? { suite: relative(root, task.suite), count: task.count } : {};
	return `${task.kind} ${task.seed} ${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 8)}`;
};

mkdirSync(options.state, { recursive: true });
const stateFile = join(options.state, 'state.json');
const done: Record<string, Result> =
	!options.fresh && existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, Result>) : {};
function keep(): void {
	// Whole or not at all: a soak may be killed too.
	writeFileSync(`${stateFile}.new`, JSON.stringify(done, null, '\t'));
	renameSync(`${stateFile}.new`, stateFile);
}

const waiting = all.filter((task) => !(done[nameOf(task)]?.findings.length === 0));
const before = all.length - waiting.length;
const say = (line: string) => process.stderr.write(`${line}\n`);
say(
	`soak: ${options.seeds} agencies of ${debts} debts, ${agents} agents and ${days} days (faults ${faults}), ${options.kills} kills, ${fuzzes.length} suites of fuzz and planted bugs; ${before} done before`,
);

const started = performance.now();
const ran: Result[] = [];
let stopping = false;
let saidAt = 0;
const minutes = (milliseconds: number) => `${Math.round(milliseconds / 6_000) / 10} min`;
function progress(): void {
	if (performance.now() - saidAt < 5_000 && waiting.length > 0) return;
	saidAt = performance.now();
	const passed = performance.now() - started;
	const findings = ran.filter((result) => result.findings.length > 0).length;
	const left = waiting.length * (passed / Math.max(1, ran.length));
	say(
		`${before + ran.length}/${all.length} done, ${findings} with findings, ${Math.round((ran.length / passed) * 600_000) / 10} a minute, ${minutes(passed)} gone, about ${minutes(left)} left`,
	);
}

function tell(result: Result): void {
	const again =
		result.kind === 'kill'
			? `npm run soak -- --seeds 0 --kills 1 --fuzz 0 --seed ${result.seed}`
			: `npm run soak -- --seeds 1 --kills 0 --fuzz 0 --seed ${result.seed} --days ${days} --debts ${debts} --agents ${agents} --faults ${faults}`;
	say(`FOUND by ${result.kind} ${result.seed} ${result.note}; again: ${again}`);
	for (const { what, sentence } of result.findings) say(`  ${what}: ${sentence}`);
	if (result.story !== null) say(result.story);
}

/** One process of the soak, until nothing is left. One that dies takes its task with it as a finding, and another takes its place. */
async function runProcess(): Promise<void> {
	let child: ChildProcess | null = null;
	for (let task = waiting.shift(); task !== undefined && !stopping; task = waiting.shift()) {
		const own: ChildProcess = (child ??= fork(join(root, 'tools', 'soak-worker.ts'), [], {
			execArgv: [],
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		}));
		const current = task;
		const result = await new Promise<Result>((resolve) => {
			const died = () =>
				resolve({
					kind: current.kind,
					seed: current.seed,
					findings: [{ what: 'broke off', sentence: 'its process ended' }],
					story: null,
					wall_s: 0,
					note: '',
				});
			own.once('exit', died);
			own.once('message', (answer: Result) => {
				own.off('exit', died);
				resolve(answer);
			});
			own.send(current);
		});
		const gone = own.exitCode !== null || own.signalCode !== null;
		if (gone) child = null;
		// Ctrl-C reaches every process of the terminal: that is no finding.
		if (gone && stopping) break;
		ran.push(result);
		done[nameOf(current)] = result;
		keep();
		if (result.findings.length > 0) tell(result);
		progress();
	}
	if (!child) return;
	const last = child;
	const ended = new Promise((resolve) => last.once('exit', resolve));
	last.disconnect();
	await ended;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.on(signal, () => {
		stopping = true;
		say('stopping with what is under way; the same command goes on from here');
	});
if (options.minutes > 0)
	setTimeout(() => {
		stopping = true;
	}, options.minutes * 60_000).unref();
await Promise.all(Array.from({ length: Math.min(options.processes, Math.max(1, waiting.length)) }, runProcess));

const results = all.flatMap((task) => done[nameOf(task)] ?? []);
const failed = results.filter((result) => result.findings.length > 0);
const byInvariant: Record<string, string[]> = {};
for (const { kind, seed, findings } of failed)
	for (const what of new Set(findings.map((finding) => finding.what))) (byInvariant[what] ??= []).push(`${kind} ${seed}`);
const count = (kind: Task['kind']) => results.filter((result) => result.kind === kind).length;
const summary = {
	seeds: count('seed'),
	kills: count('kill'),
	fuzz: count('fuzz'),
	left: all.length - results.length,
	violations: byInvariant,
	wall_s: Math.round((performance.now() - started) / 100) / 10,
	worked_s: Math.round(results.reduce((sum, result) => sum + result.wall_s, 0)),
	...plan,
};
writeFileSync(join(options.state, 'summary.json'), `${JSON.stringify(summary, null, '\t')}\n`);
const line = (name: string, value: string | number) => `| ${name.padEnd(28)} | ${value} |`;
process.stdout.write(
	`${[
		line('what', 'count'),
		'| --- | --- |',
		line('simulated agencies', `${summary.seeds} of ${options.seeds}`),
		line('kills', `${summary.kills} of ${options.kills}`),
		line('fuzz suites', `${summary.fuzz} of ${fuzzes.length}`),
		line('with findings', failed.length),
		...Object.entries(byInvariant).map(([what, where]) => line(what, where.join(', '))),
		line('this run', `${summary.wall_s} s`),
		line('work of all processes', `${summary.worked_s} s`),
	].join('\n')}\n${join(options.state, 'summary.json')}\n`,
);
process.exit(failed.length > 0 ? 1 : 0);
