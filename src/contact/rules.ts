import { assert } from '../core/assert.ts';
import type { RefusalCode } from '../core/refusal.ts';
import { conditions } from '../law/conditions.ts';
import { hoursEnd, hoursSpeak, limitSpeaks, usedOf } from '../law/counts.ts';
import { type Ask, type Case, type Facts, readCase } from '../law/facts.ts';
import type { Spoken } from '../law/holds.ts';
import type { Channel, CountLimit, LawBook } from '../law/rows.ts';
import { beginningsOf, soughtUntil, turnsOf } from '../law/turns.ts';
import type { Moment } from '../law/windows.ts';
import { opensFrom } from '../law/opening.ts';
import { type Reason, reasonsOf, type Said } from '../law/reasons.ts';
import {
	endsBy,
	type Held,
	isAnyUsedUp,
	isUsedUp,
	isWithin,
	mostUsed,
	openEnd,
	type Stretch,
	stretchAt,
	type Tallies,
	untilRowEnds,
} from '../law/stretch.ts';

/**
 * The gate's pure heart: an intended contact and the facts, under a law book, at `now`, give a decision. The rows say what is checked (src/law); here every
 * row that is in force speaks, and the first lawful moment is found.
 */
export type { Ask, Earlier, Facts, HoldKind } from '../law/facts.ts';
export type { Channel, Party } from '../law/rows.ts';
export type { Reason } from '../law/reasons.ts';

const pointKinds = ['mobile', 'landline', 'email', 'address'];
/** What a contact goes to, and what that is called: none is made under another's name, past the limits of its own. */
export const placeOf: Readonly<Record<Channel, { readonly name: string; readonly kinds: readonly string[] }>> = {
	voice: { name: 'telephone number', kinds: ['mobile', 'landline'] },
	sms: { name: 'mobile number', kinds: ['mobile'] },
	email: { name: 'e-mail address', kinds: ['email'] },
	letter: { name: 'address', kinds: ['address'] },
	visit: { name: 'address', kinds: ['address'] },
	social: { name: 'contact point', kinds: pointKinds },
	unmask: { name: 'contact point', kinds: pointKinds },
};
export const goesTo = (channel: Channel, kind: string | null | undefined): boolean =>
	typeof kind === 'string' && placeOf[channel].kinds.includes(kind);

/** A decision whose instants are of one kind. */
type DecisionBy<Time> = {
	readonly permitted: boolean;
	/** What refuses first, in the declared order; then what is required; then what warns; then what was looked at and permits. */
	readonly reasons: readonly Reason[];
	readonly obligations: readonly string[];
	/** The rules that warn, in the same order; a warning refuses nothing. */
	readonly warnings: readonly string[];
	/** The first instant at which time alone makes it permitted; `now` when it is; null when time alone never does. */
	readonly allowedFrom: Time | null;
	/** Until when a permit given now can be used: a few minutes, never past the lawful hours. Null when refused. */
	readonly expiresAt: Time | null;
	/** Until when the lawful hours go on, for screens; null when refused or without hours. */
	readonly usableUntil: Time | null;
	readonly counters: {
		readonly attemptsToday: number;
		readonly attemptsLimit: number | null;
		readonly answeredToday: number;
		readonly answeredLimit: number | null;
	};
	/** The debts the contact may speak of. */
	readonly debtIds: readonly string[];
	/** The code of the first row that refused; null when permitted. */
	readonly code: RefusalCode | null;
};

export type Decision = DecisionBy<Temporal.Instant>;

/** A decision with its instants as moments: whole milliseconds since the epoch. */
export type Answer = DecisionBy<Moment>;

const permitMilliseconds = 600_000;
/** Stretches kept for one contact: the days of a week, and a hold or two that ends in it. */
const stretchesMax = 10;

/**
 * Decides one contact. Every row in force is looked at, also after one has refused, so the answer names all that spoke. A row is in force when it is on the
 * calendar date of any candidate zone, and a candidate zone that refuses refuses.
 */
export function decide(ask: Ask, facts: Facts, law: LawBook, now: Temporal.Instant): Decision {
	return new Prepared(ask, facts, law).decide(now);
}

/**
 * An intended contact and its facts under a law book, read once to be decided at any moment: instants parsed, what each limit counts gathered and in order. What does
 * not change within a stretch of a debtor's day (`stretch.ts`) is looked at when it is first asked for. The facts must not be altered afterwards.
 */
