import { rowsInvariant as rows } from '../../../src/auditor/files.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import { mandateInvariant } from '../../../src/auditor/mandates.ts';
import type { Bug } from './bugs.ts';
import { altered, shownInADay as bug } from './one-day.ts';

const extend = 'src/placements/extend.ts';
const work = 'nobody is offered work outside the team, the assignment or the hours of it';
const quiet = 'a promise quiets its debtor until it is due, and no longer';
const books = 'the books balance';
const erased = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';

/** Of what comes again as it was, of mandates of several lengths, and of who goes on with a debtor: each shown by a matter of the neighbouring agency (src/neighbour/anew.ts, others.ts). */
export const anewBugs: readonly Bug[] = [
	bug('what is left longer is pulled back where it ran longer', mandateInvariant, [
		[extend, 'and d.placement_id = $2 and d.recall_due_on < $3 and', 'and d.placement_id = $2 and d.recall_due_on <> $3 and'],
	]),
	bug('what is left longer has an end where it had none', mandateInvariant, [
		[
			extend,
			'and d.placement_id = $2 and d.recall_due_on < $3 and',
			'and d.placement_id = $2 and (d.recall_due_on is null or d.recall_due_on < $3) and',
		],
	]),
	bug(
		'money that bounced stands as the last of its debt',
		books,
		[],
		[altered('post_to_balance', `where kind = 'reversed') then`, `where kind = 'reversed' and component = 'surplus') then`)],
	),
	bug(
		'the last money of a debt is the first that came',
		books,
		[],
		[altered('post_to_balance', 'select max(p.happened_at) from ledger_transfer p', 'select min(p.happened_at) from ledger_transfer p')],
	),
	bug('what was recalled unpaid is not placed again', rows, [
		['src/placements/store.ts', 'and b.debt_id = e.id and b.last_paid_at is not null limit 1) b', 'and b.debt_id = e.id limit 1) b'],
	]),
	bug('what a plan holds is lifted by hand', 'a plan is what its instalments are, and holds contact while it is kept', [
		['src/contact/holds.ts', "if (found.kind === 'kept_plan') return refuse('hold.of_plan');", ''],
	]),
	bug('the last instalment of a plan is the next', quiet, [
		[
			'src/strategy/store.ts',
			"(array_agg(due_on - date '1970-01-01' order by due_on) filter",
			"(array_agg(due_on - date '1970-01-01' order by due_on desc) filter",
		],
	]),
	bug('a call back lies with whichever team is older', work, [
		['src/debts/pressure.ts', 'order by rank, team_id limit 1) t', 'order by team_id limit 1) t'],
	]),
	bug('a call back lies with the team of whoever was on the line', work, [
		['src/debts/pressure.ts', 'order by rank, team_id limit 1) t', 'order by rank desc, team_id limit 1) t'],
	]),
];

/** Of what is due on the last day of a period: of the period, and not of the week after it. */
export const anewFigureBugs: readonly Bug[] = [
	bug('what is due on the last day of a period is expected after it', figuresInvariant, [
		['src/reports/store.ts', 'and p.due_on > $2 and p.due_on <= $2::date + 7', 'and p.due_on >= $2 and p.due_on <= $2::date + 7'],
	]),
	bug('what is due on the seventh day after a period is not expected', figuresInvariant, [
		['src/reports/store.ts', 'and p.due_on <= $2::date + 7 and', 'and p.due_on < $2::date + 7 and'],
	]),
];

/** Of what a file brought beside its debts: shown by the last evening. */
export const keptBugs: readonly Bug[] = [
	bug('what others had written of a debtor outlives the erasing', erased, [
		['src/privacy/store.ts', 'extra_sealed = null, history_sealed = null, reference', 'extra_sealed = null, reference'],
	]),
];
