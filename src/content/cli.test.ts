import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../host/config.ts';
import { checkText } from './check.ts';
import { linesOf } from './cli.ts';

const file = (name: string, text: string) => {
	const path = join(mkdtempSync(join(tmpdir(), 'dunwell-content-')), name);
	writeFileSync(path, text);
	return path;
};
const all = async (path: string) => {
	const lines = [];
	for await (const { number, id, body } of linesOf(path, { channel: 'voice', party: 'debtor' })) lines.push({ number, id, body });
	return lines;
};
const bodies = async (path: string) => (await all(path)).map(({ body }) => body);

test('a CSV is read by its column text, in whatever case; what a row says itself goes before what the command says for all', async () => {
	const csv = file('many.csv', '\uFEFFid,TEXT,channel,party\n7,"您好，\n请问是本人吗",,\n8,He owes money,sms,third_party\n');
	expect(await all(csv)).toEqual([
		{ number: 1, id: '7', body: { text: '您好，\n请问是本人吗', channel: 'voice', party: 'debtor' } },
		{ number: 2, id: '8', body: { text: 'He owes money', channel: 'sms', party: 'third_party' } },
	]);
});

test('JSONL is texts or objects, any other file one text a line; a line that is neither says why and the next is read', async () => {
	expect(
		await bodies(file('many.jsonl', '"您好"\n{"text":"老赖","final":true}\n{"text":1}\nno json\n{"text":"ok","channel":"fax"}\n')),
	).toMatchObject([
		{ text: '您好', channel: 'voice' },
		{ text: '老赖', final: true },
		{ code: 'facts.unreadable', details: { reason: expect.stringContaining('/text') } },
		{ code: 'facts.unreadable' },
		{ code: 'facts.unreadable', details: { reason: expect.stringContaining('/channel') } },
	]);
	expect(await bodies(file('many.txt', '您好\n\n再见\n'))).toMatchObject([{ text: '您好' }, { text: '再见' }]);
});

test('the command needs no database: 1,001 texts in, 1,001 lines out, exit 1 for the one that threatens, 0 without it', async () => {
	const run = promisify(execFile);
	const texts = Array.from({ length: 1000 }, (_, i) => JSON.stringify({ id: i, text: '您好，请问是本人吗' }));
	const command = (path: string) =>
		run(process.execPath, [join(root, 'bin/dunwell.mjs'), 'content', 'check', '--file', path, '--json'], {
			env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
			maxBuffer: 2 ** 24,
		});
	const passed = await command(file('good.jsonl', texts.join('\n')));
	expect(passed.stderr).toContain('1000 pass, 0 to look at, 0 blocked, 0 unreadable');
	const failed = await command(file('bad.jsonl', [...texts, '{"id":"x","text":"让你坐牢"}'].join('\n'))).then(
		() => null,
		(error: { code: number; stdout: string }) => error,
	);
	expect(failed?.code).toBe(1);
	const lines =
		failed?.stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { verdict: string; id: string }) ?? [];
	expect(lines).toHaveLength(1001);
	expect(lines.filter(({ verdict }) => verdict === 'block')).toMatchObject([
		{ id: 'x', line: 1001, findings: [{ kind: 'threat', words: '坐牢' }] },
	]);
});

test('words as they reach the person may name an amount, the house and its line as they are; typed ones may not', () => {
	const words = '【善催】王先生您好，您在某行的账单尚有1,280.50元未还。投诉电话400-100-2000，拒收请回复R。';
	expect(checkText({ text: words, channel: 'sms', final: true })).toMatchObject({ verdict: 'pass', findings: [] });
	expect(checkText({ text: words, channel: 'sms' }).findings.map(({ kind, rule }) => [kind, rule])).toEqual([
		['amount_free_text', 'CN-X1'],
		['missing_identity', 'CN-I1'],
		['missing_complaint_line', 'MESSAGE'],
	]);
	// A letter cannot be answered: it needs no way to opt out.
	expect(checkText({ text: '【{agency}】请联系我们。投诉{complaint}', channel: 'letter' }).findings).toEqual([]);
	expect(checkText({ text: '【{agency}】请联系我们。投诉{complaint}', channel: 'email' }).findings.map(({ kind }) => kind)).toEqual([
		'missing_opt_out',
	]);
	expect(checkText({ text: 'We will sue you. 让你坐牢', channel: 'voice', language: 'en' }).findings.map(({ kind }) => kind)).toEqual([
		'threat_of_suit',
	]);
});
