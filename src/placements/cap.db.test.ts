import { describe, expect, test } from 'vitest';
import { decide } from '../contact/rules.ts';
import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { debtViews } from '../debts/views.ts';
import { lprView, recordLpr } from '../tenants/lpr.ts';
import { testNow } from '../../test/support/database.ts';
import { idOf, placingDesk } from '../../test/support/placing.ts';
import { recallPlacement, undoPlacement } from './actions.ts';

const desk = placingDesk();
const heads = '案件编号,姓名,身份证号,手机,产品,委案金额,本金,利息,罚息,逾期日期,委案日期,出借人类型,合同签订日期,合同金额,已还息费';
let people = 100;
/** 10,000.00 lent on 2025-11-20 and placed 365 days later, when the 1-year LPR of 3.00 % leaves a private lender 12 %: 1,200.00. */
const loan = (
	interest: number,
	over: { penalty?: number; principal?: number; lender?: string; signed?: string; lent?: string; paid?: string; product?: string } = {},
) => {
	const n = ++people;
	const {
		penalty = 0,
		principal = 10_000,
		lender = '民间借贷',
		signed = '2025-11-20',
		lent = '10000',
		paid = '',
		product = '现金贷',
	} = over;
	const sum = (principal + interest + penalty).toFixed(2);
	return [
		`R${n}`,
		'王小明',
		idOf(n),
		`1380013${String(n).padStart(4, '0')}`,
		product,
		sum,
		principal,
		interest,
		penalty,
		'2026-08-01',
		'2026-11-20',
		lender,
		signed,
		lent,
		paid,
	].join(',');
};

/** Places one row; what is owed by component, what the case says, and what the gate says of naming an amount. */
async function placed(row: string) {
	const answer = await desk.imported(desk.fileOf(heads, row));
	const [debt] = await desk.database.query<{ debtor_id: bigint }>('select debtor_id from debt order by id desc limit 1');
	const debtorId = known(debt, 'debt').debtor_id;
	const [view] = await desk.database.tx((tx) => debtViews(tx, debtorId, testNow));
	const [point] = await desk.database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1 and kind = $2', [
		debtorId,
		'mobile',
	]);
	const naming = async (amount: number | null) => {
		const [target] = await desk.database.tx((tx) =>
			loadTargets(tx, [{ debtorId, pointId: known(point, 'point').id }], { now: testNow, agentId: null }),
		);
		const { facts, law } = known(target, 'target');
		return decide({ channel: 'voice', purpose: 'collect', amount_minor: amount, automatic: true }, facts, law, testNow);
	};
	return { answer, view: known(view, 'view'), naming };
}
const refusing = (decision: Awaited<ReturnType<Awaited<ReturnType<typeof placed>>['naming']>>) =>
	decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => `${reason.rule} ${reason.sentence.zh}`);

