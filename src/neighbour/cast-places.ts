import type { Person } from './cast.ts';

/** A lender that evaluates the house once a year. */
export const placingClients = [
	{ code: 'YEARLY', lender: '岁评消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
] as const;

/** Comes on the last day on which its evaluation is good. */
export const placingFiles = { yearly: { client: 'YEARLY', day: 2, ends: null } } as const;

/** People of whose client, language and address somebody has to think. */
export const placingNeighbours = {
	'of a client that evaluates once a year': { loans: [{ file: 'yearly', wantedBack: 5 }] },
	'who reads English': {},
	'to be visited': {},
} as const satisfies Readonly<Record<string, Person>>;
