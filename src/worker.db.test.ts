import { run, runMigrations, runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/support/database.ts';
import { aDebt } from '../test/support/debts.ts';
import { createPool } from './host/db.ts';
import type { ClockJob } from './host/jobs.ts';
import type { Door } from './record/change.ts';
import { crontab, jobsSchema, quiet, startWorker, tasksOf, type WorkedHouse } from './worker.ts';

let database: TestDatabase;
let other: TestDatabase;
let house: WorkedHouse;
beforeAll(async () => {
	database = await testDatabase();
	other = await database.agency('other');
	house = {
		url: database.url,
		owner: database.owner,
		async door(code, username) {
			const at = code === 'main' ? database : other;
			return { ...(await at.door('system', username)), clock: database.clock };
		},
	};
	await runMigrations({ connectionString: database.url, schema: jobsSchema });
});
afterAll(() => database.close());

/** Lays a job out and lets the queue run empty. */
async function happen(name: string, list?: readonly ClockJob<Door>[]): Promise<void> {
	await database.owner.query(`select jobs.add_job($1)`, [`each_${name}`]);
	await runOnce({
		connectionString: database.url,
		schema: jobsSchema,
		taskList: tasksOf(house, list),
		logger: quiet,
		noHandleSignals: true,
	});
}

const dayRuns = async () =>
	(
		await database.owner.query<{ code: string; on: string }>(
			`select t.code, r.business_date::text as on from dunwell.day_run r join dunwell.tenant t using (tenant_id) where finished_at is not null order by 1, 2`,
		)
	).rows;

describe('the day run by the clock', () => {
	test('begins at 06:10 of the agency’s own morning, not before, and once a day whatever the half hours', async () => {
		await aDebt(database, await database.door('admin'), { reviewOn: '2026-11-24' });
		database.clock.set(Temporal.Instant.from('2026-11-23T22:09:00Z'));
		await happen('day_run');
		expect(await dayRuns()).toEqual([]);
		database.clock.set(Temporal.Instant.from('2026-11-23T22:10:00Z'));
		await happen('day_run');
		await happen('day_run');
		expect(await dayRuns()).toEqual([
			{ code: 'main', on: '2026-11-24' },
			{ code: 'other', on: '2026-11-24' },
		]);
	});

	test('goes by each agency’s zone: London is still asleep when Shanghai has begun', async () => {
		await database.owner.query(`update dunwell.tenant set zone = 'Europe/London' where code = 'other'`);
		database.clock.set(Temporal.Instant.from('2026-11-24T23:00:00Z'));
		await happen('day_run');
		expect((await dayRuns()).filter((run) => run.on === '2026-11-25')).toEqual([{ code: 'main', on: '2026-11-25' }]);
		database.clock.set(Temporal.Instant.from('2026-11-25T06:10:00Z'));
		await happen('day_run');
		expect((await dayRuns()).filter((run) => run.on === '2026-11-25').map((run) => run.code)).toEqual(['main', 'other']);
	});
});

test('one agency’s trouble is its own: the other’s job is done, the broken one is tried again a bounded number of times', async () => {
	const done: bigint[] = [];
	const job: ClockJob<Door> = {
		name: 'shaky',
		crontab: '* * * * *',
		attemptsMax: 3,
		async run(door) {
			if (door.tenantId === other.tenantId) throw new Error('the carrier is away');
			done.push(door.tenantId);
			return null;
		},
	};
	await happen('shaky', [job]);
	expect(done).toEqual([database.tenantId]);
	/** Jobs of this name as the queue keeps them, once it has written down how the last try ended. */
	const waiting = async () => {
		for (let tries = 0; tries < 100; tries++) {
			const { rows } = await database.owner.query<{ attempts: number; max_attempts: number; last_error: string | null; locked: boolean }>(
				`select p.attempts, p.max_attempts, p.last_error, p.locked_at is not null as locked
				   from jobs._private_jobs p join jobs._private_tasks t on t.id = p.task_id where t.identifier = 'shaky'`,
			);
			if (rows.every((row) => !row.locked)) return rows;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error('a job stayed locked');
	};
	const carrierAway = expect.stringContaining('the carrier is away') as string;
	expect(await waiting()).toMatchObject([{ attempts: 1, max_attempts: 3, last_error: carrierAway }]);
	for (let i = 0; i < 5; i++) {
		await waiting();
		await database.owner.query(`update jobs._private_jobs set run_at = run_at - interval '1 day'`);
		await runOnce({
			connectionString: database.url,
			schema: jobsSchema,
			taskList: tasksOf(house, [job]),
			logger: quiet,
			noHandleSignals: true,
		});
	}
	expect(await waiting()).toMatchObject([{ attempts: 3, max_attempts: 3 }]);
});

test('the table of times is one the queue understands, one line per job', async () => {
	expect(crontab.split('\n').map((line) => line.split(' ')[5])).toEqual([
		'each_day_run',
		'each_send_messages',
		'each_sweep_desks',
		'each_settle_elsewhere',
		'each_prune_elsewhere',
		'each_seal_record',
		'each_erase_due',
	]);
	const runner = await run({
		connectionString: database.url,
		schema: jobsSchema,
		taskList: tasksOf(house),
		crontab,
		logger: quiet,
		noHandleSignals: true,
	});
	await runner.stop();
});

test('the worker goes on after its connections were cut, and stops when told', async () => {
	const worker = await startWorker(house);
	const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%jobs%' and pid <> pg_backend_pid()`;
	await database.owner.query(cut);
	await database.owner.query(`select jobs.add_job('send_messages', '{"tenant":"main"}', job_key => 'after the cut')`);
	for (let left = 1, tries = 0; left > 0; tries++) {
		expect(tries).toBeLessThan(150);
		await new Promise((resolve) => setTimeout(resolve, 100));
		left = (await database.owner.query(`select 1 from jobs.jobs where key = 'after the cut'`)).rows.length;
	}
	await worker.stop();
});

test('the database away in the moment a job ends: no process ends of it, the job is done later, and the worker stops when told', async () => {
	let ended = 0;
	const url = new URL(database.url);
	const name = url.pathname.slice(1);
	const closed: WorkedHouse = {
		...house,
		async door(...of) {
			// While the job runs the house loses every connection of the queue, and gets none for three seconds: the library cannot say how the job ended.
			if (ended++ === 0) {
				url.pathname = '/postgres';
				const server = new pg.Client({ connectionString: url.toString() });
				await server.connect();
				await server.query(`alter database ${name} allow_connections false`);
				await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and query like '%jobs%'`, [name]);
				setTimeout(() => void server.query(`alter database ${name} allow_connections true`).then(() => server.end()), 3_000);
			}
			return house.door(...of);
		},
	};
	const worker = await startWorker(closed);
	await database.owner.query(
		`select jobs.add_job('seal_record', '{"tenant":"main"}', job_key => 'before'), jobs.add_job('seal_record', '{"tenant":"main"}', job_key => 'beside')`,
	);
	await new Promise((resolve) => setTimeout(resolve, 4_000));
	const again = createPool(database.url, { as: 'owner', max: 1 });
	await again.query(`select jobs.add_job('seal_record', '{"tenant":"main"}', job_key => 'after')`);
	for (let left = 1, tries = 0; left > 0; tries++) {
		expect(tries).toBeLessThan(300);
		await new Promise((resolve) => setTimeout(resolve, 100));
		left = (await again.query(`select 1 from jobs.jobs where key = 'after'`)).rows.length;
	}
	await again.end();
	await worker.stop();
});
