import { listInvariant } from '../../../src/auditor/lists.ts';
import { doorInvariant } from '../../../src/auditor/roles.ts';
import { agencyInvariant, sightInvariant } from '../../../src/auditor/shown.ts';
import { textInvariant } from '../../../src/auditor/texts.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** Of what is asked for at the door, listed, looked for, proposed and heard: each shown by the neighbouring agency’s last day. */
export const shownBugs: readonly Bug[] = [
	bug('the refusals of a period lack its last day', listInvariant, [
		['src/compliance/law.ts', 'untilAt: startOfDay(zone, to.add({ days: 1 })), zone }', 'untilAt: startOfDay(zone, to), zone }'],
	]),
	bug('a page of payments begins with the last of the one before', listInvariant, [
		['src/payments/lists.ts', '($6::bigint is null or p.id < $6)', '($6::bigint is null or p.id <= $6)'],
	]),
	bug('a number written with spaces is nobody’s', listInvariant, [
		['src/debtors/store.ts', "const bare = query.replace(/\\s/g, '');", 'const bare = query.trim();'],
	]),
	bug('a team goes on seeing whoever it once had work with', sightInvariant, [
		['src/debtors/store.ts', "(w.team_id in (${mine}) and w.state in ('open', 'claimed') or", '(w.team_id in (${mine}) or'],
	]),
	bug('whoever has the end of an old call to write down does not find the debtor', sightInvariant, [
		[
			'src/debtors/store.ts',
			'(a.placed_at >= ${since}\n\t     or not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id))',
			'a.placed_at >= ${since}',
		],
	]),
	bug('that a call is recorded is told to the agent alone', textInvariant, [
		['src/content/script-rules.ts', '/录音|recorded|recording/iu.test(aloud)', '/录音|recorded|recording/iu.test(text)'],
	]),
	bug('a letter names a sum that somebody typed', textInvariant, [
		[
			'src/content/rules.ts',
			"if (use.as !== 'note' && !use.final) found",
			"if (use.as !== 'note' && use.as !== 'letter' && !use.final) found",
		],
	]),
	bug('an open desk hears what its login may not', doorInvariant, [['src/server.ts', 'mayHear(actor.role, topic) && (wanted', '(wanted']]),
	bug('an open desk hears what another agency tells', agencyInvariant, [
		[
			'src/host/live.ts',
			'[...streams].filter(({ listener }) => String(listener.tenantId) === tenant);',
			'[...streams].filter(() => tenant);',
		],
	]),
];
