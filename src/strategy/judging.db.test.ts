import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt as aDebtOf, aNumber, type DebtSaid } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { nothingOwed } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { lockDebtor } from '../debtors/store.ts';
import { settableClock } from '../host/clock.ts';
import { postTransfers } from '../ledger/actions.ts';
import { transfersOf } from '../ledger/rules.ts';
import { change, type Door } from '../record/change.ts';
import { type DayRunSummary, explainNextStep, runDay } from './actions.ts';

/** A debt of somebody who can be called. */
async function aDebt(database: TestDatabase, door: Door, said: DebtSaid = {}) {
	const placed = await aDebtOf(database, door, said);
	await aNumber(database, placed.debtorId);
	return placed;
}

/** What a day run judges and closes, and by which day: its own or today. */
let database: TestDatabase;
let door: Door;
const today = Temporal.PlainDate.from('2026-11-24');
const at = (time: string, date = today) => Temporal.Instant.from(`${date}T${time}+08:00`);
const ran = (summary: DayRunSummary | Refusal): DayRunSummary => known(isRefusal(summary) ? null : summary, 'day run');
const runAt = async (time: string, date = today, day?: Temporal.PlainDate) =>
	ran(await runDay({ ...door, clock: settableClock(at(time, date)) }, day));
const itemsOf = (debtorId: bigint) =>
	database.query<{ step: string; state: string; until: string }>(
		`select step, state, to_char(callable_until at time zone 'Asia/Shanghai', 'HH24:MI') as until from work_item where debtor_id = $1 order by business_date, step`,
		[debtorId],
	);
/** 50.00 promised on the 20th of November, with one day of grace. */
const aPromise = (of: { debtorId: bigint; debtId: bigint }, dueOn: string) =>
	database.query(
		`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by) values ($1, $2, $3, 5000, 'CNY', $4, 1, $5, $6)`,
		[database.tenantId, of.debtorId, of.debtId, dueOn, at('10:00', Temporal.PlainDate.from('2026-11-20')), door.actor.id],
	);
test('a debtor whose only number is wrong gets no call, and the case says why; with a number of their own they have their first day', async () => {
	const { debtorId } = await aDebt(database, door, { placedOn: today.toString(), reviewOn: today.toString() });
	await database.query(`update contact_point set state = 'wrong' where debtor_id = $1`, [debtorId]);
	expect(await runAt('09:00')).toMatchObject({ debts: 1, calls: 0, messages: 0 });
	const explained = await explainNextStep({ ...door, clock: settableClock(at('09:05')) }, debtorId);
	expect(explained?.debts[0]).toMatchObject({ stage: 'no number', calls: 0 });
	expect(explained?.debts[0]?.because.at(-1)?.en).toBe('no usable number of the debtor’s own: no call and no message');
	await aNumber(database, debtorId);
	await runAt('09:00', today.add({ days: 7 }));
	expect((await itemsOf(debtorId)).map((item) => item.step)).toEqual(['opening 1/3', 'opening 2/3', 'opening 3/3']);
});

beforeEach(async () => {
	database = await testDatabase();
	door = await database.door('system', 'system');
});
afterEach(() => database.close());

