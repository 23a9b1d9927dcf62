import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Currency, currencyDigits, decimalText } from '../core/money.ts';
import {
	idCheckCharacter,
	isTotalsRow,
	normalise,
	parseAmount,
	parseCard,
	parseCurrency,
	parseDate,
	parseIdentity,
	parsePhones,
	parseReference,
	parseRound,
	parseWhole,
	unreadableCell,
} from './cells.ts';
import { isProblem, problems, sentencesOf } from './problems.ts';

const codeOf = (value: unknown) => (isProblem(value) ? value.code : value);

describe('an amount becomes exact minor units or is named as wrong', () => {
	test.each([
		['12,345.67', 'CNY', 1_234_567n],
		['1234.5', 'CNY', 123_450n],
		['１２３４．５０', 'CNY', 123_450n],
		['￥8,000.00', 'CNY', 800_000n],
		['¥ 8,000', 'CNY', 800_000n],
		['8000元', 'CNY', 800_000n],
		['1.5万元', 'CNY', 1_500_000n],
		['(500.00)', 'CNY', -50_000n],
		['500-', 'CNY', -50_000n],
		['-500', 'CNY', -50_000n],
		['−500', 'CNY', -50_000n],
		['NT$1,200', 'TWD', 120_000n],
		['1 234 567.89', 'CNY', 123_456_789n],
		["1'234'567", 'CNY', 123_456_700n],
		['="1234.50"', 'CNY', 123_450n],
		['1500.000', 'CNY', 150_000n],
		['1500', 'JPY', 1_500n],
		['1.250', 'KWD', 1_250n],
		['12,34,567.00', 'INR', 123_456_700n],
		['', 'CNY', null],
		['-', 'CNY', null],
		['N/A', 'CNY', null],
		['1.235', 'CNY', 'amount.too_many_decimals'],
		['1500.5', 'JPY', 'amount.too_many_decimals'],
		['1.2E+05', 'CNY', 'amount.scientific'],
		['1,23', 'CNY', 'amount.separator'],
		['1,234,56', 'CNY', 'amount.separator'],
		['12,34,567.00', 'CNY', 'amount.separator'],
		['1 2', 'CNY', 'amount.separator'],
		['NT$1,200', 'CNY', 'amount.other_currency'],
		['￥100', 'TWD', 'amount.other_currency'],
		['100 USD', 'CNY', 'amount.other_currency'],
		['见附件', 'CNY', 'amount.not_a_number'],
		['12.3.4', 'CNY', 'amount.not_a_number'],
		['99999999999999999', 'CNY', 'amount.too_large'],
		['999999999999999', 'CNY', 'amount.too_large'],
		['1000000000000.01', 'CNY', 'amount.too_large'],
		['100000000000.001', 'KWD', 'amount.too_large'],
	] as const)('%j in %s is %s', (cell, currency, expected) => {
		expect(codeOf(parseAmount(cell, currency))).toBe(expected);
	});

	test.each([
		['1.234,56', { decimalComma: true }, 123_456n],
		['1,5', { decimalComma: true }, 150n],
		['150', { unit: '分' }, 150n],
		['1.5', { unit: '分' }, 'amount.too_many_decimals'],
		['1.23456', { unit: '万元' }, 1_234_560n],
	] as const)('%j with the hints %j is %s', (cell, hints, expected) => {
		expect(codeOf(parseAmount(cell, 'CNY', hints))).toBe(expected);
	});

	const currency = fc.constantFrom(...(Object.keys(currencyDigits) as Currency[]));
	test('an amount written out, plain or with thousands separators, is read as the same amount', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), currency, (minor, of) => {
				const text = decimalText({ minor, currency: of });
				const grouped = text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
				return parseAmount(text, of) === minor && parseAmount(grouped, of) === minor;
			}),
		);
	});
});

