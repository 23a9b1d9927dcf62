import type { Person } from './cast.ts';

/** Two of the neighbouring agency, the certificate of the first of whom runs out on the second day (CN-H1). */
export const lapsingTeams = { lapsing: ['lapser', 'keeper'] } as const;

/** Given to the first while the certificate lasts; and who is to be handed out on its last day, and on the days after. */
export const lapsingNeighbours = {
	'of an agent whose training ends': { team: 'lapsing', own: true },
	'of that agent, and called no more': { team: 'lapsing', own: true },
	'handed out on the last day of a training': {},
	'handed out by name a day too late': {},
	'handed out by the rules a day too late': {},
	'handed out by name after a new training': {},
} as const satisfies Readonly<Record<string, Person>>;
