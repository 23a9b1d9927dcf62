import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { type Refusal, refuse } from '../core/refusal.ts';
import { isDateFormat, isDateFormatId, reasonOf, serialText, storedNumberText } from './formats.ts';
import type { RawRows, Row } from './read.ts';
import { otherSheetsNote } from './rules.ts';
import { type StringPool, stringPool, TooManyStrings } from './strings.ts';
import { FileTooLarge } from './text.ts';

/** What one part of a workbook may unpack to. A zip bomb is refused (its parts shrink a thousandfold), a million rows are not. */
const partBytesMax = 4 * 2 ** 30;
const ratioMax = 250;
const ratioFrom = 64 * 2 ** 20;
const odsBytesMax = 256 * 2 ** 20;
const columnsMax = 1_000;
/** A spreadsheet's cell holds 32,767 characters. */
const cellMax = 40_000;

type Zip = { readonly file: yauzl.ZipFile; readonly entries: ReadonlyMap<string, yauzl.Entry> };
type Sheet = { readonly name: string; readonly part: string; readonly hidden: boolean };
type Book = {
	readonly sheets: readonly Sheet[];
	readonly epoch1904: boolean;
	readonly strings: StringPool;
	readonly dateStyles: ReadonlySet<number>;
};

/**
 * XLSX as a stream: shared and inline strings, dates by number format (1900 and 1904), cached values of formulas, hidden and empty sheets
 * passed over. Other packed workbooks (ODS, XLSB) are read whole and must be small.
 */
export async function readXlsx(path: string, wanted: string | undefined): Promise<RawRows | Refusal> {
	let zip: Zip;
	try {
		zip = await openZip(path);
	} catch {
		return refuse('file.unreadable', {
			reason: '压缩结构不完整，文件可能没有传完 / the zip is cut off; the file may not have been sent whole',
		});
	}
	try {
		const { entries } = zip;
		if (entries.has('EncryptedPackage')) return refuse('file.password_protected');
		const packed = entries.get('content.xml') ?? entries.get('xl/workbook.bin');
		if (packed) {
			const unpacked = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
			if (unpacked > odsBytesMax) return refuse('file.too_large', { limit: '256 MB (ODS, XLSB)' });
			const { readXls } = await import('./xls.ts');
			return readXls(path, { wanted, format: entries.has('content.xml') ? 'ods' : 'xls' });
		}
		if (!entries.has('xl/workbook.xml')) return refuse('file.not_a_table', { name: path.split('/').at(-1) ?? path });
		if ([...entries.values()].some(isBomb)) return refuse('file.too_large', { limit: '4 GB, 1:250' });
		return await readBook(path, zip, wanted);
	} catch (error) {
		if (error instanceof TooManyStrings || error instanceof FileTooLarge)
			return refuse('file.too_large', { limit: 'XLSX: 320 MB 文本，请另存为 CSV / of text, save it as CSV' });
		return refuse('file.unreadable', { reason: reasonOf(error) });
	} finally {
		zip.file.close();
	}
}

const isBomb = (entry: yauzl.Entry) =>
	entry.uncompressedSize > partBytesMax || (entry.uncompressedSize > ratioFrom && entry.uncompressedSize > ratioMax * entry.compressedSize);

async function readBook(path: string, zip: Zip, wanted: string | undefined): Promise<RawRows | Refusal> {
	const { sheets, epoch1904 } = await workbookOf(zip);
	const names = wanted ? sheets.filter((sheet) => sheet.name === wanted) : sheets.filter((sheet) => !sheet.hidden);
	if (wanted && names.length === 0)
		return refuse('file.no_such_sheet', { sheet: wanted, sheets: sheets.map((sheet) => sheet.name).join(', ') });
	const book: Book = { sheets, epoch1904, strings: await sharedStrings(zip), dateStyles: await dateStylesOf(zip) };
	for (const [i, sheet] of names.entries()) {
		if (!(await hasCells(zip, sheet, book))) continue;
		const others: string[] = [];
		if (!wanted) for (const other of names.slice(i + 1)) if (await hasCells(zip, other, book)) others.push(other.name);
		return {
			format: 'xlsx',
			encoding: 'workbook',
			sheet: sheet.name,
			epoch1904,
			notes: otherSheetsNote(
				sheet.name,
				others,
				sheets.filter((each) => each.hidden && !wanted).map((each) => each.name),
			),
			others,
			async *rows() {
				// Opened anew for each reading, so that nothing stays open when a reader stops halfway.
				const own = await openZip(path);
				try {
					yield* sheetRows(own, sheet, book);
				} finally {
					own.file.close();
				}
			},
		};
	}
	return refuse('file.empty');
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
			file.on('error', (wrong) => {
				file.close();
				reject(wrong);
			});
			file.readEntry();
			return undefined;
		});
	});
}

/** The text of a part in pieces. The zip reader itself stops a part that unpacks to more than it declares. */
async function* partText(zip: Zip, name: string): AsyncIterable<string> {
	const entry = zip.entries.get(name);
	if (!entry) return;
	if (isBomb(entry)) throw new FileTooLarge();
	const stream = await new Promise<NodeJS.ReadableStream & { destroy(): void }>((resolve, reject) => {
		zip.file.openReadStream(entry, (error, opened) => (error || !opened ? reject(error ?? new Error(`no ${name}`)) : resolve(opened)));
	});
	const decoder = new TextDecoder();
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
		yield decoder.decode();
	} finally {
		stream.destroy();
	}
}

