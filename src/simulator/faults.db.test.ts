import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { random } from '../core/random.ts';
import { renewCertificates } from './desks.ts';
import { faultsOn } from './faults.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

test('over a line that is cut at two of five round trips compliance reads whose training is a year old and writes down the new one of all three', async () => {
	const compliance = await database.door('compliance');
	for (const name of ['one', 'two', 'three']) await database.door('agent', name);
	await database.query(
		`update login set exam_passed_on = '2025-01-01', trained_on = '2025-11-01' where tenant_id = $1 and role = 'agent'`,
		[database.tenantId],
	);
	const { count, pool, press } = faultsOn(compliance.pool, random('line'), 400_000);
	const on = Temporal.PlainDate.from('2026-11-24');
	await renewCertificates({ press, compliance: { ...compliance, pool } }, on);
	expect(
		await database.query(`select trained_on::text as on from login where tenant_id = $1 and role = 'agent'`, [database.tenantId]),
	).toEqual(Array.from({ length: 3 }, () => ({ on: on.toString() })));
	expect(count.cut).toBeGreaterThan(0);
});
