import { fork } from 'node:child_process';
import { expect, test } from 'vitest';
import { known } from '../../src/core/assert.ts';
import { isRefusal, type Refusal } from '../../src/core/refusal.ts';
import { decideOnText, writeText } from '../../src/content/actions.ts';
import { placeHold } from '../../src/contact/actions.ts';
import { recordPayment } from '../../src/payments/actions.ts';
import { reversePayment } from '../../src/payments/queues.ts';
import { change, type Door } from '../../src/record/change.ts';
import { sealRecord, verifyRecord } from '../../src/record/seals.ts';
import { audit } from '../../src/auditor/auditor.ts';
import { aDebt } from '../support/debts.ts';
import { testNow } from '../support/database.ts';
import { aPoint, ask, contact, gateDesk, use } from '../support/gate.ts';
import type { Got, Orders } from './contender.ts';

/** Contests over one thing, with real connections, and where it says so with real processes: counted, not hoped. */
const desk = gateDesk();

/** Runs a contest with the desks spread over so many processes, all let go at once. */
async function contest(processes: number, orders: Pick<Orders, 'contest'>, desks: Orders['desks']): Promise<Got[]> {
	const children = Array.from({ length: processes }, (_, i) => {
		const child = fork(new URL('./contender.ts', import.meta.url).pathname, [], { execArgv: [] });
		const own = desks.filter((_desk, n) => n % processes === i);
		const { database } = desk;
		child.send({
			...orders,
			desks: own,
			url: database.url,
			tenantId: String(database.tenantId),
			dataKey: Buffer.from(database.vault.keyForWorker()).toString('base64'),
			at: testNow.toString(),
		} satisfies Orders);
		return child;
	});
	const next = () =>
		Promise.all(
			children.map(
				(child) =>
					new Promise<unknown>((resolve, reject) =>
						child
							.once('message', resolve)
							.once('error', reject)
							.once('exit', () => reject(new Error('a contender ended before its time'))),
					),
			),
		);
	await next();
	const answers = next();
	for (const child of children) child.send('go');
	return ((await answers) as Got[][]).flat();
}

async function agents(count: number, prefix: string): Promise<{ id: string; name: string }[]> {
	const rows = await desk.database.query<{ id: bigint; name: string }>(
		`insert into login (tenant_id, username, name, role, exam_passed_on, trained_on, created_at)
		 select $1, $2 || n, $2 || n, 'agent', '2026-10-25', '2026-10-25', $3 from generate_series(1, $4::int) n returning id, name`,
		[desk.database.tenantId, prefix, testNow, count],
	);
	return rows.map(({ id, name }) => ({ id: String(id), name }));
}

test('200 connections in four processes ask for a debtor’s last call of the day: one permit, 199 refused by the limit', {
	timeout: 120_000,
}, async () => {
	for (let i = 0; i < 2; i++) expect(await contact(desk)).toBe('done');
	const desks = await agents(200, 'last call ');
	const orders = { contest: { kind: 'permit', debtorId: String(desk.placed.debtorId), pointId: String(desk.mobile) } } as const;
	const got = (await contest(4, orders, desks)).map((each) => each.got[0] ?? '');
	expect(got).toHaveLength(200);
	expect(got.filter((each) => each.startsWith('permit '))).toHaveLength(1);
	expect(got.filter((each) => each === 'contact.answered_limit_reached')).toHaveLength(199);
});