/** Waits until somebody waits for a lock another holds. */
async function untilWaiting(database: TestDatabase): Promise<void> {
	for (let tries = 0; tries < 400; tries++) {
		const { rows } = await database.owner.query(
			`select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
		);
		if (rows.length > 0) return;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error('nobody waits for a lock');
}

test('run on the 24th for the 20th of December: a promise due on the 26th and the calls of the 24th stand, the 20th is planned; for the 26th and for the 23rd of November, which is over, it is refused', async () => {
	const promised = await aDebt(database, door, { placedOn: '2026-11-01', reviewOn: '2026-12-30' });
	await aPromise(promised, '2026-11-26');
	const called = await aDebt(database, door, { placedOn: today.toString(), reviewOn: today.toString() });
	await runAt('09:00');
	const ahead = await aDebt(database, door, { placedOn: '2026-12-18', reviewOn: '2026-12-18' });
	const summary = await runAt('09:10', today, Temporal.PlainDate.from('2026-12-20'));
	expect(summary).toMatchObject({ business_date: '2026-12-20', promises_broken: 0, not_worked: 0 });
	expect(await database.query('select state from promise where debtor_id = $1', [promised.debtorId])).toEqual([{ state: 'open' }]);
	expect((await itemsOf(called.debtorId)).slice(0, 3).map((item) => item.state)).toEqual(['open', 'open', 'open']);
	expect(await itemsOf(ahead.debtorId)).toHaveLength(3);
	const late = await runDay({ ...door, clock: settableClock(at('09:10')) }, Temporal.PlainDate.from('2026-12-26'));
	expect(late).toMatchObject({ refused: true, code: 'request.malformed' });
	const over = await runDay({ ...door, clock: settableClock(at('00:00')) }, today.subtract({ days: 1 }));
	expect(over).toMatchObject({ refused: true, code: 'request.malformed' });
	expect(await database.query('select from day_run where business_date < $1', [today])).toEqual([]);
});

test('US-C1: an attorney who consents lets the calls about a consumer’s debt be planned; none about an invoice, nor about what a creditor collects itself', async () => {
	const day = Temporal.PlainDate.from('2026-11-24');
	const called = async (said: DebtSaid) => {
		const { debtorId } = await aDebt(database, door, { placedOn: '2026-11-24', reviewOn: '2026-11-24', ...said });
		await database.query(`update debtor set jurisdiction = 'US-TX', zones = '{America/Chicago}' where id = $1`, [debtorId]);
		await database.query(
			`insert into hold (tenant_id, debtor_id, kind, evidence, attorney, from_at, placed_by) values ($1, $2, 'counsel', 'letter', 'consents', $3, $4)`,
			[database.tenantId, debtorId, at('00:00', day), door.actor.id],
		);
		return debtorId;
	};
	const consumer = await called({ client: 'STATES' });
	const invoice = await called({ client: 'STATES', product: 'invoice' });
	const own = await called({ client: 'OWN' });
	await database.query(`update client set collects_as = 'creditor' where code = 'OWN'`);
	await runAt('06:10', day);
	const calls = await Promise.all([consumer, invoice, own].map(async (debtorId) => (await itemsOf(debtorId)).length));
	expect(calls).toEqual([3, 0, 0]);
});

test('a call of the 1st to a debtor in New York, until 09:30 of the 2nd in Shanghai: left alone by the run of 06:10, closed as not worked at 09:40', async () => {
	const day = Temporal.PlainDate.from('2026-12-01');
	const { debtorId, debtId } = await aDebt(database, door, { placedOn: '2026-11-01', reviewOn: '2027-01-31' });
	const until = at('09:30', day.add({ days: 1 }));
	await database.query(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
		 select $1, $2, $3, k, $4, k, 1, 300, $5, $6 from unnest(array['call', 'call_back']) k`,
		[database.tenantId, debtorId, debtId, day, at('21:00', day), until],
	);
	const states = async () => (await itemsOf(debtorId)).map((item) => [item.step, item.state, item.until]);
	await runAt('06:10', day.add({ days: 1 }));
	expect(await states()).toEqual([
		['call', 'open', '09:30'],
		['call_back', 'open', '09:30'],
	]);
	await runAt('09:40', day.add({ days: 1 }));
	expect(await states()).toEqual([
		['call', 'cancelled', '09:30'],
		['call_back', 'open', '20:30'],
	]);
});

test('a payment that is being booked while the day run would judge: the run waits for the debtor and finds the promise kept, judged after the payment', async () => {
	const day = Temporal.PlainDate.from('2026-11-30');
	const { debtorId, debtId } = await aDebt(database, door, { placedOn: '2026-11-01', reviewOn: '2027-01-31' });
	await aPromise({ debtorId, debtId }, '2026-11-28');
	const clock = settableClock(at('06:10', day));
	let run: Promise<DayRunSummary | Refusal> | undefined;
	await change({ ...door, clock }, { act: 'test.pay', input: null, debtorId }, async (act) => {
		lockDebtor(act.tx, debtorId);
		await act.tx.settle();
		run = runDay({ ...door, clock });
		await untilWaiting(database);
		clock.set(at('06:11', day));
		const transfers = transfersOf({ kind: 'paid', parts: { ...nothingOwed, principal: 5000n }, surplusMinor: 0n });
		await postTransfers(act, [
			{ debtorId, debtId, currency: 'CNY', happenedAt: at('12:00', Temporal.PlainDate.from('2026-11-28')), transfers },
		]);
		return null;
	});
	expect(ran(await known(run, 'run'))).toMatchObject({ promises_kept: 1, promises_broken: 0 });
	const judged = await database.query<{ at: Temporal.Instant }>(
		`select at from record_entry where act = 'dayrun.judge' order by id desc limit 1`,
	);
	expect(String(judged[0]?.at)).toBe(String(at('06:11', day)));
});
