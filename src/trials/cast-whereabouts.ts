import type { Person } from './cast.ts';

/** Where else somebody lives, or may live, in the words of cast.ts. */
export const severalPlaces = {
	'China or Massachusetts': { jurisdictions: ['CN', 'US-MA'], zones: ['Asia/Shanghai', 'America/New_York'] },
	'Massachusetts or China': { jurisdictions: ['US-MA', 'CN'], zones: ['America/New_York', 'Asia/Shanghai'] },
} as const;

const york = { lives: 'New York' } as const;

/** People who are reached in more ways or in more places than one, and one who lives where the day of the agency is over in the morning. */
export const whereaboutsCast = {
	'who has a landline besides': {},
	'wanted back, in New York': { ...york, wantedBack: 'TRIAL' },
	'told of e-mails by the lender': york,
	'told of e-mails, with a day too few to opt out': york,
	'told of e-mails to their desk': york,
	'told of e-mails about one of two debts': { ...york, debts: ['TRIAL', 'TWIN'] },
	'in China or Massachusetts': { lives: 'China or Massachusetts' },
	'in Massachusetts or China': { lives: 'Massachusetts or China' },
} as const satisfies Readonly<Record<string, Person>>;
