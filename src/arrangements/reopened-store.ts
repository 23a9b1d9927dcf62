import type { Tx } from '../host/db.ts';
import type { PlanState, PromiseState, WithdrawnFor } from './rules.ts';
import { type KeptPromise, promiseOf, type PromiseRow, promisesWith } from './store.ts';

/** A promise found kept, as it is seen when money is taken back. */
export type EarlyKept = KeptPromise & {
	/** What its plan came to; null: it is no instalment. */
	readonly plan: {
		readonly state: PlanState;
		readonly withdrawnFor: WithdrawnFor | null;
	} | null;
	readonly isDebtOpen: boolean;
	/** Another promise or plan was made on its debt since. */
	readonly agreedSince: boolean;
};

const since = `select from promise n where n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.debt_id = p.debt_id and n.made_at > p.made_at`;

/**
 * Promises on these debts that were found kept and whose last day is not over on a date, with what came in towards them and was not taken back. What was learned after another agreement was made on the debt is
 * that one's and not theirs.
 */
export async function findKeptEarly(
	tx: Tx,
	of: {
		readonly zone: string;
		readonly on: Temporal.PlainDate;
		readonly debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[];
	},
): Promise<EarlyKept[]> {
	const rows = await tx.query<
		PromiseRow & {
			plan_state: PlanState | null;
			plan_withdrawn_for: WithdrawnFor | null;
			is_debt_open: boolean;
			agreed_since: boolean;
		}
	>(
		`${promisesWith({
			money: ` and not exists (${since} and n.made_at <= t.recorded_at)`,
			columns: `
	       n.state as plan_state, n.withdrawn_for as plan_withdrawn_for, s.status = 'open' as is_debt_open, exists (${since}) as agreed_since,`,
		})}
		   left join plan n on n.tenant_id = $1 and n.debtor_id = p.debtor_id and n.id = p.plan_id
		  where p.tenant_id = $1 and p.state = 'kept' and p.due_on + p.grace_days >= $3::date
		    and (p.debtor_id, p.debt_id) in (select * from unnest($4::bigint[], $5::bigint[])) order by p.id`,
		[tx.tenantId, of.zone, of.on, of.debts.map(({ debtorId }) => debtorId), of.debts.map(({ debtId }) => debtId)],
	);
	return rows.map((row) => ({
		...promiseOf(row),
		plan: row.plan_state && { state: row.plan_state, withdrawnFor: row.plan_withdrawn_for },
		isDebtOpen: row.is_debt_open,
		agreedSince: row.agreed_since,
	}));
}

type Changed<State> = {
	readonly debtorId: bigint;
	readonly id: bigint;
	readonly state: State;
	readonly withdrawnFor: WithdrawnFor | null;
};

/** Opens kept promises again, or withdraws them, in one statement; an open one has no judgement. */
export async function saveReopened(
	tx: Tx,
	promises: readonly (Changed<PromiseState> & { readonly paidMinor: bigint })[],
	on: Temporal.PlainDate,
): Promise<void> {
	if (promises.length === 0) return;
	await tx.query(
		`update promise p set state = j.state, paid_minor = j.paid_minor, withdrawn_for = j.withdrawn_for, judged_on = case j.state when 'open' then null else $7::date end
		   from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[]) as j (debtor_id, id, state, paid_minor, withdrawn_for)
		  where p.tenant_id = $1 and p.debtor_id = j.debtor_id and p.id = j.id and p.state = 'kept'`,
		[
			tx.tenantId,
			promises.map((each) => each.debtorId),
			promises.map((each) => each.id),
			promises.map((each) => each.state),
			promises.map((each) => each.paidMinor),
			promises.map((each) => each.withdrawnFor),
			on,
		],
	);
}

/** Opens kept plans again, or withdraws them; an open one has no end. */
export async function saveReopenedPlans(tx: Tx, plans: readonly Changed<PlanState>[], on: Temporal.PlainDate): Promise<void> {
	if (plans.length === 0) return;
	await tx.query(
		`update plan p set state = j.state, withdrawn_for = j.withdrawn_for, ended_on = case j.state when 'open' then null else $6::date end
		   from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[]) as j (debtor_id, id, state, withdrawn_for)
		  where p.tenant_id = $1 and p.debtor_id = j.debtor_id and p.id = j.id and p.state = 'kept'`,
		[
			tx.tenantId,
			plans.map((each) => each.debtorId),
			plans.map((each) => each.id),
			plans.map((each) => each.state),
			plans.map((each) => each.withdrawnFor),
			on,
		],
	);
}
