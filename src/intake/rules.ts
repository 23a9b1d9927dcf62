import { isCurrency } from '../core/money.ts';
import type { Sentence } from '../core/refusal.ts';
import { isTotalsRow, normalise } from './cells.ts';
import type { Field } from './fields.ts';
import type { Problem } from './problems.ts';
import { personFacts, simplify, synonyms } from './synonyms.ts';

export type { Field } from './fields.ts';

/** Several columns may add up to one component (违约金 and 滞纳金 are both penalty), so a component takes many columns, others one. */
const additive: ReadonlySet<string> = new Set([
	'penalty',
	'costs',
	'interest',
	'remark',
	'old_remarks',
	'unlawful',
	'phone',
	'home_phone',
	'work_phone',
]);

type Known = { readonly field: Field; readonly rank: number };

/** Heading → what it means and how surely: of two headings of one field the one that stands earlier in the list is taken. */
const lookup: ReadonlyMap<string, Known> = new Map(
	(Object.entries(synonyms) as [Field, readonly string[]][]).flatMap(([field, names]) =>
		names.map((name, rank) => [simplify(name), { field, rank }] as const),
	),
);
const factLookup: ReadonlyMap<string, keyof typeof personFacts> = new Map(
	(Object.entries(personFacts) as [keyof typeof personFacts, readonly string[]][]).flatMap(([fact, names]) =>
		names.map((name) => [name, fact] as const),
	),
);

/** Due dates of a contract, not of the debt: taken for the overdue date only when the file gives no days past due. */
const weakDueDates: ReadonlySet<string> = new Set([
	'到期日',
	'应还款日',
	'最后还款日',
	'应还日期',
	'应还款日期',
	'最后还款日期',
	'duedate',
]);

/** Words that make a heading unlawful or a quarantined remark wherever they stand in it (`客户微信号`, `上家催记`). */
const unlawfulWords = /qq|微信|wechat|社保|公积金|医保|通讯录|通话详单/;
const remarkWords = /催记|催收(记录|小结|结果|情况|历史)|跟进记录|外访记录|可联|网搜/;

