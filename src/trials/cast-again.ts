import type { Person } from './cast.ts';

/** Where else somebody lives, in the words of cast.ts. */
export const morePlaces = {
	Wales: { jurisdictions: ['UK-WLS'], zones: ['Europe/London'] },
} as const;

const gone = { debts: ['LONG'], due: { years: 9 } } as const;

/** People of whom two lenders ask apart, whose country has a law of its own, of whom a court or a friend's second number is to be forgotten, or kept; and one whose call takes its time. */
export const againCast = {
	'of two lenders, asked apart': { debts: ['TRIAL', 'OTHER'] },
	'barred in Wales': { lives: 'Wales', due: { years: 6, days: 1 } },
	'gone, whom the house sued': gone,
	'gone, whom the creditor sued': gone,
	'gone, whose friend has two numbers': gone,
	'of a friend’s other number': { debts: ['LATER'], friend: '试行叔' },
	'counted before the call': {},
} as const satisfies Readonly<Record<string, Person>>;
