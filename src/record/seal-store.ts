import type { Tx } from '../host/db.ts';
import type { Hash } from './merkle.ts';

/**
 * What is sealed, and the bytes of each row: the source's name, a space, and the row as PostgreSQL writes it as jsonb (keys in its order, instants in UTC). The columns are named one
 * by one, so that a column added later does not change what was sealed.
 */
export const sources = {
	record_entry: ['id', 'at', 'act', 'actor_id', 'debtor_id', 'outcome', 'code', 'idempotency_key', 'input_hash', 'input', 'answer'],
	contact_permit: [
		'id',
		'debtor_id',
		'permitted',
		'channel',
		'purpose',
		'contact_point_id',
		'party_id',
		'value_index',
		'creditor_ids',
		'debt_ids',
		'asked_by',
		'asked_at',
		'reasons',
		'obligations',
		'facts',
		'law_version',
		'allowed_from',
		'expires_at',
	],
	contact_attempt: [
		'id',
		'debtor_id',
		'permit_id',
		'channel',
		'contact_point_id',
		'party_id',
		'value_index',
		'creditor_ids',
		'debt_ids',
		'made_by',
		'work_item_id',
		'placed_at',
	],
	contact_outcome: ['attempt_id', 'debtor_id', 'line', 'said', 'answered', 'ended_at', 'note_sealed', 'identity_disclosed', 'recorded_at'],
	ledger_transfer: [
		'id',
		'debtor_id',
		'debt_id',
		'entry_id',
		'kind',
		'component',
		'debit_account',
		'credit_account',
		'amount_minor',
		'currency',
		'happened_at',
		'recorded_at',
		'reverses_entry_id',
		'payment_id',
	],
	row_version: ['id', 'source', 'keys', 'hashes', 'shape', 'settles', 'nonce', 'mac'],
} as const satisfies Record<string, readonly string[]>;
export type Source = keyof typeof sources;
export const sourceNames = Object.keys(sources) as Source[];

const idOf = (source: Source) => (source === 'contact_outcome' ? 'attempt_id' : 'id');
const debtorOf = (source: Source) => (source === 'row_version' ? 'null::bigint' : 't.debtor_id');
const textOf = (source: Source) =>
	`jsonb_build_object('tenant_id', t.tenant_id, ${sources[source].map((column) => `'${column}', t.${column}`).join(', ')})::text`;
/** The hash of a row of a source, of the alias `t`. */
export const leafOf = (source: Source) => `sha256('\\x00'::bytea || convert_to('${source} ' || ${textOf(source)}, 'UTF8'))`;

export type SealRow = {
	number: bigint;
	sealed_at: Temporal.Instant;
	leaves: number;
	root: Hash;
	head: Hash;
	signature: Buffer;
};
export type LeafRow = { source: Source; debtor_id: bigint | null; row_id: bigint; leaf: Hash };

/** One agency's seals are made one after another. */
export async function lockSeals(tx: Tx): Promise<void> {
	await tx.query(`select pg_advisory_xact_lock(hashtextextended('record seal ' || $1, 0))`, [String(tx.tenantId)]);
}

export async function lastSeal(tx: Tx, before?: Temporal.Instant): Promise<SealRow | null> {
	const [row] = await tx.query<SealRow>(
		'select * from record_seal where tenant_id = $1 and ($2::timestamptz is null or sealed_at <= $2) order by number desc limit 1',
		[tx.tenantId, before ?? null],
	);
	return row ?? null;
}

/** The highest row number of a source in the seals up to this one; 0 when there is none. */
export async function highestSealed(tx: Tx, source: Source, upTo: bigint): Promise<bigint> {
	const [row] = await tx.query<{ row_id: bigint }>(
		'select row_id from record_leaf where tenant_id = $1 and source = $2 and seal <= $3 order by row_id desc limit 1',
		[tx.tenantId, source, upTo],
	);
	return row?.row_id ?? 0n;
}

export function sealsFrom(tx: Tx, after: bigint, limit: number): Promise<SealRow[]> {
	return tx.query<SealRow>('select * from record_seal where tenant_id = $1 and number > $2 order by number limit $3', [
		tx.tenantId,
		after,
		limit,
	]);
}

/** Up to where a source is settled: the highest number sealed an hour and more ago, and the time by which every row recorded until then had come (null: nothing was sealed by then). */
export type Floor = { readonly number: bigint; readonly at: Temporal.Instant | null };
type Side = { readonly floor: Floor; readonly side: 'above' | 'below' };

/** An outcome has the number of its attempt and is told when it is told, hours later perhaps: it is new by its number or by its time. */
const aboveOf = (source: Source) => (source === 'contact_outcome' ? '(t.attempt_id > $2 or t.recorded_at > $3)' : 't.id > $2');
const valuesOf = (tx: Tx, source: Source, { number, at }: Floor) => [
	tx.tenantId,
	number,
	...(source === 'contact_outcome' ? [at ?? '-infinity'] : []),
];

