import { describe, expect, test } from 'vitest';
import { findingsOf } from '../content/actions.ts';
import { messagePlaces } from '../content/check.ts';
import { offenceModel } from '../content/model-file.ts';
import { checkContent } from '../content/rules.ts';
import { findTemplate, render, sentenceOfUnsent, templates } from './templates.ts';
import { checkScript, scriptPlaces } from '../content/script-rules.ts';
import { renderScript, scriptNameFor, scripts, shippedScripts } from './scripts.ts';

const places = {
	agency: '善催信用',
	client: '滨海银行',
	name: '王小明',
	tail: '8812',
	amount: '1,250.00',
	days: '35',
	service: '400-000-1111',
	complaint: '12378',
};

describe('messages (CN-X2, CN-I1, MESSAGE)', () => {
	test.each(templates.flatMap((template) => [['zh', template] as const, ['en', template] as const]))(
		'the %s text of a standard message passes the check and fills every place',
		(language, template) => {
			expect(findingsOf(template)[language]).toEqual([]);
			expect(render(template, language, places)).not.toMatch(/[{}]|undefined/);
			expect(template[language].includes('{amount}')).toBe(template.namesAmount);
		},
	);

	test('the opening names agency, client, amount, complaint line and opt-out in the debtor’s language', () => {
		const opening = findTemplate('opening');
		if (!opening) throw new Error('no opening');
		expect(render(opening, 'zh-CN', places)).toBe(
			'【善催信用】王小明您好，受滨海银行委托与您联系：您在滨海银行的账单（尾号8812）已逾期，当前应还1,250.00。如有困难可与我们协商分期。客服400-000-1111，投诉12378，拒收请回复R。',
		);
		expect(render(opening, 'en', places)).toContain('complaints 12378, reply R to stop');
	});

	test('a place without a value stops the message: half a sentence is never sent', () => {
		const opening = findTemplate('opening');
		if (!opening) throw new Error('no opening');
		expect(() => render(opening, 'zh', { ...places, amount: undefined as unknown as string })).toThrow('place {amount}');
	});
});

describe('call scripts (CN-I1, CN-P2, CN-X2, VERIFY)', () => {
	test.each(scripts)('script “$name”: nothing said aloud threatens, shames or presses to borrow', ({ to, parts }) => {
		const use = { as: 'script', to: to === 'third party' ? to : 'debtor', places: scriptPlaces[to] } as const;
		for (const { say } of parts) for (const text of [say.zh, say.en]) expect(checkContent(text, use, offenceModel())).toEqual([]);
	});

	test.each(scripts.filter((script) => script.to !== 'third party'))(
		'script “$name” names the agency, announces the recording and asks who it is before the first word of the debt',
		({ parts }) => {
			expect(parts.slice(0, 3).map((part) => part.at)).toEqual(['greeting', 'recording', 'right_party']);
			const before = parts
				.slice(0, 3)
				.map((part) => part.say.zh)
				.join('');
			expect(before).not.toMatch(/逾期|应还|欠|\{amount\}|\{days\}/);
		},
	);

	test.each(shippedScripts.flatMap((script) => [script.zh, script.en].map((text) => ({ name: script.name, to: script.to, text }))))(
		'the shipped words of “$name” pass the check of a whole script, asides and all',
		({ to, text }) => {
			expect(checkScript(text, to, offenceModel())).toEqual([]);
		},
	);

	test('a whole script names the house, announces the recording and settles who is on the line before the first word of the debt (CN-I1, CN-P2)', () => {
		const kinds = (text: string, to: keyof typeof scriptPlaces = 'debtor') =>
			checkScript(text, to, offenceModel()).map(({ kind, span }) => (span ? `${kind} ${text.slice(...span)}` : kind));
		const whole = '您好，这里是{agency}，受{client}委托来电，通话将被录音。\n请问是{name}本人吗？\n您的账单已逾期{days}天。';
		expect(kinds(whole)).toEqual([]);
		expect(kinds(whole.replace('{agency}', '我们公司'))).toEqual(['missing_identity']);
		expect(kinds(whole.replace('，通话将被录音', ''))).toEqual(['missing_recording']);
		expect(kinds(whole.replace('请问是{name}本人吗？', '')).at(-1)).toBe('missing_right_party');
		expect(kinds('您好，您的账单逾期了。这里是{agency}，通话录音。请问是{name}本人吗？')).toEqual([
			'third_party_disclosure 账单',
			'third_party_disclosure 逾期',
		]);
		expect(kinds(`${whole}\n否则让你坐牢。`)).toEqual(['threat 坐牢']);
		// What stands in brackets is not said; it may name the debt, and may threaten no more than the rest.
		expect(kinds(`（先看清逾期天数）\n${whole}`)).toEqual([]);
		expect(kinds(`${whole}\n（再不还就告诉他：让你坐牢）`)).toEqual(['threat 坐牢']);
		// Whoever answers for the debt is asked for by their own name: that of whoever borrowed settles nothing.
		const surety = '您好，这里是{agency}，通话将被录音。请问是{contact}本人吗？{name}的账单您有担保，应还{amount}。';
		expect(kinds(surety, 'surety')).toEqual([]);
		expect(kinds(surety.replace('{contact}本人', '{name}本人'), 'surety')).toEqual(['missing_right_party']);
		expect(kinds(surety)).toEqual(['unknown_place {contact}']);
		expect(kinds('您好，这里是{agency}，通话录音。请转告他还款，金额{amount}。', 'third party')).toEqual([
			'third_party_disclosure 还款',
			'unknown_place {amount}',
		]);
	});

	test('to a third party the check finds any word of a debt, and the script has none', () => {
		const kinds = (text: string) =>
			checkContent(text, { as: 'script', to: 'third party', places: messagePlaces }, null).map((finding) => finding.kind);
		expect(kinds('他欠了{amount}')).toEqual(['third_party_disclosure', 'third_party_disclosure']);
		expect(kinds('please tell them to repay')).toEqual(['third_party_disclosure']);
		const { text } = renderScript('third party', { agency: places.agency, name: '王*明' }, []);
		expect(text.zh).toContain('请您转告本人与我们联系');
		expect(text.zh).not.toContain('滨海银行');
	});

	test.each([
		['opening 2/3', 5, 'opening'],
		['daily', 12, 'early'],
		['bucket', 90, 'early'],
		['bucket', 91, 'late'],
		['broken promise', 120, 'broken promise'],
		['plan', 40, 'plan'],
		['third party', 40, 'early'],
	] as const)('a step “%s” at %i days past due is spoken by the script “%s”', (step, days, name) => {
		expect(scriptNameFor(step, days)).toBe(name);
	});
});

test.each([
	['no usable mobile number', 'no mobile number that may be used'],
	['text not made: missing: place {mood} of a text', 'not sent, the text could not be made: nothing to fill {mood} with'],
	['text not made: no template shout', 'not sent, the text could not be made: there is no such template'],
	[
		'text not made: a sealed value was altered or moved to another row',
		'not sent, the text could not be made: what is sealed cannot be read',
	],
	['contact.outside_hours', undefined],
])('a message that never left for “%s” says so: %s', (reason, said) => {
	expect(sentenceOfUnsent(reason)?.en).toBe(said);
});
