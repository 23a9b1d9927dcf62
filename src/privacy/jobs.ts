import type { ClockJob } from '../host/jobs.ts';
import type { Door } from '../record/change.ts';
import { eraseDue } from './actions.ts';

/** Whose time of keeping is over is erased unasked (PIPL 47), each night. */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'erase_due',
		crontab: '20 18 * * *',
		attemptsMax: 3,
		async run(door) {
			const erased = await eraseDue(door);
			return erased === 0 ? null : `personal data: ${erased} debtors erased`;
		},
	},
];
