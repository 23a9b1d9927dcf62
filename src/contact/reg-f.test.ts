import { describe, expect, test } from 'vitest';
import { explain, refusals } from '../../test/support/explain.ts';
import type { FactsFile } from './facts-shape.ts';

/** The worked examples of the official interpretations of Regulation F (12 CFR part 1006, Supplement I), as facts files of the product. */
type Facts = FactsFile['facts'];
type Ask = NonNullable<FactsFile['ask']>;
type Earlier = NonNullable<Facts['earlier']>[number];

const law = { country: 'US', state: 'OH', collector: 'agency', kind: 'consumer' } as const;
const told = { first_communication_at: '2026-01-05T15:00:00Z', validation_sent_on: '2026-01-06' };
const card = { id: 'card', owed_minor: 50_000, ...told };
const medical = { id: 'medical', owed_minor: 20_000, ...told };
const eastern = (text: string) => `${text}-04:00`;
const callOn = (date: string, outcome: Earlier['outcome'] = 'no_answer', more: Partial<Earlier> = {}): Earlier => ({
	at: eastern(`${date}T15:00:00`),
	outcome,
	...more,
});
const file = (now: string, facts: Partial<Facts> = {}, ask: Ask = {}): FactsFile => ({
	now: eastern(now),
	law,
	ask,
	facts: { zones: ['America/New_York'], debts: [card], ...facts },
});
const days = (month: string, from: number, until: number) =>
	Array.from({ length: until - from + 1 }, (_, i) => `2026-${month}-${String(from + i).padStart(2, '0')}`);

