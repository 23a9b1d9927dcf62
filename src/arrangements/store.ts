import { known } from '../core/assert.ts';
import type { Currency } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { Instalment, PlanState, PromiseState, WithdrawnFor } from './rules.ts';

/** A promise as kept, with what came in towards it. An instalment of a plan is a promise with a number. */
export type KeptPromise = {
	readonly id: bigint;
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly attemptId: bigint | null;
	readonly amountMinor: bigint;
	readonly currency: Currency;
	readonly dueOn: Temporal.PlainDate;
	readonly graceDays: number;
	readonly madeAt: Temporal.Instant;
	readonly madeBy: string;
	readonly state: PromiseState;
	/** As judged; 0 while open. */
	readonly paidMinor: bigint;
	readonly judgedOn: Temporal.PlainDate | null;
	/** Null while it stands; also for what was withdrawn before the reason was kept. */
	readonly withdrawnFor: WithdrawnFor | null;
	readonly planId: bigint | null;
	readonly instalment: number | null;
	/** Amounts of the earlier instalments of its plan. */
	readonly beforeMinor: bigint;
	/** Money that counts for it (and for earlier instalments): see `judgePromise`. */
	readonly receivedMinor: bigint;
	/** Since when nothing is left to ask for on its debt: see `judgePromise`. */
	readonly ended: { readonly by: 'settled' | 'recalled'; readonly on: Temporal.PlainDate } | null;
};

export type KeptPlan = {
	readonly id: bigint;
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly totalMinor: bigint;
	readonly currency: Currency;
	readonly instalments: number;
	readonly firstDueOn: Temporal.PlainDate;
	readonly madeAt: Temporal.Instant;
	readonly madeBy: string;
	readonly state: PlanState;
	readonly endedOn: Temporal.PlainDate | null;
	readonly withdrawnFor: WithdrawnFor | null;
};

export type PromiseRow = {
	id: bigint;
	debtor_id: bigint;
	debt_id: bigint;
	attempt_id: bigint | null;
	amount_minor: bigint;
	currency: Currency;
	due_on: Temporal.PlainDate;
	grace_days: number;
	made_at: Temporal.Instant;
	made_by_name: string;
	state: PromiseState;
	paid_minor: bigint;
	judged_on: Temporal.PlainDate | null;
	withdrawn_for: WithdrawnFor | null;
	plan_id: bigint | null;
	instalment: number | null;
	before_minor: bigint;
	received_minor: bigint;
	ended_by: 'settled' | 'recalled';
	ended_on: Temporal.PlainDate | null;
};

export const promiseOf = (row: PromiseRow): KeptPromise => ({
	id: row.id,
	debtorId: row.debtor_id,
	debtId: row.debt_id,
	attemptId: row.attempt_id,
	amountMinor: row.amount_minor,
	currency: row.currency,
	dueOn: row.due_on,
	graceDays: row.grace_days,
	madeAt: row.made_at,
	madeBy: row.made_by_name,
	state: row.state,
	paidMinor: row.paid_minor,
	judgedOn: row.judged_on,
	withdrawnFor: row.withdrawn_for,
	planId: row.plan_id,
	instalment: row.instalment,
	beforeMinor: row.before_minor,
	receivedMinor: row.received_minor,
	ended: row.ended_on && { by: row.ended_by, on: row.ended_on },
});

/** Whether money `t` on the debt of a promise `p` is of its days in the agency's zone ($2) and was not known when it was made. */
const countsForPromise = `t.kind in ('paid', 'surplus')
	                    and t.happened_at >= (date_trunc('day', p.made_at at time zone $2) at time zone $2)
	                    and t.happened_at < ((p.due_on + p.grace_days + 1)::timestamp at time zone $2)
	                    and (t.recorded_at > p.made_at or t.happened_at >= p.made_at)`;

