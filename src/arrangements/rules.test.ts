import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultMandate } from '../tenants/rules.ts';
import {
	type AgreedDebt,
	classesOf,
	judgeAgain,
	judgePlan,
	judgePromise,
	mayPlan,
	mayPromise,
	type PromiseState,
	scheduleOf,
} from './rules.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const today = date('2026-11-24');

describe('a promise of 500.00 due on the 27th with one day of grace', () => {
	const promise = { amountMinor: 500_00n, beforeMinor: 0n, dueOn: date('2026-11-27'), graceDays: 1 };
	test.each([
		[0n, '', '2026-11-27', 'open', 0n],
		[0n, '', '2026-11-28', 'open', 0n],
		[0n, '', '2026-11-29', 'broken', 0n],
		[1n, '', '2026-11-28', 'open', 1n],
		[1n, '', '2026-11-29', 'partly_kept', 1n],
		[499_99n, '', '2026-11-29', 'partly_kept', 499_99n],
		[500_00n, '', '2026-11-24', 'kept', 500_00n],
		[500_00n, '', '2026-11-29', 'kept', 500_00n],
		[900_00n, '', '2026-11-29', 'kept', 500_00n],
		// Nothing is left to pay: with some money that counts it is kept, with none it is withdrawn, also when it is only seen later.
		[300_00n, 'settled 2026-11-25', '2026-11-25', 'kept', 300_00n],
		[300_00n, 'settled 2026-11-28', '2026-11-29', 'kept', 300_00n],
		[0n, 'settled 2026-11-20', '2026-11-25', 'withdrawn', 0n],
		[0n, 'settled 2026-11-20', '2026-11-29', 'withdrawn', 0n],
		// Paid off with money that came too late.
		[0n, 'settled 2026-11-29', '2026-11-29', 'broken', 0n],
		[300_00n, 'settled 2026-11-29', '2026-11-29', 'partly_kept', 300_00n],
		// Taken back by the client: what was paid in time is kept, what was not is nobody's fault, what was late already stays late.
		[500_00n, 'recalled 2026-11-25', '2026-11-25', 'kept', 500_00n],
		[499_99n, 'recalled 2026-11-25', '2026-11-25', 'withdrawn', 499_99n],
		[0n, 'recalled 2026-11-28', '2026-11-28', 'withdrawn', 0n],
		[0n, 'recalled 2026-11-28', '2026-11-30', 'withdrawn', 0n],
		[0n, 'recalled 2026-11-29', '2026-11-29', 'broken', 0n],
		[1n, 'recalled 2026-11-29', '2026-11-29', 'partly_kept', 1n],
	] as const)('%s received, the debt %s, judged on %s: %s', (minor, ended, on, state, paidMinor) => {
		const [by = '', day = ''] = ended.split(' ');
		const how = by === '' ? null : { by: by === 'settled' ? ('settled' as const) : ('recalled' as const), on: date(day) };
		expect(judgePromise(promise, { minor }, how, date(on))).toEqual({ state, paidMinor });
	});

	test('as third instalment of 500.00 it is kept with 1,500.00 in all, partly kept with 1,499.99, broken with 1,000.00', () => {
		const third = { ...promise, beforeMinor: 1_000_00n };
		const judged = (minor: bigint) => judgePromise(third, { minor }, null, date('2026-11-29')).state;
		expect([judged(1_500_00n), judged(1_499_99n), judged(1_000_00n)]).toEqual(['kept', 'partly_kept', 'broken']);
	});

	test.each([
		// Kept too early is open again until the last day; past it, or whole without the money, it stands.
		['kept', 0n, '', null, '2026-11-24', 'open'],
		['kept', 499_99n, '', null, '2026-11-28', 'open'],
		['kept', 0n, '', null, '2026-11-29', 'stands'],
		['kept', 500_00n, '', null, '2026-11-28', 'stands'],
		['kept', 1n, 'settled', null, '2026-11-28', 'stands'],
		['broken', 0n, '', null, '2026-11-28', 'stands'],
		['withdrawn', 0n, '', null, '2026-11-28', 'stands'],
		// Nothing is left to ask for, or nothing to open.
		['kept', 0n, 'recalled', null, '2026-11-28', 'recalled'],
		['kept', 0n, '', 'recalled', '2026-11-28', 'recalled'],
		['kept', 0n, '', 'asked', '2026-11-28', 'asked'],
		['kept', 0n, '', 'replaced', '2026-11-28', 'replaced'],
		['kept', 0n, '', 'replaced', '2026-11-29', 'stands'],
	] as const)('%s, of whose money %s is left, the debt %s, %s since, on %s: %s', (state, minor, by, instead, on, outcome) => {
		const ended = by === '' ? null : { by, on: date('2026-11-25') };
		const again = judgeAgain({ ...promise, state }, { minor }, { ended, instead }, date(on));
		expect(again === null ? 'stands' : (again.withdrawnFor ?? again.state)).toBe(outcome);
		if (again?.state === 'open') expect(again.paidMinor).toBe(0n);
	});

	test('more money never makes it worse', () => {
		const rank: Record<string, number> = { broken: 0, partly_kept: 1, open: 1, kept: 2 };
		const amount = fc.bigInt({ min: 0n, max: 10n ** 6n });
		fc.assert(
			fc.property(amount, amount, fc.integer({ min: -5, max: 9 }), (less, more, days) => {
				const on = promise.dueOn.add({ days });
				const a = judgePromise(promise, { minor: less }, null, on);
				const b = judgePromise(promise, { minor: less + more }, null, on);
				return (rank[b.state] ?? -1) >= (rank[a.state] ?? 9) && b.paidMinor >= a.paidMinor && b.paidMinor <= promise.amountMinor;
			}),
		);
	});
});

