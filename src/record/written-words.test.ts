import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { vaultOf } from '../host/vault.ts';
import { withoutWords } from './written-words.ts';

test('the record of a suit has an index of its court and of the number there, and says where the court lies', () => {
	const vault = vaultOf(randomBytes(32));
	const body = { court: '东城区人民法院', case_number: '（2026）京0101民初77号', venue: 'CN-BJ', evidence: 'papers' };
	const recorded = withoutWords(vault, body);
	const index = expect.stringMatching(/^words [0-9a-f]{32}$/);
	expect(recorded).toEqual({ court: index, case_number: index, venue: 'CN-BJ', evidence: index });
	expect(withoutWords(vault, body)).toEqual(recorded);
});