describe('CN-IR1, CN-IR2, CN-IR3: what a loan may cost is all that may be demanded', () => {
	test('CN-IR1: interest of 1,200.00 on 10,000.00 for a year is within 4 × LPR of 12 %; the whole is owed and may be named', async () => {
		const { answer, view, naming } = await placed(loan(1_200));
		expect(answer.warnings).toEqual([]);
		expect(view).toMatchObject({ owed_minor: 1_120_000, claim: { verdict: 'within', rule: 'CN-IR1', above_minor: 0 } });
		expect(refusing(await naming(1_120_000))).toEqual([]);
	});

	test('CN-IR1: of 300.00 of interest, 6,000.00 paid already, the cap leaves nothing: the row is rejected, amount.nothing_allowed', async () => {
		const answer = await desk.imported(desk.fileOf(heads, loan(300, { principal: 0, paid: '6000' })));
		expect(answer).toMatchObject({ accepted: 0, rejected: 1, errors: [{ code: 'amount.nothing_allowed' }] });
	});

	test('CN-IR1: one fen more is taken, and is not owed: the balance is capped, the case says why, and the gate refuses to name it', async () => {
		const { answer, view, naming } = await placed(loan(1_200.01));
		expect(answer).toMatchObject({ accepted: 1, rejected: 0, control: { counted: [{ amount_minor: 1_120_001 }] } });
		expect(answer.warnings.map((warning) => warning.code)).toEqual(['claim.above_cap']);
		expect(answer.notes.map((note) => note.zh).join()).toMatch(/1 行息费高于法定上限/);
		expect(view).toMatchObject({
			owed_minor: 1_120_000,
			claim: { verdict: 'cut', above_minor: 1, citation: { zh: expect.stringMatching(/民间借贷/) } },
		});
		expect(view.arithmetic.map((line) => [line.line, line.amount_minor])).toEqual([
			['placed', 1_120_001],
			['reduced', 1],
			['owed', 1_120_000],
		]);
		expect(refusing(await naming(1_120_000))).toEqual([]);
		expect(refusing(await naming(1_120_001))).toEqual([expect.stringMatching(/^CN-X1 .*法定上限.*CN-IR1/)]);
	});

	test('CN-IR1: interest, penalty and fees count together with what was paid; the penalty is cut first', async () => {
		const { view } = await placed(loan(900, { penalty: 500, paid: '100' }));
		expect(view.claim).toMatchObject({ verdict: 'cut', above_minor: 30_000 });
		expect(view.components).toMatchObject({ interest_minor: 90_000, penalty_minor: 20_000, principal_minor: 1_000_000 });
	});

	test('CN-IR1: interest written into the principal is interest: 11,300.00 of principal on 10,000.00 lent leaves 11,200.00', async () => {
		const { view } = await placed(loan(0, { principal: 11_300 }));
		expect(view).toMatchObject({ owed_minor: 1_120_000, claim: { verdict: 'cut', above_minor: 10_000 } });
	});

	test.each([
		['CN-IR2', '助贷', '2025-11-20', 2_400, 'within'],
		['CN-IR2', '助贷', '2025-11-20', 2_400.01, 'cut'],
		['CN-IR3', '小额贷款公司', '2026-11-19', 6.57, 'within'],
		['CN-IR3', '小额贷款公司', '2026-11-19', 6.58, 'cut'],
	] as const)('%s: a loan of %s signed on %s with interest of %s is %s', async (rule, lender, signed, interest, verdict) => {
		expect((await placed(loan(interest, { lender, signed }))).view.claim).toMatchObject({ rule, verdict });
	});

	test('CN-IR4: above 20 % of consumer finance is warned of in the answer, on the case and by the gate, and nothing is cut', async () => {
		const over = { lender: '消费金融', signed: '2026-01-20' };
		const within = await placed(loan(1_665, over));
		expect(within.view).toMatchObject({ claim: { verdict: 'within', rule: 'CN-IR4' } });
		expect((await within.naming(null)).warnings).toEqual([]);
		const above = await placed(loan(1_666, over));
		expect(above.answer.warnings.map((warning) => warning.code)).toEqual(['claim.above_guidance']);
		expect(above.view).toMatchObject({ owed_minor: 1_166_600, claim: { verdict: 'warned', above_minor: 0 } });
		expect((await above.naming(1_166_600)).warnings).toEqual(['CN-IR4']);
		expect(refusing(await above.naming(1_166_600))).toEqual([]);
	});

	test.each([
		['no date of contract', { signed: '' }, ['signed_on'], /合同签订日期/],
		['a contract older than the rule', { signed: '2020-08-19' }, ['older_contract'], /第31条/],
		['a contract of a month whose LPR is not on file', { signed: '2026-01-01' }, ['lpr'], /一年期 LPR/],
	] as const)('what is missing is said and not guessed: %s', async (_, over, missing, words) => {
		const { answer, view, naming } = await placed(loan(9_000, over));
		expect(view).toMatchObject({ owed_minor: 1_900_000, claim: { verdict: 'not judged', says: { zh: expect.stringMatching(words) } } });
		expect(answer.notes.map((note) => note.zh).join()).toMatch(/1 行未核对利率上限/);
		expect((await naming(1_900_000)).permitted).toBe(true);
		const [stored] = await desk.database.query<{ claim_check: { missing: string[] } }>(
			'select claim_check from debt order by id desc limit 1',
		);
		expect(stored?.claim_check.missing).toEqual(missing);
	});

	test('CN-IR1: a rate recorded with its source is known from then on, for a month; one that lies ahead is not recorded', async () => {
		const compliance = await desk.database.door('compliance');
		const january = loan(1_100, { signed: '2026-01-20' });
		expect((await placed(january)).view.claim).toMatchObject({ verdict: 'not judged' });
		const rate = { from: '2026-01-20', percent: 2.9, source: 'chinamoney 2026-01-20' };
		expect(isRefusal(await recordLpr(compliance, rate))).toBe(false);
		// 304 days at 4 × 2.90 %: 966.13.
		expect((await placed(loan(1_100, { signed: '2026-01-20' }))).view.claim).toMatchObject({ verdict: 'cut', above_minor: 13_387 });
		expect((await placed(loan(1_100, { signed: '2026-02-21' }))).view.claim).toMatchObject({ verdict: 'not judged' });
		expect(await recordLpr(compliance, { ...rate, from: '2026-11-25' })).toMatchObject({ code: 'request.malformed' });
		const { known_until: until, items } = await lprView(compliance);
		expect(until).toBe('2026-02-20');
		expect(items.slice(0, 2)).toMatchObject([
			{ percent: 2.9, certainty: 'house' },
			{ percent: 3, certainty: 'memory' },
		]);
		await desk.database.owner.query(`update dunwell.tenant set settings = settings - 'lpr'`);
	});

	test('without the contract’s amount the principal still owed is taken, the stricter reading, and the case says so', async () => {
		const { view } = await placed(loan(700, { principal: 5_000, lent: '' }));
		expect(view.claim).toMatchObject({ verdict: 'cut', above_minor: 10_000, says: { zh: expect.stringMatching(/未提供合同金额，从严/) } });
		expect((await placed(loan(700, { principal: 5_000 }))).view.claim).toMatchObject({ verdict: 'within' });
	});

	test('a bank’s own loan, a card and another licensed lender have no cap here: nothing is said of them', async () => {
		for (const over of [{ lender: '' }, { lender: '银行' }, { lender: '融资租赁' }, { product: '信用卡' }])
			expect((await placed(loan(9_000, over))).view).toMatchObject({ owed_minor: 1_900_000, claim: null });
	});

	test('the mandate’s kind of lender stands where the file does not say; an unknown word is told and not used', async () => {
		await desk.database.query(`update client set mandate = '{"lender": "private"}' where code = $1`, [desk.client]);
		expect((await placed(loan(1_300, { lender: '' }))).view.claim).toMatchObject({ verdict: 'cut', above_minor: 10_000 });
		const { answer, view } = await placed(loan(1_300, { lender: '某某公司' }));
		expect(answer.warnings.map((warning) => warning.code)).toEqual(['lender.unknown']);
		expect(view.claim).toMatchObject({ verdict: 'not judged' });
	});

	test('a batch with a cut undone leaves nothing in the books; recalled, it gives back what was owed; the same file again is all duplicates', async () => {
		const path = desk.fileOf(heads, loan(2_000));
		const first = await desk.imported(path);
		expect(await desk.imported(path)).toMatchObject({ accepted: 0, duplicates: 1 });
		const id = BigInt(known(first.placement_id, 'placement'));
		const owed = async () =>
			(
				await desk.database.query<{ owed_minor: bigint }>(
					'select b.owed_minor from debt_balance b join debt d on d.id = b.debt_id where d.placement_id = $1',
					[id],
				)
			)[0]?.owed_minor;
		expect(await owed()).toBe(1_120_000n);
		const undone = await undoPlacement(desk.door, id);
		expect(isRefusal(undone)).toBe(false);
		expect(await owed()).toBe(0n);
		const again = await desk.imported(path);
		expect(again).toMatchObject({ accepted: 1 });
		const recalled = await recallPlacement(desk.door, BigInt(known(again.placement_id, 'placement')), 'asked for');
		expect(isRefusal(recalled)).toBe(false);
	});
});
