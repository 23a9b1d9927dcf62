import { maskedInvariant } from '../../../src/auditor/columns.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const guarantee = 'a guarantor is asked only while the guarantee stands';
const held = 'a hold lasts its term and is lifted by whoever may';
const mirror = 'what undoes an entry is its mirror';

/** Of what comes back: claims and answers told after others, calls that were another's, and what is shown of an address. Each shown by a trial of the last evening. */
export const returnedBugs: readonly Bug[] = [
	bug('a later claim on whoever stands surety takes the place of the first', guarantee, [
		['src/debts/guarantee-actions.ts', 'change.claimed_on > row.claimed_on)', 'change.claimed_on < row.claimed_on)'],
	]),
	bug('an earlier claim on whoever stands surety is not written down', guarantee, [
		['src/debts/guarantee-actions.ts', 'claimed_on = coalesce($4, claimed_on)', 'claimed_on = coalesce(claimed_on, $4)'],
	]),
	bug('calls to another of a friend’s number are calls in vain', 'a third party is contacted only while the debtor is lost', [
		[
			'src/contact/target-store.ts',
			"each.channel !== 'voice' || !each.same_debtor || each.party",
			"each.channel !== 'voice' || !(each.same_debtor || each.same_number) || each.party",
		],
	]),
	bug('who disputes in answer to a text is not heard', held, [
		[
			'src/contact/actions.ts',
			"boolean => channel !== 'voice' && channel !== 'visit';",
			"boolean => channel !== 'voice' && channel !== 'visit' && channel !== 'sms';",
		],
	]),
	bug(
		'a carrier’s late answer takes the place of what was settled',
		'a text the carrier never answered for became what it said when it was asked',
		[['src/channels/store.ts', "and m.id = x.id and m.state = 'sending'`", 'and m.id = x.id`']],
	),
	bug('a short address is shown', maskedInvariant, [
		['src/core/mask.ts', "letters.length <= 6 ? `${letters.slice(0, 2).join('')}***`", 'letters.length <= 6 ? address'],
	]),
	bug('an address is shown to its street', maskedInvariant, [
		['src/core/mask.ts', "letters.slice(0, 6).join('')", "letters.slice(0, 9).join('')"],
	]),
	bug('a name shows its first two letters', maskedInvariant, [
		[
			'src/core/mask.ts',
			"return letters[0] + '*'.repeat(Math.max(1, letters.length - 1));",
			"return letters.slice(0, 2).join('') + '*'.repeat(Math.max(1, letters.length - 2));",
		],
	]),
];

/** What is taken back: shown by the neighbouring agency. */
export const returnedNearby: readonly Bug[] = [
	bug('a payment is taken back as of the day it was made', mirror, [
		['src/ledger/actions.ts', 'happenedAt: what.happenedAt,\n\t\t\ttransfers', 'happenedAt: first.happenedAt,\n\t\t\ttransfers'],
	]),
];
