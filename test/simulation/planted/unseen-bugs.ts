import { refusalInvariant } from '../../../src/simulator/audit-privacy.ts';
import { termInvariant } from '../../../src/simulator/audit-shown.ts';
import type { Bug } from './bugs.ts';
import { altered, shownInADay as bug } from './one-day.ts';

const erased = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';
const said = 'a text the carrier never answered for became what it said when it was asked';

/** Of another outsider's list, what a day did not find when it came and a trial was made for since. */
export const unseenTrialBugs: readonly Bug[] = [
	bug('an erased debtor’s friend who refused is anybody again', refusalInvariant, [
		['src/privacy/store.ts', 'const index = refused ? person_index : noOne', 'const index = noOne'],
	]),
	bug('an erased debtor’s friend who refused is called by another name', 'a third party who refused is left alone for good', [
		[
			'src/privacy/store.ts',
			"const index = refused ? value_index : noOne(tx, 'contact point', id)",
			"const index = noOne(tx, 'contact point', id)",
		],
	]),
	bug(
		'of texts that did not arrive the words outlive whoever is erased',
		erased,
		[],
		[altered('erase_debtor_words', 'text_sealed is not null;', "text_sealed is not null and state = 'delivered';")],
	),
	bug('whom money is owed to is erased, and cannot be paid', erased, [
		['src/privacy/rules.ts', "...(open.refundsDue > 0 ? ['refund due'] : []),", ''],
	]),
	bug('a training is written down as of the day of the exam', 'an exam and a training are of the days that were written down last', [
		['src/people/actions.ts', '\n\t\t\tdates.trained_on ?? null,', '\n\t\t\tdates.exam_passed_on ?? null,'],
	]),
	bug('who is trained has no exam any more', 'an exam and a training are of the days that were written down last', [
		['src/people/actions.ts', '\n\t\t\tdates.exam_passed_on !== undefined,', '\n\t\t\ttrue,'],
	]),
	bug('what the carrier never had is delivered', said, [
		['src/channels/unanswered.ts', "const delivered = said.says === 'delivered';", "const delivered = said.says !== 'not_delivered';"],
	]),
	bug('what the carrier never had has left all the same', said, [
		['src/channels/unanswered.ts', "said.says === 'never_handed_over' ? 'not handed over' : null", 'null'],
	]),
];

/** Of the same list, what is asked at the door of the neighbouring agency since. */
export const unseenNearBugs: readonly Bug[] = [
	bug('a key opens the house after the day it expired', termInvariant, [
		['src/people/store.ts', '(k.expires_at is null or k.expires_at > $2)', '(k.expires_at is null or k.made_at <= $2)'],
	]),
	bug('a link shows what is owed after its fourteen days', termInvariant, [
		['src/complaints/store.ts', 'and p.token_hash = $2 and p.expires_at > $3', 'and p.token_hash = $2 and p.made_at <= $3'],
	]),
	bug('a link lasts a day too long', termInvariant, [['src/complaints/actions.ts', 'const linkDays = 14;', 'const linkDays = 15;']]),
];
