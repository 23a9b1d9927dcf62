/** People whose case comes back to somebody, or of whom something is asked twice in two ways; their file and their team, in the words of cast.ts. */

/** Brings what was paid off once more, and is undone when the file of the first is taken back. */
export const againFiles = {
	twin: { client: 'NEAR', day: 1, ends: { day: 2, how: 'undone' } },
} as const;

/** The first goes to another team. */
export const againTeams = { switching: ['switcher', 'switcher two'] } as const;

export const againPeople = {
	'whose longer terms are counted anew': {},
	'to whom whoever leads wrote': {},
	'whose bank is abroad': {},
	'paid off, recalled and placed anew by mistake': {
		loans: [
			{ file: 'brief', case: 'TWIN' },
			{ file: 'twin', case: 'TWIN' },
		],
	},
	'of an agent who changes teams': { team: 'switching', own: true },
	'whose friend’s number is looked for': {},
} as const;
