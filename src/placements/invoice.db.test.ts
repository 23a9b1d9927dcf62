import { describe, expect, test } from 'vitest';
import { decide } from '../contact/rules.ts';
import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { debtViews } from '../debts/views.ts';
import { testNow } from '../../test/support/database.ts';
import { idOf, placingDesk } from '../../test/support/placing.ts';

const desk = placingDesk();
const heads =
	'案件编号,姓名,身份证号,手机,产品,委案金额,本金,利息,到期日,委案日期,付款方类型,供应商规模,合同签订日期,发票金额,交付日期,约定账期,约定逾期利率';
let people = 500;
/** 10,000.00 delivered on 2026-03-01 and placed on 2026-11-20: to a public body due on 2026-03-31, 234 days late; 0.05 % a day comes to 1,170.00. */
type Said = {
	buyer?: string;
	seller?: string;
	signed?: string;
	delivered?: string;
	term?: string;
	rate?: string;
	due?: string;
	product?: string;
};
const invoice = (interest: number, over: Said = {}) => {
	const n = ++people;
	const { buyer = '机关', seller = '中小企业', signed = '2026-02-01', delivered = '2026-03-01', term = '', rate = '' } = over;
	const { due = '2026-03-31', product = '应收账款' } = over;
	const amounts = [(10_000 + interest).toFixed(2), 10_000, interest];
	const terms = [due, '2026-11-20', buyer, seller, signed, '10000', delivered, term, rate];
	return [`F${n}`, '王小明', idOf(n), `1390013${String(n).padStart(4, '0')}`, product, ...amounts, ...terms].join(',');
};

async function placed(row: string) {
	const answer = await desk.imported(desk.fileOf(heads, row));
	const [debt] = await desk.database.query<{ debtor_id: bigint }>('select debtor_id from debt order by id desc limit 1');
	const debtorId = known(debt, 'debt').debtor_id;
	const [view] = await desk.database.tx((tx) => debtViews(tx, debtorId, testNow));
	const naming = async (amount: number) => {
		const [point] = await desk.database.query<{ id: bigint }>(`select id from contact_point where debtor_id = $1 and kind = 'mobile'`, [
			debtorId,
		]);
		const [target] = await desk.database.tx((tx) =>
			loadTargets(tx, [{ debtorId, pointId: known(point, 'point').id }], { now: testNow, agentId: null }),
		);
		const { facts, law } = known(target, 'target');
		const { reasons } = decide({ channel: 'voice', purpose: 'collect', amount_minor: amount, automatic: true }, facts, law, testNow);
		return reasons.filter(({ verdict }) => verdict === 'refuses').map(({ rule, sentence }) => `${rule} ${sentence.zh}`);
	};
	return { answer, view: known(view, 'view'), naming };
}
const warned = ({ answer }: Awaited<ReturnType<typeof placed>>) => answer.warnings.map((warning) => warning.code);

describe('CN-IR5: late interest between firms is what the law leaves', () => {
	test('CN-IR5: 1,170.00 for 234 days of a public buyer is owed; one fen more is taken, cut, told and not named', async () => {
		const within = await placed(invoice(1_170));
		expect(warned(within)).toEqual([]);
		expect(within.view).toMatchObject({ owed_minor: 1_117_000, overdue_since: '2026-03-31', claim: { verdict: 'within', rule: 'CN-IR5' } });
		const above = await placed(invoice(1_170.01));
		expect(warned(above)).toEqual(['claim.above_cap']);
		expect(above.answer).toMatchObject({ accepted: 1, control: { counted: [{ amount_minor: 1_117_001 }] } });
		expect(above.view).toMatchObject({ owed_minor: 1_117_000, claim: { verdict: 'cut', above_minor: 1 } });
		expect(above.view.claim?.says.zh).toMatch(/自 2026-03-31 到期起 234 天、年化 18.25%/);
		expect(above.view.claim?.citation?.zh).toMatch(/保障中小企业款项支付条例》第十七条/);
		expect(await above.naming(1_117_000)).toEqual([]);
		expect(await above.naming(1_117_001)).toEqual([expect.stringMatching(/^CN-X1 .*CN-IR5/)]);
	});

	test('CN-IR5: what is agreed stands: 12 % a year is 769.31 for 234 days, and a word nobody understands is told and not used', async () => {
		// The LPR of February 2026 is not on file, so an agreed rate cannot be held against it: the contract is of 2025.
		const agreed = await placed(invoice(769.32, { signed: '2025-12-01', rate: '12%' }));
		expect(agreed.view.claim).toMatchObject({ verdict: 'cut', above_minor: 1 });
		const odd = await placed(invoice(100, { rate: '面议', seller: '不详' }));
		expect(warned(odd)).toEqual(['invoice.unknown_word', 'invoice.unknown_word']);
		expect(odd.view.claim).toMatchObject({ verdict: 'not judged', says: { zh: expect.stringMatching(/中小企业/) } });
	});

	test('CN-IR5: a file that says nothing of the buyer is not judged where interest is claimed, and silent where it is not', async () => {
		expect((await placed(invoice(100, { buyer: '' }))).view.claim).toMatchObject({ verdict: 'not judged' });
		const plain = await placed(invoice(0, { buyer: '', seller: '', delivered: '' }));
		expect(plain.view).toMatchObject({ owed_minor: 1_000_000, claim: null });
		expect((await placed(invoice(9_000, { product: '信用卡' }))).view.claim).toBeNull();
	});
});

describe('CN-IR6: when an invoice was due is what the law or the agreement says', () => {
	test.each([
		['机关', '', '2026-03-31'],
		['事业单位', '45', '2026-04-15'],
		['机关', '90', '2026-04-30'],
		['大型企业', '', '2026-04-30'],
		['大型企业', '90', '2026-05-30'],
		['其他', '20', '2026-03-21'],
		['其他', '', '2026-03-11'],
	])('CN-IR6: a file that says due on 2026-03-11 of a buyer %s with a term of “%s” is overdue since %s', async (buyer, term, since) => {
		const found = await placed(invoice(0, { buyer, term, due: '2026-03-11' }));
		expect(found.view.overdue_since).toBe(since);
		expect(warned(found)).toEqual(since === '2026-03-11' ? [] : ['invoice.due_later']);
	});

	test('CN-IR6: a later day of the file is kept', async () => {
		expect((await placed(invoice(0, { due: '2026-06-30' }))).view.overdue_since).toBe('2026-06-30');
	});

	test('CN-IR6: delivered 30 days before it is placed it is not due and is not taken; a day earlier it is', async () => {
		const early = await desk.imported(desk.fileOf(heads, invoice(0, { delivered: '2026-10-21', due: '2026-11-01' })));
		expect(early).toMatchObject({ accepted: 0, rejected: 1, errors: [{ code: 'invoice.not_due' }] });
		const due = await placed(invoice(0, { delivered: '2026-10-20', due: '2026-11-01' }));
		expect(due.view.overdue_since).toBe('2026-11-19');
	});
});