/**
 * Promises with what came in towards them. Money counts when its value date lies between the day of making and the last day of grace in the
 * agency's zone ($2), when it was not known already when the promise was made, and when its payment was not taken back. A debt is ended from the value
 * date of the last money that stands on it, or from the day its placement was recalled.
 *
 * @param also what else is asked of the money, and what else is told of the promise.
 */
export const promisesWith = (also: { readonly money: string; readonly columns: string }) => `
	select p.id, p.debtor_id, p.debt_id, p.attempt_id, p.amount_minor, p.currency, p.due_on, p.grace_days, p.made_at, l.name as made_by_name,
	       p.state, p.paid_minor, p.judged_on, p.withdrawn_for, p.plan_id, p.instalment,
	       case s.status when 'settled' then 'settled' else 'recalled' end as ended_by,
	       case when s.status = 'settled'
	            then (select (max(t.happened_at) at time zone $2)::date from ledger_transfer t
	                   where t.tenant_id = $1 and t.debtor_id = p.debtor_id and t.debt_id = p.debt_id and t.kind = 'paid'
	                     and not exists (select from ledger_transfer r
	                                      where r.tenant_id = $1 and r.debtor_id = p.debtor_id and r.reverses_entry_id = t.entry_id))
	            when s.status <> 'open'
	            then (select (b.ended_at at time zone $2)::date from debt d join placement b on b.tenant_id = $1 and b.id = d.placement_id
	                   where d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id) end as ended_on,${also.columns}
	       coalesce((select sum(e.amount_minor) from promise e
	                  where e.tenant_id = $1 and e.debtor_id = p.debtor_id and e.plan_id = p.plan_id and e.instalment < p.instalment), 0)::bigint as before_minor,
	       coalesce((select sum(t.amount_minor) from ledger_transfer t
	                  where t.tenant_id = $1 and t.debtor_id = p.debtor_id and t.debt_id = p.debt_id and ${countsForPromise}${also.money}
	                    and not exists (select from ledger_transfer r
	                                     where r.tenant_id = $1 and r.debtor_id = p.debtor_id and r.reverses_entry_id = t.entry_id)), 0)::bigint as received_minor
	  from promise p
	  join debt_state s on s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = p.debt_id
	  join login l on l.tenant_id = $1 and l.id = p.made_by`;
const withReceived = promisesWith({ money: '', columns: '' });

/** Every promise of a debtor, instalments included, newest first. */
export async function loadPromises(tx: Tx, debtorId: bigint, zone: string): Promise<KeptPromise[]> {
	const rows = await tx.prepared<PromiseRow>(
		'promises of a debtor',
		`${withReceived} where p.tenant_id = $1 and p.debtor_id = $3 order by p.made_at desc, p.instalment, p.id desc`,
		[tx.tenantId, zone, debtorId],
	);
	return rows.map(promiseOf);
}

/**
 * Whose promises are judged: all that are due, those of some debtors that are due; every open one on some debts, so that a promise paid early is seen (`keptOnly`: and nothing else
 * of them); or of a placement that ended.
 */
export type Whose =
	| 'due'
	| { readonly dueOf: readonly bigint[] }
	| { readonly debts: readonly Pick<KeptPromise, 'debtorId' | 'debtId'>[]; readonly keptOnly?: boolean }
	| { readonly placementId: bigint };

