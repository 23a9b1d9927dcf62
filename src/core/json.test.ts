import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from './json.ts';

test('a NUL and half a character become U+FFFD, in values and in names; a whole one stays', () => {
	const half = '𠮷'.slice(0, 1);
	expect(jsonText({ [`a\0${half}`]: [`王${half}`, '𠮷\0'] })).toBe('{"a\ufffd\ufffd":["王\ufffd","𠮷\ufffd"]}');
});

test('what jsonb takes is JSON.stringify, a written-out escape among it', () => {
	expect(jsonText({ words: '\\u0000 and \\ud842' })).toBe(JSON.stringify({ words: '\\u0000 and \\ud842' }));
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = JSON.stringify(value);
			fc.pre(!/\\u(0000|d[89a-f])/i.test(text));
			expect(jsonText(value)).toBe(text);
		}),
	);
});
