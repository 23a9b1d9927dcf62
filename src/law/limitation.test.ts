import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	enforcementOf,
	guaranteeEndsOn,
	guaranteeOf,
	isTimeBarred,
	type LimitationEvent,
	limitationOf,
	ukSuitUntil,
} from './limitation.ts';

const loan = { dueOn: '2022-03-01', product: 'consumer_loan' };
const card = { ...loan, product: 'credit_card' };

describe('CN-S1: three years, restarted and suspended (民法典 188–195)', () => {
	test('a loan due on 2022-03-01 may be sued for until 2025-03-01, not on the day after', () => {
		const limitation = limitationOf(loan, []);
		expect(limitation).toMatchObject({ endsOn: '2025-03-01', longestUntil: '2042-03-01', since: 'due date' });
		expect([isTimeBarred(limitation, '2025-03-01'), isTimeBarred(limitation, '2025-03-02')]).toEqual([false, true]);
	});
	test.each([
		['a demand that reached the debtor', loan, { kind: 'demand', on: '2024-06-10', reached: true }, '2027-06-10'],
		['a demand that did not reach the debtor', loan, { kind: 'demand', on: '2024-06-10', reached: false }, '2025-03-01'],
		[
			'a message to a card’s reserved number',
			card,
			{ kind: 'demand', on: '2024-06-10', reached: false, toReservedContact: true },
			'2027-06-10',
		],
		['the same of a loan', loan, { kind: 'demand', on: '2024-06-10', reached: false, toReservedContact: true }, '2025-03-01'],
		['a part payment', loan, { kind: 'agreement', on: '2025-03-01' }, '2028-03-01'],
		['a demand a day late', loan, { kind: 'demand', on: '2025-03-02', reached: true }, '2025-03-01'],
		['an agreement to the whole debt after the end', loan, { kind: 'agreement', on: '2026-01-05' }, '2029-01-05'],
		['a payment after the end', loan, { kind: 'agreement', on: '2026-01-05', inTimeOnly: true }, '2025-03-01'],
		['a payment on the last day', loan, { kind: 'agreement', on: '2025-03-01', inTimeOnly: true }, '2028-03-01'],
		['a suit that ended', loan, { kind: 'suit', on: '2024-06-10', endedOn: '2025-11-20' }, '2028-11-20'],
		['a suit that goes on', loan, { kind: 'suit', on: '2024-06-10', endedOn: null }, null],
		['a bar gone before the last six months', loan, { kind: 'bar', on: '2024-01-01', endedOn: '2024-08-31' }, '2025-03-01'],
		['a bar gone in the last six months', loan, { kind: 'bar', on: '2024-08-01', endedOn: '2024-12-15' }, '2025-06-15'],
		['a bar that lasts', loan, { kind: 'bar', on: '2024-12-01', endedOn: null }, null],
		['29 February: a demand', loan, { kind: 'demand', on: '2024-02-29', reached: true }, '2027-02-28'],
	] as const)('%s', (_, debt, event, endsOn) => {
		expect(limitationOf(debt, [event]).endsOn).toBe(endsOn);
	});
	test('while a suit goes on, and until it has ended, a demand beside it brings the end no nearer', () => {
		const suit = (endedOn: string | null): LimitationEvent => ({ kind: 'suit', on: '2024-06-10', endedOn });
		const demand: LimitationEvent = { kind: 'demand', on: '2024-08-01', reached: true };
		expect(limitationOf(loan, [suit(null), demand]).endsOn).toBeNull();
		expect(limitationOf(loan, [suit('2025-11-20'), demand])).toMatchObject({ endsOn: '2028-11-20', since: 'suit' });
	});
	test('a payment after the end is named as late and changes nothing; one in time is what the period runs from', () => {
		const paid = (on: string): LimitationEvent => ({ kind: 'agreement', on, inTimeOnly: true });
		expect(limitationOf(loan, [paid('2025-03-02')])).toMatchObject({ endsOn: '2025-03-01', since: 'due date', late: [paid('2025-03-02')] });
		expect(limitationOf(loan, [paid('2024-03-02')])).toMatchObject({ endsOn: '2027-03-02', sinceEvent: paid('2024-03-02'), late: [] });
	});
	test('however often it is restarted, it ends twenty years after the due date', () => {
		const demands = Array.from({ length: 9 }, (_, i): LimitationEvent => ({ kind: 'demand', on: `${2024 + i * 2}-02-01`, reached: true }));
		expect(limitationOf(loan, demands).endsOn).toBe('2042-03-01');
	});
	test('one more demand, agreement or suit never ends a period earlier, and the order of events does not matter', () => {
		const day = fc.integer({ min: 0, max: 4_000 }).map((days) => Temporal.PlainDate.from('2022-03-01').add({ days }).toString());
		const event = fc.oneof(
			fc.record({ kind: fc.constant('demand' as const), on: day, reached: fc.boolean() }),
			fc.record({ kind: fc.constant('agreement' as const), on: day, inTimeOnly: fc.boolean() }),
			fc.record({ kind: fc.constant('suit' as const), on: day, endedOn: fc.constant(null) }),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 6 }), event, (events, more) => {
				const ends = limitationOf(loan, events).endsOn ?? '9999';
				expect((limitationOf(loan, [...events, more]).endsOn ?? '9999') >= ends).toBe(true);
				expect(limitationOf(loan, [...events].reverse()).endsOn).toBe(limitationOf(loan, events).endsOn);
			}),
		);
	});
});

