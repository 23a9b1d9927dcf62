import { namesAWrong, namesPrejudice, signNames, signsOf } from './stance.ts';

/**
 * How offensive a Chinese text sounds, in two steps, trained by `tools/train-content.ts`. Two linear models over character n-grams give a score each: one of all texts of
 * COLD's train part, one of those alone that name no wrong, where its labels hold; two small ones learned from texts read by hand. A logistic regression then weighs them, differently for texts that name a wrong or
 * prejudice itself, with signs of where the text stands (`stance.ts`); it was fitted on texts read by hand too. Pure: the weights are given.
 */
export type NgramModel = {
	/** One weight per bucket: its square, with its sign, in units of `scale`. Squared, small weights keep their grades: plain steps lost a tenth of the recall. The number of buckets is a power of two. */
	readonly weights: Int8Array;
	readonly scale: number;
	readonly bias: number;
};
export type OffenceModel = {
	readonly all: NgramModel;
	readonly quiet: NgramModel;
	/** Two small ones over the texts read by hand that name a wrong: what speech against it says, what an attack says. */
	readonly against: NgramModel;
	readonly attack: NgramModel;
	/** What each of `inputNames` weighs. */
	readonly head: readonly number[];
	/** The probability from which a text is flagged, and from which it is stopped; both chosen on the train part alone. */
	readonly threshold: number;
	readonly blockFrom: number;
	/** Where `all` alone would flag: the plain n-gram model, measured beside. */
	readonly plainThreshold: number;
};

export const longestGram = 3;

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

/** Spreads a hash over all its bits (the last steps of MurmurHash3): its low bits alone mix badly for short grams. */
function mixed(hash: number): number {
	let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return (bits ^ (bits >>> 16)) >>> 0;
}

/** The buckets of a text's character n-grams (1 to 3, with its beginning and end marked), each once. FNV-1a over UTF-16 units. */
export function bucketsOf(folded: string, buckets: number): Set<number> {
	const text = `^${folded}$`;
	const found = new Set<number>();
	for (let from = 0; from < text.length; from++) {
		let hash = 0x811c9dc5;
		for (let length = 1; length <= longestGram && from + length <= text.length; length++) {
			hash = Math.imul(hash ^ text.charCodeAt(from + length - 1), 0x01000193) >>> 0;
			found.add(mixed(hash) & (buckets - 1));
		}
	}
	return found;
}

/** What a sum is divided by. Few characters are little evidence: the constant keeps short answers (“说”, “在”) near what is usual. */
export const lengthOf = (grams: number): number => Math.sqrt(grams + 10);

/** What an n-gram model says of the buckets of a text, as a margin: above 0 the label is more likely. */
export const scoreOf = ({ weights, scale, bias }: NgramModel, found: Iterable<number>, norm: number): number => {
	let sum = 0;
	const last = weights.length - 1;
	for (const bucket of found) {
		const root = weights[bucket & last] ?? 0;
		sum += root * Math.abs(root);
	}
	return bias + (scale * sum) / norm;
};

/** What each n-gram model says of a text, as margins. */
export type Scores = Readonly<Record<'all' | 'quiet' | 'against' | 'attack', number>>;

export function scoresOf(folded: string, model: OffenceModel): Scores {
	const found = bucketsOf(folded, model.all.weights.length);
	const norm = lengthOf(found.size);
	return {
		all: scoreOf(model.all, found, norm),
		quiet: scoreOf(model.quiet, found, norm),
		against: scoreOf(model.against, found, norm),
		attack: scoreOf(model.attack, found, norm),
	};
}

/** The names of what the second step weighs. A text is of one of three kinds: quiet, naming a wrong, naming prejudice. */
export const inputNames = [
	'one',
	'wrong',
	'prejudice',
	'quiet × all',
	'quiet × quiet',
	'wrong × all',
	'wrong × quiet',
	'prejudice × all',
	'prejudice × quiet',
	'loud × length',
	'loud × against',
	'loud × attack',
	...signNames.map((name) => `loud × ${name}`),
];

/** What the second step weighs, in the order of `inputNames`. */
export function inputsOf(folded: string, { all, quiet, against, attack }: Scores): number[] {
	const prejudice = namesPrejudice.test(folded) ? 1 : 0;
	const wrong = !prejudice && namesAWrong.test(folded) ? 1 : 0;
	const loud = prejudice + wrong;
	const shown = signsOf(folded).map(Number);
	return [
		1,
		wrong,
		prejudice,
		((1 - loud) * all) / 2,
		((1 - loud) * quiet) / 2,
		(wrong * all) / 2,
		(wrong * quiet) / 2,
		(prejudice * all) / 4,
		(prejudice * quiet) / 2,
		(loud * Math.log(1 + folded.length)) / 5,
		loud * against,
		loud * attack,
		...shown.map((each) => each * loud),
	];
}

const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The probability, 0 to 1, that readers would mark the text as offensive. */
export function offenceOf(text: string, model: OffenceModel): number {
	const folded = foldText(text);
	const inputs = inputsOf(folded, scoresOf(folded, model));
	return probability(inputs.reduce((sum, input, i) => sum + input * (model.head[i] ?? 0), 0));
}

/** What the plain n-gram model alone says: a baseline to measure by. */
export const plainOffenceOf = (text: string, model: OffenceModel): number => probability(scoresOf(foldText(text), model).all);
