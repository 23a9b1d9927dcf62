import { describe, expect, test } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { explain } from '../../test/support/explain.ts';
import { type Ask, callAt, card, type Earlier, type Facts, usFile } from '../../test/support/reg-f.ts';
import type { FactsFile } from './facts-shape.ts';

/** Nights on which clocks change, zones with half and quarter hours, 29 February, month ends, a debtor who moved: by the minute. */
const london = (now: string, facts: Facts = {}, ask: Ask = {}): FactsFile => ({ now, law: { country: 'UK', state: 'EAW' }, ask, facts });
/** Under the house's hours alone: India has no pack. */
const inZones = (zones: string[], now: string, facts: Facts = {}, law: NonNullable<FactsFile['law']> = { country: 'IN' }): FactsFile => ({
	now,
	law,
	facts: { zones, ...facts },
});

describe('US-T1 and UK-T1: eight in the morning on the nights clocks change', () => {
	everyCase([
		{
			name: 'New York, 8 March 2026 at 01:30 (EST): 08:00 is 12:00 UTC',
			file: usFile('2026-03-08T06:30:00Z'),
			refuses: ['US-T1'],
			from: '2026-03-08T12:00:00Z',
		},
		{ name: 'a minute before it', file: usFile('2026-03-08T11:59:00Z'), refuses: ['US-T1'], from: '2026-03-08T12:00:00Z' },
		{
			name: 'New York, 1 November 2026 at the second 01:30 (EST): 08:00 is 13:00 UTC',
			file: usFile('2026-11-01T06:30:00Z'),
			refuses: ['US-T1'],
			from: '2026-11-01T13:00:00Z',
		},
		{
			name: 'New York, the evening before: 21:01 EDT',
			file: usFile('2026-11-01T01:01:00Z'),
			refuses: ['US-T1'],
			from: '2026-11-01T13:00:00Z',
		},
		{
			name: 'London, 29 March 2026 at 00:30: 08:00 is 07:00 UTC',
			file: london('2026-03-29T00:30:00Z'),
			refuses: ['UK-T1'],
			from: '2026-03-29T07:00:00Z',
		},
		{
			name: 'London, 25 October 2026 at the second 01:30: 08:00 is 08:00 UTC',
			file: london('2026-10-25T01:30:00Z'),
			refuses: ['UK-T1'],
			from: '2026-10-25T08:00:00Z',
		},
		{
			name: 'New York and London in the three weeks between their changes: four hours apart, open from 12:00 UTC',
			file: { ...usFile('2026-03-15T11:00:00Z'), facts: { zones: ['Europe/London', 'America/New_York'], debts: [card] } },
			refuses: ['US-T1'],
			from: '2026-03-15T12:00:00Z',
		},
		{
			name: 'and closed after 21:00 in London',
			file: { ...usFile('2026-03-15T21:01:00Z'), facts: { zones: ['Europe/London', 'America/New_York'], debts: [card] } },
			refuses: ['US-T1'],
			from: '2026-03-16T12:00:00Z',
		},
		{
			name: 'hours agreed over the hour that is skipped, 02:00–03:00 in New York: none that night',
			file: usFile('2026-03-08T07:30:00Z', { agreed_hours: { from: '02:00', until: '03:00' } }),
			refuses: ['US-T1'],
			from: '2026-03-08T12:00:00Z',
		},
		{
			name: 'over the hour that comes twice, 01:00–02:00: the first and the second',
			file: usFile('2026-11-01T06:30:00Z', { agreed_hours: { from: '01:00', until: '02:00' } }),
		},
	]);
});

