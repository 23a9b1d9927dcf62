import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { type Ask, callAt, card, type Earlier, eastern, type Facts, medical, usFile } from '../../test/support/reg-f.ts';

/** Every worked example of the official interpretations on how often a person may be called (12 CFR 1006.14(b), Supplement I), with the minute a refused call is lawful again. */
const on = (date: string, outcome: Earlier['outcome'] = 'no_answer', more: Partial<Earlier> = {}) =>
	callAt(eastern(`2026-${date}T15:00:00`), outcome, more);
const at = (date: string, facts: Partial<Facts> = {}, ask: Ask = {}, time = '16:00:00') =>
	usFile(eastern(`2026-${date}T${time}`), facts, ask);
/** 08:00 in New York on a day of summer time. */
const morning = (date: string) => eastern(`2026-${date}T08:00:00`);

describe('US-F1 and US-F2: presumption of compliance (comments 14(b)(2)(i)-1 and -3)', () => {
	const april = ['04-01', '04-02', '04-03', '04-04', '04-05', '04-06', '04-07'];
	const seven = april.map((date, i) => on(date, i === 0 ? 'machine' : 'no_answer'));
	everyCase([
		{
			name: '1.i: a message left on Wednesday, April 1, five calls since: the seventh call on April 7 is permitted',
			file: at('04-07', { earlier: seven.slice(0, 6) }),
		},
		{
			name: '1.i: the eighth on April 7 waits for Wednesday, April 8 at 08:00',
			file: at('04-07', { earlier: seven }),
			refuses: ['US-F1'],
			from: morning('04-08'),
		},
		{ name: '1.i: on April 8 the call of April 1 has left the seven days', file: at('04-08', { earlier: seven }, {}, '08:00:00') },
		{
			name: '1.ii: the consumer rings and talks on Thursday, August 13: on Wednesday, August 19 none',
			file: at('08-19', { earlier: [on('08-13', 'right_party', { direction: 'inbound' })] }),
			refuses: ['US-F2'],
			from: morning('08-20'),
		},
		{
			name: '1.ii: on Thursday, August 20 one is permitted',
			file: at('08-20', { earlier: [on('08-13', 'right_party', { direction: 'inbound' })] }, {}, '08:00:00'),
		},
		{
			name: '1.iii: six unanswered calls to a third party since Tuesday, October 6: the seventh on Monday, October 12',
			file: at('10-12', {
				party: 'third_party',
				relation: 'neighbour',
				earlier: ['06', '07', '08', '09', '10', '11'].map((day) => on(`10-${day}`)),
			}),
		},
		{
			name: '1.iii: an eighth on October 12 waits for October 13',
			file: at('10-12', {
				party: 'third_party',
				relation: 'neighbour',
				earlier: ['06', '07', '08', '09', '10', '11', '12'].map((day) => on(`10-${day}`)),
			}),
			refuses: ['US-F1'],
			from: morning('10-13'),
		},
		{
			name: '3.i: calls on Monday and Wednesday to a number learnt on Thursday to be another’s: none was placed',
			file: at('04-09', {
				earlier: Array.from({ length: 7 }, (_, i) => on(`04-0${6 + (i % 3)}`, 'no_answer', { misdirected: true, same_number: false })),
			}),
		},
		{
			name: '14(b)(1): 20 texts and e-mails in the week are no calls',
			file: at('04-07', {
				earlier: Array.from({ length: 20 }, (_, i) => ({
					at: eastern(`2026-04-0${1 + (i % 6)}T12:00:00`),
					channel: i % 2 ? ('sms' as const) : ('email' as const),
				})),
			}),
		},
		{
			name: '14(b)-1: seven ringless voicemails are calls',
			file: at('04-07', { earlier: april.map((date) => on(date, 'machine')) }),
			refuses: ['US-F1'],
			from: morning('04-08'),
		},
	]);
});

describe('US-F3: close calls may rebut the presumption (comment 14(b)(2)(i)-2) and warn', () => {
	const friday = ['09:00', '10:00', '11:00', '12:00', '13:00'].map((time) => callAt(eastern(`2026-04-03T${time}:00`)));
	everyCase([
		{
			name: '2.i: one call on Wednesday and the sixth of Friday: permitted, with a warning',
			file: at('04-03', { earlier: [on('04-01', 'machine'), ...friday] }),
			warns: ['US-F3', 'US-H1'],
		},
		{
			name: '2.i: two unanswered calls within five minutes: permitted, with a warning',
			file: at('04-03', { earlier: [callAt(eastern('2026-04-03T15:56:00'))] }),
			warns: ['US-F3'],
		},
		{
			name: '2.ii: two voicemails within five minutes: the same',
			file: at('04-03', { earlier: [callAt(eastern('2026-04-03T15:58:00'), 'machine')] }),
			warns: ['US-F3'],
		},
		{
			name: '2.i: the second call an hour later warns of nothing',
			file: at('04-03', { earlier: [callAt(eastern('2026-04-03T15:00:00'))] }),
			warns: [],
		},
	]);
});

