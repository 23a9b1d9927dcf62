import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/host/config.ts';
import { pages } from './reference.ts';

test.each(pages)('%s is what the code says (run tools/reference.ts after a change)', async (path, page) => {
	expect(readFileSync(join(root, path), 'utf8')).toBe(await page());
});
