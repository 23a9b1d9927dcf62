import { join } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { idNumber, mobile } from '../demo/identities.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import type { Mapping } from '../intake/rules.ts';
import { undoPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { cellFindings } from '../auditor/cells.ts';
import type { Matter, Street } from './parts.ts';

const headings = ['案件编号', '姓名', '身份证号', '手机', '委案日期', '逾期日期', '逾期天数', '委案金额'] as const;
type Cells = Partial<Record<(typeof headings)[number], string>>;
/** What is kept of a row otherwise than of all: the days, the sum, the last four of the identity number, the numbers. */
type Kept = { readonly placed?: string; readonly since?: string; readonly minor?: string; readonly of?: string; readonly numbers?: string };
/** Cells as somebody wrote them, and what they say; or why they cannot be taken. */
type Odd = readonly [cells: Cells, says: Kept | string];

const own = (who: number) => mobile(399_009_600 + who);
const other = (who: number) => mobile(399_009_700 + who);
const identity = (bornOn: Temporal.PlainDate) => idNumber('110101', bornOn.toString(), 'female', 1);
const bornOn = (who: number) => Temporal.PlainDate.from('1962-03-01').add({ days: who });
const tail = (number: string) => number.slice(-4);
/** The first of some days whose identity number ends so, or not so. */
function bornFor(ends: string): Temporal.PlainDate {
	let born = Temporal.PlainDate.from('1971-01-01');
	while (!identity(born).endsWith(ends)) born = born.add({ days: 1 });
	return born;
}
const fullWidth = (text: string) =>
	[...text].map((letter) => (letter === ' ' ? '\u3000' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0))).join('');
