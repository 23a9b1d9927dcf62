import type { LawBook } from './rows.ts';
import text37f1 from './earlier/37f1002c9ff2.json' with { type: 'json' };
import text9c2a from './earlier/9c2a5d8fe32e.json' with { type: 'json' };

/**
 * Texts of the China book that decisions were made under before a database kept the text beside its decisions (`law_text`), by their version (`lawVersion`). They are
 * never edited: a decision of then is made again with the text of then.
 */
export const earlierTexts: Readonly<Record<string, LawBook>> = {
	'37f1002c9ff20839c79281a0789fd88653afe3eb8d27c16670a8a8107e78d5da': text37f1 as unknown as LawBook,
	'9c2a5d8fe32ecaeffe79a1a41de95902da3bafc906b335f7a50cf0364aba534d': text9c2a as unknown as LawBook,
};
