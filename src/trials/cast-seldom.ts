import type { Person } from './cast.ts';

/** Goods that were delivered six years ago, to people who had owed a loan long before, and a lender that is known by its credit code. */
export const seldomCodes = ['GOODS', 'CODED'] as const;
type SeldomCode = (typeof seldomCodes)[number];
export const seldomLenders: Readonly<Record<SeldomCode, string>> = { GOODS: '往年商行', CODED: '有码消费金融' };
export const seldomComes: Readonly<Record<SeldomCode, Temporal.DurationLike>> = { GOODS: { years: 6 }, CODED: { days: 330 } };
/** What a client’s debts are, and since when past due, whatever else somebody owes. */
export const ofTheirOwn: Readonly<Partial<Record<string, { readonly product: string; readonly due: Temporal.DurationLike }>>> = {
	GOODS: { product: '应收账款', due: { years: 6, days: 60 } },
};

const both = { debts: ['LONG', 'GOODS'], due: { years: 9 } } as const;
/** People of whom something old is kept for something newer, and one whom two agencies of a lender call. */
export const seldomCast = {
	'gone, and called over goods within five years': both,
	'gone, and called over goods before five years': both,
	'rung by an agency that writes small letters': { debts: ['CODED'] },
} as const satisfies Readonly<Record<string, Person>>;
