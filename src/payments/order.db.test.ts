import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { loadBalances } from '../ledger/store.ts';
import { change } from '../record/change.ts';
import { recordPayment } from './actions.ts';
import { spreadPayment } from './rules.ts';
import { loadPayableForUpdate } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

/** What is left of 20.00 costs, 100.00 interest, 30.00 penalty and 1,000.00 principal after a payment of 140.00. */
async function leftAfter(product: string, overdueSince: string, paidAt = testNow.subtract({ hours: 1 })) {
	const door = await database.door('admin');
	const parts = { costs: 20_00n, interest: 100_00n, penalty: 30_00n, principal: 1_000_00n };
	const debt = await aDebt(database, door, { product, overdueSince, parts });
	const done = await change(door, { act: 'payment.record', input: null }, async (act) => {
		const paid = { clientId: debt.clientId, debtReference: debt.reference, amountMinor: 140_00n, currency: 'CNY' as const, paidAt };
		const recorded = await recordPayment(act, paid);
		return isRefusal(recorded) ? recorded : null;
	});
	expect(done).toBeNull();
	return database.tx(async (tx) => known((await loadBalances(tx, [debt])).get(debt.debtId), 'balance').owed);
}

describe('CN-A1, CN-A2: the order in which a payment is applied, today being 2026-11-24', () => {
	test('CN-A1: of a loan 140.00 pays costs, then interest, then penalty, whatever the days past due', async () => {
		const loan = { costs: 0n, interest: 0n, penalty: 10_00n, principal: 1_000_00n };
		expect(await leftAfter('consumer_loan', '2026-08-26')).toEqual(loan);
		expect(await leftAfter('consumer_loan', '2026-01-05')).toEqual(loan);
	});
	test('CN-A2: of a card 90 days past due interest and fees come first; at 91 days the principal does', async () => {
		expect((await leftAfter('credit_card', '2026-08-26')).principal).toBe(1_000_00n);
		expect(await leftAfter('credit_card', '2026-08-25')).toEqual({ costs: 20_00n, interest: 100_00n, penalty: 30_00n, principal: 860_00n });
	});
	test('CN-A2: the days are those of the payment’s own date: a card paid on its 90th day and entered on the 91st pays interest first', async () => {
		const yesterday = Temporal.Instant.from('2026-11-23T04:00:00Z');
		expect((await leftAfter('credit_card', '2026-08-25', yesterday)).principal).toBe(1_000_00n);
	});
});

test('CN-A3: of 0.03 spread over two equal debts the one placed first gets the odd cent, whatever way the database finds them', async () => {
	const door = await database.door('admin');
	const parts = { principal: 1_000_00n };
	const first = await aDebt(database, door, { parts });
	const second = await aDebt(database, door, { parts, debtorId: first.debtorId });
	// Written again it lies behind the other one in the table.
	await database.query('update debt set product = product where id = $1', [first.debtId]);
	for (const way of ['enable_seqscan', 'enable_indexscan']) {
		const found = await database.tx(async (tx) => {
			await tx.query(`set local ${way} = off; set local enable_bitmapscan = off; set local enable_mergejoin = off`);
			return loadPayableForUpdate(tx, [second, first], testNow);
		});
		expect([...found.keys()]).toEqual([first.debtId, second.debtId]);
		const { shares } = spreadPayment({ amountMinor: 3n, currency: 'CNY', paidAt: testNow }, [...found.values()], null, 'Asia/Shanghai');
		expect(shares.map(({ debt, applied }) => [debt.debtId, applied.principal])).toEqual([
			[first.debtId, 2n],
			[second.debtId, 1n],
		]);
	}
});
