import type { Tx } from '../host/db.ts';
import type { FindingView, TextName } from './shapes.ts';

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
		[tx.tenantId, text.name, text.zh, text.en, JSON.stringify(text.findings), text.by, text.now],
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
