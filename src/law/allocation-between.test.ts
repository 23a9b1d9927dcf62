import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateBetween, type CompetingDebt } from './allocation-between.ts';

const debt = (id: string, more: Partial<CompetingDebt> = {}): CompetingDebt => ({
	id,
	owedMinor: 10_000n,
	dueOn: '2026-01-01',
	security: 0,
	burdenPpm: 100_000n,
	...more,
});
const spread = (debts: readonly CompetingDebt[], minor: bigint, named: readonly string[] | null = null, country: 'CN' | 'US' = 'CN') =>
	allocateBetween(country, { minor, on: '2026-06-01', named }, debts).shares.map((share) => [share.debtId, share.minor]);

describe('CN-A3: between several debts (民法典 560)', () => {
	test('the debtor’s word comes first, then the law’s order', () => {
		expect(spread([debt('a'), debt('b', { dueOn: '2026-02-01' })], 15_000n, ['b'])).toEqual([
			['b', 10_000n],
			['a', 5_000n],
		]);
	});
	test.each([
		['the due before the undue', debt('a', { dueOn: '2026-07-01' }), debt('b', { dueOn: '2026-05-31' })],
		['the least secured', debt('a', { security: 2 }), debt('b', { security: 0 })],
		['the heaviest burden', debt('a', { burdenPpm: 100_000n }), debt('b', { burdenPpm: 240_000n })],
		['the earliest due', debt('a', { dueOn: '2026-02-01' }), debt('b', { dueOn: '2026-01-31' })],
	])('%s is paid first', (_, a, b) => {
		expect(spread([a, b], 10_000n)).toEqual([['b', 10_000n]]);
	});
	test('the rest being equal, in proportion', () => {
		expect(spread([debt('a', { owedMinor: 30_000n }), debt('b', { owedMinor: 10_000n })], 10_001n)).toEqual([
			['a', 7_501n],
			['b', 2_500n],
		]);
	});
	test('whatever the debts, the shares and what is over make the payment, and no debt gets more than it owes', () => {
		const any = fc.record({
			owedMinor: fc.bigInt({ min: 0n, max: 50_000n }),
			security: fc.integer({ min: 0, max: 2 }),
			dueOn: fc.constantFrom('2026-01-01', '2026-07-01'),
		});
		fc.assert(
			fc.property(fc.array(any, { maxLength: 6 }), fc.bigInt({ min: 0n, max: 200_000n }), (list, minor) => {
				const debts = list.map((each, i) => debt(String(i), each));
				const { shares, overMinor } = allocateBetween('CN', { minor, on: '2026-06-01', named: null }, debts);
				expect(shares.reduce((sum, share) => sum + share.minor, overMinor)).toBe(minor);
				for (const share of shares) expect(share.minor <= (debts[Number(share.debtId)]?.owedMinor ?? 0n)).toBe(true);
			}),
		);
	});
});

test('US-A1: nothing goes to a debt in dispute, though the consumer names it; the rest stays unshared', () => {
	const debts = [debt('a', { disputed: true }), debt('b', { owedMinor: 4_000n })];
	expect(spread(debts, 10_000n, ['a'], 'US')).toEqual([['b', 4_000n]]);
	expect(allocateBetween('US', { minor: 10_000n, on: '2026-06-01', named: null }, debts)).toMatchObject({
		overMinor: 6_000n,
		rule: 'US-A1',
	});
	expect(spread([debt('a'), debt('b')], 10_000n, ['b'], 'US')).toEqual([['b', 10_000n]]);
});
