import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { type Refusal, refuse } from '../core/refusal.ts';
import type { RawRows, Row } from './read.ts';
import { numberText } from './xls.ts';

/** What one part of a workbook may unpack to, and all its shared strings together: a zip bomb is refused, a million rows are not. */
const partBytesMax = 4 * 2 ** 30;
const stringsMax = 8_000_000;
const columnsMax = 1_000;

type Zip = { readonly file: yauzl.ZipFile; readonly entries: ReadonlyMap<string, yauzl.Entry> };

/** XLSX as a stream: shared and inline strings, 1900 and 1904 dates as serials, merged headings, hidden and empty sheets passed over. */
export async function readXlsx(path: string, wanted: string | undefined): Promise<RawRows | Refusal> {
	let zip: Zip;
	try {
		zip = await openZip(path);
	} catch (error) {
		return refuse('file.unreadable', { reason: String(error).slice(0, 160) });
	}
	try {
		if (!zip.entries.has('xl/workbook.xml')) {
			if (zip.entries.has('EncryptedPackage')) return refuse('file.password_protected');
			return refuse('file.not_a_table', { name: path.split('/').at(-1) ?? path });
		}
		const book = await workbookOf(zip);
		const names = wanted ? book.sheets.filter((sheet) => sheet.name === wanted) : book.sheets.filter((sheet) => !sheet.hidden);
		if (wanted && names.length === 0)
			return refuse('file.no_such_sheet', { sheet: wanted, sheets: book.sheets.map((sheet) => sheet.name).join(', ') });
		const strings = await sharedStrings(zip);
		for (const sheet of names) {
			const first = await hasCells(zip, sheet.part, strings);
			if (!first) continue;
			return {
				format: 'xlsx',
				encoding: 'workbook',
				sheet: sheet.name,
				epoch1904: book.epoch1904,
				rows: () => sheetRows(zip, sheet.part, strings),
			};
		}
		return refuse('file.empty');
	} catch (error) {
		return refuse('file.unreadable', { reason: String(error).slice(0, 160) });
	}
}

