import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, isBefore, type Zone } from '../core/time.ts';
import { fileComplaint } from '../complaints/actions.ts';
import type { ComplaintKind } from '../complaints/rules.ts';
import { type Outcome, recordOutcome } from '../contact/actions.ts';
import { cancelWork, closeWorkItem, planCallBack, setReviewOn, withdrawMessages } from '../debts/pressure.ts';
import { type Ability, isKeyCase, type OverdueReason, type Willingness } from '../debts/rules.ts';
import { loadDebts, saveClasses, saveKeyCase } from '../debts/store.ts';
import { lockDebtor } from '../debtors/store.ts';
import type { Act } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { makePlan, makePromise, type PlanInput, type PromiseInput } from './actions.ts';
import { classesOf } from './rules.ts';
import type { CloseContactAnswer } from './shapes.ts';
import { arrangementViews } from './views.ts';

export type CloseContactInput = {
	readonly outcome: Outcome;
	readonly promise?: Omit<PromiseInput, 'debtorId' | 'attemptId'> | undefined;
	readonly plan?: Omit<PlanInput, 'debtorId' | 'attemptId'> | undefined;
	readonly callBackAt?: Temporal.Instant | undefined;
	readonly willingness?: Willingness | undefined;
	readonly ability?: Ability | undefined;
	readonly reason?: OverdueReason | undefined;
};

type Recorded = Exclude<Awaited<ReturnType<typeof recordOutcome>>, Refusal>;

const callBackDaysMax = 30;

/** What must fit together before anything is recorded. */
function wrongWith({ outcome, promise, plan }: CloseContactInput): Refusal | null {
	if ((outcome.said === 'promise') !== (promise !== undefined) || (outcome.said === 'plan') !== (plan !== undefined))
		return refuse('outcome.terms_missing', { said: outcome.said });
	return (promise || plan) && outcome.line !== 'right_party' ? refuse('outcome.not_the_debtor') : null;
}

function notAhead(act: Act, { callBackAt }: CloseContactInput): Refusal | null {
	if (!callBackAt) return null;
	const latest = act.now.add({ hours: 24 * callBackDaysMax });
	return isBefore(act.now, callBackAt) && isBefore(callBackAt, latest) ? null : refuse('call_back.not_ahead');
}

/**
 * Ends a contact in one transaction: the outcome in two questions; the promise or plan that came of it; what it taught about will, means and reason;
 * the agent's work item closed; the call back planned. With the debtor reached, the day's further tries and queued messages stop.
 *
 * Refusals: `outcome.*`, `call_back.*`, those of `recordOutcome`, `makePromise` and `makePlan`; then nothing of it is kept.
 */
export async function closeContact(act: Act, input: CloseContactInput): Promise<CloseContactAnswer | Refusal> {
	const { outcome } = input;
	const { debtorId, attemptId } = outcome;
	const wrong = wrongWith(input);
	if (wrong) return wrong;
	lockDebtor(act.tx, debtorId);
	// Needed further on, and on its way already with the lock.
	const tenant = loadTenant(act.tx);
	const recorded = await recordOutcome(act, outcome);
	if (isRefusal(recorded)) return recorded;
	// Not before: the time of the act is that of the lock (a request to stop is dated after the contact it waited for).
	const late = notAhead(act, input);
	if (late) return late;
	if (isForAnother(input, recorded)) return refuse('outcome.not_the_debtor');
	const filed = await openCase(act, outcome, recorded);
	if (isRefusal(filed)) return filed;
	const stopping = stopWork(act, outcome, recorded);
	// Waited for below; should it fail, so does whatever is waited for first.
	stopping.catch(() => {});
	const agreed = await agree(act, input);
	if (isRefusal(agreed)) return agreed;
	const { zone } = await tenant;
	const [closed, keyCase, callBack, { promises, plans }] = await Promise.all([
		stopping,
		learn(act, input, { zone, inPerson: recorded.inPerson }),
		callBackOf(act, input, recorded.debtIds, zone),
		arrangementViews(act.tx, debtorId, act.now),
	]);
	if (isRefusal(callBack)) return callBack;
	return {
		attempt_id: String(attemptId),
		answered: recorded.answered,
		promise: promises.find((each) => each.id === agreed.promiseId) ?? null,
		plan: plans.find((each) => each.id === agreed.planId) ?? null,
		call_back: callBack && {
			work_item_id: String(callBack.workItemId),
			callable_from: callBack.callableFrom.toString(),
			callable_until: callBack.callableUntil.toString(),
		},
		holds: [...recorded.holds, ...(agreed.planId === null ? [] : ['kept_plan'])],
		key_case: keyCase,
		work_item_closed: closed,
	};
}

