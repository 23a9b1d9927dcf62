import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { known } from '../core/assert.ts';
import { type Currency, decimalText, isCurrency, parseDecimal } from '../core/money.ts';
import { isRefusal, type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { maskCell } from '../intake/cells.ts';
import { type ProblemCode, sentencesOf } from '../intake/problems.ts';
import { reasonOf, readTable, type Table } from '../intake/read.ts';
import { kindOfRow, type Mapping, type Recognised, recogniseColumns } from '../intake/rules.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import {
	type ControlTotal,
	missingColumns,
	type PlacedRow,
	productOf,
	readRow,
	type RowContext,
	totalsAbove,
	totalsDiffer,
} from './rules.ts';
import { copyInto, copyLine, openStaging, seal } from './staging.ts';
import { type ClientRow, countAccepted, endDebts, findClient, findPlacement, leftOver, settle, workedAlready } from './store.ts';

export type ImportRequest = {
	readonly path: string;
	readonly fileName?: string | undefined;
	readonly clientCode: string;
	readonly mapping?: Mapping | undefined;
	readonly dryRun?: boolean | undefined;
	/** What the client declared: 户数 and 总金额 (decimal text in the file's currency). */
	readonly expectCount?: number | undefined;
	readonly expectAmount?: string | undefined;
	/** Import although the declared totals differ. */
	readonly confirmTotals?: boolean | undefined;
	readonly key?: string | undefined;
	/** Called as rows are read, a few times a second at most. */
	readonly onProgress?: ((progress: { step: 'reading' | 'writing'; rows: number }) => void) | undefined;
};

/** One thing wrong with one row, as the answer and the error file show it. */
export type ImportError = {
	readonly row: number;
	readonly column: string;
	readonly value: string;
	readonly code: ProblemCode;
	readonly message: Sentence;
	readonly mend: Sentence;
};

/** `rows = accepted + rejected + duplicates`, always. Errors beyond 10,000 are in the error file only. */
export type ImportAnswer = {
	readonly placement_id: string | null;
	readonly batch_no: string | null;
	readonly dry_run: boolean;
	readonly rows: number;
	readonly accepted: number;
	readonly rejected: number;
	readonly duplicates: number;
	readonly errors: readonly ImportError[];
	readonly control: {
		readonly counted: readonly { currency: string; count: number; amount_minor: number; amount: string }[];
		readonly declared: { count: number | null; amount: string | null };
	};
	readonly columns: readonly { readonly heading: string; readonly field: string }[];
	readonly notes: readonly Sentence[];
	readonly format: string;
	readonly encoding: string;
};

const errorsMax = 10_000;
const batchRows = 10_000;

/**
 * Imports a client's placement file: one action behind the command line, the API and the desk. Streams, so a million rows stay in bounded
 * memory; everything is written in one transaction, so a killed import leaves nothing and the same file afterwards imports whole. The same
 * file twice changes nothing. Refusals: `client.unknown`, `file.*`, `placement.totals_differ`.
 */
export async function importPlacement(door: Door, request: ImportRequest): Promise<ImportAnswer | Refusal> {
	const sha256 = await digestOf(request.path);
	if (sha256 === null) return refuse('file.not_found', { name: basename(request.path) });
	const run = new ImportRun(door, request, sha256);
	const summary = await change(
		door,
		{
			act: 'placement.import',
			input: {
				client: request.clientCode,
				file: basename(request.fileName ?? request.path),
				sha256: sha256.toString('hex'),
				mapping: JSON.stringify(request.mapping ?? {}),
				confirm: request.confirmTotals === true,
			},
			key: request.key,
			dryRun: request.dryRun,
		},
		(act) => run.inside(act),
	);
	if (isRefusal(summary)) return summary;
	return run.answer ?? (JSON.parse(summary.answer) as ImportAnswer);
}

async function digestOf(path: string): Promise<Buffer | null> {
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(path), hash);
	} catch {
		return null;
	}
	return hash.digest();
}

/** One import in progress: counts and errors gathered while rows stream through. A retry after a deadlock starts it anew. */
class ImportRun {
	answer: ImportAnswer | null = null;
	private readonly door: Door;
	private readonly request: ImportRequest;
	private readonly sha256: Buffer;
	private errors: ImportError[] = [];
	private rows = 0;
	private rejected = 0;

	constructor(door: Door, request: ImportRequest, sha256: Buffer) {
		this.door = door;
		this.request = request;
		this.sha256 = sha256;
	}

