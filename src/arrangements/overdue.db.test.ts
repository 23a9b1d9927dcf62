import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { pressureOn } from '../../test/support/pressure.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { makePlan, makePromise, withdrawPlan, withdrawPromise } from './actions.ts';

let database: TestDatabase;
let agent: Door;
beforeAll(async () => {
	database = await testDatabase();
	agent = await database.door('agent');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

async function acting<T>(work: (act: Act) => Promise<T | Refusal>): Promise<T | Refusal> {
	let kept: T | Refusal | undefined;
	const answer = await change(agent, { act: 'test', input: null }, async (act) => {
		kept = await work(act);
		return isRefusal(kept) ? kept : null;
	});
	return isRefusal(answer) ? answer : (known(kept, 'answer') as T);
}
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.details)}`);
	return answer;
};
const date = (text: string) => Temporal.PlainDate.from(text);
/** Ten in the morning of a day, before any day run of it. */
const morning = (on: string) => database.clock.set(Temporal.Instant.from(`${on}T10:00:00+08:00`));
const promise = (debt: PlacedDebt, dueOn: string, replace = false) =>
	acting((act) => makePromise(act, { ...debt, amountMinor: 500_00n, currency: 'CNY', dueOn: date(dueOn), replace }));
const plan = (debt: PlacedDebt, firstDueOn: string) =>
	acting((act) => makePlan(act, { ...debt, currency: 'CNY', instalments: 2, firstDueOn: date(firstDueOn) }));
const pay = (debt: PlacedDebt, amountMinor: bigint) =>
	acting((act) =>
		recordPayment(act, { clientId: debt.clientId, debtReference: debt.reference, amountMinor, currency: 'CNY', paidAt: act.now }),
	);
const promises = async (debt: PlacedDebt) =>
	(
		await database.query<{ state: string; paid: bigint; on: Temporal.PlainDate | null }>(
			'select state, paid_minor as paid, judged_on as on from promise where debt_id = $1 order by id',
			[debt.debtId],
		)
	).map(({ state, paid, on }) => [state, paid, on?.toString() ?? null].join(' '));

describe('a promise of 500.00 due on 25 November, one day of grace, which no day run has judged on the 28th', () => {
	test('is broken by the next one, which takes its place without being asked to', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt, '2026-11-25'));
		morning('2026-11-28');
		done(await promise(debt, '2026-11-30'));
		expect(await promises(debt)).toEqual(['broken 0 2026-11-28', 'open 0 ']);
	});

	test('is partly kept with the 120.00 that came in time, also where the next one is told to replace it', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt, '2026-11-25'));
		morning('2026-11-26');
		done(await pay(debt, 120_00n));
		morning('2026-11-28');
		done(await promise(debt, '2026-11-30', true));
		expect(await promises(debt)).toEqual(['partly_kept 12000 2026-11-28', 'open 0 ']);
	});

	test('can no longer be taken back; on its day of grace it could', async () => {
		const debt = await aDebt(database, agent);
		const { promiseId } = done(await promise(debt, '2026-11-25'));
		const other = await aDebt(database, agent);
		const onOther = done(await promise(other, '2026-11-25'));
		morning('2026-11-26');
		done(await acting((act) => withdrawPromise(act, { debtorId: other.debtorId, promiseId: onOther.promiseId })));
		morning('2026-11-28');
		expect(await acting((act) => withdrawPromise(act, { debtorId: debt.debtorId, promiseId }))).toMatchObject({
			code: 'promise.not_open',
			details: { state: 'broken' },
		});
	});
});

describe('a plan of two instalments of 500.00, the first due on 25 November and not paid by the 28th', () => {
	test('is broken by the promise made next, its hold lifted, its second instalment withdrawn', async () => {
		const debt = await aDebt(database, agent);
		done(await plan(debt, '2026-11-25'));
		morning('2026-11-28');
		done(await promise(debt, '2026-11-30'));
		expect(await promises(debt)).toEqual(['broken 0 2026-11-28', 'withdrawn 0 2026-11-28', 'open 0 ']);
		expect(await database.query('select state from plan where debt_id = $1', [debt.debtId])).toEqual([{ state: 'broken' }]);
		expect(await database.query('select from hold where debtor_id = $1 and lifted_at is null', [debt.debtorId])).toEqual([]);
	});

	test('can no longer be taken back', async () => {
		const debt = await aDebt(database, agent);
		const { planId } = done(await plan(debt, '2026-11-25'));
		morning('2026-11-28');
		expect(await acting((act) => withdrawPlan(act, { debtorId: debt.debtorId, planId }))).toMatchObject({
			code: 'plan.not_open',
			details: { state: 'broken' },
		});
	});
});

test('a promise due on 25 November that is taken back on the 24th takes the reminder of it along, and leaves the debt’s other message', async () => {
	const debt = await aDebt(database, agent);
	const { promiseId } = done(await promise(debt, '2026-11-25'));
	for (const template of ['promise_due', 'reminder'])
		await database.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', $4, $5, '2026-11-24', $4)`,
			[database.tenantId, debt.debtorId, debt.debtId, template, testNow.add({ hours: 1 })],
		);
	done(await acting((act) => withdrawPromise(act, { debtorId: debt.debtorId, promiseId })));
	expect((await pressureOn(database, debt)).map((each) => each.kind)).toEqual(['message reminder']);
});
