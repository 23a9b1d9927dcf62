import { readFileSync, statSync } from 'node:fs';
import { read as readWorkbook, set_cptable, type WorkBook } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { RawRows, Row } from './read.ts';

// Workbooks older than Unicode name a code page (936 is GBK).
set_cptable(codepages);

/** Old workbooks are read whole: the format has no streaming reader. Excel's own limit of 65,536 rows keeps them small. */
const bytesMax = 80 * 2 ** 20;

/** XLS (BIFF2 to BIFF8) and tables saved as HTML under that name. Refused: password, damage, more than 80 MB. */
export function readXls(path: string, wanted: string | undefined): RawRows | Refusal {
	if (statSync(path).size > bytesMax) return refuse('file.too_large', { limit: '80 MB (.xls)' });
	let book: WorkBook;
	try {
		book = readWorkbook(readFileSync(path), {
			type: 'buffer',
			cellDates: false,
			cellFormula: false,
			cellHTML: false,
			dense: true,
			sheetRows: 70_000,
			codepage: 936,
		});
	} catch (error) {
		const text = String(error);
		if (/password|encrypt/i.test(text)) return refuse('file.password_protected');
		return refuse('file.unreadable', { reason: text.slice(0, 160) });
	}
	const hidden = new Set((book.Workbook?.Sheets ?? []).flatMap((sheet, i) => (sheet.Hidden ? [book.SheetNames[i]] : [])));
	const names = wanted ? book.SheetNames.filter((name) => name === wanted) : book.SheetNames.filter((name) => !hidden.has(name));
	for (const name of names) {
		const rows = rowsOf(book, name);
		if (!rows.some((row) => row.cells.some((cell) => cell.trim() !== ''))) continue;
		return {
			format: 'xls',
			encoding: 'workbook',
			sheet: name,
			epoch1904: book.Workbook?.WBProps?.date1904 === true,
			async *rows() {
				for (let i = 0; i < rows.length; i += 2_000) yield rows.slice(i, i + 2_000);
			},
		};
	}
	return wanted && names.length === 0
		? refuse('file.no_such_sheet', { sheet: wanted, sheets: book.SheetNames.join(', ') })
		: refuse('file.empty');
}

type Cell = { t?: string; v?: unknown; w?: string; z?: string };

function rowsOf(book: WorkBook, name: string): Row[] {
	const sheet = book.Sheets[name];
	if (!sheet) return [];
	const data = (sheet as { '!data'?: (Cell | undefined)[][] })['!data'] ?? [];
	const rows: Row[] = [];
	for (let r = 0; r < data.length; r++) {
		const line = data[r] ?? [];
		rows.push({ row: r + 1, cells: Array.from({ length: Math.min(line.length, 1_000) }, (_, c) => textOf(line[c])) });
	}
	// A merged heading stands over every column it covers.
	for (const merge of sheet['!merges'] ?? []) {
		const value = rows[merge.s.r]?.cells[merge.s.c];
		if (!value || merge.s.r > 30 || merge.e.c - merge.s.c > 60) continue;
		for (let r = merge.s.r; r <= Math.min(merge.e.r, 30); r++) {
			const cells = rows[r]?.cells as string[] | undefined;
			for (let c = merge.s.c; cells && c <= merge.e.c; c++) cells[c] = value;
		}
	}
	return rows;
}

/** A number as its full digits, not as a format shows it; a date-formatted number stays a serial. */
function textOf(cell: Cell | undefined): string {
	if (!cell || cell.v === undefined || cell.v === null) return '';
	if (cell.t === 'e') return '';
	if (typeof cell.v === 'number') return numberText(cell.v);
	if (typeof cell.v === 'boolean') return cell.v ? 'TRUE' : 'FALSE';
	return String(cell.v);
}

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
