import { beforeAll, describe, expect, inject, test } from 'vitest';
import { createPool, type Pool } from '../../src/host/db.ts';
import type { Plan } from '../../src/simulator/plan.ts';
import { auditHouse } from '../../src/auditor/auditor.ts';
import { databaseAt, nameTaken } from '../../src/simulator/house.ts';
import { simulate } from '../../src/simulator/simulate.ts';
import { serverWithTemplate } from './template.ts';

const server = serverWithTemplate();
const alone: Plan['without'] = new Set(['neighbour', 'contended', 'trials']);

/** Ten fixed seeds of a short agency with faults, each audited after every day. More, one at a time: `npx dunwell simulate --seed N --faults all`. */
describe('a simulated agency of 40 debts, 3 agents and 10 days, with cut connections and lost answers', () => {
	test.each(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])('of seed %s breaks no rule and no book', async (seed) => {
		const { violations, counted, lived } = await simulate(server(), {
			seed,
			days: 10,
			debts: 40,
			agents: 3,
			faults: 'all',
			without: alone,
		});
		expect(violations).toEqual([]);
		expect(lived).toBe(10);
		expect(counted['calls']).toBeGreaterThan(20);
	});
});

/** The trials and the neighbour are the same whatever the seed, but for the date of the first day: these four begin on each there is. A soak lives them within agencies of 12 days. */
describe.each([
	['the trials of the last evening', 'neighbour'],
	['the neighbouring agency', 'trials'],
] as const)('%s, beside 4 debts and a day, with cut connections and lost answers', (_, other) => {
	test.each(['1', '2', '3', '5'])('begun on the first day of seed %s break no rule, and come out as they are written', async (seed) => {
		const plan: Plan = { seed, days: 1, debts: 4, agents: 3, faults: 'all', without: new Set(['contended', other]) };
		const { violations, lived } = await simulate(server(), plan);
		expect(violations).toEqual([]);
		expect(lived).toBe(1);
	});
});

test('an agency in which two do everything at one moment, with no first agency beside it, breaks no rule and no book, three times', async () => {
	const plan: Plan = { seed: '1', days: 0, debts: 4, agents: 1, faults: 'none', without: new Set(['neighbour', 'trials']) };
	for (let i = 0; i < 3; i++) expect((await simulate(server(), plan)).violations).toEqual([]);
});

test('the same seed writes the same record twice, another seed another', async () => {
	const plan: Plan = { seed: '1', days: 3, debts: 20, agents: 2, faults: 'all', without: alone };
	const once = await simulate(server(), plan);
	expect((await simulate(server(), plan)).record_root).toBe(once.record_root);
	expect((await simulate(server(), { ...plan, seed: '2' })).record_root).not.toBe(once.record_root);
});

test('a run whose database is kept leaves it to another auditor, whole: 20 debts, and nothing to find', async () => {
	const plan: Plan = {
		seed: '1',
		days: 3,
		debts: 20,
		agents: 2,
		faults: 'none',
		without: new Set(['loans', 'trials', 'neighbour', 'contended']),
	};
	const keepAs = `simulation_kept_${process.pid}`;
	expect(await nameTaken(inject('server'), keepAs)).toBe(null);
	expect((await simulate(server(), plan, { keepAs })).violations).toEqual([]);
	expect(await nameTaken(inject('server'), keepAs)).toMatchObject({ code: 'simulation.name_taken' });
	const owner = createPool(databaseAt(inject('server'), keepAs), { as: 'owner', max: 2 });
	try {
		expect((await owner.query<{ debts: number }>('select count(*)::int as debts from debt')).rows).toEqual([{ debts: 20 }]);
		expect(await auditHouse(owner, null)).toEqual({ tenants: 1, violations: [] });
	} finally {
		await owner.end();
		const server = createPool(inject('server'), { as: 'owner', max: 1 });
		await server.query(`drop database ${keepAs} with (force)`);
		await server.end();
	}
});

/** The house's pool with connections whose planner may not go the way it would. */
const planning = (setting: string) => (pool: Pool) =>
	new Proxy(pool, {
		get(target, name) {
			if (name !== 'connect') return Reflect.get(target, name, target) as unknown;
			return async () => {
				const connection = await target.connect();
				await connection.query(`set ${setting} = off`);
				return connection;
			};
		},
	});

/** Lived once as the planner likes, then each way it may not go. */
describe.each<[string, Pick<Plan, 'days' | 'debts' | 'without'>]>([
	['an agency of 40 debts', { days: 3, debts: 40, without: new Set(['neighbour', 'contended']) }],
	[
		'its neighbour',
		{ days: 1, debts: 4, without: new Set(['courts', 'loans', 'talks', 'trials', 'contended', 'misdeeds', 'office misdeeds']) },
	],
])(
	'the same seed writes the same record whatever way the database goes about it: no number depends on the order a plan happens to find rows in (%s)',
	(_, who) => {
		const plan: Plan = { seed: '7', agents: 2, faults: 'none', ...who };
		const rootOf = async (through?: (pool: Pool) => Pool) => (await simulate(server(), plan, through ? { through } : {})).record_root;
		let usual = '';
		beforeAll(async () => {
			usual = await rootOf();
		});
		test.each(['enable_hashjoin', 'enable_nestloop'])('without %s', async (setting) => {
			expect(await rootOf(planning(setting))).toBe(usual);
		});
	},
);