describe('a date is one day of the calendar or is named as wrong', () => {
	test.each([
		['2026-11-24', '2026-11-24'],
		['2026/1/5', '2026-01-05'],
		['2026.01.05', '2026-01-05'],
		['20260105', '2026-01-05'],
		['20260105.0', '2026-01-05'],
		['2026年1月5日', '2026-01-05'],
		['２０２６年１月５日', '2026-01-05'],
		['2026-01-05 08:30:00', '2026-01-05'],
		['2026-01-05T08:30:00Z', '2026-01-05'],
		['45296', '2024-01-05'],
		['45296.5', '2024-01-05'],
		['5 Jan 2026', '2026-01-05'],
		['Jan 5, 2026', '2026-01-05'],
		['31/12/2026', '2026-12-31'],
		['05/05/2026', '2026-05-05'],
		['05/01/2024', 'date.ambiguous'],
		['2026-02-30', 'date.not_a_date'],
		['2025-02-29', 'date.not_a_date'],
		['2024-02-29', '2024-02-29'],
		['24/13/2026', 'date.not_a_date'],
		['26-11-24', 'date.not_a_date'],
		['昨天', 'date.not_a_date'],
		['M3', 'date.not_a_date'],
	])('%j is %s', (cell, expected) => {
		const value = parseDate(cell);
		expect(isProblem(value) ? value.code : String(value)).toBe(expected);
	});

	test.each(['6222021234567890128', '6222 0212 3456 7890 128', '622202-1234567890128'])(
		'of %j, a card’s number in a column of dates, the list of errors shows four digits',
		(cell) => {
			const value = parseDate(cell);
			expect(isProblem(value) && value.value).toBe(`${cell.slice(0, 4)}******`);
		},
	);

	test.each([
		['05/01/2024', { order: 'dmy' }, '2024-01-05'],
		['05/01/2024', { order: 'mdy' }, '2024-05-01'],
		['43834', { epoch1904: true }, '2024-01-05'],
	] as const)('%j with %j is %s', (cell, hints, expected) => {
		expect(String(parseDate(cell, hints))).toBe(expected);
	});

	test('every day from 1950 to 2100 is read from six ways of writing it', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 55_000 }), (days) => {
				const on = Temporal.PlainDate.from('1950-01-01').add({ days });
				const { year, month, day } = on;
				const two = (part: number) => String(part).padStart(2, '0');
				const ways = [
					on.toString(),
					`${year}/${month}/${day}`,
					`${year}.${two(month)}.${two(day)}`,
					`${year}${two(month)}${two(day)}`,
					`${year}年${month}月${day}日`,
					`${on} 00:00:00`,
				];
				for (const way of ways) expect(String(parseDate(way))).toBe(on.toString());
			}),
		);
	});
});

