import { writeFile } from 'node:fs/promises';
import type { Cli } from '../cli.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { readSummary } from './read.ts';
import { type Format, formats } from './shapes.ts';
import { fileName, written } from './write.ts';

type Options = { from?: string | undefined; to?: string | undefined; asOf?: string; client?: string; format: string; out?: string };

/** The form asked for, when it is one of the four and the dates can be read; else what is wrong. */
export function formatFrom({ format, from, to }: Pick<Options, 'format' | 'from' | 'to'>): Format | Refusal {
	const known = formats.find((each) => each === format);
	if (!known) return refuse('report.format_unknown', { format, formats: formats.join(', ') });
	for (const [name, text] of Object.entries({ from, to })) {
		if (text === undefined) continue;
		try {
			Temporal.PlainDate.from(text, { overflow: 'reject' });
		} catch {
			return refuse('report.date_unreadable', { name, text });
		}
	}
	return known;
}

/** `report summary`: the work summary as a file, or with `--json` (or `--format json` without `--out`) its exact figures on stdout. */
export function commands(cli: Cli): void {
	cli
		.verb('report', 'summary', 'the work summary of a period: team, cases, recovery, promises kept, refusals, outlook')
		.option('--from <date>', 'first day; 30 days up to the last when not given')
		.option('--to <date>', 'last day, included; today when not given')
		.option('--as-of <instant>', 'as known at this instant; now when not given')
		.option('--client <code>', 'only this client’s debts')
		.option('--format <format>', formats.join(', '), 'html')
		.option('--out <file>', 'where to write')
		.action(
			cli.run<[], Options>('report.view', async ({ door, options }) => {
				const format = formatFrom(options);
				if (isRefusal(format)) return format;
				const summary = await readSummary(door, { from: options.from, to: options.to, client: options.client, as_of: options.asOf });
				if (isRefusal(summary)) return summary;
				if (format === 'json' && options.out === undefined) return { answer: summary };
				const file = options.out ?? fileName(summary, format);
				const bytes = await written(summary, format);
				await writeFile(file, bytes);
				return { answer: { file, format, bytes: bytes.length, period: summary.period }, text: `${file} (${bytes.length} bytes)` };
			}),
		);
}
