// `npm test`: everything CI runs, in one command, under the Node that npm installed. The last line is `N passed, N failed`.
// `npm test -- path …` runs only those test files.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from './bootstrap.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const node = nodeBinary();
const own = (name) => join('node_modules', '.bin', name);
const only = process.argv.slice(2);
/** What git sees changed, so that a test that writes into the tree is found; empty where there is no git. */
const changes = () => spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' }).stdout ?? '';
const changesBefore = changes();
let passed = 0;
let failed = 0;

/** Runs a program to its end, its output shown as it comes. */
function run(program, args, env = {}) {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
		child.on('error', () => resolve(127));
		child.on('exit', (code, signal) => resolve(signal ? 1 : code));
	});
}

/** One check counts as one passed or failed. */
async function check(name, program, args) {
	const started = process.hrtime.bigint();
	const code = await run(program, args);
	const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
	process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}  ${name}  ${seconds} s\n`);
	if (code === 0) passed++;
	else failed++;
}

const types = (config) => [own('tsc'), ['-p', config]];
if (only.length === 0) {
	const parts = ['src', 'web', 'test', 'tools', 'bin'].filter((part) => part !== 'web' || existsSync('web'));
	// One after the other on each core.
	const lanes = [
		[
			['format', own('biome'), ['format']],
			['lint', own('oxlint'), ['--type-aware', '--tsconfig', 'tsconfig.json', ...parts]],
			...(existsSync('web') ? [['desk build', own('vite'), ['build', '--logLevel', 'warn']]] : []),
		],
		[
			['types', ...types('tsconfig.json')],
			['types of the pure wall', ...types('tsconfig.pure.json')],
			...(existsSync('web') ? [['types of the desk', ...types('tsconfig.web.json')]] : []),
		],
	];
	await Promise.all(
		lanes.map(async (lane) => {
			for (const each of lane) await check(...each);
		}),
	);
}

const folder = mkdtempSync(join(tmpdir(), 'dunwell-report-'));
const report = join(folder, 'report.json');
const code = await run(node, [own('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only]);
if (existsSync(report)) {
	const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
	passed += numPassedTests;
	// A skipped test is not a passed one, and a file that could not be loaded is a failure although it has no test.
	failed += numTotalTests - numPassedTests;
	failed += testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
	if (numTotalTests === 0) failed++;
	if (code !== 0 && failed === 0) failed++;
} else {
	failed++;
}
rmSync(folder, { recursive: true, force: true });

if (process.env.CI && changes() !== changesBefore) {
	process.stdout.write(`FAILED  the tests left the tree changed:\n${changes()}`);
	failed++;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
