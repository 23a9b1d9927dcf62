import type { Person } from './cast.ts';

/** One who visits. */
export const seldomTeams = { visiting: ['visitor', 'visitor two'] } as const;

const long: Person = { loans: [{ days: 900 }] };
const longer: Person = { loans: [{ days: 1400 }] };
/** Whose time to sue, or to have a judgment enforced, ends so many days after the evening on which that is told of, and on which it ended so many days before. */
export const nearTheirEnd = {
	'agreed, ninety days before the end': 90,
	'agreed, ninety-one days before the end': 91,
	'agreed, thirty days after the end': -30,
	'agreed, thirty-one days after the end': -31,
	'judged, ninety days before the end': 90,
	'judged, ninety-one days before the end': 91,
	'judged, thirty days after the end': -30,
	'judged, thirty-one days after the end': -31,
	'judged, and enforcement is applied for': 60,
} as const;

/** People of whom something is asked, told or shown that seldom is. */
export const seldomNeighbours = {
	'left in the middle of a visit': { team: 'visiting', own: true },
	'able in part, and without means': {},
	'unable, for another reason': {},
	'whose money bounces a month later': {},
	'of whom a threat was written': {},
	...(Object.fromEntries(Object.keys(nearTheirEnd).map((name) => [name, name.startsWith('judged') ? long : longer])) as Record<
		keyof typeof nearTheirEnd,
		Person
	>),
} as const satisfies Readonly<Record<string, Person>>;
