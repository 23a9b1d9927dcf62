import pg from 'pg';
import { assert, Outage } from '../core/assert.ts';
import { Line } from './batch.ts';

export type Pool = pg.Pool;

/**
 * A transaction of one tenant. `query` takes bigint, Temporal instants and dates, and arrays of them as parameters, and gives back
 * `bigint` for int8, `Temporal.Instant` for timestamptz and `Temporal.PlainDate` for date. Sums of bigint are numeric in PostgreSQL:
 * cast them (`sum(x)::bigint`) in the statement.
 *
 * Statements asked for in one breath travel together, in the order asked; each sees what those before it did. After one failed all that follow fail with its error and
 * nothing is kept, so a statement whose answer nobody needs may be left alone.
 */
export type Tx = {
	readonly tenantId: bigint;
	/** What this connection has seen to be so for good. */
	readonly seen: Set<string>;
	/** How many statements were asked for so far: as long as it stays, nothing of this transaction can have changed. */
	readonly asked: number;
	query<Row extends pg.QueryResultRow>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
	/** Like `query`, planned once per connection under `name`. For the hot statements. */
	prepared<Row extends pg.QueryResultRow>(name: string, text: string, parameters?: readonly unknown[]): Promise<Row[]>;
	/** Like `prepared` (null: planned at each call), for what gives no answer: it leaves with the next statement that does, at the latest with the commit. */
	later(name: string | null, text: string, parameters?: readonly unknown[]): void;
	/** Waits until all that was asked for is answered and every lock is held; throws what failed. */
	settle(): Promise<void>;
	/** The bare connection, for COPY streams only, once all that was asked for is answered. */
	bare(): Promise<pg.ClientBase>;
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

/**
 * A session that stays silent so long within a transaction belongs to a process that is gone, stopped or cut off: the server ends it, and the locks on its debtors are free. Our own acts are
 * silent while the program decides what it has read: never for a second, in a day run over 100,000 debts with ten processes on two cores. The import of a file says its own bound.
 */
export const silentSecondsMax = 60;
/**
 * And a line that no longer carries anything is given up by the server after a minute: when it is asked whether it is there (a session that waits to be told more, in a COPY too), and when what
 * was sent is not acknowledged. Where the server's system has no such bound it does as its system does; on a socket of the same machine nothing is lost.
 */
const lineIsGone = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c tcp_user_timeout=60000';

/**
 * An import stages its chunks in temporary tables, a report its debts: at PostgreSQL's 8 MB a chunk of 8,000 rows went out to files and was read back. A session takes the memory when it first
 * fills one.
 */
const temporary = '-c temp_buffers=32MB';

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
		options: `${role}-c search_path=dunwell -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601 -c idle_in_transaction_session_timeout=${silentSecondsMax}s ${temporary} ${lineIsGone}${quick}`,
		types: { getTypeParser },
		connectionTimeoutMillis: 30_000,
		// The other way round: a server that is gone is noticed by a program that waits for its answer.
		keepAlive: true,
		keepAliveInitialDelayMillis: 30_000,
	});
	outliveCuts(pool);
	if (options.quick) pool.on('connect', (client) => Object.assign(client, { plansOnce: new Map<string, string>() } satisfies PlansOnce));
	return pool;
}

/** A connection of a `quick` pool: the names of its statements that have none of their own, by their texts. */
type PlansOnce = { readonly plansOnce?: Map<string, string> };

/** Statements of one's own choosing on a connection, for benches that send again what an act sent. */
export const lineOn = (connection: pg.ClientBase): Line => new Line(connection, getTypeParser);

/**
 * A connection that is cut must not end the process: not an idle one, and not one in use between two statements, to which the pool does not listen. The next query reports
 * the outage, or opens a new one.
 */
export function outliveCuts(pool: Pool): void {
	pool.on('error', () => {});
	pool.on('connect', (client) => client.on('error', () => {}));
}

const seenBy = new WeakMap<object, Set<string>>();

/** A transaction under way. Reads go through `inTenant`, changes through `change` of `src/record/change.ts`. */
export type OpenTx = Tx & {
	/** Ends it, all or nothing: throws what failed. In one round trip with what was left for later. */
	commit(): Promise<void>;
	rollback(): Promise<void>;
};

const statement = (text: string) => ({ name: text, text, values: [] });

/** What vouches for the rows a transaction changes: a key of this transaction alone (`Vault`). */
export type Voucher = { voucher(): { readonly nonce: Buffer; readonly key: Buffer } };

/**
 * Begins a transaction that sees only the tenant's rows; it leaves with its first statement. `tenantId` is a bigint, so nothing can be injected. The voucher is a parameter, so that no
 * list of running statements shows it.
 */
export function beginIn(connection: pg.ClientBase, tenantId: bigint, vault?: Voucher): OpenTx {
	assert(typeof tenantId === 'bigint', 'a tenant id is a bigint');
	let seen = seenBy.get(connection);
	if (!seen) seenBy.set(connection, (seen = new Set()));
	const line = lineOn(connection);
	line.add(statement('begin'));
	if (vault) {
		const { nonce, key } = vault.voucher();
		line.add({
			name: 'tenant and voucher',
			text: `select set_config('dunwell.tenant', $1, true), set_config('dunwell.voucher', $2, true)`,
			values: [tenantId, `${nonce.toString('hex')}:${key.toString('hex')}`],
		});
	}
	// Not a query: a transaction that only reads may still say how it wants to be isolated.
	else line.add({ name: null, text: `set local dunwell.tenant = '${tenantId}'`, values: [] });
	const { plansOnce } = connection as PlansOnce;
	const nameOf = (text: string): string | null => {
		if (!plansOnce) return null;
		const name = plansOnce.get(text) ?? `once ${plansOnce.size}`;
		plansOnce.set(text, name);
		return name;
	};
	let asked = 0;
	return {
		tenantId,
		seen,
		get asked() {
			return asked;
		},
		query: (text, parameters) => {
			asked++;
			const bare = parameters === undefined || parameters.length === 0;
			return line.ask({ name: bare ? null : nameOf(text), text, values: bare ? null : parameters });
		},
		prepared: (name, text, parameters = []) => {
			asked++;
			return line.ask({ name, text, values: parameters });
		},
		later: (name, text, parameters = []) => {
			asked++;
			line.add({ name: name ?? nameOf(text), text, values: parameters });
		},
		async bare() {
			asked++;
			await line.answered();
			return connection;
		},
		settle: () => line.answered(),
		async commit() {
			if (asked > 0) await line.ask(statement('commit'));
		},
		async rollback() {
			await line.rest({ drop: true });
			if (line.sent) await connection.query('rollback');
		},
	};
}

/**
 * Runs `work` in one transaction that sees only the tenant's rows; commits when it returns, rolls back when it throws. For reads and
 * tests; changes go through `change` of `src/record/change.ts`. `vault` vouches for what is written all the same: the making of a tenant, fixtures.
 */
export async function inTenant<T>(pool: Pool, tenantId: bigint, work: (tx: Tx) => Promise<T>, vault?: Voucher): Promise<T> {
	const connection = await pool.connect();
	const tx = beginIn(connection, tenantId, vault);
	let broken = false;
	try {
		const result = await work(tx);
		await tx.commit();
		return result;
	} catch (error) {
		await tx.rollback().catch(() => {
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
		/^(ECONN|EPIPE|ENOTFOUND|57P0|25P03|08|53)/.test(code) ||
		/connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i.test(String(error));
	return away ? new Outage('the database is away', { cause: error }) : error;
}