describe('US-F1 and US-F2: calendar dates across a change of clocks', () => {
	const seven = (first: string) =>
		Array.from({ length: 7 }, (_, i) =>
			callAt(
				Temporal.Instant.from(first)
					.add({ hours: 24 * i })
					.toString(),
			),
		);
	const talk = (at: string): Earlier[] => [callAt(at, 'right_party')];
	everyCase([
		{
			name: 'seven calls from Tuesday, 3 March: the eighth on Monday, 9 March waits for the 10th at 08:00 EDT',
			file: usFile('2026-03-09T20:00:00Z', { earlier: seven('2026-03-03T18:00:00Z') }),
			refuses: ['US-F1'],
			from: '2026-03-10T12:00:00Z',
		},
		{
			name: 'seven from Wednesday, 28 October: the eighth on 3 November waits for the 4th at 08:00 EST',
			file: usFile('2026-11-03T20:00:00Z', { earlier: seven('2026-10-28T17:00:00Z') }),
			refuses: ['US-F1'],
			from: '2026-11-04T13:00:00Z',
		},
		{
			name: 'a talk at 20:59 on Sunday, 1 March: the eighth is open at 08:00, 154 hours later',
			file: usFile('2026-03-07T20:00:00Z', { earlier: talk('2026-03-02T01:59:00Z') }),
			refuses: ['US-F2'],
			from: '2026-03-08T12:00:00Z',
		},
		{
			name: 'they ring at 01:00 in New York, 22:00 the day before in Los Angeles: the later of the two counts',
			file: {
				...usFile('2026-04-10T16:00:00Z'),
				facts: {
					zones: ['America/New_York', 'America/Los_Angeles'],
					debts: [card],
					earlier: [callAt('2026-04-04T05:00:00Z', 'right_party', { direction: 'inbound' })],
				},
			},
			refuses: ['US-F2'],
			from: '2026-04-11T15:00:00Z',
		},
		{
			name: 'a talk on 23 February 2028: seven dates with the 29th end on it',
			file: usFile('2028-02-29T17:00:00Z', { earlier: talk('2028-02-23T17:00:00Z') }),
			refuses: ['US-F2'],
			from: '2028-03-01T13:00:00Z',
		},
		{
			name: 'a talk on 23 February 2027: on 1 March the same seven are not over',
			file: usFile('2027-03-01T17:00:00Z', { earlier: talk('2027-02-23T17:00:00Z') }),
			refuses: ['US-F2'],
			from: '2027-03-02T13:00:00Z',
		},
		{
			name: 'a talk on 28 December ends with the year’s third day',
			file: usFile('2027-01-03T17:00:00Z', { earlier: talk('2026-12-28T17:00:00Z') }),
			refuses: ['US-F2'],
			from: '2027-01-04T13:00:00Z',
		},
	]);
});

describe('CN-F1, US-E2, US-E3: days and periods over 29 February and month ends', () => {
	const text = (now: string, point: NonNullable<Facts['point']>) => usFile(now, { point }, { channel: 'sms' });
	const mail = (now: string, sent_on: string, opt_out_until: string) =>
		usFile(now, { point: { creditor_notice: { sent_on, opt_out_until } } }, { channel: 'email' });
	const three = (day: string): Earlier[] => ['01', '02', '03'].map((hour) => callAt(`${day}T${hour}:00:00Z`, 'right_party'));
	everyCase([
		{
			name: 'a text on 31 December 2027 reaches to 29 February 2028, its sixtieth day',
			file: text('2028-02-29T17:00:00Z', { texted_us_at: '2027-12-31T17:00:00Z' }),
		},
		{ name: 'and not to 1 March', file: text('2028-03-01T17:00:00Z', { texted_us_at: '2027-12-31T17:00:00Z' }), refuses: ['US-E2'] },
		{ name: 'in 2027 it reaches to 1 March', file: text('2027-03-01T17:00:00Z', { texted_us_at: '2026-12-31T17:00:00Z' }) },
		{ name: '35 days from 26 January 2028 are 1 March', file: mail('2028-03-02T17:00:00Z', '2028-01-26', '2028-03-01') },
		{ name: '29 February is 34', file: mail('2028-03-02T17:00:00Z', '2028-01-26', '2028-02-29'), refuses: ['US-E3'] },
		{
			name: 'three answered on 29 February in Shanghai: from 1 March 08:00',
			file: { now: '2028-02-29T04:00:00Z', law: 'CN', facts: { earlier: three('2028-02-29') } },
			refuses: ['CN-F1'],
			from: '2028-03-01T00:00:00Z',
		},
		{
			name: 'three on 31 March: from 1 April 08:00',
			file: { now: '2026-03-31T04:00:00Z', law: 'CN', facts: { earlier: three('2026-03-31') } },
			refuses: ['CN-F1'],
			from: '2026-04-01T00:00:00Z',
		},
	]);
});

describe('CN-H1, US-V1: a day that is still to come has not been', () => {
	const china = (agent: NonNullable<Facts['agent']>): FactsFile => ({ now: '2026-11-24T10:00:00+08:00', law: 'CN', facts: { agent } });
	const sentOn = (validation_sent_on: string) => usFile('2026-04-20T14:00:00Z', { debts: [{ ...card, validation_sent_on }] });
	everyCase([
		{ name: 'exam and training today', file: china({ exam_passed_on: '2026-11-24', trained_on: '2026-11-24' }) },
		{
			name: 'the exam is next Tuesday',
			file: china({ exam_passed_on: '2026-12-01', trained_on: '2026-11-02' }),
			refuses: ['CN-H1'],
			from: '2026-12-01T00:00:00Z',
		},
		{
			name: 'the only training named is tomorrow’s',
			file: china({ exam_passed_on: '2026-01-05', trained_on: '2026-11-25' }),
			refuses: ['CN-H1'],
			from: '2026-11-25T00:00:00Z',
		},
		{ name: 'the validation notice was sent today, months late', file: sentOn('2026-04-20') },
		{
			name: 'it is to be sent on 1 May',
			file: sentOn('2026-05-01'),
			refuses: ['US-V1'],
			from: '2026-05-01T12:00:00Z',
		},
	]);
});

