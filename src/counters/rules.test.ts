import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Book, type Call, forget, identityName, lenderName, note, othersBefore } from './rules.ts';

const call = (of: Partial<Call>): Call => ({
	id: 'one',
	key: 'k',
	house: 'a',
	at: '2026-11-24T02:00:00Z',
	notedAt: '2026-11-24T02:00:00Z',
	state: 'reserved',
	...of,
});

describe('calls of several agencies to one debtor', () => {
	test('of two that reserve the second sees the first and the first nobody, also when it asks again', () => {
		const book: Book = new Map();
		note(book, call({ id: 'one', house: 'a' }));
		note(book, call({ id: 'two', house: 'b' }));
		expect(othersBefore(book, call({ id: 'two', house: 'b' }))).toHaveLength(1);
		expect(note(book, call({ id: 'one', house: 'a' }))).toBe(false);
		expect(othersBefore(book, call({ id: 'one', house: 'a' }))).toHaveLength(0);
	});

	test('a call given back counts no more, not even when its reservation arrives after that', () => {
		const book: Book = new Map();
		note(book, call({ state: 'released' }));
		note(book, call({ state: 'reserved' }));
		expect(othersBefore(book, call({ id: 'two', house: 'b' }))).toEqual([]);
	});

	test('an answered call stays answered, and no other agency can give it back', () => {
		const book: Book = new Map();
		note(book, call({ state: 'answered' }));
		expect(note(book, call({ state: 'released' }))).toBe(false);
		const other = call({ id: 'two' });
		note(book, other);
		expect(note(book, { ...other, house: 'b', state: 'released' })).toBe(false);
		expect(othersBefore(book, call({ id: 'three', house: 'c' })).map(({ state }) => state)).toEqual(['answered', 'reserved']);
	});

	test('calls noted before an instant are forgotten', () => {
		const book: Book = new Map();
		note(book, call({ id: 'old', notedAt: '2026-11-10T02:00:00Z' }));
		note(book, call({ id: 'new' }));
		note(book, call({ id: 'gone', key: 'other', notedAt: '2026-11-10T02:00:00Z' }));
		forget(book, Temporal.Instant.from('2026-11-20T00:00:00Z'));
		expect([...book.values()].flat().map(({ id }) => id)).toEqual(['new']);
	});

	test('however many agencies ask in whatever order, a limit of the network gives exactly as many calls as it has', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (houses, limit) => {
				const book: Book = new Map();
				const given = new Map<string, number>();
				houses.forEach((house, i) => {
					const one = call({ id: `${i}`, house });
					note(book, one);
					const used = (given.get(house) ?? 0) + othersBefore(book, one).length;
					if (used >= limit) note(book, { ...one, state: 'released' });
					else given.set(house, (given.get(house) ?? 0) + 1);
				});
				expect([...given.values()].reduce((sum, count) => sum + count, 0)).toBe(Math.min(limit, houses.length));
			}),
		);
	});
});

describe('one lender and one person have one name, however written', () => {
	test('the credit code goes before the name; width, spaces and case do not matter', () => {
		expect(lenderName({ name: '某银行', credit_code: '91110000100000001x' })).toBe('code 91110000100000001X');
		expect(lenderName({ name: ' Ａ银行 股份', credit_code: null })).toBe(lenderName({ name: 'a银行股份', credit_code: null }));
	});
	test('an identity number with a small x, spaces or full-width digits is the same', () => {
		expect(identityName('１１010119900307 123x')).toBe(identityName('11010119900307123X'));
	});
});
