import { join } from 'node:path';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import type { Callers } from '../demo/callers.ts';
import { importPlacement } from '../placements/import.ts';
import { doorInvariant } from '../auditor/roles.ts';
import { bringFile } from '../simulator/files.ts';
import { bank, type Matter, type Street } from './parts.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const client = 'LARGE';
const most = '1000000000000.00';
const plain = ['案件编号', '姓名', '本金', '利息', '委案金额', '逾期日期'];
const huge = { minor: 10_000_000_001n, total: '100000000.01', principal: '99999700.01' } as const;

/** A file of which the first row is placed later than it came, and the second at once. */
async function bringsAhead(street: Street): Promise<void> {
	const row = (i: number, placedOn: number) =>
		rowFrom({
			who: 950 + i,
			around: 950 + i,
			reference: `AHEAD${i}`,
			batch: 'Bahead',
			contract: `HTAHEAD${i}`,
			placedOn: street.on(placedOn),
			dueOn: street.on(-40),
		});
	await bringFile(street, client, 'near-ahead', [csvLine(headings), row(1, 20), row(2, 0)], []);
}

/** A loan of a hundred million and a fen. */
function bringsHuge(street: Street): Promise<unknown> {
	const { total, principal } = huge;
	const row = { who: 955, around: 955, reference: 'HUGE', batch: 'Bhuge', contract: 'HTHUGE', total, principal };
	const line = rowFrom({ ...row, placedOn: street.on(0), dueOn: street.on(-40) });
	return bringFile(street, client, 'near-huge', [csvLine(headings), line], []);
}

/** A row whose parts come to more than any debt is, beside one that is sound; and a file of rows as large as a row may be, in a wrong unit. */
async function bringsTooMuch(street: Street): Promise<void> {
	const { press, manager, folder, on } = street;
	const due = `${on(-40)}`;
	const parts = csvLine(['LARGE1', '大额人', '900000000000.00', '900000000000.00', '', due]);
	const sound = csvLine(['LARGE2', '大额人', '80.00', '8.00', '88.00', due]);
	await bringFile(street, client, 'near-parts', [csvLine(plain), parts, sound], ['LARGE1']);
	const path = join(folder, 'near-units.csv');
	const rows = Array.from({ length: 91 }, (_, i) => csvLine([`UNIT${i}`, '大额人', '', '', most, due]));
	await writeLines(path, 'gb18030', [csvLine(plain), ...rows]);
	await press('placement', () => importPlacement(manager, { path, clientCode: client }));
}

const row = (number: string, reference: string, minor: bigint, at: string) => ({ number, case: reference, minor, at });

/** Sums of which the figures are hard to tell, and money that comes before its debt is placed. */
export const mattersOfLarge: Readonly<Record<string, Matter>> = {
	'more than can be told': [
		[2, '06:44', bringsTooMuch],
		[
			2,
			'06:45',
			(street) =>
				bank(street, client, 'near-too-much', [
					{ number: 'MUCH3', case: 'HUGE', minor: null, written: '1000000000000.01', at: `${street.on(1)}` },
				]),
		],
	],
	'a fen one week, a hundred million the next': [
		[0, '06:46', bringsHuge],
		[
			30,
			'06:31',
			(street) =>
				bank(street, client, 'near-huge-paid', [
					row('HUGE1', 'HUGE', 1n, `${street.on(25)}`),
					row('HUGE2', 'HUGE', huge.minor - 1n, `${street.on(29)}`),
				]),
		],
	],
	'money before its debt is placed': [
		[0, '06:47', bringsAhead],
		[8, '06:31', (street) => bank(street, client, 'near-ahead-paid', [row('AHEAD1', 'AHEAD1', 5_000n, `${street.on(7)}`)])],
		[30, '06:32', (street) => bank(street, client, 'near-ahead-more', [row('AHEAD2', 'AHEAD2', 7_000n, `${street.on(29)}`)])],
	],
};

/** A fen more than any debt is, typed by hand: as a payment, and as what is owed. */
export async function typeTooMuch({ loan, at, on, found }: Street, api: Callers): Promise<void> {
	const { debtor_id: debtor, debt_id: debt, reference } = loan('half');
	const amount = 100_000_000_000_001;
	const payment = { client: 'NEAR', debt_reference: reference, amount_minor: amount, currency: 'CNY', paid_at: at(34, '10:00').toString() };
	const parts = { costs_minor: 5_000, interest_minor: 20_000, penalty_minor: 5_000, principal_minor: amount };
	const owed = { ...parts, on: on(34).toString(), reason: 'interest since' };
	for (const [path, body] of [
		['payments', payment],
		[`debtors/${debtor}/debts/${debt}/balance`, owed],
	] as const) {
		const status = await api.call('manager', 'POST', `/api/${path}`, body);
		if (status !== 400) found([{ invariant: doorInvariant, sentence: `${amount} typed by hand at ${path} is answered ${status}` }]);
	}
}
