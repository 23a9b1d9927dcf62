import { previewInvariant } from '../../../src/auditor/cells.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import { nearEndInvariant } from '../../../src/auditor/limitation.ts';
import { othersInvariant } from '../../../src/auditor/permits.ts';
import { playedInvariant } from '../../../src/auditor/played.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const fault = 'no act ends in a fault';
const kept = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';
const givenBack = 'what is given back waits for the next, as long as its hours last';
const cadence = 'after the first days a call comes as often as bucket and class say';

/** What is kept for a call about something else, and a lender whose code is written in more ways than one: each shown by a trial of the last evening. */
export const seldomTried: readonly Bug[] = [
	bug('a call keeps no papers of a loan that had ended before it', kept, [
		['src/privacy/rules.ts', 'debt.lastContactOn !== null && debt.lastContactOn > ended ? debt.lastContactOn : ended;', 'ended;'],
	]),
	bug('a call that nobody answered keeps no papers', kept, [
		[
			'src/privacy/store.ts',
			'(select (max(a.placed_at) at time zone $3)::date::text from contact_attempt a where a.tenant_id = $1 and a.debtor_id = d.id)',
			'(select (max(a.placed_at) at time zone $3)::date::text from contact_attempt a join contact_outcome o on o.tenant_id = $1 and o.debtor_id = d.id and o.attempt_id = a.id and o.answered where a.tenant_id = $1 and a.debtor_id = d.id)',
		],
	]),
	bug('papers of goods are kept as long as those of a loan', playedInvariant, [
		['src/law/retention.ts', "isCollecting(kept) && kept.product !== 'invoice'", 'isCollecting(kept)'],
	]),
	bug('an agency that writes the lender’s code in small letters counts apart', othersInvariant, [
		[
			'src/counters/rules.ts',
			"creditor.credit_code.normalize('NFKC').replaceAll(/\\s/g, '').toUpperCase()}",
			"creditor.credit_code.normalize('NFKC').replaceAll(/\\s/g, '')}",
		],
	]),
	bug('an agency that writes the lender’s code with gaps counts apart', othersInvariant, [
		[
			'src/counters/rules.ts',
			"creditor.credit_code.normalize('NFKC').replaceAll(/\\s/g, '').toUpperCase()}",
			"creditor.credit_code.normalize('NFKC').toUpperCase()}",
		],
	]),
];

/** What is left, said, shown or taken back in a way that seldom is: shown by people of the neighbouring agency. */
export const seldomNearby: readonly Bug[] = [
	bug('a debtor is left in the middle of a visit', givenBack, [
		['src/queue/store.ts', "a.made_by = $3 and a.channel in ('voice', 'visit')", "a.made_by = $3 and a.channel = 'voice'"],
	]),
	bug('who has no means is called as often as others, unless that is all they said', cadence, [
		[
			'src/strategy/rules.ts',
			"if (debt.ability === 'unable' || debt.reason === 'no_ability') return 14;",
			"if (debt.ability === 'unable') return 14;",
		],
	]),
	bug('who is unable to pay is called as often as others, unless that is the reason', cadence, [
		[
			'src/strategy/rules.ts',
			"if (debt.ability === 'unable' || debt.reason === 'no_ability') return 14;",
			"if (debt.reason === 'no_ability') return 14;",
		],
	]),
	bug('instalments are offered to whoever is unable, and not to whoever has no means', cadence, [
		[
			'src/strategy/rules.ts',
			"const offer = debt.ability === 'unable' || debt.reason === 'no_ability';",
			"const offer = debt.ability === 'unable';",
		],
	]),
	bug('a report as of a past day lacks what bounced since', figuresInvariant, [
		[
			'src/reports/store.ts',
			'where tenant_id = $1 and reverses_entry_id is not null and recorded_at <= $4),',
			'where tenant_id = $1 and reverses_entry_id is not null),',
		],
	]),
	bug('the curves of a report as of a past day lack what bounced since', figuresInvariant, [
		[
			'src/reports/store.ts',
			'and u.component = t.component and u.recorded_at <= $4)\n\t\t  group by 1, 2, 3 order by 1, 2, 3',
			'and u.component = t.component)\n\t\t  group by 1, 2, 3 order by 1, 2, 3',
		],
	]),
	bug('no judgment is shown whose two years run out', nearEndInvariant, [
		[
			'src/compliance/near-limits.ts',
			'const debts = [...(await debtsNearEnd(tx, of)), ...(await judgedNearEnd(tx, of))];',
			'const debts = await debtsNearEnd(tx, of);',
		],
	]),
	bug('a debt is shown near its end from the eighty-ninth day before it on', nearEndInvariant, [
		[
			'src/debts/limitation-store.ts',
			'export const nearEnd = { ahead: 90, after: 30 } as const;',
			'export const nearEnd = { ahead: 89, after: 30 } as const;',
		],
	]),
	bug('a debt is shown near its end for thirty-one days after it', nearEndInvariant, [
		[
			'src/debts/limitation-store.ts',
			'export const nearEnd = { ahead: 90, after: 30 } as const;',
			'export const nearEnd = { ahead: 90, after: 31 } as const;',
		],
	]),
	bug('the last to end is shown first', nearEndInvariant, [
		[
			'src/compliance/near-limits.ts',
			'(a.limitation.days_left ?? 0) - (b.limitation.days_left ?? 0)',
			'(b.limitation.days_left ?? 0) - (a.limitation.days_left ?? 0)',
		],
	]),
	bug('the numbers of cards are shown in clear before a file is brought', previewInvariant, [
		['src/intake/cells.ts', '|product|batch_no|round)/.test(', '|product|batch_no|round|card)/.test('],
	]),
	bug('identity numbers are shown in clear before a file is brought', previewInvariant, [
		['src/intake/cells.ts', "if (field === 'id_number') return maskIdNumber(text);", "if (field === 'id_number') return text;"],
	]),
	bug('an identity number with a wrong last digit is told in clear', previewInvariant, [
		['src/intake/cells.ts', "return problem('id.wrong_check_digit', masked);", "return problem('id.wrong_check_digit', text);"],
	]),
	bug('whoever wrote flagged words says what comes of them', fault, [
		['src/content/flags.ts', "\t\tif (row.written_by === act.actor.id) return refuse('text.own_work');\n", ''],
	]),
	bug('flagged words are looked at twice', playedInvariant, [
		['src/content/flags.ts', "\t\tif (row.verdict !== null) return refuse('text.already_decided', { state: row.verdict });\n", ''],
	]),
];
