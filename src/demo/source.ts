import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { type Refusal, refuse } from '../core/refusal.ts';
import { type District, districtsFrom } from './identities.ts';
import { type Customer, sourceColumns } from './portfolio.ts';

/** The shipped portfolio (CC BY 4.0, `data/uci-credit-card/SOURCE.md`). */
export const shippedSource = new URL('../../data/uci-credit-card/clients.csv.gz', import.meta.url).pathname;

export async function districts(): Promise<District[]> {
	return districtsFrom(await readFile(new URL('../../data/cn-reference/districts.csv', import.meta.url), 'utf8'));
}

/**
 * The customers of a CSV of the UCI card data set: the shipped selection or any other rows of it, plain or gzipped, with or without a byte
 * order mark, columns in any order. Refused, naming the columns, when it is another file, and naming the line when a value is no number.
 */
export async function readCustomers(path: string): Promise<Customer[] | Refusal> {
	let bytes: Buffer;
	let rows: Record<string, string>[];
	try {
		bytes = await readFile(path);
		// Gzip by its first two bytes, whatever the file is called.
		if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
		rows = parse(bytes, {
			bom: true,
			columns: (names: string[]) => names.map((name) => name.trim()),
			trim: true,
			relax_column_count: true,
		});
	} catch (error) {
		return refuse('demo.source_unreadable', { file: path, cause: String(error) });
	}
	const customers: Customer[] = [];
	for (const row of rows) {
		if (customers.length === 0) {
			const missing = sourceColumns.filter((column) => row[column] === undefined);
			if (missing.length > 0) return refuse('demo.source_unknown', { file: path, columns: missing.join(', ') });
		}
		const customer = customerOf(row);
		if (!customer) return refuse('demo.source_row_unreadable', { file: path, row: String(customers.length + 2) });
		customers.push(customer);
	}
	return customers.length > 0 ? customers : refuse('demo.source_unreadable', { file: path });
}

/** Whole numbers as the copies of the data set write them: `20000`, `20000.0`, and 100,000 always as `1.00E+05`. */
const wholeNumber = /^-?\d{1,9}(\.0+)?$|^-?\d(\.\d+)?E\+0\d$/i;

/** `null` when a needed value is not a whole number. */
function customerOf(row: Record<string, string>): Customer | null {
	const numbers = new Map(sourceColumns.map((column) => [column, wholeNumber.test(row[column] ?? '') ? Number(row[column]) : Number.NaN]));
	if (![...numbers.values()].every(Number.isInteger)) return null;
	const of = (column: string) => numbers.get(column) ?? 0;
	return {
		id: of('ID'),
		limit: of('LIMIT_BAL'),
		sex: of('SEX') === 1 ? 'male' : 'female',
		age: of('AGE'),
		monthsLate: of('PAY_0'),
		bills: [1, 2, 3, 4, 5, 6].map((n) => of(`BILL_AMT${n}`)),
		paid: [1, 2, 3, 4, 5, 6].map((n) => of(`PAY_AMT${n}`)),
	};
}
