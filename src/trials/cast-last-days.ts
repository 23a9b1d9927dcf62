import type { Person } from './cast.ts';

/** People of a last day: of a term to dispute, of a protection, of a guarantee; and one whose client counts texts and e-mails together. */
export const lastDaysCast = {
	'strict in texts and e-mails': { debts: ['STRICT'] },
	'who disputes on the last day': { lives: 'New York', unnoticed: true },
	'who disputes a day too late': { lives: 'New York', unnoticed: true },
	'after a crisis': { lives: 'England' },
	'whose surety nobody asked': {},
} as const satisfies Readonly<Record<string, Person>>;
