import { type Currency, formatMoney, lesser, split } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { Ability, DebtStatus, Willingness } from '../debts/rules.ts';
import { yearsOf } from '../law/rows.ts';
import type { Mandate } from '../tenants/rules.ts';

export type PromiseState = 'open' | 'kept' | 'partly_kept' | 'broken' | 'withdrawn';
export type PlanState = 'open' | 'kept' | 'broken' | 'withdrawn';

/**
 * Why a promise or plan was withdrawn: another took its place; a person took it back; the plan of an instalment broke before it was due; or nothing
 * is left to ask for, because the client recalled the debt or money that does not count for the promise settled it.
 */
export type WithdrawnFor = 'replaced' | 'asked' | 'plan_broken' | 'recalled' | 'settled';

/** The last day on which a promise can still be kept: its due date and the days of grace. */
export function untilOn(promise: { readonly dueOn: Temporal.PlainDate; readonly graceDays: number }): Temporal.PlainDate {
	return promise.dueOn.add({ days: promise.graceDays });
}

/**
 * Judges a promise from the ledger alone, once. Where nothing is left to ask for on its debt before its last day has passed, a promise not kept is
 * withdrawn: nobody broke it, and the kept rate does not count it.
 *
 * @param promise `beforeMinor`: what must come in first, for earlier instalments of the same plan.
 * @param received money with a value date from the making until due date + grace, not learned before the making, net of reversals.
 * @param ended how and from when nothing is left to ask for: the day of the recall, or the value date of the money that settled the debt; null while
 *   something is owed. Settled in time with some money that counts, a promise is kept although it was larger than what was left to pay.
 * @param asOf the business date of judging; until the last day has passed a promise not yet kept stays open.
 */
export function judgePromise(
	promise: { readonly amountMinor: bigint; readonly beforeMinor: bigint; readonly dueOn: Temporal.PlainDate; readonly graceDays: number },
	received: { readonly minor: bigint },
	ended: { readonly by: 'settled' | 'recalled'; readonly on: Temporal.PlainDate } | null,
	asOf: Temporal.PlainDate,
): { readonly state: PromiseState; readonly paidMinor: bigint } {
	const after = received.minor - promise.beforeMinor;
	const paidMinor = after <= 0n ? 0n : lesser(after, promise.amountMinor);
	const endedInTime = ended !== null && Temporal.PlainDate.compare(ended.on, untilOn(promise)) <= 0;
	if (paidMinor === promise.amountMinor || (endedInTime && ended.by === 'settled' && received.minor > 0n))
		return { state: 'kept', paidMinor };
	if (endedInTime) return { state: 'withdrawn', paidMinor };
	if (Temporal.PlainDate.compare(asOf, untilOn(promise)) <= 0) return { state: 'open', paidMinor };
	return { state: paidMinor > 0n ? 'partly_kept' : 'broken', paidMinor };
}

/**
 * What a promise found kept before its last day becomes when money it was kept with is taken back: it was judged too early, so it is open again and judged on its day (CN-L2, 信用卡办法 70: a plan of
 * whose instalments none is past due is kept). Null: it stands as judged, because it is whole without that money, or its last day is over.
 *
 * @param instead why it cannot be open again: its debt went back to the client, its plan ended, another agreement was made on the debt since; then it is withdrawn for that.
 */
export function judgeAgain(
	promise: Parameters<typeof judgePromise>[0] & { readonly state: PromiseState },
	received: { readonly minor: bigint },
	{ ended, instead }: { readonly ended: Parameters<typeof judgePromise>[2]; readonly instead: WithdrawnFor | null },
	asOf: Temporal.PlainDate,
): { readonly state: 'open' | 'withdrawn'; readonly paidMinor: bigint; readonly withdrawnFor: WithdrawnFor | null } | null {
	if (promise.state !== 'kept' || Temporal.PlainDate.compare(asOf, untilOn(promise)) > 0) return null;
	const { state, paidMinor } = judgePromise(promise, received, ended, asOf);
	if (state === 'kept') return null;
	const withdrawnFor = state === 'withdrawn' && ended ? ended.by : instead;
	return withdrawnFor ? { state: 'withdrawn', paidMinor, withdrawnFor } : { state: 'open', paidMinor: 0n, withdrawnFor };
}

/** A plan is broken with its first instalment that was not wholly kept, kept with its last one, open until then. */
export function judgePlan(instalments: readonly PromiseState[]): PlanState {
	if (instalments.some((state) => state === 'broken' || state === 'partly_kept')) return 'broken';
	if (instalments.every((state) => state === 'kept')) return 'kept';
	return instalments.some((state) => state === 'withdrawn') ? 'withdrawn' : 'open';
}

export type Instalment = { readonly instalment: number; readonly dueOn: Temporal.PlainDate; readonly amountMinor: bigint };

/**
 * Equal monthly instalments that sum exactly to the total; what division leaves over goes one unit each to the first. Each date is counted from the
 * first, so a plan due on the 31st is due on the 28th in February and on the 31st again in March.
 */