describe('a plan', () => {
	test.each<[readonly PromiseState[], string]>([
		[['open', 'open'], 'open'],
		[['kept', 'open'], 'open'],
		[['kept', 'kept'], 'kept'],
		[['kept', 'partly_kept', 'open'], 'broken'],
		[['broken', 'open'], 'broken'],
		[['kept', 'withdrawn'], 'withdrawn'],
	])('of instalments %s is %s', (states, state) => {
		expect(judgePlan(states)).toBe(state);
	});

	test('of 1,000.00 in 3 from 31 January is 333.34 on 31 January, 333.33 on 28 February, 333.33 on 31 March', () => {
		const schedule = scheduleOf({ totalMinor: 1_000_00n, instalments: 3, firstDueOn: date('2027-01-31') });
		expect(schedule.map((each) => [each.instalment, each.dueOn.toString(), each.amountMinor])).toEqual([
			[1, '2027-01-31', 333_34n],
			[2, '2027-02-28', 333_33n],
			[3, '2027-03-31', 333_33n],
		]);
	});

	test('always sums to what it settles, in instalments that differ by one unit at most, on ever later dates', () => {
		const total = fc.bigInt({ min: 120n, max: 10n ** 12n });
		fc.assert(
			fc.property(total, fc.integer({ min: 2, max: 120 }), fc.integer({ min: 0, max: 3_000 }), (totalMinor, instalments, days) => {
				const schedule = scheduleOf({ totalMinor, instalments, firstDueOn: today.add({ days }) });
				expect(schedule.reduce((sum, each) => sum + each.amountMinor, 0n)).toBe(totalMinor);
				const first = schedule[0]?.amountMinor ?? 0n;
				const last = schedule.at(-1)?.amountMinor ?? 0n;
				expect(first - last === 0n || first - last === 1n).toBe(true);
				for (const [i, each] of schedule.entries())
					expect(i === 0 || Temporal.PlainDate.compare(each.dueOn, schedule[i - 1]?.dueOn ?? each.dueOn) > 0).toBe(true);
			}),
		);
	});
});

