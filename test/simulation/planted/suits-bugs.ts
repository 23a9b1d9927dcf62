import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { suitInvariant } from '../../../src/auditor/courts.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const nearest = [
	'src/debts/limitation-store.ts',
	'(l.recorded_at, l.id) > (e.recorded_at, e.id)',
	'l.happened_on > e.happened_on',
] as const;

/** Of a last day that was told once more, that nobody found, or that is past since a court has judged: each shown by a trial of the last evening. */
export const suitsBugs: readonly Bug[] = [
	bug('of last days to sue the latest day stands, not what was told last', suitInvariant, [nearest]),
	bug('suit is threatened until the latest of the last days that were told', limitationInvariant, [nearest]),
	bug('of last instalments the latest day ends a guarantee', 'a guarantor is asked only while the guarantee stands', [
		['src/debts/guarantee-store.ts', 'order by e.recorded_at desc, e.id desc limit 1', 'order by e.happened_on desc limit 1'],
	]),
	bug('suit is threatened where nobody found the last day', limitationInvariant, [
		['src/law/conditions-elsewhere.ts', 'debt.suit_until_unknown === true', 'debt.suit_until_unknown === null'],
	]),
	bug('of somebody in one of two countries the years of the one are known, and so the last day is', limitationInvariant, [
		['src/debts/limitation.ts', 'knownEverywhere: all.every((each) => each.known)', 'knownEverywhere: found.known'],
	]),
	bug('after a judgment counsel’s last day stands, but in China', limitationInvariant, [
		['src/debts/limitation.ts', 'if (judgment) return judged(', "if (judgment && rule === 'CN-S1') return judged("],
	]),
];
