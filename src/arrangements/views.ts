import { toWire } from '../core/money.ts';
import { dateIn } from '../core/time.ts';
import type { Tx } from '../host/db.ts';
import { loadTenant } from '../tenants/store.ts';
import { judgePromise, untilOn } from './rules.ts';
import type { PlanView, PromiseView } from './shapes.ts';
import { type KeptPlan, type KeptPromise, loadPlans, loadPromises } from './store.ts';

/** What came in towards a promise: as judged, or so far. */
function paidOf(promise: KeptPromise, today: Temporal.PlainDate): bigint {
	if (promise.state !== 'open') return promise.paidMinor;
	return judgePromise(promise, { minor: promise.receivedMinor }, promise.ended, today).paidMinor;
}

function promiseView(promise: KeptPromise, today: Temporal.PlainDate): PromiseView {
	return {
		id: String(promise.id),
		debt_id: String(promise.debtId),
		attempt_id: promise.attemptId === null ? null : String(promise.attemptId),
		amount_minor: toWire(promise.amountMinor),
		paid_minor: toWire(paidOf(promise, today)),
		currency: promise.currency,
		due_on: promise.dueOn.toString(),
		until_on: untilOn(promise).toString(),
		grace_days: promise.graceDays,
		made_at: promise.madeAt.toString(),
		made_by: promise.madeBy,
		state: promise.state,
		judged_on: promise.judgedOn?.toString() ?? null,
		withdrawn_for: promise.withdrawnFor,
		plan_id: promise.planId === null ? null : String(promise.planId),
		instalment: promise.instalment,
	};
}

function planView(plan: KeptPlan, instalments: readonly KeptPromise[], today: Temporal.PlainDate): PlanView {
	return {
		id: String(plan.id),
		debt_id: String(plan.debtId),
		total_minor: toWire(plan.totalMinor),
		currency: plan.currency,
		instalments: plan.instalments,
		first_due_on: plan.firstDueOn.toString(),
		made_at: plan.madeAt.toString(),
		made_by: plan.madeBy,
		state: plan.state,
		ended_on: plan.endedOn?.toString() ?? null,
		withdrawn_for: plan.withdrawnFor,
		schedule: [...instalments]
			.sort((a, b) => (a.instalment ?? 0) - (b.instalment ?? 0))
			.map((each) => ({
				instalment: each.instalment ?? 0,
				due_on: each.dueOn.toString(),
				amount_minor: toWire(each.amountMinor),
				paid_minor: toWire(paidOf(each, today)),
				state: each.state,
			})),
	};
}

/** Promises (instalments apart) and plans of a debtor, newest first, for the case screen. */
export async function arrangementViews(
	tx: Tx,
	debtorId: bigint,
	now: Temporal.Instant,
): Promise<{ promises: PromiseView[]; plans: PlanView[] }> {
	const { zone } = await loadTenant(tx);
	const today = dateIn(zone, now);
	const [promises, plans] = await Promise.all([loadPromises(tx, debtorId, zone), loadPlans(tx, debtorId)]);
	return {
		promises: promises.filter((each) => each.planId === null).map((each) => promiseView(each, today)),
		plans: plans.map((plan) =>
			planView(
				plan,
				promises.filter((each) => each.planId === plan.id),
				today,
			),
		),
	};
}
