import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const wish = 'no contact the person asked us to leave';

/** Of what the law of one place says and that of another does not: each shown by a trial of places. */
export const placesBugs: readonly Bug[] = [
	bug('what somebody else complains of is no case', 'a hold lasts its term and is lifted by whoever may', [
		[
			'src/arrangements/close-contact.ts',
			"if (!kind || (!recorded.byDebtor && kind !== 'complaint' && kind !== 'dispute')) return null;",
			'if (!kind || !recorded.byDebtor) return null;',
		],
	]),
	bug('a lasting consent on times opens the night', 'no contact outside the hours of any zone of the person', [
		['src/law/consents.ts', '.filter((consent) => ceiling(consent.until_at) - floor(consent.from_at ?? consent.given_at) <= dayMs)', ''],
	]),
	bug('who is vulnerable is visited in the United Kingdom', 'nobody vulnerable is visited in the United Kingdom, and nobody unannounced', [
		['src/law/conditions-elsewhere.ts', 'of.ask.announced !== true || of.facts.vulnerable', 'of.ask.announced !== true'],
	]),
	bug('nobody is told of a visit in the United Kingdom', 'nobody vulnerable is visited in the United Kingdom, and nobody unannounced', [
		['src/law/conditions-elsewhere.ts', 'of.ask.announced !== true || of.facts.vulnerable', 'of.facts.vulnerable'],
	]),
	bug('a parent of somebody grown up is told of the debt', 'a third party is asked for the debtor and told nothing', [
		['src/law/facts.ts', "['parent', 'minor'],", "['parent', null],"],
	]),
	bug('a debt is spoken of after its mandate, beside another', 'no contact about a debt that is paid or was taken back', [
		['src/law/holds.ts', 'of.concerned.filter((debt) => !isMandateOver(debt, at));', 'of.concerned;'],
	]),
	// Law since September 2026: the third seed lives in October.
	{
		...bug('letters do not count in New York City', 'at most 3 contacts in 7 dates about an account in New York City', [
			['src/law/us.ts', "channel: 'any',\n\t\t\t\tcounts: 'placed',", "channel: 'voice',\n\t\t\t\tcounts: 'placed',"],
		]),
		seed: 3,
	},
	bug('a medium that was refused is used in the United Kingdom', wish, [['src/law/uk.ts', "\n\t\t\tcondition('medium not refused'),", '']]),
	bug('wishes are not heard where no law speaks of them', wish, [
		[
			'src/law/books.ts',
			'house === houseRowsOfChina ? [] : houseWishes;',
			'house === houseRowsOfChina || distinct.length === 0 ? [] : houseWishes;',
		],
	]),
	bug('a place that was asked to be left is left in China alone', wish, [
		[
			'src/law/books.ts',
			'? [] : houseWishes;',
			"? [] : houseWishes.map((row) => ({ ...row, bounds: row.bounds.filter((bound) => !('name' in bound) || bound.name !== 'place convenient') }));",
		],
	]),
	bug('a call nobody wrote the end of has failed', 'a third party is contacted only while the debtor is lost', [
		['src/contact/target-store.ts', "each.party !== 'debtor' || each.answered === null) continue;", "each.party !== 'debtor') continue;"],
	]),
];
