import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, aNumber, type PlacedDebt } from '../../test/support/debts.ts';
import { anItem as anItemFor, aTeam as aTeamOf, hours, type ItemSaid } from '../../test/support/desks.ts';
import { askPermit, placeAttempt, recordOutcome } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { closeWorkItem } from '../debts/pressure.ts';
import { change, type Door, indexOfWords } from '../record/change.ts';
import { loadCase, pressNext, release, sweep, takeNext } from './actions.ts';
import { ReleaseBody, type WorkItemView } from './shapes.ts';
import { countWaiting } from './store.ts';

/** The queue against a real database, with many desks on connections of their own. */
let database: TestDatabase;
let system: Door;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 100 });
	system = await database.door('system', 'system');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

const aTeam = (agents: number) => aTeamOf(database, agents);
const anItem = (debt: Pick<PlacedDebt, 'debtorId' | 'debtId'>, teamId: bigint, said?: ItemSaid) => anItemFor(database, debt, teamId, said);

/** So many debtors by plain rows, each with so many calls side by side in the queue: what desks reach for at once is often one debtor. */
async function manyItems(teamId: bigint, debtors: number, callsEach: number): Promise<void> {
	await database.query(
		`with made as (
			insert into debtor (tenant_id, identity_index, sealed, name_masked, created_at)
			select $1, decode(md5($2::bigint || ' ' || n), 'hex'), '\\x00', '某**', $5 from generate_series(1, $3::int) n returning id)
		 insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
		 select $1, m.id, 0, 'call', '2026-11-24', 'call ' || call, $2::bigint, 300, $5, $6
		   from made m cross join generate_series(1, $4::int) call order by m.id, call`,
		[database.tenantId, teamId, debtors, callsEach, testNow, hours(8)],
	);
}

const finish = (desk: Door, item: WorkItemView) =>
	change(desk, { act: 'test.finish', input: { item: item.id } }, async (act) => ({
		closed: await closeWorkItem(act, { debtorId: BigInt(item.debtor_id), workItemId: BigInt(item.id), reason: 'done' }),
	}));
const taken = async (desk: Door): Promise<WorkItemView> => known(await takeNext(desk), 'an item');
const stateOf = async (id: bigint | string) =>
	known(
		(
			await database.query<{ state: string; claimed_by: bigint | null; close_reason: string | null }>(
				'select state, claimed_by, close_reason from work_item where id = $1',
				[BigInt(id)],
			)
		)[0],
		'item',
	);
const leaveWith = (desk: Door, item: WorkItemView, reason = 'lunch') =>
	release(desk, { debtorId: BigInt(item.debtor_id), id: BigInt(item.id), reason });

