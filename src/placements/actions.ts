import { isRefusal, type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { isCurrency } from '../core/money.ts';
import { chinaZone, dateIn } from '../core/time.ts';
import { judgePromises } from '../arrangements/actions.ts';
import { refusalOf } from '../intake/read.ts';
import { maskCell } from '../intake/cells.ts';
import { kindOfRow, type Mapping } from '../intake/rules.ts';
import { change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { columnNotes } from './notes.ts';
import { missingColumns, readRow } from './rules.ts';
import { contextOf, openFile } from './stage.ts';
import { type ImportError, errorOf } from './answer.ts';
import { endDebts, holdDebts, workedAlready } from './end-store.ts';
import { findPlacement } from './store.ts';

const previewRows = 20;
/** Rows looked at for problems before anything is imported. */
const checkedRows = 2_000;
const problemsShown = 50;

export type Analysis = {
	headings: { heading: string; field: string | null; sample: string }[];
	missing: string[];
	header_row: number;
	sheet: string | null;
	format: string;
	encoding: string;
	preview: string[][];
	/** Of the first 2,000 rows: how many were looked at, how many would be refused, and why. */
	checked: { rows: number; refused: number; errors: ImportError[] };
	notes: Sentence[];
};

/** What a file looks like before it is imported: recognised columns, the first rows masked, what is wrong with the first 2,000. */
export async function analysePlacement(
	door: Door,
	request: { readonly path: string; readonly mapping?: Mapping | undefined },
): Promise<Analysis | Refusal> {
	const mapping = request.mapping ?? {};
	const opened = await openFile(request.path, mapping);
	if (isRefusal(opened)) return opened;
	const { table, recognised } = opened;
	const fieldAt = new Map<number, string>(recognised.fields);
	for (const { column } of recognised.unlawful) fieldAt.set(column, 'unlawful');
	for (const { column } of recognised.quarantined) fieldAt.set(column, 'old_remarks');
	const missing = missingColumns(recognised);
	const today = door.clock.now().toZonedDateTimeISO(chinaZone).toPlainDate().toString();
	const wanted = mapping.currency ?? 'CNY';
	const context = contextOf(opened, {
		mapping,
		today,
		currency: isCurrency(wanted) ? wanted : 'CNY',
		product: null,
		lender: null,
		lpr: [],
	});
	const preview: string[][] = [];
	const checked = { rows: 0, refused: 0, errors: [] as ImportError[] };
	try {
		reading: for await (const batch of table.batches()) {
			for (const { row, cells } of batch) {
				if (kindOfRow(cells, table.headings) !== 'data') continue;
				if (preview.length < previewRows)
					preview.push(
						table.headings.map((_, column) =>
							fieldAt.get(column) === 'unlawful' ? '' : maskCell(fieldAt.get(column) ?? 'unknown', cells[column] ?? ''),
						),
					);
				else if (missing.length > 0) break reading;
				if (missing.length === 0) {
					const read = readRow(row, cells, context);
					if ('problems' in read) {
						checked.refused++;
						for (const problem of read.problems) if (checked.errors.length < problemsShown) checked.errors.push(errorOf(row, problem));
					}
				}
				if (++checked.rows >= checkedRows) break reading;
			}
		}
	} catch (error) {
		return refusalOf(error);
	}
	return {
		headings: table.headings.map((heading, column) => ({
			heading,
			field: fieldAt.get(column) ?? null,
			sample: preview[0]?.[column] ?? '',
		})),
		missing,
		header_row: table.headerRow,
		sheet: table.sheet,
		format: table.format,
		encoding: table.encoding,
		preview,
		checked,
		notes: columnNotes({ table, recognised }),
	};
}

/** Records that somebody takes the rejected rows of a placement with them: they go out as they came, unmasked. Refusal: `thing.not_found`. */
export function askForErrors(door: Door, placementId: bigint): Promise<{ rejected: number } | Refusal> {
	return change(door, { act: 'placement.errors', input: { placement: placementId } }, async (act) => {
		const placement = await findPlacement(act.tx, placementId, door.actor.clientId);
		return placement ? { rejected: Number(placement.rejected) } : refuse('thing.not_found', { what: 'placement', id: String(placementId) });
	});
}

type Ended = {
	readonly debts: number;
	/** Promises and instalments on which nothing is left to ask for. */
	readonly promises_withdrawn: number;
};

/** Undoes a placement nobody has worked yet: the ledger entries are reversed, the references are free again. */
export function undoPlacement(door: Door, placementId: bigint, key?: string): Promise<Ended | Refusal> {
	return endPlacement(door, placementId, 'undone', '', key);
}

/** Gives a placement back to its client (退案): what is still owed leaves the book; work and messages stop and promises are judged or withdrawn at once. */
export function recallPlacement(door: Door, placementId: bigint, reason: string, key?: string): Promise<Ended | Refusal> {
	return endPlacement(door, placementId, 'recalled', reason, key);
}

function endPlacement(
	door: Door,
	placementId: bigint,
	how: 'undone' | 'recalled',
	reason: string,
	key: string | undefined,
): Promise<Ended | Refusal> {
	return change(
		door,
		{ act: `placement.${how === 'undone' ? 'undo' : 'recall'}`, input: { placement: placementId, reason }, key },
		async (act) => {
			const placement = await findPlacement(act.tx, placementId, door.actor.clientId, true);
			if (!placement) return refuse('thing.not_found', { what: 'placement', id: String(placementId) });
			if (placement.state !== 'imported') return refuse('placement.not_imported', { state: placement.state });
			// Dated once they are held: after the attempts and payments that were waited for.
			await holdDebts(act.tx, placementId);
			if (how === 'undone') {
				const what = await workedAlready(act.tx, placementId);
				if (what) return refuse('placement.already_worked', { what });
			}
			const today = dateIn((await loadTenant(act.tx)).zone, act.now);
			const debts = await endDebts(act, placementId, how, today);
			await act.tx.query('update placement set state = $3, ended_at = $4, end_reason = $5 where tenant_id = $1 and id = $2', [
				act.tx.tenantId,
				placementId,
				how,
				act.now,
				reason,
			]);
			// When the placement has its end: a promise is judged as of that day.
			const { withdrawn } = await judgePromises(act, today, { placementId });
			act.tell('placements');
			act.tell('queue');
			act.tell('debtors');
			return { debts: Number(debts), promises_withdrawn: withdrawn };
		},
	);
}
