import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { type Ask, callAt, card, type Earlier, eastern, type Facts, usFile, winter } from '../../test/support/reg-f.ts';

/** Every worked example of the official interpretations on whom, when and where to contact, and after which words not at all (12 CFR 1006.6(a)–(c), Supplement I). */
const at = (date: string, time: string, facts: Partial<Facts> = {}, ask: Ask = {}) => usFile(eastern(`2026-${date}T${time}`), facts, ask);
const morning = (date: string) => eastern(`2026-${date}T08:00:00`);
const hold = (
	kind: 'deceased' | 'minor' | 'incapacity' | 'counsel' | 'cease_request',
	from = '2026-03-01T12:00:00',
	more: object = {},
) => ({
	kind,
	from_at: eastern(from),
	...more,
});
const collect: Ask = { purpose: 'collect', amount_minor: 50_000 };
const third = (relation: string, more: Partial<Facts> = {}): Partial<Facts> => ({ party: 'third_party', relation, ...more });

describe('US-P2: who stands for the consumer (1006.6(a))', () => {
	everyCase([
		{ name: '(1): the spouse', file: at('04-07', '12:00:00', third('spouse'), collect) },
		{
			name: 'comment (1)-1: the surviving spouse of a consumer who died',
			file: at('04-07', '12:00:00', third('surviving spouse', { holds: [hold('deceased')] }), collect),
		},
		{
			name: '(2): a parent of a consumer of full age is a third party',
			file: at('04-07', '12:00:00', third('parent'), collect),
			refuses: ['US-P1'],
		},
		{ name: '(2): the mother of a minor', file: at('04-07', '12:00:00', third('mother', { holds: [hold('minor')] }), collect) },
		{
			name: 'comment (2)-1: a parent of a minor who died',
			file: at('04-07', '12:00:00', third('parent', { holds: [hold('minor'), hold('deceased')] }), collect),
		},
		{
			name: '(3): the legal guardian, with the consumer without capacity',
			file: at('04-07', '12:00:00', third('legal guardian', { holds: [hold('incapacity')] }), collect),
		},
		...['executor', 'administrator', 'personal representative'].map((relation) => ({
			name: `comment (4)-1: the ${relation} of a consumer who died`,
			file: at('04-07', '12:00:00', third(relation, { holds: [hold('deceased')] }), collect),
		})),
		{
			name: '(4): an executor named by a consumer who lives is a third party',
			file: at('04-07', '12:00:00', third('executor'), collect),
			refuses: ['US-P1'],
		},
		{ name: '(5): a confirmed successor in interest', file: at('04-07', '12:00:00', third('confirmed successor in interest'), collect) },
		{ name: 'the consumer who died is not contacted', file: at('04-07', '12:00:00', { holds: [hold('deceased')] }), refuses: ['HOLD'] },
		{
			name: 'calls to the spouse count for the spouse: a talk yesterday is seven dates of silence to them',
			file: at('04-07', '12:00:00', third('spouse', { earlier: [callAt(eastern('2026-04-06T12:00:00'), 'right_party')] }), collect),
			refuses: ['US-F2'],
			from: morning('04-13'),
		},
		{
			name: 'and not for the consumer',
			file: at('04-07', '12:00:00', { earlier: [callAt(eastern('2026-04-06T12:00:00'), 'right_party', { party: 'third_party' })] }),
		},
	]);
});

