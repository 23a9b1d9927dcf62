import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const lost = 'a third party is contacted only while the debtor is lost';
const ended = 'no contact about a debt that is paid or was taken back';
const america = 'in the United States no text without consent, no third party asked twice, no demand without the notice';
const massachusetts = 'at most 2 calls and texts in 7 dates about a debt in Massachusetts';
const frequency = 'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk';
const hours = 'no contact outside the hours of any zone of the person';

/** By which number, address and day somebody is reached, and by the law of which of several places: each shown by a trial of the last evening. */
export const whereaboutsBugs: readonly Bug[] = [
	bug('whoever has a landline alone is lost', lost, [
		['src/contact/target-store.ts', "o.party_id is null and o.kind in ('mobile', 'landline')", "o.party_id is null and o.kind = 'mobile'"],
	]),
	bug('a mandate ends by the day of the debtor', ended, [
		[
			'src/contact/target-store.ts',
			'at time zone (select n.zone from tenant n where n.tenant_id = $1) at time zone',
			'at time zone d.zones[1] at time zone',
		],
	]),
	bug('an e-mail may be written on the last day to opt out', america, [
		[
			'src/law/conditions-elsewhere.ts',
			'of.facts.zones.every((zone) => dayAt(zone, at).name > notice.opt_out_until)',
			'of.facts.zones.every((zone) => dayAt(zone, at).name >= notice.opt_out_until)',
		],
	]),
	bug('an e-mail asks for no thirty-five days to opt out', america, [
		['src/law/us.ts', "bounds: [condition('e-mail basis', 35)]", "bounds: [condition('e-mail basis', 34)]"],
	]),
	bug('what the lender wrote of one debt lets an e-mail speak of two', america, [
		['src/law/conditions-elsewhere.ts', 'notices.length === 0 || told.includes(undefined) ||', 'notices.length === 0 ||'],
		['src/law/conditions-elsewhere.ts', 'notice !== undefined &&\n\t\t\tTemporal', 'notice === undefined ||\n\t\t\tTemporal'],
	]),
	bug('an employer’s address is written to on the word of the lender', america, [
		['src/contact/said-facts.ts', "public_domain: told.every(({ domain }) => domain === 'public'),", 'public_domain: true,'],
		['src/contact/said-facts.ts', "told.some(({ domain }) => domain === 'employer')", "told.some(({ domain }) => domain === 'other')"],
	]),
	bug('of several places the law of the first is taken', massachusetts, [
		['src/contact/target-store.ts', '.map(jurisdictionFrom),\n\t\tchoices', '.map(jurisdictionFrom).slice(0, 1),\n\t\tchoices'],
	]),
	bug('of several places the law of the last is taken', lost, [
		['src/contact/target-store.ts', '.map(jurisdictionFrom),\n\t\tchoices', '.map(jurisdictionFrom).slice(-1),\n\t\tchoices'],
	]),
	bug('a week of Massachusetts has three calls', massachusetts, [
		[
			'src/law/us.ts',
			"count: 2,\n\t\t\t\twindow: { kind: 'calendar dates', days: 7 },",
			"count: 3,\n\t\t\t\twindow: { kind: 'calendar dates', days: 7 },",
		],
	]),
];

/** Whom the law of the United States takes for a debt collector: shown by a matter of the neighbouring agency. */
export const whereaboutsNearby: readonly Bug[] = [
	bug('whoever bought a debt is called about it at any time', hours, [
		['src/law/books.ts', "consumer && choice.collector !== 'creditor';", "consumer && choice.collector === 'agency';"],
	]),
	bug('what was bought is asked for as by an agency of its seller', frequency, [
		[
			'src/contact/target-store.ts',
			'collector: debt.collects_as,',
			"collector: debt.collects_as === 'debt_buyer' ? 'creditor' : debt.collects_as,",
		],
	]),
];
