import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { sendDueMessages } from './channels/sender.ts';
import { say } from './host/log.ts';
import type { House } from './house.ts';
import { sweep } from './queue/actions.ts';
import type { Door } from './record/change.ts';
import { runDay } from './strategy/actions.ts';
import { listTenants } from './tenants/store.ts';

/** Work by the clock, for every tenant: the day run each morning, messages each minute, abandoned desks. Lives in the database's own queue. */
export async function startWorker(house: House): Promise<{ stop(): Promise<void> }> {
	const forEach = (work: (door: Door) => Promise<unknown>) => async () => {
		for (const tenant of await listTenants(house.owner)) {
			const door = await house.door(tenant.code, 'system');
			if (door) await work(door);
		}
	};
	let stopping = false;
	const complain = (message: string) => {
		// While everything goes down a connection may be cut before it has said goodbye.
		if (!stopping) say(`jobs: ${message}`);
	};
	// The library lets its own connections go in the background and dies when the database stops first; ours are closed before that.
	const pgPool = new pg.Pool({ connectionString: house.url, max: 6 });
	pgPool.on('error', (error) => complain(error.message));
	const runner = await run({
		pgPool,
		concurrency: 2,
		noHandleSignals: true,
		schema: 'jobs',
		taskList: {
			day_run: forEach(async (door) => say(`day run: ${JSON.stringify(await runDay(door))}`)),
			send_messages: forEach((door) => sendDueMessages(door)),
			sweep_desks: forEach((door) => sweep(door)),
		},
		// 22:10 UTC is 06:10 in Shanghai: before the first lawful call of the day. A missed run is made up for at the next start.
		crontab: [
			'10 22 * * * day_run ?fill=1d&max=5',
			'* * * * * send_messages ?max=1&jobKey=send_messages',
			'*/10 * * * * sweep_desks ?max=1',
		].join('\n'),
		// Quiet unless something failed.
		logger: new Logger(() => (level, message) => {
			if (level === 'error' || level === 'warning') complain(message);
		}),
	});
	return {
		async stop() {
			stopping = true;
			await runner.stop();
			await pgPool.end();
		},
	};
}
