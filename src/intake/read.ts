import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { TransformStream } from 'node:stream/web';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { headerAmong, joinHeader } from './rules.ts';
import { readXls } from './xls.ts';
import { readXlsx } from './xlsx.ts';

/** A row of a file: its 1-based number there and its cells as text. */
export type Row = { readonly row: number; readonly cells: readonly string[] };

/** An opened table of a client's file. Rows come in batches, so a million of them stay in bounded memory. */
export type Table = {
	readonly format: 'csv' | 'xlsx' | 'xls';
	readonly encoding: string;
	readonly sheet: string | null;
	readonly epoch1904: boolean;
	/** 1-based row of the (last) header line. */
	readonly headerRow: number;
	readonly headings: readonly string[];
	/** Titles and instructions above the header. */
	readonly above: readonly string[];
	batches(): AsyncIterable<Row[]>;
};

/** What a format's reader gives: rows as they come, from the first line on. */
export type RawRows = {
	readonly format: Table['format'];
	readonly encoding: string;
	readonly sheet: string | null;
	readonly epoch1904: boolean;
	rows(): AsyncIterable<Row[]>;
};

const bytesMax = 2 * 2 ** 30;
const columnsMax = 1_000;
const headRowsMax = 30;

export type ReadOptions = { readonly sheet?: string | undefined; readonly headerRow?: number | undefined };

/**
 * Opens a client's file, whatever it is called: CSV, TSV (also `;` and `|`) in UTF-8, UTF-16, GB18030 or Latin-1; XLSX; XLS. The format is
 * told by its bytes. Finds the header below titles and instructions, also over two rows. Refusals: `file.*`.
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<Table | Refusal> {
	const raw = await openRaw(path, options);
	if (isRefusal(raw)) return raw;
	const head: Row[] = [];
	try {
		for await (const batch of raw.rows()) {
			head.push(...batch.slice(0, headRowsMax - head.length));
			if (head.length >= headRowsMax) break;
		}
	} catch (error) {
		return refuse('file.unreadable', { reason: reasonOf(error) });
	}
	if (head.every((row) => row.cells.every((cell) => cell.trim() === ''))) return refuse('file.empty');
	const at =
		options.headerRow === undefined ? headerAmong(head.map((row) => row.cells)) : head.findIndex((row) => row.row === options.headerRow);
	const header = head[at];
	if (!header)
		return refuse('file.no_header', {
			seen: (head.find((row) => row.cells.some((cell) => cell !== ''))?.cells ?? [])
				.filter((cell) => cell.trim() !== '')
				.map((cell) => cell.slice(0, 20))
				.slice(0, 8)
				.join(' | '),
		});
	const below = head[at + 1];
	const joined = below && below.row === header.row + 1 ? joinHeader(header.cells, below.cells) : null;
	const last = joined && below ? below.row : header.row;
	const headings = (joined ?? header.cells).slice(0, columnsMax).map((cell) => cell.trim());
	while (headings.length > 0 && headings.at(-1) === '') headings.pop();
	return {
		format: raw.format,
		encoding: raw.encoding,
		sheet: raw.sheet,
		epoch1904: raw.epoch1904,
		headerRow: last,
		headings,
		above: head
			.filter((row) => row.row < header.row)
			.map((row) => row.cells.filter((cell) => cell.trim() !== '').join(' '))
			.filter((text) => text !== ''),
		async *batches() {
			for await (const batch of raw.rows()) {
				const kept = batch.filter((row) => row.row > last);
				if (kept.length > 0) yield kept;
			}
		},
	};
}

export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message.slice(0, 200) : String(error).slice(0, 200);
}

async function openRaw(path: string, options: ReadOptions): Promise<RawRows | Refusal> {
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found?.isFile()) return refuse('file.not_found', { name: path.split('/').at(-1) ?? path });
	if (found.size === 0) return refuse('file.empty');
	if (found.size > bytesMax) return refuse('file.too_large', { limit: '2 GB' });
	const start = firstBytes(path, 65_536);
	const magic = start.subarray(0, 8).toString('latin1');
	if (magic.startsWith('PK')) return readXlsx(path, options.sheet);
	if (magic.startsWith('\xd0\xcf\x11\xe0')) return readXls(path, options.sheet);
	// BIFF2 to BIFF4 workbooks have no container; HTML and XML saved as .xls are read by the same library.
	if (/^\x09[\x00\x02\x04][\x04\x06]\x00/.test(magic)) return readXls(path, options.sheet);
	if (/^\s*(<!DOCTYPE|<html|<table|<\?xml|<meta|<head)/i.test(textStart(start))) return readXls(path, options.sheet);
	if (/^(%PDF|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|BM|Rar!|7z)/.test(magic))
		return refuse('file.not_a_table', { name: path.split('/').at(-1) ?? path });
	return readText(path, start);
}

function firstBytes(path: string, count: number): Buffer {
	const buffer = Buffer.alloc(count);
	const file = openSync(path, 'r');
	try {
		return buffer.subarray(0, readSync(file, buffer, 0, count, 0));
	} finally {
		closeSync(file);
	}
}

const textStart = (start: Buffer) => start.subarray(start[0] === 0xef && start[1] === 0xbb ? 3 : 0, 200).toString('latin1');

/** The text encoding by BOM, by validity as UTF-8, by zero bytes (UTF-16 without BOM), else GB18030; bytes no GB text has mean Latin-1. */
export function encodingOf(start: Buffer): string {
	if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
	if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
	if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
	let even = 0;
	let odd = 0;
	for (let i = 0; i < Math.min(start.length, 4_000); i++) if (start[i] === 0) i % 2 ? odd++ : even++;
	if (odd > 20 && odd > 10 * even) return 'utf-16le';
	if (even > 20 && even > 10 * odd) return 'utf-16be';
	if (decodes(start, 'utf-8')) return 'utf-8';
	if (decodes(start, 'gb18030') && /\p{Script=Han}/u.test(new TextDecoder('gb18030').decode(start))) return 'gb18030';
	return 'latin1';
}