export function prepare(ask: Ask, facts: Facts, law: LawBook): Prepared {
	return new Prepared(ask, facts, law);
}

export class Prepared {
	#latest: Stretch | null = null;
	readonly #of: Case;
	readonly #law: LawBook;
	readonly #turns: readonly Moment[];
	readonly #tallies: Tallies = [];
	readonly #stretches: Stretch[] = [];

	constructor(ask: Ask, facts: Facts, law: LawBook) {
		this.#of = readCase(ask, facts, law);
		this.#law = law;
		this.#turns = turnsOf(this.#of);
	}

	/** The decision at an instant: what `decide` says. */
	decide(now: Temporal.Instant): Decision {
		const at = now.epochMilliseconds;
		const answer = this.at(at);
		const { permitted, expiresAt, allowedFrom } = answer;
		return {
			permitted,
			reasons: answer.reasons,
			obligations: answer.obligations,
			warnings: answer.warnings,
			// Finer than a millisecond, as `now` is.
			allowedFrom: permitted ? now : instantOf(allowedFrom),
			expiresAt: expiresAt === at + permitMilliseconds ? now.add({ milliseconds: permitMilliseconds }) : instantOf(expiresAt),
			usableUntil: instantOf(answer.usableUntil),
			counters: answer.counters,
			debtIds: answer.debtIds,
			code: answer.code,
		};
	}

	/** The decision at a moment, without an object of the calendar made. */
	at(at: Moment): Answer {
		const stretch = this.#stretchAt(at);
		if (stretch.isQuiet) {
			const end = openEnd(stretch, at);
			if (end > at && !isAnyUsedUp(stretch, at)) return this.#yes(stretch, at, end);
		}
		return this.#spell(stretch, at);
	}

