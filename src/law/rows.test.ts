import { expect, test } from 'vitest';
import { cnRows } from './cn.ts';
import { houseRowsOfChina } from './house.ts';
import { lawInForce, lawRows, lawVersion, stack, yearsOf } from './rows.ts';

const on = (date: string) => lawInForce(lawRows, Temporal.PlainDate.from(date)).map((row) => row.id);

test('every row has a citation and a sentence in both languages, an interval of dates, and ids are used once', () => {
	expect(new Set(lawRows.map((row) => row.id)).size).toBe(lawRows.length);
	for (const row of lawRows) {
		for (const text of [row.citation.zh, row.citation.en, row.says.zh, row.says.en]) expect(text.trim()).not.toBe('');
		expect(Temporal.PlainDate.from(row.from).toString()).toBe(row.from);
	}
});

test('every row of regulation.md §3 for China is there, 42 of them with the three of the house and what CN-F4 asks of the people as a row of its own', () => {
	const ids =
		'T1 F1 F2 F3 F4 F5 F6 P1 P2 P3 P4 P5 I1 V1 R1 R2 R3 L1 L2 A1 A2 A3 S1 S2 S3 IR1 IR2 IR3 IR4 IR5 IR6 X1 X2 D1 D2 D3 CR1 O1 H1 C1';
	expect(ids.split(' ').filter((id) => !lawRows.some((row) => row.id === `CN-${id}`))).toEqual([]);
	expect(lawRows.filter((row) => row.id.startsWith('CN-'))).toHaveLength(42);
});

test('a row that may refuse a contact has the code of its refusal', () => {
	const silent = lawRows.filter(
		(row) => row.channels.length > 0 && row.bounds.some((bound) => bound.kind !== 'duties') && row.code === null,
	);
	expect(silent.map((row) => row.id)).toEqual([]);
});

test('a row of 2026-01-30 is in force on that day, not on the day before', () => {
	expect(on('2026-01-29')).not.toContain('CN-F2');
	expect(on('2026-01-30')).toContain('CN-F2');
});

test('another text of the law has another version, the same rows in the same order the same', () => {
	expect(lawVersion(lawRows)).toMatch(/^[0-9a-f]{64}$/);
	expect(lawVersion(stack(cnRows, houseRowsOfChina))).toBe(lawVersion(lawRows));
	expect(lawVersion(stack(cnRows))).not.toBe(lawVersion(lawRows));
});

test('a house pack cannot replace a row of the law', () => {
	const [first] = cnRows;
	expect(() => stack(cnRows, first ? [first] : [])).toThrow('a pack adds, it never replaces');
});

test('instalments run at most five years (CN-L1)', () => {
	expect(yearsOf('CN-L1')).toBe(5);
});
