import { maskCard, ungrouped } from '../core/mask.ts';
import type { Currency } from '../core/money.ts';
import { atLocal, startOfDay, type Zone } from '../core/time.ts';
import {
	currencySignOf,
	maskCell,
	normalise,
	parseAmount,
	parseCurrency,
	parseDate,
	parseReference,
	parseText,
	unreadableCell,
} from '../intake/cells.ts';
import { isProblem, type Problem } from '../intake/problems.ts';
import type { Row } from '../intake/read.ts';
import { type Field, type Mapping, type Recognised, shiftedCells } from '../intake/rules.ts';
import type { PaymentProblemCode, RowProblem } from './problems.ts';

/** A row of a payment file, read but not yet in a currency: that may be known only from the debt it pays. */
export type PaymentFileRow = {
	readonly row: number;
	/** Code or name in the row's client column, or null. */
	readonly client: string | null;
	readonly references: readonly string[];
	readonly externalReference: string | null;
	readonly thousandths: bigint;
	readonly amountText: string;
	readonly amountColumn: string;
	/** By the row's own column, the sign of its amount where that means one currency only, or the mapping; null: not at all. */
	readonly currencyStated: Currency | null;
	/** A sign beside the amount and which currencies it may mean: `¥` is yuan or yen. */
	readonly sign: ReturnType<typeof currencySignOf>;
	readonly paidAt: Temporal.Instant;
	readonly method: string;
	readonly payer: string;
	/** Whose debt the row says it is (姓名), not who paid. */
	readonly debtorName: string;
};

/** What the file does not say itself. */
export type PaymentFileContext = {
	/** A text's columns can shift; a workbook's cells carry their address. */
	readonly format: string;
	readonly headings: readonly string[];
	readonly recognised: Recognised;
	readonly mapping: Mapping;
	readonly epoch1904: boolean;
	readonly zone: Zone;
	readonly now: Temporal.Instant;
};

/** The columns that may name the debt, the surest first. */
const referenceFields: readonly Field[] = ['debt_reference', 'reference', 'contract', 'card', 'file_number'];

/** Which columns a payment file needs, and which of them are missing. */
export function missingColumns(recognised: Recognised): string[] {
	const fields = new Set(recognised.fields.values());
	const missing: string[] = [];
	if (!referenceFields.some((field) => fields.has(field))) missing.push('案件编号 / 合同号 / 卡号 reference');
	if (!fields.has('paid_amount')) missing.push('还款金额 amount paid');
	if (!fields.has('paid_on')) missing.push('还款日期 date of payment');
	return missing;
}

/** A reference as it is kept and shown: what may be a card's or contract's number (12 digits and more, in groups or not, no case number's letters) by its ends only. The debt it found is named by its key. */
export function maskReference(reference: string): string {
	const digits = ungrouped(reference);
	return /^\d{12,}$/.test(digits) ? maskCard(digits) : reference;
}

const timeOfDay =
	/(?:^|[\sT])(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,]\d+)?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2}(?!\d))?/i;

/**
 * The moment in a cell such as `2026-11-24 10:20:33`, `11/24/2026 3:15 PM` or `2026-11-23T20:00:00Z`, whose date is `on`: at the offset it names, else in the agency's
 * zone; without a time the start of the day.
 */
function momentOf(cell: string, on: Temporal.PlainDate, zone: Zone): Temporal.Instant {
	const { hour, minute, second, half, offset } = timeOfDay.exec(normalise(cell))?.groups ?? {};
	if (hour === undefined) return startOfDay(zone, on);
	// 12 AM is midnight, 12 PM noon; 15:00 PM is 15:00.
	const afternoon = half === undefined || Number(hour) > 12 ? 0 : (/^p/i.test(half) ? 12 : 0) - (hour === '12' ? 12 : 0);
	const time = `${String(Number(hour) + afternoon).padStart(2, '0')}:${minute}:${second ?? '00'}`;
	if (offset === undefined) return atLocal(zone, on, time);
	return atLocal(/^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'UTC', on, time);
}

