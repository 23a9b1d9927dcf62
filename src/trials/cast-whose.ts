import type { Person } from './cast.ts';

const york = { lives: 'New York' } as const;

/** People whose telephone somebody else answers, or whose word is taken for another's: debtors, who stands surety for them, and friends who owe nothing. */
export const whoseCast = {
	'who answers on a friend’s telephone': {},
	'who answers on a friend’s telephone there': york,
	'unnoticed, on a friend’s telephone': { ...york, unnoticed: true },
	'written to in English': york,
	'whose spouse is talked with': { ...york, relation: 'spouse' },
	'who agreed to nights alone': {},
	'who agreed to that night alone': {},
	'who agreed to calls alone': york,
	'whose friend would be told': {},
	'whose friend is visited': {},
	'whose friend is asked to pay in Singapore': { lives: 'Singapore' },
	'refused, and told of afterwards': {},
	'whose surety promises': { due: { years: 3, days: 2 } },
	'whose surety promises for the other debt': { debts: ['TRIAL', 'TWIN'] },
	'of a morning no more': { lives: 'east first' },
	'whose attorney answers at last': york,
	'barred, who will not pay': { lives: 'England', due: { years: 6, days: 40 } },
	'bankrupt, and sued for': {},
} as const satisfies Readonly<Record<string, Person>>;
