import { maskAddress, maskIdNumber, maskTail } from '../core/mask.ts';
import { type Currency, currencyDigits, isCurrency } from '../core/money.ts';
import type { Problem, ProblemCode } from './problems.ts';

/** Cells of client files to typed values. Pure; each parser gives a value or says what is wrong. None guesses, none rounds. */

const problem = (code: ProblemCode, value: string, details?: Record<string, string>): Problem =>
	details ? { code, value, details } : { code, value };

/** Full-width forms to half-width, odd spaces to one space, trimmed. `１２３　元` → `123 元`. */
export function normalise(text: string): string {
	// Most cells need nothing: a quick look saves the work a million times.
	if (/^[\x21-\x7e]*$/.test(text)) return text;
	return text
		.replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
		.replace(/[\u3000\u00a0\u2000-\u200b\ufeff\0\t]/g, ' ')
		.replace(/[\u2212\u2013]/g, '-')
		.trim();
}

/** A number in a cell that a spreadsheet wrote in scientific notation: its last digits are lost. */
export function isScientific(text: string): boolean {
	return /^[+-]?\d+(\.\d+)?[eE][+-]?\d+$/.test(text);
}

export type AmountHints = { readonly unit?: '元' | '分' | '万元' | undefined; readonly decimalComma?: boolean | undefined };

/**
 * An amount in minor units. Takes thousands separators, currency signs, 元, parentheses or a trailing minus for negative. More decimals than
 * the currency has are refused (trailing zeros do not count). Scientific notation is refused: it may have lost digits.
 */
