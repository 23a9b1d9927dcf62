import type { ClockJob } from '../host/jobs.ts';
import type { Door } from './change.ts';
import { sealRecord } from './seals.ts';

/** What was done in the last minute is sealed. */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'seal_record',
		crontab: '* * * * *',
		attemptsMax: 3,
		async run(door) {
			await sealRecord(door);
			return null;
		},
	},
];