	async inside(act: Act): Promise<{ answer: string } | Refusal> {
		this.errors = [];
		this.rows = 0;
		this.rejected = 0;
		const { request } = this;
		const client = await findClient(act.tx, request.clientCode);
		if (!client || (this.door.actor.clientId !== null && this.door.actor.clientId !== client.id))
			return refuse('client.unknown', { code: request.clientCode });
		// Imports of one client come one after another: of the same file sent twice at once the second finds only duplicates.
		await act.tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`import ${act.tx.tenantId} ${client.id}`]);
		const opened = await openFile(request.path, request.mapping ?? {});
		if (isRefusal(opened)) return opened;
		const { zone } = await loadTenant(act.tx);
		const context = contextOf(opened, request.mapping ?? {}, client, dateIn(zone, act.now));
		await openStaging(act.tx);
		const read = await this.stage(act, opened, context, client);
		if (isRefusal(read)) return read;
		return this.write(act, opened, client, context, read);
	}

	/** Streams the rows through parser and vault into the staging tables; the database takes one batch while the next is sealed. */
	private async stage(act: Act, { table, recognised }: Opened, context: RowContext, client: ClientRow): Promise<Staged | Refusal> {
		let pending: Promise<void> = Promise.resolve();
		let batch: PlacedRow[] = [];
		let problems = '';
		const staged: Staged = { totals: 0, remarks: 0, batchNo: '', recallDueOn: null, placedOn: null };
		const flush = async () => {
			const { staged: debts, parties, points } = seal(batch, act.vault, client.code);
			const lines = problems;
			batch = [];
			problems = '';
			await pending;
			pending = (async () => {
				await copyInto(act.tx, 'staged', debts);
				await copyInto(act.tx, 'staged_party', parties);
				await copyInto(act.tx, 'staged_point', points);
				await copyInto(act.tx, 'staged_problem', lines);
			})();
			// Seen by `await pending`; a failure must not count as unhandled in between.
			pending.catch(() => {});
			this.request.onProgress?.({ step: 'reading', rows: this.rows });
		};
		try {
			for await (const rows of table.batches()) {
				for (const { row, cells } of rows) {
					const kind = kindOfRow(cells);
					if (kind === 'empty') continue;
					if (kind !== 'data') {
						staged.totals++;
						continue;
					}
					this.rows++;
					const placed = readRow(row, cells, context);
					if ('problems' in placed) {
						this.reject(
							row,
							placed.problems.map((problem) => ({ ...problem })),
						);
						problems += problemLines(row, placed.problems, cells, table, act);
						continue;
					}
					staged.remarks += placed.remarks.length;
					staged.batchNo ||= placed.batchNo;
					staged.recallDueOn ??= placed.recallDueOn;
					staged.placedOn ??= placed.placedOn;
					batch.push(placed);
				}
				if (batch.length >= batchRows) await flush();
			}
			await flush();
			await pending;
		} catch (error) {
			await pending.catch(() => {});
			if ((error as { code?: string }).code?.startsWith('CSV_')) return refuse('file.unreadable', { reason: reasonOf(error) });
			throw error;
		}
		if (recognised.fields.size === 0) return refuse('file.no_header', { seen: '' });
		return staged;
	}

	private reject(
		row: number,
		problems: readonly { code: ProblemCode; value: string; column: string; details?: Readonly<Record<string, string>> }[],
	): void {
		this.rejected++;
		for (const problem of problems) {
			if (this.errors.length >= errorsMax) return;
			this.errors.push({ row, column: problem.column, value: problem.value, code: problem.code, ...sentencesOf(problem) });
		}
	}

	private async write(
		act: Act,
		opened: Opened,
		client: ClientRow,
		context: RowContext,
		staged: Staged,
	): Promise<{ answer: string } | Refusal> {
		this.request.onProgress?.({ step: 'writing', rows: this.rows });
		const { tx, now } = act;
		const placementId = known(
			(await tx.query<{ id: bigint }>(`select nextval(pg_get_serial_sequence('dunwell.placement', 'id')) as id`))[0],
			'placement id',
		).id;
		const placedOn = staged.placedOn ?? context.today;
		const batchNo = staged.batchNo || `${client.code}-${placedOn.toString().replaceAll('-', '')}-${placementId}`;
		await tx.query(
			`insert into placement (tenant_id, id, client_id, batch_no, file_name, file_sha256, state, placed_on, recall_due_on, mapping, imported_by, started_at)
			 values ($1, $2, $3, $4, $5, $6, 'importing', $7, $8, $9, $10, $11)`,
			[
				tx.tenantId,
				placementId,
				client.id,
				batchNo,
				basename(this.request.fileName ?? this.request.path),
				this.sha256,
				placedOn,
				staged.recallDueOn,
				JSON.stringify(this.request.mapping ?? {}),
				act.actor.id,
				now,
			],
		);
		const into = {
			placementId,
			clientId: client.id,
			creditorId: client.creditorId,
			source: `placement ${batchNo}`,
			today: context.today,
			now,
		};
		await settle(tx, into);
		let duplicates = 0;
		let again = '';
		for (const left of await leftOver(tx, client.id)) {
			if (left.same) duplicates++;
			else {
				const problem = {
					code: 'reference.other_facts' as const,
					value: left.reference.slice(0, 30),
					column: '案件编号',
					details: { row: String(left.firstRow ?? '?') },
				};
				this.reject(left.row, [problem]);
				again += copyLine([left.row, problem.column, problem.value, problem.code, JSON.stringify(problem.details), null]);
			}
		}
		await copyInto(tx, 'staged_problem', again);
		const counted = await countAccepted(tx);
		const accepted = counted.reduce((sum, each) => sum + each.count, 0);
		const currency = counted[0]?.currency && isCurrency(counted[0].currency) ? counted[0].currency : context.currency;
		const declared = declaredOf(this.request.expectCount, this.request.expectAmount, currency);
		if (!this.request.confirmTotals && totalsDiffer(declared, counted)) {
			return refuse('placement.totals_differ', {
				declared: `${this.request.expectCount ?? '–'} / ${this.request.expectAmount ?? '–'}`,
				counted: counted.map((each) => `${each.count} / ${amountText(each)}`).join(', ') || '0 / 0',
			});
		}
		const worthKeeping = accepted > 0 || (this.rejected > 0 && !(await importedBefore(act, client.id, this.sha256, placementId)));
		const notes = notesOf(opened, staged);
		const above = totalsAbove(opened.table.above);
		if (above.count !== undefined || above.amount !== undefined) {
			const differ = totalsDiffer(declaredOf(above.count, above.amount, currency), counted);
			const written = `${above.count ?? '–'} / ${above.amount ?? '–'}`;
			notes.push(
				differ
					? {
							zh: `表头写明的户数 / 总金额（${written}）与导入的不符，请与委案方核对`,
							en: `The totals written above the table (${written}) differ from what was imported; check with the client`,
						}
					: {
							zh: `户数与总金额和表头写明的一致（${written}）`,
							en: `Count and amount agree with the totals written above the table (${written})`,
						},
			);
		}
		if (worthKeeping) {
			await tx.query(
				`update placement set state = 'imported', rows_total = $3, accepted = $4, rejected = $5, duplicates = $6, counted = $7, declared = $8, notes = $9, finished_at = $10
				  where tenant_id = $1 and id = $2`,
				[
					tx.tenantId,
					placementId,
					this.rows,
					accepted,
					this.rejected,
					duplicates,
					JSON.stringify(counted.map((each) => ({ ...each, minor: each.minor.toString() }))),
					JSON.stringify({ count: declared.count, minor: declared.minor?.toString() }),
					JSON.stringify(notes),
					act.now,
				],
			);
			await tx.query(
				`insert into placement_error (tenant_id, placement_id, row_number, column_name, value_masked, code, details, row_sealed)
				 select $1, $2, row, column_name, value_masked, code, details, row_sealed from staged_problem`,
				[tx.tenantId, placementId],
			);
			act.tell('placements');
		} else {
			await tx.query('delete from placement where tenant_id = $1 and id = $2', [tx.tenantId, placementId]);
		}
		this.answer = {
			placement_id: worthKeeping && !this.request.dryRun ? String(placementId) : null,
			batch_no: worthKeeping ? batchNo : null,
			dry_run: this.request.dryRun === true,
			rows: this.rows,
			accepted,
			rejected: this.rejected,
			duplicates,
			errors: this.errors.sort((a, b) => a.row - b.row),
			control: {
				counted: counted.map((each) => ({
					currency: each.currency,
					count: each.count,
					amount_minor: Number(each.minor),
					amount: amountText(each),
				})),
				declared: { count: this.request.expectCount ?? null, amount: this.request.expectAmount ?? null },
			},
			columns: [...opened.recognised.fields].map(([column, field]) => ({ heading: opened.table.headings[column] ?? '', field })),
			notes,
			format: opened.table.format,
			encoding: opened.table.encoding,
		};
		known(
			this.rows === accepted + this.rejected + duplicates ? true : null,
			`rows ${this.rows} = ${accepted} + ${this.rejected} + ${duplicates}`,
		);
		return { answer: JSON.stringify({ ...this.answer, errors: this.errors.slice(0, 50) }) };
	}
}

