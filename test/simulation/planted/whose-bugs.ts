import { suitInvariant } from '../../../src/auditor/courts.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { wordInvariant } from '../../../src/auditor/words.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const hours = 'no contact outside the hours of any zone of the person';
const visits = 'at most 1 visit a day, by 2 people at least';
const silence = 'in the United States at most 7 calls in 7 dates about a debt, none for 7 dates after a talk';
const told = 'an outcome says whether anybody answered, and by whom they were called';
const answering = 'nobody is asked for a debt they do not answer for';
const nothing = 'a third party is asked for the debtor and told nothing';
const held = 'no contact while a hold is in force';
const term = 'a hold lasts its term and is lifted by whoever may';
const handled = 'a complaint has a clock and is handled by somebody who is no part of it';

/** Whose telephone it was, whose word and whose hours: each shown by a trial of the last evening. */
export const whoseBugs: readonly Bug[] = [
	bug('a talk on a friend’s telephone is none with the debtor', 'at most 3 answered calls a day for each lender and debtor', [
		[
			'src/contact/target-store.ts',
			"when e.party_id is null or e.line = 'right_party' then 'debtor' else 'third_party' end",
			"when e.party_id is null then 'debtor' else 'third_party' end",
		],
	]),
	bug(
		'a talk on a friend’s telephone begins no term of the validation notice',
		'in the United States no text without consent, no third party asked twice, no demand without the notice',
		[['src/contact/target-store.ts', "(f.party_id is null or fo.line = 'right_party' and ${isOther('fy', 'f')})", 'f.party_id is null']],
	),
	bug('a text in the United States does not say what it is', wordInvariant, [
		['src/channels/templates.ts', "return `${text}${owed.join('')}` as DebtText;", 'return text;'],
	]),
	bug('a text in English says in Chinese who writes', wordInvariant, [
		[
			'src/channels/templates.ts',
			"template.name === 'typed' ? /\\p{Script=Han}/u.test(template.zh) : language.startsWith('zh')",
			"language.startsWith('zh')",
		],
	]),
	bug('a talk with the spouse is no talk', silence, [
		['src/contact/target-store.ts', " || (line === 'other_person' && each.party === 'third_party'),", ','],
	]),
	bug('what the debtor agreed to of nights holds for whoever stands surety', hours, [
		['src/contact/target-store.ts', 'agreed_hours: row.party_id === null ? row.agreed : null,', 'agreed_hours: row.agreed,'],
	]),
	bug('what the debtor agreed to of one night holds for whoever stands surety', hours, [
		['src/contact/said-facts.ts', "= ['calls', 'times', 'places'];", "= ['calls', 'places'];"],
	]),
	bug('what the debtor agreed to of calls holds for whoever stands surety', silence, [
		['src/contact/said-facts.ts', "= ['calls', 'times', 'places'];", "= ['times', 'places'];"],
	]),
	bug('a friend may be told of the debt', nothing, [['src/law/conditions.ts', " && !of.ask.content?.includes('tells_third_party'))", ')']]),
	bug('a friend may be visited by one, and on the debtor’s day', visits, [
		[
			'src/law/cn.ts',
			"id: 'CN-F4',\n\t\tforce: 'standard',\n\t\tchannels: ['visit'],\n\t\tparty: 'anyone',",
			"id: 'CN-F4',\n\t\tforce: 'standard',\n\t\tchannels: ['visit'],\n\t\tparty: 'liable',",
		],
		[
			'src/law/cn.ts',
			"id: 'CN-F4-P',\n\t\tforce: 'association',\n\t\tchannels: ['visit'],\n\t\tparty: 'anyone',",
			"id: 'CN-F4-P',\n\t\tforce: 'association',\n\t\tchannels: ['visit'],\n\t\tparty: 'liable',",
		],
	]),
	bug('one visit a day is the law since the guide of 2026 only', visits, [
		[
			'src/law/cn.ts',
			"citation: s1,\n\t\tenforcedBy: gate,\n\t\tcode: 'contact.visit",
			"citation: s1,\n\t\tfrom: sinceGuide,\n\t\tenforcedBy: gate,\n\t\tcode: 'contact.visit",
		],
	]),
	bug('a friend may be asked to pay where the country’s law has no row for friends', nothing, [
		['src/law/books.ts', "has('debt kept to the debtor') ? [] : houseOthers;", "has('debt kept to the debtor') ? [] : [];"],
	]),
	bug('what is told later of another call makes a refused number good', 'no contact by a number that is wrong or has no source', [
		['src/contact/actions.ts', "case state when 'refused' then state else $4 end", '$4'],
	]),
	bug('a promise of whoever stands surety begins limitation anew', limitationInvariant, [
		['src/debts/limitation-store.ts', "\n\t   and not ${byGuarantor('p.attempt_id', 'p')}", ''],
	]),
	bug('whoever stands surety for one debt promises on another', answering, [
		['src/arrangements/close-contact.ts', '!inPerson && !debtIds.includes(agreed.debtId)', '!inPerson && debtIds.length === 0'],
	]),
	bug('somebody bankrupt is sued', suitInvariant, [
		[
			'src/debts/suit-store.ts',
			'h.debtor_id = $2 and (h.debt_id is null or h.debt_id = d.id) and h.lifted_at is null',
			'h.debtor_id = $2 and h.debt_id = d.id and h.lifted_at is null',
		],
	]),
	bug('a consent taken back stops no text that is on its way', hours, [
		[
			'src/channels/store.ts',
			'(g.contact_point_id is null or g.contact_point_id = a.contact_point_id)',
			'g.contact_point_id = a.contact_point_id',
		],
	]),
	bug('an attorney who answers stops no text that is on its way', held, [
		[
			'src/channels/store.ts',
			"coalesce(h.attorney, 'known') = 'known' and h.lifted_at is null",
			"h.attorney = 'nobody' and h.lifted_at is null",
		],
	]),
	bug('who will not pay what is barred stops no text that is on its way', 'no contact the person asked us to leave', [
		[
			'src/channels/store.ts',
			"e.kind = 'refused_as_barred' and e.recorded_at > a.placed_at",
			"e.kind = 'refused_as_barred' and e.recorded_at < a.placed_at",
		],
	]),
	bug('nobody writes to the client of an attorney who does not answer', term, [
		[
			'src/contact/permits.ts',
			'const { reasons } = decide(ask, facts, law, act.now);',
			"const { reasons } = decide(ask, facts, law.filter(({ code }) => code === 'contact.agent_not_certified' || code === 'hold.in_force'), act.now);",
		],
	]),
];

