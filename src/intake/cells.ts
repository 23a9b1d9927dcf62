import { maskAddress, maskIdNumber, maskTail, ungrouped } from '../core/mask.ts';
import { amountMax, type Currency, currencyDigits, isCurrency } from '../core/money.ts';
import type { Problem, ProblemCode } from './problems.ts';

/** Cells of client files to typed values. Pure; each parser gives a value or says what is wrong. None guesses, none rounds. */

const problem = (code: ProblemCode, value: string, details?: Record<string, string>): Problem =>
	details ? { code, value, details } : { code, value };

/** Full-width forms to half-width, odd spaces to one space, trimmed. `１２３元` → `123元`. */
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

/** Currency signs and codes that stand in amounts, and which currencies they may mean. 元 and $ mean whatever the row's currency is. */
const signs: Readonly<Record<string, readonly Currency[]>> = {
	'¥': ['CNY', 'JPY'],
	'￥': ['CNY', 'JPY'],
	RMB: ['CNY'],
	CNY: ['CNY'],
	NT$: ['TWD'],
	TWD: ['TWD'],
	HK$: ['HKD'],
	HKD: ['HKD'],
	US$: ['USD'],
	USD: ['USD'],
	'€': ['EUR'],
	EUR: ['EUR'],
	'£': ['GBP'],
	GBP: ['GBP'],
};
/** The currencies the sign in an amount may mean, with the sign; null where there is none, or one (元, $) that means whatever the currency is. */
export function currencySignOf(cell: string): { readonly sign: string; readonly means: readonly Currency[] } | null {
	const text = excelText(normalise(cell)).replace(/^\((.*)\)$/, '$1');
	for (const sign of [leadingSign.exec(text)?.[2], trailingSign.exec(text)?.[1]]) {
		const means = sign === undefined ? undefined : signs[sign.toUpperCase()];
		if (sign !== undefined && means) return { sign, means };
	}
	return null;
}

const leadingSign = /^([-+]?)(RMB|CNY|TWD|NT\$|HKD|HK\$|USD|US\$|EUR|GBP|[¥￥$€£])([-+]?)/i;
const trailingSign = /(元整|万元|元|圆|块|万|RMB|CNY|TWD|HKD|USD|EUR|GBP)$/i;

/** Digits in groups: 1,234,567 · 1 234 567 · 1'234'567; rupees 12,34,567. Anything else between digits is a slip and not a separator. */
const grouped = /^\d{1,3}(?:([, ])\d{3})(?:\1\d{3})*$/;
const groupedRupees = /^\d{1,2}(?:,\d{2})*,\d{3}$/;
/** Of an amount whose currency is not known yet: what JSON carries exactly. */
const thousandthsMax = 9_000_000_000_000_000n;

/**
 * An amount in minor units. Takes thousands separators, currency signs, 元, 万元, parentheses or a trailing minus for negative. Nothing is
 * rounded or guessed: more decimals than the currency has are refused (trailing zeros do not count), so are scientific notation, a comma that
 * separates no thousands, and a sign of another currency than the row's.
 *
 * @param currency null: known later. Read in thousandths, the finest unit of any currency, and its sign compared by `currencySignOf`.
 */
