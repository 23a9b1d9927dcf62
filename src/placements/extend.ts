import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { findClient, standingRefusal } from './client.ts';
import { holdDebts } from './end-store.ts';
import { findPlacement } from './store.ts';

export type Extending = {
	readonly until: Temporal.PlainDate;
	readonly reason: string;
	/** Only these debts of the placement; null: all that are open. */
	readonly debtIds: readonly bigint[] | null;
};

/**
 * The client leaves a placement, or debts of it, with the house until a later day (留案): open debts whose mandate ends earlier are collected on, and looked at today. A debt without an end keeps
 * none. What may not be placed with us any more is not left with us longer (CN-O1). Refusals: `thing.not_found`, `placement.not_imported`, `placement.extend_in_past`, `client.contract_ended`,
 * `client.evaluation_too_old`, `placement.nothing_to_extend`.
 */
export function extendMandate(
	door: Door,
	placementId: bigint,
	{ until, reason, debtIds }: Extending,
	key?: string,
): Promise<{ readonly debts: number } | Refusal> {
	const input = { placement: placementId, until: until.toString(), reason, debts: debtIds?.map(String) ?? null };
	return change(door, { act: 'placement.extend', input, key }, async ({ tx, now, tell }) => {
		const placement = await findPlacement(tx, placementId, door.actor.clientId, true);
		if (!placement) return refuse('thing.not_found', { what: 'placement', id: String(placementId) });
		if (placement.state !== 'imported') return refuse('placement.not_imported', { state: placement.state });
		const today = dateIn((await loadTenant(tx)).zone, now);
		if (Temporal.PlainDate.compare(until, today) < 0) return refuse('placement.extend_in_past', { today: today.toString() });
		const client = await findClient(tx, placement.client_code);
		const over = client && standingRefusal(client, today);
		if (over) return over;
		const [strange] = await tx.query<{ id: bigint }>(
			`select n.id from unnest($3::bigint[]) n (id) where not exists (select from debt d where d.tenant_id = $1 and d.placement_id = $2 and d.id = n.id) limit 1`,
			[tx.tenantId, placementId, debtIds ?? []],
		);
		if (strange) return refuse('thing.not_found', { what: 'debt', id: String(strange.id) });
		await holdDebts(tx, placementId);
		const extended = await tx.query<{ debtor_id: bigint; id: bigint }>(
			`update debt d set recall_due_on = $3 from debt_state s
			  where d.tenant_id = $1 and d.placement_id = $2 and d.recall_due_on < $3 and ($4::bigint[] is null or d.id = any ($4))
			    and s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open' returning d.debtor_id, d.id`,
			[tx.tenantId, placementId, until, debtIds],
		);
		if (extended.length === 0) return refuse('placement.nothing_to_extend', { until: until.toString() });
		await tx.query(
			`update debt_state s set review_on = $4 from unnest($2::bigint[], $3::bigint[]) n (debtor_id, debt_id)
			  where s.tenant_id = $1 and s.debtor_id = n.debtor_id and s.debt_id = n.debt_id and s.status = 'open' and (s.review_on is null or s.review_on > $4)`,
			[tx.tenantId, extended.map((each) => each.debtor_id), extended.map((each) => each.id), today],
		);
		if (debtIds === null)
			await tx.query('update placement set recall_due_on = $3 where tenant_id = $1 and id = $2 and recall_due_on < $3', [
				tx.tenantId,
				placementId,
				until,
			]);
		tell('placements');
		tell('queue');
		tell('debtors');
		return { debts: extended.length };
	});
}
