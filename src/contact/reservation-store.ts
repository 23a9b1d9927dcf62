import type { Reservation, Settled } from '../counters/client.ts';
import type { Tx } from '../host/db.ts';
import type { Channel, Facts } from './rules.ts';

/**
 * What the lender's other agencies did, for one ask, and the places it took in the shared count (one per lender). `after`: the last permit with places that the debtor had when they
 * were taken; what permits given since saw of the others is counted too (`findSeenSince`).
 */
export type Elsewhere = { readonly facts: NonNullable<Facts['elsewhere']>; readonly calls: readonly Reservation[]; readonly after: bigint };

export type ElsewhereAsk = { readonly debtorId: bigint; readonly contactPointId: bigint; readonly channel: Channel };

export type WhoRow = {
	readonly sealed: Buffer;
	readonly identity_index: Buffer;
	readonly role: string | null;
	readonly last_permit: bigint | null;
	readonly creditors: readonly { readonly id: string; readonly name: string; readonly credit_code: string | null }[] | null;
};

/** Who an ask is about, and to whom they owe; null where there is no such contact point. */
export async function findWho(tx: Tx, asks: readonly ElsewhereAsk[]): Promise<(WhoRow | null)[]> {
	const rows = await tx.prepared<WhoRow & { place: bigint }>(
		'elsewhere who',
		`select a.place, d.sealed, d.identity_index, y.role,
		        (select max(r.permit_id) from contact_reservation r where r.tenant_id = $1 and r.debtor_id = d.id) as last_permit,
		        (select json_agg(json_build_object('id', c.id::text, 'name', c.name, 'credit_code', c.credit_code) order by c.id)
		           from creditor c where c.tenant_id = $1 and c.id in (
		             select t.creditor_id from debt t join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		              where t.tenant_id = $1 and t.debtor_id = d.id and s.status = 'open'
		                and (y.id is null or t.id = any (debts_answered_for($1, d.id, y.id))))) as creditors
		   from unnest($2::bigint[], $3::bigint[]) with ordinality a (debtor_id, point_id, place)
		   join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
		   join contact_point p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.point_id
		   left join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = p.party_id`,
		[tx.tenantId, asks.map((ask) => ask.debtorId), asks.map((ask) => ask.contactPointId)],
	);
	const found: (WhoRow | null)[] = asks.map(() => null);
	for (const row of rows) found[Number(row.place) - 1] = row;
	return found;
}

export type Seen = Extract<NonNullable<Facts['elsewhere']>, { state: 'counted' }>['calls'];

/**
 * What the others had done in the eyes of permits given since an ask took its place. Two processes of one agency may decide in another order than that in which they took
 * their places: the one that comes later to the debtor's lock, with the earlier place, does not know the calls that lie between. Call it under that lock. What each of them saw, by ask.
 */
export async function findSeenSince(
	tx: Tx,
	asks: readonly { readonly ask: number; readonly debtorId: bigint; readonly after: bigint }[],
): Promise<ReadonlyMap<number, readonly Seen[]>> {
	if (asks.length === 0) return new Map();
	const rows = await tx.prepared<{ ask: number; seen: Seen[] }>(
		'elsewhere seen since',
		`select a.ask, jsonb_agg(p.facts->'facts'->'elsewhere'->'calls' order by p.id) as seen
		   from unnest($2::int[], $3::bigint[], $4::bigint[]) a (ask, debtor_id, after)
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id > a.after
		    and exists (select from contact_reservation r where r.tenant_id = $1 and r.debtor_id = p.debtor_id and r.permit_id = p.id)
		  where p.facts->'facts'->'elsewhere'->>'state' = 'counted'
		  group by a.ask`,
		[tx.tenantId, asks.map(({ ask }) => ask), asks.map(({ debtorId }) => debtorId), asks.map(({ after }) => after)],
	);
	return new Map(rows.map(({ ask, seen }) => [ask, seen]));
}

/** Keeps the places that permits took in the shared count, until it was told how the calls ended. */
export function insertReservations(tx: Tx, taken: readonly { debtorId: bigint; permitId: bigint; call: Reservation }[]): void {
	if (taken.length === 0) return;
	tx.later(
		'reservations insert',
		`insert into contact_reservation (tenant_id, debtor_id, permit_id, call_id, call_key, placed_at)
		 select $1, u.* from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[]) u`,
		[
			tx.tenantId,
			taken.map((each) => each.debtorId),
			taken.map((each) => each.permitId),
			taken.map((each) => each.call.id),
			taken.map((each) => each.call.key),
			taken.map((each) => each.call.at),
		],
	);
}

export type DueRow = Omit<Settled, 'at'> & { readonly at: Temporal.Instant; readonly debtor_id: bigint; readonly permit_id: bigint };

/** Calls whose end is known and was not yet told: an outcome, or a permit that ran out unused. At most a thousand, the oldest first. */
export function findDue(tx: Tx, now: Temporal.Instant): Promise<DueRow[]> {
	return tx.query<DueRow>(
		`select r.debtor_id, r.permit_id, r.call_id as id, r.call_key as key, r.placed_at as at, coalesce(o.answered, false) as answered
		   from contact_reservation r
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = r.debtor_id and p.id = r.permit_id
		   left join contact_attempt a on a.tenant_id = $1 and a.debtor_id = r.debtor_id and a.permit_id = r.permit_id
		   left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = r.debtor_id and o.attempt_id = a.id
		  where r.tenant_id = $1 and r.settled_at is null and (o.attempt_id is not null or (a.id is null and p.expires_at <= $2))
		  order by r.placed_at limit 1000`,
		[tx.tenantId, now],
	);
}

/** Throws away what was told, and what was never told, once no limit counts it any more. The count thrown away. */
export async function pruneReservations(tx: Tx, before: Temporal.Instant): Promise<number> {
	const [row] = await tx.query<{ count: bigint }>(
		`with gone as (delete from contact_reservation where tenant_id = $1 and placed_at < $2 returning 1) select count(*) as count from gone`,
		[tx.tenantId, before],
	);
	return Number(row?.count ?? 0);
}

/** Marks calls as told. */
export async function markSettled(tx: Tx, due: readonly DueRow[], now: Temporal.Instant): Promise<void> {
	await tx.query(
		`update contact_reservation r set settled_at = $5 from unnest($2::bigint[], $3::bigint[], $4::text[]) u (debtor_id, permit_id, call_key)
		  where r.tenant_id = $1 and r.debtor_id = u.debtor_id and r.permit_id = u.permit_id and r.call_key = u.call_key`,
		[tx.tenantId, due.map((each) => each.debtor_id), due.map((each) => each.permit_id), due.map((each) => each.key), now],
	);
}
