import chineseDays from 'chinese-days';
import type { IsWorkday } from './rules.ts';

/** The last year whose holidays the State Council had published when the calendar was made; later years know weekends only. */
export const holidaysKnownUntil = 2026;

/** Working days of mainland China with shifted weekends (`chinese-days`, after the State Council's yearly notice). */
export const isWorkdayInChina: IsWorkday = (on) =>
	on.year <= holidaysKnownUntil ? chineseDays.isWorkday(on.toString()) : on.dayOfWeek <= 5;
