import type { Currency } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { ClaimCheck } from '../law/claim.ts';
import { type Mandate, mandateFrom, type StandingFacts } from '../tenants/rules.ts';
import type { Ability, DebtStatus, OverdueReason, Willingness } from './rules.ts';

/** A debt with its client, its creditor and its changing state. */
export type Debt = {
	readonly debtorId: bigint;
	readonly id: bigint;
	readonly reference: string;
	readonly product: string;
	readonly currency: Currency;
	readonly client: { readonly id: bigint; readonly code: string; readonly name: string; readonly standing: StandingFacts };
	readonly creditor: { readonly id: bigint; readonly name: string };
	readonly placement: { readonly id: bigint; readonly batchNo: string } | null;
	readonly mandate: Mandate;
	readonly overdueSince: Temporal.PlainDate;
	readonly placedOn: Temporal.PlainDate;
	readonly recallDueOn: Temporal.PlainDate | null;
	readonly round: number | null;
	readonly status: DebtStatus;
	readonly reviewOn: Temporal.PlainDate | null;
	readonly stage: string;
	readonly reachedAt: Temporal.Instant | null;
	readonly willingness: Willingness;
	readonly ability: Ability;
	readonly reason: OverdueReason;
	readonly keyCase: boolean;
	readonly owedMinor: bigint;
	readonly receivedMinor: bigint;
	readonly refundDueMinor: bigint;
	readonly lastPaidAt: Temporal.Instant | null;
	/** What the caps on the cost of a loan made of the claim as placed (src/law/claim.ts); null: none speaks of it. */
	readonly claimCheck: ClaimCheck | null;
};

type DebtRow = {
	debtor_id: bigint;
	id: bigint;
	reference: string;
	product: string;
	currency: Currency;
	client_id: bigint;
	client_code: string;
	client_name: string;
	collects_as: StandingFacts['collectsAs'];
	contract_until: Temporal.PlainDate | null;
	evaluated_on: Temporal.PlainDate | null;
	mandate: Partial<Mandate>;
	creditor_id: bigint;
	creditor_name: string;
	placement_id: bigint | null;
	batch_no: string | null;
	overdue_since: Temporal.PlainDate;
	placed_on: Temporal.PlainDate;
	recall_due_on: Temporal.PlainDate | null;
	round: number | null;
	status: DebtStatus;
	review_on: Temporal.PlainDate | null;
	stage: string;
	reached_at: Temporal.Instant | null;
	willingness: Willingness;
	ability: Ability;
	reason: OverdueReason;
	key_case: boolean;
	owed_minor: bigint;
	received_minor: bigint;
	refund_due_minor: bigint;
	last_paid_at: Temporal.Instant | null;
	claim_check: ClaimCheck | null;
};

const debtOf = (row: DebtRow): Debt => ({
	debtorId: row.debtor_id,
	id: row.id,
	reference: row.reference,
	product: row.product,
	currency: row.currency,
	client: {
		id: row.client_id,
		code: row.client_code,
		name: row.client_name,
		standing: {
			collectsAs: row.collects_as,
			contractUntil: row.contract_until?.toString() ?? null,
			evaluatedOn: row.evaluated_on?.toString() ?? null,
		},
	},
	creditor: { id: row.creditor_id, name: row.creditor_name },
	placement: row.placement_id === null ? null : { id: row.placement_id, batchNo: row.batch_no ?? '' },
	mandate: mandateFrom(row.mandate),
	overdueSince: row.overdue_since,
	placedOn: row.placed_on,
	recallDueOn: row.recall_due_on,
	round: row.round,
	status: row.status,
	reviewOn: row.review_on,
	stage: row.stage,
	reachedAt: row.reached_at,
	willingness: row.willingness,
	ability: row.ability,
	reason: row.reason,
	keyCase: row.key_case,
	owedMinor: row.owed_minor,
	receivedMinor: row.received_minor,
	refundDueMinor: row.refund_due_minor,
	lastPaidAt: row.last_paid_at,
	claimCheck: row.claim_check,
});