/** A heading without what clients decorate it with: `*委案金额（元）` → `委案金额`. A number in brackets stays: 联系人(1). */
export function bareHeading(heading: string): string {
	return simplify(normalise(heading))
		.replace(/[([【]\s*(\d{1,2})\s*[)\]】]/g, '$1')
		.replace(/\(.*?\)|\[.*?\]|【.*?】/g, '')
		.replace(/[\s*:：_\-./"'“”#]/g, '')
		.toLowerCase();
}

/** The unit a heading names: 委案金额(万元). */
export function unitOf(heading: string): '元' | '分' | '万元' | undefined {
	const unit = /[(（[【]\s*(?:单位[:：]?\s*)?(?:人民币)?(万元|元|分)\s*[)）\]】]/.exec(heading)?.[1];
	return unit === '万元' || unit === '分' ? unit : undefined;
}

const personPrefix =
	/^(?:第)?([一二三四五六七八九十\d]{0,2})(紧急联系人|联系人|联络人|第三方|亲属|contact|配偶|担保人|保证人|共同借款人|共借人|guarantor|coborrower)([一二三四五六七八九十]|\d{0,2})(.*)$/;
const debtorPrefix = /^(?:本人|债务人|主借款人|借款人|主贷人|主债务人|持卡人|客户|案人|用户|欠款人|被催收人|debtor|customer|borrower)(.+)$/;
const ofDebtor: ReadonlySet<Field> = new Set([
	'name',
	'id_number',
	'id_type',
	'phone',
	'home_phone',
	'work_phone',
	'email',
	'address',
	'home_address',
	'work_address',
	'registered_address',
	'employer',
]);

/** What one heading means, or null. */
export function fieldOf(heading: string): Field | null {
	return knownOf(heading)?.field ?? null;
}

const knownHeadings = new Map<string, Known | null>();
/** Cells of the first rows are looked up too, so what is remembered is bounded. */
const knownMax = 5_000;

function knownOf(heading: string): Known | null {
	const before = knownHeadings.get(heading);
	if (before !== undefined) return before;
	const found = heading.length > 60 ? null : lookUp(heading);
	if (knownHeadings.size < knownMax) knownHeadings.set(heading, found);
	return found;
}

function lookUp(heading: string): Known | null {
	const bare = bareHeading(heading);
	if (bare === '') return null;
	// 姓名(联系人1) is 联系人1姓名.
	const turned = /^(.*?)[(（【]((?:紧急)?联系人|联络人|担保人|保证人|共同借款人|配偶)(\d{0,2})[)）】]$/.exec(normalise(heading));
	const known = turned ? undefined : lookup.get(bare);
	if (known) return known;
	const person = personPrefix.exec(turned ? bareHeading(`${turned[2]}${turned[3]}${turned[1]}`) : bare);
	if (person) return personField(person);
	const numbered = lookup.get(bare.replace(/\d{1,2}$/, ''));
	if (numbered && additive.has(numbered.field)) return { ...numbered, rank: numbered.rank + 100 };
	const own = lookup.get(debtorPrefix.exec(bare)?.[1] ?? '');
	if (own && ofDebtor.has(own.field)) return { ...own, rank: own.rank + 100 };
	if (unlawfulWords.test(bare)) return { field: 'unlawful', rank: 0 };
	return remarkWords.test(bare) ? { field: 'old_remarks', rank: 0 } : null;
}

function personField([, before = '', word = '', number = '', rest = '']: RegExpExecArray): Known | null {
	if (unlawfulWords.test(rest)) return { field: 'unlawful', rank: 0 };
	const role = /^(担保|保证|guarantor)/.test(word)
		? 'guarantor'
		: /借|coborrower/.test(word)
			? 'co_borrower'
			: word === '配偶'
				? 'spouse'
				: 'contact';
	// 联系人手机1 as well as 联系人1手机.
	const trailing = /^(.*?)(\d{1,2})$/.exec(rest);
	const fact = factLookup.get(rest) ?? (trailing ? factLookup.get(trailing[1] ?? '') : undefined);
	if (!fact) return null;
	const place = placeOf(number) ?? placeOf(before) ?? (factLookup.has(rest) ? null : placeOf(trailing?.[2] ?? '')) ?? 1;
	return { field: `${role}${place}.${fact}`, rank: 0 };
}

/** `2`, `二` → 2. */
function placeOf(text: string): number | null {
	if (text === '') return null;
	const chinese = '一二三四五六七八九十'.indexOf(text);
	return chinese >= 0 ? chinese + 1 : /^\d+$/.test(text) ? Number(text) : null;
}

/** Whether a text names a field; for mappings that came as JSON. */
export function isField(text: string): text is Field {
	return (
		Object.hasOwn(synonyms, text) ||
		text === 'debt_reference' ||
		(/^(contact|spouse|guarantor|co_borrower)\d{1,2}\.(\w+)$/.test(text) && Object.hasOwn(personFacts, text.split('.')[1] ?? ''))
	);
}

/** A saved mapping: heading as it stands in the file → field (null: keep as unknown), and hints the file itself cannot tell. */
export type Mapping = {
	readonly columns?: Readonly<Record<string, Field | null>>;
	readonly unit?: '元' | '分' | '万元';
	readonly dateOrder?: 'dmy' | 'mdy';
	readonly decimalComma?: boolean;
	readonly currency?: string;
	readonly product?: string;
	/** The component a lone total stands for; principal unless said. */
	readonly totalAs?: 'costs' | 'interest' | 'penalty' | 'principal';
	readonly headerRow?: number;
	readonly sheet?: string;
	readonly encoding?: string;
};

const text = (value: unknown) => typeof value === 'string' && value !== '';
const oneOf =
	(...values: readonly string[]) =>
	(value: unknown) =>
		values.includes(value as string);
const mappingChecks: Readonly<Record<keyof Mapping, (value: unknown) => boolean>> = {
	columns: (value) =>
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		Object.values(value).every((field) => field === null || (typeof field === 'string' && isField(field))),
	unit: oneOf('元', '分', '万元'),
	dateOrder: oneOf('dmy', 'mdy'),
	decimalComma: (value) => typeof value === 'boolean',
	currency: (value) => typeof value === 'string' && isCurrency(value),
	product: text,
	totalAs: oneOf('costs', 'interest', 'penalty', 'principal'),
	headerRow: (value) => Number.isInteger(value) && (value as number) > 0,
	sheet: text,
	encoding: text,
};

/** A mapping from JSON, or the name of what is wrong with it. */
export function mappingOf(value: unknown): Mapping | { readonly wrong: string } {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return { wrong: 'not an object' };
	for (const [name, given] of Object.entries(value)) {
		if (!Object.hasOwn(mappingChecks, name)) return { wrong: `unknown name ${name.slice(0, 40)}` };
		if (name === 'columns' && typeof given === 'object' && given !== null) {
			const strange = Object.values(given).find((field) => field !== null && (typeof field !== 'string' || !isField(field)));
			if (strange !== undefined) return { wrong: `unknown field ${String(strange).slice(0, 40)}` };
		}
		if (!mappingChecks[name as keyof Mapping](given)) return { wrong: name };
	}
	return value;
}

export type Column = { readonly column: number; readonly heading: string };
export type Recognised = {
	/** Column number (from 0) → field. */
	readonly fields: ReadonlyMap<number, Field>;
	readonly units: ReadonlyMap<number, '元' | '分' | '万元'>;
	/** Headings nothing is known about (also blank ones); their cells are kept, sealed. */
	readonly unknown: readonly Column[];
	/** Headings with no lawful use: refused into a sealed note, never a contact point (PIPL 6). */
	readonly unlawful: readonly Column[];
	readonly quarantined: readonly Column[];
	/** Second columns of a field that takes one; kept as unknown. */
	readonly repeated: readonly string[];
};

/** What the columns begin with that the error file adds; of a mended file they are passed over. */
export const errorColumnPrefix = '导入问题';

/** Reads the headings of a table. The mapping, where given, decides; the synonyms do the rest. */
export function recogniseColumns(headings: readonly string[], mapping: Mapping = {}): Recognised {
	const mapped = new Map(Object.entries(mapping.columns ?? {}).map(([heading, field]) => [bareHeading(heading), field]));
	const candidates = headings.map((heading, column) => {
		const chosen = mapping.columns && Object.hasOwn(mapping.columns, heading) ? mapping.columns[heading] : mapped.get(bareHeading(heading));
		const known: Known | null = chosen === undefined ? knownOf(heading) : chosen === null ? null : { field: chosen, rank: -1 };
		return { column, heading, known };
	});
	const daysGiven = candidates.some(({ known }) => known?.field === 'days_past_due');
	const weak = ({ heading, known }: (typeof candidates)[number]) =>
		daysGiven && known?.field === 'overdue_since' && known.rank >= 0 && weakDueDates.has(bareHeading(heading));
	// Of several columns of one field, the surest heading has it.
	const best = new Map<Field, number>();
	for (const each of candidates) {
		if (!each.known || weak(each)) continue;
		const other = best.get(each.known.field);
		if (other === undefined || each.known.rank < (candidates[other]?.known?.rank ?? 0)) best.set(each.known.field, each.column);
	}
	const fields = new Map<number, Field>();
	const units = new Map<number, '元' | '分' | '万元'>();
	const unknown: Column[] = [];
	const unlawful: Column[] = [];
	const quarantined: Column[] = [];
	const repeated: string[] = [];
	for (const each of candidates) {
		const { column, heading, known } = each;
		if (heading.startsWith(errorColumnPrefix)) continue;
		if (!known || weak(each)) unknown.push({ column, heading: heading.trim() === '' ? `第${column + 1}列` : heading });
		else if (known.field === 'unlawful') unlawful.push({ column, heading });
		else if (known.field === 'old_remarks') quarantined.push({ column, heading });
		else if (best.get(known.field) !== column && !additive.has(known.field)) {
			repeated.push(heading);
			unknown.push({ column, heading });
		} else {
			fields.set(column, known.field);
			const unit = unitOf(heading) ?? mapping.unit;
			if (unit) units.set(column, unit);
		}
	}
	return { fields, units, unknown, unlawful, quarantined, repeated };
}

/** How much a row looks like the header of a table: recognised headings count, numbers and long sentences count against. */
export function headingScore(cells: readonly string[], known: ReadonlySet<string> = new Set()): number {
	let score = 0;
	for (const cell of cells) {
		const shown = normalise(cell);
		if (shown === '') continue;
		if (known.has(bareHeading(cell))) score += 4;
		else if (fieldOf(cell)) score += 3;
		else if (/^[\d.,%¥$/:\s-]+$/.test(shown)) score -= 1;
		else if ([...shown].length > 30) score -= 1;
		else score += 0.1;
	}
	return score;
}

/** The header's place among the first rows (from 0), or -1 when no row has two recognised headings. */
export function headerAmong(rows: readonly (readonly string[])[], known?: ReadonlySet<string>): number {
	let best = -1;
	let bestScore = 5;
	for (const [i, cells] of rows.entries()) {
		const score = headingScore(cells, known);
		if (score > bestScore) {
			best = i;
			bestScore = score;
		}
	}
	return best;
}

const isNumberLike = (cell: string) => /^[-+(]?[¥￥$€£]?[\d.,:/%\sTZ年月日-]+\)?$/.test(cell) && /\d/.test(cell);

/**
 * Where no heading is known: the first row that is filled nearly as wide as the table, holds no number and no long sentence, and has another
 * row below it. -1 when there is none (a file without headings).
 */
export function likelyHeader(rows: readonly (readonly string[])[]): number {
	const filled = rows.map((cells) => cells.map(normalise).filter((cell) => cell !== ''));
	const widest = Math.max(0, ...filled.map((cells) => cells.length));
	return filled.findIndex(
		(cells, i) =>
			cells.length > 0 &&
			cells.length >= widest * 0.6 &&
			!cells.some(isNumberLike) &&
			cells.every((cell) => [...cell].length <= 60) &&
			filled.slice(i + 1).some((below) => below.length > 0),
	);
}

/**
 * Joins a two-row header: a group row (联系人1 over three columns, merged or only in the first of them) above a row of facts (姓名, 关系, 手机).
 * Null when `below` is no second header row.
 */
export function joinHeader(above: readonly string[], below: readonly string[]): string[] | null {
	let facts = 0;
	let grouped = 0;
	let data = 0;
	let group = '';
	const joined = Array.from({ length: Math.max(above.length, below.length) }, (_, i) => {
		const over = above[i] ?? '';
		const cell = below[i] ?? '';
		const bare = bareHeading(cell);
		if (over.trim() !== '') group = over;
		if (bare === '') return over;
		if (factLookup.has(bare) && fieldOf(group)?.includes('.')) {
			facts++;
			grouped++;
			return `${group.trim()}${cell.trim()}`;
		}
		if (fieldOf(cell) ?? fieldOf(`${group}${cell}`)) {
			facts++;
			return fieldOf(cell) ? cell : `${group.trim()}${cell.trim()}`;
		}
		data++;
		return over.trim() === '' ? cell : over;
	});
	// One text alone above the header is a title.
	const groups = new Set(above.map((cell) => cell.trim()).filter((cell) => cell !== ''));
	return facts >= 2 && facts > data && (grouped > 0 || groups.size > 1) ? joined : null;
}

const signOff =
	/^(注|备注|说明|制表|审核|复核|经办|填表|打印|导出|日期|时间|单位|联系人|note|source|prepared)(人|时间|日期|员)?\s*[:：1-9]/i;

/** Whether a row below the table is a note and not a debt: a sentence alone, or nothing but sign-offs (制表人：… 审核：…). */
export function isNoteRow(cells: readonly string[]): boolean {
	const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
	if (cells.length < 3 || filled.length === 0 || filled.length > 4) return false;
	if (filled.every((cell) => signOff.test(cell))) return true;
	return filled.length === 1 && (/^(注|备注|说明|制表|审核|note)/i.test(filled[0] ?? '') || [...(filled[0] ?? '')].length > 20);
}

export type RowKind = 'data' | 'total' | 'note' | 'empty' | 'header';

/** What a row is: a debt, a total, a note, the header once more (page breaks of a print), or nothing at all. */
export function kindOfRow(cells: readonly string[], headings: readonly string[] = []): RowKind {
	if (cells.every((cell) => cell === '' || cell.trim() === '')) return 'empty';
	if (isTotalsRow(cells)) return 'total';
	if (headings.length > 1 && cells[0]?.trim() === headings[0] && headings.every((heading, i) => heading === (cells[i] ?? '').trim()))
		return 'header';
	return isNoteRow(cells) ? 'note' : 'data';
}

/** A row of a text with more filled cells than the header has: its cells may stand in the wrong columns (an amount of 1,000.00 without quotes). A workbook's cells carry their address. */
export function shiftedCells(
	cells: readonly string[],
	headings: readonly string[],
	format: string,
): (Problem & { readonly column: string }) | null {
	const shifted =
		cells.length > headings.length &&
		(format === 'csv' || format === 'tsv') &&
		cells.slice(headings.length).some((cell) => cell.trim() !== '');
	return shifted ? { code: 'row.too_long', value: `${cells.length} > ${headings.length}`, column: `第${headings.length + 1}列` } : null;
}

/** What is told when a workbook has more than the sheet that was read. */
export function otherSheetsNote(sheet: string, others: readonly string[], hidden: readonly string[]): Sentence[] {
	const notes: Sentence[] = [];
	if (others.length > 0)
		notes.push({
			zh: `只读取了工作表“${sheet}”；另有含数据的工作表未读取：${others.join('、')}（可在映射文件中用 sheet 指定）`,
			en: `Only the sheet “${sheet}” was read; others with data were not: ${others.join(', ')} (name one by "sheet" in the mapping)`,
		});
	if (hidden.length > 0)
		notes.push({ zh: `隐藏的工作表未读取：${hidden.join('、')}`, en: `Hidden sheets were not read: ${hidden.join(', ')}` });
	return notes;
}
