import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import type { FactsFile } from './facts-shape.ts';

/** Cases made from the Chinese texts as they are reported (GB/T 45251-2025; 中国银行业协会催收工作指引 2026; 自律公约 2018; 信用卡办法; 民法典; 个人信息保护法), to the minute. */
type Facts = FactsFile['facts'];
type Ask = NonNullable<FactsFile['ask']>;
type Earlier = NonNullable<Facts['earlier']>[number];

const beijing = (text: string) => `${text}+08:00`;
const today = (time: string, more: Partial<Earlier> = {}): Earlier => ({
	at: beijing(`2026-11-24T${time}:00`),
	outcome: 'no_answer',
	...more,
});
const file = (
	time: string,
	facts: Facts = {},
	ask: Ask = {},
	day = '2026-11-24',
	law: NonNullable<FactsFile['law']> = 'CN',
): FactsFile => ({
	now: beijing(`${day}T${time}:00`),
	law,
	ask,
	facts: { agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' }, ...facts },
});
const eight = (day: string) => beijing(`${day}T08:00:00`);
const midnight = (day: string) => beijing(`${day}T00:00:00`);

describe('CN-T1: no collecting from 22:00 to 08:00 at the person’s place', () => {
	const xinjiang = { zones: ['Asia/Shanghai', 'Asia/Urumqi'] };
	everyCase([
		{ name: '07:59', file: file('07:59'), refuses: ['CN-T1'], from: eight('2026-11-24') },
		{ name: '08:00', file: file('08:00') },
		{ name: '21:59', file: file('21:59') },
		{ name: '22:00', file: file('22:00'), refuses: ['CN-T1'], from: eight('2026-11-25') },
		{ name: '23:59 on the last day of the year', file: file('23:59', {}, {}, '2026-12-31'), refuses: ['CN-T1'], from: eight('2027-01-01') },
		{
			name: '28 February of a leap year, 22:00: the next morning is the 29th',
			file: file('22:00', { agent: null }, {}, '2028-02-28'),
			refuses: ['CN-T1'],
			from: eight('2028-02-29'),
		},
		{ name: 'the debtor agreed to 22:00–23:00 on record: 22:30', file: file('22:30', { agreed_hours: { from: '22:00', until: '23:00' } }) },
		{
			name: 'agreed until 23:00, at 23:00',
			file: file('23:00', { agreed_hours: { from: '22:00', until: '23:00' } }),
			refuses: ['CN-T1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'a court’s permission is no agreement of the debtor: 22:30',
			file: file('22:30', { consents: [{ kind: 'court', given_at: beijing('2026-11-01T10:00:00') }] }),
			refuses: ['CN-T1'],
			from: eight('2026-11-25'),
		},
		{ name: 'agreed over midnight, at 00:30', file: file('00:30', { agreed_hours: { from: '22:00', until: '01:00' } }) },
		{
			name: 'a text, a letter, a visit and a message on a social network at 22:30 are collecting too',
			file: file('22:30', {}, { channel: 'social', public: false }),
			refuses: ['CN-T1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'a debtor in Xinjiang, by either clock: 09:59 Beijing is 07:59 there',
			file: file('09:59', xinjiang),
			refuses: ['CN-T1'],
			from: beijing('2026-11-24T10:00:00'),
		},
		{ name: 'Xinjiang at 10:00 Beijing', file: file('10:00', xinjiang) },
		{
			name: 'Xinjiang at 22:00 Beijing, 20:00 there, waits for 10:00',
			file: file('22:00', xinjiang),
			refuses: ['CN-T1'],
			from: beijing('2026-11-25T10:00:00'),
		},
		{
			name: 'a contact person at 07:30 has the same hours',
			file: file('07:30', { party: 'third_party', own_points_usable: 0 }),
			refuses: ['CN-T1'],
			from: eight('2026-11-24'),
		},
	]);
});

describe('CN-F1 and CN-F2: three answered calls per lender and debtor, six attempts per number', () => {
	const talks = (count: number, more: Partial<Earlier> = {}) =>
		['09:00', '11:00', '13:00'].slice(0, count).map((time) => today(time, { outcome: 'right_party', ...more }));
	const rings = (count: number, more: Partial<Earlier> = {}) =>
		['08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00'].slice(0, count).map((time) => today(time, more));
	const two = {
		debts: [
			{ id: 'a', creditor_id: 'bank-a' },
			{ id: 'b', creditor_id: 'bank-b' },
		],
	};
	everyCase([
		{ name: 'two answered: a third call', file: file('15:00', { earlier: talks(2) }) },
		{
			name: 'three answered: none before tomorrow, which is night until 08:00',
			file: file('15:00', { earlier: talks(3) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'three answered on three numbers of the debtor',
			file: file('15:00', { earlier: talks(3, { same_number: false }) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'answered by a spouse counts as answered',
			file: file('15:00', { earlier: talks(3, { outcome: 'other_person' }) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'a call without an outcome yet counts as answered',
			file: file('15:00', { earlier: [...talks(2), { at: beijing('2026-11-24T14:59:00') }] }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'two talks and a permit not used until 15:05: at 15:05 one is free',
			file: file('15:00', { earlier: [...talks(2), { at: beijing('2026-11-24T14:55:00'), lapses_at: beijing('2026-11-24T15:05:00') }] }),
			refuses: ['CN-F1'],
			from: beijing('2026-11-24T15:05:00'),
		},
		{
			name: 'three talks for one lender leave the other lender’s debt',
			file: file('15:00', { ...two, earlier: talks(3, { creditor_ids: ['bank-a'] }) }, { debt_ids: ['b'] }),
		},
		{
			name: 'and close their own',
			file: file('15:00', { ...two, earlier: talks(3, { creditor_ids: ['bank-a'] }) }, { debt_ids: ['a'] }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'a call about both debts is closed by either',
			file: file('15:00', { ...two, earlier: talks(3, { creditor_ids: ['bank-a'] }) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{
			name: 'two of ours and one of the lender’s other agency',
			file: file('15:00', {
				earlier: talks(2),
				elsewhere: { state: 'counted', calls: [{ creditor_id: '1', at: beijing('2026-11-24T14:00:00'), answered: true }] },
			}),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{ name: 'the debtor’s own calls do not count', file: file('15:00', { earlier: talks(3, { direction: 'inbound' }) }) },
		{
			name: 'a voice robot is a call: the fourth after three of agents',
			file: file('15:00', { agent: null, earlier: talks(3) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{ name: 'a text after three talks', file: file('15:00', { earlier: talks(3) }, { channel: 'sms' }) },
		{
			name: 'three talks yesterday at 21:59',
			file: file('08:00', {
				earlier: Array.from({ length: 3 }, () => ({ at: beijing('2026-11-23T21:59:00'), outcome: 'right_party' as const })),
			}),
		},
		{
			name: 'three talks with the guarantor count for the debtor',
			file: file('15:00', { earlier: talks(3, { party: 'guarantor' }) }),
			refuses: ['CN-F1'],
			from: eight('2026-11-25'),
		},
		{ name: 'five attempts on the number: a sixth', file: file('15:00', { earlier: rings(5) }) },
		{ name: 'six attempts: no seventh today', file: file('15:00', { earlier: rings(6) }), refuses: ['CN-F2'], from: eight('2026-11-25') },
		{ name: 'six on one number: another number is open', file: file('15:00', { earlier: rings(6, { same_number: false }) }) },
		{
			name: 'six on this number under another debtor',
			file: file('15:00', { earlier: rings(6, { same_debtor: false }) }),
			refuses: ['CN-F2'],
			from: eight('2026-11-25'),
		},
		{
			name: 'busy tones are attempts',
			file: file('15:00', { earlier: rings(6, { outcome: 'busy' }) }),
			refuses: ['CN-F2'],
			from: eight('2026-11-25'),
		},
		{
			name: 'three talks and three rings close both',
			file: file('15:00', { earlier: [...talks(3), ...rings(3)] }),
			refuses: ['CN-F1', 'CN-F2'],
			from: eight('2026-11-25'),
		},
		{
			name: 'CN-F2 speaks since 2026-01-30: a seventh on the 29th',
			file: file(
				'15:00',
				{
					agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' },
					earlier: rings(6).map((each) => ({ ...each, at: each.at.replace('2026-11-24', '2026-01-29') })),
				},
				{},
				'2026-01-29',
			),
		},
		{
			name: 'and on the 30th',
			file: file(
				'15:00',
				{
					agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' },
					earlier: rings(6).map((each) => ({ ...each, at: each.at.replace('2026-11-24', '2026-01-30') })),
				},
				{},
				'2026-01-30',
			),
			refuses: ['CN-F2'],
			from: eight('2026-01-31'),
		},
		{
			name: 'CN-F1 speaks since 2025-02-28: a fourth on the 27th',
			file: file(
				'15:00',
				{ agent: null, earlier: talks(3).map((each) => ({ ...each, at: each.at.replace('2026-11-24', '2025-02-27') })) },
				{},
				'2025-02-27',
			),
		},
		{
			name: 'and on the 28th',
			file: file(
				'15:00',
				{ agent: null, earlier: talks(3).map((each) => ({ ...each, at: each.at.replace('2026-11-24', '2025-02-28') })) },
				{},
				'2025-02-28',
			),
			refuses: ['CN-F1'],
			from: eight('2025-03-01'),
		},
		{
			name: 'a business debt has no cap of the standard',
			file: file('15:00', { earlier: talks(3) }, {}, '2026-11-24', { country: 'CN', kind: 'business' }),
		},
		{
			name: 'CN-F6: a second robot call within a minute',
			file: file('15:00', { agent: null, earlier: [{ at: beijing('2026-11-24T14:59:30'), outcome: 'no_answer' }] }),
			refuses: ['CN-F6'],
			from: beijing('2026-11-24T15:00:30'),
		},
	]);
});

describe('CN-P1 to CN-P5: contact persons', () => {
	const third = (more: Facts = {}): Facts => ({ party: 'third_party', own_points_usable: 1, ...more });
	const failed = (outcomes: NonNullable<Earlier['outcome']>[]): Earlier[] =>
		outcomes.map((outcome, i) =>
			today(`0${8 + Math.floor(i / 2)}:${i % 2 ? '30' : '00'}`, { outcome, party: 'debtor', same_number: false }),
		);
	const since = (kind: 'deceased' | 'incapacity') => [{ kind, from_at: beijing('2026-11-01T10:00:00') }];
	everyCase([
		{ name: 'the debtor can be reached', file: file('15:00', third()), refuses: ['CN-P1'] },
		{ name: 'two failed calls in a row', file: file('15:00', third({ earlier: failed(['no_answer', 'off']) })), refuses: ['CN-P1'] },
		{
			name: 'three in a row: ask for a way or pass on a word',
			file: file('15:00', third({ earlier: failed(['no_answer', 'off', 'busy']) })),
			owes: ['locate_or_relay_only', 'state_institution'],
		},
		{
			name: 'three failed, then one answered',
			file: file('15:00', third({ earlier: failed(['no_answer', 'off', 'busy', 'right_party']) })),
			refuses: ['CN-P1'],
		},
		{
			name: 'answered between: two in a row since',
			file: file('15:00', third({ earlier: failed(['no_answer', 'right_party', 'off', 'busy']) })),
			refuses: ['CN-P1'],
		},
		{ name: 'every number of the debtor is invalid', file: file('15:00', third({ own_points_usable: 0 })) },
		{ name: 'the debtor has died', file: file('15:00', third({ holds: since('deceased') })) },
		{ name: 'the debtor lacks capacity', file: file('15:00', third({ holds: since('incapacity') })) },
		{
			name: 'CN-P2: collecting from them',
			file: file('15:00', third({ own_points_usable: 0 }), { purpose: 'collect' }),
			refuses: ['CN-P2'],
		},
		{ name: 'CN-P2: naming an amount', file: file('15:00', third({ own_points_usable: 0 }), { amount_minor: 1 }), refuses: ['CN-P2'] },
		{
			name: 'CN-P2: they offered to pay on record',
			file: file('15:00', third({ own_points_usable: 0, party_offers_to_pay: true }), { purpose: 'collect', amount_minor: 1 }),
		},
		{ name: 'CN-P3: they refused once', file: file('15:00', third({ own_points_usable: 0, party_refused: true })), refuses: ['CN-P3'] },
		{
			name: 'CN-P4: the debtor did not name them',
			file: file('15:00', third({ own_points_usable: 0, party_named_by_debtor: false })),
			refuses: ['CN-P4'],
		},
		{
			name: 'CN-P5: two attempts this week',
			file: file('15:00', third({ own_points_usable: 0, earlier: [today('09:00'), today('10:00')] })),
			refuses: ['CN-P5'],
			from: eight('2026-12-01'),
		},
		{
			name: 'CN-P5: one talk',
			file: file('15:00', third({ own_points_usable: 0, earlier: [today('09:00', { outcome: 'right_party' })] })),
			refuses: ['CN-P5'],
			from: eight('2026-12-01'),
		},
		{ name: 'a look at their number needs the same', file: file('15:00', third(), { channel: 'unmask' }), refuses: ['CN-P1'] },
		{ name: 'a guarantor owes: collected from like the debtor', file: file('15:00', { party: 'guarantor' }, { amount_minor: 1 }) },
		{
			name: 'the debtor has died: the guarantor still owes',
			file: file('15:00', { party: 'guarantor', holds: since('deceased') }, { amount_minor: 1 }),
		},
		{
			name: 'a spouse does not by being one',
			file: file('15:00', third({ relation: 'spouse' }), { purpose: 'collect' }),
			refuses: ['CN-P2', 'CN-P1'],
		},
	]);
});

describe('CN-H1, CN-F4, CN-F4-P, CN-V1, CN-L2, CN-X1, CN-X2, CN-D1, CN-F5, CN-F5-W: agent, visits, plans, amounts, sources, messages', () => {
	const trained = (on: string | null, exam: string | null = '2020-01-01') => ({ agent: { exam_passed_on: exam, trained_on: on } });
	const visit: Ask = { channel: 'visit', people: 2 };
	const sent = (channel: 'sms' | 'social', ...days: string[]): Facts => ({
		earlier: days.map((day) => ({ at: beijing(`${day}T09:00:00`), channel })),
	});
	const plan = [{ kind: 'kept_plan' as const, from_at: beijing('2026-11-01T10:00:00'), debt_id: 'a' }];
	everyCase([
		{ name: 'no exam', file: file('10:00', trained('2026-06-01', null)), refuses: ['CN-H1'] },
		{ name: 'trained a year ago today', file: file('10:00', trained('2025-11-24')) },
		{ name: 'trained a year and a day ago', file: file('10:00', trained('2025-11-23')), refuses: ['CN-H1'] },
		{ name: 'trained on 29 February 2028: the last day is 28 February 2029', file: file('10:00', trained('2028-02-29'), {}, '2029-02-28') },
		{ name: 'and 1 March 2029 is past it', file: file('10:00', trained('2028-02-29'), {}, '2029-03-01'), refuses: ['CN-H1'] },
		{
			name: 'trained on 28 February 2027: 28 February 2028 is the last day, the 29th is past it',
			file: file('10:00', trained('2027-02-28'), {}, '2028-02-29'),
			refuses: ['CN-H1'],
		},
		{ name: 'a robot has no certificate', file: file('10:00', { agent: null }) },
		{ name: 'a visit by one', file: file('10:00', {}, { ...visit, people: 1 }), refuses: ['CN-F4-P'] },
		{ name: 'by two, shown and recorded', file: file('10:00', {}, visit), owes: ['show_identification', 'record_the_visit'] },
		{
			name: 'a second on the same day',
			file: file('15:00', { earlier: [{ at: beijing('2026-11-24T09:00:00'), channel: 'visit' }] }, visit),
			refuses: ['CN-F4'],
			from: eight('2026-11-25'),
		},
		{ name: 'into the home without consent', file: file('10:00', {}, { ...visit, enters_home: true }), refuses: ['CN-V1'] },
		{ name: 'with it', file: file('10:00', {}, { ...visit, enters_home: true, entry_agreed: true }) },
		{ name: 'an instalment agreement is being kept', file: file('10:00', { debts: [{ id: 'a' }], holds: plan }), refuses: ['CN-L2'] },
		{ name: 'the other debt goes on', file: file('10:00', { debts: [{ id: 'a' }, { id: 'b' }], holds: plan }) },
		{
			name: 'it ends with the breach on the 23rd',
			file: file('10:00', { debts: [{ id: 'a' }], holds: [{ ...plan[0]!, until_at: midnight('2026-11-23') }] }),
		},
		{
			name: 'more than is owed',
			file: file('10:00', { debts: [{ id: 'a', owed_minor: 100 }] }, { amount_minor: 101 }),
			refuses: ['CN-X1'],
		},
		{ name: 'all that is owed', file: file('10:00', { debts: [{ id: 'a', owed_minor: 100 }] }, { amount_minor: 100 }) },
		{ name: 'urging to borrow', file: file('10:00', {}, { content: ['urges_borrowing'] }), refuses: ['CN-X2'] },
		{ name: 'a fee on top', file: file('10:00', {}, { content: ['extra_fee'] }), refuses: ['CN-X2'] },
		{ name: 'a number without a source', file: file('10:00', { point: { source: '' } }), refuses: ['CN-D1'] },
		{ name: 'a number whose consent ended yesterday', file: file('10:00', { point: { expires_on: '2026-11-23' } }), refuses: ['CN-D1'] },
		{ name: 'ends today', file: file('10:00', { point: { expires_on: '2026-11-24' } }) },
		{
			name: 'a second text today',
			file: file('10:00', sent('sms', '2026-11-24'), { channel: 'sms' }),
			refuses: ['CN-F5'],
			from: eight('2026-11-25'),
		},
		{
			name: 'the fourth text in seven dates',
			file: file('10:00', sent('sms', '2026-11-18', '2026-11-20', '2026-11-22'), { channel: 'sms' }),
			refuses: ['CN-F5'],
			from: eight('2026-11-25'),
		},
		{ name: 'after seven dates', file: file('10:00', sent('sms', '2026-11-17', '2026-11-20', '2026-11-22'), { channel: 'sms' }) },
		{
			name: '企业微信: a second message today',
			file: file('10:00', sent('social', '2026-11-24'), { channel: 'social' }),
			refuses: ['CN-F5-W'],
			from: eight('2026-11-25'),
		},
		{ name: '企业微信: one after a text of today', file: file('10:00', sent('sms', '2026-11-24'), { channel: 'social' }) },
		{
			name: 'the debtor’s own question may be answered beside the cap of calls',
			file: file(
				'10:00',
				{ earlier: ['08:10', '08:40', '09:10'].map((time) => today(time, { outcome: 'right_party' })) },
				{ direction: 'inbound' },
			),
		},
	]);
});
