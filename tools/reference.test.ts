import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/host/config.ts';
import { allRows } from '../src/law/rows.ts';
import { applies, pages, reachedFiles, testsOfRows } from './reference.ts';

test.each(pages)('%s is what the code says (run tools/reference.ts after a change)', async (path, page) => {
	expect(readFileSync(join(root, path), 'utf8')).toBe(await page());
});

test('every row of law that is enforced is named by a test', () => {
	const tests = testsOfRows();
	const enforced = allRows.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce');
	expect(enforced.filter((row) => !tests.has(row.id)).map((row) => row.id)).toEqual([]);
	expect(tests.get('CN-F3')).toBeUndefined();
});

test('every row said to be enforced is applied by a file that a door of the product reaches, which is no mere statement of law', () => {
	const reached = reachedFiles();
	const enforced = allRows.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce');
	expect(enforced.filter((row) => !applies(row.enforcedBy, reached)).map((row) => `${row.id} ${row.enforcedBy}`)).toEqual([]);
});

test('the check can fail: a statement of law, and a file that no door reaches, apply nothing', () => {
	const reached = reachedFiles();
	expect(reached.size).toBeGreaterThan(150);
	expect([applies('src/law/limitation.ts', reached), applies('src/nowhere/rules.ts', reached), applies(null, reached)]).toEqual([
		false,
		false,
		false,
	]);
	expect([applies('src/contact/rules.ts', reached), applies('src/placements/client.ts', reached)]).toEqual([true, true]);
});

test('every file that enforces rows beside the gate is shown to by a test with a database', () => {
	const tests = testsOfRows();
	const rows = allRows.filter(
		(row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce' && row.enforcedBy !== 'src/contact/rules.ts',
	);
	const shown = (id: string) => (tests.get(id) ?? []).some((name) => name.includes('.db.test.ts'));
	const byFile = Map.groupBy(rows, (row) => row.enforcedBy ?? '');
	expect([...byFile].filter(([, of]) => !of.some((row) => shown(row.id))).map(([file]) => file)).toEqual([]);
});
