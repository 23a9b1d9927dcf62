import type { ClockJob } from '../host/jobs.ts';
import type { Door } from '../record/change.ts';
import { pruneElsewhere, settleElsewhere } from './elsewhere.ts';

/** How calls ended is told to the count shared with other agencies, where there is one. */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'settle_elsewhere',
		crontab: '* * * * *',
		attemptsMax: 3,
		async run(door) {
			await settleElsewhere(door);
			return null;
		},
	},
	{
		name: 'prune_elsewhere',
		crontab: '20 17 * * *',
		attemptsMax: 3,
		async run(door) {
			await pruneElsewhere(door);
			return null;
		},
	},
];
