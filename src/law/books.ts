import { earlierTexts } from './earlier.ts';
import { cnRows } from './cn.ts';
import { euRows } from './eu.ts';
import { houseAmount, houseHours, houseOthers, houseRefused, houseRows, houseRowsOfChina, houseSuit, houseWishes } from './house.ts';
import {
	type Condition,
	type CountedChannel,
	type Hours,
	type LawBook,
	lawBooks,
	type LawRow,
	lawVersion,
	type Pack,
	stack,
} from './rows.ts';
import { englandRows, scotlandRows, ukRows } from './uk.ts';
import { massachusettsRows, newYorkCityRows, usConductRows, usRows } from './us.ts';

/** Where a debtor may be: a country (ISO 3166, EU member states by their own), and a part and city of it where known. */
export type Jurisdiction = { readonly country: string; readonly state?: string | undefined; readonly city?: string | undefined };

/**
 * What chooses the packs (regulation.md §0.6): every jurisdiction the debtor may be in, who collects, the kind of debt, and its product. With several jurisdictions all
 * their packs apply, so that the strictest wins.
 */
export type LawChoice = {
	readonly places: readonly Jurisdiction[];
	/** An agency collects for another; the creditor's own staff its own; a debt buyer what it bought. */
	readonly collector: 'agency' | 'creditor' | 'debt_buyer';
	readonly kind: 'consumer' | 'business';
	readonly product?: string | undefined;
};

/** Limits a client's mandate or the house sets of its own, on top of the law. They can only tighten. */
export type OwnLimits = {
	/** Contacts only within these hours at the debtor's place. */
	readonly contactHours?: Hours | null | undefined;
	readonly callsPerDayMax?: number | null | undefined;
	readonly callsPerWeekMax?: number | null | undefined;
	readonly messagesPerWeekMax?: number | null | undefined;
};

/** The member states of the European Union, and `EU` for one not named. */
export const euCountries = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE EU'.split(' ');

/** The text of a jurisdiction as a debtor's file writes it: `US`, `US-MA`, `US-NY-NYC`, `UK-SCT`. */
export function jurisdictionFrom(text: string): Jurisdiction {
	const [country = '', state, city] = text.trim().toUpperCase().split('-');
	return { country: country === 'GB' ? 'UK' : country, state, city };
}

/**
 * The packs of one place, as numbered in regulation.md: GB/T 45251 and the association's guide speak of consumer credit, so a business debt in China has the rows of law
 * only; FDCPA and Regulation F bind agencies and debt buyers, not a creditor's own staff, and consumer debts only. Where the part of a country is not known, every
 * part's pack applies that may (Scotland's or England's limitation, Breathing Space), but no State's or city's of the United States, whose numbers are far apart.
 */
function packsOf(place: Jurisdiction, choice: LawChoice): LawBook[] {
	const consumer = choice.kind === 'consumer';
	const { country, state, city } = place;
	if (country === 'CN') return [consumer ? cnRows : businessRowsOfChina];
	if (country === 'US') {
		const conduct = consumer && choice.collector !== 'creditor';
		return [
			usRows,
			...(conduct ? [usConductRows] : []),
			...(consumer && state === 'MA' ? [massachusettsRows] : []),
			...(consumer && state === 'NY' && (city === 'NYC' || city === 'NEW YORK CITY') ? [newYorkCityRows] : []),
		];
	}
	if (country === 'UK' || country === 'GB') {
		if (!consumer) return [];
		const scotland = state === 'SCT' || state === 'SCOTLAND';
		const other = state === 'EAW' || state === 'ENG' || state === 'WLS' || state === 'ENGLAND' || state === 'WALES';
		return [ukRows, ...(scotland ? [] : [englandRows]), ...(other ? [] : [scotlandRows])];
	}
	return euCountries.includes(country) && choice.collector !== 'creditor' ? [euRows] : [];
}

const businessRowsOfChina: LawBook = cnRows.filter((row) => row.force === 'law' || row.force === 'provider');