describe('US-T2, WISH: inconvenient days that adjoin are one stretch, and the rule lifts where it ends', () => {
	const saturday = '2026-11-21T15:00:00Z';
	test.each([
		['weekends: Monday 00:00 in New York', [{ weekdays: [6, 7] }], '2026-11-23T05:00:00Z'],
		[
			'Saturday to noon, and from 11:00 to 14:00 daily',
			[
				{ weekdays: [6], until: '12:00' },
				{ from: '11:00', until: '14:00' },
			],
			'2026-11-21T19:00:00Z',
		],
		['every day to 31 January 2030', [{ until_on: '2030-01-31' }], '2030-02-01T05:00:00Z'],
		['over the night the clocks go forward', [{ from_on: '2026-11-20', until_on: '2027-03-14' }], '2027-03-15T04:00:00Z'],
		['every day', [{}], null],
	])('%s', (_, inconvenient_times, lifts) => {
		const answer = explain(usFile(saturday, { inconvenient_times }));
		const reason = answer.reasons.find(({ rule }) => rule === 'US-T2');
		expect([reason?.verdict, reason?.lifts_at ?? null]).toEqual(['refuses', lifts]);
	});

	test('a consumer who is free again in 2030 may be called at 08:00 of that day', () => {
		const file = usFile(saturday, { inconvenient_times: [{ until_on: '2030-01-31' }] });
		expect(explain(file).allowedFrom?.toString()).toBe('2030-02-01T13:00:00Z');
	});

	test('New York, Los Angeles and Kolkata have half an hour in common in summer and none in winter: from November the next is on 14 March', () => {
		const zones = ['America/New_York', 'America/Los_Angeles', 'Asia/Kolkata'];
		expect(explain(usFile('2026-10-30T14:00:00Z', { zones })).allowedFrom?.toString()).toBe('2026-10-30T15:00:00Z');
		expect(explain(usFile('2026-11-10T12:00:00Z', { zones })).allowedFrom?.toString()).toBe('2027-03-14T15:00:00Z');
	});
});

describe('HOURS: half-hour and quarter-hour zones, the strictest of several, a debtor who moved', () => {
	everyCase([
		{ name: 'Kolkata 07:59', file: inZones(['Asia/Kolkata'], '2026-06-01T02:29:00Z'), refuses: ['HOURS'], from: '2026-06-01T02:30:00Z' },
		{ name: 'Kolkata 08:00', file: inZones(['Asia/Kolkata'], '2026-06-01T02:30:00Z') },
		{
			name: 'Kathmandu 08:00 is 02:15 UTC',
			file: inZones(['Asia/Kathmandu'], '2026-06-01T02:14:00Z'),
			refuses: ['HOURS'],
			from: '2026-06-01T02:15:00Z',
		},
		{
			name: 'Kathmandu 22:00 is 16:15 UTC',
			file: inZones(['Asia/Kathmandu'], '2026-06-01T16:15:00Z'),
			refuses: ['HOURS'],
			from: '2026-06-02T02:15:00Z',
		},
		{
			name: 'Kolkata and Kathmandu: Kolkata opens later',
			file: inZones(['Asia/Kathmandu', 'Asia/Kolkata'], '2026-06-01T02:15:00Z'),
			refuses: ['HOURS'],
			from: '2026-06-01T02:30:00Z',
		},
		{
			name: 'Adelaide (+09:30) 08:00',
			file: inZones(['Australia/Adelaide'], '2026-06-01T22:29:00Z'),
			refuses: ['HOURS'],
			from: '2026-06-01T22:30:00Z',
		},
		{
			name: 'Lord Howe, 5 April 2026, back by half an hour to +10:30: 08:00 is 21:30 UTC',
			file: inZones(['Australia/Lord_Howe'], '2026-04-04T14:45:00Z'),
			refuses: ['HOURS'],
			from: '2026-04-04T21:30:00Z',
		},
		{
			name: 'Lord Howe, 4 October 2026, on by half an hour to +11: 08:00 is 21:00 UTC',
			file: inZones(['Australia/Lord_Howe'], '2026-10-03T15:45:00Z'),
			refuses: ['HOURS'],
			from: '2026-10-03T21:00:00Z',
		},
		{
			name: 'Kiritimati and Honolulu, a day apart at the same hour: open together',
			file: inZones(['Pacific/Kiritimati', 'Pacific/Honolulu'], '2026-06-01T18:00:00Z'),
		},
		{
			name: 'places so far apart that nothing is open in all: never',
			file: inZones(
				['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Pacific/Auckland', 'America/Anchorage'],
				'2026-06-01T18:00:00Z',
			),
			refuses: ['HOURS'],
		},
		{
			name: 'moved from New York to London, not yet sure: in both',
			file: { ...usFile('2026-06-01T13:00:00Z'), facts: { zones: ['America/New_York', 'Europe/London'], debts: [card] } },
		},
		{
			name: 'and London closes first',
			file: { ...usFile('2026-06-01T20:30:00Z'), facts: { zones: ['America/New_York', 'Europe/London'], debts: [card] } },
			refuses: ['US-T1'],
			from: '2026-06-02T12:00:00Z',
		},
		{
			name: 'sure of London: New York’s evening does not matter',
			file: { ...usFile('2026-06-02T07:00:00Z'), facts: { zones: ['Europe/London'], debts: [card] } },
		},
	]);
});