describe('US-F1 and US-F2: presumption of a violation (comment 14(b)(2)(ii)-1 and -2)', () => {
	const mortgage = [on('04-01', 'machine'), ...['02', '03', '06'].flatMap((day) => [on(`04-${day}`), on(`04-${day}`)])];
	const august = [on('08-11'), on('08-14', 'right_party')];
	everyCase([
		{
			name: '1.i: April 1 once, April 2, 3 and 6 twice each: one more on April 7 would be the eighth',
			file: at('04-07', { earlier: mortgage }),
			refuses: ['US-F1'],
			from: morning('04-08'),
		},
		{ name: '1.i: on April 8 seven are left in the window but one: the call of April 1 is gone', file: at('04-08', { earlier: mortgage }) },
		{
			name: '1.i: after that call on April 8 the next waits until April 9, when those of April 2 are gone',
			file: at('04-08', { earlier: [...mortgage, callAt(eastern('2026-04-08T09:00:00'))] }),
			refuses: ['US-F1'],
			from: morning('04-09'),
		},
		{
			name: '1.ii: talked on Friday, August 14: on Thursday, August 20 none',
			file: at('08-20', { earlier: august }, {}, '20:59:00'),
			refuses: ['US-F2'],
			from: morning('08-21'),
		},
		{ name: '1.ii: on Friday, August 21 one is permitted', file: at('08-21', { earlier: august }, {}, '08:00:00') },
		{
			name: '2.i: also a call the law requires would be the eighth: the presumption may be rebutted, the house does not run it',
			file: at('04-07', { earlier: mortgage }, { purpose: 'required_by_law' }),
			refuses: ['US-F1'],
			from: morning('04-08'),
		},
		{
			name: '2.iii: “I would like more information”, hung up before a consent: no call before August 21',
			file: at('08-17', { earlier: august }),
			refuses: ['US-F2'],
			from: morning('08-21'),
		},
		{
			name: '2.iv.A: the talk dropped: no call back at once without consent',
			file: usFile(eastern('2026-08-14T15:20:00'), { earlier: august }),
			refuses: ['US-F2'],
			from: morning('08-21'),
		},
		{
			name: '2.iv.C: a “one-time only” offer on August 17 waits like any other',
			file: at('08-17', { earlier: august }),
			refuses: ['US-F2'],
			from: morning('08-21'),
		},
	]);
});