describe('US-F1: seven calls in seven consecutive dates (comments 14(b)(2))', () => {
	// 14(b)(2)(i)-1.i: a limited-content message on Wednesday, April 1, six unanswered calls to Tuesday, April 7; the next on Wednesday, April 8.
	const sevenCalls = days('04', 1, 7).map((date, i) => callOn(date, i === 0 ? 'machine' : 'no_answer'));
	test('seven calls from April 1 to 7: an eighth on April 7 is refused until April 8 at 08:00, on April 8 it is permitted', () => {
		const eighth = explain(file('2026-04-07T16:00:00', { earlier: sevenCalls }));
		expect([eighth.refusing, eighth.allowedFrom?.toString(), eighth.code]).toEqual([
			['US-F1'],
			'2026-04-08T12:00:00Z',
			'contact.call_frequency',
		]);
		expect(explain(file('2026-04-08T09:00:00', { earlier: sevenCalls })).permitted).toBe(true);
	});
	test('six calls from April 1: the seventh on April 7 is permitted', () => {
		expect(refusals(file('2026-04-07T14:00:00', { earlier: sevenCalls.slice(0, 6) }))).toEqual([]);
	});
	// 14(b)(2)(ii)-1.i: one on April 1, two each on April 2, 3 and 6: the eighth on April 7.
	test('one call on April 1 and two each on April 2, 3 and 6: a call on April 7 would be the eighth and is refused', () => {
		const earlier = [
			callOn('2026-04-01', 'machine'),
			...['02', '03', '06'].flatMap((day) => [callOn(`2026-04-${day}`), callOn(`2026-04-${day}`)]),
		];
		expect(refusals(file('2026-04-07T12:00:00', { earlier }))).toEqual(['US-F1']);
	});
	test('seven calls about one debt do not count for another (14(b)(4)-2.i: 21 unanswered calls for three debts)', () => {
		const earlier = days('04', 1, 7).flatMap((date) => [
			callOn(date, 'no_answer', { debt_ids: ['card'] }),
			callOn(date, 'no_answer', { debt_ids: ['b'] }),
		]);
		const debts = [card, { ...card, id: 'b' }, medical];
		expect(refusals(file('2026-04-07T18:00:00', { debts, earlier }, { debt_ids: ['medical'] }))).toEqual([]);
		expect(refusals(file('2026-04-07T18:00:00', { debts, earlier }, { debt_ids: ['card'] }))).toEqual(['US-F1']);
	});
	test('a busy tone or a number not in service does not count (14(b)(3)(ii)-1); a ring nobody answers, a dropped call and a voicemail do', () => {
		const six = days('04', 1, 6).map((date) => callOn(date));
		for (const [outcome, refused] of [
			['busy', []],
			['invalid', []],
			['no_answer', ['US-F1']],
			['dropped', ['US-F1']],
			['machine', ['US-F1']],
		] as const)
			expect(refusals(file('2026-04-07T18:00:00', { earlier: [...six, callOn('2026-04-07', outcome)] }))).toEqual(refused);
	});
	// 14(b)(2)(i)-3.i
	test('calls to a number found to be somebody else’s were no calls to the consumer (misdirected)', () => {
		const earlier = days('04', 1, 7).map((date) => callOn(date, 'wrong_number', { same_number: false }));
		expect(refusals(file('2026-04-07T18:00:00', { earlier }))).toEqual([]);
	});
	test('texts and e-mails are no calls; a call the consumer made is none either', () => {
		const earlier = days('04', 1, 7).flatMap((date): Earlier[] => [
			{ at: eastern(`${date}T10:00:00`), channel: 'sms' },
			{ at: eastern(`${date}T11:00:00`), channel: 'email' },
			callOn(date, 'machine', { direction: 'inbound' }),
		]);
		expect(refusals(file('2026-04-07T18:00:00', { earlier }))).toEqual([]);
	});
	// 14(b)(4)-2.vii
	test('three student loans of one servicing account are one debt: seven calls over them are the most, a talk about one silences all', () => {
		const debts = ['a', 'b', 'c'].map((id) => ({ ...card, id, servicing_account: '77' }));
		const seven = days('04', 1, 7).map((date, i) => callOn(date, 'no_answer', { debt_ids: [['a', 'b', 'c'][i % 3] ?? 'a'] }));
		expect(refusals(file('2026-04-07T18:00:00', { debts, earlier: seven }, { debt_ids: ['c'] }))).toEqual(['US-F1']);
		expect(refusals(file('2026-04-07T18:00:00', { debts, earlier: seven.slice(1) }, { debt_ids: ['c'] }))).toEqual([]);
		const talk = [callOn('2026-04-06', 'right_party', { debt_ids: ['a'] })];
		expect(refusals(file('2026-04-07T18:00:00', { debts, earlier: talk }, { debt_ids: ['b'] }))).toEqual(['US-F2']);
	});
	// 14(b)(2)(i)-1.iii: one call to a third party on Tuesday, October 6, and up to six more through October 12.
	test('a third party who does not answer may be rung seven times in seven dates to locate the debtor', () => {
		const third = { party: 'third_party' as const, relation: 'friend' };
		const calls = (count: number) =>
			days('10', 6, 12)
				.slice(0, count)
				.map((date) => callOn(date));
		expect(refusals(file('2026-10-12T18:00:00', { ...third, earlier: calls(6) }))).toEqual([]);
		expect(refusals(file('2026-10-12T18:00:00', { ...third, earlier: calls(7) }))).toEqual(['US-F1']);
	});
	test('another collector’s calls do not count', () => {
		const earlier = days('04', 1, 7).map((date) => callOn(date, 'no_answer', { other_collector: true }));
		expect(refusals(file('2026-04-07T18:00:00', { earlier }))).toEqual([]);
	});
});

