import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	bareHeading,
	fieldOf,
	headerAmong,
	isField,
	joinHeader,
	kindOfRow,
	likelyHeader,
	mappingOf,
	recogniseColumns,
	unitOf,
} from './rules.ts';

describe('headings are recognised as clients write them', () => {
	test.each([
		['案件编号', 'reference'],
		['*个案序列号', 'reference'],
		['借据号', 'reference'],
		['合 同 编 号', 'contract'],
		['帐号', 'card'],
		['账户号', 'card'],
		['客户姓名\n', 'name'],
		['身份证号码（必填）', 'id_number'],
		['身分證字號', 'id_number'],
		['借款人手机号', 'phone'],
		['客户家庭地址', 'home_address'],
		['手机3', 'phone'],
		['委案金额(元)', 'placed_amount'],
		['欠款總額', 'placed_amount'],
		['剩余本金', 'principal'],
		['逾期罚息', 'penalty'],
		['滞纳金', 'penalty'],
		['逾期天數', 'days_past_due'],
		['逾期日期', 'overdue_since'],
		['幣別', 'currency'],
		['催收手别', 'round'],
		['联系人1姓名', 'contact1.name'],
		['联系人(2)手机', 'contact2.phone'],
		['联系人手机3', 'contact3.phone'],
		['紧急联系人二关系', 'contact2.relation'],
		['姓名（联系人1）', 'contact1.name'],
		['第二联系人电话', 'contact2.phone'],
		['Contact 1 Name', 'contact1.name'],
		['配偶姓名', 'spouse1.name'],
		['担保人身份证号', 'guarantor1.id_number'],
		['共同借款人2手机', 'co_borrower2.phone'],
		['还款金额', 'paid_amount'],
		['Outstanding Principal', 'principal'],
		['due_date', 'overdue_since'],
		['QQ', 'unlawful'],
		['客户微信号', 'unlawful'],
		['社保电脑号', 'unlawful'],
		['联系人1微信', 'unlawful'],
		['原催收记录', 'old_remarks'],
		['上家催记（近三个月）', 'old_remarks'],
		['可联村委', 'old_remarks'],
		['网搜', 'old_remarks'],
		['信用额度', null],
		['', null],
	])('%j means %s', (heading, field) => {
		expect(fieldOf(heading)).toBe(field);
	});

	test.each([
		['委案金额(万元)', '万元'],
		['本金（分）', '分'],
		['委案金额（单位：万元）', '万元'],
		['委案金额(元)', undefined],
	])('%j is in %s', (heading, unit) => {
		expect(unitOf(heading)).toBe(unit);
	});

	test('of 逾期金额, 本金, 剩余本金 and 委案金额 the surer ones are taken and the others kept', () => {
		const { fields, unknown, repeated } = recogniseColumns(['逾期金额', '本金', '剩余本金', '委案金额']);
		expect([...fields]).toEqual([
			[2, 'principal'],
			[3, 'placed_amount'],
		]);
		expect(repeated).toEqual(['逾期金额', '本金']);
		expect(unknown.map((each) => each.heading)).toEqual(['逾期金额', '本金']);
	});

	test('违约金 and 滞纳金 are both penalty and add up', () => {
		expect([...recogniseColumns(['违约金', '滞纳金']).fields.values()]).toEqual(['penalty', 'penalty']);
	});

	test('到期日 is the overdue date only where no days past due are given', () => {
		expect([...recogniseColumns(['到期日']).fields.values()]).toEqual(['overdue_since']);
		expect([...recogniseColumns(['到期日', '逾期天数']).fields.values()]).toEqual(['days_past_due']);
	});

	test('unlawful and old columns are set apart, unknown and blank ones kept by name or number', () => {
		const { unlawful, quarantined, unknown } = recogniseColumns(['案件编号', 'QQ', '催收小结', '信用额度', '']);
		expect({ unlawful: unlawful[0]?.column, quarantined: quarantined[0]?.column, unknown: unknown.map((each) => each.heading) }).toEqual({
			unlawful: 1,
			quarantined: 2,
			unknown: ['信用额度', '第5列'],
		});
	});

	test('a mapping decides over the synonyms, also under a decorated heading, and may make a column unknown', () => {
		const { fields } = recogniseColumns(['甲', '案件编号', '*乙（元）'], {
			columns: { 甲: 'reference', 案件编号: null, 乙: 'placed_amount' },
		});
		expect([...fields]).toEqual([
			[0, 'reference'],
			[2, 'placed_amount'],
		]);
	});

	test('columns that the error file added are passed over', () => {
		const { fields, unknown } = recogniseColumns(['案件编号', '导入问题 原行号 row', '导入问题 更正 mend']);
		expect([...fields.values(), ...unknown]).toEqual(['reference']);
	});

	test('no heading makes the reader throw, and each column has exactly one place', () => {
		const heading = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('案件编号', 'QQ', '催记', '手机', '手机2', '联系人1姓名', ''));
		fc.assert(
			fc.property(fc.array(heading, { maxLength: 30 }), (headings) => {
				const { fields, unknown, unlawful, quarantined } = recogniseColumns(headings);
				const columns = [...fields.keys(), ...[...unknown, ...unlawful, ...quarantined].map((each) => each.column)].sort((a, b) => a - b);
				expect(columns).toEqual(headings.map((_, i) => i));
				for (const field of fields.values()) expect(isField(field)).toBe(true);
				for (const each of headings) expect(bareHeading(bareHeading(each))).toBe(bareHeading(each));
			}),
		);
	});
});

