import { expect, test } from 'vitest';
import { formatFrom } from './cli.ts';

test.each([
	['pdf', '2026-11-01', '2026-11-30', 'pdf'],
	['docx', '2026-11-01', '2026-11-30', 'report.format_unknown'],
	['html', '2026-02-30', undefined, 'report.date_unreadable'],
	['html', undefined, 'yesterday', 'report.date_unreadable'],
	['json', undefined, undefined, 'json'],
] as const)('report summary as %s from %s to %s: %s', (format, from, to, expected) => {
	const found = formatFrom({ format, from, to });
	expect(typeof found === 'string' ? found : found.code).toBe(expected);
});
