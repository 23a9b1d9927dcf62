import { suitInvariant } from '../../../src/simulator/audit-courts.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const lost = 'a third party is contacted only while the debtor is lost';
const held = 'no contact while a hold is in force';
const rows = 'every imported row is accounted for';
const named = 'a payment goes to the debt it names';

/** Of a third outsider's list, what a day did not find when it came and a trial was made for since. */
export const thirdTrialBugs: readonly Bug[] = [
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
