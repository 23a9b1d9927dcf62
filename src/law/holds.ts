import type { Sentence } from '../core/refusal.ts';
import { momentOf } from '../core/time.ts';
import { answersOnce, type Case, ceiling, consentsTo, type FactDebt, type FactHold, type HoldKind, isByOffice } from './facts.ts';
import { isOpenedBy } from './hold-kinds.ts';
import type { Moment } from './windows.ts';

/** A rule that refuses: in which words, and the moment it stops refusing by time alone (null: never). */
export type Spoken = { readonly sentence: Sentence; readonly liftsAt: Moment | null };
export type Look = (of: Case, at: Moment, count: number) => readonly Spoken[];

export const quiet: readonly Spoken[] = [];
export const no = (zh: string, en: string, liftsAt: Moment | null = null): readonly Spoken[] => [{ sentence: { zh, en }, liftsAt }];
const finite = (moment: Moment) => (Number.isFinite(moment) ? moment : null);

export const holdNames: Readonly<Record<HoldKind, Sentence>> = {
	dispute: { zh: '债务有争议', en: 'the debt is disputed' },
	complaint: { zh: '投诉处理中', en: 'a complaint is being handled' },
	hardship: { zh: '困难停催', en: 'hardship' },
	breathing_space: { zh: '喘息期', en: 'breathing space' },
	cease_request: { zh: '债务人要求停止联系', en: 'the debtor asked not to be contacted' },
	counsel: { zh: '债务人已委托律师', en: 'the debtor is represented by counsel' },
	deceased: { zh: '债务人已去世', en: 'the debtor has died' },
	minor: { zh: '债务人未成年', en: 'the debtor is a minor' },
	incapacity: { zh: '债务人无行为能力', en: 'the debtor lacks legal capacity' },
	kept_plan: { zh: '分期协议履行中', en: 'an instalment agreement is being kept' },
	bankruptcy: { zh: '破产程序中', en: 'bankruptcy' },
	client_request: { zh: '委案方要求停催', en: 'the client asked to stop' },
};

/** Whether the debtor is dead or lacks capacity: then a third party may be asked (CN-P1), and that hold does not speak to them. */
export const isGone = (kind: HoldKind) => kind === 'deceased' || kind === 'incapacity';

export function inForce(of: Case, at: Moment): Case['holds'] {
	return of.holds.filter(({ hold, from, until }) => from <= at && at < until && !isOpenTo(of, hold, at));
}

/** Notices that a refusal of further contact leaves open (12 CFR 1006.6(c)(2), .14(h)(2)). */
export const isNotice = (of: Case) =>
	['closing_notice', 'remedy_notice', 'required_by_law', 'opt_out_confirmation'].includes(of.ask.purpose);

/**
 * The person or a court agreed, or the person wrote and is answered once (12 CFR 1006.6(b)(4)); where that is law, also once the attorney is not to be found, does not answer
 * or agrees (1006.6(b)(2)).
 */
function isPastCounsel(of: Case, hold: FactHold, at: Moment): boolean {
	if (of.attorneyMayStandAside && hold.attorney !== undefined && isOpenedBy(hold.attorney)) return true;
	return consentsTo(of, 'attorney', at).length > 0 || consentsTo(of, 'court', at).length > 0 || answersOnce(of, at);
}

/** Whether a hold leaves this contact open: to those who stand for the dead or the minor, to a notice after a cease request, beside an attorney who stands aside. */
function isOpenTo(of: Case, hold: FactHold, at: Moment): boolean {
	// A guarantor and a co-borrower owe on their own account, whoever has died.
	if (of.facts.party !== 'debtor' && isGone(hold.kind)) return true;
	if (hold.kind === 'minor') return of.facts.relation === 'parent' || of.facts.relation === 'guardian';
	if (hold.kind === 'cease_request') return isNotice(of) || isByOffice(of);
	if (hold.kind === 'counsel') return isPastCounsel(of, hold, at) || isByOffice(of);
	if (hold.kind !== 'dispute') return false;
	return (
		(typeof hold.answered_at === 'string' && momentOf(hold.answered_at) <= at) ||
		of.ask.purpose === 'validation_notice' ||
		of.ask.purpose === 'required_by_law'
	);
}

/** Whether the client's mandate for a debt is over: what is agreed between the client and the house ends by the house's day. */
export const isMandateOver = ({ mandate_until: until }: FactDebt, at: Moment): boolean => typeof until === 'string' && ceiling(until) <= at;

/** The debts a contact may speak of: open, asked about, not held themselves (a plan kept on one debt does not silence another), and still in the house's hands. */
export function freeDebts(of: Case, at: Moment): readonly FactDebt[] {
	const ours = of.concerned.filter((debt) => !isMandateOver(debt, at));
	// With none of them left the mandate speaks (MANDATE); a notice the law asks for is about all of them.
	return notHeld(of, ours.length > 0 ? ours : of.concerned, at);
}

function notHeld(of: Case, debts: readonly FactDebt[], at: Moment): readonly FactDebt[] {
	const held = new Set<string>();
	for (const { hold } of inForce(of, at)) if (hold.debt_id) held.add(hold.debt_id);
	return held.size === 0 ? debts : debts.filter((debt) => !held.has(debt.id));
}

/** The first moment after `at` at which a hold on a single debt ends and this becomes true; null when none makes it so. */
export function whenFreed(of: Case, at: Moment, enough: (free: readonly FactDebt[]) => boolean): Moment | null {
	const ends = of.holds.filter(({ hold, until }) => hold.debt_id && until > at && Number.isFinite(until)).map(({ until }) => until);
	return ends.sort((a, b) => a - b).find((end) => enough(freeDebts(of, end))) ?? null;
}

/** HOLD and CN-L2: holds on the debtor, and holds that leave no debt to speak of. */
export function holdsSpeak(of: Case, at: Moment, ours: (hold: FactHold) => boolean): readonly Spoken[] {
	if (of.holds.length === 0) return quiet;
	const now = inForce(of, at);
	const onDebtor = now.filter(({ hold }) => !hold.debt_id);
	const noneFree = of.concerned.length > 0 && freeDebts(of, at).length === 0;
	const onDebts = noneFree ? now.filter(({ hold }) => hold.debt_id && of.concerned.some((debt) => debt.id === hold.debt_id)) : [];
	const freed = onDebts.length > 0 ? whenFreed(of, at, (free) => free.length > 0) : null;
	return [
		...onDebtor.map(({ hold, until }) => ({ hold, liftsAt: finite(until) })),
		...onDebts.map(({ hold }) => ({ hold, liftsAt: freed })),
	]
		.filter(({ hold }) => ours(hold))
		.map(({ hold, liftsAt }) => ({
			sentence: { zh: `停催：${holdNames[hold.kind].zh}`, en: `on hold: ${holdNames[hold.kind].en}` },
			liftsAt,
		}));
}
