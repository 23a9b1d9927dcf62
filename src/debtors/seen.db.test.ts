import { expect, test } from 'vitest';
import { anItem, aTeam } from '../../test/support/desks.ts';
import { aDebt, aDebtor } from '../../test/support/debts.ts';
import { contact, gateDesk } from '../../test/support/gate.ts';
import { testServer } from '../../test/support/server.ts';
import { known } from '../core/assert.ts';
import type { Door } from '../record/change.ts';
import { mayOpen, searchDebtors } from './store.ts';

/** Whom an agent finds and opens: one rule for the search and for the case. */
const desk = gateDesk();
const seen = async (door: Door, debtorId: bigint, query: string) => {
	const looking = { agentId: door.actor.id, now: desk.database.clock.now() };
	return desk.database.tx(async (tx) => {
		const found = await searchDebtors(tx, door.vault, query, 50, looking);
		return [found.some((each) => each.id === debtorId), await mayOpen(tx, looking, debtorId)];
	});
};
const assign = (debtorId: bigint, teamId: bigint, agentId: bigint | null = null) =>
	desk.database.query(
		`insert into assignment (tenant_id, debtor_id, team_id, agent_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5, $6)`,
		[desk.database.tenantId, debtorId, teamId, agentId, desk.database.clock.now(), desk.door.actor.id],
	);

test('a debtor nobody assigned is found and opened by the team that gets such debtors, by a team with work about them, and by no other', async () => {
	const [first, working, far] = [await aTeam(desk.database, 1), await aTeam(desk.database, 1), await aTeam(desk.database, 1)];
	const { debtorId, reference } = desk.placed;
	const by = (of: { desks: Door[] }) => seen(known(of.desks[0], 'desk'), debtorId, reference);
	expect([await by(first), await by(working), await by(far)]).toEqual([
		[true, true],
		[false, false],
		[false, false],
	]);
	await anItem(desk.database, desk.placed, working.teamId);
	expect([await by(working), await by(far)]).toEqual([
		[true, true],
		[false, false],
	]);
	// Assigned, the debtor is that team's; the first has nothing to do with them any more.
	await assign(debtorId, far.teamId);
	expect([await by(first), await by(working), await by(far)]).toEqual([
		[false, false],
		[true, true],
		[true, true],
	]);
});

test('who rings back five minutes after the talk is found by the agent who called, for 30 days, whoever works the debtor by then', async () => {
	const far = await aTeam(desk.database, 1);
	const { debtorId, reference } = desk.placed;
	await assign(debtorId, far.teamId);
	expect(await seen(desk.door, debtorId, reference)).toEqual([false, false]);
	expect(await contact(desk)).toBe('done');
	desk.database.clock.advance({ minutes: 5 });
	expect(await seen(desk.door, debtorId, reference)).toEqual([true, true]);
	desk.database.clock.advance({ hours: 24 * 30 - 1 });
	expect(await seen(desk.door, debtorId, reference)).toEqual([true, true]);
	desk.database.clock.advance({ hours: 1 });
	expect(await seen(desk.door, debtorId, reference)).toEqual([false, false]);
});

test('an agent’s own debtor of the surname 欧 is found behind 200 of other teams', async () => {
	const [ours, far] = [await aTeam(desk.database, 1), await aTeam(desk.database, 0)];
	for (let n = 0; n < 3; n++) await aDebt(desk.database, desk.door, { debtorId: await aDebtor(desk.database, '欧*') });
	await desk.database.query(
		`insert into debtor (tenant_id, identity_index, sealed, name_masked, created_at)
		 select $1, decode(md5('far ' || n), 'hex'), '\\x00', '欧*', $2 from generate_series(1, 200) n`,
		[desk.database.tenantId, desk.database.clock.now()],
	);
	await desk.database.query(
		`insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by) select $1, id, $2, $3, $4 from debtor where tenant_id = $1 and name_masked = '欧*'`,
		[desk.database.tenantId, far.teamId, desk.database.clock.now(), desk.door.actor.id],
	);
	const debtorId = await aDebtor(desk.database, '欧**');
	await aDebt(desk.database, desk.door, { debtorId });
	await assign(debtorId, ours.teamId);
	expect(await seen(known(ours.desks[0], 'desk'), debtorId, '欧')).toEqual([true, true]);
	const all = await desk.database.tx((tx) => searchDebtors(tx, desk.door.vault, '欧', 50, null));
	expect(all).toHaveLength(3);
});

test('by HTTP: the agent who called records a request to stop when the debtor rings back', async () => {
	const server = await testServer(desk.database);
	try {
		const far = await aTeam(desk.database, 0);
		await assign(desk.placed.debtorId, far.teamId);
		const session = await server.as('agent', 'caller');
		const cease = () =>
			session.call('POST', `/api/debtors/${desk.placed.debtorId}/complaints`, {
				body: { kind: 'cease', channel: 'phone', words: '不要再打了' },
			});
		expect((await cease()).status).toBe(404);
		const [login] = await desk.database.query<{ id: bigint }>(`select id from login where username = 'caller'`);
		expect(await contact({ ...desk, door: { ...desk.door, actor: { ...desk.door.actor, id: known(login, 'login').id } } })).toBe('done');
		desk.database.clock.advance({ minutes: 5 });
		expect((await cease()).status).toBe(200);
		expect((await session.call('GET', `/api/debtors?query=${desk.placed.reference}`)).body['items']).toHaveLength(1);
	} finally {
		await server.close();
	}
});
