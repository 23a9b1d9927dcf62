import { assert } from '../core/assert.ts';

/** A debtor to give to somebody, with what it weighs. */
export type Case = { readonly debtorId: bigint; readonly owedMinor: bigint; readonly skills: readonly string[] };
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
 * hand), `load` filling the hands with the fewest open cases, `skill` only to agents who have every skill a case asks for (evenly among them; null when
 * nobody has), `random` evenly after a shuffle by the seed. Debtors with several debts go as one.
 */
export function handOut(cases: readonly Case[], hands: readonly Hand[], way: Way, seed: number): ReadonlyMap<bigint, bigint | null> {
	assert(hands.length > 0, 'somebody to hand out to');
	const given = new Map<bigint, bigint | null>();
	const weight = new Map(hands.map((hand) => [hand.agentId, way === 'load' ? BigInt(hand.open) : 0n]));
	const ordered =
		way === 'random'
			? shuffled(cases, seed)
			: way === 'amount'
				? [...cases].sort((a, b) => (a.owedMinor < b.owedMinor ? 1 : a.owedMinor > b.owedMinor ? -1 : 0))
				: cases;
	for (const each of ordered) {
		const able = way === 'skill' ? hands.filter((hand) => each.skills.every((skill) => hand.skills.includes(skill))) : hands;
		let lightest: Hand | undefined;
		for (const hand of able) if (!lightest || (weight.get(hand.agentId) ?? 0n) < (weight.get(lightest.agentId) ?? 0n)) lightest = hand;
		given.set(each.debtorId, lightest?.agentId ?? null);
		if (lightest) weight.set(lightest.agentId, (weight.get(lightest.agentId) ?? 0n) + (way === 'amount' ? each.owedMinor : 1n));
	}
	return given;
}
