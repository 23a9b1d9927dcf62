import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRefusal, sentenceOf } from '../core/refusal.ts';
import { root } from '../host/config.ts';
import { reasonOf } from './formats.ts';
import { readTable, type ReadOptions } from './read.ts';

const fixtures = join(root, 'test', 'fixtures', 'messy-files');
let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dunwell-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a file reads as: headings, rows, where the header stood; or the code of its refusal. */
async function read(path: string, options: ReadOptions = {}) {
	const table = await readTable(path, options);
	if (isRefusal(table)) return { refused: table.code };
	const rows: string[][] = [];
	const numbers: number[] = [];
	for await (const batch of table.batches())
		for (const { row, cells } of batch) {
			rows.push([...cells]);
			numbers.push(row);
		}
	return { table, rows, numbers };
}

async function readGiven(name: string, content: string | Buffer, options?: ReadOptions) {
	const path = join(folder, name);
	writeFileSync(path, content);
	return read(path, options);
}

describe('the 183 messy files', () => {
	const files = readdirSync(fixtures, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !/^(SOURCE\.md|INDEX\.csv)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));

	test('each is read to its end or refused with a sentence in both languages', async () => {
		expect(files).toHaveLength(183);
		let opened = 0;
		for (const path of files) {
			const table = await readTable(path);
			if (isRefusal(table)) {
				const { zh, en } = sentenceOf(table);
				expect(`${path} ${zh}`).toMatch(/[一-鿿]{4}/);
				expect(en.length).toBeGreaterThan(20);
				continue;
			}
			opened++;
			expect(table.headings.length).toBeGreaterThan(0);
			let last = table.headerRow;
			for await (const batch of table.batches())
				for (const { row } of batch) {
					expect(row).toBeGreaterThan(last);
					last = row;
				}
		}
		expect(opened).toBeGreaterThan(150);
	});

	test.each([
		['made-here/id_numbers_scientific_gb18030.csv', 'csv', 'gb18030', 1, '案件编号', 7],
		['made-here/cities_gbk_crlf.csv', 'csv', 'gb18030', 1, 'code', 342],
		['made-here/cities_utf16le_tab.txt', 'tsv', 'utf-16le', 1, 'code', 342],
		['messytables/utf-16le_encoded.csv', 'csv', 'utf-16le', 1, 'Organisation_code', 327],
		['messytables/spanish_chars.csv', 'csv', 'latin1', 1, 'GF_ID', 116],
		['messytables/mixedGLB.csv', 'csv', 'utf-8', 4, 'Year', 133],
		['csvkit/test_latin1.csv', 'csv', 'latin1', 1, 'a', 2],
		['csvkit/null_byte.csv', 'csv', 'utf-8', 1, 'a', 1],
		['csvkit/realdata__Datagov_FY10_EDU_recp_by_State.csv', 'csv', 'utf-8', 3, 'State Name', 55],
		['uk-spending/june_2015(1).csv.gz', 'csv', 'utf-8', 3, 'Directorate', 6677],
		['easyexcel/compatibility__t01.xls', 'xls', 'workbook', 2, '材质*', 1],
		['easyexcel/compatibility__t03.xlsx', 'xlsx', 'workbook', 1, '单据号', 1],
		['messytables/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm', 'xlsx', 'workbook', 11, '', 53],
		['messytables/blank_line.ods', 'ods', 'workbook', 1, 'Name', 4],
		['readxl/nonstandard-xml-ns-prefix.xlsx', 'xlsx', 'workbook', 1, 'a', 2],
		['readxl/65536-rows-xls.xls', 'xls', 'workbook', 65_535, 'HELLO', 1],
	])('%s is %s in %s, its header in row %i begins with %j, %i rows', async (name, format, encoding, headerRow, first, rows) => {
		const found = await read(join(fixtures, name));
		expect(found).toMatchObject({ table: { format, encoding, headerRow } });
		expect(found.table?.headings[0]).toBe(first);
		expect(found.rows).toHaveLength(rows);
	});

	test('a workbook with a password is refused as such', async () => {
		expect(await read(join(fixtures, 'messytables/encrypted_no_password.xls'))).toEqual({ refused: 'file.password_protected' });
	});

	test('dates of 1900 and of 1904 come out as the days they show', async () => {
		const of1904 = await read(join(fixtures, 'csvkit/sheets.xlsx'));
		expect(of1904.rows?.[0]?.[1]).toBe('1971-01-01');
		const old = await read(join(fixtures, 'csvkit/sheets.xls'));
		expect(old.rows?.[0]?.[1]).toBe('1971-01-01');
		const leap = await read(join(fixtures, 'readxl/dates-leap-year-1900-xlsx.xlsx'));
		expect(leap.rows?.map((cells) => cells[0]?.slice(0, 10))).toContain('1900-02-29');
	});
});

