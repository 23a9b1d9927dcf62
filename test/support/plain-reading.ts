import { assert } from '../../src/core/assert.ts';
import type { Sentence } from '../../src/core/refusal.ts';
import { conditions, isAbout } from '../../src/law/conditions.ts';
import { awayWords, hoursEnd, hoursSpeak, limitSpeaks, usedOf } from '../../src/law/counts.ts';
import { isDue } from '../../src/law/duties.ts';
import type { Decision, Reason } from '../../src/contact/rules.ts';
import { type Ask, type Case, type Facts, isByOffice, isConsumer, readCase } from '../../src/law/facts.ts';
import { freeDebts, type Spoken } from '../../src/law/holds.ts';
import type { Bound, CountLimit, Duty, LawBook, LawRow } from '../../src/law/rows.ts';
import { beginningsOf, soughtUntil, turnsOf } from '../../src/law/turns.ts';
import { dayAt, type Moment, startOfDayFrom } from '../../src/law/windows.ts';

/**
 * The gate read plainly: every row asked at the moment itself, from the facts as they stand, with nothing gathered beforehand or kept. How `decide` was written before
 * contacts were prepared; the property tests hold the two against each other.
 */
const permitMinutes = 10;

type Refused = Spoken & { readonly row: LawRow };

/**
 * Decides one contact. Every row in force is looked at, also after one has refused, so the answer names all that spoke. A row is in force when it is on the
 * calendar date of any candidate zone, and a candidate zone that refuses refuses.
 */
export function readPlainly(ask: Ask, facts: Facts, law: LawBook, now: Temporal.Instant): Decision {
	assert(facts.zones.length > 0, 'a debtor has at least one candidate zone');
	const of = readCase(ask, facts, law);
	const at = now.epochMilliseconds;
	const rows = rowsAt(law, of, at);
	const refused = refusalsAt(rows, of, at);
	const permitted = refused.length === 0;
	const duties = permitted ? dutiesOf(rows, of, at) : [];
	const warned = spokenAt(rows, of, at, 'warn');
	const usable = permitted ? usableUntil(rows, of, at) : null;
	const spoke = new Set([...refused, ...warned].map(({ row }) => row.id).concat(duties.map(([row]) => row.id)));
	return {
		permitted,
		reasons: [
			...refused.map(({ row, sentence, liftsAt }) => reasonOf(row, 'refuses', sentence, liftsAt)),
			...duties.map(([row, duty]) => reasonOf(row, 'requires', duty.says)),
			...warned.map(({ row, sentence, liftsAt }) => reasonOf(row, 'warns', sentence, liftsAt)),
			...rows.filter((row) => !spoke.has(row.id) && row.bounds.some((bound) => bound.kind !== 'duties')).map((row) => permitsOf(row, of)),
		],
		obligations: duties.map(([, duty]) => duty.name),
		warnings: [...new Set(warned.map(({ row }) => row.id))],
		allowedFrom: permitted ? now : firstAllowed(law, of, at, refused),
		expiresAt: permitted ? expiryOf(law, of, now, usable) : null,
		usableUntil: usable === null ? null : Temporal.Instant.fromEpochMilliseconds(usable),
		counters: countersOf(rows, of, at),
		debtIds: freeDebts(of, at).map((debt) => debt.id),
		code: refused[0]?.row.code ?? null,
	};
}

function reasonOf(row: LawRow, verdict: Reason['verdict'], sentence: Sentence, liftsAt: Moment | null = null): Reason {
	const lifts = liftsAt === null ? null : Temporal.Instant.fromEpochMilliseconds(liftsAt).toString();
	return { rule: row.id, verdict, sentence, citation: row.citation, lifts_at: lifts };
}

const permitting = new WeakMap<LawRow, Reason>();

/** What a row says that was looked at and permits: the same each time, but for a count of the whole network that could not be had. */
function permitsOf(row: LawRow, of: Case): Reason {
	if (of.facts.elsewhere?.state === 'away') return reasonOf(row, 'permits', saysOf(row, of));
	let reason = permitting.get(row);
	if (!reason) permitting.set(row, (reason = reasonOf(row, 'permits', row.says)));
	return reason;
}

