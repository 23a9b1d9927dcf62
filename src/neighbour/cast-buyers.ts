import type { Person } from './cast.ts';

/** Who bought its debts, and a lender whose own staff the house is taken for: clients and files of the neighbouring agency, in the words of cast.ts. */
export const buyingClients = [
	{ code: 'BOUGHT', lender: '收购资产公司', kind: 'other', product: 'consumer_loan', collectsAs: 'debt_buyer', mandate: null },
	{ code: 'ITSELF', lender: '自催消费金融', kind: 'consumer_finance', product: 'consumer_loan', collectsAs: 'creditor', mandate: null },
] as const;

export const buyingFiles = {
	bought: { client: 'BOUGHT', day: 0, ends: null },
	itself: { client: 'ITSELF', day: 0, ends: null },
} as const;

/** Both in New York: Regulation F binds whoever bought a debt, and not the lender's own staff. */
export const buyingNeighbours = {
	'whose debt was sold': { loans: [{ file: 'bought' }], lives: 'New York' },
	'whom the lender’s own staff call': { loans: [{ file: 'itself' }], lives: 'New York' },
} as const satisfies Readonly<Record<string, Person>>;
