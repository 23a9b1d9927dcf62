import { describe, expect, test } from 'vitest';
import {
	amountOf,
	blockedBecause,
	bodyOf,
	callBackAt,
	type Draft,
	emptyDraft,
	holdAfter,
	instalmentsOf,
	keyFor,
	lines,
	saidFor,
	withLine,
} from '../../web/desk/screens/desk/draft.ts';
import type { DebtView } from '../../web/desk/api/types.ts';
import { caseText } from '../../web/desk/i18n/case.ts';
import { daysAfter, daysBetween, instantAt, typedDate } from '../../web/desk/parts/time.ts';
import { receivedOf } from '../../web/desk/screens/case/filing.ts';

const nothing = { costs_minor: 0, interest_minor: 0, penalty_minor: 0, principal_minor: 0 };

function aDebt(fields: Partial<DebtView> = {}): DebtView {
	return {
		id: '7',
		debtor_id: '1',
		reference: 'HT-1',
		product: 'credit_card',
		currency: 'CNY',
		client: { id: '1', code: 'BANK', name: 'Bank', standing: { state: 'in order', by: 'contract', last_on: '2027-06-30', missing: [] } },
		creditor: { id: '1', name: 'Bank' },
		placement: null,
		status: 'open',
		placed_on: '2026-11-01',
		recall_due_on: null,
		recall_in_days: null,
		round: null,
		overdue_since: '2026-10-01',
		claim: null,
		limitation: {
			rule: 'CN-S1',
			ends_on: '2029-10-01',
			known: true,
			days_left: 1_041,
			barred: false,
			longest_until: '2046-10-01',
			since_on: '2026-10-01',
			why: { zh: '', en: '' },
			restarts: { zh: '', en: '' },
			barred_says: null,
			citation: { zh: '', en: '' },
		},
		days_past_due: 54,
		bucket: 2,
		bucket_name: 'M2',
		components: nothing,
		owed_minor: 123_456,
		received_minor: 0,
		refund_due_minor: 0,
		last_paid_at: null,
		arithmetic: [],
		application: { order: [], rule: 'CN-A1', citation: { zh: '', en: '' } },
		stage: 'opening',
		review_on: null,
		reached_at: null,
		willingness: 'unknown',
		ability: 'unknown',
		reason: 'unknown',
		key_case: false,
		...fields,
	};
}

const debts = [aDebt()];
const zone = 'Asia/Shanghai';
const nowMs = Date.parse('2026-11-24T02:00:00Z');
const draft = (fields: Partial<Draft> = {}): Draft => ({ ...emptyDraft(debts), identityDisclosed: true, ...fields });

