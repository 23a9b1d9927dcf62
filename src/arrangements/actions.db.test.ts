import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { reversePayment } from '../payments/queues.ts';
import { recallPlacement } from '../placements/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { judgePromises, makePlan, makePromise, promisesEndedBy, withdrawPlan, withdrawPromise } from './actions.ts';
import { arrangementViews } from './views.ts';

let database: TestDatabase;
let agent: Door;
let system: Door;
beforeAll(async () => {
	database = await testDatabase();
	agent = await database.door('agent');
	system = await database.door('system');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

async function acting<T>(work: (act: Act) => Promise<T | Refusal>, door = agent): Promise<T | Refusal> {
	let kept: T | Refusal | undefined;
	const answer = await change(door, { act: 'test', input: null }, async (act) => {
		kept = await work(act);
		return isRefusal(kept) ? kept : null;
	});
	return isRefusal(answer) ? answer : (known(kept, 'answer') as T);
}
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.details)}`);
	return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'done');
const date = (text: string) => Temporal.PlainDate.from(text);

const promise = (debt: PlacedDebt, said: Partial<Parameters<typeof makePromise>[1]> = {}) =>
	acting((act) => makePromise(act, { ...debt, amountMinor: 500_00n, currency: 'CNY', dueOn: date('2026-11-27'), ...said }));
const plan = (debt: PlacedDebt, said: Partial<Parameters<typeof makePlan>[1]> = {}) =>
	acting((act) => makePlan(act, { ...debt, currency: 'CNY', instalments: 4, firstDueOn: date('2026-12-01'), ...said }));
const pay = async (debt: PlacedDebt, amountMinor: bigint, paidAt: string) =>
	done(
		await acting((act) =>
			recordPayment(act, {
				clientId: debt.clientId,
				externalReference: `${debt.reference} ${paidAt} ${amountMinor}`,
				debtReference: debt.reference,
				amountMinor,
				currency: 'CNY',
				paidAt: Temporal.Instant.from(paidAt),
			}),
		),
	);
/** The day run's judging, on the morning of a date. */
const judge = async (on: string, of: PlacedDebt | null) => {
	database.clock.set(Temporal.Instant.from(`${on}T06:00:00+08:00`));
	return done(await acting((act) => judgePromises(act, date(on), of ? { debts: [of] } : 'due'), system));
};
const view = (debt: PlacedDebt) => database.tx((tx) => arrangementViews(tx, debt.debtorId, database.clock.now()));
const states = async (debt: PlacedDebt) => {
	const { promises, plans } = await view(debt);
	return [
		...promises.map((each) => each.state),
		...plans.map((each) => `${each.state}: ${each.schedule.map((one) => one.state).join(' ')}`),
	];
};
const holds = (debt: PlacedDebt) =>
	database.query<{ kind: string }>('select kind from hold where debtor_id = $1 and lifted_at is null order by id', [debt.debtorId]);
const nothing = { kept: 0, partlyKept: 0, broken: 0, withdrawn: 0, plansKept: 0, plansBroken: 0, plansWithdrawn: 0 };

describe('a promise of 500.00 due on 27 November, one day of grace', () => {
	test('is open with nothing paid, has the debt looked at today, and stops the calls planned for it', async () => {
		const debt = await aDebt(database, agent, { reviewOn: '2026-12-30' });
		await database.query(
			`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			 values ($1, $2, $3, 'call', '2026-11-24', 'opening 2/3', 1, 1, $4, $5)`,
			[database.tenantId, debt.debtorId, debt.debtId, testNow, testNow.add({ hours: 1 })],
		);
		done(await promise(debt));
		expect((await view(debt)).promises).toMatchObject([
			{ amount_minor: 50_000, paid_minor: 0, due_on: '2026-11-27', until_on: '2026-11-28', state: 'open', made_by: 'agent one' },
		]);
		expect(await database.query('select state, close_reason from work_item where debtor_id = $1', [debt.debtorId])).toEqual([
			{ state: 'cancelled', close_reason: 'promise' },
		]);
		expect(await database.query(`select review_on::text as on from debt_state where debt_id = $1`, [debt.debtId])).toEqual([
			{ on: '2026-11-24' },
		]);
	});

	test.each([
		['paid in full on the 26th', [[500_00n, '2026-11-26T00:00:00+08:00']], 'kept'],
		[
			'paid in two parts, the second on the day of grace',
			[
				[200_00n, '2026-11-25T09:00:00+08:00'],
				[300_00n, '2026-11-28T23:59:59+08:00'],
			],
			'kept',
		],
		['paid a minute after the day of grace', [[500_00n, '2026-11-29T00:00:00+08:00']], 'broken'],
		['paid 499.99', [[499_99n, '2026-11-27T00:00:00+08:00']], 'partly_kept'],
		['not paid', [], 'broken'],
		['paid that very day, the file giving only the date', [[500_00n, '2026-11-24T00:00:00+08:00']], 'kept'],
	] as const)('%s: %s is %s on the 30th', async (_, payments, state) => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		database.clock.set(Temporal.Instant.from('2026-11-29T12:00:00+08:00'));
		for (const [amount, at] of payments) await pay(debt, amount, at);
		await judge('2026-11-30', null);
		expect(await states(debt)).toEqual([state]);
	});

	test('a payment already known when the promise was made does not count for it', async () => {
		const debt = await aDebt(database, agent);
		await pay(debt, 500_00n, '2026-11-24T00:30:00+08:00');
		database.clock.advance({ minutes: 5 });
		done(await promise(debt));
		await judge('2026-11-30', debt);
		expect(await states(debt)).toEqual(['broken']);
	});

	test('is not judged while it can still be kept, is judged once, and judged twice changes nothing', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		expect(await judge('2026-11-28', debt)).toEqual(nothing);
		expect(await judge('2026-11-29', debt)).toEqual({ ...nothing, broken: 1 });
		expect(await judge('2026-11-30', debt)).toEqual(nothing);
		expect((await view(debt)).promises[0]?.judged_on).toBe('2026-11-29');
		expect(await database.query(`select review_on::text as on from debt_state where debt_id = $1`, [debt.debtId])).toEqual([
			{ on: '2026-11-24' },
		]);
	});

	test('paid early is kept with the payment, which leaves nothing to judge, and stays kept when the bank takes the payment back past its last day', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		database.clock.set(Temporal.Instant.from('2026-11-25T12:00:00+08:00'));
		const { paymentId } = await pay(debt, 500_00n, '2026-11-25T09:00:00+08:00');
		expect(await states(debt)).toEqual(['kept']);
		expect(await judge('2026-11-29', debt)).toEqual(nothing);
		done(await acting((act) => reversePayment(act, paymentId, 'returned')));
		expect(await judge('2026-11-30', debt)).toEqual(nothing);
		expect(await states(debt)).toEqual(['kept']);
	});

	test('of which 499.99 were paid and taken back before it was judged is broken', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		database.clock.set(Temporal.Instant.from('2026-11-27T12:00:00+08:00'));
		const { paymentId } = await pay(debt, 499_99n, '2026-11-26T09:00:00+08:00');
		done(await acting((act) => reversePayment(act, paymentId, 'returned')));
		await judge('2026-11-30', debt);
		expect(await states(debt)).toEqual(['broken']);
	});

	test('a second one on the same debt is refused, takes its place when asked to, and can be withdrawn once', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		expect(code(await promise(debt))).toBe('promise.open_already');
		const { promiseId } = done(await promise(debt, { amountMinor: 400_00n, replace: true }));
		expect(await states(debt)).toEqual(['open', 'withdrawn']);
		const withdraw = () => acting((act) => withdrawPromise(act, { debtorId: debt.debtorId, promiseId }));
		done(await withdraw());
		expect(code(await withdraw())).toBe('promise.not_open');
	});

	test('on somebody else’s debt is not found', async () => {
		const debt = await aDebt(database, agent);
		const other = await aDebt(database, agent);
		expect(code(await promise(debt, { debtId: other.debtId }))).toBe('thing.not_found');
	});

	test('20 at once on one debt: one is taken, 19 are refused', async () => {
		const debt = await aDebt(database, agent);
		const codes = (await Promise.all(Array.from({ length: 20 }, () => promise(debt)))).map(code);
		expect(codes.filter((each) => each === 'done')).toHaveLength(1);
		expect(codes.filter((each) => each === 'promise.open_already')).toHaveLength(19);
	});
});

describe('a plan of 1,000.00 in four months from 1 December', () => {
	test('is 250.00 four times and holds contact while it is kept (CN-L2)', async () => {
		const debt = await aDebt(database, agent);
		const { schedule } = done(await plan(debt));
		expect(schedule.map((each) => `${each.dueOn} ${each.amountMinor}`)).toEqual([
			'2026-12-01 25000',
			'2027-01-01 25000',
			'2027-02-01 25000',
			'2027-03-01 25000',
		]);
		expect(await holds(debt)).toEqual([{ kind: 'kept_plan' }]);
		expect(code(await promise(debt))).toBe('promise.open_already');
	});

	test('CN-L1: of a card runs five years at most: 60 months are taken, 61 are refused, also where the mandate would allow them', async () => {
		const mandate = { planInstalmentsMax: 120 };
		const card = (instalments: number) => aDebt(database, agent, { mandate, client: 'LONG' }).then((debt) => plan(debt, { instalments }));
		expect(code(await card(61))).toBe('plan.too_long');
		expect(done(await card(60)).schedule).toHaveLength(60);
		const loan = await aDebt(database, agent, { mandate, client: 'LONG', product: 'consumer_loan' });
		expect(done(await plan(loan, { instalments: 61 })).schedule).toHaveLength(61);
	});

	test('kept month by month, early and late within grace, is kept with its last instalment and the hold is lifted', async () => {
		const debt = await aDebt(database, agent);
		done(await plan(debt));
		const month = async (paidOn: string, judgedOn: string, amount: bigint) => {
			database.clock.set(Temporal.Instant.from(`${paidOn}T12:00:00+08:00`));
			if (amount > 0n) await pay(debt, amount, `${paidOn}T10:00:00+08:00`);
			await judge(judgedOn, null);
			return (await states(debt))[0];
		};
		expect(await month('2026-11-30', '2026-12-03', 400_00n)).toBe('open: kept open open open');
		expect(await month('2027-01-02', '2027-01-03', 100_00n)).toBe('open: kept kept open open');
		expect(await month('2027-01-20', '2027-02-03', 250_00n)).toBe('open: kept kept kept open');
		expect(await month('2027-02-20', '2027-03-03', 250_00n)).toBe('kept: kept kept kept kept');
		expect(await holds(debt)).toEqual([]);
	});

	test('with its first instalment one cent short is broken; the rest is withdrawn, the hold lifted, the debt looked at that day', async () => {
		const debt = await aDebt(database, agent, { reviewOn: '2027-05-01' });
		done(await plan(debt));
		await database.query(`update debt_state set review_on = '2027-05-01' where debt_id = $1`, [debt.debtId]);
		database.clock.set(Temporal.Instant.from('2026-12-02T12:00:00+08:00'));
		await pay(debt, 249_99n, '2026-12-01T10:00:00+08:00');
		await database.query(`update debt_state set review_on = '2027-05-01' where debt_id = $1`, [debt.debtId]);
		expect(await judge('2026-12-03', null)).toEqual({ ...nothing, partlyKept: 1, plansBroken: 1 });
		expect(await states(debt)).toEqual(['broken: partly_kept withdrawn withdrawn withdrawn']);
		expect(await holds(debt)).toEqual([]);
		expect(await database.query(`select review_on::text as on from debt_state where debt_id = $1`, [debt.debtId])).toEqual([
			{ on: '2026-12-03' },
		]);
	});

	test('paid off early is kept at once and no longer holds contact', async () => {
		const debt = await aDebt(database, agent);
		done(await plan(debt));
		database.clock.set(Temporal.Instant.from('2026-11-26T12:00:00+08:00'));
		await pay(debt, 1_000_00n, '2026-11-26T10:00:00+08:00');
		expect(await states(debt)).toEqual(['kept: kept kept kept kept']);
		expect(await holds(debt)).toEqual([]);
	});

	test('can be withdrawn once, which lifts its hold', async () => {
		const debt = await aDebt(database, agent);
		const { planId } = done(await plan(debt));
		const withdraw = () => acting((act) => withdrawPlan(act, { debtorId: debt.debtorId, planId }));
		done(await withdraw());
		expect(await holds(debt)).toEqual([]);
		expect(await states(debt)).toEqual(['withdrawn: withdrawn withdrawn withdrawn withdrawn']);
		expect(code(await withdraw())).toBe('plan.not_open');
	});
});

/** Puts these debts in one placement and has their client take it back. */
async function recall(...debts: PlacedDebt[]) {
	const [placement] = await database.query<{ id: bigint }>(
		`insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at)
		 values ($1, $2, $3, 'f.csv', '\\x00', 'imported', '2026-11-01', $4, $5) returning id`,
		[database.tenantId, known(debts[0], 'debt').clientId, `batch ${debts[0]?.debtId}`, agent.actor.id, testNow],
	);
	const { id } = known(placement, 'placement');
	await database.query('update debt set placement_id = $1 where id = any ($2)', [id, debts.map(({ debtId }) => debtId)]);
	return done(await recallPlacement(agent, id, '委案方收回'));
}
const whys = async (debt: PlacedDebt) => {
	const { promises, plans } = await view(debt);
	return [...promises, ...plans].map((each) => `${each.state} ${each.withdrawn_for ?? '-'}`);
};
const versionsOf = async (promiseId: bigint) =>
	(await database.query(`select from row_version where source = 'promise' and keys @> array[$1::text]`, [String(promiseId)])).length;

describe('when nothing is left to ask for on the debt', () => {
	const at = (text: string) => database.clock.set(Temporal.Instant.from(text));

	test('a promise is withdrawn in the act of the recall, which says so; the record has a version of it and the other debt is looked at that day', async () => {
		const debt = await aDebt(database, agent);
		const other = await aDebt(database, agent, { debtorId: debt.debtorId, reviewOn: '2026-12-30' });
		const { promiseId } = done(await promise(debt));
		await promise(other, { dueOn: date('2026-12-10') });
		await database.query(`update debt_state set review_on = '2026-12-30' where debt_id = $1`, [other.debtId]);
		await database.query(
			`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			 select $1, $2, debt_id, 'call', '2026-11-25', step, 1, 1, $5, $6 from (values ($3::bigint, 'promise due'), ($4::bigint, 'daily')) made (debt_id, step)`,
			[database.tenantId, debt.debtorId, debt.debtId, other.debtId, testNow, testNow.add({ hours: 1 })],
		);
		at('2026-11-25T15:00:00+08:00');
		const before = await versionsOf(promiseId);
		expect(await recall(debt)).toEqual({ debts: 1, promises_withdrawn: 1 });
		expect((await whys(debt)).toSorted()).toEqual(['open -', 'withdrawn recalled']);
		expect((await view(debt)).promises.find((each) => each.id === String(promiseId))?.judged_on).toBe('2026-11-25');
		expect(await versionsOf(promiseId)).toBe(before + 1);
		const [recorded] = await database.query(`select answer from record_entry where act = 'placement.recall' order by id desc limit 1`);
		expect(recorded).toMatchObject({ answer: { promises_withdrawn: 1 } });
		expect(await database.query(`select review_on::text as on from debt_state where debt_id = $1`, [other.debtId])).toEqual([
			{ on: '2026-11-25' },
		]);
		expect(await database.query('select step, state from work_item where debtor_id = $1 order by step', [debt.debtorId])).toEqual([
			{ step: 'daily', state: 'open' },
			{ step: 'promise due', state: 'cancelled' },
		]);
		expect(await judge('2026-11-30', debt)).toEqual(nothing);
	});

	test('a promise whose money had come in is kept by the recall, and one whose day of grace had passed is broken by it', async () => {
		const [paid, late] = [await aDebt(database, agent), await aDebt(database, agent)];
		done(await promise(paid));
		done(await promise(late));
		at('2026-11-29T02:00:00+08:00');
		await pay(paid, 500_00n, '2026-11-28T10:00:00+08:00');
		expect(await recall(paid, late)).toEqual({ debts: 2, promises_withdrawn: 0 });
		expect([await whys(paid), await whys(late)]).toEqual([['kept -'], ['broken -']]);
	});

	test('a plan is withdrawn with what is left of it, its hold is lifted, and what was paid of it stays kept', async () => {
		const debt = await aDebt(database, agent);
		done(await plan(debt));
		at('2026-12-02T12:00:00+08:00');
		await pay(debt, 250_00n, '2026-12-01T10:00:00+08:00');
		await judge('2026-12-03', null);
		expect(await recall(debt)).toEqual({ debts: 1, promises_withdrawn: 3 });
		expect(await states(debt)).toEqual(['withdrawn: kept withdrawn withdrawn withdrawn']);
		expect(await whys(debt)).toEqual(['withdrawn recalled']);
		expect(await holds(debt)).toEqual([]);
	});

	test.each([
		['the day before it was made', '2026-11-23T10:00:00+08:00', 'withdrawn settled', 'withdrawn settled'],
		['the day it was made', '2026-11-24T00:00:00+08:00', 'kept -', 'open -'],
	] as const)('a promise on a debt paid off with the value date of %s (%s) is %s; that taken back, %s', async (_, paidAt, why, after) => {
		const debt = await aDebt(database, agent);
		const { promiseId } = done(await promise(debt));
		at('2026-11-25T12:00:00+08:00');
		const { paymentId, settles } = await pay(debt, 1_000_00n, paidAt);
		expect(settles).toBe(true);
		expect(await whys(debt)).toEqual([why]);
		// The debt is owed again: what was kept is open again; what was withdrawn stays so. The one who reverses it is told.
		const reversed = done(await acting((act) => reversePayment(act, paymentId, 'returned')));
		expect(await whys(debt)).toEqual([after]);
		const [open, withdrawn] = after === 'open -' ? [[promiseId], []] : [[], [promiseId]];
		expect(reversed.reopened.open).toEqual(open);
		expect(await acting((act) => promisesEndedBy(act, reversed))).toEqual({ kept: [], withdrawn });
		expect(await database.query('select status, review_on::text as on from debt_state where debt_id = $1', [debt.debtId])).toEqual([
			{ status: 'open', on: '2026-11-25' },
		]);
		expect(code(await promise(debt, { dueOn: date('2026-12-05') }))).toBe(after === 'open -' ? 'promise.open_already' : 'done');
	});

	test('a plan on a debt paid off with an earlier value date is withdrawn, with its hold; with one instalment paid in time it is kept', async () => {
		const [unpaid, begun] = [await aDebt(database, agent), await aDebt(database, agent)];
		done(await plan(unpaid));
		done(await plan(begun));
		at('2026-12-02T12:00:00+08:00');
		await pay(begun, 250_00n, '2026-12-01T10:00:00+08:00');
		await pay(begun, 750_00n, '2026-11-23T10:00:00+08:00');
		await pay(unpaid, 1_000_00n, '2026-11-23T10:00:00+08:00');
		expect(await states(unpaid)).toEqual(['withdrawn: withdrawn withdrawn withdrawn withdrawn']);
		expect(await whys(unpaid)).toEqual(['withdrawn settled']);
		expect(await states(begun)).toEqual(['kept: kept kept kept kept']);
		expect([...(await holds(unpaid)), ...(await holds(begun))]).toEqual([]);
	});

	test('a promise on a debt of which a cent is still owed stays open, and its other debts’ promises with it', async () => {
		const debt = await aDebt(database, agent);
		const settled = await aDebt(database, agent, { debtorId: debt.debtorId });
		done(await promise(debt));
		at('2026-11-25T12:00:00+08:00');
		await pay(debt, 999_99n, '2026-11-23T10:00:00+08:00');
		await pay(settled, 1_000_00n, '2026-11-23T10:00:00+08:00');
		expect(await whys(debt)).toEqual(['open -']);
	});

	test('a promise being made when the recall comes is waited for and withdrawn; after the recall none is taken', async () => {
		const debt = await aDebt(database, agent, { reviewOn: '2026-11-24' });
		const waits = async () => {
			while ((await database.query('select from pg_locks where not granted')).length === 0);
		};
		const recalled = await acting(async (act) => {
			await makePromise(act, { ...debt, amountMinor: 500_00n, currency: 'CNY', dueOn: date('2026-11-27') });
			const recalling = recall(debt);
			await Promise.race([recalling, waits()]);
			return { recalling };
		});
		expect(await done(recalled).recalling).toEqual({ debts: 1, promises_withdrawn: 1 });
		expect(await whys(debt)).toEqual(['withdrawn recalled']);
		expect(code(await promise(debt))).toBe('debt.not_open');
	});

	test('a promise that another replaced, or that a person took back, is withdrawn for that', async () => {
		const debt = await aDebt(database, agent);
		done(await promise(debt));
		const { promiseId } = done(await promise(debt, { replace: true }));
		done(await acting((act) => withdrawPromise(act, { debtorId: debt.debtorId, promiseId })));
		expect((await whys(debt)).toSorted()).toEqual(['withdrawn asked', 'withdrawn replaced']);
	});
});
