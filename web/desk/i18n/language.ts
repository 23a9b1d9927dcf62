import { useSyncExternalStore } from 'react';
import { type Language, type Say, tagOf } from './texts.ts';

const storageKey = 'dunwell.language';
const listeners = new Set<() => void>();
let current: Language = localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';
document.documentElement.lang = tagOf(current);

export function switchLanguage(language: Language): void {
	current = language;
	localStorage.setItem(storageKey, language);
	document.documentElement.lang = tagOf(language);
	for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function useLanguage(): Language {
	return useSyncExternalStore(subscribe, () => current);
}

/** The Chinese font draws the English apostrophe (U+2019) as wide as an ideograph; the straight one stands as it should. */
function inFont(text: string, language: Language): string {
	return language === 'en' ? text.replaceAll('\u2019', "'") : text;
}

function sayIn(language: Language): Say {
	return (sentence, ...filled) => {
		const places: Readonly<Record<string, string | number>> = filled[0] ?? {};
		return inFont(sentence[language], language).replace(/\{(\w+)\}/g, (place, name: string) => String(places[name] ?? place));
	};
}

const says: Readonly<Record<Language, Say>> = { zh: sayIn('zh'), en: sayIn('en') };

export function useSay(): Say {
	return says[useLanguage()];
}