describe('CN-S2: the period of a guarantee, and what is a claim in it (民法典 692, 693)', () => {
	test('CN-S2: a guarantee without a term ends six months after the due date; an agreed end not after it counts as none', () => {
		expect(guaranteeEndsOn({ dueOn: '2026-08-31', agreedEndsOn: null })).toBe('2027-02-28');
		expect(guaranteeEndsOn({ dueOn: '2026-03-01', agreedEndsOn: '2027-03-01' })).toBe('2027-03-01');
		expect(guaranteeEndsOn({ dueOn: '2026-03-01', agreedEndsOn: '2026-03-01' })).toBe('2026-09-01');
	});
	const none = { askedOn: [], suedOn: [] };
	test.each([
		['joint, asked on the last day', 'joint', { ...none, askedOn: ['2026-10-01', '2026-09-01'] }, '2026-09-01'],
		['joint, asked a day late', 'joint', { ...none, askedOn: ['2026-09-02'] }, null],
		['joint, the debtor sued: the guarantor was not asked', 'joint', { ...none, suedOn: ['2026-05-01'] }, null],
		['general, the debtor sued on the last day', 'general', { ...none, suedOn: ['2026-09-01'] }, '2026-09-01'],
		['general, the debtor sued a day late', 'general', { ...none, suedOn: ['2026-09-02'] }, null],
		['general, the guarantor asked: no suit', 'general', { ...none, askedOn: ['2026-05-01'] }, null],
		['nothing done', 'joint', none, null],
	] as const)('%s', (_, kind, claims, claimedOn) => {
		expect(guaranteeOf({ kind, dueOn: '2026-03-01', agreedEndsOn: null }, claims)).toEqual({ endsOn: '2026-09-01', claimedOn });
	});
});

describe('CN-S3: two years to apply for enforcement (民事诉讼法 250; 法释〔2020〕21号 19, 20; 民诉法解释 517, 518)', () => {
	const judgment = { effectiveOn: '2024-01-10', performBy: '2024-02-10' };
	const applied = (endedOn: string | null): LimitationEvent => ({ kind: 'suit', on: '2025-06-01', endedOn });
	test.each([
		['from the last day of performance', judgment, [], '2026-02-10'],
		['from the day of effect where none is named', { ...judgment, performBy: null }, [], '2026-01-10'],
		['a demand on the last day', judgment, [{ kind: 'demand', on: '2026-02-10', reached: true }], '2028-02-10'],
		['a demand a day late', judgment, [{ kind: 'demand', on: '2026-02-11', reached: true }], '2026-02-10'],
		['a demand before the day of performance', judgment, [{ kind: 'demand', on: '2024-02-09', reached: true }], '2026-02-10'],
		[
			'a message that never arrived, though to the reserved contact',
			judgment,
			[{ kind: 'demand', on: '2025-01-01', reached: false, toReservedContact: true }],
			'2026-02-10',
		],
		['a payment in time', judgment, [{ kind: 'agreement', on: '2025-05-01', inTimeOnly: true }], '2027-05-01'],
		['a payment when it is over', judgment, [{ kind: 'agreement', on: '2026-02-11', inTimeOnly: true }], '2026-02-10'],
		['an application that goes on, or was closed for want of assets', judgment, [applied(null)], null],
		['an application withdrawn on 2025-09-01', judgment, [applied('2025-09-01')], '2027-09-01'],
		['a bar in the last six months', judgment, [{ kind: 'bar', on: '2025-12-01', endedOn: '2026-01-31' }], '2026-07-31'],
	] as const)('%s', (_, of, events, endsOn) => {
		expect(enforcementOf(of, events).endsOn).toBe(endsOn);
	});
});

test('UK-S1 and UK-S1-SCT: six years in England and Wales, five in Scotland, from the last acknowledgement in time', () => {
	expect(ukSuitUntil('EAW', '2020-06-10', [])).toBe('2026-06-10');
	expect(ukSuitUntil('SCT', '2020-06-10', [])).toBe('2025-06-10');
	expect(ukSuitUntil('EAW', '2020-06-10', ['2024-01-01'])).toBe('2030-01-01');
	expect(ukSuitUntil('EAW', '2020-06-10', ['2026-06-11'])).toBe('2026-06-10');
});
