import type { Person } from './cast.ts';

/** Who borrowed together with somebody else, and whose own number is given as that of somebody around another; whose friend is in the file without the debtor's word. */
export const othersCast = {
	'whose co-borrower promises': { due: { years: 3, days: 2 } },
	'whose co-borrower promises for the other debt': { debts: ['TRIAL', 'TWIN'] },
	'whose co-borrower is talked with': {},
	'whose number somebody refused': {},
	'whose friend has a number somebody refused': { friendsNumberOf: 'whose number somebody refused' },
	'of another lender, whose friend has that number': { debts: ['OTHER'], friendsNumberOf: 'whose number somebody refused' },
	'gone, whose number somebody refused': { debts: ['LONG'], due: { years: 9 } },
	'whose friend nobody named': {},
	'whose friend has a number of the gone': { debts: ['LATER'], friendsNumberOf: 'gone, whose number somebody refused' },
} as const satisfies Readonly<Record<string, Person>>;