const debt = (said: Partial<AgreedDebt> = {}): AgreedDebt => ({
	status: 'open',
	product: 'credit_card',
	currency: 'CNY',
	owedMinor: 1_000_00n,
	recallDueOn: null,
	mandate: defaultMandate,
	agreedAlready: false,
	...said,
});

describe('a promise may be taken', () => {
	const terms = { amountMinor: 500_00n, currency: 'CNY', dueOn: today, replace: false };
	test.each<[string, Partial<typeof terms>, Partial<AgreedDebt>, string]>([
		['on an open debt for today', {}, {}, 'yes'],
		['for all that is owed', { amountMinor: 1_000_00n }, {}, 'yes'],
		['30 days ahead', { dueOn: date('2026-12-24') }, {}, 'yes'],
		['in place of another', { replace: true }, { agreedAlready: true }, 'yes'],
		['on a settled debt', {}, { status: 'settled' }, 'debt.not_open'],
		['on the last day of the mandate', {}, { recallDueOn: today }, 'yes'],
		['the day after the mandate', {}, { recallDueOn: today.subtract({ days: 1 }) }, 'debt.mandate_over'],
		['in another currency', { currency: 'TWD' }, {}, 'debt.other_currency'],
		['for one cent more than is owed', { amountMinor: 1_000_01n }, {}, 'promise.exceeds_owed'],
		['for yesterday', { dueOn: date('2026-11-23') }, {}, 'promise.due_in_past'],
		['31 days ahead', { dueOn: date('2026-12-25') }, {}, 'promise.due_too_late'],
		[
			'8 days ahead where the mandate says 7',
			{ dueOn: date('2026-12-02') },
			{ mandate: { ...defaultMandate, promiseDaysMax: 7 } },
			'promise.due_too_late',
		],
		['beside another', {}, { agreedAlready: true }, 'promise.open_already'],
	])('%s: %s %s %s', (_, said, of, code) => {
		expect(mayPromise({ ...terms, ...said }, debt(of), today)?.code ?? 'yes').toBe(code);
	});
});

describe('a plan may be made (CN-L1: 信用卡办法 70)', () => {
	const terms = { totalMinor: 1_000_00n, currency: 'CNY', instalments: 12, firstDueOn: date('2026-12-10'), replace: false };
	const free = { ...defaultMandate, planInstalmentsMax: 120 };
	test.each<[string, Partial<typeof terms>, Partial<AgreedDebt>, string]>([
		['in 12', {}, {}, 'yes'],
		['of a card in 60', { instalments: 60 }, { mandate: free }, 'yes'],
		['of a card in 61', { instalments: 61 }, { mandate: free }, 'plan.too_long'],
		['of a loan in 61', { instalments: 61 }, { mandate: free, product: 'consumer_loan' }, 'yes'],
		['of a loan in 61 where the mandate says 60', { instalments: 61 }, { product: 'consumer_loan' }, 'plan.beyond_mandate'],
		['over one cent more than is owed', { totalMinor: 1_000_01n }, {}, 'promise.exceeds_owed'],
		['of 11 cents in 12', { totalMinor: 11n }, {}, 'plan.instalment_below_minimum'],
		['beginning 46 days ahead', { firstDueOn: date('2027-01-09') }, {}, 'promise.due_too_late'],
		['beside a promise', {}, { agreedAlready: true }, 'promise.open_already'],
	])('%s: %s %s %s', (_, said, of, code) => {
		expect(mayPlan({ ...terms, ...said }, debt(of), today)?.code ?? 'yes').toBe(code);
	});
});

describe('what was said tells of will and means', () => {
	test.each([
		['promise', {}, { willingness: 'willing' }],
		['plan', {}, { willingness: 'willing', ability: 'partly' }],
		['will_not_pay', {}, { willingness: 'unwilling' }],
		['cannot_pay', {}, { ability: 'unable' }],
		['cannot_pay', { ability: 'partly' }, { ability: 'partly' }],
		['none', {}, {}],
	] as const)('%s, stated %s: %s', (said, stated, classes) => {
		expect(classesOf(said, stated)).toEqual(classes);
	});
});
