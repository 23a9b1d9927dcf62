import { known } from '../core/assert.ts';
import { inTenant, type Pool, type Tx } from '../host/db.ts';
import { newWrappedKey, vaultOfTenant } from '../host/vault.ts';
import { settleVersions } from '../record/journal.ts';
import { type Settings, settingsFrom, type StoredLimits, type StoredLpr, type StoredMandate } from './rules.ts';
import type { Collector } from './shapes.ts';

export type Tenant = {
	readonly id: bigint;
	readonly code: string;
	readonly name: string;
	readonly zone: string;
	readonly settings: Settings;
};

type TenantRow = { tenant_id: bigint; code: string; name: string; zone: string; settings: Partial<Settings>; wrapped_key: Buffer };

const tenantOf = (row: TenantRow): Tenant => ({
	id: row.tenant_id,
	code: row.code,
	name: row.name,
	zone: row.zone,
	settings: settingsFrom(row.settings),
});

/** The tenant of this code with its wrapped data key, read by the house's owner (the application role sees only its own tenant). */
export async function findTenant(owner: Pool, code: string): Promise<{ tenant: Tenant; wrappedKey: Buffer } | null> {
	const { rows } = await owner.query<TenantRow>('select * from tenant where code = $1', [code]);
	return rows[0] ? { tenant: tenantOf(rows[0]), wrappedKey: rows[0].wrapped_key } : null;
}

export async function listTenants(owner: Pool): Promise<Tenant[]> {
	const { rows } = await owner.query<TenantRow>('select * from tenant order by tenant_id');
	return rows.map(tenantOf);
}

/** The data keys of the house's agencies, as they lie wrapped; none where there is no house yet, in whatever state its schema is. */
export async function wrappedKeys(owner: Pool): Promise<{ id: bigint; wrappedKey: Buffer }[]> {
	const { rows: there } = await owner.query<{ made: boolean }>(`select to_regclass('dunwell.tenant') is not null as made`);
	if (!there[0]?.made) return [];
	const { rows } = await owner.query<{ id: bigint; wrapped_key: Buffer }>(
		'select tenant_id as id, wrapped_key from dunwell.tenant order by tenant_id',
	);
	return rows.map(({ id, wrapped_key: wrappedKey }) => ({ id, wrappedKey }));
}

const loaded = new WeakMap<Tx, Promise<Tenant>>();

/** The tenant of this transaction with its settings, read once in it. */
export function loadTenant(tx: Tx): Promise<Tenant> {
	let tenant = loaded.get(tx);
	if (!tenant) {
		tenant = tx
			.prepared<TenantRow>('tenant load', 'select * from tenant where tenant_id = $1', [tx.tenantId])
			.then(([row]) => tenantOf(known(row, 'tenant')));
		// Asked for ahead of need by some: who uses it sees the failure.
		tenant.catch(() => {});
		loaded.set(tx, tenant);
	}
	return tenant;
}

/**
 * Makes the tenant if it is not there, with its data key and its two logins without a password: `system` (automatic work) and
 * `operator` (the command line's default). Safe when two processes start at once. `dataKey` is drawn unless the simulator gives one.
 */
export async function ensureTenant(
	owner: Pool,
	houseKey: Uint8Array,
	code: string,
	name: string,
	now: Temporal.Instant,
	dataKey?: Buffer,
): Promise<void> {
	const there = await findTenant(owner, code);
	if (there) return keepPermitKey(owner, houseKey, there);
	const { rows } = await owner.query<{ id: bigint }>(`select nextval(pg_get_serial_sequence('dunwell.tenant', 'tenant_id')) as id`);
	const id = known(rows[0], 'tenant id').id;
	const wrapped = newWrappedKey(houseKey, id, dataKey);
	const make = async (tx: Tx) => {
		const made = await tx.query(
			`insert into tenant (tenant_id, code, name, wrapped_key, created_at) values ($1, $2, $3, $4, $5)
			 on conflict (code) do nothing returning tenant_id`,
			[id, code, name, wrapped, now],
		);
		if (made.length === 0) return;
		await tx.query(
			`insert into login (tenant_id, username, name, role, created_at)
			 values ($1, 'system', '自动 Automatic', 'system', $2), ($1, 'operator', '控制台 Operator', 'admin', $2)`,
			[id, now],
		);
		await settleVersions(tx);
	};
	await inTenant(owner, id, make, vaultOfTenant(houseKey, id, wrapped));
	await keepPermitKey(owner, houseKey, known(await findTenant(owner, code), 'tenant'));
}

/** Puts the key of the gate's signatures where the database's own check finds it and the application's role does not. */
async function keepPermitKey(
	owner: Pool,
	houseKey: Uint8Array,
	{ tenant, wrappedKey }: { tenant: Tenant; wrappedKey: Buffer },
): Promise<void> {
	const { inner, outer } = vaultOfTenant(houseKey, tenant.id, wrappedKey).signingPads();
	await owner.query('insert into permit_key (tenant_id, inner_pad, outer_pad) values ($1, $2, $3) on conflict (tenant_id) do nothing', [
		tenant.id,
		inner,
		outer,
	]);
}

