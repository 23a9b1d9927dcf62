// Makes a bare checkout able to run: installs what is missing, finds the right Node. Runs under any Node from 20.19 on and imports
// nothing that would have to be installed first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.dunwell-installed');
const nodeWanted = 26;

const say = (line) => process.stderr.write(`${line}\n`);

/** Whether node_modules is there and made from this very lock file. */
function installed() {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	return { lock, done: existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === lock };
}

/** Two starts at once in one checkout: the second waits for the first one's install. */
function holdLock(work) {
	const file = join(root, '.dunwell-install.lock');
	for (let i = 0; ; i++) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
			const stale = holder ? !living(holder) : existsSync(file) && Date.now() - statSync(file).mtimeMs > 5_000;
			if (stale || i > 3_600) rmSync(file, { force: true });
			else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
		}
	}
	try {
		work();
	} finally {
		rmSync(file, { force: true });
	}
}

function living(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Node's own major for a binary, 0 when it does not run. */
export function nodeMajor(binary) {
	const asked = spawnSync(binary, ['--version'], { encoding: 'utf8' });
	return asked.status === 0 ? Number(asked.stdout.slice(1).split('.')[0]) : 0;
}

/** The Node that runs the house: the one npm installed, else the machine's when it is new enough, else a plain sentence. */
export function nodeBinary() {
	if (Number(process.versions.node.split('.')[0]) >= nodeWanted) return process.execPath;
	const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
	if (existsSync(own) && nodeMajor(own) >= nodeWanted) return own;
	say(
		`Dunwell needs Node ${nodeWanted} or newer. npm brings it on Linux, macOS and Windows (x64, arm64); here it could not, so install it from nodejs.org.`,
	);
	process.exit(3);
}

/** Installs when node_modules is missing or made from another lock file. */
export function bootstrap() {
	if (installed().done) return;
	holdLock(() => {
		const { lock, done } = installed();
		if (done) return;
		say('Installing what Dunwell is made of (about a minute the first time) …');
		const started = process.hrtime.bigint();
		// `npm ci` refuses a lock file in which another platform's optional package could not be resolved; `install --no-save` takes the
		// locked versions just the same and leaves the lock file alone.
		const npm = process.env.npm_execpath
			? [process.execPath, [process.env.npm_execpath]]
			: [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
		const run = spawnSync(npm[0], [...npm[1], 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: root,
			stdio: ['ignore', 'ignore', 'pipe'],
			encoding: 'utf8',
			shell: process.platform === 'win32',
			env: { ...process.env, NODE_ENV: '' },
		});
		if (run.status !== 0) {
			// The end of npm's own words; its help text above them tells nobody anything.
			say(
				run.stderr
					.split('\n')
					.filter((line) => line.trim() !== '')
					.slice(0, 12)
					.join('\n'),
			);
			say('The install did not finish (npm install). Check the network or the registry setting, then run the same command again.');
			process.exit(3);
		}
		linkCommand();
		mkdirSync(dirname(stamp), { recursive: true });
		writeFileSync(stamp, `${lock}\n`);
		say(`Installed in ${Number((process.hrtime.bigint() - started) / 1_000_000_000n)} s.`);
	});
}

/** `npx dunwell` in the checkout itself. */
function linkCommand() {
	const link = join(root, 'node_modules', '.bin', 'dunwell');
	if (process.platform === 'win32' || existsSync(link)) return;
	symlinkSync('../../bin/dunwell.mjs', link);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bootstrap();
