/**
 * A count shared by the agencies of a lender, without a name in it: who was called is an HMAC of lender and debtor under a key the agencies share, which this never
 * sees. It holds calls, not law: what a call counts for, and in whose day, the asking gate decides.
 */
export type CallState = 'reserved' | 'answered' | 'released';

export type Call = {
	/** The call's own number, drawn by whoever reserves it; the same again changes nothing. */
	readonly id: string;
	/** Lender and debtor. */
	readonly key: string;
	/** The agency, unnamed; only it may change its calls. */
	readonly house: string;
	readonly at: string;
	/** When the service heard of it, by its own clock: a house with a wrong one makes nothing forgotten. */
	readonly notedAt: string;
	readonly state: CallState;
};

/** Calls by key, in the order in which they first came. */
export type Book = Map<string, Call[]>;

/** What was released or answered is not reserved again by a message that comes late, and an answered call stays one. */
const rank: Readonly<Record<CallState, number>> = { reserved: 0, released: 1, answered: 2 };

/** Notes a call; false when the book holds it already or the call is another agency's. */
export function note(book: Book, call: Call): boolean {
	const calls = book.get(call.key) ?? [];
	const place = calls.findIndex((other) => other.id === call.id);
	const known = calls[place];
	if (known && (known.house !== call.house || rank[known.state] >= rank[call.state])) return false;
	if (known) calls[place] = { ...known, state: call.state };
	else calls.push(call);
	book.set(call.key, calls);
	return true;
}

/**
 * The other agencies' calls that came before this one and were not released. Only those before: of two that reserve in the same moment the second sees the first,
 * the first sees nobody, and so the last call left is one agency's. Asked again, the answer names no later call.
 */
export function othersBefore(book: Book, call: Pick<Call, 'id' | 'key' | 'house'>): readonly Call[] {
	const calls = book.get(call.key) ?? [];
	const place = calls.findIndex((other) => other.id === call.id);
	return calls.slice(0, place === -1 ? calls.length : place).filter((other) => other.house !== call.house && other.state !== 'released');
}

/** Forgets calls noted before an instant: no window of any row reaches further back. */
export function forget(book: Book, before: Temporal.Instant): void {
	for (const [key, calls] of book) {
		const kept = calls.filter((call) => Temporal.Instant.compare(Temporal.Instant.from(call.notedAt), before) >= 0);
		if (kept.length === 0) book.delete(key);
		else if (kept.length < calls.length) book.set(key, kept);
	}
}

/**
 * A lender's name for the count: its unified social credit code (统一社会信用代码, GB 32100-2015), else its name in one form of characters, without spaces, in
 * lower case.
 */
export function lenderName(creditor: { readonly name: string; readonly credit_code: string | null }): string {
	if (creditor.credit_code !== null) return `code ${creditor.credit_code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()}`;
	return `name ${creditor.name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()}`;
}

/** An identity number in one form of characters: whatever its spelling, one person is one. */
export const identityName = (identity: string): string => identity.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
