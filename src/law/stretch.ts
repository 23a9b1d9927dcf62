import { assert } from '../core/assert.ts';
import { conditions } from './conditions.ts';
import { hoursOpenUntil } from './consents.ts';
import { countable, countOf, type Key, keysOf, openHours } from './counts.ts';
import { isDue } from './duties.ts';
import { type Case, isByOffice } from './facts.ts';
import { freeDebts, type Spoken } from './holds.ts';
import { rowsAt } from './in-force.ts';
import type { Bound, Channel, CountLimit, LawBook, LawRow } from './rows.ts';
import { dayAt, type LocalDay, type Moment, openRuns, type Run, startOfDayFrom, windowStart } from './windows.ts';
import { type Due, type Yes, yesOf } from './reasons.ts';

/**
 * A stretch of time for one contact: from one turning point of its facts to the next, within one local day of every candidate zone. Inside it the rows in force, holds,
 * consents, certificates, debts that may be spoken of and duties stay as they are, so they are looked at once. What changes from moment to moment is whether the
 * hours are open and how many contacts a limit counts: comparisons of whole milliseconds.
 */
export type Stretch = {
	readonly rows: LawBook;
	/** Every bound that can say something here, in the order in which refusals are named. */
	readonly bounds: readonly Held[];
	/** Whether no bound refuses but, at some moments, the hours and limits below; what warns all through the stretch is part of `yes`. */
	readonly isQuiet: boolean;
	/**
	 * Every number a moment is compared with, in one list, since a decision costs little else than fetching them: beginning and end of the stretch, the runs in which
	 * the hours of every row are open in every zone (`openAt` to `usedAt`), and the counts (`usedAt` on): those shown of attempts, those shown of answered calls,
	 * then those that can use up a limit within the stretch.
	 */
	readonly numbers: readonly number[];
	readonly hasHours: boolean;
	readonly usedAt: number;
	readonly answeredAt: number;
	readonly limitsAt: number;
	/** The day's limits on calls that are shown, the tightest of several rows: per number, and answered per lender and debtor. */
	readonly attempts: CountLimit | null;
	readonly answered: CountLimit | null;
	/** Whether counting alone says how much of them is used. */
	readonly isCounted: boolean;
	readonly duties: readonly Due[];
	/** The reasons and obligations of a contact nothing speaks against. */
	readonly yes: Yes;
	readonly debtIds: readonly string[];
};

/** Where the runs begin among the numbers of a stretch. */
const openAt = 2;

/** A bound within a stretch: what it says all through it; null where that depends on the moment. */
export type Held = {
	readonly row: LawRow;
	readonly bound: Bound;
	readonly said: readonly Spoken[] | null;
	readonly limits: readonly HeldLimit[];
};

/** A limit within a stretch: where its counts stand among the numbers, for those that can use it up; null where more than counting decides. */
export type HeldLimit = { readonly limit: CountLimit; readonly counts: readonly number[] | null };

/** The contacts of each kind that limits count, gathered once for a contact and its facts. */
type Tally = {
	/** What is counted, and for which lender or debt. */
	readonly name: string;
	readonly key: Key;
	readonly times: readonly Moment[];
	readonly lapses: readonly Moment[] | null;
};
export type Tallies = Tally[];

