import { expect, test } from 'vitest';
import { codes, placingDesk } from '../../test/support/placing.ts';

const desk = placingDesk();

test('a row whose parts come to more than 1,000,000,000,000.00, each within it, is rejected: amount.too_large; the row beside it is taken', async () => {
	const rows = ['L1,王小明,900000000000.00,900000000000.00,2026-10-01', 'L2,王小明,80.00,8.00,2026-10-01'];
	const answer = await desk.imported(desk.fileOf('案件编号,姓名,本金,利息,逾期日期', ...rows));
	expect(answer).toMatchObject({ accepted: 1, rejected: 1 });
	expect(codes(answer)).toEqual(['2 amount.too_large']);
});

test('91 rows of 1,000,000,000,000.00, as of a wrong unit, come to more than any answer tells exactly: refused, placement.totals_too_large', async () => {
	const rows = Array.from({ length: 91 }, (_, i) => `U${i},王小明,1000000000000.00,2026-10-01`);
	const before = await desk.book();
	expect(await desk.importing(desk.fileOf('案件编号,姓名,委案金额,逾期日期', ...rows))).toMatchObject({
		code: 'placement.totals_too_large',
		details: { counted: '91000000000000.00 CNY' },
	});
	expect(await desk.book()).toEqual(before);
});
