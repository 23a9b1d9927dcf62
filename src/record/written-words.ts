import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { type Act, indexOfWords, type Plain } from './change.ts';

/** Words written down about a debtor beside an act. They lie sealed in a row of their own, which erasing the debtor empties (PIPL 47); the record has an index of them. */
const context = (debtorId: bigint) => `words of debtor ${debtorId}`;

/** What of a body are a person's own words, or names a person to whoever asks elsewhere: the court or the regulator and its number of a case. */
const wordsOf = [
	'evidence',
	'proof',
	'purpose',
	'reason',
	'remark',
	'note',
	'words',
	'wanted',
	'text',
	'regulator_reference',
	'court',
	'case_number',
] as const;

/** A body as the record keeps it: of the words in it the index alone. */
export function withoutWords(vault: Vault, body: Readonly<Record<string, Plain | undefined>>): Record<string, Plain | undefined> {
	return Object.fromEntries(
		Object.entries(body).map(([name, said]) => [
			name,
			typeof said === 'string' && wordsOf.some((each) => each === name) ? indexOfWords(vault, said) : said,
		]),
	);
}

/** Keeps the words of an act. `about`: the row it was about. */
export function writeWords(
	act: Act,
	of: { readonly debtorId: bigint; readonly act: string; readonly about: bigint; readonly words: string },
): void {
	act.tx.later(
		'words written',
		`insert into written_words (tenant_id, debtor_id, act, about, words_sealed, written_by, written_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		[act.tx.tenantId, of.debtorId, of.act, of.about, act.vault.seal(of.words, context(of.debtorId)), act.actor.id, act.now],
	);
}

/** Words as they were written; null for those of a debtor who is erased. */
export function openWords(vault: Vault, debtorId: bigint, sealed: Buffer): string | null {
	return sealed.length === 0 ? null : vault.open(sealed, context(debtorId));
}

/** The words of some acts with a debtor, by the row they are about, oldest first. */
export async function loadWords(tx: Tx, vault: Vault, debtorId: bigint, acts: readonly string[]): Promise<Map<bigint, string[]>> {
	const rows = await tx.query<{ about: bigint; words_sealed: Buffer }>(
		'select about, words_sealed from written_words where tenant_id = $1 and debtor_id = $2 and act = any ($3) order by id',
		[tx.tenantId, debtorId, acts],
	);
	const found = new Map<bigint, string[]>();
	for (const { about, words_sealed: sealed } of rows) {
		const words = openWords(vault, debtorId, sealed);
		if (words !== null) found.set(about, [...(found.get(about) ?? []), words]);
	}
	return found;
}
