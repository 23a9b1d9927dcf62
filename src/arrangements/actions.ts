import { assert, known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { liftPlanHolds, placeHold } from '../contact/holds.ts';
import { groundCode } from '../contact/hold-grounds.ts';
import { belongs } from '../contact/wishes.ts';
import { cancelWork, setReviewOn, withdrawMessages } from '../debts/pressure.ts';
import { type Debt, loadDebts } from '../debts/store.ts';
import { lockDebtor } from '../debtors/store.ts';
import type { Tx } from '../host/db.ts';
import type { Act } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { type EndedPlan, endPlans, loadInstalmentStates, saveJudged } from './judged-store.ts';
import { type AgreedDebt, type Instalment, judgePlan, judgePromise, mayPlan, mayPromise, type PromiseState, scheduleOf } from './rules.ts';
import {
	appendPlan,
	appendPromises,
	findAgreed,
	findEndedBy,
	findPromisesToJudge,
	type KeptPromise,
	loadPlans,
	loadPromises,
	lockDebt,
	type Whose,
	withdrawPromises,
} from './store.ts';

export type PromiseInput = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly amountMinor: bigint;
	readonly currency: string;
	readonly dueOn: Temporal.PlainDate;
	readonly attemptId?: bigint | undefined;
	/** The open promise or plan of the debt is withdrawn and this takes its place. */
	readonly replace?: boolean | undefined;
};

export type PlanInput = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	/** What the plan settles; all that is owed unless said. */
	readonly totalMinor?: bigint | undefined;
	readonly currency: string;
	readonly instalments: number;
	readonly firstDueOn: Temporal.PlainDate;
	readonly attemptId?: bigint | undefined;
	readonly replace?: boolean | undefined;
};

type Found = {
	debt: Debt;
	agreed: AgreedDebt;
	open: { promiseIds: bigint[]; planIds: bigint[] };
	today: Temporal.PlainDate;
	graceDays: number;
};

const someOf = ({ promiseIds, planIds }: Found['open']) => promiseIds.length + planIds.length > 0;

async function load(act: Act, of: PromiseInput | PlanInput): Promise<Found | Refusal> {
	lockDebtor(act.tx, of.debtorId);
	lockDebt(act.tx, of);
	const [debts, { zone, settings }, stood] = await Promise.all([
		loadDebts(act.tx, of.debtorId),
		loadTenant(act.tx),
		findAgreed(act.tx, of),
	]);
	const debt = debts.find((each) => each.id === of.debtId);
	if (!debt) return refuse('thing.not_found', { what: 'debt', id: String(of.debtId) });
	if (of.attemptId !== undefined && !(await belongs(act.tx, of.debtorId, 'contact_attempt', String(of.attemptId))))
		return refuse('thing.not_found', { what: 'attempt', id: String(of.attemptId) });
	const today = dateIn(zone, act.now);
	// What is past its last day was kept or broken, whatever is agreed now: it is judged, although no day run came yet, and gives way to nothing.
	if (someOf(stood)) await judgePromises(act, today, { debts: [of] });
	const open = someOf(stood) ? await findAgreed(act.tx, of) : stood;
	return { debt, agreed: { ...debt, agreedAlready: someOf(open) }, open, today, graceDays: settings.promiseGraceDays };
}

const newPromise = (act: Act, input: PromiseInput | PlanInput, { debt, graceDays }: Found) => ({
	debtorId: input.debtorId,
	debtId: input.debtId,
	attemptId: input.attemptId ?? null,
	currency: debt.currency,
	graceDays,
	madeAt: act.now,
	madeBy: act.actor.id,
});

/**
 * Takes a promise to pay (PTP): an amount at most what is owed, by a date from today within the mandate's limit. One open promise or plan per debt.
 * The calls and messages planned for the debt stop, and it is looked at again by the next day run.
 *
 * Refusals, in this order: `thing.not_found`, `debt.not_open`, `debt.mandate_over`, `debt.other_currency`, `promise.exceeds_owed` (CN-X1), `promise.due_in_past`,
 * `promise.due_too_late`, `promise.open_already`.
 */
