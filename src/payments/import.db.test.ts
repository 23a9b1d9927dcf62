import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somebodyWaits, type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aClient, aDebt } from '../../test/support/debts.ts';
import { total } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { lockDebtor } from '../debtors/store.ts';
import { createPool } from '../host/db.ts';
import { findDisagreements, loadBalances } from '../ledger/store.ts';
import { importPlacement } from '../placements/import.ts';
import { change, type Door } from '../record/change.ts';
import { known } from '../core/assert.ts';
import { changeClient } from '../tenants/actions.ts';
import { reversePayment } from './queues.ts';
import { importPayments, type PaymentImportRequest } from './import.ts';
import type { PaymentImportAnswer } from './shapes.ts';

let database: TestDatabase;
let door: Door;
let folder: string;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
	folder = mkdtempSync(join(tmpdir(), 'dunwell-payments-'));
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await database.close();
});

let count = 0;
function file(lines: readonly string[], encoding = 'utf8'): string {
	const path = join(folder, `payments-${++count}.csv`);
	writeFileSync(path, iconv.encode(lines.join('\r\n'), encoding));
	return path;
}
const bring = (path: string, said: Partial<PaymentImportRequest> = {}, at: Door = door) =>
	importPayments(at, { path, clientCode: 'BANK', ...said });
