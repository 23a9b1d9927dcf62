import type { Tx } from '../host/db.ts';
import type { AttorneyState } from '../law/hold-kinds.ts';
import type { Channel, Hours } from '../law/rows.ts';
import type { HoldKind } from './rules.ts';

export type AttemptRow = {
	id: bigint;
	debtor_id: bigint;
	channel: string;
	contact_point_id: bigint | null;
	party_id: bigint | null;
	/** In this attempt: who answers for none of its debts is a third party, although they may owe another (`owes`). */
	party_role: string | null;
	owes: boolean | null;
	debt_ids: bigint[];
	work_item_id: bigint | null;
	placed_at: Temporal.Instant;
	has_outcome: boolean;
};

export async function findAttempt(tx: Tx, debtorId: bigint, attemptId: bigint): Promise<AttemptRow | null> {
	const [row] = await tx.prepared<AttemptRow>(
		'attempt find',
		`select a.id, a.debtor_id, a.channel, a.contact_point_id, a.party_id, y.role <> 'third_party' as owes,
		        case when y.role <> 'third_party' and not debts_answered_for($1, a.debtor_id, y.id) && a.debt_ids then 'third_party' else y.role end as party_role, a.debt_ids, a.work_item_id, a.placed_at, (o.attempt_id is not null) as has_outcome
		   from contact_attempt a left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		   left join party y on y.tenant_id = a.tenant_id and y.debtor_id = a.debtor_id and y.id = a.party_id
		  where a.tenant_id = $1 and a.debtor_id = $2 and a.id = $3`,
		[tx.tenantId, debtorId, attemptId],
	);
	return row ?? null;
}

/** What the law asks of a hold besides its kind; what is left out is not known. */
export type HoldFacts = {
	readonly written?: boolean | undefined;
	readonly attorney?: AttorneyState | undefined;
	readonly attorneySealed?: Buffer | null | undefined;
	readonly crisis?: boolean | undefined;
	readonly treatmentEndedOn?: string | undefined;
};

export async function insertHold(
	tx: Tx,
	hold: {
		debtorId: bigint;
		debtId: bigint | null;
		kind: HoldKind;
		fromAt: Temporal.Instant;
		untilAt: Temporal.Instant | null;
		evidence: string;
		placedBy: bigint;
		facts: HoldFacts;
	},
): Promise<bigint> {
	const { facts } = hold;
	const [row] = await tx.query<{ id: bigint }>(
		`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, until_at, evidence, placed_by, written, attorney, attorney_sealed, crisis, treatment_ended_on)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
		[
			tx.tenantId,
			hold.debtorId,
			hold.debtId,
			hold.kind,
			hold.fromAt,
			hold.untilAt,
			hold.evidence,
			hold.placedBy,
			facts.written ?? null,
			facts.attorney ?? null,
			facts.attorneySealed ?? null,
			facts.crisis ?? false,
			facts.treatmentEndedOn ?? null,
		],
	);
	return row?.id ?? 0n;
}

/** Writes what was learned of a hold; what is left out stays as it is, and the new evidence stands below the old. */
export async function updateHold(
	tx: Tx,
	hold: { debtorId: bigint; holdId: bigint },
	learned: HoldFacts & { readonly untilAt?: Temporal.Instant | undefined; readonly evidence: string },
): Promise<void> {
	await tx.query(
		`update hold set written = coalesce($4, written), attorney = coalesce($5, attorney), attorney_sealed = coalesce($6, attorney_sealed),
		        treatment_ended_on = coalesce($7, treatment_ended_on), until_at = coalesce($8, until_at), evidence = evidence || E'\n' || $9
		  where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[
			tx.tenantId,
			hold.debtorId,
			hold.holdId,
			learned.written ?? null,
			learned.attorney ?? null,
			learned.attorneySealed ?? null,
			learned.treatmentEndedOn ?? null,
			learned.untilAt ?? null,
			learned.evidence,
		],
	);
}

export type HoldRow = {
	id: bigint;
	debt_id: bigint | null;
	kind: HoldKind;
	from_at: Temporal.Instant;
	until_at: Temporal.Instant | null;
	evidence: string;
	placed_by_name: string;
	lifted_at: Temporal.Instant | null;
	written: boolean | null;
	attorney: AttorneyState | null;
	attorney_sealed: Buffer | null;
	crisis: boolean;
	treatment_ended_on: Temporal.PlainDate | null;
};

export function listHolds(tx: Tx, debtorId: bigint): Promise<HoldRow[]> {
	return tx.query(
		`select h.id, h.debt_id, h.kind, h.from_at, h.until_at, h.evidence, l.name as placed_by_name, h.lifted_at, h.written, h.attorney, h.attorney_sealed, h.crisis, h.treatment_ended_on
		   from hold h join login l on l.tenant_id = h.tenant_id and l.id = h.placed_by where h.tenant_id = $1 and h.debtor_id = $2 order by h.id desc`,
		[tx.tenantId, debtorId],
	);
}

