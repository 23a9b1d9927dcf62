import { describe, expect, test } from 'vitest';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { importPayments } from '../payments/import.ts';

const desk = placingDesk();
const paid = (...lines: string[]) => importPayments(desk.door, { path: desk.fileOf(...lines), clientCode: desk.client });

describe('the number of a row (序号) names no debt', () => {
	test('a placement file that has no other number is refused by name, and with a case number beside it takes that', async () => {
		const bare = desk.fileOf('序号,姓名,手机,委案金额,逾期天数', '1,王小明,13800130001,100.00,35', '2,李雷,13800130002,100.00,35');
		expect(await desk.importing(bare)).toMatchObject({ code: 'file.columns_missing', details: { missing: '案件编号 reference' } });
		const numbered = desk.fileOf(`序号,${head}`, `1,${row(501)}`, `2,${row(502)}`);
		const answer = await desk.imported(numbered);
		const debts = await desk.database.query<{ reference: string }>('select reference from debt where placement_id = $1 order by 1', [
			answer.placement_id,
		]);
		expect(debts.map(({ reference }) => reference)).toEqual(['R501', 'R502']);
		expect(await desk.imported(numbered)).toMatchObject({ accepted: 0, duplicates: 2 });
	});

	test('row 1 of a payment file pays no debt numbered 1: the file is refused, and beside a case number it says nothing', async () => {
		await desk.imported(desk.fileOf(head, row(503, { ref: '1' }), row(504)));
		expect(await paid('序号,姓名,还款金额,还款日期', '1,李雷,10.00,2026-11-20')).toMatchObject({ code: 'file.columns_missing' });
		expect(await paid('序号,案件编号,还款金额,还款日期', '1,R504,10.00,2026-11-20')).toMatchObject({ applied: { count: 1 } });
		expect(await paid('序号,案件编号,还款金额,还款日期', '1,,10.00,2026-11-20')).toMatchObject({
			accepted: 0,
			errors: [{ code: 'payment.reference_missing' }],
		});
	});
});

describe('a payment that names somebody', () => {
	test('who is not the debtor of its number waits for a person, however the payer is called; the debtor, masked or not, pays', async () => {
		await desk.imported(desk.fileOf(head, row(505)));
		const line = (name: string, payer: string, amount: string) => `R505,${name},${payer},${amount},2026-11-20`;
		const answer = await paid(
			'案件编号,姓名,还款人,还款金额,还款日期',
			line('李雷', '王小明', '1.00'),
			line('王小明', '李梅', '2.00'),
			line('王*明', '', '4.00'),
			line('', '李梅', '8.00'),
		);
		expect(answer).toMatchObject({ accepted: 4, applied: { count: 3 }, unmatched: { count: 1 } });
		const waiting = await desk.database.query(
			`select p.reason, p.amount_minor, p.debt_id from payment p join client c on c.id = p.client_id where c.code = $1 and p.state = 'unmatched'`,
			[desk.client],
		);
		expect(waiting).toEqual([{ reason: 'other_name', amount_minor: 1_00n, debt_id: null }]);
	});
});
