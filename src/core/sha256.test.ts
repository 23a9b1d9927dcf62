import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

test('the standard’s own example: abc', () => {
	expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('any text has the fingerprint the machine’s own SHA-256 gives, at every length round a block', () => {
	const same = (text: string) => {
		expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
	};
	for (let length = 0; length < 130; length++) same('善'.repeat(length % 3) + 'x'.repeat(length));
	fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), same));
});
