import type { Tx } from '../host/db.ts';
import type { Ask, Decision, Facts } from './rules.ts';

/** Where a contact would go and what is known about it, in one row per ask. */
export type Target = {
	readonly debtorId: bigint;
	readonly pointId: bigint | null;
	readonly partyId: bigint | null;
	readonly kind: string | null;
	readonly valueIndex: Buffer | null;
	readonly facts: Facts;
};

type FactRow = {
	debtor_id: bigint;
	point_id: bigint | null;
	party_id: bigint | null;
	kind: string | null;
	value_index: Buffer | null;
	zones: string[];
	agreed: Facts['agreed_hours'];
	role: Facts['party'] | null;
	party_refused: boolean;
	named_by_debtor: boolean | null;
	point: Facts['point'];
	debts: Facts['debts'] | null;
	holds: Facts['holds'] | null;
	own_points_usable: bigint;
	earlier: Facts['earlier'] | null;
	agent: Facts['agent'];
};

/** The blind indexes of these contact points' numbers, in the order asked; null where there is no such point. */
export async function findNumbers(tx: Tx, asks: readonly { debtorId: bigint; contactPointId: bigint }[]): Promise<(Buffer | null)[]> {
	const rows = await tx.prepared<{ value_index: Buffer | null }>(
		'gate numbers',
		`select p.value_index from unnest($2::bigint[], $3::bigint[]) with ordinality a (debtor_id, point_id, place)
		   left join contact_point p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.point_id order by a.place`,
		[tx.tenantId, asks.map((ask) => ask.debtorId), asks.map((ask) => ask.contactPointId)],
	);
	return rows.map((row) => row.value_index);
}

/** History reaches back nine days: the longest window of any row is seven calendar dates. */
const historyHours = 24 * 9;

/**
 * The gate's facts for many intended contacts at once, in one statement: a permit for one call and a thousand for a campaign are the same query.
 * Permits given and neither used nor run out stand in the history as contacts that lapse. `exceptPermit` is the permit being used. Null where there is no such
 * debtor or contact point.
 */
