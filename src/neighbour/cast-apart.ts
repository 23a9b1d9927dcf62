import type { Person } from './cast.ts';

const card = '信用卡';
/** The number of a card, as its bank’s file has it and as it stands on the card. */
export const cardNumber = { bare: '6222021234567890128', grouped: '6222 0212 3456 7890 128' } as const;

/** People of whom one thing is near another: two debts, two days, two numbers. */
export const apartPeople = {
	'whose surplus came on the ninetieth day': {
		loans: [
			{ file: 'cards', product: card },
			{ file: 'cards', product: card, days: 89 },
		],
	},
	'whose surplus came on the ninety-first day': {
		loans: [
			{ file: 'cards', product: card },
			{ file: 'cards', product: card, days: 90 },
		],
	},
	'of a guaranteed loan and a bare one': { loans: [{ contract: 'HTAPART' }, { contract: 'HTAPART' }] },
	'in breathing space, and figures of its first day': { lives: 'England' },
	'who asks to be left alone over one of two': { loans: [{}, {}] },
	'known by the number of a card': { loans: [{ file: 'cards', product: card, card: cardNumber.bare }] },
} as const satisfies Readonly<Record<string, Person>>;
