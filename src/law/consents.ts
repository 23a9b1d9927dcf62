import { type Case, ceiling, consentsTo, type FactPoint, floor, isSamePerson, talkedAbout } from './facts.ts';
import type { Channel, Hours } from './rows.ts';
import { dayMs, type Moment, startOfDayFrom } from './windows.ts';

/** What the person's own consent, or a court's permission, opens: further calls for seven dates, hours otherwise closed. */

/**
 * Until when hours that are closed by the clock are open to this contact, by a court's permission, the person's own call, or their consent to a time of at most a day
 * (a consent that names no end, or a long one, is about the times they called inconvenient, not about the night); null when they are not.
 */
export function hoursOpenUntil(hours: Hours, of: Case, at: Moment): Moment | null {
	if (of.ask.direction === 'inbound') return Number.POSITIVE_INFINITY;
	const ends = [
		...(hours.courtOpens ? consentsTo(of, 'court', at) : []),
		...consentsTo(of, 'times', at).filter((consent) => ceiling(consent.until_at) - floor(consent.from_at ?? consent.given_at) <= dayMs),
	].map((consent) => Math.min(ceiling(consent.until_at), ceiling(consent.revoked_at)));
	return ends.length === 0 ? null : Math.max(...ends);
}

/** Moments [from, until) in which calls about a debt are covered by the person's consent to them. */
export type ConsentSpan = { readonly from: Moment; readonly until: Moment };

/**
 * The spans of consent to calls about one debt at a place (12 CFR 1006.14(b)(3)(i)): seven consecutive dates with the day it was received as the first, or shorter
 * where a shorter time was agreed, it was revoked, or a conversation about the debt took place since.
 */
export function callConsents(
	of: Case,
	zone: string,
	key: string,
	now: Moment,
	covers: (ids: readonly string[] | undefined, key: string) => boolean,
): readonly ConsentSpan[] {
	return (of.facts.consents ?? [])
		.filter((consent) => consent.kind === 'calls' && covers(consent.debt_ids, key))
		.map((consent) => {
			const given = floor(consent.given_at);
			const talk = Math.min(
				Number.POSITIVE_INFINITY,
				...of.history
					.filter(({ at, lapses, earlier }) => at > given && now < lapses && talkedAbout(earlier, key, covers) && isSamePerson(of, earlier))
					.map(({ at }) => at + 1),
			);
			return {
				from: floor(consent.from_at ?? consent.given_at),
				until: Math.min(startOfDayFrom(zone, given, 7), ceiling(consent.until_at), ceiling(consent.revoked_at), talk),
			};
		});
}

/** Whether what the person opted out of covers this channel. */
export const isClosed = ({ opted_out_of: media }: FactPoint, channel: Channel) => media === undefined || media.includes(channel);

const electronic: readonly Channel[] = ['sms', 'email', 'social'];

/**
 * Whether this is the confirmation of a person's opting out of an electronic medium (12 CFR 1006.14(h)(2)(i)): there was an opt-out, nothing but the confirmation is said,
 * and none was sent since. Where only the refused medium is known, not when it was refused, none can be told to have been.
 */
export function confirmsOptOut(of: Case, at: Moment): boolean {
	const { ask, facts } = of;
	if (ask.purpose !== 'opt_out_confirmation' || !electronic.includes(ask.channel)) return false;
	if (ask.amount_minor !== null || (ask.content ?? []).length > 0) return false;
	const { point } = facts;
	const since = point?.opted_out_at && isClosed(point, ask.channel) ? floor(point.opted_out_at) : null;
	if (since === null || since > at) return facts.refused_media?.includes(ask.channel) === true;
	return !of.history.some(
		({ at: when, lapses, earlier }) =>
			when > since &&
			when <= at &&
			at < lapses &&
			earlier.same_number &&
			earlier.channel === ask.channel &&
			earlier.direction !== 'inbound',
	);
}
