import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { guaranteesOfDebtor, tellGuarantee } from './guarantee-actions.ts';
import { type GuaranteeBody, guaranteeKinds } from './guarantee-shapes.ts';
import { limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import { toldKinds } from './limitation-shapes.ts';
import { referSuit, stepSuit, suitsOfDebtor } from './suit-actions.ts';
import { type SuitBody, type SuitStepBody, suitGrounds, suitKinds, suitSteps } from './suit-shapes.ts';

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

/** `limitation`, `suit` and `guarantee`: show and tell. */
export function commands(cli: Cli): void {
	limitationCommands(cli);
	suitCommands(cli);
	guaranteeCommands(cli);
}

type ReferOptions = {
	debt: bigint;
	kind: SuitBody['kind'];
	court: string;
	venue: string;
	ground: SuitBody['ground'];
	signedIn?: string;
	livesIn?: string;
	realPropertyIn?: string;
	filedOn?: string;
	caseNumber?: string;
	evidence: string;
};

/** What was said, without what was left out. */
const said = <T extends object>(options: T) =>
	Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** `suit show`, `suit refer`, `suit step`. */
function suitCommands(cli: Cli): void {
	cli
		.verb('suit', 'show', 'the suits over a debtor’s debts and where each stands')
		.requiredOption('--debtor <id>', 'the debtor', id)
		.action(
			cli.run<[], { debtor: bigint }>('debtor.view', async ({ door, options }) => {
				const found = await suitsOfDebtor(door, options.debtor);
				if (isRefusal(found)) return found;
				const lines = found.suits.map((suit) =>
					[
						`suit ${suit.id}`,
						`debt ${suit.debt_id}`,
						suit.state,
						suit.court,
						suit.case_number ?? '–',
						suit.filed_on ?? '–',
						suit.ended_on ?? '–',
					].join('\t'),
				);
				return { answer: found, text: lines.join('\n') };
			}),
		);
	cli
		.verb('suit', 'refer', 'refer a debt for suit, or with --filed-on record one the creditor brought (US-J1, US-B1)')
		.argument('<debtor>', 'the debtor', id)
		.requiredOption('--debt <id>', 'the debt', id)
		.addOption(new Option('--kind <kind>', 'what it is').choices(suitKinds).default('court'))
		.requiredOption('--court <name>', 'the court or arbitral body')
		.requiredOption('--venue <place>', 'where it sits; in the United States like US-OH-FRANKLIN')
		.addOption(new Option('--ground <ground>', 'what ties the suit to that place').choices(suitGrounds).makeOptionMandatory())
		.option('--signed-in <place>', 'where the contract was signed')
		.option('--lives-in <place>', 'where the consumer lives')
		.option('--real-property-in <place>', 'where the land lies')
		.option('--filed-on <date>', 'when the creditor brought it', day)
		.option('--case-number <number>', 'the court’s number')
		.requiredOption('--evidence <text>', 'what proves it')
		.action(
			cli.run<[bigint], ReferOptions>('suit.refer', async ({ door, options }, debtorId) => {
				const { debt, kind, court, venue, ground, evidence, filedOn } = options;
				const body = {
					debt_id: String(debt),
					kind,
					brought_by: filedOn === undefined ? ('us' as const) : ('creditor' as const),
					court,
					venue,
					ground,
					evidence,
					...said({
						signed_in: options.signedIn,
						lives_in: options.livesIn,
						real_property_in: options.realPropertyIn,
						filed_on: filedOn,
						case_number: options.caseNumber,
					}),
				};
				const made = await change(
					door,
					{ act: 'suit.refer', input: { debtor: debtorId, ...withoutWords(door.vault, body) }, debtorId },
					(act) => referSuit(act, debtorId, body),
				);
				return isRefusal(made) ? made : { answer: { id: made.id }, text: `suit ${made.id}` };
			}),
		);
	cli
		.verb('suit', 'step', 'record what became of a suit: filed, judged, enforcement … (CN-S3)')
		.argument('<debtor>', 'the debtor', id)
		.argument('<suit>', 'the suit', id)
		.addOption(new Option('--step <step>', 'what became of it').choices(suitSteps).makeOptionMandatory())
		.option('--on <date>', 'when; of judged the day it took effect', day)
		.option('--case-number <number>', 'of filed')
		.option('--perform-by <date>', 'of judged: the last day of performance it names', day)
		.requiredOption('--evidence <text>', 'what proves it')
		.action(
			cli.run<[bigint, bigint], { step: SuitStepBody['step']; on?: string; caseNumber?: string; performBy?: string; evidence: string }>(
				'suit.refer',
				async ({ door, options }, debtorId, suit) => {
					const { step, on, caseNumber, performBy, evidence } = options;
					const body = { step, evidence, ...said({ on, case_number: caseNumber, perform_by: performBy }) };
					const made = await change(
						door,
						{ act: 'suit.step', input: { debtor: debtorId, suit, ...withoutWords(door.vault, body) }, debtorId },
						(act) => stepSuit(act, { debtorId, id: suit }, body),
					);
					return isRefusal(made) ? made : { answer: { id: made.id }, text: `suit ${made.id}: ${step}` };
				},
			),
		);
}

/** `guarantee show`, `guarantee tell`. */
function guaranteeCommands(cli: Cli): void {
	cli
		.verb('guarantee', 'show', 'for which debts a debtor’s guarantors stand, and until when (CN-S2)')
		.requiredOption('--debtor <id>', 'the debtor', id)
		.action(
			cli.run<[], { debtor: bigint }>('debtor.view', async ({ door, options }) => {
				const found = await guaranteesOfDebtor(door, options.debtor);
				if (isRefusal(found)) return found;
				const lines = [
					...found.guarantees.map((each) =>
						[
							`guarantee ${each.id}`,
							`debt ${each.debt_id}`,
							each.party_name,
							each.kind,
							each.ends_on,
							each.withdrawn_at ? 'withdrawn' : each.state,
						].join('\t'),
					),
					...found.guarantors.map((each) => `guarantor ${each.party_id}\t${each.name}`),
				];
				return { answer: found, text: lines.join('\n') };
			}),
		);
	cli
		.verb('guarantee', 'tell', 'record for which debt a guarantor stands, how, until when, and when they were asked (CN-S2)')
		.argument('<debtor>', 'the debtor', id)
		.requiredOption('--debt <id>', 'the debt', id)
		.requiredOption('--guarantor <id>', 'the guarantor, as guarantee show numbers them', id)
		.addOption(new Option('--kind <kind>', 'joint and several, or general').choices(guaranteeKinds).makeOptionMandatory())
		.option('--ends-on <date>', 'the last day as agreed; left out: none was agreed', day)
		.option('--claimed-on <date>', 'when a joint guarantor was asked outside of this house', day)
		.requiredOption('--evidence <text>', 'what proves it')
		.action(
			cli.run<
				[bigint],
				{ debt: bigint; guarantor: bigint; kind: GuaranteeBody['kind']; endsOn?: string; claimedOn?: string; evidence: string }
			>('limitation.tell', async ({ door, options }, debtorId) => {
				const { debt, guarantor, kind, endsOn, claimedOn, evidence } = options;
				const body = {
					debt_id: String(debt),
					party_id: String(guarantor),
					kind,
					evidence,
					...said({ ends_on: endsOn, claimed_on: claimedOn }),
				};
				const told = await change(
					door,
					{ act: 'guarantee.tell', input: { debtor: debtorId, ...withoutWords(door.vault, body) }, debtorId },
					(act) => tellGuarantee(act, debtorId, body),
				);
				return isRefusal(told) ? told : { answer: { id: told.id }, text: `guarantee ${told.id}` };
			}),
		);
}

/** `limitation show`, `limitation tell`. */
function limitationCommands(cli: Cli): void {
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
				const told = await change(
					door,
					{ act: 'limitation.tell', input: { debtor: debtorId, ...withoutWords(door.vault, body) }, debtorId },
					(act) => tellLimitation(act, debtorId, body),
				);
				return isRefusal(told) ? told : { answer: { id: told.id }, text: `event ${told.id}` };
			}),
		);
}