const head = '案件编号,姓名,委案金额,逾期天数\n';
const body = 'A1,王某,100.00,35\nA2,李某,200.00,61\n';

describe('texts', () => {
	test.each([
		['utf-8', Buffer.from(head + body)],
		['utf-8', Buffer.from(`\ufeff${head}${body}`)],
		['utf-16le', iconv.encode(head + body, 'utf16le', { addBOM: true })],
		['utf-16be', iconv.encode(head + body, 'utf16be', { addBOM: true })],
		['gb18030', iconv.encode(head + body, 'gbk')],
		['gb18030', iconv.encode(head + body.replace('王', '㐀'), 'gb18030')],
		['big5', iconv.encode('案件編號,姓名,欠款金額,逾期天數\nA1,王某,100,35\nA2,李某,200,61\n', 'big5')],
	])('in %s are told by their bytes', async (encoding, bytes) => {
		const { table, rows } = await readGiven('encoded.csv', bytes);
		expect(table).toMatchObject({ encoding, headerRow: 1 });
		expect(table?.headings[0]).toMatch(/^案件[编編][号號]$/);
		expect(rows?.map((cells) => cells[0])).toEqual(['A1', 'A2']);
	});

	test('GBK letters that first stand after 600 kB of plain digits are still read as GBK', async () => {
		const digits = Array.from({ length: 30_000 }, (_, i) => `R${i},name,100.00,35`).join('\n');
		const { table, rows } = await readGiven('late.csv', iconv.encode(`reference,name,amount,dpd\n${digits}\nR9,王某,1.00,35\n`, 'gbk'));
		expect(table?.encoding).toBe('gb18030');
		expect(rows?.at(-1)).toEqual(['R9', '王某', '1.00', '35']);
	});

	test('a mapping may name the encoding', async () => {
		const { rows } = await readGiven('named.csv', iconv.encode('reference,name\nA1,Müller\n', 'latin1'), { encoding: 'latin1' });
		expect(rows?.[0]?.[1]).toBe('Müller');
		expect(await readGiven('odd.csv', head + body, { encoding: 'klingon' })).toEqual({ refused: 'mapping.invalid' });
	});

	test.each([',', '\t', ';', '|'])('separated by %j are split', async (separator) => {
		const { rows } = await readGiven('separated.txt', (head + body).replaceAll(',', separator));
		expect(rows?.[1]).toEqual(['A2', '李某', '200.00', '61']);
	});

	test('a title, an instruction and blank lines above the header are told and passed over; row numbers are those of the file', async () => {
		const { table, numbers } = await readGiven('titled.csv', `XX银行委案清单,,,\n户数：2，总金额：300.00,,,\n\n${head}${body}`);
		expect(table).toMatchObject({ headerRow: 4, above: ['XX银行委案清单', '户数：2，总金额：300.00'] });
		expect(numbers).toEqual([5, 6]);
	});

	test('packed by gzip, or called .xls, they are read all the same', async () => {
		expect((await readGiven('packed.csv', gzipSync(head + body))).rows).toHaveLength(2);
		expect((await readGiven('called.xls', (head + body).replaceAll(',', '\t'))).rows).toHaveLength(2);
	});

	test('saved as HTML under the name .xls they are read', async () => {
		const html = `<html><body><table>${(head + body)
			.trim()
			.split('\n')
			.map(
				(line) =>
					`<tr>${line
						.split(',')
						.map((cell) => `<td>${cell}</td>`)
						.join('')}</tr>`,
			)
			.join('')}</table></body></html>`;
		const { table, rows } = await readGiven('html.xls', html);
		expect(table?.headings).toEqual(['案件编号', '姓名', '委案金额', '逾期天数']);
		expect(rows).toHaveLength(2);
	});
});

