import { known } from '../core/assert.ts';
import { inTenant, type Pool, type Tx } from '../host/db.ts';
import { newWrappedKey } from '../host/vault.ts';
import { type Settings, settingsFrom } from './rules.ts';

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

/** The tenant of this transaction with its settings. */
export async function loadTenant(tx: Tx): Promise<Tenant> {
	const [row] = await tx.prepared<TenantRow>('tenant load', 'select * from tenant where tenant_id = $1', [tx.tenantId]);
	return tenantOf(known(row, 'tenant'));
}

/**
 * Makes the tenant if it is not there, with its data key and its two logins without a password: `system` (automatic work) and
 * `operator` (the command line's default). Safe when two processes start at once.
 */
export async function ensureTenant(owner: Pool, houseKey: Uint8Array, code: string, name: string, now: Temporal.Instant): Promise<void> {
	if (await findTenant(owner, code)) return;
	const { rows } = await owner.query<{ id: bigint }>(`select nextval(pg_get_serial_sequence('dunwell.tenant', 'tenant_id')) as id`);
	const id = known(rows[0], 'tenant id').id;
	await inTenant(owner, id, async (tx) => {
		const made = await tx.query(
			`insert into tenant (tenant_id, code, name, wrapped_key, created_at) values ($1, $2, $3, $4, $5)
			 on conflict (code) do nothing returning tenant_id`,
			[id, code, name, newWrappedKey(houseKey, id), now],
		);
		if (made.length === 0) return;
		await tx.query(
			`insert into login (tenant_id, username, name, role, created_at)
			 values ($1, 'system', '自动 Automatic', 'system', $2), ($1, 'operator', '控制台 Operator', 'admin', $2)`,
			[id, now],
		);
	});
}
