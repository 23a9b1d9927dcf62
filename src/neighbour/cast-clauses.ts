import type { Person } from './cast.ts';

/** Where else somebody of the neighbouring agency lives, in the words of neighbour.ts. */
export const clauseAbroad = {
	// A part of France, whose clocks are never changed.
	Réunion: { jurisdictions: ['FR'], zones: ['Indian/Reunion'], evidence: 'the client’s file' },
};

/** People of whom the European Union's directive speaks or does not, about whom no machine is to decide, and whom much is asked for at the door. */
export const clausesNeighbours = {
	'whose debt was sold in Réunion': { loans: [{ file: 'bought' }], lives: 'Réunion' },
	'whom the lender’s own staff call in Réunion': { loans: [{ file: 'itself' }], lives: 'Réunion' },
	'whose debt nobody sold in Réunion': { lives: 'Réunion' },
	'about whom no machine decides': {},
	'who may be urged to nothing': {},
} as const satisfies Readonly<Record<string, Person>>;
