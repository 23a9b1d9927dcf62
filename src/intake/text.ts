import { isAscii } from 'node:buffer';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { RawRows, Row } from './read.ts';
import { fieldOf } from './rules.ts';
import { LineTooLong, splitterOf } from './split.ts';

const sampleBytes = 2 ** 18;
const batchRows = 2_000;
/** What a compressed text may unpack to. */
export const textBytesMax = 2 * 2 ** 30;

export class FileTooLarge extends Error {
	override name = 'FileTooLarge';
}

/** The first bytes of a file. */
export function firstBytes(path: string, count: number): Buffer {
	const buffer = Buffer.alloc(count);
	const file = openSync(path, 'r');
	try {
		return buffer.subarray(0, readSync(file, buffer, 0, count, 0));
	} finally {
		closeSync(file);
	}
}

/** The bytes of a file as they are, or unpacked; stops when they are more than a text may have. */
async function* bytesOf(path: string, gzip: boolean): AsyncIterable<Buffer> {
	const file = createReadStream(path, { highWaterMark: 2 ** 18 });
	const source = gzip ? file.pipe(createGunzip({ chunkSize: 2 ** 18 })) : file;
	file.on('error', (error) => source.destroy(error));
	let total = 0;
	try {
		for await (const chunk of source as AsyncIterable<Buffer>) {
			total += chunk.length;
			if (total > textBytesMax) throw new FileTooLarge();
			yield chunk;
		}
	} finally {
		source.destroy();
		file.destroy();
	}
}

/**
 * The bytes an encoding is told by: the beginning, and where that is plain ASCII, the place where other letters first stand (a client's
 * file may have none in its first megabytes).
 */
async function sampleOf(path: string, gzip: boolean): Promise<{ start: Buffer; telling: Buffer; whole: boolean }> {
	const starting: Buffer[] = [];
	let length = 0;
	let before: Buffer = Buffer.alloc(0);
	for await (const chunk of bytesOf(path, gzip)) {
		if (length < sampleBytes) {
			starting.push(chunk);
			length += chunk.length;
		}
		if (length >= sampleBytes || starting.length === 0) {
			const start = Buffer.concat(starting).subarray(0, sampleBytes);
			if (!isAscii(start)) return { start, telling: start, whole: false };
			if (!isAscii(chunk)) return { start, telling: Buffer.concat([before, chunk]), whole: false };
			before = chunk.subarray(-8);
		}
	}
	const start = Buffer.concat(starting).subarray(0, sampleBytes);
	return { start, telling: start, whole: true };
}

/** The text encoding by BOM, by zero bytes (UTF-16 without BOM), by validity as UTF-8, else by what the letters look like. */
export function encodingOf(start: Buffer, whole = false): string {
	if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
	if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
	if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
	let even = 0;
	let odd = 0;
	for (let i = 0; i < Math.min(start.length, 4_000); i++) {
		if (start[i] !== 0) continue;
		if (i % 2 === 1) odd++;
		else even++;
	}
	if (odd > 20 && odd > 10 * even) return 'utf-16le';
	if (even > 20 && even > 10 * odd) return 'utf-16be';
	if (decodes(start, 'utf-8', whole)) return 'utf-8';
	const chinese = (['gb18030', 'big5'] as const)
		.filter((encoding) => decodes(start, encoding, whole))
		.map((encoding) => ({ encoding, headings: headingsIn(start, encoding) }));
	const best = chinese.sort((a, b) => b.headings - a.headings)[0];
	if (best && best.headings > 0) return best.encoding;
	return best && pairedShare(start) > 0.5 ? best.encoding : 'latin1';
}

/** How many headings of the trade the first lines have in this encoding: tells Big5 from GB18030. */
function headingsIn(start: Buffer, encoding: string): number {
	const lines = new TextDecoder(encoding)
		.decode(start.subarray(0, 16_384))
		.split(/\r\n|\n|\r/)
		.slice(0, 30);
	return lines.flatMap((line) => line.split(/[,\t;|"]/)).filter((cell) => cell !== '' && fieldOf(cell) !== null).length;
}

/** The share of high bytes that stand in pairs: nearly all in Chinese text, few in a western one, where an accented letter stands alone. */
function pairedShare(bytes: Buffer): number {
	let paired = 0;
	let single = 0;
	for (let i = 0; i < bytes.length; i++) {
		if ((bytes[i] ?? 0) < 0x81) continue;
		if ((bytes[i + 1] ?? 0) >= 0x81) {
			paired++;
			i++;
		} else single++;
	}
	return paired / Math.max(1, paired + single);
}

/** Valid but for a character cut by either end of the sample. */
function decodes(bytes: Buffer, encoding: string, whole: boolean): boolean {
	for (let lead = 0; lead < 4; lead++) {
		for (let cut = 0; cut < (whole ? 1 : 4); cut++) {
			try {
				new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(lead, bytes.length - cut));
				return true;
			} catch {
				// Try with one byte less.
			}
		}
		// Only a sample from the middle begins inside a character.
		if (whole || (bytes[0] ?? 0) < 0x80) break;
	}
	return false;
}

/** The separator that splits the first lines most evenly; a comma when nothing does. */
export function delimiterOf(text: string): string {
	const lines = text
		.split(/\r\n|\n|\r/)
		.filter((line) => line.trim() !== '')
		.slice(0, 30);
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

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'latin1'];

/** CSV, TSV and their like, also packed by gzip. `wanted`: the encoding, when the mapping names one. */
export async function readText(path: string, { gzip, wanted }: { gzip: boolean; wanted: string | undefined }): Promise<RawRows | Refusal> {
	if (wanted !== undefined && !encodings.includes(wanted))
		return refuse('mapping.invalid', { reason: `encoding: ${encodings.join(', ')}` });
	const { start, telling, whole } = await sampleOf(path, gzip);
	const encoding = wanted ?? encodingOf(telling, whole);
	const sample = new TextDecoder(encoding).decode(start.subarray(0, start.length - (start.length % 2))).replaceAll('\0', '');
	const delimiter = delimiterOf(sample.slice(0, 65_536));
	return {
		format: delimiter === '\t' ? 'tsv' : 'csv',
		encoding,
		sheet: null,
		epoch1904: false,
		notes: [],
		rows: () => textRows(path, { gzip, encoding, delimiter }),
	};
}

async function* textRows(path: string, how: { gzip: boolean; encoding: string; delimiter: string }): AsyncIterable<Row[]> {
	const decoder = new TextDecoder(how.encoding);
	const splitter = splitterOf(how.delimiter);
	// A NUL is no character of a table; some exports fill cells with them.
	const clean = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '') : text);
	let row = 0;
	const numbered = (found: string[][]): Row[] => found.map((cells) => ({ row: ++row, cells }));
	try {
		for await (const chunk of bytesOf(path, how.gzip)) {
			const rows = numbered(splitter.push(clean(decoder.decode(chunk, { stream: true }))));
			for (let i = 0; i < rows.length; i += batchRows) yield rows.slice(i, i + batchRows);
		}
		const last = numbered([...splitter.push(clean(decoder.decode())), ...splitter.end()]);
		if (last.length > 0) yield last;
	} catch (error) {
		if (error instanceof LineTooLong)
			throw new Error('一行超过 4 MB，不像表格 / a line of more than 4 MB is no row of a table', { cause: error });
		throw error;
	}
}
