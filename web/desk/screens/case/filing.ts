import { dateOf, daysAfter, instantAt } from '../../parts/time.ts';

/** Ways a complaint comes to the desk. */
export const filedBy = ['phone', 'desk', 'letter', 'email', 'regulator'] as const;
export type FiledBy = (typeof filedBy)[number];

/** The server takes what was received within its last 60 times 24 hours, so the first of the dates that are whole in them. */
export const receivedFrom = (today: string): string => daysAfter(today, -59);

/** When it was received: a date on the agency's calendar, of which noon stands for the day; nothing for today or no date, which is now. */
export function receivedOf(on: string, { nowMs, zone }: { nowMs: number; zone: string }): { at: string } | { now: true } | { fault: true } {
	const today = dateOf(nowMs, zone);
	if (on === '' || on === today) return { now: true };
	return on > today || on < receivedFrom(today) ? { fault: true } : { at: instantAt(on, '12:00', zone) };
}
