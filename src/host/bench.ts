import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import pg from 'pg';
import { Outage } from '../core/assert.ts';
import { createPool, type Pool } from './db.ts';
import { tryLock } from './living.ts';
import { migrate } from './migrate.ts';

/** A throw-away, migrated database on the house's own server; dropped when the bench is over. */
export type BenchDatabase = {
	readonly url: string;
	/** As the schema's owner: builds the data and runs the floor. */
	readonly owner: Pool;
	/** As the application; closed with the bench. */
	pool(max: number): Pool;
};

/** What a figure was measured on, and how busy the machine was from others just before. */
export type Machine = {
	readonly cpu: string;
	readonly cores: number;
	readonly memory_mb: number;
	readonly node: string;
	readonly postgres: string;
	readonly busy_before_percent: number;
	readonly load_before: readonly number[];
	readonly load_after: readonly number[];
	readonly node_memory_peak_mb: number;
};

const round = (value: number, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits;
const databasePrefix = 'dunwell_bench_';

/**
 * Runs one bench at a time on this machine: takes a lock, makes a database, measures, drops it, and adds the facts of the machine to the answer.
 * Throws `Outage` when another bench runs.
 */
export async function bench<Answer extends object>(
	serverUrl: string,
	work: (database: BenchDatabase) => Promise<Answer>,
): Promise<Answer & { readonly machine: Machine }> {
	const release = tryLock(join(tmpdir(), 'dunwell-bench.lock'));
	if (!release) throw new Outage('another bench runs on this machine: its figures and ours would both be wrong');
	const busy = await busyPercent();
	const load = loadavg();
	const server = new pg.Client({ connectionString: serverUrl });
	const pools: Pool[] = [];
	const name = `${databasePrefix}${process.pid}`;
	try {
		await server.connect();
		await sweep(server);
		await server.query(`create database ${name}`);
		const url = new URL(serverUrl);
		url.pathname = `/${name}`;
		const keep = (pool: Pool) => {
			pools.push(pool);
			return pool;
		};
		await migrate(url.toString());
		const answer = await work({
			url: url.toString(),
			owner: keep(createPool(url.toString(), { max: 4, as: 'owner' })),
			pool: (max) => keep(createPool(url.toString(), { max })),
		});
		const { rows } = await server.query<{ server_version: string }>('show server_version');
		const machine: Machine = {
			cpu: cpus()[0]?.model ?? 'unknown',
			cores: cpus().length,
			memory_mb: round(totalmem() / 2 ** 20),
			node: process.version,
			postgres: rows[0]?.server_version ?? 'unknown',
			busy_before_percent: busy,
			load_before: load.map((each) => round(each, 2)),
			load_after: loadavg().map((each) => round(each, 2)),
			// In kilobytes on every system.
			node_memory_peak_mb: round(process.resourceUsage().maxRSS / 1024),
		};
		return { ...answer, machine };
	} finally {
		await Promise.allSettled(pools.map((pool) => pool.end()));
		await server.query(`drop database if exists ${name} with (force)`).catch(() => {});
		await server.end().catch(() => {});
		release();
	}
}

/** Databases of benches that were killed; one that is in use stays. */
async function sweep(server: pg.Client): Promise<void> {
	const { rows } = await server.query<{ datname: string }>('select datname from pg_database where datname like $1', [`${databasePrefix}%`]);
	for (const { datname } of rows) await server.query(`drop database if exists ${datname}`).catch(() => {});
}

/** How much of all cores was in use during one second in which the bench did nothing. */
async function busyPercent(): Promise<number> {
	const sum = () => {
		const times = cpus().map((cpu) => cpu.times);
		const idle = times.reduce((total, each) => total + each.idle, 0);
		return { idle, all: times.reduce((total, each) => total + each.user + each.nice + each.sys + each.irq, idle) };
	};
	const before = sum();
	await sleep(1_000);
	const after = sum();
	return round((1 - (after.idle - before.idle) / Math.max(1, after.all - before.all)) * 100);
}

/** Runs `work` and gives its answer with the seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly seconds: number }> {
	const from = performance.now();
	const answer = await work();
	return { answer, seconds: round((performance.now() - from) / 1_000, 3) };
}

/** The value below which this share of the measurements lies (nearest rank), to a hundredth. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0, 2);
}

/** How often the floor fits into the figure, to a hundredth. */
export const ratioOf = (figure: number, floor: number): number => round(figure / floor, 2);

/** Reads a size given on the command line: a whole number, not so small that it means nothing. */
export function sizeFrom(least: number): (text: string) => number {
	return (text) => {
		const size = Number(text);
		if (!Number.isSafeInteger(size) || size < least) throw new InvalidArgumentError(`A whole number of at least ${least} is needed.`);
		return size;
	};
}
