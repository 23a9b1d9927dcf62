import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { postTransfers } from '../ledger/actions.ts';
import { transfersOf } from '../ledger/rules.ts';
import { nothingOwed } from '../core/money.ts';
import { change, type Door } from '../record/change.ts';
import { debtViews } from './views.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

test('a TWD card 91 days past due: bucket M4, placed + accrued − paid = owed by component, principal first', async () => {
	const debt = await aDebt(database, door, {
		currency: 'TWD',
		overdueSince: '2026-08-25',
		parts: { interest: 100_00n, principal: 900_00n },
	});
	await change(door, { act: 'test', input: null }, async (act) => {
		const common = { ...debt, currency: 'TWD' as const, happenedAt: testNow };
		await postTransfers(act, [
			{ ...common, transfers: transfersOf({ kind: 'accrued', parts: { ...nothingOwed, interest: 5_00n } }) },
			{ ...common, transfers: transfersOf({ kind: 'paid', parts: { ...nothingOwed, principal: 300_00n }, surplusMinor: 0n }) },
		]);
		return null;
	});
	const [view] = await database.tx((tx) => debtViews(tx, debt.debtorId, testNow));
	expect(view).toMatchObject({
		currency: 'TWD',
		days_past_due: 91,
		bucket: 4,
		bucket_name: 'M4',
		owed_minor: 70_500,
		received_minor: 30_000,
	});
	expect(known(view, 'view').arithmetic.map((line) => [line.line, line.sign, line.amount_minor])).toEqual([
		['placed', 1, 100_000],
		['accrued', 1, 500],
		['paid', -1, 30_000],
		['owed', 1, 70_500],
	]);
	expect(view?.components).toEqual({ costs_minor: 0, interest_minor: 10_500, penalty_minor: 0, principal_minor: 60_000 });
	expect(view?.application).toMatchObject({ rule: 'CN-A2', order: ['principal', 'costs', 'interest', 'penalty'] });
});

test('a debt whose balance was altered is a fault, not a figure on a screen', async () => {
	const debt = await aDebt(database, door);
	await database.owner.query('update dunwell.debt_balance set principal_minor = 1 where debt_id = $1', [debt.debtId]);
	await expect(database.tx((tx) => debtViews(tx, debt.debtorId, testNow))).rejects.toThrow('do not come to its balance');
});
