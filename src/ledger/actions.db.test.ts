import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, aDebtor, type PlacedDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { type Component, components, nothingOwed, total } from '../core/money.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { postTransfers, reverseEntries, reverseEntry } from './actions.ts';
import { applyPayment, type Balance, balanceAfter, type Event, reversalOf, type Transfer, transfersOf } from './rules.ts';
import { findDisagreements, loadArithmetic, loadBalances } from './store.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

const acting = <T>(work: (act: Act) => Promise<T>): Promise<T> => {
	let kept: { value: T } | undefined;
	return change(door, { act: 'test', input: null }, async (act) => {
		kept = { value: await work(act) };
		return null;
	}).then(() => known(kept, 'answer').value);
};
const post = (debt: PlacedDebt, event: Event, happenedAt = testNow) =>
	acting((act) => postTransfers(act, [{ ...debt, currency: 'CNY', happenedAt, transfers: transfersOf(event) }])).then((ids) =>
		known(ids[0], 'entry id'),
	);
const balance = (debt: PlacedDebt) => database.tx(async (tx) => known((await loadBalances(tx, [debt])).get(debt.debtId), 'balance'));
const paid = (parts: Partial<Record<Component, bigint>>, surplusMinor = 0n): Event => ({
	kind: 'paid',
	parts: { ...nothingOwed, ...parts },
	surplusMinor,
});

describe('posting', () => {
	test('1,000.00 placed and 300.00 paid leave 700.00 owed and 300.00 received', async () => {
		const debt = await aDebt(database, door);
		await post(debt, paid({ principal: 300_00n }));
		expect(await balance(debt)).toEqual({ owed: { ...nothingOwed, principal: 700_00n }, receivedMinor: 300_00n, refundDueMinor: 0n });
	});

	test('a component taken one cent below nothing stops the transaction', async () => {
		const debt = await aDebt(database, door, { parts: { interest: 5_00n, principal: 10_00n } });
		await expect(post(debt, paid({ interest: 5_01n }))).rejects.toThrow('debt_balance_interest_minor_check');
		expect(total((await balance(debt)).owed)).toBe(15_00n);
	});

	test('a transfer in another currency than its debt stops the transaction', async () => {
		const debt = await aDebt(database, door, { currency: 'TWD' });
		await expect(post(debt, paid({ principal: 1n }))).rejects.toThrow('another currency');
	});

	test('a ledger row can be neither edited nor removed by the application, a balance not written', async () => {
		await expect(database.query('update ledger_transfer set amount_minor = 1')).rejects.toThrow('permission denied');
		await expect(database.query('delete from ledger_transfer')).rejects.toThrow('permission denied');
		await expect(database.query('update debt_balance set principal_minor = 0')).rejects.toThrow('permission denied');
	});
});

describe('reversal', () => {
	test('restores the balance exactly, last payment date included, and names the entry it undoes', async () => {
		const debt = await aDebt(database, door, { parts: { costs: 10_00n, principal: 90_00n } });
		await post(debt, paid({ costs: 10_00n }), testNow.subtract({ hours: 48 }));
		const before = await balance(debt);
		const entryId = await post(debt, paid({ principal: 90_00n }, 5_00n));
		const undone = await acting((act) => reverseEntry(act, { debtorId: debt.debtorId, entryId, happenedAt: testNow }));
		expect(isRefusal(undone)).toBe(false);
		expect(await balance(debt)).toEqual(before);
		const [kept] = await database.query<{ last_paid_at: Temporal.Instant }>('select last_paid_at from debt_balance where debt_id = $1', [
			debt.debtId,
		]);
		expect(kept?.last_paid_at.equals(testNow.subtract({ hours: 48 }))).toBe(true);
	});

	test('a second reversal of the same entry is refused: ledger.entry_already_reversed', async () => {
		const debt = await aDebt(database, door);
		const entryId = await post(debt, paid({ principal: 1_00n }));
		const undo = () =>
			change(door, { act: 'undo', input: null }, async (act) => {
				const done = await reverseEntry(act, { debtorId: debt.debtorId, entryId, happenedAt: testNow });
				return isRefusal(done) ? done : null;
			});
		expect(isRefusal(await undo())).toBe(false);
		const again = await undo();
		expect(isRefusal(again) && again.code).toBe('ledger.entry_already_reversed');
	});

	test('an entry of another debtor is not found', async () => {
		const debt = await aDebt(database, door);
		const entryId = await post(debt, paid({ principal: 1_00n }));
		const other = await aDebtor(database);
		const undone = await acting((act) => reverseEntries(act, { debtorId: other, entryIds: [entryId], happenedAt: testNow }));
		expect(isRefusal(undone) && undone.code).toBe('thing.not_found');
	});
});

