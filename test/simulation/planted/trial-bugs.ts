import { suitInvariant } from '../../../src/auditor/courts.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { othersInvariant } from '../../../src/auditor/permits.ts';
import { refusalInvariant } from '../../../src/auditor/privacy.ts';
import { replayInvariant } from '../../../src/simulator/last-look.ts';
import type { Bug } from './bugs.ts';
import { againTried } from './again-bugs.ts';
import { answersBugs } from './answers-bugs.ts';
import { apartTried } from './apart-bugs.ts';
import { clausesBugs } from './clauses-bugs.ts';
import { altered, shownInADay as bug } from './one-day.ts';
import { suitsBugs } from './suits-bugs.ts';
import { returnedBugs } from './returned-bugs.ts';
import { seldomTried } from './seldom-bugs.ts';
import { twiceBugs } from './twice-bugs.ts';
import { whereaboutsBugs } from './whereabouts-bugs.ts';

const erased = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';
const said = 'a text the carrier never answered for became what it said when it was asked';
const places = 'a permit that nobody has used yet takes its place';
const free = 'no call is refused for a place that nobody takes';
const lost = 'a third party is contacted only while the debtor is lost';
const held = 'no contact while a hold is in force';

/** Of whoever is erased, of texts without an answer, of what the lender's other agencies do, of what time has ended and of suits: each shown by a trial of the last evening. */
export const trialBugs: readonly Bug[] = [
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
	bug('a call of another agency that rings still is no call', places, [
		['src/law/counts.ts', 'call.answered !== false', 'call.answered === true'],
	]),
	bug('the calls of a lender’s other agencies are those of all lenders', othersInvariant, [
		['src/counters/client.ts', '.update(`dunwell call\\0${lenderName(creditor)}\\0', '.update(`dunwell call\\0'],
	]),
	bug('a call of another agency counts twice', free, [
		[
			'src/law/counts.ts',
			'.map((call) => ({ at: momentOf(call.at), lapses: Number.POSITIVE_INFINITY }));',
			'.flatMap((call) => [call, call].map(({ at }) => ({ at: momentOf(at), lapses: Number.POSITIVE_INFINITY })));',
		],
	]),
	bug('the shared count tells of no call that rings still', othersInvariant, [
		['src/counters/rules.ts', "other.state !== 'released'", "other.state === 'answered'"],
	]),
	bug('what another agency let go counts on', othersInvariant, [
		['src/counters/rules.ts', "other.house !== call.house && other.state !== 'released'", 'other.house !== call.house'],
	]),
	bug('a consumer lives where whoever sues says so', suitInvariant, [
		['src/law/steps.ts', 'const lives = placeWithin(meant.livesIn, meant.places);', 'const lives = meant.livesIn;'],
	]),
	bug('a place lies in another that begins with the same letters', suitInvariant, [
		['src/law/steps.ts', 'said.startsWith(`${each.toUpperCase()}-`)', 'said.startsWith(each.toUpperCase())'],
	]),
	bug('a call to a friend that nobody took is one to the debtor', lost, [
		['src/contact/target-store.ts', "!each.same_debtor || each.party !== 'debtor' ||", '!each.same_debtor ||'],
	]),
	bug('a permit for two debts is used when one is held', held, [
		[
			'src/contact/permits.ts',
			'return decision.debtIds.length === permit.debt_ids.length ? null :',
			'return decision.debtIds.length > 0 ? null :',
		],
	]),
	bug('a decision is kept without the holds it was made on', replayInvariant, [
		['src/contact/permit-store.ts', 'facts: each.target.facts },', 'facts: { ...each.target.facts, holds: [] } },'],
	]),
	bug('a decision is kept without what was asked', replayInvariant, [
		['src/contact/permit-store.ts', 'facts: { ask: each.ask, facts: each.target.facts },', 'facts: { facts: each.target.facts } as never,'],
	]),
	...againTried,
	...twiceBugs,
	...answersBugs,
	...apartTried,
	...whereaboutsBugs,
	...suitsBugs,
	...returnedBugs,
	...seldomTried,
	...clausesBugs,
];
