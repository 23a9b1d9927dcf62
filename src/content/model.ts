/**
 * How offensive a Chinese text sounds: a linear model over character n-grams, trained from COLD's train part (`tools/train-content.ts`). Pure: the weights are given.
 * It scores what a list of words cannot: insults in new words, and ugly words in harmless sentences.
 */
export type OffenceModel = {
	/** One weight per bucket, in units of `scale`; the number of buckets is a power of two. */
	readonly weights: Int8Array;
	readonly scale: number;
	readonly bias: number;
	/** The score from which a text counts as offensive; chosen on a part of the training texts alone. */
	readonly threshold: number;
};

export const longestGram = 4;

/** What the model looks at: full-width forms folded, letters small, digits as one, links and marks of names left out, blanks and invisible signs gone. */
export function foldText(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/https?:\/\/\S+|@\S+/g, '')
		.replace(/(\s|\p{Default_Ignorable_Code_Point})+/gu, '')
		.replace(/\d+/g, '0')
		.replace(/(.)\1{2,}/gu, '$1$1');
}

/** The buckets of a text's character n-grams (1 to 4, with its beginning and end marked), each once. FNV-1a over UTF-16 units. */
export function bucketsOf(folded: string, buckets: number): Set<number> {
	const text = `^${folded}$`;
	const found = new Set<number>();
	for (let from = 0; from < text.length; from++) {
		let hash = 0x811c9dc5;
		for (let length = 1; length <= longestGram && from + length <= text.length; length++) {
			hash = Math.imul(hash ^ text.charCodeAt(from + length - 1), 0x01000193) >>> 0;
			// Its low bits alone mix badly for short grams.
			found.add(((hash ^ (hash >>> 15)) >>> 0) & (buckets - 1));
		}
	}
	return found;
}

/** What a sum is divided by. Few characters are little evidence: the constant keeps short answers (“说”, “在”) near what is usual. */
export const lengthOf = (grams: number): number => Math.sqrt(grams + 40);

/** The probability, 0 to 1, that readers would mark the text as offensive. */
export function offenceOf(text: string, model: OffenceModel): number {
	const found = bucketsOf(foldText(text), model.weights.length);
	let sum = 0;
	for (const bucket of found) sum += model.weights[bucket] ?? 0;
	const score = model.bias + (model.scale * sum) / lengthOf(found.size);
	return 1 / (1 + Math.exp(-score));
}