export async function loadTargets(
	tx: Tx,
	asks: readonly { debtorId: bigint; pointId: bigint | null; exceptPermit?: bigint | undefined }[],
	at: { now: Temporal.Instant; agentId: bigint | null },
): Promise<(Target | null)[]> {
	const rows = await tx.prepared<FactRow & { place: bigint }>(
		'gate facts',
		`select a.place, d.id as debtor_id, p.id as point_id, p.party_id, p.kind, p.value_index, d.zones, y.role, y.named_by_debtor,
		        (select json_build_object('from', h.from_time, 'until', h.until_time) from agreed_hours h where h.tenant_id = $1 and h.debtor_id = d.id and h.ended_at is null) as agreed,
		        (y.refused_at is not null or (y.id is not null and exists (
		          select from party o join debt theirs on theirs.tenant_id = $1 and theirs.debtor_id = o.debtor_id
		            join debt ours on ours.tenant_id = $1 and ours.debtor_id = d.id and ours.creditor_id = theirs.creditor_id
		           where o.tenant_id = $1 and o.person_index = y.person_index and o.refused_at is not null))) as party_refused,
		        case when p.id is null then null else json_build_object('state', p.state, 'source', p.source, 'lawful_basis', p.lawful_basis, 'expires_on', p.expires_on) end as point,
		        (select json_agg(json_build_object('id', t.id::text, 'creditor_id', t.creditor_id::text, 'status', s.status, 'owed_minor', coalesce(b.owed_minor, 0),
		                'currency', t.currency) order by t.id)
		           from debt t join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		           left join debt_balance b on b.tenant_id = t.tenant_id and b.debtor_id = t.debtor_id and b.debt_id = t.id
		          where t.tenant_id = $1 and t.debtor_id = d.id) as debts,
		        (select json_agg(json_build_object('kind', h.kind, 'from_at', to_char(h.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		                'until_at', to_char(h.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'debt_id', h.debt_id::text) order by h.id)
		           from hold h where h.tenant_id = $1 and h.debtor_id = d.id and h.lifted_at is null) as holds,
		        (select count(*) from contact_point o where o.tenant_id = $1 and o.debtor_id = d.id and o.party_id is null and o.kind in ('mobile', 'landline')
		            and o.state not in ('wrong', 'invalid', 'refused')) as own_points_usable,
		        (select json_agg(json_build_object('at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'channel', e.channel,
		                'party', coalesce(ey.role, 'debtor'), 'same_number', (p.value_index is not null and e.value_index = p.value_index), 'same_debtor', e.debtor_id = d.id,
		                'same_person', (e.debtor_id = d.id and e.party_id is not distinct from p.party_id and p.party_id is not null),
		                'creditor_ids', array(select c::text from unnest(e.creditor_ids) c), 'answered', e.answered,
		                'lapses_at', to_char(e.lapses_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by e.at, e.lapses_at is null desc, e.id)
		           from (select x.id, x.debtor_id, x.party_id, x.placed_at as at, x.channel, x.value_index, x.creditor_ids, o.answered, null::timestamptz as lapses_at
		                   from (select * from contact_attempt x where x.tenant_id = $1 and x.debtor_id = d.id and x.placed_at > $4
		                         union all select * from contact_attempt x where x.tenant_id = $1 and x.value_index = p.value_index and x.placed_at > $4 and x.debtor_id <> d.id) x
		                   left join contact_outcome o on o.tenant_id = x.tenant_id and o.debtor_id = x.debtor_id and o.attempt_id = x.id
		                 union all
		                 select x.id, x.debtor_id, x.party_id, x.asked_at, x.channel, x.value_index, x.creditor_ids, null, x.expires_at
		                   from (select * from contact_permit x where x.tenant_id = $1 and x.debtor_id = d.id and x.permitted and x.channel <> 'unmask' and x.expires_at > $6
		                         union all select * from contact_permit x where x.tenant_id = $1 and x.value_index = p.value_index and x.permitted and x.channel <> 'unmask'
		                            and x.expires_at > $6 and x.debtor_id <> d.id) x
		                  where x.id is distinct from a.except_permit
		                    and not exists (select from contact_attempt u where u.tenant_id = x.tenant_id and u.debtor_id = x.debtor_id and u.permit_id = x.id)) e
		           left join party ey on ey.tenant_id = $1 and ey.debtor_id = e.debtor_id and ey.id = e.party_id) as earlier,
		        (select json_build_object('exam_passed_on', l.exam_passed_on, 'trained_on', l.trained_on) from login l where l.tenant_id = $1 and l.id = $5) as agent
		   from unnest($2::bigint[], $3::bigint[], $7::bigint[]) with ordinality a (debtor_id, point_id, except_permit, place)
		   join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
		   left join contact_point p on p.tenant_id = $1 and p.debtor_id = d.id and p.id = a.point_id
		   left join party y on y.tenant_id = $1 and y.debtor_id = d.id and y.id = p.party_id
		  where a.point_id is null or p.id is not null`,
		[
			tx.tenantId,
			asks.map((ask) => ask.debtorId),
			asks.map((ask) => ask.pointId),
			at.now.subtract({ hours: historyHours }),
			at.agentId,
			at.now,
			asks.map((ask) => ask.exceptPermit ?? null),
		],
	);
	const targets: (Target | null)[] = asks.map(() => null);
	for (const row of rows) targets[Number(row.place) - 1] = targetOf(row);
	return targets;
}

function targetOf(row: FactRow): Target {
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
		facts: {
			zones: row.zones,
			agreed_hours: row.agreed,
			party: row.role ?? 'debtor',
			party_refused: row.party_refused,
			party_named_by_debtor: row.named_by_debtor ?? true,
			point: row.point,
			debts: row.debts ?? [],
			holds: row.holds ?? [],
			own_points_usable: Number(row.own_points_usable),
			failed_in_row: failed,
			earlier,
			agent: row.agent,
		},
	};
}

/** A decision about a target, to be kept with the facts it was made from. */
export type Decided = { readonly target: Target; readonly ask: Ask; readonly decision: Decision };

/** The lenders of the debts a contact may speak of. */
export const creditorsOf = ({ target, decision }: Decided): string[] => [
	...new Set(target.facts.debts.filter((debt) => decision.debtIds.includes(debt.id)).map((debt) => debt.creditor_id)),
];

/**
 * Stores decisions in one statement; their ids in the same order. Kept are the reasons that refuse or require; what was looked at and permits follows from the
 * facts and the law version.
 */
