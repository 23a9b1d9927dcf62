import { basename } from 'node:path';
import { known } from '../core/assert.ts';
import { amountMax, type Currency, toWire } from '../core/money.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { indexOfFile } from '../intake/file-index.ts';
import { reasonOf } from '../intake/formats.ts';
import { readTable, type Table } from '../intake/read.ts';
import { kindOfRow, type Mapping, recogniseColumns } from '../intake/rules.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { listPayingClients, type PayingClient } from './clients-store.ts';
import { Book, findNamed, meantBy, type GivenPayment, type Recorded, recordPayments } from './actions.ts';
import { indexOfFacts } from './facts.ts';
import { type RowProblem, rowErrorOf } from './problems.ts';
import { maskReference, missingColumns, type PaymentFileContext, type PaymentFileRow, readPaymentRow } from './rows.ts';
import { factsText, minorOf, sumsOf } from './rules.ts';
import type { PaymentImportAnswer, PaymentRowError } from './shapes.ts';
import { growImport, openImport } from './import-store.ts';

export type PaymentImportRequest = {
	readonly path: string;
	readonly fileName?: string | undefined;
	/** Whose payments; needless where the file has a client column or the agency has one client. */
	readonly clientCode?: string | undefined;
	readonly mapping?: Mapping | undefined;
	readonly dryRun?: boolean | undefined;
	readonly onProgress?: ((rows: number) => void) | undefined;
};

/** Rows in one transaction: what is applied is kept even when a later chunk fails; the same file again finds these as duplicates. */
const chunkRows = 1_000;
/** Rows of a client held to be put in the order of their value dates, so that what was paid earlier is applied earlier wherever it stands among them. */
const sortedRows = 100_000;
const errorsMax = 1_000;

/**
 * Imports a bank's or client's payment file: one action behind the command line and the API. Streams in chunks, each its own transaction, so a
 * killed import is finished by importing the same file again. Payments are told apart by client and external reference, or, where the file has
 * none, by their content and place among equal rows: the same file twice changes nothing.
 *
 * Refusals of the whole file: `client.unknown`, `payment.client_needed`, `file.*`. Bad rows are in the answer's `errors`.
 */
export async function importPayments(door: Door, request: PaymentImportRequest): Promise<PaymentImportAnswer | Refusal> {
	const named = await indexOfFile(door.vault, request.path);
	if (named === null) return refuse('file.not_found', { name: basename(request.path) });
	const mapping = request.mapping ?? {};
	const table = await readTable(request.path, {
		sheet: mapping.sheet,
		headerRow: mapping.headerRow,
		encoding: mapping.encoding,
		known: new Set(Object.keys(mapping.columns ?? {})),
	});
	if (isRefusal(table)) return table;
	const recognised = recogniseColumns(table.headings, mapping);
	const columns = Object.fromEntries([...recognised.fields].map(([column, field]) => [field, table.headings[column] ?? '']));
	const missing = missingColumns(recognised);
	if (missing.length > 0)
		return refuse('file.columns_missing', {
			missing: missing.join('; '),
			recognised: Object.entries(columns)
				.map(([field, heading]) => `${heading} (${field})`)
				.join(', '),
		});
	const { clients, zone } = await inTenant(door.pool, door.tenantId, async (tx) => ({
		clients: await listPayingClients(tx),
		zone: (await loadTenant(tx)).zone,
	}));
	const client = clientOf(clients, request.clientCode, 'client' in columns);
	if (isRefusal(client)) return client;
	const run = new ImportRun(door, request, { clients, client, columns });
	const context = {
		format: table.format,
		headings: table.headings,
		recognised,
		mapping,
		epoch1904: table.epoch1904,
		zone,
		now: door.clock.now(),
	};
	const opened = request.dryRun ? null : await run.open(named.index);
	if (isRefusal(opened)) return opened;
	try {
		await run.read(table, context);
	} catch (error) {
		// A file that breaks off in the middle: what came before stands, as after a kill.
		if (error instanceof Unreadable) return refuse('file.unreadable', { reason: reasonOf(error.cause) });
		throw error;
	}
	return run.answer();
}

class Unreadable extends Error {}

