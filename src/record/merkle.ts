import { createHash } from 'node:crypto';

/**
 * Merkle trees as RFC 9162 (Certificate Transparency 2.0) has them: SHA-256, a leaf is hashed behind 0x00, a node behind 0x01, and the left part of `n` leaves is the largest
 * power of two below `n`. Leaves come in as hashes already. Pure.
 */
export type Hash = Buffer;

const nodePrefix = Buffer.from([0x01]);
const headPrefix = Buffer.from([0x02]);
export const nothingBefore: Hash = Buffer.alloc(32);

export function nodeOf(left: Hash, right: Hash): Hash {
	return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** The hash of a leaf's bytes. */
export function leafOf(bytes: Uint8Array): Hash {
	return createHash('sha256')
		.update(Buffer.from([0x00]))
		.update(bytes)
		.digest();
}

const leftPart = (count: number): number => {
	let part = 1;
	while (part * 2 < count) part *= 2;
	return part;
};

/** The root of at least one leaf (§2.1.1). */
export function rootOf(leaves: readonly Hash[]): Hash {
	let level = [...leaves];
	// Pairs from the left, an odd last one goes up as it is: the same tree, without recursion.
	while (level.length > 1) {
		const up: Hash[] = [];
		for (let i = 0; i < level.length; i += 2) {
			const [left, right] = [level[i] as Hash, level[i + 1]];
			up.push(right === undefined ? left : nodeOf(left, right));
		}
		level = up;
	}
	const [root] = level;
	if (root === undefined) throw new RangeError('a tree has at least one leaf');
	return root;
}

/** The inclusion path of a leaf, from the leaf upwards (§2.1.3.1). */
export function pathOf(leaves: readonly Hash[], at: number): Hash[] {
	if (leaves.length <= 1) return [];
	const part = leftPart(leaves.length);
	const [left, right] = [leaves.slice(0, part), leaves.slice(part)];
	return at < part ? [...pathOf(left, at), rootOf(right)] : [...pathOf(right, at - part), rootOf(left)];
}

/** The root a leaf and its path lead to (§2.1.3.2); null when the path has not the length it must have. */
export function rootFrom(leaf: Hash, path: readonly Hash[], at: number, count: number): Hash | null {
	if (at < 0 || at >= count) return null;
	let [position, last, hash] = [at, count - 1, leaf];
	for (const beside of path) {
		if (last === 0) return null;
		if (position % 2 === 1 || position === last) {
			hash = nodeOf(beside, hash);
			while (position % 2 === 0 && position !== 0) {
				position = Math.floor(position / 2);
				last = Math.floor(last / 2);
			}
		} else {
			hash = nodeOf(hash, beside);
		}
		position = Math.floor(position / 2);
		last = Math.floor(last / 2);
	}
	return last === 0 ? hash : null;
}

/** A batch as its head commits to it; `sealedMicros`: when, in microseconds since 1970. */
export type Batch = { readonly root: Hash; readonly number: bigint; readonly leaves: number; readonly sealedMicros: bigint };

/** The head after a batch: it commits to everything before. */
export function headOf(before: Hash, batch: Batch): Hash {
	const numbers = Buffer.alloc(24);
	numbers.writeBigUInt64BE(batch.number, 0);
	numbers.writeBigUInt64BE(BigInt(batch.leaves), 8);
	numbers.writeBigInt64BE(batch.sealedMicros, 16);
	return createHash('sha256').update(headPrefix).update(before).update(batch.root).update(numbers).digest();
}
