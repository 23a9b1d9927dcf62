import { lawfulClaim } from '../../../src/auditor/book.ts';
import { suitInvariant } from '../../../src/auditor/courts.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { playedInvariant } from '../../../src/auditor/played.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const visits = 'at most 1 visit a day, by 2 people at least';
const america = 'in the United States no text without consent, no third party asked twice, no demand without the notice';
const left = 'no contact the person asked us to leave';
const frequency = 'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk';
const nothing = 'a third party is asked for the debtor and told nothing';
const massachusetts = 'at most 2 calls and texts in 7 dates about a debt in Massachusetts';
const hours = 'no contact outside the hours of any zone of the person';
const held = 'no contact while a hold is in force';
const places = 'a permit that nobody has used yet takes its place';
const seldom = 'src/law/conditions-elsewhere.ts';

/** Clauses that are seldom met: of homes, numbers, machines, those who stand for somebody, suits, terms and counts, each shown by a trial of the last evening. */
export const clausesBugs: readonly Bug[] = [
	bug('a home is entered whose people said nothing', visits, [
		[seldom, 'of.ask.enters_home && !of.ask.entry_agreed', 'of.ask.enters_home && of.ask.entry_agreed === false'],
	]),
	bug('a lump sum is pressed for in England', playedInvariant, [
		[seldom, "marked(of, 'presses_lump_sum') || marked(of, 'urges_borrowing')", "marked(of, 'urges_borrowing')"],
	]),
	bug('a number that was once checked is good for texts for ever', america, [
		[seldom, 'recently(point.reassignment_checked_at) && instantOf', 'instantOf'],
	]),
	bug('who wants no machine in New York is called by it for ten days', left, [
		['src/law/us.ts', "condition('revoked by then', 0)", "condition('revoked by then', 10)"],
	]),
	bug('a talk ends no agreement to be called', frequency, [
		[
			'src/law/consents.ts',
			'.filter(({ at, lapses, earlier }) => at > given && now < lapses',
			'.filter(({ at, lapses, earlier }) => at > given && now > lapses',
		],
	]),
	bug('an agreement to be called lasts two weeks', frequency, [
		['src/law/consents.ts', 'startOfDayFrom(zone, given, 7)', 'startOfDayFrom(zone, given, 14)'],
	]),
	bug('an attorney is called as seldom as the debtor', playedInvariant, [
		['src/law/counts.ts', "if (limit.per === 'person and debt' && isByOffice(of)) return [];", ''],
		['src/law/stretch.ts', "if (how === 'limiting' && limit.per === 'person and debt' && isByOffice(of)) return [];", ''],
	]),
	bug('where an attorney is known nobody is called, not even they', playedInvariant, [
		['src/law/holds.ts', 'isPastCounsel(of, hold, at) || isByOffice(of)', 'isPastCounsel(of, hold, at)'],
	]),
	bug('an executor is one before anybody has died', nothing, [['src/law/facts.ts', "['executor', 'deceased'],", "['executor', null],"]]),
	bug('a text is no call in Massachusetts', massachusetts, [
		['src/law/counts.ts', "(channel === 'voice' || channel === 'sms');", "channel === 'voice';"],
	]),
	bug('somebody in a breathing space is sued', suitInvariant, [
		['src/law/steps.ts', "if (rows.has('UK-B1') && holds.includes('breathing_space')) return refuse('suit.held', { rule: 'UK-B1' });", ''],
	]),
	bug('somebody who disputes a debt in the United States is sued for it', suitInvariant, [
		['src/law/steps.ts', "if (rows.has('US-V2') && holds.includes('dispute')) return refuse('suit.held', { rule: 'US-V2' });", ''],
	]),
	bug('a suit is brought though nobody knows its last day', suitInvariant, [
		['src/law/steps.ts', 'if (bars !== undefined && !limitation.known)', "if (bars === 'UK-S1-SCT' && !limitation.known)"],
	]),
	bug('a suit over land is brought where the consumer lives', suitInvariant, [
		[
			'src/law/steps.ts',
			'meant.realPropertyIn === null ? [meant.signedIn, lives] : [meant.realPropertyIn]',
			'[meant.signedIn, lives, meant.realPropertyIn]',
		],
	]),
	bug('what keeps a creditor from suing puts off no end', limitationInvariant, [
		['src/law/limitation.ts', 'if (!isAfter(extended, endsOn)) continue;', 'continue;'],
	]),
	bug('what kept a creditor from suing long before the end puts it off', limitationInvariant, [
		[
			'src/law/limitation.ts',
			'const extended = date(bar.endedOn).add({ months: monthsOfBar }).toString();',
			'const extended = date(endsOn).add({ months: monthsOfBar }).toString();',
		],
		['src/law/limitation.ts', 'if (bar.endedOn < date(endsOn).subtract({ months: monthsOfBar }).toString()) continue;', ''],
	]),
	bug('a debt is owed for longer than twenty years', limitationInvariant, [
		['src/law/limitation.ts', 'const yearsLongest = 20;', 'const yearsLongest = 21;'],
	]),
	bug('a letter that did not arrive is a demand of any debt', limitationInvariant, [
		['src/law/limitation.ts', '!(event.toReservedContact && reservedContact)', '!event.toReservedContact'],
	]),
	bug('what the standard says of consumers holds for a firm’s invoice', playedInvariant, [
		['src/law/books.ts', 'return [consumer ? cnRows : businessRowsOfChina];', 'return [consumer ? cnRows : cnRows];'],
	]),
	bug('a firm may be called at any hour', hours, [['src/law/books.ts', '...(hasHours ? [] : [houseHours]),', '']]),
	bug('of two clients’ hours the earlier beginning is taken', hours, [
		['src/law/books.ts', '.sort()\n\t\t\t.at(-1)', '.sort()\n\t\t\t.at(0)'],
	]),
	bug('two clients whose hours do not meet leave all of them', hours, [['src/law/books.ts', "{ from: '03:00', until: '03:01' }", 'null']]),
	bug('a breathing space of a crisis ends three weeks after the treatment', held, [
		['src/law/uk.ts', 'const daysAfterTreatment = 30;', 'const daysAfterTreatment = 21;'],
	]),
	bug('while the shared count is away the whole limit is ours', places, [
		['src/law/counts.ts', '? Math.min(limit.count, of.facts.elsewhere.local_share) : limit.count', '? limit.count : limit.count'],
	]),
	bug('a call that asks no count is not one to be counted', playedInvariant, [
		['src/contact/permits.ts', "return { state: 'away', why: 'not asked', local_share: counters.localShare };", 'return undefined;'],
	]),
	bug('a training counts before its day', playedInvariant, [
		['src/law/conditions.ts', 'on !== null && zones.every((zone) => dayAt(zone, at).name < on)', 'on !== null && zones.length === 0'],
	]),
];