const unsealedText = (source: Source, side: Side['side']) => {
	const id = idOf(source);
	return `select '${source}' as source, ${debtorOf(source)} as debtor_id, t.${id} as row_id, ${leafOf(source)} as leaf
		   from ${source} t
		  where t.tenant_id = $1 and ${side === 'above' ? '' : 'not '}${aboveOf(source)}
		    and not exists (select from record_leaf l where l.tenant_id = $1 and l.source = '${source}' and l.row_id = t.${id})
		  order by t.${id}`;
};

/** Rows of a source without a leaf, in the order of their numbers: those above `floor`, or those that are not. */
export function unsealed(tx: Tx, source: Source, of: Side & { readonly limit: number }): Promise<LeafRow[]> {
	return tx.query<LeafRow>(`${unsealedText(source, of.side)} limit ${of.limit}`, valuesOf(tx, source, of.floor));
}

/** The same in batches, from one reading of the table. */
export async function* unsealedBatches(tx: Tx, source: Source, of: Side & { readonly size: number }): AsyncGenerator<LeafRow[]> {
	await tx.query(`declare unsealed no scroll cursor for ${unsealedText(source, of.side)}`, valuesOf(tx, source, of.floor));
	for (;;) {
		const batch = await tx.query<LeafRow>(`fetch ${of.size} from unsealed`);
		if (batch.length > 0) yield batch;
		if (batch.length < of.size) break;
	}
	await tx.query('close unsealed');
}

export async function countUnsealed(tx: Tx, source: Source, floor: Floor): Promise<number> {
	const id = idOf(source);
	const [row] = await tx.query<{ count: bigint }>(
		`select count(*) as count from ${source} t where t.tenant_id = $1 and ${aboveOf(source)}
		    and not exists (select from record_leaf l where l.tenant_id = $1 and l.source = '${source}' and l.row_id = t.${id})`,
		valuesOf(tx, source, floor),
	);
	return Number(row?.count ?? 0);
}

export async function insertSeal(tx: Tx, seal: SealRow, leaves: readonly LeafRow[]): Promise<void> {
	await tx.query(
		'insert into record_seal (tenant_id, number, sealed_at, leaves, root, head, signature) values ($1, $2, $3, $4, $5, $6, $7)',
		[tx.tenantId, seal.number, seal.sealed_at, seal.leaves, seal.root, seal.head, seal.signature],
	);
	await tx.query(
		`insert into record_leaf (tenant_id, seal, position, source, debtor_id, row_id, leaf)
		 select $1, $2, place - 1, source, debtor_id, row_id, leaf
		   from unnest($3::text[], $4::bigint[], $5::bigint[], $6::bytea[]) with ordinality u (source, debtor_id, row_id, leaf, place)`,
		[
			tx.tenantId,
			seal.number,
			leaves.map((leaf) => leaf.source),
			leaves.map((leaf) => leaf.debtor_id),
			leaves.map((leaf) => leaf.row_id),
			leaves.map((leaf) => leaf.leaf),
		],
	);
}

/** The leaves of a seal in their order. */
export function leavesOf(tx: Tx, seal: bigint): Promise<{ position: number; leaf: Hash; source: Source; row_id: bigint }[]> {
	return tx.query('select position, leaf, source, row_id from record_leaf where tenant_id = $1 and seal = $2 order by position', [
		tx.tenantId,
		seal,
	]);
}

/** Of these outcomes, how many had been recorded by then. */
export async function outcomesUntil(tx: Tx, attempts: readonly bigint[], at: Temporal.Instant): Promise<number> {
	const [row] = await tx.query<{ count: bigint }>(
		'select count(*) as count from contact_outcome where tenant_id = $1 and attempt_id = any ($2::bigint[]) and recorded_at <= $3',
		[tx.tenantId, attempts, at],
	);
	return Number(row?.count ?? 0);
}

export type Broken = { seal: bigint; position: number; source: Source; row_id: bigint; removed: boolean };

/** Sealed rows of a source that are gone or are no longer what they were, the first sealed first. */
export function brokenRows(tx: Tx, source: Source, limit: number): Promise<Broken[]> {
	const id = idOf(source);
	// All of them before the first few: under a limit the planner hopes to meet some soon.
	return tx.query<Broken>(
		`with broken as materialized (
			select l.seal, l.position, l.source, l.row_id, t.${id} is null as removed
			  from record_leaf l left join ${source} t on t.tenant_id = $1 and t.${id} = l.row_id
			 where l.tenant_id = $1 and l.source = '${source}' and (t.${id} is null or ${leafOf(source)} <> l.leaf))
		 select * from broken order by seal, position limit $2`,
		[tx.tenantId, limit],
	);
}

export async function findLeaf(tx: Tx, source: Source, id: bigint): Promise<{ seal: bigint; position: number; text: string } | null> {
	const [row] = await tx.query<{ seal: bigint; position: number; text: string }>(
		`select l.seal, l.position, ${textOf(source)} as text from record_leaf l join ${source} t on t.tenant_id = $1 and t.${idOf(source)} = l.row_id
		  where l.tenant_id = $1 and l.source = '${source}' and l.row_id = $2`,
		[tx.tenantId, id],
	);
	return row ?? null;
}
