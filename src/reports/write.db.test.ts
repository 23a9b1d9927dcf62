/** The four forms carry the same figures: what the JSON says is read back from the workbook, found in the page and fed to the PDF's template. */
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAgencyInNovember } from '../../test/support/november.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { cellText } from './cells.ts';
import { type Report, reportOf } from './document.ts';
import { templateInput } from './pdf.ts';
import { readDashboard, readSummary } from './read.ts';
import type { Summary } from './shapes.ts';
import { fileName, written } from './write.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
let database: TestDatabase;
let summary: Summary;
let report: Report;

beforeAll(async () => {
	database = await testDatabase();
	await anAgencyInNovember(database);
	database.clock.set(Temporal.Instant.from('2026-12-05T02:00:00Z'));
	summary = (await readSummary(await database.door('manager'), november)) as Summary;
	report = reportOf(summary);
});
afterAll(() => database.close());

const tables = () => report.sections.flatMap((section) => section.tables);

test('twelve sections in the order of the seed’s report, the amounts of the summary in them', () => {
	expect(report.sections.map((section) => section.title.zh.replace(/^.*、/, ''))).toEqual([
		'总体情况',
		'团队',
		'案件数量与类型',
		'分阶段策略',
		'回收率',
		'回款周期（天）',
		'承诺兑现',
		'触达',
		'分类型对比',
		'迁徙率',
		'合规拒绝与投诉',
		'展望',
	]);
	const collected = tables()
		.find((table) => table.id === 'overview-TWD')
		?.rows[5]?.map(cellText);
	expect(collected).toEqual(['回款金额 collected', 'NT$2,300.00', 'NT$100.00', '+NT$2,200.00', '+2,200.00%']);
	expect(
		tables()
			.find((table) => table.id === 'refusals')
			?.rows[0]?.map(cellText)[0],
	).toBe('CN-T1 每日 22:00 至次日 8:00 不得催收，债务人另行同意的除外');
});

test('every number of the report stands in the workbook as a number that people can sum', async () => {
	const book = new ExcelJS.Workbook();
	await book.xlsx.load((await written(summary, 'xlsx')) as never);
	const pages = book.worksheets.slice(1);
	expect(pages).toHaveLength(tables().length);
	let numbers = 0;
	for (const [index, table] of tables().entries()) {
		const page = pages[index];
		for (const [i, row] of table.rows.entries()) {
			for (const [j, cell] of row.entries()) {
				const { value } = page?.getRow(i + 3).getCell(j + 1) ?? { value: undefined };
				if (cell.kind === 'count') expect(value).toBe(cell.count);
				else if (cell.kind === 'money') expect(Math.round((value as number) * 100)).toBe(cell.minor);
				else if (cell.kind === 'rate' && cell.ppm !== null) expect(Math.round((value as number) * 1_000_000)).toBe(cell.ppm);
				else if (cell.kind === 'points' && cell.ppm !== null) expect(Math.round((value as number) * 10_000)).toBe(cell.ppm);
				else if (cell.kind === 'per' && cell.ppm !== null)
					expect(Math.abs((value as number) * 100 - Math.trunc((cell.ppm * cell.of) / 10_000)) < 1e-6).toBe(true);
				else if (cell.kind === 'days' && cell.tenths !== null) expect(Math.round((value as number) * 10)).toBe(cell.tenths);
				else expect(value ?? '').toBe(cell.kind === 'text' ? cellText(cell) : '');
				if (cell.kind !== 'text') numbers += 1;
			}
		}
	}
	expect(numbers).toBeGreaterThan(300);
	expect(pages[1]?.getRow(3).getCell(2).numFmt).toBe('#,##0');
});

test('the page holds every cell, both charts of figures, its own fonts, and asks nothing of the network', async () => {
	const html = (await written(summary, 'html')).toString('utf8');
	for (const table of tables())
		for (const row of table.rows) for (const cell of row) if (cell.kind !== 'text') expect(html).toContain(`>${cellText(cell)}<`);
	expect(html.match(/<svg /g)).toHaveLength(4);
	expect(html).toContain("@font-face{font-family:'Noto Sans SC Report'");
	expect(html.replace(/xmlns="[^"]*"/g, '')).not.toMatch(/https?:\/\//);
});

test('the PDF is set from the very same cells, in Noto Sans SC, and is a PDF of a few pages', async () => {
	const input = templateInput(report);
	const fed = input.sections.flatMap((section) =>
		section.tables.flatMap((table) => table.rows.flatMap((row) => row.cells.map((cell) => `${cell.text} ${cell.small}`.trim()))),
	);
	expect(fed).toEqual(tables().flatMap((table) => table.rows.flatMap((row) => row.map((cell) => cellText(cell).trim()))));
	const pdf = await written(summary, 'pdf');
	expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
	const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
	expect(pages).toBeGreaterThanOrEqual(4);
	expect(pages).toBeLessThanOrEqual(8);
	expect(pdf.toString('latin1')).toContain('NotoSansSC');
});

test('the JSON is the summary itself, and the same question asked twice gives the same bytes', async () => {
	const json = await written(summary, 'json');
	expect(JSON.parse(json.toString('utf8'))).toEqual(summary);
	const again = (await readSummary(await database.door('manager'), { ...november, as_of: '2026-12-05T02:00:00Z' })) as Summary;
	expect((await written(again, 'json')).equals(json)).toBe(true);
	expect((await written(again, 'html')).equals(await written(summary, 'html'))).toBe(true);
	expect(fileName(summary, 'pdf')).toBe('dunwell-summary-2026-11-01-2026-11-30.pdf');
});

test('an agency with nothing on its book gets a report that says so, in all four forms', async () => {
	const empty = await testDatabase({ inTest: true });
	const nothing = (await readSummary(await empty.door('manager'), {})) as Summary;
	expect(nothing.money).toEqual([]);
	expect(nothing.contact.connect_rate).toEqual({ now: null, before: null, change_ppm: null });
	expect((await written(nothing, 'html')).toString('utf8')).toContain('本期无数据');
	expect((await written(nothing, 'pdf')).length).toBeGreaterThan(10_000);
	expect((await buffer(Readable.from(await written(nothing, 'xlsx')))).length).toBeGreaterThan(2_000);
});

test('a creditor’s own login sees its client’s money and none of the agency’s people', async () => {
	const [b] = await database.query<{ id: bigint }>(`select id from client where code = 'B'`);
	const door = await database.door('manager');
	const own = { ...door, actor: { ...door.actor, role: 'client' as const, clientId: b?.id ?? null } };
	const seen = (await readSummary(own, november)) as Summary;
	expect([seen.period.client?.code, seen.teams, seen.money.map((row) => row.currency)]).toEqual(['B', [], ['CNY']]);
	expect(await readDashboard(own, { ...november, client: 'A' })).toMatchObject({ code: 'client.unknown' });
});

test('ten years and more at once are refused', async () => {
	expect(await readDashboard(await database.door('manager'), { from: '2010-01-01', to: '2026-11-30' })).toMatchObject({
		code: 'report.period_too_long',
	});
});