describe('US-F2: seven dates of silence after a conversation', () => {
	// 14(b)(2)(ii)-1.ii
	test('a conversation on Friday, August 14: no call before Friday, August 21, then one is permitted', () => {
		const earlier = [callOn('2026-08-11'), callOn('2026-08-14', 'right_party')];
		expect(explain(file('2026-08-20T20:59:59', { earlier })).refusing).toEqual(['US-F2']);
		expect(explain(file('2026-08-20T12:00:00', { earlier })).allowedFrom?.toString()).toBe('2026-08-21T12:00:00Z');
		expect(refusals(file('2026-08-21T08:00:00', { earlier }))).toEqual([]);
	});
	// 14(b)(2)(i)-1.ii
	test('the consumer rings us on Thursday, August 13 and talks: no call before Thursday, August 20', () => {
		const earlier = [callOn('2026-08-13', 'right_party', { direction: 'inbound' })];
		expect(refusals(file('2026-08-19T12:00:00', { earlier }))).toEqual(['US-F2']);
		expect(refusals(file('2026-08-20T12:00:00', { earlier }))).toEqual([]);
	});
	// 14(b)(4)-2.iii to vi
	test('a talk about the medical debt alone leaves the card free; about both it silences both', () => {
		const debts = [card, medical];
		const talk = (debt_ids: string[], discussed?: string[]) => [
			callOn('2026-11-09', 'right_party', { debt_ids, ...(discussed ? { discussed_debt_ids: discussed } : {}) }),
		];
		const on = (about: string, earlier: Earlier[]) => refusals(file('2026-11-10T12:00:00', { debts, earlier }, { debt_ids: [about] }));
		expect(on('card', talk(['medical']))).toEqual([]);
		expect(on('medical', talk(['medical']))).toEqual(['US-F2']);
		expect(on('card', talk(['medical', 'card']))).toEqual(['US-F2']);
		// The collector called about the medical debt; the consumer brought up the card: both were talked about.
		expect(on('card', talk(['medical'], ['medical', 'card']))).toEqual(['US-F2']);
	});
});

describe('US-F1 and US-F2: the person’s consent to further calls (comment 14(b)(3)(i)-3)', () => {
	const consent = (given: string, more: object = {}) => ({ kind: 'calls' as const, given_at: eastern(given), ...more });
	const friday = [callOn('2026-04-03', 'right_party')];
	test('“call back on Monday” on Friday, April 3: Monday, April 6 is permitted, without consent refused', () => {
		const monday = consent('2026-04-03T15:05:00', { from_at: eastern('2026-04-06T00:00:00') });
		expect(refusals(file('2026-04-06T10:00:00', { earlier: friday, consents: [monday] }))).toEqual([]);
		expect(refusals(file('2026-04-06T10:00:00', { earlier: friday }))).toEqual(['US-F2']);
		expect(explain(file('2026-04-04T10:00:00', { earlier: friday, consents: [monday] })).allowedFrom?.toString()).toBe(
			'2026-04-06T12:00:00Z',
		);
	});
	test('the consent ends with the next conversation: after the talk of Monday, April 6 a call on April 8 is refused', () => {
		const earlier = [...friday, callOn('2026-04-06', 'right_party')];
		expect(refusals(file('2026-04-08T10:00:00', { earlier, consents: [consent('2026-04-03T15:05:00')] }))).toEqual(['US-F2']);
	});
	test('consent by e-mail on June 4: eight unanswered calls from June 8 to 10 do not count; from June 11 calls do', () => {
		const before = ['2026-06-01', '2026-06-02', '2026-06-03'].map((date) => callOn(date));
		const covered = ['08', '08', '08', '09', '09', '09', '10', '10'].map((day, i) =>
			callOn(`2026-06-${day}`, 'no_answer', { at: eastern(`2026-06-${day}T1${i}:00:00`) }),
		);
		const consents = [consent('2026-06-04T09:00:00')];
		expect(refusals(file('2026-06-10T20:00:00', { earlier: [...before, ...covered], consents }))).toEqual([]);
		expect(refusals(file('2026-06-11T10:00:00', { earlier: [...before, ...covered], consents }))).toEqual([]);
		const after = days('06', 11, 13)
			.flatMap((date) => [callOn(date), callOn(date), callOn(date)])
			.slice(0, 7);
		expect(refusals(file('2026-06-13T18:00:00', { earlier: [...before, ...covered, ...after], consents }))).toEqual(['US-F1']);
	});
	test('consent of June 4 covers June 10 and not June 11 of a person with seven calls that count', () => {
		const seven = days('06', 8, 10)
			.flatMap((date) => [callOn(date), callOn(date), callOn(date)])
			.slice(0, 7)
			.map((each) => ({ ...each, debt_ids: ['card'] }));
		const onMedical = [{ ...consent('2026-06-04T09:00:00'), debt_ids: ['medical'] }];
		expect(
			refusals(file('2026-06-10T18:00:00', { earlier: seven, consents: onMedical, debts: [card, medical] }, { debt_ids: ['card'] })),
		).toEqual(['US-F1']);
	});
	test.each([
		['revoked the day before', { revoked_at: eastern('2026-04-05T10:00:00') }],
		['given for until the evening before', { until_at: eastern('2026-04-05T18:00:00') }],
	])('consent %s covers nothing on Monday', (_, more) => {
		expect(refusals(file('2026-04-06T10:00:00', { earlier: friday, consents: [consent('2026-04-03T15:05:00', more)] }))).toEqual(['US-F2']);
	});
	test('consent to calls opens no inconvenient hour', () => {
		expect(refusals(file('2026-04-06T21:30:00', { earlier: friday, consents: [consent('2026-04-03T15:05:00')] }))).toEqual(['US-T1']);
	});
});