describe('US-T2: times and places called inconvenient (comment 6(b)(1)-1)', () => {
	const tuesdays = { inconvenient_times: [{ weekdays: [2, 4], until_on: '2026-12-31' }] };
	const said = { inconvenient_times: [{ weekdays: [1, 2, 3, 4, 5], from: '15:00', until: '17:00' }, { weekdays: [6, 7] }] };
	const home = { inconvenient_places: ['home' as const] };
	everyCase([
		{
			name: '1.i: the creditor’s file says not on Tuesdays and Thursdays to the year’s end: on Tuesday, November 24',
			file: usFile(winter('2026-11-24T12:00:00'), tuesdays),
			refuses: ['US-T2'],
			from: winter('2026-11-25T08:00:00'),
		},
		{
			name: '1.i: on Thursday, December 31',
			file: usFile(winter('2026-12-31T12:00:00'), tuesdays),
			refuses: ['US-T2'],
			from: winter('2027-01-01T08:00:00'),
		},
		{ name: '1.i: on Wednesday', file: usFile(winter('2026-11-25T12:00:00'), tuesdays) },
		{ name: '1.i: on Tuesday, January 5 of the next year', file: usFile(winter('2027-01-05T12:00:00'), tuesdays) },
		{
			name: '1.ii: “weekdays, except from 3 to 5 p.m.”: at 15:00 on Wednesday',
			file: at('04-08', '15:00:00', said),
			refuses: ['US-T2'],
			from: eastern('2026-04-08T17:00:00'),
		},
		{ name: '1.ii: a minute before it', file: at('04-08', '14:59:00', said) },
		{ name: '1.ii: at 17:00', file: at('04-08', '17:00:00', said) },
		{
			name: '1.ii: not on weekends: on Saturday it waits for Monday',
			file: at('04-11', '10:00:00', said),
			refuses: ['US-T2'],
			from: morning('04-13'),
		},
		{ name: '1.iii: not at home: the landline', file: at('04-08', '12:00:00', { ...home, point: { place: 'home' } }), refuses: ['US-T2'] },
		{
			name: '1.iii: nor mail to the home',
			file: at('04-08', '12:00:00', { ...home, point: { place: 'home' } }, { channel: 'letter' }),
			refuses: ['US-T2'],
		},
		{
			name: '1.iii: mail to a post box is open',
			file: at('04-08', '12:00:00', { ...home, point: { place: 'other' } }, { channel: 'letter' }),
		},
		{
			name: '6(b)(1)(ii)-1.i: the mobile, and an e-mail read at home',
			file: at('04-08', '12:00:00', { ...home, point: { email_consent: true } }, { channel: 'email' }),
		},
		{
			name: '6(b)(1)(ii)-1.i: the mobile while they are known to be at home',
			file: at('04-08', '12:00:00', { ...home, person_at: 'home' }),
			refuses: ['US-T2'],
		},
		{
			name: '6(b)(1)(ii)-1.i: an e-mail to them while they are known to be at home',
			file: at('04-08', '12:00:00', { ...home, person_at: 'home', point: { email_consent: true } }, { channel: 'email' }),
			refuses: ['US-T2'],
		},
		{
			name: '6(b)(1)(ii): a hospital is unusual without a word',
			file: at('04-08', '12:00:00', { person_at: 'hospital' }),
			refuses: ['US-T2'],
		},
		{
			name: 'consent from Thursday to be called at home: from then on',
			file: at('04-08', '12:00:00', {
				...home,
				point: { place: 'home' },
				consents: [{ kind: 'places', given_at: eastern('2026-04-07T12:00:00'), from_at: eastern('2026-04-09T09:30:00') }],
			}),
			refuses: ['US-T2'],
			from: eastern('2026-04-09T09:30:00'),
		},
	]);
});

describe('US-T2: one answer to what the consumer begins (comment 6(b)(1)-2)', () => {
	const busy = [{ weekdays: [1, 2, 3, 4, 5], from: '15:00', until: '17:00' }, { weekdays: [6, 7] }];
	const wrote = (date: string, time: string): Earlier => ({ at: eastern(`2026-${date}T${time}`), channel: 'email', direction: 'inbound' });
	const sent = (date: string, time: string): Earlier => ({ at: eastern(`2026-${date}T${time}`), channel: 'email' });
	const mail: Ask = { channel: 'email', responds: true };
	const weekdays = (earlier: Earlier[]): Partial<Facts> => ({ inconvenient_times: busy, point: { emailed_us: true }, earlier });
	const fridays = (earlier: Earlier[]): Partial<Facts> => ({
		inconvenient_times: [{ weekdays: [5] }],
		point: { emailed_us: true },
		earlier,
	});
	const landline = (earlier: Earlier[]): Partial<Facts> => ({ inconvenient_places: ['home'], point: { place: 'home' }, earlier });
	const rang = callAt(eastern('2026-04-08T12:00:00'), undefined, { direction: 'inbound' });
	everyCase([
		{
			name: '2.i: they write at 15:30 on Wednesday: one e-mail before 17:00',
			file: at('04-08', '16:00:00', weekdays([wrote('04-08', '15:30:00')]), mail),
		},
		{
			name: '2.i: their own message is what lets the address be written to',
			file: at('04-08', '16:00:00', { inconvenient_times: busy, earlier: [wrote('04-08', '15:30:00')] }, mail),
		},
		{
			name: '2.i: a second is not',
			file: at('04-08', '16:30:00', weekdays([wrote('04-08', '15:30:00'), sent('04-08', '16:00:00')]), mail),
			refuses: ['US-T2'],
			from: eastern('2026-04-08T17:00:00'),
		},
		{
			name: '2.i: they answer at 16:40: one more',
			file: at('04-08', '16:45:00', weekdays([wrote('04-08', '15:30:00'), sent('04-08', '16:00:00'), wrote('04-08', '16:40:00')]), mail),
		},
		{
			name: '2.i: nor by telephone',
			file: at('04-08', '16:00:00', weekdays([wrote('04-08', '15:30:00')]), { responds: true }),
			refuses: ['US-T2'],
			from: eastern('2026-04-08T17:00:00'),
		},
		{
			name: '2.i: nor on the next day at 15:30',
			file: at('04-09', '15:30:00', weekdays([wrote('04-08', '15:30:00')]), mail),
			refuses: ['US-T2'],
			from: eastern('2026-04-09T17:00:00'),
		},
		{
			name: '2.ii: not at home, and they ring from the landline: they are talked with on that call',
			file: at('04-08', '12:01:00', landline([]), { direction: 'inbound' }),
		},
		{
			name: '2.ii: the same file written with the call in the history and this contact as its answer',
			file: at('04-08', '12:01:00', landline([rang]), { responds: true }),
		},
		{
			name: '2.ii: afterwards the landline is closed again',
			file: at('04-08', '13:00:00', landline([{ ...rang, outcome: 'right_party' }])),
			refuses: ['US-T2', 'US-F2'],
		},
		{
			name: '2.iii: every Friday is inconvenient: a message once they left the website that day',
			file: at('04-10', '12:00:00', fridays([]), { channel: 'email' }),
			refuses: ['US-T2'],
			from: morning('04-11'),
		},
		{
			name: '2.iv: they write at 20:30 on Friday: one automatic reply',
			file: at('04-10', '20:31:00', fridays([wrote('04-10', '20:30:00')]), { ...mail, automatic: true }),
		},
		{
			name: '2.iv: no second, and nothing on the next Friday',
			file: at('04-10', '20:40:00', fridays([wrote('04-10', '20:30:00'), sent('04-10', '20:31:00')]), mail),
			refuses: ['US-T2'],
			from: morning('04-11'),
		},
		{
			name: '2.iv: a Friday later',
			file: at('04-17', '12:00:00', fridays([wrote('04-10', '20:30:00')]), mail),
			refuses: ['US-T2'],
			from: morning('04-18'),
		},
	]);
});

