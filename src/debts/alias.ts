import { ungrouped } from '../core/mask.ts';
import type { Vault } from '../host/vault.ts';

/** The blind index under which a contract or card number finds its debt; the same however the number is spaced, dashed or cased. */
export function aliasOf(vault: Vault, number: string): bigint {
	return vault.blindIndex('alias', ungrouped(number).toUpperCase()).readBigInt64BE(0);
}