test('150 agents of three teams in three processes press Next until the queue is dry: 360 calls, each given once, to its team, or to whom it was assigned', {
	timeout: 180_000,
}, async () => {
	const { database } = desk;
	const desks = await agents(150, 'next ');
	const teams = await database.query<{ id: bigint }>(
		`insert into team (tenant_id, code, name) select $1, 'dry ' || n, 'dry ' || n from generate_series(1, 3) n returning id`,
		[database.tenantId],
	);
	const teamOf = new Map<string, string>();
	for (const [i, { id }] of desks.entries()) {
		const team = known(teams[i % 3], 'team').id;
		teamOf.set(id, String(team));
		await database.query('insert into team_member (tenant_id, team_id, login_id) values ($1, $2, $3)', [
			database.tenantId,
			team,
			BigInt(id),
		]);
	}
	// Three calls to each of 120 debtors, side by side; every tenth debtor is one agent's own.
	await database.query(
		`with made as (
			insert into debtor (tenant_id, identity_index, sealed, name_masked, created_at)
			select $1, decode(md5('dry ' || n), 'hex'), '\\x00', '某**', $4 from generate_series(1, 120) n returning id),
		 placed as (select id, row_number() over (order by id) - 1 as n from made)
		 insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, agent_id, priority, callable_from, callable_until)
		 select $1, p.id, 0, 'call', '2026-11-24', 'call ' || call, ($2::bigint[])[p.n % 3 + 1], case when p.n % 10 = 0 then ($3::bigint[])[p.n % 3 + 1] end, 300, $4, $5
		   from placed p cross join generate_series(1, 3) call`,
		[database.tenantId, teams.map(({ id }) => id), desks.slice(0, 3).map(({ id }) => BigInt(id)), testNow, testNow.add({ hours: 8 })],
	);
	const got = await contest(3, { contest: { kind: 'next' } }, desks);
	const given = got.flatMap((each) => each.got.map((item) => ({ desk: each.desk, item: item.split('/')[1] ?? '' })));
	expect(given).toHaveLength(360);
	expect(new Set(given.map((each) => each.item)).size).toBe(360);
	const items = await database.query<{ id: bigint; team_id: bigint; agent_id: bigint | null; state: string; claimed_by: bigint }>(
		`select id, team_id, agent_id, state, claimed_by from work_item where tenant_id = $1 and team_id = any ($2::bigint[])`,
		[database.tenantId, teams.map(({ id }) => id)],
	);
	expect(items.filter((item) => item.state !== 'done')).toEqual([]);
	const byId = new Map(items.map((item) => [String(item.id), item]));
	for (const { desk: agent, item } of given) {
		const kept = known(byId.get(item), 'item');
		expect([String(kept.team_id), String(kept.claimed_by)]).toEqual([teamOf.get(agent), agent]);
		if (kept.agent_id !== null) expect(String(kept.agent_id)).toBe(agent);
	}
	expect(items.filter((item) => item.agent_id !== null)).toHaveLength(36);
});

const payAll = (door: Door, placed: { clientId: bigint; reference: string }) =>
	change(door, { act: 'payment.record', input: { reference: placed.reference } }, async (act) => {
		const done = await recordPayment(act, {
			clientId: placed.clientId,
			debtReference: placed.reference,
			amountMinor: 1_000_00n,
			currency: 'CNY',
			paidAt: testNow.subtract({ hours: 24 }),
		});
		return isRefusal(done) ? done : { settles: done.settles };
	});
