import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aClient, aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { planned, pressureOn } from '../../test/support/pressure.ts';
import { known } from '../core/assert.ts';
import { total } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { findDisagreements, loadBalances } from '../ledger/store.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type PaymentInput, type PaymentRecorded, recordPayment } from './actions.ts';
import { type Resolution, resolvePayment, reversePayment } from './queues.ts';
import type { Payment } from './store.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

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
const resolve = (id: bigint, how: Resolution) => acting<Payment>('payment.resolve', (act) => resolvePayment(act, id, how));
const reverse = (id: bigint) => acting<Payment>('payment.reverse', (act) => reversePayment(act, id, 'returned by the bank'));
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
	return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'done');

let count = 0;
const paid = (debt: PlacedDebt, amountMinor: bigint, said: Partial<PaymentInput> = {}): PaymentInput => ({
	clientId: debt.clientId,
	externalReference: `T${++count}`,
	debtReference: debt.reference,
	amountMinor,
	currency: 'CNY',
	paidAt: testNow.subtract({ hours: 2 }),
	...said,
});
const owed = (debt: PlacedDebt) => database.tx(async (tx) => known((await loadBalances(tx, [debt])).get(debt.debtId), 'balance'));
const stateOf = async (debt: PlacedDebt) =>
	known(
		(
			await database.query<{ status: string; review_on: Temporal.PlainDate | null }>(
				'select status, review_on from debt_state where debt_id = $1',
				[debt.debtId],
			)
		)[0],
		'state',
	);

const aWorkItem = (debt: PlacedDebt, step: string) => planned(database, debt, step, 'x');

describe('one payment', () => {
	test('of 300.00 on a debt of 1,000.00 leaves 700.00 owed and has the debt looked at today', async () => {
		const debt = await aDebt(database, door, { reviewOn: '2026-12-20' });
		expect(await pay(paid(debt, 300_00n))).toMatchObject({ state: 'applied', appliedMinor: 300_00n, surplusMinor: 0n, settles: false });
		expect(total((await owed(debt)).owed)).toBe(700_00n);
		expect((await stateOf(debt)).review_on?.toString()).toBe('2026-11-24');
	});

	test('of all that is owed settles the debt and stops its work and messages in the same transaction', async () => {
		const debt = await aDebt(database, door);
		await aWorkItem(debt, 'opening 2/3');
		await pay(paid(debt, 1_000_00n));
		expect(await stateOf(debt)).toEqual({ status: 'settled', review_on: null });
		expect(await pressureOn(database, debt)).toEqual([]);
	});

	test('that settles one of two debts stops only the work of that one', async () => {
		const first = await aDebt(database, door);
		const second = await aDebt(database, door, { debtorId: first.debtorId });
		await aWorkItem(first, 'first');
		await aWorkItem(second, 'second');
		await pay(paid(first, 1_000_00n));
		expect((await pressureOn(database, first)).map((each) => each.kind)).toEqual(['message second', 'work second']);
	});

	test('of 50.00 too much settles the debt and is owed back, in the queue of overpaid payments', async () => {
		const debt = await aDebt(database, door);
		expect(await pay(paid(debt, 1_050_00n))).toMatchObject({
			state: 'overpaid',
			reason: 'paid_too_much',
			surplusMinor: 50_00n,
			settles: true,
		});
		expect(await owed(debt)).toMatchObject({ refundDueMinor: 50_00n, receivedMinor: 1_050_00n });
	});

	test('in another currency than the debt waits unmatched and moves nothing', async () => {
		const debt = await aDebt(database, door, { currency: 'TWD' });
		expect(await pay(paid(debt, 100_00n))).toMatchObject({ state: 'unmatched', reason: 'other_currency' });
		expect(total((await owed(debt)).owed)).toBe(1_000_00n);
	});

	test('dated tomorrow is refused: payment.in_future', async () => {
		const debt = await aDebt(database, door);
		expect(code(await pay(paid(debt, 1n, { paidAt: testNow.add({ hours: 24 }) })))).toBe('payment.in_future');
	});

	test('under a number recorded before is a duplicate with the same facts, refused with others: payment.other_facts', async () => {
		const debt = await aDebt(database, door);
		const input = paid(debt, 10_00n);
		const first = done(await pay(input));
		expect(await pay(input)).toMatchObject({ duplicate: true, paymentId: first.paymentId });
		expect(code(await pay({ ...input, amountMinor: 11_00n }))).toBe('payment.other_facts');
		expect(total((await owed(debt)).owed)).toBe(990_00n);
	});

	test('recorded by 20 callers at once under one number is applied once', async () => {
		const debt = await aDebt(database, door);
		const input = paid(debt, 10_00n);
		const answers = await Promise.all(Array.from({ length: 20 }, () => pay(input)));
		expect(answers.filter((each) => !isRefusal(each) && !each.duplicate)).toHaveLength(1);
		expect(total((await owed(debt)).owed)).toBe(990_00n);
	});

	test('20 different ones of 60.00 at once on 1,000.00 apply 1,000.00 and leave 200.00 owed back', async () => {
		const debt = await aDebt(database, door);
		const answers = await Promise.all(Array.from({ length: 20 }, () => pay(paid(debt, 60_00n))));
		expect(answers.reduce((sum, each) => sum + done(each).appliedMinor, 0n)).toBe(1_000_00n);
		expect(await owed(debt)).toMatchObject({ refundDueMinor: 200_00n });
	});
});

