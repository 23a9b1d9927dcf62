// Judges the lines of test/fixtures/content: one file of our own lines, each with what must be found and how it is used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagePlaces } from '../src/content/check.ts';
import type { FindingKind } from '../src/content/kinds.ts';
import { offenceModel } from '../src/content/model-file.ts';
import { checkContent } from '../src/content/rules.ts';
import { root } from '../src/host/config.ts';

export type Line = { readonly kind: FindingKind | 'none'; readonly text: string; readonly found: readonly FindingKind[] };

/** `build` and `blind` in common wording, the others to get past the check: see docs/reference/content.md. */
export const linesParts = ['build', 'blind', 'after', 'around-build', 'around-blind', 'around-after'] as const;
export type Part = (typeof linesParts)[number];

const uses = { s: 'script', m: 'message', n: 'note' } as const;

/** Every line of a part in a language, with the kinds the check finds in it. */
export function judgedLines(language: 'zh' | 'en', part: Part): Line[] {
	return readFileSync(join(root, `test/fixtures/content/${language}-${part}.tsv`), 'utf8')
		.trim()
		.split('\n')
		.map((line) => {
			const [kind, as, to, text = ''] = line.split('\t');
			const use = { as: uses[as as 's'], to: to === 't' ? ('third party' as const) : ('debtor' as const), places: messagePlaces };
			const found = [...new Set(checkContent(text, use, offenceModel()).map((finding) => finding.kind))];
			return { kind: kind as Line['kind'], text, found };
		});
}
