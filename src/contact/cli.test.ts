import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isRefusal } from '../core/refusal.ts';
import { facts } from '../../test/support/facts.ts';
import { explainFile } from './cli.ts';
import { readFacts } from './facts-read.ts';

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

const now = Temporal.Instant.from('2026-11-24T02:00:00Z');
const explain = (given: object) => explainFile(file(JSON.stringify(given)), now);

test('a file at 22:30 in Shanghai is explained: refused by CN-T1, allowed from 08:00', () => {
	const answer = explain({ at: '2026-11-24T22:30:00+08:00', facts: facts() });
	expect(answer).toMatchObject({ permitted: false, allowed_from: '2026-11-25T00:00:00Z' });
	expect(isRefusal(answer) || answer.reasons[0]).toMatchObject({ rule: 'CN-T1', verdict: 'refuses' });
});

test('without an instant it is decided now; with a third party it is to locate, without an agent automatic', () => {
	expect(explain({ facts: facts({ agent: null }) })).toMatchObject({ permitted: true, at: now.toString(), debt_ids: ['1'] });
	expect(explain({ facts: facts({ party: 'third_party', failed_in_row: 3, agent: null }) })).toMatchObject({
		permitted: true,
		obligations: ['locate_or_relay_only', 'state_institution', 'announce_recording', 'verify_right_party'],
	});
	expect(explain({ ask: { purpose: 'collect' }, facts: facts({ party: 'third_party', failed_in_row: 3 }) })).toMatchObject({
		permitted: false,
	});
});

test('a file of 3,000 earlier calls, longer than a pipe holds, is read from one to its end', async () => {
	const history = Array.from({ length: 3_000 }, (_, i) => ({
		at: `2026-10-01T09:${String(i % 60).padStart(2, '0')}:00+08:00`,
		outcome: 'no_answer',
	}));
	const path = file(JSON.stringify({ at: '2026-11-24T02:00:00Z', facts: {}, history }));
	// In small pieces, so that the pipe runs empty in between.
	const command = 'dd if="$1" bs=64 2>/dev/null | "$2" src/cli.ts contact explain --json --facts -';
	const { stdout } = await promisify(execFile)('sh', ['-c', command, 'sh', path, process.execPath]);
	expect(JSON.parse(stdout)).toMatchObject({ permitted: true, at: '2026-11-24T02:00:00Z' });
});

test.each([
	['a zone that is none', { facts: facts({ zones: ['Mars/Base'] }) }],
	['30 February as a day of training', { facts: facts({ agent: { exam_passed_on: '2026-01-01', trained_on: '2026-02-30' } }) }],
	['30 February as the instant', { at: '2026-02-30T02:00:00Z', facts: facts() }],
	['agreed hours that are none', { facts: facts({ agreed_hours: { from: '8', until: '25:00' } }) }],
])('%s is refused, not a fault', (_, given) => {
	const answer = explain(given);
	expect(isRefusal(answer) && answer.code).toBe('facts.unreadable');
});
