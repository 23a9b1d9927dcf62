import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { amountMax, type Currency, formatMoney } from '../core/money.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { say } from '../host/log.ts';
import type { Mapping } from '../intake/rules.ts';
import { mappingFrom } from '../placements/cli.ts';
import { change } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { balanceOf, updateBalance } from './balance.ts';
import { importPayments } from './import.ts';
import { resolvePayment, reversePayment } from './queues.ts';
import type { PaymentImportAnswer } from './shapes.ts';

const shownErrors = 20;

function mappingOf(path: string | undefined): Mapping | undefined | Refusal {
	if (path === undefined) return undefined;
	try {
		return mappingFrom(readFileSync(path, 'utf8'));
	} catch {
		return refuse('mapping.invalid', { reason: `${path} cannot be read` });
	}
}

function summaryText(answer: PaymentImportAnswer): string {
	const money = (of: PaymentImportAnswer['applied']) =>
		`${of.count}${of.amounts.map((each) => `, ${formatMoney({ minor: BigInt(each.amount_minor), currency: each.currency as Currency })}`).join('')}`;
	return [
		`${answer.rows} rows = ${answer.accepted} accepted + ${answer.rejected} rejected + ${answer.duplicates} duplicates${answer.dry_run ? '  (dry run: nothing was kept)' : ''}`,
		`已入账 applied: ${money(answer.applied)}`,
		`待匹配 unmatched: ${money(answer.unmatched)}`,
		`溢缴 overpaid: ${money(answer.overpaid)} (surplus ${money(answer.surplus)})`,
		`结清 settled: ${answer.settled_debts} debts`,
		...answer.errors
			.slice(0, shownErrors)
			.map((error) => `row ${error.row}, ${error.column}: ${error.message.zh} ${error.message.en} [${error.value}] → ${error.mend.zh}`),
		...(answer.rejected > shownErrors ? ['… more; --json lists the first 1,000'] : []),
	].join('\n');
}

