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

	test.each([
		['我们知道你孩子在哪个学校', 'threat'],
		['派了两个外访员在你小区门口守着', 'threat'],
		['去里面吃几年公家饭就老实了', 'threat'],
		['We know which school your child goes to.', 'threat'],
		["I'm parked outside your building right now.", 'threat'],
		['我们这边是跟派出所联合处理的', 'false_authority'],
		['jc叔叔很快会联系你', 'false_authority'],
		['My badge number is 2231, write it down.', 'false_authority'],
		['让你们村的人都看看你是什么人', 'shaming'],
		['What will your kids think when they hear about it?', 'shaming'],
		['我刚和你妈聊了几句', 'third_party_pressure'],
		['I have your boss on speed dial.', 'third_party_pressure'],
		['先从别的平台周转一下', 'pressing_to_borrow'],
		["Can't your parents front you the money?", 'pressing_to_borrow'],
		['给我个人转过来，帮你把记录压一压', 'extra_fee'],
		['别跟我谈期数，一步到位', 'pressing_lump_sum'],
		['再不还钱我就去你儿子学校门口等他放学', 'threat'],
		['立案庭那边已经排上号了', 'threat_of_suit'],
		['养条狗都比你讲信用', 'abuse'],
	])('“%s” has no word of a list in it, and is a %s by who does what to whom', (text, kind) => {
		expect(kinds(text)).toContain(kind);
	});

	test.each([
		'我们不知道您孩子在哪个学校，也不会问',
		'家访是没有的，我们只打电话和发短信',
		'案件已经由法院受理，案号在短信里，您可以去诉讼服务网查',
		'您有权应诉，也可以申请法律援助',
		'法院判决以后，您还可以申请分期履行',
		'征信没有黑名单，只有还款记录',
		'您孩子生病了，这个月先不用还',
		'您想一步到位我们欢迎，不行就分十二期',
		'已向贵公司寄送对账函，请核对发票与付款期限',
		'开具收入证明请到您子女单位的人事部门',
		'您接到自称专案组的电话，请直接报警',
		'We do not know where your child goes to school and we will not ask.',
		'The court has given judgment; you have a copy, and you may ask it to vary the instalments.',
		'A default stays on your credit file for six years.',
		"Moving the balance to a different lender usually costs more, we don't suggest it.",
	])('“%s” looks like it and is lawful', (text) => {
		expect(kinds(text)).toEqual([]);
	});

	test('a suit told truthfully passes; with an “or else”, or told in the first person, it does not', () => {
		const told = '法院已经受理，案号可以在法院官网核实，您可以上诉';
		expect(kinds(told)).toEqual([]);
		expect(kinds(`${told}，否则等着坐牢`)).not.toEqual([]);
		expect(kinds(`我们马上把你告到法院，${told}`)).not.toEqual([]);
	});

	test('in a long note an insult that is quoted is left to the model; aimed at the debtor, or in what is said aloud, it stays found', () => {
		const long =
			'网上有一些帖子把某个地方的人都叫做垃圾，这种一棍子打死一船人的说法我一直觉得很不公平，每个地方都有好人，也都有坏人，大家应该互相尊重才对。';
		const note: Use = { ...speech, as: 'note' };
		expect(kinds(long, note)).toEqual([]);
		expect(kinds(long)).toContain('abuse');
		expect(kinds(`${long}这个客户就是垃圾。`, note)).toContain('abuse');
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
