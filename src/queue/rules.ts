import { assert } from '../core/assert.ts';
import type { Sum } from '../core/money.ts';

/** A debtor to give to somebody, with what it weighs. */
export type Case = { readonly debtorId: bigint; readonly owed: readonly Sum[]; readonly skills: readonly string[] };
export type Hand = { readonly agentId: bigint; readonly open: number; readonly skills: readonly string[] };
export type Way = 'count' | 'amount' | 'load' | 'skill' | 'random';

/** A small seeded generator (mulberry32): the same seed gives the same hand-out, so it can be shown and repeated. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Shuffled by the seed (Fisher-Yates). */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
	const random = seeded(seed);
	const out = [...list];
	for (let i = out.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[out[i], out[j]] = [out[j] as T, out[i] as T];
	}
	return out;
}

/**
 * Hands cases out to agents (分案), each case to exactly one: `count` evenly by number, `amount` evenly by what is owed (largest first to the lightest
 * hand), each currency by itself, `load` filling the hands with the fewest open cases, `skill` only to agents who have every skill a case asks for (evenly among
 * them; null when nobody has), `random` evenly after a shuffle by the seed. Debtors with several debts go as one.
 */
export function handOut(cases: readonly Case[], hands: readonly Hand[], way: Way, seed: number): ReadonlyMap<bigint, bigint | null> {
	assert(hands.length > 0, 'somebody to hand out to');
	if (way === 'amount') return byAmount(cases, hands);
	const given = new Map<bigint, bigint | null>();
	const weight = new Map(hands.map((hand) => [hand.agentId, way === 'load' ? hand.open : 0]));
	for (const each of way === 'random' ? shuffled(cases, seed) : cases) {
		const able = way === 'skill' ? hands.filter((hand) => each.skills.every((skill) => hand.skills.includes(skill))) : hands;
		const hand = lightest(able, ({ agentId }) => weight.get(agentId) ?? 0);
		given.set(each.debtorId, hand?.agentId ?? null);
		if (hand) weight.set(hand.agentId, (weight.get(hand.agentId) ?? 0) + 1);
	}
	return given;
}

/** The first of those that weigh least. */
function lightest<W extends number | bigint>(hands: readonly Hand[], weightOf: (hand: Hand) => W): Hand | undefined {
	let found: Hand | undefined;
	for (const hand of hands) if (!found || weightOf(hand) < weightOf(found)) found = hand;
	return found;
}

/**
 * Sums of two currencies are never compared: a debtor goes to whom is lightest in the first currency the debtor owes. Who owes in several weighs in each, and comes
 * first, so that those who owe in one even out what that leaves.
 */
function byAmount(cases: readonly Case[], hands: readonly Hand[]): ReadonlyMap<bigint, bigint | null> {
	const weight = new Map<string, bigint>();
	const first = ({ owed }: Case) => owed[0] ?? { currency: '', minor: 0n };
	const ordered = [...cases].sort((a, b) => {
		if (a.owed.length > 1 !== b.owed.length > 1) return a.owed.length > 1 ? -1 : 1;
		if (first(a).currency !== first(b).currency) return first(a).currency < first(b).currency ? -1 : 1;
		return first(a).minor < first(b).minor ? 1 : first(a).minor > first(b).minor ? -1 : 0;
	});
	const given = new Map<bigint, bigint | null>();
	for (const each of ordered) {
		const { currency } = first(each);
		const hand = lightest(hands, ({ agentId }) => weight.get(`${agentId} ${currency}`) ?? 0n);
		given.set(each.debtorId, hand?.agentId ?? null);
		for (const { currency: of, minor } of each.owed) {
			const place = `${hand?.agentId} ${of}`;
			weight.set(place, (weight.get(place) ?? 0n) + minor);
		}
	}
	return given;
}