type Staged = {
	totals: number;
	remarks: number;
	batchNo: string;
	recallDueOn: Temporal.PlainDate | null;
	placedOn: Temporal.PlainDate | null;
};
type Opened = { readonly table: Table; readonly recognised: Recognised };

/** Opens and recognises a file for import or preview. */
export async function openFile(path: string, mapping: Mapping): Promise<Opened | Refusal> {
	const table = await readTable(path, {
		sheet: mapping.sheet,
		headerRow: mapping.headerRow,
		encoding: mapping.encoding,
		known: new Set(Object.keys(mapping.columns ?? {})),
	});
	if (isRefusal(table)) return table;
	const recognised = recogniseColumns(table.headings, mapping);
	const missing = missingColumns(recognised);
	if (missing.length > 0) {
		return refuse('file.columns_missing', {
			missing: missing.join('; '),
			recognised: [...recognised.fields.keys()].map((column) => table.headings[column]).join(', ') || '–',
		});
	}
	return { table, recognised };
}

export function contextOf({ table, recognised }: Opened, mapping: Mapping, client: ClientRow, today: Temporal.PlainDate): RowContext {
	const wanted = mapping.currency ?? client.mandate.currency ?? 'CNY';
	const currency: Currency = isCurrency(wanted) ? wanted : 'CNY';
	const cards =
		[...recognised.fields.values()].includes('card') || table.headings.some((heading) => /信用额度|固定额度|最低还款额/.test(heading));
	const product = productOf(mapping.product ?? client.mandate.product ?? '', cards ? 'credit_card' : 'other');
	return { headings: table.headings, recognised, mapping, epoch1904: table.epoch1904, today, currency, product };
}

