import type { Person } from './cast.ts';

const handed: Person = { team: 'loading' };

/** Two who are given anew whom they have already. */
export const twiceTeams = { loading: ['loader', 'loader two'] } as const;

/** People who are handed out a second time, who are written to in a second language, who were let be once, and whose money comes under one number of two banks. */
export const twiceNeighbours = {
	'handed out first': handed,
	'handed out second': handed,
	'handed out third': handed,
	'handed out fourth': handed,
	'handed out fifth': handed,
	'handed out sixth': handed,
	'who is written to in English': { loans: [{ file: 'back' }] },
	'who files too often, once let be': {},
	'paid under a number of two banks': {},
	'paid under that number too': { loans: [{ file: 'cards', product: '信用卡' }] },
} as const satisfies Readonly<Record<string, Person>>;
