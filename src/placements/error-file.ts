import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { inTenant } from '../host/db.ts';
import { type ProblemCode, sentencesOf } from '../intake/problems.ts';
import { errorColumnPrefix } from '../intake/rules.ts';
import type { Door } from '../record/change.ts';
import { type ErrorRow, headingsOf, listErrors } from './store.ts';

const rowsAtOnce = 2_000;

/**
 * The rejected rows of a placement as a CSV of the same shape as the client's file, with three columns behind that say what is wrong and how to
 * mend it: mended, it is sent back as it is (those columns are known and passed over). Streams; UTF-8 with BOM, as spreadsheets want it.
 */
export function errorFile(door: Door, placementId: bigint): Readable {
	return Readable.from(linesOf(door, placementId), { objectMode: false });
}

async function* linesOf(door: Door, placementId: bigint): AsyncIterable<string> {
	const read = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(door.pool, door.tenantId, work);
	const headings = await read((tx) => headingsOf(tx, placementId));
	const own = ['原行号 row', '问题 problem', '更正 mend'].map((name) => `${errorColumnPrefix} ${name}`);
	yield `\ufeff${stringify([[...headings, ...own]], { record_delimiter: 'windows' })}`;
	for (let afterRow = 0n; ; ) {
		const page = await read((tx) => listErrors(tx, placementId, { afterRow, limit: rowsAtOnce }));
		const last = page.at(-1);
		if (!last) return;
		afterRow = last.row_number;
		yield stringify(
			rowsOf(page).map((errors) => lineOf(door, headings, errors)),
			{ record_delimiter: 'windows' },
		);
	}
}

/** Errors of one row each, in order. */
function rowsOf(page: readonly ErrorRow[]): ErrorRow[][] {
	const rows: ErrorRow[][] = [];
	for (const error of page) {
		const current = rows.at(-1);
		if (current?.[0]?.row_number === error.row_number) current.push(error);
		else rows.push([error]);
	}
	return rows;
}

function lineOf(door: Door, headings: readonly string[], errors: readonly ErrorRow[]): string[] {
	const row = errors[0]?.row_number ?? 0n;
	const sealed = errors.find((error) => error.row_sealed)?.row_sealed;
	const source = sealed ? (JSON.parse(door.vault.open(sealed, `row ${row}`)) as string[]) : [];
	const told = errors.map((error) => ({
		column: error.column_name,
		...sentencesOf({ code: error.code as ProblemCode, details: error.details }),
	}));
	return [
		...Array.from({ length: Math.max(headings.length, source.length) }, (_, i) => harmless(source[i] ?? '')),
		String(row),
		told.map(({ column, message }) => `[${column}] ${message.zh} ${message.en}`).join('; '),
		told.map(({ mend }) => `${mend.zh} ${mend.en}`).join('; '),
	];
}

/** What a spreadsheet would run as a formula becomes text, and so do long numbers, whose end it would cut off. The import reads both back. */
function harmless(cell: string): string {
	if (/^\d{12,}$/.test(cell)) return `="${cell}"`;
	return /^[=+\-@\t\r]/.test(cell) && !/^-?[\d.,]+$/.test(cell) && !/^="[^"]*"$/.test(cell) ? `'${cell}` : cell;
}
