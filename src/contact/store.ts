import type { Tx } from '../host/db.ts';
import type { Ask, Decision, Facts, HoldKind } from './rules.ts';

/** Where a contact would go and what is known about it, in one row per ask. */
export type Target = {
	readonly debtorId: bigint;
	readonly pointId: bigint | null;
	readonly partyId: bigint | null;
	readonly kind: string | null;
	readonly valueIndex: Buffer | null;
	readonly debtIds: readonly bigint[];
	readonly creditorIds: readonly bigint[];
	readonly facts: Facts;
};

type FactRow = {
	debtor_id: bigint;
	point_id: bigint | null;
	party_id: bigint | null;
	kind: string | null;
	value_index: Buffer | null;
	zones: string[];
	role: Facts['party'] | null;
	party_refused: boolean;
	named_by_debtor: boolean | null;
	point: Facts['point'];
	debts: { id: string; creditor_id: string; status: string; owed_minor: number }[] | null;
	holds: Facts['holds'] | null;
	own_points_usable: bigint;
	earlier: (Facts['earlier'][number] & { ended: boolean })[] | null;
	agent: Facts['agent'];
};

/**
 * The gate's facts for many intended contacts at once, in one statement: a permit for one call and 10,000 for a campaign are the same query. History
 * reaches back eight days: the longest window of any row is seven calendar dates.
 */
export async function loadTargets(
	tx: Tx,
	asks: readonly { debtorId: bigint; pointId: bigint | null }[],
	at: { now: Temporal.Instant; agentId: bigint | null; exceptAttempt?: bigint | undefined },
): Promise<(Target | null)[]> {
	const rows = await tx.prepared<FactRow & { place: bigint }>(
		'gate facts',
		`select a.place, d.id as debtor_id, p.id as point_id, p.party_id, p.kind, p.value_index, d.zones, y.role, (y.refused_at is not null) as party_refused, y.named_by_debtor,
		        case when p.id is null then null else json_build_object('state', p.state, 'source', p.source, 'lawful_basis', p.lawful_basis, 'expires_on', p.expires_on) end as point,
		        (select json_agg(json_build_object('id', t.id::text, 'creditor_id', t.creditor_id::text, 'status', s.status, 'owed_minor', coalesce(b.owed_minor, 0)) order by t.id)
		           from debt t join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		           left join debt_balance b on b.tenant_id = t.tenant_id and b.debtor_id = t.debtor_id and b.debt_id = t.id
		          where t.tenant_id = $1 and t.debtor_id = d.id) as debts,
		        (select json_agg(json_build_object('kind', h.kind, 'from_at', to_char(h.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		                'until_at', to_char(h.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by h.id)
		           from hold h where h.tenant_id = $1 and h.debtor_id = d.id and h.lifted_at is null) as holds,
		        (select count(*) from contact_point o where o.tenant_id = $1 and o.debtor_id = d.id and o.party_id is null and o.kind in ('mobile', 'landline')
		            and o.state not in ('wrong', 'invalid', 'refused')) as own_points_usable,
		        (select json_agg(json_build_object('at', to_char(e.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'channel', e.channel,
		                'party', coalesce(ey.role, 'debtor'), 'same_number', (p.value_index is not null and e.value_index = p.value_index), 'same_debtor', e.debtor_id = d.id,
		                'same_person', (e.debtor_id = d.id and e.party_id is not distinct from p.party_id and p.party_id is not null),
		                'creditor_ids', array(select c::text from unnest(e.creditor_ids) c), 'answered', o.answered) order by e.placed_at, e.id)
		           from (select * from contact_attempt x where x.tenant_id = $1 and x.debtor_id = d.id and x.placed_at > $4
		                 union
		                 select * from contact_attempt x where x.tenant_id = $1 and x.value_index = p.value_index and x.placed_at > $4) e
		           left join contact_outcome o on o.tenant_id = e.tenant_id and o.debtor_id = e.debtor_id and o.attempt_id = e.id
		           left join party ey on ey.tenant_id = e.tenant_id and ey.debtor_id = e.debtor_id and ey.id = e.party_id
		          where $6::bigint is null or e.id <> $6) as earlier,
		        (select json_build_object('exam_passed_on', l.exam_passed_on, 'trained_on', l.trained_on) from login l where l.tenant_id = $1 and l.id = $5) as agent
		   from unnest($2::bigint[], $3::bigint[]) with ordinality a (debtor_id, point_id, place)
		   join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
		   left join contact_point p on p.tenant_id = $1 and p.debtor_id = d.id and p.id = a.point_id
		   left join party y on y.tenant_id = $1 and y.debtor_id = d.id and y.id = p.party_id`,
		[
			tx.tenantId,
			asks.map((ask) => ask.debtorId),
			asks.map((ask) => ask.pointId),
			at.now.subtract({ hours: 24 * 9 }),
			at.agentId,
			at.exceptAttempt ?? null,
		],
	);
	const targets: (Target | null)[] = asks.map(() => null);
	for (const row of rows) targets[Number(row.place) - 1] = targetOf(row);
	return targets;
}

