import { atLocal, dateIn, momentOf, startOfDay, type Zone } from '../core/time.ts';
import type { FactInconvenient } from './facts.ts';
import type { Hours, Window } from './rows.ts';

/**
 * The law's clock: hours of the day and counting windows at a place, exact across clock changes. Moments are milliseconds since the epoch; a local
 * day is asked of the time zone once and then remembered, since the same few days are asked for again and again.
 */
export type Moment = number;

export type LocalDay = {
	readonly zone: Zone;
	readonly date: Temporal.PlainDate;
	/** The date as ISO text. */
	readonly name: string;
	readonly startsAt: Moment;
	readonly endsAt: Moment;
	/** By `from until`. */
	readonly runs: Map<string, Run>;
	/** What is open during it, by the hours. */
	readonly opens: Map<string, Run[]>;
	/** When the day so many days on begins. */
	readonly starts: Map<number, Moment>;
};
export type Run = { readonly from: Moment; readonly until: Moment };

/** The days of a place asked for so far: by the UTC days they touch, and the one asked for last. */
type Days = { readonly byUtcDay: Map<number, LocalDay[]>; latest: LocalDay };

const remembered = new Map<Zone, Days>();
const daysMax = 10_000;
export const dayMs = 86_400_000;

/** The local day an instant falls on. It is 23 or 25 hours long when the clocks change. */
export function dayAt(zone: Zone, at: Moment): LocalDay {
	const days = remembered.get(zone);
	if (!days) {
		const first = newDay(zone, at);
		const made: Days = { byUtcDay: new Map(), latest: first };
		remembered.set(zone, made);
		return remember(made, first);
	}
	const { latest } = days;
	if (latest.startsAt <= at && at < latest.endsAt) return latest;
	const near = days.byUtcDay.get(Math.floor(at / dayMs));
	if (near) for (const day of near) if (day.startsAt <= at && at < day.endsAt) return (days.latest = day);
	return remember(days, newDay(zone, at));
}

function newDay(zone: Zone, at: Moment): LocalDay {
	const date = dateIn(zone, Temporal.Instant.fromEpochMilliseconds(at));
	return {
		zone,
		date,
		name: date.toString(),
		startsAt: startOfDay(zone, date).epochMilliseconds,
		endsAt: startOfDay(zone, date.add({ days: 1 })).epochMilliseconds,
		runs: new Map(),
		opens: new Map(),
		starts: new Map(),
	};
}

function remember(days: Days, day: LocalDay): LocalDay {
	if (days.byUtcDay.size > daysMax) days.byUtcDay.clear();
	for (let utc = Math.floor(day.startsAt / dayMs); utc * dayMs < day.endsAt; utc++) {
		const near = days.byUtcDay.get(utc);
		if (near) near.push(day);
		else days.byUtcDay.set(utc, [day]);
	}
	return (days.latest = day);
}

/** The first moment of the local day so many days after the one `at` falls on (before it: negative). */
export function startOfDayFrom(zone: Zone, at: Moment, days: number): Moment {
	const day = dayAt(zone, at);
	if (days === 0) return day.startsAt;
	if (days === 1) return day.endsAt;
	let start = day.starts.get(days);
	if (start === undefined) day.starts.set(days, (start = startOfDay(zone, day.date.add({ days })).epochMilliseconds));
	return start;
}

/** When the clock of a place changes next after a moment; infinite where it never does. */
export function nextClockChange(zone: Zone, after: Moment): Moment {
	const next = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
	return next?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
}

/** The first moment whose contacts still count at `at`. */
export function windowStart(window: Window, zone: Zone, at: Moment): Moment {
	if (window.kind === 'rolling') return at - window.minutes * 60_000 + 1;
	return startOfDayFrom(zone, at, window.kind === 'calendar day' ? 0 : 1 - window.days);
}

/** The first moment at which a contact of `at` counts no more. */
export function leavesAt(window: Window, zone: Zone, at: Moment): Moment {
	if (window.kind === 'rolling') return at + window.minutes * 60_000;
	return startOfDayFrom(zone, at, window.kind === 'calendar day' ? 1 : window.days);
}

const nameOf = (hours: Hours) => `${hours.from} ${hours.until}${hours.untilIncluded ? ' included' : ''}`;

/**
 * Hours [from, until) of one local day; an end before the beginning is on the next day. Of an hour that comes twice what is open is the less: it begins with the later and
 * ends with the earlier, and hours that lie within it are open the first time.
 */
