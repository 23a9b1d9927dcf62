import { describe, expect, test } from 'vitest';
import { aDebt, aPoint, at, call, earlier, facts, judge, locate, morning, refusing, sms } from '../../test/support/facts.ts';
import type { Ask, Earlier, Facts } from './rules.ts';

/** The gate's rules by the China pack: each line shown from both sides. */
describe('CN-T1: no collection between 22:00 and 08:00 of the debtor’s day', () => {
	test.each([
		['2026-11-24T13:59:59Z', true, '21:59:59'],
		['2026-11-24T14:00:00Z', false, '22:00'],
		['2026-11-24T23:59:59Z', false, '07:59:59'],
		['2026-11-25T00:00:00Z', true, '08:00'],
	])('at %s (Shanghai %s) permitted is %s', (when, permitted) => {
		expect(judge(call, facts(), at(when)).permitted).toBe(permitted);
	});

	test('a call refused at 22:00 is allowed from 08:00 the next day, to the second', () => {
		expect(judge(call, facts(), at('2026-11-24T14:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('with zones Shanghai and New York a call is allowed only when it is allowed in both', () => {
		// 08:00–22:00 in Shanghai is 00:00–14:00 UTC, in New York (EST) 13:00–03:00 UTC: both from 13:00 to 14:00 and from 00:00 to 03:00 UTC.
		const both = facts({ zones: ['Asia/Shanghai', 'America/New_York'] });
		expect(judge(call, both, at('2026-11-24T13:30:00Z')).permitted).toBe(true);
		expect(judge(call, both, at('2026-11-24T12:59:59Z')).allowedFrom?.toString()).toBe('2026-11-24T13:00:00Z');
		expect(judge(call, both, at('2026-11-24T14:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
		expect(judge(call, both, at('2026-11-25T03:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T13:00:00Z');
	});

	test('in the night the clocks go forward in London the window still opens at 08:00 there', () => {
		const london = facts({ zones: ['Europe/London'], agent: { exam_passed_on: '2026-01-05', trained_on: '2026-01-05' } });
		expect(judge(call, london, at('2026-03-29T03:00:00Z')).allowedFrom?.toString()).toBe('2026-03-29T07:00:00Z');
	});

	test('hours the debtor agreed to on record open the day further: with 19:00–23:00 a call at 22:30 is allowed, at 23:00 not', () => {
		const agreed = facts({ agreed_hours: { from: '19:00', until: '23:00' } });
		expect(judge(call, agreed, at('2026-11-24T14:30:00Z')).permitted).toBe(true);
		expect(judge(call, agreed, at('2026-11-24T14:30:00Z')).usableUntil?.toString()).toBe('2026-11-24T15:00:00Z');
		expect(judge(call, agreed, morning).usableUntil?.toString()).toBe('2026-11-24T15:00:00Z');
		expect(judge(call, agreed, at('2026-11-24T15:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('agreed hours that go past midnight, 20:00–01:00, are open at 00:30 and closed at 01:00', () => {
		const agreed = facts({ agreed_hours: { from: '20:00', until: '01:00' } });
		expect(judge(call, agreed, at('2026-11-24T16:30:00Z')).permitted).toBe(true);
		expect(judge(call, agreed, at('2026-11-24T17:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('a call at 22:30 is refused by CN-T1 in Kathmandu (UTC+5:45) as well: the half hours of a zone count', () => {
		const there = facts({ zones: ['Asia/Kathmandu'] });
		expect(judge(call, there, at('2026-11-24T16:14:59Z')).permitted).toBe(true);
		expect(judge(call, there, at('2026-11-24T16:15:00Z')).allowedFrom?.toString()).toBe('2026-11-25T02:15:00Z');
	});

	test('in the night the clocks go back in New York the window opens at 08:00 there, an hour later in UTC', () => {
		const there = facts({ zones: ['America/New_York'] });
		expect(judge(call, there, at('2026-10-31T12:00:00Z')).permitted).toBe(true);
		expect(judge(call, there, at('2026-11-01T03:00:00Z')).allowedFrom?.toString()).toBe('2026-11-01T13:00:00Z');
	});

	test('a permit given at 21:55 ends at 22:00, one at 10:00 ten minutes later', () => {
		expect(judge(call, facts(), at('2026-11-24T13:55:00Z')).expiresAt?.toString()).toBe('2026-11-24T14:00:00Z');
		expect(judge(call, facts(), morning).expiresAt?.toString()).toBe('2026-11-24T02:10:00Z');
	});
});

describe('CN-F1 and CN-F2 count different things and both apply', () => {
	const today = (count: number, said: Partial<Earlier> = {}) =>
		Array.from({ length: count }, (_, i) => earlier(`2026-11-24T0${i % 2}:${String(i * 7).padStart(2, '0')}:00Z`, said));

	test('after 2 answered calls for the lender a third is allowed, after 3 it is refused until tomorrow', () => {
		expect(refusing(call, facts({ earlier: today(2) }))).toEqual([]);
		const third = judge(call, facts({ earlier: today(3) }), morning);
		expect(refusing(call, facts({ earlier: today(3) }))).toEqual(['CN-F1']);
		// The day ends at midnight, but the window opens at 08:00.
		expect(third.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('3 answered calls for another lender do not count', () => {
		expect(refusing(call, facts({ earlier: today(3, { creditor_ids: ['8'], same_number: false }) }))).toEqual([]);
	});

	test('a call whose outcome is not known yet counts as answered', () => {
		expect(refusing(call, facts({ earlier: today(3, { answered: null }) }))).toEqual(['CN-F1']);
	});

	test('5 unanswered attempts on a number leave one more, 6 leave none, whoever was meant', () => {
		expect(refusing(call, facts({ earlier: today(5, { answered: false }) }))).toEqual([]);
		expect(refusing(call, facts({ earlier: today(6, { answered: false, same_debtor: false }) }))).toEqual(['CN-F2']);
	});

	test('attempts of yesterday 23:59 do not count at 08:00', () => {
		const yesterday = Array.from({ length: 6 }, () => earlier('2026-11-23T15:59:00Z', { answered: true }));
		expect(refusing(call, facts({ earlier: yesterday }), at('2026-11-24T00:00:00Z'))).toEqual([]);
	});

	test('CN-F2 is of 2026-01-30: on the day before a seventh call is not refused by it', () => {
		const six = Array.from({ length: 6 }, (_, i) => earlier(`2026-01-29T0${i}:00:00Z`, { answered: false }));
		expect(
			refusing(
				call,
				facts({ earlier: six, agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' } }),
				at('2026-01-29T06:00:00Z'),
			),
		).toEqual([]);
	});

	test('counters tell what is left today', () => {
		expect(judge(call, facts({ earlier: today(2) }), morning).counters).toEqual({
			attemptsToday: 2,
			attemptsLimit: 6,
			answeredToday: 2,
			answeredLimit: 3,
		});
	});
});

describe('CN-F5 (house): messages', () => {
	const sent = (...when: string[]) => when.map((each) => earlier(each, { channel: 'sms', answered: false }));

	test('one message a day: the second on the same date is refused until 08:00 tomorrow', () => {
		const decision = judge(sms, facts({ earlier: sent('2026-11-24T01:00:00Z') }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-25T00:00:00Z']);
	});

	test('three in seven calendar dates: a fourth waits until the first leaves the window', () => {
		const decision = judge(sms, facts({ earlier: sent('2026-11-18T02:00:00Z', '2026-11-20T02:00:00Z', '2026-11-22T02:00:00Z') }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-25T00:00:00Z']);
		expect(
			judge(sms, facts({ earlier: sent('2026-11-17T02:00:00Z', '2026-11-20T02:00:00Z', '2026-11-22T02:00:00Z') }), morning).permitted,
		).toBe(true);
	});
});

describe('CN-P1, CN-P2, CN-P3, CN-P4, CN-P5: third parties owe nothing', () => {
	const third = (said: Partial<Facts> = {}) => facts({ party: 'third_party', ...said });

	test.each([
		['while the debtor can be reached', third(), ['CN-P1']],
		['after 2 failed attempts in a row', third({ failed_in_row: 2 }), ['CN-P1']],
		['after 3 failed attempts in a row', third({ failed_in_row: 3 }), []],
		['when every own number is bad', third({ own_points_usable: 0 }), []],
		['when the debtor has died', third({ holds: [{ kind: 'deceased', from_at: '2026-11-01T00:00:00Z', until_at: null }] }), []],
		['after their first refusal', third({ failed_in_row: 3, party_refused: true }), ['CN-P3']],
		['when the debtor never named them', third({ failed_in_row: 3, party_named_by_debtor: false }), ['CN-P4']],
	] as const)('a contact person %s is refused by %j', (_, given, rules) => {
		expect(refusing(locate, given)).toEqual(rules);
	});

	test('a permitted contact with a third party may only locate or relay (CN-P2)', () => {
		expect(judge(locate, third({ failed_in_row: 3 }), morning).obligations).toContain('locate_or_relay_only');
		expect(judge(call, facts(), morning).obligations).not.toContain('locate_or_relay_only');
	});

	test('two tries of one person in seven dates are the last (CN-P5)', () => {
		const tries = (count: number) =>
			Array.from({ length: count }, (_, i) =>
				earlier(`2026-11-2${i}T02:00:00Z`, { party: 'third_party', same_person: true, answered: false }),
			);
		expect(refusing(locate, third({ failed_in_row: 3, earlier: tries(1) }))).toEqual([]);
		expect(refusing(locate, third({ failed_in_row: 3, earlier: tries(2) }))).toEqual(['CN-P5']);
	});

	test('after one talk with a third party there is no second in the same seven dates (CN-P5)', () => {
		const talk = earlier('2026-11-23T02:00:00Z', { party: 'third_party', same_person: true, answered: true });
		const decision = judge(locate, third({ failed_in_row: 3, earlier: [talk] }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-30T00:00:00Z']);
	});

	test('collecting from a third party, or naming an amount, is refused (CN-P2) unless they offered to pay on record', () => {
		const lost = third({ failed_in_row: 3 });
		expect(refusing(call, lost)).toEqual(['CN-P2']);
		expect(refusing({ ...locate, amount_minor: 100 }, lost)).toEqual(['CN-P2']);
		expect(refusing({ ...call, amount_minor: 100 }, { ...lost, party_offers_to_pay: true })).toEqual([]);
	});

	test('a guarantor is liable and called like the debtor', () => {
		expect(refusing(call, facts({ party: 'guarantor' }))).toEqual([]);
	});
});

describe('STATE, CN-X1, CN-H1, CN-D1, POINT, HOLD, CN-L2: what is asked, by whom, on which ground', () => {
	test.each([
		['nothing is owed', call, facts({ debts: [{ ...aDebt, owed_minor: 0 }] }), ['CN-X1']],
		['one fen more than owed is named', { ...call, amount_minor: 100_001 }, facts(), ['CN-X1']],
		['exactly what is owed is named', { ...call, amount_minor: 100_000 }, facts(), []],
		['the debt is recalled', call, facts({ debts: [{ ...aDebt, status: 'recalled' }] }), ['STATE']],
		['a person calls and no certificate is known', call, facts({ agent: null }), ['CN-H1']],
		['a message goes out by itself', sms, facts({ agent: null }), []],
		['the agent passed no exam', call, facts({ agent: { exam_passed_on: null, trained_on: null } }), ['CN-H1']],
		['the training was a year ago today', call, facts({ agent: { exam_passed_on: '2025-01-01', trained_on: '2025-11-24' } }), []],
		[
			'the training was a year and a day ago',
			call,
			facts({ agent: { exam_passed_on: '2025-01-01', trained_on: '2025-11-23' } }),
			['CN-H1'],
		],
		[
			'a message of the machine to who refused its decisions (CN-D3)',
			sms,
			facts({ agent: null, automation_revoked_at: '2026-11-24T01:59:59Z' }),
			['CN-D3'],
		],
		['that refusal comes a second later (CN-D3)', sms, facts({ agent: null, automation_revoked_at: '2026-11-24T02:00:01Z' }), []],
		['an agent calls who refused the machine (CN-D3)', call, facts({ automation_revoked_at: '2026-11-24T01:59:59Z' }), []],
		['the number has no source', call, facts({ point: { ...aPoint, source: '' } }), ['CN-D1']],
		['the lawful use of the number ended yesterday', call, facts({ point: { ...aPoint, expires_on: '2026-11-23' } }), ['CN-D1']],
		['the lawful use of the number ends today', call, facts({ point: { ...aPoint, expires_on: '2026-11-24' } }), []],
		['the number is wrong', call, facts({ point: { ...aPoint, state: 'wrong' } }), ['POINT']],
		[
			'a cease request is in force',
			call,
			facts({ holds: [{ kind: 'cease_request', from_at: '2026-11-20T00:00:00Z', until_at: null }] }),
			['HOLD'],
		],
		['a plan is being kept', call, facts({ holds: [{ kind: 'kept_plan', from_at: '2026-11-20T00:00:00Z', until_at: null }] }), ['CN-L2']],
		[
			'a hold ended a second ago',
			call,
			facts({ holds: [{ kind: 'hardship', from_at: '2026-11-20T00:00:00Z', until_at: '2026-11-24T01:59:59Z' }] }),
			[],
		],
	] as const)('when %s the rules that refuse are these', (_, ask, given, rules) => {
		expect(refusing(ask, given)).toEqual(rules);
	});

	test('every rule that spoke is named, not only the first', () => {
		const all = refusing(
			call,
			facts({ point: { ...aPoint, state: 'wrong' }, debts: [{ ...aDebt, owed_minor: 0 }] }),
			at('2026-11-24T15:00:00Z'),
		);
		expect(all).toEqual(['CN-X1', 'POINT', 'CN-T1']);
	});

	test('what time does not heal has no first allowed moment', () => {
		expect(judge(call, facts({ point: { ...aPoint, state: 'wrong' } }), at('2026-11-24T15:00:00Z')).allowedFrom).toBeNull();
	});
});

describe('a debt on hold does not silence the others', () => {
	const two = [aDebt, { ...aDebt, id: '2', owed_minor: 50_000 }];
	const onDebt = (id: string, until: string | null, kind: 'kept_plan' | 'dispute' = 'kept_plan') => ({
		kind,
		from_at: '2026-11-20T00:00:00Z',
		until_at: until,
		debt_id: id,
	});

	test('with a kept plan on debt 1 of two, a call may speak of debt 2 and no more than its 500.00 (CN-L2, CN-X1)', () => {
		const given = facts({ debts: two, holds: [onDebt('1', null)] });
		expect(judge(call, given, morning).debtIds).toEqual(['2']);
		expect(refusing({ ...call, amount_minor: 50_000 }, given)).toEqual([]);
		expect(refusing({ ...call, amount_minor: 50_001 }, given)).toEqual(['CN-X1']);
	});

	test('a message about the held debt itself is refused by CN-L2, about the other it is allowed', () => {
		const given = facts({ debts: two, holds: [onDebt('1', null)] });
		expect(refusing({ ...sms, debt_ids: ['1'] }, given)).toEqual(['CN-L2']);
		expect(refusing({ ...sms, debt_ids: ['2'] }, given)).toEqual([]);
	});

	test('with every debt held the first hold to end lifts the refusal', () => {
		const given = facts({ debts: two, holds: [onDebt('1', '2026-11-26T02:00:00Z'), onDebt('2', '2026-11-25T02:00:00Z', 'dispute')] });
		const decision = judge(call, given, morning);
		expect(refusing(call, given)).toEqual(['HOLD', 'CN-L2']);
		expect(decision.allowedFrom?.toString()).toBe('2026-11-25T02:00:00Z');
	});

	test('an amount above the free debt is allowed from the moment the other debt’s hold ends', () => {
		const given = facts({ debts: two, holds: [onDebt('1', '2026-11-25T02:00:00Z')] });
		expect(judge({ ...call, amount_minor: 120_000 }, given, morning).allowedFrom?.toString()).toBe('2026-11-25T02:00:00Z');
	});

	test('two currencies: an amount needs its currency, and is held against the debts in it (CN-X1)', () => {
		const given = facts({
			debts: [
				{ ...aDebt, currency: 'CNY' },
				{ ...aDebt, id: '2', owed_minor: 5_000, currency: 'USD' },
			],
		});
		expect(refusing({ ...call, amount_minor: 4_000 }, given)).toEqual(['CN-X1']);
		expect(refusing({ ...call, amount_minor: 4_000, currency: 'USD' }, given)).toEqual([]);
		expect(refusing({ ...call, amount_minor: 6_000, currency: 'USD' }, given)).toEqual(['CN-X1']);
	});
});

describe('a permit not used yet counts until it runs out', () => {
	test('with two answered calls and one live permit the third is refused until that permit lapses (CN-F1)', () => {
		const calls = [earlier('2026-11-24T00:30:00Z'), earlier('2026-11-24T01:00:00Z')];
		const live = earlier('2026-11-24T01:55:00Z', { answered: null, lapses_at: '2026-11-24T02:05:00Z' });
		const decision = judge(call, facts({ earlier: [...calls, live] }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-24T02:05:00Z']);
		expect(judge(call, facts({ earlier: [...calls, live] }), at('2026-11-24T02:05:00Z')).permitted).toBe(true);
	});
});

describe('CN-I1, VERIFY, MESSAGE: what comes with a yes', () => {
	test('a call names the institution, announces the recording and asks who it is; a message gives complaint line and opt-out; a look at a number nothing', () => {
		expect(judge(call, facts(), morning).obligations).toEqual(['state_institution', 'announce_recording', 'verify_right_party']);
		expect(judge(sms, facts(), morning).obligations).toEqual(['state_institution', 'complaint_line_and_opt_out']);
		expect(judge({ ...call, channel: 'unmask' }, facts(), morning).obligations).toEqual([]);
	});

	test('a refused call brings none', () => {
		expect(judge(call, facts({ debts: [] }), morning).obligations).toEqual([]);
	});
});

describe('CN-F4, CN-F4-P: visits', () => {
	const visit: Ask = { ...call, channel: 'visit', people: 2 };
	test('two people may visit once a day; one alone, or a second visit, is refused', () => {
		expect(refusing(visit, facts())).toEqual([]);
		expect(refusing({ ...visit, people: 1 }, facts())).toEqual(['CN-F4-P']);
		expect(judge({ ...visit, people: 1 }, facts(), morning).code).toBe('contact.visit_limit_reached');
		expect(refusing(visit, facts({ earlier: [earlier('2026-11-24T01:00:00Z', { channel: 'visit' })] }))).toEqual(['CN-F4']);
		expect(refusing(visit, facts({ earlier: [earlier('2026-11-23T12:00:00Z', { channel: 'visit' })] }))).toEqual([]);
	});

	test('in January 2026, before the guide, one may go alone, and still only once a day; the decision cites nothing that was still to come', () => {
		const then = at('2026-01-29T02:00:00Z');
		const agent = { exam_passed_on: '2025-12-01', trained_on: '2025-12-01' };
		const alone = judge({ ...visit, people: 1 }, facts({ agent }), then);
		expect(alone.permitted).toBe(true);
		const again = judge(visit, facts({ agent, earlier: [earlier('2026-01-29T01:00:00Z', { channel: 'visit' })] }), then);
		expect(again.reasons.filter(({ verdict }) => verdict === 'refuses').map(({ rule }) => rule)).toEqual(['CN-F4']);
		const cited = alone.reasons.filter(({ citation }) => /2026/.test(citation.en) && !/since 2026-01-30/.test(citation.en));
		expect(cited).toEqual([]);
	});
});

describe('CN-F6: automatic calls in rolling minutes', () => {
	const automatic: Ask = { ...call, automatic: true };
	const minutesAgo = (...minutes: number[]) =>
		minutes.map((each) => earlier(morning.subtract({ minutes: each }).toString(), { answered: false }));
	test.each([
		['a call of 59 seconds ago', [earlier('2026-11-24T01:59:01Z', { answered: false })], ['CN-F6']],
		['a call of a minute ago', minutesAgo(1), []],
		['five in the hour', minutesAgo(2, 10, 20, 30, 59), ['CN-F6']],
		['the fifth an hour ago', minutesAgo(2, 10, 20, 30, 60), []],
	])('after %s an automatic call is refused by %j, one of an agent is not', (_, list, rules) => {
		expect(refusing(automatic, facts({ earlier: list }))).toEqual(rules);
		expect(refusing(call, facts({ earlier: list }))).toEqual([]);
	});
});
