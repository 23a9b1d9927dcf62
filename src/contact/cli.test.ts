import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRefusal } from '../core/refusal.ts';
import { readFacts } from './cli.ts';

const file = (text: string) => {
	const path = join(mkdtempSync(join(tmpdir(), 'dunwell-facts-')), 'facts.json');
	writeFileSync(path, text);
	return path;
};
const whole = {
	at: '2026-11-24T14:30:00Z',
	facts: {
		zones: ['Asia/Shanghai'],
		agreed_hours: null,
		party: 'debtor',
		party_refused: false,
		party_named_by_debtor: true,
		point: null,
		debts: [],
		holds: [],
		own_points_usable: 1,
		failed_in_row: 0,
		earlier: [],
		agent: null,
	},
};

test('a file of facts is read as it is', () => {
	expect(readFacts(file(JSON.stringify(whole)))).toEqual(whole);
});

test.each([
	['that is no JSON', '{'],
	['without the facts', '{}'],
	['with a party the law does not know', JSON.stringify({ ...whole, facts: { ...whole.facts, party: 'neighbour' } })],
	['with an answer that is a word', JSON.stringify({ ...whole, facts: { ...whole.facts, earlier: [{ answered: 'yes' }] } })],
])('a file %s is refused with the place that is wrong', (_, text) => {
	const read = readFacts(file(text));
	expect(isRefusal(read) && read.code).toBe('facts.unreadable');
});