describe('a mapping file', () => {
	test.each([
		[{ columns: { 甲: 'reference', 乙: null }, unit: '万元', dateOrder: 'dmy', currency: 'TWD', headerRow: 3, encoding: 'big5' }, null],
		[{ columns: { 甲: 'guarantor1.name' } }, null],
		[{ columns: { 甲: 'refrence' } }, 'unknown field refrence'],
		[{ columns: ['a'] }, 'unknown field a'],
		[{ unit: '角' }, 'unit'],
		[{ headerRow: 0 }, 'headerRow'],
		[{ currency: 'ABC' }, 'currency'],
		[{ colums: {} }, 'unknown name colums'],
		[[], 'not an object'],
		[null, 'not an object'],
	])('%j is wrong in: %s', (value, wrong) => {
		const read = mappingOf(value);
		expect('wrong' in read ? read.wrong : null).toBe(wrong);
	});
});

describe('the header of a table', () => {
	test('stands below a title and instructions', () => {
		expect(headerAmong([['XX银行委案清单'], ['说明：请勿改动格式'], [], ['案件编号', '姓名', '委案金额'], ['A1', '甲', '1']])).toBe(3);
	});

	test('is found by the headings a mapping knows', () => {
		expect(
			headerAmong(
				[
					['x', 'y'],
					['Akte', 'Betrag'],
				],
				new Set(['akte', 'betrag']),
			),
		).toBe(1);
	});

	test('where no heading is known it is the first wide row of words; a table of numbers has none', () => {
		expect(likelyHeader([['Title'], ['fips', 'name', 'total'], ['1', 'Bond', '17644']])).toBe(1);
		expect(
			likelyHeader([
				['1', '2', '3'],
				['4', '5', '6'],
			]),
		).toBe(-1);
	});

	test('over two rows, groups and their facts are joined, merged or written once', () => {
		const above = ['案件编号', '联系人1', '', '', '联系人2', '', '欠款', ''];
		const below = ['', '姓名', '关系', '手机', '姓名', '手机', '本金', '利息'];
		const joined = ['案件编号', '联系人1姓名', '联系人1关系', '联系人1手机', '联系人2姓名', '联系人2手机', '本金', '利息'];
		expect(joinHeader(above, below)).toEqual(joined);
		expect(joinHeader(['案件编号', '联系人1', '联系人1', '联系人1', '联系人2', '联系人2', '欠款', '欠款'], below)).toEqual(joined);
	});

	test('a row of data below is no second header', () => {
		expect(joinHeader(['案件编号', '姓名', '委案金额'], ['A1', '甲某', '100'])).toBeNull();
	});
});

test.each([
	[['A1', '甲某', '100'], 'data'],
	[['', ' ', ''], 'empty'],
	[['合计', '', '100'], 'total'],
	[['制表人：甲', '', '审核：乙'], 'note'],
	[['注：以上金额截至委案日，逾期利息另计', '', ''], 'note'],
	[['案件编号', '姓名', '委案金额'], 'header'],
	[['A1', '', ''], 'data'],
])('the row %j is %s', (cells, kind) => {
	expect(kindOfRow(cells, ['案件编号', '姓名', '委案金额'])).toBe(kind);
});
