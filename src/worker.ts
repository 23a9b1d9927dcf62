import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { jobs as channelJobs } from './channels/jobs.ts';
import { jobs as contactJobs } from './contact/jobs.ts';
import { known } from './core/assert.ts';
import type { ClockJob } from './host/jobs.ts';
import { outageOr, outliveCuts } from './host/db.ts';
import { say } from './host/log.ts';
import { patientPool } from './host/patient-pool.ts';
import type { House } from './house.ts';
import { jobs as privacyJobs } from './privacy/jobs.ts';
import { jobs as queueJobs } from './queue/jobs.ts';
import type { Door } from './record/change.ts';
import { jobs as recordJobs } from './record/jobs.ts';
import { jobs as strategyJobs } from './strategy/jobs.ts';
import { listTenants } from './tenants/store.ts';

/** What the worker needs of the house. */
export type WorkedHouse = Pick<House, 'url' | 'owner' | 'door'> & Partial<Pick<House, 'config'>>;

// Each module adds what it does by the clock.
const jobs: readonly ClockJob<Door>[] = [...strategyJobs, ...channelJobs, ...queueJobs, ...contactJobs, ...recordJobs, ...privacyJobs];

/** The database's queue lies in this schema. */
export const jobsSchema = 'jobs';
const pauseMaxMs = 60_000;

/** The library is quiet unless something failed. */
export const quiet = new Logger(() => (level, message) => {
	if (level === 'error' || level === 'warning') say(`jobs: ${message}`);
});

/**
 * Tasks of the queue: at its time each job is laid out once per agency, so that one agency's trouble is its own, tried again by itself and
 * not for ever. Laid out twice before it ran, it is done once.
 */
export function tasksOf(house: WorkedHouse, list: readonly ClockJob<Door>[] = jobs): TaskList {
	const tasks: TaskList = {};
	for (const job of list) {
		tasks[`each_${job.name}`] = async (_, { addJob }) => {
			for (const { code } of await listTenants(house.owner)) {
				// No named queue: a worker killed in the middle would keep it locked for hours. Two runs beside each other share the work.
				await addJob(job.name, { tenant: code }, { jobKey: `${job.name} ${code}`, maxAttempts: job.attemptsMax, jobKeyMode: 'replace' });
			}
		};
		tasks[job.name] = async (payload) => {
			const { tenant } = payload as { tenant: string };
			const line = await job.run(known(await house.door(tenant, 'system'), `automatic login of ${tenant}`), house.config?.data);
			if (line !== null) say(`${tenant}: ${line}`);
		};
	}
	return tasks;
}

/** When each job is laid out. A time that was slept through is not made up for: the next one does what is due. */
export const crontab = jobs.map((job) => `${job.crontab} each_${job.name} ?max=2&jobKey=each_${job.name}`).join('\n');

/** Runs the jobs until it is stopped. When the queue breaks off (the database was away) it is begun again, with a growing pause. */
export async function startWorker(house: WorkedHouse): Promise<{ stop(): Promise<void> }> {
	// Our own pool: the library's own stops listening for errors before its connections are closed, and the end of the database then ends the process.
	const pool = new pg.Pool({ connectionString: house.url, max: 8, connectionTimeoutMillis: 30_000 });
	outliveCuts(pool);
	const patient = patientPool(pool);
	const begin = () =>
		run({
			pgPool: patient.pool,
			concurrency: 2,
			noHandleSignals: true,
			schema: jobsSchema,
			taskList: tasksOf(house),
			crontab,
			logger: quiet,
		});
	const stopping = new AbortController();
	let runner: Runner | null = await begin().catch(async (error: unknown) => {
		await pool.end();
		throw outageOr(error);
	});
	patient.begin();
	const watch = async () => {
		for (let pauseMs = 1_000; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
			try {
				await runner?.promise;
			} catch (error) {
				say(`jobs broke off: ${String(error)}`);
			}
			if (stopping.signal.aborted) return;
			runner = null;
			await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
			if (stopping.signal.aborted) return;
			try {
				runner = await begin();
				pauseMs = 500;
			} catch (error) {
				say(`jobs cannot begin again yet: ${String(error)}`);
			}
		}
	};
	const watching = watch();
	return {
		async stop() {
			stopping.abort();
			patient.end();
			const stopped = async () => {
				await runner?.stop().catch(() => {});
				await watching;
			};
			// What waits for a database that is away is not waited for.
			await Promise.race([stopped(), patient.gaveUp]);
			await pool.end();
		},
	};
}