/** Who answers for a debt agrees about that one alone: the debtor's others are none of theirs. */
function isForAnother({ promise, plan }: CloseContactInput, { inPerson, debtIds }: Pick<Recorded, 'inPerson' | 'debtIds'>): boolean {
	const agreed = promise ?? plan;
	return agreed !== undefined && !inPerson && !debtIds.includes(agreed.debtId);
}

/**
 * Closes the agent's own work item; whether it was still theirs. With the debtor reached, the day's further tries and queued messages stop: with who answers for a debt of theirs they were not.
 */
async function stopWork(
	act: Act,
	{ debtorId, line, said }: Outcome,
	{ workItemId, inPerson }: Pick<Recorded, 'workItemId' | 'inPerson'>,
): Promise<boolean> {
	const closing = workItemId === null ? false : closeWorkItem(act, { debtorId, workItemId, reason: `${line} × ${said}` });
	if (line !== 'right_party' || !inPerson) return closing;
	withdrawMessages(act, debtorId, 'reached');
	const [closed] = await Promise.all([closing, cancelWork(act, debtorId, 'reached', { kinds: ['call'] })]);
	return closed;
}

/** What a debtor brought in a call, at the door or in an answer to a letter has a clock like what they wrote of themselves; the hold is the outcome's own. */
async function openCase(
	act: Act,
	outcome: Outcome,
	recorded: { readonly byDebtor: boolean; readonly channel: string; readonly holdIds: readonly bigint[] },
): Promise<{ id: string } | null | Refusal> {
	const kind = caseOf[outcome.said];
	if (!kind || (!recorded.byDebtor && kind !== 'complaint' && kind !== 'dispute')) return null;
	return fileComplaint(act, {
		debtorId: outcome.debtorId,
		kind,
		channel: recorded.channel === 'letter' || recorded.channel === 'email' ? recorded.channel : 'phone',
		words: outcome.note ?? outcome.said,
		said: { attemptId: outcome.attemptId, holdIds: recorded.holdIds },
	});
}

const caseOf: Partial<Record<Outcome['said'], ComplaintKind>> = {
	complains: 'complaint',
	disputes: 'dispute',
	hardship: 'hardship',
	refuses_contact: 'cease',
};

async function agree(
	act: Act,
	{ outcome, promise, plan }: CloseContactInput,
): Promise<{ promiseId: string | null; planId: string | null } | Refusal> {
	const of = { debtorId: outcome.debtorId, attemptId: outcome.attemptId };
	if (promise) {
		const made = await makePromise(act, { ...promise, ...of });
		return isRefusal(made) ? made : { promiseId: String(made.promiseId), planId: null };
	}
	if (plan) {
		const made = await makePlan(act, { ...plan, ...of });
		return isRefusal(made) ? made : { promiseId: null, planId: String(made.planId) };
	}
	return { promiseId: null, planId: null };
}

/**
 * Keeps what the contact taught of the debtor's will and means, which is the debtor's own to say and nobody else's (PIPL 6), and marks key cases; the debts are looked at again by the next day run.
 */
async function learn(
	act: Act,
	input: CloseContactInput,
	{ zone, inPerson }: { readonly zone: Zone; readonly inPerson: boolean },
): Promise<boolean> {
	const { debtorId, said } = input.outcome;
	if (inPerson) saveClasses(act.tx, debtorId, { ...classesOf(said, input), ...(input.reason ? { reason: input.reason } : {}) });
	const debts = (await loadDebts(act.tx, debtorId)).filter((debt) => debt.status === 'open');
	const key = debts.filter((debt) =>
		isKeyCase({ reached: debt.reachedAt !== null, willingness: debt.willingness, paidBefore: debt.receivedMinor > 0n }),
	);
	saveKeyCase(
		act.tx,
		debtorId,
		key.map((debt) => debt.id),
	);
	setReviewOn(act, debtorId, dateIn(zone, act.now));
	return key.length > 0;
}

async function callBackOf(
	act: Act,
	{ outcome, callBackAt }: CloseContactInput,
	debtIds: readonly bigint[],
	zone: Zone,
): Promise<Awaited<ReturnType<typeof planCallBack>> | Refusal> {
	if (!callBackAt) return null;
	const debtId = known(debtIds[0], 'debt of the attempt');
	return (await planCallBack(act, { debtorId: outcome.debtorId, debtId, at: callBackAt, zone })) ?? refuse('call_back.no_team');
}
