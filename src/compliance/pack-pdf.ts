import { factsOfHold } from '../contact/hold-grounds.ts';
import { formatMoney, isCurrency } from '../core/money.ts';
import type { Sentence } from '../core/refusal.ts';
import * as words from '../core/words.ts';
import { holdNames } from '../law/holds.ts';
import type { Cell, Column } from '../reports/cells.ts';
import type { Report, Table } from '../reports/document.ts';
import { pdfOf } from '../reports/pdf.ts';
import type { EvidencePack } from './pack.ts';

const say = (zh: string, en: string): Sentence => ({ zh, en });
const both = ({ zh, en }: Sentence) => `${zh} ${en}`.trim();
const named = (table: words.Words, code: string) => both(words.wordOf(table, code));
const arrangementNames = { promise: say('承诺', 'promise'), plan: say('分期', 'instalment plan') };
const cell = (text: string | null | undefined): Cell => ({
	kind: 'text',
	text: text === null || text === undefined || text === '' ? '–' : text,
});
const table = (
	id: string,
	title: Sentence,
	heads: readonly (readonly [zh: string, en: string, kind?: 'wide' | 'sum'])[],
	rows: readonly (readonly (string | null)[])[],
): Table => ({
	id,
	title,
	columns: heads.map(([zh, en, kind]): Column => ({ head: say(zh, en), read: kind !== 'sum', ...(kind === 'wide' ? { wide: true } : {}) })),
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
						['内容', 'content', 'wide'],
					],
					[
						['类别 kind', named(words.complaintKindText, complaint.kind)],
						['渠道 channel', named(words.complaintChannelText, complaint.channel)],
						['收到 received', at(complaint.received_at)],
						['到期 due', complaint.due_on],
						['债务人 debtor', `${pack.debtor.name_masked} ${pack.debtor.id_masked}`],
						['陈述 words', complaint.words],
						['诉求 wanted', complaint.wanted],
						['处理人 handler', complaint.handler],
						['结论 verdict', complaint.verdict && named(words.verdictText, complaint.verdict)],
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
						['结论', 'verdict'],
						['说明', 'note', 'wide'],
					],
					complaint.events.map((event) => [
						at(event.at),
						named(words.complaintEventText, event.what),
						event.by,
						event.verdict && named(words.verdictText, event.verdict),
						event.note,
					]),
				),
				table(
					'files',
					say('提交的文件', 'Files handed in'),
					[
						['文件', 'file', 'wide'],
						['字节', 'bytes', 'sum'],
						['时间', 'at'],
						['SHA-256', 'SHA-256', 'wide'],
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
						['委案方', 'client', 'wide'],
						['产品', 'product'],
						['状态', 'status'],
						['应还', 'owed', 'sum'],
					],
					pack.debts.map((debt) => [
						debt.reference,
						debt.client,
						named(words.productText, debt.product),
						named(words.debtStatusText, debt.status),
						money(debt.owed_minor, debt.currency),
					]),
				),
				table(
					'payments',
					say('还款', 'Payments'),
					[
						['时间', 'paid'],
						['金额', 'amount', 'sum'],
						['状态', 'state'],
						['流水', 'reference', 'wide'],
					],
					pack.payments.map((each) => [
						at(each.paid_at),
						money(each.amount_minor, each.currency),
						named(words.paymentStateText, each.state),
						each.external_reference,
					]),
				),
				table(
					'arrangements',
					say('承诺与分期', 'Promises and plans'),
					[
						['时间', 'made'],
						['类别', 'what'],
						['金额', 'amount', 'sum'],
						['到期', 'due'],
						['状态', 'state', 'wide'],
					],
					pack.arrangements.map((each) => [
						at(each.made_at),
						named(arrangementNames, each.what),
						money(each.amount_minor, each.currency),
						each.due_on,
						[
							named(each.what === 'plan' ? words.planStateText : words.promiseStateText, each.state),
							...(each.withdrawn_for === null ? [] : [named(words.withdrawnForText, each.withdrawn_for)]),
						].join(' · '),
					]),
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
						['决定', 'decision', 'wide'],
						['结果', 'outcome', 'wide'],
					],
					pack.contacts.map((each) => [
						at(each.asked_at),
						named(words.channelName, each.channel),
						`${named(words.partyRoleText, each.party ?? 'debtor')} ${each.to_masked ?? ''}`,
						each.agent,
						each.permitted ? `许可 permitted #${each.permit_id}` : `拒绝 refused ${each.rules.join(', ')} #${each.permit_id}`,
						each.placed_at === null
							? '未联系 not placed'
							: [
									at(each.placed_at),
									each.line && named(words.lineText, each.line),
									each.said && each.said !== 'none' && named(words.saidText, each.said),
								]
									.filter(Boolean)
									.join('；'),
					]),
				),
				table(
					'messages',
					say('短信原文', 'Messages, word for word'),
					[
						['时间', 'at'],
						['状态', 'state'],
						['模板', 'template'],
						['原文', 'text', 'wide'],
					],
					pack.messages.map((each) => [
						at(each.settled_at ?? each.due_at),
						named(words.messageStateText, each.state),
						`${named(words.templateText, each.template)} v${each.text_version ?? 0}`,
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
						['已告知并录音', 'announced and on', 'wide'],
						['线路方编号', 'provider’s number', 'wide'],
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
						['提出方式、律师', 'how it was put, attorney', 'wide'],
						['依据', 'evidence', 'wide'],
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
						['依据', 'evidence', 'wide'],
					],
					pack.wishes.wishes.map((wish) => [named(words.wishText, wish.kind), at(wish.said_at), at(wish.ended_at), wish.evidence]),
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
						['人员', 'by', 'wide'],
					],
					pack.entries.map((entry) => [entry.id, at(entry.at), entry.act, entry.code ?? entry.outcome, entry.actor]),
				),
			]),
		],
	};
	return pdfOf(report);
}