describe('US-T1: before eight and after nine where the consumer is (comments 6(b)(1)(i)-1 and -2)', () => {
	const pacific = { zones: ['America/New_York', 'America/Los_Angeles'] };
	const mountain = { zones: ['America/New_York', 'America/Denver'] };
	const tonight = {
		kind: 'times' as const,
		given_at: eastern('2026-04-07T20:00:00'),
		from_at: eastern('2026-04-07T21:30:00'),
		until_at: eastern('2026-04-07T22:00:00'),
	};
	const texts = { point: { text_consent_at: eastern('2026-04-01T12:00:00'), email_consent: true } };
	everyCase([
		{
			name: '2.i: Eastern number, Pacific address: 10:59 Eastern',
			file: at('04-07', '10:59:00', pacific),
			refuses: ['US-T1'],
			from: eastern('2026-04-07T11:00:00'),
		},
		{ name: '2.i: 11:00 Eastern', file: at('04-07', '11:00:00', pacific) },
		{ name: '2.i: 20:59 Eastern', file: at('04-07', '20:59:00', pacific) },
		{
			name: '2.i: 21:01 Eastern waits for 11:00 of the next day',
			file: at('04-07', '21:01:00', pacific),
			refuses: ['US-T1'],
			from: eastern('2026-04-08T11:00:00'),
		},
		{
			name: '2.ii: Eastern mobile, Mountain landline: 09:59 Eastern',
			file: at('04-07', '09:59:00', mountain),
			refuses: ['US-T1'],
			from: eastern('2026-04-07T10:00:00'),
		},
		{ name: '2.ii: 10:00 Eastern', file: at('04-07', '10:00:00', mountain) },
		{ name: '2.ii: 21:01 Eastern', file: at('04-07', '21:01:00', mountain), refuses: ['US-T1'], from: eastern('2026-04-08T10:00:00') },
		{
			name: '1: a text counts when it is sent: 07:59, read at ten',
			file: at('04-07', '07:59:00', texts, { channel: 'sms' }),
			refuses: ['US-T1'],
			from: morning('04-07'),
		},
		{ name: '1: an e-mail sent at 20:59, read at night', file: at('04-07', '20:59:00', texts, { channel: 'email' }) },
		{
			name: '6(b)(4)(i): “call me tonight between half past nine and ten”: at 21:30',
			file: at('04-07', '21:30:00', { consents: [tonight] }),
		},
		{
			name: '6(b)(4)(i): at 21:10 it waits for 21:30',
			file: at('04-07', '21:10:00', { consents: [tonight] }),
			refuses: ['US-T1'],
			from: eastern('2026-04-07T21:30:00'),
		},
		{
			name: '6(b)(4)(i): at 22:00 it is over',
			file: at('04-07', '22:00:00', { consents: [tonight] }),
			refuses: ['US-T1'],
			from: morning('04-08'),
		},
		{
			name: '6(b)(4)(i)-1: asked for while calling at 21:30 it is no consent',
			file: at('04-07', '21:40:00', { consents: [{ ...tonight, during_wrongful_contact: true }] }),
			refuses: ['US-T1'],
			from: morning('04-08'),
		},
		{
			name: '6(b)(4)(i)-2: given to the collector before it is none',
			file: at('04-07', '21:40:00', { consents: [{ ...tonight, given_to: 'earlier_collector' }] }),
			refuses: ['US-T1'],
			from: morning('04-08'),
		},
		{
			name: 'a consent to Tuesdays, without an end, opens no night',
			file: at('04-07', '21:40:00', { consents: [{ kind: 'times', given_at: eastern('2026-04-01T12:00:00') }] }),
			refuses: ['US-T1'],
			from: morning('04-08'),
		},
		{
			name: '6(b)(4)(ii): a court permits it',
			file: at('04-07', '21:40:00', { consents: [{ kind: 'court', given_at: eastern('2026-04-01T12:00:00') }] }),
		},
	]);
});

