import fc from 'fast-check';
import { expect, test } from 'vitest';
import { components, nothingOwed, total } from '../core/money.ts';
import { checkClaim, type Claim } from './claim.ts';
import { capOf, lprWith } from './interest.ts';

const claim = (over: Partial<Claim> = {}): Claim => ({
	contract: { lender: 'private', signedOn: Temporal.PlainDate.from('2025-01-02'), amountMinor: 1_000_000n, chargesPaidMinor: null },
	owed: { ...nothingOwed, principal: 1_000_000n, interest: 500_000n },
	split: true,
	product: 'consumer_loan',
	currency: 'CNY',
	placedOn: Temporal.PlainDate.from('2026-01-02'),
	...over,
});

test('whatever is claimed, what is left costs no more than the cap, no component goes below nothing, and the principal lent is never cut', () => {
	const money = fc.bigInt({ min: 0n, max: 3_000_000n });
	fc.assert(
		fc.property(
			money,
			money,
			money,
			money,
			money,
			fc.integer({ min: 1, max: 3_000 }),
			(costs, interest, penalty, principal, paid, days) => {
				const owed = { costs, interest, penalty, principal };
				const { contract } = claim();
				const placedOn = Temporal.PlainDate.from('2025-01-02').add({ days });
				const checked = checkClaim(claim({ owed, placedOn, contract: { ...contract, chargesPaidMinor: paid } }));
				const cut = checked?.cut ?? nothingOwed;
				for (const component of components) expect(cut[component] >= 0n && cut[component] <= owed[component]).toBe(true);
				expect(principal - cut.principal >= (principal < 1_000_000n ? principal : 1_000_000n)).toBe(true);
				const inPrincipal = principal > 1_000_000n ? principal - 1_000_000n : 0n;
				const left = costs + interest + penalty + inPrincipal - total(cut);
				const most = (1_000_000n * BigInt(days) * 124_000n) / 365_000_000n;
				expect(left + paid <= most || left === 0n).toBe(true);
			},
		),
	);
});

test('a total that nobody split is judged by the contract’s amount, and not at all without it', () => {
	const whole = { owed: { ...nothingOwed, principal: 1_500_000n }, split: false };
	expect(checkClaim(claim(whole))?.check).toMatchObject({ verdict: 'cut', above_minor: 376_000 });
	const { contract } = claim();
	expect(checkClaim(claim({ ...whole, contract: { ...contract, amountMinor: null } }))?.check).toMatchObject({
		verdict: 'not judged',
		missing: ['components'],
	});
});

test('another currency is no matter of the LPR; of a lender nobody named a loan is not judged', () => {
	expect(checkClaim(claim({ currency: 'TWD' }))).toBeNull();
	const { contract } = claim();
	expect(checkClaim(claim({ contract: { ...contract, lender: null, signedOn: null } }))?.check.missing).toEqual(['lender', 'signed_on']);
	expect(checkClaim(claim({ contract: { ...contract, lender: null }, product: 'other' }))).toBeNull();
});

test('a rate the house recorded is known from its day for a month, and not before or after', () => {
	const lpr = lprWith([{ from: '2026-02-20', ppm: 29_000n }]);
	expect([lpr.on('2026-02-19'), lpr.on('2026-02-20'), lpr.knownUntil]).toEqual([30_000n, 29_000n, '2026-03-20']);
	expect(capOf({ lender: 'private', signedOn: '2026-02-20' }, lpr.on)?.ppm).toBe(116_000n);
	expect(lprWith([]).knownUntil).toBe('2025-12-31');
});
