import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { known } from '../../src/core/assert.ts';
import { type Clock, settableClock } from '../../src/host/clock.ts';
import { createPool, inTenant, type Pool, type Tx } from '../../src/host/db.ts';
import { type Vault, vaultOfTenant } from '../../src/host/vault.ts';
import type { Actor, Door } from '../../src/record/change.ts';
import { ensureTenant, findTenant } from '../../src/tenants/store.ts';
import { databaseOn } from './one-server.ts';

/** A clone of the migrated template, with the tenant `main` in it. */
export type TestDatabase = {
	readonly url: string;
	/** As the application's role. */
	readonly pool: Pool;
	/** As the schema's owner: to break things on purpose and to look. */
	readonly owner: Pool;
	readonly tenantId: bigint;
	readonly vault: Vault;
	/** A settable clock, at 2026-11-24 10:00 in Shanghai. */
	readonly clock: ReturnType<typeof settableClock>;
	/** A door for a login of this name, made on first use. */
	door(role?: Actor['role'], username?: string, clock?: Clock): Promise<Door>;
	query<Row extends pg.QueryResultRow>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
	tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** Another agency in the same database, made on first use. Closing it closes nothing. */
	agency(code: string): Promise<TestDatabase>;
	close(): Promise<void>;
};

export const testNow = Temporal.Instant.from('2026-11-24T02:00:00Z');
export const testHouseKey = Buffer.alloc(32, 7);

let count = 0;

/** Clones the template. Call in `beforeAll` and `close()` in `afterAll`, or inside a test (closed when it ends) with `{ inTest: true }`. */
export async function testDatabase(options: { inTest?: boolean; poolMax?: number } = {}): Promise<TestDatabase> {
	const server = inject('server');
	const template = inject('template');
	const name = `${template.replace('template', 'test')}_${process.pid}_${count++}_${randomBytes(2).toString('hex')}`;
	await onServer(server, (client) => client.query(`create database ${name} template ${template}`));
	const url = databaseOn(server, name);
	const owner = createPool(url, { as: 'owner', max: 4 });
	const pool = createPool(url, { max: options.poolMax ?? 10 });
	const shared = { url, owner, pool, clock: settableClock(testNow) };
	const close = async () => {
		await Promise.all([pool.end(), owner.end()]);
		await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
	};
	if (options.inTest) onTestFinished(close);
	return { ...(await agencyIn(shared, 'main')), close };
}

type Shared = Pick<TestDatabase, 'url' | 'owner' | 'pool' | 'clock'>;

async function agencyIn(shared: Shared, code: string): Promise<TestDatabase> {
	const { owner, pool, clock } = shared;
	await ensureTenant(owner, testHouseKey, code, code === 'main' ? 'Test Agency' : `Agency ${code}`, testNow);
	const { tenant, wrappedKey } = known(await findTenant(owner, code), 'tenant');
	const vault = vaultOfTenant(testHouseKey, tenant.id, wrappedKey);
	const tx = <T>(work: (tx: Tx) => Promise<T>) => inTenant(pool, tenant.id, work, vault);
	return {
		...shared,
		tenantId: tenant.id,
		vault,
		tx,
		query: (text, parameters) => tx((t) => t.query(text, parameters)),
		async door(role = 'admin', username = `${role} one`, at = clock) {
			const today = testNow.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
			const [login] = await tx((t) =>
				t.query<{ id: bigint; name: string }>(
					`insert into login (tenant_id, username, name, role, exam_passed_on, trained_on, created_at) values ($1, $2, $2, $3, $4, $4, $5)
					 on conflict (tenant_id, username) do update set name = excluded.name returning id, name`,
					[tenant.id, username, role, today.subtract({ days: 30 }), testNow],
				),
			);
			const { id, name: shown } = known(login, 'login');
			return { pool, clock: at, tenantId: tenant.id, vault, actor: { id, name: shown, role, clientId: null } };
		},
		agency: (other) => agencyIn(shared, other),
		close: async () => {},
	};
}

/** Resolves as soon as something in this database waits for a lock that another transaction holds. */
export async function somebodyWaits(database: TestDatabase): Promise<void> {
	// A wait for a row names a transaction and no database: its session's other locks do.
	const waiting = `select from pg_locks where not granted and pid in
		(select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))`;
	for (;;) if ((await database.query(waiting)).length > 0) return;
}

async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
	const client = new pg.Client({ connectionString: server });
	await client.connect();
	try {
		// Cloning needs the template free of connections; two test files may clone in the same moment.
		await client.query('select pg_advisory_lock(77)');
		await work(client);
	} finally {
		await client.end();
	}
}
