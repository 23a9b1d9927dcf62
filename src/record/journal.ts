import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { differing, type Named, permitKeyHash, rowsOf, stockTaken, versionsAfter, wrongBalances, wrongPlacings } from './journal-store.ts';
import { coveredTables } from './journal-tables.ts';

export { hashLater, settleVersions } from './journal-store.ts';

/** A row that is not what the house left it as, and why we say so. */
export type Difference = { readonly what: Named['what']; readonly source: string; readonly row: string; readonly sentence: string };

/** The house's word for a version, from the key of its transaction. */
const isVouched = (vault: Vault, { nonce, mac, digest }: { nonce: Buffer | null; mac: Buffer | null; digest: Buffer }): boolean =>
	nonce !== null &&
	mac !== null &&
	mac.length === 32 &&
	timingSafeEqual(mac, createHash('sha256').update(vault.voucherKey(nonce)).update(digest).digest());

const sentences: Readonly<Record<Named['what'], string>> = {
	altered: 'is not what the house last left it as',
	removed: 'is gone, and no act of the house removed it',
	inserted: 'is there, and no act of the house brought it',
};

/**
 * Holds every row of every covered table against its newest version, and every version against the house's own word. At most `limit` differences of each table; reads page by page.
 */
export async function differences(tx: Tx, vault: Vault, limit: number): Promise<{ found: Difference[]; versions: number }> {
	const found: Difference[] = [];
	const { forged, versions } = await forgedVersions(tx, vault, limit);
	for (const version of forged)
		for (const { key, what } of await rowsOf(tx, version, limit))
			found.push({
				what,
				source: version.source,
				row: key,
				sentence: `${version.source} ${key} was ${what} by no act of the house (version ${version.id})`,
			});
	const stock = await stockTaken(tx);
	// Rows from before the journal are taken in by the next seal; until then nothing is known of them.
	for (const table of coveredTables)
		for (const { key, what } of await differing(tx, table, limit))
			if (what !== 'inserted' || stock.has(table))
				found.push({ what, source: table, row: key, sentence: `${table} ${key} ${sentences[what]}` });
	for (const { key, what } of await wrongBalances(tx, limit))
		found.push({ what, source: 'debt_balance', row: key, sentence: `the balance of debt ${key} is not what the ledger comes to` });
	for (const { source, key, what } of await wrongPlacings(tx, limit))
		found.push({
			what,
			source,
			row: key,
			sentence:
				source === 'placement'
					? `the debts of placement ${key} were placed with other amounts than it counted`
					: `${source} ${key} places a debt a second time`,
		});
	const { inner, outer } = vault.signingPads();
	const kept = await permitKeyHash(tx);
	if (kept === null || !kept.equals(createHash('sha256').update(inner).update(outer).digest()))
		found.push({
			what: kept === null ? 'removed' : 'altered',
			source: 'permit_key',
			row: String(tx.tenantId),
			sentence: 'the key the database checks permits with is not the agency’s',
		});
	return { found: distinct(found), versions };
}

const pageVersions = 5_000;

async function forgedVersions(tx: Tx, vault: Vault, limit: number) {
	const forged: { source: string; id: bigint }[] = [];
	let versions = 0;
	for (let after = { source: '', id: 0n }; ; ) {
		const page = await versionsAfter(tx, after, pageVersions);
		versions += page.length;
		for (const version of page) if (!isVouched(vault, version) && forged.length < limit) forged.push(version);
		const last = page.at(-1);
		if (last === undefined || page.length < pageVersions) return { forged, versions };
		after = last;
	}
}

/** One row is named once, by what was found first. */
function distinct(found: readonly Difference[]): Difference[] {
	const named = new Map<string, Difference>();
	for (const each of found) {
		const name = `${each.source} ${each.row}`;
		if (!named.has(name)) named.set(name, each);
	}
	return [...named.values()];
}
