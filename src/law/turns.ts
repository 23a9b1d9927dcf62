import { atLocal, momentNotBefore, momentOf, startOfDay } from '../core/time.ts';
import type { Case } from './facts.ts';
import type { LawBook } from './rows.ts';
import { dayAt, dayMs, type Moment } from './windows.ts';

/**
 * Moments, in order, at which facts turn by time alone, besides the limits and hours of rows: consents and holds begin and end, a permit not used runs out, a debt is first spoken of, the period to
 * opt out is over, the borrower is told of a transfer. Between two of them each row refuses without a gap until it lifts, so the first lawful moment is one of them or the
 * moment a row lifts; and on one date at the debtor's place nothing but hours and counts changes what the law says. An answer to what the person began, the
 * confirmation of an opt-out and a word to a third party depend on each earlier contact too.
 */
export function turnsOf(of: Case): readonly Moment[] {
	const { ask, facts } = of;
	const { consents, point, debts, zones } = facts;
	const turns: Moment[] = [];
	const add = (text: string | null | undefined) => {
		if (text !== null && text !== undefined) addBoth(turns, text);
	};
	for (const { hold, from, until } of of.holds) {
		turns.push(from, until);
		add(hold.answered_at);
	}
	for (const consent of consents ?? []) {
		add(consent.given_at);
		add(consent.from_at);
		add(consent.until_at);
		add(consent.revoked_at);
	}
	for (const debt of debts) {
		add(debt.first_communication_at);
		add(debt.mandate_until);
		if (debt.transfer_told_on) for (const zone of zones) turns.push(beginningOf(debt.transfer_told_on, 0, zone));
	}
	add(facts.automation_revoked_at);
	if (point) {
		add(point.texted_us_at);
		add(point.text_consent_at);
		add(point.reassignment_checked_at);
		add(point.opted_out_at);
		for (const { opt_out_until: last } of [point.creditor_notice ?? []].flat())
			for (const zone of zones) turns.push(beginningOf(last, 1, zone));
	}
	const isEach = ask.responds || facts.party === 'third_party' || ask.purpose === 'opt_out_confirmation';
	for (const { at, lapses } of of.history) {
		if (isEach) turns.push(at);
		if (lapses !== Number.POSITIVE_INFINITY) turns.push(lapses);
	}
	return turns.length === 0 ? turns : turns.filter(Number.isFinite).sort((a, b) => a - b);
}

/** Instants are finer than the law's milliseconds, where what begins is rounded down and what ends is rounded up. */
function addBoth(turns: Moment[], text: string): void {
	const [down, up] = [momentOf(text), momentNotBefore(text)];
	turns.push(down);
	if (up !== down) turns.push(up);
}

/** The beginning of the day so many days after a date. */
const beginningOf = (date: string, days: number, zone: string) =>
	startOfDay(zone, Temporal.PlainDate.from(date).add({ days })).epochMilliseconds;

/** When times the person called inconvenient next begin on the local day of `at` or the day after. */
export function beginningsOf(of: Case, at: Moment): readonly Moment[] {
	const times = of.facts.inconvenient_times ?? [];
	if (times.length === 0) return [];
	return of.facts.zones.flatMap((zone) => {
		const today = dayAt(zone, at);
		return [today, dayAt(zone, today.endsAt)].flatMap((day) =>
			times.map(({ from }) => (from === undefined ? day.startsAt : atLocal(zone, day.date, from).epochMilliseconds)),
		);
	});
}

/**
 * Until when a first lawful moment is looked for: 400 days after now, the last turn and the last date named: of a wish, of an exam or a training still to come, of a row that ends. In a year the
 * clocks of all places have changed as they will again, and with them the hours those have in common.
 */
export function soughtUntil(
	law: LawBook,
	{ facts: { inconvenient_times: wishes, agent } }: Case,
	turns: readonly Moment[],
	now: Moment,
): Moment {
	let last = Math.max(now, turns.at(-1) ?? now);
	const upTo = (date: string | null | undefined) => {
		if (date !== null && date !== undefined) last = Math.max(last, momentOf(`${date}T00:00:00Z`) + 2 * dayMs);
	};
	for (const wish of wishes ?? []) upTo(wish.until_on);
	upTo(agent?.exam_passed_on);
	upTo(agent?.trained_on);
	for (const row of law) upTo(row.until);
	return last + 400 * dayMs;
}