/** The client of the whole file; null when each row names its own. */
function clientOf(clients: readonly PayingClient[], code: string | undefined, named: boolean): PayingClient | null | Refusal {
	if (code !== undefined) return clients.find((each) => each.code === code) ?? refuse('client.unknown', { code });
	if (named) return null;
	const open = clients.filter(({ closed }) => !closed);
	const [only] = open;
	if (only && open.length === 1) return only;
	return refuse('payment.client_needed', {
		clients: open
			.map((each) => each.code)
			.slice(0, 20)
			.join(', '),
	});
}

type Amounts = { count: number; minor: Map<Currency, bigint> };
const noAmounts = (): Amounts => ({ count: 0, minor: new Map() });

function add(to: Amounts, currency: Currency, minor: bigint): void {
	to.count += 1;
	to.minor.set(currency, (to.minor.get(currency) ?? 0n) + minor);
}

const wireOf = ({ count, minor }: Amounts) => ({
	count,
	amounts: [...minor].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => ({ currency, amount_minor: toWire(sum) })),
});

/** A row of a chunk with what it became. */
type Taken = { readonly given: GivenPayment; readonly row: PaymentFileRow; readonly recorded: Recorded };
type ChunkDone = { readonly taken: readonly Taken[]; readonly problems: readonly RowProblem[] };

/** One import in progress: counts and amounts gathered chunk by chunk. */
class ImportRun {
	private readonly door: Door;
	private readonly request: PaymentImportRequest;
	private readonly of: { clients: readonly PayingClient[]; client: PayingClient | null; columns: Record<string, string> };
	private importId: bigint | null = null;
	/** Payments without a number of their own: content → how many equal rows came before. */
	private readonly equals = new Map<string, number>();
	/** In a dry run nothing is kept, so one book carries what earlier chunks would have left. */
	private readonly books = new Map<bigint, Book>();
	private readonly errors: PaymentRowError[] = [];
	private counts = { rows: 0, accepted: 0, rejected: 0, duplicates: 0, settled: 0 };
	private readonly applied = noAmounts();
	private readonly unmatched = noAmounts();
	private readonly overpaid = noAmounts();
	private readonly surplus = noAmounts();

	constructor(door: Door, request: PaymentImportRequest, of: ImportRun['of']) {
		this.door = door;
		this.request = request;
		this.of = of;
	}

	private get file(): string {
		return basename(this.request.fileName ?? this.request.path);
	}

	/** Opens the import's row, so that every payment can name it. */
	async open(fileIndex: Buffer): Promise<Refusal | null> {
		const opened = await change(
			this.door,
			{ act: 'payment.import', input: { client: this.of.client?.code ?? null, file: this.file, file_index: fileIndex.toString('hex') } },
			async (act) => ({
				import_id: String(
					await openImport(act.tx, { clientId: this.of.client?.id ?? null, fileName: this.file, fileIndex, by: act.actor.id, at: act.now }),
				),
			}),
		);
		if (isRefusal(opened)) return opened;
		this.importId = BigInt(opened.import_id);
		return null;
	}

	async read(table: Table, context: PaymentFileContext): Promise<void> {
		let rejected: RowProblem[][] = [];
		const waiting = new Map<bigint, PaymentFileRow[]>();
		for await (const batch of rowsOf(table)) {
			for (const row of batch) {
				if (kindOfRow(row.cells, table.headings) !== 'data') continue;
				const read = readPaymentRow(row, context);
				const client = Array.isArray(read) ? null : (this.of.client ?? this.clientOf(read));
				if (Array.isArray(read)) rejected.push(read);
				else if (client === null || typeof client === 'string') {
					const code = client ?? 'payment.client_unknown';
					rejected.push([{ row: read.row, column: this.of.columns['client'] ?? 'client', value: read.client ?? '', code }]);
				} else {
					const rows = waiting.get(client.id) ?? [];
					waiting.set(client.id, rows);
					rows.push(read);
					if (rows.length >= sortedRows) {
						await this.chunks(client, rows, rejected);
						waiting.set(client.id, []);
						rejected = [];
					}
				}
			}
		}
		for (const client of this.of.clients) {
			const rows = waiting.get(client.id) ?? [];
			if (rows.length === 0) continue;
			await this.chunks(client, rows, rejected);
			rejected = [];
		}
		await this.close(rejected);
	}