export async function findHold(
	tx: Tx,
	debtorId: bigint,
	holdId: bigint,
): Promise<Pick<HoldRow, 'debt_id' | 'kind' | 'crisis' | 'lifted_at'> | null> {
	const [row] = await tx.query<Pick<HoldRow, 'debt_id' | 'kind' | 'crisis' | 'lifted_at'>>(
		'select debt_id, kind, crisis, lifted_at from hold where tenant_id = $1 and debtor_id = $2 and id = $3',
		[tx.tenantId, debtorId, holdId],
	);
	return row ?? null;
}

export type PointRow = {
	id: bigint;
	party_id: bigint | null;
	kind: string;
	label: string;
	value_masked: string;
	state: string;
	source: string;
	lawful_basis: string;
	sourced_on: Temporal.PlainDate;
	expires_on: Temporal.PlainDate | null;
	role: string | null;
	relation: string | null;
	party_name_masked: string | null;
};

export function listPoints(tx: Tx, debtorId: bigint): Promise<PointRow[]> {
	return tx.query(
		`select c.id, c.party_id, c.kind, c.label, c.value_masked, c.state, c.source, c.lawful_basis, c.sourced_on, c.expires_on, y.role, y.relation, y.name_masked as party_name_masked
		   from contact_point c left join party y on y.tenant_id = c.tenant_id and y.debtor_id = c.debtor_id and y.id = c.party_id
		  where c.tenant_id = $1 and c.debtor_id = $2 order by (c.party_id is not null), (y.role = 'third_party'), c.kind <> 'mobile', c.id`,
		[tx.tenantId, debtorId],
	);
}

export type AgreedHoursRow = {
	id: bigint;
	from_time: string;
	until_time: string;
	evidence: string;
	agreed_at: Temporal.Instant;
};

/** The hours the debtor agreed to on record that are in force; null when there are none. */
export async function findAgreedHours(tx: Tx, debtorId: bigint): Promise<AgreedHoursRow | null> {
	const [row] = await tx.query<AgreedHoursRow>(
		'select id, from_time, until_time, evidence, agreed_at from agreed_hours where tenant_id = $1 and debtor_id = $2 and ended_at is null',
		[tx.tenantId, debtorId],
	);
	return row ?? null;
}

/** Ends the agreement in force, if there is one. */
export async function endAgreedHours(tx: Tx, debtorId: bigint, at: { now: Temporal.Instant; by: bigint }): Promise<boolean> {
	const ended = await tx.query(
		'update agreed_hours set ended_at = $3, ended_by = $4 where tenant_id = $1 and debtor_id = $2 and ended_at is null returning id',
		[tx.tenantId, debtorId, at.now, at.by],
	);
	return ended.length > 0;
}

export async function insertAgreedHours(
	tx: Tx,
	agreed: { debtorId: bigint; hours: Hours; evidence: string; now: Temporal.Instant; by: bigint },
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into agreed_hours (tenant_id, debtor_id, from_time, until_time, evidence, agreed_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
		[tx.tenantId, agreed.debtorId, agreed.hours.from, agreed.hours.until, agreed.evidence, agreed.now, agreed.by],
	);
	return row?.id ?? 0n;
}

/** The outcomes of messages by their delivery receipts; an outcome that is there already stays. */
export async function insertReceipts(
	tx: Tx,
	receipts: readonly { debtorId: bigint; attemptId: bigint; delivered: boolean }[],
	now: Temporal.Instant,
): Promise<void> {
	await tx.prepared(
		'receipts insert',
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, identity_disclosed, recorded_at)
		 select $1, r.debtor_id, r.attempt_id, case when r.delivered then 'delivered' else 'undelivered' end, 'none', false, $5, true, $5
		   from unnest($2::bigint[], $3::bigint[], $4::boolean[]) as r (debtor_id, attempt_id, delivered)
		 on conflict do nothing`,
		[
			tx.tenantId,
			receipts.map((each) => each.debtorId),
			receipts.map((each) => each.attemptId),
			receipts.map((each) => each.delivered),
			now,
		],
	);
}

/** What one would try first: the debtor's own of the kind the channel reaches (the mobile, the e-mail, the address), else another of their own; null when there is none. */
export async function findUsualPoint(tx: Tx, debtorId: bigint, channel: Channel): Promise<bigint | null> {
	const kind = channel === 'email' ? 'email' : channel === 'letter' || channel === 'visit' ? 'address' : 'mobile';
	const [row] = await tx.query<{ id: bigint }>(
		`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null order by kind <> $3, kind <> 'mobile', id limit 1`,
		[tx.tenantId, debtorId, kind],
	);
	return row?.id ?? null;
}
