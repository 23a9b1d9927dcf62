import { suitInvariant } from '../../../src/simulator/audit-courts.ts';
import { othersInvariant } from '../../../src/simulator/audit-permits.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const places = 'a permit that nobody has used yet takes its place';
const free = 'no call is refused for a place that nobody takes';
const lost = 'a third party is contacted only while the debtor is lost';
const held = 'no contact while a hold is in force';
const rows = 'every imported row is accounted for';
const named = 'a payment goes to the debt it names';

/** Of a third outsider's list, what a day did not find when it came and a trial was made for since. */
export const thirdTrialBugs: readonly Bug[] = [
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
];

/** Of the same list, what the neighbouring agency is sent and enters since. */
export const thirdNearBugs: readonly Bug[] = [
	bug('of parts that come to more than the whole the parts count', rows, [
		['src/placements/rules.ts', 'if (sum !== placed) {', 'if (sum < placed) {'],
	]),
	bug('what one paid too much pays the debt of another', named, [
		[
			'src/payments/queues.ts',
			"if (debtorId !== from.debtorId) return refuse('payment.other_client');",
			"if (debtorId === null) return refuse('payment.other_client');",
		],
	]),
];
