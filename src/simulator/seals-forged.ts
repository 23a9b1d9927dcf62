import { generateKeyPairSync, sign } from 'node:crypto';
import { assert, known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Pool } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { currentHead, verifyRecord } from '../record/seals.ts';
import { sealForgedFindings } from '../auditor/seals.ts';

/** Each thing a seal says made otherwise, as somebody could who has the database and not the agency's key; `said`: what verifying must call it. */
const forgeries = [
	{ table: 'record_seal', column: 'signature', put: 'another’s', said: 'seal forged' },
	{ table: 'record_seal', column: 'root', put: 'sha256(root)', said: 'seal broken' },
	{ table: 'record_seal', column: 'head', put: 'sha256(head)', said: 'seal broken' },
	{ table: 'record_seal', column: 'sealed_at', put: `sealed_at + interval '1 second'`, said: 'seal broken' },
	{ table: 'record_leaf', column: 'leaf', put: 'sha256(leaf)', said: 'seal broken' },
] as const;

/** The last seal is forged in one thing after the other, once with a true signature by a key that is not the agency's; after each the record is verified, and put right again. */
export async function forgeSeals(door: Door, owner: Pool): Promise<{ invariant: string; sentence: string }[]> {
	const last = await currentHead(door);
	assert(!isRefusal(last), 'nothing sealed');
	const anothers = sign(null, Buffer.from(last.head, 'hex'), generateKeyPairSync('ed25519').privateKey);
	const found: { invariant: string; sentence: string }[] = [];
	for (const { table, column, put, said } of forgeries) {
		const where = `where tenant_id = $1 and ${table === 'record_seal' ? 'number = $2' : 'seal = $2 and position = 0'}`;
		const of = [String(door.tenantId), last.number];
		const { rows } = await owner.query<{ was: string }>(`select ${column}::text as was from ${table} ${where}`, of);
		const value = put === 'another’s' ? `'\\x${anothers.toString('hex')}'` : put;
		await owner.query(`update ${table} set ${column} = ${value} ${where}`, of);
		const { findings } = await verifyRecord(door);
		await owner.query(`update ${table} set ${column} = $3 ${where}`, [...of, known(rows[0], 'seal').was]);
		found.push(...sealForgedFindings({ table, column, seal: last.number, said }, findings));
	}
	return found;
}
