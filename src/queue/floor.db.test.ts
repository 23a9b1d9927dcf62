import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { anItem, aTeam, hours } from '../../test/support/desks.ts';
import { makePromise } from '../arrangements/actions.ts';
import { placeHold } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { searchDebtors } from '../debtors/store.ts';
import { planCallBack } from '../debts/pressure.ts';
import { inTenant } from '../host/db.ts';
import { changeLogin } from '../people/actions.ts';
import { openSignIn, type SignIn } from '../people/sign-in.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadFloor, release, sweep, takeNext } from './actions.ts';
import { assign, assignmentRows } from './assign.ts';

/** What happens around a desk: work that is given back, agents who leave, and who works whom. */
let database: TestDatabase;
let system: Door;
let signIn: SignIn;
beforeAll(async () => {
	database = await testDatabase();
	system = await database.door('system', 'system');
	signIn = openSignIn(database.url, testHouseKey);
});
afterAll(async () => {
	await signIn.close();
	await database.close();
});
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

const own = (teamId: bigint, { debtorId }: PlacedDebt, agentId: bigint) =>
	database.query(
		`insert into assignment (tenant_id, debtor_id, team_id, agent_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5, $4)
		 on conflict (tenant_id, debtor_id) do update set team_id = excluded.team_id, agent_id = excluded.agent_id`,
		[database.tenantId, debtorId, teamId, agentId, testNow],
	);
const assignedTo = (...debts: PlacedDebt[]) =>
	database.query<{ team_id: bigint; agent_id: bigint | null }>(
		'select team_id, agent_id from assignment where debtor_id = any ($1) order by debtor_id',
		[debts.map(({ debtorId }) => debtorId)],
	);
const callBackTo = (desk: Door, { debtorId, debtId }: PlacedDebt, at: Temporal.Instant) =>
	change(desk, { act: 'test.call_back', input: {} }, async (act) => {
		const planned = await planCallBack(act, { debtorId, debtId, at, zone: 'Asia/Shanghai' });
		return planned && { id: planned.workItemId };
	}) as Promise<{ id: bigint } | null>;

test.each(['closed', 'moved to another team'] as const)(
	'an agent %s: debtors, open work and promised call backs are the team’s again in the same act, and the next desk gets them',
	async (how) => {
		const [{ teamId, desks }, other] = [await aTeam(database, 2), await aTeam(database, 1)];
		const [leaver, stayer] = [known(desks[0], 'desk'), known(desks[1], 'desk')];
		const [first, second, elsewhere] = [await aDebt(database, system), await aDebt(database, system), await aDebt(database, system)];
		for (const debt of [first, second]) await own(teamId, debt, leaver.actor.id);
		await own(other.teamId, elsewhere, known(other.desks[0], 'desk').actor.id);
		const onDesk = await anItem(database, first, teamId, { agentId: leaver.actor.id, priority: 900 });
		const open = await anItem(database, second, teamId, { agentId: leaver.actor.id });
		const callBack = known(await callBackTo(leaver, second, hours(0.5)), 'call back').id;
		expect((await takeNext(leaver))?.id).toBe(String(onDesk));
		const admin = await database.door('admin');
		const body = how === 'closed' ? { closed: true } : { team_ids: [String(other.teamId)] };
		expect(isRefusal(await changeLogin(admin, signIn, { loginId: leaver.actor.id, ...body }))).toBe(false);
		expect(await assignedTo(first, second)).toEqual([
			{ team_id: teamId, agent_id: null },
			{ team_id: teamId, agent_id: null },
		]);
		expect(await assignedTo(elsewhere)).toMatchObject([{ agent_id: known(other.desks[0], 'desk').actor.id }]);
		expect(await stateOf(onDesk)).toMatchObject({ state: 'claimed', claimed_by: leaver.actor.id, agent_id: null });
		expect((await takeNext(stayer))?.id).toBe(String(open));
		expect(await stateOf(callBack)).toMatchObject({ state: 'open', agent_id: null, team_id: teamId });
		// What lay on the desk of somebody who is gone is swept like any other, and is anybody's of the team.
		database.clock.set(hours(3));
		expect(await sweep(system)).toBe(2);
		expect(await stateOf(onDesk)).toMatchObject({ state: 'open', agent_id: null });
	},
);

test('a debtor of an agent who was gone before the house knew to free them counts as worked by nobody, is found among them, and is the team’s by the next sweep', async () => {
	const { teamId, desks } = await aTeam(database, 1);
	const debt = await aDebt(database, system);
	const agentId = known(desks[0], 'desk').actor.id;
	await own(teamId, debt, agentId);
	const lead = await database.door('team_lead');
	const before = (await loadFloor(lead)).needs.unassigned_debtors;
	const unassigned = async () =>
		(await assignmentRows(lead, { unassigned: true, debtorIds: [debt.debtorId] }, 10, 0n)).items.map((row) => row.debtor_id);
	expect(await unassigned()).toEqual([]);
	await database.query('update login set closed_at = $2 where id = $1', [agentId, testNow]);
	expect((await loadFloor(lead)).needs.unassigned_debtors).toBe(before + 1);
	expect(await unassigned()).toEqual([String(debt.debtorId)]);
	const item = await anItem(database, debt, teamId, { agentId });
	await sweep(system);
	expect(await assignedTo(debt)).toEqual([{ team_id: teamId, agent_id: null }]);
	expect(await stateOf(item)).toMatchObject({ state: 'open', agent_id: null });
	expect(await unassigned()).toEqual([]);
});

