import type { Tx } from '../host/db.ts';
import type { DebtChoice } from '../law/books.ts';
import type { DebtStatus } from './rules.ts';
import type { SuitBody, SuitState } from './suit-shapes.ts';

/** A suit on record. */
export type SuitRow = Pick<SuitBody, 'kind' | 'brought_by' | 'court' | 'venue' | 'ground' | 'evidence'> & {
	readonly id: bigint;
	readonly debt_id: bigint;
	readonly case_number: string | null;
	readonly filed_on: Temporal.PlainDate | null;
	readonly ended_on: Temporal.PlainDate | null;
	readonly ending: 'judged' | 'dismissed' | 'withdrawn' | null;
	readonly perform_by: Temporal.PlainDate | null;
	readonly enforcement_on: Temporal.PlainDate | null;
	readonly enforcement_ended_on: Temporal.PlainDate | null;
	readonly withdrawn_at: Temporal.Instant | null;
	readonly recorded_by_name: string;
	readonly recorded_at: Temporal.Instant;
};

/** Where a suit stands. */
export function stateOf(row: SuitRow): SuitState {
	if (row.withdrawn_at !== null) return 'recorded in error';
	if (row.enforcement_on !== null && row.enforcement_ended_on === null) return 'enforcement';
	return row.ending ?? (row.filed_on === null ? 'referred' : 'pending');
}

/** With the last application to enforce it. */
const columns = `s.*, x.applied_on as enforcement_on, x.withdrawn_on as enforcement_ended_on, l.name as recorded_by_name
	from suit s join login l on l.tenant_id = s.tenant_id and l.id = s.recorded_by
	left join lateral (select applied_on, withdrawn_on from suit_enforcement x where x.tenant_id = s.tenant_id and x.debtor_id = s.debtor_id and x.suit_id = s.id
	                    order by x.id desc limit 1) x on true`;

/** The suits over a debtor's debts, newest first. */
export function listSuits(tx: Tx, debtorId: bigint): Promise<SuitRow[]> {
	return tx.query(`select ${columns} where s.tenant_id = $1 and s.debtor_id = $2 order by s.id desc`, [tx.tenantId, debtorId]);
}

export async function loadSuit(tx: Tx, debtorId: bigint, id: bigint): Promise<SuitRow | undefined> {
	const [row] = await tx.query<SuitRow>(`select ${columns} where s.tenant_id = $1 and s.debtor_id = $2 and s.id = $3`, [
		tx.tenantId,
		debtorId,
		id,
	]);
	return row;
}

/** A debt somebody means to sue for: what chooses its law, and the holds in force on it. */
export type DebtToSue = {
	readonly status: DebtStatus;
	readonly product: string;
	readonly overdue_since: Temporal.PlainDate;
	readonly collects_as: DebtChoice['collector'];
	readonly debtor_kind: string;
	readonly jurisdiction: string;
	readonly holds: readonly string[];
};

export async function loadDebtToSue(tx: Tx, debtorId: bigint, debtId: string, now: Temporal.Instant): Promise<DebtToSue | undefined> {
	const [row] = await tx.query<DebtToSue>(
		`select s.status, d.product, d.overdue_since, c.collects_as, b.kind as debtor_kind, b.jurisdiction,
		        array(select h.kind from hold h where h.tenant_id = $1 and h.debtor_id = $2 and (h.debt_id is null or h.debt_id = d.id) and h.lifted_at is null
		                 and h.from_at <= $4 and (h.until_at is null or h.until_at > $4)) as holds
		   from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id join debtor b on b.tenant_id = $1 and b.id = d.debtor_id
		   join client c on c.tenant_id = $1 and c.id = d.client_id
		  where d.tenant_id = $1 and d.debtor_id = $2 and d.id = $3`,
		[tx.tenantId, debtorId, debtId, now],
	);
	return row;
}

export async function insertSuit(
	tx: Tx,
	debtorId: bigint,
	suit: SuitBody,
	{ now, by }: { readonly now: Temporal.Instant; readonly by: bigint },
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into suit (tenant_id, debtor_id, debt_id, kind, brought_by, court, venue, ground, evidence, case_number, filed_on, recorded_by, recorded_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
		[
			tx.tenantId,
			debtorId,
			suit.debt_id,
			suit.kind,
			suit.brought_by,
			suit.court,
			suit.venue,
			suit.ground,
			suit.evidence,
			suit.case_number ?? null,
			suit.filed_on ?? null,
			by,
			now,
		],
	);
	return row?.id ?? 0n;
}

/** Writes what a step changed; columns not named stay. */
export async function saveSuit(
	tx: Tx,
	{ debtorId, id }: { readonly debtorId: bigint; readonly id: bigint },
	changed: {
		readonly filedOn?: string | undefined;
		readonly caseNumber?: string | undefined;
		readonly endedOn?: string | undefined;
		readonly ending?: SuitRow['ending'];
		readonly performBy?: string | undefined;
		readonly withdrawn?: { readonly at: Temporal.Instant; readonly by: bigint } | undefined;
	},
): Promise<void> {
	await tx.query(
		`update suit set filed_on = coalesce($4, filed_on), case_number = coalesce($5, case_number), ended_on = coalesce($6, ended_on), ending = coalesce($7, ending),
		        perform_by = coalesce($8, perform_by), withdrawn_at = coalesce($9, withdrawn_at), withdrawn_by = coalesce($10, withdrawn_by)
		  where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[
			tx.tenantId,
			debtorId,
			id,
			changed.filedOn ?? null,
			changed.caseNumber ?? null,
			changed.endedOn ?? null,
			changed.ending ?? null,
			changed.performBy ?? null,
			changed.withdrawn?.at ?? null,
			changed.withdrawn?.by ?? null,
		],
	);
}

/** Enters an application to enforce a judgment, or the withdrawal of the one that goes on. */
export async function saveEnforcement(
	tx: Tx,
	{ debtorId, id }: { readonly debtorId: bigint; readonly id: bigint },
	{ on, applied, now, by }: { readonly on: string; readonly applied: boolean; readonly now: Temporal.Instant; readonly by: bigint },
): Promise<void> {
	if (applied)
		await tx.query(
			'insert into suit_enforcement (tenant_id, debtor_id, suit_id, applied_on, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6)',
			[tx.tenantId, debtorId, id, on, by, now],
		);
	else
		await tx.query(
			'update suit_enforcement set withdrawn_on = $4 where tenant_id = $1 and debtor_id = $2 and suit_id = $3 and withdrawn_on is null',
			[tx.tenantId, debtorId, id, on],
		);
}
