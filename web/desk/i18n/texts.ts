import type { Sentence } from '../../../src/core/refusal.ts';

/** The desk's two languages. Chinese is the default; English is complete: a text without one of them does not compile. */
export type Language = 'zh' | 'en';

/** A dictionary: each text in both languages side by side. `{name}` places are typed by the Chinese text. */
export type Texts = Readonly<Record<string, Sentence>>;

type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;
type Filled<S extends Sentence> = [Places<S['zh']>] extends [never] ? [] : [places: Readonly<Record<Places<S['zh']>, string | number>>];

/** Says a text in the language of the screen: `say(caseText.callsLeft, { left: 2 })`. Takes the server's sentences too. */
export type Say = <const S extends Sentence>(sentence: S, ...filled: Filled<S>) => string;

/** The BCP 47 tag of a desk language, for `Intl` and the `lang` attribute. */
export function tagOf(language: Language): 'zh-CN' | 'en-GB' {
	return language === 'zh' ? 'zh-CN' : 'en-GB';
}