type Attributes = Record<string, string>;
type On = { open?(name: string, attributes: Attributes): void; close?(name: string): void; text?(text: string): void };

/** Runs a part through the parser. Names come without their prefix. */
async function parsePart(zip: Zip, name: string, on: On): Promise<void> {
	if (!zip.entries.has(name)) return;
	const parser = saxOf(on);
	for await (const piece of partText(zip, name)) parser.write(piece);
	parser.close();
}

function saxOf(on: On): SaxesParser {
	const parser = new SaxesParser({ position: false });
	const bare = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name);
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('opentag', (tag) => on.open?.(bare(tag.name), tag.attributes as Attributes));
	parser.on('closetag', (tag) => on.close?.(bare(tag.name)));
	parser.on('text', (text) => on.text?.(text));
	parser.on('cdata', (text) => on.text?.(text));
	return parser;
}

async function workbookOf(zip: Zip): Promise<{ sheets: Sheet[]; epoch1904: boolean }> {
	const targets = new Map<string, string>();
	await parsePart(zip, 'xl/_rels/workbook.xml.rels', {
		open(name, attributes) {
			if (name === 'Relationship') targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
		},
	});
	const sheets: Sheet[] = [];
	let epoch1904 = false;
	await parsePart(zip, 'xl/workbook.xml', {
		open(name, attributes) {
			// Newer Excel adds a second element of this name for its own use.
			if (name === 'workbookPr') epoch1904 ||= /^(1|true)$/.test(attributes['date1904'] ?? '');
			if (name !== 'sheet') return;
			const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
			const target = targets.get(id) ?? `worksheets/sheet${sheets.length + 1}.xml`;
			const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
			// Chart sheets have no cells.
			if (zip.entries.has(part) && !part.includes('chartsheets'))
				sheets.push({ name: attributes['name'] ?? '', part, hidden: (attributes['state'] ?? 'visible') !== 'visible' });
		},
	});
	return { sheets, epoch1904 };
}

async function sharedStrings(zip: Zip): Promise<StringPool> {
	const strings = stringPool();
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
			else if (name === 'si') strings.add(current);
		},
		text(text) {
			if (inText && !phonetic && current.length < cellMax) current += text;
		},
	});
	return strings;
}

/** Which cell styles show a date. */
async function dateStylesOf(zip: Zip): Promise<ReadonlySet<number>> {
	const dates = new Set<number>();
	const custom = new Map<number, string>();
	let inCells = false;
	let style = 0;
	await parsePart(zip, 'xl/styles.xml', {
		open(name, attributes) {
			if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
			else if (name === 'cellXfs') inCells = true;
			else if (name === 'xf' && inCells) {
				const id = Number(attributes['numFmtId'] ?? 0);
				const code = custom.get(id);
				if (code === undefined ? isDateFormatId(id) : isDateFormat(code)) dates.add(style);
				style++;
			}
		},
		close(name) {
			if (name === 'cellXfs') inCells = false;
		},
	});
	return dates;
}

async function hasCells(zip: Zip, sheet: Sheet, book: Book): Promise<boolean> {
	for await (const batch of sheetRows(zip, sheet, book)) {
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

/** What a cell's stored value says, by its type. */
function cellText(type: string, value: string, style: number, book: Book): string {
	if (type === 's') return book.strings.at(Number(value));
	if (type === 'n') return book.dateStyles.has(style) ? serialText(Number(value), book.epoch1904) : storedNumberText(value);
	if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
	return value;
}

/** The rows of one sheet. Merged cells lie at the end of a sheet's part, so groups of headings are joined by `joinHeader` instead. */
async function* sheetRows(zip: Zip, { part }: Sheet, book: Book): AsyncIterable<Row[]> {
	let batch: Row[] = [];
	let cells: string[] = [];
	let row = 0;
	let column = 0;
	let type = '';
	let style = 0;
	let value = '';
	let taking = false;
	let phonetic = false;
	const parser = saxOf({
		open(name, attributes) {
			if (name === 'c') {
				column = attributes['r'] ? columnOf(attributes['r']) : column + 1;
				type = attributes['t'] ?? 'n';
				style = attributes['s'] === undefined ? 0 : Number(attributes['s']);
				value = '';
			} else if (name === 'v' || name === 't') taking = !phonetic;
			else if (name === 'row') {
				row = Number(attributes['r'] ?? row + 1);
				cells = [];
				column = -1;
			} else if (name === 'rPh') phonetic = true;
		},
		close(name) {
			if (name === 'v' || name === 't') taking = false;
			else if (name === 'c') {
				if (column >= 0 && column < columnsMax && value !== '') {
					while (cells.length < column) cells.push('');
					cells[column] = cellText(type, value, style, book);
				}
			} else if (name === 'row') batch.push({ row, cells });
			else if (name === 'rPh') phonetic = false;
		},
		text(text) {
			if (taking && value.length < cellMax) value += text;
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
