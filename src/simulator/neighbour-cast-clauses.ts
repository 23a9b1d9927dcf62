import type { Person } from './neighbour-cast.ts';

/** Where else somebody of the neighbouring agency lives, in the words of neighbour.ts. */
export const clauseAbroad = {
	Germany: { jurisdictions: ['DE'], zones: ['Europe/Berlin'], evidence: 'the client’s file' },
};

/** People of whom the European Union's directive speaks or does not, about whom no machine is to decide, and whom much is asked for at the door. */
export const clausesNeighbours = {
	'whose debt was sold in Germany': { loans: [{ file: 'bought' }], lives: 'Germany' },
	'whom the lender’s own staff call in Germany': { loans: [{ file: 'itself' }], lives: 'Germany' },
	'whose debt nobody sold in Germany': { lives: 'Germany' },
	'about whom no machine decides': {},
	'who may be urged to nothing': {},
} as const satisfies Readonly<Record<string, Person>>;