/** The debts of one debtor, the largest open balance first; undone ones are not shown. */
export async function loadDebts(tx: Tx, debtorId: bigint): Promise<Debt[]> {
	const rows = await tx.prepared<DebtRow>(
		'debts of a debtor',
		`select d.debtor_id, d.id, d.reference, d.product, d.currency, d.client_id, c.code as client_code, c.name as client_name, c.mandate, c.collects_as, c.contract_until, c.evaluated_on,
		        d.creditor_id, r.name as creditor_name, d.placement_id, p.batch_no, d.overdue_since, d.placed_on, d.recall_due_on, d.round, d.claim_check,
		        s.status, s.review_on, s.stage, s.reached_at, s.willingness, s.ability, s.reason, s.key_case,
		        coalesce(b.owed_minor, 0) as owed_minor, coalesce(b.received_minor, 0) as received_minor,
		        coalesce(b.refund_due_minor, 0) as refund_due_minor, b.last_paid_at
		   from debt d
		   join debt_state s on (s.tenant_id, s.debtor_id, s.debt_id) = (d.tenant_id, d.debtor_id, d.id)
		   join client c on (c.tenant_id, c.id) = (d.tenant_id, d.client_id)
		   join creditor r on (r.tenant_id, r.id) = (d.tenant_id, d.creditor_id)
		   left join placement p on (p.tenant_id, p.id) = (d.tenant_id, d.placement_id)
		   left join debt_balance b on (b.tenant_id, b.debtor_id, b.debt_id) = (d.tenant_id, d.debtor_id, d.id)
		  where d.tenant_id = $1 and d.debtor_id = $2 and s.status <> 'undone'
		  order by s.status = 'open' desc, b.owed_minor desc nulls last, d.id`,
		[tx.tenantId, debtorId],
	);
	return rows.map(debtOf);
}

/** Sets the status of debts, set-based; `reviewOn` null: never looked at again by the day run. */
export async function saveStatus(
	tx: Tx,
	debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[],
	status: DebtStatus,
	reviewOn: Temporal.PlainDate | null,
): Promise<void> {
	if (debts.length === 0) return;
	await tx.query(
		`update debt_state s set status = $4, review_on = $5
		   from unnest($2::bigint[], $3::bigint[]) as named (debtor_id, debt_id)
		  where s.tenant_id = $1 and (s.debtor_id, s.debt_id) = (named.debtor_id, named.debt_id)`,
		[tx.tenantId, debts.map((each) => each.debtorId), debts.map((each) => each.debtId), status, reviewOn],
	);
}

/** Sets the numbers of debts free that are nobody's here to collect any more. */
export async function freeNumbers(tx: Tx, debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[]): Promise<void> {
	if (debts.length === 0) return;
	await tx.query(
		`update debt d set ended = true from unnest($2::bigint[], $3::bigint[]) as named (debtor_id, debt_id)
		  where d.tenant_id = $1 and d.debtor_id = named.debtor_id and d.id = named.debt_id and not d.ended`,
		[tx.tenantId, debts.map((each) => each.debtorId), debts.map((each) => each.debtId)],
	);
}

/** Of these debtors, those who have no open debt left. */
export async function findDebtorsDone(tx: Tx, debtorIds: readonly bigint[]): Promise<bigint[]> {
	const rows = await tx.query<{ debtor_id: bigint }>(
		`select debtor_id from unnest($2::bigint[]) as named (debtor_id)
		  where not exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = named.debtor_id and s.status = 'open')`,
		[tx.tenantId, debtorIds],
	);
	return rows.map((row) => row.debtor_id);
}

/** What a contact taught about the person, kept on every open debt of theirs; what is not said stays. */
export function saveClasses(
	tx: Tx,
	debtorId: bigint,
	classes: {
		readonly willingness?: Willingness | undefined;
		readonly ability?: Ability | undefined;
		readonly reason?: OverdueReason | undefined;
	},
): void {
	tx.later(
		'debts learn',
		`update debt_state set willingness = coalesce($3, willingness), ability = coalesce($4, ability), reason = coalesce($5, reason)
		  where tenant_id = $1 and debtor_id = $2 and status = 'open'`,
		[tx.tenantId, debtorId, classes.willingness ?? null, classes.ability ?? null, classes.reason ?? null],
	);
}

/** Marks debts as key cases or not. */
export function saveKeyCase(tx: Tx, debtorId: bigint, keyDebtIds: readonly bigint[]): void {
	tx.later('debts key case', 'update debt_state set key_case = (debt_id = any ($3::bigint[])) where tenant_id = $1 and debtor_id = $2', [
		tx.tenantId,
		debtorId,
		keyDebtIds,
	]);
}
