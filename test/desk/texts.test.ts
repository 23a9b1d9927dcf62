import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/host/config.ts';

/**
 * Both languages are complete. That a text has both is held by the compiler; here: that each says something in its own language, that both have the
 * same places, that no text is left unused, and that no screen speaks past the dictionaries.
 */
const desk = join(root, 'web/desk');
const dictionaryFolder = join(desk, 'i18n');
const chinese = /[\u4e00-\u9fff]/;

type Sentence = { zh: string; en: string };
type Entry = { table: string; key: string; text: Sentence };

const sources = readdirSync(desk, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
	.map((entry) => ({ path: join(entry.parentPath, entry.name), text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
const screens = sources.filter(({ path }) => !path.startsWith(dictionaryFolder));

function isSentence(value: unknown): value is Sentence {
	return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

const entries: Entry[] = [];
for (const file of readdirSync(dictionaryFolder)) {
	if (['language.ts', 'texts.ts'].includes(file)) continue;
	const module = (await import(join(dictionaryFolder, file))) as Record<string, unknown>;
	for (const [table, value] of Object.entries(module)) {
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, text] of Object.entries(value)) if (isSentence(text)) entries.push({ table, key, text });
	}
}

/** Names the other language in its own words, on purpose. */
const inTheOtherLanguage = new Set(['shellText.switchLanguage']);

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

/** Keys of a table that is looked up by a code of the API; the compiler holds it to the union of codes. */
function isLookedUp(table: string): boolean {
	return sources.some(({ text }) => new RegExp(`\\b${table}\\[|(?:wordOf|optionsOf)\\(${table}\\b|\\(${table}\\)`).test(text));
}

function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

describe('the desk in Chinese and English', () => {
	test('there are more than 150 texts', () => {
		expect(entries.length).toBeGreaterThan(150);
	});

	test('every Chinese text is Chinese and no English text has a Chinese character in it', () => {
		const wrong = entries
			.filter(({ table, key }) => !inTheOtherLanguage.has(`${table}.${key}`))
			.filter(({ text }) => !chinese.test(text.zh) || chinese.test(text.en) || text.en.trim() === '');
		expect(wrong).toEqual([]);
	});

	test('both languages of a text have the same places to fill', () => {
		expect(entries.filter(({ text }) => placesOf(text.zh).join() !== placesOf(text.en).join())).toEqual([]);
	});

	test('no text is left that no screen says', () => {
		const all = screens.map(({ text }) => text).join('\n');
		const unused = entries.filter(({ table, key }) => !isLookedUp(table) && !new RegExp(`\\b${table}\\.${key}\\b`).test(all));
		expect(unused.map(({ table, key }) => `${table}.${key}`)).toEqual([]);
	});

	test('no screen has Chinese words of its own: all are said through a dictionary', () => {
		// The product's name is written in both scripts at the sign-in.
		const allowed = new Set(['SignIn.tsx']);
		const spoken = screens.filter(({ path, text }) => !allowed.has(basename(path)) && chinese.test(withoutComments(text)));
		expect(spoken.map(({ path }) => path)).toEqual([]);
	});
});
