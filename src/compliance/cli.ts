import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { bench, sizeFrom } from '../host/bench.ts';
import { packFile } from './pack.ts';

/** `complaint pack`, `bench gate`, `bench record`. */
export function commands(cli: Cli): void {
	cli
		.verb('complaint', 'pack <id>', 'the evidence pack of a complaint: a PDF to read and a JSON with proofs')
		.option('--out <folder>', 'where the two files go', '.')
		.action(
			cli.run<[string], { out: string }>('complaint.pack', async ({ door, options }, id) => {
				const complaintId = BigInt(/^\d{1,18}$/.test(id) ? id : '0');
				const files: string[] = [];
				let sha256 = '';
				for (const format of ['json', 'pdf'] as const) {
					const made = await packFile(door, complaintId, format);
					if (isRefusal(made)) return made;
					mkdirSync(options.out, { recursive: true });
					writeFileSync(join(options.out, made.name), made.bytes);
					files.push(join(options.out, made.name));
					if (format === 'json') sha256 = made.hash;
				}
				return { answer: { files, sha256 }, text: files.join('\n') };
			}),
		);
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
	cli
		.verb('bench', 'record', 'the record sealed and verified whole, beside reading and hashing the same rows and nothing else')
		.option('--rows <number>', 'rows to seal', sizeFrom(1_000), 1_000_000)
		.action(
			cli.run<[], { rows: number }>(null, async ({ house, options }) => {
				const { benchRecord } = await import('./record-bench.ts');
				return { answer: await bench(house.url, (database) => benchRecord(database, options.rows)) };
			}),
		);
}