describe('US-T1: hours in every place the consumer may be (comment 6(b)(1)(i)-2)', () => {
	const both = (other: string) => ({ zones: ['America/New_York', other] });
	test.each([
		// Eastern area code, Pacific address: 11:00 to 21:00 Eastern.
		['America/Los_Angeles', '2026-04-07T10:59:59', false],
		['America/Los_Angeles', '2026-04-07T11:00:00', true],
		['America/Los_Angeles', '2026-04-07T20:59:59', true],
		['America/Los_Angeles', '2026-04-07T21:00:00', true],
		['America/Los_Angeles', '2026-04-07T21:00:01', false],
		// Eastern mobile, Mountain landline: 10:00 to 21:00 Eastern.
		['America/Denver', '2026-04-07T09:59:59', false],
		['America/Denver', '2026-04-07T10:00:00', true],
		['America/Denver', '2026-04-07T21:00:00', true],
		['America/Denver', '2026-04-07T21:00:01', false],
	])('New York and %s at %s Eastern: permitted is %s', (zone, now, permitted) => {
		expect(explain(file(now, both(zone))).permitted).toBe(permitted);
	});
	test('refused at 09:00 Eastern with a Pacific address it is allowed from 11:00 Eastern', () => {
		expect(explain(file('2026-04-07T09:00:00', both('America/Los_Angeles'))).allowedFrom?.toString()).toBe('2026-04-07T15:00:00Z');
	});
	test('an e-mail or text counts when it is sent: at 22:00 it is refused', () => {
		const point = { text_consent_at: eastern('2026-04-01T10:00:00'), email_consent: true };
		for (const channel of ['sms', 'email'] as const) {
			expect(refusals(file('2026-04-07T22:00:00', { point }, { channel }))).toEqual(['US-T1']);
			expect(refusals(file('2026-04-07T20:00:00', { point }, { channel }))).toEqual([]);
		}
	});
	test('a consumer who agreed to 21:00–22:00 may be called at 21:30, not at 22:00', () => {
		const agreed_hours = { from: '21:00', until: '22:00' };
		expect(explain(file('2026-04-07T21:30:00', { agreed_hours })).refusing).toEqual([]);
		expect(refusals(file('2026-04-07T22:00:00', { agreed_hours }))).toEqual(['US-T1']);
	});
	test('the clocks change in New York on 8 March and 1 November 2026: 08:00 is 12:00 UTC, then 13:00', () => {
		expect(explain({ ...file('2026-03-08T00:00:00'), now: '2026-03-08T10:00:00Z' }).allowedFrom?.toString()).toBe('2026-03-08T12:00:00Z');
		expect(explain({ ...file('2026-03-08T00:00:00'), now: '2026-11-01T10:00:00Z' }).allowedFrom?.toString()).toBe('2026-11-01T13:00:00Z');
	});
});

