import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, contact, gateDesk } from '../../test/support/gate.ts';
import { fileComplaint } from '../complaints/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { faultOfProof } from '../record/proofs.ts';
import { sealRecord } from '../record/seals.ts';
import { type EvidencePack, evidencePack, packFile } from './pack.ts';

const desk = gateDesk();

test('the pack of a complaint holds every decision and contact with proofs that stand without the house; PDF and JSON name one hash', async () => {
	await contact(desk);
	await contact(desk, { line: 'no_answer' });
	const filed = await change(desk.door, { act: 'complaint.file', input: {}, debtorId: desk.placed.debtorId }, (act) =>
		fileComplaint(act, { debtorId: desk.placed.debtorId, kind: 'complaint', channel: 'letter', words: '来电太多，请停止。' }),
	);
	if (isRefusal(filed)) throw new Error(filed.code);
	await ask(desk);
	const door = await desk.database.door('compliance');
	await sealRecord(door);
	const id = BigInt(filed.id);
	const pack = await evidencePack(door, id);
	if (isRefusal(pack)) throw new Error(pack.code);
	const { content } = pack;
	expect(content.contacts.map(({ permitted, line, rules }) => [permitted, line, rules])).toEqual([
		[true, 'right_party', []],
		[true, 'no_answer', []],
		[false, null, ['HOLD']],
	]);
	expect(content.complaint).toMatchObject({ words: '来电太多，请停止。', due_on: '2026-12-09' });
	expect(content.recordings.map(({ recording_on: on }) => on)).toEqual([null, null]);
	expect(content.unproved).toEqual([]);
	// Three decisions, two attempts, two outcomes, the complaint’s own row, and the filing in the record.
	expect(content.proofs).toHaveLength(9);
	for (const proof of content.proofs) expect(faultOfProof(proof)).toBeNull();
	const [first] = content.proofs;
	if (!first) throw new Error('no proof');
	expect(faultOfProof({ ...first, content: first.content.replace('true', 'false') })).not.toBeNull();
	const [pdf, json] = [await packFile(door, id, 'pdf'), await packFile(door, id, 'json')];
	if (isRefusal(pdf) || isRefusal(json)) throw new Error('refused');
	expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
	expect(pdf.hash).toBe(json.hash);
	expect((JSON.parse(json.bytes.toString()) as EvidencePack).content_sha256).toBe(pdf.hash);
	writeFileSync(join(mkdtempSync(join(tmpdir(), 'dunwell-pack-')), 'pack.pdf'), pdf.bytes);
	const entries = await desk.database.query<{ input: { sha256: string } }>(`select input from record_entry where act = 'complaint.pack'`);
	expect(entries.map((entry) => entry.input.sha256)).toEqual([pdf.hash, pdf.hash]);
	expect(await evidencePack(door, 999_999n)).toMatchObject({ code: 'thing.not_found' });
});
