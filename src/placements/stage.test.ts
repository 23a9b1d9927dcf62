import { expect, test } from 'vitest';
import { recogniseColumns } from '../intake/rules.ts';
import type { Table } from '../intake/read.ts';
import { contextOf } from './stage.ts';

const productOf = (headings: readonly string[], product: string | null = null) =>
	contextOf(
		{ table: { headings, format: 'csv', epoch1904: false } as unknown as Table, recognised: recogniseColumns(headings, {}) },
		{ mapping: {}, today: '2026-12-01', currency: 'CNY', product: product as never, lender: null, lpr: [] },
	).product;
const loan = ['姓名', '身份证号', '委案金额', '逾期日期'];

test.each(['卡号', '信用卡号', '主卡号', '信用卡账号', 'Card Number', '最低还款额'])(
	'a file that names no product is one of credit cards where a column is called %s',
	(heading) => expect(productOf([heading, ...loan])).toBe('credit_card'),
);

// A loan taken for a card is held against no rate cap (CN-IR1 to CN-IR3), and its money is applied as a card’s (CN-A2).
test.each(['账号', '贷款账号', '帐户号', '银行卡号', '合同编号', 'Account Number'])(
	'a file that names no product is one of other debts where a column is called %s and none speaks of cards',
	(heading) => expect(productOf([heading, ...loan])).toBe('other'),
);

test('what the client or the mapping says is the product, whatever the columns are called', () => {
	expect(productOf(['卡号', ...loan], 'consumer_loan')).toBe('consumer_loan');
	expect(productOf(['账号', ...loan], 'credit_card')).toBe('credit_card');
});
