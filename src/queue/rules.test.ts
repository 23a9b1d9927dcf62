import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, type Hand, handOut, shuffled, type Way } from './rules.ts';

const aCase = (debtorId: number, owedMinor = 100_00, skills: readonly string[] = ['credit_card'], currency = 'CNY'): Case => ({
	debtorId: BigInt(debtorId),
	owed: [{ currency, minor: BigInt(owedMinor) }],
	skills,
});
const owes = (each: Case, currency = 'CNY') => each.owed.find((sum) => sum.currency === currency)?.minor ?? 0n;
const aHand = (agentId: number, open = 0, skills: readonly string[] = []): Hand => ({ agentId: BigInt(agentId), open, skills });
const cases = (count: number, owed: (n: number) => number = () => 100_00) => Array.from({ length: count }, (_, n) => aCase(n + 1, owed(n)));

/** What each hand holds after a hand-out: how many debtors, how much they owe. */
function held(given: ReadonlyMap<bigint, bigint | null>, from: readonly Case[], hands: readonly Hand[], currency = 'CNY') {
	return hands.map((hand) => {
		const own = from.filter((each) => given.get(each.debtorId) === hand.agentId);
		return { debtors: own.length, owedMinor: own.reduce((sum, each) => sum + owes(each, currency), 0n) };
	});
}
const spread = (numbers: readonly number[]) => Math.max(...numbers) - Math.min(...numbers);

const anyCases = fc
	.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 80 })
	.chain((ids) =>
		fc.tuple(
			...ids.map((id) => fc.tuple(fc.nat(5_000_000), fc.subarray(['credit_card', 'car_loan'])).map(([owed, s]) => aCase(id, owed, s))),
		),
	);
const anyHands = fc
	.array(fc.tuple(fc.nat(40), fc.subarray(['credit_card', 'car_loan'])), { minLength: 1, maxLength: 9 })
	.map((list) => list.map(([open, skills], place) => aHand(place + 1, open, skills)));
const anyWay = fc.constantFrom<Way>('count', 'amount', 'load', 'skill', 'random');
const anySeed = fc.nat(4_294_967_295);

describe('handing out debtors (分案)', () => {
	test.each<[string, Way, readonly Case[], readonly Hand[], readonly number[]]>([
		['10 debtors by number to 3 agents: 4, 3 and 3', 'count', cases(10), [aHand(1), aHand(2), aHand(3)], [4, 3, 3]],
		['10 debtors at random to 4 agents: two get 3, two get 2', 'random', cases(10), [1, 2, 3, 4].map((n) => aHand(n)), [3, 3, 2, 2]],
		['by load: who has 5 open gets 1, who has none gets 6', 'load', cases(7), [aHand(1, 5), aHand(2, 0)], [1, 6]],
		['by load: who has 50 open gets none of 6', 'load', cases(6), [aHand(1, 50), aHand(2, 3), aHand(3, 3)], [0, 3, 3]],
		['one agent gets all 5', 'count', cases(5), [aHand(1)], [5]],
		['nothing to hand out: nobody gets anything', 'count', [], [aHand(1), aHand(2)], [0, 0]],
	])('%s', (_, way, from, hands, wanted) => {
		expect(held(handOut(from, hands, way, 7), from, hands).map((each) => each.debtors)).toEqual(wanted);
	});

	test('by amount: one debtor of 900.00 weighs as much as nine of 100.00', () => {
		const from = cases(10, (n) => (n === 0 ? 900_00 : 100_00));
		expect(held(handOut(from, [aHand(1), aHand(2)], 'amount', 1), from, [aHand(1), aHand(2)])).toEqual([
			{ debtors: 1, owedMinor: 900_00n },
			{ debtors: 9, owedMinor: 900_00n },
		]);
	});

	test('by amount: 100 yuan and 100 dollars are not two hundreds; each currency is dealt by itself', () => {
		const from = [
			...[900_00, 300_00, 300_00, 300_00].map((owed, n) => aCase(n + 1, owed)),
			...[60_00, 20_00, 20_00, 20_00].map((owed, n) => aCase(n + 11, owed, ['credit_card'], 'USD')),
			{
				debtorId: 21n,
				owed: [
					{ currency: 'CNY', minor: 100_00n },
					{ currency: 'USD', minor: 20_00n },
				],
				skills: [],
			},
			{
				debtorId: 22n,
				owed: [
					{ currency: 'CNY', minor: 100_00n },
					{ currency: 'USD', minor: 20_00n },
				],
				skills: [],
			},
		];
		const hands = [aHand(1), aHand(2)];
		const given = handOut(from, hands, 'amount', 1);
		expect(held(given, from, hands, 'CNY').map((each) => each.owedMinor)).toEqual([1_000_00n, 1_000_00n]);
		expect(held(given, from, hands, 'USD').map((each) => each.owedMinor)).toEqual([80_00n, 80_00n]);
	});

	test('by skill: a car loan goes to who knows car loans, both to who knows both, a mortgage to nobody', () => {
		const from = [
			aCase(1, 1, ['car_loan']),
			aCase(2, 1, ['credit_card']),
			aCase(3, 1, ['car_loan', 'credit_card']),
			aCase(4, 1, ['mortgage']),
		];
		const hands = [aHand(11, 0, ['credit_card']), aHand(12, 0, ['credit_card', 'car_loan'])];
		expect([...handOut(from, hands, 'skill', 1)]).toEqual([
			[1n, 12n],
			[2n, 11n],
			[3n, 12n],
			[4n, null],
		]);
	});

	test('at random: seed 7 deals otherwise than seed 8', () => {
		const hands = [aHand(1), aHand(2), aHand(3)];
		expect([...handOut(cases(40), hands, 'random', 7)].sort()).not.toEqual([...handOut(cases(40), hands, 'random', 8)].sort());
	});

	test('nobody to hand out to is a fault of the caller', () => {
		expect(() => handOut(cases(1), [], 'count', 1)).toThrow('somebody to hand out to');
	});
});

