import { floorInvariant } from '../../../src/auditor/floor.ts';
import { guessInvariant } from '../../../src/auditor/guesses.ts';
import { handsInvariant } from '../../../src/auditor/hands.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { playedInvariant } from '../../../src/auditor/played.ts';
import { clientInvariant } from '../../../src/auditor/shown.ts';
import { wordInvariant } from '../../../src/auditor/words.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const fault = 'no act ends in a fault';

/** Of a second hand-out, a second language, a second bank, who looks on and who guesses: each shown by the neighbouring agency. */
export const twiceNearby: readonly Bug[] = [
	bug('instalments are promises on the floor', floorInvariant, [
		['src/queue/store.ts', 'and made_at >= $2 and plan_id is null group by 1, 2', 'and made_at >= $2 group by 1, 2'],
	]),
	bug('the floor counts a team’s calls of every day', floorInvariant, [
		['src/queue/store.ts', 'and w.team_id = t.id and w.business_date = $2\n', 'and w.team_id = t.id and w.business_date <= $2\n'],
	]),
	bug('a call that was placed from the case is left without its outcome', playedInvariant, [
		['src/queue/store.ts', 'and (a.work_item_id = $4 or a.placed_at >= (select', 'and (a.work_item_id = $4 or a.placed_at < (select'],
	]),
	bug('of money that is over the whole payment waits', floorInvariant, [
		[
			'src/payments/lists.ts',
			"sum(case state when 'overpaid' then surplus_minor else amount_minor end)::bigint",
			'sum(amount_minor)::bigint',
		],
	]),
	bug('a client is shown what waits of every client', floorInvariant, [
		[
			'src/payments/lists.ts',
			"state in ('unmatched', 'overpaid') and ($2::bigint is null or client_id = $2)",
			"state in ('unmatched', 'overpaid') and ($2::bigint is null or client_id <> 0)",
		],
	]),
	bug('a client is shown who works for the agency', clientInvariant, [
		[
			'src/reports/read.ts',
			'return isRefusal(summary) || door.actor.clientId === null ? summary : { ...summary, teams: [] };',
			'return summary;',
		],
	]),
	bug('who is handed out by load goes to whoever had least before', handsInvariant, [
		['src/queue/assign.ts', 'open: Number(hand.kept), skills', 'open: Number(hand.open), skills'],
	]),
	bug('who is handed out by load weighs nothing', handsInvariant, [
		['src/queue/assign.ts', 'open: Number(hand.kept), skills', 'open: 0, skills'],
	]),
	bug('the amount is asked for where both languages name it', wordInvariant, [
		[
			'src/channels/templates.ts',
			"const namesAmount = text.zh.includes('{amount}') || text.en.includes('{amount}');",
			"const namesAmount = text.zh.includes('{amount}') && text.en.includes('{amount}');",
		],
	]),
	bug('whoever was let be once cannot ask for it again', 'what the debtor said holds at once', [
		[
			'src/complaints/store.ts',
			'h.debt_id is null and h.lifted_at is null and (h.until_at is null or h.until_at > $3)) as held',
			'h.debt_id is null and (h.until_at is null or h.until_at > $3)) as held',
		],
	]),
	bug('a number of one bank is no other bank’s', fault, [
		[
			'migrations/0030-a-number-reversed-is-free.sql',
			'payment_number_once on payment (tenant_id, client_id, external_reference)',
			'payment_number_once on payment (tenant_id, external_reference)',
		],
	]),
	bug('whoever gets in gives a stranger ten more guesses', guessInvariant, [
		[
			'src/people/store.ts',
			"'delete from auth.failed_sign_in where username = $1 and address = $2', [username, address]",
			"'delete from auth.failed_sign_in where username = $1', [username]",
		],
	]),
	bug('a guess counts for an instant more than ten minutes', guessInvariant, [
		['src/people/rules.ts', 'Temporal.Instant.compare(each.at, since) > 0', 'Temporal.Instant.compare(each.at, since) >= 0'],
	]),
];

/** Of a second application, a second number and a second place, of a suit that came to nothing and of a last day: each shown by a trial of the last evening. */
export const twiceBugs: readonly Bug[] = [
	bug('a judgment is enforced once and never again', fault, [
		[
			'migrations/0020-suits-and-guarantees.sql',
			'suit_enforcement_once on suit_enforcement (tenant_id, debtor_id, suit_id) where withdrawn_on is null',
			'suit_enforcement_once on suit_enforcement (tenant_id, debtor_id, suit_id)',
		],
	]),
	bug('a suit that was dismissed is a claim on whoever stands surety', 'a guarantor is asked only while the guarantee stands', [
		['src/debts/guarantee-store.ts', " and s.ending is distinct from 'dismissed'", ''],
	]),
	bug('a text is for the refused number, not for the other', 'a step of the day is made once, a message leaves once', [
		['src/channels/store.ts', "and p.state not in ('wrong', 'invalid', 'refused')", "and p.state not in ('wrong', 'invalid')"],
	]),
	bug('what is paid while the carrier is at work stops no text', 'nobody is asked for more than is owed', [
		['src/channels/store.ts', "when coalesce(b.owed_minor, 0) <> x.named then 'paid' else coalesce(", 'else coalesce('],
	]),
	bug('whoever wants no texts while the carrier is at work gets one more', 'no contact the person asked us to leave', [
		['src/channels/store.ts', " or w.kind = 'refused_medium' and w.channel = m.channel) limit 1", ') limit 1'],
	]),
	bug('a number that is refused while the carrier is at work gets one more text', 'no contact by a number that is wrong or has no source', [
		[
			'src/channels/store.ts',
			"c.id = a.contact_point_id and c.state in ('wrong', 'invalid', 'refused')",
			"c.id = a.contact_point_id and c.state in ('wrong', 'invalid')",
		],
	]),
	bug('whoever promises while the carrier is at work gets the text all the same', playedInvariant, [
		[
			'src/channels/store.ts',
			'p.debt_id = m.debt_id and p.made_at > a.placed_at limit 1',
			'p.debt_id = m.debt_id and p.made_at < a.placed_at limit 1',
		],
	]),
	bug('a text leaves for whoever has moved since', 'no contact outside the hours of any zone of the person', [
		[
			'src/channels/store.ts',
			"w.act = 'debtor.whereabouts' and w.written_at > a.placed_at limit 1",
			"w.act = 'debtor.whereabouts' and w.written_at < a.placed_at limit 1",
		],
	]),
	bug('on its last day a debt is shown as barred', limitationInvariant, [
		['src/debts/limitation-actions.ts', 'barred: daysLeft !== null && daysLeft < 0', 'barred: daysLeft !== null && daysLeft <= 0'],
	]),
	bug('a debt is shown as barred a day too late', limitationInvariant, [
		['src/debts/limitation-actions.ts', 'barred: daysLeft !== null && daysLeft < 0', 'barred: daysLeft !== null && daysLeft < -1'],
	]),
];
