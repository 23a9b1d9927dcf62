import { limitationInvariant } from '../../../src/simulator/audit-limitation.ts';
import { suitInvariant } from '../../../src/simulator/audit-courts.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** Of what comes when limitation has ended: each shown by a trial of time. */
export const barredBugs: readonly Bug[] = [
	bug('what is paid after limitation’s end begins it anew', limitationInvariant, [
		[
			'src/law/limitation.ts',
			"if (over && (event.kind !== 'agreement' || event.inTimeOnly)) {",
			"if (over && event.kind !== 'agreement') {",
		],
	]),
	bug('what is paid in time begins nothing anew', limitationInvariant, [
		[
			'src/debts/limitation.ts',
			"if (kind === 'agreement') return { kind, on, inTimeOnly: source !== 'told' };",
			"if (kind === 'agreement') return source === 'told' ? { kind, on, inTimeOnly: false } : null;",
		],
	]),
	bug('a debt that is gone in Scotland is referred for suit', suitInvariant, [
		['src/debts/suit-actions.ts', "laws.filter((law) => law === 'US-B1' || law === 'UK-S1-SCT')", "laws.filter((law) => law === 'US-B1')"],
	]),
];
