import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { isRefusal, type Refusal } from '../../src/core/refusal.ts';
import { idCheckCharacter } from '../../src/intake/cells.ts';
import type { ImportAnswer } from '../../src/placements/answer.ts';
import { importPlacement, type ImportRequest } from '../../src/placements/import.ts';
import type { Door } from '../../src/record/change.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { aClient } from './debts.ts';

/** A manager who imports files; each test has a client of its own, so that references do not meet. */
export type PlacingDesk = {
	readonly database: TestDatabase;
	readonly door: Door;
	readonly client: string;
	readonly folder: string;
	fileOf(...lines: string[]): string;
	importing(path: string, more?: Partial<ImportRequest>): Promise<ImportAnswer | Refusal>;
	imported(path: string, more?: Partial<ImportRequest>): Promise<ImportAnswer>;
	/** Counts of everything a placement makes, for "nothing changed". */
	book(): Promise<Record<string, bigint>>;
};

/** The first 17 characters of the identity number of person `n`; the 18th is its check character. */
export const first17 = (n: number) => `44052419800101${String(n % 1000).padStart(3, '0')}`;
export const idOf = (n: number) => first17(n) + idCheckCharacter(first17(n));
export const head = '案件编号,姓名,身份证号,手机,委案金额,本金,利息,逾期日期,委案日期';
export const row = (n: number, over: Record<string, string> = {}) =>
	Object.values({
		ref: `R${n}`,
		name: '王小明',
		id: idOf(n),
		phone: `1380013${String(n).padStart(4, '0')}`,
		placed: '110.00',
		principal: '100.00',
		interest: '10.00',
		due: '2026-08-01',
		on: '2026-11-20',
		...over,
	}).join(',');
export const codes = (answer: ImportAnswer) => answer.errors.map((error) => `${error.row} ${error.code}`);

function answered(answer: ImportAnswer | Refusal): ImportAnswer {
	if (isRefusal(answer)) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`);
	expect(answer.rows).toBe(answer.accepted + answer.rejected + answer.duplicates);
	return answer;
}

/** Opens the desk for the tests of one file; its fields are there once the file's first test begins. */
export function placingDesk(): PlacingDesk {
	let files = 0;
	const desk = {} as { -readonly [K in keyof PlacingDesk]: PlacingDesk[K] };
	beforeAll(async () => {
		desk.database = await testDatabase();
		desk.door = await desk.database.door('manager');
		desk.folder = mkdtempSync(join(tmpdir(), 'dunwell-import-'));
	});
	afterAll(async () => {
		await desk.database.close();
		rmSync(desk.folder, { recursive: true });
	});
	beforeEach(async () => {
		desk.client = `C${++files}`;
		await aClient(desk.database, desk.client);
	});
	desk.fileOf = (...lines) => {
		const path = join(desk.folder, `${++files}.csv`);
		writeFileSync(path, lines.join('\n'));
		return path;
	};
	desk.importing = (path, more = {}) => importPlacement(desk.door, { path, clientCode: desk.client, ...more });
	desk.imported = async (path, more = {}) => answered(await desk.importing(path, more));
	desk.book = async () =>
		(
			await desk.database.query<Record<string, bigint>>(
				`select (select count(*) from debtor) as debtors, (select count(*) from debt) as debts, (select count(*) from party) as parties,
				        (select count(*) from contact_point) as points, (select count(*) from ledger_transfer) as transfers,
				        (select count(*) from debt_state) as states, (select coalesce(sum(owed_minor), 0)::bigint from debt_balance) as owed,
				        (select count(*) from placement) as placements, (select count(*) from placement_error) as errors`,
			)
		)[0] as Record<string, bigint>;
	return desk;
}
