import { InvalidArgumentError, Option } from 'commander';
import pg from 'pg';
import type { Cli } from '../cli.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { bench, sizeFrom } from '../host/bench.ts';
import { createPool, type Pool } from '../host/db.ts';
import { say } from '../host/log.ts';
import { databaseAt, nameTaken } from './house.ts';
import { type Plan, zone } from './plan.ts';
import { asScenario, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { auditHouse, invariantsOfHouses } from '../auditor/auditor.ts';

const whole = (text: string): number => {
	if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
	return Number(text);
};

/** Names of databases of our own, told apart from the house's. */
const keptName = (text: string): string => {
	if (!/^simulation_[a-z0-9_]{1,50}$/.test(text)) throw new InvalidArgumentError('simulation_ and small letters, digits or _');
	return text;
};

/** Another database of the server at hand as its owner. Refusal: `thing.not_found`. */
async function ofKept<Answer>(serverUrl: string, name: string, work: (owner: Pool) => Promise<Answer>): Promise<Answer | Refusal> {
	const owner = createPool(databaseAt(serverUrl, name), { as: 'owner', max: 4 });
	try {
		return await work(owner);
	} catch (error) {
		if (error instanceof pg.DatabaseError && error.code === '3D000') return refuse('thing.not_found', { what: 'database', id: name });
		throw error;
	} finally {
		await owner.end();
	}
}

/**
 * `dunwell audit`: the simulator's auditor on this very house, every agency of it, or on a simulation that was kept (whose words stay closed: its key is gone).
 * Reads only; exit 1 when it finds anything.
 */
function auditCommand(cli: Cli): void {
	cli
		.alone('audit', 'look over everything in the database with the auditor’s own SQL: books, contacts, promises, files, work, record')
		.option('--database <name>', 'a simulation kept by `simulate --keep`, instead of the house', keptName)
		.action(
			cli.run<[], { database?: string }>('record.view', async ({ house, door, options: { database } }) => {
				const started = performance.now();
				const today = dateIn(zone, door.clock.now());
				const audited = await (database === undefined
					? auditHouse(house.owner, today, async (tenant) => (await house.door(tenant, 'system'))?.vault.open)
					: ofKept(house.url, database, (owner) => auditHouse(owner, null)));
				if (isRefusal(audited)) return audited;
				const { tenants, violations } = audited;
				const found = violations.map(({ tenant, invariant, sentence }) => `${tenant}: ${invariant}: ${sentence}`);
				return {
					answer: { tenants, invariants: invariantsOfHouses, violations, wall_s: Math.round(performance.now() - started) / 1_000 },
					text: found.length === 0 ? `${tenants} agencies, ${invariantsOfHouses} invariants: nothing found` : found.join('\n'),
					partlyRefused: violations.length > 0,
				};
			}),
		);
}

/** `bench simulate`. */
function benchCommand(cli: Cli): void {
	cli
		.verb('bench', 'simulate', 'a simulated agency lived through, beside the floor: how long it waited for the database')
		.option('--days <number>', 'how many days', sizeFrom(1), 90)
		.option('--debts <number>', 'how many debts are placed', sizeFrom(10), 500)
		.action(
			cli.run<[], { days: number; debts: number }>(null, async ({ house, options }) => {
				const { benchSimulate } = await import('./bench.ts');
				return { answer: await bench(house.url, (database) => benchSimulate(database, options)) };
			}),
		);
}

/** `dunwell simulate`: a whole agency, day by day, with the auditor after every day. Exit 1 when it finds anything; the failing run is then made small. */
export function commands(cli: Cli): void {
	auditCommand(cli);
	benchCommand(cli);
	cli
		.alone('simulate', 'live through a simulated agency and audit every day of it')
		.option('--days <number>', 'how many days', whole, 30)
		.option('--debts <number>', 'how many debts are placed', whole, 200)
		.option('--agents <number>', 'how many agents', whole, 3)
		.option('--seed <text>', 'the same seed gives the same record, byte by byte', '1')
		.addOption(
			new Option('--faults <which>', 'cut connections, lost answers, day runs begun twice').choices(['none', 'all']).default('none'),
		)
		.option('--no-shrink', 'do not make a failing run small')
		.option('--keep <name>', 'leave its database on this server under this name, for `audit --database` or any other auditor', keptName)
		.action(
			cli.run<[], Omit<Plan, 'without'> & { shrink: boolean; keep?: string }>(null, async ({ house, options }) => {
				const { days, debts, agents, seed, faults, keep: keepAs } = options;
				const plan: Plan = { seed, days, debts, agents, faults, without: new Set() };
				const started = performance.now();
				const eachDay = (day: number, line: string) => {
					if (day === 0 || (day + 1) % 10 === 0 || day === days - 1) say(`day ${day + 1}/${days}: ${line}`);
				};
				const taken = keepAs === undefined ? null : await nameTaken(house.url, keepAs);
				if (taken) return taken;
				const simulation = await simulate(house.url, plan, { say: eachDay, keepAs });
				if (keepAs !== undefined) say(`kept as database ${keepAs}`);
				const wall = () => Math.round(performance.now() - started) / 1_000;
				if (simulation.violations.length === 0) return { answer: { ...simulation, wall_s: wall() } };
				say(`seed ${seed}: ${simulation.violations.map(({ invariant, sentence }) => `${invariant}: ${sentence}`).join('\n')}`);
				const small = options.shrink ? await shrink(house.url, plan, simulation, { say }) : null;
				if (small) say(`made small in ${small.runs} runs:\n${asScenario(small)}`);
				return { answer: { ...simulation, small: small && asScenario(small), wall_s: wall() }, partlyRefused: true };
			}),
		);
}