	/** Rows of one client in the order of their value dates, those of one moment as they stand in the file. */
	private async chunks(client: PayingClient, rows: PaymentFileRow[], rejected: readonly RowProblem[][]): Promise<void> {
		const inOrder = rows.toSorted((a, b) => Temporal.Instant.compare(a.paidAt, b.paidAt) || a.row - b.row);
		for (let at = 0; at < inOrder.length; at += chunkRows)
			await this.chunk(client, inOrder.slice(at, at + chunkRows), at === 0 ? rejected : []);
	}

	/** The client a row names: by its code; else by its name, where no other has it. A closed one has left its name to one that is open. */
	private clientOf(row: PaymentFileRow): PayingClient | 'payment.client_ambiguous' | null {
		const named = this.of.clients.filter((each) => each.name === row.client);
		const open = named.filter(({ closed }) => !closed);
		const coded = this.of.clients.find((each) => each.code === row.client);
		const [first, ...others] = coded ? [coded] : open.length > 0 ? open : named;
		return others.length > 0 ? 'payment.client_ambiguous' : (first ?? null);
	}

	/** One chunk of one client: decided and saved in its own transaction, counted when that is done. */
	private async chunk(client: PayingClient, rows: readonly PaymentFileRow[], rejected: readonly RowProblem[][]): Promise<void> {
		const numbered = this.number(client, rows);
		let done: ChunkDone = { taken: [], problems: [] };
		if (this.request.dryRun) {
			const book = this.books.get(client.id) ?? new Book();
			this.books.set(client.id, book);
			done = await inTenant(this.door.pool, this.door.tenantId, (tx) => this.record(this.reading(tx), client, numbered, book));
		} else {
			const input = { import_id: String(known(this.importId, 'import')), rows: rows.length, first_row: rows[0]?.row ?? 0 };
			await change(this.door, { act: 'payment.import_rows', input }, async (act) => {
				done = await this.record(act, client, numbered);
				const { accepted, duplicates, problems } = tally(done);
				const errors = [...rejected.flat(), ...problems].map(rowErrorOf);
				await growImport(act.tx, BigInt(input.import_id), {
					accepted,
					duplicates,
					rejected: rejected.length + rowsIn(problems),
					errors,
					finishedAt: null,
				});
				return { accepted, duplicates, rejected: rejected.length + rowsIn(problems) };
			});
		}
		this.count(done, rejected);
	}

	/** An act that only reads, for a dry run. */
	private reading(tx: Tx): Act {
		return { tx, now: this.door.clock.now(), actor: this.door.actor, vault: this.door.vault, tell: () => {} };
	}

	/** Gives each row without a number its place among equal ones. Outside the transaction, because a transaction may run twice. */
	private number(client: PayingClient, rows: readonly PaymentFileRow[]): { row: PaymentFileRow; factsHash: Buffer; place: number }[] {
		return rows.map((row) => {
			const factsHash = indexOfFacts(this.door.vault, factsText(row));
			if (row.externalReference !== null) return { row, factsHash, place: 1 };
			const key = `${client.id} ${factsHash.toString('base64url')}`;
			const place = (this.equals.get(key) ?? 0) + 1;
			this.equals.set(key, place);
			return { row, factsHash, place };
		});
	}

	private async record(act: Act, client: PayingClient, numbered: ReturnType<ImportRun['number']>, book?: Book): Promise<ChunkDone> {
		const problems: RowProblem[] = [];
		const unstated = numbered.flatMap(({ row }) => (row.currencyStated === null ? [row.references] : []));
		const named = await findNamed(act, client.id, unstated);
		const kept: { given: GivenPayment; row: PaymentFileRow }[] = [];
		for (const { row, factsHash, place } of numbered) {
			const [debt] = meantBy(row.references, named);
			const currency = row.currencyStated ?? debt?.currency ?? client.currency;
			const at = { row: row.row, column: row.amountColumn, value: row.amountText };
			if (currency === null) {
				problems.push({ ...at, code: 'payment.currency_missing' });
				continue;
			}
			const amountMinor = minorOf(row.thousandths, currency);
			if (row.sign && !row.sign.means.includes(currency))
				problems.push({ ...at, code: 'amount.other_currency', details: { sign: row.sign.sign, currency } });
			else if (amountMinor !== null && amountMinor > amountMax) problems.push({ ...at, code: 'amount.too_large' });
			else if (amountMinor === null) problems.push({ ...at, code: 'amount.too_many_decimals', details: { currency } });
			else {
				const { externalReference, references, paidAt, method, payer, debtorName } = row;
				const currencyStated = row.currencyStated !== null;
				const told = { externalReference, place, factsHash, currency, currencyStated };
				kept.push({ row, given: { ...told, references, amountMinor, paidAt, method, payer, debtorName } });
			}
		}
		const recorded = await recordPayments(
			act,
			client.id,
			kept.map((each) => each.given),
			{ importId: this.importId, dryRun: this.request.dryRun === true, ...(book ? { book } : {}) },
		);
		const taken = kept.map((each, i) => ({ ...each, recorded: known(recorded[i], 'answer') }));
		for (const { row, given, recorded: each } of taken)
			if (each.kind === 'other_facts')
				problems.push({
					row: row.row,
					column: this.of.columns['external_reference'] ?? 'external_reference',
					value: maskReference(given.externalReference ?? ''),
					code: 'payment.other_facts',
				});
		return { taken, problems };
	}