function targetOf(row: FactRow): Target {
	const debts = row.debts ?? [];
	const open = debts.filter((debt) => debt.status === 'open');
	const earlier = row.earlier ?? [];
	let failed = 0;
	for (const each of earlier) {
		if (each.channel !== 'voice' || !each.same_debtor || each.party !== 'debtor' || each.answered === null) continue;
		failed = each.answered ? 0 : failed + 1;
	}
	return {
		debtorId: row.debtor_id,
		pointId: row.point_id,
		partyId: row.party_id,
		kind: row.kind,
		valueIndex: row.value_index,
		debtIds: open.map((debt) => BigInt(debt.id)),
		creditorIds: [...new Set(open.map((debt) => BigInt(debt.creditor_id)))],
		facts: {
			zones: row.zones,
			agreed_hours: null,
			party: row.role ?? 'debtor',
			party_refused: row.party_refused,
			party_named_by_debtor: row.named_by_debtor ?? true,
			point: row.point,
			debts,
			holds: (row.holds ?? []).map((hold) => ({ kind: hold.kind, from_at: hold.from_at, until_at: hold.until_at })),
			own_points_usable: Number(row.own_points_usable),
			failed_in_row: failed,
			earlier,
			agent: row.agent,
		},
	};
}

/** Stores a decision with the facts it was made from. */
export async function insertPermit(
	tx: Tx,
	permit: { target: Target; ask: Ask; decision: Decision; askedBy: bigint; now: Temporal.Instant; lawVersion: string },
): Promise<bigint> {
	const { target, ask, decision } = permit;
	const [row] = await tx.prepared<{ id: bigint }>(
		'permit insert',
		`insert into contact_permit (tenant_id, debtor_id, permitted, channel, purpose, contact_point_id, party_id, value_index, creditor_ids, debt_ids,
		                             asked_by, asked_at, reasons, obligations, facts, law_version, allowed_from, expires_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning id`,
		[
			tx.tenantId,
			target.debtorId,
			decision.permitted,
			ask.channel,
			ask.purpose,
			target.pointId,
			target.partyId,
			target.valueIndex,
			target.creditorIds,
			target.debtIds,
			permit.askedBy,
			permit.now,
			JSON.stringify(decision.reasons),
			decision.obligations,
			JSON.stringify({ ask, facts: target.facts }),
			permit.lawVersion,
			decision.allowedFrom,
			decision.expiresAt,
		],
	);
	return row?.id ?? 0n;
}

export type PermitRow = {
	id: bigint;
	debtor_id: bigint;
	permitted: boolean;
	channel: Ask['channel'];
	purpose: Ask['purpose'];
	contact_point_id: bigint | null;
	party_id: bigint | null;
	value_index: Buffer | null;
	creditor_ids: bigint[];
	debt_ids: bigint[];
	reasons: {
		rule: string;
		verdict: string;
		sentence: { zh: string; en: string };
		citation: { zh: string; en: string };
		lifts_at: string | null;
	}[];
	obligations: string[];
	facts: { ask: Ask; facts: Facts };
	law_version: string;
	asked_at: Temporal.Instant;
	allowed_from: Temporal.Instant | null;
	expires_at: Temporal.Instant | null;
	used: boolean;
};

export async function findPermit(tx: Tx, debtorId: bigint, permitId: bigint): Promise<PermitRow | null> {
	const [row] = await tx.prepared<PermitRow>(
		'permit find',
		`select p.*, exists (select from contact_attempt a where a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id) as used
		   from contact_permit p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3`,
		[tx.tenantId, debtorId, permitId],
	);
	return row ?? null;
}

