import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readConfig } from '../../src/host/config.ts';
import { textOf } from '../../src/host/living.ts';
import { type Database, openDatabase } from '../../src/host/postgres.ts';
import { type SmallDisk, smallDisk } from './disk.ts';
import { openFolder, type Prepared } from './prepared.ts';
import { childrenOf, dunwell, kill, postmasterOf, type Running } from './processes.ts';
import { PlainTap, Tap } from './tap.ts';

export type Part = 'server' | 'worker' | 'verb';
const mendSecondsMax = 90;

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/**
 * A copy of the prepared house with its processes: the embedded database under its own supervisor in this process, a server, a worker and verbs as processes of their own,
 * each with a tap of its own before the database.
 */
export class Site {
	readonly folder: string;
	readonly taps: Readonly<Record<Part, Tap>>;
	readonly desk: PlainTap;
	readonly database: Database;
	readonly disk: SmallDisk | null;
	readonly findings: string[] = [];
	server: Running | null = null;
	worker: Running | null = null;
	verb: Running | null = null;
	/** How often a process or the database was started again. */
	restarts = 0;
	private readonly base: string;
	private readonly port: number;
	private closing = false;

	private constructor(parts: Pick<Site, 'folder' | 'taps' | 'desk' | 'database' | 'disk'> & { base: string; port: number }) {
		this.folder = parts.folder;
		this.taps = parts.taps;
		this.desk = parts.desk;
		this.database = parts.database;
		this.disk = parts.disk;
		this.base = parts.base;
		this.port = parts.port;
	}