/** The stretch a moment lies in. */
export function stretchAt(law: LawBook, of: Case, turns: readonly Moment[], tallies: Tallies, at: Moment): Stretch {
	assert(of.facts.zones.length > 0, 'a debtor has at least one candidate zone');
	const days = of.facts.zones.map((zone) => dayAt(zone, at));
	let from = Math.max(...days.map((day) => day.startsAt));
	let until = untilMidnight(days);
	const cut = (turn: Moment) => {
		if (turn <= at && turn > from) from = turn;
		if (turn > at && turn < until) until = turn;
	};
	for (const turn of turns) cut(turn);
	const rows = rowsAt(law, of, days, at);
	const parts = partsOf(rows, of.ask.channel);
	// What was said before decides which duty is due.
	if (parts.isConditional) {
		for (const each of of.history) {
			cut(each.at);
			cut(each.lapses);
		}
	}
	const numbers = [from, until];
	if (parts.hours.length > 0)
		for (const run of openOf(parts.hours, of, at)) if (run.from < until && from < run.until) numbers.push(run.from, run.until);
	const gather: Gathering = { of, tallies, at, numbers };
	const usedAt = numbers.length;
	let isCounted = addCounts(parts.attempts, gather, 'shown') !== null;
	const answeredAt = numbers.length;
	if (addCounts(parts.answered, gather, 'shown') === null) isCounted = false;
	const limitsAt = numbers.length;
	const { bounds, isQuiet } = boundsAt(parts, gather);
	const duties = parts.isConditional
		? parts.duties.filter(([, duty]) => duty.when === undefined || isDue(duty.when, of, at))
		: parts.duties;
	const warned = bounds.flatMap(({ row, said }) => (row.effect === 'warn' && said ? said.map((each) => ({ ...each, row })) : []));
	const isUsual = warned.length === 0 && duties === parts.duties && of.facts.elsewhere?.state !== 'away';
	// What every decision looks at stands first, so that it lies together in memory.
	return {
		numbers,
		isQuiet: isQuiet && isCounted && (of.facts.inconvenient_times ?? []).length === 0,
		hasHours: parts.hours.length > 0,
		usedAt,
		answeredAt,
		limitsAt,
		isCounted,
		attempts: parts.attempts?.limit ?? null,
		answered: parts.answered?.limit ?? null,
		yes: isUsual ? parts.yes : yesOf(rows, { duties, warned }, of),
		debtIds: freeDebts(of, at).map((debt) => debt.id),
		duties,
		rows,
		bounds,
	};
}

/** The bounds that can say something within a stretch, and whether nothing refuses or warns but hours and counts. */
function boundsAt(parts: Parts, gather: Gathering): { bounds: Held[]; isQuiet: boolean } {
	const { of, at } = gather;
	const bounds: Held[] = [];
	let isQuiet = true;
	for (const { row, bound, named } of parts.bounds) {
		if (bound.kind === 'count') {
			// What the person began themselves is not placed.
			if ((bound.automaticOnly && !of.ask.automatic) || of.ask.direction === 'inbound') continue;
			const limits: HeldLimit[] = [];
			for (const each of named) {
				const counts = addCounts(each, gather, 'limiting');
				if (counts === null) isQuiet = false;
				if (counts === null || counts.length > 0) limits.push({ limit: each.limit, counts });
			}
			if (limits.length > 0) bounds.push({ row, bound, said: null, limits });
		} else if (bound.kind === 'hours of day') {
			if (row.effect === 'warn') isQuiet = false;
			bounds.push({ row, bound, said: null, limits: [] });
		} else if (bound.kind === 'condition') {
			const said = isSteady(bound.name, of) ? conditions[bound.name](of, at, bound.count) : null;
			if (said !== null && said.length === 0) continue;
			if (said === null || row.effect !== 'warn') isQuiet = false;
			bounds.push({ row, bound, said: said?.map((each) => untilRowEnds(row, each, of, at)) ?? null, limits: [] });
		}
	}
	return { bounds, isQuiet };
}

/** A row that ends lifts with its end: the moment its last day is over in every candidate zone. */
export function untilRowEnds({ until }: LawRow, said: Spoken, of: Case, at: Moment): Spoken {
	if (until === null) return said;
	const days = (zone: string) => dayAt(zone, at).date.until(Temporal.PlainDate.from(until), { largestUnit: 'day' }).days;
	const ends = Math.max(...of.facts.zones.map((zone) => startOfDayFrom(zone, at, days(zone))));
	return { sentence: said.sentence, liftsAt: said.liftsAt === null ? ends : Math.min(said.liftsAt, ends) };
}

/** Whether a condition says the same all through a stretch: hours of the week that the person called inconvenient, and ten days after a revocation, end within one. */
function isSteady(name: Extract<Bound, { kind: 'condition' }>['name'], of: Case): boolean {
	if (name === 'time convenient') return (of.facts.inconvenient_times ?? []).length === 0;
	return name !== 'revoked by then' || (of.facts.automation_revoked_at ?? null) === null;
}

type Gathering = { readonly of: Case; readonly tallies: Tallies; readonly at: Moment; readonly numbers: number[] };

/** The numbers of one count before its moments: how many use it up; since when they count, or how far back; how many there are; whether each lapses. */
const head = 5;

/**
 * Writes a limit's counts, one for each zone and each lender or debt, behind the numbers of a stretch, and says where. Only contacts that can lie in the window somewhere
 * in the stretch are written, and of counts that limit only those they can use up. Null where more than counting decides: the person's consent to calls, or
 * no share of the network's count left.
 */