describe('the queue of unmatched payments', () => {
	test('a payment under an unknown number waits, is assigned to a debt and applied as of its value date', async () => {
		const debt = await aDebt(database, door, { overdueSince: '2026-08-25', parts: { interest: 100_00n, principal: 900_00n } });
		const waiting = done(
			await pay(paid(debt, 200_00n, { debtReference: 'nobody', paidAt: Temporal.Instant.from('2026-11-20T00:00:00Z') })),
		);
		expect(waiting).toMatchObject({ state: 'unmatched', reason: 'no_such_reference' });
		expect(await resolve(waiting.paymentId, { action: 'assign', ...debt })).toMatchObject({ state: 'applied', appliedMinor: 200_00n });
		// 87 days past due on the 20th: interest first, although it is 91 on the day it is assigned.
		expect((await owed(debt)).owed).toMatchObject({ interest: 0n, principal: 800_00n });
		expect(code(await resolve(waiting.paymentId, { action: 'assign', ...debt }))).toBe('payment.not_waiting');
	});

	test('it cannot be assigned to another client’s debt or to one in another currency', async () => {
		const debt = await aDebt(database, door);
		const foreign = await aDebt(database, door, { client: 'OTHER' });
		const dollars = await aDebt(database, door, { currency: 'TWD' });
		const { paymentId } = done(await pay(paid(debt, 1_00n, { debtReference: 'nobody' })));
		expect(code(await resolve(paymentId, { action: 'assign', ...foreign }))).toBe('payment.other_client');
		expect(code(await resolve(paymentId, { action: 'assign', ...dollars }))).toBe('debt.other_currency');
	});

	test('it is handed to the client, whole, and is then closed', async () => {
		const clientId = await aClient(database);
		const { paymentId } = done(
			await pay({ clientId, externalReference: 'lost', debtReference: 'nobody', amountMinor: 7_00n, currency: 'CNY', paidAt: testNow }),
		);
		expect(await resolve(paymentId, { action: 'return_to_client', note: 'not ours' })).toMatchObject({
			state: 'resolved',
			returnedMinor: 7_00n,
		});
		expect(code(await reverse(paymentId))).toBe('payment.surplus_already_returned');
	});
});

