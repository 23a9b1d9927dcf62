import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusalCodes } from '../src/core/refusal-codes.ts';
import { root } from '../src/host/config.ts';
import {
	type DatedRow,
	grownFiles,
	longFiles,
	readRatchet,
	rowsWithoutSource,
	rules,
	type Source,
	sources,
	storeDoors,
	storeDoorsUsed,
	unusedRefusals,
	untestedRefusals,
} from './support/house-rules.ts';

const files = sources();
const codes = Object.keys(refusalCodes);
const ratchet = readRatchet();

describe('house rules', () => {
	test('the rules look at a real tree: more than 100 files, sources, tests, tools and SQL', () => {
		expect(files.length).toBeGreaterThan(100);
		for (const part of [/^src\/.*\.ts$/, /^test\//, /^tools\/.*\.mjs$/, /^bin\//, /^migrations\/.*\.sql$/]) {
			expect(files.some((file) => part.test(file.path))).toBe(true);
		}
	});

	test.each(rules)('$name', ({ check }) => {
		expect(check(files)).toEqual([]);
	});

	test.each(rules.flatMap(({ name, check, planted }) => planted.map((file) => ({ name, check, file }))))(
		'the rule can fail: $name: $file.path $file.text',
		({ check, file }) => {
			expect(check([file])).toHaveLength(1);
		},
	);

	test('a door between stores that nobody uses any more is taken off the list', () => {
		const used = storeDoorsUsed(files);
		expect(Object.keys(storeDoors).filter((door) => !used.includes(door))).toEqual([]);
	});
});

describe('what may shrink and never grow', () => {
	const long = (lines: number): Source[] => [{ path: 'src/debts/actions.ts', text: 'x\n'.repeat(lines) }];

	test('no file grows over 400 lines, none already over it grows further', () => {
		expect(grownFiles(files, ratchet)).toEqual([]);
	});

	test('the rule can fail: 401 lines new, 501 where 500 are allowed; 400 and 500 pass', () => {
		const allowed = (lines: number) => ({ longFiles: { 'src/debts/actions.ts': lines }, untestedRefusals: [] });
		expect(grownFiles(long(401), { longFiles: {}, untestedRefusals: [] })).toHaveLength(1);
		expect(grownFiles(long(400), { longFiles: {}, untestedRefusals: [] })).toHaveLength(0);
		expect(grownFiles(long(501), allowed(500))).toHaveLength(1);
		expect(grownFiles(long(500), allowed(500))).toHaveLength(0);
	});

	test('a file that has become short, or is gone, is taken off the list', () => {
		const still = longFiles(files);
		expect(Object.keys(ratchet.longFiles).filter((path) => !(path in still))).toEqual([]);
	});

	test('every refusal code is expected by a test, but for those of the list', () => {
		expect(untestedRefusals(files, codes).filter((code) => !ratchet.untestedRefusals.includes(code))).toEqual([]);
	});

	test('a refusal code that a test expects now, or that is gone, is taken off the list', () => {
		const untested = untestedRefusals(files, codes);
		expect(ratchet.untestedRefusals.filter((code) => !untested.includes(code))).toEqual([]);
	});

	test('the rules can fail: a code no test names, a code nothing gives', () => {
		const tree: Source[] = [
			{ path: 'src/plans/rules.ts', text: `return refuse('plan.too_long');` },
			{ path: 'src/plans/rules.test.ts', text: `expect(code).toBe('plan.not_open');` },
		];
		expect(untestedRefusals(tree, ['plan.too_long', 'plan.not_open'])).toEqual(['plan.too_long']);
		expect(unusedRefusals(tree, ['plan.too_long', 'plan.not_open'])).toEqual(['plan.not_open']);
	});

	test('every refusal code is given somewhere', () => {
		expect(unusedRefusals(files, codes)).toEqual([]);
	});
});

describe('the law as rows', () => {
	test('every row has a citation in Chinese and English and an interval of dates', async () => {
		const rows: DatedRow[] = [];
		for (const name of readdirSync(join(root, 'src', 'law')).filter((file) => file.endsWith('.ts') && !file.includes('.test.'))) {
			const module = (await import(join(root, 'src', 'law', name))) as Record<string, unknown>;
			for (const value of Object.values(module)) {
				if (Array.isArray(value)) rows.push(...value.filter((row) => typeof row === 'object' && row !== null && 'citation' in row));
			}
		}
		expect(rows.length).toBeGreaterThan(20);
		expect(rowsWithoutSource(rows)).toEqual([]);
	});

	test('the rule can fail: no English citation, an end before the beginning, a date that is none', () => {
		const row = { id: 'X', citation: { zh: '民法典', en: 'Civil Code' }, from: '2021-01-01', until: null };
		expect(rowsWithoutSource([row])).toEqual([]);
		expect(rowsWithoutSource([{ ...row, citation: { zh: '民法典', en: ' ' } }])).toHaveLength(1);
		expect(rowsWithoutSource([{ ...row, until: '2020-01-01' }])).toHaveLength(1);
		expect(rowsWithoutSource([{ ...row, from: '2021-13-01' }])).toHaveLength(1);
	});
});
