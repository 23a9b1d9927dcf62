import type pg from 'pg';
import { Fault } from '../core/assert.ts';
import { jsonText } from '../core/json.ts';

/** A statement to run. `name`: planned once per connection under it; null: planned at each call. Without `values` the text may be several statements. */
export type Asked = { readonly name: string | null; readonly text: string; readonly values: readonly unknown[] | null };

/** A statement on its way. */
type Statement = Asked & {
	/** Leaves with the next one that does not. */
	readonly later: boolean;
	readonly done: (rows: pg.QueryResultRow[]) => void;
	readonly failed: (error: unknown) => void;
};

/** What the driver's connection offers to a query class of one's own. */
type Wire = {
	readonly stream: { cork(): void; uncork(): void };
	readonly parsedStatements: Record<string, string>;
	parse(of: { name: string; text: string }): void;
	bind(of: { statement: string; values: readonly (string | Buffer | null)[] }): void;
	describe(of: { type: 'P'; name: string }): void;
	execute(of: object): void;
	close(of: { type: 'S'; name: string }): void;
	sync(): void;
};

/** The columns of an answer and how each is read. They never change under one name: the server refuses that. */
type Shape = { readonly names: readonly string[]; readonly parsers: readonly ((text: string) => unknown)[] };
const noColumns: Shape = { names: [], parsers: [] };

/** How the text of a type is read, by the type's number. */
export type ParserOf = (type: number) => (text: string) => unknown;

const shapesOf = new WeakMap<object, Map<string, Shape>>();

/** A parameter as the wire takes it: text, bytes or null. Temporal values as ISO text, arrays as PostgreSQL writes them, other objects as JSON. */
export function wireValue(value: unknown): string | Buffer | null {
	if (value === null || value === undefined) return null;
	if (typeof value === 'string') return value;
	if (typeof value !== 'object') return String(value);
	if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
	return Array.isArray(value) ? arrayText(value) : jsonText(value);
}