describe('Next', () => {
	test('pressed by two desks at once, 20 times: two debtors each time', async () => {
		const { teamId, desks } = await aTeam(2);
		await manyItems(teamId, 40, 1);
		const seen = new Set<string>();
		for (let round = 0; round < 20; round++) {
			const items = await Promise.all(desks.map(taken));
			for (const item of items) seen.add(item.debtor_id);
			expect(seen.size).toBe((round + 1) * 2);
			await Promise.all(desks.map((desk, i) => finish(desk, known(items[i], 'item'))));
		}
		expect(await Promise.all(desks.map((desk) => takeNext(desk)))).toEqual([null, null]);
	});

	test('150 agents at once on 210 calls, three to each of 70 debtors: no debtor on two desks, no call given twice, none left', async () => {
		const { teamId, desks } = await aTeam(150);
		await manyItems(teamId, 70, 3);
		const given = new Map<string, string>();
		for (let round = 0; round < 6 && given.size < 210; round++) {
			const items = await Promise.all(desks.map((desk) => takeNext(desk)));
			const onDesk = items.flatMap((item, i) => (item ? [{ item, desk: known(desks[i], 'desk') }] : []));
			expect(new Set(onDesk.map(({ item }) => item.debtor_id)).size).toBe(onDesk.length);
			const [claims] = await database.query<{ items: bigint; debtors: bigint; agents: bigint }>(
				`select count(*) as items, count(distinct debtor_id) as debtors, count(distinct claimed_by) as agents from work_item where team_id = $1 and state = 'claimed'`,
				[teamId],
			);
			const count = BigInt(onDesk.length);
			expect(claims).toEqual({ items: count, debtors: count, agents: count });
			for (const { item, desk } of onDesk) {
				expect(given.has(item.id)).toBe(false);
				given.set(item.id, desk.actor.name);
			}
			await Promise.all(onDesk.map(({ item, desk }) => finish(desk, item)));
		}
		expect(given.size).toBe(210);
	});

	test('pressed again, or 20 times at once, by one agent: the same debtor', async () => {
		const { teamId, desks } = await aTeam(1);
		await manyItems(teamId, 30, 1);
		const desk = known(desks[0], 'desk');
		const items = await Promise.all(Array.from({ length: 20 }, () => taken(desk)));
		expect(new Set(items.map((item) => item.id)).size).toBe(1);
		expect((await taken(desk)).id).toBe(items[0]?.id);
	});

	test('the dearer call first, among equals the older', async () => {
		const { teamId, desks } = await aTeam(1);
		const desk = known(desks[0], 'desk');
		const ids: bigint[] = [];
		for (const priority of [300, 900, 300]) ids.push(await anItem(await aDebt(database, system), teamId, { priority }));
		const order: string[] = [];
		for (let n = 0; n < 3; n++) {
			const item = await taken(desk);
			order.push(item.id);
			await finish(desk, item);
		}
		expect(order).toEqual([ids[1], ids[0], ids[2]].map(String));
	});

	test('a call from 14:00 until 15:00 is given at 14:00 and at 14:59, not at 13:59 and not at 15:00', async () => {
		const { teamId, desks } = await aTeam(4);
		const id = await anItem(await aDebt(database, system), teamId, { from: 4, until: 5 });
		const at = async (minutes: number) => {
			database.clock.set(testNow.add({ minutes }));
			const desk = known(desks.pop(), 'desk');
			const item = await takeNext(desk);
			if (item) await leaveWith(desk, item);
			return item?.id ?? null;
		};
		expect([await at(239), await at(240), await at(299), await at(300)]).toEqual([null, String(id), String(id), null]);
	});

	test('nothing to call now: the desk is told when the next may be called', async () => {
		const { teamId, desks } = await aTeam(1);
		const desk = known(desks[0], 'desk');
		await anItem(await aDebt(database, system), teamId, { from: 4, until: 6 });
		await anItem(await aDebt(database, system), teamId, { from: 2, until: 3 });
		expect(await takeNext(desk)).toBeNull();
		const said = await database.tx((tx) => countWaiting(tx, desk.actor.id, testNow));
		expect({ ...said, nextCallableAt: said.nextCallableAt?.toString() }).toEqual({ waiting: 0, nextCallableAt: hours(2).toString() });
	});

	test('an agent’s own call waits for that agent, whatever its priority', async () => {
		const { teamId, desks } = await aTeam(2);
		const [owner, other] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
		const own = await anItem(await aDebt(database, system), teamId, { agentId: owner.actor.id, priority: 900 });
		expect(await takeNext(other)).toBeNull();
		expect((await taken(owner)).id).toBe(String(own));
	});

	test('another team’s calls are not given', async () => {
		const one = await aTeam(1);
		const two = await aTeam(1);
		await anItem(await aDebt(database, system), one.teamId);
		expect(await takeNext(known(two.desks[0], 'desk'))).toBeNull();
	});
});

