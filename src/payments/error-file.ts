import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { inTenant } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { errorsOf, findImport } from './import-store.ts';

const rowsAtOnce = 2_000;

/**
 * Everything that was wrong with a payment file, a line for each problem: row, column, masked value, what is wrong and how to mend it. Streams; UTF-8 with BOM, as
 * spreadsheets want it. Null when there is no such import the caller may see.
 */
export async function errorFile(door: Door, importId: bigint): Promise<Readable | null> {
	const found = await inTenant(door.pool, door.tenantId, (tx) => findImport(tx, importId, door.actor.clientId));
	return found ? Readable.from(linesOf(door, importId), { objectMode: false }) : null;
}

async function* linesOf(door: Door, importId: bigint): AsyncIterable<string> {
	yield `\ufeff${stringify([['行号 row', '列 column', '内容 value', '问题 problem', '更正 mend']], { record_delimiter: 'windows' })}`;
	for (let skip = 0; ; skip += rowsAtOnce) {
		const page = await inTenant(door.pool, door.tenantId, (tx) => errorsOf(tx, importId, { skip, limit: rowsAtOnce }));
		if (page.length > 0)
			yield stringify(
				page.map((each) => [
					String(each.row_number),
					harmless(each.column_name),
					harmless(each.value_masked),
					`${each.message.zh} ${each.message.en}`,
					`${each.mend.zh} ${each.mend.en}`,
				]),
				{ record_delimiter: 'windows' },
			);
		if (page.length < rowsAtOnce) return;
	}
}

/** What a spreadsheet would run as a formula becomes text. */
const harmless = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
