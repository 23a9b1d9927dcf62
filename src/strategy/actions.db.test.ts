import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey } from '../../test/support/database.ts';
import { aDebt as aDebtOf, aNumber, type DebtSaid } from '../../test/support/debts.ts';
import { placeHold } from '../contact/actions.ts';
import { recordWish } from '../contact/wishes.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { settableClock, systemClock } from '../host/clock.ts';
import { root } from '../host/config.ts';
import { change, type Door } from '../record/change.ts';
import { type DayRunSummary, explainNextStep, runDay } from './actions.ts';
import { makeBook } from './book.ts';

/** A day ahead of the real clock, which the command line goes by: never a run of today, and within what may be planned. */
const on = systemClock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().add({ days: 20 });
const ran = (summary: DayRunSummary | Refusal): DayRunSummary => known(isRefusal(summary) ? null : summary, 'day run');
const aDoor = async (database: TestDatabase): Promise<Door> => ({ ...(await database.door('system', 'system')), clock: systemClock });
const debts = 6_000;

async function aBook(database: TestDatabase): Promise<void> {
	await makeBook(database.owner, { tenantId: database.tenantId, debts, on, reviewOn: [on, on, on, on, on, on.add({ days: 1 })] });
}

/** A debt of somebody who can be called. */
async function aDebt(database: TestDatabase, door: Door, said: DebtSaid = {}) {
	const placed = await aDebtOf(database, door, said);
	await aNumber(database, placed.debtorId);
	return placed;
}

/** All that a day run leaves behind, in an order that does not depend on who did what first. */
async function leftBehind(database: TestDatabase) {
	const rows = (text: string) => database.query<Record<string, unknown>>(text);
	const texts = (list: Record<string, unknown>[]) => list.map((row) => Object.values(row).join(' '));
	return {
		items: texts(
			await rows(
				'select debtor_id, debt_id, kind, business_date, step, team_id, agent_id, priority, callable_from, callable_until, state from work_item order by 1, 4, 5',
			),
		),
		messages: texts(
			await rows('select debtor_id, debt_id, channel, template, due_at, business_date, step, state from message order by 1, 6, 7'),
		),
		states: texts(
			await rows('select debtor_id, debt_id, status, review_on, opened_on, stage, key_case, run_on from debt_state order by 1, 2'),
		),
		chunks: await rows(
			`select count(*)::int as chunks, count(done_at)::int as done, sum((summary ->> 'debts')::int)::int as debts from day_run_chunk`,
		),
	};
}

const summaryOf = async (database: TestDatabase) =>
	known(
		(await database.query<{ summary: DayRunSummary; finished_at: Temporal.Instant | null }>('select summary, finished_at from day_run'))[0],
		'run',
	);

/** The command line in a process of its own, as an operator would start it; killed when it has done `killAfter` chunks. */
function runInProcess(
	database: TestDatabase,
	killAfter: number | null,
): Promise<{ code: number | null; signal: string | null; out: string }> {
	const child = spawn(process.execPath, [join(root, 'src/cli.ts'), 'day', 'run', '--on', on.toString(), '--json'], {
		env: { ...process.env, DATABASE_URL: database.url, DUNWELL_KEY: testHouseKey.toString('base64') },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let out = '';
	let told = '';
	child.stdout.on('data', (part: Buffer) => {
		out += part.toString();
	});
	child.stderr.on('data', (part: Buffer) => {
		told += part.toString();
		if (killAfter !== null && told.includes(`chunk ${killAfter}\n`)) child.kill('SIGKILL');
	});
	return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out })));
}

