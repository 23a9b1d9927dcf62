import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedLines, nothingGenerated } from './generate.ts';
import type { District } from './identities.ts';
import { componentsOf, type Customer, groupedText, headings, overdueSince, type Portfolio, portfolio } from './portfolio.ts';
import { writeCsv, writeXlsx } from './sheet-file.ts';
import { districts, readCustomers, shippedSource } from './source.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const aCustomer = (over: Partial<Customer>): Customer => ({
	id: 1,
	limit: 20_000,
	sex: 'female',
	age: 24,
	monthsLate: 2,
	bills: [3_913, 3_102, 689, 0, 0, 0],
	paid: [0, 689, 0, 0, 0, 0],
	...over,
});

describe('what a late customer owes', () => {
	test('customer 1 of the source, two months late on a bill of 3,913: 56.86 interest and 18.95 penalty of 3,102 and 689 carried, the rest principal', () => {
		expect(componentsOf(aCustomer({}))).toEqual({ placed: 391_300n, interest: 5_686n, penalty: 1_895n, principal: 383_719n });
	});

	test('interest stops at 12 % and penalty at 4 % of a bill that was mostly paid off', () => {
		expect(componentsOf(aCustomer({ bills: [100, 90_000, 90_000, 0, 0, 0] }))).toEqual({
			placed: 10_000n,
			interest: 1_200n,
			penalty: 400n,
			principal: 8_400n,
		});
	});

	test('a credit carried into a late month adds no interest', () => {
		expect(componentsOf(aCustomer({ bills: [500, -20, -90, 0, 0, 0] }))).toMatchObject({ interest: 0n, penalty: 0n, principal: 50_000n });
	});

	test.each([
		['2026-11-24', 10, 1, '2026-11-10'],
		['2026-11-24', 24, 1, '2026-10-24'],
		['2026-11-24', 10, 3, '2026-09-10'],
		['2026-03-10', 28, 2, '2026-01-28'],
	])('placed on %s with payments due on day %i and %i months late, the debt is past due since %s', (on, dueDay, months, expected) => {
		expect(overdueSince(date(on), dueDay, months).toString()).toBe(expected);
	});
});

describe('the placement file of the shipped portfolio', () => {
	let customers: Customer[];
	let towns: District[];
	let made: Portfolio;
	const order = { seed: '1', placedOn: date('2026-11-24'), batchNo: 'WB20261124' };

	beforeAll(async () => {
		customers = (await readCustomers(shippedSource)) as Customer[];
		towns = await districts();
		made = portfolio(customers, towns, order);
	});
	const column = (row: readonly string[], heading: (typeof headings)[number]) => row[headings.indexOf(heading)] ?? '';
	const minor = (text: string) => BigInt(text.replaceAll(',', '').replace('.', ''));

	test('of 20,962 customers the 4,776 that were late are placed, but for those who owe nothing', () => {
		expect(customers).toHaveLength(20_962);
		expect(made.left.notLate).toBe(20_962 - 4_776);
		expect(made.placed + made.left.nothingOwed).toBe(4_776);
		expect(made.placed).toBe(made.sheet.rows.length);
		expect(made.placed).toBeGreaterThan(3_500);
	});

	test('each row’s components add up to its amount, the rows to the totals row, days past due to the dates', () => {
		let sum = 0n;
		for (const row of made.sheet.rows) {
			const placed = minor(column(row, '委案金额'));
			expect(minor(column(row, '本金')) + minor(column(row, '利息')) + minor(column(row, '违约金'))).toBe(placed);
			sum += placed;
			const [year = 0, month = 0, day = 0] = column(row, '逾期日期').split('/').map(Number);
			const since = new Temporal.PlainDate(year, month, day);
			expect(Number(column(row, '逾期天数'))).toBe(since.until(order.placedOn, { largestUnit: 'day' }).days);
		}
		expect(sum).toBe(made.placedMinor);
		expect(minor(column(made.sheet.totals, '委案金额'))).toBe(sum);
	});

	test('some people have two cards, every case its own reference', () => {
		const ids = made.sheet.rows.map((row) => column(row, '身份证号'));
		expect(new Set(ids).size).toBe(made.debtors);
		expect(made.placed - made.debtors).toBeGreaterThan(50);
		expect(new Set(made.sheet.rows.map((row) => column(row, '案件编号'))).size).toBe(made.placed);
	});

	test('the same seed gives the same file, another seed other people with the same debts', () => {
		expect(portfolio(customers, towns, order).sheet).toEqual(made.sheet);
		const other = portfolio(customers, towns, { ...order, seed: '2' });
		expect(column(other.sheet.rows[0] ?? [], '身份证号')).not.toBe(column(made.sheet.rows[0] ?? [], '身份证号'));
		expect(other.placedMinor).toBe(made.placedMinor);
	});

	test('three parts hold each case once', () => {
		const parts = [0, 1, 2].map((at) => portfolio(customers, towns, { ...order, part: { from: at, until: at + 1, of: 3 } }));
		expect(parts.reduce((sum, part) => sum + part.placedMinor, 0n)).toBe(made.placedMinor);
		expect(new Set(parts.flatMap((part) => part.sheet.rows.map((row) => column(row, '案件编号')))).size).toBe(made.placed);
	});

	test('the CSV is GB18030 with rare names intact, the XLSX has the same cells as text', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'dunwell-portfolio-'));
		const few = { ...made.sheet, rows: made.sheet.rows.slice(0, 40) };
		await writeCsv(join(folder, 'a.csv'), few);
		const text = iconv.decode(await readFile(join(folder, 'a.csv')), 'gb18030');
		expect(text.split('\r\n')[2]).toBe(headings.join(','));
		await writeXlsx(join(folder, 'a.xlsx'), few);
		const book = new ExcelJS.Workbook();
		await book.xlsx.readFile(join(folder, 'a.xlsx'));
		const page = book.worksheets[0];
		for (const [i, row] of few.rows.entries())
			for (const [j, cell] of row.entries()) expect(page?.getRow(i + 4).getCell(j + 1).value ?? '').toBe(cell);
	});
});

