import type { Bug, Patch } from './bugs.ts';

/** A bug that one day of a handful of debts shows, whatever the seed: the trials of the last evening and the neighbouring agency are the same in every run. */
export const shownInADay = (name: string, invariant: string, patches: readonly Patch[], sql: readonly string[] = []): Bug => ({
	name,
	invariant,
	seed: 1,
	patches,
	sql,
	plan: { days: 1, debts: 4, agents: 1 },
});

/** A function of the database as it is, with something else in one place. */
export const altered = (of: string, find: string, put: string) =>
	`do $do$ begin execute replace(pg_get_functiondef('dunwell.${of}'::regproc), $q$${find}$q$, $q$${put}$q$); end $do$`;
