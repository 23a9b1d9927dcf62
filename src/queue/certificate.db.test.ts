import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, aNumber, type PlacedDebt } from '../../test/support/debts.ts';
import { anItem, aTeam, hours } from '../../test/support/desks.ts';
import { known } from '../core/assert.ts';
import { settableClock } from '../host/clock.ts';
import { certify } from '../people/actions.ts';
import type { Door } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { currentWork, pressNext, release, sweep, takeNext } from './actions.ts';
import { assign } from './assign.ts';

/** CN-H1 (GB/T 45251-2025): no work without a passed exam and training within 12 months, in what is given to whom. */
let database: TestDatabase;
let system: Door;
let lead: Door;
beforeAll(async () => {
	database = await testDatabase();
	system = await database.door('system', 'system');
	lead = await database.door('team_lead');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));

const trained = ({ actor }: Door, on: string | null) =>
	database.query('update login set trained_on = $2, exam_passed_on = $3 where id = $1', [actor.id, on, on && '2025-01-10']);
const renewed = async (desk: Door) =>
	certify(await database.door('compliance'), {
		loginId: desk.actor.id,
		today: Temporal.PlainDate.from('2026-11-24'),
		trained_on: '2026-11-24',
	});
const inCalifornia = ({ debtorId }: PlacedDebt) => database.query(`update debtor set jurisdiction = 'US-CA' where id = $1`, [debtorId]);
const aPair = async () => {
	const { teamId, desks } = await aTeam(database, 2);
	return { teamId, one: known(desks[0], 'desk'), other: known(desks[1], 'desk') };
};
const ownerOf = async (id: bigint) =>
	(await database.query<{ agent_id: bigint | null }>('select agent_id from work_item where id = $1', [id]))[0]?.agent_id;

describe('Next and the certificate (CN-H1)', () => {
	test('training of a year ago today gives a case, of a year and a day ago the refusal that says what is on file; once trained today the second case is given', async () => {
		const { teamId, one, other } = await aPair();
		const items = [
			await anItem(database, await aDebt(database, system), teamId),
			await anItem(database, await aDebt(database, system), teamId),
		];
		await trained(one, '2025-11-24');
		await trained(other, '2025-11-23');
		expect((await takeNext(one))?.id).toBe(String(items[0]));
		expect(await pressNext(other)).toMatchObject({ code: 'work.not_certified', details: { exam: '2025-01-10', training: '2025-11-23' } });
		expect(await currentWork(other)).toEqual({ item: null, waiting: 0, next_callable_at: null, not_certified: true });
		await renewed(other);
		expect((await takeNext(other))?.id).toBe(String(items[1]));
	});

	test('who never passed is told so, also before the hours begin; where nothing waits at all, nothing is refused', async () => {
		const { teamId, one } = await aPair();
		await trained(one, null);
		expect(await currentWork(one)).toEqual({ item: null, waiting: 0, next_callable_at: null, not_certified: false });
		expect(await pressNext(one)).toEqual({ item: null, waiting: 0, next_callable_at: null, not_certified: false });
		await anItem(database, await aDebt(database, system), teamId, { from: 2 });
		expect(await pressNext(one)).toMatchObject({ code: 'work.not_certified', details: { exam: '–', training: '–' } });
	});

	test('of a debtor in California and a dearer one in China an agent without a certificate is given the first, a colleague the second; while the first comes back in an hour, that is said and nothing refused', async () => {
		const { teamId, one, other } = await aPair();
		await trained(one, null);
		const [abroad, home] = [await aDebt(database, system), await aDebt(database, system)];
		await inCalifornia(abroad);
		await anItem(database, home, teamId, { priority: 900 });
		const id = await anItem(database, abroad, teamId);
		expect(await currentWork(one)).toMatchObject({ waiting: 1 });
		expect((await takeNext(one))?.id).toBe(String(id));
		expect((await takeNext(other))?.debtor_id).toBe(String(home.debtorId));
		await release(one, { debtorId: abroad.debtorId, id, reason: 'lunch' });
		expect(await pressNext(one)).toMatchObject({ item: null, next_callable_at: hours(1).toString() });
	});

	test('what was claimed before midnight stays on the desk when the certificate ends, and may be given back to the others', async () => {
		const { teamId, one, other } = await aPair();
		const debt = await aDebt(database, system);
		const id = await anItem(database, debt, teamId, { agentId: one.actor.id, until: 20 });
		await trained(one, '2025-11-24');
		expect((await takeNext(one))?.id).toBe(String(id));
		database.clock.set(hours(14));
		expect((await takeNext(one))?.id).toBe(String(id));
		expect(await release(one, { debtorId: debt.debtorId, id, reason: 'no certificate' })).toEqual({ released: true });
		expect(await takeNext(other)).toBeNull();
		await sweep(system);
		expect((await takeNext(other))?.id).toBe(String(id));
		expect(await takeNext(one)).toBeNull();
	});
});

