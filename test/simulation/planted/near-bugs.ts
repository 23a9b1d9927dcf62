import { playedInvariant } from '../../../src/auditor/played.ts';
import { wordInvariant } from '../../../src/auditor/words.ts';
import { doorInvariant, keyInvariant } from '../../../src/auditor/roles.ts';
import type { Bug } from './bugs.ts';
import { handsNearby } from './hands-bugs.ts';
import { livedNearby } from './lived-bugs.ts';
import { apartNearby } from './apart-bugs.ts';
import { againNearby } from './again-bugs.ts';
import { clausesNearby } from './clauses-bugs.ts';
import { personBugs } from './person-bugs.ts';
import { shownInADay as bug } from './one-day.ts';
import { reachedNearby } from './reach-bugs.ts';
import { returnedNearby } from './returned-bugs.ts';
import { seldomNearby } from './seldom-bugs.ts';
import { twiceNearby } from './twice-bugs.ts';
import { whereaboutsNearby } from './whereabouts-bugs.ts';
import { whoseNearby } from './whose-bugs.ts';

const fault = 'no act ends in a fault';
const rows = 'every imported row is accounted for';
const order = 'a payment is applied in the order of the law';
const judged = 'a promise is judged as the day run finds it';
const strategy = 'the day’s calls are as urgent and as many as the strategy says';
const quiet = 'a promise quiets its debtor until it is due, and no longer';
const cadence = 'after the first days a call comes as often as bucket and class say';
const desk = 'work on a desk stays there whoever the debtor is given to';
const left = 'why a case was left lies with the debtor, and neither the record nor the item tells it';
const givenBack = 'what is given back waits for the next, as long as its hours last';
const idle = 'no work waits on a debtor who is held or a debt that is paid';
const leaves = 'a debtor leaves a desk by whoever has it, or after two hours';
const permits = 'a permit that nobody has used yet takes its place';
const gone = 'what was taken back is left alone';
const once = 'a step of the day is made once, a message leaves once';
const free = 'no call is refused for a place that nobody takes';
const approved = 'a text is in use once somebody else approved it, and gives what it must';
const reviewed = 'what changes a debt has it looked at again';
const said = 'what is said at the end of a contact is what is agreed, and takes an agreement’s place only where that was asked';