const spaced = (number: string, by: string) => [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(by);

/** A telephone number in the ways people write it: always a mobile, one person’s. */
const numbersOfOne: readonly ((number: string) => string)[] = [
	(number) => number,
	(number) => `0${number}`,
	(number) => `+86${number}`,
	(number) => `0086 ${number}`,
	(number) => `86-${number}`,
	(number) => spaced(number, ' '),
	(number) => spaced(number, '-'),
	(number) => `${number}.0`,
	(number) => `="${number}"`,
	(number) => `'${number}`,
	(number) => `“${number}”`,
	(number) => `${number}转8`,
	fullWidth,
	(number) => `${number}/${number}`,
	(number) => `${number}；12345`,
];

/** A day in the ways people write it. */
const daysOfOne: readonly ((on: Temporal.PlainDate) => string)[] = [
	({ year, month, day }) => `${year}/${month}/${day}`,
	({ year, month, day }) => `${year}.${month}.${day}`,
	(on) => on.toString().replaceAll('-', ''),
	({ year, month, day }) => `${year}年${month}月${day}日`,
	(on) => `${on} 00:00:00`,
	(on) => `="${on}"`,
	(on) => fullWidth(on.toString()),
	(on) => String(36_526 + Temporal.PlainDate.from('2000-01-01').until(on, { largestUnit: 'day' }).days),
	(on) => `${on.day}-${on.toLocaleString('en', { month: 'short' })}-${on.year}`,
	(on) => `${on.toLocaleString('en', { month: 'long' })} ${on.day}, ${on.year}`,
];

const three: Kept = { minor: '300000' };
/** What else is written so or so, each in a row of its own. `today`: the day the file comes. */
const odd = (today: Temporal.PlainDate): readonly Odd[] => [
	...['¥3,000.00', 'RMB 3000', '3 000.00', '3000.00元', '0.3万', '３０００．００', '="3000.00"', '3000.000'].map(
		(sum): Odd => [{ 委案金额: sum }, three],
	),
	[{ 委案金额: '1,234,567.89' }, { minor: '123456789' }],
	[{ 委案金额: '.50' }, { minor: '50' }],
	[{ 委案金额: '3000.005' }, 'amount.too_many_decimals'],
	[{ 委案金额: '3E3' }, 'amount.scientific'],
	[{ 委案金额: '3,00.00' }, 'amount.separator'],
	[{ 委案金额: '3.000,00' }, 'amount.not_a_number'],
	[{ 委案金额: 'US$3000' }, 'amount.other_currency'],
	[{ 委案金额: '三千' }, 'amount.not_a_number'],
	[{ 委案金额: '(3000.00)' }, 'amount.not_positive'],
	[{ 委案金额: '3000.00-' }, 'amount.not_positive'],
	[{ 委案金额: '0' }, 'amount.not_positive'],
	[{ 委案金额: '无' }, 'amount.missing'],
	[{ 委案金额: '#REF!' }, 'cell.formula_error'],
	[{ 逾期日期: '03/04/2025' }, 'date.ambiguous'],
	[{ 逾期日期: '3.4.2025' }, 'date.ambiguous'],
	[{ 逾期日期: '04/04/2025' }, { since: '2025-04-04' }],
	[{ 逾期日期: '13/04/2025' }, { since: '2025-04-13' }],
	[{ 逾期日期: '04/13/2025' }, { since: '2025-04-13' }],
	[{ 逾期日期: '2025-02-29' }, 'date.not_a_date'],
	[{ 逾期日期: '13/13/2025' }, 'date.not_a_date'],
	[{ 逾期日期: '去年' }, 'date.not_a_date'],
	[{ 逾期日期: '' }, 'date.missing'],
	[{ 委案日期: '05/06/2025' }, 'date.ambiguous'],
	// Counted back from the day of placing, whichever day the file comes.
	[{ 逾期日期: '', 逾期天数: '40', 委案日期: `${today.subtract({ days: 5 })}` }, days(today.subtract({ days: 5 }), 40)],
	[{ 逾期日期: '', 逾期天数: '40', 委案日期: '' }, days(today, 40)],
	[{ 逾期日期: '', 逾期天数: '0' }, days(today, 0)],
	[{ 逾期日期: `${today}` }, days(today, 0)],
	[{ 逾期日期: `${today.add({ days: 1 })}` }, 'date.in_future'],
	[{ 身份证号: `${identity(bornFor('X')).toLowerCase()}` }, { of: tail(identity(bornFor('X'))) }],
	[{ 身份证号: spaced(identity(bornFor('7')), ' ') }, { of: tail(identity(bornFor('7'))) }],
	[{ 身份证号: fullWidth(identity(bornFor('8'))) }, { of: tail(identity(bornFor('8'))) }],
	[{ 身份证号: '1.10101E+17' }, 'id.damaged_by_spreadsheet'],
	[{ 身份证号: '110101196203010000' }, 'id.damaged_by_spreadsheet'],
	[{ 身份证号: `${identity(bornFor('9')).slice(0, 17)}8` }, 'id.wrong_check_digit'],
	[{ 身份证号: '310101196213010021' }, 'id.malformed'],
	// Eighteen today, tomorrow, and on the last day of the year.
	...[today, today.add({ days: 1 }), Temporal.PlainDate.from({ year: today.year, month: 12, day: 31 })].map((day): Odd => {
		const number = identity(day.subtract({ years: 18 }));
		return [{ 身份证号: number }, day.equals(today) ? { of: tail(number) } : 'debtor.minor'];
	}),
	[{ 姓名: '\u3000' }, 'name.missing'],
	[{ 手机: '(010) 8888-7777' }, { numbers: 'landline 7777' }],
	[{ 手机: '+44 20 7946 0958' }, { numbers: 'landline 0958' }],
	[{ 手机: '1.64E+10' }, { numbers: '' }],
];

const days = (placedOn: Temporal.PlainDate, past: number): Kept => ({
	placed: placedOn.toString(),
	since: placedOn.subtract({ days: past }).toString(),
});

/** What a client declares of the way its own file is written. */
const declared: readonly (readonly [Mapping, readonly Odd[]])[] = [
	[
		{ dateOrder: 'mdy', decimalComma: true },
		[
			[{ 逾期日期: '03/04/2025' }, { since: '2025-03-04' }],
			[{ 逾期日期: '13/04/2025' }, 'date.not_a_date'],
			[{ 委案金额: '3.000,00' }, three],
			[{ 委案金额: '3000,5' }, { minor: '300050' }],
		],
	],
	[
		{ dateOrder: 'dmy', unit: '分' },
		[
			[{ 逾期日期: '03/04/2025' }, { since: '2025-04-03' }],
			[{ 委案金额: '300000' }, three],
			[{ 委案金额: '3000.5' }, 'amount.too_many_decimals'],
		],
	],
];

/** Brings rows, each about somebody else, looks at what became of them, and has the file undone within the minute: nobody works them, and what they say is on some days longer ago than on others. */
async function brings(street: Street, name: string, firstWho: number, rows: readonly Odd[], mapping: Mapping = {}): Promise<void> {
	const { press, manager, owner, folder, found, on } = street;
	const today = on(3);
	const sent = rows.map(([cells, says], i) => {
		const who = firstWho + i;
		const sum = mapping.unit === '分' ? '300000' : '3000';
		const row: Cells = {
			案件编号: `CELL${who}`,
			姓名: '试行人',
			身份证号: identity(bornOn(who)),
			手机: own(who),
			委案日期: today.toString(),
			逾期日期: today.subtract({ days: 40 }).toString(),
			委案金额: sum,
			...cells,
		};
		const plain = days(today, 40);
		const keeps =
			typeof says === 'string'
				? says
				: [
						`${says.minor ?? '300000'} CNY`,
						`placed ${says.placed ?? plain.placed}`,
						`overdue since ${says.since ?? plain.since}`,
						`of ${says.of ?? tail(identity(bornOn(who)))}`,
						says.numbers ?? `mobile ${tail(own(who))}`,
					]
						.filter((part) => part !== '')
						.join(', ');
		return { line: csvLine(headings.map((heading) => row[heading] ?? '')), row: i + 2, keeps };
	});
	const path = join(folder, `${name}.csv`);
	await writeLines(path, 'gb18030', [csvLine(headings), ...sent.map(({ line }) => line)]);
	const imported = await press('placement', () => importPlacement(manager, { path, clientCode: 'SISTER', mapping }));
	assert(!isRefusal(imported), `the file ${name} was refused: ${isRefusal(imported) ? imported.code : ''}`);
	found(
		await cellFindings(
			owner,
			{ tenantId: manager.tenantId, placementId: imported.placement_id },
			sent.map(({ row, keeps }) => ({ row, keeps })),
		),
	);
	const placement = BigInt(known(imported.placement_id, 'placement'));
	await press('end', (key) => undoPlacement(manager, placement, key));
}

/** All that is written in one way or another, where the client declares nothing. */
const undeclared = (today: Temporal.PlainDate): readonly Odd[] => [
	...numbersOfOne.map((write, i): Odd => [{ 手机: write(own(i)) }, {}]),
	[
		{ 手机: `${own(numbersOfOne.length)}、${other(0)}` },
		{
			numbers: [other(0), own(numbersOfOne.length)]
				.map((number) => `mobile ${tail(number)}`)
				.toSorted()
				.join(', '),
		},
	],
	...daysOfOne.map((write): Odd => [{ 逾期日期: write(today.subtract({ days: 40 })) }, {}]),
	...odd(today),
];

/** Files written by hand, each way of writing in a row of its own. */
export const mattersOfCells: Readonly<Record<string, Matter>> = {
	'numbers, days and sums in the ways people write them': [
		[3, '06:42', (street) => brings(street, 'near-cells', 0, undeclared(street.on(3)))],
		...declared.map(([mapping, rows], i): Matter[number] => [
			3,
			'06:45',
			(street) => brings(street, `near-cells-${i + 1}`, 120 + 10 * i, rows, mapping),
		]),
	],
};