/** The same of who collects and who decides, of what loans and invoices may cost, and of contacts told in a file: shown by the neighbouring agency. */
export const clausesNearby: readonly Bug[] = [
	bug('whoever bought a debt in the European Union need tell nobody', playedInvariant, [
		[
			'src/contact/target-store.ts',
			"row.collects_as === 'debt_buyer' ? { transfer_told_on",
			"row.collects_as === 'creditor' ? { transfer_told_on",
		],
	]),
	bug('a machine decides about who refused it', playedInvariant, [
		['src/strategy/rules.ts', 'personRefused: facts.machineRefused', 'personRefused: false'],
	]),
	bug('of guidance by word of mouth what is above is cut', lawfulClaim, [
		['src/law/interest.ts', "rule: 'CN-IR4', ppm: 200_000n, effect: 'warn'", "rule: 'CN-IR4', ppm: 200_000n, effect: 'cut'"],
	]),
	bug('a loan privately made before the rule is judged by it', lawfulClaim, [
		['src/law/claim.ts', 'signedOn.toString() < privateRuleFrom', "signedOn.toString() < '2019-08-20'"],
	]),
	bug('principal beyond what was lent is principal', lawfulClaim, [
		['src/law/claim.ts', 'amountMinor !== null && owed.principal > amountMinor ? owed.principal - amountMinor : 0n', '0n'],
	]),
	bug('a claim nobody took apart is all principal', lawfulClaim, [
		['src/law/claim.ts', "if (!claim.split && amountMinor === null) return lacking(['components']);", ''],
	]),
	bug('a rate below the LPR is as agreed', lawfulClaim, [
		['src/law/interest.ts', 'const rate = agreed < lpr ? lpr : agreed;', 'const rate = agreed;'],
	]),
	bug('somebody may be urged to borrow', playedInvariant, [
		[seldom, "marked(of, 'urges_borrowing') || marked(of, 'extra_fee')", "marked(of, 'extra_fee')"],
	]),
	bug('a message on a machine may tell of a debt', playedInvariant, [
		[seldom, 'parts.every((part) => requiredParts.includes(part) || optionalParts.includes(part))', 'parts.length > 0'],
	]),
	bug('a message is left with whoever answers', playedInvariant, [
		[seldom, "if (!isConsumer(of, at)) return no('留言只可留给债务人本人', 'a message is left for the consumer only');", ''],
	]),
	bug('that they opted out is confirmed again and again', playedInvariant, [
		['src/law/consents.ts', '\t\t\twhen > since &&\n', '\t\t\twhen < since &&\n'],
	]),
	bug('what somebody began is answered as often as one likes', playedInvariant, [
		[
			'src/law/facts.ts',
			'when > began && when <= at && at < lapses && isOurs(of, earlier)',
			'when > began && when > at && at < lapses && isOurs(of, earlier)',
		],
	]),
	bug('an answer comes in hours that began since they wrote', playedInvariant, [
		[seldom, 'answersOnce(of, at) && inconvenientAt(zone, began, times) === until', 'answersOnce(of, at)'],
	]),
	bug('a debt nobody would speak of was not talked about', playedInvariant, [
		['src/law/facts.ts', '? discussed : [...called, ...discussed];', '? discussed : discussed;'],
	]),
];