export function parseAmount(cell: string, currency: Currency, hints: AmountHints = {}): bigint | null | Problem {
	let text = normalise(cell).replace(/[\s,'’]/g, hints.decimalComma ? ' ' : '');
	if (hints.decimalComma)
		text = normalise(cell)
			.replace(/[\s.'’]/g, '')
			.replace(',', '.');
	if (text === '' || text === '-' || text === '/') return null;
	let negative = false;
	const bracketed = /^\((.*)\)$/.exec(text);
	if (bracketed?.[1] !== undefined) {
		negative = true;
		text = bracketed[1];
	}
	text = text.replace(/^(-?)(RMB|CNY|TWD|NT\$|HKD|HK\$|USD|US\$|EUR|[¥￥$€£])(-?)/i, '$1$3').replace(/(元整|元|圆|RMB|CNY|TWD)$/i, '');
	if (text.startsWith('-')) {
		negative = !negative;
		text = text.slice(1);
	} else if (text.endsWith('-')) {
		negative = !negative;
		text = text.slice(0, -1);
	} else if (text.startsWith('+')) text = text.slice(1);
	const match = /^(\d{1,15})?(?:\.(\d*))?$/.exec(text);
	if (!match || (match[1] === undefined && !match[2])) return problem('amount.not_a_number', maskTail(normalise(cell)));
	const shift = hints.unit === '分' ? 0 : hints.unit === '万元' ? currencyDigits[currency] + 4 : currencyDigits[currency];
	const fraction = (match[2] ?? '').replace(/0+$/, '');
	if (fraction.length > shift) return problem('amount.too_many_decimals', normalise(cell), { currency });
	const minor = BigInt((match[1] ?? '0') + fraction.padEnd(shift, '0'));
	return negative ? -minor : minor;
}

export type DateHints = { readonly order?: 'dmy' | 'mdy' | undefined; readonly epoch1904?: boolean | undefined };

/**
 * A calendar date. Takes 2026-11-24, 2026/11/24, 2026.11.24, 20261124, 2026年11月24日, with or without a time, and spreadsheet serials
 * (1900 or 1904). Day/month order of 03/04/2026 is refused unless the mapping names it or one reading is impossible.
 */
export function parseDate(cell: string, hints: DateHints = {}): Temporal.PlainDate | null | Problem {
	const text = normalise(cell);
	if (text === '' || text === '-' || text === '/') return null;
	const wrong = () => problem('date.not_a_date', text.slice(0, 24));
	const ymd =
		/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$/.exec(text) ??
		/^(\d{4})(\d{2})(\d{2})(?:\s*\d{6})?$/.exec(text);
	if (ymd) return dateOf(Number(ymd[1]), Number(ymd[2]), Number(ymd[3])) ?? wrong();
	const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\s.*)?$/.exec(text);
	if (other) {
		const [first, second, year] = [Number(other[1]), Number(other[2]), Number(other[3])];
		const dmy = hints.order === 'mdy' ? null : dateOf(year, second, first);
		const mdy = hints.order === 'dmy' ? null : dateOf(year, first, second);
		if (dmy && mdy && !dmy.equals(mdy)) return problem('date.ambiguous', text);
		return dmy ?? mdy ?? wrong();
	}
	const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
	if (serial) return fromSerial(Number(serial[1]), hints.epoch1904 === true);
	return wrong();
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | null {
	if (year < 1900 || year > 2200) return null;
	try {
		return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
	} catch {
		return null;
	}
}

/** A spreadsheet's day number; the 1900 system counts a 29 February 1900 that never was. */
export function fromSerial(serial: number, epoch1904: boolean): Temporal.PlainDate {
	const base = epoch1904 ? Temporal.PlainDate.from('1904-01-01') : Temporal.PlainDate.from('1899-12-30');
	return base.add({ days: serial });
}

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of an 18-character identity number (GB 11643-1999) from its first 17 digits. */
export function idCheckCharacter(first17: string): string {
	let sum = 0;
	for (let i = 0; i < 17; i++) sum += (idWeights[i] ?? 0) * (first17.charCodeAt(i) - 48);
	return '10X98765432'.charAt(sum % 11);
}

export type Identity = { readonly number: string; readonly kind: 'person' | 'company'; readonly birthOn: Temporal.PlainDate | null };

/**
 * A Chinese identity number (18 with check character, or the old 15), a unified social credit code, or another document's number when the
 * file says so. A district code is never a reason to reject (retired codes live on in numbers).
 */
export function parseIdentity(cell: string): Identity | null | Problem {
	const text = normalise(cell).replace(/\s/g, '').replace(/^'/, '').toUpperCase();
	if (text === '' || text === '-' || text === '/') return null;
	const masked = maskIdNumber(text);
	if (isScientific(text) || /^\d{15}000$/.test(text)) return problem('id.damaged_by_spreadsheet', text.length > 12 ? masked : text);
	if (/^\d{17}[\dX]$/.test(text)) {
		const birthOn = dateOf(Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14)));
		// A unified social credit code may be all digits too; it has no birth date at this place.
		if (!birthOn)
			return /^[159]/.test(text) && !text.endsWith('X')
				? { number: text, kind: 'company', birthOn: null }
				: problem('id.malformed', masked);
		if (idCheckCharacter(text) !== text[17]) return problem('id.wrong_check_digit', masked);
		return { number: text, kind: 'person', birthOn };
	}
	if (/^\d{15}$/.test(text)) {
		const birthOn = dateOf(1900 + Number(text.slice(6, 8)), Number(text.slice(8, 10)), Number(text.slice(10, 12)));
		return birthOn ? { number: text, kind: 'person', birthOn } : problem('id.malformed', masked);
	}
	if (/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)) return { number: text, kind: 'company', birthOn: null };
	// Passports and travel permits: letters and digits, 5 to 20.
	if (/^[A-Z][A-Z0-9()]{4,19}$/.test(text)) return { number: text, kind: 'person', birthOn: null };
	return problem('id.malformed', masked);
}

/** Phone numbers of a cell (several may stand in one), each as digits: mobile 11, landline with area code. Malformed ones are named. */
export function parsePhones(cell: string): {
	readonly phones: readonly { kind: 'mobile' | 'landline'; digits: string }[];
	readonly problems: readonly Problem[];
} {
	const text = normalise(cell);
	if (text === '' || text === '-' || text === '/') return { phones: [], problems: [] };
	const phones: { kind: 'mobile' | 'landline'; digits: string }[] = [];
	const found: Problem[] = [];
	for (const part of text.split(/[,;/、|，；\n]+|\s{1,}(?=\+?\d{7,})/)) {
		const bare = part
			.replace(/[\s()\-.]/g, '')
			.replace(/^(\+?0{0,2}86)(?=1\d{10}$)/, '')
			.replace(/^\+/, '00');
		if (bare === '') continue;
		if (/^1\d{10}$/.test(bare)) phones.push({ kind: 'mobile', digits: bare });
		else if (/^(0\d{9,12}|400\d{7}|800\d{7}|00\d{8,15}|09\d{8})$/.test(bare)) phones.push({ kind: 'landline', digits: bare });
		else found.push(problem('phone.malformed', maskTail(part.trim())));
	}
	return { phones, problems: found };
}

/** A reference, card or contract number kept as text; scientific notation has lost digits. */
export function parseReference(cell: string): string | null | Problem {
	const text = normalise(cell).replace(/^'/, '');
	if (text === '' || text === '-' || text === '/') return null;
	if (isScientific(text)) return problem('reference.damaged_by_spreadsheet', text);
	return text.slice(0, 80);
}

/** A whole number such as days past due; `M3`, `3期` are not numbers of days and are refused. */
export function parseWhole(cell: string): number | null | Problem {
	const text = normalise(cell).replace(/[,天日期\s]/g, '');
	if (text === '' || text === '-' || text === '/') return null;
	return /^\d{1,6}(\.0+)?$/.test(text) ? Number(text.split('.')[0]) : problem('number.not_whole', maskTail(text));
}

/** How many agencies had the case before, this one included: `二手`, `2手`, `第3手`. */
export function parseRound(cell: string): number | null | Problem {
	const text = normalise(cell).replace(/^第|手别?$|次$/g, '');
	if (text === '' || text === '-' || text === '/') return null;
	const place = '一二三四五六七八九十'.indexOf(text);
	if (place >= 0 && text.length === 1) return place + 1;
	return parseWhole(text);
}

const currencyWords: Record<string, Currency> = {
	人民币: 'CNY',
	RMB: 'CNY',
	人民币元: 'CNY',
	'¥': 'CNY',
	本币: 'CNY',
	156: 'CNY',
	'01': 'CNY',
	新台币: 'TWD',
	台币: 'TWD',
	NTD: 'TWD',
	NT$: 'TWD',
	新臺幣: 'TWD',
	901: 'TWD',
	港币: 'HKD',
	港元: 'HKD',
	344: 'HKD',
	美元: 'USD',
	美金: 'USD',
	840: 'USD',
	欧元: 'EUR',
	英镑: 'GBP',
	日元: 'JPY',
	日圆: 'JPY',
	澳门元: 'MOP',
	新加坡元: 'SGD',
	韩元: 'KRW',
};

export function parseCurrency(cell: string): Currency | null | Problem {
	const text = normalise(cell).toUpperCase();
	if (text === '') return null;
	if (isCurrency(text)) return text;
	return currencyWords[text] ?? problem('currency.unknown', text.slice(0, 12));
}

/** A free text cell shortened to what the house keeps. */
export function parseText(cell: string, longest = 500): string {
	return normalise(cell).slice(0, longest);
}

/** Masks by the kind of column, for error lists and previews. */
export function maskCell(field: string, cell: string): string {
	const text = normalise(cell);
	if (
		/^(placed_amount|principal|interest|penalty|costs|paid_amount|newest_balance|currency|placed_on|overdue_since|days_past_due|paid_on|product|batch_no|round)/.test(
			field,
		)
	)
		return text.slice(0, 40);
	if (field === 'id_number') return maskIdNumber(text);
	if (/address/.test(field)) return maskAddress(text);
	return maskTail(text);
}

/** Whether a row is a total of the table and not a debt: its first words say so. */
export function isTotalsRow(cells: readonly string[]): boolean {
	for (const cell of cells.slice(0, 4)) {
		const text = normalise(cell).replace(/\s/g, '');
		if (/^(合计|总计|小计|共计|汇总|总和|本页合计|total|grandtotal|sum|subtotal)[:：]?/i.test(text) && text.length <= 14) return true;
	}
	return false;
}
