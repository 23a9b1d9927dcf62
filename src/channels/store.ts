import type { Tx } from '../host/db.ts';
import { isUnanswered } from './awaited.ts';

export type DueMessage = { readonly debtor_id: bigint; readonly id: bigint };

/** Messages that are due, oldest first. */
export function findDue(tx: Tx, now: Temporal.Instant, limit: number): Promise<DueMessage[]> {
	return tx.query<DueMessage>(
		`select debtor_id, id from message where tenant_id = $1 and state = 'queued' and due_at <= $2 order by due_at, id limit $3`,
		[tx.tenantId, now, limit],
	);
}

export type QueuedMessage = {
	readonly debtor_id: bigint;
	readonly id: bigint;
	readonly debt_id: bigint;
	readonly template: string;
	/** Words typed for this one message, sealed; null where a template makes them. */
	readonly text_sealed: Buffer | null;
	/** Whose words these are; null for what the day run sends. */
	readonly typed_by: bigint | null;
	readonly business_date: Temporal.PlainDate;
	readonly point_id: bigint | null;
	readonly value_sealed: Buffer | null;
	readonly value_index: Buffer | null;
	readonly reference: string;
	readonly overdue_since: Temporal.PlainDate;
	readonly currency: string;
	readonly owed: bigint;
	readonly client: string;
	readonly service_line: string | null;
	readonly complaint_line: string | null;
	readonly language: string;
	readonly sealed: Buffer;
	readonly identity_index: Buffer;
};

/**
 * Messages still queued, locked, with the debtor's own mobile and what their texts name. Only numbers without a party: a third party's number
 * never gets a message. Call under the debtors' locks.
 */
export function loadQueued(tx: Tx, messages: readonly DueMessage[]): Promise<QueuedMessage[]> {
	return tx.prepared<QueuedMessage>(
		'messages load',
		`select m.debtor_id, m.id, m.debt_id, m.template, m.text_sealed, coalesce(m.typed_by, case when m.template = 'typed' then nullif(split_part(m.step, ' ', 2), '')::bigint end) as typed_by, m.business_date, p.id as point_id, p.value_sealed, p.value_index,
		        d.reference, d.overdue_since, d.currency, coalesce(b.owed_minor, 0) as owed, c.name as client, c.service_line, c.complaint_line, r.language, r.sealed, r.identity_index
		   from unnest($2::bigint[], $3::bigint[]) as due (debtor_id, id)
		   join message m on m.tenant_id = $1 and m.debtor_id = due.debtor_id and m.id = due.id and m.state = 'queued'
		   join debtor r on r.tenant_id = $1 and r.id = m.debtor_id
		   join debt d on d.tenant_id = $1 and d.debtor_id = m.debtor_id and d.id = m.debt_id
		   join client c on c.tenant_id = $1 and c.id = d.client_id
		   left join debt_balance b on b.tenant_id = $1 and b.debtor_id = m.debtor_id and b.debt_id = m.debt_id
		   left join lateral (select p.id, p.value_sealed, p.value_index from contact_point p
		                       where p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.party_id is null and p.kind = 'mobile' and p.state not in ('wrong', 'invalid', 'refused')
		                       order by (p.state = 'good') desc, p.id limit 1) p on true
		  order by m.due_at, m.id for update of m`,
		[tx.tenantId, messages.map((each) => each.debtor_id), messages.map((each) => each.id)],
	);
}

/** Messages that will not go out now: withdrawn with the reason, or moved to when they may. */
export async function putOff(
	tx: Tx,
	messages: readonly (DueMessage & { reason: string; laterAt: Temporal.Instant | null })[],
	now: Temporal.Instant,
): Promise<void> {
	if (messages.length === 0) return;
	await tx.query(
		`update message m set due_at = coalesce(x.later_at, m.due_at), state = case when x.later_at is null then 'withdrawn' else 'queued' end,
		        settled_at = case when x.later_at is null then $2::timestamptz end, reason = x.reason
		   from unnest($3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[]) as x (debtor_id, id, reason, later_at)
		  where m.tenant_id = $1 and m.debtor_id = x.debtor_id and m.id = x.id`,
		[
			tx.tenantId,
			now,
			messages.map((each) => each.debtor_id),
			messages.map((each) => each.id),
			messages.map((each) => each.reason),
			messages.map((each) => each.laterAt),
		],
	);
}

