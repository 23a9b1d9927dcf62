import { momentOf } from '../core/time.ts';
import type { Case } from './facts.ts';
import type { LawBook } from './rows.ts';
import { openOf, refusingHours, untilMidnight } from './stretch.ts';
import { dayAt, dayMs, type Moment, nextClockChange } from './windows.ts';

/**
 * The first moment from `at` on within the hours of every row that refuses outside them, at every place; infinite where there is none until `last`: two places may have no
 * hour in common for half a year. What was closed for two days running stays so while no fact turns, no clock changes and no row begins or ends: those days are not looked at.
 */
export function opensFrom(law: LawBook, of: Case, turns: readonly Moment[], at: Moment, last: Moment): Moment {
	let closedSince = at;
	let moment = at;
	while (moment <= last) {
		const days = of.facts.zones.map((zone) => dayAt(zone, moment));
		const hours = refusingHours(law, of, days, moment);
		const turn = turns.find((each) => each > moment) ?? Number.POSITIVE_INFINITY;
		const until = Math.min(turn, untilMidnight(days));
		const open = hours.length === 0 ? [{ from: moment, until }] : openOf(hours, of, moment);
		const opens = open.flatMap((run) => (run.from < until && moment < run.until ? [Math.max(moment, run.from)] : []));
		if (opens.length > 0) return Math.min(...opens);
		if (until === turn) closedSince = until;
		moment = until;
		if (moment - closedSince < 2 * dayMs) continue;
		const changes = changesAfter(law, of, closedSince);
		if (changes <= moment) closedSince = changes;
		else closedSince = moment = Math.max(moment, Math.min(turn, changes - 2 * dayMs));
	}
	return Number.POSITIVE_INFINITY;
}

/** When, after a moment, the clock of a place changes next or a row begins or ends. */
function changesAfter(law: LawBook, { facts: { zones } }: Case, at: Moment): Moment {
	const dates = law
		.flatMap(({ from, until }) => [from, until ?? []].flat())
		.filter((date) => zones.some((zone) => dayAt(zone, at).name <= date));
	const rows = dates.map((date) => momentOf(`${date}T00:00:00Z`)).filter((moment) => moment > at);
	return Math.min(...rows, ...zones.map((zone) => nextClockChange(zone, at)));
}
