import { declaredInvariant, lawfulClaim, maskedInvariant } from '../../../src/auditor/book.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import type { Bug } from './bugs.ts';
import { anewFigureBugs } from './anew-bugs.ts';
import { lateFigureBugs } from './late-bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const rows = 'every imported row is accounted for';

/** Of files in a form of their own, of long numbers, and of what only the last of several entries tells: each shown by a matter of the neighbouring agency (src/neighbour/book.ts). */
export const bookBugs: readonly Bug[] = [
	bug('a spouse of a column of their own answers for the debt', lawfulClaim, [
		[
			'src/placements/rules.ts',
			"role: role === 'guarantor' || role === 'co_borrower' ? role : 'third_party',",
			"role: role === 'guarantor' || role === 'co_borrower' ? role : role === 'spouse' ? 'co_borrower' : 'third_party',",
		],
	]),
	bug('interest paid before the placing is left out of what the law leaves', lawfulClaim, [
		['src/law/claim.ts', 'const claimed = total(charges) + (contract.chargesPaidMinor ?? 0n);', 'const claimed = total(charges);'],
	]),
	bug('a client that is closed places', declaredInvariant, [
		[
			'src/placements/client.ts',
			'where c.tenant_id = $1 and c.code = $2 and c.closed_at is null',
			'where c.tenant_id = $1 and c.code = $2',
		],
	]),
	bug('a file is refused only where its count is wrong and its total too', declaredInvariant, [
		[
			'src/placements/totals.ts',
			'(declared.count !== undefined && declared.count !== count) ||',
			'(declared.count !== undefined && declared.count !== count) &&',
		],
	]),
	bug('a contract’s number of eighteen digits is kept in clear with its payment', maskedInvariant, [
		['src/payments/rows.ts', '/^\\d{12,}$/.test(digits)', '/^\\d{24,}$/.test(digits)'],
	]),
	bug('a number in groups is kept in clear', maskedInvariant, [
		['src/payments/rows.ts', 'const digits = ungrouped(reference);', 'const digits = reference;'],
	]),
	bug('the record keeps the number a payment was entered under', maskedInvariant, [
		['src/payments/routes.ts', 'input: recordedBody(door.vault, body)', 'input: { ...body }'],
	]),
	bug('a debt counts as settled from its first payment', 'every promise is judged once, and as its money says', [
		['src/arrangements/store.ts', '(max(t.happened_at) at time zone $2)::date', '(min(t.happened_at) at time zone $2)::date'],
	]),
	bug('an instalment is dated from the one before it', 'the instalments of a plan are its sum, equal and monthly', [
		[
			'src/arrangements/rules.ts',
			'dueOn: plan.firstDueOn.add({ months: i })',
			'dueOn: Array.from({ length: i }).reduce((on: Temporal.PlainDate) => on.add({ months: 1 }), plan.firstDueOn)',
		],
	]),
	bug('a debt that was paid a little and recalled is settled in a report', figuresInvariant, [
		['src/reports/store.ts', 'end_minor = 0 and recalled_minor = 0 and last_paid_at >= $2', 'end_minor = 0 and last_paid_at >= $2'],
	]),
	bug(
		'a payment taken back keeps its number',
		'no act ends in a fault',
		[],
		['drop index payment_number_once', 'create unique index payment_number_once on payment (tenant_id, client_id, external_reference)'],
	),
	bug('days past due are counted from the day a file came', rows, [
		['src/placements/rules.ts', 'placedOn.subtract({ days: daysPastDue })', 'context.today.subtract({ days: daysPastDue })'],
	]),
	bug('a spreadsheet’s day number is read a day late', rows, [
		['src/intake/cells.ts', "Temporal.PlainDate.from('1899-12-30')", "Temporal.PlainDate.from('1899-12-31')"],
	]),
	bug(
		'money told late moves the day of the last payment back',
		'the books balance',
		[],
		[
			`do $$ begin execute replace(pg_get_functiondef('post_to_balance'::regproc), 'greatest(b.last_paid_at, c.paid_at)', 'coalesce(c.paid_at, b.last_paid_at)'); end $$`,
		],
	),
	...lateFigureBugs,
	...anewFigureBugs,
];
