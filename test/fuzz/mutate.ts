import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { Random } from '../../src/core/random.ts';

/**
 * Files as clients and banks never mean to send them: a good table damaged first in its structure (columns, rows, headings, cells), then in how it is written (separator, quotes,
 * encoding, workbook), then in its bytes. Everything is drawn, so a seed is a file.
 */
export type Fuzzed = { readonly name: string; readonly bytes: Buffer; readonly done: readonly string[] };
type Table = string[][];

const oddCells: readonly string[] = [
	'',
	' ',
	'　',
	'\u0000',
	'\ufeff',
	'"',
	'""',
	"'",
	',',
	'\n',
	'\r\n',
	'=1+1',
	'=cmd|x!A1',
	'@SUM(A1)',
	'-',
	'—',
	'null',
	'NaN',
	'1e308',
	'1E+17',
	'6.22E+18',
	'-0.00',
	'0',
	'-1',
	'１２３４',
	'1,234,567.89',
	'12.345',
	'￥1 000',
	'99999999999999999999999',
	'2026-02-30',
	'2026/13/01',
	'45678',
	'20260801',
	'#REF!',
	'合计',
	'总计：',
	'x'.repeat(5_000),
	'💰',
	'\ud800',
	'‮123',
	'<script>',
	"'; drop table debt; --",
];

type Structure = readonly [name: string, change: (table: Table, draw: Random) => void];
const at = (list: readonly unknown[], draw: Random) => draw.below(Math.max(1, list.length));

const structures: readonly Structure[] = [
	[
		'a column taken out',
		(table, draw) => {
			const n = at(table[0] ?? [], draw);
			for (const row of table) row.splice(n, 1);
		},
	],
	[
		'a column twice',
		(table, draw) => {
			const n = at(table[0] ?? [], draw);
			for (const row of table) row.splice(n, 0, row[n] ?? '');
		},
	],
	[
		'two columns changed about',
		(table, draw) => {
			const [a, b] = [at(table[0] ?? [], draw), at(table[0] ?? [], draw)];
			for (const row of table) [row[a], row[b]] = [row[b] ?? '', row[a] ?? ''];
		},
	],
	[
		'two headings changed about',
		(table, draw) => {
			const head = table[0] ?? [];
			const [a, b] = [at(head, draw), at(head, draw)];
			[head[a], head[b]] = [head[b] ?? '', head[a] ?? ''];
		},
	],
	[
		'no heading',
		(table) => {
			table.shift();
		},
	],
	[
		'the heading again in the middle',
		(table, draw) => {
			table.splice(at(table, draw), 0, [...(table[0] ?? [])]);
		},
	],
	[
		'a title above',
		(table, draw) => {
			table.unshift([draw.pick(['委案清单 2026年11月 合计金额：1,000.00元', 'Placement file', '批次号：B1'])]);
		},
	],
	[
		'empty rows',
		(table, draw) => {
			for (let i = 0; i < 3; i++) table.splice(at(table, draw), 0, draw.chance(500_000) ? [] : (table[0] ?? []).map(() => ''));
		},
	],
	[
		'a totals row',
		(table) => {
			table.push(['合计', ...(table[0] ?? []).slice(1).map(() => '12345.67')]);
		},
	],
	[
		'a row twice',
		(table, draw) => {
			table.push([...(table[at(table, draw)] ?? [])]);
		},
	],
	[
		'a row cut short',
		(table, draw) => {
			const row = table[at(table, draw)];
			row?.splice(at(row, draw));
		},
	],
	[
		'a row too long',
		(table, draw) => {
			table[at(table, draw)]?.push('more', 'and more', '');
		},
	],
	[
		'odd cells',
		(table, draw) => {
			for (let i = 0; i < 4; i++) {
				const row = table[at(table, draw)];
				if (row && row.length > 0) row[at(row, draw)] = draw.pick(oddCells);
			}
		},
	],
	[
		'a column of odd cells',
		(table, draw) => {
			const n = at(table[0] ?? [], draw);
			for (const row of table.slice(1)) row[n] = draw.pick(oddCells);
		},
	],
	[
		'rows in another order',
		(table, draw) => {
			const [head, ...rest] = table;
			rest.sort(() => draw.between(-1, 1));
			table.splice(0, table.length, ...(head ? [head] : []), ...rest);
		},
	],
	[
		'all rows gone',
		(table) => {
			table.splice(1);
		},
	],
	[
		'a thousand columns',
		(table) => {
			for (const row of table) for (let i = 0; i < 1_000; i++) row.push(`c${i}`);
		},
	],
	[
		'spaces about every cell',
		(table) => {
			for (const row of table) for (const [i, cell] of row.entries()) row[i] = ` ${cell}　`;
		},
	],
];

