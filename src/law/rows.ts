import { assert } from '../core/assert.ts';
import type { RefusalCode, Sentence } from '../core/refusal.ts';
import { sha256 } from '../core/sha256.ts';
import { cnRows } from './cn.ts';
import { euRows } from './eu.ts';
import { houseAmount, houseHours, houseOthers, houseRefused, houseRows, houseRowsOfChina, houseSuit, houseWishes } from './house.ts';
import { massachusettsRows, newYorkCityRows, usConductRows, usRows } from './us.ts';
import { englandRows, scotlandRows, ukRows } from './uk.ts';

export type Channel = 'voice' | 'sms' | 'email' | 'letter' | 'visit' | 'social' | 'unmask';
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

/** What a limit counts: contacts by one channel, by all together, or calls and texts, or texts and e-mails, together. */
export type CountedChannel = Channel | 'any' | 'calls and texts' | 'texts and e-mails';

/** The channel by which a limit is asked after: its own, or the first of several that count together. */
export const askedChannel = (channel: CountedChannel): Channel =>
	channel === 'texts and e-mails' ? 'sms' : channel === 'any' || channel === 'calls and texts' ? 'voice' : channel;

/** At most so many contacts in a window, and what is counted together. */
export type CountLimit = {
	readonly count: number;
	readonly window: Window;
	readonly channel: CountedChannel;
	/**
	 * Every contact placed; those somebody answered (no outcome yet counts as answered); those that reached the dialled number (a ring nobody answers does,
	 * a busy tone or dead number does not); talks with the person, whoever called; or calls nobody answered.
	 */
	readonly counts: 'placed' | 'answered' | 'connected' | 'talks' | 'unanswered';
	/** Whose contacts count: of those who owe (debtor, guarantor, co-borrower), or of anyone. */
	readonly of: 'liable' | 'anyone';
	readonly per: 'lender and debtor' | 'debtor' | 'number' | 'person' | 'person and debt';
	/** Contacts within the person's own consent to further calls neither count nor are limited (12 CFR 1006.14(b)(3)(i)). */
	readonly unlessConsented?: boolean;
	/** All who collect for the lender count together: what the others placed stands in `facts.elsewhere`. */
	readonly network?: boolean;
};

/**
 * Hours of the day [from, until) at the debtor's place, `24:00` for the end of the day. `untilIncluded`: the moment of the end itself is still open, where a text forbids only
 * what is after it (12 CFR 1006.6(b)(1)(i): after 9:00 p.m.). `courtOpens`: a court's permission opens them (1006.6(b)(4)(ii)).
 */
export type Hours = { readonly from: string; readonly until: string; readonly untilIncluded?: true; readonly courtOpens?: true };

/** Conditions the gate knows how to look at; `src/contact/rules.ts` has one function for each. */
export type Condition =
	| 'debt open'
	| 'mandate in force'
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
	| 'named by debtor'
	| 'entry agreed'
	| 'no borrowing urged'
	| 'no lump sum pressed'
	| 'limitation not over'
	| 'enforcement not over'
	| 'guarantee not over'
	| 'cost within guidance'
	| 'no suit on a barred debt'
	| 'debt not extinguished'
	| 'barred debt let be'
	| 'no cease request'
	| 'no attorney'
	| 'no dispute'
	| 'no breathing space'
	| 'medium not refused'
	| 'time convenient'
	| 'place convenient'
	| 'location only'
	| 'location once'
	| 'text basis'
	| 'e-mail basis'
	| 'not public'
	| 'no postcard'
	| 'limited content'
	| 'debt kept to the debtor'
	| 'visit announced'
	| 'transfer told'
	| 'validation sent'
	| 'revoked by then'
	| 'machine not refused';

export type DutyName =
	| 'state_institution'
	| 'announce_recording'
	| 'verify_right_party'
	| 'complaint_line_and_opt_out'
	| 'locate_or_relay_only'
	| 'show_identification'
	| 'record_the_visit'
	| 'opt_out_each_time'
	| 'own_name_employer_only_if_asked'
	| 'disclose_attempt_to_collect'
	| 'disclose_debt_collector'
	| 'validation_notice_within_5_days'
	| 'disclose_purpose_when_connecting'
	| 'nothing_on_the_envelope'
	| 'state_visit_purpose';
