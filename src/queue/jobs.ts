import type { ClockJob } from '../host/jobs.ts';
import type { Door } from '../record/change.ts';
import { sweep } from './actions.ts';

/** Debtors on abandoned desks go back to the queue, every ten minutes. */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'sweep_desks',
		crontab: '*/10 * * * *',
		attemptsMax: 3,
		async run(door) {
			const items = await sweep(door);
			return items === 0 ? null : `abandoned desks: ${items} items back in the queue`;
		},
	},
];