function problemLines(
	row: number,
	problems: readonly { code: ProblemCode; value: string; column: string; details?: Readonly<Record<string, string>> }[],
	cells: readonly string[],
	table: Table,
	act: Act,
): string {
	// The whole source row is kept sealed once per row, so that the client's error file can be written again.
	const source = act.vault.seal(JSON.stringify(cells.slice(0, table.headings.length)), `row ${row}`);
	return problems
		.map((problem, i) =>
			copyLine([row, problem.column, problem.value, problem.code, JSON.stringify(problem.details ?? {}), i === 0 ? source : null]),
		)
		.join('');
}

/** Declared totals in minor units; an amount that is no number in this currency can never agree. */
function declaredOf(
	count: number | undefined,
	amount: string | undefined,
	currency: Currency,
): { count?: number | undefined; minor?: bigint | undefined } {
	if (amount === undefined) return { count };
	return { count, minor: parseDecimal(amount.replace(/[,\s¥￥元]/g, ''), currency) ?? -1n };
}

const amountText = (each: ControlTotal) =>
	isCurrency(each.currency) ? `${decimalText({ minor: each.minor, currency: each.currency })} ${each.currency}` : String(each.minor);

async function importedBefore(act: Act, clientId: bigint, sha256: Buffer, except: bigint): Promise<boolean> {
	const found = await act.tx.query(
		'select 1 from placement where tenant_id = $1 and client_id = $2 and file_sha256 = $3 and id <> $4 limit 1',
		[act.tx.tenantId, clientId, sha256, except],
	);
	return found.length > 0;
}

/** What the client should know beside the rows: refused and quarantined columns, unknown ones kept, totals rows passed over. */
function notesOf({ table, recognised }: Opened, staged: Staged): Sentence[] {
	const list = (columns: readonly { heading: string }[]) => columns.map((column) => column.heading).join('、');
	const notes: Sentence[] = [];
	if (recognised.unlawful.length > 0)
		notes.push({
			zh: `以下列没有合法用途，已拒收，不用于任何联系（个人信息保护法第6条）：${list(recognised.unlawful)}`,
			en: `These columns have no lawful use and were refused (PIPL art. 6): ${list(recognised.unlawful)}`,
		});
	if (recognised.quarantined.length > 0)
		notes.push({
			zh: `以下旧催收记录已封存，仅作历史，不用于作业：${list(recognised.quarantined)}`,
			en: `Old remarks were sealed as history only: ${list(recognised.quarantined)}`,
		});
	if (recognised.unknown.length > 0)
		notes.push({
			zh: `以下列未识别，已原样加密保存：${list(recognised.unknown)}`,
			en: `Unknown columns were kept as they are, sealed: ${list(recognised.unknown)}`,
		});
	if (staged.totals > 0)
		notes.push({
			zh: `表内 ${staged.totals} 行合计或说明未作为案件导入`,
			en: `${staged.totals} rows of totals or notes were not imported as debts`,
		});
	if (staged.remarks > 0)
		notes.push({ zh: `${staged.remarks} 个电话号码格式不符，未采用`, en: `${staged.remarks} phone numbers were malformed and left out` });
	if (table.above.length > 0)
		notes.push({
			zh: `表头在第 ${table.headerRow} 行，其上 ${table.above.length} 行为标题或说明`,
			en: `The header is row ${table.headerRow}; ${table.above.length} rows of titles stand above it`,
		});
	return notes;
}

