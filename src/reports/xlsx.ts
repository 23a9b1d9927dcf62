import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { type Currency, currencyDigits, decimalText } from '../core/money.ts';
import { type Cell, perHundredths } from './cells.ts';
import type { Report, Table } from './document.ts';

/**
 * A cell as the spreadsheet's own number with a format, so that people can sum and sort it. Amounts become decimal numbers from their
 * exact decimal text: up to 15 digits, which a spreadsheet shows and sums exactly to the cent.
 */
function valueOf(cell: Cell): { value: string | number | null; format?: string } {
	switch (cell.kind) {
		case 'text':
			return { value: cell.small ? `${cell.text} ${cell.small}` : cell.text };
		case 'count':
			return { value: cell.count, format: cell.signed ? '+#,##0;-#,##0;0' : '#,##0' };
		case 'money': {
			const number = moneyFormat(cell.currency);
			return {
				value: Number(decimalText({ minor: BigInt(cell.minor), currency: cell.currency })),
				format: cell.signed ? `+${number};-${number};${number}` : number,
			};
		}
		case 'rate':
			return { value: cell.ppm === null ? null : cell.ppm / 1_000_000, format: cell.signed ? '+0.00%;-0.00%;0.00%' : '0.00%' };
		case 'points':
			return { value: cell.ppm === null ? null : cell.ppm / 10_000, format: '+0.00;-0.00;0.00' };
		case 'per': {
			const value = cell.ppm === null ? null : (Math.sign(cell.ppm) * perHundredths(cell.ppm, cell.of)) / 100;
			return { value, format: cell.signed ? '+0.00;-0.00;0.00' : '0.00' };
		}
		case 'days':
			return { value: cell.tenths === null ? null : cell.tenths / 10, format: '0.0' };
	}
}

const moneyFormat = (currency: Currency) => (currencyDigits[currency] === 0 ? '#,##0' : `#,##0.${'0'.repeat(currencyDigits[currency])}`);

/** The report as a workbook: a first page with what it is and how figures are made, then one page per table. */
export async function xlsxOf(report: Report): Promise<Buffer> {
	const stream = new PassThrough();
	const [bytes] = await Promise.all([buffer(stream), writeBook(stream, report)]);
	return bytes;
}

async function writeBook(stream: Writable, report: Report): Promise<void> {
	const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: stream, useStyles: true });
	const first = book.addWorksheet('说明 About');
	first.columns = [{ width: 110 }];
	const say = (text: string, bold = false) => {
		const row = first.addRow([text]);
		row.font = { bold, size: bold ? 14 : 11 };
		row.alignment = { wrapText: true, vertical: 'top' };
		row.commit();
	};
	say(`${report.title.zh} ${report.title.en}`, true);
	say(report.agency);
	if (report.client !== null) say(`委案方 client: ${report.client}`);
	for (const line of report.lines) say(`${line.zh}　${line.en}`);
	for (const line of report.definitions) say(`${line.zh}\n${line.en}`);
	first.commit();
	const names = new Set<string>();
	for (const section of report.sections) for (const table of section.tables) writeTable(book, { table, section: section.title.zh, names });
	await book.commit();
}

function writeTable(
	book: ExcelJS.stream.xlsx.WorkbookWriter,
	{ table, section, names }: { table: Table; section: string; names: Set<string> },
): void {
	const page = book.addWorksheet(pageName(`${section.replace(/^.*、/, '')} ${table.title.zh}`, names), {
		views: [{ state: 'frozen', ySplit: 2 }],
	});
	page.columns = table.columns.map(({ wide, head }) => ({ width: wide ? 30 : Math.max(14, head.en.length + 2) }));
	const title = page.addRow([`${table.title.zh} ${table.title.en}`]);
	title.font = { bold: true, size: 13 };
	title.commit();
	const head = page.addRow(table.columns.map(({ head: { zh, en } }) => `${zh}\n${en}`));
	head.font = { bold: true };
	head.alignment = { wrapText: true, vertical: 'bottom' };
	head.height = 32;
	head.commit();
	for (const [index, cells] of table.rows.entries()) {
		const values = cells.map(valueOf);
		const row = page.addRow(values.map(({ value }) => value));
		for (const [i, { format }] of values.entries()) if (format !== undefined) row.getCell(i + 1).numFmt = format;
		if (table.strong?.has(index)) row.font = { bold: true };
		row.commit();
	}
	page.commit();
}

/** A page's name: at most 31 characters, none of those a spreadsheet forbids, never twice. */
function pageName(wanted: string, names: Set<string>): string {
	const clean = wanted
		.replace(/[\\/?*[\]:]/g, ' ')
		.slice(0, 31)
		.trim();
	let name = clean;
	for (let n = 2; names.has(name); n++) name = `${clean.slice(0, 28)} ${n}`;
	names.add(name);
	return name;
}
