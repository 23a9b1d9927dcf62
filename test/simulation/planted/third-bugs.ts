import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const rows = 'every imported row is accounted for';
const named = 'a payment goes to the debt it names';

/** Of a third outsider's list, what a day did not find when it came, and the neighbouring agency is sent and enters since. */
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
