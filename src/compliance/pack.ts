import { createHash } from 'node:crypto';
import { complaintView } from '../complaints/actions.ts';
import { packedFiles } from '../complaints/files.ts';
import { wishesOfDebtor } from '../contact/wishes.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { findDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { type Proof, proofOf } from '../record/proofs.ts';
import type { CoveredTable, Source } from '../record/seals.ts';
import { loadTenant } from '../tenants/store.ts';
import { loadHolds } from '../contact/view.ts';
import { packPdf } from './pack-pdf.ts';
import { packArrangements, packContacts, packDebts, packEntries, packMessages, packPayments } from './pack-store.ts';

/** The most rows a pack brings a proof of its own for: each is some kilobytes. Others are named with their number, and `record proof` writes theirs. */
const proofsMax = 400;

/**
 * Everything about one complaint that a regulator, a client or a court asks for: what was brought and answered, every decision and contact, every message word for word, money,
 * holds, wishes, the record's entries, and for each sealed row its inclusion proof, checked by `record check-proof` without this house. Refusal: `thing.not_found`.
 */
export async function evidencePack(door: Door, complaintId: bigint) {
	const complaint = await complaintView(door, complaintId);
	if (isRefusal(complaint)) return complaint;
	const debtorId = BigInt(complaint.debtor_id);
	const wishes = await wishesOfDebtor(door, debtorId);
	if (isRefusal(wishes)) return wishes;
	const files = await packedFiles(door, complaintId);
	const found = await inTenant(door.pool, door.tenantId, async (tx) => ({
		tenant: await loadTenant(tx),
		debtor: await findDebtor(tx, debtorId),
		debts: await packDebts(tx, debtorId),
		contacts: await packContacts(tx, debtorId),
		messages: await packMessages(tx, debtorId),
		payments: await packPayments(tx, debtorId),
		arrangements: await packArrangements(tx, debtorId),
		holds: await loadHolds(tx, door.vault, debtorId),
		entries: await packEntries(tx, debtorId),
	}));
	const rows: { source: Source | CoveredTable; id: bigint | string }[] = [
		...found.contacts.flatMap((each) => [
			{ source: 'contact_permit' as const, id: each.permit_id },
			...(each.attempt_id === null ? [] : [{ source: 'contact_attempt' as const, id: each.attempt_id }]),
			...(each.attempt_id === null || each.line === null ? [] : [{ source: 'contact_outcome' as const, id: each.attempt_id }]),
		]),
		...found.entries.map((each) => ({ source: 'record_entry' as const, id: each.id })),
		{ source: 'complaint', id: complaintId },
		...files.map((file) => ({ source: 'complaint_file' as const, id: file.id })),
	];
	const proofs: Proof[] = [];
	const unproved: string[] = [];
	for (const row of rows) {
		const proof = proofs.length < proofsMax ? await proofOf(door, row.source, String(row.id)) : null;
		if (proof && !isRefusal(proof)) proofs.push(proof);
		else unproved.push(`${row.source} ${row.id}`);
	}
	const plain = (value: Temporal.Instant | Temporal.PlainDate | null) => value?.toString() ?? null;
	const content = {
		kind: 'dunwell evidence pack' as const,
		agency: found.tenant.name,
		complaint,
		debtor: { id: complaint.debtor_id, name_masked: found.debtor?.name_masked ?? '', id_masked: found.debtor?.id_masked ?? '' },
		debts: found.debts.map((each) => ({ ...each, owed_minor: Number(each.owed_minor), placed_on: each.placed_on.toString() })),
		contacts: found.contacts.map((each) => ({
			...each,
			permit_id: String(each.permit_id),
			attempt_id: each.attempt_id === null ? null : String(each.attempt_id),
			asked_at: each.asked_at.toString(),
			placed_at: plain(each.placed_at),
			ended_at: plain(each.ended_at),
		})),
		messages: found.messages.map(({ text_sealed: sealed, ...each }) => ({
			...each,
			id: String(each.id),
			attempt_id: each.attempt_id === null ? null : String(each.attempt_id),
			due_at: each.due_at.toString(),
			settled_at: plain(each.settled_at),
			text: sealed && door.vault.open(sealed, `message ${each.id}`),
		})),
		/** What was handed in, and its hash; the bytes as far as the pack stays a file that can be sent. */
		files,
		/**
		 * Every call that was placed. This installation has no telephone line of its own, so it cannot see whether a line recorded: where calls are recorded, the recording and its number are with
		 * the line's provider, to be found by the attempt's number and time. What was required is what the permit demanded.
		 */
		recordings: found.contacts.flatMap((each) =>
			each.channel === 'voice' && each.attempt_id !== null
				? [
						{
							attempt_id: String(each.attempt_id),
							placed_at: plain(each.placed_at),
							required: each.obligations.includes('announce_recording'),
							announced: null,
							recording_on: null,
							provider_reference: null,
						},
					]
				: [],
		),
		payments: found.payments.map((each) => ({ ...each, amount_minor: Number(each.amount_minor), paid_at: each.paid_at.toString() })),
		arrangements: found.arrangements.map((each) => ({
			...each,
			amount_minor: Number(each.amount_minor),
			made_at: each.made_at.toString(),
			due_on: each.due_on.toString(),
		})),
		holds: found.holds,
		wishes,
		entries: found.entries.map((each) => ({ ...each, id: String(each.id), at: each.at.toString() })),
		proofs,
		/** Not sealed yet, or beyond the most proofs of one pack. */
		unproved,
	};
	// Made twice from the same facts it is the same: the PDF and the JSON of a case name one hash, whoever makes them and when.
	const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
	return { made_at: door.clock.now().toString(), made_by: door.actor.name, content_sha256: sha256, content };
}

export type EvidencePack = Exclude<Awaited<ReturnType<typeof evidencePack>>, Refusal>;

export type PackFile = { readonly name: string; readonly type: string; readonly bytes: Buffer; readonly hash: string };

/** One file of the pack; that it left the house is recorded with the hash of its JSON. Refusal: `thing.not_found`. */
export async function packFile(door: Door, complaintId: bigint, format: 'pdf' | 'json'): Promise<PackFile | Refusal> {
	const pack = await evidencePack(door, complaintId);
	if (isRefusal(pack)) return pack;
	const hash = pack.content_sha256;
	const { zone } = await inTenant(door.pool, door.tenantId, loadTenant);
	const bytes = format === 'json' ? Buffer.from(`${JSON.stringify(pack, null, '\t')}\n`) : packPdf(pack, zone);
	await change(door, { act: 'complaint.pack', input: { complaint: complaintId, format, sha256: hash } }, async () => ({
		sha256: hash,
	}));
	const type = format === 'json' ? 'application/json; charset=utf-8' : 'application/pdf';
	return { name: `evidence-${complaintId}.${format}`, type, bytes, hash };
}