describe('leaving a debtor without an outcome', () => {
	test('needs a reason of 1 to 300 characters', () => {
		expect(['', 'lunch', 'x'.repeat(300), 'x'.repeat(301)].map((reason) => Value.Check(ReleaseBody, { reason }))).toEqual([
			false,
			true,
			true,
			false,
		]);
	});

	test('with a reason: the next desk gets the debtor and reads the reason, which stands neither in the item nor in the record in clear and goes with the debtor', async () => {
		const { teamId, desks } = await aTeam(2);
		const [first, second] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
		const words = '他母亲说他在协和住院';
		const { debtorId } = await aDebt(database, system);
		await anItem({ debtorId, debtId: 0n }, teamId);
		const item = await taken(first);
		expect(await takeNext(second)).toBeNull();
		expect(await leaveWith(first, item, words)).toEqual({ released: true });
		expect(await stateOf(item.id)).toMatchObject({ state: 'open', claimed_by: null, close_reason: 'left' });
		expect((await taken(second)).id).toBe(item.id);
		const left = async () => {
			const seen = await loadCase(second, debtorId);
			return isRefusal(seen) ? seen.code : seen.timeline.filter(({ kind }) => kind === 'left');
		};
		expect(await left()).toMatchObject([{ by: first.actor.name, note: words }]);
		const kept = await database.query<{ input: object }>(`select input from record_entry where act = 'work.release' and debtor_id = $1`, [
			debtorId,
		]);
		expect(kept).toEqual([{ input: { debtorId: String(debtorId), id: item.id, reason: indexOfWords(database.vault, words) } }]);
		// As an older version left it.
		await database.query('update work_item set close_reason = $2 where id = $1', [BigInt(item.id), words]);
		await change(second, { act: 'work.release', input: { id: item.id, reason: words }, debtorId }, async () => null);
		await database.query('update debtor set erased_at = $2 where id = $1', [debtorId, testNow]);
		await database.query('select erase_debtor_words($1)', [debtorId]);
		expect(JSON.stringify(await left())).not.toContain(words);
		expect(await stateOf(item.id)).toMatchObject({ close_reason: 'left' });
	});

	test('the script names the 250.00 of the free debt and not the 1,000.00 of the disputed one; the dispute lifted, the 1,000.00 again', async () => {
		const disputed = await aDebt(database, system);
		const free = await aDebt(database, system, { debtorId: disputed.debtorId, parts: { principal: 250_00n } });
		await anItem(disputed, (await aTeam(1)).teamId);
		const lead = await database.door('team_lead');
		const amounts = async () => {
			const seen = await loadCase(lead, free.debtorId);
			return isRefusal(seen) ? [seen.code] : ['1,000.00', '250.00'].filter((amount) => JSON.stringify(seen.script).includes(amount));
		};
		const [hold] = await database.query<{ id: bigint }>(
			`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) values ($1, $2, $3, 'dispute', $4, 'letter', $5) returning id`,
			[database.tenantId, disputed.debtorId, disputed.debtId, testNow, lead.actor.id],
		);
		expect(await amounts()).toEqual(['250.00']);
		await database.query('update hold set lifted_at = $2 where id = $1', [known(hold, 'hold').id, testNow]);
		expect(await amounts()).toEqual(['1,000.00']);
	});

	test('somebody else’s debtor, or twice: refused', async () => {
		const { teamId, desks } = await aTeam(2);
		const [first, second] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
		await anItem(await aDebt(database, system), teamId);
		const item = await taken(first);
		expect(await leaveWith(second, item)).toMatchObject({ code: 'work.already_closed' });
		expect(await leaveWith(first, item)).toEqual({ released: true });
		expect(await leaveWith(first, item)).toMatchObject({ code: 'work.already_closed' });
	});

	test('it goes to others first: to who left it only an hour later, and the desk is told when', async () => {
		const { teamId, desks } = await aTeam(2);
		const [first, second] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
		const debt = await aDebt(database, system);
		await aNumber(database, debt.debtorId);
		await anItem(debt, teamId);
		await leaveWith(first, await taken(first));
		const pressed = await pressNext(first);
		expect(pressed).toMatchObject({ item: null, waiting: 0, next_callable_at: hours(1).toString() });
		await leaveWith(second, await taken(second));
		expect(await takeNext(first)).toBeNull();
		database.clock.set(hours(1));
		expect(known(await takeNext(first), 'item').debtor_id).toBe(String(debt.debtorId));
	});

	test('after the gate refused it until tomorrow: every call of the day is closed; until a later hour of the day: they wait for that', async () => {
		const { teamId, desks } = await aTeam(1);
		const desk = known(desks[0], 'desk');
		const [capped, early] = [await aDebt(database, system), await aDebt(database, system)];
		for (const { debtorId } of [capped, early]) await aNumber(database, debtorId);
		const ids = [await anItem(capped, teamId, { priority: 900 }), await anItem(capped, teamId, { step: 'later', from: 1, until: 2 })];
		const at = (time: string) => Temporal.Instant.from(`2026-11-24T${time}+08:00`);
		const untilNoon = await anItem(early, teamId, { from: -8 });
		// Called without end: the day's limit is used up.
		for (let n = 0; n < 12 && (await attemptOn(desk, capped.debtorId)); n++) database.clock.set(testNow.add({ minutes: n + 1 }));
		const item = await taken(desk);
		expect(await refusedOn(desk, capped.debtorId)).toBe(true);
		await leaveWith(desk, item);
		for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: 'cancelled', close_reason: 'not allowed' });
		database.clock.set(at('06:50'));
		const dawn = await taken(desk);
		expect(dawn.debtor_id).toBe(String(early.debtorId));
		expect(await refusedOn(desk, early.debtorId)).toBe(true);
		await leaveWith(desk, dawn);
		const [left] = await database.query<{ state: string; callable_from: Temporal.Instant }>(
			'select state, callable_from from work_item where id = $1',
			[untilNoon],
		);
		expect([left?.state, String(left?.callable_from)]).toEqual(['open', String(at('08:00'))]);
	});

	test.each([
		['said to be for the item', true],
		['said to be for no item', false],
	])('while a call %s waits for its outcome: refused until the outcome is recorded', async (_, named) => {
		const { teamId, desks } = await aTeam(1);
		const desk = known(desks[0], 'desk');
		const debt = await aDebt(database, system);
		await anItem(debt, teamId);
		const item = await taken(desk);
		const attemptId = await aCall(desk, debt.debtorId, named ? BigInt(item.id) : null);
		expect(await leaveWith(desk, item)).toMatchObject({ code: 'work.outcome_missing' });
		expect(await stateOf(item.id)).toMatchObject({ state: 'claimed', claimed_by: desk.actor.id });
		await change(desk, { act: 'contact.outcome', input: {} }, async (act) => {
			const done = await recordOutcome(act, {
				debtorId: debt.debtorId,
				attemptId,
				line: 'no_answer',
				said: 'none',
				identityDisclosed: false,
			});
			return isRefusal(done) ? done : null;
		});
		expect(await leaveWith(desk, item)).toEqual({ released: true });
	});

	test('a call in the name of another debtor’s work, or of none there is: refused', async () => {
		const { teamId, desks } = await aTeam(1);
		const desk = known(desks[0], 'desk');
		await anItem(await aDebt(database, system), teamId);
		const { id } = await taken(desk);
		const { debtorId } = await aDebt(database, system);
		for (const item of [BigInt(id), 999_999n]) await expect(aCall(desk, debtorId, item)).rejects.toThrow('thing.not_found');
	});
});

