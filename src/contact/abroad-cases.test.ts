import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { card, type Ask, callAt, type Earlier, eastern, type Facts, usFile } from '../../test/support/reg-f.ts';
import type { FactsFile } from './facts-shape.ts';

/** Cases from the texts of the United Kingdom (CONC 7, Breathing Space), the EU (Directive 2021/2167), Massachusetts, New York City, the TCPA, and who is bound by what. */
const uk = (
	now: string,
	facts: Facts = {},
	ask: Ask = {},
	law: NonNullable<FactsFile['law']> = { country: 'UK', state: 'EAW' },
): FactsFile => ({
	now,
	law,
	ask,
	facts,
});
const eu = (
	now: string,
	facts: Facts = {},
	ask: Ask = {},
	law: NonNullable<FactsFile['law']> = { country: 'DE', collector: 'debt_buyer' },
): FactsFile => ({
	now,
	law,
	ask,
	facts: { zones: ['Europe/Berlin'], ...facts },
});
const under = (law: NonNullable<FactsFile['law']>, now: string, facts: Partial<Facts> = {}, ask: Ask = {}) => ({
	...usFile(eastern(now), facts, ask),
	law,
});

describe('UK-T1, UK-P1, UK-V1, UK-F1, AMOUNT: CONC 7', () => {
	const visit: Ask = { channel: 'visit', people: 1, announced: true };
	everyCase([
		{ name: '07:59 in London', file: uk('2026-01-12T07:59:00Z'), refuses: ['UK-T1'], from: '2026-01-12T08:00:00Z' },
		{ name: '21:00 in London', file: uk('2026-01-12T21:00:00Z'), refuses: ['UK-T1'], from: '2026-01-13T08:00:00Z' },
		{ name: '20:59 in London', file: uk('2026-01-12T20:59:00Z') },
		{
			name: '7.9.4: not before ten on working days, as the customer asked',
			file: uk('2026-01-12T09:30:00Z', { inconvenient_times: [{ weekdays: [1, 2, 3, 4, 5], until: '10:00' }] }),
			refuses: ['UK-T1'],
			from: '2026-01-12T10:00:00Z',
		},
		{
			name: '7.9.4: by letter only, as the customer asked',
			file: uk('2026-01-12T12:00:00Z', { refused_media: ['voice', 'sms', 'email'] }),
			refuses: ['UK-T1'],
		},
		{
			name: '7.9.6: the debt told to a neighbour',
			file: uk('2026-01-12T12:00:00Z', { party: 'third_party', relation: 'neighbour' }, { purpose: 'collect' }),
			refuses: ['UK-P1'],
		},
		{ name: '7.9.7: a postcard', file: uk('2026-01-12T12:00:00Z', {}, { channel: 'letter', postcard: true }), refuses: ['UK-P1'] },
		{ name: '7.9.12: a visit without notice', file: uk('2026-01-12T12:00:00Z', {}, { channel: 'visit' }), refuses: ['UK-V1'] },
		{ name: '7.9.12: announced', file: uk('2026-01-12T12:00:00Z', {}, visit), owes: ['state_visit_purpose'] },
		{
			name: '7.9.14: a vulnerable customer is not visited',
			file: uk('2026-01-12T12:00:00Z', { vulnerable: true }, visit),
			refuses: ['UK-V1'],
		},
		{
			name: '7.9.14: nor a home entered without consent',
			file: uk('2026-01-12T12:00:00Z', {}, { ...visit, enters_home: true }),
			refuses: ['UK-V1'],
		},
		{ name: '7.3: pressed for one payment', file: uk('2026-01-12T12:00:00Z', {}, { content: ['presses_lump_sum'] }), refuses: ['UK-F1'] },
		{
			name: 'more than is owed',
			file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', owed_minor: 100 }] }, { amount_minor: 101 }),
			refuses: ['AMOUNT'],
		},
	]);
});

