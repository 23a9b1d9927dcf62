/**
 * Three kinds of time, never mixed: an instant (`Temporal.Instant`), a local date (`Temporal.PlainDate`) and a zone (IANA name).
 * Everything here takes the instant as a value; only `src/host/clock.ts` knows what time it is.
 */
export type Zone = string;

/** The zone used where nothing better is known about a debtor in mainland China (one legal zone, UTC+8). */
export const chinaZone: Zone = 'Asia/Shanghai';

/** The local calendar date of an instant in a zone. */
export function dateIn(zone: Zone, at: Temporal.Instant): Temporal.PlainDate {
	return at.toZonedDateTimeISO(zone).toPlainDate();
}

/** The instant a local calendar day begins in a zone (not always midnight where clocks change). */
export function startOfDay(zone: Zone, on: Temporal.PlainDate): Temporal.Instant {
	return on.toZonedDateTime({ timeZone: zone }).toInstant();
}

/** The instant of a local wall time; a time skipped by a clock change moves forward, a repeated one is the earlier. */
export function atLocal(zone: Zone, on: Temporal.PlainDate, time: string): Temporal.Instant {
	return on.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).toInstant();
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
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The millisecond an ISO instant falls in (a fraction is cut off). The form the database writes, `2026-11-24T02:00:00.000000Z`, is read by its digits, an order of
 * magnitude faster than `Temporal.Instant.from`; every other form goes there. Throws `RangeError` for a text that is no instant.
 */
export function momentOf(text: string): number {
	const end = text.length - 1;
	if (
		end < 19 ||
		text.charCodeAt(end) !== 90 ||
		text[4] !== '-' ||
		text[7] !== '-' ||
		text[10] !== 'T' ||
		text[13] !== ':' ||
		text[16] !== ':'
	)
		return Temporal.Instant.from(text).epochMilliseconds;
	const two = (at: number) => (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
	const year = two(0) * 100 + two(2);
	const [month, day, hour, minute, second] = [two(5), two(8), two(11), two(14), two(17)];
	for (let i = 0; i < end; i++) {
		const digit = text.charCodeAt(i) - zero;
		if ((digit < 0 || digit > 9) && i !== 4 && i !== 7 && i !== 10 && i !== 13 && i !== 16 && i !== 19)
			return Temporal.Instant.from(text).epochMilliseconds;
	}
	const plain =
		year >= 1970 &&
		month >= 1 &&
		month <= 12 &&
		day >= 1 &&
		day <= (daysOfMonth[month - 1] ?? 0) &&
		hour < 24 &&
		minute < 60 &&
		second < 60;
	if (!plain || (end > 19 && (text[19] !== '.' || end === 20))) return Temporal.Instant.from(text).epochMilliseconds;
	let thousandths = 0;
	for (let i = 20; i < 23; i++) thousandths = thousandths * 10 + (i < end ? text.charCodeAt(i) - zero : 0);
	return Date.UTC(year, month - 1, day, hour, minute, second, thousandths);
}
