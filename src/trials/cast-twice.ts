import type { Person } from './cast.ts';

/** As many as a carrier is given at a time, while one more waits. */
export const secondHandful = [
	'texted slowly again one',
	'texted slowly again two',
	'texted slowly again three',
	'texted slowly again four',
	'texted slowly again five',
	'texted slowly again six',
	'texted slowly again seven',
	'texted slowly again eight',
] as const;

/** Of whom something comes in while the carrier has the texts of others. */
export const beforeItLeft = [
	'who moves before it left',
	'who pays before it left',
	'who wants no texts before it left',
	'who promises before it left',
	'who is reached before it left',
	'refused before it left',
] as const;
const each = <Name extends string>(names: readonly Name[]) => Object.fromEntries(names.map((name) => [name, {}])) as Record<Name, object>;

/** People of whom a thing is done a second time, who have a second number, or who move to a second place. */
export const twiceCast = {
	'enforced a second time': { due: { years: 5 } },
	'whose suit was dismissed': {},
	'whose suit goes on': {},
	'refused on one of two numbers': {},
	...each(secondHandful),
	...each(beforeItLeft),
} as const satisfies Readonly<Record<string, Person>>;
