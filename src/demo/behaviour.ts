import type { Random } from '../core/random.ts';

/**
 * How the demonstration's debtors answer. Pure: a stream of draws in, what happened out.
 *
 * Where the numbers come from:
 * - length of a call, and how agreement falls with each further call: 31,738 outbound calls of UCI "Bank Marketing" (S. Moro, R. Laureano,
 *   P. Cortez; CC BY 4.0): lengths 34, 58, 103, 180, 318, 543, 749 s at the 5, 10, 25, 50, 75, 90, 95 %; agreement 14.4 % on the first call,
 *   10.8, 10.8, 8.7, 8.7, 6.6 and 5.3 % on the following ones. It is sales and not collection: only the shape is used;
 * - a right-party contact on 25 to 30 % of calls, and what is said then: our assumption, chosen so that every screen has something to show.
 *   No source for Chinese collection calls was found that may be shipped.
 */
export type Nature = {
	/** The debtor's own number: answers, seldom answers, or is dead. */
	readonly line: 'answers' | 'seldom' | 'dead';
	readonly willing: boolean;
	readonly ability: 'able' | 'partly' | 'unable';
	readonly reason: 'forgot' | 'system_fault' | 'willing_later' | 'no_ability' | 'bad_faith' | 'other';
};

export type Line = 'right_party' | 'other_person' | 'machine' | 'no_answer' | 'busy' | 'off' | 'invalid' | 'declined';
export type Said =
	| 'none'
	| 'paid'
	| 'promise'
	| 'plan'
	| 'cannot_pay'
	| 'will_not_pay'
	| 'disputes'
	| 'complains'
	| 'hardship'
	| 'wrong_person'
	| 'will_pass_on'
	| 'refuses_contact'
	| 'call_back';
export type Answer = { readonly line: Line; readonly said: Said; readonly seconds: number };

/** Who a debtor is, the same at every call: the draws come from a stream of the debtor's own. */
export function natureOf(draw: Random): Nature {
	const line = draw.weighed([
		['answers', 66],
		['seldom', 29],
		['dead', 5],
	] as const);
	const willing = draw.chance(580_000);
	const ability = draw.weighed([
		['able', willing ? 50 : 35],
		['partly', 34],
		['unable', willing ? 16 : 31],
	] as const);
	const reason =
		ability === 'unable'
			? 'no_ability'
			: willing
				? draw.weighed([
						['forgot', 40],
						['willing_later', 45],
						['system_fault', 4],
						['other', 11],
					] as const)
				: draw.weighed([
						['bad_faith', 25],
						['willing_later', 30],
						['other', 45],
					] as const);
	return { line, willing, ability, reason };
}

/** Relative agreement on the first, second … seventh and later call, per thousand of the first (bank marketing). */
const agreement = [1_000, 749, 749, 604, 599, 456, 365];

/** Call lengths in seconds at the 5, 10, 25, 50, 75, 90 and 95 % (bank marketing). */
const lengths: readonly (readonly [number, number])[] = [
	[0, 15],
	[5, 34],
	[10, 58],
	[25, 103],
	[50, 180],
	[75, 318],
	[90, 543],
	[95, 749],
	[100, 1_200],
];

export function talkSeconds(draw: Random): number {
	const at = draw.below(10_000) / 100;
	const next = lengths.findIndex(([share]) => share > at);
	const [fromShare, from] = lengths[next - 1] as readonly [number, number];
	const [toShare, to] = lengths[next] as readonly [number, number];
	return Math.round(from + ((to - from) * (at - fromShare)) / (toShare - fromShare));
}

/** One call to the debtor's own number; `earlier` counts the calls before it. */
export function answerOf(draw: Random, nature: Nature, earlier: number): Answer {
	if (nature.line === 'dead')
		return {
			line: draw.weighed([
				['invalid', 3],
				['off', 1],
			] as const),
			said: 'none',
			seconds: 5,
		};
	const answered = draw.chance(nature.line === 'answers' ? 480_000 : 200_000);
	if (!answered)
		return {
			line: draw.weighed([
				['no_answer', 56],
				['busy', 17],
				['off', 14],
				['machine', 13],
			] as const),
			said: 'none',
			seconds: 25,
		};
	const line = draw.weighed([
		['right_party', 69],
		['other_person', 18],
		['declined', 13],
	] as const);
	if (line === 'declined') return { line, said: 'none', seconds: 8 };
	if (line === 'other_person') {
		const said = draw.weighed([
			['will_pass_on', 62],
			['none', 22],
			['wrong_person', 12],
			['refuses_contact', 4],
		] as const);
		return { line, said, seconds: 20 + Math.trunc(talkSeconds(draw) / 4) };
	}
	const keen = agreement[Math.min(earlier, agreement.length - 1)] as number;
	const promise = Math.trunc((keen * (nature.willing ? 52 : 20)) / 1_000);
	const said = draw.weighed<Said>([
		['promise', promise],
		['plan', nature.ability === 'partly' ? 5 : 1],
		['paid', 4],
		['cannot_pay', nature.ability === 'unable' ? 26 : 6],
		['will_not_pay', nature.willing ? 2 : 22],
		['call_back', 13],
		['hardship', nature.ability === 'unable' ? 4 : 0],
		['disputes', 1],
		['complains', 1],
		['refuses_contact', nature.willing ? 0 : 1],
		['none', 8],
	]);
	return { line, said, seconds: talkSeconds(draw) };
}

/** What becomes of a promise: paid in full in time, in part, or not at all. */
export function keptOf(draw: Random, nature: Nature): 'full' | 'part' | 'nothing' {
	const base = nature.willing ? 66 : 34;
	const full = nature.ability === 'able' ? base : nature.ability === 'partly' ? base - 16 : base - 26;
	return draw.weighed([
		['full', full],
		['part', 16],
		['nothing', 84 - full],
	] as const);
}

/** What a debtor promises, in minor units: all, half, a third or a tenth of what is owed, as round as people speak; never more than is owed. */
export function promisedMinor(draw: Random, nature: Nature, owedMinor: bigint): bigint {
	const part =
		nature.ability === 'able'
			? draw.weighed([
					[1n, 6],
					[2n, 3],
					[3n, 1],
				] as const)
			: draw.weighed([
					[2n, 2],
					[3n, 3],
					[10n, 4],
				] as const);
	if (part === 1n) return owedMinor;
	const share = owedMinor / part;
	const round = share >= 1_000_000n ? 100_000n : 10_000n;
	const rounded = (share / round) * round;
	return rounded > 0n ? rounded : owedMinor;
}
