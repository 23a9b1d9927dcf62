import type { Person } from './cast.ts';

/** People whose word is taken for another's, who complain of the manager, or are held for a day. */
export const whoseNeighbours = {
	'whose surety is talked with': {},
	'whose surety agrees to instalments': { loans: [{ days: 1093 }] },
	'held by hand for a day': {},
	'who complains of the manager': {},
	'who files too often': {},
} as const satisfies Readonly<Record<string, Person>>;
