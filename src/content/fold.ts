import { soundsLike, wordOf } from './sounds.ts';
import { simplified } from './traditional.ts';

/** A text as it is looked at: its disguises taken off, each unit with where it stood before, [from, until). */
export type Folded = { readonly text: string; readonly from: readonly number[]; readonly until: readonly number[] };

type Unit = { readonly is: string; readonly from: number; readonly until: number };

const unseen = /\p{Default_Ignorable_Code_Point}/u;
const wordlyPattern = /[\p{L}\p{N}{}]/u;
const wordly = (sign: string): boolean => {
	const code = sign.charCodeAt(0);
	return (code >= 0x4e00 && code <= 0x9fff) || (code !== 0x20 && wordlyPattern.test(sign));
};
const ends = /[。！？!?；;\n]/u;

/** Latin letters written with the letters of other scripts that look the same. */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
	['аa', 'еe', 'оo', 'рp', 'сc', 'хx', 'уy', 'іi', 'ѕs', 'јj', 'ԁd', 'ɡg', 'οo', 'αa', 'ιi', 'νv', '’\u0027', '‘\u0027'].map((pair) => [
		pair[0],
		pair[1],
	]),
);

/** Full width, capitals and lookalikes folded, invisible signs gone, one unit for each sign. */
function unitsOf(text: string): Unit[] {
	const units: Unit[] = [];
	for (let from = 0; from < text.length; ) {
		const code = text.charCodeAt(from);
		// Most signs are nobody's disguise: plain Chinese characters, small letters, figures and the blank.
		if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x20) {
			units.push({ is: text[from] ?? '', from, until: from + 1 });
			from++;
			continue;
		}
		const char = String.fromCodePoint(text.codePointAt(from) ?? 0);
		const until = from + char.length;
		for (const part of char.normalize('NFKC').toLowerCase()) {
			if (!unseen.test(part)) units.push({ is: lookalikes[part] ?? part, from, until });
		}
		from = until;
	}
	return units;
}

function folded(units: readonly Unit[]): Folded {
	const from: number[] = [];
	const until: number[] = [];
	for (const unit of units)
		for (let i = 0; i < unit.is.length; i++) {
			from.push(unit.from);
			until.push(unit.until);
		}
	return { text: units.map(({ is }) => is).join(''), from, until };
}

/** Replaces what a pattern finds in folded text; what stands in its place stood where it stood. */
function replaced(of: Folded, pattern: RegExp, by: (found: RegExpMatchArray) => string): Folded {
	if (of.text.search(pattern) < 0) return of;
	const units: Unit[] = [];
	let next = 0;
	const keep = (upTo: number) => {
		for (; next < upTo; next++) units.push({ is: of.text[next] ?? '', from: of.from[next] ?? 0, until: of.until[next] ?? 0 });
	};
	for (const match of of.text.matchAll(pattern)) {
		const inPlace = by(match);
		if (inPlace === match[0]) continue;
		keep(match.index);
		next = match.index + match[0].length;
		const [first, last] = [of.from[match.index] ?? 0, of.until[next - 1] ?? 0];
		if (inPlace !== '') units.push({ is: inPlace, from: first, until: last });
	}
	keep(of.text.length);
	return folded(units);
}

/**
 * For Chinese: whatever stands between two characters is gone (blanks, dots, stars, pictures), traditional characters are simplified, syllables written out. The end of
 * a sentence is a line break, or gone like the rest.
 */
export function foldChinese(text: string, sentences: 'kept' | 'joined'): Folded {
	const units: Unit[] = [];
	for (const unit of unitsOf(text)) {
		if (wordly(unit.is)) units.push({ ...unit, is: simplified.get(unit.is) ?? unit.is });
		else if (sentences === 'kept' && ends.test(unit.is) && units.at(-1)?.is !== '\n') units.push({ ...unit, is: '\n' });
	}
	const plain = folded(units);
	return replaced(plain, soundsLike, wordOf);
}

const leet: Readonly<Record<string, string>> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	$: 's',
	'@': 'a',
	'!': 'i',
	'|': 'l',
};
const short: Readonly<Record<string, string>> = { u: 'you', ur: 'your', r: 'are', ppl: 'people', pls: 'please' };

/** Words that are misspelled, starred out or cut in two on purpose. */
const disguised = new Set(
	'jail prison arrest arrested police court sheriff warrant lawsuit lawyer attorney judge fraud crime criminal deported family mother father husband wife parents employer boss neighbour neighbours neighbor neighbors colleagues coworkers borrow payday loan shame ashamed liar thief idiot stupid moron deadbeat garnish seize seized wages immigration'.split(
		' ',
	),
);
/** How a word sounds, roughly: double letters single, one sign for s, z and soft c, one for k, q and hard c. */
const sound = (word: string): string =>
	word
		.replace(/ph/gu, 'f')
		.replace(/c(?=[eiy])|z/gu, 's')
		.replace(/ck?|q/gu, 'k')
		.replace(/(.)\1+/gu, '$1');
const bySound = new Map([...disguised].filter((word) => word.length > 4).map((word) => [sound(word), word]));

/** The word of the trade that is meant, or what was written. A star stands for any one letter. */
function meant(word: string): string {
	if (disguised.has(word)) return word;
	const joined = word.replace(/[^a-z]/gu, '');
	if (disguised.has(joined)) return joined;
	if (word.includes('*') && joined.length > 1) {
		const star = new RegExp(`^${word.replace(/[^a-z*]/gu, '').replace(/\*/gu, '[a-z]')}$`, 'u');
		for (const each of disguised) if (star.test(each)) return each;
	}
	const single = joined.replace(/(.)\1{2,}/gu, '$1');
	if (disguised.has(single)) return single;
	return word === joined ? (bySound.get(sound(joined)) ?? word) : word;
}

/**
 * For English: blanks are one, letters spelled out one by one are a word again (“j a i l”), figures in words are the letters they stand for (“ja1l”), words of the trade that were
 * cut, starred out or misspelled are whole (“po-lice”, “j*il”, “polise”).
 */
export function foldEnglish(text: string): Folded {
	let of = folded(unitsOf(text));
	of = replaced(of, /\s+/gu, () => ' ');
	of = replaced(of, /(?<![\p{L}\p{N}'])(?:[a-z][ .\-_*]){2,}[a-z](?![\p{L}\p{N}'])/gu, ([found]) => found.replace(/[^a-z]/gu, ''));
	of = replaced(
		of,
		/(?<![\p{L}\p{N}$@])(?=[a-z\d$@!|]*[a-z][013457$@!|]|[a-z\d$@]*[013457$@][a-z])(?!\d+(?:st|nd|rd|th|am|pm|k|m|d|h)\b)[a-z\d$@]+(?:[!|][a-z]+)*/gu,
		([found]) => {
			const letters = found.replace(/[03457$@!|]/gu, (sign) => leet[sign] ?? sign);
			const ell = letters.replace(/1/gu, 'l');
			return disguised.has(ell) ? ell : letters.replace(/1/gu, 'i');
		},
	);
	of = replaced(of, /[a-z]+(?:[.\-_*·~/]+[a-z]+)*/gu, ([found]) => meant(found));
	return replaced(of, /(?<![\p{L}\p{N}'])(?:u|ur|r|ppl|pls)(?![\p{L}\p{N}'])/gu, ([found]) => short[found] ?? found);
}
