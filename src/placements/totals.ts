import { type Currency, decimalText, isCurrency, parseDecimal } from '../core/money.ts';
import type { Sentence } from '../core/refusal.ts';
import { currencySignOf, normalise, parseAmount } from '../intake/cells.ts';
import { isProblem } from '../intake/problems.ts';
import type { RowContext } from './rules.ts';

/** Control totals of one currency: what was counted, or what was declared. */
export type ControlTotal = { readonly currency: string; readonly count: number; readonly minor: bigint };

/** Totals rows of the table itself: how many, and the amounts they write in the column of the amount placed (minor units as text). */
export type TotalsRows = { count: number; amounts: string[] };

export const noTotalsRows = (): TotalsRows => ({ count: 0, amounts: [] });

/** Keeps a totals row apart as a control total. */
export function takeTotalsRow(totals: TotalsRows, cells: readonly string[], { recognised, currency, mapping }: RowContext): void {
	totals.count++;
	for (const [column, field] of recognised.fields) {
		if (field !== 'placed_amount' || totals.amounts.length >= 100) continue;
		const amount = parseAmount(cells[column] ?? '', currency, { unit: recognised.units.get(column), decimalComma: mapping.decimalComma });
		if (amount !== null && !isProblem(amount)) totals.amounts.push(amount.toString());
	}
}

/** Totals a client writes above its table (户数：3589，总金额：212,694,301.00). The amount is decimal text. */
export function totalsAbove(lines: readonly string[]): { count?: number; amount?: string } {
	const text = lines.map(normalise).join(' ');
	const count = /(?:总?户数|案件数|总件数|笔数)\s*[:]\s*([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '');
	const amount = /(?:总金额|委案总额|金额合计|总额)\s*[:]\s*[^\d-]{0,4}([\d,]+(?:\.\d+)?)/.exec(text)?.[1]?.replaceAll(',', '');
	return { ...(count ? { count: Number(count) } : {}), ...(amount ? { amount } : {}) };
}

export type Declared = { readonly count?: number | undefined; readonly minor?: bigint | undefined };

/** Declared totals in minor units, also of `1234.50 CNY`; an amount that is no number in this currency, or is of another, can never agree. */
export function declaredOf(count: number | undefined, amount: string | undefined, currency: Currency): Declared {
	if (amount === undefined) return { count };
	const text = normalise(amount)
		.toUpperCase()
		.replace(/[,\s¥￥元]/g, '');
	const [, before, digits = '', after] = /^([A-Z]{3})?(.*?)([A-Z]{3})?$/.exec(text) ?? [];
	const sign = currencySignOf(amount);
	const other = (code: string | undefined) => code !== undefined && code !== currency && code !== 'RMB';
	if (other(before) || other(after) || (sign && !sign.means.includes(currency))) return { count, minor: -1n };
	return { count, minor: parseDecimal(digits, currency) ?? -1n };
}

/** Whether what the client declared (户数, 总金额) is what was counted, per field that was declared. */
export function totalsDiffer(declared: Declared, counted: readonly ControlTotal[]): boolean {
	const count = counted.reduce((sum, each) => sum + each.count, 0);
	const minor = counted.reduce((sum, each) => sum + each.minor, 0n);
	return (declared.count !== undefined && declared.count !== count) || (declared.minor !== undefined && declared.minor !== minor);
}

/** `12,345.67 CNY` without separators. */
export const amountText = (each: { readonly currency: string; readonly minor: bigint }) =>
	isCurrency(each.currency) ? `${decimalText({ minor: each.minor, currency: each.currency })} ${each.currency}` : String(each.minor);

/** Compares totals written in the file itself with what was taken; they are told, not enforced (rejected rows explain most differences). */
export function writtenTotalsNotes(
	above: readonly string[],
	rows: TotalsRows,
	counted: readonly ControlTotal[],
	currency: Currency,
): Sentence[] {
	const notes: Sentence[] = [];
	const written = totalsAbove(above);
	if (written.count !== undefined || written.amount !== undefined) {
		const shown = `${written.count ?? '–'} / ${written.amount ?? '–'}`;
		notes.push(agreement('表头上方', 'above the table', shown, totalsDiffer(declaredOf(written.count, written.amount, currency), counted)));
	}
	if (rows.amounts.length > 0) {
		// Of subtotals and a total, the largest is the total.
		const minor = rows.amounts.map(BigInt).reduce((a, b) => (a > b ? a : b));
		notes.push(agreement('合计行', 'in its totals row', decimalText({ minor, currency }), totalsDiffer({ minor }, counted)));
	}
	return notes;
}

const agreement = (zhWhere: string, enWhere: string, shown: string, differ: boolean): Sentence =>
	differ
		? {
				zh: `${zhWhere}写明的合计（${shown}）与导入的不符，请与委案方核对`,
				en: `The total written ${enWhere} (${shown}) differs from what was imported; check with the client`,
			}
		: { zh: `导入结果与${zhWhere}写明的合计一致（${shown}）`, en: `What was imported agrees with the total written ${enWhere} (${shown})` };