/** Of money in one file, of what is agreed and when it is judged, of desks and of permits: each shown by the matter made for it, whatever the seed. */
export const nearBugs: readonly Bug[] = [
	bug('the second payment of a file finds what was owed before the first', fault, [
		['src/payments/actions.ts', '...now } = this.debts.get(debt.debtId) ?? debt;', '...now } = debt;'],
	]),
	bug('payments of a file are applied in the order of its rows', order, [
		['src/payments/actions.ts', 'Temporal.Instant.compare(a.paidAt, b.paidAt) || i - j', 'i - j'],
		['src/payments/import.ts', 'Temporal.Instant.compare(a.paidAt, b.paidAt) || a.row - b.row', 'a.row - b.row'],
	]),
	bug('a plan that is kept holds nothing where no row of its own says so', 'every attempt uses exactly one permit, once, in time', [
		['src/law/conditions.ts', "kind !== 'kept_plan' || !of.planHasItsRow", "kind !== 'kept_plan'"],
	]),
	bug('the same number for another sum is a duplicate', rows, [
		[
			'src/payments/rules.ts',
			'hashes.includes(each.hash) && (each.currency === currency || !currencyStated)',
			'hashes.length > 0 && (each.currency === currency || !currencyStated)',
		],
	]),
	bug('two equal rows without a number are one payment', rows, [
		['src/payments/import.ts', 'const place = (this.equals.get(key) ?? 0) + 1;', 'const place = 1;'],
	]),
	bug('of two rows of one case the last is placed', rows, [
		['src/placements/store.ts', 'order by s.reference, s.row) c', 'order by s.reference, s.row desc) c'],
	]),
	bug('one identity number goes by two names in a file', rows, [
		[
			'src/placements/store.ts',
			'where coalesce(c.owner_name, f.name_masked) = s.name_masked',
			'where coalesce(c.owner_name, s.name_masked) = s.name_masked',
		],
	]),
	bug('an ended loan under a contract keeps the money of the live one waiting', rows, [
		[
			'src/payments/store.ts',
			'if (ended && (live.has(alias) || taken.has(alias))) return [];',
			'if (ended && taken.has(alias)) return [];',
		],
	]),
	bug('a payment nobody can place waits as one of several', rows, [
		['src/payments/rules.ts', "if (!debt) return waiting('no_such_reference');", "if (!debt) return waiting('several_debts');"],
	]),
	bug('money of the last day of grace does not count', judged, [
		[
			'src/arrangements/store.ts',
			't.happened_at < ((p.due_on + p.grace_days + 1)::timestamp at time zone $2)',
			't.happened_at < ((p.due_on + p.grace_days)::timestamp at time zone $2)',
		],
	]),
	bug('the 30th day past due is of the second bucket', strategy, [
		[
			'src/tenants/rules.ts',
			'const index = edges.findIndex((edge) => daysPastDue <= edge);',
			'const index = edges.findIndex((edge) => daysPastDue < edge);',
		],
	]),
	bug('key cases are called as seldom as others', cadence, [['src/strategy/rules.ts', 'Math.max(1, base - 1) : base;', 'base : base;']]),
	bug('a promise quiets no other debt', quiet, [
		[
			'src/strategy/rules.ts',
			'if (quiet === null || debt.promiseDueOn !== null) return plan;',
			'if (quiet === null || quiet > 0) return plan;',
		],
	]),
	bug('of several promises the last quiets', quiet, [
		['src/strategy/rules.ts', 'Math.max(on + 1, Math.min(...days))', 'Math.max(on + 1, Math.max(...days))'],
	]),
	bug('what is on a desk goes with its debtor', desk, [
		[
			'src/queue/assign-store.ts',
			'set team_id = $4, agent_id = u.agent_id from',
			"set team_id = $4, agent_id = u.agent_id, claimed_by = case w.state when 'claimed' then coalesce(u.agent_id, w.claimed_by) end from",
		],
	]),
	bug('whoever ends a call closes what another has', desk, [
		['src/debts/pressure.ts', "id = $3 and state = 'claimed' and claimed_by = $6", "id = $3 and state = 'claimed' and $6::bigint > 0"],
	]),
	bug('what is given back after its hours waits on', givenBack, [
		[
			'src/queue/store.ts',
			'const waits = `closed_at is null and callable_until > $2`;',
			'const waits = `closed_at is null and $2::timestamptz is not null`;',
		],
	]),
	bug('work whose debt is paid meanwhile goes to the next desk', idle, [
		['src/queue/store.ts', 'const waits = `closed_at is null and callable_until > $2`;', 'const waits = `callable_until > $2`;'],
	]),
	bug('an agent who goes takes the debtors along', leaves, [
		['src/people/actions.ts', 'const freed = input.closed === true || input.team_ids ?', 'const freed = input.team_ids ?'],
	]),
	bug('a debtor is given back in the middle of a call', givenBack, [
		['src/queue/actions.ts', "if (await findUnended(tx, item.debtorId, actor.id, item.id)) return refuse('work.outcome_missing');", ''],
	]),
	bug('anybody gives back what another has', leaves, [
		['src/queue/store.ts', 'and id = $5 and claimed_by = $6 returning id', 'and id = $5 and $6::bigint > 0 returning id'],
	]),
	bug('the record tells in clear why a case was left', left, [
		['src/queue/actions.ts', 'const input = withoutWords(door.vault, { ...item });', 'const input = { ...item };'],
	]),
	bug('why a case was left is not kept', left, [
		['src/queue/actions.ts', "writeWords(act, { debtorId: item.debtorId, act: 'work.release', about: item.id, words: item.reason });", ''],
	]),
	bug('a desk is taken for left after two minutes', leaves, [
		['src/queue/actions.ts', 'Temporal.Duration.from({ hours: 2 })', 'Temporal.Duration.from({ minutes: 2 })'],
	]),
	bug('permits nobody has used yet are not counted', permits, [
		[
			'src/contact/target-store.ts',
			"x.permitted and x.channel <> 'unmask' and x.expires_at > $6\n",
			"x.permitted and x.channel <> 'unmask' and x.expires_at > $6 and false\n",
		],
	]),
	bug('a permit counts on beside its call', free, [
		[
			'src/contact/target-store.ts',
			'and not exists (select from contact_attempt u where u.tenant_id = x.tenant_id and u.debtor_id = x.debtor_id and u.permit_id = x.id)) e',
			') e',
		],
	]),
	bug('a promise made unasked finds nobody', 'a third party is contacted only while the debtor is lost', [
		['src/contact/target-store.ts', 'from promise q where q.tenant_id', 'from promise q where false and q.tenant_id'],
	]),
	bug('whoever answers for one loan is asked for all', 'nobody is asked for a debt they do not answer for', [
		['src/contact/target-store.ts', "'guarantor' : 'co_borrower', debts: own }", "'guarantor' : 'co_borrower', debts }"],
	]),
	bug('a promise that comes by letter leaves the day’s first message', quiet, [
		['src/arrangements/actions.ts', "withdrawMessages(act, input.debtorId, 'promise', of);", ''],
	]),
	bug('whoever sees payments takes them back', doorInvariant, [
		[
			'src/payments/routes.ts',
			"permission: 'payment.resolve' }, schema: { params: Id, body: ReverseBody",
			"permission: 'payment.view' }, schema: { params: Id, body: ReverseBody",
		],
	]),
	bug('a client presses Next', 'an act is done by somebody whose role may', [
		['src/people/permissions.ts', "'work.next': ['agent', 'team_lead'],", "'work.next': ['agent', 'team_lead', 'client'],"],
	]),
	bug('an agent opens a debtor of any team', doorInvariant, [
		['src/server.ts', 'return open ? undefined : answer(reply,', 'return open || id ? undefined : answer(reply,'],
	]),
	bug('a key pressed with other input gets the first answer', keyInvariant, [
		['src/record/change.ts', "if (!earlier.input_hash.equals(hash)) return refuse('idempotency.key_reused_with_other_input');", ''],
	]),
	bug('an act is kept without its key', keyInvariant, [['src/record/change.ts', 'what.key ?? null,', 'null,']]),
	bug('half a fen of a payment is cut off', rows, [
		['src/payments/rules.ts', 'return amount % unit === 0n ? amount / unit : null;', 'return amount / unit;'],
	]),
	bug('a recall leaves the work', gone, [
		[
			'src/placements/end-store.ts',
			"(w.state in ('open', 'claimed') and ${idle} or w.state = 'open' and w.debt_id = e.debt_id)`,",
			"w.state = 'claimed' and ${idle}`,",
		],
	]),
	bug('a recall takes the work of other debts too', gone, [
		[
			'src/placements/end-store.ts',
			"(w.state in ('open', 'claimed') and ${idle} or w.state = 'open' and w.debt_id = e.debt_id)`,",
			"w.state in ('open', 'claimed')`,",
		],
	]),
	bug('a recall ends what came after it', gone, [
		[
			'src/placements/end-store.ts',
			'update debt set ended = true where tenant_id = $1 and placement_id = $2 and not ended',
			'update debt set ended = true where tenant_id = $1 and placement_id >= $2 and not ended',
		],
	]),
	bug('a file that was only called about is undone', gone, [
		[
			'src/placements/end-store.ts',
			"union all select 'contact' from contact_attempt a join debts d on a.tenant_id = $1 and a.debtor_id = d.debtor_id and d.id = any(a.debt_ids)",
			'',
		],
	]),
	bug('a case number that another lender has is taken', rows, [
		[
			'src/placements/store.ts',
			'where d.client_id = p.client_id and d.reference = s.reference and not d.ended limit 1) d on true\n\t         where d.id is null',
			'where d.reference = s.reference and not d.ended limit 1) d on true\n\t         where d.id is null',
		],
	]),
	bug('a message that may leave later today is withdrawn', once, [
		[
			'src/channels/sender.ts',
			'later && dateIn(zone, later).equals(message.business_date) ? later : null',
			'later && dateIn(zone, later).equals(message.business_date) ? null : null',
		],
	]),
	bug('a message of yesterday leaves today', playedInvariant, [
		['src/channels/sender.ts', 'later && dateIn(zone, later).equals(message.business_date) ? later : null', 'later ?? null'],
	]),
	bug('a message is permitted without its sum', wordInvariant, [
		['src/channels/sender.ts', '...(template.namesAmount ? { amountMinor: message.owed, currency: message.currency } : {}),', ''],
	]),
	bug('a debt that an earlier row of the file settled counts as open', rows, [
		['src/payments/actions.ts', "openBeside.filter((id) => (this.debts.get(id)?.status ?? 'open') === 'open')", 'openBeside'],
	]),
	bug('a payment that settles one loan judges the promises on the others', judged, [
		[
			'src/arrangements/store.ts',
			'(p.debtor_id, p.debt_id) in (select * from unnest($5::bigint[], $6::bigint[]))',
			'p.debtor_id = any ($5::bigint[]) and $6::bigint[] is not null',
		],
	]),
	bug('a promise does not say of which call it came', said, [
		['src/arrangements/actions.ts', 'attemptId: input.attemptId ?? null,', 'attemptId: null,'],
	]),
	bug('a new agreement takes the place of another without being asked', said, [
		['src/arrangements/rules.ts', "return debt.agreedAlready && !terms.replace ? refuse('promise.open_already') : null;", 'return null;'],
	]),
	bug('a place that the check allows is not filled', once, [
		['src/channels/sender.ts', 'days: String(Math.max(0, daysPastDue(message.overdue_since, today))),', ''],
	]),
	bug('a message counts tomorrow among the days past due', wordInvariant, [
		['src/channels/sender.ts', 'daysPastDue(message.overdue_since, today)', 'daysPastDue(message.overdue_since, today.add({ days: 1 }))'],
	]),
	bug('a message is sent in the words of another', wordInvariant, [
		['src/channels/templates.ts', 'template.name === name) ?? null', 'template.name !== name) ?? null'],
	]),
	bug('another text than the message’s own is taken for its approved version', approved, [
		['src/channels/templates.ts', 'each.name === template?.name);', 'each.name !== template?.name);'],
	]),
	bug('a dispute over one’s own debt is refused, and one over somebody else’s is not', playedInvariant, [
		['src/complaints/store.ts', 'debtor_id = $2 and id = any ($3::bigint[])', 'debtor_id = $2 and id <> all ($3::bigint[])'],
	]),
	bug('another promise of the debtor is withdrawn than the one that was named', reviewed, [
		['src/arrangements/actions.ts', 'each.id === of.promiseId && each.planId === null', 'each.id !== of.promiseId && each.planId === null'],
	]),
	bug('a hold on one debt silences the debtor', 'the day run leaves no debt behind', [
		['src/strategy/store.ts', 'if (debt_id === null) debtors.set(', 'if (debt_id !== 0n) debtors.set('],
	]),
	bug('a wish that stands is taken for ended', playedInvariant, [
		['src/contact/wish-store.ts', '${at} is not null as ended', '${at} is null as ended'],
	]),
	bug('a payment pays a debt of another lender that has its number', rows, [
		[
			'src/payments/store.ts',
			'join debt d on d.tenant_id = $1 and d.client_id = $2 and d.reference = n.reference and not d.ended)',
			'join debt d on d.tenant_id = $1 and d.reference = n.reference and not d.ended)',
		],
	]),
	bug('money of one lender is put on the debt of another by hand', 'a payment goes to the debt it names', [
		[
			'src/payments/queues.ts',
			'if ((await findClientOfDebt(act.tx, debt)) !== payment.clientId)',
			'if ((await findClientOfDebt(act.tx, debt)) === null)',
		],
	]),
	bug('a payment without a number that was taken back is booked again', playedInvariant, [
		[
			'src/payments/rules.ts',
			'earlier.find((each) => hashes.includes(each.hash)',
			'earlier.find((each) => each.stands && hashes.includes(each.hash)',
		],
	]),
	bug('a client is shown the figures of another', doorInvariant, [
		['src/reports/summary.ts', '(named === null || (ownClient !== null && named.id !== ownClient))', 'named === null'],
	]),
	bug('somebody who is eighteen later in the year is taken in', 'nobody under eighteen is taken in', [
		['src/placements/rules.ts', 'birthOn.year + 18 >= today.year &&', 'birthOn.year + 18 > today.year &&'],
	]),
	bug('the days past due of a payment are counted by the hours of London', order, [
		['src/payments/rules.ts', 'const on = dateIn(zone, payment.paidAt);', "const on = dateIn('UTC', payment.paidAt);"],
	]),
	bug('a dispute of everything does not hold money back', rows, [
		['src/payments/store.ts', '(h.debt_id is null or h.debt_id = d.id)', 'h.debt_id = d.id'],
	]),
	bug('a wish for peace does not hold for whoever answers beside the debtor', 'no contact while a hold is in force', [
		[
			'src/law/holds.ts',
			"if (hold.kind === 'cease_request') return isNotice(of) || isByOffice(of);",
			"if (hold.kind === 'cease_request') return isNotice(of) || isByOffice(of) || of.facts.party !== 'debtor';",
		],
	]),
	bug('a plan that ends lifts the holds of the others', 'a plan is what its instalments are, and holds contact while it is kept', [
		[
			'src/contact/holds.ts',
			"and h.kind = 'kept_plan' and h.evidence = ended.evidence and h.lifted_at is null`",
			"and h.kind = 'kept_plan' and h.lifted_at is null`",
		],
	]),
	bug('who was never trained calls for ever', playedInvariant, [
		['src/law/conditions.ts', "const lasts = trained === null ? '' :", "const lasts = trained === null ? '9999-12-31' :"],
	]),
	bug('a consent to texts has no end', playedInvariant, [
		[
			'src/contact/target-store.ts',
			'or (coalesce(g.from_at, g.given_at) <= $6 and (g.until_at is null or g.until_at > $6)))) as consents,',
			'or coalesce(g.from_at, g.given_at) <= $6)) as consents,',
		],
	]),
	bug('a key that was taken back opens', doorInvariant, [
		['src/people/store.ts', 'where k.key_hash = $1 and k.revoked_at is null and', 'where k.key_hash = $1 and'],
	]),
	bug('a text that names the amount is permitted without it', wordInvariant, [
		[
			'src/channels/templates.ts',
			"const namesAmount = text.zh.includes('{amount}') || text.en.includes('{amount}');",
			'const namesAmount = template.namesAmount;',
		],
	]),
	bug('the hold of a plan that was agreed anew stays', 'a plan is what its instalments are, and holds contact while it is kept', [
		['src/arrangements/actions.ts', 'await end(\n\t\tact,\n\t\topen.planIds.map(', 'await endPlans(\n\t\tact.tx,\n\t\topen.planIds.map('],
	]),
	bug('a file is undone although its second loan was called about', gone, [
		['src/placements/end-store.ts', 'and d.id = any(a.debt_ids)', 'and d.id = a.debt_ids[1]'],
	]),
	bug('a row whose parts come to less is taken at the less', rows, [
		['src/placements/rules.ts', 'if (sum !== placed) {', 'if (sum > placed) {'],
	]),
	bug('half a fen of a debt is cut off', rows, [
		[
			'src/intake/cells.ts',
			"return kept.length > shift ? null : BigInt(whole + kept.padEnd(shift, '0'));",
			"return BigInt(whole + kept.slice(0, shift).padEnd(shift, '0'));",
		],
	]),
	bug('hardship told in a call opens no case', 'a hold lasts its term and is lifted by whoever may', [
		['src/arrangements/close-contact.ts', "disputes: 'dispute',\n\thardship: 'hardship',", "disputes: 'dispute',"],
	]),
	bug('the hold of a case that is taken up again is never lifted', 'a hold lasts its term and is lifted by whoever may', [
		['src/complaints/actions.ts', 'const holdIds = [...row.hold_ids, BigInt(holdId)];', 'const holdIds = row.hold_ids;'],
	]),
	...personBugs,
	...reachedNearby,
	...whoseNearby,
	...livedNearby,
	...againNearby,
	...twiceNearby,
	...apartNearby,
	...whereaboutsNearby,
	...handsNearby,
	...returnedNearby,
	...seldomNearby,
	...clausesNearby,
];
