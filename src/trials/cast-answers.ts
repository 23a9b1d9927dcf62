import type { Person } from './cast.ts';

/** People written to and visited at night; called for two lenders at once, beside a surety, or by a number that is a friend’s too; and friends who write back. */
export const answersCast = {
	'written to at night': {},
	'written to at night in England': { lives: 'England' },
	'written to at night in New York': { lives: 'New York' },
	'written to at night in Singapore': { lives: 'Singapore' },
	'whose second lender’s calls are used up': { debts: ['TRIAL', 'OTHER'] },
	'whose first lender’s calls are used up': { debts: ['TRIAL', 'OTHER'] },
	'whose surety answers': {},
	'whose number is a friend’s too': {},
	'whose friend has that number too': { friendsNumberOf: 'whose number is a friend’s too' },
	'whose number is that of a friend who is asked for': {},
	'whose friend is asked for by that number': { friendsNumberOf: 'whose number is that of a friend who is asked for' },
	'whose friend refuses by letter': {},
	'whose friend writes nothing back': {},
	'of the friend who refused by letter': { with: 'whose friend refuses by letter' },
} as const satisfies Readonly<Record<string, Person>>;