describe('US-C1 and US-T2: attorney, employer, cease (comments 6(b)(2)-1, 6(b)(3)-1, 6(c)(1)-1)', () => {
	const mail: Ask = { channel: 'email', responds: true };
	const wrote: Earlier = { at: eastern('2026-04-07T11:00:00'), channel: 'email', direction: 'inbound' };
	const known = { holds: [hold('counsel')], point: { emailed_us: true } };
	const written = { holds: [hold('cease_request', '2026-08-06T10:00:00')], point: { email_consent: true } };
	everyCase([
		{ name: '6(b)(2)-1: represented, and they write: one answer', file: at('04-07', '12:00:00', { ...known, earlier: [wrote] }, mail) },
		{
			name: '6(b)(2)-1: after it none',
			file: at('04-07', '13:00:00', { ...known, earlier: [wrote, { at: eastern('2026-04-07T12:00:00'), channel: 'email' }] }, mail),
			refuses: ['HOLD', 'US-C1'],
		},
		{ name: '6(b)(2)-1: nor a call', file: at('04-07', '12:00:00', { ...known, earlier: [wrote] }), refuses: ['HOLD', 'US-C1'] },
		{
			name: '6(b)(2): the attorney does not answer',
			file: at('04-07', '12:00:00', { holds: [hold('counsel', undefined, { attorney: 'unresponsive' })] }),
		},
		{
			name: '6(b)(2): the attorney cannot be found',
			file: at('04-07', '12:00:00', { holds: [hold('counsel', undefined, { attorney: 'unknown' })] }),
		},
		{
			name: '6(b)(2): represented for one debt, called about the other',
			file: at(
				'04-07',
				'12:00:00',
				{ debts: [card, { ...card, id: 'b' }], holds: [hold('counsel', undefined, { debt_id: 'b' })] },
				{ debt_ids: ['card'] },
			),
		},
		{
			name: '6(b)(4)(i): consent from Thursday to direct contact: from then on',
			file: at('04-07', '12:00:00', {
				holds: [hold('counsel')],
				consents: [{ kind: 'attorney', given_at: eastern('2026-04-07T09:00:00'), from_at: eastern('2026-04-09T10:00:00') }],
			}),
			refuses: ['HOLD', 'US-C1'],
			from: eastern('2026-04-09T10:00:00'),
		},
		{
			name: '6(b)(3)-1: “I cannot take personal calls at work”: the work number',
			file: at('04-07', '12:00:00', { point: { place: 'work' }, employer_forbids: true }),
			refuses: ['US-T2'],
		},
		{ name: '6(b)(3): without such a word it is open', file: at('04-07', '12:00:00', { point: { place: 'work' } }) },
		{
			name: '6(c)(1)-1.i: posted on August 3, received on August 6: the e-mail of August 4',
			file: at('08-04', '12:00:00', written, { channel: 'email' }),
		},
		{
			name: '6(c)(1)-1.i: an e-mail on August 6 after it',
			file: at('08-06', '12:00:00', written, { channel: 'email' }),
			refuses: ['HOLD', 'US-C1'],
		},
		...(['closing_notice', 'remedy_notice', 'required_by_law'] as const).map((purpose) => ({
			name: `6(c)(2): then a ${purpose} is open`,
			file: at('08-07', '12:00:00', written, { channel: 'letter', purpose }),
		})),
		{
			name: '6(c)(1): with respect to that debt: the other may be collected',
			file: at(
				'08-07',
				'12:00:00',
				{ debts: [card, { ...card, id: 'b' }], holds: [hold('cease_request', '2026-08-06T10:00:00', { debt_id: 'card' })] },
				{ debt_ids: ['b'] },
			),
		},
		{
			name: 'by word of mouth it is no notice of 6(c); the house keeps it',
			file: at('08-07', '12:00:00', { holds: [hold('cease_request', '2026-08-06T10:00:00', { written: false })] }),
			refuses: ['HOLD'],
		},
	]);
});
