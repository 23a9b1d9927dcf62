import { jsonText } from '../core/json.ts';
import type { Tx } from '../host/db.ts';
import type { FindingView, FlaggedFinding, TextName } from './shapes.ts';

export type TextRow = {
	id: bigint;
	name: TextName;
	version: number;
	zh: string;
	en: string;
	findings: { zh: FindingView[]; en: FindingView[] };
	written_by: bigint;
	written_by_name: string;
	written_at: Temporal.Instant;
	state: 'draft' | 'approved' | 'refused' | 'retired';
	decided_by_name: string | null;
	decided_at: Temporal.Instant | null;
	reason: string | null;
};

const columns = `t.*, w.name as written_by_name, d.name as decided_by_name from message_text t
	join login w on w.tenant_id = t.tenant_id and w.id = t.written_by left join login d on d.tenant_id = t.tenant_id and d.id = t.decided_by`;

/** Every version of every message, newest first. */
export function listTexts(tx: Tx): Promise<TextRow[]> {
	return tx.query(`select ${columns} where t.tenant_id = $1 order by t.name, t.version desc`, [tx.tenantId]);
}

/** One version, locked. */
export async function findText(tx: Tx, id: bigint): Promise<TextRow | null> {
	const [row] = await tx.query<TextRow>(`select ${columns} where t.tenant_id = $1 and t.id = $2 for update of t`, [tx.tenantId, id]);
	return row ?? null;
}

export type ApprovedText = { readonly name: TextName; readonly version: number; readonly zh: string; readonly en: string };

/** The versions in use. */
export function approvedTexts(tx: Tx): Promise<ApprovedText[]> {
	return tx.prepared('texts approved', `select name, version, zh, en from message_text where tenant_id = $1 and state = 'approved'`, [
		tx.tenantId,
	]);
}

export async function insertText(
	tx: Tx,
	text: { name: TextName; zh: string; en: string; findings: TextRow['findings']; by: bigint; now: Temporal.Instant },
): Promise<{ id: bigint; version: number }> {
	const [row] = await tx.query<{ id: bigint; version: number }>(
		`insert into message_text (tenant_id, name, version, zh, en, findings, written_by, written_at)
		 select $1, $2, coalesce((select max(version) from message_text where tenant_id = $1 and name = $2), 0) + 1, $3, $4, $5, $6, $7 returning id, version`,
		[tx.tenantId, text.name, text.zh, text.en, jsonText(text.findings), text.by, text.now],
	);
	return row ?? { id: 0n, version: 0 };
}

/** Decides a version; an approved one takes the place of the one in use. */
export async function decideText(
	tx: Tx,
	text: { id: bigint; name: TextName; state: 'approved' | 'refused' | 'retired'; by: bigint; now: Temporal.Instant; reason: string | null },
): Promise<void> {
	if (text.state === 'approved')
		await tx.query(`update message_text set state = 'retired' where tenant_id = $1 and name = $2 and state = 'approved'`, [
			tx.tenantId,
			text.name,
		]);
	await tx.query('update message_text set state = $3, decided_by = $4, decided_at = $5, reason = $6 where tenant_id = $1 and id = $2', [
		tx.tenantId,
		text.id,
		text.state,
		text.by,
		text.now,
		text.reason,
	]);
}

export type FlaggedRow = {
	id: bigint;
	debtor_id: bigint;
	debtor_name: string;
	source: 'outcome' | 'hold' | 'agreed_hours' | 'complaint' | 'answer';
	source_id: bigint;
	words_sealed: Buffer | null;
	findings: FlaggedFinding[];
	written_by: bigint;
	written_by_name: string;
	written_at: Temporal.Instant;
	looked_by_name: string | null;
	looked_at: Temporal.Instant | null;
	verdict: 'fine' | 'wrong' | null;
	remark: string | null;
};

/** Keeps words with what was found in them; it leaves with the next statement. */
export function insertFlagged(
	tx: Tx,
	flagged: Pick<FlaggedRow, 'source' | 'findings'> & {
		debtorId: bigint;
		sourceId: bigint;
		wordsSealed: Buffer;
		by: bigint;
		now: Temporal.Instant;
	},
): void {
	tx.later(
		'words flagged',
		`insert into flagged_words (tenant_id, debtor_id, source, source_id, words_sealed, findings, written_by, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		[
			tx.tenantId,
			flagged.debtorId,
			flagged.source,
			flagged.sourceId,
			flagged.wordsSealed,
			jsonText(flagged.findings),
			flagged.by,
			flagged.now,
		],
	);
}

const flaggedMost = 500;

/** Flagged words nobody looked at (oldest first) or that were looked at (newest first), and how many are open. */
export async function listFlagged(tx: Tx, state: 'open' | 'looked'): Promise<{ rows: FlaggedRow[]; open: number }> {
	const rows = await tx.query<FlaggedRow>(
		`select f.*, r.name_masked as debtor_name, w.name as written_by_name, l.name as looked_by_name from flagged_words f
		   join debtor r on r.tenant_id = f.tenant_id and r.id = f.debtor_id
		   join login w on w.tenant_id = f.tenant_id and w.id = f.written_by left join login l on l.tenant_id = f.tenant_id and l.id = f.looked_by
		  where f.tenant_id = $1 and (f.looked_by is null) = $2 order by case when $2 then f.id else -f.id end limit $3`,
		[tx.tenantId, state === 'open', flaggedMost],
	);
	const [count] = await tx.query<{ n: bigint }>('select count(*) as n from flagged_words where tenant_id = $1 and looked_by is null', [
		tx.tenantId,
	]);
	return { rows, open: Number(count?.n ?? 0) };
}

/** Flagged words, locked. */
export async function findFlagged(tx: Tx, id: bigint): Promise<Pick<FlaggedRow, 'written_by' | 'verdict'> | null> {
	const [row] = await tx.query<Pick<FlaggedRow, 'written_by' | 'verdict'>>(
		'select written_by, verdict from flagged_words where tenant_id = $1 and id = $2 for update',
		[tx.tenantId, id],
	);
	return row ?? null;
}

export async function markLooked(
	tx: Tx,
	looked: { id: bigint; verdict: 'fine' | 'wrong'; remark: string | null; by: bigint; now: Temporal.Instant },
): Promise<void> {
	await tx.query('update flagged_words set looked_by = $3, looked_at = $4, verdict = $5, remark = $6 where tenant_id = $1 and id = $2', [
		tx.tenantId,
		looked.id,
		looked.by,
		looked.now,
		looked.verdict,
		looked.remark,
	]);
}
