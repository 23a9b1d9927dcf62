import { setImmediate } from 'node:timers/promises';
import type { Currency } from '../core/money.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { Vault } from '../host/vault.ts';
import { type Lender, lprWith } from '../law/interest.ts';
import { readTable, refusalOf, type Table } from '../intake/read.ts';
import { kindOfRow, type Mapping, type Recognised, recogniseColumns } from '../intake/rules.ts';
import type { ClaimCheck, MissingFact } from '../law/claim.ts';
import { type ColumnProblem, missingColumns, type Product, readRow, type RowContext } from './rules.ts';
import { sealerOf, type StagedCopies } from './staging.ts';
import { noTotalsRows, type TotalsRows, takeTotalsRow } from './totals.ts';

/** What the rows of a file need from outside it. Plain data: it is sent to a worker thread. */
export type StageOrder = {
	readonly path: string;
	readonly mapping: Mapping;
	readonly clientCode: string;
	/** ISO date. */
	readonly today: string;
	readonly currency: Currency;
	/** The product of the mandate or mapping; null: as the columns suggest. */
	readonly product: Product | null;
	/** The kind of lender of the mandate, or of the creditor; null: not known. */
	readonly lender: Lender | null;
	/** Rates the house recorded itself, beside the table that is shipped. */
	readonly lpr: readonly { readonly from: string; readonly ppm: bigint }[];
};

/** A file opened and understood, before its rows are read. */
export type Opening = {
	readonly table: Pick<Table, 'format' | 'encoding' | 'sheet' | 'headerRow' | 'headings' | 'above' | 'notes'>;
	readonly recognised: Recognised;
};

export type RowProblems = { readonly row: number; readonly problems: readonly ColumnProblem[] };

/** A chunk of rows, sealed, with what the rows say about the whole placement. */
export type StagedChunk = StagedCopies & {
	readonly rows: number;
	readonly rejected: readonly RowProblems[];
	readonly remarks: readonly RowProblems[];
	readonly batchNo: string;
	/** ISO dates of the first row that has them. */
	readonly placedOn: string | null;
	readonly recallDueOn: string | null;
	readonly totals: TotalsRows;
	/** Rows that are notes or repeated headers. */
	readonly notes: number;
	readonly caps: CapCounts;
};

/** What the caps on the cost of a loan made of the rows: cut, warned of, and not judged with what was missing. */
export type CapCounts = { cut: number; warned: number; notJudged: number; missing: readonly MissingFact[] };
export const noCaps = (): CapCounts => ({ cut: 0, warned: 0, notJudged: 0, missing: [] });

export function addCaps(to: CapCounts, more: CapCounts): void {
	to.cut += more.cut;
	to.warned += more.warned;
	to.notJudged += more.notJudged;
	if (more.missing.length > 0) to.missing = [...new Set([...to.missing, ...more.missing])];
}

const capsOf = (check: ClaimCheck): CapCounts => ({
	cut: check.verdict === 'cut' ? 1 : 0,
	warned: check.verdict === 'warned' ? 1 : 0,
	notJudged: check.verdict === 'not judged' ? 1 : 0,
	missing: check.missing,
});

/** The first chunk is small, so that the database has work while the rest is read; each is twice the one before, up to what planning a chunk's statements no longer weighs in. */
const firstChunkRows = 500;
const chunkRowsMax = 8_000;
/** Rows between two breaths: other requests of this process wait no longer than these take. */
const breathRows = 250;

/** Opens and recognises a file. Refusals: `file.*`. */
export async function openFile(path: string, mapping: Mapping): Promise<{ table: Table; recognised: Recognised } | Refusal> {
	const table = await readTable(path, {
		sheet: mapping.sheet,
		headerRow: mapping.headerRow,
		encoding: mapping.encoding,
		known: new Set(Object.keys(mapping.columns ?? {})),
	});
	if (isRefusal(table)) return table;
	return { table, recognised: recogniseColumns(table.headings, mapping) };
}

/** The refusal of a table without the columns a placement needs, or null. */
export function columnsMissing({ table, recognised }: Pick<Opening, 'table' | 'recognised'>): Refusal | null {
	const missing = missingColumns(recognised);
	if (missing.length === 0) return null;
	return refuse('file.columns_missing', {
		missing: missing.join('; '),
		recognised:
			[...recognised.fields.keys()].map((column) => table.headings[column]).join(', ') ||
			`– (${table.headings
				.filter((heading) => heading !== '')
				.slice(0, 12)
				.join(', ')})`,
	});
}

