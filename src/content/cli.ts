import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { Option } from 'commander';
import { Errors } from 'typebox/value';
import type { Cli } from '../cli.ts';
import { Outage } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { exitCode, finish, show } from '../host/command.ts';
import { say } from '../host/log.ts';
import { checkText } from './check.ts';
import { type CheckAnswer, CheckBody } from './shapes.ts';

type Options = Partial<Pick<CheckBody, 'channel' | 'party' | 'final'>> & {
	text?: string;
	file?: string;
	lang?: 'zh' | 'en';
	json?: boolean;
};
/** One text of a file, or why it is none. */
type Line = { readonly number: number; readonly id: string | null; readonly body: CheckBody | Refusal };

/** A text of a file with what the command says for all; what a line says itself goes before it. */
function bodyOf(value: unknown, common: Omit<CheckBody, 'text'>): CheckBody | Refusal {
	const own = typeof value === 'string' ? { text: value } : value;
	if (typeof own !== 'object' || own === null) return refuse('facts.unreadable', { reason: 'a line is a text or an object with a text' });
	const said = Object.fromEntries(
		Object.entries(own).filter(([name, each]) => name in CheckBody.properties && each !== '' && each !== null),
	);
	const body: unknown = { ...common, ...said, ...(typeof said['final'] === 'string' ? { final: said['final'] === 'true' } : {}) };
	const [wrong] = Errors(CheckBody, body);
	return wrong ? refuse('facts.unreadable', { reason: `${wrong.instancePath || '/'} ${wrong.message}` }) : (body as CheckBody);
}

const idOf = (value: unknown): string | null => {
	const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
};

/** The texts of a file, one after the other: .csv by its column `text`, .jsonl and .ndjson one value a line, else one text a line; `-` is what is piped in. */
export async function* linesOf(file: string, common: Omit<CheckBody, 'text'>): AsyncGenerator<Line> {
	const stream = file === '-' ? process.stdin : createReadStream(file);
	let number = 0;
	if (/\.csv$/iu.test(file)) {
		for await (const row of stream.pipe(
			parse({
				columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
				bom: true,
				relax_quotes: true,
				relax_column_count: true,
			}),
		) as AsyncIterable<unknown>)
			yield { number: ++number, id: idOf(row), body: bodyOf(row, common) };
		return;
	}
	const asText = !/\.(?:jsonl|ndjson)$/iu.test(file);
	for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
		if (line.trim() === '') continue;
		let value: unknown = line;
		if (!asText || line.startsWith('{'))
			try {
				value = JSON.parse(line);
			} catch {
				value = asText ? line : null;
			}
		yield { number: ++number, id: idOf(value), body: bodyOf(value, common) };
	}
}

const shown = ({ verdict, score, findings }: CheckAnswer): string =>
	[
		`${{ pass: '通过 pass', warn: '复核 warn', block: '拦截 block' }[verdict]}${score === null ? '' : `  ${score}`}`,
		...findings.map(
			({ kind, severity, words, says, rule, citation }) =>
				`${severity === 'block' ? '✗' : '~'} ${kind}${words === null ? '' : ` “${words}”`}  ${says.zh} / ${says.en}  (${rule ? `${rule}; ` : ''}${citation.zh})`,
		),
	].join('\n');

/** Judges every text of a file as it is read; gives the exit code. */
async function checkFile(file: string, common: Omit<CheckBody, 'text'>, asJson: boolean): Promise<number> {
	const sums = { pass: 0, warn: 0, block: 0, unreadable: 0 };
	for await (const { number, id, body } of linesOf(file, common)) {
		let line: string;
		if (isRefusal(body)) {
			sums.unreadable++;
			line = asJson
				? JSON.stringify({ line: number, id, unreadable: body.details?.['reason'] })
				: `${number}: unreadable: ${String(body.details?.['reason'])}`;
		} else {
			const answer = checkText(body);
			sums[answer.verdict]++;
			line = asJson ? JSON.stringify({ line: number, id, ...answer }) : `${number}: ${shown(answer)}`;
		}
		if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
	}
	say(`${sums.pass} pass, ${sums.warn} to look at, ${sums.block} blocked, ${sums.unreadable} unreadable`);
	return sums.block + sums.unreadable > 0 ? exitCode.refused : exitCode.done;
}

/** `dunwell content check`: what the content check says of a text, or of each text of a file. No database is asked and nothing is kept. */
export function commands(cli: Cli): void {
	cli
		.verb('content', 'check', 'what the content check says of words, and why; no database')
		.option('--text <text>', 'the words')
		.option('--file <file>', 'many: .csv with a column text, .jsonl, or one text a line; - for what is piped in')
		.addOption(
			new Option('--channel <channel>', 'how it reaches them').choices(['sms', 'voice', 'letter', 'email', 'note']).default('voice'),
		)
		.addOption(new Option('--party <party>', 'whom it reaches').choices(['debtor', 'third_party']).default('debtor'))
		.addOption(new Option('--lang <language>', 'only patterns of this language').choices(['zh', 'en']))
		.option('--final', 'the words as they reach the person, places filled')
		.action(async ({ text, file, channel, party, lang, final, json }: Options) => {
			const common = {
				...(channel ? { channel } : {}),
				...(party ? { party } : {}),
				...(lang ? { language: lang } : {}),
				...(final ? { final } : {}),
			};
			try {
				if ((text === undefined) === (file === undefined)) {
					say('say --text or --file');
					process.exitCode = exitCode.usage;
				} else if (file !== undefined) process.exitCode = await checkFile(file, common, json === true);
				else {
					const body = bodyOf(text, common);
					const answer = isRefusal(body) ? body : checkText(body);
					process.exitCode = show(
						isRefusal(answer) ? answer : { answer, text: shown(answer), partlyRefused: !answer.passes },
						json === true,
					);
				}
			} catch (error) {
				process.exitCode = await finish(async () => {
					throw error instanceof Error && 'code' in error ? new Outage(error.message) : error;
				}, json === true);
			}
		});
}