/** What comes with a yes. `when` asks the facts whether it is due: with the first communication, with a later one, or while the notice is not sent. */
export type Duty = {
	readonly name: DutyName;
	readonly channels: readonly Channel[];
	readonly says: Sentence;
	readonly when?: 'first communication' | 'later communication' | 'validation notice due';
};

/** What the gate does with a row. A new limit or new hours are a row and no code; a new condition is a row and a function. */
export type Bound =
	| { readonly kind: 'hours of day'; readonly hours: Hours; readonly unlessAgreed: boolean }
	| {
			readonly kind: 'count';
			readonly limits: readonly CountLimit[] /** Only contacts made without an agent are limited. */;
			readonly automaticOnly?: boolean;
	  }
	/** `count` is the condition's own number: failed attempts in a row, years since training, people at a visit. */
	| { readonly kind: 'condition'; readonly name: Condition; readonly count: number }
	| { readonly kind: 'duties'; readonly duties: readonly Duty[] }
	/** Not the gate's: another module applies it, or nothing does yet (`enforcedBy`). */
	| { readonly kind: 'elsewhere'; readonly limit: Sentence | null; readonly years: number | null };

/** Whose law it is: a country, a state or city of it, the client's mandate, or the house. */
export type Pack = 'CN' | 'US' | 'US-MA' | 'US-NY-NYC' | 'UK' | 'UK-EAW' | 'UK-SCT' | 'EU' | 'mandate' | 'house';

/**
 * Of whom a row speaks. `consumer` is the debtor with those who stand for them (12 CFR 1006.6(a): spouse, parent of a minor, guardian, executor, confirmed successor
 * in interest) and whoever owes; `not a consumer` everybody else.
 */
export type RowParty = 'anyone' | 'liable' | 'third party' | 'consumer' | 'not a consumer';

/** One row, one rule, in the columns of regulation.md §3. Dates are half-open [from, until). Its numbers stand here, not in the code that applies it. */
export type LawRow = {
	readonly id: string;
	readonly pack: Pack;
	readonly force: Force;
	/** The channels of contact it speaks of; none where its subject is no contact. */
	readonly channels: readonly Channel[];
	readonly party: RowParty | null;
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

const packOrder: readonly Pack[] = ['CN', 'US', 'US-MA', 'US-NY-NYC', 'UK', 'UK-EAW', 'UK-SCT', 'EU', 'mandate', 'house'];

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
export const lawRows: LawBook = stack(cnRows, houseRowsOfChina);

/**
 * The law books by name: what a facts file, the compliance desk or a what-if may ask for outright. Which book a debtor has is `bookFor` (books.ts). US is Regulation F
 * for an agency or debt buyer; England and Wales, and Scotland, are the two variants of the UK.
 */
export const lawBooks = {
	CN: lawRows,
	US: stack(usRows, usConductRows, houseRefused, houseRows),
	'US-MA': stack(usRows, usConductRows, massachusettsRows, houseRefused, houseRows),
	'US-NY-NYC': stack(usRows, usConductRows, newYorkCityRows, houseRefused, houseRows),
	UK: stack(ukRows, englandRows, houseAmount, houseSuit, houseRefused, houseRows),
	'UK-SCT': stack(ukRows, scotlandRows, houseAmount, houseSuit, houseRefused, houseRows),
	EU: stack(euRows, houseHours, houseWishes, houseAmount, houseOthers, houseSuit, houseRefused, houseRows),
} as const satisfies Record<string, LawBook>;

/** Every row of every book, once each, country by country. */
export const allRows: LawBook = [...new Set(Object.values<LawBook>(lawBooks).flat())].sort(
	(a, b) => packOrder.indexOf(a.pack) - packOrder.indexOf(b.pack),
);

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
