import { isRefusal } from '../core/refusal.ts';
import { random } from '../core/random.ts';
import { dateIn } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import type { Cli } from '../cli.ts';
import { generatedLines, nothingGenerated } from './generate.ts';
import { paymentLines, placedForPayment } from './payments.ts';
import { type Portfolio, portfolio } from './portfolio.ts';
import { writeCsv, writeLines, writeXlsx } from './sheet-file.ts';
import { districts, readCustomers, shippedSource } from './source.ts';

type Common = { seed: string; out: string; on?: string };

/** `demo portfolio`, `demo generate`, `demo payments`: files to try the house with; nobody in them is real. */
export function commands(cli: Cli): void {
	cli
		.verb('demo', 'portfolio', 'a placement file of the real card portfolio’s late customers, with invented identities')
		.option('--source <file>', 'another CSV of the UCI card data set', shippedSource)
		.option('--seed <text>', 'the same seed invents the same people', '1')
		.option('--on <date>', 'day of placement; today when not given')
		.option('--batch <number>', 'batch number')
		.option('--part <k/n>', 'only the k-th of n parts of the customers')
		.option('--format <format>', 'xlsx or csv (GB18030)')
		.requiredOption('--out <file>', 'where to write')
		.action(
			cli.run<[], Common & { source: string; batch?: string; part?: string; format?: string }>(null, async ({ house, options }) => {
				const customers = await readCustomers(options.source);
				if (isRefusal(customers)) return customers;
				const placedOn = options.on
					? Temporal.PlainDate.from(options.on)
					: dateIn((await house.tenant(options.tenant)).zone, house.clock.now());
				const batchNo = options.batch ?? `WB${placedOn.toString().replaceAll('-', '')}`;
				const [at, of] = (options.part ?? '1/1').split('/').map(Number);
				const made = portfolio(customers, await districts(), {
					seed: options.seed,
					placedOn,
					batchNo,
					part: at && of ? { from: at - 1, until: at, of } : undefined,
				});
				const format = options.format ?? (options.out.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv');
				await (format === 'xlsx' ? writeXlsx(options.out, made.sheet) : writeCsv(options.out, made.sheet));
				return { answer: told(made, options.out) };
			}),
		);

	cli
		.verb('demo', 'generate', 'a large generated placement file (CSV), for load and for messy rows')
		.requiredOption('--debts <number>', 'how many rows')
		.option('--seed <text>', 'the same seed gives the same bytes', '1')
		.option('--on <date>', 'day of placement; today when not given')
		.option('--messy <ppm>', 'rows with a fault, in parts per million', '0')
		.option('--encoding <encoding>', 'gb18030 or utf-8', 'gb18030')
		.requiredOption('--out <file>', 'where to write')
		.action(
			cli.run<[], Common & { debts: string; messy: string; encoding: string }>(null, async ({ house, options }) => {
				const placedOn = options.on
					? Temporal.PlainDate.from(options.on)
					: dateIn((await house.tenant(options.tenant)).zone, house.clock.now());
				const counted = nothingGenerated();
				const order = { debts: Number(options.debts), seed: options.seed, placedOn, messyPpm: Number(options.messy) };
				const encoding = options.encoding === 'utf-8' ? 'utf-8' : 'gb18030';
				const bytes = await writeLines(options.out, encoding, generatedLines(await districts(), order, counted));
				return { answer: { file: options.out, bytes, rows: counted.rows, messy: counted.messy, placed_minor: counted.placedMinor } };
			}),
		);

	cli
		.verb('demo', 'payments', 'a bank’s payment file for debts that are placed')
		.requiredOption('--client <code>', 'whose debts')
		.option('--seed <text>', 'the same seed and the same debts give the same file', '1')
		.option('--on <date>', 'day of payment; today when not given')
		.option('--share <ppm>', 'debts that pay, in parts per million', '50000')
		.requiredOption('--out <file>', 'where to write')
		.action(
			cli.run<[], Common & { client: string; share: string }>('payment.import', async ({ house, door, options }) => {
				const on = options.on ? Temporal.PlainDate.from(options.on) : dateIn((await house.tenant(options.tenant)).zone, house.clock.now());
				const debts = await inTenant(door.pool, door.tenantId, (tx) => placedForPayment(tx, options.client));
				const made = paymentLines(random(`${options.seed} payments ${on}`), debts, { on, sharePpm: Number(options.share) });
				await writeLines(options.out, 'gb18030', made.lines);
				return {
					answer: { file: options.out, rows: made.rows, unmatched: made.unmatched, overpaid: made.overpaid, amounts: made.amounts },
				};
			}),
		);
}

const told = ({ placed, debtors, placedMinor, left }: Portfolio, file: string) => ({
	file,
	rows: placed,
	debtors,
	placed_minor: placedMinor,
	currency: 'TWD',
	not_late: left.notLate,
	late_but_nothing_owed: left.nothingOwed,
});