describe('the queue of overpaid payments', () => {
	test('a surplus of 50.00 pays 30.00 of another debt of the same debtor; 20.00 stay owed back and are refunded', async () => {
		const first = await aDebt(database, door);
		const second = await aDebt(database, door, { debtorId: first.debtorId, parts: { principal: 30_00n } });
		await aWorkItem(second, 'call');
		const { paymentId } = done(await pay(paid(first, 1_050_00n)));
		expect(await resolve(paymentId, { action: 'apply_to_debt', debtId: second.debtId })).toMatchObject({
			state: 'overpaid',
			appliedMinor: 1_030_00n,
			surplusMinor: 20_00n,
		});
		expect(await owed(first)).toMatchObject({ refundDueMinor: 20_00n, receivedMinor: 1_020_00n });
		expect(await owed(second)).toMatchObject({ refundDueMinor: 0n, receivedMinor: 30_00n });
		expect((await stateOf(second)).status).toBe('settled');
		expect(await pressureOn(database, second)).toEqual([]);
		expect(code(await resolve(paymentId, { action: 'apply_to_debt', debtId: second.debtId }))).toBe('debt.not_open');
		expect(await resolve(paymentId, { action: 'refund', note: 'bank transfer 77' })).toMatchObject({
			state: 'resolved',
			returnedMinor: 20_00n,
		});
		expect(await owed(first)).toMatchObject({ refundDueMinor: 0n, receivedMinor: 1_000_00n });
	});

	test('a surplus of 100.00 pays its own debt once the bank took the first payment back; the whole can still be reversed', async () => {
		const debt = await aDebt(database, door, { parts: { principal: 100_00n } });
		const first = done(await pay(paid(debt, 100_00n)));
		const second = done(await pay(paid(debt, 100_00n)));
		expect(code(await resolve(second.paymentId, { action: 'apply_to_debt', debtId: debt.debtId }))).toBe('debt.not_open');
		done(await reverse(first.paymentId));
		expect(await owed(debt)).toMatchObject({ owed: { principal: 100_00n }, refundDueMinor: 100_00n });
		expect(await resolve(second.paymentId, { action: 'apply_to_debt', debtId: debt.debtId })).toMatchObject({
			state: 'resolved',
			appliedMinor: 100_00n,
			surplusMinor: 0n,
		});
		expect(await owed(debt)).toMatchObject({ owed: { principal: 0n }, refundDueMinor: 0n, receivedMinor: 100_00n });
		expect((await stateOf(debt)).status).toBe('settled');
		done(await reverse(second.paymentId));
		expect(await owed(debt)).toMatchObject({ owed: { principal: 100_00n }, refundDueMinor: 0n, receivedMinor: 0n });
	});

	test('a surplus cannot be set against an open debt that owes nothing', async () => {
		const debt = await aDebt(database, door);
		const idle = await aDebt(database, door, { debtorId: debt.debtorId, parts: {} });
		const { paymentId } = done(await pay(paid(debt, 1_001_00n)));
		expect(code(await resolve(paymentId, { action: 'apply_to_debt', debtId: idle.debtId }))).toBe('payment.nothing_owed');
	});

	test('a surplus does not pay another person’s debt', async () => {
		const debt = await aDebt(database, door);
		const other = await aDebt(database, door);
		const { paymentId } = done(await pay(paid(debt, 1_001_00n)));
		expect(code(await resolve(paymentId, { action: 'apply_to_debt', debtId: other.debtId }))).toBe('payment.other_client');
	});
});

describe('a payment the bank took back', () => {
	test('is reversed on every debt it reached; a settled debt is open again and looked at today', async () => {
		const first = await aDebt(database, door);
		const second = await aDebt(database, door, { debtorId: first.debtorId, parts: { principal: 30_00n } });
		const before = [await owed(first), await owed(second)];
		const { paymentId } = done(await pay(paid(first, 1_030_00n)));
		done(await resolve(paymentId, { action: 'apply_to_debt', debtId: second.debtId }));
		expect(await reverse(paymentId)).toMatchObject({ state: 'reversed', appliedMinor: 0n, surplusMinor: 0n });
		expect([await owed(first), await owed(second)]).toEqual(before);
		expect(await stateOf(first)).toMatchObject({ status: 'open' });
		expect((await stateOf(second)).review_on?.toString()).toBe('2026-11-24');
		expect(code(await reverse(paymentId))).toBe('payment.already_reversed');
	});

	test('after its surplus was refunded is refused: payment.surplus_already_returned', async () => {
		const debt = await aDebt(database, door);
		const { paymentId } = done(await pay(paid(debt, 1_001_00n)));
		done(await resolve(paymentId, { action: 'refund', note: 'paid back' }));
		expect(code(await reverse(paymentId))).toBe('payment.surplus_already_returned');
	});

	test('that matched nothing is simply marked reversed, and the queue is free of it', async () => {
		const debt = await aDebt(database, door);
		const { paymentId } = done(await pay(paid(debt, 1_00n, { debtReference: 'nobody' })));
		expect(await reverse(paymentId)).toMatchObject({ state: 'reversed', debtId: null });
	});
});

test('after all of this every balance is the sum of its ledger, and every payment the sum of what stands of it', async () => {
	expect(await database.tx((tx) => findDisagreements(tx, 5))).toEqual([]);
	const [sums] = await database.query<{ ledger: bigint; payments: bigint }>(
		`select (select sum(received_minor) from debt_balance)::bigint as ledger, (select sum(applied_minor + surplus_minor) from payment)::bigint as payments`,
	);
	expect(sums?.ledger).toBe(sums?.payments);
});