const known = new Map<string, LawBook>();

/** What a debt adds to the choice: who collects it, of what kind and product it is, and what its client's mandate allows. */
export type DebtChoice = Omit<LawChoice, 'places'> & { readonly mandate?: OwnLimits | null | undefined };

/**
 * The law book of a debtor: country, state, city, then the client's mandate and the house (`stack`). The same choice and limits give the same book, so that its version
 * is computed once. A debtor in no country with a pack is kept to the house's rows and hours.
 */
export function bookFor(choice: LawChoice, own: { mandate?: OwnLimits | null; house?: OwnLimits | null } = {}): LawBook {
	return bookForDebts(choice.places, [{ ...choice, mandate: own.mandate }], own.house);
}

/** The law book of a contact about several debts: every pack any of them brings, and of the mandates the tightest of each limit. */
export function bookForDebts(places: readonly Jurisdiction[], debts: readonly DebtChoice[], own: OwnLimits | null = null): LawBook {
	const mandate = tightestOf(debts.map((debt) => debt.mandate));
	const name = JSON.stringify([
		places.map(({ country, state, city }) => [country, state, city]),
		debts.map(({ collector, kind }) => `${collector} ${kind}`).sort(),
		mandate,
		own,
	]);
	const found = known.get(name);
	if (found) return found;
	const packs = [...new Set(debts.flatMap((debt) => places.flatMap((place) => packsOf(place, { ...debt, places }))))];
	// A business debt's rows of China are among those of a consumer's.
	const distinct = packs.includes(cnRows) ? packs.filter((pack) => pack !== businessRowsOfChina) : packs;
	const house = distinct.includes(cnRows) ? houseRowsOfChina : houseRows;
	const hasHours = distinct.some((pack) => pack.some((row) => row.bounds.some((bound) => bound.kind === 'hours of day')));
	const has = (name: Condition) =>
		distinct.some((pack) => pack.some((row) => row.bounds.some((bound) => bound.kind === 'condition' && bound.name === name)));
	const wishes = has('time convenient') || house === houseRowsOfChina ? [] : houseWishes;
	const amount = has('amount owed') ? [] : houseAmount;
	const others = has('locate only') || has('location only') || has('debt kept to the debtor') ? [] : houseOthers;
	const suit = has('no suit on a barred debt') || house === houseRowsOfChina ? [] : houseSuit;
	const refused = has('not refused') ? [] : houseRefused;
	const book = whole(
		stack(
			...distinct,
			...(hasHours ? [] : [houseHours]),
			wishes,
			amount,
			others,
			suit,
			refused,
			ownRows('mandate', mandate),
			house,
			ownRows('house', own),
		),
	);
	if (known.size > 5_000) known.clear();
	known.set(name, book);
	return book;
}

/** The tightest of each limit; null where none is set. Hours that do not overlap leave the narrower of the two beginnings and ends: no hour at all. */
function tightestOf(limits: readonly (OwnLimits | null | undefined)[]): OwnLimits | null {
	const set = limits.filter((each) => each !== null && each !== undefined);
	if (set.length === 0) return null;
	const least = (of: (each: OwnLimits) => number | null | undefined) => {
		const values = set.map(of).filter((value) => value !== null && value !== undefined);
		return values.length === 0 ? null : Math.min(...values);
	};
	return {
		contactHours: overlapOf(set.flatMap((each) => (each.contactHours ? [each.contactHours] : []))),
		callsPerDayMax: least((each) => each.callsPerDayMax),
		callsPerWeekMax: least((each) => each.callsPerWeekMax),
		messagesPerWeekMax: least((each) => each.messagesPerWeekMax),
	};
}

/** Hours all of several hold; where they share none, one minute in the night, so that nothing is open (the law's own hours stand besides). */
function overlapOf(hours: readonly Hours[]): Hours | null {
	if (hours.length < 2) return hours[0] ?? null;
	const from =
		hours
			.map((each) => each.from)
			.sort()
			.at(-1) ?? '00:00';
	const until = hours.map((each) => each.until).sort()[0] ?? '24:00';
	return from < until ? { from, until } : { from: '03:00', until: '03:01' };
}

