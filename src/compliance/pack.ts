import { createHash } from 'node:crypto';
import { complaintView } from '../complaints/actions.ts';
import { packedFiles } from '../complaints/files.ts';
import { factsOfHold } from '../contact/hold-grounds.ts';
import { wishesOfDebtor } from '../contact/wishes.ts';
import { formatMoney, isCurrency } from '../core/money.ts';
import { isRefusal, type Refusal, type Sentence } from '../core/refusal.ts';
import { findDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import { holdNames } from '../law/holds.ts';
import { change, type Door } from '../record/change.ts';
import { type Proof, proofOf } from '../record/proofs.ts';
import type { CoveredTable, Source } from '../record/seals.ts';
import type { Cell, Column } from '../reports/cells.ts';
import type { Report, Table } from '../reports/document.ts';
import { pdfOf } from '../reports/pdf.ts';
import { loadTenant } from '../tenants/store.ts';
import { loadHolds } from '../contact/view.ts';
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

const say = (zh: string, en: string): Sentence => ({ zh, en });
const both = ({ zh, en }: Sentence) => `${zh} ${en}`.trim();
const cell = (text: string | null | undefined): Cell => ({
	kind: 'text',
	text: text === null || text === undefined || text === '' ? '–' : text,
});
const table = (
	id: string,
	title: Sentence,
	heads: readonly (readonly [string, string, boolean?])[],
	rows: readonly (readonly (string | null)[])[],
): Table => ({
	id,
	title,
	columns: heads.map(([zh, en, wide]): Column => ({ head: say(zh, en), ...(wide ? { wide } : {}) })),
	rows: rows.length > 0 ? rows.map((row) => row.map(cell)) : [heads.map((_, i) => cell(i === 0 ? '无 none' : ''))],
});

/** The pack as a PDF: what people read; the JSON beside it is what is checked. */
export function packPdf({ content: pack, made_at: madeAt, made_by: madeBy, content_sha256: hash }: EvidencePack, zone: string): Buffer {
	const at = (instant: string | null) =>
		instant === null
			? null
			: Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
	const money = (minor: number, currency: string) =>
		isCurrency(currency) ? formatMoney({ minor: BigInt(minor), currency }) : `${minor} ${currency}`;
	const { complaint } = pack;
	const section = (id: string, title: Sentence, tables: readonly Table[], note?: Sentence) => ({
		id,
		title,
		charts: [],
		tables,
		...(note ? { note } : {}),
	});
	const report: Report = {
		title: say(`证据包 投诉 ${complaint.id}`, `Evidence pack, complaint ${complaint.id}`),
		agency: pack.agency,
		client: null,
		lines: [
			say(`制作 ${at(madeAt)}（${zone}），${madeBy}`, `made ${at(madeAt)} (${zone}) by ${madeBy}`),
			say(`内容 SHA-256（JSON 中 content_sha256）：${hash}`, `SHA-256 of the content (content_sha256 in the JSON): ${hash}`),
		],
		tiles: [],
		definitions: [
			say(
				`随附 JSON 含 ${pack.proofs.length} 份记录证明，可用 dunwell record check-proof 离线核验；${pack.unproved.length} 行尚未封存或超出单包上限。`,
				`the JSON beside this holds ${pack.proofs.length} record proofs, checked offline by dunwell record check-proof; ${pack.unproved.length} rows are not sealed yet or beyond the most of one pack`,
			),
			say('本系统不产生通话录音；录音由线路提供方保存。', 'this system makes no recordings of calls; they are with the line’s provider'),
		],
		sections: [
			section('complaint', say('事项', 'What was brought'), [
				table(
					'case',
					say('事项', 'Case'),
					[
						['项目', 'item'],
						['内容', 'content', true],
					],
					[
						['类别 kind', complaint.kind],
						['渠道 channel', complaint.channel],
						['收到 received', at(complaint.received_at)],
						['到期 due', complaint.due_on],
						['债务人 debtor', `${pack.debtor.name_masked} ${pack.debtor.id_masked}`],
						['陈述 words', complaint.words],
						['诉求 wanted', complaint.wanted],
						['处理人 handler', complaint.handler],
						['结论 verdict', complaint.verdict],
						['答复 answer', complaint.answer],
					],
				),
				table(
					'events',
					say('经过', 'Timeline'),
					[
						['时间', 'at'],
						['事项', 'what'],
						['人员', 'by'],
						['说明', 'note', true],
					],
					complaint.events.map((event) => [at(event.at), event.what, event.by, event.note]),
				),
				table(
					'files',
					say('提交的文件', 'Files handed in'),
					[
						['文件', 'file', true],
						['字节', 'bytes'],
						['时间', 'at'],
						['SHA-256', 'SHA-256', true],
					],
					pack.files.map((file) => [file.name, String(file.bytes), at(file.added_at), file.sha256]),
				),
			]),
			section('debts', say('债务与还款', 'Debts and payments'), [
				table(
					'debts',
					say('债务', 'Debts'),
					[
						['编号', 'reference'],
						['委案方', 'client', true],
						['产品', 'product'],
						['状态', 'status'],
						['应还', 'owed'],
					],
					pack.debts.map((debt) => [debt.reference, debt.client, debt.product, debt.status, money(debt.owed_minor, debt.currency)]),
				),
				table(
					'payments',
					say('还款', 'Payments'),
					[
						['时间', 'paid'],
						['金额', 'amount'],
						['状态', 'state'],
						['流水', 'reference', true],
					],
					pack.payments.map((each) => [at(each.paid_at), money(each.amount_minor, each.currency), each.state, each.external_reference]),
				),
				table(
					'arrangements',
					say('承诺与分期', 'Promises and plans'),
					[
						['时间', 'made'],
						['类别', 'what'],
						['金额', 'amount'],
						['到期', 'due'],
						['状态', 'state'],
					],
					pack.arrangements.map((each) => [at(each.made_at), each.what, money(each.amount_minor, each.currency), each.due_on, each.state]),
				),
			]),
			section('contacts', say('全部联系与决定', 'Every contact and decision'), [
				table(
					'contacts',
					say('联系', 'Contacts'),
					[
						['时间', 'at'],
						['方式', 'channel'],
						['对象', 'to'],
						['人员', 'agent'],
						['决定', 'decision', true],
						['结果', 'outcome', true],
					],
					pack.contacts.map((each) => [
						at(each.asked_at),
						each.channel,
						`${each.party ?? 'debtor'} ${each.to_masked ?? ''}`,
						each.agent,
						each.permitted ? `许可 permitted #${each.permit_id}` : `拒绝 refused ${each.rules.join(', ')} #${each.permit_id}`,
						each.placed_at === null ? '未联系 not placed' : `${at(each.placed_at)} ${each.line ?? '–'} × ${each.said ?? '–'}`,
					]),
				),
				table(
					'messages',
					say('短信原文', 'Messages, word for word'),
					[
						['时间', 'at'],
						['状态', 'state'],
						['模板', 'template'],
						['原文', 'text', true],
					],
					pack.messages.map((each) => [
						at(each.settled_at ?? each.due_at),
						each.state,
						`${each.template} v${each.text_version ?? 0}`,
						each.text ?? each.reason,
					]),
				),
			]),
			section('recordings', say('通话录音', 'Recordings of calls'), [
				table(
					'recordings',
					say('逐通', 'Call by call'),
					[
						['通话', 'attempt'],
						['时间', 'at'],
						['须录音', 'required'],
						['已告知并录音', 'announced and on', true],
						['线路方编号', 'provider’s number', true],
					],
					pack.recordings.map((call) => [
						call.attempt_id,
						at(call.placed_at),
						call.required ? '是 yes' : '否 no',
						'未知：无线路接入 unknown: no line',
						'无 none',
					]),
				),
			]),
			section('holds', say('停催与意愿', 'Holds and wishes'), [
				table(
					'holds',
					say('停催', 'Holds'),
					[
						['原因', 'kind'],
						['自', 'from'],
						['至', 'until'],
						['解除', 'lifted'],
						['提出方式、律师', 'how it was put, attorney', true],
						['依据', 'evidence', true],
					],
					pack.holds.map((hold) => [
						both(holdNames[hold.kind]),
						at(hold.from_at),
						at(hold.until_at),
						at(hold.lifted_at),
						factsOfHold(hold).map(both).join('；'),
						[hold.ground && both(hold.ground), hold.words].filter(Boolean).join('\n'),
					]),
				),
				table(
					'wishes',
					say('意愿', 'Wishes'),
					[
						['类别', 'kind'],
						['提出', 'said'],
						['结束', 'ended'],
						['依据', 'evidence', true],
					],
					pack.wishes.wishes.map((wish) => [wish.kind, at(wish.said_at), at(wish.ended_at), wish.evidence]),
				),
			]),
			section('record', say('记录', 'The record'), [
				table(
					'entries',
					say('记录条目', 'Entries'),
					[
						['编号', 'entry'],
						['时间', 'at'],
						['行为', 'act'],
						['结果', 'outcome'],
						['人员', 'by', true],
					],
					pack.entries.map((entry) => [entry.id, at(entry.at), entry.act, entry.code ?? entry.outcome, entry.actor]),
				),
			]),
		],
	};
	return pdfOf(report);
}