export function scheduleOf(plan: {
	readonly totalMinor: bigint;
	readonly instalments: number;
	readonly firstDueOn: Temporal.PlainDate;
}): Instalment[] {
	const shares = split(
		plan.totalMinor,
		Array.from({ length: plan.instalments }, () => 1n),
	);
	return shares.map((amountMinor, i) => ({ instalment: i + 1, dueOn: plan.firstDueOn.add({ months: i }), amountMinor }));
}

/** What a debt is when somebody agrees on it. */
export type AgreedDebt = {
	readonly status: DebtStatus;
	readonly product: string;
	readonly currency: Currency;
	readonly owedMinor: bigint;
	readonly mandate: Mandate;
	/** The last day of the client's mandate; null: it has no end. */
	readonly recallDueOn: Temporal.PlainDate | null;
	/** An open promise or plan stands on it. */
	readonly agreedAlready: boolean;
};

/** What is common to a promise and a plan: an open debt still in the house's hands, its own currency, nothing agreed yet, never more than is owed (CN-X1). */
function mayAgree(
	terms: { readonly amountMinor: bigint; readonly currency: string; readonly dueOn: Temporal.PlainDate; readonly replace: boolean },
	debt: AgreedDebt,
	{ today, dueDaysMax }: { readonly today: Temporal.PlainDate; readonly dueDaysMax: number },
): Refusal | null {
	if (debt.status !== 'open') return refuse('debt.not_open', { status: debt.status });
	if (debt.recallDueOn !== null && Temporal.PlainDate.compare(debt.recallDueOn, today) < 0)
		return refuse('debt.mandate_over', { on: debt.recallDueOn.toString() });
	if (terms.currency !== debt.currency) return refuse('debt.other_currency', { currency: debt.currency, given: terms.currency });
	if (terms.amountMinor > debt.owedMinor)
		return refuse('promise.exceeds_owed', {
			amount: formatMoney({ minor: terms.amountMinor, currency: debt.currency }),
			owed: formatMoney({ minor: debt.owedMinor, currency: debt.currency }),
		});
	if (Temporal.PlainDate.compare(terms.dueOn, today) < 0)
		return refuse('promise.due_in_past', { due_on: terms.dueOn.toString(), today: today.toString() });
	const latest = today.add({ days: dueDaysMax });
	if (Temporal.PlainDate.compare(terms.dueOn, latest) > 0) return refuse('promise.due_too_late', { latest: latest.toString() });
	return debt.agreedAlready && !terms.replace ? refuse('promise.open_already') : null;
}

/** Whether a promise may be taken; the refusal when not. `today`: the agency's date. */
export function mayPromise(
	terms: { readonly amountMinor: bigint; readonly currency: string; readonly dueOn: Temporal.PlainDate; readonly replace: boolean },
	debt: AgreedDebt,
	today: Temporal.PlainDate,
): Refusal | null {
	return mayAgree(terms, debt, { today, dueDaysMax: debt.mandate.promiseDaysMax });
}

/** CN-L1 (信用卡办法 70): a personal instalment agreement of a card runs five years at most; the number of months stands in the law's row. */
const cardPlanMonthsMax = 12 * yearsOf('CN-L1');

/** Whether a plan may be made; the refusal when not. Limits: the law's for cards (CN-L1), the mandate's for all, one minor unit an instalment. */
export function mayPlan(
	terms: {
		readonly totalMinor: bigint;
		readonly currency: string;
		readonly instalments: number;
		readonly firstDueOn: Temporal.PlainDate;
		readonly replace: boolean;
	},
	debt: AgreedDebt,
	today: Temporal.PlainDate,
): Refusal | null {
	const { totalMinor, currency, instalments, firstDueOn, replace } = terms;
	const common = mayAgree({ amountMinor: totalMinor, currency, dueOn: firstDueOn, replace }, debt, {
		today,
		dueDaysMax: debt.mandate.planFirstDueDaysMax,
	});
	if (common) return common;
	if (debt.product === 'credit_card' && instalments > cardPlanMonthsMax)
		return refuse('plan.too_long', { instalments: String(instalments) });
	const limit = debt.mandate.planInstalmentsMax;
	if (instalments > limit) return refuse('plan.beyond_mandate', { limit: String(limit), instalments: String(instalments) });
	return totalMinor < BigInt(instalments) ? refuse('plan.instalment_below_minimum') : null;
}

/** What was said tells something of will and means, where the agent did not say it: what is stated wins, what is unknown changes nothing. */
export function classesOf(
	said: string,
	stated: { readonly willingness?: Willingness | undefined; readonly ability?: Ability | undefined },
): { readonly willingness?: Willingness; readonly ability?: Ability } {
	const willingness =
		stated.willingness ?? (['promise', 'plan', 'paid'].includes(said) ? 'willing' : said === 'will_not_pay' ? 'unwilling' : undefined);
	const ability = stated.ability ?? (said === 'cannot_pay' || said === 'hardship' ? 'unable' : said === 'plan' ? 'partly' : undefined);
	return { ...(willingness ? { willingness } : {}), ...(ability ? { ability } : {}) };
}