function addCounts(named: Named | null, gather: Gathering, how: 'shown' | 'limiting'): readonly number[] | null {
	if (named === null) return [];
	const { limit, name } = named;
	const { of, tallies, at, numbers } = gather;
	// 12 CFR 1006.14(b)(3)(iii): calls to an attorney, the creditor and the like neither count nor are limited.
	if (how === 'limiting' && limit.per === 'person and debt' && isByOffice(of)) return [];
	const [from = 0, until = 0] = numbers;
	const most = how === 'shown' ? 0 : countOf(limit, of);
	if ((how === 'limiting' && most <= 0) || (limit.unlessConsented && of.facts.consents?.some((consent) => consent.kind === 'calls')))
		return null;
	const { window } = limit;
	const back = window.kind === 'rolling' ? window.minutes * 60_000 - 1 : 0;
	const places: number[] = [];
	for (const key of keysOf(limit, of, at)) {
		const { times, lapses } = tallyOf(limit, name, of, tallies, key);
		for (const zone of of.facts.zones) {
			const since = back > 0 ? from - back : windowStart(window, zone, at);
			let first = times.length;
			while (first > 0 && (times[first - 1] as Moment) >= since) first--;
			let end = times.length;
			while (end > first && (times[end - 1] as Moment) >= until) end--;
			if (how === 'limiting' && end - first < most) continue;
			places.push(numbers.length);
			numbers.push(most, since, back, end - first, lapses === null ? 0 : 1);
			for (let i = first; i < end; i++) numbers.push(times[i] as Moment);
			if (lapses !== null) for (let i = first; i < end; i++) numbers.push(lapses[i] as Moment);
			// Rolling minutes are the same everywhere.
			if (back > 0) break;
		}
	}
	return places;
}

function tallyOf(limit: CountLimit, name: string, of: Case, tallies: Tallies, key: Key): Tally {
	for (const known of tallies) if (known.key === key && known.name === name) return known;
	const list = countable(limit, of, key);
	let isSorted = true;
	let isLapsing = false;
	let last = Number.NEGATIVE_INFINITY;
	for (const { at, lapses } of list) {
		if (at < last) isSorted = false;
		if (lapses !== Number.POSITIVE_INFINITY) isLapsing = true;
		last = at;
	}
	const inOrder = isSorted ? list : [...list].sort((a, b) => a.at - b.at);
	const tally = {
		name,
		key,
		times: inOrder.map((each) => each.at),
		lapses: isLapsing ? inOrder.map((each) => each.lapses) : null,
	};
	tallies.push(tally);
	return tally;
}

/**
 * When the hours of every row are open in every zone, on the day a moment falls on. Of runs that overlap the first counts: what the person's consent opens goes on behind
 * the hours themselves.
 */
export function openOf(hours: Parts['hours'], of: Case, at: Moment): readonly Run[] {
	let open: readonly Run[] | null = null;
	for (const { bound } of hours) {
		const sets = openHours(bound.hours, bound.unlessAgreed, of);
		const consented = bound.unlessAgreed ? hoursOpenUntil(bound.hours, of, at) : null;
		for (const zone of of.facts.zones) {
			const day = openRuns(zone, at, sets);
			const runs = consented === null ? day : [...day, { from: Number.NEGATIVE_INFINITY, until: consented }];
			open = open === null ? runs : both(open, runs);
		}
	}
	return open ?? [];
}

export const untilMidnight = (days: readonly LocalDay[]) => Math.min(...days.map((day) => day.endsAt));

/** The runs that lie in both of two lists. */
const both = (a: readonly Run[], b: readonly Run[]): Run[] =>
	a.flatMap((one) =>
		b.flatMap((other) => {
			const run = { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) };
			return run.from < run.until ? [run] : [];
		}),
	);

/** How many contacts of the count at this place lie in its window at a moment. */
function usedOf(numbers: readonly number[], place: number, at: Moment): number {
	const size = numbers[place + 3] as number;
	const first = place + head;
	let i = first + size;
	while (i > first && (numbers[i - 1] as number) > at) i--;
	const back = numbers[place + 2] as number;
	const since = back === 0 ? (numbers[place + 1] as number) : at - back;
	const lapsing = numbers[place + 4] === 1;
	let used = 0;
	while (i > first && (numbers[--i] as number) >= since) if (!lapsing || at < (numbers[i + size] as number)) used++;
	return used;
}