/** What a row says of a contact it permits; with it that a count of the whole network could not be had, and what was taken instead. */
function saysOf(row: LawRow, of: Case): Sentence {
	const away = row.bounds.flatMap((bound) =>
		bound.kind === 'count' ? bound.limits.flatMap((limit) => awayWords(limit, of) ?? []) : [],
	)[0];
	return away ? { zh: `${row.says.zh}（${away.zh}）`, en: `${row.says.en} (${away.en})` } : row.says;
}

/** The order in which refusals are named: what time does not heal, then the hours, then what is used up. */
const conditionOrder = Object.keys(conditions);
function orderOf(bound: Bound): number {
	if (bound.kind === 'condition') return conditionOrder.indexOf(bound.name);
	return bound.kind === 'hours of day' ? 100 : 101;
}

const books = new WeakMap<LawBook, Map<string, LawBook>>();

/** The rows that speak of this contact at a moment, in the order of refusals; remembered for each book, date and kind of contact. */
function rowsAt(law: LawBook, of: Case, at: Moment): LawBook {
	const dates = [...new Set(of.facts.zones.map((zone) => dayAt(zone, at).name))].sort();
	const party = isByOffice(of)
		? 'by office'
		: of.facts.party === 'third_party' && isConsumer(of, at)
			? 'stands for the debtor'
			: of.facts.party;
	const name = `${of.ask.channel} ${party} ${dates.join(' ')}`;
	let kinds = books.get(law);
	if (!kinds) books.set(law, (kinds = new Map()));
	const known = kinds.get(name);
	if (known) return known;
	const rows = law
		.filter((row) => dates.some((date) => row.from <= date && (row.until === null || date < row.until)))
		.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce')
		.filter((row) => row.channels.includes(of.ask.channel) && isAbout(row.party, of, at))
		.sort((a, b) => Math.min(...a.bounds.map(orderOf)) - Math.min(...b.bounds.map(orderOf)));
	if (kinds.size > 2_000) kinds.clear();
	kinds.set(name, rows);
	return rows;
}

/** Every refusal at a moment, in the declared order. A row that ends lifts with its end. */
const refusalsAt = (rows: LawBook, of: Case, at: Moment): Refused[] => spokenAt(rows, of, at, 'refuse');

/** What rows say at a moment: those that warn, or those that refuse. */
function spokenAt(rows: LawBook, of: Case, at: Moment, how: 'warn' | 'refuse'): Refused[] {
	const found: Refused[] = [];
	for (const row of rows) {
		if ((row.effect === 'warn') !== (how === 'warn')) continue;
		for (const bound of row.bounds) {
			for (const { sentence, liftsAt } of speak(bound, of, at)) {
				const ends = row.until === null ? null : endOf(row.until, of, at);
				found.push({ row, sentence, liftsAt: liftsAt === null ? ends : ends === null ? liftsAt : Math.min(liftsAt, ends) });
			}
		}
	}
	return found;
}

function speak(bound: Bound, of: Case, at: Moment): readonly Spoken[] {
	if (bound.kind === 'condition') return conditions[bound.name](of, at, bound.count);
	if (bound.kind === 'hours of day') return hoursSpeak(bound.hours, bound.unlessAgreed, of, at);
	// What the person began themselves is not placed.
	if (bound.kind === 'count' && ((bound.automaticOnly && !of.ask.automatic) || of.ask.direction === 'inbound')) return [];
	if (bound.kind === 'count') return bound.limits.flatMap((limit) => limitSpeaks(limit, of, at));
	return [];
}

/** The moment a row's last day is over in every candidate zone. */
function endOf(until: string, of: Case, at: Moment): Moment {
	const days = (zone: string) => dayAt(zone, at).date.until(Temporal.PlainDate.from(until), { largestUnit: 'day' }).days;
	return Math.max(...of.facts.zones.map((zone) => startOfDayFrom(zone, at, days(zone))));
}

/**
 * The first moment that is permitted, by jumping: each refusing row refuses without a gap until it lifts or a fact turns (a consent begins, a period to opt out is over),
 * so the latest of those moments, or the next turn, is the first one worth looking at. Null where there is none within 400 days of the last turn.
 */
