import { known } from '../core/assert.ts';
import { placeHold } from '../contact/holds.ts';
import { cancelWork, withdrawMessages } from '../debts/pressure.ts';
import type { Act } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { planEvidence } from './actions.ts';
import { type EarlyKept, findKeptEarly, saveReopened, saveReopenedPlans } from './reopened-store.ts';
import { judgeAgain, type WithdrawnFor } from './rules.ts';

/** What became of promises that had been found kept with money taken back before their last day: by their ids. */
export type Reopened = { readonly open: readonly bigint[]; readonly withdrawn: readonly bigint[] };

/**
 * Money on these debts was taken back: what it had kept before its last day is open again, with its plan, and is judged on its day; contact is held again from now on while the plan
 * stands (CN-L2, 信用卡办法 70). What was planned about the debt in between stops, as when the promise was made. What cannot be open again is withdrawn:
 * see `judgeAgain`. The caller holds the debtors' locks, and has the debts looked at again.
 */
export async function reopenPromises(
	act: Act,
	on: Temporal.PlainDate,
	debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[],
): Promise<Reopened> {
	const { zone } = await loadTenant(act.tx);
	const changed = (await findKeptEarly(act.tx, { zone, on, debts })).flatMap((promise) => {
		const again = judgeAgain(promise, { minor: promise.receivedMinor }, { ended: promise.ended, instead: insteadOf(promise) }, on);
		return again ? [{ ...promise, ...again }] : [];
	});
	if (changed.length === 0) return { open: [], withdrawn: [] };
	await saveReopened(act.tx, changed, on);
	const plans = [...new Map(changed.filter(({ plan }) => plan?.state === 'kept').map((each) => [known(each.planId, 'plan'), each]))];
	await saveReopenedPlans(
		act.tx,
		plans.map(([id, { debtorId, state, withdrawnFor }]) => ({ debtorId, id, state, withdrawnFor })),
		on,
	);
	const open = changed.filter(({ state }) => state === 'open');
	for (const [debtId, { debtorId }] of new Map(open.map((each) => [each.debtId, each]))) {
		withdrawMessages(act, debtorId, 'promise', { debtIds: [debtId] });
		await cancelWork(act, debtorId, 'promise', { debtIds: [debtId] });
	}
	for (const [planId, { debtorId, debtId, state }] of plans)
		if (state === 'open') await placeHold(act, { debtorId, debtId, kind: 'kept_plan', days: null, evidence: planEvidence(planId) });
	for (const debtorId of new Set(changed.map((each) => each.debtorId))) act.tell(`debtor ${debtorId}`);
	const ids = (of: 'open' | 'withdrawn') => changed.filter(({ state }) => state === of).map(({ id }) => id);
	return { open: ids('open'), withdrawn: ids('withdrawn') };
}

/** Why a promise cannot be open again; null: it can. */
function insteadOf({ isDebtOpen, plan, agreedSince }: EarlyKept): WithdrawnFor | null {
	if (!isDebtOpen) return 'recalled';
	if (plan?.state === 'broken') return 'plan_broken';
	if (plan?.state === 'withdrawn') return plan.withdrawnFor ?? 'asked';
	return agreedSince ? 'replaced' : null;
}
