import { fromSerial } from './cells.ts';

/** Numbers of workbooks as text: what they are, not what a column's width shows of them. */

/** A spreadsheet's number as decimal text. Doubles carry 15 digits: 0.1 + 0.2 is 0.3 there, and longer integers have lost their end. */
export function numberText(value: number): string {
	if (Number.isInteger(value))
		return Math.abs(value) < 1e15
			? String(value)
			: value
					.toExponential(14)
					.replace(/\.?0+e/, 'e')
					.replace('e+', 'E+');
	return String(Number(value.toPrecision(15)));
}

/**
 * A number as it stands in a workbook's XML. Whole numbers of more than 15 digits come from programs that write all digits; a spreadsheet
 * would have turned the 16th and later ones to 0, so a number that ends in 0 there may have been damaged and is shown as scientific.
 */
export function storedNumberText(value: string): string {
	if (/^-?\d{1,15}$/.test(value)) return value;
	if (/^\d{16,19}$/.test(value) && !/^\d{15}0+$/.test(value)) return value;
	return numberText(Number(value));
}

/** Built-in formats that show a date: 14-22 and 45-47 everywhere, 27-36 and 50-58 in Chinese, Japanese and Korean Excel. */
export function isDateFormatId(id: number): boolean {
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Whether a custom format shows a date: it has y, m, d, h or s outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
	const bare = code
		.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
		.replace(/general/gi, '')
		.split(';')[0];
	return /[ymdhs年月日]/i.test(bare ?? '');
}

/** A serial shown as a date → `2026-11-24`, with a time `2026-11-24 08:30:00`; below one day only the time. Negative or absurd: the number. */
export function serialText(value: number, epoch1904: boolean): string {
	if (!(value >= 0 && value < 2_958_466)) return numberText(value);
	const days = Math.floor(value);
	const seconds = Math.round((value - days) * 86_400);
	const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
	if (days === 0 && !epoch1904) return time;
	if (days === 60 && !epoch1904) return '1900-02-29';
	// The 1900 system counts a 29 February that never was, so its first two months are a day off.
	const on = fromSerial(!epoch1904 && days < 60 ? days + 1 : days, epoch1904);
	return seconds === 0 || seconds === 86_400 ? (seconds === 0 ? on : on.add({ days: 1 })).toString() : `${on} ${time}`;
}

/** Why a file cannot be read, in both languages. What a reader of workbooks or zips says of itself comes behind, for whoever helps. */
export function reasonOf(error: unknown): string {
	const text = (error instanceof Error ? error.message : String(error)).slice(0, 200);
	if (/\p{Script=Han}/u.test(text)) return text;
	return `文件内部已损坏，请重新导出或重新发送 / the file is damaged inside; export it or send it again (${text.slice(0, 80)})`;
}
