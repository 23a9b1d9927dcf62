import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Errors } from 'typebox/value';
import { expect, test } from 'vitest';
import { Answer } from '../src/contact/answer-shape.ts';

/** The worked facts files of examples/facts, each through the command line, and as the guide prints them. */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'examples/facts');

/** What each comes to: exit code, the rules that refuse, the first lawful moment. */
const expected: Readonly<Record<string, readonly [number, readonly string[], string | null]>> = {
	'china-contact-person': [0, [], '2026-11-24T02:00:00Z'],
	'china-guarantor-after-the-period': [1, ['CN-S2'], null],
	'china-night-call': [1, ['CN-T1', 'CN-F1'], '2026-11-25T00:00:00Z'],
	'eu-before-the-transfer-notice': [1, ['EU-N1'], null],
	'uk-visit-on-the-clock-change': [1, ['UK-T1'], '2026-03-29T07:00:00Z'],
	'us-eighth-call': [1, ['US-F1'], '2026-04-08T15:00:00Z'],
	'us-email-after-notice': [1, ['US-E3'], '2026-10-07T12:00:00Z'],
};
const explain = (path: string) =>
	spawnSync(process.execPath, [join(root, 'bin/dunwell.mjs'), 'contact', 'explain', '--json', '--facts', path], { encoding: 'utf8' });

test('every example is here', () => {
	expect(
		readdirSync(folder)
			.map((name) => name.replace('.json', ''))
			.sort(),
	).toEqual(Object.keys(expected));
});

test.each(Object.entries(expected))('examples/facts/%s.json is decided as its guide says', (name, [code, rules, from]) => {
	const run = explain(join(folder, `${name}.json`));
	const answer = JSON.parse(run.stdout) as Answer;
	expect(Errors(Answer, answer)).toEqual([]);
	const refusing = [...new Set(answer.reasons.filter((each) => each.verdict === 'refuses').map((each) => each.rule))];
	expect([run.status, refusing, answer.allowed_from]).toEqual([code, rules, from]);
});

test('the guide prints three of them word for word', () => {
	const guide = readFileSync(join(root, 'docs/guides/contact-facts.md'), 'utf8');
	for (const name of ['china-night-call', 'china-contact-person', 'us-eighth-call'])
		expect(guide).toContain(readFileSync(join(folder, `${name}.json`), 'utf8'));
});

test('a file that is not understood is exit 2 and names the place', () => {
	const run = explain(join(root, 'package.json'));
	expect([run.status, run.stdout.includes('/name is not known here')]).toEqual([2, true]);
});

test('the same file on stdin, with the mark some editors put at its beginning, comes to the same', () => {
	const text = readFileSync(join(folder, 'us-eighth-call.json'), 'utf8');
	const run = spawnSync(process.execPath, [join(root, 'bin/dunwell.mjs'), 'contact', 'explain', '--json', '--facts', '-'], {
		encoding: 'utf8',
		input: `\uFEFF${text}`,
	});
	expect([run.status, (JSON.parse(run.stdout) as Answer).allowed_from]).toEqual([1, '2026-04-08T15:00:00Z']);
});