describe('identity numbers (GB 11643-1999) are checked and never guessed', () => {
	test.each([
		['11010519491231002X', '11010519491231002X'],
		['11010519491231002x', '11010519491231002X'],
		['１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
		[' 440524188001010014 ', 'id.malformed'],
		['="11010519491231002X"', '11010519491231002X'],
		["'11010519491231002X", '11010519491231002X'],
		['110105 19491231 002X', '11010519491231002X'],
		['110105491231002', '110105491231002'],
		['99999919900101001X', 'id.wrong_check_digit'],
		['4.40524E+17', 'id.damaged_by_spreadsheet'],
		['440524188001010000', 'id.damaged_by_spreadsheet'],
		["'11010119900307000X", 'id.wrong_check_digit'],
		['110105194912310021', 'id.wrong_check_digit'],
		['11010519491331002X', 'id.malformed'],
		['11010519491231002×', 'id.malformed'],
		['91350211M000100Y43', '91350211M000100Y43'],
		['E12345678', 'E12345678'],
		['12345', 'id.malformed'],
		['', null],
	])('%j is %s', (cell, expected) => {
		const value = parseIdentity(cell);
		expect(isProblem(value) ? value.code : (value?.number ?? null)).toBe(expected);
	});

	test('a number with its own check character is taken whatever its district, with any other it is not', () => {
		const number = fc
			.tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.integer({ min: 0, max: 36_000 }), fc.integer({ min: 0, max: 999 }))
			.map(([district, days, sequence]) => {
				const on = Temporal.PlainDate.from('1920-01-01').add({ days });
				return `${district}${on.toString().replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
			});
		fc.assert(
			fc.property(number, fc.integer({ min: 0, max: 10 }), (first17, other) => {
				const right = idCheckCharacter(first17);
				if ((first17.slice(15) + right).endsWith('000')) return;
				expect(codeOf(parseIdentity(first17 + right))).toMatchObject({ number: first17 + right });
				const wrong = '10X98765432'.charAt(other);
				if (wrong !== right && !(first17.slice(15) + wrong).endsWith('000'))
					expect(codeOf(parseIdentity(first17 + wrong))).toBe('id.wrong_check_digit');
			}),
		);
	});
});

describe('phone cells', () => {
	test.each([
		['13800138000', ['13800138000']],
		['+86 138-0013-8000', ['13800138000']],
		['8613800138000', ['13800138000']],
		['013800138000', ['13800138000']],
		['13800138000.0', ['13800138000']],
		['13800138000/13900139000', ['13800138000', '13900139000']],
		['13800138000，13900139000；010-12345678', ['13800138000', '13900139000', '01012345678']],
		['13800138000 13900139000', ['13800138000', '13900139000']],
		['13800138000 13800138000', ['13800138000']],
		['010-12345678转801', ['01012345678']],
		['(0755) 8888 6666', ['075588886666']],
		['无', []],
	])('%j holds %j', (cell, expected) => {
		const { phones, problems: wrong } = parsePhones(cell);
		expect({ digits: phones.map((phone) => phone.digits), wrong }).toEqual({ digits: expected, wrong: [] });
	});

	test('a number in scientific notation and one of six digits are named, the good one beside them is kept', () => {
		const { phones, problems: wrong } = parsePhones('1.38001E+10,123456,13800138000');
		expect(phones.map((phone) => phone.digits)).toEqual(['13800138000']);
		expect(wrong.map((each) => each.code)).toEqual(['phone.damaged_by_spreadsheet', 'phone.malformed']);
		expect(JSON.stringify(wrong)).not.toContain('123456');
	});
});

test.each([
	['35', 35],
	['61天', 61],
	['30.0', 30],
	['-3', 'number.not_whole'],
	['M3', 'number.not_whole'],
	['九十一', 'number.not_whole'],
	['', null],
])('%j days past due is %s', (cell, expected) => {
	expect(codeOf(parseWhole(cell))).toBe(expected);
});

test.each([
	['二手', 2],
	['第3手', 3],
	['1', 1],
])('the round %j is %s', (cell, expected) => {
	expect(parseRound(cell)).toBe(expected);
});

test.each([
	['人民币', 'CNY'],
	['RMB', 'CNY'],
	['新台币', 'TWD'],
	['NT$', 'TWD'],
	['hkd', 'HKD'],
	['比特币', 'currency.unknown'],
])('the currency %j is %s', (cell, expected) => {
	expect(codeOf(parseCurrency(cell))).toBe(expected);
});

test('a reference in scientific notation is refused, one of 81 characters too, quotes of a spreadsheet fall away', () => {
	expect(codeOf(parseReference('6.22202E+18'))).toBe('reference.damaged_by_spreadsheet');
	expect(codeOf(parseReference('A'.repeat(81)))).toBe('reference.too_long');
	expect(parseReference('="0012345"')).toBe('0012345');
});

test('a card number keeps its digits, its check digit is told, scientific notation is refused', () => {
	expect(parseCard('4111 1111 1111 1111')).toEqual({ digits: '4111111111111111', checked: true });
	expect(parseCard('4111111111111112')).toEqual({ digits: '4111111111111112', checked: false });
	expect(codeOf(parseCard('6.22202E+18'))).toBe('card.damaged_by_spreadsheet');
});

test.each([
	[['合计', '', '', '28,845.67'], true],
	[['', '总计：', '200户', '28,845.67'], true],
	[['Total', '', '12'], true],
	[['小计', '1', '2'], true],
	[['TOTAL-0001', '甲某', '100'], false],
	[['SUM2024001', '甲某', '100'], false],
	[['A1', '合计某', '100'], false],
	[['A1', '甲某', '合计', '100'], false],
	[[], false],
])('the row %j is a total: %s', (cells, expected) => {
	expect(isTotalsRow(cells)).toBe(expected);
});

test('the result of a failed formula and a letter no encoding explains are no values', () => {
	expect(unreadableCell('#N/A')?.code).toBe('cell.formula_error');
	expect(unreadableCell('#REF!')?.code).toBe('cell.formula_error');
	expect(unreadableCell('张\ufffd')?.code).toBe('cell.unreadable_letters');
	expect(unreadableCell('#3 幢')).toBeNull();
});

test('no parser throws on any text, and none answers a problem without sentences in both languages', () => {
	const parsers = [
		(cell: string) => parseAmount(cell, 'CNY'),
		(cell: string) => parseAmount(cell, 'JPY', { unit: '万元', decimalComma: true }),
		(cell: string) => parseDate(cell),
		(cell: string) => parseDate(cell, { order: 'dmy', epoch1904: true }),
		parseIdentity,
		parseReference,
		parseCard,
		parseWhole,
		parseRound,
		parseCurrency,
		(cell: string) => parsePhones(cell).problems[0] ?? null,
		unreadableCell,
	];
	const digitsAndSigns = fc.string({ unit: fc.constantFrom(...'0123456789.,-+()¥$元万年月日/ :EeXx\'"=１，。', '\ufffd', '\0', '\n') });
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: 'binary' }), digitsAndSigns), (cell) => {
			for (const parse of parsers) {
				const value = parse(cell);
				if (!isProblem(value)) continue;
				const { message, mend } = sentencesOf(value);
				for (const sentence of [message.zh, message.en, mend.zh, mend.en]) expect(sentence).toMatch(/^[^{}]{4,}$/);
			}
			expect(normalise(normalise(cell))).toBe(normalise(cell));
			isTotalsRow([cell, cell]);
		}),
		{ numRuns: 2_000 },
	);
	expect(Object.keys(problems).length).toBeGreaterThan(25);
});
