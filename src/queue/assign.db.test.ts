import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { anItem, aTeam as aTeamOf } from '../../test/support/desks.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Door } from '../record/change.ts';
import { makeBook } from '../strategy/book.ts';
import { release, takeNext } from './actions.ts';
import { assign } from './assign.ts';

let database: TestDatabase;
let system: Door;
const today = Temporal.PlainDate.from('2026-11-24');
beforeAll(async () => {
	database = await testDatabase();
	system = await database.door('system', 'system');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));
const aTeam = (agents: number) => aTeamOf(database, agents);

describe('assigning debtors', () => {
	test('7 debtors by number to 2 agents: 4 and 3, and their open calls go with them; a dry run says the same and does nothing', async () => {
		const { teamId, desks } = await aTeam(2);
		const lead = await database.door('team_lead');
		const debts: PlacedDebt[] = [];
		for (let n = 0; n < 7; n++) debts.push(await aDebt(database, system));
		const before = await aTeam(0);
		const items: bigint[] = [];
		for (const debt of debts) items.push(await anItem(database, debt, before.teamId));
		const body = { way: 'count' as const, team_id: String(teamId), debtor_ids: debts.map((debt) => String(debt.debtorId)) };
		const preview = await assign(lead, { ...body, dry_run: true });
		expect(await assigned(debts)).toEqual([]);
		const done = await assign(lead, body);
		if (isRefusal(done) || isRefusal(preview)) throw new Error('refused');
		expect(done.hands.map((hand) => hand.debtors)).toEqual([4, 3]);
		expect({ ...preview, dry_run: false }).toEqual(done);
		const rows = await assigned(debts);
		expect(new Set(rows.map((row) => row.debtor_id)).size).toBe(7);
		const moved = await database.query<{ debtor_id: bigint; team_id: bigint; agent_id: bigint }>(
			'select debtor_id, team_id, agent_id from work_item where id = any ($1) order by debtor_id',
			[items],
		);
		expect(moved).toEqual(rows);
		for (const desk of desks)
			expect(rows.find((row) => row.agent_id === desk.actor.id)?.debtor_id.toString()).toBe(known(await takeNext(desk), 'item').debtor_id);
	});

	test('given to another while on a desk: the desk keeps the debtor, and what is given back waits for the new agent, not for the old', async () => {
		const old = await aTeam(1);
		const { teamId, desks } = await aTeam(1);
		const [first, second] = [known(old.desks[0], 'desk'), known(desks[0], 'desk')];
		const debt = await aDebt(database, system);
		await anItem(database, debt, old.teamId, { agentId: first.actor.id });
		const item = known(await takeNext(first), 'item');
		const body = { way: 'count' as const, team_id: String(teamId), debtor_ids: [String(debt.debtorId)] };
		expect(await assign(await database.door('team_lead'), body)).toMatchObject({ debtors: 1 });
		expect((await takeNext(first))?.id).toBe(item.id);
		expect(await takeNext(second)).toBeNull();
		await release(first, { debtorId: debt.debtorId, id: BigInt(item.id), reason: 'given to another' });
		expect(await takeNext(first)).toBeNull();
		expect((await takeNext(second))?.id).toBe(item.id);
	});

	test('50,400 debtors of one client: all of them are handed out, to two agents half each', async () => {
		const house = await testDatabase({ inTest: true });
		await makeBook(house.owner, { tenantId: house.tenantId, debts: 56_000, on: today, reviewOn: [] });
		const { teamId } = await aTeamOf(house, 2);
		const given = await assign(await house.door('team_lead'), { way: 'count', team_id: String(teamId), client: 'BOOK' });
		if (isRefusal(given)) throw new Error(given.code);
		expect([given.debtors, ...given.hands.map((hand) => hand.debtors)]).toEqual([50_400, 25_200, 25_200]);
		const rows = await house.query<{ n: bigint }>('select count(*) as n from assignment group by agent_id');
		expect(rows).toEqual([{ n: 25_200n }, { n: 25_200n }]);
	});

	test('one key for two lists of as many debtors: the second is refused, and the record tells the lists apart', async () => {
		const { teamId } = await aTeam(0);
		const lead = await database.door('team_lead');
		const [one, other] = [await aDebt(database, system), await aDebt(database, system)];
		const to = ({ debtorId }: PlacedDebt, key: string) =>
			assign(lead, { way: 'team', team_id: String(teamId), debtor_ids: [String(debtorId)] }, key);
		expect(await to(one, 'list 1')).toMatchObject({ debtors: 1 });
		expect(await to(one, 'list 1')).toMatchObject({ debtors: 1 });
		expect(await to(other, 'list 1')).toMatchObject({ code: 'idempotency.key_reused_with_other_input' });
		expect(await to(other, 'list 2')).toMatchObject({ debtors: 1 });
		const told = await database.query<{ list: { count: number; sha256: string } }>(
			`select input -> 'debtor_ids' as list from record_entry where idempotency_key in ('list 1', 'list 2') order by id`,
		);
		expect(told.map(({ list }) => list.count)).toEqual([1, 1]);
		expect(new Set(told.map(({ list }) => list.sha256)).size).toBe(2);
	});

	test('a choice that names no debtor is refused', async () => {
		const { teamId } = await aTeam(1);
		const body = { way: 'count' as const, team_id: String(teamId), debtor_ids: ['987654321'] };
		expect(await assign(await database.door('team_lead'), body)).toMatchObject({ code: 'assignment.nothing_chosen' });
	});

	test('a team without agents is refused; the team itself may have the debtors', async () => {
		const { teamId } = await aTeam(0);
		const debt = await aDebt(database, system);
		const lead = await database.door('team_lead');
		const body = { team_id: String(teamId), debtor_ids: [String(debt.debtorId)] };
		expect(await assign(lead, { ...body, way: 'random' })).toMatchObject({ code: 'assignment.agents_missing' });
		expect(await assign(lead, { ...body, way: 'team' })).toMatchObject({ debtors: 1, without_skill: 0 });
		expect(await assigned([debt])).toEqual([{ debtor_id: debt.debtorId, team_id: teamId, agent_id: null }]);
	});
});

const assigned = (debts: readonly PlacedDebt[]) =>
	database.query<{ debtor_id: bigint; team_id: bigint; agent_id: bigint | null }>(
		'select debtor_id, team_id, agent_id from assignment where debtor_id = any ($1) order by debtor_id',
		[debts.map((debt) => debt.debtorId)],
	);
