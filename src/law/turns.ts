import { atLocal, momentOf, startOfDay } from '../core/time.ts';
import type { Case } from './facts.ts';
import { dayAt, type Moment } from './windows.ts';

/**
 * Moments at which facts turn by time alone, besides the limits and hours of rows: consents and holds begin and end, a permit not used runs out, the period to opt out is over, the borrower is told of a
 * transfer. Between two of them each row refuses without a gap until it lifts, so the first lawful moment is one of them or the moment a row lifts.
 */
export function turnsOf(of: Case): readonly Moment[] {
	const { consents, point, debts, holds, zones } = of.facts;
	const noted = point && [
		point.creditor_notice,
		point.texted_us_at,
		point.text_consent_at,
		point.reassignment_checked_at,
		point.opted_out_at,
	];
	const told = debts.some((debt) => debt.transfer_told_on);
	const lapses = of.history.map((each) => each.lapses).filter(Number.isFinite);
	if (!consents?.length && holds.length === 0 && !told && !noted?.some(Boolean)) return lapses;
	const instants = [
		...(consents ?? []).flatMap((consent) => [consent.from_at ?? consent.given_at, consent.given_at, consent.until_at, consent.revoked_at]),
		...holds.flatMap((hold) => [hold.from_at, hold.until_at, hold.answered_at]),
		...(point ? [point.texted_us_at, point.text_consent_at, point.reassignment_checked_at, point.opted_out_at] : []),
	];
	const notice = point?.creditor_notice?.opt_out_until;
	const days = [
		...debts.flatMap((debt) => (debt.transfer_told_on ? [Temporal.PlainDate.from(debt.transfer_told_on)] : [])),
		...(notice ? [Temporal.PlainDate.from(notice).add({ days: 1 })] : []),
	];
	return [
		...lapses,
		...instants.flatMap((text) => (text === null || text === undefined ? [] : [roundedUp(text)])),
		...days.flatMap((day) => zones.map((zone) => startOfDay(zone, day).epochMilliseconds)),
	];
}

const none: readonly Moment[] = [];

/** Instants are finer than the law's milliseconds: the first one at which the fact has turned either way. */
function roundedUp(text: string): Moment {
	const moment = momentOf(text);
	return Temporal.Instant.compare(Temporal.Instant.fromEpochMilliseconds(moment), Temporal.Instant.from(text)) < 0 ? moment + 1 : moment;
}

/** When times the person called inconvenient next begin on the local day of `at` or the day after. */
export function beginningsOf(of: Case, at: Moment): readonly Moment[] {
	const times = of.facts.inconvenient_times ?? [];
	if (times.length === 0) return none;
	return of.facts.zones.flatMap((zone) => {
		const today = dayAt(zone, at);
		return [today, dayAt(zone, today.endsAt)].flatMap((day) =>
			times.map(({ from }) => (from === undefined ? day.startsAt : atLocal(zone, day.date, from).epochMilliseconds)),
		);
	});
}