	#stretchAt(at: Moment): Stretch {
		const latest = this.#latest;
		if (latest !== null && isWithin(latest, at)) return latest;
		for (const known of this.#stretches) if (isWithin(known, at)) return (this.#latest = known);
		const made = stretchAt(this.#law, this.#of, this.#turns, this.#tallies, at);
		if (this.#stretches.length === stretchesMax) this.#stretches.shift();
		this.#stretches.push(made);
		return (this.#latest = made);
	}

	/** A contact no row speaks against. */
	#yes(stretch: Stretch, at: Moment, end: Moment): Answer {
		const last = Math.min(end, at + permitMilliseconds);
		return {
			permitted: true,
			reasons: stretch.yes.reasons,
			obligations: stretch.yes.obligations,
			warnings: stretch.yes.warnings,
			allowedFrom: at,
			expiresAt: endsBy(stretch, last) ? this.#expiry(at, last) : last,
			usableUntil: end === Number.POSITIVE_INFINITY ? null : end,
			counters: countersOf(stretch, this.#of, at),
			debtIds: stretch.debtIds,
			code: null,
		};
	}

	/** A contact of which a row may speak: every bound is asked for its words. */
	#spell(stretch: Stretch, at: Moment): Answer {
		const of = this.#of;
		const refused = spokenAt(stretch, of, at, 'refuse');
		const warned = spokenAt(stretch, of, at, 'warn');
		const permitted = refused.length === 0;
		const duties = permitted ? stretch.duties : [];
		const usable = permitted ? usableUntil(stretch, of, at) : null;
		const last = Math.min(at + permitMilliseconds, usable ?? Number.POSITIVE_INFINITY);
		return {
			permitted,
			reasons: reasonsOf(stretch.rows, { refused, duties, warned }, of),
			obligations: duties.map(([, duty]) => duty.name),
			warnings: [...new Set(warned.map(({ row }) => row.id))],
			allowedFrom: permitted ? at : this.#firstAllowed(at, refused),
			expiresAt: permitted ? this.#expiry(at, last) : null,
			usableUntil: usable,
			counters: countersOf(stretch, this.#of, at),
			debtIds: stretch.debtIds,
			code: refused[0]?.row.code ?? null,
		};
	}

	/** What refuses at a moment. */
	#refusedAt(at: Moment): readonly Said[] {
		const stretch = this.#stretchAt(at);
		const isFree = stretch.isQuiet && openEnd(stretch, at) > at && !isAnyUsedUp(stretch, at);
		return isFree ? [] : spokenAt(stretch, this.#of, at, 'refuse');
	}

	/** A few minutes, but never past the lawful hours, nor into a time the person called inconvenient, a hold that begins, or the end of the consent it stands on. */
	#expiry(at: Moment, last: Moment): Moment {
		const turn = [...this.#turns, ...beginningsOf(this.#of, at)]
			.filter((moment) => moment > at && moment < last)
			.sort((a, b) => a - b)
			.find((moment) => this.#refusedAt(moment).length > 0);
		return turn ?? last;
	}

	/**
	 * The first moment that is permitted, by jumping: each refusing row refuses without a gap until it lifts or a fact turns (a consent begins, a period to opt out is over),
	 * so the latest of those moments, or the next turn, is the first one worth looking at; after the first jump also not before the hours of all rows are open at all places.
	 * Null where there is none within 400 days of the last turn or date (`soughtUntil`).
	 */
	#firstAllowed(now: Moment, first: readonly Said[]): Moment | null {
		let at = now;
		let refused = first;
		const last = soughtUntil(this.#law, this.#of, this.#turns, now);
		for (let jump = 0; at <= last; jump++) {
			let next = at;
			for (const { liftsAt } of refused) next = Math.max(next, liftsAt ?? Number.POSITIVE_INFINITY);
			for (const turn of this.#turns) if (turn > at && turn < next) next = turn;
			if (!Number.isFinite(next)) return null;
			assert(next > at, 'a refusal lifts after it was given');
			at = jump === 0 ? next : opensFrom(this.#law, this.#of, this.#turns, next, last);
			if (at > last) return null;
			refused = this.#refusedAt(at);
			if (refused.length === 0) return at;
		}
		return null;
	}
}

/** What is used of the day's limits on calls: per number, and answered per lender and debtor; the tightest of several rows. */
function countersOf(stretch: Stretch, of: Case, at: Moment): Answer['counters'] {
	const { numbers, usedAt, answeredAt, limitsAt, attempts, answered, isCounted } = stretch;
	const used = (limit: CountLimit | null) => (limit === null ? 0 : usedOf(limit, of, at));
	return {
		attemptsToday: isCounted ? mostUsed(numbers, usedAt, answeredAt, at) : used(attempts),
		attemptsLimit: attempts === null ? null : attempts.count,
		answeredToday: isCounted ? mostUsed(numbers, answeredAt, limitsAt, at) : used(answered),
		answeredLimit: answered === null ? null : answered.count,
	};
}

const instantOf = (moment: Moment | null) => (moment === null ? null : Temporal.Instant.fromEpochMilliseconds(moment));

/** What rows say at a moment, in the declared order: those that warn, or those that refuse. A row that ends lifts with its end. */
function spokenAt({ bounds, numbers }: Stretch, of: Case, at: Moment, how: 'warn' | 'refuse'): Said[] {
	const found: Said[] = [];
	for (const held of bounds) {
		const { row } = held;
		if ((row.effect === 'warn') !== (how === 'warn')) continue;
		if (held.said !== null) for (const { sentence, liftsAt } of held.said) found.push({ row, sentence, liftsAt });
		else
			for (const said of speak(held, numbers, of, at)) {
				const { sentence, liftsAt } = untilRowEnds(row, said, of, at);
				found.push({ row, sentence, liftsAt });
			}
	}
	return found;
}

function speak({ bound, limits }: Held, numbers: readonly number[], of: Case, at: Moment): readonly Spoken[] {
	if (bound.kind === 'condition') return conditions[bound.name](of, at, bound.count);
	if (bound.kind === 'hours of day') return hoursSpeak(bound.hours, bound.unlessAgreed, of, at);
	return limits.flatMap(({ limit, counts }) =>
		counts !== null && !counts.some((place) => isUsedUp(numbers, place, at)) ? [] : limitSpeaks(limit, of, at),
	);
}

/** The end of the lawful hours that go on at a moment, over all rows with hours, those that only warn too; null where none has any. */
function usableUntil({ bounds }: Stretch, of: Case, at: Moment): Moment | null {
	let end = Number.POSITIVE_INFINITY;
	for (const { bound } of bounds) if (bound.kind === 'hours of day') end = Math.min(end, hoursEnd(bound.hours, bound.unlessAgreed, of, at));
	return Number.isFinite(end) ? end : null;
}

/** Whether an outcome's line means the call was answered (CN-F1 counts those; a machine or a hang-up is none). */
export function isAnswered(line: string): boolean {
	return line === 'right_party' || line === 'other_person';
}