const taken = (answer: PaymentImportAnswer | Refusal): PaymentImportAnswer => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.details)}`);
	expect(answer.rows).toBe(answer.accepted + answer.rejected + answer.duplicates);
	expect(answer.accepted).toBe(answer.applied.count + answer.unmatched.count + answer.overpaid.count);
	return answer;
};
const owedOn = async (debtId: bigint, debtorId: bigint) =>
	database.tx(async (tx) =>
		total((await loadBalances(tx, [{ debtorId, debtId }])).get(debtId)?.owed ?? { costs: 0n, interest: 0n, penalty: 0n, principal: 0n }),
	);
const header = '流水号,案件编号,还款金额,币种,还款日期,还款方式,还款人';

describe('a payment file', () => {
	test('in GB18030 with title, totals and one bad row of each kind: every row is counted, each rejection says what and how to mend', async () => {
		const a = await aDebt(database, door, { reference: 'GB-1' });
		await aDebt(database, door, { reference: 'GB-2' });
		const path = file(
			[
				'某银行还款明细,,,,,,',
				header,
				'S1,GB-1,"1,000.00",人民币,2026/11/20,代扣,王小明',
				'S2,GB-2,１２００．００,人民币,20261121,对公,',
				'S3,GB-9,50.00,人民币,2026-11-21,柜台,',
				'S4,GB-2,,人民币,2026-11-21,柜台,',
				'S5,GB-2,-5.00,人民币,2026-11-21,柜台,',
				'S6,GB-2,5.001,人民币,2026-11-21,柜台,',
				'S7,GB-2,5.00,人民币,2026-13-21,柜台,',
				'S8,GB-2,5.00,人民币,2026-11-25,柜台,',
				'S9,,5.00,人民币,2026-11-21,柜台,',
				'S10,6.22202E+15,5.00,人民币,2026-11-21,柜台,',
				'S11,GB-2,5.00,贝壳,2026-11-21,柜台,',
				'S1,GB-1,"1,000.00",人民币,2026-11-20,代扣,王小明',
				'S1,GB-1,999.00,人民币,2026-11-20,代扣,王小明',
				'合计,,"3,300.00",,,,',
			],
			'gb18030',
		);
		const answer = taken(await bring(path));
		expect(answer).toMatchObject({ rows: 13, accepted: 3, rejected: 9, duplicates: 1, settled_debts: 2 });
		expect(answer.applied).toEqual({ count: 1, amounts: [{ currency: 'CNY', amount_minor: 100_000 }] });
		expect(answer.unmatched).toEqual({ count: 1, amounts: [{ currency: 'CNY', amount_minor: 5_000 }] });
		expect(answer.surplus).toEqual({ count: 1, amounts: [{ currency: 'CNY', amount_minor: 20_000 }] });
		expect(answer.errors.map((error) => [error.row, error.code])).toEqual([
			[6, 'payment.amount_missing'],
			[7, 'payment.amount_not_positive'],
			[8, 'amount.too_many_decimals'],
			[9, 'date.not_a_date'],
			[10, 'payment.date_in_future'],
			[11, 'payment.reference_missing'],
			[12, 'reference.damaged_by_spreadsheet'],
			[13, 'currency.unknown'],
			[15, 'payment.other_facts'],
		]);
		for (const error of answer.errors) expect(error.mend.zh.length > 2 && error.message.en.length > 2).toBe(true);
		expect(await owedOn(a.debtId, a.debtorId)).toBe(0n);
		const again = taken(await bring(path));
		expect(again).toMatchObject({ rows: 13, accepted: 0, rejected: 9, duplicates: 4 });
	});

	test('without payment numbers: two equal rows are two payments, and the same file again is two duplicates', async () => {
		const debt = await aDebt(database, door, { reference: 'EQ-1' });
		const path = file(['卡号,还款金额,还款日期', 'EQ-1,100.00,2026-11-20', 'EQ-1,100.00,2026-11-20', 'EQ-1,100.00,2026-11-21']);
		expect(taken(await bring(path))).toMatchObject({ accepted: 3, duplicates: 0 });
		expect(taken(await bring(path))).toMatchObject({ accepted: 0, duplicates: 3 });
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(700_00n);
	});

	test('without a currency column pays each debt in its own currency; a stated other one waits unmatched', async () => {
		const debt = await aDebt(database, door, { reference: 'TW-1', currency: 'TWD' });
		expect(taken(await bring(file(['案件编号,还款金额,还款日期', 'TW-1,400,2026-11-20'])))).toMatchObject({
			applied: { count: 1, amounts: [{ currency: 'TWD', amount_minor: 40_000 }] },
		});
		const stated = taken(await bring(file(['案件编号,还款金额,币种,还款日期', 'TW-1,400,CNY,2026-11-20'])));
		expect(stated.unmatched.count).toBe(1);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(600_00n);
	});

	test('is matched by any of its numbers, the case number before the card number', async () => {
		const debt = await aDebt(database, door, { reference: '6222020000001234' });
		const path = file([
			'档案号,案件编号,卡号,还款金额,还款日期',
			'X1,,6222020000001234,1.00,2026-11-20',
			'6222020000001234,6.2E+15,,1.00,2026-11-20',
		]);
		expect(taken(await bring(path)).applied.count).toBe(2);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(998_00n);
	});

	test('by its contract or card number as the placement file gave it, spaced or not; a number of two debts waits unmatched', async () => {
		const placed = join(folder, 'placed.csv');
		writeFileSync(
			placed,
			[
				'案件编号,姓名,手机,合同号,卡号,委案金额,逾期日期',
				'AL-1,王某,13900000011,HT-2026/001,6222 0200 0000 1111,100.00,2026-08-01',
				'AL-2,李某,13900000012,HT-2026/002,,100.00,2026-08-01',
				'AL-3,李某,13900000012,HT-2026/002,,100.00,2026-08-01',
			].join('\n'),
		);
		const imported = await importPlacement(door, { path: placed, clientCode: 'BANK' });
		expect(imported).toMatchObject({ accepted: 3, rejected: 0 });
		const path = file([
			'合同号,卡号,还款金额,还款日期',
			'HT2026001,,1.00,2026-11-20',
			',6222020000001111,2.00,2026-11-20',
			',6222 0200-0000 1111,0.50,2026-11-20',
			'HT-2026/002,,4.00,2026-11-20',
			'HT-2026/009,,8.00,2026-11-20',
		]);
		expect(taken(await bring(path))).toMatchObject({ applied: { count: 4 }, unmatched: { count: 1 } });
		const [owed] = await database.query<{ owed: bigint }>(
			`select b.owed_minor as owed from debt d join debt_balance b on b.debt_id = d.id where d.reference = 'AL-1'`,
		);
		expect(owed?.owed).toBe(96_50n);
		const reasons = await database.query<{ reason: string }>(
			`select reason from payment where debt_reference like 'HT-2026/%' order by debt_reference`,
		);
		expect(reasons.map(({ reason }) => reason)).toEqual(['', 'no_such_reference']);
		// The contract of two debts, alike in all the law asks: 4.00 in proportion (CN-A3, 民法典 560).
		const shares = await database.query<{ reference: string; owed: bigint }>(
			`select d.reference, b.owed_minor as owed from debt d join debt_balance b on b.debt_id = d.id where d.reference in ('AL-2', 'AL-3') order by 1`,
		);
		expect(shares.map(({ owed }) => owed)).toEqual([98_00n, 98_00n]);
		// A card's number is kept masked, whichever debt it found and however it is grouped.
		const cards = await database.query<{ debt_reference: string }>(
			`select debt_reference from payment where debt_reference like '6222%' or amount_minor in (50, 200)`,
		);
		expect(cards.length).toBeGreaterThan(0);
		expect(cards.every((row) => row.debt_reference.includes('*'))).toBe(true);
	});

	test('of 1.00 that names its case beside a contract of others too waits for none of them: somebody acts on one meanwhile', async () => {
		const heads = '案件编号,姓名,手机,合同号,委案金额,逾期日期';
		const rows = ['FR-1,张某,13900000021,框架合同,100.00,2026-08-01', 'FR-2,赵某,13900000022,框架合同,100.00,2026-08-01'];
		expect(await importPlacement(door, { path: file([heads, ...rows]), clientCode: 'BANK' })).toMatchObject({ accepted: 2 });
		const [other] = await database.query<{ debtor_id: bigint }>(`select debtor_id from debt where reference = 'FR-2'`);
		const path = file(['案件编号,合同号,还款金额,还款日期', 'FR-1,框架合同,1.00,2026-11-20']);
		await change(door, { act: 'test', input: null }, async ({ tx }) => {
			lockDebtor(tx, known(other, 'debt').debtor_id);
			await tx.settle();
			const waits = somebodyWaits(database).then(() => null);
			expect(await Promise.race([bring(path), waits])).toMatchObject({ applied: { count: 1 } });
			return null;
		});
	});

	test('two numbers of two debts in one row wait unmatched: several_debts', async () => {
		await aDebt(database, door, { reference: 'SV-1' });
		await aDebt(database, door, { reference: 'SV-2' });
		expect(taken(await bring(file(['案件编号,合同号,还款金额,还款日期', 'SV-1,SV-2,1.00,2026-11-20']))).unmatched.count).toBe(1);
		const rows = await database.query<{ reason: string }>(`select reason from payment where debt_reference = 'SV-1'`);
		expect(rows).toEqual([{ reason: 'several_debts' }]);
	});

	test('of several clients names the client row by row; an unknown one is rejected', async () => {
		await aDebt(database, door, { client: 'ONE', reference: 'C-1' });
		await aDebt(database, door, { client: 'TWO', reference: 'C-1' });
		const path = file([
			'委案方,案件编号,还款金额,还款日期',
			'ONE,C-1,1.00,2026-11-20',
			'TWO,C-1,2.00,2026-11-20',
			'SIX,C-1,3.00,2026-11-20',
		]);
		const answer = taken(await bring(path, { clientCode: undefined }));
		expect(answer).toMatchObject({ accepted: 2, rejected: 1, applied: { count: 2, amounts: [{ currency: 'CNY', amount_minor: 300 }] } });
		expect(answer.errors.map((error) => error.code)).toEqual(['payment.client_unknown']);
	});

	test('of 1.00 for S2 pays the client of that code, not the one that is called so; 2.00 for 某银行, as two are called, are rejected', async () => {
		const debts = await Promise.all(['S1', 'S2', 'S3'].map((client) => aDebt(database, door, { client, reference: 'S-1' })));
		await database.query(`update client set name = case code when 'S1' then 'S2' else '某银行' end where code in ('S1', 'S2', 'S3')`);
		const path = file(['委案方,案件编号,还款金额,还款日期', 'S2,S-1,1.00,2026-11-20', '某银行,S-1,2.00,2026-11-20']);
		const answer = taken(await bring(path, { clientCode: undefined }));
		expect(answer).toMatchObject({ accepted: 1, rejected: 1 });
		expect(answer.errors.map((error) => error.code)).toEqual(['payment.client_ambiguous']);
		const owed = await Promise.all(debts.map(({ debtId, debtorId }) => owedOn(debtId, debtorId)));
		expect(owed).toEqual([1_000_00n, 999_00n, 1_000_00n]);
	});

	test('of a client that was closed with nothing owed is taken: 1,000.00 the bank took back since went to the client, and nobody is called; what the debtor pays again is owed back', async () => {
		const debt = await aDebt(database, door, { client: 'GONE', reference: 'G-1' });
		const lines = (...rows: string[]) => file(['流水号,案件编号,还款金额,还款日期', ...rows]);
		taken(await bring(lines('G1,G-1,1000.00,2026-11-20'), { clientCode: 'GONE' }));
		expect(isRefusal(await changeClient(door, { clientId: debt.clientId, closed: true }))).toBe(false);
		const [first] = await database.query<{ id: bigint }>(`select id from payment where external_reference = 'G1'`);
		await change(door, { act: 'payment.reverse', input: null }, async (act) => {
			const undone = await reversePayment(act, known(first, 'payment').id, '银行退回');
			return isRefusal(undone) ? undone : null;
		});
		const state = `select s.status, b.owed_minor as owed, d.ended from debt d join debt_state s on s.debt_id = d.id join debt_balance b on b.debt_id = d.id where d.id = $1`;
		expect(await database.query(state, [debt.debtId])).toEqual([{ status: 'recalled', owed: 0n, ended: true }]);
		expect(taken(await bring(lines('G2,G-1,1000.00,2026-11-23'), { clientCode: 'GONE' }))).toMatchObject({
			accepted: 1,
			surplus: { amounts: [{ currency: 'CNY', amount_minor: 1_000_00 }] },
		});
	});

	test.each<[string, readonly string[], Partial<PaymentImportRequest>, string]>([
		['of an unknown client', ['案件编号,还款金额,还款日期', 'A,1,2026-11-20'], { clientCode: 'NOBODY' }, 'client.unknown'],
		[
			'of nobody, in an agency of several clients',
			['案件编号,还款金额,还款日期', 'A,1,2026-11-20'],
			{ clientCode: undefined },
			'payment.client_needed',
		],
		['without an amount column', ['案件编号,姓名,还款日期', 'A,B,2026-11-20'], {}, 'file.columns_missing'],
		['without a header', ['1,2,3', '4,5,6'], {}, 'file.no_header'],
	])('%s is refused: %s', async (_, lines, said, code) => {
		await aClient(database, 'BANK2');
		const answer = await bring(file(lines), said);
		expect(isRefusal(answer) && answer.code).toBe(code);
	});

	test('that is not there is refused: file.not_found', async () => {
		const answer = await bring(join(folder, 'nowhere.csv'));
		expect(isRefusal(answer) && answer.code).toBe('file.not_found');
	});

	test('with an amount of 1,000.00 without quotes: the row is rejected, row.too_long, and nothing of 1.00 is applied', async () => {
		const debt = await aDebt(database, door, { reference: 'SHIFT-1' });
		const answer = taken(await bring(file(['流水号,案件编号,还款日期,还款金额', 'SH1,SHIFT-1,2026-11-20,1,000.00'])));
		expect([answer.accepted, answer.errors.map((error) => error.code)]).toEqual([0, ['row.too_long']]);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(1_000_00n);
	});

	test('that comes again without payment numbers, now with its currency named by mapping, column or hand, applies each row once', async () => {
		const debt = await aDebt(database, door, { client: 'TWICE', reference: 'AG-1' });
		await aDebt(database, door, { client: 'TWICE', reference: 'AG-2', currency: 'USD' });
		const said = { clientCode: 'TWICE' };
		const lines = ['案件编号,还款金额,还款日期', 'AG-1,100.00,2026-11-20', 'AG-9,5.00,2026-11-20'];
		const first = taken(await bring(file(lines), said));
		expect(first.accepted).toBeGreaterThan(0);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(900_00n);
		expect(taken(await bring(file(lines), { ...said, mapping: { currency: 'CNY' } })).duplicates).toBe(first.accepted);
		const withColumn = ['案件编号,还款金额,币种,还款日期', 'AG-1,100.00,CNY,2026-11-20', 'AG-1,100.00,USD,2026-11-20'];
		expect(taken(await bring(file(withColumn), said))).toMatchObject({ accepted: 1, duplicates: 1, unmatched: { count: 1 } });
		expect(taken(await bring(file(withColumn), said))).toMatchObject({ accepted: 0, duplicates: 2 });
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(900_00n);
	});

	test.each([
		['¥1,234.50', '币种', 'CNY', { applied: 1 }],
		['￥1,234.50', '备注', '', { applied: 1 }],
		['1,234.50元', '备注', '', { applied: 1 }],
		['RMB 1234.5', '备注', '', { applied: 1 }],
		['US$1,234.50', '备注', '', { waits: 'other_currency' }],
		['US$1,234.50', '币种', 'CNY', { error: 'amount.other_currency' }],
		['¥1,234.50', '币种', 'USD', { error: 'amount.other_currency' }],
		['1234.5678', '备注', '', { error: 'amount.too_many_decimals' }],
		['1,000,000,000,000.01', '备注', '', { error: 'amount.too_large' }],
	])('with an amount written %s and %s %s on a debt in CNY: %j', async (amount, column, cell, becomes) => {
		const debt = await aDebt(database, door, { parts: { principal: 5_000_00n } });
		const answer = taken(await bring(file([`案件编号,还款金额,${column},还款日期`, `${debt.reference},"${amount}",${cell},2026-11-20`])));
		const [row] = await database.query<{ reason: string }>('select reason from payment where debt_reference = $1', [debt.reference]);
		expect({
			...(answer.applied.count > 0 ? { applied: answer.applied.count } : {}),
			...(row?.reason ? { waits: row.reason } : {}),
			...(answer.errors[0] ? { error: answer.errors[0].code } : {}),
		}).toEqual(becomes);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe('applied' in becomes ? 3_765_50n : 5_000_00n);
	});

	test('of 1,201 rows applies the earlier value date first, wherever it stands: of 40.00 and 1,030.00 on 1,050.00 the later one is 20.00 too much', async () => {
		const said = { overdueSince: '2026-08-22', parts: { interest: 50_00n, principal: 1_000_00n } };
		const debt = await aDebt(database, door, { client: 'LONG', reference: 'LG-1', ...said });
		const others = Array.from({ length: 1_199 }, (_, i) => `L${i},NONE-${i},1.00,CNY,2026-11-22,,`);
		const path = file([header, 'LA,LG-1,1030.00,CNY,2026-11-21,,', ...others, 'LB,LG-1,40.00,CNY,2026-11-20,,']);
		expect(taken(await bring(path, { clientCode: 'LONG' }))).toMatchObject({ accepted: 1_201, overpaid: { count: 1 } });
		const rows = await database.query<{ of: string }>(
			`select external_reference || ' ' || state || ' ' || surplus_minor as of from payment where debt_id = $1 order by id`,
			[debt.debtId],
		);
		expect(rows.map(({ of }) => of)).toEqual(['LB applied 0', 'LA overpaid 2000']);
	});

	test.each([
		['2026-11-22T20:00:00Z', '2026-11-22T20:00:00Z'],
		['2026-11-23 04:00:00+08:00', '2026-11-22T20:00:00Z'],
		['2026-11-22 12:00 -0800', '2026-11-22T20:00:00Z'],
		['2026-11-23 04:00', '2026-11-22T20:00:00Z'],
		['2026/11/23 3:15 PM', '2026-11-23T07:15:00Z'],
		['2026/11/23 12:15 AM', '2026-11-22T16:15:00Z'],
		['2026/11/23 12:15 pm', '2026-11-23T04:15:00Z'],
		['2026-11-23', '2026-11-22T16:00:00Z'],
	])('with the time %s counts it from %s', async (cell, at) => {
		const debt = await aDebt(database, door);
		taken(await bring(file(['案件编号,还款金额,还款日期', `${debt.reference},1.00,${cell}`])));
		const [row] = await database.query<{ paid_at: Temporal.Instant }>('select paid_at from payment where debt_id = $1', [debt.debtId]);
		expect(String(row?.paid_at)).toBe(at);
	});

	test('under a number whose payment was reversed: other facts are taken, the reversed ones stay out', async () => {
		const debt = await aDebt(database, door, { reference: 'RV-1' });
		const wrong = file([header, 'RV1,RV-1,100.00,CNY,2026-11-20,,']);
		const right = file([header, 'RV1,RV-1,900.00,CNY,2026-11-20,,']);
		expect(taken(await bring(wrong)).accepted).toBe(1);
		expect(taken(await bring(right)).errors.map((error) => error.code)).toEqual(['payment.other_facts']);
		const [row] = await database.query<{ id: bigint }>(`select id from payment where external_reference = 'RV1'`);
		await change(door, { act: 'payment.reverse', input: null }, async (act) => {
			const undone = await reversePayment(act, known(row, 'payment').id, 'booked wrongly');
			return isRefusal(undone) ? undone : null;
		});
		expect(taken(await bring(wrong))).toMatchObject({ accepted: 0, duplicates: 1 });
		expect(taken(await bring(right))).toMatchObject({ accepted: 1, applied: { count: 1 } });
		expect(taken(await bring(right))).toMatchObject({ accepted: 0, duplicates: 1 });
		expect(taken(await bring(wrong))).toMatchObject({ accepted: 0, duplicates: 1 });
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(100_00n);
	});

	test('in a dry run says what would happen, across chunks too, and keeps nothing', async () => {
		const debt = await aDebt(database, door, { reference: 'DRY-1' });
		// 1,500 rows of 1.00 on a debt of 1,000.00: the second chunk must know what the first would have left.
		const lines = Array.from({ length: 1_500 }, (_, i) => `D${i},DRY-1,1.00,CNY,2026-11-20,,`);
		const path = file([header, ...lines, 'D0,DRY-1,1.00,CNY,2026-11-20,,']);
		const before = await database.query('select count(*) as n from payment');
		const dry = taken(await bring(path, { dryRun: true }));
		expect(dry).toMatchObject({ dry_run: true, import_id: null, accepted: 1_500, duplicates: 1, settled_debts: 1 });
		expect(dry.surplus).toEqual({ count: 500, amounts: [{ currency: 'CNY', amount_minor: 50_000 }] });
		expect(await database.query('select count(*) as n from payment')).toEqual(before);
		expect(await owedOn(debt.debtId, debt.debtorId)).toBe(1_000_00n);
		const real = taken(await bring(path));
		expect({ ...real, dry_run: true, import_id: null }).toEqual(dry);
	});
});

describe('the same file from four processes at once', () => {
	test('is applied once: 2,500 rows accepted in all, 7,500 duplicates, the ledger agrees', async () => {
		const debts = await Promise.all(Array.from({ length: 50 }, (_, i) => aDebt(database, door, { client: 'RACE', reference: `RC-${i}` })));
		const rows = Array.from({ length: 2_500 }, (_, i) => `Q${i},RC-${i % 55},10.00,CNY,2026-11-20,,`);
		const path = file([header, ...rows]);
		const pools = Array.from({ length: 4 }, () => createPool(database.url, { max: 2 }));
		const answers = await Promise.all(pools.map((pool) => bring(path, { clientCode: 'RACE' }, { ...door, pool })));
		await Promise.all(pools.map((pool) => pool.end()));
		expect(answers.reduce((sum, each) => sum + taken(each).accepted, 0)).toBe(2_500);
		expect(answers.reduce((sum, each) => sum + taken(each).duplicates, 0)).toBe(7_500);
		const owed = await Promise.all(debts.map((debt) => owedOn(debt.debtId, debt.debtorId)));
		// 2,500 rows over 55 numbers: 45 or 46 payments of 10.00 on each of the 50 debts that are there.
		for (const [i, minor] of owed.entries()) expect(minor).toBe(1_000_00n - (i < 2_500 % 55 ? 460_00n : 450_00n));
		expect(await database.tx((tx) => findDisagreements(tx, 5))).toEqual([]);
		const imports = await database.query<{ done: boolean }>(
			`select rows_total = 2500 and finished_at is not null as done from payment_import where file_name = $1`,
			[path.split('/').at(-1)],
		);
		expect(imports).toEqual([{ done: true }, { done: true }, { done: true }, { done: true }]);
	});
});