function openZip(path: string): Promise<Zip> {
	return new Promise((resolve, reject) => {
		yauzl.open(path, { lazyEntries: true, autoClose: false, strictFileNames: false }, (error, file) => {
			if (error || !file) return reject(error ?? new Error('no zip'));
			const entries = new Map<string, yauzl.Entry>();
			file.on('entry', (entry: yauzl.Entry) => {
				if (entries.size < 5_000) entries.set(entry.fileName.replace(/^\//, ''), entry);
				file.readEntry();
			});
			file.on('end', () => resolve({ file, entries }));
			file.on('error', reject);
			file.readEntry();
			return undefined;
		});
	});
}

/** The text of a part in pieces; stops with an error when it unpacks to more than its limit. */
async function* partText(zip: Zip, name: string): AsyncIterable<string> {
	const entry = zip.entries.get(name);
	if (!entry) return;
	if (entry.uncompressedSize > partBytesMax) throw new Error(`${name} unpacks to more than ${partBytesMax} bytes`);
	const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
		zip.file.openReadStream(entry, (error, opened) => (error || !opened ? reject(error ?? new Error(`no ${name}`)) : resolve(opened)));
	});
	const decoder = new TextDecoder();
	for await (const chunk of stream as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
}

type Attributes = Record<string, string>;
type On = { open?(name: string, attributes: Attributes): void; close?(name: string): void; text?(text: string): void };

/** Runs a part through the parser; `stop()` of the handler ends early. Names come without their prefix. */
async function parsePart(zip: Zip, name: string, on: On): Promise<void> {
	const parser = saxOf(on);
	for await (const piece of partText(zip, name)) parser.write(piece);
	parser.close();
}

function saxOf(on: On): SaxesParser {
	const parser = new SaxesParser({ position: false });
	const bare = (name: string) => name.slice(name.indexOf(':') + 1);
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('opentag', (tag) => on.open?.(bare(tag.name), tag.attributes as Attributes));
	parser.on('closetag', (tag) => on.close?.(bare(tag.name)));
	parser.on('text', (text) => on.text?.(text));
	parser.on('cdata', (text) => on.text?.(text));
	return parser;
}

async function workbookOf(zip: Zip): Promise<{ sheets: { name: string; part: string; hidden: boolean }[]; epoch1904: boolean }> {
	const targets = new Map<string, string>();
	await parsePart(zip, 'xl/_rels/workbook.xml.rels', {
		open(name, attributes) {
			if (name === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
		},
	});
	const sheets: { name: string; part: string; hidden: boolean }[] = [];
	let epoch1904 = false;
	await parsePart(zip, 'xl/workbook.xml', {
		open(name, attributes) {
			if (name === 'workbookPr') epoch1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
			if (name !== 'sheet') return;
			const target = targets.get(attributes['r:id'] ?? '') ?? `worksheets/sheet${sheets.length + 1}.xml`;
			const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
			sheets.push({ name: attributes['name'] ?? '', part, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
		},
	});
	return { sheets, epoch1904 };
}

async function sharedStrings(zip: Zip): Promise<string[]> {
	const strings: string[] = [];
	let current = '';
	let inText = false;
	let phonetic = false;
	const part = [...zip.entries.keys()].find((name) => /^xl\/sharedStrings\.xml$/i.test(name));
	if (!part) return strings;
	await parsePart(zip, part, {
		open(name) {
			if (name === 'si') current = '';
			else if (name === 'rPh') phonetic = true;
			else if (name === 't') inText = true;
		},
		close(name) {
			if (name === 't') inText = false;
			else if (name === 'rPh') phonetic = false;
			else if (name === 'si') {
				if (strings.length >= stringsMax) throw new Error('too many shared strings');
				strings.push(current);
			}
		},
		text(text) {
			if (inText && !phonetic) current += text;
		},
	});
	return strings;
}

async function hasCells(zip: Zip, part: string, strings: readonly string[]): Promise<boolean> {
	for await (const batch of sheetRows(zip, part, strings)) {
		if (batch.some((row) => row.cells.some((cell) => cell.trim() !== ''))) return true;
	}
	return false;
}

/** `BC12` → 54 (from 0). */
function columnOf(reference: string): number {
	let column = 0;
	for (let i = 0; i < reference.length; i++) {
		const code = reference.charCodeAt(i);
		if (code < 65 || code > 90) break;
		column = column * 26 + code - 64;
	}
	return column - 1;
}

/** The rows of one sheet. Merged cells lie at the end of a sheet's part, so headings are merged by looking left in the first rows only. */
async function* sheetRows(zip: Zip, part: string, strings: readonly string[]): AsyncIterable<Row[]> {
	let batch: Row[] = [];
	let cells: string[] = [];
	let row = 0;
	let column = 0;
	let type = '';
	let value = '';
	let taking = false;
	const parser = saxOf({
		open(name, attributes) {
			if (name === 'row') {
				row = Number(attributes['r'] ?? row + 1);
				cells = [];
				column = -1;
			} else if (name === 'c') {
				column = attributes['r'] ? columnOf(attributes['r']) : column + 1;
				type = attributes['t'] ?? 'n';
				value = '';
			} else if (name === 'v' || name === 't') taking = true;
		},
		close(name) {
			if (name === 'v' || name === 't') taking = false;
			else if (name === 'c') {
				if (column < columnsMax && value !== '') {
					while (cells.length < column) cells.push('');
					cells[column] = type === 's' ? (strings[Number(value)] ?? '') : type === 'n' ? numericText(value) : type === 'e' ? '' : value;
				}
			} else if (name === 'row') batch.push({ row, cells });
		},
		text(text) {
			if (taking) value += text;
		},
	});
	for await (const piece of partText(zip, part)) {
		parser.write(piece);
		if (batch.length >= 1_000) {
			yield batch;
			batch = [];
		}
	}
	parser.close();
	if (batch.length > 0) yield batch;
}

/** A stored number as decimal text: whole numbers as they are, others as the 15 digits a spreadsheet keeps. */
function numericText(value: string): string {
	return /^-?\d{1,15}$/.test(value) ? value : numberText(Number(value));
}
