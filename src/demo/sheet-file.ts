import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { Sheet } from './portfolio.ts';

/** One line of a CSV as Chinese spreadsheets write it: quoted where it must be, CRLF. */
export function csvLine(cells: readonly string[]): string {
	let line = '';
	for (const [i, cell] of cells.entries()) {
		if (i > 0) line += ',';
		line += /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
	}
	return `${line}\r\n`;
}

/** Writes lines as GB18030 (what Excel in China saves) or UTF-8, in chunks of 256 kB, waiting for the disk. Gives the bytes written. */
export async function writeLines(path: string, encoding: 'gb18030' | 'utf-8', lines: Iterable<string>): Promise<number> {
	const file = await open(path, 'w');
	let bytes = 0;
	let waiting = '';
	const flush = async () => {
		const chunk = encoding === 'utf-8' ? Buffer.from(waiting, 'utf8') : iconv.encode(waiting, encoding);
		waiting = '';
		bytes += chunk.length;
		await file.write(chunk);
	};
	try {
		for (const line of lines) {
			waiting += line;
			if (waiting.length > 262_144) await flush();
		}
		await flush();
	} finally {
		await file.close();
	}
	return bytes;
}

function* linesOf({ titles, headings, rows, totals }: Sheet): Iterable<string> {
	for (const title of titles) yield csvLine([title, ...headings.slice(1).map(() => '')]);
	yield csvLine(headings);
	for (const row of rows) yield csvLine(row);
	if (totals.length > 0) yield csvLine(totals);
}

/** Writes a sheet as CSV in GB18030. */
export async function writeCsv(path: string, sheet: Sheet): Promise<void> {
	await writeLines(path, 'gb18030', linesOf(sheet));
}

/**
 * Writes a sheet as XLSX: titles merged over all columns, every cell text, as an export of a card system looks. The same seed gives the
 * same cells, not the same bytes: a zip carries the hour it was packed. For equal bytes write CSV.
 */
export async function writeXlsx(path: string, { titles, headings, rows, totals }: Sheet): Promise<void> {
	const stream = createWriteStream(path);
	const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
	const page = book.addWorksheet('委案清单', { views: [{ state: 'frozen', ySplit: titles.length + 1 }] });
	page.columns = headings.map((heading) => ({ width: Math.max(8, heading.length * 2 + 4) }));
	for (const [i, title] of titles.entries()) {
		const row = page.addRow([title]);
		row.font = { bold: i === 0, size: i === 0 ? 14 : 10 };
		row.alignment = { horizontal: i === 0 ? 'center' : 'left' };
		page.mergeCells(i + 1, 1, i + 1, headings.length);
		row.commit();
	}
	const head = page.addRow(headings);
	head.font = { bold: true };
	head.commit();
	for (const row of rows) page.addRow(row).commit();
	if (totals.length > 0) page.addRow(totals).commit();
	page.commit();
	await book.commit();
	if (!stream.closed) await once(stream, 'close');
}
