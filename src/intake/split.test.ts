import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitterOf } from './split.ts';

/** All rows of a text given in pieces of `size` characters. */
function rowsOf(text: string, delimiter = ',', size = 1_000_000): string[][] {
	const splitter = splitterOf(delimiter);
	const rows: string[][] = [];
	for (let i = 0; i < text.length; i += size) rows.push(...splitter.push(text.slice(i, i + size)));
	return [...rows, ...splitter.end()];
}

describe('delimited text', () => {
	test.each([
		[
			'a,b\nc,d',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'a,b\r\nc,d\r\n',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'a,b\rc,d\r',
			[
				['a', 'b'],
				['c', 'd'],
			],
		],
		[
			'a,b\rc,d\ne,f\r\ng,h',
			[
				['a', 'b'],
				['c', 'd'],
				['e', 'f'],
				['g', 'h'],
			],
		],
		['a\n\nb', [['a'], [''], ['b']]],
		['"a,b",c\n', [['a,b', 'c']]],
		['"a\nb",c\n', [['a\nb', 'c']]],
		[
			'"a\r\nb",c\r\nd,e\r\n',
			[
				['a\r\nb', 'c'],
				['d', 'e'],
			],
		],
		['"a ""quoted"" b",c', [['a "quoted" b', 'c']]],
		['a "quoted" b,c', [['a "quoted" b', 'c']]],
		['"a"b,c', [['"a"b', 'c']]],
		['"a" ,"b"', [['a', 'b']]],
		['"",""', [['', '']]],
		['a,b,', [['a', 'b', '']]],
	] as const)('%j is %j, whole and letter by letter', (text, expected) => {
		expect(rowsOf(text)).toEqual(expected);
		expect(rowsOf(text, ',', 1)).toEqual(expected);
	});

	test('a quote that never closes costs its own row and not the 1,000 rows after it', () => {
		const rows = rowsOf(`id,name\n1,"open\n${Array.from({ length: 1_000 }, (_, i) => `${i + 2},name ${i}`).join('\n')}`);
		expect(rows).toHaveLength(1_002);
		expect(rows[1]).toEqual(['1', '"open']);
		expect(rows.at(-1)).toEqual(['1001', 'name 999']);
	});

	test('two stray quotes three rows apart do not join the rows between them', () => {
		const rows = rowsOf('id,name,amount\n1,a,10\n2,"b,20\n3,c,30\n4,d",40\n5,e,50\n');
		expect(rows.map((cells) => cells[0])).toEqual(['id', '1', '2', '3', '4', '5']);
	});

	test('whatever the cells hold, written by RFC 4180 they are read back, cut into pieces of any size', () => {
		// A cell that holds both separators and line breaks may look like rows of the table, which the reader must decide against.
		const cell = (apart: string) =>
			fc.string({ unit: fc.constantFrom('a', '1', apart, '"', ' ', '王', ';') }).map((text) => text.replace(/^ +| +$/g, ''));
		const table = fc
			.tuple(fc.integer({ min: 2, max: 5 }), fc.constantFrom(',', '\n', '\r\n'))
			.chain(([width, apart]) => fc.array(fc.array(cell(apart), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
		const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
		fc.assert(
			fc.property(table, fc.integer({ min: 1, max: 9 }), fc.constantFrom('\n', '\r\n'), (rows, size, end) => {
				const text = rows.map((cells) => cells.map(quote).join(',') + end).join('');
				expect(rowsOf(text, ',', size)).toEqual(rows);
			}),
			{ numRuns: 500 },
		);
	});

	test('no line is lost or made up, whatever the text', () => {
		const anything = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', ' '), maxLength: 120 });
		fc.assert(
			fc.property(anything, fc.integer({ min: 1, max: 7 }), (text, size) => {
				const whole = rowsOf(text);
				expect(rowsOf(text, ',', size)).toEqual(whole);
				// Every letter that is neither separator nor quote comes out again, in its order.
				expect(
					whole
						.flat()
						.join('')
						.replace(/[",\n ]/g, ''),
				).toBe(text.replace(/[",\n ]/g, ''));
			}),
			{ numRuns: 1_000 },
		);
	});
});
