import type { Person } from './cast.ts';

/** Where else somebody lives, in the words of cast.ts. */
export const clausePlaces = {
	Massachusetts: { jurisdictions: ['US-MA'], zones: ['America/New_York'] },
} as const;

/** A client that allows mornings alone, and one that allows evenings alone, in the words of cast.ts. */
export const clauseCodes = ['MORNING', 'EVENING'] as const;
export const clauseLenders = { MORNING: '上午消费金融', EVENING: '傍晚消费金融' } as const;
export const clauseMandates = {
	MORNING: { contact_hours: { from: '08:30', until: '12:00' } },
	EVENING: { contact_hours: { from: '15:00', until: '19:00' } },
} as const;

const york = { lives: 'New York' } as const;
const england = { lives: 'England' } as const;
const massachusetts = { lives: 'Massachusetts' } as const;
const lately = { due: { years: 3, days: 40 } } as const;
const card = '信用卡';

/** People of whom a clause speaks that is seldom met: each goes up to it and past it. */
export const clausesCast = {
	'whose home is entered': {},
	'whose home is entered in England': england,
	'urged to borrow in England': england,
	'whose number was checked': york,
	'called by a machine in New York': york,
	'who talks after agreeing to calls': york,
	'who does not answer after agreeing to calls': york,
	'whose agreement to calls lapses': york,
	'who agreed to calls for two days': york,
	'whose attorney is called': { ...york, relation: 'attorney' },
	'whose executor is called': { ...york, relation: 'executor' },
	'whose parent is called for a minor': { ...york, relation: 'parent' },
	'texted and called in Massachusetts': massachusetts,
	'engaged in Massachusetts': massachusetts,
	'sued for in a breathing space': england,
	'sued for in dispute': york,
	'sued for, nobody knows until when': york,
	'sued for over land': york,
	'kept from suing until lately': { due: { years: 3, days: 190 } },
	'kept from suing until long ago': { due: { years: 3, days: 190 } },
	'kept from suing still': lately,
	'kept from suing too late': lately,
	'owing for twenty years': { due: { years: 20 } },
	'owing for more than twenty years': { due: { years: 20, days: 1 } },
	'called before a training': {},
	'written to in vain': { due: { years: 3, days: 10 } },
	'written to in vain about a card': { due: { years: 3, days: 10 }, product: card },
	'whose firm owes an invoice': { product: '应收账款' },
	'of the hours of two clients': { debts: ['STRICT', 'MORNING'] },
	'of no hour of two clients': { debts: ['MORNING', 'EVENING'] },
	'asked in no currency': { debts: ['TRIAL', 'DOLLAR'] },
	'held for days in part': { debts: ['TRIAL', 'TWIN'] },
	'told of late in a breathing space': england,
	'in a crisis that ended': england,
	'called while the count is away': {},
	'called without asking the count': {},
	'called without a share of the count': {},
} as const satisfies Readonly<Record<string, Person>>;
