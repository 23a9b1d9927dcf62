import type { Tx } from '../host/db.ts';
import type { PlanState, PromiseState, WithdrawnFor } from './rules.ts';

/** Saves judgements in one statement; a promise judged meanwhile stays as it was judged. Gives how many were saved. */
export async function saveJudged(
	tx: Tx,
	judged: readonly {
		readonly debtorId: bigint;
		readonly id: bigint;
		readonly state: PromiseState;
		readonly paidMinor: bigint;
		readonly withdrawnFor: WithdrawnFor | null;
	}[],
	on: Temporal.PlainDate,
): Promise<number> {
	if (judged.length === 0) return 0;
	const saved = await tx.query(
		`update promise p set state = j.state, paid_minor = j.paid_minor, withdrawn_for = j.withdrawn_for, judged_on = $7
		   from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[]) as j (debtor_id, id, state, paid_minor, withdrawn_for)
		  where p.tenant_id = $1 and p.debtor_id = j.debtor_id and p.id = j.id and p.state = 'open' returning p.id`,
		[
			tx.tenantId,
			judged.map((each) => each.debtorId),
			judged.map((each) => each.id),
			judged.map((each) => each.state),
			judged.map((each) => each.paidMinor),
			judged.map((each) => each.withdrawnFor),
			on,
		],
	);
	return saved.length;
}

/** The states of the instalments of plans: plan → states in order. */
export async function loadInstalmentStates(
	tx: Tx,
	plans: readonly { readonly debtorId: bigint; readonly planId: bigint }[],
): Promise<{ debtorId: bigint; planId: bigint; debtId: bigint; states: PromiseState[] }[]> {
	if (plans.length === 0) return [];
	const rows = await tx.query<{ debtor_id: bigint; plan_id: bigint; debt_id: bigint; states: PromiseState[] }>(
		`select p.debtor_id, p.id as plan_id, p.debt_id, array_agg(i.state order by i.instalment) as states
		   from (select distinct * from unnest($2::bigint[], $3::bigint[]) as n (debtor_id, plan_id)) named
		   join plan p on p.tenant_id = $1 and p.debtor_id = named.debtor_id and p.id = named.plan_id and p.state = 'open'
		   join promise i on i.tenant_id = $1 and i.debtor_id = p.debtor_id and i.plan_id = p.id
		  group by p.debtor_id, p.id, p.debt_id order by p.debtor_id, p.id`,
		[tx.tenantId, plans.map((each) => each.debtorId), plans.map((each) => each.planId)],
	);
	return rows.map((row) => ({ debtorId: row.debtor_id, planId: row.plan_id, debtId: row.debt_id, states: row.states }));
}

export type EndedPlan = {
	readonly debtorId: bigint;
	readonly planId: bigint;
	readonly state: Exclude<PlanState, 'open'>;
	readonly withdrawnFor: WithdrawnFor | null;
};

/** Ends plans; the instalments still open are withdrawn with them, for the plan's reason or because it broke. */
export async function endPlans(tx: Tx, ended: readonly EndedPlan[], on: Temporal.PlainDate): Promise<void> {
	if (ended.length === 0) return;
	const parameters = [
		tx.tenantId,
		ended.map((each) => each.debtorId),
		ended.map((each) => each.planId),
		ended.map((each) => each.state),
		ended.map((each) => each.withdrawnFor),
		on,
	];
	const named = 'from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[]) as e (debtor_id, id, state, withdrawn_for)';
	await tx.query(
		`update plan p set state = e.state, ended_on = $6, withdrawn_for = e.withdrawn_for ${named}
		  where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.id = e.id and p.state = 'open'`,
		parameters,
	);
	await tx.query(
		`update promise p set state = 'withdrawn', judged_on = $6, withdrawn_for = coalesce(e.withdrawn_for, 'plan_broken') ${named}
		  where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.plan_id = e.id and p.state = 'open'`,
		parameters,
	);
}
