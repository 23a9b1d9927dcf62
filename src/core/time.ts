/**
 * Three kinds of time, never mixed: an instant (`Temporal.Instant`), a local date (`Temporal.PlainDate`) and a zone (IANA name).
 * Everything here takes the instant as a value; only `src/host/clock.ts` knows what time it is.
 */
export type Zone = string;

/** The zone used where nothing better is known about a debtor in mainland China (one legal zone, UTC+8). */
export const chinaZone: Zone = 'Asia/Shanghai';

/** Whether this names a zone. A bare offset does not: PostgreSQL counts the hours of `+08:00` to the west, and no clock change is known of it. */
export function isZone(text: string): boolean {
	try {
		return /^[A-Za-z]/.test(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId);
	} catch {
		return false;
	}
}

/** The local calendar date of an instant in a zone. */
export function dateIn(zone: Zone, at: Temporal.Instant): Temporal.PlainDate {
	return at.toZonedDateTimeISO(zone).toPlainDate();
}

/** The instant a local calendar day begins in a zone (not always midnight where clocks change). */
export function startOfDay(zone: Zone, on: Temporal.PlainDate): Temporal.Instant {
	return on.toZonedDateTime({ timeZone: zone }).toInstant();
}

/** The instant of a local wall time; a time skipped by a clock change moves forward, a repeated one is the earlier, or the later where that is asked for. */
export function atLocal(zone: Zone, on: Temporal.PlainDate, time: string, repeated: 'earlier' | 'later' = 'earlier'): Temporal.Instant {
	const disambiguation = repeated === 'later' ? 'later' : 'compatible';
	return on.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone, { disambiguation }).toInstant();
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
	return from.until(to, { largestUnit: 'day' }).days;
}

export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
	return Temporal.Instant.compare(a, b) < 0;
}

export function laterOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
	return isBefore(a, b) ? b : a;
}

export function earlierOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
	return isBefore(a, b) ? a : b;
}

/** The earlier of two dates. */
export function earlierDate(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
	return Temporal.PlainDate.compare(a, b) <= 0 ? a : b;
}

const zero = 48;
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days of a common year before each month. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/**
 * The millisecond an ISO instant falls in (a fraction is cut off). The form the database writes, `2026-11-24T02:00:00.000000Z`, is read by its digits, two orders of
 * magnitude faster than `Temporal.Instant.from`; every other form goes there. Throws `RangeError` for a text that is no instant.
 */
export function momentOf(text: string): number {
	const plain = plainMoment(text);
	return plain === null ? Temporal.Instant.from(text).epochMilliseconds : plain;
}

/** The first whole millisecond not before an ISO instant. */
export function momentNotBefore(text: string): number {
	const plain = plainMoment(text);
	if (plain === null) return Temporal.Instant.from(text).round({ smallestUnit: 'millisecond', roundingMode: 'ceil' }).epochMilliseconds;
	for (let i = 23; i < text.length - 1; i++) if (text.charCodeAt(i) !== zero) return plain + 1;
	return plain;
}

/** The moment of `YYYY-MM-DDThh:mm:ssZ` from 1970 on, with or without a fraction of the second; null for any other form. */
function plainMoment(text: string): number | null {
	const end = text.length - 1;
	if (end < 19 || text.charCodeAt(end) !== 90 || text.charCodeAt(10) !== 84) return null;
	if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null;
	const year = two(text, 0) * 100 + two(text, 2);
	const month = two(text, 5);
	const day = two(text, 8);
	const hour = two(text, 11);
	const minute = two(text, 14);
	const second = two(text, 17);
	// Not a number where a digit is none.
	if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60)) return null;
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	if (day > (month === 2 && !isLeap ? 28 : (daysOfMonth[month - 1] ?? 0))) return null;
	let thousandths = 0;
	if (end > 19) {
		if (text.charCodeAt(19) !== 46 || end === 20 || end > 29) return null;
		for (let i = 20; i < end; i++) {
			const digit = text.charCodeAt(i) - zero;
			if (digit < 0 || digit > 9) return null;
			if (i < 23) thousandths += digit * (i === 20 ? 100 : i === 21 ? 10 : 1);
		}
	}
	const before = year - 1;
	const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
	const days = (year - 1970) * 365 + leaps + (daysBefore[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0) + day - 1;
	return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + thousandths;
}

/** Two digits of a text as a number; NaN where one is none. */
function two(text: string, at: number): number {
	const tens = text.charCodeAt(at) - zero;
	const ones = text.charCodeAt(at + 1) - zero;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** A moment as the ISO text `Temporal.Instant` writes. */
export function textOfMoment(moment: number): string {
	return moment % 1_000 === 0 && moment >= 0 && moment < 253_402_300_800_000
		? `${new Date(moment).toISOString().slice(0, 19)}Z`
		: Temporal.Instant.fromEpochMilliseconds(moment).toString();
}