const needsQuotes = /[\\",{}\s]|^null$|^$/i;

function arrayText(values: readonly unknown[]): string {
	const parts = values.map((value): string => {
		if (Array.isArray(value)) return arrayText(value);
		const wire = wireValue(value);
		if (wire === null) return 'NULL';
		if (typeof wire !== 'string') return `"\\\\x${wire.toString('hex')}"`;
		return needsQuotes.test(wire) ? `"${wire.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : wire;
	});
	return `{${parts.join(',')}}`;
}

/**
 * Statements that travel together: written at once, run by the server one after the other, each seeing what those before it did, answered at once. When one fails the
 * server passes by the rest of them, a `commit` among them too. One round trip for all: of five small statements a third of the time of one after the other.
 */
export class Batch implements pg.Submittable {
	statements: readonly Statement[];
	readonly #parserOf: ParserOf;
	readonly #ended: (failure: unknown) => void;
	readonly #rows: pg.QueryResultRow[][] = [];
	#shapes = new Map<string, Shape>();
	#shape: Shape = noColumns;
	#current: pg.QueryResultRow[] = [];
	#connection: Wire | null = null;
	#unreadable: unknown = null;
	#lost: unknown = null;
	#over = false;

	constructor(statements: readonly Statement[], parserOf: ParserOf, ended: (failure: unknown) => void) {
		this.statements = statements;
		this.#parserOf = parserOf;
		this.#ended = ended;
	}

	/** Whether the batch ends its transaction. */
	get commits(): boolean {
		return this.statements.at(-1)?.text === 'commit';
	}

	/** Undoes it all instead of committing: for a bench that wants an act's statements and not what they do. */
	undo(): void {
		this.statements = this.statements.map((each) => (each.text === 'commit' ? { ...each, name: 'rollback', text: 'rollback' } : each));
	}

	/** Fails with this error once the server has done it all: what somebody sees whose connection broke before the answer came. For tries of our own. */
	losesItsAnswer(error: unknown): void {
		this.#lost = error;
	}

	/** What cannot be written is given back as an error before anything was, as the driver wants it. */
	submit(driver: pg.Connection): unknown {
		const wire = driver as unknown as Wire;
		this.#connection = wire;
		this.#shapes = shapesOf.get(wire) ?? new Map<string, Shape>();
		shapesOf.set(wire, this.#shapes);
		try {
			const steps = this.#stepsOn(wire);
			wire.stream.cork();
			for (const step of steps) step();
			wire.sync();
			wire.stream.uncork();
		} catch (error) {
			return error;
		}
		this.#begin();
		return null;
	}

	#stepsOn(wire: Wire): (() => void)[] {
		const parsing = new Map<string, string>();
		return this.statements.map(({ name, text, values }) => {
			const parsed = name === null ? undefined : (parsing.get(name) ?? wire.parsedStatements[name]);
			if (parsed !== undefined && parsed !== text) throw new Fault(`two statements are called ${name}`);
			if (name !== null) parsing.set(name, text);
			const onTheWire = (values ?? []).map(wireValue);
			const described = name !== null && this.#shapes.has(name);
			return () => {
				// Of a statement that failed before nobody knows whether the server kept it.
				if (parsed === undefined && name !== null) wire.close({ type: 'S', name });
				if (parsed === undefined) wire.parse({ name: name ?? '', text });
				wire.bind({ statement: name ?? '', values: onTheWire });
				if (!described) wire.describe({ type: 'P', name: '' });
				wire.execute({});
			};
		});
	}

	/** Makes ready for the answer to the next statement. */
	#begin(): void {
		const next = this.statements[this.#rows.length];
		this.#shape = (next?.name && this.#shapes.get(next.name)) || noColumns;
		this.#current = [];
	}

	handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
		this.#shape = { names: fields.map((field) => field.name), parsers: fields.map((field) => this.#parserOf(field.dataTypeID)) };
	}

	handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
		const { names, parsers } = this.#shape;
		const row: pg.QueryResultRow = {};
		try {
			for (let i = 0; i < names.length; i++) {
				const text = fields[i];
				row[names[i] as string] = text === null || text === undefined ? null : (parsers[i] as (text: string) => unknown)(text);
			}
		} catch (error) {
			this.#unreadable ??= error;
		}
		this.#current.push(row);
	}

	handleCommandComplete(): void {
		const statement = this.statements[this.#rows.length];
		if (statement?.name && this.#connection) {
			this.#connection.parsedStatements[statement.name] = statement.text;
			this.#shapes.set(statement.name, this.#shape);
		}
		this.#rows.push(this.#current);
		this.#begin();
	}

	handleEmptyQuery(): void {
		this.handleCommandComplete();
	}

	handlePortalSuspended(): void {}

	handleError(error: unknown): void {
		this.#end(error);
	}

	handleReadyForQuery(): void {
		this.#end(this.#lost ?? this.#unreadable);
	}

	/** Statements that were answered are done, the others failed with the error of the first that did. */
	#end(error: unknown): void {
		if (this.#over) return;
		this.#over = true;
		this.#ended(error);
		for (const [i, statement] of this.statements.entries()) {
			const rows = this.#rows[i];
			if (rows && this.#unreadable === null && this.#lost === null) statement.done(rows);
			else statement.failed(error);
		}
	}
}

const nothing = () => {};

/**
 * The statements of one transaction on their way to the server, in the order asked: one batch at a time, the next made of what was asked for meanwhile. After the first
 * failure nothing is sent any more and everything fails with its error.
 */
export class Line {
	readonly #connection: pg.ClientBase;
	readonly #parserOf: ParserOf;
	#waiting: Statement[] = [];
	#busy = false;
	#leaving = false;
	#failure: { readonly error: unknown } | null = null;
	#idle: (() => void)[] = [];
	/** Whether anything reached the server. */
	sent = false;

	constructor(connection: pg.ClientBase, parserOf: ParserOf) {
		this.#connection = connection;
		this.#parserOf = parserOf;
	}

	/** Sends a statement with the next one that is asked for. */
	add(asked: Asked): void {
		this.#waiting.push({ ...asked, later: true, done: nothing, failed: nothing });
	}

	/** Sends a statement, with all that is asked for before anything else happens in this process. */
	ask<Row extends pg.QueryResultRow>(asked: Asked): Promise<Row[]> {
		const answer = this.#answerTo(asked) as Promise<Row[]>;
		// One that nobody waits for: its failure fails all that follows.
		answer.catch(nothing);
		return answer;
	}

	async #answerTo(asked: Asked): Promise<pg.QueryResultRow[]> {
		try {
			return await new Promise<pg.QueryResultRow[]>((done, failed) => {
				this.#waiting.push({ ...asked, later: false, done, failed });
				this.#leaveSoon();
			});
		} catch (error) {
			// The trace of who asked, instead of the driver's own.
			if (error instanceof Error) Error.captureStackTrace(error);
			throw error;
		}
	}

	/** Resolves when everything asked for, also what was to leave later, is answered; throws the failure if there was one. */
	async answered(): Promise<void> {
		this.#leaveSoon();
		await this.rest({ drop: false });
		if (this.#failure) throw this.#failure.error;
	}

	/** Resolves when nothing is on its way any more. `drop`: what has not left does not leave. */
	async rest({ drop }: { drop: boolean }): Promise<void> {
		if (drop) for (const statement of this.#waiting.splice(0)) statement.failed(new Fault('the transaction is over'));
		while (this.#busy || this.#waiting.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
	}

	#leaveSoon(): void {
		if (this.#busy || this.#leaving) return;
		this.#leaving = true;
		process.nextTick(() => {
			this.#leaving = false;
			this.#leave();
		});
	}

	#leave(): void {
		if (this.#busy) return;
		const plain = this.#waiting.findIndex((statement) => statement.values === null);
		const leaving = this.#waiting.splice(0, plain === -1 ? this.#waiting.length : Math.max(1, plain));
		const [first] = leaving;
		if (!first) return this.#ended(null);
		this.#busy = true;
		if (this.#failure) {
			const { error } = this.#failure;
			this.#ended(error);
			for (const statement of leaving) statement.failed(error);
			return;
		}
		this.sent = true;
		if (plain === 0) this.#sendText(first);
		else this.#send(new Batch(leaving, this.#parserOf, (failure) => this.#ended(failure)));
	}

	#send(batch: Batch): void {
		try {
			this.#connection.query(batch);
		} catch (error) {
			batch.handleError(error);
		}
	}

	#sendText(statement: Statement): void {
		this.#connection.query(statement.text).then(
			({ rows }: { rows?: pg.QueryResultRow[] }) => {
				this.#ended(null);
				statement.done(rows ?? []);
			},
			(error: unknown) => {
				this.#ended(error);
				statement.failed(error);
			},
		);
	}

	#ended(failure: unknown): void {
		this.#busy = false;
		if (failure !== null && failure !== undefined) this.#failure ??= { error: failure };
		if (this.#waiting.some((statement) => !statement.later)) this.#leaveSoon();
		for (const idle of this.#idle.splice(0)) idle();
	}
}
