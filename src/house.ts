import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { known, Outage } from './core/assert.ts';
import { type Counters, countersAt } from './counters/client.ts';
import { type Clock, systemClock } from './host/clock.ts';
import { type Config, readConfig } from './host/config.ts';
import { createPool, inTenant, type Pool } from './host/db.ts';
import { migrate } from './host/migrate.ts';
import { openDatabase } from './host/postgres.ts';
import { houseKey, opensTenant, type Vault, vaultOfTenant } from './host/vault.ts';
import type { Difference } from './record/journal.ts';
import { keyPayments } from './payments/facts.ts';
import { signInDifferences, vouchForPasswords, wordsOf } from './people/words.ts';
import type { Actor, Door } from './record/change.ts';
import { ensureTenant, findTenant, type Tenant, wrappedKeys } from './tenants/store.ts';

/** The open house: database up, migrated, keys at hand. Everything a server, a worker or one CLI verb starts from. */
export type House = {
	readonly config: Config;
	readonly clock: Clock;
	/** Connections as the application's role (row-level security holds). */
	readonly pool: Pool;
	/** Connections as the schema's owner: tenants, migrations, jobs' own tables. Never for a tenant's data. */
	readonly owner: Pool;
	readonly url: string;
	/** The counter shared with other agencies; left out: none is configured. */
	readonly counters?: Counters | undefined;
	tenant(code: string): Promise<Tenant>;
	vault(code: string): Promise<Vault>;
	/** A door for a login of the tenant; `null` when there is no such login or it is closed. */
	door(tenantCode: string, username: string, clock?: Clock): Promise<Door | null>;
	/** What is not as the house left it in the tables of sign-in, for `record verify`. */
	signInDifferences(tenantId: bigint): Promise<Difference[]>;
	close(): Promise<void>;
};

export const mainTenant = 'main';

type Opened = { readonly tenant: Tenant; readonly vault: Vault };
type LoginRow = { id: bigint; name: string; role: Actor['role']; client_id: bigint | null };

/**
 * The house key, made where there is no house yet. Beside a house that is there it is put back and never made anew: a second key opens nothing of what the first one closed, and would be taken for
 * the house's own from then on. Throws `Outage` when it is gone or another's; nothing is written.
 */
async function keyOfHouse(owner: Pool, config: Config): Promise<Buffer> {
	const file = join(config.data, 'house.key');
	const tenants = await wrappedKeys(owner);
	const lost = () =>
		new Outage(
			`${file}（或 DUNWELL_KEY）打不开这个机构的数据：请把原来的密钥放回去 house.key (or DUNWELL_KEY) does not open this house: put it back`,
		);
	if (tenants.length > 0 && config.houseKey === undefined && !existsSync(file)) throw lost();
	const key = houseKey(file, config.houseKey);
	for (const { id, wrappedKey } of tenants) if (!opensTenant(key, id, wrappedKey)) throw lost();
	return key;
}

/** Opens the house: starts or adopts the database, migrates, makes the main tenant once. Throws `Outage` when the database cannot be reached or the key is not the house's. */
export async function openHouse(
	options: { config?: Config; clock?: Clock; poolMax?: number; say?: (line: string) => void } = {},
): Promise<House> {
	const config = options.config ?? readConfig(process.env);
	const clock = options.clock ?? systemClock;
	const database = await openDatabase(config);
	const owner = createPool(database.url, { max: 4, as: 'owner' });
	const pool = createPool(database.url, { max: options.poolMax ?? 20 });
	let key: Buffer;
	try {
		key = await keyOfHouse(owner, config);
		await migrate(database.url, undefined, options.say);
		await ensureTenant(owner, key, mainTenant, '未命名机构 Unnamed agency', clock.now());
	} catch (error) {
		await Promise.allSettled([owner.end(), pool.end()]);
		await database.stop();
		throw error;
	}
	const counters = config.counters && countersAt(config.counters);
	const words = wordsOf(key);
	const vaults = new Map<string, Opened>();
	const open = async (code: string) => {
		const kept = vaults.get(code);
		if (kept) return kept;
		const found = known(await findTenant(owner, code), `tenant ${code}`);
		const opened = { tenant: found.tenant, vault: vaultOfTenant(key, found.tenant.id, found.wrappedKey) };
		const automatic = known(await doorOf(opened, 'system', clock), 'the automatic login');
		await vouchForPasswords(owner, words, automatic);
		await keyPayments(automatic);
		vaults.set(code, opened);
		return opened;
	};
	const doorOf = async ({ tenant, vault }: Opened, username: string, doorClock: Clock): Promise<Door | null> => {
		const [login] = await inTenant(pool, tenant.id, (tx) =>
			tx.query<LoginRow>('select id, name, role, client_id from login where tenant_id = $1 and username = $2 and closed_at is null', [
				tenant.id,
				username,
			]),
		);
		if (!login) return null;
		const actor: Actor = { id: login.id, name: login.name, role: login.role, clientId: login.client_id };
		return { pool, clock: doorClock, tenantId: tenant.id, vault, actor, counters };
	};
	return {
		config,
		clock,
		pool,
		owner,
		url: database.url,
		counters,
		tenant: async (code) => (await open(code)).tenant,
		vault: async (code) => (await open(code)).vault,
		door: async (tenantCode, username, doorClock = clock) => doorOf(await open(tenantCode), username, doorClock),
		signInDifferences: (tenantId) => signInDifferences(owner, words, tenantId),
		async close() {
			await Promise.allSettled([owner.end(), pool.end()]);
			await database.stop();
		},
	};
}
