import { expect, test } from 'vitest';
import { type Entry, storyOf, told } from './story.ts';

const entry = (act: string): Entry => ({
	at: '2026-12-01 10:00',
	name: '陈晓',
	act,
	code: 'work.not_certified',
	debtor: '20',
	input: {},
	answer: { code: 'work.not_certified', details: { exam: '–', training: '2025-11-23' } },
	promised: null,
});

test('an agent without a certificate presses Next: the story of a finding says so', () => {
	expect(storyOf([entry('work.next')])).toEqual([expect.stringMatching(/^2026-12-01 10:00 .*陈晓 presses Next: refused, .*2025-11-23/)]);
});

test.each(Object.keys(told))('%s is told when the house refuses it, which answers nothing of what it answers otherwise', (act) => {
	expect(storyOf([entry(act)])).toEqual([expect.stringContaining(': refused, ')]);
});
