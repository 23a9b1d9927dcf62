import { createHash } from 'node:crypto';
import type { Pool } from '../host/db.ts';

/**
 * The sealed record derived again, from its description in docs/concepts/record.md alone: leaves from the rows, roots from the leaves (RFC 9162), each head from the one before.
 * Signatures need the agency's key and are checked by `dunwell record verify`.
 */
type Finding = { sentence: string; debtor_id: bigint | null };

/** The columns of a leaf, and the column that says when its row came. */
const sealed: Readonly<Record<string, { readonly at: string; readonly columns: string }>> = {
	record_entry: { at: 'at', columns: 'id at act actor_id debtor_id outcome code idempotency_key input_hash input answer' },
	contact_permit: {
		at: 'asked_at',
		columns:
			'id debtor_id permitted channel purpose contact_point_id party_id value_index creditor_ids debt_ids asked_by asked_at reasons obligations facts law_version allowed_from expires_at',
	},
	contact_attempt: {
		at: 'placed_at',
		columns: 'id debtor_id permit_id channel contact_point_id party_id value_index creditor_ids debt_ids made_by work_item_id placed_at',
	},
	contact_outcome: {
		at: 'recorded_at',
		columns: 'attempt_id debtor_id line said answered ended_at note_sealed identity_disclosed recorded_at',
	},
	ledger_transfer: {
		at: 'recorded_at',
		columns:
			'id debtor_id debt_id entry_id kind component debit_account credit_account amount_minor currency happened_at recorded_at reverses_entry_id payment_id',
	},
};

const sha256 = (...parts: readonly Buffer[]) => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest();
};

/** The root of a batch by the RFC's own recursion. */
function rootOf(leaves: readonly Buffer[]): Buffer {
	const [only] = leaves;
	if (leaves.length === 1 && only) return only;
	let left = 1;
	while (left * 2 < leaves.length) left *= 2;
	return sha256(Buffer.from([1]), rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

export async function sealFindings(owner: Pool, tenantId: bigint): Promise<Finding[]> {
	const client = await owner.connect();
	try {
		await client.query(`begin isolation level repeatable read read only; set local timezone = 'UTC'`);
		const tenant = String(tenantId);
		const { rows: seals } = await client.query<{ number: bigint; leaves: number; root: Buffer; head: Buffer; micros: string }>(
			`select number, leaves, root, head, (extract(epoch from sealed_at) * 1000000)::bigint::text as micros from record_seal where tenant_id = $1 order by number`,
			[tenant],
		);
		const found: Finding[] = [];
		let before: Buffer = Buffer.alloc(32);
		let expected = 1n;
		for (const seal of seals) {
			const { rows } = await client.query<{ leaf: Buffer }>(
				'select leaf from record_leaf where tenant_id = $1 and seal = $2 order by position',
				[tenant, String(seal.number)],
			);
			const numbers = Buffer.alloc(24);
			numbers.writeBigUInt64BE(BigInt(seal.number), 0);
			numbers.writeBigUInt64BE(BigInt(rows.length), 8);
			numbers.writeBigInt64BE(BigInt(seal.micros), 16);
			const root = rows.length === 0 ? Buffer.alloc(32) : rootOf(rows.map((row) => row.leaf));
			if (BigInt(seal.number) !== expected || !root.equals(seal.root) || !sha256(Buffer.from([2]), before, root, numbers).equals(seal.head))
				found.push({ sentence: `seal ${seal.number} is not what its ${rows.length} leaves and the seal before it make`, debtor_id: null });
			before = seal.head;
			expected = BigInt(seal.number) + 1n;
		}
		for (const [source, { at, columns }] of Object.entries(sealed)) {
			const id = source === 'contact_outcome' ? 'attempt_id' : 'id';
			const text = `jsonb_build_object('tenant_id', t.tenant_id, ${columns
				.split(' ')
				.map((column) => `'${column}', t.${column}`)
				.join(', ')})::text`;
			const { rows } = await client.query<Finding>(
				`select coalesce(t.debtor_id, l.debtor_id) as debtor_id, case when t.${id} is null then 'row ' || l.row_id || ' of ${source} was removed after it was sealed'
				        when l.row_id is null then 'row ' || t.${id} || ' of ${source} is in no seal' else 'row ' || t.${id} || ' of ${source} was altered after it was sealed' end as sentence
				   from (select * from record_leaf where tenant_id = $1 and source = '${source}') l full join (select * from ${source} where tenant_id = $1) t on t.${id} = l.row_id
				  where case when t.${id} is null then true
				             when l.row_id is null then t.${at} < (select max(sealed_at) from record_seal where tenant_id = $1) - interval '26 hours'
				             else l.leaf <> sha256('\\x00'::bytea || convert_to('${source} ' || ${text}, 'UTF8')) end limit 20`,
				[tenant],
			);
			found.push(...rows);
		}
		return found;
	} finally {
		await client.query('rollback').catch(() => {});
		client.release();
	}
}

export const forgedInvariant = 'what is done past the house, and an older copy put back, is found by verifying the record';

/** What somebody with the database in their hands did to one row of a table, and what verifying the record said then. */
export type Forged = {
	readonly what: 'altered' | 'removed' | 'inserted';
	readonly table: string;
	readonly column?: string;
	readonly key: string;
};
type Said = { readonly what: string; readonly source: string | null; readonly row: string | null; readonly sentence: string };
type Named = { invariant: string; sentence: string };

/** Each row that was touched is named, and a copy without its last seal told from the head that was kept of it. */
export function forgedFindings(forged: readonly Forged[], said: readonly Said[]): Named[] {
	const named = new Set(said.map(({ source, row }) => `${source} ${row}`));
	const missed = forged
		.filter(({ table, key }) => !named.has(`${table} ${key}`))
		.map(
			({ what, table, column, key }) =>
				`${table} ${key} was ${what}${column === undefined ? '' : ` in ${column}`} by hand, and is not named`,
		);
	const short = said.some(({ what }) => what === 'older than kept')
		? []
		: ['a copy that lacks the last seal passes for what the kept head is of'];
	return [...missed, ...short].map((sentence) => ({ invariant: forgedInvariant, sentence }));
}

/** Gone on with, such a copy is another record than the one whose head was kept; and nothing is said of it beside its own head. */
export function putBackFindings(besideKept: readonly Said[], besideOwn: readonly Said[]): Named[] {
	const told = besideKept.some(({ what }) => what === 'other than kept')
		? []
		: ['a copy that lacked a seal and was gone on with passes for what the kept head is of'];
	const more = [...besideKept.filter(({ what }) => what !== 'other than kept'), ...besideOwn].map(
		({ sentence }) => `put right again: ${sentence}`,
	);
	return [...told, ...more].map((sentence) => ({ invariant: forgedInvariant, sentence }));
}

/** One thing of a seal was made otherwise by hand: verifying the record must say so of that seal. */
export function sealForgedFindings(
	{ table, column, seal, said }: { readonly table: string; readonly column: string; readonly seal: string; readonly said: string },
	findings: readonly { readonly what: string; readonly seal: string | null }[],
): Named[] {
	return findings.some((each) => each.what === said && each.seal === seal)
		? []
		: [
				{
					invariant: forgedInvariant,
					sentence: `the ${column} of a ${table} of seal ${seal} was forged, and the record verifies without a word of it`,
				},
			];
}