describe('US-F1 and US-F2: consent to further calls (comment 14(b)(3)(i)-2 and -3)', () => {
	const friday = [on('04-03', 'right_party')];
	const said = (more: object = {}) => [{ kind: 'calls' as const, given_at: eastern('2026-04-03T15:05:00'), ...more }];
	const june = ['06-01', '06-02', '06-03'].map((date) => on(date));
	const eight = ['08', '08', '08', '09', '09', '09', '10', '10'].map((day, i) => callAt(eastern(`2026-06-${day}T1${i}:00:00`)));
	const byMail = [{ kind: 'calls' as const, given_at: eastern('2026-06-04T09:00:00') }];
	everyCase([
		{
			name: '3.i: “call back on Monday”: Monday, April 6 is permitted',
			file: at('04-06', { earlier: friday, consents: said({ from_at: eastern('2026-04-06T00:00:00') }) }),
		},
		{
			name: '3.i: asked on Saturday it is refused until Monday 08:00',
			file: at('04-04', { earlier: friday, consents: said({ from_at: eastern('2026-04-06T00:00:00') }) }),
			refuses: ['US-F2'],
			from: morning('04-06'),
		},
		{
			name: '3.i: without a consent Monday is refused until April 10',
			file: at('04-06', { earlier: friday }),
			refuses: ['US-F2'],
			from: morning('04-10'),
		},
		{
			name: '3.ii: no day said, talked on Monday: Wednesday, April 8 is refused until April 13',
			file: at('04-08', { earlier: [...friday, on('04-06', 'right_party')], consents: said() }),
			refuses: ['US-F2'],
			from: morning('04-13'),
		},
		{
			name: '3.ii: with a new consent in that talk Wednesday is permitted',
			file: at('04-08', {
				earlier: [...friday, on('04-06', 'right_party')],
				consents: [...said(), { kind: 'calls', given_at: eastern('2026-04-06T15:04:00') }],
			}),
		},
		{
			name: '3.iii: consent by e-mail on June 4, three calls before it: the ninth call on June 10 is permitted',
			file: at('06-10', { earlier: [...june, ...eight], consents: byMail }, {}, '20:00:00'),
		},
		{
			name: '3.iii: from Thursday, June 11 calls count again: seven of them, and the eighth waits until June 18',
			file: at('06-17', {
				earlier: [...eight, ...['11', '12', '13', '14', '15', '16', '17'].map((day) => on(`06-${day}`))],
				consents: byMail,
			}),
			refuses: ['US-F1'],
			from: morning('06-18'),
		},
		{
			name: '3.iii: the eight covered calls never count, also a day after the consent ended',
			file: at('06-11', { earlier: eight, consents: byMail }),
		},
		{
			name: '2: a shorter time was agreed and is over',
			file: at('04-06', { earlier: friday, consents: said({ until_at: eastern('2026-04-05T18:00:00') }) }),
			refuses: ['US-F2'],
			from: morning('04-10'),
		},
		{
			name: '2: the consent was taken back',
			file: at('04-06', { earlier: friday, consents: said({ revoked_at: eastern('2026-04-05T18:00:00') }) }),
			refuses: ['US-F2'],
			from: morning('04-10'),
		},
		{
			name: '2: the day it is given is the first of seven: on April 9 it still reaches',
			file: at('04-09', { earlier: friday, consents: said() }),
		},
		{
			name: '1: it opens no inconvenient hour',
			file: at('04-06', { earlier: friday, consents: said() }, {}, '21:30:00'),
			refuses: ['US-T1'],
			from: morning('04-07'),
		},
		{
			name: '1: given to the creditor it is none (comment 6(b)(4)(i)-2)',
			file: at('04-06', { earlier: friday, consents: said({ given_to: 'creditor' }) }),
			refuses: ['US-F2'],
			from: morning('04-10'),
		},
		{
			name: 'about the medical debt it opens no call about the card',
			file: at('04-06', { debts: [card, medical], earlier: friday, consents: said({ debt_ids: ['medical'] }) }, { debt_ids: ['card'] }),
			refuses: ['US-F2'],
			from: morning('04-10'),
		},
	]);
});

describe('US-F1: calls that do not count (14(b)(3)(ii), (iii))', () => {
	const six = ['04-01', '04-02', '04-03', '04-04', '04-05', '04-06'].map((date) => on(date));
	const with7th = (outcome: Earlier['outcome'], more: Partial<Earlier> = {}) =>
		at('04-07', { earlier: [...six, on('04-07', outcome, more)] });
	everyCase([
		{ name: 'a busy tone', file: with7th('busy') },
		{ name: 'a number not in service', file: with7th('invalid') },
		{ name: 'rung and not answered counts', file: with7th('no_answer'), refuses: ['US-F1'], from: morning('04-08') },
		{ name: 'answered and dropped counts, and is no talk', file: with7th('dropped'), refuses: ['US-F1'], from: morning('04-08') },
		{ name: 'a full voicemail box counts', file: with7th('machine'), refuses: ['US-F1'], from: morning('04-08') },
		{
			name: 'a talk with another collector is none with us',
			file: at('04-07', { earlier: [on('04-06', 'right_party', { other_collector: true })] }),
		},
		{ name: 'a call of another collector does not', file: with7th('no_answer', { other_collector: true }) },
		{
			name: 'seven calls and a talk with the consumer’s attorney: an eighth to the attorney is permitted, also with the attorney known and a cease request',
			file: at(
				'04-07',
				{
					party: 'third_party',
					relation: 'attorney',
					earlier: [...six, on('04-07', 'right_party')],
					holds: [
						{ kind: 'counsel', from_at: eastern('2026-03-01T12:00:00') },
						{ kind: 'cease_request', from_at: eastern('2026-03-01T12:00:00') },
					],
				},
				{ purpose: 'collect' },
			),
		},
		{
			name: 'the creditor may be rung about the debt the day after a talk',
			file: at(
				'04-07',
				{ party: 'third_party', relation: 'creditor', earlier: [on('04-06', 'right_party')] },
				{ purpose: 'collect', amount_minor: 50_000 },
			),
		},
		{
			name: 'a neighbour may not',
			file: at('04-07', { party: 'third_party', relation: 'neighbour' }, { purpose: 'collect' }),
			refuses: ['US-P1'],
			from: null,
		},
	]);
});