describe('WISH, CN-T1: an hour that comes twice is inconvenient both times, and agreed to only where it is by either clock', () => {
	const night = (now: string, facts: Facts): FactsFile => ({ now, law: 'CN', facts: { zones: ['America/New_York'], ...facts } });
	const open = { agreed_hours: { from: '00:00', until: '24:00' } };
	const notAtOne: Facts = { ...open, inconvenient_times: [{ from: '01:00', until: '01:30' }] };
	everyCase([
		{
			name: 'not from 01:00 to 01:30: the first 01:10 (EDT) waits until the second 01:30 (EST)',
			file: night('2026-11-01T05:10:00Z', notAtOne),
			refuses: ['WISH'],
			from: '2026-11-01T06:30:00Z',
		},
		{ name: 'the second 01:10', file: night('2026-11-01T06:10:00Z', notAtOne), refuses: ['WISH'], from: '2026-11-01T06:30:00Z' },
		{ name: 'the second 01:30', file: night('2026-11-01T06:30:00Z', notAtOne) },
		{
			name: 'agreed from 01:30 to 02:30: the second 01:10 is not in it',
			file: night('2026-11-01T06:10:00Z', { agreed_hours: { from: '01:30', until: '02:30' } }),
			refuses: ['CN-T1'],
			from: '2026-11-01T06:30:00Z',
		},
		{ name: 'the second 01:30 is', file: night('2026-11-01T06:30:00Z', { agreed_hours: { from: '01:30', until: '02:30' } }) },
		{
			name: 'agreed from 01:00 to 01:30: the first 01:10',
			file: night('2026-11-01T05:10:00Z', { agreed_hours: { from: '01:00', until: '01:30' } }),
		},
		{
			name: 'agreed from 01:00 to 01:30: at 01:40 that night’s are over',
			file: night('2026-11-01T05:40:00Z', { agreed_hours: { from: '01:00', until: '01:30' } }),
			refuses: ['CN-T1'],
			from: '2026-11-01T13:00:00Z',
		},
	]);
});

test('CN-T1: of 02:15 to 03:15 the clocks of 8 March leave nothing: the rule lifts at 08:00, not at 03:15', () => {
	const file: FactsFile = {
		now: '2026-03-08T07:05:00Z',
		law: 'CN',
		facts: { zones: ['America/New_York'], agreed_hours: { from: '02:15', until: '03:15' } },
	};
	const reason = explain(file).reasons.find(({ rule }) => rule === 'CN-T1');
	expect([reason?.verdict, reason?.lifts_at]).toEqual(['refuses', '2026-03-08T12:00:00Z']);
});

describe('CN-F6: rolling minutes and hours across the hour that comes twice', () => {
	const robots = (...at: string[]): Facts => ({
		zones: ['Europe/London'],
		agreed_hours: { from: '00:00', until: '24:00' },
		earlier: at.map((each) => callAt(each)),
	});
	everyCase([
		{
			name: 'five calls in the first 01:xx in London on 25 October: the sixth waits sixty minutes from the first, by UTC',
			file: {
				now: '2026-10-25T00:50:00Z',
				law: 'CN',
				facts: robots(
					'2026-10-25T00:05:00Z',
					'2026-10-25T00:15:00Z',
					'2026-10-25T00:25:00Z',
					'2026-10-25T00:35:00Z',
					'2026-10-25T00:45:00Z',
				),
			},
			refuses: ['CN-F6'],
			from: '2026-10-25T01:05:00Z',
		},
	]);
});