function firstAllowed(law: LawBook, of: Case, now: Moment, first: readonly Refused[]): Temporal.Instant | null {
	let at = now;
	let refused = first;
	const turns = turnsOf(of);
	const last = soughtUntil(law, of, turns, now);
	while (at <= last) {
		let next = at;
		for (const { liftsAt } of refused) next = Math.max(next, liftsAt ?? Number.POSITIVE_INFINITY);
		for (const turn of turns) if (turn > at && turn < next) next = turn;
		if (!Number.isFinite(next)) return null;
		assert(next > at, 'a refusal lifts after it was given');
		at = next;
		if (at > last) return null;
		refused = refusalsAt(rowsAt(law, of, at), of, at);
		if (refused.length === 0) return Temporal.Instant.fromEpochMilliseconds(at);
	}
	return null;
}

/** The duties, hours and limits among rows, sought once for each list of rows. */
type Parts = {
	readonly duties: readonly (readonly [LawRow, Duty])[];
	readonly hours: readonly Extract<Bound, { kind: 'hours of day' }>[];
	readonly limits: readonly CountLimit[];
};
const partsKnown = new WeakMap<LawBook, Parts>();

function partsOf(rows: LawBook): Parts {
	const known = partsKnown.get(rows);
	if (known) return known;
	const bounds = rows.flatMap((row) => row.bounds);
	const parts: Parts = {
		duties: rows.flatMap((row) =>
			row.bounds.flatMap((bound) => (bound.kind === 'duties' ? bound.duties.map((duty) => [row, duty] as const) : [])),
		),
		hours: bounds.filter((bound) => bound.kind === 'hours of day'),
		limits: bounds.flatMap((bound) => (bound.kind === 'count' ? bound.limits : [])),
	};
	partsKnown.set(rows, parts);
	return parts;
}

function dutiesOf(rows: LawBook, of: Case, at: Moment): (readonly [LawRow, Duty])[] {
	return partsOf(rows).duties.filter(
		([, duty]) => duty.channels.includes(of.ask.channel) && (duty.when === undefined || isDue(duty.when, of, at)),
	);
}

/** The end of the lawful hours that go on at a moment, over all rows with hours; null where none has any. */
function usableUntil(rows: LawBook, of: Case, at: Moment): Moment | null {
	let end = Number.POSITIVE_INFINITY;
	for (const { hours, unlessAgreed } of partsOf(rows).hours) end = Math.min(end, hoursEnd(hours, unlessAgreed, of, at));
	return Number.isFinite(end) ? end : null;
}

/** A few minutes, but never past the lawful hours, nor into a time the person called inconvenient, a hold that begins, or the end of the consent it stands on. */
function expiryOf(law: LawBook, of: Case, now: Temporal.Instant, usable: Moment | null): Temporal.Instant {
	const at = now.epochMilliseconds;
	const end = now.add({ minutes: permitMinutes });
	const last = Math.min(end.epochMilliseconds, usable ?? Number.POSITIVE_INFINITY);
	const turn = [...turnsOf(of), ...beginningsOf(of, at)]
		.filter((moment) => moment > at && moment < last)
		.sort((a, b) => a - b)
		.find((moment) => refusalsAt(rowsAt(law, of, moment), of, moment).length > 0);
	if (turn !== undefined) return Temporal.Instant.fromEpochMilliseconds(turn);
	return last < end.epochMilliseconds ? Temporal.Instant.fromEpochMilliseconds(last) : end;
}

/** What is used of the day's limits on calls: per number, and answered per lender and debtor; the tightest of several rows. */
function countersOf(rows: LawBook, of: Case, at: Moment): Decision['counters'] {
	const { limits } = partsOf(rows);
	const today = (per: CountLimit['per'], counts: CountLimit['counts']) =>
		limits
			.filter((limit) => limit.window.kind === 'calendar day' && limit.channel === 'voice' && limit.per === per && limit.counts === counts)
			.sort((a, b) => a.count - b.count)[0];
	const [attempts, answered] = [today('number', 'placed'), today('lender and debtor', 'answered')];
	return {
		attemptsToday: attempts ? usedOf(attempts, of, at) : 0,
		attemptsLimit: attempts?.count ?? null,
		answeredToday: answered ? usedOf(answered, of, at) : 0,
		answeredLimit: answered?.count ?? null,
	};
}
