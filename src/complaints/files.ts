import { createHash } from 'node:crypto';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { lockDebtor, mayOpen } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import type { Act, Door } from '../record/change.ts';
import type { FileType } from './rules.ts';
import type { FileView } from './shapes.ts';
import { countFiles, type FileRow, findComplaint, findFile, insertFile, listFiles } from './store.ts';

export const fileBytesMax = 5 * 2 ** 20;
export const filesMax = 10;
const context = (id: bigint) => `complaint file ${id}`;

/** What a file is by its first bytes; null: nothing that is taken. A text is UTF-8 without control characters. */
function kindOfFile(bytes: Uint8Array): FileType | null {
	const begins = (...start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);
	if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
	if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
	if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return /[^\P{Cc}\t\r\n]/u.test(text) ? null : 'text/plain';
	} catch {
		return null;
	}
}

export type NewFile = { readonly name: string; readonly bytes: Buffer };

/** What the record keeps of a file: never its name, which may name people. */
export const fileFacts = ({ bytes }: NewFile) => ({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });

export const sizeRefusal: Refusal = refuse('complaint.file_too_large', { megabytes: String(fileBytesMax / 2 ** 20) });

/** Why a file is not taken, whatever it belongs to. Refusals: `complaint.file_too_large`, `complaint.file_type`. */
export function fileRefusal({ bytes }: NewFile): Refusal | null {
	if (bytes.length === 0 || bytes.length > fileBytesMax) return sizeRefusal;
	return kindOfFile(bytes) === null ? refuse('complaint.file_type') : null;
}

/**
 * Keeps what was handed in with a complaint, sealed, with the hash of what was handed in. What it is, is read from its bytes and not from its name. An
 * agent hands in what a debtor they may open gave them. Refusals: `thing.not_found`, `complaint.file_too_large`, `complaint.file_type`, `complaint.too_many_files`,
 * `complaint.handler_involved` (it is about them), `complaint.wrong_state` (closed: what comes in afterwards opens it again, or another).
 */
export async function addFile(act: Act, complaintId: bigint, file: NewFile): Promise<{ id: string; sha256: string } | Refusal> {
	const wrong = fileRefusal(file);
	if (wrong) return wrong;
	const type = kindOfFile(file.bytes) as FileType;
	const nothing = refuse('thing.not_found', { what: 'complaint', id: String(complaintId) });
	const found = await findComplaint(act.tx, complaintId);
	if (!found) return nothing;
	lockDebtor(act.tx, found.debtor_id);
	if (act.actor.role === 'agent' && !(await mayOpen(act.tx, { agentId: act.actor.id, now: act.now }, found.debtor_id))) return nothing;
	const row = await findComplaint(act.tx, complaintId, true);
	if (!row) return nothing;
	if (row.about_login === act.actor.id) return refuse('complaint.handler_involved', { name: act.actor.name, how: 'complained about' });
	if (row.state === 'closed') return refuse('complaint.wrong_state', { state: row.state });
	if ((await countFiles(act.tx, row)) >= filesMax) return refuse('complaint.too_many_files', { count: String(filesMax) });
	const { sha256 } = fileFacts(file);
	const id = await insertFile(
		act.tx,
		{
			debtorId: row.debtor_id,
			complaintId,
			// A name of a path or with line breaks would be one in somebody's headers later.
			name: file.name.replace(/[\p{Cc}/\\"]/gu, '_').slice(0, 200) || 'file',
			type,
			bytes: file.bytes.length,
			sha256: Buffer.from(sha256, 'hex'),
			by: act.actor.id,
			at: act.now,
		},
		(made) => act.vault.seal(file.bytes.toString('base64'), context(made)),
	);
	act.tell('complaints');
	return { id: String(id), sha256 };
}

export const fileView = (row: FileRow): FileView => ({
	id: String(row.id),
	name: row.name,
	type: row.type,
	bytes: row.bytes,
	sha256: row.sha256.toString('hex'),
	added_by: row.added_by_name,
	added_at: row.added_at.toString(),
});

/** A file as it was handed in. Refusal: `thing.not_found`. */
export async function openFile(door: Door, complaintId: bigint, fileId: bigint): Promise<{ view: FileView; bytes: Buffer } | Refusal> {
	const row = await inTenant(door.pool, door.tenantId, (tx) => findFile(tx, complaintId, fileId));
	// Emptied when its debtor was erased: its hash stays, what it said does not.
	if (!row || row.sealed.length === 0) return refuse('thing.not_found', { what: 'file', id: String(fileId) });
	return { view: fileView(row), bytes: Buffer.from(door.vault.open(row.sealed, context(row.id)), 'base64') };
}

const packedBytesMax = 20 * 2 ** 20;

/** The files of a complaint for its evidence pack, in base64 as far as the pack stays a file one can send; each is named with its hash in any case. */
export async function packedFiles(door: Door, complaintId: bigint): Promise<(FileView & { content_base64: string | null })[]> {
	const views = (await inTenant(door.pool, door.tenantId, (tx) => listFiles(tx, complaintId))).map(fileView);
	let packed = 0;
	const files: (FileView & { content_base64: string | null })[] = [];
	for (const view of views) {
		packed += view.bytes;
		const opened = packed <= packedBytesMax ? await openFile(door, complaintId, BigInt(view.id)) : null;
		files.push({ ...view, content_base64: opened && !isRefusal(opened) ? opened.bytes.toString('base64') : null });
	}
	return files;
}
