import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offenceModel } from './model-file.ts';
import { offenceOf } from './model.ts';
import { checkContent, marksOf, type Use } from './rules.ts';

const model = offenceModel();
const places = ['agency', 'client', 'name', 'tail', 'amount', 'days', 'service', 'complaint'];
const speech: Use = { as: 'script', to: 'debtor', places };
const kinds = (text: string, use: Use = speech) => checkContent(text, use, model).map((finding) => finding.kind);

describe('what may not be said (CN-X2, 催收工作指引; 12 CFR 1006.14, 1006.18; CONC 7.3)', () => {
	test.each([
		['再不还钱就让你坐牢', 'threat'],
		['We will have you arrested', 'threat'],
		['我是派出所的民警', 'false_authority'],
		['This is the police, open the door', 'false_authority'],
		['你这个老赖', 'shaming'],
		['We will publish your name on the internet', 'shaming'],
		['我们会通知你的单位领导', 'third_party_pressure'],
		['We will call your employer', 'third_party_pressure'],
		['你可以找朋友借钱还', 'pressing_to_borrow'],
		['You could borrow from your brother', 'pressing_to_borrow'],
		['另收手续费50', 'extra_fee'],
		['今天必须一次性结清', 'pressing_lump_sum'],
		['You must pay in full', 'pressing_lump_sum'],
		['我们将起诉你', 'threat_of_suit'],
		['We will sue you', 'threat_of_suit'],
		['您还需支付 3,500 元', 'amount_free_text'],
	])('“%s” is a %s', (text, kind) => {
		expect(kinds(text)).toContain(kind);
	});

	test.each([
		'我们绝不会联系您的家人，也不会上门。',
		'请勿轻信冒充公安局的电话。',
		'如遇有人以坐牢相威胁，请拨打投诉电话{complaint}。',
		'无需借钱还款，您可以申请分期，不会另收任何费用。',
		'We will never call your employer or your family.',
		'You do not have to borrow from anyone: ask us for instalments.',
		'您当前应还{amount}，如有困难可与我们协商。',
	])('“%s” is none of it: it promises, forbids or warns against', (text) => {
		expect(kinds(text)).toEqual([]);
	});

	test('the words found are pointed at in the text as it was written', () => {
		const text = '您好。再不还，让你 坐 · 牢！';
		const [found] = checkContent(text, speech, null);
		expect(found?.kind).toBe('threat');
		expect(text.slice(...(found?.span ?? [0, 0]))).toBe('坐 · 牢');
	});

	test('to a third party no word and no place may tell of a debt (CN-P2, 12 CFR 1006.10)', () => {
		const use: Use = { ...speech, to: 'third party' };
		expect(kinds('请转告他尽快还款', use)).toEqual(['third_party_disclosure']);
		expect(kinds('请转告他：{amount}', use)).toEqual(['third_party_disclosure']);
		expect(kinds('Please ask him to settle his overdue loan', use)).toEqual(['third_party_disclosure', 'third_party_disclosure']);
		expect(kinds('请您转告本人与我们联系，电话{service}。', use)).toEqual([]);
		expect(kinds('请转告他尽快还款')).toEqual([]);
	});

	test('a suit may be spoken of only where one was approved', () => {
		expect(kinds('我们将起诉您', { ...speech, suitApproved: true })).toEqual([]);
	});
});

describe('what a message must have (CN-I1, MESSAGE, 12 CFR 1006.6(e))', () => {
	const message: Use = { as: 'message', to: 'debtor', places };
	const whole = '【{agency}】{client}提醒您还款{amount}。投诉{complaint}，拒收请回复R。';
	test('the whole one passes; without the institution, the complaint line or the way out it names what is missing', () => {
		expect(kinds(whole, message)).toEqual([]);
		expect(kinds(whole.replace('【{agency}】', ''), message)).toEqual(['missing_identity']);
		expect(kinds(whole.replace('{complaint}', '12378'), message)).toEqual(['missing_complaint_line']);
		expect(kinds(whole.replace('，拒收请回复R', ''), message)).toEqual(['missing_opt_out']);
		expect(kinds(whole.replace('{client}', '{bank}'), message)).toEqual(['unknown_place']);
	});
	test('a note of the house is looked at too, and never stopped', () => {
		expect(checkContent('债务人是老赖，态度恶劣', { ...speech, as: 'note' }, model).map(({ severity }) => severity)).toContain('warn');
		expect(checkContent('债务人是老赖', { ...speech, as: 'note' }, model).every(({ severity }) => severity === 'warn')).toBe(true);
	});
});

test('disguise changes nothing: blanks, invisible signs, full width and traditional characters are seen through', () => {
	const noise = fc.array(fc.constantFrom(' ', '·', '\u200b', '-', '*', '\u2060', '。'), { maxLength: 2 }).map((all) => all.join(''));
	fc.assert(
		fc.property(
			fc.constantFrom('让你坐牢', '我是公安局', '你这个老赖', '去借钱还'),
			fc.array(noise, { minLength: 6, maxLength: 6 }),
			(text, between) => {
				const disguised = [...text].map((char, i) => char + (i < text.length - 1 ? (between[i] ?? '') : '')).join('');
				expect(checkContent(disguised, speech, null).length).toBeGreaterThan(0);
			},
		),
	);
	for (const text of ['你這個老賴', '我們會起訴你', 'Ｗｅ ｗｉｌｌ ｓｕｅ ｙｏｕ']) expect(kinds(text)).not.toEqual([]);
});

test('the model knows abuse no list names, and leaves the words of the trade alone; what a gate row asks for is marked', () => {
	expect(offenceOf('黑鬼都是懒惰的垃圾', model)).toBeGreaterThan(model.threshold);
	for (const text of ['您好，请问是本人吗', '我下个月发工资就还', '请把账单发给我看看', '说', '在'])
		expect(offenceOf(text, model)).toBeLessThan(model.threshold);
	expect(marksOf(checkContent('去借钱还，另收手续费，我们将起诉你', speech, null)).sort()).toEqual([
		'extra_fee',
		'threatens_suit',
		'urges_borrowing',
	]);
});
