import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Vault } from '../host/vault.ts';

/** Which file one is: 16 bytes under the agency's key, over its SHA-256. */
export type FileIndex = {
	readonly index: Buffer;
	/** The SHA-256 itself, which versions before 2026-12-01 kept; to compare with theirs, not to keep. */
	readonly plain: Buffer;
};

/**
 * Tells a file from others. Of a file of one row the plain hash would give away what the row has masked, to whoever knows how such files look and tries the digits (PIPL 51). Null: it is not there.
 */
export async function indexOfFile(vault: Vault, path: string): Promise<FileIndex | null> {
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(path), hash);
	} catch {
		return null;
	}
	const plain = hash.digest();
	return { plain, index: vault.blindIndex('file', plain.toString('hex')) };
}
