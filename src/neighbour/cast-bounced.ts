import type { Person } from './cast.ts';

/** People whose bank takes back what they had kept their word with: in time, too late, with other money in between, or with another word. */
export const bouncedPeople = {
	'whose instalments bounce the same morning': {},
	'whose first instalment bounces past its last day': {},
	'whose promise bounces on its last day': {},
	'whose promise bounces the morning after': {},
	'whose promise bounces and is kept again': {},
	'whose promise bounces after another': {},
	'whose given up instalments bounce': {},
	'whose debt is paid off, and the money bounces': {},
} as const satisfies Readonly<Record<string, Person>>;