export async function makePromise(act: Act, input: PromiseInput): Promise<{ readonly promiseId: bigint } | Refusal> {
	const found = await load(act, input);
	if (isRefusal(found)) return found;
	const refusal = mayPromise({ ...input, replace: input.replace === true }, found.agreed, found.today);
	if (refusal) return refusal;
	await withdrawAgreed(act, input.debtorId, found);
	const due = { dueOn: input.dueOn, amountMinor: input.amountMinor, instalment: null };
	const of = { debtIds: [input.debtId] };
	const appending = appendPromises(act.tx, newPromise(act, input, found), [due], null);
	withdrawMessages(act, input.debtorId, 'promise', of);
	setReviewOn(act, input.debtorId, found.today, of);
	const [[promiseId]] = await Promise.all([appending, cancelWork(act, input.debtorId, 'promise', of)]);
	act.tell(`debtor ${input.debtorId}`);
	return { promiseId: known(promiseId, 'promise') };
}

/**
 * Makes an instalment plan: equal monthly instalments that sum exactly to what it settles. While it is kept, contact is held (CN-L2, 信用卡办法
 * 70). Refusals as for a promise, then `plan.too_long` (CN-L1), `plan.beyond_mandate`, `plan.instalment_below_minimum`. A preview is the
 * same call in a dry run.
 */
export async function makePlan(
	act: Act,
	input: PlanInput,
): Promise<{ readonly planId: bigint; readonly schedule: readonly Instalment[] } | Refusal> {
	const found = await load(act, input);
	if (isRefusal(found)) return found;
	const terms = { ...input, totalMinor: input.totalMinor ?? found.debt.owedMinor, replace: input.replace === true };
	const refusal = mayPlan(terms, found.agreed, found.today);
	if (refusal) return refusal;
	await withdrawAgreed(act, input.debtorId, found);
	const schedule = scheduleOf(terms);
	assert(schedule.reduce((sum, each) => sum + each.amountMinor, 0n) === terms.totalMinor, 'a schedule sums to what its plan settles');
	const planId = await appendPlan(act.tx, newPromise(act, input, found), terms, schedule);
	await placeHold(act, { debtorId: input.debtorId, debtId: input.debtId, kind: 'kept_plan', days: null, evidence: planEvidence(planId) });
	setReviewOn(act, input.debtorId, found.today, { debtIds: [input.debtId] });
	return { planId, schedule };
}

export const planEvidence = (planId: bigint) => groundCode({ by: 'plan', of: planId });

async function withdrawAgreed(act: Act, debtorId: bigint, { open, today }: Pick<Found, 'open' | 'today'>): Promise<void> {
	if (open.promiseIds.length > 0) await withdrawPromises(act.tx, { debtorId, ids: open.promiseIds, on: today, for: 'replaced' });
	await end(
		act,
		open.planIds.map((planId) => ({ debtorId, planId, state: 'withdrawn', withdrawnFor: 'replaced' })),
		today,
	);
}

/** Ends plans and lifts the holds they placed. */
async function end(act: Act, plans: readonly EndedPlan[], today: Temporal.PlainDate): Promise<void> {
	await endPlans(act.tx, plans, today);
	liftPlanHolds(
		act,
		plans.map(({ debtorId, planId }) => ({ debtorId, evidence: planEvidence(planId) })),
		today,
	);
}

/**
 * Withdraws an open promise (an instalment is withdrawn with its plan only) and the reminder of it. One whose last day is over stands as its money says, and waits for the day run only.
 * Refusals: `thing.not_found`, `promise.not_open`.
 */
export async function withdrawPromise(
	act: Act,
	of: { readonly debtorId: bigint; readonly promiseId: bigint; readonly reason?: string },
): Promise<{ readonly promiseId: bigint } | Refusal> {
	lockDebtor(act.tx, of.debtorId);
	const { zone } = await loadTenant(act.tx);
	const promise = (await loadPromises(act.tx, of.debtorId, zone)).find((each) => each.id === of.promiseId && each.planId === null);
	if (!promise) return refuse('thing.not_found', { what: 'promise', id: String(of.promiseId) });
	const today = dateIn(zone, act.now);
	const state = stateOn(promise, today);
	if (state !== 'open') return refuse('promise.not_open', { state });
	await withdrawPromises(act.tx, { debtorId: of.debtorId, ids: [of.promiseId], on: today, for: 'asked' });
	if (of.reason !== undefined) writeWords(act, { debtorId: of.debtorId, act: 'promise.withdraw', about: of.promiseId, words: of.reason });
	withdrawMessages(act, of.debtorId, 'promise withdrawn', { debtIds: [promise.debtId], templates: ['promise_due'] });
	setReviewOn(act, of.debtorId, today, { debtIds: [promise.debtId] });
	act.tell(`debtor ${of.debtorId}`);
	return { promiseId: of.promiseId };
}