describe('what is reserved for an agent without a certificate (CN-H1)', () => {
	test('3 calls of an agent whose training ended yesterday are the team’s by the next sweep; the one in California stays theirs', async () => {
		const { teamId, one, other } = await aPair();
		await trained(one, '2025-11-23');
		const debts = [
			await aDebt(database, system),
			await aDebt(database, system),
			await aDebt(database, system),
			await aDebt(database, system),
		];
		const abroad = known(debts[3], 'debt');
		await inCalifornia(abroad);
		const items: bigint[] = [];
		for (const debt of debts) items.push(await anItem(database, debt, teamId, { agentId: one.actor.id }));
		expect(await takeNext(other)).toBeNull();
		expect(await sweep(system)).toBe(0);
		expect(await Promise.all(items.map(ownerOf))).toEqual([null, null, null, one.actor.id]);
		expect((await takeNext(other))?.id).toBe(String(items[0]));
		expect((await takeNext(one))?.id).toBe(String(items[3]));
	});

	test('a day run makes the call of an agent trained a year ago theirs, of one trained a day before that the team’s, and the debtor stays with both', async () => {
		const house = await testDatabase({ inTest: true });
		const { teamId, desks } = await aTeam(house, 2);
		const door = await house.door('system', 'system');
		const debts = [await aDebt(house, door, { reviewOn: '2026-11-24' }), await aDebt(house, door, { reviewOn: '2026-11-24' })];
		for (const [i, { debtorId }] of debts.entries()) {
			await aNumber(house, debtorId);
			const { actor } = known(desks[i], 'desk');
			await house.query(`update login set trained_on = $2 where id = $1`, [actor.id, i === 0 ? '2025-11-24' : '2025-11-23']);
			await house.query(
				'insert into assignment (tenant_id, debtor_id, team_id, agent_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5, $4)',
				[house.tenantId, debtorId, teamId, actor.id, testNow],
			);
		}
		const early = settableClock(Temporal.Instant.from('2026-11-23T22:00:00Z'));
		await runDay({ ...door, clock: early }, Temporal.PlainDate.from('2026-11-24'), { workers: 1 });
		const made = await house.query<{ debtor_id: bigint; team_id: bigint; agent_id: bigint | null; assigned: bigint | null }>(
			`select distinct w.debtor_id, w.team_id, w.agent_id, a.agent_id as assigned from work_item w join assignment a on a.debtor_id = w.debtor_id order by w.debtor_id`,
		);
		expect(made).toEqual([
			{ debtor_id: debts[0]?.debtorId, team_id: teamId, agent_id: desks[0]?.actor.id, assigned: desks[0]?.actor.id },
			{ debtor_id: debts[1]?.debtorId, team_id: teamId, agent_id: null, assigned: desks[1]?.actor.id },
		]);
	});
});

describe('handing out and the certificate (CN-H1)', () => {
	const hand = (
		teamId: bigint,
		debts: readonly PlacedDebt[],
		way: 'count' | 'amount' | 'load' | 'skill' | 'random',
		named?: readonly Door[],
	) =>
		assign(lead, {
			way,
			team_id: String(teamId),
			debtor_ids: debts.map(({ debtorId }) => String(debtorId)),
			...(named && { agent_ids: named.map(({ actor }) => String(actor.id)) }),
		});

	test.each(['count', 'amount', 'load', 'skill', 'random'] as const)(
		'by %s: the agent whose training ended yesterday is passed over and named, the other gets all 3',
		async (way) => {
			const { teamId, one, other } = await aPair();
			await trained(one, '2025-11-23');
			await database.query(`update login set skills = '{credit_card}' where id = $1`, [other.actor.id]);
			const debts = [await aDebt(database, system), await aDebt(database, system), await aDebt(database, system)];
			expect(await hand(teamId, debts, way)).toMatchObject({
				hands: [{ agent_id: String(other.actor.id), debtors: 3 }],
				passed_over: [{ agent_id: String(one.actor.id), name: one.actor.name }],
				without_skill: 0,
			});
		},
	);

	test('named, alone or beside another, that agent is refused by name and nobody is given anything; on the last day of the training nobody is', async () => {
		const { teamId, one, other } = await aPair();
		const debts = [await aDebt(database, system), await aDebt(database, system)];
		await trained(one, '2025-11-23');
		for (const named of [[one], [one, other]])
			expect(await hand(teamId, debts, 'random', named)).toMatchObject({
				code: 'assignment.agents_not_certified',
				details: { names: one.actor.name },
			});
		expect(await database.query('select from assignment where debtor_id = any ($1)', [debts.map(({ debtorId }) => debtorId)])).toEqual([]);
		await trained(one, '2025-11-24');
		expect(await hand(teamId, debts, 'count', [one, other])).toMatchObject({ hands: [{ debtors: 1 }, { debtors: 1 }], passed_over: [] });
	});

	test('a team whose agents all lack one is refused with their names, and may have the debtors as a team', async () => {
		const { teamId, one, other } = await aPair();
		for (const desk of [one, other]) await trained(desk, null);
		const debts = [await aDebt(database, system)];
		const refused = await hand(teamId, debts, 'count');
		expect(refused).toMatchObject({
			code: 'assignment.agents_not_certified',
			details: { names: `${one.actor.name}、${other.actor.name}` },
		});
		const whole = await assign(lead, { way: 'team', team_id: String(teamId), debtor_ids: debts.map(({ debtorId }) => String(debtorId)) });
		expect(whole).toMatchObject({ debtors: 1, passed_over: [] });
	});

	test('two debtors in California go to an agent without a certificate; with one in China among them none does', async () => {
		const { teamId, one } = await aPair();
		await trained(one, null);
		const debts = [await aDebt(database, system), await aDebt(database, system)];
		for (const debt of debts) await inCalifornia(debt);
		expect(await hand(teamId, debts, 'count', [one])).toMatchObject({ hands: [{ debtors: 2 }] });
		expect(await hand(teamId, [...debts, await aDebt(database, system)], 'count', [one])).toMatchObject({
			code: 'assignment.agents_not_certified',
		});
	});
});