function runOn(day: LocalDay, hours: Hours): Run {
	const name = nameOf(hours);
	const known = day.runs.get(name);
	if (known) return known;
	const last = hours.until === '24:00' || hours.until <= hours.from ? day.date.add({ days: 1 }) : day.date;
	const first = atLocal(day.zone, day.date, hours.from).epochMilliseconds;
	const later = atLocal(day.zone, day.date, hours.from, 'later').epochMilliseconds;
	// Moments are whole milliseconds: the first one that is closed.
	const until = atLocal(day.zone, last, hours.until === '24:00' ? '00:00' : hours.until).epochMilliseconds + (hours.untilIncluded ? 1 : 0);
	const run = { from: later < until ? later : first, until };
	day.runs.set(name, run);
	return run;
}

/** The runs of these hours of the local days round `at`, yesterday's (it may end after midnight) to tomorrow's. */
function runsRound(zone: Zone, at: Moment, hours: readonly Hours[]): Run[] {
	const today = dayAt(zone, at);
	const days = [dayAt(zone, today.startsAt - 1), today, dayAt(zone, today.endsAt)];
	return days.flatMap((day) => hours.map((each) => runOn(day, each)));
}

/** When the hours that `at` lies in end, any of the sets counting as open; null when it lies in none. */
export function openUntil(zone: Zone, at: Moment, hours: readonly Hours[]): Moment | null {
	const runs = runsRound(zone, at, hours);
	let end = at;
	for (let next = furthest(runs, end); next > end; next = furthest(runs, end)) end = next;
	return end === at ? null : end;
}

/**
 * The stretches open during the local day `at` falls on, in order and apart: what `openUntil` answers at each of its moments. Those that touch or overlap are one, so
 * that a stretch may begin before the day and end after it.
 */
export function openRuns(zone: Zone, at: Moment, hours: readonly Hours[]): Run[] {
	const day = dayAt(zone, at);
	const name = hours.map(nameOf).join(' or ');
	const known = day.opens.get(name);
	if (known) return known;
	const joined: { from: Moment; until: Moment }[] = [];
	for (const { from, until } of runsRound(zone, at, hours).sort((a, b) => a.from - b.from)) {
		const last = joined.at(-1);
		if (last && from <= last.until) last.until = Math.max(last.until, until);
		else if (from < until) joined.push({ from, until });
	}
	day.opens.set(name, joined);
	return joined;
}

/** The furthest end among runs that cover a moment; the moment itself when none does. */
function furthest(runs: readonly Run[], at: Moment): Moment {
	let end = at;
	for (const run of runs) if (run.from <= at && at < run.until && run.until > end) end = run.until;
	return end;
}

/** When any of these hours next begin after `at`; hours a change of clocks leaves out begin not at all that day. */
export function opensNext(zone: Zone, at: Moment, hours: readonly Hours[]): Moment {
	return Math.min(...runsRound(zone, at, hours).flatMap((run) => (run.from > at && run.from < run.until ? [run.from] : [])));
}

/** The stretch of inconvenient time `at` lies in at a place, as [from, until); null when it lies in none. */
export function inconvenientAt(zone: string, at: Moment, times: readonly FactInconvenient[]): Moment | null {
	const today = dayAt(zone, at);
	for (const day of [dayAt(zone, today.startsAt - 1), today]) {
		for (const time of times) {
			if (time.weekdays && !time.weekdays.includes(day.date.dayOfWeek)) continue;
			if ((time.from_on && day.name < time.from_on) || (time.until_on && day.name > time.until_on)) continue;
			const last = time.until ?? '24:00';
			const from = time.from === undefined ? day.startsAt : atLocal(zone, day.date, time.from).epochMilliseconds;
			const end = last !== '24:00' && time.from !== undefined && last <= time.from ? day.date.add({ days: 1 }) : day.date;
			// Of an hour that comes twice, both.
			const until = last === '24:00' ? day.endsAt : atLocal(zone, end, last, 'later').epochMilliseconds;
			if (from <= at && at < until) return until;
		}
	}
	return null;
}

/** How far beyond the last date the person named an inconvenient time is followed: what goes on for a year by the week alone goes on. */
const followedDays = 400;

/** When the inconvenient time that goes on until `until` is over, with what adjoins or overlaps it (Saturday and Sunday are one stretch); infinite when it never is. */
export function convenientFrom(zone: string, until: Moment, times: readonly FactInconvenient[]): Moment {
	const named = times.flatMap(({ from_on: first, until_on: last }) => [first ?? [], last ?? []].flat()).sort();
	const latest = named.at(-1);
	const last = Math.max(until, latest === undefined ? until : dayAt(zone, momentOf(`${latest}T12:00:00Z`)).endsAt) + followedDays * dayMs;
	let end = until;
	for (let next = inconvenientAt(zone, end, times); next !== null; next = inconvenientAt(zone, end, times)) {
		if (next > last) return Number.POSITIVE_INFINITY;
		end = next;
	}
	return end;
}