describe('UK-B1, UK-S1, UK-S1-SCT: breathing space and limitation', () => {
	// Started on 5 January 2026: sixty days with the first are over at the end of 5 March. Where no end is said, the notice came on the 5th and the first day is the 6th.
	const space = (until: string | null, debt?: string) => [
		{ kind: 'breathing_space' as const, from_at: '2026-01-05T00:00:00Z', until_at: until, ...(debt ? { debt_id: debt } : {}) },
	];
	const noticed = (on: string) => [{ kind: 'breathing_space' as const, from_at: `${on}T00:00:00Z` }];
	const barred = { id: '1', suit_until: '2026-01-11', barred_and_refused: true };
	const scotland = { country: 'UK', state: 'SCT' };
	everyCase([
		{
			name: 'on its last evening it waits for the morning after',
			file: uk('2026-03-05T20:00:00Z', { holds: space('2026-03-06T00:00:00Z') }),
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-03-06T08:00:00Z',
		},
		{ name: 'the morning after', file: uk('2026-03-06T08:00:00Z', { holds: space('2026-03-06T00:00:00Z') }) },
		{
			name: 'reg. 26: no end said, noticed on 5 January and started on the 6th: its sixtieth day is 6 March',
			file: uk('2026-03-06T12:00:00Z', { holds: noticed('2026-01-05') }),
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-03-07T08:00:00Z',
		},
		{ name: 'the morning after its sixtieth day, 7 March', file: uk('2026-03-07T08:00:00Z', { holds: noticed('2026-01-05') }) },
		{
			name: 'no end said, over the change of clocks: from 2 March sixty days are over on 1 May at 08:00 BST',
			file: uk('2026-04-30T12:00:00Z', { holds: noticed('2026-03-01') }),
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-05-01T07:00:00Z',
		},
		{
			name: 'over 29 February 2028: from 1 January the sixtieth day is the 29th',
			file: uk('2028-02-29T12:00:00Z', { holds: noticed('2027-12-31') }),
			refuses: ['HOLD', 'UK-B1'],
			from: '2028-03-01T08:00:00Z',
		},
		{
			name: 'no end said, the part of the country neither: its sixtieth day',
			file: { ...uk('2026-03-06T12:00:00Z', { holds: noticed('2026-01-05') }), law: { country: 'UK' } },
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-03-07T08:00:00Z',
		},
		{
			name: 'no end said in Scotland, which has a moratorium of its own: until a person lifts it',
			file: { ...uk('2026-07-05T12:00:00Z', { holds: noticed('2026-01-05') }), law: scotland },
			refuses: ['HOLD'],
			from: null,
		},
		{
			name: 'of a crisis still treated after five months',
			file: uk('2026-06-05T12:00:00Z', { holds: [{ kind: 'breathing_space', from_at: '2026-01-05T00:00:00Z', crisis: true }] }),
			refuses: ['HOLD', 'UK-B1'],
		},
		{
			name: 'of a crisis whose treatment ended on 1 May: thirty days more',
			file: uk('2026-05-31T12:00:00Z', {
				holds: [{ kind: 'breathing_space', from_at: '2026-01-05T00:00:00Z', crisis: true, treatment_ended_on: '2026-05-01' }],
			}),
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-06-01T07:00:00Z',
		},
		{ name: 'cancelled by the review on day 30', file: uk('2026-02-04T12:00:00Z', { holds: space('2026-02-03T15:00:00Z') }) },
		{ name: 'a mental health crisis has no end yet', file: uk('2026-06-01T12:00:00Z', { holds: space(null) }), refuses: ['HOLD', 'UK-B1'] },
		{
			name: 'a debt that is not listed goes on',
			file: uk(
				'2026-02-04T12:00:00Z',
				{ debts: [{ id: 'listed' }, { id: 'other' }], holds: space('2026-03-06T00:00:00Z', 'listed') },
				{ debt_ids: ['other'] },
			),
		},
		{
			name: 'the listed one does not',
			file: uk(
				'2026-02-04T12:00:00Z',
				{ debts: [{ id: 'listed' }, { id: 'other' }], holds: space('2026-03-06T00:00:00Z', 'listed') },
				{ debt_ids: ['listed'] },
			),
			refuses: ['HOLD', 'UK-B1'],
			from: '2026-03-06T08:00:00Z',
		},
		{
			name: 'in Scotland the house holds it',
			file: uk('2026-02-04T12:00:00Z', { holds: space('2026-03-06T00:00:00Z') }, {}, scotland),
			refuses: ['HOLD'],
			from: '2026-03-06T08:00:00Z',
		},
		{ name: 'barred and refused for it, England', file: uk('2026-01-12T12:00:00Z', { debts: [barred] }), refuses: ['UK-S1'] },
		{ name: 'on its last day it is not', file: uk('2026-01-11T12:00:00Z', { debts: [barred] }) },
		{ name: 'barred, nothing said about it', file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', suit_until: '2026-01-11' }] }) },
		{
			name: 'Scotland: gone, whatever was said',
			file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', suit_until: '2026-01-11' }] }, {}, scotland),
			refuses: ['UK-S1-SCT'],
		},
		{
			name: 'Scotland: gone among two, asked about both: not spoken of with the other',
			file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', suit_until: '2026-01-11' }, { id: '2' }] }, {}, scotland),
			refuses: ['UK-S1-SCT'],
		},
		{
			name: 'Scotland: asked about the other alone',
			file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', suit_until: '2026-01-11' }, { id: '2' }] }, { debt_ids: ['2'] }, scotland),
		},
		{
			name: 'England: refused for one of two, asked about both',
			file: uk('2026-01-12T12:00:00Z', { debts: [barred, { id: '2' }] }, { amount_minor: 2 }),
			refuses: ['UK-S1'],
		},
		{
			name: 'the country not known: both apply',
			file: uk('2026-01-12T12:00:00Z', { debts: [{ id: '1', suit_until: '2026-01-11' }] }, {}, 'GB-NIR'),
			refuses: ['UK-S1-SCT'],
		},
	]);
});

describe('EU-N1: the notice of transfer', () => {
	const sold = (on: string | null) => ({ debts: [{ id: '1', transfer_told_on: on }] });
	everyCase([
		{
			name: 'Greece, as the Union writes it',
			file: eu(
				'2026-05-04T10:00:00+02:00',
				{ debts: [{ id: '1', transfer_told_on: null }] },
				{},
				{ country: 'EL', collector: 'debt_buyer' },
			),
			refuses: ['EU-N1'],
		},
		{ name: 'not told', file: eu('2026-05-04T10:00:00+02:00', sold(null)), refuses: ['EU-N1'] },
		{ name: 'told today', file: eu('2026-05-04T10:00:00+02:00', sold('2026-05-04')) },
		{
			name: 'to be told on the 6th: from that morning',
			file: eu('2026-05-04T10:00:00+02:00', sold('2026-05-06')),
			refuses: ['EU-N1'],
			from: '2026-05-06T08:00:00+02:00',
		},
		{
			name: 'the notice itself is no collection',
			file: eu('2026-05-04T10:00:00+02:00', sold(null), { channel: 'letter', purpose: 'inform' }),
		},
		{ name: 'a debt that was not sold', file: eu('2026-05-04T10:00:00+02:00') },
		{
			name: 'the bank’s own staff are not bound by it',
			file: eu('2026-05-04T10:00:00+02:00', sold(null), {}, { country: 'DE', collector: 'creditor' }),
		},
		{ name: 'hours are the house’s', file: eu('2026-05-04T22:00:00+02:00'), refuses: ['HOURS'], from: '2026-05-05T08:00:00+02:00' },
		{ name: 'before 29 December 2023 it did not speak', file: eu('2023-12-28T10:00:00+01:00', sold(null)) },
		{
			name: 'more than is owed',
			file: eu('2026-05-04T10:00:00+02:00', { debts: [{ id: '1', owed_minor: 1 }] }, { amount_minor: 2 }),
			refuses: ['AMOUNT'],
		},
	]);
});

describe('MA-F1, NYC-F1, US-R2: a State, a city, the TCPA', () => {
	const rang = (day: string, more: Partial<Earlier> = {}): Earlier => callAt(eastern(`2026-10-${day}T12:00:00`), 'no_answer', more);
	const texted = (day: string): Earlier => ({ at: eastern(`2026-10-${day}T12:00:00`), channel: 'sms' });
	const city = { country: 'US', state: 'New York', city: 'New York' };
	const robot: Ask = { automatic: true };
	const revoked = { automation_revoked_at: eastern('2026-10-01T12:00:00') };
	everyCase([
		{
			name: 'Massachusetts: a call and a text in seven days, then a call',
			file: under('US-MA', '2026-10-07T12:00:00', { earlier: [rang('01'), texted('03')] }),
			refuses: ['MA-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: 'one of them a busy tone',
			file: under('US-MA', '2026-10-07T12:00:00', { earlier: [rang('01', { outcome: 'busy' }), texted('03')] }),
		},
		{
			name: 'about another debt',
			file: under(
				'US-MA',
				'2026-10-07T12:00:00',
				{ debts: [card, { ...card, id: 'b' }], earlier: [rang('01', { debt_ids: ['b'] }), rang('02', { debt_ids: ['b'] })] },
				{ debt_ids: ['card'] },
			),
		},
		{
			name: 'the creditor’s own staff are bound as well',
			file: under({ country: 'US', state: 'Massachusetts', collector: 'creditor' }, '2026-10-07T12:00:00', {
				earlier: [rang('01'), rang('03')],
			}),
			refuses: ['MA-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: 'perhaps in Massachusetts, perhaps in Ohio: the stricter',
			file: under(
				{
					places: [
						{ country: 'US', state: 'OH' },
						{ country: 'US', state: 'MA' },
					],
				},
				'2026-10-07T12:00:00',
				{ earlier: [rang('01'), rang('03')] },
			),
			refuses: ['MA-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: 'New York City: a call, a letter and an e-mail, then any',
			file: under(
				city,
				'2026-10-07T12:00:00',
				{
					earlier: [
						rang('02'),
						{ at: eastern('2026-10-03T12:00:00'), channel: 'letter' },
						{ at: eastern('2026-10-04T12:00:00'), channel: 'email' },
					],
				},
				{ channel: 'letter' },
			),
			refuses: ['NYC-F1'],
			from: eastern('2026-10-09T08:00:00'),
		},
		{
			name: 'Buffalo is not the city',
			file: under({ country: 'US', state: 'NY', city: 'Buffalo' }, '2026-10-07T12:00:00', {
				earlier: [rang('02'), rang('03'), rang('04')],
			}),
		},
		{
			name: 'before 1 September 2026 the city’s number did not speak',
			file: under(city, '2026-08-31T12:00:00', { earlier: ['28', '29', '30'].map((day) => callAt(eastern(`2026-08-${day}T12:00:00`))) }),
		},
		{
			name: 'the evening before it begins, three contacts made: it counts them when it speaks, so not before 4 September',
			file: under(city, '2026-08-31T21:30:00', { earlier: ['28', '29', '30'].map((day) => callAt(eastern(`2026-08-${day}T12:00:00`))) }),
			refuses: ['US-T1'],
			from: eastern('2026-09-04T08:00:00'),
		},
		{ name: 'consent to automatic calls revoked: none', file: under('US', '2026-10-07T12:00:00', revoked, robot), refuses: ['US-R2'] },
		{ name: 'a person may dial', file: under('US', '2026-10-07T12:00:00', revoked, { automatic: false }) },
		{
			name: 'the creditor’s machine is bound too',
			file: under({ country: 'US', collector: 'creditor' }, '2026-10-07T12:00:00', revoked, robot),
			refuses: ['US-R2'],
		},
		{
			name: 'Regulation F does not bind the creditor’s own staff: an eighth call',
			file: under({ country: 'US', collector: 'creditor' }, '2026-10-07T12:00:00', {
				earlier: ['01', '02', '03', '04', '05', '06', '06'].map((day) => rang(day)),
			}),
		},
		{
			name: 'it binds who bought the debt',
			file: under({ country: 'US', collector: 'debt_buyer' }, '2026-10-07T12:00:00', {
				earlier: ['01', '02', '03', '04', '05', '06', '06'].map((day) => rang(day)),
			}),
			refuses: ['US-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: 'nor a business debt',
			file: under({ country: 'US', kind: 'business' }, '2026-10-07T21:30:00', {
				earlier: ['01', '02', '03', '04', '05', '06', '06'].map((day) => rang(day)),
			}),
		},
		{
			name: 'before 30 November 2021 it was not in force',
			file: under('US', '2021-11-29T12:00:00', {
				earlier: ['23', '24', '25', '26', '27', '28', '28'].map((day) => callAt(eastern(`2021-11-${day}T12:00:00`))),
			}),
		},
		{
			name: 'perhaps in China, perhaps in Ohio: the hours of both, and three answered calls',
			file: {
				now: '2026-10-07T13:00:00Z',
				law: { places: [{ country: 'US' }, { country: 'CN' }] },
				facts: { zones: ['America/New_York', 'Asia/Shanghai'], debts: [card] },
			},
		},
		{
			name: 'and at 22:00 in Shanghai the one that is closed',
			file: {
				now: '2026-10-07T14:00:00Z',
				law: { places: [{ country: 'US' }, { country: 'CN' }] },
				facts: { zones: ['America/New_York', 'Asia/Shanghai'], debts: [card] },
			},
			refuses: ['US-T1', 'CN-T1'],
			from: '2026-10-08T00:00:00Z',
		},
		{
			name: 'a mandate of three calls a week on top',
			file: under({ country: 'US', mandate: { calls_per_week_max: 3 } }, '2026-10-07T12:00:00', {
				earlier: [rang('01'), rang('02'), rang('03')],
			}),
			refuses: ['MANDATE-CALLS-WEEK'],
			from: eastern('2026-10-08T08:00:00'),
		},
	]);
});

describe('seed practice against the packs: three calls on day 1, one a day on days 2 to 5 (regulation.md §6)', () => {
	const seed = ['01', '01', '01', '02', '03', '04', '05'].map((day, i) => callAt(eastern(`2026-10-${day}T1${i}:00:00`)));
	everyCase([
		{
			name: 'US-F1: the seventh on day 5 is the last of the week',
			file: under('US', '2026-10-05T12:00:00', { earlier: seed.slice(0, 6) }),
		},
		{
			name: 'US-F1: an eighth waits for October 8',
			file: under('US', '2026-10-06T12:00:00', { earlier: seed }),
			refuses: ['US-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: 'US-F2: a talk on day 1 ends the plan until October 8',
			file: under('US', '2026-10-02T12:00:00', { earlier: [callAt(eastern('2026-10-01T10:00:00'), 'right_party')] }),
			refuses: ['US-F2'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{ name: 'CN: the same plan fits', file: { now: '2026-10-05T12:00:00+08:00', law: 'CN', facts: { earlier: seed.slice(0, 6) } } },
	]);
});
