import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { makePromise } from '../arrangements/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { recordPayment } from '../payments/actions.ts';
import { resolvePayment } from '../payments/queues.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { readReport, frameOf, summaryOf } from './summary.ts';
import type { Summary } from './shapes.ts';

/** What is counted on which day. Today is 2026-11-24. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

async function month(client: string, number: number, asOf = testNow.add({ hours: 24 })): Promise<Summary> {
	const from = Temporal.PlainDate.from({ year: 2026, month: number, day: 1 });
	const ask = { from, to: from.add({ months: 1 }).subtract({ days: 1 }), asOf, client };
	const read = await inTenant(database.pool, database.tenantId, (tx) =>
		readReport(tx, async () => {
			const frame = await frameOf(tx, ask, null);
			return isRefusal(frame) ? frame : summaryOf(tx, frame, (rule) => ({ zh: rule, en: rule }));
		}),
	);
	if (isRefusal(read)) throw new Error(read.code);
	return read;
}
const moneyOf = ({ money }: Summary) => {
	const [row] = money;
	return row && [row.placed_minor.now, row.collected_minor.now, row.surplus_minor.now, row.open_minor.now, row.settled_debts.now];
};
async function acting(act: string, work: (act: Act) => Promise<object>): Promise<void> {
	const answer = await change(door, { act, input: null }, async (each) => {
		const done = await work(each);
		return isRefusal(done) ? done : null;
	});
	if (isRefusal(answer)) throw new Error(answer.code);
}
const pay = (debt: PlacedDebt, amountMinor: bigint, at: string) =>
	acting('payment.record', (act) =>
		recordPayment(act, {
			clientId: debt.clientId,
			externalReference: `${debt.reference} ${at}`,
			debtReference: debt.reference,
			amountMinor,
			currency: 'CNY',
			paidAt: Temporal.Instant.from(at),
		}),
	);

test('100.00 paid on 10-31 on a debt of 1,000.00 placed on 11-03 is November’s: 900.00 open, nothing in October', async () => {
	const debt = await aDebt(database, door, { client: 'EARLY', placedOn: '2026-11-03' });
	await pay(debt, 100_00n, '2026-10-31T02:00:00Z');
	expect(moneyOf(await month('EARLY', 10))).toBeUndefined();
	expect(moneyOf(await month('EARLY', 11))).toEqual([1_000_00, 100_00, 0, 900_00, 0]);
	const whole = await aDebt(database, door, { client: 'WHOLE', placedOn: '2026-11-03' });
	await pay(whole, 1_000_00n, '2026-10-31T02:00:00Z');
	expect(moneyOf(await month('WHOLE', 11))).toEqual([1_000_00, 1_000_00, 0, 0, 1]);
});

test('150.00 on a debt of 100.00 is 50.00 of surplus until it pays another debt: then 150.00 collected and no surplus', async () => {
	const debt = await aDebt(database, door, { client: 'MOVED', parts: { principal: 100_00n } });
	const other = await aDebt(database, door, { client: 'MOVED', debtorId: debt.debtorId, parts: { principal: 300_00n } });
	await pay(debt, 150_00n, '2026-11-20T02:00:00Z');
	expect(moneyOf(await month('MOVED', 11))).toEqual([400_00, 100_00, 50_00, 300_00, 1]);
	const [payment] = await database.query<{ id: bigint }>(`select id from payment where debt_id = $1`, [debt.debtId]);
	await acting('payment.resolve', (act) =>
		resolvePayment(act, known(payment, 'payment').id, { action: 'apply_to_debt', debtId: other.debtId }),
	);
	expect(moneyOf(await month('MOVED', 11))).toEqual([400_00, 150_00, 0, 250_00, 1]);
});

test('a surplus paid back to the payer stays the surplus it was', async () => {
	const debt = await aDebt(database, door, { client: 'BACK', parts: { principal: 100_00n } });
	await pay(debt, 150_00n, '2026-11-20T02:00:00Z');
	const [payment] = await database.query<{ id: bigint }>(`select id from payment where debt_id = $1`, [debt.debtId]);
	await acting('payment.resolve', (act) => resolvePayment(act, known(payment, 'payment').id, { action: 'refund', note: 'by bank' }));
	expect(moneyOf(await month('BACK', 11))).toEqual([100_00, 100_00, 50_00, 0, 1]);
});

test('November as of its 23rd does not know the promise made on the 24th', async () => {
	const debt = await aDebt(database, door, { client: 'THEN' });
	await acting('promise.make', (act) =>
		makePromise(act, {
			debtorId: debt.debtorId,
			debtId: debt.debtId,
			amountMinor: 100_00n,
			currency: 'CNY',
			dueOn: Temporal.PlainDate.from('2026-11-27'),
		}),
	);
	const due = ({ promises }: Summary) => promises.map((row) => row.due_count.now);
	expect(due(await month('THEN', 11))).toEqual([1]);
	expect(due(await month('THEN', 11, testNow.subtract({ hours: 24 })))).toEqual([]);
});

test('100.00 paid on the 24th on a debt that is placed on the 26th are not collected by the 24th, in no line of the report', async () => {
	const debt = await aDebt(database, door, { client: 'AHEAD', placedOn: '2026-11-26' });
	await pay(debt, 100_00n, '2026-11-24T01:00:00Z');
	const { money, days, cycle } = await month('AHEAD', 11, testNow);
	expect(money.map((row) => row.collected_minor.now)).toEqual([0]);
	expect(cycle.map((row) => row.mean_days_tenths)).toEqual([null]);
	expect(days.flatMap((row) => row.collected)).toEqual([]);
});

test('of a batch whose first row was placed on the 20th and its second on the 1st, 100.00 paid on the 23rd for the second stand at the end of its curve', async () => {
	const [late, early] = await Promise.all(
		['2026-11-20', '2026-11-01'].map((placedOn) => aDebt(database, door, { client: 'MIXED', placedOn })),
	);
	await database.query(
		`with batch as (insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at)
		                select tenant_id, client_id, 'M1', 'f.csv', '\\x00', 'imported', placed_on, $3, created_at from debt where id = $1 returning id)
		 update debt set placement_id = batch.id from batch where debt.id in ($1, $2)`,
		[known(late, 'debt').debtId, known(early, 'debt').debtId, door.actor.id],
	);
	await pay(known(early, 'debt'), 100_00n, '2026-11-23T02:00:00Z');
	const { batches, curves } = await month('MIXED', 11);
	expect(batches.map((row) => row.collected_to_date_minor)).toEqual([100_00]);
	expect(curves.map(({ points }) => points.at(-1))).toEqual([{ day: 22, collected_minor: 100_00, rate: 50_000 }]);
});