/** A book with a mandate's and a house's own limits on top. */
export function tightened(book: LawBook, own: { mandate?: OwnLimits | null; house?: OwnLimits | null }): LawBook {
	const more = [ownRows('mandate', own.mandate), ownRows('house', own.house)].filter((rows) => rows.length > 0);
	return more.length === 0 ? book : stack(book, ...more);
}

/** One of the named books where the stack came out the same, so that both have one identity. */
function whole(book: LawBook): LawBook {
	const same = Object.values<LawBook>(lawBooks).find((each) => each.length === book.length && each.every((row, i) => row === book[i]));
	return same ?? book;
}

/** The rows of a mandate's or a house's own limits. */
export function ownRows(pack: Extract<Pack, 'mandate' | 'house'>, own: OwnLimits | null | undefined): LawBook {
	if (!own) return [];
	const prefix = pack === 'mandate' ? 'MANDATE' : 'HOUSE';
	const citation = pack === 'mandate' ? { zh: '委托合同', en: 'the client’s mandate' } : { zh: '机构设置', en: 'house settings' };
	const row = (id: string, rest: Pick<LawRow, 'channels' | 'says' | 'bounds' | 'countedPer' | 'code'>): LawRow => ({
		...rest,
		id: `${prefix}-${id}`,
		pack,
		force: 'house',
		party: 'anyone',
		effect: 'block',
		exception: null,
		citation,
		certainty: 'house',
		from: '2018-01-01',
		until: null,
		enforcedBy: 'src/contact/rules.ts',
	});
	const limited = (id: string, channel: CountedChannel, count: number, days: number, zh: string, en: string) =>
		row(id, {
			channels: channel === 'voice' ? ['voice'] : ['sms', 'email'],
			says: { zh: `${zh}不超过 ${count} 次`, en: `at most ${count} ${en}` },
			bounds: [
				{
					kind: 'count',
					limits: [
						{
							count,
							window: days === 1 ? { kind: 'calendar day' } : { kind: 'calendar dates', days },
							channel,
							counts: 'placed',
							of: 'anyone',
							per: 'debtor',
						},
					],
				},
			],
			countedPer: 'debtor',
			code: channel === 'voice' ? 'contact.attempt_limit_reached' : 'contact.message_limit_reached',
		});
	const { contactHours: hours, callsPerDayMax: day, callsPerWeekMax: week, messagesPerWeekMax: messages } = own;
	return [
		...(hours
			? [
					row('HOURS', {
						channels: ['voice', 'sms', 'email', 'letter', 'visit', 'social'],
						says: { zh: `仅可在 ${hours.from}–${hours.until} 联系`, en: `contact only from ${hours.from} to ${hours.until}` },
						bounds: [{ kind: 'hours of day', hours, unlessAgreed: false }],
						countedPer: 'person',
						code: 'contact.outside_hours',
					}),
				]
			: []),
		...(day ? [limited('CALLS-DAY', 'voice', day, 1, '每日拨打', 'calls a day')] : []),
		...(week ? [limited('CALLS-WEEK', 'voice', week, 7, '连续 7 日拨打', 'calls in 7 calendar dates')] : []),
		...(messages
			? [limited('MESSAGES-WEEK', 'texts and e-mails', messages, 7, '连续 7 日短信与邮件', 'texts and e-mails in 7 calendar dates')]
			: []),
	];
}

/** The text a decision was made under, by its version: a book of today or an earlier text kept (`earlier.ts`); null when it is not at hand. */
export function bookOfVersion(version: string, others: readonly LawBook[] = []): LawBook | null {
	return [...Object.values<LawBook>(lawBooks), ...others].find((book) => lawVersion(book) === version) ?? earlierTexts[version] ?? null;
}