describe('what is no table is refused with its reason', () => {
	const nothing = Buffer.alloc(0);
	test.each([
		['empty.csv', nothing, 'file.empty'],
		['blank.csv', Buffer.from('\n\n,,\n'), 'file.empty'],
		['picture.csv', Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n'), Buffer.alloc(2_000, 3)]), 'file.not_a_table'],
		['paper.csv', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(500, 0x9b), Buffer.alloc(500, 2)]), 'file.not_a_table'],
		['noise.csv', Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) % 251)), 'file.not_a_table'],
		['numbers.csv', Buffer.from('1,2,3\n4,5,6\n'), 'file.no_header'],
		['cut.gz', gzipSync(head + body).subarray(0, 12), 'file.unreadable'],
		['zip.xlsx', Buffer.from('PK\x03\x04 this is no zip'), 'file.unreadable'],
	])('%s', async (name, bytes, code) => {
		expect(await readGiven(name, bytes)).toEqual({ refused: code });
	});

	test('a missing file', async () => {
		expect(await read(join(folder, 'nowhere.csv'))).toEqual({ refused: 'file.not_found' });
	});

	test('a workbook cut off in the middle', async () => {
		const whole = readFileSync(join(fixtures, 'easyexcel/compatibility__t03.xlsx'));
		expect(await readGiven('half.xlsx', whole.subarray(0, whole.length / 2))).toEqual({ refused: 'file.unreadable' });
	});
});

describe('workbooks', () => {
	async function book(make: (book: ExcelJS.Workbook) => void, shared = true) {
		const path = join(folder, `made-${shared}.xlsx`);
		const made = new ExcelJS.Workbook();
		make(made);
		await made.xlsx.writeFile(path, { useSharedStrings: shared, useStyles: true });
		return read(path);
	}

	test.each([true, false])(
		'amounts, dates, formulas, errors and large numbers are read as what they are (shared strings: %s)',
		async (shared) => {
			const { rows } = await book((made) => {
				const sheet = made.addWorksheet('委案');
				sheet.addRow(['案件编号', '姓名', '身份证号', '委案金额', '逾期日期']);
				sheet.addRow(['A1', '王某', '11010519491231002X', 0.1 + 0.2, new Date(Date.UTC(2026, 0, 5))]);
				sheet.addRow([
					'A2',
					'李某',
					Number('440524188001010014'),
					{ formula: '1+1', result: 1234.5 },
					new Date(Date.UTC(2026, 0, 5, 8, 30)),
				]);
				sheet.addRow(['A3', '赵某', '', { error: '#N/A' }, 46027]);
				sheet.getColumn(5).numFmt = 'yyyy"年"m"月"d"日"';
				sheet.getCell('E4').numFmt = 'General';
			}, shared);
			expect(rows).toEqual([
				['A1', '王某', '11010519491231002X', '0.3', '2026-01-05'],
				['A2', '李某', '4.4052418800101E+17', '1234.5', '2026-01-05 08:30:00'],
				['A3', '赵某', '', '#N/A', '46027'],
			]);
		},
	);

	test('the first sheet is empty and the second hidden: the third is read, the fourth is named', async () => {
		const { table, rows } = await book((made) => {
			made.addWorksheet('空');
			made.addWorksheet('隐藏', { state: 'hidden' }).addRow(['案件编号', '姓名', '委案金额']);
			const sheet = made.addWorksheet('委案');
			sheet.addRows([
				['案件编号', '姓名', '委案金额'],
				['A1', '王某', 100],
			]);
			made.addWorksheet('另一张').addRow(['x']);
		});
		expect(table).toMatchObject({ sheet: '委案', headings: ['案件编号', '姓名', '委案金额'] });
		expect(rows).toEqual([['A1', '王某', '100']]);
		expect(table?.notes.map((note) => note.zh)).toEqual([expect.stringContaining('另一张'), expect.stringContaining('隐藏')]);
	});

	test('a header merged over two rows below a merged title is joined', async () => {
		const { table, rows } = await book((made) => {
			const sheet = made.addWorksheet('委案');
			sheet.addRow(['XX银行委案清单']);
			sheet.mergeCells('A1:F1');
			sheet.addRow(['案件编号', '姓名', '委案金额', '联系人1', '', '']);
			sheet.addRow(['', '', '', '姓名', '关系', '手机']);
			sheet.mergeCells('D2:F2');
			for (const column of ['A', 'B', 'C']) sheet.mergeCells(`${column}2:${column}3`);
			sheet.addRow(['A1', '王某', 100, '李某', '朋友', '13800138000']);
		});
		expect(table?.headings).toEqual(['案件编号', '姓名', '委案金额', '联系人1姓名', '联系人1关系', '联系人1手机']);
		expect(table?.headerRow).toBe(3);
		expect(rows).toEqual([['A1', '王某', '100', '李某', '朋友', '13800138000']]);
	});
});

