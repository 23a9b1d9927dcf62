import { bookFor, euCountries, type Jurisdiction, jurisdictionFrom, type LawChoice, type OwnLimits, tightened } from '../law/books.ts';
import { type LawBook, lawBooks } from '../law/rows.ts';
import type { FactsFile } from './facts-shape.ts';

/** The law a facts file chooses: a book by name, a jurisdiction by name, or jurisdiction × who collects × kind of debt. */
type Choice = Exclude<NonNullable<FactsFile['law']>, string>;

/** Countries by other codes and by their names in English and Chinese. */
const countries: ReadonlyMap<string, string> = new Map([
	...['CN', 'US', 'GB', ...euCountries].flatMap((code) =>
		['en', 'zh'].map((language) => {
			const name = new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
			return [name.toUpperCase(), code === 'GB' ? 'UK' : code] as const;
		}),
	),
	...([
		['GB', 'UK'],
		// As the Union itself writes it.
		['EL', 'GR'],
		['GBR', 'UK'],
		['GREAT BRITAIN', 'UK'],
		['USA', 'US'],
		['CHN', 'CN'],
		['PRC', 'CN'],
	] as const),
]);
/** The boroughs of New York City are in it. */
const boroughs = ['NEW YORK', 'MANHATTAN', 'BROOKLYN', 'QUEENS', 'BRONX', 'THE BRONX', 'STATEN ISLAND'];
const states: Readonly<Record<string, string>> = {
	MASSACHUSETTS: 'MA',
	'NEW YORK': 'NY',
	SCOTLAND: 'SCT',
	ENGLAND: 'EAW',
	WALES: 'EAW',
	'ENGLAND AND WALES': 'EAW',
	ENG: 'EAW',
	WLS: 'EAW',
};
/** The states, the District of Columbia and the territories (12 CFR 1006.2(l)). */
const usStates =
	'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP'.split(
		' ',
	);

/** A place as the packs know it. A country or a state that is none is refused: a slip in it would leave the contact without its law. */
function placeOf(place: { country: string; state?: string | undefined; city?: string | undefined }, path: string): Jurisdiction {
	const said = place.country.trim().toUpperCase();
	const country = countries.get(said) ?? said;
	if (!/^[A-Z]{2}$/.test(country))
		throw new RangeError(`${path} ${place.country} is no country: CN, US, UK, ${euCountries.join(', ')}, or two letters`);
	const named = place.state?.trim().toUpperCase();
	const city = place.city?.trim().toUpperCase();
	const isInCity = country === 'US' && city !== undefined && (city === 'NYC' || boroughs.includes(city));
	const state = named === undefined ? (isInCity ? 'NY' : undefined) : (states[named] ?? named);
	if (country === 'US' && state !== undefined && !usStates.includes(state))
		throw new RangeError(`${path.replace(/country$/, 'state')} ${place.state} is no state: two letters, like MA, NY or OH`);
	return { country, state, city: isInCity ? 'NYC' : city };
}

const isBook = (name: string): name is keyof typeof lawBooks => Object.hasOwn(lawBooks, name);

/**
 * What the file says of its law: the name it gives, and the choice. A place said twice, or a State of no country, is refused: one of the two would be left out without a
 * word, and the law with it.
 */
function saidBy({ law, pack }: FactsFile): { name: string | undefined; path: string; choice: Choice } {
	if (typeof law === 'string') return { name: law, path: '/law', choice: {} };
	const single = (['country', 'state', 'city'] as const).find((name) => law?.[name] !== undefined);
	const choosing = single ?? (['places', 'collector', 'kind'] as const).find((name) => law?.[name] !== undefined);
	if (law?.book !== undefined && choosing) throw new RangeError(`/law/${choosing} chooses what /law/book names: give one`);
	if (law?.places && single) throw new RangeError(`/law/${single} says the same as /law/places: give one`);
	if (single && law?.country === undefined) throw new RangeError(`/law/${single} is of no country: give /law/country`);
	return { name: law?.book ?? pack, path: law?.book === undefined ? '/pack' : '/law/book', choice: law ?? {} };
}

/** The places a file names; China when it says nothing. */
function placesOf(file: FactsFile): readonly Jurisdiction[] {
	const { name, path, choice } = saidBy(file);
	if (name !== undefined) return [placeOf(jurisdictionFrom(name), path)];
	if (choice.places) return choice.places.map((place, i) => placeOf(place, `/law/places/${i}/country`));
	return [placeOf({ country: choice.country ?? 'CN', state: choice.state, city: choice.city }, '/law/country')];
}

/** The one country of a file; null when it names several. */
export function countryOf(file: FactsFile): string | null {
	const names = new Set(placesOf(file).map((place) => place.country));
	return names.size === 1 ? ([...names][0] ?? null) : null;
}

/** The law book of a file. Throws `RangeError` for a country that is none. */
export function lawOf(file: FactsFile): LawBook {
	const { name, choice } = saidBy(file);
	const own = { mandate: limitsOf(choice.mandate), house: limitsOf(choice.house) };
	const book = name?.trim().toUpperCase();
	if (book !== undefined && isBook(book)) return tightened(lawBooks[book], own);
	const asked: LawChoice = {
		places: placesOf(file),
		collector: choice.collector ?? 'agency',
		kind: choice.kind ?? 'consumer',
		product: choice.product,
	};
	return bookFor(asked, own);
}

type LimitsSaid = NonNullable<Choice['mandate']>;
const limitsOf = (limits: LimitsSaid | undefined): OwnLimits | null =>
	limits === undefined
		? null
		: {
				contactHours: limits.contact_hours,
				callsPerDayMax: limits.calls_per_day_max,
				callsPerWeekMax: limits.calls_per_week_max,
				messagesPerWeekMax: limits.messages_per_week_max,
			};
