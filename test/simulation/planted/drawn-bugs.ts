import { wordInvariant } from '../../../src/auditor/words.ts';
import type { Bug, Patch } from './bugs.ts';

const bug = (name: string, invariant: string, seed: number, patches: readonly Patch[], more: Pick<Bug, 'sql' | 'plan'> = {}): Bug => ({
	name,
	invariant,
	seed,
	patches,
	...more,
});

const hours = 'no contact outside the hours of any zone of the person';
const answered = 'at most 3 answered calls a day for each lender and debtor';
const number = 'at most 6 calls a day to one number';
const message = 'at most 1 message a day and 3 in 7 dates for each debtor';
const permit = 'every attempt uses exactly one permit, once, in time';
const guards = 'the database keeps agencies apart and its guards stand';
const held = 'no contact while a hold is in force';
const judged = 'every promise is judged once, and as its money says';
const settled = 'a debt is settled when nothing is owed, and only then';
const payment = 'every payment is applied, waits or was given back, to the last unit';
const asked = 'nobody is asked for more than is owed';
const rows = 'every imported row is accounted for';
const offered = 'nobody is offered work outside the team, the assignment or the hours of it';
const waits = 'no work waits on a debtor who is held or a debt that is paid';
const outcome = 'an outcome says whether anybody answered, and by whom they were called';

