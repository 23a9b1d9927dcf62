import { createHash } from 'node:crypto';
import { known } from '../core/assert.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Door } from './change.ts';
import { newestOf } from './journal-store.ts';
import { columnsOf, type CoveredTable, coveredTables } from './journal-tables.ts';
import { headOf, leafOf, nothingBefore, pathOf, rootFrom } from './merkle.ts';
import { findLeaf, leavesOf, type SealRow, sealsFrom, type Source, sourceNames } from './seal-store.ts';
import { isSigned, type KeptHead, microsOf, sealKey } from './seals.ts';

const isSource = (of: Source | CoveredTable): of is Source => (sourceNames as readonly string[]).includes(of);

/** Everything that shows that one row stands in the record, in one file: checked without a database and without a key of the house. */
export type Proof = {
	readonly kind: 'dunwell record proof';
	readonly tenant: string;
	readonly source: string;
	readonly row: string;
	/** The row as it was sealed. */
	readonly content: string;
	/** Of a row that may change: what is sealed is its newest version, a hash of the row as PostgreSQL writes it; here it is. */
	readonly of?: {
		readonly source: string;
		readonly row: string;
		readonly shape: number;
		readonly columns: readonly string[];
		readonly text: string;
	};
	readonly seal: {
		readonly number: string;
		readonly sealed_at: string;
		readonly leaves: number;
		readonly position: number;
		readonly path: readonly string[];
	};
	/** The head before its seal, and what came after, to the head that is signed. */
	readonly head_before: string;
	readonly after: readonly { readonly root: string; readonly leaves: number; readonly sealed_at: string }[];
	readonly head: string;
	readonly signature: string;
	readonly public_key: string;
};

/** What can be proved: what is sealed row by row, and every row under the journal of versions. */
export const provable = [...new Set<Source | CoveredTable>([...sourceNames, ...coveredTables])];

/** Refusal: `thing.not_found`, also for a row that is not sealed yet. `row`: its number, or its key as `verify` names it. */
export async function proofOf(door: Door, of: Source | CoveredTable, row: string): Promise<Proof | Refusal> {
	return inTenant(door.pool, door.tenantId, async (tx): Promise<Proof | Refusal> => {
		const missing = refuse('thing.not_found', { what: `sealed ${of}`, id: row });
		const versioned = isSource(of) ? null : await newestOf(tx, of, row);
		if (!isSource(of) && versioned === null) return missing;
		const [source, id]: [Source, string] = isSource(of) ? [of, row] : ['row_version', String(known(versioned, 'version').version)];
		const found = /^-?\d{1,18}$/.test(id) ? await findLeaf(tx, source, BigInt(id)) : null;
		if (!found) return missing;
		const leaves = (await leavesOf(tx, found.seal)).map((leaf) => leaf.leaf);
		const seals: SealRow[] = [];
		for (let last = found.seal - 2n; ; ) {
			const page = await sealsFrom(tx, last, 1_000);
			seals.push(...page);
			if (page.length < 1_000) break;
			last = known(page.at(-1), 'seal').number;
		}
		const before = seals[0]?.number === found.seal - 1n ? seals.shift() : undefined;
		const [own, ...after] = seals;
		const final = known(seals.at(-1), 'seal');
		return {
			kind: 'dunwell record proof',
			tenant: String(door.tenantId),
			source,
			row: id,
			content: found.text,
			...(versioned === null || isSource(of)
				? {}
				: {
						of: {
							source: of,
							row,
							shape: versioned.shape,
							columns: columnsOf(of, versioned.shape),
							text: known(versioned.texts[versioned.shape - 1], 'shape'),
						},
					}),
			seal: {
				number: String(found.seal),
				sealed_at: known(own, 'seal').sealed_at.toString(),
				leaves: leaves.length,
				position: found.position,
				path: pathOf(leaves, found.position).map((hash) => hash.toString('hex')),
			},
			head_before: (before?.head ?? nothingBefore).toString('hex'),
			after: after.map((seal) => ({ root: seal.root.toString('hex'), leaves: seal.leaves, sealed_at: seal.sealed_at.toString() })),
			head: final.head.toString('hex'),
			signature: final.signature.toString('hex'),
			public_key: sealKey(door.vault).publicKey,
		};
	});
}

/** What a proof says of itself beside the row's bytes must be what the bytes say. */
function namesItsRow(proof: Proof): boolean {
	const content = JSON.parse(proof.content) as Record<string, unknown>;
	const id = content[proof.source === 'contact_outcome' ? 'attempt_id' : 'id'];
	return String(id) === proof.row && String(content['tenant_id']) === proof.tenant;
}

/** The row behind a version: its hash must stand in the version under its key, and its columns must be those that are hashed. */
function isInVersion(proof: Proof): boolean {
	const { of } = proof;
	if (of === undefined) return proof.source !== 'row_version';
	const content = JSON.parse(proof.content) as { source?: string; shape?: number; keys?: string[]; hashes?: string[] | null };
	const table = coveredTables.find((each) => each === of.source);
	const at = content.keys?.lastIndexOf(of.row) ?? -1;
	return (
		proof.source === 'row_version' &&
		table !== undefined &&
		content.source === table &&
		content.shape === of.shape &&
		columnsOf(table, of.shape).join() === of.columns.join() &&
		content.hashes?.[at] === `\\x${createHash('sha256').update(of.text).digest('hex')}`
	);
}

/**
 * Why a proof does not hold; null when it does. The key comes from the proof itself: that it is the agency's is shown by a head kept elsewhere, to which the proof must then
 * lead. Pure.
 */
export function faultOfProof(proof: Proof, kept: KeptHead | null = null): string | null {
	const hash = (hex: string) => Buffer.from(hex, 'hex');
	const micros = (at: string) => microsOf(Temporal.Instant.from(at));
	if (!namesItsRow(proof)) return 'the row it names is not the row it holds';
	if (!isInVersion(proof)) return 'the row it shows is not the one that was sealed';
	const leaf = leafOf(Buffer.from(`${proof.source} ${proof.content}`, 'utf8'));
	const root = rootFrom(leaf, proof.seal.path.map(hash), proof.seal.position, proof.seal.leaves);
	if (root === null) return 'the path does not fit its place in the tree';
	let number = BigInt(proof.seal.number);
	let head = headOf(hash(proof.head_before), { root, number, leaves: proof.seal.leaves, sealedMicros: micros(proof.seal.sealed_at) });
	const heads = new Map([[String(number), head.toString('hex')]]);
	for (const { root: next, leaves, sealed_at: at } of proof.after) {
		number += 1n;
		head = headOf(head, { root: hash(next), number, leaves, sealedMicros: micros(at) });
		heads.set(String(number), head.toString('hex'));
	}
	if (head.toString('hex') !== proof.head)
		return 'the row and its path do not lead to the head: the content, the path or the head was changed';
	if (!isSigned(head, hash(proof.signature), proof.public_key)) return 'the head is not signed with the key named';
	if (kept === null) return null;
	if (kept.public_key !== proof.public_key) return 'the head kept elsewhere is of another key';
	const there = heads.get(kept.number);
	if (there === undefined) return `the head kept elsewhere is of seal ${kept.number}; this proof spans ${proof.seal.number} to ${number}`;
	return there === kept.head ? null : `seal ${kept.number} is another than the one kept elsewhere`;
}
