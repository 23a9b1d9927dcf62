import { hash } from 'node:crypto';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { type Act, change, type Door } from '../record/change.ts';

/**
 * Facts of a payment (`factsText`) as they are kept: 16 bytes under the agency's key. Beside them stand the amount, the time and the ends of a card's number, so that of a plain hash the ten digits
 * between are found by trying them (PIPL 51). Keyed is the front of the plain hash, not the text: versions before 2026-12-01 kept the plain one, and what they kept is keyed where it lies.
 */
export const indexOfFacts = (vault: Vault, text: string): Buffer => keyed(vault, hash('sha256', text, 'hex').slice(0, frontDigits));

const frontDigits = 32;
const keyed = (vault: Vault, front: string): Buffer => vault.blindIndex('payment', front);

/** The number of a payment that came without one: its content and its place among equal ones. */
export const contentReference = (factsHash: Buffer, place: number) => `content:${factsHash.toString('hex').slice(0, frontDigits)}:${place}`;

/** What a payer's sealed name is bound to. */
export const payerContext = (clientId: bigint, externalReference: string) => `payment ${clientId} ${externalReference}`;

const rowsMax = 1_000;
const keptPlain = 'tenant_id = $1 and octet_length(facts_hash) = 32';

/**
 * Keys what versions before 2026-12-01 kept plain: the hash of a payment's facts and the number made of it, so that the same payment is known again and its card is not found out. Once for each agency,
 * in steps of 1,000 before anything else is done; does nothing when it was done.
 */
export async function keyPayments(door: Door): Promise<void> {
	const key = 'payments keyed';
	const done = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query('select 1 from record_entry where tenant_id = $1 and idempotency_key = $2', [tx.tenantId, key]),
	);
	if (done.length > 0) return;
	for (let after = 0n, last = false; !last; ) {
		const ids = await inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint }>(`select id from payment where ${keptPlain} and id > $2 order by id limit ${rowsMax}`, [tx.tenantId, after]),
		);
		last = ids.length < rowsMax;
		after = ids.at(-1)?.id ?? after;
		const step = ids.map(({ id }) => id);
		const input = { count: step.length, until: after };
		const kept = await change(door, { act: 'payment.key', input, key: last ? key : undefined }, (act) => keyThese(act, step));
		if (isRefusal(kept)) throw new Error(`payments could not be keyed: ${kept.code}`);
	}
}

async function keyThese({ tx, vault }: Act, ids: readonly bigint[]): Promise<{ payments: number }> {
	const rows = await tx.query<{
		id: bigint;
		client_id: bigint;
		external_reference: string;
		facts_hash: Buffer;
		payer_sealed: Buffer | null;
	}>(
		`select id, client_id, external_reference, facts_hash, payer_sealed from payment where ${keptPlain} and id = any ($2) order by id for update`,
		[tx.tenantId, ids],
	);
	const made = rows.map((row) => {
		const before = row.external_reference;
		const [, front, place] = /^content:([0-9a-f]{32}):(\d+)$/.exec(before) ?? [];
		const number = front === undefined ? before : contentReference(keyed(vault, front), Number(place));
		// Sealed anew whether or not the number is another one: the record keeps a hash of the row as it was, and with the old seal gone nobody makes that row again to try digits on it.
		const payer =
			row.payer_sealed &&
			vault.seal(vault.open(row.payer_sealed, payerContext(row.client_id, before)), payerContext(row.client_id, number));
		return { id: row.id, number, payer, facts: keyed(vault, row.facts_hash.toString('hex').slice(0, frontDigits)) };
	});
	await tx.query(
		`update payment p set facts_hash = u.facts, external_reference = u.number, payer_sealed = u.payer
		   from unnest($2::bigint[], $3::bytea[], $4::text[], $5::bytea[]) u (id, facts, number, payer) where p.tenant_id = $1 and p.id = u.id`,
		[
			tx.tenantId,
			made.map(({ id }) => id),
			made.map(({ facts }) => facts),
			made.map(({ number }) => number),
			made.map(({ payer }) => payer),
		],
	);
	return { payments: made.length };
}