test('another file of the same source is read whatever its column order; one without a needed column is refused by name', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'dunwell-source-'));
	const names = ['target', 'ID', 'AGE', 'SEX', 'LIMIT_BAL', 'PAY_0', ...[1, 2, 3, 4, 5, 6].flatMap((n) => [`BILL_AMT${n}`, `PAY_AMT${n}`])];
	const values = ['1', '77', '30', '1', '50000.0', '2', ...[1, 2, 3, 4, 5, 6].flatMap((n) => [String(n * 100), String(n)])];
	await writeFile(join(folder, 'other.csv'), `\uFEFF${names.join(',')}\n${values.join(',')}\n`);
	expect(await readCustomers(join(folder, 'other.csv'))).toEqual([
		{ id: 77, limit: 50_000, sex: 'male', age: 30, monthsLate: 2, bills: [100, 200, 300, 400, 500, 600], paid: [1, 2, 3, 4, 5, 6] },
	]);
	await writeFile(join(folder, 'odd.csv'), `${names.join(',')}\n${values.join(',').replace('50000.0', '50 thousand')}\n`);
	expect(await readCustomers(join(folder, 'odd.csv'))).toMatchObject({ code: 'demo.source_row_unreadable', details: { row: '2' } });
	await writeFile(join(folder, 'not.csv'), 'a,b\n1,2\n');
	expect(await readCustomers(join(folder, 'not.csv'))).toMatchObject({ code: 'demo.source_unknown' });
	expect(await readCustomers(join(folder, 'absent.csv'))).toMatchObject({ code: 'demo.source_unreadable' });
});

describe('a generated file', () => {
	const order = { debts: 20_000, seed: '5', placedOn: date('2026-11-24'), messyPpm: 0 };

	test('20,000 rows: references and mobiles distinct, one person in about twenty with a second debt, amounts summing to what is told', async () => {
		const counted = nothingGenerated();
		const lines = [...generatedLines(await districts(), order, counted)].slice(1);
		expect(lines).toHaveLength(20_000);
		expect(counted.rows).toBe(20_000);
		const rows = lines.map(
			(line) =>
				line
					.trim()
					.match(/("[^"]*"|[^,]*)(,|$)/g)
					?.map((cell) => cell.replace(/,$/, '').replaceAll('"', '')) ?? [],
		);
		expect(new Set(rows.map((row) => row[0])).size).toBe(20_000);
		const people = new Set(rows.map((row) => row[4]));
		expect(people.size).toBe(new Set(rows.map((row) => row[5])).size);
		expect(people.size).toBeGreaterThan(18_700);
		expect(people.size).toBeLessThan(19_300);
		expect(rows.reduce((sum, row) => sum + BigInt((row[13] ?? '').replace(/[,.]/g, '')), 0n)).toBe(counted.placedMinor);
	});

	test('with 10 % messy rows about 2,000 carry a fault and each is counted by its kind', async () => {
		const counted = nothingGenerated();
		const total = [...generatedLines(await districts(), { ...order, messyPpm: 100_000 }, counted)].length;
		expect(total).toBe(20_001);
		const messy = Object.values(counted.messy);
		expect(messy.every((count) => count > 150)).toBe(true);
		expect(Math.abs(messy.reduce((a, b) => a + b, 0) - 2_000)).toBeLessThan(200);
	});
});

test('1,234,567.89 is written with separators and two decimals, 5 cents as 0.05', () => {
	expect(groupedText(123_456_789n)).toBe('1,234,567.89');
	expect(groupedText(5n)).toBe('0.05');
});
