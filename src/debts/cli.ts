import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import { toldKinds } from './limitation-shapes.ts';

function id(said: string): bigint {
	if (!/^\d{1,18}$/.test(said)) throw new InvalidArgumentError('an id is a whole number');
	return BigInt(said);
}

function day(said: string): string {
	try {
		if (Temporal.PlainDate.from(said, { overflow: 'reject' }).toString() === said) return said;
	} catch {
		// Said below.
	}
	throw new InvalidArgumentError('a date is written like 2026-11-24');
}

type TellOptions = { debt: bigint; kind: (typeof toldKinds)[number]; on: string; until?: string; evidence: string };

/** `limitation show`, `limitation tell`. */
export function commands(cli: Cli): void {
	cli
		.verb('limitation', 'show', 'when the limitation of a debtor’s debts ends, and why (CN-S1, UK-S1, US-B1)')
		.requiredOption('--debtor <id>', 'the debtor', id)
		.action(
			cli.run<[], { debtor: bigint }>('debtor.view', async ({ door, options }) => {
				const found = await limitationOfDebtor(door, options.debtor);
				if (isRefusal(found)) return found;
				const lines = found.debts.flatMap(({ debt_id: debt, limitation: { ends_on: ends, why, barred_says: barred, citation } }) => [
					`debt ${debt}\t${ends ?? '–'}\t${why.zh}  ${why.en}`,
					...(barred ? [`\t${barred.zh}\n\t${barred.en}`] : []),
					`\t${citation.zh}  ${citation.en}`,
				]);
				return { answer: found, text: lines.join('\n') };
			}),
		);
	cli
		.verb('limitation', 'tell', 'tell what bears on a debt’s limitation, with its evidence')
		.argument('<debtor>', 'the debtor', id)
		.requiredOption('--debt <id>', 'the debt', id)
		.addOption(new Option('--kind <kind>', 'what happened').choices(toldKinds).makeOptionMandatory())
		.requiredOption('--on <date>', 'when it happened', day)
		.option('--until <date>', 'the end of a suit or bar; left out while it goes on', day)
		.requiredOption('--evidence <text>', 'what proves it')
		.action(
			cli.run<[bigint], TellOptions>('limitation.tell', async ({ door, options }, debtorId) => {
				const { debt, kind, on, until, evidence } = options;
				const body = { debt_id: String(debt), kind, happened_on: on, evidence, ...(until === undefined ? {} : { ended_on: until }) };
				const told = await change(door, { act: 'limitation.tell', input: { debtor: debtorId, ...body }, debtorId }, (act) =>
					tellLimitation(act, debtorId, body),
				);
				return isRefusal(told) ? told : { answer: { id: told.id }, text: `event ${told.id}` };
			}),
		);
}