/** Reads one row, or says everything that is wrong with it. */
export function readPaymentRow({ row, cells }: Row, context: PaymentFileContext): PaymentFileRow | RowProblem[] {
	const { recognised, mapping, headings, zone, now, format } = context;
	const shifted = shiftedCells(cells, headings, format);
	if (shifted) return [{ row, ...shifted }];
	const at = new Map<Field, { column: number; cell: string }>();
	for (const [column, field] of recognised.fields) {
		const cell = cells[column] ?? '';
		if (cell.trim() !== '' && !at.has(field)) at.set(field, { column, cell });
	}
	const wrong: RowProblem[] = [];
	const take = <T>(field: Field, parse: (cell: string, column: number) => T | null | Problem): T | null => {
		const found = at.get(field);
		if (!found) return null;
		const value = unreadableCell(found.cell) ?? parse(found.cell, found.column);
		if (!isProblem(value)) return value;
		wrong.push({ row, column: headings[found.column] ?? field, value: value.value, code: value.code, details: value.details });
		return null;
	};
	const headingOf = (field: Field) => headings[[...recognised.fields].find(([, each]) => each === field)?.[0] ?? -1] ?? field;
	const lacking = (code: PaymentProblemCode, field: Field) => {
		const found = at.get(field);
		if (wrong.every((each) => each.column !== headingOf(field)))
			wrong.push({ row, column: headingOf(field), value: found ? maskCell(field, found.cell) : '', code });
	};

	// A card number damaged by a spreadsheet does not matter where the case number stands beside it.
	const references = [...new Set(referenceFields.flatMap((field) => take(field, parseReference) ?? []))];
	if (references.length > 0) wrong.length = 0;
	else if (wrong.length === 0) {
		const present = [...recognised.fields.values()];
		lacking('payment.reference_missing', referenceFields.find((field) => present.includes(field)) ?? 'reference');
	}
	const amountCell = at.get('paid_amount');
	const sign = amountCell ? currencySignOf(amountCell.cell) : null;
	const currencyStated =
		take('currency', parseCurrency) ?? onlyOne(sign?.means ?? []) ?? (mapping.currency === undefined ? null : currencyOf(mapping.currency));
	// In thousandths: whether its currency has so many decimals, and such a sign, is checked when it is known.
	const unit = recognised.units.get(amountCell?.column ?? -1);
	const amount = take('paid_amount', (cell) => parseAmount(cell, null, { unit, decimalComma: mapping.decimalComma }));
	if (amount === null) lacking('payment.amount_missing', 'paid_amount');
	else if (amount <= 0n) lacking('payment.amount_not_positive', 'paid_amount');
	const paidOn = take('paid_on', (cell) => parseDate(cell, { order: mapping.dateOrder, epoch1904: context.epoch1904 }));
	if (paidOn === null) lacking('payment.date_missing', 'paid_on');
	const paidAt = paidOn === null ? null : momentOf(at.get('paid_on')?.cell ?? '', paidOn, zone);
	if (paidAt !== null && Temporal.Instant.compare(paidAt, now) > 0) lacking('payment.date_in_future', 'paid_on');
	const externalReference = take('external_reference', parseReference);
	if (wrong.length > 0 || amount === null || paidAt === null) return wrong;
	return {
		row,
		client: take('client', (cell) => parseText(cell, 100)),
		references,
		externalReference,
		// 分 are hundredths of a yuan.
		thousandths: unit === '分' ? amount * 10n : amount,
		amountText: maskCell('paid_amount', amountCell?.cell ?? ''),
		amountColumn: headingOf('paid_amount'),
		currencyStated,
		sign,
		paidAt,
		method: parseText(at.get('method')?.cell ?? '', 60),
		payer: parseText(at.get('payer')?.cell ?? '', 100),
		debtorName: parseText(at.get('name')?.cell ?? '', 100),
	};
}

const onlyOne = (of: readonly Currency[]): Currency | null => (of.length === 1 ? (of[0] ?? null) : null);

function currencyOf(text: string): Currency | null {
	const found = parseCurrency(text);
	return isProblem(found) ? null : found;
}
