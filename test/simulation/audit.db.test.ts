import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileFindings } from '../../src/auditor/files.ts';
import { auditHouse } from '../../src/auditor/auditor.ts';
import { sumsIn } from '../../src/auditor/words.ts';
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

	test('whose erased debtor is written about again: words of before are found at once, words of later when no night has erased them', async () => {
		const { debtorId } = await aDebt(database, await database.door('manager'));
		await database.owner.query('update debt_state set status = $2 where debtor_id = $1', [debtorId, 'settled']);
		await database.owner.query(`update debtor set name_masked = '', erased_at = '2032-01-01T00:00:00Z' where id = $1`, [debtorId]);
		const kept = async (writtenAt: string, on: string) => {
			await database.owner.query(
				`insert into written_words (tenant_id, debtor_id, act, about, words_sealed, written_by, written_at) select $1, $2, 'contact.close', 1, 'sealed', min(id), $3 from login`,
				[database.tenantId, debtorId, writtenAt],
			);
			const { violations } = await auditHouse(database.owner, Temporal.PlainDate.from(on));
			await database.owner.query('delete from written_words where debtor_id = $1', [debtorId]);
			return violations.flatMap(({ invariant, sentence }) =>
				invariant.startsWith('nobody is erased before') ? [sentence.split(', ')[1]] : [],
			);
		};
		expect(await kept('2031-12-01T00:00:00Z', '2032-03-01')).toEqual(['and words is left']);
		expect(await kept('2032-02-01T00:00:00Z', '2032-02-02')).toEqual([]);
		const [late] = await kept('2032-02-01T00:00:00Z', '2032-02-06');
		expect(late).toMatch('and words of later is kept although the last that was done is of 2026-11-24');
	});

	test('that is sent a file of which nothing was kept: a row it refused may name an earlier debt of another amount, a row it calls a duplicate must be there', async () => {
		const { reference } = await aDebt(database, await database.door('manager'), { parts: { principal: 80_000n } });
		const told = (minor: bigint) =>
			fileFindings(
				database.owner,
				{ kind: 'placement', tenantId: database.tenantId, client: 'BANK', id: null },
				[
					{ row: 2, reference, minor },
					{ row: 3, reference, minor: 70_000n },
				],
				{ rows: 2, accepted: 0, rejected: 1, duplicates: 1 },
			);
		expect(await told(80_000n)).toEqual([]);
		expect((await told(90_000n)).map(({ sentence }) => sentence)).toEqual([
			'placement file of 2 rows: 2 rows, 0 accepted, 1 rejected, 1 duplicates; 0 are there, 0 listed as wrong',
		]);
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