const cease = (door: Door, debtorId: bigint) =>
	change(door, { act: 'hold.place', input: { debtorId }, debtorId }, (act) =>
		placeHold(act, { debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
	);

test('two desks use their permits while a payment in full or a request to stop comes in, on 40 debtors at once: whoever waits for the other is dated after it, and nothing is dialled after it', {
	timeout: 120_000,
}, async () => {
	const { database } = desk;
	// A clock that goes, as in life: the order is told by the dates.
	let micros = 0;
	const clock = { now: () => testNow.add({ microseconds: ++micros }) };
	const doors = { agent: { ...desk.door, clock }, manager: { ...(await database.door('manager')), clock } };
	const debtors: string[] = [];
	let dialled = 0;
	let stopped = 0;
	await Promise.all(
		Array.from({ length: 40 }, async (_, i) => {
			const placed = await aDebt(database, desk.door);
			debtors.push(String(placed.debtorId));
			const gate = { ...desk, door: doors.agent, placed, mobile: await aPoint(desk, placed.debtorId) };
			const permits = [await ask(gate), await ask(gate)].flatMap((each) => (isRefusal(each) ? [] : [each]));
			const stop = i % 2 === 0 ? payAll(doors.manager, placed) : cease(doors.manager, placed.debtorId);
			const [uses] = await Promise.all([Promise.all(permits.map(({ permitId }) => use(gate, permitId))), stop]);
			for (const each of uses)
				if (isRefusal(each)) stopped++;
				else dialled++;
			const late = await database.query(
				`select 1 from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and (
				   exists (select from hold h where h.tenant_id = $1 and h.debtor_id = $2 and h.from_at <= a.placed_at)
				   or exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = $2 and l.kind = 'paid' and l.recorded_at <= a.placed_at))`,
				[database.tenantId, placed.debtorId],
			);
			expect(late).toEqual([]);
			expect(isRefusal(await ask(gate))).toBe(true);
		}),
	);
	expect(dialled + stopped).toBeGreaterThan(40);
	const found = await audit(database.owner, {
		tenantId: database.tenantId,
		day: testNow.toZonedDateTimeISO('Asia/Shanghai').toPlainDate(),
		zone: 'Asia/Shanghai',
		whole: true,
	});
	expect(found.filter(({ debtor_id: id }) => id !== null && debtors.includes(id))).toEqual([]);
});

test('a payment that waits for the desk that has the debtor is dated after what that desk did, though it came to the door before', async () => {
	const { database, placed } = desk;
	const manager = await database.door('manager');
	let begun = () => {};
	const holding = new Promise<void>((resolve) => {
		begun = resolve;
	});
	let mayEnd = () => {};
	const end = new Promise<void>((resolve) => {
		mayEnd = resolve;
	});
	const slow = change(desk.door, { act: 'test.hold', input: {} }, async (act) => {
		await act.tx.query(`select pg_advisory_xact_lock(hashtextextended('debtor ' || $1::text || ' ' || $2::text, 0))`, [
			act.tx.tenantId,
			placed.debtorId,
		]);
		begun();
		await end;
		return null;
	});
	await holding;
	const paying = payAll(manager, placed);
	const holdingOff = cease(manager, placed.debtorId);
	await new Promise((resolve) => setTimeout(resolve, 300));
	const done = database.clock.now().add({ seconds: 5 });
	database.clock.set(done);
	mayEnd();
	await Promise.all([slow, paying, holdingOff]);
	const dates = await database.query<{ at: Temporal.Instant }>(
		`select recorded_at as at from ledger_transfer where debtor_id = $1 and kind = 'paid' union all select from_at from hold where debtor_id = $1`,
		[placed.debtorId],
	);
	expect(dates.map(({ at }) => at.toString())).toEqual([done.toString(), done.toString()]);
});

const codes = (answers: readonly (object | Refusal)[]) => answers.map((each) => (isRefusal(each) ? each.code : 'done')).sort();

test('20 desks reverse one payment at once: one does, 19 are told it is done, and the debt is owed again once', async () => {
	const { database, placed } = desk;
	const manager = await database.door('manager');
	await payAll(manager, placed);
	const [payment] = await database.query<{ id: bigint }>('select id from payment where debt_id = $1', [placed.debtId]);
	const answers = await Promise.all(
		Array.from({ length: 20 }, () =>
			change(manager, { act: 'payment.reverse', input: {} }, async (act) => {
				const done = await reversePayment(act, known(payment, 'payment').id, 'returned');
				return isRefusal(done) ? done : { state: done.state };
			}),
		),
	);
	expect(codes(answers)).toEqual(['done', ...Array.from({ length: 19 }, () => 'payment.already_reversed')]);
	expect(await database.query('select owed_minor from debt_balance where debt_id = $1', [placed.debtId])).toEqual([
		{ owed_minor: 1_000_00n },
	]);
});

test('two officers decide on one text at once, ten times over: one decision stands each time, the other is told', async () => {
	const { database } = desk;
	const writer = await database.door('team_lead');
	const [one, two] = [await database.door('compliance', 'officer one'), await database.door('compliance', 'officer two')];
	for (let round = 0; round < 10; round++) {
		const made = await writeText(writer, {
			name: 'reminder',
			zh: `【{agency}】{name}您好，{client}的账单（尾号{tail}）请留意还款${round}，可申请分期。投诉{complaint}，拒收请回复R。`,
			en: `[{agency}] {name}: a payment to {client} (ending {tail}) is due ${round}; instalments are possible. Complaints {complaint}, reply R to stop.`,
		});
		if (isRefusal(made)) throw new Error(made.code);
		const answers = await Promise.all([
			decideOnText(one, { id: BigInt(made.id), verdict: 'approved', reason: null }),
			decideOnText(two, { id: BigInt(made.id), verdict: round % 2 === 0 ? 'approved' : 'refused', reason: round % 2 === 0 ? null : 'no' }),
		]);
		expect(codes(answers)).toEqual(['done', 'text.already_decided']);
	}
});

test('four workers seal at once while 200 acts are written: every row is sealed once and the chain holds', async () => {
	const { database } = desk;
	const door = await database.door('system');
	const writing = Promise.all(Array.from({ length: 200 }, (_, i) => change(door, { act: 'test.note', input: { i } }, async () => null)));
	await Promise.all(Array.from({ length: 4 }, () => sealRecord(door)));
	await writing;
	await Promise.all(Array.from({ length: 4 }, () => sealRecord(door)));
	const verified = await verifyRecord(door);
	expect([verified.findings, verified.unsealed]).toEqual([[], 0]);
	const [twice] = await database.owner
		.query<{ n: bigint }>(`select count(*) - count(distinct (source, row_id)) as n from dunwell.record_leaf where tenant_id = $1`, [
			String(database.tenantId),
		])
		.then(({ rows }) => rows);
	expect(twice?.n).toBe(0n);
});