export async function insertAttempt(
	tx: Tx,
	permit: PermitRow,
	by: { madeBy: bigint; workItemId: bigint | null; now: Temporal.Instant },
): Promise<bigint> {
	const [row] = await tx.prepared<{ id: bigint }>(
		'attempt insert',
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, party_id, value_index, creditor_ids, debt_ids, made_by, work_item_id, placed_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
		[
			tx.tenantId,
			permit.debtor_id,
			permit.id,
			permit.channel,
			permit.contact_point_id,
			permit.party_id,
			permit.value_index,
			permit.creditor_ids,
			permit.debt_ids,
			by.madeBy,
			by.workItemId,
			by.now,
		],
	);
	return row?.id ?? 0n;
}

export type AttemptRow = {
	id: bigint;
	debtor_id: bigint;
	channel: string;
	contact_point_id: bigint | null;
	party_id: bigint | null;
	party_role: string | null;
	debt_ids: bigint[];
	work_item_id: bigint | null;
	placed_at: Temporal.Instant;
	has_outcome: boolean;
};

export async function findAttempt(tx: Tx, debtorId: bigint, attemptId: bigint): Promise<AttemptRow | null> {
	const [row] = await tx.prepared<AttemptRow>(
		'attempt find',
		`select a.id, a.debtor_id, a.channel, a.contact_point_id, a.party_id, y.role as party_role, a.debt_ids, a.work_item_id, a.placed_at, (o.attempt_id is not null) as has_outcome
		   from contact_attempt a left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		   left join party y on y.tenant_id = a.tenant_id and y.debtor_id = a.debtor_id and y.id = a.party_id
		  where a.tenant_id = $1 and a.debtor_id = $2 and a.id = $3`,
		[tx.tenantId, debtorId, attemptId],
	);
	return row ?? null;
}

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
	},
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, until_at, evidence, placed_by) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
		[tx.tenantId, hold.debtorId, hold.debtId, hold.kind, hold.fromAt, hold.untilAt, hold.evidence, hold.placedBy],
	);
	return row?.id ?? 0n;
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
};

export function listHolds(tx: Tx, debtorId: bigint): Promise<HoldRow[]> {
	return tx.query(
		`select h.id, h.debt_id, h.kind, h.from_at, h.until_at, h.evidence, l.name as placed_by_name, h.lifted_at
		   from hold h join login l on l.tenant_id = h.tenant_id and l.id = h.placed_by where h.tenant_id = $1 and h.debtor_id = $2 order by h.id desc`,
		[tx.tenantId, debtorId],
	);
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

export type TimelineRow = { kind: string; at: Temporal.Instant; id: bigint; data: Record<string, unknown> };

/** Attempts with outcomes, refusals of the gate, and holds of one debtor, newest first. */
export function listContactTimeline(tx: Tx, debtorId: bigint, limit: number): Promise<TimelineRow[]> {
	return tx.query(
		`(select 'attempt' as kind, a.placed_at as at, a.id, json_build_object('channel', a.channel, 'point', c.value_masked, 'party', coalesce(y.role, 'debtor'), 'relation', y.relation,
		         'by', l.name, 'line', o.line, 'said', o.said, 'answered', o.answered, 'ended_at', to_char(o.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as data
		    from contact_attempt a join login l on l.tenant_id = a.tenant_id and l.id = a.made_by
		    left join contact_point c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		    left join party y on y.tenant_id = a.tenant_id and y.debtor_id = a.debtor_id and y.id = a.party_id
		    left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		   where a.tenant_id = $1 and a.debtor_id = $2 order by a.placed_at desc limit $3)
		 union all
		 (select 'refusal', p.asked_at, p.id, json_build_object('channel', p.channel, 'by', l.name, 'reasons', p.reasons, 'allowed_from', to_char(p.allowed_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
		    from contact_permit p join login l on l.tenant_id = p.tenant_id and l.id = p.asked_by
		   where p.tenant_id = $1 and p.debtor_id = $2 and not p.permitted order by p.asked_at desc limit $3)
		 union all
		 (select 'hold', h.from_at, h.id, json_build_object('kind', h.kind, 'evidence', h.evidence, 'by', l.name, 'until_at', to_char(h.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
		    from hold h join login l on l.tenant_id = h.tenant_id and l.id = h.placed_by where h.tenant_id = $1 and h.debtor_id = $2 order by h.from_at desc limit $3)
		 order by at desc limit $3`,
		[tx.tenantId, debtorId, limit],
	);
}
