import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { say } from '../host/log.ts';
import { type Mapping, mappingOf } from '../intake/rules.ts';
import { askForErrors, recallPlacement, undoPlacement } from './actions.ts';
import { extendMandate } from './extend.ts';
import { errorFile } from './error-file.ts';
import type { ImportAnswer } from './answer.ts';
import { importPlacement } from './import.ts';
import { listPlacements, type PlacementFilter } from './store.ts';

function day(said: string): Temporal.PlainDate {
	try {
		return Temporal.PlainDate.from(said);
	} catch {
		throw new InvalidArgumentError('a date is written like 2026-11-24');
	}
}

function idOf(said: string): bigint {
	if (!/^\d{1,18}$/.test(said)) throw new InvalidArgumentError('an id is a whole number');
	return BigInt(said);
}

function manyOf(said: string): number {
	const many = Number(said);
	if (!Number.isInteger(many) || many < 1 || many > 200) throw new InvalidArgumentError('a whole number from 1 to 200');
	return many;
}

/** Reads a mapping file: JSON with `columns`, `unit`, `dateOrder`, `currency`, `headerRow`, `sheet`, `encoding` … (docs/guides/import.md). */
export function mappingFrom(text: string): Mapping | Refusal {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return refuse('mapping.invalid', { reason: String(error).slice(0, 120) });
	}
	const mapping = mappingOf(value);
	return 'wrong' in mapping ? refuse('mapping.invalid', { reason: mapping.wrong }) : mapping;
}

function summaryText(answer: ImportAnswer): string {
	const lines = [
		`${answer.rows} rows = ${answer.accepted} accepted + ${answer.rejected} rejected + ${answer.duplicates} duplicates${answer.dry_run ? '  (dry run: nothing was kept)' : ''}`,
		...answer.control.counted.map((each) => `placed: ${each.count} debts, ${each.amount}`),
		...answer.errors
			.slice(0, 20)
			.map((error) => `row ${error.row}, ${error.column}: ${error.message.zh} ${error.message.en} [${error.value}] → ${error.mend.zh}`),
		...(answer.errors.length > 20 ? [`… ${answer.errors.length - 20} more; --json lists them`] : []),
		...answer.notes.map((note) => `${note.zh} / ${note.en}`),
	];
	return lines.join('\n');
}

type ImportOptions = {
	client: string;
	mapping?: string;
	dryRun?: boolean;
	expectCount?: number;
	expectAmount?: string;
	confirmTotals?: boolean;
	key?: string;
};

export function commands(cli: Cli): void {
	cli
		.verb('placement', 'import <file>', 'import a client’s placement file')
		.requiredOption('--client <code>', 'who places')
		.option('--mapping <file>', 'JSON: headings to fields, units, date order')
		.option('--dry-run', 'read, check and count; keep nothing')
		.option('--expect-count <n>', 'declared number of debts (户数)', Number)
		.option('--expect-amount <amount>', 'declared total (总金额)')
		.option('--confirm-totals', 'import although the declared totals differ')
		.option('--key <key>', 'idempotency key')
		.action(
			cli.run<[string], ImportOptions>('placement.import', async ({ door, options: own }, file) => {
				const mapping = own.mapping ? mappingFrom(readFileSync(own.mapping, 'utf8')) : undefined;
				if (isRefusal(mapping)) return mapping;
				let last = 0;
				const answer = await importPlacement(door, {
					path: file,
					clientCode: own.client,
					mapping,
					dryRun: own.dryRun,
					expectCount: own.expectCount,
					expectAmount: own.expectAmount,
					confirmTotals: own.confirmTotals,
					key: own.key,
					onProgress: ({ step, rows }) => {
						if (step === 'reading' && rows - last < 50_000) return;
						last = rows;
						say(`${step === 'reading' ? 'read' : 'writing'} ${rows} rows`);
					},
				});
				return isRefusal(answer) ? answer : { answer, text: summaryText(answer), partlyRefused: answer.rejected > 0 };
			}),
		);
	cli
		.verb('placement', 'list', 'placements, newest first; `next` in the answer is the --after of those behind')
		.option('--client <code>', 'of one client')
		.option('--state <state>', 'imported, undone, recalled …')
		.option('--after <id>', 'those older than this one', idOf)
		.option('--limit <n>', 'so many at most, up to 200', manyOf, 50)
		.action(
			cli.run<[], PlacementFilter>('placement.view', async ({ door, options }) => {
				const { items, next } = await inTenant(door.pool, door.tenantId, (tx) => listPlacements(tx, door.actor.clientId, options));
				const listed = items.map((each) => ({ ...each, id: String(each.id), client_id: String(each.client_id) }));
				return { answer: { items: listed, next: next === null ? null : String(next) } };
			}),
		);
	cli
		.verb('placement', 'errors <id>', 'the rejected rows as a CSV to mend and send back')
		.requiredOption('--out <file>', 'where to write')
		.action(
			cli.run<[string], { out: string }>('placement.errors', async ({ door, options }, id) => {
				const asked = await askForErrors(door, BigInt(id));
				if (isRefusal(asked)) return asked;
				await pipeline(errorFile(door, BigInt(id)), createWriteStream(options.out));
				return { answer: { ...asked, file: options.out } };
			}),
		);
	cli.verb('placement', 'undo <id>', 'undo a placement that nobody has worked').action(
		cli.run<[string], object>('placement.undo', async ({ door }, id) => {
			const answer = await undoPlacement(door, BigInt(id));
			return isRefusal(answer) ? answer : { answer };
		}),
	);
	cli
		.verb('placement', 'recall <id>', 'give a placement back to its client (退案)')
		.requiredOption('--reason <text>')
		.action(
			cli.run<[string], { reason: string }>('placement.recall', async ({ door, options }, id) => {
				const answer = await recallPlacement(door, BigInt(id), options.reason);
				return isRefusal(answer) ? answer : { answer };
			}),
		);
	cli
		.verb('placement', 'extend <id>', 'leave a placement, or debts of it, with the house until a later day (留案)')
		.requiredOption('--until <date>', 'the last day of the mandate', day)
		.requiredOption('--reason <text>')
		.option('--debt <id...>', 'these debts of it only')
		.action(
			cli.run<[string], { until: Temporal.PlainDate; reason: string; debt?: string[] }>(
				'placement.recall',
				async ({ door, options }, id) => {
					const { until, reason, debt } = options;
					const answer = await extendMandate(door, BigInt(id), { until, reason, debtIds: debt?.map(BigInt) ?? null });
					return isRefusal(answer) ? answer : { answer };
				},
			),
		);
	cli
		.verb('bench', 'import', 'import a generated file into a database of its own, beside the floor: COPY of the same rows into bare tables')
		.option('--rows <n>', 'debts in the file', Number, 100_000)
		.action(
			cli.run<[], { rows: number }>('placement.import', async ({ house, options }) => {
				const { benchImport } = await import('./bench.ts');
				return { answer: await benchImport(house.url, { rows: options.rows, say }) };
			}),
		);
}