describe('US-T2: times and places called inconvenient (comments 6(b)(1)-1 and -2)', () => {
	test('“cannot be disturbed on Tuesdays and Thursdays through the end of the year”', () => {
		const inconvenient_times = [{ weekdays: [2, 4], until_on: '2026-12-31' }];
		const tuesday = explain(file('2026-11-24T12:00:00', { inconvenient_times }));
		// Wednesday 08:00, then in Eastern standard time.
		expect([tuesday.refusing, tuesday.allowedFrom?.toString()]).toEqual([['US-T2'], '2026-11-25T13:00:00Z']);
		expect(refusals(file('2026-11-25T12:00:00', { inconvenient_times }))).toEqual([]);
		expect(refusals(file('2027-01-05T12:00:00', { inconvenient_times }))).toEqual([]);
	});
	const busy = [{ weekdays: [1, 2, 3, 4, 5], from: '15:00', until: '17:00' }, { weekdays: [6, 7] }];
	test.each([
		['2026-04-07T14:59:59', []],
		['2026-04-07T15:00:00', ['US-T2']],
		['2026-04-07T16:59:59', ['US-T2']],
		['2026-04-07T17:00:00', []],
		['2026-04-11T12:00:00', ['US-T2']],
		['2026-04-12T12:00:00', ['US-T2']],
		['2026-04-13T12:00:00', []],
	])('“weekdays except from 3 to 5 p.m., not on weekends”: at %s refused by %j', (now, rules) => {
		expect(refusals(file(now, { inconvenient_times: busy }))).toEqual(rules);
	});
	// 6(b)(1)-2.i: an e-mail of the consumer at 15:30 on Wednesday may be answered once before 17:00.
	test('the consumer writes at 15:30: one e-mail before 17:00 answers, a second does not, a new e-mail of theirs opens one more', () => {
		const point = { emailed_us: true };
		const wrote = (at: string): Earlier => ({ at: eastern(at), channel: 'email', direction: 'inbound' });
		const answered = (at: string): Earlier => ({ at: eastern(at), channel: 'email' });
		const ask: Ask = { channel: 'email', responds: true };
		const judge = (now: string, earlier: Earlier[], more: Ask = {}) =>
			refusals(file(now, { point, inconvenient_times: busy, earlier }, { ...ask, ...more }));
		expect(judge('2026-04-08T16:00:00', [wrote('2026-04-08T15:30:00')])).toEqual([]);
		expect(judge('2026-04-08T16:30:00', [wrote('2026-04-08T15:30:00'), answered('2026-04-08T16:00:00')])).toEqual(['US-T2']);
		expect(
			judge('2026-04-08T16:45:00', [wrote('2026-04-08T15:30:00'), answered('2026-04-08T16:00:00'), wrote('2026-04-08T16:40:00')]),
		).toEqual([]);
		expect(judge('2026-04-09T15:30:00', [wrote('2026-04-08T15:30:00')])).toEqual(['US-T2']);
		expect(judge('2026-04-08T16:00:00', [wrote('2026-04-08T15:30:00')], { channel: 'voice' })).toEqual(['US-T2']);
	});
	// 6(b)(1)-1.iii and 6(b)(1)(ii)-1.i
	test('“not at home”: the landline and letters home are refused, the mobile is not unless they are known to be at home', () => {
		const inconvenient_places = ['home' as const];
		expect(refusals(file('2026-04-07T12:00:00', { inconvenient_places, point: { place: 'home' } }))).toEqual(['US-T2']);
		expect(refusals(file('2026-04-07T12:00:00', { inconvenient_places, point: { place: 'home' } }, { channel: 'letter' }))).toEqual([
			'US-T2',
		]);
		expect(refusals(file('2026-04-07T12:00:00', { inconvenient_places, point: {} }))).toEqual([]);
		expect(refusals(file('2026-04-07T12:00:00', { inconvenient_places, point: {}, person_at: 'home' }))).toEqual(['US-T2']);
	});
	test('a hospital or a funeral is an unusual place; at work the employer may forbid it', () => {
		for (const person_at of ['hospital', 'funeral'] as const)
			expect(refusals(file('2026-04-07T12:00:00', { person_at }))).toEqual(['US-T2']);
		expect(refusals(file('2026-04-07T12:00:00', { point: { place: 'work' } }))).toEqual([]);
		expect(refusals(file('2026-04-07T12:00:00', { point: { place: 'work' }, employer_forbids: true }))).toEqual(['US-T2']);
	});
});