/** Of what a seed draws: each shown by an agency of some days. */
export const drawnBugs: readonly Bug[] = [
	bug('the lawful day ends at 22:30', hours, 1, [
		[
			'src/law/cn.ts',
			"hours: { from: '08:00', until: '22:00' }, unlessAgreed: true",
			"hours: { from: '08:00', until: '22:30' }, unlessAgreed: true",
		],
	]),
	bug('the facts name the first zone only', hours, 1, [
		['src/contact/target-store.ts', 'zones: row.zones,', 'zones: row.zones.slice(0, 1),'],
	]),
	bug('a fourth answered call is placed', answered, 8, [
		['src/law/cn.ts', "count: 3,\n\t\t\t\t\t\twindow: { kind: 'calendar day' }", "count: 4,\n\t\t\t\t\t\twindow: { kind: 'calendar day' }"],
	]),
	bug('calls of today are counted from now on (> for >=)', answered, 1, [['src/law/counts.ts', 'when >= start &&', 'when > at &&']]),
	bug('a limit is used up one too late (<= for <)', answered, 1, [
		['src/law/counts.ts', 'if (list.length < count) continue;', 'if (list.length <= count) continue;'],
	]),
	bug('a number is called seven times', number, 8, [
		['src/law/cn.ts', "count: 6, window: { kind: 'calendar day' }", "count: 7, window: { kind: 'calendar day' }"],
	]),
	bug('calls to the number under another debtor are forgotten', number, 8, [
		[
			'src/contact/target-store.ts',
			'x.value_index = p.value_index and x.placed_at > $4 and x.debtor_id <> d.id',
			'x.value_index = p.value_index and x.placed_at > $4 and x.debtor_id <> d.id and false',
		],
	]),
	bug('two messages a day', message, 1, [
		[
			'src/law/house.ts',
			"{ count: 1, window: { kind: 'calendar day' }, channel: 'sms'",
			"{ count: 2, window: { kind: 'calendar day' }, channel: 'sms'",
		],
	]),
	bug('one person makes a visit', 'at most 1 visit a day, by 2 people at least', 1, [
		['src/law/conditions.ts', '(of.ask.people ?? 0) < people', '(of.ask.people ?? 2) < people'],
	]),
	bug('a machine calls again within the minute', 'automatic calls: 1 a minute, 5 an hour, 20 in 24 hours to one number', 8, [
		['src/law/cn.ts', '[1, 1],\n\t\t\t\t\t\t[5, 60],', '[9, 1],\n\t\t\t\t\t\t[50, 60],'],
	]),
	bug(
		'seventy calls a week in the United States',
		'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk',
		3,
		[
			[
				'src/law/us.ts',
				"count: 7,\n\t\t\t\twindow: { kind: 'calendar dates', days: 7 }",
				"count: 70,\n\t\t\t\twindow: { kind: 'calendar dates', days: 7 }",
			],
		],
	),
	bug(
		'a talk in the United States is not remembered',
		'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk',
		2,
		[
			[
				'src/contact/target-store.ts',
				"talked: line === 'right_party' || (line === 'other_person' && each.party === 'third_party'),",
				'talked: false,',
			],
		],
	),
	bug(
		'a permit is used after it ran out',
		permit,
		5,
		[['src/contact/permits.ts', 'permit.expires_at && isBefore(act.now, permit.expires_at) ? null', 'permit.expires_at ? null']],
		{
			sql: ['drop trigger attempt_is_permitted on contact_attempt'],
		},
	),
	bug('a permit is used twice', permit, 1, [['src/contact/permits.ts', "if (permit.used) return refuse('permit.used');", '']], {
		sql: ['alter table contact_attempt drop constraint contact_attempt_tenant_id_debtor_id_permit_id_key'],
	}),
	bug('another number is dialled than was asked for', guards, 3, [], { sql: ['drop trigger attempt_is_permitted on contact_attempt'] }),
	bug('facts are not looked at again when a permit is used', held, 8, [
		['src/contact/permits.ts', "answers[i] = voidNow(permit, known(targets[i], 'target'), act.now);", 'answers[i] = null;'],
	]),
	bug('a complaint does not hold', held, 1, [
		[
			'src/contact/target-store.ts',
			'h.debtor_id = d.id and h.lifted_at is null) as holds',
			"h.debtor_id = d.id and h.lifted_at is null and h.kind <> 'complaint') as holds",
		],
	]),
	bug('hardship does not hold', held, 1, [
		['src/law/conditions.ts', "kind !== 'kept_plan' ||", "kind !== 'hardship' && kind !== 'kept_plan' || kind === 'kept_plan' &&"],
	]),
	bug('a request to stop does not hold', held, 2, [
		[
			'src/law/holds.ts',
			"if (hold.kind === 'cease_request') return isNotice(of) || isByOffice(of);",
			"if (hold.kind === 'cease_request') return true;",
		],
	]),
	bug('what a debtor says places the wrong hold', 'what the debtor said holds at once', 1, [
		['src/contact/actions.ts', "hardship: { kind: 'hardship', days: null }", "hardship: { kind: 'client_request', days: null }"],
		['src/contact/actions.ts', "disputes: { kind: 'dispute', days: null }", "disputes: { kind: 'client_request', days: null }"],
	]),
	bug('a settled debt is spoken of', 'no contact about a debt that is paid or was taken back', 9, [
		['src/law/conditions.ts', 'of.concerned.length > 0 ? quiet : no(', 'of.concerned.length >= 0 ? quiet : no('],
	]),
	bug('a refused medium is used', 'no contact the person asked us to leave', 3, [
		['src/law/conditions-elsewhere.ts', 'refused?.includes(of.ask.channel) === true', 'refused?.length === 0'],
	]),
	bug('people around the debtor are called at once', 'a third party is contacted only while the debtor is lost', 1, [
		['src/law/conditions.ts', 'facts.failed_in_row >= failures', 'facts.failed_in_row >= 0'],
	]),
	bug('money is named to a third party', 'a third party is asked for the debtor and told nothing', 8, [
		['src/law/conditions.ts', "of.ask.purpose !== 'collect' && of.ask.amount_minor === null", "of.ask.purpose !== 'inform'"],
	]),
	bug('a dead number is called', 'no contact by a number that is wrong or has no source', 1, [
		['src/law/conditions.ts', "['wrong', 'invalid', 'refused'].includes", "['refused'].includes"],
	]),
	bug('training lasts two years', 'whoever calls has passed the exam and was trained within 12 months', 1, [
		['src/law/conditions.ts', 'add({ years }).toString()', 'add({ years: years + 1 }).toString()'],
	]),
	bug('an answer of somebody else is no answer', outcome, 1, [
		['src/contact/rules.ts', "line === 'right_party' || line === 'other_person'", "line === 'right_party'"],
	]),
	bug('a number is shown although the gate refused', 'a number is unmasked only by a permit of its own', 8, [
		['src/contact/permits.ts', 'if (isRefusal(permit)) return permit;', "if (isRefusal(permit)) return { permitId: 0n, value: '' };"],
	]),
	bug('four times what is owed may be named', asked, 5, [
		['src/law/conditions.ts', 'if (amount <= owed) return null;', 'if (amount <= owed * 4) return null;'],
	]),
	bug('a promise may be a little more than is owed', asked, 8, [
		['src/arrangements/rules.ts', 'terms.amountMinor > debt.owedMinor', 'terms.amountMinor > debt.owedMinor + 100n'],
	]),
	bug('a message names a cent more than is owed', asked, 1, [
		['src/channels/sender.ts', 'minor: message.owed, currency', 'minor: message.owed + 1n, currency'],
	]),
	bug('a payment’s penalty does not reach the balance', 'the books balance', 1, [], {
		sql: [
			`do $do$ declare text text := pg_get_functiondef('post_to_balance'::regproc); begin
				if position('penalty_minor = b.penalty_minor + c.penalty' in text) = 0 then raise exception 'the text to alter was not found'; end if;
				execute replace(text, 'penalty_minor = b.penalty_minor + c.penalty', 'penalty_minor = b.penalty_minor'); end $do$`,
		],
	}),
	bug('what was paid stays owed', 'owed = placed + accrued - applied - reduced, per component', 1, [
		['src/ledger/rules.ts', "paid: { debit: 'received', credit: 'owed' }", "paid: { debit: 'received', credit: 'placed' }"],
	]),
	bug('a paid debt stays open', settled, 8, [['src/payments/actions.ts', "await saveStatus(act.tx, settled, 'settled', null);", '']]),
	bug('a payment taken back does not open its debt', settled, 8, [
		['src/payments/queues.ts', "({ ended, status }) => !ended && status === 'settled'", '() => false'],
	]),
	bug('half of a refund is booked', payment, 9, [
		[
			'src/payments/queues.ts',
			"transfersOf({ kind: 'refunded', amountMinor: returned })",
			"transfersOf({ kind: 'refunded', amountMinor: (returned + 1n) / 2n })",
		],
	]),
	bug('a surplus is lost', 'no act ends in a fault', 9, [
		['src/ledger/rules.ts', 'return { applied, surplusMinor: rest };', 'return { applied, surplusMinor: 0n };'],
	]),
	bug('principal is paid first', 'a payment is applied in the order of the law', 8, [
		[
			'src/law/allocation.ts',
			"order: ['costs', 'interest', 'penalty', 'principal'],\n\t\tmayAgreeOtherwise: true",
			"order: ['principal', 'costs', 'interest', 'penalty'],\n\t\tmayAgreeOtherwise: true",
		],
		[
			'src/law/allocation.ts',
			"daysPastDueMax: 90,\n\t\torder: ['costs', 'interest', 'penalty', 'principal']",
			"daysPastDueMax: 90,\n\t\torder: ['principal', 'interest', 'costs', 'penalty']",
		],
	]),
	bug('the days of grace are forgotten', judged, 8, [
		['src/arrangements/rules.ts', 'promise.dueOn.add({ days: promise.graceDays })', 'promise.dueOn'],
	]),
	bug('a recall leaves the promise open', judged, 1, [
		['src/placements/actions.ts', 'const { withdrawn } = await judgePromises(act, today, { placementId });', 'const withdrawn = 0;'],
	]),
	bug(
		'half a promise is a kept one',
		judged,
		8,
		[['src/arrangements/rules.ts', 'paidMinor === promise.amountMinor ||', 'paidMinor * 2n >= promise.amountMinor ||']],
		{ plan: { days: 20, debts: 60 } },
	),
	bug('every second wrong row is left out of the list', rows, 9, [
		['src/placements/store.ts', 'from staged_problem order by row', 'from staged_problem where row % 2 = 0 order by row'],
	]),
	bug('a bank’s row that nobody can read is dropped', rows, 2, [
		['src/payments/import.ts', 'if (Array.isArray(read)) rejected.push(read);', 'if (Array.isArray(read)) continue;'],
	]),
	bug('a recall leaves the debts open', 'what was taken back is left alone', 8, [
		[
			'src/placements/end-store.ts',
			'update debt_state s set status = $2, review_on = null',
			"update debt_state s set status = case when $2 = '' then $2 else s.status end, review_on = null",
		],
	]),
	bug('work of one agent goes to another', offered, 1, [
		['src/queue/store.ts', 'w.agent_id is null and w.team_id = m.team_id`', 'w.team_id = m.team_id`'],
	]),
	bug('work is given out before its hour', offered, 1, [
		['src/queue/store.ts', 'and w.callable_from <= $3 and w.callable_until > $3`', 'and w.callable_until > $3`'],
	]),
	bug('work goes on when a hold is placed', waits, 8, [['src/contact/holds.ts', 'cancelWork(act, debtorId, `hold: ${kind}`, of)', '0']]),
	bug('a refused act is kept', 'nothing refused took effect', 1, [
		['src/record/change.ts', 'if (isRefusal(answer) && !what.keepOnRefusal) {', 'if (false) {'],
	]),
	bug('a third party’s refusal is not kept', 'a third party who refused is left alone for good', 1, [
		[
			'src/contact/actions.ts',
			"const refused = attempt.party_role === 'third_party' &&",
			"const refused = attempt.party_role === 'nobody' &&",
		],
	]),
	bug('a number is dialled again that somebody else answered and refused', 'no contact by a number that is wrong or has no source', 1, [
		['src/contact/actions.ts', "channel === 'voice' && role !== 'third_party'", "channel === 'sms' && role !== 'third_party'"],
	]),
	bug('a reference is compared without its last digit', 'a payment goes to the debt it names', 1, [
		[
			'src/payments/store.ts',
			'd.client_id = $2 and d.reference = n.reference and not d.ended)\n',
			'd.client_id = $2 and left(d.reference, -1) = left(n.reference, -1) and not d.ended)\n',
		],
	]),
	bug('a promise is written twice', 'one agreement stands on a debt at a time', 1, [
		['src/arrangements/actions.ts', 'newPromise(act, input, found), [due], null', 'newPromise(act, input, found), [due, due], null'],
	]),
	bug(
		'an instalment is due every 30 days',
		'the instalments of a plan are its sum, equal and monthly',
		8,
		[['src/arrangements/rules.ts', 'plan.firstDueOn.add({ months: i })', 'plan.firstDueOn.add({ days: 30 * i })']],
		{ plan: { days: 20, debts: 60 } },
	),
	bug(
		'a plan holds nothing',
		'a plan is what its instalments are, and holds contact while it is kept',
		8,
		[
			[
				'src/arrangements/actions.ts',
				"await placeHold(act, { debtorId: input.debtorId, debtId: input.debtId, kind: 'kept_plan', days: null, evidence: planEvidence(planId) });",
				'',
			],
		],
		{ plan: { days: 20, debts: 60 } },
	),
	bug(
		'Next, pressed twice, gives two items',
		'no work item is held by two',
		1,
		[
			[
				'src/queue/store.ts',
				'where ${own} and ${free} and not exists (select from mine) ${first} 1',
				'where ${own} and ${free} ${first} 1',
			],
			[
				'src/queue/store.ts',
				'where m.tenant_id = $1 and m.login_id = $2 and not exists (select from mine) and not exists (select from own)',
				'where m.tenant_id = $1 and m.login_id = $2 and not exists (select from own)',
			],
		],
		{ sql: ['drop index work_item_one_claim_per_agent'], plan: { days: 4, debts: 120, agents: 1 } },
	),
	bug(
		'calls are planned once for each member of the team',
		'a step of the day is made once, a message leaves once',
		1,
		[
			[
				'src/strategy/store.ts',
				'left join assignment a on a.tenant_id = $1 and a.debtor_id = i.debtor_id\n\t\t\t\t order by i.place\n\t\t\t\ton conflict (tenant_id, debtor_id, business_date, step) do nothing returning 1)',
				'left join assignment a on a.tenant_id = $1 and a.debtor_id = i.debtor_id\n\t\t\t\tleft join team_member m on m.tenant_id = $1 and m.team_id = a.team_id\n\t\t\t\t order by i.place\n\t\t\t\ton conflict do nothing returning 1)',
			],
		],
		{ sql: ['alter table work_item drop constraint work_item_tenant_id_debtor_id_business_date_step_key'] },
	),
	bug('the day run takes what is due today and nothing older', 'the day run leaves no debt behind', 1, [
		['src/strategy/store.ts', "status = 'open' and review_on <= $2) d", "status = 'open' and review_on = $2) d"],
	]),
	bug('what was said on a call is not recorded', 'everything that happened is in the record', 1, [
		[
			'src/record/change.ts',
			'append(tx, door, what, { input, hash, answer, now: time() });',
			"if (what.act !== 'contact.close') append(tx, door, what, { input, hash, answer, now: time() });",
		],
	]),
	bug(
		'who may handle a complaint is asked after it is given, and the refusal keeps it',
		'nothing refused left a row',
		8,
		[
			[
				'src/record/change.ts',
				'if (isRefusal(answer) && !what.keepOnRefusal) {',
				"if (isRefusal(answer) && !what.keepOnRefusal && what.act !== 'complaint.take') {",
			],
			[
				'src/complaints/actions.ts',
				'const part = await partIn(act, row, handlerId);',
				"await updateComplaint(act.tx, row, { state: 'investigating', handlerId });\n\tconst part = await partIn(act, row, handlerId);",
			],
		],
		{ plan: { days: 20, debts: 60 } },
	),
	bug('a complaint has 20 days', 'a complaint has a clock and is handled by somebody who is no part of it', 8, [
		['src/complaints/rules.ts', 'complaint: { days: [15, 30, 60]', 'complaint: { days: [20, 30, 60]'],
	]),
	bug(
		'whoever gave a complaint its longer term handles it',
		'a complaint has a clock and is handled by somebody who is no part of it',
		1,
		[
			[
				'src/complaints/actions.ts',
				"if (await hasExtended(act.tx, row, handlerId)) return refuse('complaint.own_extension');",
				'if (row.extensions > 2) return refuse("complaint.own_extension");',
			],
		],
		{ plan: { days: 20, debts: 60 } },
	),
	bug('a hold of two days lasts two hours', 'a hold lasts its term and is lifted by whoever may', 8, [
		['src/contact/holds.ts', 'act.now.add({ hours: 24 * hold.days })', 'act.now.add({ hours: hold.days })'],
	]),
	bug('a promise has a day of grace more', 'what is agreed keeps to its mandate', 8, [
		['src/arrangements/actions.ts', 'graceDays: settings.promiseGraceDays };', 'graceDays: settings.promiseGraceDays + 1 };'],
	]),
	bug('a debt is overdue a day later than its file says', rows, 8, [
		[
			'src/placements/store.ts',
			's.overdue_since, s.placed_on, s.recall_due_on, s.round',
			's.overdue_since + 1, s.placed_on, s.recall_due_on, s.round',
		],
	]),
	bug('the principal of a card comes first from its 90th day', 'a payment is applied in the order of the law', 8, [
		['src/law/allocation.ts', 'daysPastDueMax: 90,', 'daysPastDueMax: 89,'],
		['src/law/allocation.ts', 'daysPastDueMin: 91,', 'daysPastDueMin: 90,'],
	]),
	bug('the first message has no way out', wordInvariant, 8, [
		[
			'src/channels/templates.ts',
			'如有困难可与我们协商分期。客服{service}，投诉{complaint}，拒收请回复R。',
			'如有困难可与我们协商分期。客服{service}，投诉{complaint}。',
		],
	]),
];
