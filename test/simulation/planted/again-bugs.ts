import { lawfulClaim } from '../../../src/auditor/book.ts';
import { erasedInvariant } from '../../../src/auditor/columns.ts';
import { rowsInvariant as rows } from '../../../src/auditor/files.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { refusalInvariant } from '../../../src/auditor/privacy.ts';
import { keyInvariant } from '../../../src/auditor/roles.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const handled = 'a complaint has a clock and is handled by somebody who is no part of it';
const free = 'no call is refused for a place that nobody takes';

/** Of what begins anew and what does not: shown by a matter of the neighbouring agency (src/neighbour/again.ts). */
export const againNearby: readonly Bug[] = [
	bug('a complaint that is opened again has the longer terms it had', handled, [
		['src/complaints/actions.ts', '\t\t\textensions: 0,\n', '\t\t\textensions: row.extensions,\n'],
	]),
	bug('who wrote to a debtor what never left handles the complaint of it', handled, [
		[
			'src/complaints/store.ts',
			"and debtor_id = $2 and template = 'typed'\n",
			"and debtor_id = $2 and template = 'typed' and state = 'sent'\n",
		],
	]),
	bug('a public body pays a small seller as late as was agreed', lawfulClaim, [
		['src/law/interest.ts', "buyer === 'public' ? Math.min(agreedDays ?? 30, 60)", "buyer === 'public' ? (agreedDays ?? 30)"],
	]),
	bug('a seller of any size is protected as a small one', lawfulClaim, [
		['src/law/invoice.ts', "terms.sellerIsSmall === false ? 'other' : terms.buyer", 'terms.buyer'],
	]),
	bug('a bank’s clock is Greenwich’s, however far from it', rows, [
		['src/payments/rows.ts', "/^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : 'UTC'", "'UTC'"],
	]),
	bug('a key stands for all acts of a noun', keyInvariant, [
		['src/record/change.ts', "createHash('sha256').update(what.act)", "createHash('sha256').update(what.act.replace(/[.].*/, ''))"],
	]),
	bug('what a number was not shown for is forgotten', 'everything that happened is in the record', [
		['src/contact/routes.ts', '\t\t\t\t\tdebtorId,\n\t\t\t\t\tkeepOnRefusal: true,\n', '\t\t\t\t\tdebtorId,\n'],
	]),
	bug('a key with no last day outlives the login', 'a key of a closed login opens nothing any more', [
		[
			'src/people/actions.ts',
			'coalesce(revoked_at, $3) where tenant_id = $1 and login_id = $2',
			'coalesce(revoked_at, $3) where tenant_id = $1 and login_id = $2 and expires_at is not null',
		],
	]),
	bug('a number goes back to what was taken back since', 'what was taken back is left alone', [
		[
			'src/placements/end-store.ts',
			"l.id = before.placement_id and l.state = 'imported')",
			"l.id = before.placement_id and l.state <> 'undone')",
		],
	]),
	bug('who changes teams takes the debtors along', 'a debtor leaves a desk by whoever has it, or after two hours', [
		['src/people/actions.ts', 'input.closed === true || input.team_ids ? await freeDebtors(', 'input.closed === true ? await freeDebtors('],
	]),
];

/** Of two lenders, of Wales, of whoever is erased and of the shared count: shown by a trial of the last evening (src/trials/again.ts). */
export const againTried: readonly Bug[] = [
	bug('answered calls are counted over all lenders', free, [
		[
			'src/law/counts.ts',
			'|| key === null || earlier.creditor_ids.includes(key)),',
			'|| key === null || earlier.creditor_ids.length > 0),',
		],
	]),
	bug('what is gone in Scotland is gone in Wales', limitationInvariant, [
		['src/law/books.ts', "|| state === 'WLS' || state === 'ENGLAND'", "|| state === 'ENGLAND'"],
	]),
	bug('suit is threatened over what is barred, outside China and the United States', limitationInvariant, [
		['src/law/books.ts', 'house === houseRowsOfChina ? [] : houseSuit', 'house === houseRowsOfChina ? [] : []'],
	]),
	bug('the record tells in clear which court it was', erasedInvariant, [['src/record/written-words.ts', "\t'court',\n", '']]),
	bug('of whoever refused only the number they refused at is known', refusalInvariant, [
		['src/privacy/store.ts', "c.state = 'refused' or y.refused_at is not null as refused", "c.state = 'refused' as refused"],
	]),
	bug(
		'a place in the shared count is given back before its call',
		'the shared count is told of a call when it is over, and what came of it',
		[
			[
				'src/contact/reservation-store.ts',
				'(a.id is null and p.expires_at <= $2)',
				"(a.id is null and p.asked_at + interval '1 minute' <= $2)",
			],
		],
	),
];