/** Withdraws an open plan with its open instalments and lifts its hold. One with an instalment past its last day stands as its money says. Refusals: `thing.not_found`, `plan.not_open`. */
export async function withdrawPlan(
	act: Act,
	of: { readonly debtorId: bigint; readonly planId: bigint; readonly reason?: string },
): Promise<{ readonly planId: bigint } | Refusal> {
	lockDebtor(act.tx, of.debtorId);
	const { zone } = await loadTenant(act.tx);
	const plan = (await loadPlans(act.tx, of.debtorId)).find((each) => each.id === of.planId);
	if (!plan) return refuse('thing.not_found', { what: 'plan', id: String(of.planId) });
	const today = dateIn(zone, act.now);
	const instalments = (await loadPromises(act.tx, of.debtorId, zone)).filter(({ planId }) => planId === of.planId);
	const state = plan.state === 'open' ? judgePlan(instalments.map((each) => stateOn(each, today))) : plan.state;
	if (state !== 'open') return refuse('plan.not_open', { state });
	await end(act, [{ ...of, state: 'withdrawn', withdrawnFor: 'asked' }], today);
	if (of.reason !== undefined) writeWords(act, { debtorId: of.debtorId, act: 'plan.withdraw', about: of.planId, words: of.reason });
	setReviewOn(act, of.debtorId, today, { debtIds: [plan.debtId] });
	act.tell(`debtor ${of.debtorId}`);
	return { planId: of.planId };
}

export type Judged = {
	readonly kept: number;
	readonly partlyKept: number;
	readonly broken: number;
	/** Nothing is left to ask for on the debt, so nothing is judged. */
	readonly withdrawn: number;
	readonly plansKept: number;
	readonly plansBroken: number;
	readonly plansWithdrawn: number;
};

const judgeChunk = 2_000;

/**
 * Judges promises and plans on a business date, set by set: loads them with what came in, decides by the pure rule, writes back in one statement
 * per chunk. The caller holds the debtors' locks, or ends their debts. Called by the day run before it decides treatments, and by what ends a debt (the payment that settles it, the recall of its placement) in
 * the same transaction, once the debt is ended: a promise on which nothing is left to ask for is withdrawn then. The debtors of what was broken or
 * withdrawn are due for review at once. Each promise is judged once; run twice it does nothing.
 */
export async function judgePromises(
	act: Act,
	on: Temporal.PlainDate,
	whose: Whose,
	each: (judged: readonly JudgedPromise[]) => void = () => {},
): Promise<Judged> {
	const { zone } = await loadTenant(act.tx);
	const counts = { kept: 0, partlyKept: 0, broken: 0, withdrawn: 0, plansKept: 0, plansBroken: 0, plansWithdrawn: 0 };
	for (let after = 0n; ; ) {
		const promises = await findPromisesToJudge(act.tx, { zone, on, whose, after, limit: judgeChunk });
		const judged = promises.flatMap((promise) => judgeOne(promise, on)).filter(({ state }) => state === 'kept' || !keptOnly(whose));
		await saveJudged(act.tx, judged, on);
		each(judged);
		for (const { state } of judged) counts[state === 'partly_kept' ? 'partlyKept' : state] += 1;
		await endWithInstalments(act, judged, on, counts);
		const waited = judged.filter((each) => each.state !== 'kept');
		if (waited.length > 0)
			setReviewOn(
				act,
				waited.map((each) => each.debtorId),
				on,
			);
		if (promises.length < judgeChunk) return counts;
		after = known(promises.at(-1), 'promise').id;
	}
}

const keptOnly = (whose: Whose) => typeof whose === 'object' && 'debts' in whose && whose.keptOnly === true;

/**
 * Money came in on debts that are open still: what was promised on them and is whole now is kept from this moment, so nobody is reminded of it and another promise may be taken.
 * Nothing is found broken here: more money may come in the same morning, and that is for the day run.
 */
