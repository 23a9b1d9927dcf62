import { figuresInvariant } from '../../../src/auditor/figures.ts';
import type { Bug, Patch } from './bugs.ts';
import { shownInADay } from './one-day.ts';

const store = 'src/reports/store.ts';
const contact = 'src/reports/contact-store.ts';
const bug = (name: string, seed: number, patches: readonly Patch[], plan: Bug['plan'] = {}): Bug => ({
	name,
	invariant: figuresInvariant,
	seed,
	patches,
	plan,
});

/** Of what a report counts: each leaves the book as it is and tells something else. */
export const figureBugs: readonly Bug[] = [
	shownInADay('a debt placed within the period has nothing to recover', figuresInvariant, [
		[store, 'case when placed_within then placed_minor else start_minor end as base_minor', 'start_minor as base_minor'],
	]),
	bug('a payment the bank took back stays collected', 1, [
		[
			store,
			"sum(t.amount_minor) filter (where t.kind = 'paid' and u.entry_id is null and t.counts_at >= $2 and t.counts_at < $3) as collected",
			"sum(t.amount_minor) filter (where t.kind = 'paid' and t.counts_at >= $2 and t.counts_at < $3) as collected",
		],
	]),
	bug('a payment taken back later never came, whenever one asks', 1, [
		[
			store,
			'where tenant_id = $1 and reverses_entry_id is not null and recorded_at <= $4)',
			'where tenant_id = $1 and reverses_entry_id is not null)',
		],
	]),
	bug('a promise that nobody has judged yet counts as broken', 2, [
		[
			store,
			"(select case when p.judged_on <= $4 then p.state else 'open' end as judged) j",
			"(select case when p.judged_on <= $4 then p.state else 'broken' end as judged) j",
		],
	]),
	bug('a verdict is known before it is given', 2, [
		[store, "(select case when p.judged_on <= $4 then p.state else 'open' end as judged) j", '(select p.state as judged) j'],
	]),
	bug('a debt that was taken back counts as settled', 1, [
		[store, 'end_minor = 0 and recalled_minor = 0 and last_paid_at >= $2', 'end_minor = 0 and last_paid_at >= $2'],
	]),
	bug('an instalment of a plan counts as a promise made', 3, [
		[
			store,
			'where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3\n\t\t  group by p.currency order by p.currency',
			'where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3\n\t\t  group by p.currency order by p.currency',
		],
	]),
	bug('the calls of a day are those of its day in Greenwich', 1, [
		[
			contact,
			'(select (a.placed_at at time zone $5)::date as "on"',
			`(select (a.placed_at at time zone coalesce('UTC', $5))::date as "on"`,
		],
	]),
	bug('one refusal counts as often as a rule had reasons', 1, [
		[contact, 'as rule, count(distinct p.id)::int as count,', 'as rule, count(*)::int as count,'],
	]),
	bug('a call that was dropped is one that was made', 1, [
		[contact, "bool_and(w.state = 'done' and w.closed_at <= $5)", "bool_and(w.state <> 'open' and w.closed_at <= $5)"],
	]),
	bug('the last day of a bucket is the first of the next', 2, [
		[store, 'bucketEdges.map((edge) => edge + 1), zone, lastOn]', 'bucketEdges.map((edge) => edge), zone, lastOn]'],
	]),
	bug('the recovery of a batch is that of the period', 1, [
		[
			'src/reports/summary.ts',
			'recovery: ppm(ratePpm(row.to_date_minor, row.placed_minor))',
			'recovery: ppm(ratePpm(row.collected_minor, row.placed_minor))',
		],
	]),
	bug('a rate is rounded', 1, [
		[
			'src/reports/compared.ts',
			'ratePpm(whole(part), whole(of));',
			'whole(of) === 0n ? null : (whole(part) * 2_000_000n + whole(of)) / (2n * whole(of));',
		],
	]),
	bug('half the money has come when all has', 1, [
		['src/reports/rules.ts', 'if (come * 2n >= sum) return day;', 'if (come >= sum) return day;'],
	]),
	bug('a surplus set against another debt stays a surplus', 1, [[store, "(t.kind = 'surplus' or t.set_against)", "t.kind = 'surplus'"]]),
	bug('a complaint upheld in part was not upheld', 1, [
		['src/reports/complaints.ts', "in ('upheld', 'partly')))::int as upheld", "in ('upheld')))::int as upheld"],
	]),
	bug('a hold that was lifted still holds', 1, [
		[store, '(h.lifted_at is null or h.lifted_at > $3)', '(h.lifted_at is null or h.lifted_at > h.from_at)'],
	]),
	bug('what was promised and paid is expected once more', 3, [
		[store, "(p.state = 'open' or p.judged_on > $5)", "(p.state <> 'withdrawn' and $5::date is not null)"],
	]),
	bug('an agent met everybody who answered', 1, [
		[
			contact,
			"select a.made_by, count(*) as calls, count(*) filter (where ${inPerson('o')}) as right_party",
			'select a.made_by, count(*) as calls, count(*) filter (where o.answered) as right_party',
		],
	]),
	bug('the cash of a day is that of its day in Greenwich', 1, [
		[
			store,
			'`select greatest((t.happened_at at time zone $5)::date, b.placed_on) as "on"',
			'`select greatest((t.happened_at at time zone coalesce(\'UTC\', $5))::date, b.placed_on) as "on"',
		],
	]),
];
