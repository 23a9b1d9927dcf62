/**
 * The gate as a library: `import { decide } from 'dunwell/gate'`. Pure: an intended contact, the facts, a law book and an instant in; a decision out. No database, no
 * clock, no network, nothing read or written. Give it the same four things twice and it says the same twice.
 *
 * ```ts
 * import { bookFor, decide } from 'dunwell/gate';
 *
 * const law = bookFor({ places: [{ country: 'US' }], collector: 'agency', kind: 'consumer' });
 * const decision = decide(ask, facts, law, Temporal.Instant.from('2026-11-24T15:00:00Z'));
 * decision.permitted; // false
 * decision.reasons[0]; // { rule: 'US-F1', verdict: 'refuses', sentence: { zh, en }, citation, lifts_at }
 * decision.allowedFrom; // the first instant at which time alone makes it permitted
 * ```
 *
 * A contact that is decided more than once (which hour today, which day this week) is prepared first. The law book needs no preparing: it is taken apart when first used.
 *
 * ```ts
 * const contact = prepare(ask, facts, law);
 * contact.decide(Temporal.Now.instant()); // what `decide` says
 * contact.at(Date.now()); // the same with its instants as milliseconds: a tenth of a microsecond
 * ```
 *
 * `explain` takes a facts file as `dunwell contact explain --facts` does (docs/reference/contact-facts.schema.json), with everything it leaves out filled in.
 * Not legal advice; docs/reference/law.md says which rows are enforced, how sure we are of each, and what proves it.
 */
import { intendedBy } from './contact/facts-file.ts';
import type { FactsFile } from './contact/facts-shape.ts';
import { decide, type Decision } from './contact/rules.ts';

export { type Answer, decide, type Decision, prepare, type Prepared, type Reason } from './contact/rules.ts';
export { intendedBy } from './contact/facts-file.ts';
export type { FactsFile } from './contact/facts-shape.ts';
export { bookFor, bookOfVersion, jurisdictionFrom, type Jurisdiction, type LawChoice, type OwnLimits, tightened } from './law/books.ts';
export type {
	Ask,
	Earlier,
	FactConsent,
	FactDebt,
	FactHold,
	FactInconvenient,
	FactPoint,
	Facts,
	HoldKind,
	Place,
	Purpose,
} from './law/facts.ts';
export {
	allRows,
	type Bound,
	type Channel,
	type Hours,
	lawBooks,
	lawInForce,
	type LawBook,
	type LawRow,
	lawVersion,
	type Party,
	stack,
} from './law/rows.ts';

/**
 * Decides the contact of a facts file.
 *
 * @param file of the shape of docs/reference/contact-facts.schema.json; it is not checked against it here.
 * @param now used where the file names no instant.
 * @throws RangeError for dates and instants that are none.
 */
export function explain(file: FactsFile, now: Temporal.Instant): Decision {
	const { ask, facts, law, at } = intendedBy(file, now);
	return decide(ask, facts, law, at);
}
