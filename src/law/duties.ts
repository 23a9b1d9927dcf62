import { isLimitedContent } from './conditions-elsewhere.ts';
import { type Case, type FactDebt, isSamePerson, talkedAbout } from './facts.ts';
import { freeDebts } from './holds.ts';
import type { Channel, Duty } from './rows.ts';
import type { Moment } from './windows.ts';

const instantOf = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
/** Whether the person was communicated with about a debt before: as the debt says, in a talk, or in writing. A message left is none that counts here. */
const isTold = (of: Case, debt: FactDebt, at: Moment) =>
	(debt.first_communication_at !== null && debt.first_communication_at !== undefined && instantOf(debt.first_communication_at) <= at) ||
	of.history.some(
		({ at: when, lapses, earlier }) =>
			when <= at &&
			at < lapses &&
			isSamePerson(of, earlier) &&
			(earlier.channel === 'voice' ? talkedAbout(earlier, debt.id, names) : isWritten(earlier.channel) && names(earlier.debt_ids, debt.id)),
	);

const names = (ids: readonly string[] | undefined, id: string) => ids === undefined || ids.includes(id);

const isWritten = (channel: Channel) => channel !== 'voice' && channel !== 'visit' && channel !== 'unmask';

/** Whether the person was written to about a debt before: after a first communication by word of mouth the first written one discloses the same again (1006.18(e)(1)). */
const isWrittenTo = (of: Case, debt: FactDebt, at: Moment) =>
	(debt.validation_sent_on ?? null) !== null ||
	of.history.some(
		({ at: when, earlier }) =>
			when <= at &&
			earlier.direction !== 'inbound' &&
			isWritten(earlier.channel) &&
			isSamePerson(of, earlier) &&
			names(earlier.debt_ids, debt.id),
	);

/**
 * Whether a duty that depends on what went before is due. A limited-content message is no communication, so it discloses nothing (12 CFR 1006.18(e), comment 1); the
 * validation notice is due until it was sent, for every debt spoken of.
 */
export function isDue(when: NonNullable<Duty['when']>, of: Case, at: Moment): boolean {
	const debts = freeDebts(of, at);
	if (when === 'validation notice due') return debts.some((debt) => (debt.validation_sent_on ?? null) === null);
	if (of.ask.voicemail !== undefined && isLimitedContent(of.ask.voicemail)) return false;
	const first =
		debts.some((debt) => !isTold(of, debt, at)) || (isWritten(of.ask.channel) && debts.some((debt) => !isWrittenTo(of, debt, at)));
	return (when === 'first communication') === first;
}
