import { keptBugs } from './anew-bugs.ts';
import type { Bug } from './bugs.ts';
import { lastDayBugs } from './last-day-bugs.ts';
import { livedBugs } from './lived-bugs.ts';
import { messageBugs } from './message-bugs.ts';
import { erasedBugs } from './person-bugs.ts';
import { placesBugs } from './places-bugs.ts';
import { shownInADay as bug } from './one-day.ts';
import { reachBugs } from './reach-bugs.ts';
import { whoseBugs } from './whose-bugs.ts';

const held = 'no contact while a hold is in force';
const asked = 'nobody is asked for more than is owed';
const answered = 'at most 3 answered calls a day for each lender and debtor';
const wish = 'no contact the person asked us to leave';
const hold = 'a hold lasts its term and is lifted by whoever may';
const hours = 'no contact outside the hours of any zone of the person';
const matter = 'a complaint has a clock and is handled by somebody who is no part of it';

/** Of holds, wishes, places, lenders and currencies, and of what is brought to the office: each shown by a trial of edges. */
export const edgeBugs: readonly Bug[] = [
	bug('a day is the last twelve hours', answered, [
		[
			'src/law/windows.ts',
			"\treturn startOfDayFrom(zone, at, window.kind === 'calendar day' ? 0 : 1 - window.days);",
			"\tif (window.kind === 'calendar day') return at - 43_200_000;\n\treturn startOfDayFrom(zone, at, 1 - window.days);",
		],
	]),
	bug('a call about debts of two lenders counts for the first', answered, [
		['src/law/counts.ts', 'earlier.creditor_ids.includes(key)', 'earlier.creditor_ids[0] === key'],
	]),
	bug('what is used up is counted by the first zone’s day', answered, [
		[
			'src/law/counts.ts',
			'\tfor (const zone of of.facts.zones) {\n\t\tfor (const key of keysOf',
			'\tfor (const zone of of.facts.zones.slice(0, 1)) {\n\t\tfor (const key of keysOf',
		],
	]),
	bug('Sunday is numbered nought', wish, [
		['src/law/windows.ts', '!time.weekdays.includes(day.date.dayOfWeek)', '!time.weekdays.includes(day.date.dayOfWeek % 7)'],
	]),
	bug('a time over midnight ends at midnight', wish, [
		['src/law/windows.ts', 'for (const day of [dayAt(zone, today.startsAt - 1), today]) {', 'for (const day of [today]) {'],
	]),
	bug('of several inconvenient times the last is kept', wish, [
		['src/contact/said-facts.ts', "const times = of('inconvenient_time').map(", "const times = of('inconvenient_time').slice(-1).map("],
	]),
	bug('an inconvenient place is not read', wish, [['src/law/conditions-elsewhere.ts', '|| told.includes(place))', ')']]),
	bug('what the employer forbids is not read', wish, [
		['src/contact/said-facts.ts', "...(of('employer_forbids').length > 0 ? { employer_forbids: true } : {}),", ''],
	]),
	bug('who wants no machine is called by one', wish, [
		['src/contact/said-facts.ts', '...(automatic ? { automation_revoked_at: automatic.said_at } : {}),', ''],
	]),
	bug('what is owed in dollars is added to what is owed in yuan', asked, [
		['src/law/conditions.ts', '\t\t.filter((debt) => (debt.currency ?? currency) === currency)\n\t\t.reduce', '\t\t.reduce'],
	]),
	bug('what is owed on a held debt is named with the other', asked, [
		['src/law/conditions.ts', 'amountProblem(of, free.length > 0 ? free : of.concerned)', 'amountProblem(of, of.concerned)'],
	]),
	bug('the client’s request does not hold', held, [
		[
			'src/law/conditions.ts',
			"({ kind }) => kind !== 'kept_plan' ||",
			"({ kind }) => kind !== 'client_request' && (kind !== 'kept_plan' ||",
		],
		['src/law/conditions.ts', '!of.planHasItsRow),', '!of.planHasItsRow)),'],
	]),
	bug('bankruptcy does not hold', held, [
		['src/law/conditions.ts', "({ kind }) => kind !== 'kept_plan' ||", "({ kind }) => kind !== 'bankruptcy' && (kind !== 'kept_plan' ||"],
		['src/law/conditions.ts', '!of.planHasItsRow),', '!of.planHasItsRow)),'],
	]),
	bug('a minor is called', held, [
		['src/law/conditions.ts', "({ kind }) => kind !== 'kept_plan' ||", "({ kind }) => kind !== 'minor' && (kind !== 'kept_plan' ||"],
		['src/law/conditions.ts', '!of.planHasItsRow),', '!of.planHasItsRow)),'],
	]),
	bug('two visits a day', 'at most 1 visit a day, by 2 people at least', [
		[
			'src/law/cn.ts',
			"limits: [{ count: 1, window: { kind: 'calendar day' }, channel: 'visit'",
			"limits: [{ count: 2, window: { kind: 'calendar day' }, channel: 'visit'",
		],
	]),
	bug('the evening in England ends at ten', hours, [
		['src/law/uk.ts', "hours: { from: '08:00', until: '21:00' }", "hours: { from: '08:00', until: '22:00' }"],
	]),
	bug('a breathing space is over after thirty days', hold, [['src/law/uk.ts', 'breathingDays = 60', 'breathingDays = 30']]),
	bug('whoever lifts a hold lifts the dispute with it', hold, [
		[
			'src/contact/holds.ts',
			"lifted_by = $5 where tenant_id = $1 and debtor_id = $2 and id = $3'",
			"lifted_by = $5 where tenant_id = $1 and debtor_id = $2 and (id = $3 or kind = \\'dispute\\')'",
		],
	]),
	bug('a request to stop that is answered is over', hold, [
		['src/complaints/actions.ts', "(row.kind !== 'cease' && answer.verdict === 'not_upheld')", "answer.verdict === 'not_upheld'"],
	]),
	bug('whoever likes answers a complaint', matter, [
		['src/complaints/actions.ts', 'if (row.handler_id !== act.actor.id) return refuse(', 'if (row.handler_id === null) return refuse('],
	]),
	bug('whoever became part of a case answers it', matter, [
		[
			'src/complaints/actions.ts',
			'\tconst part = await partIn(act, row);\n\tif (part) return part;\n\tconst blocked',
			'\tconst part = await partIn(act, row, 0n);\n\tif (part) return part;\n\tconst blocked',
		],
	]),
	bug('a term that is over is made longer', matter, [
		[
			'src/complaints/actions.ts',
			'clock.extensionsLeft === 0 || Temporal.PlainDate.compare(dateIn(zone, act.now), clock.dueOn) > 0',
			'clock.extensionsLeft === 0',
		],
	]),
	bug('of two disputed debts the first is held', hold, [
		['src/complaints/actions.ts', "kind !== 'cease' ? debtIds : [null]", "kind !== 'cease' ? debtIds.slice(0, 1) : [null]"],
	]),
	bug('a letter is received on the day it is typed', matter, [
		['src/complaints/actions.ts', 'const receivedOn = dateIn(zone, receivedAt);', 'const receivedOn = dateIn(zone, act.now);'],
	]),
	bug('who is written otherwise has refused nothing', 'a third party who refused is left alone for good', [
		['src/contact/target-store.ts', 'and mine.party_id = y.id and (', 'and mine.party_id = y.id and false and ('],
	]),
	bug('a plan that is only shown is made', 'everything that happened is in the record', [
		[
			'src/record/change.ts',
			'\t\t\tawait tx.settle();\n\t\t\tawait tx.rollback();\n\t\t\treturn answer;',
			'\t\t\tawait tx.settle();\n\t\t\tawait tx.commit();\n\t\t\treturn answer;',
		],
	]),
	...messageBugs,
	...erasedBugs,
	...reachBugs,
	...whoseBugs,
	...placesBugs,
	...keptBugs,
	...lastDayBugs,
	...livedBugs,
];
