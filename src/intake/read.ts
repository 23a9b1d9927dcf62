import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isRefusal, type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { reasonOf } from './formats.ts';
import { bareHeading, headerAmong, joinHeader, likelyHeader, otherSheetsNote } from './rules.ts';
import { FileTooLarge, firstBytes, readText, textBytesMax } from './text.ts';
import { readXlsx } from './xlsx.ts';

/** A row of a file: its 1-based number there and its cells as text. */
export type Row = { readonly row: number; readonly cells: readonly string[] };

/** An opened table of a client's file. Rows come in batches, so a million of them stay in bounded memory. */
export type Table = {
	readonly format: 'csv' | 'tsv' | 'xlsx' | 'xls' | 'ods';
	readonly encoding: string;
	readonly sheet: string | null;
	readonly epoch1904: boolean;
	/** 1-based row of the (last) header line. */
	readonly headerRow: number;
	readonly headings: readonly string[];
	/** Titles and instructions above the header. */
	readonly above: readonly string[];
	/** What the reader passed over: other sheets, hidden ones. */
	readonly notes: readonly Sentence[];
	/** The rows below the header. Throws when the file breaks off in the middle: see `refusalOf`. */
	batches(): AsyncIterable<Row[]>;
};

/** What a format's reader gives: rows as they come, from the first line on. */
export type RawRows = Pick<Table, 'format' | 'encoding' | 'sheet' | 'epoch1904' | 'notes'> & {
	rows(): AsyncIterable<Row[]>;
	/** Further sheets with cells, when none was asked for: the first may hold instructions alone. */
	readonly others?: readonly string[];
};

const columnsMax = 1_000;
const headRowsMax = 30;

export type ReadOptions = {
	readonly sheet?: string | undefined;
	readonly headerRow?: number | undefined;
	readonly encoding?: string | undefined;
	/** Headings the caller has a meaning for (a saved mapping): they tell the header row as well as the synonyms do. */
	readonly known?: ReadonlySet<string> | undefined;
};

/**
 * Opens a client's file, whatever it is called: CSV, TSV (also `;` and `|`) in UTF-8, UTF-16, GB18030, Big5 or Latin-1, also packed by gzip;
 * XLSX; XLS; ODS. The format is told by its bytes. Finds the header below titles and instructions, also over two rows; where no heading is
 * known, the row that looks most like one. Refusals: `file.*`.
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<Table | Refusal> {
	const head: Row[] = [];
	let raw: RawRows | Refusal;
	try {
		raw = await openRaw(path, options);
		if (isRefusal(raw)) return raw;
		for await (const batch of raw.rows()) {
			// Blank rows above everything, however many, are not the head of the table.
			const from = head.length === 0 ? batch.findIndex(isFilled) : 0;
			if (from >= 0) head.push(...batch.slice(from, from + headRowsMax - head.length));
			if (head.length >= headRowsMax) break;
		}
	} catch (error) {
		return refusalOf(error);
	}
	if (head.length === 0) return refuse('file.empty');
	const found = headerOf(head, options);
	if (found?.known !== true) {
		const other = await tableAmong(path, raw.others ?? [], options);
		if (other) return { ...other, notes: [...otherSheetsNote(other.sheet ?? '', [raw.sheet ?? ''], []), ...other.notes] };
	}
	if (found === null) return refuse('file.no_header', { seen: seenIn(head) });
	const { first, last, headings } = found;
	const { rows, others: _, ...about } = raw;
	return {
		...about,
		headerRow: last,
		headings,
		above: head
			.filter((row) => row.row < first)
			.map((row) => row.cells.filter((cell) => cell.trim() !== '').join(' '))
			.filter((text) => text !== ''),
		async *batches() {
			for await (const batch of rows()) {
				if ((batch[0]?.row ?? 0) > last) yield batch;
				else {
					const kept = batch.filter((row) => row.row > last);
					if (kept.length > 0) yield kept;
				}
			}
		},
	};
}

/** The first of the other sheets whose headings the trade knows: clients put a page of instructions before their table. */
async function tableAmong(path: string, sheets: readonly string[], options: ReadOptions): Promise<Table | null> {
	for (const sheet of sheets) {
		const table = await readTable(path, { ...options, sheet });
		if (!isRefusal(table) && hasKnownHeader([table.headings], options)) return table;
	}
	return null;
}

const knownOf = (options: ReadOptions) => new Set([...(options.known ?? [])].map(bareHeading));
const hasKnownHeader = (rows: readonly (readonly string[])[], options: ReadOptions) => headerAmong(rows, knownOf(options)) !== -1;

const isFilled = (row: Row) => row.cells.some((cell) => cell.trim() !== '');

/** `known`: its headings are those of the trade or of the caller's mapping, or the caller named the row. */
type Header = { readonly first: number; readonly last: number; readonly headings: string[]; readonly known: boolean };

