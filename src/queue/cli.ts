import type { Cli } from '../cli.ts';
import { bench, sizeFrom } from '../host/bench.ts';

/** `bench queue`. */
export function commands(cli: Cli): void {
	cli
		.verb('bench', 'queue', 'Next for many agents at once beside the bare claim, in a database of its own')
		.option('--agents <number>', 'agents who press in the same moment', sizeFrom(2), 150)
		.option('--debts <number>', 'calls in the queue', sizeFrom(10_000), 100_000)
		.action(
			cli.run<[], { agents: number; debts: number }>(null, async ({ house, options }) => {
				const { benchQueue } = await import('./bench.ts');
				return {
					answer: await bench(house.url, (database) => benchQueue(database, { agents: options.agents, items: options.debts })),
				};
			}),
		);
}