describe('an outcome in two questions', () => {
	test('a call nobody answered needs no second answer', () => {
		expect(withLine(draft(), 'no_answer').said).toBe('none');
		expect(withLine(draft({ said: 'promise' }), 'right_party').said).toBeNull();
	});

	test('each choice of a question has a key of its own', () => {
		for (const choices of [lines, saidFor('right_party'), saidFor('other_person')]) {
			const keys = choices.map((choice, index) => keyFor(choice, index));
			expect(new Set(keys).size).toBe(choices.length);
		}
		expect(keyFor('promise', 0)).toBe('1');
		expect(keyFor('none', 10)).toBe('0');
		expect(keyFor('refuses_contact', 9)).toBe('-');
	});

	test.each([
		['nothing answered', draft(), caseText.pickLine],
		['an answered call without the identity given', draft({ line: 'other_person', identityDisclosed: false }), caseText.identityMissing],
		['a call nobody answered', draft({ line: 'busy', said: 'none', identityDisclosed: false }), null],
		['one question answered', draft({ line: 'right_party' }), caseText.pickSaid],
		['a promise without an amount', draft({ line: 'right_party', said: 'promise' }), caseText.amountMissing],
		['a promise of words', draft({ line: 'right_party', said: 'promise', amountText: 'all' }), caseText.amountMalformed],
		['a promise of nothing', draft({ line: 'right_party', said: 'promise', amountText: '0' }), caseText.amountMalformed],
		[
			'a promise of 1,234.57 against 1,234.56 owed',
			draft({ line: 'right_party', said: 'promise', amountText: '1,234.57' }),
			caseText.amountTooMuch,
		],
		[
			'a promise of all that is owed without a date',
			draft({ line: 'right_party', said: 'promise', amountText: '1234.56' }),
			caseText.dueMissing,
		],
		[
			'a promise of yesterday',
			draft({ line: 'right_party', said: 'promise', amountText: '1234.56', dueOn: '2026-11-23' }),
			caseText.duePast,
		],
		['a promise of today', draft({ line: 'right_party', said: 'promise', amountText: '1234.56', dueOn: '2026-11-24' }), null],
		['a promise with both', draft({ line: 'right_party', said: 'promise', amountText: '1234.56', dueOn: '2026-11-30' }), null],
		[
			'a plan of one instalment',
			draft({ line: 'right_party', said: 'plan', instalmentsText: '1', dueOn: '2026-11-30' }),
			caseText.instalmentsWrong,
		],
		['a plan of all that is owed in 3', draft({ line: 'right_party', said: 'plan', dueOn: '2026-11-30' }), null],
		['a call back without a time', draft({ line: 'right_party', said: 'call_back' }), caseText.callBackMissing],
		[
			'a call back in the past',
			draft({ line: 'right_party', said: 'call_back', callBackOn: '2026-11-24', callBackTime: '10:00' }),
			caseText.callBackPast,
		],
		['a call back in a minute', draft({ line: 'right_party', said: 'call_back', callBackOn: '2026-11-24', callBackTime: '10:01' }), null],
	])('%s: says what is missing', (_, given, expected) => {
		expect(blockedBecause(given, { debts, zone, nowMs })).toBe(expected);
	});

	test('a wish for no calls stops the case when it is the debtor’s, and the number alone when somebody else answered it (CN-P3)', () => {
		expect(holdAfter({ line: 'right_party', said: 'refuses_contact' })).toBe('cease_request');
		expect(holdAfter({ line: 'other_person', said: 'refuses_contact' })).toBeUndefined();
		expect(holdAfter({ line: 'other_person', said: 'complains' })).toBe('complaint');
		expect(holdAfter({ line: 'other_person', said: null })).toBeUndefined();
	});

	test('full-width digits and commas are the amount meant: １，２００ is 120,000 fen', () => {
		expect(amountOf('１，２００', aDebt())).toEqual({ minor: 120_000n });
		expect(amountOf('1200', aDebt({ currency: 'JPY', owed_minor: 1_200 }))).toEqual({ minor: 1_200n });
		expect(amountOf('12.5', aDebt({ currency: 'JPY', owed_minor: 1_200 }))).toEqual({ fault: 'not_a_number' });
		expect(instalmentsOf('１２')).toBe(12);
		expect(instalmentsOf('121')).toBeNull();
	});

	test('what is sent for a promise names debt, minor units, currency and date, and nothing of the other forms', () => {
		const given = draft({
			line: 'right_party',
			said: 'promise',
			amountText: '500',
			dueOn: '2026-11-30',
			callBackOn: '2026-12-01',
			callBackTime: '10:00',
			note: '  发薪日还  ',
			willingness: 'willing',
		});
		expect(bodyOf(given, { debts, zone })).toEqual({
			line: 'right_party',
			said: 'promise',
			identity_disclosed: true,
			note: '发薪日还',
			promise: { debt_id: '7', currency: 'CNY', amount_minor: 50_000, due_on: '2026-11-30' },
			willingness: 'willing',
		});
	});

	test('with two debts the promise is for the open one', () => {
		const two = [aDebt({ id: '1', status: 'settled', owed_minor: 0 }), aDebt({ id: '2' })];
		expect(emptyDraft(two).debtId).toBe('2');
	});
});

describe('times on the debtor’s clock', () => {
	test('15:00 in Shanghai is 07:00 UTC, in Urumqi’s own hours 09:00', () => {
		expect(instantAt('2026-11-25', '15:00', 'Asia/Shanghai')).toBe('2026-11-25T07:00:00Z');
		expect(instantAt('2026-11-25', '15:00', 'Asia/Urumqi')).toBe('2026-11-25T09:00:00Z');
		expect(callBackAt(draft({ callBackOn: '2026-11-25', callBackTime: '' }), zone)).toBeNull();
	});

	test('across the night clocks change in New York 10:00 stays 10:00', () => {
		expect(instantAt('2026-03-07', '10:00', 'America/New_York')).toBe('2026-03-07T15:00:00Z');
		expect(instantAt('2026-03-08', '10:00', 'America/New_York')).toBe('2026-03-08T14:00:00Z');
	});

	test.each([
		['2026-11-30', { on: '2026-11-30', time: '' }],
		['2026-11-30 09:05', { on: '2026-11-30', time: '09:05' }],
		['2026-11-3', null],
		['2026-11-31', null],
		['2027-02-29', null],
		['2026-13-01', null],
		['2026-11-30 09:0', null],
		['2026-11-30 24:00', null],
		['', null],
	])('typed so far %j is %j', (text, date) => {
		expect(typedDate(text)).toEqual(date);
	});

	test.each([
		['', { now: true }],
		['2026-11-24', { now: true }],
		['2026-11-14', { at: '2026-11-14T04:00:00Z' }],
		['2026-09-26', { at: '2026-09-26T04:00:00Z' }],
		['2026-09-25', { fault: true }],
		['2026-11-25', { fault: true }],
	])('a letter received on %j, typed in at 10:00 on 24 November in Shanghai', (on, received) => {
		expect(receivedOf(on, { nowMs, zone })).toEqual(received);
	});

	test('from 28 February 2028 to 1 March are 2 days', () => {
		expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
		expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
	});
});