describe('US-C1: cease, attorney, medium (comments 6(b)(2), 6(c)(1), 14(h))', () => {
	const hold = (kind: 'cease_request' | 'counsel', from: string, more: object = {}) => [{ kind, from_at: eastern(from), ...more }];
	// 6(c)(1)-1.i: posted August 3, received August 6; the e-mail of August 4 is no violation.
	test('a written cease request counts from its receipt: August 4 is permitted, August 6 after it is not', () => {
		const facts = { point: { email_consent: true }, holds: hold('cease_request', '2026-08-06T10:00:00') };
		expect(refusals(file('2026-08-04T12:00:00', facts, { channel: 'email' }))).toEqual([]);
		expect(refusals(file('2026-08-06T12:00:00', facts, { channel: 'email' }))).toEqual(['HOLD', 'US-C1']);
	});
	test.each(['closing_notice', 'remedy_notice'] as const)('after it a %s is permitted', (purpose) => {
		expect(
			refusals(file('2026-08-07T12:00:00', { holds: hold('cease_request', '2026-08-06T10:00:00') }, { channel: 'letter', purpose })),
		).toEqual([]);
	});
	test('a request by word of mouth is no cease notice under US-C1; the house honours it all the same', () => {
		const spoken = hold('cease_request', '2026-08-06T10:00:00', { written: false });
		expect(refusals(file('2026-08-07T12:00:00', { holds: spoken }))).toEqual(['HOLD']);
	});
	// 14(h)(1)-3.i
	test('“stop calling”: calls are refused, a letter is not', () => {
		expect(refusals(file('2026-04-07T12:00:00', { refused_media: ['voice'] }))).toEqual(['US-C1']);
		expect(refusals(file('2026-04-07T12:00:00', { refused_media: ['voice'] }, { channel: 'letter' }))).toEqual([]);
	});
	test('after an opt-out one confirmation may be sent, and what the law requires (14(h)(2))', () => {
		const facts = { refused_media: ['sms' as const], point: { text_consent_at: eastern('2026-04-01T10:00:00') } };
		expect(refusals(file('2026-04-07T12:00:00', facts, { channel: 'sms' }))).toEqual(['US-C1']);
		for (const purpose of ['opt_out_confirmation', 'required_by_law'] as const)
			expect(refusals(file('2026-04-07T12:00:00', facts, { channel: 'sms', purpose }))).toEqual([]);
	});
	test('with an attorney known nobody is called; one who does not answer or agrees stands aside; the consumer who writes is answered once', () => {
		const counsel = (more: object = {}) => hold('counsel', '2026-04-01T10:00:00', more);
		expect(refusals(file('2026-04-07T12:00:00', { holds: counsel() }))).toEqual(['HOLD', 'US-C1']);
		expect(refusals(file('2026-04-07T12:00:00', { holds: counsel({ attorney: 'unresponsive' }) }))).toEqual([]);
		expect(refusals(file('2026-04-07T12:00:00', { holds: counsel({ attorney: 'consents' }) }))).toEqual([]);
		expect(refusals(file('2026-04-07T12:00:00', { holds: counsel({ attorney: 'unknown' }) }))).toEqual([]);
		const wrote: Earlier = { at: eastern('2026-04-07T11:00:00'), channel: 'email', direction: 'inbound' };
		const answer: Earlier = { at: eastern('2026-04-07T11:30:00'), channel: 'email' };
		const mail: Ask = { channel: 'email', responds: true };
		const facts = { holds: counsel(), point: { emailed_us: true } };
		expect(refusals(file('2026-04-07T12:00:00', { ...facts, earlier: [wrote] }, mail))).toEqual([]);
		expect(refusals(file('2026-04-07T12:00:00', { ...facts, earlier: [wrote, answer] }, mail))).toEqual(['HOLD', 'US-C1']);
	});
});
