import type { ClockJob } from '../host/jobs.ts';
import type { Door } from '../record/change.ts';
import { sandboxCarrier, sandboxWithBook } from './carrier.ts';
import { sendDueMessages } from './sender.ts';

/** Messages that are due, each minute; each asks the gate in the moment of sending. */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'send_messages',
		crontab: '* * * * *',
		attemptsMax: 3,
		async run(door, folder) {
			const sums = await sendDueMessages(door, folder === undefined ? sandboxCarrier : sandboxWithBook(folder));
			return Object.values(sums).every((count) => count === 0)
				? null
				: `messages: ${sums.sent} sent, ${sums.undelivered} undelivered, ${sums.refused} refused, ${sums.later} later today, ${sums.unknown} without an answer, ${sums.stopped} stopped before they left`;
		},
	},
];
