import { type ChildProcess, spawn } from 'node:child_process';
import {
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Outage } from '../core/assert.ts';
import type { Config } from './config.ts';
import { alive, exists, leaveMark, lock, marksIn, textOf, tryLock } from './living.ts';
import { say } from './log.ts';
import { type Cluster, environmentOf, prepareCluster, program } from './postgres-files.ts';

/** A database to work with, ours or the operator's. `stop` leaves a server alone that another process still uses. */
export type Database = { readonly url: string; readonly embedded: boolean; stop(): Promise<void> };

const startSecondsMax = 15;
const recoverySecondsMax = 900;
const stopSecondsMax = 120;
const watchMilliseconds = 1_000;
const logBytesMax = 16 * 2 ** 20;

/**
 * The database of this house: `DATABASE_URL` as it is, else the embedded PostgreSQL in the data folder, started when nobody has, adopted when
 * another process (a running server, or the orphan of a killed one) has. Throws `Outage` with a sentence when it cannot come up.
 *
 * The server is stopped by the last of its users: by `stop`, at the latest when this process ends by itself or by a signal. A process that is
 * killed leaves it running for the next one to adopt.
 */
export async function openDatabase(config: Config): Promise<Database> {
	if (config.databaseUrl) return { url: config.databaseUrl, embedded: false, stop: async () => {} };
	const data = openDataFolder(config.data);
	const turn = join(data, 'starting.lock');
	const users = join(data, 'users');
	const release = await lock(turn, recoverySecondsMax);
	try {
		const cluster = prepareCluster(data);
		const port = await bringUp(cluster);
		const mark = leaveMark(users);
		const leaveWithProcess = () => {
			const free = tryLock(turn);
			rmSync(mark, { force: true });
			if (!free) return;
			if (marksIn(users) === 0) askToStop(cluster.folder);
			free();
		};
		const forget = atEnd(leaveWithProcess);
		const rest = keepUp(cluster, turn);
		const leaveInOrder = async () => {
			await rest();
			const done = await lock(turn, stopSecondsMax);
			try {
				rmSync(mark, { force: true });
				if (marksIn(users) === 0) await stopServer(cluster.folder);
			} finally {
				done();
				forget();
			}
		};
		let stopping: Promise<void> | null = null;
		const stop = () => (stopping ??= leaveInOrder());
		return { url: urlOf(port, cluster.password), embedded: true, stop };
	} catch (error) {
		if (['EACCES', 'EPERM', 'EROFS'].includes((error as { code?: string }).code ?? '')) throw notOurs(data, error);
		throw error;
	} finally {
		release();
	}
}

/**
 * Brings a server that died under us (killed, out of memory) up again, where its users look for it. Gives the way to end the watch, which waits
 * for a start under way.
 */
function keepUp(cluster: Cluster, turn: string): () => Promise<void> {
	let busy: Promise<unknown> = Promise.resolve();
	let starting = false;
	const watch = setInterval(() => {
		if (starting || runningServer(cluster.folder)) return;
		starting = true;
		busy = lock(turn, recoverySecondsMax)
			.then(async (release) => {
				if (!runningServer(cluster.folder)) say('the database is gone; starting it again …');
				await bringUp(cluster).finally(release);
			})
			.catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
			.finally(() => {
				starting = false;
			});
	}, watchMilliseconds).unref();
	return async () => {
		clearInterval(watch);
		await busy;
	};
}

const urlOf = (port: number, password: string) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;

function openDataFolder(folder: string): string {
	try {
		const isNew = !existsSync(folder);
		mkdirSync(folder, { recursive: true });
		// The database's own user must pass through; what lies inside is closed file by file.
		if (isNew) chmodSync(folder, 0o711);
		// A probe for the folder of another user or a read-only one: a plain sentence now instead of a riddle later.
		(tryLock(join(folder, `.writable-${process.pid}`)) ?? (() => {}))();
		return realpathSync(folder);
	} catch (error) {
		throw notOurs(folder, error);
	}
}

