import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { random } from '../core/random.ts';
import { cardNumber, districtsFrom, idCheckCharacter, idNumber, mobile, mobileSegments, people } from './identities.ts';

const districts = districtsFrom(readFileSync(new URL('../../data/cn-reference/districts.csv', import.meta.url), 'utf8'));
const on = Temporal.PlainDate.from('2026-11-24');

describe('GB 11643-1999', () => {
	test.each([
		['11010519491231002', 'X'],
		['44052418800101001', '4'],
	])('the standard’s example %s has the check character %s', (first17, expected) => {
		expect(idCheckCharacter(first17)).toBe(expected);
	});

	test('men have an odd sequence, women an even one, both from 996 to 999', () => {
		expect(idNumber('110101', '1990-02-03', 'male', 0).slice(6, 17)).toBe('19900203997');
		expect(idNumber('110101', '1990-02-03', 'female', 1).slice(6, 17)).toBe('19900203998');
	});
});

describe('nobody real is meant', () => {
	// Segments given to China’s carriers or to virtual operators by the ministry, as far as published.
	const allocated = /^1(3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])/;

	test('3,000 invented people have unique identity numbers in the impossible range and unique mobiles in unallocated segments', () => {
		const source = people(districts);
		const draw = random('nobody');
		const all = Array.from({ length: 3_000 }, (_, i) => source.person(draw, { sex: i % 2 ? 'male' : 'female', age: 21 + (i % 50), on }));
		expect(new Set(all.map((person) => person.idNumber)).size).toBe(3_000);
		expect(new Set(all.map((person) => person.mobile)).size).toBe(3_000);
		for (const person of all) {
			expect(person.idNumber).toMatch(/^\d{14}99[6-9][\dX]$/);
			expect(idCheckCharacter(person.idNumber.slice(0, 17))).toBe(person.idNumber.slice(17));
			expect(person.mobile).toMatch(/^1\d{10}$/);
			expect(person.mobile).not.toMatch(allocated);
			expect(person.address).toContain('示例');
			expect(person.employer).toContain('虚构');
		}
	});

	test('a person of 34 on 2026-11-24 was born between 1991-11-26 and 1992-11-24', () => {
		const source = people(districts);
		const draw = random('age');
		for (let i = 0; i < 500; i++) {
			const birth = source.person(draw, { sex: 'male', age: 34, on }).idNumber.slice(6, 14);
			expect(birth >= '19911125' && birth <= '19921124').toBe(true);
		}
	});

	test('every segment is used, and card 7 of the range passes Luhn', () => {
		expect([0, 1, 2, 3].map((i) => mobile(i * 100_000_000 + 5).slice(0, 3))).toEqual([...mobileSegments]);
		const digits = [...cardNumber(7)].map(Number).reverse();
		const sum = digits.reduce((total, digit, i) => total + (i % 2 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit), 0);
		expect(sum % 10).toBe(0);
		expect(cardNumber(7)).toHaveLength(16);
	});
});
