import type { Tx } from '../host/db.ts';
import type { ComplaintKind, FileType } from './rules.ts';
import type { ComplaintLine, ComplaintQuery, Verdict } from './shapes.ts';

export type ComplaintRow = {
	id: bigint;
	debtor_id: bigint;
	debtor_name: string;
	kind: ComplaintKind;
	channel: ComplaintLine['channel'];
	received_at: Temporal.Instant;
	received_on: Temporal.PlainDate;
	words_sealed: Buffer;
	debt_ids: bigint[];
	about_login: bigint | null;
	about_name: string | null;
	regulator_reference: string;
	hold_ids: bigint[];
	state: ComplaintLine['state'];
	handler_id: bigint | null;
	handler_name: string | null;
	extensions: number;
	answered_at: Temporal.Instant | null;
	verdict: Verdict | null;
	answer_sealed: Buffer | null;
	/** When it was opened again last: its term begins anew then. */
	reopened_at: Temporal.Instant | null;
};
const columns = `c.*, (select max(e.at) from complaint_event e where e.tenant_id = c.tenant_id and e.debtor_id = c.debtor_id and e.complaint_id = c.id and e.what = 'reopened') as reopened_at, d.name_masked as debtor_name, h.name as handler_name, a.name as about_name from complaint c
	join debtor d on d.tenant_id = c.tenant_id and d.id = c.debtor_id
	left join login h on h.tenant_id = c.tenant_id and h.id = c.handler_id left join login a on a.tenant_id = c.tenant_id and a.id = c.about_login`;

const isOpen = `(c.state in ('received', 'investigating'))`;
/** Where a complaint stands in the list: the open ones by number before the closed ones, whose numbers run backwards. */
const place = `case when ${isOpen} then c.id - ${2n ** 62n} else -c.id end`;

/** Which complaints are listed: those behind `after`, the place of the last one seen; `limit` at most. */
export type ComplaintFilter = Omit<ComplaintQuery, 'after'> & {
	readonly debtorId?: bigint;
	readonly after?: bigint | undefined;
	readonly limit?: number;
};

/** What is open first, the oldest first; then what is closed, the newest first. `next`: the place of the last of them, where more are behind it. */
export async function listComplaints(
	tx: Tx,
	{ state, kind, open, debtorId, after, limit = 200 }: ComplaintFilter,
): Promise<{ readonly items: ComplaintRow[]; readonly next: bigint | null }> {
	const rows = await tx.query<ComplaintRow & { place: bigint }>(
		`select ${place} as place, ${columns} where c.tenant_id = $1 and ($2::text is null or c.state = $2) and ($3::text is null or c.kind = $3) and ($4::boolean is null or $4 = ${isOpen})
		    and ($5::bigint is null or c.debtor_id = $5) and ($6::bigint is null or ${place} > $6)
		  order by place limit $7`,
		[tx.tenantId, state ?? null, kind ?? null, open ?? null, debtorId ?? null, after ?? null, limit + 1],
	);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.place ?? null) : null };
}

export async function findComplaint(tx: Tx, id: bigint, lock = false): Promise<ComplaintRow | null> {
	const [row] = await tx.query<ComplaintRow>(`select ${columns} where c.tenant_id = $1 and c.id = $2 ${lock ? 'for update of c' : ''}`, [
		tx.tenantId,
		id,
	]);
	return row ?? null;
}

export type NewComplaint = {
	readonly debtorId: bigint;
	readonly kind: ComplaintKind;
	readonly channel: ComplaintLine['channel'];
	readonly receivedAt: Temporal.Instant;
	readonly receivedOn: Temporal.PlainDate;
	readonly debtIds: readonly bigint[];
	readonly aboutLogin: bigint | null;
	readonly regulatorReference: string;
	readonly attemptId: bigint | null;
	readonly receivedBy: bigint;
	readonly holdIds: readonly bigint[];
};

