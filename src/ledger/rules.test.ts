import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../core/assert.ts';
import { type ByComponent, type Component, components, nothingOwed, total } from '../core/money.ts';
import { applyPayment, balanceAfter, type Event, emptyBalance, reversalOf, type Transfer, transfersOf } from './rules.ts';

const amount = fc.bigInt({ min: 0n, max: 10n ** 13n });
const parts: fc.Arbitrary<ByComponent> = fc.record({ costs: amount, interest: amount, penalty: amount, principal: amount });
const order = fc.shuffledSubarray<Component>([...components], { minLength: 4, maxLength: 4 });
const lawful: Component[] = ['costs', 'interest', 'penalty', 'principal'];
const principalFirst: Component[] = ['principal', 'costs', 'interest', 'penalty'];

const card: ByComponent = { costs: 50_00n, interest: 300_00n, penalty: 100_00n, principal: 8_000_00n };

describe('a payment is spread over the components in order', () => {
	test.each([
		['400.00, costs first', 400_00n, lawful, { costs: 50_00n, interest: 300_00n, penalty: 50_00n, principal: 0n }, 0n],
		['400.00, principal first', 400_00n, principalFirst, { ...nothingOwed, principal: 400_00n }, 0n],
		['8,050.00, principal first', 8_050_00n, principalFirst, { ...nothingOwed, principal: 8_000_00n, costs: 50_00n }, 0n],
		['exactly what is owed', 8_450_00n, lawful, card, 0n],
		['one cent more than is owed', 8_450_01n, lawful, card, 1n],
	])('%s', (_, paid, by, applied, surplusMinor) => {
		expect(applyPayment(paid, card, by)).toEqual({ applied, surplusMinor });
	});

	test('applied + surplus = amount, no component gets more than it owes, and a surplus is left only when nothing is owed', () => {
		fc.assert(
			fc.property(amount, parts, order, (paid, owed, by) => {
				const { applied, surplusMinor } = applyPayment(paid, owed, by);
				expect(total(applied) + surplusMinor).toBe(paid);
				for (const component of components) expect(applied[component] >= 0n && applied[component] <= owed[component]).toBe(true);
				if (surplusMinor > 0n) expect(total(applied)).toBe(total(owed));
			}),
		);
	});

	test('a component gets nothing before every one that comes earlier in the order is paid', () => {
		fc.assert(
			fc.property(amount, parts, order, (paid, owed, by) => {
				const { applied } = applyPayment(paid, owed, by);
				for (const [i, component] of by.entries()) {
					if (applied[component] > 0n) for (const earlier of by.slice(0, i)) expect(applied[earlier]).toBe(owed[earlier]);
				}
			}),
		);
	});

	test('a negative amount, and an order that leaves a component out, are faults', () => {
		expect(() => applyPayment(-1n, card, lawful)).toThrow(Fault);
		expect(() => applyPayment(1n, card, ['costs', 'principal'])).toThrow(Fault);
	});
});

describe('events become transfers', () => {
	test.each<[string, Event, [string, string, string, bigint][]]>([
		[
			'placed 100.00 principal',
			{ kind: 'placed', parts: { ...nothingOwed, principal: 100_00n } },
			[['principal', 'owed', 'placed', 100_00n]],
		],
		['accrued 5.00 interest', { kind: 'accrued', parts: { ...nothingOwed, interest: 5_00n } }, [['interest', 'owed', 'accrued', 5_00n]]],
		[
			'paid 105.00 of which 3.00 too much',
			{ kind: 'paid', parts: { ...nothingOwed, interest: 2_00n, principal: 100_00n }, surplusMinor: 3_00n },
			[
				['interest', 'received', 'owed', 2_00n],
				['principal', 'received', 'owed', 100_00n],
				['surplus', 'received', 'refund_due', 3_00n],
			],
		],
		['refunded 3.00', { kind: 'refunded', amountMinor: 3_00n }, [['surplus', 'refund_due', 'received', 3_00n]]],
		['reduced 7.00 penalty', { kind: 'reduced', parts: { ...nothingOwed, penalty: 7_00n } }, [['penalty', 'reduced', 'owed', 7_00n]]],
		['recalled 9.00 costs', { kind: 'recalled', parts: { ...nothingOwed, costs: 9_00n } }, [['costs', 'recalled', 'owed', 9_00n]]],
	])('%s', (_, event, expected) => {
		expect(transfersOf(event).map(({ component, debit, credit, amountMinor }) => [component, debit, credit, amountMinor])).toEqual(
			expected,
		);
	});

	test('a reversal of a reversal is a fault', () => {
		const entry = transfersOf({ kind: 'accrued', parts: { ...nothingOwed, interest: 1n } });
		expect(() => reversalOf(reversalOf(entry))).toThrow(Fault);
	});
});

