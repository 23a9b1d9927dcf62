import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../src/core/random.ts';
import { isRefusal, sentenceOf } from '../../src/core/refusal.ts';
import { root } from '../../src/host/config.ts';
import { findDisagreements } from '../../src/ledger/store.ts';
import { importPayments } from '../../src/payments/import.ts';
import { importPlacement } from '../../src/placements/import.ts';
import type { Door } from '../../src/record/change.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { aClient } from '../support/debts.ts';
import { head, row } from '../support/placing.ts';
import { fuzzedFile } from './mutate.ts';

/**
 * Import files damaged in structure and bytes: whatever comes, the house answers, rows = accepted + rejected + duplicates, what is accepted is there, the same file again changes
 * nothing, and the books balance. `DUNWELL_FUZZ_FILES` (300) and `DUNWELL_FUZZ_SEED` (1) say how many and which; a failure prints the seed of its file.
 */
const files = Number(process.env['DUNWELL_FUZZ_FILES'] ?? 300);
const seed = process.env['DUNWELL_FUZZ_SEED'] ?? '1';
const fixtures = join(root, 'test', 'fixtures', 'messy-files');
const found = readdirSync(fixtures, { withFileTypes: true, recursive: true })
	.filter((entry) => entry.isFile() && !/^(SOURCE\.md|INDEX\.csv)$/.test(entry.name))
	.map((entry) => join(entry.parentPath, entry.name))
	.filter((path) => statSync(path).size < 200_000)
	.sort();

let database: TestDatabase;
let door: Door;
let folder = '';
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('manager');
	folder = mkdtempSync(join(tmpdir(), 'dunwell-fuzz-'));
	await aClient(database, 'BANK');
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await database.close();
});

const placements = (i: number) => [head, ...Array.from({ length: 6 }, (_, k) => row(i * 6 + k))].map((line) => line.split(','));
const payments = (i: number) => [
	'流水号,案件编号,还款金额,币种,还款日期,还款人'.split(','),
	...Array.from({ length: 6 }, (_, k) => [`P${i}-${k}`, `R${(i * 6 + k) % 600}`, `${k + 1}.50`, 'CNY', '2026-11-20', '王小明']),
];
const countOf = async (text: string, parameters: readonly unknown[] = []) =>
	Number((await database.query<{ n: bigint }>(`select count(*) as n from ${text}`, parameters))[0]?.n ?? 0);
const booked = () => Promise.all(['debt', 'debtor', 'payment', 'ledger_transfer', 'contact_point', 'party'].map((table) => countOf(table)));

type Brought = {
	rows: number;
	accepted: number;
	rejected: number;
	duplicates: number;
	errors: readonly { row: number }[];
	id: string | null;
};

/** Brings a file in as one of the two kinds; null when the whole file was refused, with a sentence in both languages. */
async function bring(kind: 'placement' | 'payment', path: string, name: string): Promise<Brought | null> {
	const request = { path, fileName: name, clientCode: 'BANK' };
	const answer = kind === 'placement' ? await importPlacement(door, request) : await importPayments(door, request);
	if (isRefusal(answer)) {
		const { zh, en } = sentenceOf(answer);
		expect(zh).toMatch(/[一-鿿]{4}/);
		expect(en.length).toBeGreaterThan(20);
		expect(`${zh}${en}`).not.toMatch(/\{\w+\}/);
		return null;
	}
	const id = 'placement_id' in answer ? answer.placement_id : answer.import_id;
	return { ...answer, id };
}

describe(`${files} damaged files, seed ${seed}`, () => {
	test('none stops the house; every row is accepted, rejected or a duplicate; the same file again changes nothing; the books balance', async () => {
		const sums = { files: 0, refused: 0, rows: 0, accepted: 0 };
		for (let i = 0; i < files; i++) {
			const draw = random(`fuzz ${seed} ${i}`);
			const kind = draw.chance(500_000) ? 'placement' : 'payment';
			const { name, bytes, done } = await fuzzedFile(kind === 'placement' ? placements(i) : payments(i), found, draw);
			const path = join(folder, `${i}-${name}`);
			writeFileSync(path, bytes);
			const which = `file ${i} of seed ${seed}: ${kind} ${name}, ${done.join('; ')}`;
			const brought = await bring(kind, path, name).catch((error: unknown) => {
				throw new Error(`${which}: ${String(error)}`, { cause: error });
			});
			sums.files++;
			if (brought === null) {
				sums.refused++;
				rmSync(path);
				continue;
			}
			expect([which, brought.rows]).toEqual([which, brought.accepted + brought.rejected + brought.duplicates]);
			const placed = kind === 'placement' ? 'debt where placement_id = $1' : 'payment where import_id = $1';
			if (brought.id !== null) expect([which, await countOf(placed, [brought.id])]).toEqual([which, brought.accepted]);
			expect([which, new Set(brought.errors.map((error) => error.row)).size]).toEqual([which, brought.rejected]);
			sums.rows += brought.rows;
			sums.accepted += brought.accepted;
			if (draw.chance(200_000)) {
				const before = await booked();
				const again = await bring(kind, path, name);
				expect([which, again?.accepted ?? 0]).toEqual([which, 0]);
				expect([which, await booked()]).toEqual([which, before]);
			}
			rmSync(path);
		}
		expect(await database.tx((tx) => findDisagreements(tx, 5))).toEqual([]);
		process.stderr.write(`${JSON.stringify(sums)}\n`);
		// Some come through and some do not: else nothing was tried.
		expect(sums.accepted).toBeGreaterThan(files / 2);
		expect(sums.refused).toBeGreaterThan(files / 50);
	}, 3_600_000);
});