/** Whether a column of numbers is called one of credit cards. A loan’s account (账号), or the bank card it is paid from, is none: of a card no rate cap is asked, and its money is applied in an order of its own (CN-IR1, CN-A2). */
const isCreditCard = (heading: string): boolean => /信用卡|贷记卡|主卡|(?<!银行)卡号|card/i.test(heading);

export function contextOf(
	{ table, recognised }: { table: Table; recognised: Recognised },
	order: Omit<StageOrder, 'path' | 'clientCode'>,
): RowContext {
	const cards =
		[...recognised.fields].some(([column, field]) => field === 'card' && isCreditCard(table.headings[column] ?? '')) ||
		table.headings.some((heading) => /信用额度|固定额度|最低还款额/.test(heading));
	return {
		format: table.format,
		headings: table.headings,
		recognised,
		mapping: order.mapping,
		epoch1904: table.epoch1904,
		today: Temporal.PlainDate.from(order.today),
		currency: order.currency,
		product: order.product ?? (cards ? 'credit_card' : 'other'),
		lender: order.lender,
		lpr: lprWith(order.lpr),
		dates: new Map(),
	};
}

/**
 * Reads, validates and seals a file: first what it is, then its rows chunk by chunk; a refusal ends it. The same code runs in the thread of the
 * caller (small files) and in a worker (large ones).
 */
export async function* stage(order: StageOrder, vault: Vault): AsyncGenerator<Opening | StagedChunk | Refusal> {
	const opened = await openFile(order.path, order.mapping);
	if (isRefusal(opened)) return yield opened;
	const missing = columnsMissing(opened);
	if (missing) return yield missing;
	const { table, recognised } = opened;
	const { batches: _, epoch1904: __, ...about } = table;
	yield { table: about, recognised };
	const context = contextOf(opened, order);
	const sealer = sealerOf(vault, order.clientCode);
	const chunks = chunkOf(sealer);
	const source = table.batches()[Symbol.asyncIterator]();
	let sinceBreath = 0;
	let chunkRows = firstChunkRows;
	for (;;) {
		let next: Awaited<ReturnType<typeof source.next>>;
		try {
			next = await source.next();
		} catch (error) {
			return yield refusalOf(error);
		}
		if (next.done) break;
		for (const { row, cells } of next.value) {
			chunks.add(row, cells, context);
			if (++sinceBreath >= breathRows) {
				sinceBreath = 0;
				await setImmediate();
			}
			if (chunks.rows >= chunkRows) {
				yield chunks.take();
				chunkRows = Math.min(chunkRows * 2, chunkRowsMax);
			}
		}
	}
	yield chunks.take();
	return undefined;
}

/** Gathers rows into the chunk that is being filled. */
function chunkOf(sealer: ReturnType<typeof sealerOf>) {
	const empty = () => ({
		rows: 0,
		rejected: [] as RowProblems[],
		remarks: [] as RowProblems[],
		batchNo: '',
		placedOn: null as string | null,
		recallDueOn: null as string | null,
		totals: noTotalsRows(),
		notes: 0,
		caps: noCaps(),
	});
	let chunk = empty();
	return {
		get rows() {
			return chunk.rows;
		},
		add(row: number, cells: readonly string[], context: RowContext) {
			const kind = kindOfRow(cells, context.headings);
			if (kind === 'empty') return;
			if (kind === 'total') {
				takeTotalsRow(chunk.totals, cells, context);
				return;
			}
			if (kind !== 'data') {
				chunk.notes++;
				return;
			}
			chunk.rows++;
			const placed = readRow(row, cells, context);
			if ('problems' in placed) {
				chunk.rejected.push(placed);
				sealer.reject(row, placed.problems, cells);
				return;
			}
			if (placed.claim !== null) addCaps(chunk.caps, capsOf(placed.claim));
			if (placed.remarks.length > 0) chunk.remarks.push({ row, problems: placed.remarks });
			chunk.batchNo ||= placed.batchNo;
			chunk.recallDueOn ??= placed.recallDueOn?.toString() ?? null;
			chunk.placedOn ??= placed.placedOn.toString();
			sealer.add(placed);
		},
		take(): StagedChunk {
			const taken = { ...chunk, ...sealer.take() };
			chunk = empty();
			return taken;
		},
	};
}
