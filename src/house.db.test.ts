import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey } from '../test/support/database.ts';
import { Outage } from './core/assert.ts';
import { readConfig } from './host/config.ts';
import { openHouse } from './house.ts';

/** A house that is there, opened from a machine that has its key, another or none. */
let database: TestDatabase;
let data: string;
beforeAll(async () => {
	database = await testDatabase();
	data = mkdtempSync(join(tmpdir(), 'dunwell-house-'));
});
afterAll(async () => {
	rmSync(data, { recursive: true });
	await database.close();
});

const open = (environment: Record<string, string> = {}) =>
	openHouse({ config: readConfig({ DATABASE_URL: database.url, DUNWELL_DATA: data, ...environment }), poolMax: 2 });
const keys = async () => (await database.owner.query('select tenant_id, inner_pad from dunwell.permit_key order by tenant_id')).rows;

test('beside a house that is there a key that is gone is asked for, and none is made: no file, no tenant', async () => {
	const before = await keys();
	for (const environment of [{}, { DUNWELL_KEY: randomBytes(32).toString('base64') }]) {
		const opened = open(environment);
		await expect(opened).rejects.toThrow(Outage);
		await expect(opened).rejects.toThrow(/打不开这个机构的数据.* \(or DUNWELL_KEY\) does not open this house: put it back/);
	}
	expect(readdirSync(data)).toEqual([]);
	expect(await keys()).toEqual(before);
});

test('a key file of another house is refused and left as it is; the right one opens, from the file and from the environment', async () => {
	const file = join(data, 'house.key');
	writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
	await expect(open()).rejects.toThrow(/put it back/);
	writeFileSync(file, `${testHouseKey.toString('base64')}\n`);
	await (await open()).close();
	rmSync(file);
	await (await open({ DUNWELL_KEY: testHouseKey.toString('base64') })).close();
	expect(existsSync(file)).toBe(false);
});