function notOurs(folder: string, cause: unknown): Outage {
	const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
	const whose = owner === undefined || owner === process.getuid?.() ? 'is not writable' : `belongs to another user (uid ${owner})`;
	return new Outage(
		`${folder} ${whose}; start as that user, or set DUNWELL_DATA to a folder of your own (${cause instanceof Error ? cause.message : String(cause)})`,
		{ cause },
	);
}

let watchers = 0;
const patienceMilliseconds = 5_000;

/**
 * Runs `work` when the process ends by itself or by a signal that nobody else listens to. Whoever else listens (a server that stops in order)
 * ends the process itself; Ctrl-C often comes twice (from the terminal and through npm), so only one that comes again much later ends it here.
 * Gives the way to call it off.
 */
function atEnd(work: () => void): () => void {
	let leftToOthersAt: number | null = null;
	const leave = (signal: NodeJS.Signals) => {
		if (leftToOthersAt === null && process.listenerCount(signal) > watchers) leftToOthersAt = performance.now();
		if (leftToOthersAt !== null && performance.now() - leftToOthersAt < patienceMilliseconds) return;
		process.exit(signal === 'SIGINT' ? 130 : 143);
	};
	watchers++;
	process.once('exit', work);
	// In front of the others, who may take themselves off the list as soon as they are called.
	process.prependListener('SIGINT', leave).prependListener('SIGTERM', leave);
	return () => {
		watchers--;
		process.off('exit', work).off('SIGINT', leave).off('SIGTERM', leave);
	};
}

/** Settings measured in development, scaled to memory. fsync and synchronous_commit stay on: an acknowledged row is on disk. */
function settings(): string[] {
	const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
	const megabytes = Math.floor(Math.min(totalmem(), limit) / 2 ** 20);
	const shared = Math.max(128, Math.min(4096, Math.floor(megabytes / 8)));
	return [
		`shared_buffers=${shared}MB`,
		`effective_cache_size=${Math.floor(megabytes / 2)}MB`,
		'max_wal_size=4GB',
		'wal_compression=pglz',
		'checkpoint_timeout=15min',
		'jit=off',
		`work_mem=${megabytes < 4096 ? 8 : 32}MB`,
		`maintenance_work_mem=${megabytes < 4096 ? 64 : 256}MB`,
		'max_connections=320',
		'random_page_cost=1.1',
		'timezone=UTC',
		'log_timezone=UTC',
		'log_checkpoints=off',
		...(sharedMemoryIsSmall() ? ['dynamic_shared_memory_type=mmap'] : []),
	].flatMap((setting) => ['-c', setting]);
}

/** A container often has 64 MB of /dev/shm, too little for one parallel query. */
function sharedMemoryIsSmall(): boolean {
	if (!existsSync('/dev/shm')) return false;
	const { blocks, bsize } = statfsSync('/dev/shm');
	return blocks * bsize < 512 * 2 ** 20;
}

/** The living server of this folder: its process and, once it has written it, its port. */
function runningServer(folder: string): { pid: number; port: number } | null {
	const cluster = join(folder, 'cluster');
	const file = join(cluster, 'postmaster.pid');
	const [pid, , , port] = textOf(file).split('\n').map(Number);
	if (!pid) return null;
	if (alive(pid) && worksIn(pid, cluster) !== false) return { pid, port: port ?? 0 };
	// PostgreSQL itself only sees that the number is taken, by another program since or by a dead server that nobody reaps (a container
	// without an init), and would refuse to start for ever. While a child of the dead server lives the file has to stay.
	if (exists(pid) && !readdirSync('/proc').some((other) => alive(Number(other)) && worksIn(Number(other), cluster)))
		rmSync(file, { force: true });
	return null;
}

/** Whether a process works in this folder, as a server and its children do in their data; unknown without /proc. */
function worksIn(pid: number, cluster: string): boolean | undefined {
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === cluster;
	} catch {
		const command = existsSync('/proc/self') ? textOf(`/proc/${pid}/cmdline`) : '';
		return command === '' ? undefined : command.includes(cluster);
	}
}