/** Open promises to judge on a date, in the order they were made; at most `limit`, after `after`. */
export async function findPromisesToJudge(
	tx: Tx,
	of: { readonly zone: string; readonly on: Temporal.PlainDate; readonly whose: Whose; readonly after: bigint; readonly limit: number },
): Promise<KeptPromise[]> {
	// A statement of its own for each rather than one with an "or": each has its index.
	const [which, ...values] =
		of.whose === 'due'
			? ['p.due_on <= $5::date', of.on]
			: 'dueOf' in of.whose
				? ['p.due_on <= $5::date and p.debtor_id = any ($6::bigint[])', of.on, of.whose.dueOf]
				: 'debts' in of.whose
					? [
							'(p.debtor_id, p.debt_id) in (select * from unnest($5::bigint[], $6::bigint[]))',
							of.whose.debts.map(({ debtorId }) => debtorId),
							of.whose.debts.map(({ debtId }) => debtId),
						]
					: [
							'(p.debtor_id, p.debt_id) in (select debtor_id, id from debt where tenant_id = $1 and placement_id = $5)',
							of.whose.placementId,
						];
	const rows = await tx.query<PromiseRow>(
		`${withReceived} where p.tenant_id = $1 and p.state = 'open' and p.id > $3 and ${which} order by p.id limit $4`,
		[tx.tenantId, of.zone, of.after, of.limit, ...values],
	);
	return rows.map(promiseOf);
}

/** Plans of a debtor, newest first. */
export async function loadPlans(tx: Tx, debtorId: bigint): Promise<KeptPlan[]> {
	const rows = await tx.prepared<{
		id: bigint;
		debtor_id: bigint;
		debt_id: bigint;
		total_minor: bigint;
		currency: Currency;
		instalments: number;
		first_due_on: Temporal.PlainDate;
		made_at: Temporal.Instant;
		made_by_name: string;
		state: PlanState;
		ended_on: Temporal.PlainDate | null;
		withdrawn_for: WithdrawnFor | null;
	}>(
		'plans of a debtor',
		`select p.*, l.name as made_by_name from plan p join login l on l.tenant_id = p.tenant_id and l.id = p.made_by
		  where p.tenant_id = $1 and p.debtor_id = $2 order by p.made_at desc, p.id desc`,
		[tx.tenantId, debtorId],
	);
	return rows.map((row) => ({
		id: row.id,
		debtorId: row.debtor_id,
		debtId: row.debt_id,
		totalMinor: row.total_minor,
		currency: row.currency,
		instalments: row.instalments,
		firstDueOn: row.first_due_on,
		madeAt: row.made_at,
		madeBy: row.made_by_name,
		state: row.state,
		endedOn: row.ended_on,
		withdrawnFor: row.withdrawn_for,
	}));
}

/**
 * Holds a debt until the end of the transaction, so that what is agreed on it and its recall come one after the other: a recall takes too many debts
 * to lock their debtors.
 */
export function lockDebt(tx: Tx, debt: { readonly debtorId: bigint; readonly debtId: bigint }): void {
	tx.later('debt lock', 'select from debt_state where tenant_id = $1 and debtor_id = $2 and debt_id = $3 for no key update', [
		tx.tenantId,
		debt.debtorId,
		debt.debtId,
	]);
}

/** The open promises (instalments apart) and plans of one debt. */
export async function findAgreed(
	tx: Tx,
	debt: { readonly debtorId: bigint; readonly debtId: bigint },
): Promise<{ promiseIds: bigint[]; planIds: bigint[] }> {
	const rows = await tx.prepared<{ kind: 'promise' | 'plan'; id: bigint }>(
		'agreed on a debt',
		`select 'promise' as kind, id from promise where tenant_id = $1 and debtor_id = $2 and debt_id = $3 and state = 'open' and plan_id is null
		 union all select 'plan', id from plan where tenant_id = $1 and debtor_id = $2 and debt_id = $3 and state = 'open' order by kind, id`,
		[tx.tenantId, debt.debtorId, debt.debtId],
	);
	const ids = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.id);
	return { promiseIds: ids('promise'), planIds: ids('plan') };
}

type NewPromise = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly attemptId: bigint | null;
	readonly currency: Currency;
	readonly graceDays: number;
	readonly madeAt: Temporal.Instant;
	readonly madeBy: bigint;
};