/** A random but lawful life of one debt: what is taken away is at most what is there. */
type Step = {
	readonly kind: 'accrued' | 'paid' | 'reduced' | 'refunded' | 'recalled' | 'reversed';
	readonly share: bigint;
	readonly parts: ByComponent;
	readonly pick: number;
};
const step: fc.Arbitrary<Step> = fc.record({
	kind: fc.constantFrom('accrued', 'paid', 'paid', 'reduced', 'refunded', 'recalled', 'reversed'),
	share: fc.bigInt({ min: 0n, max: 150n }),
	parts,
	pick: fc.nat(),
});

describe('any life of a debt', () => {
	test('keeps the balance equal to the sum of its transfers, every component at or above nothing, and money in = applied + owed back', () => {
		fc.assert(
			fc.property(parts, order, fc.array(step, { maxLength: 25 }), (placed, by, steps) => {
				const entries: Transfer[][] = [transfersOf({ kind: 'placed', parts: placed })];
				const reversed = new Set<number>([0]);
				let balance = balanceAfter(entries.flat());
				for (const { kind, share, parts: some, pick } of steps) {
					const part = (whole: bigint) => (whole * share) / 150n;
					const cut = Object.fromEntries(components.map((each) => [each, part(balance.owed[each])])) as Record<Component, bigint>;
					let entry: Transfer[] = [];
					if (kind === 'accrued') entry = transfersOf({ kind, parts: some });
					else if (kind === 'paid') {
						const { applied, surplusMinor } = applyPayment((total(balance.owed) * share) / 100n, balance.owed, by);
						entry = transfersOf({ kind, parts: applied, surplusMinor });
					} else if (kind === 'refunded') entry = transfersOf({ kind, amountMinor: part(balance.refundDueMinor) });
					else if (kind === 'reversed') {
						const target = pick % entries.length;
						const undone = entries[target] ?? [];
						if (undone.length > 0 && !reversed.has(target)) {
							const next = balanceAfter(reversalOf(undone), balance);
							if (components.every((each) => next.owed[each] >= 0n) && next.refundDueMinor >= 0n) {
								reversed.add(target).add(entries.length);
								entry = reversalOf(undone);
							}
						}
					} else entry = transfersOf({ kind, parts: cut });
					entries.push(entry);
					balance = balanceAfter(entry, balance);
					expect(components.every((each) => balance.owed[each] >= 0n)).toBe(true);
				}
				expect(balance).toEqual(balanceAfter(entries.flat()));
				const net = (debit: string, credit: string) =>
					entries
						.flat()
						.reduce(
							(sum, t) =>
								sum +
								(t.debit === debit && t.credit === credit ? t.amountMinor : 0n) -
								(t.debit === credit && t.credit === debit ? t.amountMinor : 0n),
							0n,
						);
				expect(balance.receivedMinor).toBe(net('received', 'owed') + balance.refundDueMinor);
				expect(total(balance.owed)).toBe(
					net('owed', 'placed') + net('owed', 'accrued') - net('received', 'owed') - net('reduced', 'owed') - net('recalled', 'owed'),
				);
			}),
		);
	});

	test('a payment reversed leaves the balance exactly as it was before it', () => {
		fc.assert(
			fc.property(parts, amount, order, (owed, paid, by) => {
				const before = balanceAfter(transfersOf({ kind: 'placed', parts: owed }));
				const { applied, surplusMinor } = applyPayment(paid, owed, by);
				const entry = transfersOf({ kind: 'paid', parts: applied, surplusMinor });
				if (entry.length === 0) return;
				expect(balanceAfter(reversalOf(entry), balanceAfter(entry, before))).toEqual(before);
			}),
		);
	});

	test('a debt without transfers owes nothing', () => {
		expect(balanceAfter([])).toEqual(emptyBalance);
	});
});