export async function insertComplaint(tx: Tx, each: NewComplaint, seal: (id: bigint) => Buffer): Promise<bigint> {
	const [next] = await tx.query<{ id: bigint }>(`select nextval('complaint_id_seq') as id`);
	const id = next?.id ?? 0n;
	await tx.query(
		`insert into complaint (tenant_id, debtor_id, id, kind, channel, received_at, received_on, words_sealed, debt_ids, about_login, regulator_reference, attempt_id, received_by, hold_ids)
		 overriding system value values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		[
			tx.tenantId,
			each.debtorId,
			id,
			each.kind,
			each.channel,
			each.receivedAt,
			each.receivedOn,
			seal(id),
			each.debtIds,
			each.aboutLogin,
			each.regulatorReference,
			each.attemptId,
			each.receivedBy,
			each.holdIds,
		],
	);
	return id;
}

export type EventRow = {
	at: Temporal.Instant;
	what: string;
	by_name: string;
	note_sealed: Buffer | null;
	verdict: Verdict | null;
	id: bigint;
};

export async function insertEvent(
	tx: Tx,
	event: {
		debtorId: bigint;
		complaintId: bigint;
		at: Temporal.Instant;
		what: string;
		by: bigint;
		note: Buffer | null;
		verdict?: Verdict;
	},
): Promise<void> {
	await tx.query(
		'insert into complaint_event (tenant_id, debtor_id, complaint_id, at, what, by_login, note_sealed, verdict) values ($1, $2, $3, $4, $5, $6, $7, $8)',
		[tx.tenantId, event.debtorId, event.complaintId, event.at, event.what, event.by, event.note, event.verdict ?? null],
	);
}

export function listEvents(tx: Tx, debtorId: bigint, complaintId: bigint): Promise<EventRow[]> {
	return tx.query(
		`select e.id, e.at, e.what, e.note_sealed, e.verdict, l.name as by_name from complaint_event e join login l on l.tenant_id = e.tenant_id and l.id = e.by_login
		  where e.tenant_id = $1 and e.debtor_id = $2 and e.complaint_id = $3 order by e.id`,
		[tx.tenantId, debtorId, complaintId],
	);
}

/** Whether this login allowed a longer term of it. */
export async function hasExtended(tx: Tx, row: Pick<ComplaintRow, 'id' | 'debtor_id'>, loginId: bigint): Promise<boolean> {
	const rows = await tx.query(
		`select 1 from complaint_event where tenant_id = $1 and debtor_id = $2 and complaint_id = $3 and what = 'extended' and by_login = $4 limit 1`,
		[tx.tenantId, row.debtor_id, row.id, loginId],
	);
	return rows.length > 0;
}

export type Change = {
	readonly state: ComplaintLine['state'];
	readonly handlerId?: bigint | null;
	readonly extensions?: number;
	readonly answeredAt?: Temporal.Instant | null;
	readonly verdict?: Verdict | null;
	readonly answerSealed?: Buffer | null;
	readonly closedAt?: Temporal.Instant | null;
	readonly holdIds?: readonly bigint[];
};

export async function updateComplaint(tx: Tx, row: ComplaintRow, change: Change): Promise<void> {
	await tx.query(
		`update complaint set state = $4, handler_id = $5, extensions = $6, answered_at = $7, verdict = $8, answer_sealed = $9, closed_at = $10, hold_ids = $11
		  where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[
			tx.tenantId,
			row.debtor_id,
			row.id,
			change.state,
			change.handlerId === undefined ? row.handler_id : change.handlerId,
			change.extensions ?? row.extensions,
			change.answeredAt === undefined ? row.answered_at : change.answeredAt,
			change.verdict === undefined ? row.verdict : change.verdict,
			change.answerSealed === undefined ? row.answer_sealed : change.answerSealed,
			change.closedAt ?? null,
			change.holdIds ?? row.hold_ids,
		],
	);
}

/** Everybody who is part of a case: they may not handle what the debtor brings about it. */
export function involvedIn(tx: Tx, debtorId: bigint): Promise<{ login_id: bigint; name: string; how: string }[]> {
	return tx.query(
		`select l.id as login_id, l.name, string_agg(distinct i.how, ', ' order by i.how) as how from (
		   select made_by as id, 'contact' as how from contact_attempt where tenant_id = $1 and debtor_id = $2
		   -- Allowed to contact them; to look at a number, or to have been refused, is none.
		   union all select asked_by, 'contact' from contact_permit where tenant_id = $1 and debtor_id = $2 and permitted and channel <> 'unmask'
		   -- Words of one's own that the machine sends; what is from before the column names its author in the step.
		   union all select coalesce(typed_by, nullif(split_part(step, ' ', 2), '')::bigint), 'contact' from message where tenant_id = $1 and debtor_id = $2 and template = 'typed'
		   union all select made_by, 'promise' from promise where tenant_id = $1 and debtor_id = $2
		   union all select made_by, 'plan' from plan where tenant_id = $1 and debtor_id = $2
		   union all select agent_id, 'assigned' from assignment where tenant_id = $1 and debtor_id = $2 and agent_id is not null
		   union all select about_login, 'complained about' from complaint where tenant_id = $1 and debtor_id = $2 and about_login is not null) i
		   join login l on l.tenant_id = $1 and l.id = i.id and l.role <> 'system' group by l.id, l.name order by l.id`,
		[tx.tenantId, debtorId],
	);
}

export async function findLogin(tx: Tx, id: bigint): Promise<{ role: string; closed: boolean } | null> {
	const [row] = await tx.query<{ role: string; closed: boolean }>(
		'select role, closed_at is not null as closed from login where tenant_id = $1 and id = $2',
		[tx.tenantId, id],
	);
	return row ?? null;
}

/** Which of these debts are the debtor's. */
export async function ownDebts(tx: Tx, debtorId: bigint, ids: readonly bigint[]): Promise<bigint[]> {
	const rows = await tx.query<{ id: bigint }>('select id from debt where tenant_id = $1 and debtor_id = $2 and id = any ($3::bigint[])', [
		tx.tenantId,
		debtorId,
		ids,
	]);
	return rows.map((row) => row.id);
}

