import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { isRefusal } from '../core/refusal.ts';
import { lprView, recordLpr } from './lpr.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
});
afterAll(() => database.close());

test('ten rates recorded in the same moment on ten connections are ten rates; a second one for a day replaces the first', async () => {
	const door = await database.door('compliance');
	const days = Array.from({ length: 10 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-21`);
	const source = 'www.chinamoney.com.cn';
	const record = (from: string, percent: number) => recordLpr(door, { from, percent, source });
	const recorded = async () =>
		(await lprView(door)).items.filter(({ certainty }) => certainty === 'house').map(({ from, percent }) => [from, percent]);
	expect((await Promise.all(days.map((from, i) => record(from, 3 + i / 100)))).some(isRefusal)).toBe(false);
	expect(await recorded()).toEqual(days.map((from, i) => [from, 3 + i / 100]).reverse());
	expect(await record('2026-05-21', 2.5)).toEqual({ changed: true });
	expect(await recorded()).toHaveLength(10);
	expect(await recorded()).toContainEqual(['2026-05-21', 2.5]);
});