test('an old workbook of 48 MB and a byte is refused with the limit (file.too_large), one without the wanted sheet with the names of its sheets (file.no_such_sheet)', async () => {
	const path = join(folder, 'large.xls');
	// The mark of an old workbook, and then nothing but size.
	writeFileSync(path, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
	truncateSync(path, 48 * 2 ** 20 + 1);
	expect(await readTable(path)).toMatchObject({ code: 'file.too_large', details: { limit: '48 MB (.xls)' } });
	const wanted = await readTable(join(fixtures, 'csvkit/sheets.xls'), { sheet: 'no such' });
	expect(wanted).toMatchObject({ code: 'file.no_such_sheet', details: { sheet: 'no such' } });
});

describe('a workbook whose first sheet is not the table', () => {
	async function bookOf(...sheets: (readonly [string, readonly (readonly string[])[]])[]): Promise<Buffer> {
		const book = new ExcelJS.Workbook();
		for (const [name, rows] of sheets) {
			const sheet = book.addWorksheet(name);
			for (const row of rows) sheet.addRow([...row]);
		}
		return Buffer.from(await book.xlsx.writeBuffer());
	}
	const table = [
		['案件编号', '姓名', '委案金额', '逾期日期'],
		['R1', '王小明', '100.00', '2026-08-01'],
	];

	test.each<[string, readonly (readonly string[])[]]>([
		['one line of instructions', [['填写说明']]],
		[
			'instructions in two columns, which look like a table',
			[
				['列', '怎么填'],
				['案号', '贵行编号'],
				['金额', '元'],
			],
		],
	])('after %s the sheet with the trade’s headings is read, and a note says so', async (_, instructions) => {
		const { table: read, rows } = await readGiven('two.xlsx', await bookOf(['说明', instructions], ['明细', table]));
		expect(rows).toEqual([table[1]]);
		expect(read?.sheet).toBe('明细');
		expect(read?.notes[0]?.en).toBe('Only the sheet “明细” was read; others with data were not: 说明 (name one by "sheet" in the mapping)');
	});

	test('two sheets with the trade’s headings: the first is read, the other named in a note', async () => {
		const { table: read } = await readGiven('both.xlsx', await bookOf(['一', table], ['二', table]));
		expect(read?.sheet).toBe('一');
	});

	test('a sheet that was asked for is read, whatever stands in the others', async () => {
		const { table: read } = await readGiven(
			'asked.xlsx',
			await bookOf(
				[
					'说明',
					[
						['列', '怎么填'],
						['a', 'b'],
						['c', 'd'],
					],
				],
				['明细', table],
			),
			{ sheet: '说明' },
		);
		expect(read?.sheet).toBe('说明');
	});
});

test('UTF-16 without its mark is read although half its bytes look strange', async () => {
	const text = '案件编号,姓名,委案金额,逾期日期\r\nR1,王小明,100.00,2026-08-01\r\n';
	for (const encoding of ['utf-16le', 'utf-16be'])
		expect((await readGiven('unmarked.csv', iconv.encode(text, encoding, { addBOM: false }))).rows).toEqual([
			['R1', '王小明', '100.00', '2026-08-01'],
		]);
});

test('what a reader of workbooks says of itself comes behind a sentence in both languages; a sentence of ours stands alone', () => {
	expect(reasonOf(new TypeError("Cannot read properties of undefined (reading 'L')"))).toBe(
		"文件内部已损坏，请重新导出或重新发送 / the file is damaged inside; export it or send it again (Cannot read properties of undefined (reading 'L'))",
	);
	expect(reasonOf(new Error('压缩结构不完整 / the zip is cut off'))).toBe('压缩结构不完整 / the zip is cut off');
});
