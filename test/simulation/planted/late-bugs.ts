import { judgedInvariant } from '../../../src/auditor/agreements.ts';
import { declaredInvariant, paidOffInvariant } from '../../../src/auditor/book.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import { rowsInvariant as rows } from '../../../src/auditor/files.ts';
import { chargedInvariant } from '../../../src/auditor/holds.ts';
import { listInvariant } from '../../../src/auditor/lists.ts';
import { doorInvariant } from '../../../src/auditor/roles.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const free = 'what was taken back is left alone';
const fault = 'no act ends in a fault';

/** Of what is past its last day, of numbers that were somebody else's in between, of clients that are gone or called alike: each shown by a matter of the neighbouring agency (src/neighbour/late.ts, numbers.ts, large.ts, lists.ts). */
export const lateBugs: readonly Bug[] = [
	bug('what is past its last day gives way to the next promise', judgedInvariant, [
		['src/arrangements/actions.ts', 'if (someOf(stood)) await judgePromises(act, today, { debts: [of] });', ''],
	]),
	bug('a promise is taken back past its last day', judgedInvariant, [
		['src/arrangements/actions.ts', 'const state = stateOn(promise, today);', 'const state = promise.state;'],
	]),
	bug('instalments are given up past the last day of the first', judgedInvariant, [
		[
			'src/arrangements/actions.ts',
			"const state = plan.state === 'open' ? judgePlan(instalments.map((each) => stateOn(each, today))) : plan.state;",
			'const state = plan.state;',
		],
	]),
	bug('a promise that is taken back leaves the word of it', 'a promise quiets its debtor until it is due, and no longer', [
		[
			'src/arrangements/actions.ts',
			"withdrawMessages(act, of.debtorId, 'promise withdrawn', { debtIds: [promise.debtId], templates: ['promise_due'] });",
			'',
		],
	]),
	bug('money known before a promise is told to have kept it', judgedInvariant, [
		['src/arrangements/store.ts', 'and t.payment_id = $4 and ${countsForPromise}', "and t.payment_id = $4 and t.kind = 'paid'"],
	]),
	bug('money told after a promise was judged is told to have kept it', judgedInvariant, [
		['src/arrangements/store.ts', 'and (t.recorded_at at time zone $2)::date <= p.judged_on)', ')'],
	]),
	bug('interest runs on in a breathing space', chargedInvariant, [
		[
			'src/law/steps.ts',
			"holds.includes('breathing_space') ? refuse('debt.balance_held'",
			"holds.includes('kept_plan') ? refuse('debt.balance_held'",
		],
	]),
	bug('what was placed anew by mistake keeps its number', free, [
		['src/placements/end-store.ts', "if (how === 'undone') await giveNumbersBack(tx);", ''],
	]),
	bug('what was undone is not placed again when it is meant', rows, [
		[
			'src/placements/store.ts',
			" cross join lateral (select from debt_state t where t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status <> 'undone' limit 1) stood\n",
			'\n',
		],
	]),
	bug('a case number means what was undone under it last', rows, [
		['src/payments/store.ts', "order by s.status = 'undone', d.id desc limit 1) d", 'order by d.id desc limit 1) d'],
	]),
	bug('a contract’s number means what was undone under it last', rows, [
		['src/payments/store.ts', "order by d.ended, s.status = 'undone', d.id desc", 'order by d.ended, d.id desc'],
	]),
	bug('what was paid in part comes with the whole sum again', paidOffInvariant, [
		['src/placements/store.ts', 'and gone.paid is null and part.paid is null', 'and gone.paid is null'],
	]),
	bug('of several clients of one name the first is paid', rows, [
		[
			'src/payments/import.ts',
			'const coded = this.of.clients.find((each) => each.code === row.client);',
			'const coded = this.of.clients.find((each) => each.code === row.client || each.name === row.client);',
		],
	]),
	bug('a client that is closed keeps its name', rows, [
		['src/payments/import.ts', '= coded ? [coded] : open.length > 0 ? open : named;', '= coded ? [coded] : named;'],
	]),
	bug('money of a client that is closed is refused', rows, [
		[
			'src/payments/clients-store.ts',
			'where c.tenant_id = $1 order by c.code',
			'where c.tenant_id = $1 and c.closed_at is null order by c.code',
		],
	]),
	bug('what a closed client’s debt owes again is collected', declaredInvariant, [
		['src/payments/store.ts', 'd.ended or c.closed_at is not null as ended', 'd.ended'],
	]),
	bug('what went to a closed client keeps its number', free, [['src/payments/queues.ts', 'await freeNumbers(act.tx, ended);', '']]),
	bug('whose contract is over leaves debts longer', declaredInvariant, [['src/placements/extend.ts', 'if (over) return over;', '']]),
	bug('a contract beside a case number is looked up, and waited for', rows, [
		['src/payments/actions.ts', '({ debtId }) => debtId)).size !== 1,', '({ debtId }) => debtId)).size >= 0,'],
	]),
	bug('a payment is as large as a number', rows, [
		[
			'src/payments/import.ts',
			"else if (amountMinor !== null && amountMinor > amountMax) problems.push({ ...at, code: 'amount.too_large' });",
			'',
		],
	]),
	bug('a payment typed by hand is as large as a number', doorInvariant, [
		[
			'src/payments/shapes.ts',
			'amount_minor: Type.Integer({ minimum: 1, maximum: Number(amountMax) })',
			'amount_minor: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })',
		],
	]),
	bug('what is owed may be typed larger than any debt', doorInvariant, [
		[
			'src/payments/shapes.ts',
			'const OwedNow = Type.Integer({ minimum: 0, maximum: Number(amountMax) });',
			'const OwedNow = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000_000 });',
		],
	]),
	bug('the parts of a debt come to any sum', rows, [
		['src/placements/rules.ts', 'if (whole <= 0n || whole > amountMax) {', 'if (whole <= 0n) {'],
	]),
	bug('a file comes to any sum', fault, [
		['src/placements/import.ts', "if (untold) return refuse('placement.totals_too_large', { counted: amountText(untold) });", ''],
	]),
	bug('a page of complaints begins with the last of the one before', listInvariant, [
		['src/complaints/store.ts', '($6::bigint is null or ${place} > $6)', '($6::bigint is null or ${place} >= $6)'],
	]),
	bug('nothing is behind the first page of complaints', listInvariant, [
		['src/complaints/store.ts', 'next: rows.length > limit ? (items.at(-1)?.place ?? null) : null', 'next: null'],
	]),
	bug('every page of complaints asked for at the door is the first', listInvariant, [
		['src/complaints/routes.ts', 'after: after === undefined ? undefined : BigInt(after)', 'after: undefined'],
	]),
];

/** Of figures: money before its debt is placed, and next to nothing in the period before. */
export const lateFigureBugs: readonly Bug[] = [
	bug('the money of a cycle comes before its debt', figuresInvariant, [
		[
			'src/reports/store.ts',
			"t.kind = 'paid' and greatest(t.happened_at, b.placed_on::timestamp at time zone $5) < $3 and t.recorded_at <= $4\n\t\t    and ($6 or",
			"t.kind = 'paid' and t.happened_at < $3 and t.recorded_at <= $4\n\t\t    and ($6 or",
		],
	]),
	bug('a curve ends with its batch’s age', figuresInvariant, [
		['src/reports/rules.ts', 'Math.max(daysOld, ...cash.map(({ day }) => day))', 'daysOld'],
	]),
	bug('a rate is told that no number carries', figuresInvariant, [
		['src/reports/rules.ts', 'return isTold(change) ? change : null;', 'return change;'],
	]),
];
