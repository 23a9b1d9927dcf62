import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/host/config.ts';
import { builtDesk } from '../support/desk.ts';

/** What a browser loads before an agent sees the desk: the entry, the desk's own chunk, and everything either imports at once. */
const built = join(root, 'dist', 'desk');
type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; css?: string[] };
let chunks: Record<string, Chunk>;

beforeAll(() => {
	builtDesk();
	chunks = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
});

function filesFor(names: readonly string[], found = new Set<string>()): Set<string> {
	for (const name of names) {
		const chunk = chunks[name];
		if (!chunk || found.has(chunk.file)) continue;
		found.add(chunk.file);
		filesFor(chunk.imports ?? [], found);
	}
	return found;
}

const gzipBytes = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file))).length, 0);

describe('the weight of the desk', () => {
	test('the first screen of an agent is less than 450 kB of compressed script', () => {
		const files = filesFor(['index.html', 'screens/desk/Desk.tsx']);
		expect(files.size).toBeGreaterThan(2);
		expect(gzipBytes(files)).toBeLessThan(450_000);
	});

	test('the sign-in is less than 300 kB, and charts are in neither', () => {
		const first = filesFor(['index.html', 'screens/desk/Desk.tsx']);
		expect(gzipBytes(filesFor(['index.html']))).toBeLessThan(300_000);
		for (const file of first) expect(readFileSync(join(built, file), 'utf8')).not.toMatch(/echarts/);
	});
});
