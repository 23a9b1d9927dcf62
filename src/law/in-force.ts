import { conditions, isAbout } from './conditions.ts';
import { type Case, isByOffice, isConsumer } from './facts.ts';
import type { Bound, Channel, LawBook } from './rows.ts';
import type { LocalDay, Moment } from './windows.ts';

/** The order in which refusals are named: what time does not heal, then the hours, then what is used up. */
const conditionOrder = Object.keys(conditions);
function orderOf(bound: Bound): number {
	if (bound.kind === 'condition') return conditionOrder.indexOf(bound.name);
	return bound.kind === 'hours of day' ? 100 : 101;
}

type Kinds = Map<Channel, Map<string, Map<string, LawBook>>>;
const books = new WeakMap<LawBook, Kinds>();

/** What is kept under a key, made at the first asking. */
function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	let found = map.get(key);
	if (found === undefined) map.set(key, (found = make()));
	return found;
}

/**
 * The rows that speak of this contact on the date of a moment, in the order of refusals; remembered for each book, date and kind of contact. A row is in force when it is
 * on the calendar date of any candidate zone.
 */
export function rowsAt(law: LawBook, of: Case, days: readonly LocalDay[], at: Moment): LawBook {
	const stands = of.facts.party === 'third_party' && isConsumer(of, at);
	const party = isByOffice(of) ? 'by office' : stands ? 'stands for the debtor' : of.facts.party;
	let kinds = books.get(law);
	if (!kinds) books.set(law, (kinds = new Map()));
	const byDate = within(
		within(kinds, of.ask.channel, () => new Map<string, Map<string, LawBook>>()),
		party,
		() => new Map<string, LawBook>(),
	);
	const dates = days.length === 1 ? null : [...new Set(days.map((day) => day.name))].sort();
	const name = dates === null ? (days[0]?.name ?? '') : dates.join(' ');
	const known = byDate.get(name);
	if (known) return known;
	const rows = law
		.filter((row) => (dates ?? [name]).some((date) => row.from <= date && (row.until === null || date < row.until)))
		.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce')
		.filter((row) => row.channels.includes(of.ask.channel) && isAbout(row.party, of, at))
		.sort((a, b) => Math.min(...a.bounds.map(orderOf)) - Math.min(...b.bounds.map(orderOf)));
	if (byDate.size > 2_000) byDate.clear();
	// On most dates the same rows are in force: one list of them, taken apart once.
	const same = [...byDate.values()].find((list) => list.length === rows.length && list.every((row, i) => row === rows[i])) ?? rows;
	byDate.set(name, same);
	return same;
}
