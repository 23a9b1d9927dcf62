import { assert } from '../core/assert.ts';
import type { RefusalCode, Sentence } from '../core/refusal.ts';
import { sha256 } from '../core/sha256.ts';
import { cnRows } from './cn.ts';
import { houseRows } from './house.ts';

export type Channel = 'voice' | 'sms' | 'email' | 'letter' | 'visit' | 'unmask';
export type Party = 'debtor' | 'guarantor' | 'co_borrower' | 'third_party';

/** How strong a row is: law or regulation, recommended standard, association self-discipline, guidance, a provider's limit, or our own. */
export type Force = 'law' | 'standard' | 'association' | 'standard and association' | 'guidance' | 'provider' | 'house';

/** What a row does: forbids a contact, stops it for good, makes something due with it, warns; or orders, caps, keeps, times something else. */
export type Effect = 'block' | 'stop' | 'require' | 'warn' | 'order' | 'cap' | 'keep' | 'clock';

/** "Seven days" always says which: calendar dates at the debtor's place, or so many minutes back from now (style §10). */
export type Window =
	| { readonly kind: 'calendar day' }
	| { readonly kind: 'calendar dates'; readonly days: number }
	| { readonly kind: 'rolling'; readonly minutes: number };

/** At most so many contacts in a window, and what is counted together. */
export type CountLimit = {
	readonly count: number;
	readonly window: Window;
	readonly channel: Channel;
	/** Every contact placed, or those somebody answered (no outcome yet counts as answered). */
	readonly counts: 'placed' | 'answered';
	/** Whose contacts count: of those who owe (debtor, guarantor, co-borrower), or of anyone. */
	readonly of: 'liable' | 'anyone';
	readonly per: 'lender and debtor' | 'debtor' | 'number' | 'person';
};

/** Hours of the day [from, until) at the debtor's place, `24:00` for the end of the day. */
export type Hours = { readonly from: string; readonly until: string };

/** Conditions the gate knows how to look at; `src/contact/rules.ts` has one function for each. */
export type Condition =
	| 'debt open'
	| 'amount owed'
	| 'no hold'
	| 'plan kept'
	| 'provenance'
	| 'point usable'
	| 'certificate'
	| 'people enough'
	| 'locate only'
	| 'debtor lost'
	| 'not refused'
	| 'named by debtor';

export type DutyName =
	| 'state_institution'
	| 'announce_recording'
	| 'verify_right_party'
	| 'complaint_line_and_opt_out'
	| 'locate_or_relay_only';
export type Duty = { readonly name: DutyName; readonly channels: readonly Channel[]; readonly says: Sentence };

/** What the gate does with a row. A new limit or new hours are a row and no code; a new condition is a row and a function. */
export type Bound =
	| { readonly kind: 'hours of day'; readonly hours: Hours; readonly unlessAgreed: boolean }
	| { readonly kind: 'count'; readonly limits: readonly CountLimit[] }
	/** `count` is the condition's own number: failed attempts in a row, years since training, people at a visit. */
	| { readonly kind: 'condition'; readonly name: Condition; readonly count: number }
	| { readonly kind: 'duties'; readonly duties: readonly Duty[] }
	/** Not the gate's: another module applies it, or nothing does yet (`enforcedBy`). */
	| { readonly kind: 'elsewhere'; readonly limit: Sentence | null; readonly years: number | null };

/** One row, one rule, in the columns of regulation.md §3. Dates are half-open [from, until). Its numbers stand here, not in the code that applies it. */
export type LawRow = {
	readonly id: string;
	readonly pack: 'CN' | 'house';
	readonly force: Force;
	/** The channels of contact it speaks of; none where its subject is no contact. */
	readonly channels: readonly Channel[];
	readonly party: 'anyone' | 'liable' | 'third party' | null;
	readonly effect: Effect;
	readonly says: Sentence;
	/** What the gate checks; one row may set several bounds. */
	readonly bounds: readonly Bound[];
	readonly countedPer: string;
	readonly exception: Sentence | null;
	readonly citation: Sentence;
	/** How sure we are of the text: read in the rule itself, in a report of it, from memory, or ours. */
	readonly certainty: 'found' | 'found by report' | 'memory' | 'house';
	readonly from: string;
	readonly until: string | null;
	/** The file that applies it; null: its subject is not built yet; `do not enforce`: the text is unclear. */
	readonly enforcedBy: string | null;
	/** The code a contact refused by it carries. */
	readonly code: RefusalCode | null;
};

/** A law book: rows of several packs, one on top of the other. */
export type LawBook = readonly LawRow[];

/**
 * Puts packs on top of each other: country, then what is closer (state, city, mandate, house). Every row only ever refuses or asks for more, and none is taken
 * away, so a further pack can only tighten. The same id in two packs would replace a row: a fault.
 */
export function stack(...packs: readonly LawBook[]): LawBook {
	const owner = new Map<string, LawBook>();
	for (const pack of packs) {
		for (const { id } of pack) {
			assert((owner.get(id) ?? pack) === pack, `the row ${id} is in two packs: a pack adds, it never replaces`);
			owner.set(id, pack);
		}
	}
	return packs.flat();
}

/** The China pack with the house's own rows. */
export const lawRows: LawBook = stack(cnRows, houseRows);

/** The law books there are, by the name a facts file or a debtor's jurisdiction gives. */
export const lawBooks = { CN: lawRows } as const;

/** The rows of a book in force on a date. */
export function lawInForce(book: LawBook, on: Temporal.PlainDate): LawBook {
	const day = on.toString();
	return book.filter((row) => row.from <= day && (row.until === null || day < row.until));
}

/** Years a row outside the gate speaks of (CN-L1: five). */
export function yearsOf(id: string): number {
	const bounds = lawRows.find((row) => row.id === id)?.bounds ?? [];
	const years = bounds.find((bound) => bound.kind === 'elsewhere')?.years ?? null;
	assert(years !== null, `the row ${id} names no years`);
	return years;
}

const versions = new WeakMap<LawBook, string>();

/** The fingerprint of a book: SHA-256 of its rows as JSON with sorted keys. Each decision stores it, so it is known which text it was made under. */
export function lawVersion(book: LawBook = lawRows): string {
	const known = versions.get(book);
	if (known !== undefined) return known;
	const version = sha256(JSON.stringify(book, (_, part: unknown) => sorted(part)));
	versions.set(book, version);
	return version;
}

function sorted(part: unknown): unknown {
	if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
	return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