/** Asks for a call to the debtor's number and makes it, answered by nobody; false where the gate refuses. */
async function attemptOn(desk: Door, debtorId: bigint): Promise<boolean> {
	const [point] = await database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1', [debtorId]);
	const made = await change(desk, { act: 'contact.attempt', input: {}, debtorId, keepOnRefusal: true }, async (act) => {
		const permit = await askPermit(act, { debtorId, contactPointId: known(point, 'point').id, channel: 'voice' });
		if (isRefusal(permit)) return permit;
		const placed = await placeAttempt(act, { debtorId, permitId: permit.permitId, workItemId: null });
		if (isRefusal(placed)) return placed;
		const ended = await recordOutcome(act, {
			debtorId,
			attemptId: placed.attemptId,
			line: 'no_answer',
			said: 'none',
			identityDisclosed: false,
		});
		return isRefusal(ended) ? ended : { ended: true };
	});
	return !isRefusal(made);
}
const refusedOn = async (desk: Door, debtorId: bigint) => !(await attemptOn(desk, debtorId));

/** A call that was placed through the gate and has no outcome yet. */
async function aCall(desk: Door, debtorId: bigint, workItemId: bigint | null): Promise<bigint> {
	const number = randomUUID();
	const index = database.vault.blindIndex('phone', number);
	const [point] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', $3, $4, '138****0000', 'placement 1', 'contract', '2026-11-01') returning id`,
		[database.tenantId, debtorId, database.vault.seal(number, `contact ${index.toString('hex')}`), index],
	);
	const placed = await change(desk, { act: 'contact.attempt', input: {}, debtorId }, async (act) => {
		const permit = await askPermit(act, { debtorId, contactPointId: known(point, 'point').id, channel: 'voice' });
		if (isRefusal(permit)) return permit;
		const attempt = await placeAttempt(act, { debtorId, permitId: permit.permitId, workItemId });
		return isRefusal(attempt) ? attempt : { attemptId: attempt.attemptId };
	});
	if (isRefusal(placed)) throw new Error(placed.code);
	return placed.attemptId;
}

