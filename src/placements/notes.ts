import type { Sentence } from '../core/refusal.ts';
import { missingWords } from '../law/claim.ts';
import type { CapCounts, Opening } from './stage.ts';

const list = (columns: readonly { heading: string }[]) => columns.map((column) => column.heading).join('、');

/** What the client should know about the columns: refused and quarantined ones, unknown ones kept, other sheets, the place of the header. */
export function columnNotes({ table, recognised }: Opening): Sentence[] {
	const { unlawful, quarantined, unknown } = recognised;
	const named = unknown.filter((column) => (table.headings[column.column] ?? '').trim() !== '');
	const notes: Sentence[] = [];
	if (unlawful.length > 0)
		notes.push({
			zh: `以下列没有合法用途，已拒收并封存，不用于任何联系（个人信息保护法第6条）：${list(unlawful)}`,
			en: `These columns have no lawful use; refused into a sealed note and used for no contact (PIPL art. 6): ${list(unlawful)}`,
		});
	if (quarantined.length > 0)
		notes.push({
			zh: `以下旧催收记录已封存，仅作历史，不用于作业：${list(quarantined)}`,
			en: `Old remarks were sealed as history only: ${list(quarantined)}`,
		});
	if (named.length > 0)
		notes.push({
			zh: `以下列未识别，已原样加密保存：${list(named)}`,
			en: `Unknown columns were kept as they are, sealed: ${list(named)}`,
		});
	notes.push(...table.notes);
	if (table.above.length > 0)
		notes.push({
			zh: `表头在第 ${table.headerRow} 行，其上 ${table.above.length} 行为标题或说明`,
			en: `The header is row ${table.headerRow}; ${table.above.length} rows of titles stand above it`,
		});
	return notes;
}

/** Rows that are no debts. */
export function rowNotes({ totals, notes }: { readonly totals: { readonly count: number }; readonly notes: number }): Sentence[] {
	if (totals.count + notes === 0) return [];
	return [
		{
			zh: `表内 ${totals.count} 行合计、${notes} 行说明或重复表头未作为案件导入`,
			en: `${totals.count} rows of totals and ${notes} of notes or repeated headings were not imported as debts`,
		},
	];
}

export function remarksNote(warned: number): Sentence[] {
	return warned === 0
		? []
		: [{ zh: `${warned} 处内容未采用或存疑，见 warnings`, en: `${warned} values were left out or look doubtful; see warnings` }];
}

/** What the caps on the cost of a loan (CN-IR1 to CN-IR4) made of the rows. */
export function capNotes({ cut, warned, notJudged, missing }: CapCounts): Sentence[] {
	const notes: Sentence[] = [];
	if (cut > 0)
		notes.push({
			zh: `${cut} 行息费高于法定上限，已接收；超出部分不得主张，已从应还中扣除，见 warnings（CN-IR1–CN-IR3、CN-IR5）`,
			en: `${cut} rows claim more interest, penalty and fees than the law allows: taken, with what is above not demandable and off what is owed; see warnings (CN-IR1–CN-IR3, CN-IR5)`,
		});
	if (warned > 0)
		notes.push({
			zh: `${warned} 行息费高于口头窗口指导，按原额接收（CN-IR4）`,
			en: `${warned} rows are above guidance given by word of mouth, and taken as they are (CN-IR4)`,
		});
	if (notJudged > 0)
		notes.push({
			zh: `${notJudged} 行未核对利率上限，缺少：${missing.map((each) => missingWords[each].zh).join('、')}`,
			en: `${notJudged} rows were not held against the rate caps; missing: ${missing.map((each) => missingWords[each].en).join(', ')}`,
		});
	return notes;
}