describe('whatever is handed out, whichever way', () => {
	test('every debtor goes to exactly one of the agents, or by skill to nobody', () => {
		fc.assert(
			fc.property(anyCases, anyHands, anyWay, anySeed, (from, hands, way, seed) => {
				const given = handOut(from, hands, way, seed);
				expect([...given.keys()].sort()).toEqual(from.map((each) => each.debtorId).sort());
				const agents = new Set(hands.map((hand) => hand.agentId));
				for (const agentId of given.values()) expect(agentId === null ? way === 'skill' : agents.has(agentId)).toBe(true);
			}),
		);
	});

	test('the same seed deals the same again', () => {
		fc.assert(
			fc.property(anyCases, anyHands, anyWay, anySeed, (from, hands, way, seed) => {
				expect([...handOut(from, hands, way, seed)]).toEqual([...handOut(from, hands, way, seed)]);
			}),
		);
	});

	test('by number and at random no agent gets two more than another', () => {
		fc.assert(
			fc.property(anyCases, anyHands, fc.constantFrom<Way>('count', 'random'), anySeed, (from, hands, way, seed) => {
				expect(spread(held(handOut(from, hands, way, seed), from, hands).map((each) => each.debtors))).toBeLessThanOrEqual(1);
			}),
		);
	});

	test('by amount no two agents are further apart than the largest debtor', () => {
		fc.assert(
			fc.property(anyCases, anyHands, anySeed, (from, hands, seed) => {
				const amounts = held(handOut(from, hands, 'amount', seed), from, hands).map((each) => Number(each.owedMinor));
				expect(spread(amounts)).toBeLessThanOrEqual(Math.max(...from.map((each) => Number(owes(each)))));
			}),
		);
	});

	test('by amount in two currencies no two agents are further apart in either than its largest debtor', () => {
		const anyCurrencies = fc.array(fc.tuple(fc.nat(5_000_000), fc.constantFrom('CNY', 'USD')), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(anyCurrencies, anyHands, (owed, hands) => {
				const from = owed.map(([minor, currency], n) => aCase(n + 1, minor, [], currency));
				const given = handOut(from, hands, 'amount', 1);
				for (const currency of ['CNY', 'USD'])
					expect(spread(held(given, from, hands, currency).map((each) => Number(each.owedMinor)))).toBeLessThanOrEqual(
						Math.max(...from.map((each) => Number(owes(each, currency)))),
					);
			}),
		);
	});

	test('by load nobody who gets one ends two above another', () => {
		fc.assert(
			fc.property(anyCases, anyHands, anySeed, (from, hands, seed) => {
				const got = held(handOut(from, hands, 'load', seed), from, hands).map((each) => each.debtors);
				const total = hands.map((hand, i) => hand.open + (got[i] ?? 0));
				for (const [i, count] of got.entries()) if (count > 0) expect((total[i] ?? 0) - Math.min(...total)).toBeLessThanOrEqual(1);
			}),
		);
	});

	test('by skill nobody gets a debtor they have not every skill for, and none stays who somebody could take', () => {
		fc.assert(
			fc.property(anyCases, anyHands, anySeed, (from, hands, seed) => {
				const given = handOut(from, hands, 'skill', seed);
				for (const each of from) {
					const able = hands.filter((hand) => each.skills.every((skill) => hand.skills.includes(skill)));
					const agentId = given.get(each.debtorId) ?? null;
					expect(agentId === null ? able.length === 0 : able.some((hand) => hand.agentId === agentId)).toBe(true);
				}
			}),
		);
	});

	test('shuffling loses nobody and doubles nobody', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(9_999)), anySeed, (list, seed) => {
				const dealt = shuffled(list, seed);
				expect([...dealt].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
				expect(shuffled(list, seed)).toEqual(dealt);
			}),
		);
	});
});