	private count(done: ChunkDone, rejected: readonly RowProblem[][]): void {
		const { accepted, duplicates, problems } = tally(done);
		this.counts.accepted += accepted;
		this.counts.duplicates += duplicates;
		this.counts.rejected += rejected.length + rowsIn(problems);
		this.counts.rows += accepted + duplicates + rejected.length + rowsIn(problems);
		for (const problem of [...rejected.flat(), ...problems]) if (this.errors.length < errorsMax) this.errors.push(rowErrorOf(problem));
		for (const { given, recorded } of done.taken) {
			if (recorded.kind !== 'recorded') continue;
			const { decided } = recorded;
			add(this[decided.state], given.currency, given.amountMinor);
			const { surplusMinor } = sumsOf(decided);
			if (surplusMinor > 0n) add(this.surplus, given.currency, surplusMinor);
			this.counts.settled += decided.shares.filter(({ settles }) => settles).length;
		}
		this.request.onProgress?.(this.counts.rows);
	}

	/** Counts the rows rejected since the last chunk and closes the import. */
	private async close(rejected: readonly RowProblem[][]): Promise<void> {
		this.count({ taken: [], problems: [] }, rejected);
		if (this.importId === null) return;
		const importId = this.importId;
		await change(this.door, { act: 'payment.import_done', input: { import_id: String(importId) } }, async (act) => {
			const errors = rejected.flat().map(rowErrorOf);
			await growImport(act.tx, importId, { accepted: 0, duplicates: 0, rejected: rejected.length, errors, finishedAt: act.now });
			act.tell('payments');
			const { rows, accepted, rejected: refused, duplicates } = this.counts;
			return { rows, accepted, rejected: refused, duplicates };
		});
	}

	answer(): PaymentImportAnswer {
		const { rows, accepted, rejected, duplicates, settled } = this.counts;
		return {
			import_id: this.importId === null ? null : String(this.importId),
			file: this.file,
			dry_run: this.request.dryRun === true,
			rows,
			accepted,
			rejected,
			duplicates,
			applied: wireOf(this.applied),
			unmatched: wireOf(this.unmatched),
			overpaid: wireOf(this.overpaid),
			surplus: wireOf(this.surplus),
			settled_debts: settled,
			errors: this.errors.sort((a, b) => a.row - b.row),
			columns: this.of.columns,
		};
	}
}

/** How many rows a list of problems is about: one row may have several. */
const rowsIn = (problems: readonly RowProblem[]): number => new Set(problems.map((each) => each.row)).size;

function tally({ taken, problems }: ChunkDone): { accepted: number; duplicates: number; problems: readonly RowProblem[] } {
	return {
		accepted: taken.filter((each) => each.recorded.kind === 'recorded').length,
		duplicates: taken.filter((each) => each.recorded.kind === 'duplicate').length,
		problems,
	};
}

/** The table's rows; a file that cannot be read on is told apart from everything else that may fail. */
async function* rowsOf(table: Table): AsyncGenerator<readonly { row: number; cells: readonly string[] }[]> {
	const batches = table.batches()[Symbol.asyncIterator]();
	for (;;) {
		let next: IteratorResult<readonly { row: number; cells: readonly string[] }[]>;
		try {
			next = await batches.next();
		} catch (error) {
			throw new Unreadable('the file breaks off', { cause: error });
		}
		if (next.done) return;
		yield next.value;
	}
}
