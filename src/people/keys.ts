import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import type { Tx } from '../host/db.ts';
import { hashOfSecret, newSecret } from '../host/vault.ts';
import { change, type Door } from '../record/change.ts';
import type { KeyView, NewKey } from './shapes.ts';
import { listKeys } from './store.ts';

/** Our keys begin with this, so that one found in a log or a repository is known for what it is. */
export const keyPrefix = 'dwk_';
const shownLength = 10;

/**
 * Makes an API key that acts as a login. The key itself is given once, here; the record and the database keep its hash only. Asked again under the same
 * idempotency key the answer is the same without the key. Refusals: `thing.not_found` (login), `api_key.expires_in_past`.
 */
export async function makeKey(
	door: Door,
	input: NewKey,
	idempotency?: string,
): Promise<{ id: string; shown: string; key: string | null } | Refusal> {
	const key = `${keyPrefix}${newSecret()}`;
	const shown = key.slice(0, shownLength);
	const made = await change(door, { act: 'api_key.make', input: { ...input }, key: idempotency }, async ({ tx, now, actor, tell }) => {
		const expiresAt = input.expires_at === undefined ? null : Temporal.Instant.from(input.expires_at);
		if (expiresAt && Temporal.Instant.compare(expiresAt, now) <= 0) return refuse('api_key.expires_in_past');
		const login = await tx.query(`select 1 from login where tenant_id = $1 and id = $2 and closed_at is null and role <> 'system'`, [
			tx.tenantId,
			BigInt(input.login_id),
		]);
		if (login.length === 0) return refuse('thing.not_found', { what: 'login', id: input.login_id });
		const [row] = await tx.query<{ id: bigint }>(
			`insert into api_key (tenant_id, login_id, name, key_hash, shown, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
			[tx.tenantId, BigInt(input.login_id), input.name, hashOfSecret(key), shown, actor.id, now, expiresAt],
		);
		tell('people');
		return { id: String(known(row, 'key').id), shown };
	});
	if (isRefusal(made)) return made;
	return { ...made, key: made.shown === shown ? key : null };
}

/** Ends a key at once. Refusal: `thing.not_found`. */
export function revokeKey(door: Door, keyId: bigint, idempotency?: string): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'api_key.revoke', input: { key: keyId }, key: idempotency }, async ({ tx, now, tell }) => {
		const [row] = await tx.query<{ id: bigint }>(
			'update api_key set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and id = $2 returning id',
			[tx.tenantId, keyId, now],
		);
		if (!row) return refuse('thing.not_found', { what: 'API key', id: String(keyId) });
		tell('people');
		return { id: String(row.id) };
	});
}

export async function keyViews(tx: Tx): Promise<KeyView[]> {
	return (await listKeys(tx)).map((row) => ({
		id: String(row.id),
		name: row.name,
		shown: `${row.shown}…`,
		login: { id: String(row.login_id), username: row.username, role: row.role },
		made_at: row.made_at.toString(),
		expires_at: row.expires_at?.toString() ?? null,
		revoked: row.revoked_at !== null,
	}));
}
