import type { Person } from './cast.ts';

/** Where else somebody may live, in the words of cast.ts. */
export const placesOfSuits = {
	'Shanghai or New York': { jurisdictions: ['CN', 'US-NY'], zones: ['Asia/Shanghai'] },
} as const;

const york = { lives: 'New York' } as const;

/** People whose last day to sue was told twice, or found by nobody, or is past since a court has judged. */
export const suitsCast = {
	'told a nearer day': york,
	'told a further day': york,
	'told a nearer day in error': york,
	'whose day nobody found': york,
	'whose day nobody found, in two countries': { lives: 'Shanghai or New York' },
	'whose day nobody found in Singapore': { lives: 'Singapore' },
	'judged in New York': york,
	'judged in Scotland': { lives: 'Scotland', due: { years: 5, days: 40 } },
	'judged in England': { lives: 'England', due: { years: 6, days: 40 } },
	'told a nearer instalment': { due: { years: 4 } },
	'whose surety was told a nearer instalment': {},
} as const satisfies Readonly<Record<string, Person>>;
