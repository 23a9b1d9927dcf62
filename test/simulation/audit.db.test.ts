import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditHouse } from '../../src/simulator/auditor.ts';
import { sumsIn } from '../../src/simulator/audit-words.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { aDebt } from '../support/debts.ts';

/** The auditor on a database that no simulator made: what `dunwell audit` does on a live house. */
describe('an agency with two debts, looked over by the auditor', () => {
	let database: TestDatabase;
	const today = Temporal.PlainDate.from('2026-11-24');
	const found = async () => (await auditHouse(database.owner, today)).violations.map(({ tenant, invariant }) => `${tenant}: ${invariant}`);

	beforeAll(async () => {
		database = await testDatabase();
		const door = await database.door('manager');
		await aDebt(database, door, { parts: { principal: 100_000n } });
		await aDebt(database, door, { parts: { principal: 50_000n } });
	});
	afterAll(() => database.close());

	test('whose balance somebody lowers by a yuan is told of', async () => {
		const before = await found();
		await database.owner.query(
			'update debt_balance set principal_minor = principal_minor - 100 where debt_id = (select min(id) from debt)',
		);
		expect((await found()).filter((each) => !before.includes(each))).toEqual([
			'main: the books balance',
			'main: owed = placed + accrued - applied - reduced, per component',
		]);
		await database.owner.query(
			'update debt_balance set principal_minor = principal_minor + 100 where debt_id = (select min(id) from debt)',
		);
		expect(await found()).toEqual(before);
	});

	test('beside another agency without any: both are looked at, each under its name', async () => {
		await database.agency('second');
		expect((await auditHouse(database.owner, today)).tenants).toBe(2);
	});
});

test.each([
	['尚有¥1,234.56未还。客服400-000-0000', [123_456n]],
	['¥12.30 and 0.05', [1_230n, 5n]],
	['call 95588, case 2026.11.24', []],
	['CNY 1,000,000.00', [100_000_000n]],
])('the sums a text names: %s', (text, sums) => {
	expect(sumsIn(text)).toEqual(sums);
});