/** What a file looks like before it is imported: recognised columns and the first rows, masked. */
export async function analysePlacement(request: Pick<ImportRequest, 'path' | 'mapping'>): Promise<
	| {
			headings: { heading: string; field: string | null; sample: string }[];
			missing: string[];
			header_row: number;
			sheet: string | null;
			format: string;
			encoding: string;
			preview: string[][];
			notes: Sentence[];
	  }
	| Refusal
> {
	const mapping = request.mapping ?? {};
	const table = await readTable(request.path, {
		sheet: mapping.sheet,
		headerRow: mapping.headerRow,
		encoding: mapping.encoding,
		known: new Set(Object.keys(mapping.columns ?? {})),
	});
	if (isRefusal(table)) return table;
	const recognised = recogniseColumns(table.headings, mapping);
	const fieldAt = (column: number): string | null =>
		recognised.fields.get(column) ??
		(recognised.unlawful.some((each) => each.column === column)
			? 'unlawful'
			: recognised.quarantined.some((each) => each.column === column)
				? 'old_remarks'
				: null);
	const preview: string[][] = [];
	for await (const batch of table.batches()) {
		for (const { cells } of batch) {
			if (kindOfRow(cells) !== 'data') continue;
			preview.push(
				table.headings.map((_, column) =>
					fieldAt(column) === 'unlawful' ? '' : maskCell(fieldAt(column) ?? 'unknown', cells[column] ?? ''),
				),
			);
			if (preview.length >= 20) break;
		}
		if (preview.length >= 20) break;
	}
	return {
		headings: table.headings.map((heading, column) => ({ heading, field: fieldAt(column), sample: preview[0]?.[column] ?? '' })),
		missing: missingColumns(recognised),
		header_row: table.headerRow,
		sheet: table.sheet,
		format: table.format,
		encoding: table.encoding,
		preview,
		notes: notesOf({ table, recognised }, { totals: 0, remarks: 0, batchNo: '', recallDueOn: null, placedOn: null }),
	};
}

/** Undoes a placement nobody has worked yet: the ledger entries are reversed, the references are free again. */
export function undoPlacement(door: Door, placementId: bigint, key?: string): Promise<{ debts: number } | Refusal> {
	return endPlacement(door, placementId, 'undone', '', key);
}

/** Gives a placement back to its client (退案): what is still owed leaves the book, work and messages stop at once. */
export function recallPlacement(door: Door, placementId: bigint, reason: string, key?: string): Promise<{ debts: number } | Refusal> {
	return endPlacement(door, placementId, 'recalled', reason, key);
}

function endPlacement(
	door: Door,
	placementId: bigint,
	how: 'undone' | 'recalled',
	reason: string,
	key: string | undefined,
): Promise<{ debts: number } | Refusal> {
	return change(
		door,
		{ act: `placement.${how === 'undone' ? 'undo' : 'recall'}`, input: { placement: placementId, reason }, key },
		async (act) => {
			const placement = await findPlacement(act.tx, placementId, door.actor.clientId, true);
			if (!placement) return refuse('thing.not_found', { what: 'placement', id: String(placementId) });
			if (placement.state !== 'imported') return refuse('placement.not_imported', { state: placement.state });
			if (how === 'undone') {
				const what = await workedAlready(act.tx, placementId);
				if (what) return refuse('placement.already_worked', { what });
			}
			const debts = await endDebts(act.tx, placementId, how, act.now);
			await act.tx.query('update placement set state = $3, ended_at = $4, end_reason = $5 where tenant_id = $1 and id = $2', [
				act.tx.tenantId,
				placementId,
				how,
				act.now,
				reason,
			]);
			act.tell('placements');
			act.tell('queue');
			return { debts: Number(debts) };
		},
	);
}
