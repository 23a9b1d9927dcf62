import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/host/config.ts';
import { allRows } from '../src/law/rows.ts';
import { pages, testsOfRows } from './reference.ts';

test.each(pages)('%s is what the code says (run tools/reference.ts after a change)', async (path, page) => {
	expect(readFileSync(join(root, path), 'utf8')).toBe(await page());
});

test('every row of law that is enforced is named by a test', () => {
	const tests = testsOfRows();
	const enforced = allRows.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce');
	expect(enforced.filter((row) => !tests.has(row.id)).map((row) => row.id)).toEqual([]);
	expect(tests.get('CN-F3')).toBeUndefined();
});