export type ClientRow = {
	id: bigint;
	code: string;
	name: string;
	creditor: string;
	creditor_id: bigint;
	service_line: string | null;
	complaint_line: string | null;
	mandate: StoredMandate;
	collects_as: Collector;
	contract_until: Temporal.PlainDate | null;
	evaluated_on: Temporal.PlainDate | null;
	debts: bigint;
	closed_at: Temporal.Instant | null;
};

/** Clients with their live debts, the closed ones last; a creditor-side login sees its own only. */
export function listClients(tx: Tx, only: bigint | null): Promise<ClientRow[]> {
	return tx.query(
		`select c.id, c.code, c.name, r.name as creditor, c.creditor_id, c.service_line, c.complaint_line, c.mandate, c.collects_as, c.contract_until, c.evaluated_on, c.closed_at,
		        (select count(*) from debt d where d.tenant_id = c.tenant_id and d.client_id = c.id and not d.ended) as debts
		   from client c join creditor r on r.tenant_id = c.tenant_id and r.id = c.creditor_id
		  where c.tenant_id = $1 and ($2::bigint is null or c.id = $2) order by c.closed_at is not null, c.code`,
		[tx.tenantId, only],
	);
}

/** The client under this id, locked until the transaction ends. */
export async function loadClientForUpdate(tx: Tx, clientId: bigint): Promise<{ mandate: StoredMandate; open_debts: bigint } | null> {
	const [row] = await tx.query<{ mandate: StoredMandate; open_debts: bigint }>(
		`select mandate, (select count(*) from debt d join debt_state s on s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id
		                   where d.tenant_id = c.tenant_id and d.client_id = c.id and not d.ended and s.status = 'open') as open_debts
		   from client c where tenant_id = $1 and id = $2 for update`,
		[tx.tenantId, clientId],
	);
	return row ?? null;
}

/** Creditors with how many clients place for them; a creditor-side login sees its own client's only. */
export function listCreditors(tx: Tx, onlyClient: bigint | null): Promise<{ id: bigint; name: string; kind: string; clients: bigint }[]> {
	return tx.query(
		`select r.id, r.name, r.kind, (select count(*) from client c where c.tenant_id = r.tenant_id and c.creditor_id = r.id and c.closed_at is null) as clients
		   from creditor r where r.tenant_id = $1
		    and ($2::bigint is null or exists (select from client c where c.tenant_id = $1 and c.id = $2 and c.creditor_id = r.id)) order by r.name`,
		[tx.tenantId, onlyClient],
	);
}

/** Sets the house's own limits on contact; null: none besides the law's. */
/** The tenant as it stands, held until the transaction ends: of two changes at once the second sees the first. */
export async function lockTenant(tx: Tx): Promise<Tenant> {
	const [row] = await tx.query<TenantRow>('select * from tenant where tenant_id = $1 for no key update', [tx.tenantId]);
	return tenantOf(known(row, 'tenant'));
}

/** Name, zone (null: as they are) and the settings that are named. */
export async function updateAgency(
	tx: Tx,
	{ name, zone, settings }: { name: string | null; zone: string | null; settings: Partial<Settings> },
): Promise<Tenant> {
	const [row] = await tx.query<TenantRow>(
		'update tenant set name = coalesce($2, name), zone = coalesce($3, zone), settings = settings || $4::jsonb where tenant_id = $1 returning *',
		[tx.tenantId, name, zone, JSON.stringify(settings)],
	);
	loaded.delete(tx);
	return tenantOf(known(row, 'tenant'));
}

export async function updateContactLimits(tx: Tx, limits: StoredLimits | null): Promise<void> {
	await tx.query(`update tenant set settings = settings || jsonb_build_object('contactLimits', $2::jsonb) where tenant_id = $1`, [
		tx.tenantId,
		limits === null ? null : JSON.stringify(limits),
	]);
	loaded.delete(tx);
}

/** Adds a rate to those the house recorded, or puts it in the place of the one of its day; in one statement, so that of two at once none is lost. */
export async function updateLpr(tx: Tx, lpr: StoredLpr): Promise<void> {
	await tx.query(
		`update tenant set settings = settings || jsonb_build_object('lpr', (
		   select jsonb_agg(each order by each ->> 'from')
		     from (select each from jsonb_array_elements(coalesce(settings -> 'lpr', '[]')) each where each ->> 'from' <> $2::jsonb ->> 'from' union all select $2::jsonb) every (each)))
		  where tenant_id = $1`,
		[tx.tenantId, JSON.stringify(lpr)],
	);
	loaded.delete(tx);
}