/** Adds one promise, or the instalments of a plan, in one statement. Gives their ids in order. */
export async function appendPromises(
	tx: Tx,
	made: NewPromise,
	due: readonly { readonly dueOn: Temporal.PlainDate; readonly amountMinor: bigint; readonly instalment: number | null }[],
	planId: bigint | null,
): Promise<bigint[]> {
	const rows = await tx.prepared<{ id: bigint }>(
		'promises append',
		`insert into promise (tenant_id, debtor_id, debt_id, attempt_id, currency, grace_days, made_at, made_by, plan_id, due_on, amount_minor, instalment)
		 select $1, $2, $3, $4, $5, $6, $7, $8, $9, d.* from unnest($10::date[], $11::bigint[], $12::smallint[]) as d (due_on, amount_minor, instalment)
		 returning id`,
		[
			tx.tenantId,
			made.debtorId,
			made.debtId,
			made.attemptId,
			made.currency,
			made.graceDays,
			made.madeAt,
			made.madeBy,
			planId,
			due.map((each) => each.dueOn),
			due.map((each) => each.amountMinor),
			due.map((each) => each.instalment),
		],
	);
	return rows.map((row) => row.id);
}

/** Adds a plan and its instalments. */
export async function appendPlan(
	tx: Tx,
	made: NewPromise,
	terms: { readonly totalMinor: bigint; readonly firstDueOn: Temporal.PlainDate },
	schedule: readonly Instalment[],
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into plan (tenant_id, debtor_id, debt_id, total_minor, currency, instalments, first_due_on, made_at, made_by)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
		[tx.tenantId, made.debtorId, made.debtId, terms.totalMinor, made.currency, schedule.length, terms.firstDueOn, made.madeAt, made.madeBy],
	);
	const planId = known(row, 'plan').id;
	await appendPromises(tx, made, schedule, planId);
	return planId;
}

/** Withdraws open promises. */
export async function withdrawPromises(
	tx: Tx,
	of: { readonly debtorId: bigint; readonly ids: readonly bigint[]; readonly on: Temporal.PlainDate; readonly for: 'replaced' | 'asked' },
): Promise<void> {
	await tx.query(
		`update promise set state = 'withdrawn', judged_on = $4, withdrawn_for = $5
		  where tenant_id = $1 and debtor_id = $2 and id = any ($3::bigint[]) and state = 'open'`,
		[tx.tenantId, of.debtorId, of.ids, of.on, of.for],
	);
}

/**
 * What a payment ended on the debts it was ever set against, and what stays as it is once it was taken back: the promises (instalments too) that stand judged kept
 * with its help, and those withdrawn because their debt was settled.
 */
export async function findEndedBy(
	tx: Tx,
	payment: {
		readonly debtorId: bigint;
		readonly paymentId: bigint;
		readonly recordedAt: Temporal.Instant;
		readonly zone: string;
	},
): Promise<{ kept: bigint[]; withdrawn: bigint[] }> {
	const rows = await tx.query<{ id: bigint; state: PromiseState }>(
		`select p.id, p.state from promise p where p.tenant_id = $1 and p.debtor_id = $3
		    and p.debt_id in (select debt_id from ledger_transfer where tenant_id = $1 and debtor_id = $3 and payment_id = $4)
		    and (p.state in ('kept', 'partly_kept') and exists (
		           select from ledger_transfer t where t.tenant_id = $1 and t.debtor_id = $3 and t.debt_id = p.debt_id and t.payment_id = $4 and ${countsForPromise}
		              and (t.recorded_at at time zone $2)::date <= p.judged_on)
		         or p.state = 'withdrawn' and p.withdrawn_for = 'settled' and p.judged_on >= ($5::timestamptz at time zone $2)::date)
		  order by p.id`,
		[tx.tenantId, payment.zone, payment.debtorId, payment.paymentId, payment.recordedAt],
	);
	const ids = (withdrawn: boolean) => rows.filter(({ state }) => (state === 'withdrawn') === withdrawn).map(({ id }) => id);
	return { kept: ids(false), withdrawn: ids(true) };
}
