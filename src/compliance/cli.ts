import type { Cli } from '../cli.ts';
import { bench, sizeFrom } from '../host/bench.ts';

/** `bench gate`. */
export function commands(cli: Cli): void {
	cli
		.verb(
			'bench',
			'gate',
			'pure decisions beside a general rules engine, permits beside the same statements without the rules, bulk beside one by one',
		)
		.option('--permits <number>', 'permits asked for by all connections', sizeFrom(1_000), 8_000)
		.option('--connections <number>', 'connections that ask at once', sizeFrom(1), 64)
		.action(
			cli.run<[], { permits: number; connections: number }>(null, async ({ house, options }) => {
				const { benchGate } = await import('./gate-bench.ts');
				return { answer: await bench(house.url, (database) => benchGate(database, options)) };
			}),
		);
}