export async function insertPermits(
	tx: Tx,
	decided: readonly Decided[],
	by: { askedBy: bigint; now: Temporal.Instant; lawVersion: string },
): Promise<bigint[]> {
	if (decided.length === 0) return [];
	const rows = decided.map((each, place) => ({
		place,
		debtor_id: String(each.target.debtorId),
		permitted: each.decision.permitted,
		channel: each.ask.channel,
		purpose: each.ask.purpose,
		contact_point_id: each.target.pointId === null ? null : String(each.target.pointId),
		party_id: each.target.partyId === null ? null : String(each.target.partyId),
		value_index: each.target.valueIndex === null ? null : `\\x${each.target.valueIndex.toString('hex')}`,
		creditor_ids: creditorsOf(each),
		debt_ids: each.decision.debtIds,
		reasons: each.decision.reasons.filter((reason) => reason.verdict !== 'permits'),
		obligations: each.decision.obligations,
		facts: { ask: each.ask, facts: each.target.facts },
		allowed_from: each.decision.allowedFrom?.toString() ?? null,
		expires_at: each.decision.expiresAt?.toString() ?? null,
	}));
	const inserted = await tx.prepared<{ id: bigint }>(
		'permits insert',
		`insert into contact_permit (tenant_id, debtor_id, permitted, channel, purpose, contact_point_id, party_id, value_index, creditor_ids, debt_ids,
		                             asked_by, asked_at, reasons, obligations, facts, law_version, allowed_from, expires_at)
		 select $1, x.debtor_id, x.permitted, x.channel, x.purpose, x.contact_point_id, x.party_id, x.value_index, x.creditor_ids, x.debt_ids,
		        $2, $3, x.reasons, x.obligations, x.facts, $4, x.allowed_from, x.expires_at
		   from jsonb_to_recordset($5::jsonb) as x (place int, debtor_id bigint, permitted boolean, channel text, purpose text, contact_point_id bigint, party_id bigint,
		        value_index bytea, creditor_ids bigint[], debt_ids bigint[], reasons jsonb, obligations text[], facts jsonb, allowed_from timestamptz, expires_at timestamptz)
		  order by x.place
		 returning id`,
		[tx.tenantId, by.askedBy, by.now, by.lawVersion, JSON.stringify(rows)],
	);
	return inserted.map((row) => row.id);
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

/** Permits by their debtor and id, in the order asked; null where there is none. */
export async function findPermits(tx: Tx, uses: readonly { debtorId: bigint; permitId: bigint }[]): Promise<(PermitRow | null)[]> {
	const rows = await tx.prepared<PermitRow & { place: bigint }>(
		'permits find',
		`select u.place, p.*, exists (select from contact_attempt a where a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id) as used
		   from unnest($2::bigint[], $3::bigint[]) with ordinality u (debtor_id, permit_id, place)
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = u.debtor_id and p.id = u.permit_id`,
		[tx.tenantId, uses.map((use) => use.debtorId), uses.map((use) => use.permitId)],
	);
	const found: (PermitRow | null)[] = uses.map(() => null);
	for (const row of rows) found[Number(row.place) - 1] = row;
	return found;
}

/** Writes the attempts that use these permits up, in one statement; their ids in the same order. Each is the copy of what its permit allows. */
export async function insertAttempts(
	tx: Tx,
	uses: readonly { permit: PermitRow; workItemId: bigint | null }[],
	by: { madeBy: bigint; now: Temporal.Instant },
): Promise<bigint[]> {
	if (uses.length === 0) return [];
	const rows = await tx.prepared<{ id: bigint }>(
		'attempts insert',
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, party_id, value_index, creditor_ids, debt_ids, made_by, work_item_id, placed_at)
		 select p.tenant_id, p.debtor_id, p.id, p.channel, p.contact_point_id, p.party_id, p.value_index, p.creditor_ids, p.debt_ids, $5, u.work_item_id, $6
		   from unnest($2::bigint[], $3::bigint[], $4::bigint[]) with ordinality u (debtor_id, permit_id, work_item_id, place)
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = u.debtor_id and p.id = u.permit_id
		  order by u.place
		 returning id`,
		[
			tx.tenantId,
			uses.map(({ permit }) => permit.debtor_id),
			uses.map(({ permit }) => permit.id),
			uses.map(({ workItemId }) => workItemId),
			by.madeBy,
			by.now,
		],
	);
	await tx.query(`update debt_state set last_attempt_at = $3 where tenant_id = $1 and debtor_id = any ($2::bigint[]) and status = 'open'`, [
		tx.tenantId,
		uses.map(({ permit }) => permit.debtor_id),
		by.now,
	]);
	return rows.map((row) => row.id);
}
