import { jsonText } from '../core/json.ts';
import { known } from '../core/assert.ts';
import type { Tx } from '../host/db.ts';
import type { PaymentRowError } from './shapes.ts';

/** Imports of payment files: how far they came, and what was wrong. */
/** Opens the row of an import. */
export async function openImport(
	tx: Tx,
	given: {
		readonly clientId: bigint | null;
		readonly fileName: string;
		readonly fileIndex: Buffer;
		readonly by: bigint;
		readonly at: Temporal.Instant;
	},
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into payment_import (tenant_id, client_id, file_name, file_sha256, imported_by, imported_at) values ($1, $2, $3, $4, $5, $6) returning id`,
		[tx.tenantId, given.clientId, given.fileName, given.fileIndex, given.by, given.at],
	);
	return known(row, 'import').id;
}

/** Adds a chunk's counts to an import; `finishedAt` closes it. */
export async function growImport(
	tx: Tx,
	importId: bigint,
	chunk: {
		readonly accepted: number;
		readonly rejected: number;
		readonly duplicates: number;
		readonly errors: readonly PaymentRowError[];
		readonly finishedAt: Temporal.Instant | null;
	},
): Promise<void> {
	await tx.query(
		`update payment_import set rows_total = rows_total + $3 + $4 + $5, accepted = accepted + $3, rejected = rejected + $4, duplicates = duplicates + $5,
		        errors = case when jsonb_array_length(errors) < 1000 then errors || $6::jsonb else errors end, finished_at = $7
		  where tenant_id = $1 and id = $2`,
		[tx.tenantId, importId, chunk.accepted, chunk.rejected, chunk.duplicates, jsonText(chunk.errors), chunk.finishedAt],
	);
	if (chunk.errors.length === 0) return;
	const column = <T>(of: (each: PaymentRowError) => T) => chunk.errors.map(of);
	await tx.query(
		`insert into payment_error (tenant_id, import_id, row_number, column_name, value_masked, code, message, mend)
		 select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[])`,
		[
			tx.tenantId,
			importId,
			column((each) => each.row),
			column((each) => each.column),
			column((each) => each.value),
			column((each) => each.code),
			column((each) => jsonText(each.message)),
			column((each) => jsonText(each.mend)),
		],
	);
}

/** Whether there is such an import; of a client's login only its own. */
export async function findImport(tx: Tx, importId: bigint, onlyClient: bigint | null): Promise<boolean> {
	const found = await tx.query('select 1 from payment_import where tenant_id = $1 and id = $2 and ($3::bigint is null or client_id = $3)', [
		tx.tenantId,
		importId,
		onlyClient,
	]);
	return found.length > 0;
}

type ErrorLine = {
	row_number: bigint;
	column_name: string;
	value_masked: string;
	message: { zh: string; en: string };
	mend: { zh: string; en: string };
};

/** A page of what was wrong with a file, by row. */
export function errorsOf(tx: Tx, importId: bigint, page: { readonly skip: number; readonly limit: number }): Promise<ErrorLine[]> {
	return tx.query<ErrorLine>(
		`select row_number, column_name, value_masked, message, mend from payment_error where tenant_id = $1 and import_id = $2
		  order by row_number, column_name, message, value_masked offset $3 limit $4`,
		[tx.tenantId, importId, page.skip, page.limit],
	);
}
