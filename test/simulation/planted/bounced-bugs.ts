import { judgedInvariant } from '../../../src/auditor/agreements.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** Of what was kept with money the bank takes back: each shown by a matter of the neighbouring agency (src/neighbour/bounced.ts). */
export const bouncedBugs: readonly Bug[] = [
	bug('what is kept before its last day stays kept without its money', judgedInvariant, [
		['src/payments/queues.ts', 'return reopenPromises(act, today, debts);', 'return { open: [], withdrawn: [] };'],
	]),
	bug('what was kept is judged a second time past its last day', judgedInvariant, [
		[
			'src/arrangements/rules.ts',
			"if (promise.state !== 'kept' || Temporal.PlainDate.compare(asOf, untilOn(promise)) > 0) return null;",
			'',
		],
		['src/arrangements/reopened-store.ts', 'and p.due_on + p.grace_days >= $3::date', 'and $3::date is not null'],
	]),
	bug('a plan that is open again holds nobody off', 'a plan is what its instalments are, and holds contact while it is kept', [
		['src/arrangements/reopened.ts', "if (state === 'open') await placeHold", 'if (planId < 0n) await placeHold'],
	]),
];
