import type { Tx } from '../host/db.ts';
import type { ConsentBody, NoticeBody, WishBody } from './wish-shapes.ts';

export type Recording = { readonly debtorId: bigint; readonly now: Temporal.Instant; readonly by: bigint };

/** Records what the person asked to be left. */
export async function insertWish(tx: Tx, wish: WishBody, { debtorId, now, by }: Recording): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into contact_wish (tenant_id, debtor_id, kind, weekdays, from_time, until_time, from_on, until_on, place, channel, evidence, said_at, recorded_by)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
		[
			tx.tenantId,
			debtorId,
			wish.kind,
			wish.weekdays ?? null,
			wish.from ?? null,
			wish.until ?? null,
			wish.from_on ?? null,
			wish.until_on ?? null,
			wish.place ?? null,
			wish.channel ?? null,
			wish.evidence,
			now,
			by,
		],
	);
	return row?.id ?? 0n;
}

export async function insertConsent(tx: Tx, consent: ConsentBody, { debtorId, now, by }: Recording): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into contact_consent (tenant_id, debtor_id, kind, contact_point_id, debt_id, given_at, from_at, until_at, proof, recorded_by, recorded_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $6) returning id`,
		[
			tx.tenantId,
			debtorId,
			consent.kind,
			consent.contact_point_id ?? null,
			consent.debt_id ?? null,
			now,
			consent.from_at ?? null,
			consent.until_at ?? null,
			consent.proof,
			by,
		],
	);
	return row?.id ?? 0n;
}

export async function insertNotice(tx: Tx, notice: NoticeBody, { debtorId, now, by }: Recording): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into debt_notice (tenant_id, debtor_id, debt_id, kind, sent_on, received_on, evidence, recorded_by, recorded_at, contact_point_id, opt_out_until, domain)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
		[
			tx.tenantId,
			debtorId,
			notice.debt_id,
			notice.kind,
			notice.sent_on,
			notice.received_on ?? null,
			notice.evidence,
			by,
			now,
			notice.contact_point_id ?? null,
			notice.opt_out_until ?? null,
			notice.domain ?? null,
		],
	);
	return row?.id ?? 0n;
}

/** Ends a wish or revokes a consent; null where there is none, false where that was done before. */
export async function endOne(tx: Tx, what: 'wish' | 'consent', id: bigint, { debtorId, now, by }: Recording): Promise<boolean | null> {
	const [table, at, who] = what === 'wish' ? ['contact_wish', 'ended_at', 'ended_by'] : ['contact_consent', 'revoked_at', 'revoked_by'];
	const [found] = await tx.query<{ ended: boolean }>(
		`select ${at} is not null as ended from ${table} where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[tx.tenantId, debtorId, id],
	);
	if (!found) return null;
	if (found.ended) return false;
	await tx.query(`update ${table} set ${at} = $4, ${who} = $5 where tenant_id = $1 and debtor_id = $2 and id = $3`, [
		tx.tenantId,
		debtorId,
		id,
		now,
		by,
	]);
	return true;
}

export async function updateWhereabouts(
	tx: Tx,
	debtorId: bigint,
	where: { jurisdiction: string; zones: readonly string[] },
): Promise<void> {
	await tx.query('update debtor set jurisdiction = $3, zones = $4 where tenant_id = $1 and id = $2', [
		tx.tenantId,
		debtorId,
		where.jurisdiction,
		where.zones,
	]);
}

export async function updateLanguage(tx: Tx, debtorId: bigint, language: string): Promise<void> {
	await tx.query('update debtor set language = $3 where tenant_id = $1 and id = $2', [tx.tenantId, debtorId, language]);
}

/** Whether the debtor has such a contact point, e-mail address of their own, debt, item of work or attempt. */
export async function belongs(
	tx: Tx,
	debtorId: bigint,
	what: 'contact_point' | 'email' | 'debt' | 'work_item' | 'contact_attempt',
	id: string,
): Promise<boolean> {
	const where = what === 'email' ? `contact_point where kind = 'email' and party_id is null` : `${what} where true`;
	const rows = await tx.query(`select 1 from ${where} and tenant_id = $1 and debtor_id = $2 and id = $3`, [tx.tenantId, debtorId, id]);
	return rows.length > 0;
}

export type WishRow = {
	id: bigint;
	kind: WishBody['kind'];
	weekdays: number[] | null;
	from_time: string | null;
	until_time: string | null;
	from_on: Temporal.PlainDate | null;
	until_on: Temporal.PlainDate | null;
	place: string | null;
	channel: string | null;
	evidence: string;
	said_at: Temporal.Instant;
	ended_at: Temporal.Instant | null;
};
export function listWishes(tx: Tx, debtorId: bigint): Promise<WishRow[]> {
	return tx.query('select * from contact_wish where tenant_id = $1 and debtor_id = $2 order by id desc', [tx.tenantId, debtorId]);
}

export type ConsentRow = {
	id: bigint;
	kind: ConsentBody['kind'];
	contact_point_id: bigint | null;
	debt_id: bigint | null;
	given_at: Temporal.Instant;
	from_at: Temporal.Instant | null;
	until_at: Temporal.Instant | null;
	proof: string;
	revoked_at: Temporal.Instant | null;
};
export function listConsents(tx: Tx, debtorId: bigint): Promise<ConsentRow[]> {
	return tx.query('select * from contact_consent where tenant_id = $1 and debtor_id = $2 order by id desc', [tx.tenantId, debtorId]);
}

export type NoticeRow = {
	id: bigint;
	debt_id: bigint;
	kind: NoticeBody['kind'];
	sent_on: Temporal.PlainDate;
	received_on: Temporal.PlainDate | null;
	contact_point_id: bigint | null;
	opt_out_until: Temporal.PlainDate | null;
	domain: NonNullable<NoticeBody['domain']> | null;
	evidence: string;
};
export function listNotices(tx: Tx, debtorId: bigint): Promise<NoticeRow[]> {
	return tx.query('select * from debt_notice where tenant_id = $1 and debtor_id = $2 order by id desc', [tx.tenantId, debtorId]);
}

export type Whereabouts = { jurisdiction: string; zones: string[]; kind: string; language: string };

export async function findWhereabouts(tx: Tx, debtorId: bigint): Promise<Whereabouts | null> {
	const [row] = await tx.query<Whereabouts>('select jurisdiction, zones, kind, language from debtor where tenant_id = $1 and id = $2', [
		tx.tenantId,
		debtorId,
	]);
	return row ?? null;
}
