import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const hours = 'no contact outside the hours of any zone of the person';
const answered = 'at most 3 answered calls a day for each lender and debtor';
const free = 'no call is refused for a place that nobody takes';

/** Of what is written by night and in answer, and of whose answered calls and whose number count together: each shown by a trial of the last evening (src/trials/answers.ts). */
export const answersBugs: readonly Bug[] = [
	bug('an e-mail is left in China at any hour', hours, [
		[
			'src/law/cn.ts',
			"id: 'CN-T1',\n\t\tforce: 'standard and association',\n\t\tchannels: contacts,",
			"id: 'CN-T1',\n\t\tforce: 'standard and association',\n\t\tchannels: contacts.filter((channel) => channel !== 'email'),",
		],
	]),
	bug('a letter is carried out in China at any hour', hours, [
		[
			'src/law/cn.ts',
			"id: 'CN-T1',\n\t\tforce: 'standard and association',\n\t\tchannels: contacts,",
			"id: 'CN-T1',\n\t\tforce: 'standard and association',\n\t\tchannels: contacts.filter((channel) => channel !== 'letter'),",
		],
	]),
	bug('what is written may be sent at night in the United Kingdom', hours, [
		['src/law/uk.ts', "\t\tid: 'UK-T1',\n", "\t\tid: 'UK-T1',\n\t\tchannels: ['voice', 'sms', 'visit'],\n"],
	]),
	bug('what is written may be sent at night in the United States', hours, [
		['src/law/us.ts', "\t\tid: 'US-T1',\n", "\t\tid: 'US-T1',\n\t\tchannels: ['voice', 'sms', 'visit'],\n"],
	]),
	bug('what is written may be sent at night where no law speaks of hours', hours, [
		['src/law/house.ts', "\t\tid: 'HOURS',\n\t\tchannels: contacts,", "\t\tid: 'HOURS',\n\t\tchannels: ['voice', 'sms', 'visit'],"],
	]),
	bug('a call about two debts counts for the lender of the first alone', answered, [
		['src/law/counts.ts', 'return [...new Set(debts.map((debt) =>', 'return [...new Set(debts.slice(0, 1).map((debt) =>'],
	]),
	bug('a call about two debts counts for the lender of the last alone', answered, [
		['src/law/counts.ts', 'return [...new Set(debts.map((debt) =>', 'return [...new Set(debts.slice(-1).map((debt) =>'],
	]),
	bug('a call about two debts counts twice', free, [
		[
			'src/law/counts.ts',
			'earlier.creditor_ids.includes(key)),\n\t);\n\treturn limit.network ? [...ours,',
			'earlier.creditor_ids.includes(key)),\n\t);\n\treturn limit.network ? [...ours, ...ours.filter(({ earlier }) => earlier.creditor_ids.length > 1),',
		],
	]),
	bug('of calls that are answered those of the debtor and of who borrowed too count', answered, [
		[
			'src/law/counts.ts',
			"(limit.of === 'anyone' || isLiable(earlier.party))",
			"(limit.of === 'anyone' || earlier.party === 'debtor' || earlier.party === 'co_borrower')",
		],
	]),
	bug('a number is another’s when a friend is called by it', 'at most 6 calls a day to one number', [
		[
			'src/contact/target-store.ts',
			'and x.value_index = p.value_index and x.placed_at > $4 and x.debtor_id <> d.id) x',
			'and x.value_index = p.value_index and x.party_id is not distinct from p.party_id and x.placed_at > $4 and x.debtor_id <> d.id) x',
		],
	]),
	bug('a permit to call a friend takes no place of the number', 'a permit that nobody has used yet takes its place', [
		[
			'src/contact/target-store.ts',
			"and x.value_index = p.value_index and x.permitted and x.channel <> 'unmask'\n",
			"and x.value_index = p.value_index and x.party_id is null and x.permitted and x.channel <> 'unmask'\n",
		],
	]),
	bug('a friend refuses by word of mouth alone', 'a third party who refused is left alone for good', [
		[
			'src/contact/actions.ts',
			"attempt.party_role === 'third_party' && outcome.line !== 'right_party' && outcome.said",
			"attempt.party_role === 'third_party' && !isWritten(attempt) && outcome.line !== 'right_party' && outcome.said",
		],
	]),
];