/** Whether the server takes connections now; `starting` while it comes up, recovers or goes down. A wrong password throws `Outage`. */
async function ask(url: string): Promise<'yes' | 'starting' | 'no'> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
	client.on('error', () => {});
	try {
		await client.connect();
		await client.query('select 1');
		return 'yes';
	} catch (error) {
		const { code } = error as { code?: string };
		if (code === '28P01') throw new Outage('the embedded database does not know its password any more: put the file `password` back');
		return code === '57P03' ? 'starting' : 'no';
	} finally {
		await client.end().catch(() => {});
	}
}

/** The port the server had before, so that whoever uses it finds it again after a restart; another one when that is taken. */
async function portFor(folder: string): Promise<number> {
	const file = join(folder, 'port');
	const port = (await freePort(Number(textOf(file)))) ?? (await freePort(0));
	if (port === null) throw new Outage('this machine has no free port on 127.0.0.1');
	writeFileSync(file, `${port}\n`);
	return port;
}

function freePort(wanted: number): Promise<number | null> {
	return new Promise((resolve) => {
		const server = createServer();
		server.on('error', () => resolve(null));
		server.listen(wanted, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
		});
	});
}

/**
 * Starts the server, or finds it running, and waits until it takes connections. After kill -9 the dead server's lock file stays until it is
 * reaped and its shared memory until its last child is gone: a start that fails is tried again. Recovery takes as long as it takes.
 */
async function bringUp(cluster: Cluster): Promise<number> {
	const log = join(cluster.folder, 'postgres.log');
	let child: ChildProcess | null = null;
	let failedTicks = 0;
	for (let tick = 0; tick < recoverySecondsMax * 20; tick++) {
		const running = runningServer(cluster.folder);
		if (running && running.port > 0 && (await ask(urlOf(running.port, cluster.password))) === 'yes') return running.port;
		if (!running && (!child || child.exitCode !== null || child.signalCode !== null)) {
			if (failedTicks > startSecondsMax * 20) throw new Outage(`the embedded database did not start; the end of ${log}:\n${endOf(log)}`);
			child = launch(cluster, log, await portFor(cluster.folder));
		}
		if (!running) failedTicks++;
		if (tick % 200 === 199) say(`waiting for the database (after an unclean stop it goes through its log first) … ${tick / 20} s`);
		await sleep(50);
	}
	throw new Outage(`the embedded database takes no connections; the end of ${log}:\n${endOf(log)}`);
}

function launch(cluster: Cluster, log: string, port: number): ChildProcess {
	if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) rmSync(log);
	const out = openSync(log, 'a', 0o600);
	const child = spawn(
		program(cluster.programs, 'postgres'),
		// Loopback with a password, and no socket file: other users of the machine have no way in.
		[
			'-D',
			join(cluster.folder, 'cluster'),
			'-p',
			String(port),
			'-c',
			'listen_addresses=127.0.0.1',
			'-c',
			'unix_socket_directories=',
		].concat(settings()),
		// Its own process group: Ctrl-C reaches our process alone, which then stops the database in order.
		{ ...cluster.identity, cwd: cluster.folder, stdio: ['ignore', out, out], detached: true, env: environmentOf(cluster.programs) },
	);
	closeSync(out);
	child.on('error', (error) => say(`the database's program could not be run: ${error.message}`));
	child.unref();
	return child;
}

const endOf = (log: string) => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-6).join('\n') : '(no log)');

/** Fast shutdown: open transactions are rolled back, what was acknowledged is written. Gives the server's process, if there is one. */
function askToStop(folder: string): number | null {
	const running = runningServer(folder);
	if (running) process.kill(running.pid, 'SIGINT');
	return running?.pid ?? null;
}

async function stopServer(folder: string): Promise<void> {
	const pid = askToStop(folder);
	for (let tick = 0; pid !== null && tick < stopSecondsMax * 40 && alive(pid); tick++) await sleep(25);
}
