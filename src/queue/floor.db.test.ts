import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { anItem, aTeam, hours } from '../../test/support/desks.ts';
import { makePromise } from '../arrangements/actions.ts';
import { placeHold } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { release, sweep, takeNext } from './actions.ts';

/** What happens around a desk: work that is given back, agents who leave, and who works whom. */
let database: TestDatabase;
let system: Door;
beforeAll(async () => {
	database = await testDatabase();
	system = await database.door('system', 'system');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

const stateOf = async (id: bigint) =>
	known(
		(
			await database.query<{
				state: string;
				team_id: bigint;
				agent_id: bigint | null;
				claimed_by: bigint | null;
				close_reason: string | null;
			}>('select state, team_id, agent_id, claimed_by, close_reason from work_item where id = $1', [id])
		)[0],
		'item',
	);

const pay = (act: Act, of: PlacedDebt) =>
	recordPayment(act, { clientId: of.clientId, debtReference: of.reference, amountMinor: 1_000_00n, currency: 'CNY', paidAt: act.now });
const hold = (act: Act, { debtorId }: PlacedDebt) =>
	placeHold(act, { debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'said so' });
const promise = (act: Act, { debtorId, debtId }: PlacedDebt) =>
	makePromise(act, {
		debtorId,
		debtId,
		amountMinor: 500_00n,
		currency: 'CNY',
		dueOn: Temporal.PlainDate.from('2026-11-26'),
	});
test.each([
	['payment', pay, 'given back', 'paid'],
	['payment', pay, 'abandoned', 'paid'],
	['hold', hold, 'given back', 'hold: dispute'],
	['hold', hold, 'abandoned', 'hold: dispute'],
	['promise', promise, 'given back', 'promise'],
] as const)('after a %s came in between: %s %s is cancelled with that, and no desk gets it', async (name, work, how, reason) => {
	const { teamId, desks } = await aTeam(database, 2);
	const [first, second] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
	const debt = await aDebt(database, system);
	const id = await anItem(database, debt, teamId);
	expect((await takeNext(first))?.id).toBe(String(id));
	await change(system, { act: `${name}.test`, input: {} }, async (act) => (isRefusal(await work(act, debt)) ? null : { done: true }));
	expect(await stateOf(id)).toMatchObject({ state: 'claimed', claimed_by: first.actor.id });
	if (how === 'given back') expect(await release(first, { debtorId: debt.debtorId, id, reason: 'lunch' })).toEqual({ released: true });
	else {
		database.clock.set(hours(3));
		expect(await sweep(system)).toBe(1);
	}
	expect(await stateOf(id)).toMatchObject({ state: 'cancelled', claimed_by: null, close_reason: reason });
	expect(await takeNext(second)).toBeNull();
});