test('a call back planned again for the same minute is the team’s that works the debtor now, and of an agent only who is in it', async () => {
	const [old, now] = [await aTeam(database, 1), await aTeam(database, 1)];
	const [first, second] = [known(old.desks[0], 'desk'), known(now.desks[0], 'desk')];
	const debt = await aDebt(database, system);
	await own(old.teamId, debt, first.actor.id);
	const { id } = known(await callBackTo(first, debt, hours(1)), 'call back');
	expect(await stateOf(id)).toMatchObject({ team_id: old.teamId, agent_id: first.actor.id });
	await own(now.teamId, debt, second.actor.id);
	expect(await callBackTo(second, debt, hours(1))).toEqual({ id });
	expect(await stateOf(id)).toMatchObject({ team_id: now.teamId, agent_id: second.actor.id });
	// The first calls once more, and is not in the debtor's team.
	expect(await callBackTo(first, debt, hours(1))).toEqual({ id });
	expect(await stateOf(id)).toMatchObject({ team_id: now.teamId, agent_id: null });
	database.clock.set(hours(1));
	expect((await takeNext(second))?.id).toBe(String(id));
});

test('a debtor who owes 100 yuan and 100 dollars is listed, found and handed out with both, not with 200 of either', async () => {
	const { teamId, desks } = await aTeam(database, 2);
	const yuan = await aDebt(database, system, { parts: { principal: 100_00n } });
	await aDebt(database, system, { debtorId: yuan.debtorId, client: 'ABROAD', currency: 'USD', parts: { principal: 100_00n } });
	const dollars = await aDebt(database, system, { client: 'ABROAD', currency: 'USD', parts: { principal: 40_00n } });
	const lead = await database.door('team_lead');
	const both = [
		{ currency: 'CNY', owed_minor: 100_00 },
		{ currency: 'USD', owed_minor: 100_00 },
	];
	expect((await assignmentRows(lead, { debtorIds: [yuan.debtorId] }, 10, 0n)).items).toMatchObject([
		{ currency: 'CNY', owed_minor: 100_00, owed: both },
	]);
	const found = await inTenant(lead.pool, lead.tenantId, (tx) => searchDebtors(tx, lead.vault, yuan.reference, 10, null));
	expect(found).toMatchObject([
		{
			owed: [
				{ currency: 'CNY', minor: 100_00n },
				{ currency: 'USD', minor: 100_00n },
			],
		},
	]);
	const debtor_ids = [yuan.debtorId, dollars.debtorId].map(String);
	const pooled = await assign(lead, { way: 'team', team_id: String(teamId), debtor_ids, dry_run: true });
	expect(pooled).toMatchObject({
		hands: [{ debtors: 2, owed_minor: 100_00, owed: [{ currency: 'CNY' }, { currency: 'USD', owed_minor: 140_00 }] }],
	});
	const dealt = await assign(lead, { way: 'amount', team_id: String(teamId), debtor_ids });
	expect(dealt).toMatchObject({
		hands: [
			{ name: expect.any(String), debtors: 1, owed: both },
			{ debtors: 1, owed: [{ currency: 'USD', owed_minor: 40_00 }] },
		],
	});
	expect((await assignedTo(yuan, dollars)).map((row) => row.agent_id)).toEqual(desks.map((desk) => desk.actor.id));
});

test('by load: who had five debtors that have paid has none open, and who has one that owes is the busier', async () => {
	const { teamId, desks } = await aTeam(database, 2);
	const [worked, busy] = [known(desks[0], 'desk').actor.id, known(desks[1], 'desk').actor.id];
	for (let n = 0; n < 5; n++) {
		const over = await aDebt(database, system);
		await own(teamId, over, worked);
		await change(system, { act: 'payment.test', input: { n } }, async (act) => (isRefusal(await pay(act, over)) ? null : { done: true }));
	}
	await own(teamId, await aDebt(database, system), busy);
	const lead = await database.door('team_lead');
	const fresh = [await aDebt(database, system), await aDebt(database, system), await aDebt(database, system)];
	const give = (of: PlacedDebt[]) =>
		assign(lead, { way: 'load', team_id: String(teamId), debtor_ids: of.map(({ debtorId }) => String(debtorId)) });
	expect(await give(fresh)).toMatchObject({
		hands: [
			{ agent_id: String(worked), before: 0, debtors: 2 },
			{ agent_id: String(busy), before: 1, debtors: 1 },
		],
	});
	// Handed out anew, they do not count for those they are taken from.
	expect(await give(fresh)).toMatchObject({
		hands: [
			{ agent_id: String(worked), before: 2, debtors: 2 },
			{ agent_id: String(busy), before: 2, debtors: 1 },
		],
	});
});