export async function insertLink(
	tx: Tx,
	link: { debtorId: bigint; hash: Buffer; by: bigint; now: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<void> {
	await tx.query(
		'insert into portal_link (tenant_id, debtor_id, token_hash, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
		[tx.tenantId, link.debtorId, link.hash, link.by, link.now, link.expiresAt],
	);
}

export type LinkRow = { readonly debtor_id: bigint; readonly filed_today: bigint; readonly held: readonly string[] };

/** Whom a link is for, while it lasts; with how much came through links in the last day, and what holds contact with them now, whatever they owe. */
export async function findLink(tx: Tx, hash: Buffer, now: Temporal.Instant): Promise<LinkRow | null> {
	const [row] = await tx.query<LinkRow>(
		`select p.debtor_id, (select count(*) from complaint c where c.tenant_id = $1 and c.debtor_id = p.debtor_id and c.channel = 'portal' and c.received_at > $4) as filed_today,
		        array(select h.kind from hold h where h.tenant_id = $1 and h.debtor_id = p.debtor_id and h.debt_id is null and h.lifted_at is null and (h.until_at is null or h.until_at > $3)) as held
		   from portal_link p where p.tenant_id = $1 and p.token_hash = $2 and p.expires_at > $3`,
		[tx.tenantId, hash, now, now.subtract({ hours: 24 })],
	);
	return row ?? null;
}

export type PortalDebt = {
	client: string;
	tail: string;
	status: 'open' | 'settled' | 'recalled';
	owed_minor: bigint;
	currency: string;
	service_line: string | null;
	complaint_line: string | null;
};
export function portalDebts(tx: Tx, debtorId: bigint): Promise<PortalDebt[]> {
	return tx.query(
		`select c.name as client, right(t.reference, 4) as tail, s.status, coalesce(b.owed_minor, 0) as owed_minor, t.currency, c.service_line, c.complaint_line
		   from debt t join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		   join client c on c.tenant_id = t.tenant_id and c.id = t.client_id
		   left join debt_balance b on b.tenant_id = t.tenant_id and b.debtor_id = t.debtor_id and b.debt_id = t.id
		  where t.tenant_id = $1 and t.debtor_id = $2 and s.status in ('open', 'settled', 'recalled') order by t.id`,
		[tx.tenantId, debtorId],
	);
}

export type FileRow = {
	id: bigint;
	name: string;
	type: FileType;
	bytes: number;
	sha256: Buffer;
	added_by_name: string;
	added_at: Temporal.Instant;
};
export type NewFileRow = {
	readonly debtorId: bigint;
	readonly complaintId: bigint;
	readonly name: string;
	readonly type: FileType;
	readonly bytes: number;
	readonly sha256: Buffer;
	readonly by: bigint;
	readonly at: Temporal.Instant;
};
const fileColumns = `f.id, f.name, f.type, f.bytes, f.sha256, f.added_at, l.name as added_by_name`;
const fileTables = `complaint_file f join login l on l.tenant_id = f.tenant_id and l.id = f.added_by`;

export async function insertFile(tx: Tx, file: NewFileRow, seal: (id: bigint) => Buffer): Promise<bigint> {
	const [next] = await tx.query<{ id: bigint }>(`select nextval('complaint_file_id_seq') as id`);
	const id = next?.id ?? 0n;
	await tx.query(
		`insert into complaint_file (tenant_id, debtor_id, id, complaint_id, name, type, bytes, sha256, sealed, added_by, added_at)
		 overriding system value values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		[tx.tenantId, file.debtorId, id, file.complaintId, file.name, file.type, file.bytes, file.sha256, seal(id), file.by, file.at],
	);
	return id;
}

export function listFiles(tx: Tx, complaintId: bigint): Promise<FileRow[]> {
	return tx.query(`select ${fileColumns} from ${fileTables} where f.tenant_id = $1 and f.complaint_id = $2 order by f.id`, [
		tx.tenantId,
		complaintId,
	]);
}

export async function countFiles(tx: Tx, row: Pick<ComplaintRow, 'id' | 'debtor_id'>): Promise<number> {
	const [found] = await tx.query<{ count: bigint }>(
		'select count(*) as count from complaint_file where tenant_id = $1 and debtor_id = $2 and complaint_id = $3',
		[tx.tenantId, row.debtor_id, row.id],
	);
	return Number(found?.count ?? 0);
}

export async function findFile(tx: Tx, complaintId: bigint, fileId: bigint): Promise<(FileRow & { sealed: Buffer }) | null> {
	const [row] = await tx.query<FileRow & { sealed: Buffer }>(
		`select ${fileColumns}, f.sealed from ${fileTables} where f.tenant_id = $1 and f.complaint_id = $2 and f.id = $3`,
		[tx.tenantId, complaintId, fileId],
	);
	return row ?? null;
}
