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
