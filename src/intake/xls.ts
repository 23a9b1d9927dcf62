import { readFileSync, statSync } from 'node:fs';
import { read as readWorkbook, set_cptable, type WorkBook } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type Refusal, refuse } from '../core/refusal.ts';
import { isDateFormat, numberText, reasonOf, serialText } from './formats.ts';
import type { RawRows, Row } from './read.ts';
import { otherSheetsNote } from './rules.ts';

// Workbooks older than Unicode name a code page (936 is GBK).
set_cptable(codepages);

/** Old workbooks are read whole: the format has no streaming reader. Excel's own limit of 65,536 rows keeps them small. */
const bytesMax = 48 * 2 ** 20;
const columnsMax = 1_000;

/** XLS (BIFF2 to BIFF8), ODS, and tables saved as HTML or XML under that name. Refused: password, damage, more than 48 MB. */
export function readXls(path: string, { wanted, format }: { wanted: string | undefined; format: 'xls' | 'ods' }): RawRows | Refusal {
	if (statSync(path).size > bytesMax) return refuse('file.too_large', { limit: '48 MB (.xls)' });
	let book: WorkBook;
	try {
		book = readWorkbook(readFileSync(path), {
			type: 'buffer',
			cellDates: false,
			cellFormula: false,
			cellHTML: false,
			cellNF: true,
			dense: true,
			sheetRows: 70_000,
			codepage: 936,
		});
	} catch (error) {
		const text = String(error);
		if (/password|encrypt/i.test(text)) return refuse('file.password_protected');
		return refuse('file.unreadable', { reason: reasonOf(error) });
	}
	const hidden = new Set((book.Workbook?.Sheets ?? []).flatMap((sheet, i) => (sheet.Hidden ? [book.SheetNames[i] ?? ''] : [])));
	const names = wanted ? book.SheetNames.filter((name) => name === wanted) : book.SheetNames.filter((name) => !hidden.has(name));
	if (wanted && names.length === 0) return refuse('file.no_such_sheet', { sheet: wanted, sheets: book.SheetNames.join(', ') });
	for (const [i, name] of names.entries()) {
		const rows = rowsOf(book, name);
		if (!rows.some((row) => row.cells.some((cell) => cell.trim() !== ''))) continue;
		const others = wanted ? [] : names.slice(i + 1).filter((other) => hasCells(book, other));
		return {
			format,
			encoding: 'workbook',
			sheet: name,
			epoch1904: book.Workbook?.WBProps?.date1904 === true,
			notes: otherSheetsNote(name, others, [...hidden]),
			others,
			async *rows() {
				for (let at = 0; at < rows.length; at += 2_000) yield rows.slice(at, at + 2_000);
			},
		};
	}
	return refuse('file.empty');
}

type Cell = { t?: string; v?: unknown; w?: string; z?: string | number };
type Dense = { '!data'?: (Cell | undefined)[][] };

const linesOf = (book: WorkBook, name: string): (Cell | undefined)[][] => (book.Sheets[name] as Dense | undefined)?.['!data'] ?? [];

const hasCells = (book: WorkBook, name: string) => linesOf(book, name).some((line) => line?.some((cell) => (cell?.v ?? '') !== ''));

function rowsOf(book: WorkBook, name: string): Row[] {
	const sheet = book.Sheets[name];
	if (!sheet) return [];
	const data = linesOf(book, name);
	const epoch1904 = book.Workbook?.WBProps?.date1904 === true;
	const rows: Row[] = [];
	for (let r = 0; r < data.length; r++) {
		const line = data[r] ?? [];
		rows.push({ row: r + 1, cells: Array.from({ length: Math.min(line.length, columnsMax) }, (_, c) => textOf(line[c], epoch1904)) });
	}
	// A merged heading stands over every column it covers.
	for (const merge of sheet['!merges'] ?? []) {
		const value = rows[merge.s.r]?.cells[merge.s.c];
		if (!value || merge.s.r > 30 || merge.e.r > merge.s.r || merge.e.c - merge.s.c > 60) continue;
		const cells = rows[merge.s.r]?.cells as string[];
		// A title over the whole table is a title, not a heading of each column.
		if (merge.e.c - merge.s.c < 12) for (let c = merge.s.c; c <= merge.e.c; c++) cells[c] = value;
	}
	return rows;
}

/** A number as its full digits, not as a format shows it; a date as a date. */
function textOf(cell: Cell | undefined, epoch1904: boolean): string {
	if (!cell || cell.v === undefined || cell.v === null) return '';
	if (cell.t === 'e') return cell.w ?? '#N/A';
	if (typeof cell.v === 'number')
		return typeof cell.z === 'string' && isDateFormat(cell.z) ? serialText(cell.v, epoch1904) : numberText(cell.v);
	if (typeof cell.v === 'boolean') return cell.v ? 'TRUE' : 'FALSE';
	// A NUL is no character of a table; damaged and padded cells have them.
	return String(cell.v).replaceAll('\0', '');
}