	static async open(prepared: Prepared, small: boolean): Promise<Site> {
		const base = openFolder('dunwell-crash-');
		const disk = small ? smallDisk(base) : null;
		const folder = join(base, 'house');
		try {
			const copied = spawnSync('cp', ['-a', prepared.folder, folder], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
			if (copied.status !== 0) throw new Error(`the house could not be copied: ${copied.stderr}`);
			mkdirSync(join(folder, 'users'), { recursive: true });
			const database = await openDatabase(readConfig({ DUNWELL_DATA: folder }));
			const target = () => Number(textOf(join(folder, 'postgres', 'port')));
			const port = await freePort();
			const [server, worker, verb, desk] = await Promise.all([
				Tap.open(target),
				Tap.open(target),
				Tap.open(target),
				PlainTap.open(() => port),
			]);
			return new Site({ base, folder, database, disk, taps: { server, worker, verb }, desk, port });
		} catch (error) {
			disk?.remove();
			rmSync(base, { recursive: true, force: true });
			throw error;
		}
	}

	/** The database's address through a part's tap; `name`: another database than the house's own. */
	url(part: Part, name?: string): string {
		const url = new URL(this.database.url);
		url.port = String(this.taps[part].port);
		if (name !== undefined) url.pathname = `/${name}`;
		return url.toString();
	}

	private environment(part: Part, name?: string): Record<string, string> {
		return { DUNWELL_DATA: this.folder, DATABASE_URL: this.url(part, name), PORT: String(this.port) };
	}

	private get cluster(): string {
		return join(this.folder, 'postgres', 'cluster');
	}

	get postmaster(): number {
		return postmasterOf(this.cluster);
	}

	/** The postmaster and every process of it. */
	databasePids(): number[] {
		const { postmaster } = this;
		return postmaster ? [postmaster, ...childrenOf(postmaster)] : [];
	}

	/** Starts a server, again and again until one stays; gives up after a while. */
	async serve(name?: string): Promise<void> {
		await this.start('server', ['serve'], `http://127.0.0.1:${this.port}`, name);
	}

	async work(): Promise<void> {
		await this.start('worker', ['work'], 'jobs running');
	}

	private async start(part: 'server' | 'worker', args: string[], ready: string, name?: string): Promise<void> {
		for (const late = performance.now() + mendSecondsMax * 1_000; !this.closing; this.restarts++) {
			const running = dunwell(args, this.environment(part, name));
			this[part] = running;
			if (await running.until(ready)) return;
			const code = await running.ended;
			// Killed by us, or the database away: both are said and tried again. Anything else is a fault.
			if (code !== null && code !== 3) this.findings.push(`dunwell ${args.join(' ')} ended with ${code}: ${running.said().slice(-600)}`);
			this.lookForFaults(running, args.join(' '));
			if (performance.now() > late) {
				this.findings.push(`dunwell ${args.join(' ')} does not come up again: ${running.said().slice(-600)}`);
				return;
			}
			await sleep(200);
		}
	}

	/** Starts again what has died, for as long as the site is open. */
	async watch(): Promise<void> {
		const parts = [
			['server', () => this.serve()],
			['worker', () => this.work()],
		] as const;
		while (!this.closing) {
			for (const [part, again] of parts) {
				const running = this[part];
				if (!running || (running.child.exitCode === null && running.child.signalCode === null)) continue;
				this.lookForFaults(running, part);
				if (running.child.exitCode !== null)
					this.findings.push(`the ${part} ended by itself with ${running.child.exitCode}: ${running.said().slice(-600)}`);
				this.restarts++;
				await again();
			}
			await sleep(100);
		}
	}

	/** One verb, again and again until it answers. Gives its answer's JSON. */
	async run(args: readonly string[], secondsMax = mendSecondsMax): Promise<Record<string, unknown> | null> {
		for (const late = performance.now() + secondsMax * 1_000; ; this.restarts++) {
			const running = dunwell([...args, '--json'], this.environment('verb'));
			this.verb = running;
			const code = await running.ended;
			if (code === 0 || code === 1) return JSON.parse(running.answered()) as Record<string, unknown>;
			this.lookForFaults(running, args.join(' '));
			if (performance.now() > late) {
				this.findings.push(`dunwell ${args.join(' ')} never came to an end: ${running.said().slice(-600)}`);
				return null;
			}
			await sleep(200);
		}
	}

	/** A database that goes away is an outage and never a fault of ours. */
	private lookForFaults(running: Running, what: string): void {
		const said = running.said();
		const at = said.search(/Something is wrong; nothing|\bfault [0-9a-f]{16}|Fault:|UnhandledPromise|Uncaught/);
		if (at >= 0) this.findings.push(`a fault where the world failed (${what}): ${said.slice(at, at + 700)}`);
	}

	/** Waits until the database takes connections, past the taps. */
	async databaseUp(): Promise<void> {
		for (const late = performance.now() + mendSecondsMax * 1_000; ; ) {
			const client = new pg.Client({ connectionString: this.currentUrl(), connectionTimeoutMillis: 3_000 });
			client.on('error', () => {});
			try {
				await client.connect();
				await client.query('select 1');
				return;
			} catch {
				if (performance.now() > late) {
					this.findings.push(`the database does not come up again: ${textOf(join(this.folder, 'postgres', 'postgres.log')).slice(-800)}`);
					return;
				}
				await sleep(100);
			} finally {
				await client.end().catch(() => {});
			}
		}
	}

	currentUrl(): string {
		const url = new URL(this.database.url);
		url.port = textOf(join(this.folder, 'postgres', 'port')).trim();
		return url.toString();
	}

	/** Stops server and worker in order, as an operator does; each must end with 0. */
	async stopInOrder(): Promise<void> {
		this.closing = true;
		for (const [name, running] of [
			['server', this.server],
			['worker', this.worker],
		] as const) {
			if (!running) continue;
			this.lookForFaults(running, name);
			running.child.kill('SIGTERM');
			const late = setTimeout(() => {
				this.findings.push(`the ${name} did not stop within 40 s: ${running.said().slice(-300)}`);
				running.child.kill('SIGKILL');
			}, 40_000);
			const code = await running.ended;
			clearTimeout(late);
			if (code !== 0 && code !== null) this.findings.push(`the ${name} stopped with ${code}: ${running.said().slice(-600)}`);
		}
	}

	async close(): Promise<void> {
		this.closing = true;
		for (const running of [this.server, this.worker, this.verb])
			kill(running && running.child.exitCode === null ? running.child.pid : null);
		await Promise.all([...Object.values(this.taps), this.desk].map((tap) => tap.close()));
		await this.database.stop();
		this.disk?.remove();
		rmSync(this.base, { recursive: true, force: true });
	}
}