function headerOf(head: readonly Row[], options: ReadOptions): Header | null {
	const cells = head.map((row) => row.cells);
	let at = options.headerRow === undefined ? headerAmong(cells, knownOf(options)) : head.findIndex((row) => row.row === options.headerRow);
	const known = at !== -1;
	if (!known && options.headerRow === undefined) at = likelyHeader(cells);
	const row = head[at];
	if (!row) return null;
	const neighbours = (upper: Row | undefined, lower: Row | undefined): Omit<Header, 'known'> | null => {
		const joined = upper && lower && lower.row === upper.row + 1 ? joinHeader(upper.cells, lower.cells) : null;
		return joined && upper && lower ? { first: upper.row, last: lower.row, headings: joined } : null;
	};
	const { first, last, headings } = neighbours(row, head[at + 1]) ??
		neighbours(head[at - 1], row) ?? { first: row.row, last: row.row, headings: [...row.cells] };
	const trimmed = headings.slice(0, columnsMax).map((cell) => cell.trim());
	while (trimmed.length > 0 && trimmed.at(-1) === '') trimmed.pop();
	return { first, last, headings: trimmed, known };
}

/** The first filled row, for the sentence that no header was found. */
function seenIn(head: readonly Row[]): string {
	const cells = head.find((row) => row.cells.some((cell) => cell.trim() !== ''))?.cells ?? [];
	return cells
		.filter((cell) => cell.trim() !== '')
		.map((cell) => cell.slice(0, 20))
		.slice(0, 8)
		.join(' | ');
}

/** What a person is told when a file cannot be read (on). */
export function refusalOf(error: unknown): Refusal {
	if (error instanceof FileTooLarge) return refuse('file.too_large', { limit: '2 GB' });
	return refuse('file.unreadable', { reason: reasonOf(error) });
}

async function openRaw(path: string, options: ReadOptions): Promise<RawRows | Refusal> {
	const name = path.split('/').at(-1) ?? path;
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found?.isFile()) return refuse('file.not_found', { name });
	if (found.size === 0) return refuse('file.empty');
	if (found.size > textBytesMax) return refuse('file.too_large', { limit: '2 GB' });
	const start = firstBytes(path, 65_536);
	const gzip = start[0] === 0x1f && start[1] === 0x8b;
	const begins = gzip ? unpackedStart(path) : start;
	if (begins === null) return refuse('file.unreadable', { reason: 'gzip 不完整 / the gzip is incomplete' });
	const kind = kindOf(begins);
	// A packed workbook would have to be unpacked to disk first; nobody sends one.
	if (gzip && kind !== 'text') return refuse('file.not_a_table', { name });
	if (kind === 'zip') return readXlsx(path, options.sheet);
	if (kind === 'workbook') {
		// Loaded with the first old workbook: it takes 300 ms of a processor and 50 MB, which every command, server and reading thread would pay at its start.
		const { readXls } = await import('./xls.ts');
		return readXls(path, { wanted: options.sheet, format: 'xls' });
	}
	if (kind === 'other' || !looksLikeText(begins)) return refuse('file.not_a_table', { name });
	return readText(path, { gzip, wanted: options.encoding });
}

/** Leading bytes by which other files are known. */
const otherKinds = [
	'25504446',
	'89504e47',
	'ffd8ff',
	'47494638',
	'1f8b',
	'526172211a',
	'377abcaf',
	'425a68',
	'fd377a58',
	'7f454c46',
	'4d5a9000',
];

/** What a file is by its first bytes: ZIP (XLSX, ODS), an old workbook (also BIFF2 to BIFF4 without container, HTML or XML), text, or none of them. */
function kindOf(start: Buffer): 'zip' | 'workbook' | 'text' | 'other' {
	const magic = start.subarray(0, 8).toString('hex');
	if (magic.startsWith('504b')) return 'zip';
	if (magic.startsWith('d0cf11e0')) return 'workbook';
	if (start[0] === 9 && [0, 2, 4].includes(start[1] ?? 9) && [4, 6].includes(start[2] ?? 9) && start[3] === 0) return 'workbook';
	if (/^\s*(<!DOCTYPE|<html|<table|<\?xml|<meta|<head)/i.test(textStart(start))) return 'workbook';
	return otherKinds.some((each) => magic.startsWith(each)) ? 'other' : 'text';
}

/** Text has next to no control characters; UTF-16 has its zero bytes on one side only. */
function looksLikeText(start: Buffer): boolean {
	const sample = start.subarray(0, 8_192);
	if (sample.length > 1 && ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff))) return true;
	let strange = 0;
	let zeros = [0, 0];
	for (const [i, byte] of sample.entries()) {
		if (byte === 0) zeros = i % 2 ? [zeros[0] ?? 0, (zeros[1] ?? 0) + 1] : [(zeros[0] ?? 0) + 1, zeros[1] ?? 0];
		else if (byte < 32 && ![9, 10, 11, 12, 13, 26, 27].includes(byte)) strange++;
	}
	const [even = 0, odd = 0] = zeros;
	// UTF-16 without its mark: half of a Chinese letter may be any byte, so nothing is strange there.
	if (even + odd > sample.length / 8 && Math.min(even, odd) * 10 < Math.max(even, odd)) return true;
	return strange <= sample.length / 100 && even + odd <= Math.max(1, sample.length / 20);
}

/** The beginning of a gzip's content; null when there is none to unpack. */
function unpackedStart(path: string): Buffer | null {
	const file = openSync(path, 'r');
	try {
		const buffer = Buffer.alloc(65_536);
		const packed = buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
		// Z_SYNC_FLUSH: the sample ends in the middle of the stream.
		return gunzipSync(packed, { finishFlush: 2 }).subarray(0, 65_536);
	} catch {
		return null;
	} finally {
		closeSync(file);
	}
}

const textStart = (start: Buffer) => start.subarray(start[0] === 0xef && start[1] === 0xbb ? 3 : 0, 200).toString('latin1');
