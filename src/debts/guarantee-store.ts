import type { Tx } from '../host/db.ts';
import { type Guarantee, guaranteeOf } from '../law/limitation.ts';

/** A guarantee on record, with what the house itself knows to be a claim on it. */
export type GuaranteeRow = {
	readonly id: bigint;
	readonly debt_id: bigint;
	readonly party_id: bigint;
	readonly party_name: string;
	readonly kind: Guarantee['kind'];
	readonly due_on: Temporal.PlainDate;
	readonly agreed_ends_on: Temporal.PlainDate | null;
	readonly claimed_on: Temporal.PlainDate | null;
	readonly asked_on: Temporal.PlainDate[];
	readonly sued_on: Temporal.PlainDate[];
	readonly evidence: string;
	readonly recorded_by_name: string;
	readonly recorded_at: Temporal.Instant;
	readonly withdrawn_at: Temporal.Instant | null;
};

/**
 * Guarantees with their claims. The due date is the last instalment's as it was told last, else the earliest unpaid one (the earlier and safer reading). A call the guarantor took, or a message
 * that reached them, in order to collect is a claim on them; a suit over the debt, on record or told, is one on a general guarantor's, but not one that was withdrawn or dismissed: it counts as
 * never brought, unless it is brought again in time (法释〔2020〕28号 art. 31); nor is a payment order, which is neither suit nor arbitration (民法典 693, the stricter reading). Dates are the
 * agency's.
 */
const guarantees = `
	select g.id, g.debt_id, g.party_id, y.name_masked as party_name, g.kind, g.ends_on as agreed_ends_on, g.claimed_on, g.evidence, l.name as recorded_by_name, g.recorded_at,
	       g.withdrawn_at,
	       coalesce((select e.happened_on from limitation_event e
	                  where e.tenant_id = $1 and e.debtor_id = g.debtor_id and e.debt_id = g.debt_id and e.kind = 'last_due' and e.withdrawn_at is null
	                  order by e.recorded_at desc, e.id desc limit 1), d.overdue_since) as due_on,
	       array(select distinct (a.placed_at at time zone n.zone)::date
	               from contact_attempt a join contact_permit q on q.tenant_id = $1 and q.debtor_id = a.debtor_id and q.id = a.permit_id and q.purpose = 'collect'
	               join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.line in ('right_party', 'delivered')
	              where a.tenant_id = $1 and a.debtor_id = g.debtor_id and a.party_id = g.party_id and g.debt_id = any (a.debt_ids)) as asked_on,
	       array(select s.filed_on from suit s
	              where s.tenant_id = $1 and s.debtor_id = g.debtor_id and s.debt_id = g.debt_id and s.filed_on is not null and s.withdrawn_at is null
	                and s.kind <> 'payment_order' and s.ending is distinct from 'withdrawn' and s.ending is distinct from 'dismissed'
	             union select e.happened_on from limitation_event e
	              where e.tenant_id = $1 and e.debtor_id = g.debtor_id and e.debt_id = g.debt_id and e.kind = 'suit' and e.withdrawn_at is null) as sued_on
	  from guarantee g join debt d on d.tenant_id = $1 and d.debtor_id = g.debtor_id and d.id = g.debt_id join party y on y.tenant_id = $1 and y.debtor_id = g.debtor_id and y.id = g.party_id
	  join tenant n on n.tenant_id = $1 join login l on l.tenant_id = $1 and l.id = g.recorded_by`;

/** The last day of a guarantee and the first claim in its time; null: none so far. */
export function guaranteeOfRow(row: GuaranteeRow): ReturnType<typeof guaranteeOf> {
	const days = (dates: readonly Temporal.PlainDate[]) => dates.map((each) => each.toString());
	return guaranteeOf(
		{ kind: row.kind, dueOn: row.due_on.toString(), agreedEndsOn: row.agreed_ends_on?.toString() ?? null },
		{ askedOn: days([...row.asked_on, ...(row.claimed_on === null ? [] : [row.claimed_on])]), suedOn: days(row.sued_on) },
	);
}

/** What each guarantor named stands for, by party and debt. One statement however many; none where none is named. */
export async function loadGuarantees(
	tx: Tx,
	guarantors: readonly { readonly debtorId: bigint; readonly partyId: bigint }[],
): Promise<Map<bigint, Map<bigint, ReturnType<typeof guaranteeOf>>>> {
	const found = new Map<bigint, Map<bigint, ReturnType<typeof guaranteeOf>>>();
	if (guarantors.length === 0) return found;
	const rows = await tx.prepared<GuaranteeRow>(
		'guarantees of guarantors',
		`${guarantees} join (select distinct * from unnest($2::bigint[], $3::bigint[]) u (debtor_id, party_id)) named on named.debtor_id = g.debtor_id and named.party_id = g.party_id
		  where g.tenant_id = $1 and g.withdrawn_at is null`,
		[tx.tenantId, guarantors.map((each) => each.debtorId), guarantors.map((each) => each.partyId)],
	);
	for (const row of rows) found.set(row.party_id, (found.get(row.party_id) ?? new Map()).set(row.debt_id, guaranteeOfRow(row)));
	return found;
}

/** The guarantees of a debtor's debts, newest first. */
export function listGuarantees(tx: Tx, debtorId: bigint): Promise<GuaranteeRow[]> {
	return tx.query(`${guarantees} where g.tenant_id = $1 and g.debtor_id = $2 order by g.id desc`, [tx.tenantId, debtorId]);
}