/** The same, and who has part in what: shown by people of the neighbouring agency. */
export const whoseNearby: readonly Bug[] = [
	bug('by a talk with whoever stands surety the debtor is reached', told, [
		['src/contact/actions.ts', "if (inPerson && outcome.line === 'right_party') {", "if (outcome.line === 'right_party') {"],
	]),
	bug('what whoever stands surety says of means and will is the debtor’s', told, [
		['src/arrangements/close-contact.ts', 'if (inPerson) saveClasses(', 'saveClasses('],
	]),
	bug('by a talk with whoever stands surety the day’s calls are done', told, [
		[
			'src/arrangements/close-contact.ts',
			"if (line !== 'right_party' || !inPerson) return closing;",
			"if (line !== 'right_party') return closing;",
		],
	]),
	bug('instalments of whoever stands surety begin limitation anew', limitationInvariant, [
		[
			'src/debts/limitation-store.ts',
			"\n\t   and not ${byGuarantor(`any (array(select i.attempt_id from promise i where i.tenant_id = p.tenant_id and i.debtor_id = p.debtor_id and i.plan_id = p.id))`, 'p')}",
			'',
		],
	]),
	bug('a dispute ends by itself after a day', term, [
		[
			'src/contact/holds.ts',
			'body.days !== null && isEndedByPerson(body.kind)',
			"body.days !== null && body.kind !== 'dispute' && isEndedByPerson(body.kind)",
		],
	]),
	bug('whoever is complained of allows the longer term', handled, [
		[
			'src/complaints/actions.ts',
			'\tconst part = await partIn(act, row);\n\tif (part) return part;\n\tconst { zone } = await loadTenant(act.tx);',
			'\tconst { zone } = await loadTenant(act.tx);',
		],
	]),
	bug('whoever is complained of closes the case', handled, [
		['src/complaints/actions.ts', "const part = what === 'closed' ? await partIn(act, row) : null;", 'const part = null;'],
	]),
	bug('after five filings of a day a request to stop is too many', 'what the debtor said holds at once', [
		[
			'src/complaints/portal.ts',
			'at.filedToday >= filingsPerDay && at.held.includes(holdOf[kind as ComplaintKind])',
			'at.filedToday >= filingsPerDay',
		],
	]),
	bug('a number is asked for as a letter', 'every attempt uses exactly one permit, once, in time', [
		[
			'src/contact/rules.ts',
			"letter: { name: 'address', kinds: ['address'] }",
			"letter: { name: 'address', kinds: ['address', 'mobile'] }",
		],
	]),
];

/** Who was met, and what left the house, as reports count it: of the last evening too. */
export const whoseFigures: readonly Bug[] = [
	bug('in reports a talk with whoever stands surety is one with the debtor', figuresInvariant, [
		['src/contact/in-person.ts', "in ('guarantor', 'co_borrower')", "in ('co_borrower')"],
	]),
	bug('in reports a text that never left was sent', figuresInvariant, [
		[
			'src/reports/contact-store.ts',
			"and m.state = 'failed' and m.reason is not null and m.settled_at <= $4))",
			"and m.state = 'withdrawn' and m.reason is not null and m.settled_at <= $4))",
		],
	]),
];
