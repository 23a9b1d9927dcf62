import { describe, expect, test } from 'vitest';
import { factsOfHold, groundCode, groundOf } from './hold-grounds.ts';

describe('what a hold stands on, in both languages', () => {
	test.each([
		[groundCode({ by: 'outcome', of: 12n }), '联系结果（第 12 次联系）', 'the outcome of contact 12'],
		['outcome of attempt 12', '联系结果（第 12 次联系）', 'the outcome of contact 12'],
		[groundCode({ by: 'plan', of: 7n }), '分期协议 7', 'instalment plan 7'],
		[groundCode({ by: 'filed', kind: 'dispute', channel: 'letter' }), '信函提出的异议', 'dispute by letter'],
		['complaint by regulator', '监管转办提出的投诉', 'complaint by the regulator'],
		[groundCode({ by: 'reopened', kind: 'hardship' }), '困难申请重新处理', 'hardship request opened again'],
		['cease reopened', '停催请求重新处理', 'request to stop opened again'],
	])('%s: %s', (evidence, zh, en) => {
		expect(groundOf(evidence)).toEqual({ ground: { zh, en }, words: '' });
		expect(groundOf(`${evidence}\n11 月 24 日来信`)).toEqual({ ground: { zh, en }, words: '11 月 24 日来信' });
	});

	test.each(['书面异议：称卡片被盗刷', 'letter of 20 November', 'fax received', '债务人来电\noutcome 12'])(
		'a person’s own words stay as they are: %s',
		(evidence) => {
			expect(groundOf(evidence)).toEqual({ ground: null, words: evidence });
		},
	);
});

test('what the law asks of a hold besides is said: in writing or not, the attorney and who it is, the crisis and the end of its treatment', () => {
	const said = (hold: Partial<Parameters<typeof factsOfHold>[0]>) =>
		factsOfHold({ written: null, attorney: null, crisis: false, treatment_ended_on: null, ...hold }).map(({ zh }) => zh);
	expect(said({})).toEqual([]);
	expect(said({ written: false })).toEqual(['口头']);
	expect(said({ written: true, attorney: { state: 'unresponsive', name: '王律师', contact: '' } })).toEqual([
		'书面或电子方式',
		'律师在合理期限内未答复',
		'王律师',
	]);
	expect(said({ crisis: true, treatment_ended_on: '2027-05-24' })).toEqual(['心理健康危机', '治疗于 2027-05-24 结束']);
});