export async function keepPromises(
	act: Act,
	on: Temporal.PlainDate,
	debts: readonly Pick<KeptPromise, 'debtorId' | 'debtId'>[],
): Promise<void> {
	const kept: JudgedPromise[] = [];
	await judgePromises(act, on, { debts, keptOnly: true }, (judged) => void kept.push(...judged));
	if (kept.length === 0) return;
	const debtorIds = [...new Set(kept.map(({ debtorId }) => debtorId))];
	const of = { debtIds: kept.map(({ debtId }) => debtId) };
	await cancelWork(act, debtorIds, 'kept', { ...of, kinds: ['call'] });
	withdrawMessages(act, debtorIds, 'kept', { ...of, templates: ['promise_due'] });
}

/** The debtors who have a due promise to judge on a date, as it stands now, by their ids. Changes nothing: whoever judges locks them and looks again. */
export async function findDebtorsToJudge(tx: Tx, on: Temporal.PlainDate): Promise<bigint[]> {
	const { zone } = await loadTenant(tx);
	const found = new Set<bigint>();
	for (let after = 0n; ; ) {
		const promises = await findPromisesToJudge(tx, { zone, on, whose: 'due', after, limit: judgeChunk });
		for (const promise of promises) if (judgeOne(promise, on).length > 0) found.add(promise.debtorId);
		if (promises.length < judgeChunk) return [...found].sort((a, b) => (a < b ? -1 : 1));
		after = known(promises.at(-1), 'promise').id;
	}
}

/** What a promise is on a date: as judged, or as the day run will judge it. */
function stateOn(promise: KeptPromise, on: Temporal.PlainDate): PromiseState {
	return promise.state === 'open' ? judgePromise(promise, { minor: promise.receivedMinor }, promise.ended, on).state : promise.state;
}

type JudgedPromise = KeptPromise & { readonly state: 'kept' | 'partly_kept' | 'broken' | 'withdrawn' };

function judgeOne(promise: KeptPromise, on: Temporal.PlainDate): JudgedPromise[] {
	const { ended } = promise;
	const { state, paidMinor } = judgePromise(promise, { minor: promise.receivedMinor }, ended, on);
	return state === 'open' ? [] : [{ ...promise, state, paidMinor, withdrawnFor: state === 'withdrawn' ? known(ended, 'end').by : null }];
}

async function endWithInstalments(
	act: Act,
	judged: readonly JudgedPromise[],
	on: Temporal.PlainDate,
	counts: { plansKept: number; plansBroken: number; plansWithdrawn: number },
): Promise<void> {
	const touched = judged.flatMap(({ debtorId, planId }) => (planId === null ? [] : [{ debtorId, planId }]));
	const plans = await loadInstalmentStates(act.tx, touched);
	const ended = plans.flatMap(({ debtorId, planId, states }) => {
		const state = judgePlan(states);
		const withdrawnFor = judged.find((each) => each.planId === planId && each.state === 'withdrawn')?.withdrawnFor ?? null;
		return state === 'open' ? [] : [{ debtorId, planId, state, withdrawnFor: state === 'withdrawn' ? withdrawnFor : null }];
	});
	await end(act, ended, on);
	counts.plansKept += ended.filter((each) => each.state === 'kept').length;
	counts.plansBroken += ended.filter((each) => each.state === 'broken').length;
	counts.plansWithdrawn += ended.filter((each) => each.state === 'withdrawn').length;
}

/**
 * What a payment had ended and what stays as it is once the bank took it back: promises judged kept with its help whose last day is over or that are whole without it (the others are
 * open again: `reopenPromises`), and those withdrawn because their debt was settled. The debt is owed again and looked at that day; nobody is held to a promise they were told was over, and a new one may be taken.
 * Whoever reverses the payment is told of both.
 */
export async function promisesEndedBy(
	act: Pick<Act, 'tx'>,
	payment: {
		readonly id: bigint;
		readonly debtorId: bigint | null;
		readonly recordedAt: Temporal.Instant;
	},
): Promise<{ readonly kept: readonly bigint[]; readonly withdrawn: readonly bigint[] }> {
	const { id: paymentId, debtorId, recordedAt } = payment;
	if (debtorId === null) return { kept: [], withdrawn: [] };
	const { zone } = await loadTenant(act.tx);
	return findEndedBy(act.tx, { debtorId, paymentId, recordedAt, zone });
}
