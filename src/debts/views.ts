import { assert, known } from '../core/assert.ts';
import { type ByComponent, formatMoney, toWire, total } from '../core/money.ts';
import { dateIn, daysBetween } from '../core/time.ts';
import type { Tx } from '../host/db.ts';
import { allocationOrder } from '../law/allocation.ts';
import { claimWords } from '../law/claim.ts';
import type { Components } from '../ledger/shapes.ts';
import { loadArithmetic } from '../ledger/store.ts';
import { bucketName, bucketOf } from '../tenants/rules.ts';
import { standingView } from '../tenants/actions.ts';
import { loadTenant } from '../tenants/store.ts';
import { limitationView } from './limitation-actions.ts';
import { loadLimitations } from './limitation-store.ts';
import { addsUp, arithmeticOf, daysPastDue } from './rules.ts';
import type { DebtView } from './shapes.ts';
import { type Debt, loadDebts } from './store.ts';

/** Amounts by component as they travel. */
export const componentsToWire = (parts: ByComponent): Components => ({
	costs_minor: toWire(parts.costs),
	interest_minor: toWire(parts.interest),
	penalty_minor: toWire(parts.penalty),
	principal_minor: toWire(parts.principal),
});

/**
 * The debts of a debtor as the case screen shows them: components, the arithmetic line by line, days past due and bucket on the agency's
 * date of `now`. A debt whose lines do not come to its balance is a fault: no screen shows a figure that does not add up.
 */
export async function debtViews(tx: Tx, debtorId: bigint, now: Temporal.Instant): Promise<DebtView[]> {
	const tenant = await loadTenant(tx);
	const today = dateIn(tenant.zone, now);
	const debts = await loadDebts(tx, debtorId);
	const arithmetic = await loadArithmetic(tx, debtorId);
	const limitations = await loadLimitations(
		tx,
		debts.map((debt) => ({ debtorId, debtId: debt.id })),
	);
	const { bucketEdges } = tenant.settings;
	return debts.map((debt): DebtView => {
		const lines = arithmeticOf(arithmetic.get(debt.id) ?? new Map());
		assert(addsUp(lines, debt.owedMinor), `the lines of debt ${debt.id} do not come to its balance`);
		const days = daysPastDue(debt.overdueSince, today);
		const bucket = bucketOf(days, bucketEdges);
		return {
			...viewOfFacts(debt, today),
			recall_in_days: debt.recallDueOn === null ? null : daysBetween(today, debt.recallDueOn),
			days_past_due: days,
			bucket,
			bucket_name: bucketName(bucket, bucketEdges),
			components: componentsToWire(lines.at(-1)?.parts ?? { costs: 0n, interest: 0n, penalty: 0n, principal: 0n }),
			arithmetic: lines.map(({ line, sign, parts }) => ({
				line,
				sign,
				amount_minor: toWire(total(parts)),
				components: componentsToWire(parts),
			})),
			application: applicationOf(debt, days, today),
			limitation: limitationView(known(limitations.get(debt.id), 'limitation'), today),
		};
	});
}

function applicationOf(debt: Debt, days: number, on: Temporal.PlainDate): DebtView['application'] {
	const { order, rule, citation } = allocationOrder({ product: debt.product, daysPastDue: days, on }, debt.mandate.applicationOrder);
	return { order: [...order], rule, citation };
}

function claimView({ claimCheck: check, currency }: Debt): DebtView['claim'] {
	if (check === null) return null;
	const { says, citation } = claimWords(check, (minor) => formatMoney({ minor: BigInt(minor), currency }));
	return { verdict: check.verdict, rule: check.rule, above_minor: check.above_minor, says, citation };
}

function viewOfFacts(
	debt: Debt,
	today: Temporal.PlainDate,
): Omit<
	DebtView,
	'recall_in_days' | 'days_past_due' | 'bucket' | 'bucket_name' | 'components' | 'arithmetic' | 'application' | 'limitation'
> {
	return {
		id: String(debt.id),
		debtor_id: String(debt.debtorId),
		reference: debt.reference,
		product: debt.product,
		currency: debt.currency,
		client: {
			id: String(debt.client.id),
			code: debt.client.code,
			name: debt.client.name,
			standing: standingView(debt.client.standing, today),
		},
		creditor: { id: String(debt.creditor.id), name: debt.creditor.name },
		placement: debt.placement === null ? null : { id: String(debt.placement.id), batch_no: debt.placement.batchNo },
		status: debt.status,
		placed_on: debt.placedOn.toString(),
		recall_due_on: debt.recallDueOn?.toString() ?? null,
		round: debt.round,
		overdue_since: debt.overdueSince.toString(),
		owed_minor: toWire(debt.owedMinor),
		received_minor: toWire(debt.receivedMinor),
		refund_due_minor: toWire(debt.refundDueMinor),
		last_paid_at: debt.lastPaidAt?.toString() ?? null,
		stage: debt.stage,
		review_on: debt.reviewOn?.toString() ?? null,
		reached_at: debt.reachedAt?.toString() ?? null,
		willingness: debt.willingness,
		ability: debt.ability,
		reason: debt.reason,
		claim: claimView(debt),
		key_case: debt.keyCase,
	};
}
