import { type RefusalCode, refusalCodes } from './refusal-codes.ts';

export type { RefusalCode } from './refusal-codes.ts';

/** The two languages every sentence of the house exists in. */
export type Sentence = { readonly zh: string; readonly en: string };

/**
 * A lawful, expected "no": a value, not an exception. It carries its code, what it was about and, where time alone will lift it,
 * the first instant it would be allowed. It is always recorded (style §8).
 */
export type Refusal = {
	readonly refused: true;
	readonly code: RefusalCode;
	/** Values for the `{name}` places of the code's sentence; never an unmasked personal field. */
	readonly details: Readonly<Record<string, string>>;
	readonly allowedFrom: Temporal.Instant | null;
};

/** Makes a refusal. `details` fill the `{name}` places of the code's sentence. */
export function refuse(code: RefusalCode, details: Record<string, string> = {}, allowedFrom: Temporal.Instant | null = null): Refusal {
	return { refused: true, code, details, allowedFrom };
}

export function isRefusal(value: unknown): value is Refusal {
	return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true && 'code' in value;
}

/** The refusal's sentence in both languages, its places filled. */
export function sentenceOf(refusal: Refusal): Sentence {
	const { sentence } = refusalCodes[refusal.code];
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => refusal.details[name] ?? `{${name}}`);
	return { zh: fill(sentence.zh), en: fill(sentence.en) };
}

/** A refusal as an RFC 9457 problem document (design §8). */
export type Problem = {
	type: string;
	title: string;
	status: number;
	code: string;
	detail: string;
	sentence: Sentence;
	citation: Sentence | null;
	retry: boolean;
	allowed_from: string | null;
	details: Readonly<Record<string, string>>;
};

export function problemOf(refusal: Refusal): Problem {
	const entry = refusalCodes[refusal.code];
	const sentence = sentenceOf(refusal);
	return {
		type: `https://dunwell.dev/refusals/${refusal.code}`,
		title: sentence.en,
		status: entry.status,
		code: refusal.code,
		detail: sentence.zh,
		sentence,
		citation: entry.citation,
		retry: entry.retry,
		allowed_from: refusal.allowedFrom?.toString() ?? null,
		details: refusal.details,
	};
}