describe('CN-A3, US-A1: one payment, several debts of a debtor', () => {
	const parts = { principal: 1_000_00n };
	/** Two debts of one debtor, the second due first, and a payment whose number names neither. */
	async function waitingFor(jurisdiction = 'CN'): Promise<{ first: PlacedDebt; second: PlacedDebt; paymentId: bigint }> {
		const first = await aDebt(database, door, { overdueSince: '2026-10-01', parts });
		const second = await aDebt(database, door, { overdueSince: '2026-09-01', parts, debtorId: first.debtorId });
		await database.query('update debtor set jurisdiction = $2 where id = $1', [first.debtorId, jurisdiction]);
		const { paymentId } = done(await pay(paid(first, 1_200_00n, { debtReference: 'nobody’s' })));
		return { first, second, paymentId };
	}
	const owedOf = async (debt: PlacedDebt) => total((await owed(debt)).owed);

	test('1,200.00 spread over two debts of 1,000.00 settles the one due first and leaves 800.00; undone, both owe 1,000.00 again', async () => {
		const { first, second, paymentId } = await waitingFor();
		await aWorkItem(second, 'daily');
		const settled = done(await resolve(paymentId, { action: 'spread', debtorId: first.debtorId, debtIds: null }));
		expect(settled).toMatchObject({ state: 'applied', debtId: second.debtId, appliedMinor: 1_200_00n, surplusMinor: 0n });
		expect([await owedOf(first), await owedOf(second)]).toEqual([800_00n, 0n]);
		expect((await stateOf(second)).status).toBe('settled');
		expect(await pressureOn(database, first)).toEqual([]);
		done(await reverse(paymentId));
		expect([await owedOf(first), await owedOf(second)]).toEqual([1_000_00n, 1_000_00n]);
		expect((await stateOf(second)).status).toBe('open');
		expect(await database.tx((tx) => findDisagreements(tx, 5))).toEqual([]);
	});

	test('the payer’s own order comes before the law’s', async () => {
		const { first, second, paymentId } = await waitingFor();
		done(await resolve(paymentId, { action: 'spread', debtorId: first.debtorId, debtIds: [first.debtId] }));
		expect([await owedOf(first), await owedOf(second)]).toEqual([0n, 800_00n]);
	});

	test('in the United States nothing is set against a disputed debt: spread past it, refused when named, and no surplus moved to it', async () => {
		const { first, second, paymentId } = await waitingFor('US-NY');
		await database.query(
			`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) select $1, $2, $3, 'dispute', $4, 'letter', min(id) from login`,
			[database.tenantId, first.debtorId, second.debtId, testNow.subtract({ hours: 1 })],
		);
		const to = { action: 'spread' as const, debtorId: first.debtorId };
		expect(code(await resolve(paymentId, { ...to, debtIds: [second.debtId] }))).toBe('payment.disputed_debt');
		expect(done(await resolve(paymentId, { ...to, debtIds: null }))).toMatchObject({
			state: 'overpaid',
			appliedMinor: 1_000_00n,
			surplusMinor: 200_00n,
		});
		expect(code(await resolve(paymentId, { action: 'apply_to_debt', debtId: second.debtId }))).toBe('payment.disputed_debt');
		expect([await owedOf(first), await owedOf(second)]).toEqual([0n, 1_000_00n]);
	});

	test('15 USC 1692h: a payment that names a disputed debt among several waits, is not assigned to it, and is once the dispute is lifted; the only debt takes it', async () => {
		const { first, second } = await waitingFor('US-NY');
		const dispute = (debt: PlacedDebt) =>
			database.query(
				`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) select $1, $2, $3, 'dispute', $4, 'letter', min(id) from login`,
				[database.tenantId, debt.debtorId, debt.debtId, testNow.subtract({ hours: 1 })],
			);
		await dispute(second);
		const named = done(await pay(paid(second, 100_00n)));
		expect(named).toMatchObject({ state: 'unmatched', reason: 'disputed_debt' });
		const to = { action: 'assign' as const, debtorId: second.debtorId };
		expect(code(await resolve(named.paymentId, { ...to, debtId: second.debtId }))).toBe('payment.disputed_debt');
		expect(await owedOf(second)).toBe(1_000_00n);
		await database.query('update hold set lifted_at = $2 where debtor_id = $1', [second.debtorId, testNow]);
		done(await resolve(named.paymentId, { ...to, debtId: second.debtId }));
		expect([await owedOf(first), await owedOf(second)]).toEqual([1_000_00n, 900_00n]);
		const only = await aDebt(database, door, { parts });
		await database.query(`update debtor set jurisdiction = 'US-NY' where id = $1`, [only.debtorId]);
		await dispute(only);
		expect(done(await pay(paid(only, 100_00n)))).toMatchObject({ state: 'applied' });
	});

	test('a debt of another debtor in the payer’s order, or a debtor who owes this client nothing, is refused', async () => {
		const { first, paymentId } = await waitingFor();
		const other = await aDebt(database, door, { parts });
		expect(code(await resolve(paymentId, { action: 'spread', debtorId: first.debtorId, debtIds: [other.debtId] }))).toBe(
			'payment.other_client',
		);
		const elsewhere = await aDebt(database, door, { client: 'ELSEWHERE', parts });
		expect(code(await resolve(paymentId, { action: 'spread', debtorId: elsewhere.debtorId, debtIds: null }))).toBe('payment.nothing_owed');
	});
});
