import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { planned, pressureOn } from '../../test/support/pressure.ts';
import { judgePromises, makePromise, promisesEndedBy } from '../arrangements/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type PaymentInput, type PaymentRecorded, recordPayment } from './actions.ts';
import { reversePayment } from './queues.ts';

/** What a payment does to what was promised. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

/** The action's own answer, through the one write path. */
async function acting<T>(act: string, work: (act: Act) => Promise<T | Refusal>): Promise<T | Refusal> {
	let kept: T | Refusal | undefined;
	const answer = await change(door, { act, input: null }, async (each) => {
		kept = await work(each);
		return isRefusal(kept) ? kept : null;
	});
	return isRefusal(answer) ? answer : (known(kept, 'answer') as T);
}
const pay = (input: PaymentInput) => acting<PaymentRecorded>('payment.record', (act) => recordPayment(act, input));
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
	return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'done');

let count = 0;
const paid = (debt: PlacedDebt, amountMinor: bigint, said: Partial<PaymentInput> = {}): PaymentInput => ({
	clientId: debt.clientId,
	externalReference: `P${++count}`,
	debtReference: debt.reference,
	amountMinor,
	currency: 'CNY',
	paidAt: testNow.subtract({ hours: 2 }),
	...said,
});
const aWorkItem = (debt: PlacedDebt, step: string) => planned(database, debt, step, 'promise_due');

test('that settles one of two debts leaves a promise on the other to the day run: money of its day of grace, entered after it, keeps it', async () => {
	const promised = await aDebt(database, door);
	const other = await aDebt(database, door, { debtorId: promised.debtorId });
	const dueOn = Temporal.PlainDate.from('2026-11-27');
	done(await acting('promise.make', (act) => makePromise(act, { ...promised, amountMinor: 500_00n, currency: 'CNY', dueOn })));
	const state = async () =>
		(await database.query<{ state: string }>('select state from promise where debt_id = $1', [promised.debtId]))[0]?.state;
	// The morning after the day of grace, before its day run.
	database.clock.set(Temporal.Instant.from('2026-11-29T06:30:00+08:00'));
	const paidAt = Temporal.Instant.from('2026-11-28T20:00:00+08:00');
	expect(done(await pay(paid(other, 1_000_00n, { paidAt })))).toMatchObject({ settles: true });
	expect(await state()).toBe('open');
	// Of two files of the morning the first brings a part, and nothing is found broken.
	done(await pay(paid(promised, 200_00n, { paidAt })));
	expect(await state()).toBe('open');
	done(await pay(paid(promised, 300_00n, { paidAt })));
	expect(await state()).toBe('kept');
	done(await acting('dayrun.plan', (act) => judgePromises(act, Temporal.PlainDate.from('2026-11-29'), 'due')));
	expect(await state()).toBe('kept');
});

test('of all that was promised, three days early, keeps the promise at once: no reminder and no call of it goes on, and another promise may be taken', async () => {
	const debt = await aDebt(database, door);
	const due = { ...debt, amountMinor: 500_00n, currency: 'CNY' as const, dueOn: Temporal.PlainDate.from('2026-11-27') };
	const promise = () => acting('promise.make', (act) => makePromise(act, due));
	done(await promise());
	database.clock.set(testNow.add({ minutes: 1 }));
	await aWorkItem(debt, 'promise');
	done(await pay(paid(debt, 499_99n)));
	expect(code(await promise())).toBe('promise.open_already');
	expect(await pressureOn(database, debt)).toHaveLength(2);
	done(await pay(paid(debt, 1n)));
	expect(await pressureOn(database, debt)).toEqual([]);
	done(await promise());
	const states = await database.query('select state, paid_minor, judged_on::text from promise where debt_id = $1 order by id', [
		debt.debtId,
	]);
	expect(states).toEqual([
		{ state: 'kept', paid_minor: 500_00n, judged_on: '2026-11-24' },
		{ state: 'open', paid_minor: 0n, judged_on: null },
	]);
});

test('of 100.00 an hour before 500.00 were promised the same day does not count for it, and taken back it is not told to have kept it, nor are 50.00 of its day told the day after; the 500.00 had, and leave it open again', async () => {
	const debt = await aDebt(database, door);
	const { paymentId: before } = done(await pay(paid(debt, 100_00n)));
	database.clock.set(testNow.add({ hours: 1 }));
	const dueOn = Temporal.PlainDate.from('2026-11-27');
	const { promiseId } = done(
		await acting('promise.make', (act) => makePromise(act, { ...debt, amountMinor: 500_00n, currency: 'CNY', dueOn })),
	);
	database.clock.set(testNow.add({ hours: 2 }));
	const { paymentId: after } = done(await pay(paid(debt, 500_00n, { paidAt: testNow.add({ hours: 2 }) })));
	database.clock.set(testNow.add({ hours: 24 }));
	const { paymentId: later } = done(await pay(paid(debt, 50_00n, { paidAt: testNow.add({ hours: 3 }) })));
	const endedBy = (id: bigint) =>
		acting('payment.reverse', async (act) => {
			const reversed = done(await reversePayment(act, id, 'returned by the bank'));
			return { ...(await promisesEndedBy(act, reversed)), open: reversed.reopened.open };
		});
	expect(await endedBy(before)).toEqual({ kept: [], withdrawn: [], open: [] });
	expect(await endedBy(later)).toEqual({ kept: [], withdrawn: [], open: [] });
	expect(await endedBy(after)).toEqual({ kept: [], withdrawn: [], open: [promiseId] });
});
