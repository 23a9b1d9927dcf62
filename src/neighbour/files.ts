import { mobile } from '../demo/identities.ts';
import { csvLine } from '../demo/sheet-file.ts';
import { bringFile, cellsOf } from '../simulator/files.ts';
import { caseOf, type ClientCode, rowsOf } from './cast.ts';
import { type Matter, pays, type Street } from './parts.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const twice = 'of a card paid off twice';

/** The bank's file of cards comes again as it was, when what it placed was paid off and has been placed and paid off once more since. */
const bringsOldFile = (street: Street) =>
	bringFile(street, 'CARD', 'near-cards-again', [csvLine(headings), ...rowsOf('cards', street.on(0))]);

/** And the row of the one card, from another address. */
function bringsOldRow(street: Street): Promise<unknown> {
	const rows = rowsOf('cards', street.on(0)).filter((row) => row.startsWith(caseOf(twice, 0)));
	return bringFile(street, 'CARD', 'near-cards-moved', [csvLine(headings), ...rows.map((row) => row.replace('900号', '901号'))]);
}

/** A row of a file that was taken back comes again, of whoever had paid it off. */
function bringsPaidRow(street: Street): Promise<unknown> {
	const rows = rowsOf('brief', street.on(0)).filter((row) => row.startsWith(caseOf('settled, then recalled', 0)));
	return bringFile(street, 'NEAR', 'near-brief-paid', [csvLine(headings), ...rows]);
}

/** A row that tells of a debtor only the name, and a telephone number where one is given. */
function rowOfNobody(street: Street, reference: string, phone: number | null): string {
	const cells = cellsOf(
		rowFrom({ who: 920, around: 920, reference, batch: 'Bname', contract: '', placedOn: street.on(2), dueOn: street.on(-40) }),
	);
	const told: Readonly<Partial<Record<(typeof headings)[number], string>>> = {
		姓名: '无名人',
		证件类型: '',
		身份证号: '',
		手机: phone === null ? '' : mobile(399_009_500 + phone),
		家庭地址: '',
		单位名称: '',
		联系人1姓名: '',
		联系人1关系: '',
		联系人1手机: '',
	};
	return csvLine(headings.map((heading, i) => told[heading] ?? cells[i] ?? ''));
}

/** People of one name, of whom a client knows no number, or one that some of them share. */
export const namesakes =
	(client: ClientCode, name: string, rows: readonly (readonly [reference: string, phone: number | null])[]) => (street: Street) =>
		bringFile(street, client, name, [csvLine(headings), ...rows.map(([reference, phone]) => rowOfNobody(street, reference, phone))], []);

/** Files of old, and files that tell little of whom they are about. */
export const mattersOfFiles: Readonly<Record<string, Matter>> = {
	'a file of old, of a card that was paid off twice': [
		[1, '12:26', pays(twice, 300_000n)],
		[5, '09:55', pays(twice, 300_000n, { loan: 1 })],
		[6, '06:10', bringsOldFile],
		[6, '06:15', bringsOldRow],
	],
	'a row of a file that was taken back, paid off before': [[6, '06:20', bringsPaidRow]],
	'people of one name and no number': [
		[
			2,
			'06:25',
			namesakes('SISTER', 'near-name', [
				['NAME1', null],
				['NAME2', null],
				['NAME3', 1],
				['NAME4', 1],
				['NAME5', 2],
			]),
		],
		[
			3,
			'06:25',
			namesakes('SISTER', 'near-name-later', [
				['NAME6', null],
				['NAME7', 1],
			]),
		],
	],
};