/** Messages about to be handed to the carrier: each names its attempt and keeps its exact text, sealed. */
export async function markSending(
	tx: Tx,
	messages: readonly (DueMessage & { attemptId: bigint; textSealed: Buffer; textVersion: number | null })[],
): Promise<void> {
	if (messages.length === 0) return;
	await tx.query(
		`update message m set state = 'sending', attempt_id = x.attempt_id, text_sealed = x.text, text_version = x.version, reason = null
		   from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::int[]) as x (debtor_id, id, attempt_id, text, version)
		  where m.tenant_id = $1 and m.debtor_id = x.debtor_id and m.id = x.id`,
		[
			tx.tenantId,
			messages.map((each) => each.debtor_id),
			messages.map((each) => each.id),
			messages.map((each) => each.attemptId),
			messages.map((each) => `\\x${each.textSealed.toString('hex')}`),
			messages.map((each) => each.textVersion),
		],
	);
}

/**
 * Of messages whose attempt is placed: what has come in between and stops them, by message. The acts that withdraw what is queued (a hold, a promise, a talk, the end of the debt),
 * a wish, money that makes the amount in the text another, and an erasure; a number learned to be wrong, a consent or agreed hours taken back, an attorney who answers now, and a change of
 * whereabouts, which chooses the law and the hours: the permit stood on them. In the United Kingdom also that the customer will not pay what is statute-barred (UK-S1).
 */
export async function findStopped(
	tx: Tx,
	messages: readonly (DueMessage & { readonly attemptId: bigint; readonly named: bigint | null })[],
): Promise<Map<bigint, string>> {
	const rows = await tx.prepared<{ id: bigint; reason: string | null }>(
		'messages stopped',
		`select m.id, case when r.erased_at is not null then 'erased' when s.status <> 'open' then s.status when coalesce(b.owed_minor, 0) <> x.named then 'paid' else coalesce(
		          (select 'hold: ' || h.kind from hold h where h.tenant_id = $1 and h.debtor_id = m.debtor_id and h.from_at > a.placed_at and h.lifted_at is null and (h.debt_id is null or h.debt_id = m.debt_id) limit 1),
		          -- An attorney who did not stand in the way when it was permitted.
		          (select 'hold: ' || h.kind from hold h where h.tenant_id = $1 and h.debtor_id = m.debtor_id and h.kind = 'counsel' and coalesce(h.attorney, 'known') = 'known' and h.lifted_at is null
		              and (h.until_at is null or h.until_at > a.placed_at) and (h.debt_id is null or h.debt_id = m.debt_id) and not exists (
		                select from contact_consent g where g.tenant_id = $1 and g.debtor_id = m.debtor_id and g.kind in ('attorney', 'court') and g.revoked_at is null and coalesce(g.from_at, g.given_at) <= a.placed_at
		                   and (g.until_at is null or g.until_at > a.placed_at) and (g.debt_id is null or g.debt_id = m.debt_id)) limit 1),
		          (select 'wish: ' || w.kind from contact_wish w where w.tenant_id = $1 and w.debtor_id = m.debtor_id and w.said_at > a.placed_at and w.ended_at is null
		              and (w.kind in ('no_automatic_contact', 'inconvenient_time') or w.kind = 'refused_medium' and w.channel = m.channel) limit 1),
		          (select 'number: ' || c.state from contact_point c where c.tenant_id = $1 and c.debtor_id = m.debtor_id and c.id = a.contact_point_id and c.state in ('wrong', 'invalid', 'refused')),
		          (select 'consent revoked' from contact_consent g where g.tenant_id = $1 and g.debtor_id = m.debtor_id and (g.contact_point_id is null or g.contact_point_id = a.contact_point_id)
		              and g.kind <> 'calls' and g.revoked_at > a.placed_at limit 1),
		          (select 'barred' from limitation_event e where e.tenant_id = $1 and e.debtor_id = m.debtor_id and e.debt_id = m.debt_id and e.kind = 'refused_as_barred' and e.recorded_at > a.placed_at
		              and e.withdrawn_at is null and r.jurisdiction ~ '\\m(UK|GB)' limit 1),
		          (select 'agreed hours ended' from agreed_hours h where h.tenant_id = $1 and h.debtor_id = m.debtor_id and h.ended_at > a.placed_at limit 1),
		          (select 'whereabouts' from written_words w where w.tenant_id = $1 and w.debtor_id = m.debtor_id and w.act = 'debtor.whereabouts' and w.written_at > a.placed_at limit 1),
		          (select 'promise' from promise p where p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.debt_id = m.debt_id and p.made_at > a.placed_at limit 1),
		          (select 'reached' from contact_outcome o where o.tenant_id = $1 and o.debtor_id = m.debtor_id and o.line = 'right_party' and o.recorded_at > a.placed_at limit 1)) end as reason
		   from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) as x (debtor_id, id, attempt_id, named)
		   join message m on m.tenant_id = $1 and m.debtor_id = x.debtor_id and m.id = x.id
		   join contact_attempt a on a.tenant_id = $1 and a.debtor_id = x.debtor_id and a.id = x.attempt_id
		   join debtor r on r.tenant_id = $1 and r.id = x.debtor_id
		   join debt_state s on s.tenant_id = $1 and s.debtor_id = x.debtor_id and s.debt_id = m.debt_id
		   left join debt_balance b on b.tenant_id = $1 and b.debtor_id = x.debtor_id and b.debt_id = m.debt_id`,
		[
			tx.tenantId,
			messages.map((each) => each.debtor_id),
			messages.map((each) => each.id),
			messages.map((each) => each.attemptId),
			messages.map((each) => each.named),
		],
	);
	return new Map(rows.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason] as const])));
}

