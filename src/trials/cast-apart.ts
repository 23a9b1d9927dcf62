import type { Person } from './cast.ts';

/** Two debts, one of which a text is about. */
export const heldBeforeItLeft = ['held over that debt before it left', 'held over the other debt before it left'] as const;

const two = { debts: ['TRIAL', 'TWIN'] } as const;
/** People of two debts or of another currency. */
export const apartCast = {
	'held over that debt before it left': two,
	'held over the other debt before it left': two,
	'who owes dollars': { debts: ['DOLLAR'] },
} as const satisfies Readonly<Record<string, Person>>;
