import type { Bug, Patch } from './bugs.ts';

const bug = (name: string, invariant: string, seed: number, patches: readonly Patch[], plan: Bug['plan'] = {}): Bug => ({
	name,
	invariant,
	seed,
	patches,
	plan,
});

const spread = 'a payment over several debts goes in the order of the law';
const meant = 'a payment goes to the debt it names';
const strategy = 'the day’s calls are as urgent and as many as the strategy says';
const first = 'the most urgent is offered first';
const again = 'what changes a debt has it looked at again';
const terms = 'what is agreed keeps to its mandate';
const held = 'a hold lasts its term and is lifted by whoever may';

/** Of money for several debts, of what stops and follows a hold, of what the day run asks for and the queue gives out first. */
export const moneyBugs: readonly Bug[] = [
	bug('of several debts the secured is paid first', spread, 1, [
		[
			'src/law/allocation-between.ts',
			'if (a.security !== b.security) return a.security - b.security;',
			'if (a.security !== b.security) return b.security - a.security;',
		],
	]),
	bug('of several debts the latest is paid first', spread, 1, [
		[
			'src/law/allocation-between.ts',
			'return a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0;',
			'return a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : 0;',
		],
	]),
	bug('the debts the payer named are not paid first', spread, 1, [
		['src/law/allocation-between.ts', '(payment.named ?? []).flatMap', '([] as string[]).flatMap'],
	]),
	bug('a debt in dispute in the United States has its share', spread, 1, [
		['src/law/allocation-between.ts', "!(country === 'US' && debt.disputed)", 'true'],
		['src/payments/queues.ts', "debt?.country === 'US' && debt.disputed", 'false'],
	]),
	bug('one of several debts takes money although it is in dispute in the United States', meant, 4, [
		[
			'src/payments/rules.ts',
			"debt.country === 'US' && debt.disputed && debt.openBeside.length > 0 && debt.status === 'open'",
			'debt.debtId < 0n',
		],
	]),
	bug('money for a debt that was placed in error stays on it', meant, 1, [
		['src/payments/rules.ts', "if (debt.status === 'undone') return waiting('debt_undone');\n\tif (debt.currency", 'if (debt.currency'],
	]),
	bug('a new hold leaves the messages queued', held, 1, [
		['src/contact/holds.ts', 'withdrawMessages(act, debtorId, `hold: ${kind}`, of);', ''],
	]),
	bug('a complaint in a call holds for a day', 'what the debtor said holds at once', 1, [
		['src/contact/actions.ts', "complains: { kind: 'complaint', days: null }", "complains: { kind: 'complaint', days: 1 }"],
	]),
	bug('a promise may be due half a month later than the client allows', terms, 1, [
		['src/arrangements/rules.ts', 'dueDaysMax: debt.mandate.promiseDaysMax', 'dueDaysMax: debt.mandate.promiseDaysMax + 15'],
	]),
	bug('instalments may begin half a month later than the client allows', terms, 1, [
		['src/arrangements/rules.ts', 'dueDaysMax: debt.mandate.planFirstDueDaysMax', 'dueDaysMax: debt.mandate.planFirstDueDaysMax + 15'],
	]),
	bug('Next gives the least urgent', first, 1, [
		['src/queue/store.ts', 'order by w.priority desc, w.id limit', 'order by w.priority, w.id limit'],
	]),
	bug('among equals the smaller debt comes first', strategy, 1, [
		['src/strategy/rules.ts', 'priority: plan.priority * 100 + value,', 'priority: plan.priority * 100 + 99 - value,'],
	]),
	bug('daily calls end after the third day', strategy, 1, [
		['src/strategy/rules.ts', 'dayNumber <= settings.dailyCallsUntilDay', 'dayNumber <= settings.dailyCallsUntilDay - 2'],
	]),
	bug('a promise found broken in the morning is left for the next day', strategy, 7, [
		['src/strategy/rules.ts', 'debt.brokenOn >= on - 1 &&', 'debt.brokenOn === on - 1 &&'],
	]),
	bug('a hold that was lifted is followed by nothing', again, 1, [
		['src/contact/holds.ts', 'setReviewOn(act, hold.debtorId, hold.today);', ''],
	]),
	bug('a surplus counts for another debt from the day it is given to it', meant, 1, [
		[
			'src/payments/queues.ts',
			'...postingsOf(payment, decided.shares, payment.id),',
			'...postingsOf({ ...payment, paidAt: act.now }, decided.shares, payment.id),',
		],
	]),
	bug('a term is made longer without end', 'a complaint has a clock and is handled by somebody who is no part of it', 1, [
		['src/complaints/actions.ts', 'clock.extensionsLeft === 0 ||', ''],
	]),
	bug('hardship told in a call has no clock', held, 1, [
		['src/arrangements/close-contact.ts', 'if (!kind || (!recorded.byDebtor', "if (kind === 'hardship' || !kind || (!recorded.byDebtor"],
	]),
	bug('Next gives the team’s before the agent’s own', first, 2, [
		['src/queue/store.ts', 'and not exists (select from mine) and not exists (select from own)', 'and not exists (select from mine)'],
		[
			'src/queue/store.ts',
			'(select * from own union all select * from pool) p',
			'(select * from (select * from pool union all select * from own) q limit 1) p',
		],
	]),
	bug('a recall takes what was paid off with it', 'what was taken back is left alone', 8, [
		['src/placements/end-store.ts', "$3 = 'undone' or s.status = 'open'", "$3 <> ''"],
	]),
];