describe('abandoned desks', () => {
	test('after two hours the debtor is another desk’s; a call whose hours have passed is closed; a minute earlier nothing moves', async () => {
		const { teamId, desks } = await aTeam(3);
		const [first, second, third] = [known(desks[0], 'desk'), known(desks[1], 'desk'), known(desks[2], 'desk')];
		const long = await anItem(await aDebt(database, system), teamId, { priority: 900 });
		const short = await anItem(await aDebt(database, system), teamId, { until: 1 });
		await taken(first);
		await taken(second);
		database.clock.set(testNow.add({ minutes: 119 }));
		await sweep(system);
		expect([(await stateOf(long)).state, (await stateOf(short)).state]).toEqual(['claimed', 'claimed']);
		database.clock.set(testNow.add({ minutes: 121 }));
		expect(await sweep(system)).toBeGreaterThanOrEqual(2);
		expect([(await stateOf(long)).state, (await stateOf(short)).state]).toEqual(['open', 'cancelled']);
		expect((await taken(third)).id).toBe(String(long));
	});
});

describe('who may open a case', () => {
	test('an agent of the team that works the debtor, and a team lead; to an agent of another team there is no such debtor', async () => {
		const ours = await aTeam(1);
		const theirs = await aTeam(1);
		const debt = await aDebt(database, system);
		await database.query(`insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5)`, [
			database.tenantId,
			debt.debtorId,
			ours.teamId,
			testNow,
			system.actor.id,
		]);
		const open = async (desk: Door | undefined) => {
			const seen = await loadCase(known(desk, 'desk'), debt.debtorId);
			return isRefusal(seen) ? seen.code : seen.debtor.id;
		};
		expect(await open(ours.desks[0])).toBe(String(debt.debtorId));
		expect(await open(await database.door('team_lead'))).toBe(String(debt.debtorId));
		expect(await open(theirs.desks[0])).toBe('thing.not_found');
	});

	test('a debtor on the desk is open until the item is given back to a team the agent is not in', async () => {
		const { teamId, desks } = await aTeam(1);
		const other = await aTeam(0);
		const desk = known(desks[0], 'desk');
		const debt = await aDebt(database, system);
		await anItem(debt, teamId);
		const item = await taken(desk);
		await database.query('update work_item set team_id = $2 where id = $1', [BigInt(item.id), other.teamId]);
		expect(isRefusal(await loadCase(desk, debt.debtorId))).toBe(false);
		await leaveWith(desk, item);
		expect(await loadCase(desk, debt.debtorId)).toMatchObject({ code: 'thing.not_found' });
	});
});
