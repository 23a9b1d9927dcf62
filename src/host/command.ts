import { Command } from 'commander';
import { Outage } from '../core/assert.ts';
import { isRefusal, problemOf, type Refusal, sentenceOf } from '../core/refusal.ts';
import { outageOr } from './db.ts';
import { say } from './log.ts';

/** What a verb came to: an answer (shown as text or, with `--json`, as one JSON document), perhaps partly refused, or a refusal. */
export type Outcome = { readonly answer: unknown; readonly text?: string; readonly partlyRefused?: boolean } | Refusal;

/** Exit codes of every verb (design §8). */
export const exitCode = { done: 0, refused: 1, usage: 2, outage: 3 } as const;

/** bigint as JSON integers within the safe range, else text; Temporal values as ISO text. */
export function jsonText(value: unknown): string {
	return JSON.stringify(
		value,
		(_, part: unknown) => {
			if (typeof part !== 'bigint') return part;
			const number = Number(part);
			return Number.isSafeInteger(number) ? number : part.toString();
		},
		2,
	);
}

/** Prints an outcome: the document on stdout, sentences for people on stderr. Gives the exit code. */
export function show(outcome: Outcome, asJson: boolean): number {
	if (isRefusal(outcome)) {
		const sentence = sentenceOf(outcome);
		if (asJson) process.stdout.write(`${jsonText(problemOf(outcome))}\n`);
		say(`${sentence.zh}\n${sentence.en}${outcome.allowedFrom ? `\nallowed from ${outcome.allowedFrom}` : ''}`);
		return exitCode.refused;
	}
	if (asJson) process.stdout.write(`${jsonText(outcome.answer)}\n`);
	else process.stdout.write(`${outcome.text ?? jsonText(outcome.answer)}\n`);
	return outcome.partlyRefused ? exitCode.refused : exitCode.done;
}

/** Runs a verb's work and turns what happened into an exit code; a fault prints its sentence and is an outage to the caller. */
export async function finish(work: () => Promise<Outcome>, asJson: boolean): Promise<number> {
	try {
		return show(await work(), asJson);
	} catch (thrown) {
		const error = outageOr(thrown);
		const outage = error instanceof Outage;
		const sentence = error instanceof Error ? error.message : String(error);
		if (asJson) process.stdout.write(`${jsonText({ code: outage ? 'outage' : 'fault', title: sentence })}\n`);
		say(
			outage
				? `The world outside failed: ${sentence}. Do the same again: what was done meanwhile is found, and not done twice.`
				: `Something is wrong; nothing was changed. ${sentence}`,
		);
		if (!outage && error instanceof Error && error.stack) say(error.stack);
		return exitCode.outage;
	}
}

/** A command tree with the options every verb has. */
export function commandTree(): {
	program: Command;
	verb(noun: string, usage: string, summary: string): Command;
	alone(usage: string, summary: string): Command;
} {
	const program = new Command('dunwell').description('Dunwell (善催): debt collection that cannot break the law');
	program.exitOverride().showHelpAfterError();
	const nouns = new Map<string, Command>();
	const common = (command: Command) =>
		command
			.exitOverride()
			.option('--json', 'one JSON document on stdout')
			.option('--as <username>', 'act as this login', process.env['DUNWELL_AS'] ?? 'operator')
			.option('--tenant <code>', 'the agency', 'main');
	return {
		program,
		verb(noun, usage, summary) {
			const group = nouns.get(noun) ?? program.command(noun).exitOverride();
			nouns.set(noun, group);
			return common(group.command(usage).description(summary));
		},
		alone: (usage, summary) => common(program.command(usage).description(summary)),
	};
}