describe('the books', () => {
	test('agree with their sums after any sequence of events in the database, and with the pure model step by step', async () => {
		const share = fc.bigInt({ min: 0n, max: 130n });
		const step = fc.record({ kind: fc.constantFrom('accrued', 'paid', 'paid', 'reduced', 'refunded', 'reversed'), share, pick: fc.nat() });
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
				const parts = { costs: 11_11n, interest: 222_22n, penalty: 33_33n, principal: 4_444_44n };
				const debt = await aDebt(database, door, { parts });
				const placed = transfersOf({ kind: 'placed', parts });
				let model: Balance = balanceAfter(placed);
				const entries: { id: bigint; transfers: Transfer[] }[] = [];
				for (const { kind, share, pick } of steps) {
					const part = (whole: bigint) => (whole * (share > 100n ? 100n : share)) / 100n;
					if (kind === 'reversed') {
						const entry = entries[pick % Math.max(entries.length, 1)];
						if (!entry) continue;
						const next = balanceAfter(reversalOf(entry.transfers), model);
						if (next.refundDueMinor < 0n || components.some((each) => next.owed[each] < 0n)) continue;
						await acting((act) => reverseEntry(act, { debtorId: debt.debtorId, entryId: entry.id, happenedAt: testNow }));
						entries.splice(entries.indexOf(entry), 1);
						model = next;
					} else {
						const { applied, surplusMinor } = applyPayment((total(model.owed) * share) / 100n, model.owed, components);
						const event: Event =
							kind === 'accrued'
								? { kind, parts: { ...nothingOwed, interest: share } }
								: kind === 'paid'
									? { kind, parts: applied, surplusMinor }
									: kind === 'refunded'
										? { kind, amountMinor: part(model.refundDueMinor) }
										: { kind, parts: { ...nothingOwed, penalty: part(model.owed.penalty) } };
						const transfers = transfersOf(event);
						if (transfers.length === 0) continue;
						entries.push({ id: await post(debt, event), transfers });
						model = balanceAfter(transfers, model);
					}
					expect(await balance(debt)).toEqual(model);
				}
				const arithmetic = known((await database.tx((tx) => loadArithmetic(tx, debt.debtorId))).get(debt.debtId), 'arithmetic');
				const lines = [...arithmetic.values()].reduce((sum, line) => sum + total(line), 0n);
				expect(lines).toBe(total(model.owed));
			}),
			{ numRuns: 25 },
		);
		expect(await database.tx((tx) => findDisagreements(tx, 10))).toEqual([]);
	});

	test('a balance altered behind the ledger’s back is named by the check', async () => {
		const debt = await aDebt(database, door);
		const { rowCount } = await database.owner.query(
			'update dunwell.debt_balance set principal_minor = principal_minor - 1 where debt_id = $1',
			[debt.debtId],
		);
		expect(rowCount).toBe(1);
		const found = await database.tx((tx) => findDisagreements(tx, 10));
		expect(found.map((each) => each.debtId)).toEqual([debt.debtId]);
		expect(found[0]?.summed?.owed.principal).toBe(1_000_00n);
		expect(found[0]?.kept?.owed.principal).toBe(999_99n);
	});
});