type Bytes = readonly [name: string, change: (bytes: Buffer, draw: Random) => Buffer];
const byteChanges: readonly Bytes[] = [
	[
		'bits turned',
		(bytes, draw) => {
			const copy = Buffer.from(bytes);
			for (let i = 0; i < 1 + draw.below(8); i++) {
				const n = draw.below(Math.max(1, copy.length));
				copy[n] = (copy[n] ?? 0) ^ (1 << draw.below(8));
			}
			return copy;
		},
	],
	[
		'bytes gone',
		(bytes, draw) => {
			const n = draw.below(Math.max(1, bytes.length));
			return Buffer.concat([bytes.subarray(0, n), bytes.subarray(n + 1 + draw.below(64))]);
		},
	],
	[
		'bytes put in',
		(bytes, draw) => {
			const n = draw.below(Math.max(1, bytes.length));
			return Buffer.concat([
				bytes.subarray(0, n),
				Buffer.from(Array.from({ length: 1 + draw.below(64) }, () => draw.below(256))),
				bytes.subarray(n),
			]);
		},
	],
	['cut off', (bytes, draw) => bytes.subarray(0, draw.below(Math.max(1, bytes.length)))],
	['twice over', (bytes) => Buffer.concat([bytes, bytes])],
	['nothing', () => Buffer.alloc(0)],
	[
		'noughts',
		(bytes, draw) => {
			const copy = Buffer.from(bytes);
			copy.fill(0, draw.below(Math.max(1, copy.length)));
			return copy;
		},
	],
];

const encodings = [
	['utf8', 6],
	['gb18030', 5],
	['utf-16le', 2],
	['utf-16be', 1],
	['big5', 1],
	['latin1', 1],
] as const;

function csvOf(table: Table, draw: Random): Buffer {
	const separator = draw.pick([',', ',', ',', ',', ',', '\t', '\t', ';', '|']);
	const newline = draw.pick(['\r\n', '\n', '\r']);
	const quoted = draw.chance(300_000);
	const honest = draw.chance(900_000);
	const cellOf = (cell: string) => (honest && (quoted || /["\r\n,;\t|]/.test(cell)) ? `"${cell.replaceAll('"', '""')}"` : cell);
	const text = table.map((row) => row.map(cellOf).join(separator)).join(newline);
	const encoding = draw.weighed(encodings);
	return iconv.encode(text, encoding, { addBOM: draw.chance(500_000) });
}

async function xlsxOf(table: Table, draw: Random): Promise<Buffer> {
	const book = new ExcelJS.Workbook();
	if (draw.chance(200_000)) book.addWorksheet('说明').addRow(['填写说明']);
	const sheet = book.addWorksheet(draw.pick(['Sheet1', '委案', '明细']));
	for (const row of table)
		sheet.addRow(row.map((cell) => (draw.chance(150_000) && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell.slice(0, 30_000))));
	if (draw.chance(150_000) && table.length > 2) sheet.mergeCells(2, 1, Math.min(4, table.length), 1);
	return Buffer.from(await book.xlsx.writeBuffer());
}

/** A file made from a good table by a seed's draws; `found`: files as they were found, damaged in their bytes alone. */
export async function fuzzedFile(good: Table, found: readonly string[], draw: Random): Promise<Fuzzed> {
	const done: string[] = [];
	const damage = (bytes: Buffer, name: string, ppm: number): Fuzzed => {
		let left = bytes;
		for (let i = 0; i < 3 && draw.chance(i === 0 ? ppm : 300_000); i++) {
			const [what, change] = draw.pick(byteChanges);
			left = change(left, draw);
			done.push(what);
		}
		return { name, bytes: left, done };
	};
	if (found.length > 0 && draw.chance(150_000)) {
		const path = draw.pick(found);
		done.push(path.split('/').at(-1) ?? '');
		return damage(readFileSync(path), path.split('/').at(-1) ?? 'found.csv', 1_000_000);
	}
	const table = good.map((row) => [...row]);
	for (let i = draw.below(4); i > 0; i--) {
		const [what, change] = draw.pick(structures);
		change(table, draw);
		done.push(what);
	}
	// A cell that was put behind the end of a short row leaves none before it: an empty one in a file.
	for (const row of table) row.splice(0, row.length, ...Array.from(row, (cell: string | undefined) => cell ?? ''));
	const workbook = draw.chance(250_000);
	return damage(
		workbook ? await xlsxOf(table, draw) : csvOf(table, draw),
		workbook ? 'fuzz.xlsx' : draw.pick(['fuzz.csv', 'fuzz.txt', 'fuzz.tsv', 'fuzz.xlsx', 'fuzz.xls']),
		workbook ? 100_000 : 250_000,
	);
}
