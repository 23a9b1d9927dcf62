import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { components, nothingOwed, total } from '../core/money.ts';
import { checkInvoice, type InvoiceTerms } from './invoice.ts';
import { lprWith } from './interest.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
/** 10,000.00 delivered on 2025-09-01 to a public body, placed 100 days after 2025-10-01, when it was due. */
const terms: InvoiceTerms = {
	buyer: 'public',
	sellerIsSmall: true,
	signedOn: day('2025-08-01'),
	deliveredOn: day('2025-09-01'),
	agreedDays: null,
	agreedPpmYear: null,
	amountMinor: 1_000_000n,
	chargesPaidMinor: null,
};
const claim = (interest: bigint, placedOn = '2026-01-09') => ({
	owed: { ...nothingOwed, principal: 1_000_000n, interest },
	currency: 'CNY',
	placedOn: day(placedOn),
	overdueSince: day('2025-10-01'),
});

describe('CN-IR5: what may be demanded as late interest between firms (条例 17; 买卖合同解释 18)', () => {
	test.each([
		['0.05 % a day of 10,000.00 for 100 days', {}, 50_000n, 0n],
		['one fen more', {}, 50_001n, 1n],
		['agreed at 12 % a year: 328.76', { agreedPpmYear: 120_000n }, 32_877n, 1n],
		['agreed at 1 %, below the LPR of 3.00 %: raised to it, 82.19', { agreedPpmYear: 10_000n }, 8_219n, 0n],
		['one fen above that', { agreedPpmYear: 10_000n }, 8_220n, 1n],
		['a large firm, due 60 days after delivery: 70 days', { buyer: 'large' }, 35_001n, 1n],
		['a seller that is large itself: LPR and half of it, 4.5 %', { sellerIsSmall: false }, 12_329n, 1n],
		['another buyer, nothing agreed', { buyer: 'other', sellerIsSmall: null }, 12_328n, 0n],
		['another buyer, signed at an LPR of 3.45 %: that of the breach counts', { buyer: 'other', signedOn: day('2024-01-01') }, 12_329n, 1n],
		['another buyer, nobody said when it was signed', { buyer: 'other', signedOn: null }, 12_329n, 1n],
		['another buyer, agreed at 24 %', { buyer: 'other', agreedPpmYear: 240_000n }, 65_754n, 1n],
		['what was paid on it counts', { chargesPaidMinor: 10_000n }, 45_000n, 5_000n],
	] as const)('%s', (_, more, interest, above) => {
		const checked = checkInvoice(claim(interest), { ...terms, ...more });
		expect(checked.check).toMatchObject({ verdict: above === 0n ? 'within' : 'cut', rule: 'CN-IR5', above_minor: Number(above) });
		expect(total(checked.cut)).toBe(above);
	});

	test.each([
		['buyer', { buyer: null }],
		['seller', { sellerIsSmall: null }],
		['delivered_on', { deliveredOn: null }],
		['signed_on', { signedOn: null }],
		['older_invoice', { signedOn: day('2025-05-31') }],
		['lpr', { signedOn: day('2026-01-01'), agreedPpmYear: 120_000n }],
	] as const)('without %s nothing is judged and nothing cut', (missing, more) => {
		const checked = checkInvoice(claim(900_000n), { ...terms, ...more });
		expect(checked).toMatchObject({ check: { verdict: 'not judged', missing: [missing] }, cut: nothingOwed });
		// The day it was due hangs on no LPR.
		expect(checked.dueOn?.toString() ?? null).toBe(missing === 'lpr' ? '2025-10-01' : null);
		expect(checkInvoice(claim(0n), { ...terms, ...more }).check).toBeNull();
	});

	test('0.05 % a day hangs on no LPR: a contract of a month that is not on file is judged; another currency is no case', () => {
		expect(checkInvoice(claim(50_001n), { ...terms, signedOn: day('2026-01-01') }).check?.verdict).toBe('cut');
		const recorded = lprWith([{ from: '2026-01-20', ppm: 29_000n }]);
		const agreed = { ...terms, signedOn: day('2026-01-20'), agreedPpmYear: 120_000n };
		expect(checkInvoice(claim(50_001n), agreed, recorded).check?.verdict).toBe('cut');
		expect(checkInvoice({ ...claim(900_000n), currency: 'USD' }, terms)).toEqual({ check: null, cut: nothingOwed, dueOn: null });
	});

	test('whatever is claimed, what is left is within the law, and the price of the invoice is never cut', () => {
		const money = fc.bigInt({ min: 0n, max: 2_000_000n });
		fc.assert(
			fc.property(money, money, money, money, fc.integer({ min: 0, max: 900 }), (interest, penalty, principal, costs, days) => {
				const owed = { interest, penalty, principal, costs };
				const placedOn = day('2025-10-01').add({ days });
				const cut = checkInvoice({ ...claim(0n), owed, placedOn }, terms).cut;
				for (const component of components) expect(cut[component] >= 0n && cut[component] <= owed[component]).toBe(true);
				expect(cut.costs).toBe(0n);
				expect(principal - cut.principal >= (principal < 1_000_000n ? principal : 1_000_000n)).toBe(true);
				const inPrincipal = principal > 1_000_000n ? principal - 1_000_000n : 0n;
				expect(interest + penalty + inPrincipal - total(cut) <= (1_000_000n * BigInt(days) * 500n) / 1_000_000n).toBe(true);
			}),
		);
	});
});
