import type { Person } from './cast.ts';

/** People whose case comes again as it was, whose mandate outlasts the one their file is left for, whose plan holds nobody off any more, who are called back by others than they spoke with, or who promise for the last day of all. */
export const neighboursAnew = {
	'whose money bounced, recalled and placed again as it was': {
		loans: [
			{ file: 'brief', case: 'BOUNCED', days: 70 },
			{ file: 'again', case: 'BOUNCED', days: 70 },
		],
	},
	'wanted back later than the file is left': { loans: [{ file: 'sister', wantedBack: 20 }] },
	'whose plan holds nobody off': {},
	'to be called back by another team': {},
	'who promises for the last day': { loans: [{}, {}] },
} as const satisfies Readonly<Record<string, Person>>;