/** Waits until the server has noticed that a client is gone: what it had been told to commit is committed. */
async function untilQuiet(database: TestDatabase): Promise<void> {
	for (let tries = 0; tries < 400; tries++) {
		const { rows } = await database.owner.query(
			`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state like any ('{active,idle in%}')`,
		);
		if (rows.length === 0) return;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error('a connection of the killed run is still at work');
}

let clean: TestDatabase;
let first: DayRunSummary;
let wanted: Awaited<ReturnType<typeof leftBehind>>;
beforeAll(async () => {
	clean = await testDatabase();
	await aBook(clean);
	first = ran(await runDay(await aDoor(clean), on, { workers: 1 }));
	wanted = await leftBehind(clean);
});
afterAll(() => clean.close());

describe('the day run', () => {
	test('6,000 debts of which half are due: 3,000 reviewed with their holds, promises and openings, nothing else touched', async () => {
		const due = await clean.query<{ n: bigint }>('select count(*) as n from debt_state where run_on = $1', [on]);
		expect(due[0]?.n).toBe(3_000n);
		expect(first).toMatchObject({ business_date: on.toString(), debts: 3_000, promises_kept: 0, promises_broken: 0, not_worked: 0 });
		expect(wanted.items).toHaveLength(first.calls);
		expect(wanted.messages).toHaveLength(first.messages);
		const one = async (text: string) => Number((await clean.query<{ n: bigint }>(text, [on]))[0]?.n);
		// Nobody on hold has a step; whoever is new has three calls in three windows, whoever is not has one.
		expect(await one(`select count(*) as n from work_item w join hold h using (tenant_id, debtor_id) where business_date = $1`)).toBe(0);
		expect(first.held).toBe(await one(`select count(*) as n from debt_state where stage = 'held' and run_on = $1`));
		// 600 of the due debts are new; 21 of them belong to debtors on hold.
		expect(await one(`select count(*) as n from debt_state where stage = 'opening' and opened_on = $1 and run_on = $1`)).toBe(579);
		const perDebtor = await clean.query<{ calls: bigint; windows: bigint }>(
			'select distinct count(*) as calls, count(distinct callable_from) as windows from work_item group by debtor_id order by 1',
		);
		expect(perDebtor).toEqual([
			{ calls: 1n, windows: 1n },
			{ calls: 3n, windows: 3n },
		]);
		expect(await one(`select count(*) as n from debt_state where status = 'open' and review_on <= $1`)).toBe(0);
	});

	test('each chunk is one entry in the record, with the run’s plan and end; the run’s own row says what all of it came to', async () => {
		const acts = await clean.query<{ act: string; n: bigint; debts: bigint | null }>(
			`select act, count(*) as n, sum((answer ->> 'debts')::bigint)::bigint as debts from record_entry where act like 'dayrun.%' group by 1 order by 1`,
		);
		expect(acts).toEqual([
			{ act: 'dayrun.chunk', n: BigInt(first.chunks), debts: 3_000n },
			{ act: 'dayrun.finish', n: 1n, debts: 3_000n },
			{ act: 'dayrun.plan', n: 1n, debts: null },
		]);
		const { summary, finished_at } = await summaryOf(clean);
		expect(finished_at).not.toBeNull();
		const { business_date: _, ...counted } = first;
		expect(summary).toEqual(counted);
	});

	test('a second run on the same date says zero everywhere and changes nothing', async () => {
		const again = ran(await runDay(await aDoor(clean), on));
		expect(Object.values({ ...again, business_date: 0 }).every((count) => count === 0)).toBe(true);
		expect(await leftBehind(clean)).toEqual(wanted);
		const { business_date: _, ...counted } = first;
		expect((await summaryOf(clean)).summary).toEqual(counted);
	});

	test('killed with kill -9 after a chunk and started again: the same as one clean run, and the two runs together counted once', async () => {
		const database = await testDatabase({ inTest: true });
		await aBook(database);
		const killed = await runInProcess(database, 1);
		expect(killed.signal).toBe('SIGKILL');
		await untilQuiet(database);
		const [half] = (await leftBehind(database)).chunks;
		expect(half?.['done']).toBeGreaterThan(0);
		expect(half?.['done']).toBeLessThan(Number(half?.['chunks']));
		const again = await runInProcess(database, null);
		expect(again.code).toBe(0);
		const summary = JSON.parse(again.out) as DayRunSummary;
		expect(summary.debts).toBe(3_000 - Number(half?.['debts']));
		expect(await leftBehind(database)).toEqual(wanted);
		const { business_date: _, ...counted } = first;
		expect((await summaryOf(database)).summary).toEqual(counted);
	});

	test('three runs started in one moment share the work: the same as one run, each debt reviewed by one of them', async () => {
		const database = await testDatabase({ inTest: true });
		await aBook(database);
		const door = await aDoor(database);
		const runs = await Promise.all([runDay(door, on), runDay(door, on), runDay(door, on)]);
		expect(runs.map(ran).reduce((sum, run) => sum + run.debts, 0)).toBe(3_000);
		expect(await leftBehind(database)).toEqual(wanted);
	});
});

describe('the day run among other acts', () => {
	let database: TestDatabase;
	let door: Door;
	const today = Temporal.PlainDate.from('2026-11-24');
	const at = (time: string, date = today) => Temporal.Instant.from(`${date}T${time}+08:00`);
	const runAt = async (time: string, date = today, day?: Temporal.PlainDate) =>
		ran(await runDay({ ...door, clock: settableClock(at(time, date)) }, day));
	const itemsOf = (debtorId: bigint) =>
		database.query<{ step: string; state: string; from: string; until: string; close_reason: string | null }>(
			`select step, state, to_char(callable_from at time zone 'Asia/Shanghai', 'HH24:MI') as from, to_char(callable_until at time zone 'Asia/Shanghai', 'HH24:MI') as until, close_reason
			   from work_item where debtor_id = $1 order by business_date, step`,
			[debtorId],
		);
	const stateOf = async (debtorId: bigint) =>
		known(
			(
				await database.query<{ stage: string; review_on: Temporal.PlainDate | null; opened_on: Temporal.PlainDate | null }>(
					'select stage, review_on, opened_on from debt_state where debtor_id = $1',
					[debtorId],
				)
			)[0],
			'state',
		);
	/** A debt that was placed in the tables at this moment of the test's day. */
	const placedAt = async (time: string, said: Parameters<typeof aDebt>[2] = {}) => {
		const placed = await aDebt(database, door, { placedOn: today.toString(), reviewOn: today.toString(), ...said });
		await database.query('update debt set created_at = $3 where tenant_id = $1 and id = $2', [database.tenantId, placed.debtId, at(time)]);
		return placed;
	};
	beforeAll(async () => {
		database = await testDatabase();
		door = await database.door('system', 'system');
	});
	afterAll(() => database.close());

	test('a debt placed at 17:59 and looked at at once opens today in what is left of the day, one placed at 18:00 opens tomorrow', async () => {
		const early = await placedAt('17:59');
		const late = await placedAt('18:00');
		expect(await runAt('17:59')).toMatchObject({ debts: 2, calls: 3, messages: 1 });
		expect((await itemsOf(early.debtorId)).map((item) => [item.step, item.from, item.until])).toEqual([
			['opening 1/3', '17:59', '18:49'],
			['opening 2/3', '18:49', '19:39'],
			['opening 3/3', '19:39', '20:30'],
		]);
		expect(await stateOf(late.debtorId)).toMatchObject({ stage: 'new', opened_on: null });
		expect(String((await stateOf(late.debtorId)).review_on)).toBe('2026-11-25');
	});

	test('a morning later: what nobody worked is closed as not worked, both have their day', async () => {
		const tomorrow = today.add({ days: 1 });
		const summary = await runAt('06:10', tomorrow);
		expect(summary).toMatchObject({ debts: 2, calls: 4, messages: 1, not_worked: 3 });
		const states = await database.query<{ state: string; close_reason: string | null; n: bigint }>(
			'select state, close_reason, count(*) as n from work_item group by 1, 2 order by 1',
		);
		expect(states).toEqual([
			{ state: 'cancelled', close_reason: 'not worked', n: 3n },
			{ state: 'open', close_reason: null, n: 4n },
		]);
	});

	test('an unpaid promise due on the 24th with one day of grace is broken by the run of the 26th, which plans a call; the run of the 25th leaves it', async () => {
		const placed = await aDebt(database, door, { placedOn: '2026-11-01', reviewOn: '2026-11-30' });
		await database.query(
			`update debt_state set opened_on = '2026-11-01', reached_at = $3, last_attempt_at = $3 where tenant_id = $1 and debtor_id = $2`,
			[database.tenantId, placed.debtorId, at('10:00', Temporal.PlainDate.from('2026-11-20'))],
		);
		await database.query(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by) values ($1, $2, $3, 5000, 'CNY', '2026-11-24', 1, $4, $5)`,
			[database.tenantId, placed.debtorId, placed.debtId, at('10:00', Temporal.PlainDate.from('2026-11-20')), door.actor.id],
		);
		expect((await runAt('06:10', Temporal.PlainDate.from('2026-11-25'))).promises_broken).toBe(0);
		expect((await runAt('06:10', Temporal.PlainDate.from('2026-11-26'))).promises_broken).toBe(1);
		expect((await itemsOf(placed.debtorId)).map((item) => [item.step, item.state])).toEqual([['broken promise', 'open']]);
	});

	test('20 holds placed while the day run runs leave no debtor with both a hold and an open step of the day', async () => {
		const day = Temporal.PlainDate.from('2026-12-01');
		const placed = await Promise.all(
			Array.from({ length: 20 }, () => aDebt(database, door, { placedOn: '2026-11-30', reviewOn: '2026-12-01' })),
		);
		const holds = placed.map((each) =>
			change(door, { act: 'hold.place', input: {}, debtorId: each.debtorId }, async (act) =>
				placeHold(
					{ ...act, now: at('06:10', day) },
					{ debtorId: each.debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'said so' },
				),
			),
		);
		await Promise.all([runAt('06:10', day), runAt('06:10', day), ...holds]);
		const both = await database.query(
			`select 1 from work_item w join hold h using (tenant_id, debtor_id) where w.state = 'open' and h.lifted_at is null
			 union all select 1 from message m join hold h using (tenant_id, debtor_id) where m.state = 'queued' and h.lifted_at is null`,
		);
		expect(both).toEqual([]);
	});

	test('a dispute over debt A that stays after A went back to its client holds nothing: debt B, placed since, has its three calls and its message', async () => {
		const day = Temporal.PlainDate.from('2026-11-27');
		const { debtorId, debtId } = await aDebt(database, door, { placedOn: '2026-11-01', reviewOn: '2027-01-31' });
		const hold = (of: bigint, kind: 'dispute' | 'kept_plan') =>
			change(door, { act: 'hold.place', input: {}, debtorId }, async (act) =>
				placeHold({ ...act, now: at('09:00', day) }, { debtorId, debtId: of, kind, days: null, evidence: 'letter' }),
			);
		await hold(debtId, 'dispute');
		await database.query(`update debt_state set status = 'recalled', review_on = null where debt_id = $1`, [debtId]);
		const b = await aDebt(database, door, { debtorId, placedOn: '2026-11-28', reviewOn: '2026-11-28' });
		await runAt('06:10', day.add({ days: 1 }));
		expect((await itemsOf(debtorId)).map((item) => item.step)).toEqual(['opening 1/3', 'opening 2/3', 'opening 3/3']);
		expect(
			await database.query('select debt_id from work_item where debtor_id = $1 union select debt_id from message where debtor_id = $1', [
				debtorId,
			]),
		).toEqual([{ debt_id: b.debtId }]);
		// A plan that is kept on B leaves a third debt free as well, and stops what was planned about B alone.
		const c = await aDebt(database, door, { debtorId, placedOn: '2026-11-29', reviewOn: '2026-11-29' });
		await hold(b.debtId, 'kept_plan');
		expect((await itemsOf(debtorId)).map((item) => item.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
		await runAt('06:10', day.add({ days: 2 }));
		const left = await database.query<{ debt_id: bigint; stage: string; on: string }>(
			`select debt_id, stage, review_on::text as on from debt_state where debtor_id = $1 and status = 'open' order by debt_id`,
			[debtorId],
		);
		expect(left).toEqual([
			{ debt_id: b.debtId, stage: 'held', on: '2026-12-29' },
			{ debt_id: c.debtId, stage: 'opening', on: '2026-11-30' },
		]);
		const open = await database.query(
			`select debt_id from work_item where debtor_id = $1 and state = 'open' union select debt_id from message where debtor_id = $1 and state = 'queued'`,
			[debtorId],
		);
		expect(open).toEqual([{ debt_id: c.debtId }]);
		const explained = await explainNextStep({ ...door, clock: settableClock(at('06:20', day.add({ days: 2 }))) }, debtorId);
		expect(explained?.debts.map(({ because }) => because[0]?.en)).toEqual([
			'this debt is on hold: no contact about it',
			expect.stringContaining('days past due'),
		]);
	});

	test('debts placed while the day run runs wait for the next one and get it', async () => {
		const day = Temporal.PlainDate.from('2026-12-02');
		const place = (count: number) =>
			Promise.all(Array.from({ length: count }, () => aDebt(database, door, { placedOn: day.toString(), reviewOn: day.toString() })));
		const there = await place(10);
		const [run, meanwhile] = await Promise.all([runAt('06:10', day), place(10)]);
		await runAt('06:40', day);
		for (const each of [...there, ...meanwhile]) expect(await itemsOf(each.debtorId)).toHaveLength(3);
		expect(run.debts).toBeGreaterThanOrEqual(there.length);
	});

	test('a run whose owner is gone in the middle of the date is finished under the next date', async () => {
		const day = Temporal.PlainDate.from('2026-12-03');
		const placed = await aDebt(database, door, { placedOn: day.toString(), reviewOn: day.toString() });
		// What a run that was killed right after its plan leaves behind.
		await database.query('insert into day_run (tenant_id, business_date, started_at) values ($1, $2, $3)', [
			database.tenantId,
			day,
			at('06:10', day),
		]);
		await database.query('insert into day_run_chunk (tenant_id, business_date, chunk, debtor_ids) values ($1, $2, 1, $3)', [
			database.tenantId,
			day,
			[placed.debtorId],
		]);
		await runAt('06:10', day.add({ days: 1 }));
		expect(await itemsOf(placed.debtorId)).toHaveLength(3);
		expect(await database.query('select 1 from day_run_chunk where done_at is null')).toEqual([]);
	});

	test('a debt that was settled after the plan of the run and before its chunk gets no call', async () => {
		const day = Temporal.PlainDate.from('2026-12-07');
		const placed = await aDebt(database, door, { placedOn: day.toString(), reviewOn: day.toString() });
		await database.query('insert into day_run (tenant_id, business_date, started_at) values ($1, $2, $3)', [
			database.tenantId,
			day,
			at('06:10', day),
		]);
		await database.query('insert into day_run_chunk (tenant_id, business_date, chunk, debtor_ids) values ($1, $2, 1, $3)', [
			database.tenantId,
			day,
			[placed.debtorId],
		]);
		await database.query(`update debt_state set status = 'settled' where tenant_id = $1 and debtor_id = $2`, [
			database.tenantId,
			placed.debtorId,
		]);
		await runAt('06:10', day);
		expect(await itemsOf(placed.debtorId)).toEqual([]);
		expect(await stateOf(placed.debtorId)).toMatchObject({ stage: 'new' });
	});
});

test('CN-D3: who refused decisions by machine alone gets no message of the run and one item that asks a person; the case says why', async () => {
	const database = await testDatabase();
	const door = await database.door('system', 'system');
	const { debtorId } = await aDebt(database, door, { placedOn: '2026-11-24', reviewOn: '2026-11-24' });
	await database.query(`update debt set created_at = '2026-11-24T00:00:00Z' where tenant_id = $1`, [database.tenantId]);
	await change(door, { act: 'wish.record', input: null }, (act) =>
		recordWish(act, debtorId, { kind: 'no_automatic_contact', evidence: 'letter of the 20th' }),
	);
	expect(await runDay(door)).toMatchObject({ debts: 1, calls: 1, messages: 0 });
	const items = await database.query<{ step: string }>('select step from work_item where debtor_id = $1', [debtorId]);
	expect(items.map(({ step }) => step)).toEqual(['person decides']);
	const explained = await explainNextStep(door, debtorId);
	expect(explained?.decidedBy).toBe('person');
	expect(explained?.debts[0]?.because.at(-1)?.zh).toBe('本人拒绝仅由机器决定：不自动发送，由人工决定');
	await database.close();
});