/** Whether the limit of the count at this place is used up at a moment. */
export const isUsedUp = (numbers: readonly number[], place: number, at: Moment): boolean =>
	usedOf(numbers, place, at) >= (numbers[place] as number);

/** Whether any limit is. */
export function isAnyUsedUp({ numbers, limitsAt }: Stretch, at: Moment): boolean {
	for (let place = limitsAt; place < numbers.length; place = next(numbers, place)) if (isUsedUp(numbers, place, at)) return true;
	return false;
}

/** The most of any count in a part of the numbers: over zones, lenders and debts. */
export function mostUsed(numbers: readonly number[], from: number, until: number, at: Moment): number {
	let most = 0;
	for (let place = from; place < until; place = next(numbers, place)) {
		const used = usedOf(numbers, place, at);
		if (used > most) most = used;
	}
	return most;
}

const next = (numbers: readonly number[], place: number) =>
	place + head + (numbers[place + 3] as number) * (1 + (numbers[place + 4] as number));

/** When the hours that are open at a moment end; the moment itself when they are not, infinite where no row sets any. */
export function openEnd({ numbers, hasHours, usedAt }: Stretch, at: Moment): Moment {
	if (!hasHours) return Number.POSITIVE_INFINITY;
	for (let i = openAt; i < usedAt; i += 2) {
		const until = numbers[i + 1] as number;
		if ((numbers[i] as number) <= at && at < until) return until;
	}
	return at;
}

/** Whether the stretch is over before a moment. */
export const endsBy = ({ numbers }: Stretch, at: Moment): boolean => (numbers[1] as number) < at;

/** Whether a moment lies in the stretch. */
export const isWithin = ({ numbers }: Stretch, at: Moment): boolean => (numbers[0] as number) <= at && at < (numbers[1] as number);

/** A limit with the name of what it counts: limits of one name count the same contacts, each in its own window. */
type Named = { readonly limit: CountLimit; readonly name: string };
const namedOf = (limit: CountLimit): Named => ({
	limit,
	name: [limit.channel, limit.counts, limit.of, limit.per, limit.network ? 'network' : 'ours'].join(' '),
});

/** The hours of rows that refuse outside them, of those in force on the days of a moment. */
export const refusingHours = (law: LawBook, of: Case, days: readonly LocalDay[], at: Moment): Parts['hours'] =>
	partsOf(rowsAt(law, of, days, at), of.ask.channel).hours.filter(({ row }) => row.effect !== 'warn');

/** A list of rows taken apart, once for each list. */
type Parts = {
	readonly bounds: readonly { readonly row: LawRow; readonly bound: Bound; readonly named: readonly Named[] }[];
	readonly duties: readonly Due[];
	/** Whether a duty depends on what went before. */
	readonly isConditional: boolean;
	readonly hours: readonly { readonly row: LawRow; readonly bound: Extract<Bound, { kind: 'hours of day' }> }[];
	readonly attempts: Named | null;
	readonly answered: Named | null;
	readonly yes: Yes;
};
const partsKnown = new WeakMap<LawBook, Parts>();

function partsOf(rows: LawBook, channel: Channel): Parts {
	const known = partsKnown.get(rows);
	if (known) return known;
	const bounds = rows.flatMap((row) =>
		row.bounds.map((bound) => ({ row, bound, named: bound.kind === 'count' ? bound.limits.map(namedOf) : [] })),
	);
	const limits = bounds.flatMap(({ named }) => named);
	const today = (per: CountLimit['per'], counts: CountLimit['counts']) =>
		limits
			.filter(
				({ limit }) => limit.window.kind === 'calendar day' && limit.channel === 'voice' && limit.per === per && limit.counts === counts,
			)
			.sort((a, b) => a.limit.count - b.limit.count)[0] ?? null;
	const duties = bounds.flatMap(({ row, bound }) =>
		bound.kind === 'duties' ? bound.duties.flatMap((duty): Due[] => (duty.channels.includes(channel) ? [[row, duty]] : [])) : [],
	);
	const parts: Parts = {
		bounds,
		duties,
		isConditional: duties.some(([, duty]) => duty.when !== undefined),
		hours: bounds.flatMap(({ row, bound }) => (bound.kind === 'hours of day' ? [{ row, bound }] : [])),
		attempts: today('number', 'placed'),
		answered: today('lender and debtor', 'answered'),
		yes: yesOf(rows, { duties, warned: [] }, null),
	};
	partsKnown.set(rows, parts);
	return parts;
}