export function commands(cli: Cli): void {
	cli
		.verb('payment', 'import <file>', 'import a bank’s or client’s payment file')
		.option('--client <code>', 'whose payments; needless with a client column or a single client')
		.option('--mapping <file>', 'JSON: headings to fields, units, date order, currency')
		.option('--dry-run', 'read, match and count; keep nothing')
		.action(
			cli.run<[string], { client?: string; mapping?: string; dryRun?: boolean }>('payment.import', async ({ door, options }, file) => {
				const mapping = mappingOf(options.mapping);
				if (isRefusal(mapping)) return mapping;
				let said = 0;
				const answer = await importPayments(door, {
					path: file,
					clientCode: options.client,
					mapping,
					dryRun: options.dryRun,
					onProgress: (rows) => {
						if (rows - said < 10_000) return;
						said = rows;
						say(`${rows} rows`);
					},
				});
				return isRefusal(answer) ? answer : { answer, text: summaryText(answer), partlyRefused: answer.rejected > 0 };
			}),
		);
	cli
		.verb('payment', 'reverse <id>', 'undo a payment the bank took back (退票)')
		.requiredOption('--reason <text>')
		.action(
			cli.run<[string], { reason: string }>('payment.resolve', async ({ door, options }, id) => {
				if (!/^\d{1,18}$/.test(id)) return refuse('thing.not_found', { what: 'payment', id });
				const answer = await change(
					door,
					{ act: 'payment.reverse', input: withoutWords(door.vault, { payment_id: id, reason: options.reason }) },
					async (act) => {
						const done = await reversePayment(act, BigInt(id), options.reason);
						return isRefusal(done) ? done : { payment_id: id, state: done.state };
					},
				);
				return isRefusal(answer) ? answer : { answer };
			}),
		);
	cli
		.verb('payment', 'resolve <id>', 'settle an unmatched or overpaid payment')
		.option('--assign <debt>', 'it belongs to this debt, as debtor/debt')
		.option('--apply-to <debt>', 'its surplus pays this other debt of the same debtor and client')
		.option('--refund <note>', 'its surplus was paid back to the payer')
		.option('--return-to-client <note>', 'it, or its surplus, was handed to the client')
		.action(
			cli.run<[string], ResolveOptions>('payment.resolve', async ({ door, options }, id) => {
				const how = resolutionOf(options);
				if (!how || !/^\d{1,18}$/.test(id)) return refuse('thing.not_found', { what: how ? 'payment' : 'resolution', id });
				const answer = await change(
					door,
					{ act: 'payment.resolve', input: withoutWords(door.vault, { payment_id: id, ...how }) },
					async (act) => {
						const done = await resolvePayment(act, BigInt(id), how);
						return isRefusal(done) ? done : { payment_id: id, state: done.state, reason: done.reason };
					},
				);
				return isRefusal(answer) ? answer : { answer };
			}),
		);
	cli
		.verb('debt', 'balance <debtor> <debt>', 'set what is owed on a debt to the client’s new figures (余额更新)')
		.option('--costs <amount>', 'costs owed now, in minor units', minor, 0)
		.option('--interest <amount>', 'interest', minor, 0)
		.option('--penalty <amount>', 'penalty', minor, 0)
		.requiredOption('--principal <amount>', 'principal', minor)
		.requiredOption('--on <date>', 'as of which day the client says so', day)
		.requiredOption('--reason <text>')
		.option('--client-reference <number>', 'the client’s own number of the notice')
		.action(
			cli.run<[string, string], BalanceOptions>('debt.balance', async ({ door, options }, debtor, debt) => {
				if (![debtor, debt].every((id) => /^\d{1,18}$/.test(id))) return refuse('thing.not_found', { what: 'debt', id: debt });
				const [debtorId, debtId] = [BigInt(debtor), BigInt(debt)];
				const body = {
					costs_minor: options.costs,
					interest_minor: options.interest,
					penalty_minor: options.penalty,
					principal_minor: options.principal,
					on: options.on,
					reason: options.reason,
					...(options.clientReference === undefined ? {} : { client_reference: options.clientReference }),
				};
				const input = { debtor: debtorId, debt: debtId, ...withoutWords(door.vault, body) };
				const answer = await change(door, { act: 'debt.balance', input, debtorId }, (act) =>
					updateBalance(act, { debtorId, debtId, ...balanceOf(body) }),
				);
				return isRefusal(answer) ? answer : { answer };
			}),
		);
}

type BalanceOptions = {
	costs: number;
	interest: number;
	penalty: number;
	principal: number;
	on: string;
	reason: string;
	clientReference?: string;
};

function minor(said: string): number {
	if (!/^\d{1,15}$/.test(said) || BigInt(said) > amountMax) throw new InvalidArgumentError('an amount is a whole number of minor units');
	return Number(said);
}

function day(said: string): string {
	try {
		return Temporal.PlainDate.from(said).toString();
	} catch {
		throw new InvalidArgumentError('a date is written like 2026-11-24');
	}
}

type ResolveOptions = { assign?: string; applyTo?: string; refund?: string; returnToClient?: string };

function resolutionOf(options: ResolveOptions): Parameters<typeof resolvePayment>[2] | null {
	const assign = /^(\d{1,18})\/(\d{1,18})$/.exec(options.assign ?? '');
	if (assign?.[1] && assign[2]) return { action: 'assign', debtorId: BigInt(assign[1]), debtId: BigInt(assign[2]) };
	if (/^\d{1,18}$/.test(options.applyTo ?? '')) return { action: 'apply_to_debt', debtId: BigInt(options.applyTo ?? 0) };
	if (options.refund) return { action: 'refund', note: options.refund };
	if (options.returnToClient) return { action: 'return_to_client', note: options.returnToClient };
	return null;
}
