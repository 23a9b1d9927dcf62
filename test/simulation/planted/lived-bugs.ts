import { declaredInvariant } from '../../../src/auditor/book.ts';
import { figuresInvariant } from '../../../src/auditor/figures.ts';
import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import { wordInvariant } from '../../../src/auditor/words.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const refused = 'a third party who refused is left alone for good';
const told = 'an outcome says whether anybody answered, and by whom they were called';
const answered = 'at most 3 answered calls a day for each lender and debtor';
const answering = 'nobody is asked for a debt they do not answer for';
const permitted = 'every attempt uses exactly one permit, once, in time';

/** Of who borrowed too, of numbers at which somebody refused and of a friend whom nobody named: each shown by a trial of the last evening (src/trials/others.ts). */
export const livedBugs: readonly Bug[] = [
	bug('a promise of whoever borrowed too begins no limitation anew', limitationInvariant, [
		['src/debts/limitation-store.ts', "k.debt_id = ${of}.debt_id and k.role = 'guarantor')`;", 'k.debt_id = ${of}.debt_id)`;'],
	]),
	bug('by a talk with whoever borrowed too the debtor is reached', told, [
		['src/contact/actions.ts', "role !== null && role !== 'third_party';", "role === 'guarantor';"],
	]),
	bug('whoever borrowed too is asked as a guarantor', answering, [
		['src/contact/target-store.ts', "meant.some(({ id }) => answers[id] === 'guarantor')", 'meant.length > 0'],
	]),
	bug('a talk with whoever borrowed too is none of the lender’s calls', answered, [
		[
			'src/law/counts.ts',
			"(limit.of === 'anyone' || isLiable(earlier.party))",
			"(limit.of === 'anyone' || (isLiable(earlier.party) && earlier.party !== 'co_borrower'))",
		],
	]),
	bug('a number somebody refused is anybody’s in the next file', refused, [
		['src/contact/target-store.ts', "(named.state = 'refused' or o.refused_at is not null)", 'o.refused_at is not null'],
	]),
	bug('a number somebody refused goes with whoever is erased', refused, [
		[
			'src/privacy/store.ts',
			"c.state = 'refused' or y.refused_at is not null as refused from contact_point c",
			'y.refused_at is not null as refused from contact_point c',
		],
	]),
	bug('somebody the debtor never named is called', 'a third party was named by the debtor', [
		['src/law/conditions.ts', 'of.facts.party_named_by_debtor', 'of.facts.zones.length > 0'],
	]),
];

/** Of clients that evaluate the house, of who reads English and of visits: each shown by the neighbouring agency (src/neighbour/places.ts). */
export const livedNearby: readonly Bug[] = [
	bug('a client whose evaluation is too old places', declaredInvariant, [
		['src/placements/client.ts', "if (state !== 'over') return null;", "if (state !== 'over' || by === 'evaluation') return null;"],
	]),
	bug('an evaluation is good for a year and a day', declaredInvariant, [
		['src/tenants/rules.ts', ".add({ years: yearsOf('CN-O1') })", ".add({ years: yearsOf('CN-O1'), days: 1 })"],
	]),
	bug('a machine writes in Chinese to who reads English', wordInvariant, [
		['src/channels/templates.ts', "template[language.startsWith('zh') ? 'zh' : 'en']", "template[language.length > 0 ? 'zh' : 'en']"],
	]),
	bug('a text in approved words is in Chinese alone', wordInvariant, [
		['src/channels/templates.ts', '{ ...template, zh: text.zh, en: text.en, version', '{ ...template, zh: text.zh, en: text.zh, version'],
	]),
	bug('an address is called', permitted, [
		['src/contact/rules.ts', "kinds: ['mobile', 'landline'] }", "kinds: ['mobile', 'landline', 'address'] }"],
	]),
	bug('a visit is asked for at a telephone number', permitted, [
		['src/contact/rules.ts', "visit: { name: 'address', kinds: ['address'] }", "visit: { name: 'address', kinds: ['address', 'mobile'] }"],
	]),
];

/** Who was met, as reports count it: of the last evening too. */
export const livedFigures: readonly Bug[] = [
	bug('in reports a talk with whoever borrowed too is one with the debtor', figuresInvariant, [
		['src/contact/in-person.ts', "in ('guarantor', 'co_borrower')", "in ('guarantor')"],
	]),
];
