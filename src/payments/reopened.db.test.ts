import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { planned, pressureOn } from '../../test/support/pressure.ts';
import { judgePromises, makePlan, makePromise, withdrawPlan } from '../arrangements/actions.ts';
import { arrangementViews } from '../arrangements/views.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { recordPayment } from './actions.ts';
import { reversePayment } from './queues.ts';

/** What was kept before its last day, when the bank takes the money back. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

async function acting<T>(work: (act: Act) => Promise<T | Refusal>): Promise<T> {
	let kept: T | Refusal | undefined;
	const answer = await change(door, { act: 'test', input: null }, async (act) => {
		kept = await work(act);
		return isRefusal(kept) ? kept : null;
	});
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
	return known(kept, 'answer') as T;
}
const date = (text: string) => Temporal.PlainDate.from(text);
const at = (time: string) => database.clock.set(Temporal.Instant.from(`${time}+08:00`));

/** 500.00 by the 27th of November, with one day of grace. */
const promises = (debt: PlacedDebt, said: { amountMinor?: bigint; dueOn?: Temporal.PlainDate } = {}) =>
	acting((act) => makePromise(act, { ...debt, amountMinor: 500_00n, currency: 'CNY', dueOn: date('2026-11-27'), ...said }));
/** 900.00 in three from the 1st of December to the 1st of February. */
const plans = (debt: PlacedDebt) =>
	acting((act) => makePlan(act, { ...debt, totalMinor: 900_00n, currency: 'CNY', instalments: 3, firstDueOn: date('2026-12-01') }));
let count = 0;
async function pays(debt: PlacedDebt, amountMinor: bigint, paidAt = database.clock.now()): Promise<bigint> {
	const of = { clientId: debt.clientId, debtReference: debt.reference, currency: 'CNY' as const };
	return (await acting((act) => recordPayment(act, { ...of, externalReference: `R${++count}`, amountMinor, paidAt }))).paymentId;
}
const takenBack = async (paymentId: bigint) => (await acting((act) => reversePayment(act, paymentId, 'returned by the bank'))).reopened;
/** The day run's judging, on the morning of a date. */
async function judge(on: string): Promise<void> {
	at(`${on}T06:00:00`);
	await acting((act) => judgePromises(act, date(on), 'due'));
}
const stands = async (debt: PlacedDebt) => {
	const { promises, plans } = await database.tx((tx) => arrangementViews(tx, debt.debtorId, database.clock.now()));
	return [
		...promises.map((each) => `${each.state} ${each.paid_minor} ${each.withdrawn_for ?? each.judged_on ?? '-'}`),
		...plans.map(
			(each) =>
				`${each.state} ${each.withdrawn_for ?? each.ended_on ?? '-'}: ${each.schedule.map((one) => `${one.state} ${one.paid_minor}`).join(', ')}`,
		),
	];
};
const holds = async (debt: PlacedDebt) =>
	(
		await database.query<{ held: string }>(
			`select to_char(from_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') || case when lifted_at is null then '' else ' lifted' end as held
			   from hold where debtor_id = $1 and kind = 'kept_plan' order by id`,
			[debt.debtorId],
		)
	).map(({ held }) => held);

test.each([
	['on its last day', '2026-11-28T23:59:00', 'open 0 -', 'broken 0 2026-11-29'],
	['a minute later', '2026-11-29T00:00:00', 'kept 50000 2026-11-25', 'kept 50000 2026-11-25'],
])('500.00 promised by the 27th and paid on the 25th, taken back %s (%s): %s, and in the end %s', async (_, back, state, judged) => {
	const debt = await aDebt(database, door);
	await promises(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 500_00n);
	expect(await stands(debt)).toEqual(['kept 50000 2026-11-25']);
	at(back);
	await planned(database, debt, 'bucket', 'reminder');
	await takenBack(paymentId);
	expect(await stands(debt)).toEqual([state]);
	// What was planned while it was kept stops, as when the promise was made.
	expect(await pressureOn(database, debt)).toHaveLength(state.startsWith('open') ? 0 : 2);
	await judge('2026-11-29');
	expect(await stands(debt)).toEqual([judged]);
});

test('of 300.00 and 200.00 that kept it the 200.00 are taken back: open with 300.00 paid, and kept by 200.00 of the day of grace', async () => {
	const debt = await aDebt(database, door);
	const { promiseId } = await promises(debt);
	at('2026-11-25T09:00:00');
	await pays(debt, 300_00n);
	const second = await pays(debt, 200_00n);
	at('2026-11-26T09:00:00');
	expect(await takenBack(second)).toEqual({ open: [promiseId], withdrawn: [] });
	expect(await stands(debt)).toEqual(['open 30000 -']);
	at('2026-11-28T09:00:00');
	await pays(debt, 200_00n);
	expect(await stands(debt)).toEqual(['kept 50000 2026-11-28']);
});

