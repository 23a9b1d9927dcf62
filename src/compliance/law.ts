import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, startOfDay } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import { type LawBook, lawBooks, type LawRow, lawVersion } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { changesOf, enforcementOf } from './rules.ts';
import type { Law, LawCalendar, LawRowView } from './shapes.ts';
import type { Span } from './store.ts';

/** The law books as the compliance desk reads them. */
export const books: Readonly<Record<string, LawBook>> = lawBooks;
export const usualBook = 'CN';

/** The law book of this name, which anybody may have typed: `constructor` is none. */
export const bookNamed = (name: string): LawBook | undefined => (Object.hasOwn(books, name) ? books[name] : undefined);

/** There is no law book of this name. */
export const noBook = (name: string): Refusal => refuse('thing.not_found', { what: 'law book', id: name.slice(0, 60) });

/** A row of a book by its id. */
export function rowOf(book: LawBook, id: string): LawRow | undefined {
	return book.find((row) => row.id === id);
}

/** The text of a rule in any book at hand; null where none has it any more. */
export function lawRowNamed(id: string): LawRow | null {
	for (const book of Object.values(books)) {
		const row = rowOf(book, id);
		if (row) return row;
	}
	return null;
}

/** The zone whose dates the agency's screens speak of. */
export async function zoneOf(door: Door): Promise<string> {
	return inTenant(door.pool, door.tenantId, async (tx) => (await loadTenant(tx)).zone);
}

/** Dates of the agency as instants [from, until); the last 30 days where none are named. */
export function spanOf(zone: string, now: Temporal.Instant, asked: { from?: string | undefined; to?: string | undefined }) {
	const to = asked.to === undefined ? dateIn(zone, now) : Temporal.PlainDate.from(asked.to);
	const from = asked.from === undefined ? to.subtract({ days: 29 }) : Temporal.PlainDate.from(asked.from);
	const span: Span = { fromAt: startOfDay(zone, from), untilAt: startOfDay(zone, to.add({ days: 1 })), zone };
	return { from: from.toString(), to: to.toString(), span };
}

const rowView = (row: LawRow, on: string): LawRowView => ({
	id: row.id,
	pack: row.pack,
	force: row.force,
	effect: row.effect,
	channels: [...row.channels],
	party: row.party,
	says: row.says,
	counted_per: row.countedPer,
	exception: row.exception,
	citation: row.citation,
	certainty: row.certainty,
	from: row.from,
	until: row.until,
	in_force: row.from <= on && (row.until === null || on < row.until),
	enforced: enforcementOf(row),
	enforced_by: row.enforcedBy,
});

/** Every row of a law book, and which are in force on a date (today where none is named). Refusal: `thing.not_found` for a book that is none. */
export async function lawOf(door: Door, asked: { on?: string | undefined; book?: string | undefined }): Promise<Law | Refusal> {
	const name = asked.book ?? usualBook;
	const book = bookNamed(name);
	if (!book) return noBook(name);
	const on = asked.on ?? dateIn(await zoneOf(door), door.clock.now()).toString();
	return { book: name, books: Object.keys(books), on, version: lawVersion(book), items: book.map((row) => rowView(row, on)) };
}

/** What changes in a law book and when, latest first. Refusal: `thing.not_found`. */
export async function lawCalendar(door: Door, name = usualBook): Promise<LawCalendar | Refusal> {
	const book = bookNamed(name);
	if (!book) return noBook(name);
	const today = dateIn(await zoneOf(door), door.clock.now()).toString();
	const items = changesOf(book).map(({ on, change, row }) => ({
		on,
		change,
		ahead: on > today,
		rule: row.id,
		pack: row.pack,
		says: row.says,
		citation: row.citation,
		enforced: enforcementOf(row),
	}));
	return { book: name, today, items };
}