/** What the carrier says became of messages, and why some were not handed to it. */
export async function markSettled(
	tx: Tx,
	messages: readonly (DueMessage & { delivered: boolean; carrierId: string | null; reason: string | null })[],
	now: Temporal.Instant,
): Promise<void> {
	await tx.query(
		`update message m set state = case when x.delivered then 'delivered' else 'failed' end, carrier_id = x.carrier_id, settled_at = $2, reason = x.reason
		   from unnest($3::bigint[], $4::bigint[], $5::boolean[], $6::text[], $7::text[]) as x (debtor_id, id, delivered, carrier_id, reason)
		  where m.tenant_id = $1 and m.debtor_id = x.debtor_id and m.id = x.id and m.state = 'sending'`,
		[
			tx.tenantId,
			now,
			messages.map((each) => each.debtor_id),
			messages.map((each) => each.id),
			messages.map((each) => each.delivered),
			messages.map((each) => each.carrierId),
			messages.map((each) => each.reason),
		],
	);
}

export type UnansweredRow = DueMessage & {
	readonly name_masked: string;
	readonly reference: string;
	readonly template: string;
	readonly number_masked: string | null;
	readonly placed_at: Temporal.Instant;
};

export function findUnanswered(tx: Tx, now: Temporal.Instant, limit: number): Promise<UnansweredRow[]> {
	return tx.query<UnansweredRow>(
		`select m.debtor_id, m.id, r.name_masked, d.reference, m.template, p.value_masked as number_masked, a.placed_at
		   from message m join contact_attempt a on a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		   join debtor r on r.tenant_id = $1 and r.id = m.debtor_id join debt d on d.tenant_id = $1 and d.debtor_id = m.debtor_id and d.id = m.debt_id
		   left join contact_point p on p.tenant_id = $1 and p.debtor_id = m.debtor_id and p.id = a.contact_point_id
		  where m.tenant_id = $1 and ${isUnanswered('$2')} order by a.placed_at, m.id limit $3`,
		[tx.tenantId, now, limit],
	);
}

/** A message and when its attempt was placed, locked. Call under the debtor's lock. */
export async function loadSending(
	tx: Tx,
	of: { readonly debtorId: bigint; readonly id: bigint },
): Promise<{ state: string; attempt_id: bigint | null; placed_at: Temporal.Instant | null } | undefined> {
	const [row] = await tx.query<{ state: string; attempt_id: bigint | null; placed_at: Temporal.Instant | null }>(
		`select m.state, m.attempt_id, (select a.placed_at from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and a.id = m.attempt_id) as placed_at
		   from message m where m.tenant_id = $1 and m.debtor_id = $2 and m.id = $3 for update of m`,
		[tx.tenantId, of.debtorId, of.id],
	);
	return row;
}

/** Queues one message of typed words for a debtor's debt, due now. */
export async function insertTyped(
	tx: Tx,
	message: { debtorId: bigint; debtId: bigint; typedBy: bigint; businessDate: Temporal.PlainDate; now: Temporal.Instant },
	seal: (id: bigint) => Buffer,
): Promise<bigint> {
	const [next] = await tx.query<{ id: bigint }>(`select nextval('message_id_seq') as id`);
	const id = next?.id ?? 0n;
	await tx.query(
		`insert into message (tenant_id, debtor_id, id, debt_id, channel, template, due_at, business_date, step, text_sealed, typed_by)
		 overriding system value values ($1, $2, $3, $4, 'sms', 'typed', $5, $6, $7, $8, $9)`,
		[
			tx.tenantId,
			message.debtorId,
			id,
			message.debtId,
			message.now,
			message.businessDate,
			`typed ${message.typedBy} ${message.now.epochMilliseconds}`,
			`\\x${seal(id).toString('hex')}`,
			message.typedBy,
		],
	);
	return id;
}