test('500.00 and 300.00 of one file came for a promise of 500.00: the 300.00 taken back leave it kept, on its day', async () => {
	const debt = await aDebt(database, door);
	await promises(debt);
	at('2026-11-25T09:00:00');
	await pays(debt, 500_00n);
	const more = await pays(debt, 300_00n);
	at('2026-11-26T09:00:00');
	expect(await takenBack(more)).toEqual({ open: [], withdrawn: [] });
	expect(await stands(debt)).toEqual(['kept 50000 2026-11-25']);
});

test('CN-L2: a plan of 900.00 in three kept at 09:00 and taken back at 09:10, a month before its first is due: it is open, contact is held again from then, the text since is withdrawn; a day late it breaks', async () => {
	const debt = await aDebt(database, door);
	await plans(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 900_00n);
	expect(await stands(debt)).toEqual(['kept 2026-11-25: kept 30000, kept 30000, kept 30000']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted']);
	await planned(database, debt, 'opening', 'opening');
	at('2026-11-25T09:10:00');
	expect((await takenBack(paymentId)).open).toHaveLength(3);
	expect(await stands(debt)).toEqual(['open -: open 0, open 0, open 0']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted', '11-25 09:10']);
	expect(await pressureOn(database, debt)).toEqual([]);
	at('2026-12-02T20:00:00');
	await pays(debt, 300_00n);
	await judge('2026-12-03');
	expect(await stands(debt)).toEqual(['open -: kept 30000, open 0, open 0']);
	await judge('2027-01-03');
	expect(await stands(debt)).toEqual(['broken 2027-01-03: kept 30000, broken 0, withdrawn 0']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted', '11-25 09:10 lifted']);
});

test('a plan whose debt was paid off is open again when that money is taken back; its first, past its last day, stays kept and its money is asked with the second', async () => {
	const debt = await aDebt(database, door);
	await plans(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 1_000_00n);
	expect(await stands(debt)).toEqual(['kept 2026-11-25: kept 30000, kept 30000, kept 30000']);
	at('2026-12-03T09:00:00');
	await takenBack(paymentId);
	expect(await stands(debt)).toEqual(['open -: kept 30000, open 0, open 0']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted', '12-03 09:00']);
	at('2027-01-01T09:00:00');
	await pays(debt, 300_00n);
	expect(await stands(debt)).toEqual(['open -: kept 30000, open 0, open 0']);
	await pays(debt, 300_00n);
	expect(await stands(debt)).toEqual(['open -: kept 30000, kept 30000, open 0']);
});

test('one with another promise since is withdrawn for that, and the other’s money is not its own; one agreement stands', async () => {
	const debt = await aDebt(database, door);
	const { promiseId } = await promises(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 500_00n);
	at('2026-11-25T10:00:00');
	await promises(debt, { amountMinor: 400_00n, dueOn: date('2026-11-28') });
	at('2026-11-25T11:00:00');
	await pays(debt, 300_00n);
	at('2026-11-26T09:00:00');
	expect(await takenBack(paymentId)).toEqual({ open: [], withdrawn: [promiseId] });
	expect(await stands(debt)).toEqual(['open 30000 -', 'withdrawn 0 replaced']);
});

test('a plan given up after its first was paid early: that one is withdrawn with it when the money is taken back in time', async () => {
	const debt = await aDebt(database, door);
	const { planId } = await plans(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 300_00n);
	await acting((act) => withdrawPlan(act, { debtorId: debt.debtorId, planId }));
	expect(await stands(debt)).toEqual(['withdrawn asked: kept 30000, withdrawn 0, withdrawn 0']);
	at('2026-11-26T09:00:00');
	await takenBack(paymentId);
	expect(await stands(debt)).toEqual(['withdrawn asked: withdrawn 0, withdrawn 0, withdrawn 0']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted']);
});

test('of a client that is closed, whose debt goes back at once, the plan is withdrawn with the recall, and nothing is held', async () => {
	const debt = await aDebt(database, door, { client: 'GONE' });
	await plans(debt);
	at('2026-11-25T09:00:00');
	const paymentId = await pays(debt, 1_000_00n);
	await database.query('update client set closed_at = $2 where id = $1', [debt.clientId, database.clock.now()]);
	at('2026-11-26T09:00:00');
	expect((await takenBack(paymentId)).withdrawn).toHaveLength(3);
	expect(await stands(debt)).toEqual(['withdrawn recalled: withdrawn 0, withdrawn 0, withdrawn 0']);
	expect(await holds(debt)).toEqual(['11-24 10:00 lifted']);
});
