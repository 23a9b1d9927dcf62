import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allInPpm, capOf, type CostOfLoan, invoiceDueOn, lateInterestOf, lprOn, lprOneYear, withinCap } from './interest.ts';

const cost = (chargedMinor: bigint): CostOfLoan => ({
	principalMinor: 1_000_000n,
	days: 365,
	interestMinor: chargedMinor,
	penaltyMinor: 0n,
	feesMinor: 0n,
});

describe('CN-IR1, CN-IR2, CN-IR3, CN-IR4: caps on what a loan costs in all', () => {
	test('the dated LPR table is in order and read by its day: 3.10 % until 2025-05-19, 3.00 % from 2025-05-20', () => {
		expect(lprOneYear.map((each) => each.from)).toEqual(lprOneYear.map((each) => each.from).sort());
		expect([lprOn('2019-08-19'), lprOn('2025-05-19'), lprOn('2025-05-20')]).toEqual([null, 31_000n, 30_000n]);
	});
	test.each([
		['private', '2024-07-21', 'CN-IR1', 138_000n, 'cut'],
		['private', '2024-07-22', 'CN-IR1', 134_000n, 'cut'],
		['bank_co_lending', '2025-10-01', 'CN-IR2', 240_000n, 'cut'],
		['micro_loan', '2026-01-01', 'CN-IR3', 240_000n, 'cut'],
		['micro_loan', '2028-01-01', 'CN-IR3', 120_000n, 'cut'],
		['consumer_finance', '2026-01-01', 'CN-IR4', 200_000n, 'warn'],
	] as const)('%s signed on %s: %s caps at %s ppm a year and %s', (lender, signedOn, rule, ppm, effect) => {
		expect(capOf({ lender, signedOn })).toEqual({ rule, ppm, effect });
	});
	test.each([
		['bank_co_lending', '2025-09-30'],
		['micro_loan', '2025-12-31'],
		['consumer_finance', '2025-12-31'],
		['bank', '2026-01-01'],
		['private', '2019-08-19'],
	] as const)('%s signed on %s has no cap here', (lender, signedOn) => {
		expect(capOf({ lender, signedOn })).toBeNull();
	});
	test('CN-IR2: 10,000.00 for a year at 24 % may cost 2,400.00; one fen more is above', () => {
		const cap = capOf({ lender: 'bank_co_lending', signedOn: '2026-01-01' });
		expect(withinCap(cost(240_000n), cap)).toEqual({ allowedMinor: 240_000n, aboveMinor: 0n, warns: false });
		expect(withinCap(cost(240_001n), cap)).toEqual({ allowedMinor: 240_000n, aboveMinor: 1n, warns: false });
		expect([allInPpm(cost(240_000n)), allInPpm(cost(240_001n)) > 240_000n]).toEqual([240_000n, true]);
	});
	test('CN-IR4: a cost above 20 % of consumer finance is warned of and not cut', () => {
		const cap = capOf({ lender: 'consumer_finance', signedOn: '2026-02-01' });
		expect(withinCap(cost(200_001n), cap)).toEqual({ allowedMinor: 200_001n, aboveMinor: 0n, warns: true });
		expect(withinCap(cost(200_000n), cap).warns).toBe(false);
	});
	test('interest, penalty and fees count together, and what is allowed and above make the whole', () => {
		const money = fc.bigInt({ min: 0n, max: 10_000_000n });
		fc.assert(
			fc.property(money, money, money, fc.integer({ min: 1, max: 4_000 }), (interestMinor, penaltyMinor, feesMinor, days) => {
				const whole: CostOfLoan = { principalMinor: 5_000_000n, days, interestMinor, penaltyMinor, feesMinor };
				const { allowedMinor, aboveMinor } = withinCap(whole, capOf({ lender: 'private', signedOn: '2026-01-01' }));
				expect(allowedMinor + aboveMinor).toBe(interestMinor + penaltyMinor + feesMinor);
				if (aboveMinor > 0n)
					expect(allInPpm({ ...whole, interestMinor: allowedMinor, penaltyMinor: 0n, feesMinor: 0n })).toBeLessThanOrEqual(120_000n);
			}),
		);
	});
});

describe('CN-IR5 and CN-IR6: invoices to small and medium firms', () => {
	const on = { signedOn: '2025-06-01', dueOn: '2025-07-31' };
	test('a public buyer owes 0.05 % a day where nothing is agreed; an agreed rate below the LPR is raised to it (CN-IR5)', () => {
		expect(lateInterestOf({ ...on, buyer: 'public', agreedPpmYear: null })).toEqual({
			ppmDay: 500n,
			ppmYearLeast: 182_500n,
			ppmYearMost: 182_500n,
		});
		expect(lateInterestOf({ ...on, buyer: 'large', agreedPpmYear: 10_000n }).ppmYearLeast).toBe(30_000n);
		expect(lateInterestOf({ ...on, buyer: 'large', agreedPpmYear: 40_000n }).ppmYearLeast).toBe(40_000n);
	});
	test('another sale: as agreed, or the LPR and 30 to 50 per cent of it', () => {
		expect(lateInterestOf({ ...on, signedOn: '2010-01-01', buyer: 'other', agreedPpmYear: 240_000n }).ppmYearMost).toBe(240_000n);
		expect(lateInterestOf({ ...on, buyer: 'other', agreedPpmYear: null })).toEqual({
			ppmDay: null,
			ppmYearLeast: 39_000n,
			ppmYearMost: 45_000n,
		});
	});
	test.each([
		['2025-05-18', 46_500n],
		['2025-05-19', 45_000n],
	])('the LPR of 20 May 2025 counts for an invoice due on %s and unpaid the day after: at most %d ppm', (dueOn, most) => {
		expect(lateInterestOf({ signedOn: '2024-01-01', dueOn, buyer: 'other', agreedPpmYear: null }).ppmYearMost).toBe(most);
	});
	test.each([
		['public', null, '2026-03-31'],
		['public', 60, '2026-04-30'],
		['public', 90, '2026-04-30'],
		['large', null, '2026-04-30'],
		['large', 45, '2026-04-15'],
		['large', 90, '2026-05-30'],
		['other', null, null],
		['other', 90, '2026-05-30'],
	] as const)('delivered on 2026-03-01 to a %s buyer with %s days agreed it is due on %s (CN-IR6)', (buyer, agreedDays, due) => {
		expect(invoiceDueOn({ buyer, deliveredOn: '2026-03-01', agreedDays })).toBe(due);
	});
});
