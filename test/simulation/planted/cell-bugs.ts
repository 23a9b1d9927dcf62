import { sightInvariant } from '../../../src/auditor/shown.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const rows = 'every imported row is accounted for';

/** Of what people write in the cells of a file, of what is undone, and of who may: each shown by a matter of the neighbouring agency (src/neighbour/cells.ts, undone.ts, people.ts, seen.ts). */
export const cellBugs: readonly Bug[] = [
	bug('a number with its country before it is one abroad', rows, [
		['src/intake/cells.ts', '/^(\\+?0{0,2}86)(?=1\\d{10}$|0\\d{9,11}$)/', '/^(86)(?=1\\d{10}$|0\\d{9,11}$)/'],
	]),
	bug('of a day and a month that may be each other the day comes first', rows, [
		[
			'src/intake/cells.ts',
			"hints.order === 'dmy' ? null : dateOf(year, first, second)",
			"hints.order === 'mdy' ? dateOf(year, first, second) : null",
		],
	]),
	bug('what undoes a payment’s entry is no payment’s', 'what undoes an entry is its mirror', [
		['src/ledger/actions.ts', 'paymentId: first.paymentId ?? undefined,', 'paymentId: undefined,'],
	]),
	bug('what a client took off a debt stays off when its file is undone', 'no act ends in a fault', [
		['src/placements/end-store.ts', "t.kind in ('placed', 'accrued', 'reduced')", "t.kind in ('placed', 'accrued')"],
	]),
	bug('whoever managed the house and is gone counts as somebody who manages it', 'a house is never left without somebody who manages it', [
		['src/people/store.ts', '(closed_at is null and auth_user_id is not null) as open', '(auth_user_id is not null) as open'],
	]),
	bug('whom an agent may not open they may promise for', sightInvariant, [
		[
			'src/server.ts',
			"return open ? undefined : answer(reply, refuse('thing.not_found', { what: 'debtor', id }));",
			"return open || request.method === 'POST' ? undefined : answer(reply, refuse('thing.not_found', { what: 'debtor', id }));",
		],
	]),
];