/** Valid but for a character cut by the end of the sample. */
function decodes(bytes: Buffer, encoding: string): boolean {
	for (let cut = 0; cut < 4; cut++) {
		try {
			new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
			return true;
		} catch {
			// Try with one byte less.
		}
	}
	return false;
}

/** The separator that splits the first lines most evenly; a comma when nothing does. */
export function delimiterOf(text: string): string {
	const lines = text
		.split(/\r\n|\n|\r/)
		.filter((line) => line.trim() !== '')
		.slice(0, 20);
	let best = ',';
	let bestScore = 0;
	for (const delimiter of ['\t', ',', ';', '|', '，']) {
		const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(delimiter).length - 1).filter((count) => count > 0);
		if (counts.length === 0) continue;
		const typical = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
		const score = counts.filter((count) => count === typical).length * typical;
		if (score > bestScore) {
			best = delimiter;
			bestScore = score;
		}
	}
	return best;
}

function readText(path: string, start: Buffer): RawRows {
	const encoding = encodingOf(start);
	const sample = new TextDecoder(encoding).decode(start.subarray(0, start.length - (start.length % 2)));
	const delimiter = delimiterOf(sample);
	const breaks = sample.includes('\n') ? undefined : '\r';
	return {
		format: 'csv',
		encoding,
		sheet: null,
		epoch1904: false,
		async *rows() {
			const parser = parse({
				delimiter,
				...(breaks ? { record_delimiter: breaks } : {}),
				relax_column_count: true,
				relax_quotes: true,
				skip_empty_lines: false,
				bom: false,
				max_record_size: 4 * 2 ** 20,
			});
			const decoded = Readable.toWeb(createReadStream(path, { highWaterMark: 2 ** 18 })).pipeThrough(decoderOf(encoding));
			const source = Readable.fromWeb(decoded as never);
			source.on('error', (error) => parser.destroy(error));
			source.pipe(parser);
			let batch: Row[] = [];
			let row = 0;
			for await (const cells of parser as AsyncIterable<string[]>) {
				row++;
				batch.push({ row, cells });
				if (batch.length >= 2_000) {
					yield batch;
					batch = [];
				}
			}
			if (batch.length > 0) yield batch;
		},
	};
}

/** Bytes to text, dropping a BOM and NUL characters. */
function decoderOf(encoding: string): TransformStream<Uint8Array, string> {
	const decoder = new TextDecoder(encoding);
	const clean = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '') : text);
	return new TransformStream({
		transform(chunk: Uint8Array, controller) {
			controller.enqueue(clean(decoder.decode(chunk, { stream: true })));
		},
		flush(controller) {
			controller.enqueue(clean(decoder.decode()));
		},
	});
}
