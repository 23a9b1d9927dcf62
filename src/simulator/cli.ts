import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { say } from '../host/log.ts';
import type { Plan } from './plan.ts';
import { asScenario, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const whole = (text: string): number => {
	if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
	return Number(text);
};

/** `dunwell simulate`: a whole agency, day by day, with the auditor after every day. Exit 1 when it finds anything; the failing run is then made small. */
export function commands(cli: Cli): void {
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
		.action(
			cli.run<[], Omit<Plan, 'without'> & { shrink: boolean }>(null, async ({ house, options }) => {
				const { days, debts, agents, seed, faults } = options;
				const plan: Plan = { seed, days, debts, agents, faults, without: new Set() };
				const started = performance.now();
				const simulation = await simulate(house.url, plan, (day, line) => {
					if (day === 0 || (day + 1) % 10 === 0 || day === days - 1) say(`day ${day + 1}/${days}: ${line}`);
				});
				const wall = () => Math.round(performance.now() - started) / 1_000;
				if (simulation.violations.length === 0) return { answer: { ...simulation, wall_s: wall() } };
				say(`seed ${seed}: ${simulation.violations.map(({ invariant, sentence }) => `${invariant}: ${sentence}`).join('\n')}`);
				const small = options.shrink ? await shrink(house.url, plan, simulation) : null;
				if (small) say(`made small in ${small.runs} runs:\n${asScenario(small)}`);
				return { answer: { ...simulation, small: small && asScenario(small), wall_s: wall() }, partlyRefused: true };
			}),
		);
}
