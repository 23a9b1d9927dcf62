import pg from 'pg';
import { assert, Outage } from '../core/assert.ts';

export type Pool = pg.Pool;

/**
 * A transaction of one tenant. `query` takes bigint, Temporal instants and dates, and arrays of them as parameters, and gives back
 * `bigint` for int8, `Temporal.Instant` for timestamptz and `Temporal.PlainDate` for date. Sums of bigint are numeric in PostgreSQL:
 * cast them (`sum(x)::bigint`) in the statement.
 */
export type Tx = {
	readonly tenantId: bigint;
	/** The bare connection, for COPY streams only. */
	readonly connection: pg.ClientBase;
	query<Row extends pg.QueryResultRow>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
	/** Like `query`, planned once per connection under `name`. For the hot statements. */
	prepared<Row extends pg.QueryResultRow>(name: string, text: string, parameters?: readonly unknown[]): Promise<Row[]>;
};

const { builtins } = pg.types;
/** The driver's own table, under a type that admits every oid. */
const builtinParser = pg.types.getTypeParser as (id: number, format?: string) => (text: string) => unknown;
const textArray = 1009;
const int8Array = 1016;
const dateArray = 1182;
const instantArray = 1185;

/** PostgreSQL writes `2026-11-24 08:00:00+00`; Temporal reads ISO 8601. */
function instantFrom(text: string): Temporal.Instant {
	return Temporal.Instant.from(text.replace(' ', 'T'));
}

function arrayOf<T>(each: (text: string) => T): (text: string) => T[] {
	const parse = builtinParser(textArray) as (text: string) => string[];
	return (text) => parse(text).map(each);
}

const parsers = new Map<number, (text: string) => unknown>([
	[builtins.INT8, BigInt],
	[builtins.DATE, (text) => Temporal.PlainDate.from(text)],
	[builtins.TIMESTAMPTZ, instantFrom],
	[int8Array, arrayOf(BigInt)],
	[dateArray, arrayOf((text) => Temporal.PlainDate.from(text))],
	[instantArray, arrayOf(instantFrom)],
]);

function getTypeParser(id: number, format?: 'text' | 'binary') {
	return (format !== 'binary' && parsers.get(id)) || builtinParser(id, format);
}

/** A parameter as the driver wants it: Temporal values as ISO text, everything else unchanged. */
function parameter(value: unknown): unknown {
	if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
	if (Array.isArray(value)) return value.map(parameter);
	return value;
}

/**
 * Connections as the application's role, which row-level security binds. `as: 'owner'` keeps the connecting user's own role: for
 * migrations, tenants and maintenance only. `quick` is for many small acts of invented agencies: plans are made once and not per call, and a commit does not wait
 * for the disk (a power cut may lose the last half second, in order).
 */
export function createPool(url: string, options: { max?: number; as?: 'app' | 'owner'; quick?: boolean } = {}): Pool {
	const role = options.as === 'owner' ? '' : '-c role=dunwell_app ';
	const quick = options.quick ? ' -c plan_cache_mode=force_generic_plan -c synchronous_commit=off -c jit=off' : '';
	const pool = new pg.Pool({
		connectionString: url,
		max: options.max ?? 10,
		options: `${role}-c search_path=dunwell -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601${quick}`,
		types: { getTypeParser },
		connectionTimeoutMillis: 30_000,
	});
	// An idle connection cut by the server must not end the process; the next query opens a new one or reports the outage.
	pool.on('error', () => {});
	return pool;
}

/** Statements on one connection in the tenant's name, no transaction control: use `inTenant` or `change`. */
export function txOn(connection: pg.ClientBase, tenantId: bigint): Tx {
	return {
		tenantId,
		connection,
		query: async (text, parameters = []) => (await connection.query(text, parameters.map(parameter))).rows,
		prepared: async (name, text, parameters = []) => (await connection.query({ name, text, values: parameters.map(parameter) })).rows,
	};
}

/** The statement that opens a transaction in a tenant's name, in one round trip. `tenantId` is a bigint, so nothing can be injected. */
export function beginFor(tenantId: bigint): string {
	assert(typeof tenantId === 'bigint', 'a tenant id is a bigint');
	return `begin; set local dunwell.tenant = '${tenantId}'`;
}

/**
 * Runs `work` in one transaction that sees only the tenant's rows; commits when it returns, rolls back when it throws. For reads and
 * tests; changes go through `change` of `src/record/change.ts`.
 */
export async function inTenant<T>(pool: Pool, tenantId: bigint, work: (tx: Tx) => Promise<T>): Promise<T> {
	const connection = await pool.connect();
	let broken = false;
	try {
		await connection.query(beginFor(tenantId));
		const result = await work(txOn(connection, tenantId));
		await connection.query('commit');
		return result;
	} catch (error) {
		await connection.query('rollback').catch(() => {
			broken = true;
		});
		throw error;
	} finally {
		connection.release(broken);
	}
}

/** Connection failures are outages; everything else stays what it is. */
export function outageOr(error: unknown): unknown {
	const code = (error as { code?: string } | null)?.code ?? '';
	const away =
		/^(ECONN|EPIPE|ENOTFOUND|57P0|08|53)/.test(code) ||
		/connection terminated|timeout exceeded when trying to connect/i.test(String(error));
	return away ? new Outage('the database is away', { cause: error }) : error;
}