export function parseAmount(cell: string, currency: Currency | null, hints: AmountHints = {}): bigint | null | Problem {
	const digits = currency === null ? 3 : currencyDigits[currency];
	const most = currency === null ? thousandthsMax : amountMax;
	const tooFine = (text: string) => problem('amount.too_many_decimals', text, currency === null ? undefined : { currency });
	// Most cells are plain decimals; the rest is for the others.
	const plain = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(cell);
	if (plain && hints.unit === undefined && hints.decimalComma !== true) {
		const minor = minorOf(plain[1] ?? '', plain[2] ?? '', digits);
		return minor === null ? tooFine(cell) : minor > most ? problem('amount.too_large', maskTail(cell)) : minor;
	}
	let text = excelText(normalise(cell));
	if (isBlank(text)) return null;
	const shown = maskTail(text);
	if (isScientific(text)) return problem('amount.scientific', text);
	let negative = false;
	const bracketed = /^\((.*)\)$/.exec(text);
	if (bracketed?.[1] !== undefined) {
		negative = true;
		text = bracketed[1].trim();
	}
	const leading = leadingSign.exec(text);
	const trailing = trailingSign.exec(text);
	for (const sign of currency === null ? [] : [leading?.[2], trailing?.[1]]) {
		const means = sign === undefined ? undefined : signs[sign.toUpperCase()];
		if (means && currency !== null && !means.includes(currency))
			return problem('amount.other_currency', text.slice(0, 24), { sign: sign ?? '', currency });
	}
	if (leading) text = `${leading[1]}${leading[3]}${text.slice(leading[0].length)}`;
	if (trailing) text = text.slice(0, -trailing[0].length);
	text = text.trim();
	if (/^[-+]/.test(text) || text.endsWith('-')) {
		if (text.startsWith('-') || text.endsWith('-')) negative = !negative;
		text = text.replace(/^[-+]|-$/g, '').trim();
	}
	if (hints.decimalComma) text = text.replaceAll('.', ' ').replace(',', '.');
	const match = /^([\d, ']*)(?:\.(\d*))?$/.exec(text);
	let whole = (match?.[1] ?? '').replaceAll("'", ',').trim();
	if (!match || (whole === '' && !match[2])) return problem('amount.not_a_number', shown);
	if (/[, ]/.test(whole)) {
		if (!grouped.test(whole) && !(currency === 'INR' && groupedRupees.test(whole))) return problem('amount.separator', text.slice(0, 24));
		whole = whole.replace(/[, ]/g, '');
	}
	const more = (trailing?.[1] ?? '').startsWith('万') || hints.unit === '万元' ? 4 : hints.unit === '分' ? -digits : 0;
	if (whole.length > 15) return problem('amount.too_large', shown);
	const minor = minorOf(whole === '' ? '0' : whole, match[2] ?? '', digits + more);
	if (minor === null) return tooFine(text.slice(0, 24));
	if (minor > most) return problem('amount.too_large', shown);
	return negative ? -minor : minor;
}

/** Digits to minor units, exactly, the point moved `shift` places to the right; null when there are more decimals than fit. */
function minorOf(whole: string, fraction: string, shift: number): bigint | null {
	const kept = fraction.replace(/0+$/, '');
	return kept.length > shift ? null : BigInt(whole + kept.padEnd(shift, '0'));
}

/** What stands in a cell that says nothing. */
const isBlank = (text: string) =>
	text === '' || text === '-' || text === '--' || text === '/' || text === '无' || /^(null|nan|none|n\/a|nil)$/i.test(text);

/** `="0123"` and `'0123`, by which people keep a spreadsheet from spoiling a number, are 0123. */
export function excelText(text: string): string {
	const wrapped = text.charCodeAt(0) === 61 ? /^="(.*)"$/.exec(text) : null;
	return wrapped ? (wrapped[1] ?? '') : text.charCodeAt(0) === 39 ? text.slice(1) : text;
}

/** Results of failed formulas, and letters no encoding explains: never a value. */
export function unreadableCell(cell: string): Problem | null {
	const first = cell.charCodeAt(0);
	if (first === 35 && /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|####*)/.test(cell))
		return problem('cell.formula_error', cell.slice(0, 12));
	return cell.includes('\ufffd') ? problem('cell.unreadable_letters', maskTail(cell)) : null;
}

export type DateHints = { readonly order?: 'dmy' | 'mdy' | undefined; readonly epoch1904?: boolean | undefined };

/**
 * A calendar date. Takes 2026-11-24, 2026/11/24, 2026.11.24, 20261124, 2026年11月24日, with or without a time, and spreadsheet serials
 * (1900 or 1904). Day/month order of 03/04/2026 is refused unless the mapping names it or one reading is impossible.
 */
export function parseDate(cell: string, hints: DateHints = {}): Temporal.PlainDate | null | Problem {
	const text = excelText(normalise(cell)).replace(/\.0$/, '');
	if (isBlank(text) || /^0+([-/.]0+)*$/.test(text)) return null;
	// A number that slid into the column may be a card's.
	const wrong = () => problem('date.not_a_date', /\d{11}/.test(ungrouped(text)) ? maskTail(text) : text.slice(0, 24));
	const ymd =
		/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]+\d{1,2}[:时].*)?$/.exec(text) ??
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
	const named = /^(\d{1,2})[-\s]?([A-Za-z]{3,9})[-\s,]*(\d{4})$/.exec(text) ?? /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/.exec(text);
	if (named) {
		const [day, month] = /^\d/.test(named[1] ?? '') ? [named[1], named[2]] : [named[2], named[1]];
		const place = months.indexOf((month ?? '').slice(0, 3).toLowerCase());
		return (place < 0 ? null : dateOf(Number(named[3]), place + 1, Number(day))) ?? wrong();
	}
	const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
	if (serial) return fromSerial(Number(serial[1]), hints.epoch1904 === true);
	return wrong();
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

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
	const bare = normalise(cell).replace(/\s/g, '');
	const text = excelText(bare).toUpperCase();
	if (isBlank(text)) return null;
	const masked = maskIdNumber(text);
	// A true number may end in 000 (one in a thousand): the client says so by marking it as text, '… or ="…".
	if (isScientific(text) || (text.length === bare.length && /^\d{15}000$/.test(text)))
		return problem('id.damaged_by_spreadsheet', text.length > 12 ? masked : text);
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

export type Phone = { readonly kind: 'mobile' | 'landline'; readonly digits: string };

/** Phone numbers of a cell (several may stand in one), each as digits: mobile 11, landline with area code. Malformed ones are named. */
export function parsePhones(cell: string): { readonly phones: readonly Phone[]; readonly problems: readonly Problem[] } {
	if (/^1\d{10}$/.test(cell)) return { phones: [{ kind: 'mobile', digits: cell }], problems: [] };
	const text = excelText(normalise(cell));
	if (isBlank(text)) return { phones: [], problems: [] };
	const phones: Phone[] = [];
	const found: Problem[] = [];
	for (const part of text.split(/[,;/、|，；\n\r]+|\s+(?=\+?\(?\d{7,})|\s+(?=0\d{2,3}[-\s])/)) {
		const phone = phoneOf(part.trim());
		if (phone === null) continue;
		if (phone === 'damaged') found.push(problem('phone.damaged_by_spreadsheet', part.trim()));
		else if (phone === 'malformed') found.push(problem('phone.malformed', maskTail(part.trim())));
		else if (!phones.some((each) => each.digits === phone.digits)) phones.push(phone);
	}
	return { phones, problems: found };
}

function phoneOf(part: string): Phone | 'damaged' | 'malformed' | null {
	if (isScientific(part)) return 'damaged';
	const bare = part
		// An extension is dialled after the call is answered; the number is what stands before it.
		.replace(/\s*(转|分机|ext\.?|#).*$/i, '')
		.replace(/\.0$/, '')
		.replace(/^["'‘“]|["'’”]$/g, '')
		.replace(/[\s()\-.]/g, '')
		.replace(/^(\+?0{0,2}86)(?=1\d{10}$|0\d{9,11}$)/, '')
		.replace(/^0(?=1[3-9]\d{9}$)/, '')
		.replace(/^\+/, '00');
	if (bare === '' || isBlank(bare)) return null;
	if (/^1\d{10}$/.test(bare)) return { kind: 'mobile', digits: bare };
	return /^(0[1-9]\d{8,10}|400\d{7}|800\d{7}|00[1-9]\d{6,14})$/.test(bare) ? { kind: 'landline', digits: bare } : 'malformed';
}

/** A reference, card or contract number kept as text; scientific notation has lost digits. */
export function parseReference(cell: string): string | null | Problem {
	const text = excelText(normalise(cell));
	if (isBlank(text)) return null;
	if (isScientific(text)) return problem('reference.damaged_by_spreadsheet', text);
	// Cut, it could meet another reference that begins the same.
	return text.length > 80 ? problem('reference.too_long', maskTail(text)) : text.replace(/\s+/g, ' ');
}

/** A card's digits, grouped or not; the check digit (Luhn) is told, never a reason to refuse. */
export function parseCard(cell: string): { readonly digits: string; readonly checked: boolean } | null | Problem {
	const text = excelText(normalise(cell)).replace(/[\s-]/g, '');
	if (isBlank(text) || text === '') return null;
	if (isScientific(text)) return problem('card.damaged_by_spreadsheet', text);
	return { digits: text.slice(0, 40), checked: /^\d{12,19}$/.test(text) && luhn(text) };
}

function luhn(digits: string): boolean {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
		sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
	}
	return sum % 10 === 0;
}

/** A whole number such as days past due; `M3`, `3期` are not numbers of days and are refused. */
export function parseWhole(cell: string): number | null | Problem {
	const text = excelText(normalise(cell)).replace(/[,天日期\s]/g, '');
	if (isBlank(text)) return null;
	return /^\d{1,6}(\.0+)?$/.test(text) ? Number(text.split('.')[0]) : problem('number.not_whole', maskTail(text));
}

/** How many agencies had the case before, this one included: `二手`, `2手`, `第3手`. */
export function parseRound(cell: string): number | null | Problem {
	const text = normalise(cell).replace(/^第|手别?$|次$/g, '');
	if (isBlank(text)) return null;
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
	const text = normalise(cell);
	// The apostrophe and ="…" by which our error file keeps a cell from being run or cut.
	const first = text.charCodeAt(0);
	return (first === 61 || (first === 39 && /^'[=+\-@]/.test(text)) ? excelText(text) : text).slice(0, longest);
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

const totalsWord =
	/^(?:(?:本页|本月|全部|全表|客户|案件|本批)?(?:合计|总计|小计|共计|汇总|总和|累计)(?:金额|户数|数|行)?[:：]?(?:[\d.,]+[元户笔件]?)?|(?:grand)?total:?|(?:sub)total:?|sum:?)$/i;

/**
 * Whether a row is a total of the table and not a debt: one of its first filled cells is a word for a total and nothing else, and beside it stand
 * numbers only. A reference such as TOTAL-0001 with a name beside it is a debt.
 */
export function isTotalsRow(cells: readonly string[]): boolean {
	let word = false;
	let words = 0;
	let filled = 0;
	for (const cell of cells) {
		if (cell === '' || cell.trim() === '') continue;
		filled++;
		// Numbers stand beside a total; the first words of nearly every debt end the search here.
		const text = normalise(cell).replace(/\s/g, '');
		if (!word && filled <= 4 && totalsWord.test(text)) word = true;
		else if (!/^[-+(¥￥$]*[\d.,]+[)%元户笔件]*$/.test(text) && text !== '-' && text !== '/') words++;
		if (words > 1) return false;
	}
	return word;
}
