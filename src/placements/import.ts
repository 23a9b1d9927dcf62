import { jsonText } from '../core/json.ts';
import { basename } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { type Currency, isCurrency, isTold, toWire } from '../core/money.ts';
import { isRefusal, type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { type FileIndex, indexOfFile } from '../intake/file-index.ts';
import type { Mapping } from '../intake/rules.ts';
import { lockImports } from '../debtors/locks.ts';
import { type Act, change, type Door } from '../record/change.ts';
import type { Settings } from '../tenants/rules.ts';
import { loadTenant } from '../tenants/store.ts';
import { errorOf, type ImportAnswer, type ImportError, lateProblem, recorded, shortened } from './answer.ts';
import { type ClientRow, findClient, standingNote, standingRefusal } from './client.ts';
import { hashLater } from '../record/journal.ts';
import { copyInto, copyWriter } from './copy.ts';
import { capNotes, columnNotes, remarksNote, rowNotes } from './notes.ts';
import { type ColumnProblem, productOf } from './rules.ts';
import { addCaps, noCaps, openFile, type Opening, type StagedChunk, type StageOrder } from './stage.ts';
import { stageParts } from './stage-thread.ts';
import { countPlaced, openStaging } from './staging.ts';
import { closePlacement, dropPlacement, importedBefore, openPlacement, openPlacing, settleChunk } from './store.ts';
import { amountText, type ControlTotal, declaredOf, noTotalsRows, totalsDiffer, writtenTotalsNotes } from './totals.ts';

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

const errorsMax = 10_000;
/** Rows refused late (their reference lives with other facts) whose source is kept for the error file. */
const lateRowsMax = 200_000;

/**
 * Imports a client's placement file: one action behind the command line, the API and the desk. Streams in chunks, so a million rows stay in
 * bounded memory; everything is written in one transaction, so a killed import leaves nothing and the same file afterwards imports whole. The
 * same file twice changes nothing. Refusals: `client.unknown`, `client.contract_ended`, `client.evaluation_too_old` (CN-O1), `file.*`,
 * `placement.totals_differ`, `placement.totals_too_large`.
 */
export async function importPlacement(door: Door, request: ImportRequest): Promise<ImportAnswer | Refusal> {
	const named = await indexOfFile(door.vault, request.path);
	if (named === null) return refuse('file.not_found', { name: basename(request.path) });
	const run = new ImportRun(door, request, named);
	const summary = await change(
		door,
		{
			act: 'placement.import',
			input: {
				client: request.clientCode,
				file: basename(request.fileName ?? request.path),
				file_index: named.index.toString('hex'),
				mapping: jsonText(request.mapping ?? {}),
				confirm: request.confirmTotals === true,
				declared: { count: request.expectCount ?? null, amount: request.expectAmount ?? null },
			},
			key: request.key,
			dryRun: request.dryRun,
			limitBytes: recorded.limitBytes,
			// Nothing else brings debtors or debts; should anything ever, in the same moment, the import looks again.
			retryOn: ['debtor_tenant_id_identity_index_key', 'debt_live_reference'],
		},
		(act) => run.inside(act),
	);
	if (isRefusal(summary)) return summary;
	return run.answer ?? (JSON.parse(summary.answer) as ImportAnswer);
}

/** What the rows have come to so far. */
const nothingYet = () => ({
	rows: 0,
	rejected: 0,
	duplicates: 0,
	errors: [] as ImportError[],
	warnings: [] as ImportError[],
	warned: 0,
	counted: new Map<string, { count: number; minor: bigint }>(),
	totals: noTotalsRows(),
	notes: 0,
	caps: noCaps(),
	/** Rows refused by the database's knowledge: their source is fetched at the end. */
	late: new Map<number, ColumnProblem>(),
});

/** The placement being made: opened with the first chunk, which names its batch. */
type Opened = {
	readonly placementId: bigint;
	readonly batchNo: string;
	readonly placedOn: Temporal.PlainDate;
	readonly recallDueOn: Temporal.PlainDate | null;
};

/** One import in progress. A retry after a deadlock starts it anew. */
class ImportRun {
	answer: ImportAnswer | null = null;
	private readonly door: Door;
	private readonly request: ImportRequest;
	private readonly named: FileIndex;
	private sums = nothingYet();
	private counted = false;

	constructor(door: Door, request: ImportRequest, named: FileIndex) {
		this.door = door;
		this.request = request;
		this.named = named;
	}

	private get fileName(): string {
		return basename(this.request.fileName ?? this.request.path);
	}

	async inside(act: Act): Promise<{ answer: string } | Refusal> {
		this.sums = nothingYet();
		this.counted = false;
		const client = await findClient(act.tx, this.request.clientCode);
		if (!client || (this.door.actor.clientId !== null && this.door.actor.clientId !== client.id))
			return refuse('client.unknown', { code: this.request.clientCode });
		// It is silent while a large workbook is unpacked for its first rows, and holds nobody's debtor meanwhile.
		await act.tx.query(`set local idle_in_transaction_session_timeout = '10min'`);
		// One import of the agency after another: of the same file sent twice at once the second finds only duplicates, and two large files that
		// share people cannot wait for each other in a circle.
		await lockImports(act.tx);
		const { zone, settings } = await loadTenant(act.tx);
		const today = dateIn(zone, act.now);
		const over = standingRefusal(client, today);
		if (over) return over;
		const order = this.orderFor(client, today, settings);
		await openStaging(act.tx);
		await hashLater(act.tx);
		const done = await this.read(act, client, order);
		return isRefusal(done) ? done : this.close(act, client, order, done);
	}

	private orderFor(client: ClientRow, today: Temporal.PlainDate, settings: Settings): StageOrder {
		const mapping = this.request.mapping ?? {};
		const wanted = mapping.currency ?? client.mandate.currency ?? 'CNY';
		const product = mapping.product ?? client.mandate.product ?? '';
		return {
			path: this.request.path,
			mapping,
			clientCode: client.code,
			today: today.toString(),
			currency: isCurrency(wanted) ? wanted : 'CNY',
			product: product === '' ? null : productOf(product, 'other'),
			lender: client.lender,
			lpr: settings.lpr.map(({ from, ppm }) => ({ from, ppm: BigInt(ppm) })),
		};
	}

	/** Takes the file's parts as they are ready; the database settles one chunk while the next is read and sealed. */
	private async read(act: Act, client: ClientRow, order: StageOrder): Promise<{ opening: Opening; opened: Opened } | Refusal> {
		let opening: Opening | null = null;
		let opened: Opened | null = null;
		let settling: Promise<void> = Promise.resolve();
		try {
			for await (const part of stageParts(order, act.vault)) {
				if (isRefusal(part)) return part;
				if ('table' in part) {
					opening = part;
					continue;
				}
				await settling;
				opened ??= await this.open(act, client, order, part);
				settling = this.settle(act, part);
				// Awaited before the next chunk; a failure must not count as unhandled in between.
				settling.catch(() => {});
				this.request.onProgress?.({ step: 'reading', rows: this.sums.rows + part.rows });
			}
		} finally {
			await settling.catch(() => {});
		}
		await settling;
		return { opening: known(opening, 'the table'), opened: known(opened, 'a chunk') };
	}

	private async open(act: Act, client: ClientRow, order: StageOrder, first: StagedChunk): Promise<Opened> {
		const today = Temporal.PlainDate.from(order.today);
		const placementId = await openPlacement(act.tx, {
			client,
			fileName: this.fileName,
			fileIndex: this.named.index,
			mapping: order.mapping,
			by: act.actor.id,
			today,
			now: act.now,
		});
		const placedOn = first.placedOn ? Temporal.PlainDate.from(first.placedOn) : today;
		const batchNo = first.batchNo || `${client.code}-${placedOn.toString().replaceAll('-', '')}-${placementId}`;
		await openPlacing(act.tx, {
			placementId,
			clientId: client.id,
			creditorId: client.creditorId,
			source: `placement ${batchNo}`,
			today,
			now: act.now,
		});
		return { placementId, batchNo, placedOn, recallDueOn: first.recallDueOn ? Temporal.PlainDate.from(first.recallDueOn) : null };
	}

	private async settle(act: Act, chunk: StagedChunk): Promise<void> {
		const { sums } = this;
		if (sums.rows > 0 && !this.counted) this.counted = await countPlaced(act.tx);
		sums.rows += chunk.rows;
		sums.notes += chunk.notes;
		addCaps(sums.caps, chunk.caps);
		sums.totals.count += chunk.totals.count;
		sums.totals.amounts.push(...chunk.totals.amounts);
		for (const { row, problems } of chunk.rejected) this.reject(row, problems);
		for (const { row, problems } of chunk.remarks) {
			sums.warned += problems.length;
			for (const problem of problems) if (sums.warnings.length < errorsMax) sums.warnings.push(errorOf(row, problem));
		}
		await copyInto(act.tx, 'staged_problem', chunk.problems);
		if (chunk.staged === null) return;
		await copyInto(act.tx, 'staged', chunk.staged);
		await copyInto(act.tx, 'staged_party', chunk.parties);
		await copyInto(act.tx, 'staged_point', chunk.points);
		const { counted, duplicates, refused } = await settleChunk(act.tx, chunk.caps);
		sums.duplicates += duplicates;
		for (const { currency, count, minor } of counted) {
			const before = sums.counted.get(currency) ?? { count: 0, minor: 0n };
			sums.counted.set(currency, { count: before.count + count, minor: before.minor + minor });
		}
		for (const left of refused) {
			const problem = lateProblem(left);
			this.reject(left.row, [problem]);
			sums.late.set(left.row, problem);
		}
	}

	private reject(row: number, problems: readonly ColumnProblem[]): void {
		this.sums.rejected++;
		for (const problem of problems) if (this.sums.errors.length < errorsMax) this.sums.errors.push(errorOf(row, problem));
	}

	private async close(
		act: Act,
		client: ClientRow,
		order: StageOrder,
		{ opening, opened }: { opening: Opening; opened: Opened },
	): Promise<{ answer: string } | Refusal> {
		const { sums, request } = this;
		request.onProgress?.({ step: 'writing', rows: sums.rows });
		const counted: ControlTotal[] = [...sums.counted]
			.map(([currency, total]) => ({ currency, ...total }))
			.sort((a, b) => (a.currency < b.currency ? -1 : 1));
		const untold = counted.find(({ minor }) => !isTold(minor));
		if (untold) return refuse('placement.totals_too_large', { counted: amountText(untold) });
		const accepted = counted.reduce((sum, each) => sum + each.count, 0);
		assert(
			sums.rows === accepted + sums.rejected + sums.duplicates,
			`rows ${sums.rows} = ${accepted} + ${sums.rejected} + ${sums.duplicates}`,
		);
		const currency: Currency = counted[0] && isCurrency(counted[0].currency) ? counted[0].currency : order.currency;
		const declared = declaredOf(request.expectCount, request.expectAmount, currency);
		// A file sent again has nothing left to count; what was declared was compared the first time.
		if (!request.confirmTotals && totalsDiffer(declared, counted) && !(accepted === 0 && sums.duplicates === sums.rows && sums.rows > 0)) {
			return refuse('placement.totals_differ', {
				declared: `${request.expectCount ?? '–'} / ${request.expectAmount ?? '–'}`,
				counted: counted.map((each) => `${each.count} / ${amountText(each)}`).join(', ') || '0 / 0',
			});
		}
		await this.keepLateRows(act, order);
		const notes = [
			...columnNotes(opening),
			...rowNotes(sums),
			...remarksNote(sums.warned),
			...capNotes(sums.caps),
			...standingNote(client, Temporal.PlainDate.from(order.today)),
			...writtenTotalsNotes(opening.table.above, sums.totals, counted, currency),
		];
		const kept = [this.named.index, this.named.plain];
		const worthKeeping = accepted > 0 || (sums.rejected > 0 && !(await importedBefore(act.tx, client.id, kept, opened.placementId)));
		if (worthKeeping) {
			const { rows, rejected, duplicates } = sums;
			await closePlacement(act.tx, opened.placementId, {
				...opened,
				rows,
				accepted,
				rejected,
				duplicates,
				counted,
				declared,
				notes,
				headings: opening.table.headings,
				now: act.now,
			});
			act.tell('placements');
		} else await dropPlacement(act.tx, opened.placementId);
		this.answer = this.answerOf({ opening, opened: worthKeeping ? opened : null, accepted, counted, notes });
		return { answer: jsonText(shortened(this.answer)) };
	}

	/** Rows refused only by what the database knew: read once more from the file, so that the error file has their source too. */
	private async keepLateRows(act: Act, order: StageOrder): Promise<void> {
		const { late } = this.sums;
		if (late.size === 0) return;
		const writer = copyWriter();
		const write = (row: number, problem: ColumnProblem, source: Buffer | null) => {
			writer.row(6);
			writer.int8(row);
			writer.text(problem.column);
			writer.text(problem.value);
			writer.text(problem.code);
			writer.text(jsonText(problem.details ?? {}));
			writer.bytes(source);
		};
		const again = late.size > lateRowsMax ? null : await openFile(order.path, order.mapping);
		if (again === null || isRefusal(again)) for (const [row, problem] of late) write(row, problem, null);
		else
			for await (const batch of again.table.batches())
				for (const { row, cells } of batch) {
					const problem = late.get(row);
					if (problem) write(row, problem, act.vault.seal(JSON.stringify(cells), `row ${row}`));
				}
		await copyInto(act.tx, 'staged_problem', writer.take());
	}

	private answerOf(of: {
		opening: Opening;
		opened: Opened | null;
		accepted: number;
		counted: readonly ControlTotal[];
		notes: readonly Sentence[];
	}): ImportAnswer {
		const { sums, request } = this;
		const { table, recognised } = of.opening;
		return {
			placement_id: of.opened && !request.dryRun ? String(of.opened.placementId) : null,
			batch_no: of.opened?.batchNo ?? null,
			dry_run: request.dryRun === true,
			rows: sums.rows,
			accepted: of.accepted,
			rejected: sums.rejected,
			duplicates: sums.duplicates,
			errors: sums.errors.sort((a, b) => a.row - b.row),
			warnings: sums.warnings,
			control: {
				counted: of.counted.map((each) => ({
					currency: each.currency,
					count: each.count,
					amount_minor: toWire(each.minor),
					amount: amountText(each),
				})),
				declared: { count: request.expectCount ?? null, amount: request.expectAmount ?? null },
			},
			columns: [...recognised.fields].map(([column, field]) => ({ heading: table.headings[column] ?? '', field })),
			notes: of.notes,
			format: table.format,
			encoding: table.encoding,
		};
	}
}
