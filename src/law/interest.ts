import { assert } from '../core/assert.ts';

/**
 * Caps on interest and charges in China, by lender and date of contract. Rates in parts per million a year. A cap that is law cuts the claim; one that is spoken guidance
 * (CN-IR4) only warns.
 */
export const lenders = ['private', 'bank', 'bank_co_lending', 'micro_loan', 'consumer_finance', 'other_licensed'] as const;
export type Lender = (typeof lenders)[number];

/**
 * The 1-year loan prime rate (LPR) from the day it was published, in ppm. From memory of the publications of the National Interbank Funding Center, not found in stored text:
 * a person checks the table before launch (regulation.md §7), and adds to it each month it changes.
 */
export const lprOneYear: readonly { readonly from: string; readonly ppm: bigint; readonly certainty: 'memory' | 'found' }[] = [
	{ from: '2019-08-20', ppm: 42_500n, certainty: 'memory' },
	{ from: '2019-09-20', ppm: 42_000n, certainty: 'memory' },
	{ from: '2019-11-20', ppm: 41_500n, certainty: 'memory' },
	{ from: '2020-02-20', ppm: 40_500n, certainty: 'memory' },
	{ from: '2020-04-20', ppm: 38_500n, certainty: 'memory' },
	{ from: '2021-12-20', ppm: 38_000n, certainty: 'memory' },
	{ from: '2022-01-20', ppm: 37_000n, certainty: 'memory' },
	{ from: '2022-08-22', ppm: 36_500n, certainty: 'memory' },
	{ from: '2023-06-20', ppm: 35_500n, certainty: 'memory' },
	{ from: '2023-08-21', ppm: 34_500n, certainty: 'memory' },
	{ from: '2024-07-22', ppm: 33_500n, certainty: 'memory' },
	{ from: '2024-10-21', ppm: 31_000n, certainty: 'memory' },
	{ from: '2025-05-20', ppm: 30_000n, certainty: 'memory' },
];

/** Where the table is from. */
export const lprSource = '全国银行间同业拆借中心 National Interbank Funding Center';

/** The last day for which the table is known to be whole: of a later contract the LPR is not known, and not taken from an older month. */
export const lprKnownUntil = '2025-12-31';

/** Contracts from this day on are under four times the LPR; older ones, in part, under the rules of then (法释〔2020〕17号 art. 31). */
export const privateRuleFrom = '2020-08-20';

/** A table of the LPR: the rate on a date, and until when it is whole. */
export type Lpr = { readonly on: (date: string) => bigint | null; readonly knownUntil: string };

/** The 1-year LPR in force on a date; null before the first publication of 2019-08-20. */
export function lprOn(on: string): bigint | null {
	return lprOneYear.findLast((each) => each.from <= on)?.ppm ?? null;
}

/**
 * The table with the rates a house recorded itself. It is published on the 20th of each month: the newest recorded makes the table whole for the month after it, and a month
 * between that nobody recorded is taken as unchanged.
 */
export function lprWith(recorded: readonly { readonly from: string; readonly ppm: bigint }[]): Lpr {
	const all = [...lprOneYear, ...recorded].sort((a, b) => (a.from < b.from ? -1 : 1));
	const last = recorded.reduce((latest, { from }) => (from > latest ? from : latest), '');
	const until = last === '' ? '' : Temporal.PlainDate.from(last).add({ months: 1 }).toString();
	return {
		on: (date) => all.findLast((each) => each.from <= date)?.ppm ?? null,
		knownUntil: until > lprKnownUntil ? until : lprKnownUntil,
	};
}

export type Cap = {
	readonly rule: 'CN-IR1' | 'CN-IR2' | 'CN-IR3' | 'CN-IR4' | 'CN-IR5';
	readonly ppm: bigint;
	readonly effect: 'cut' | 'warn';
};

/**
 * The cap on everything a loan costs in a year; null where none is known for this lender and date.
 *
 * Private lending (CN-IR1, 最高法民间借贷解释 25, 28, 29): four times the 1-year LPR at the making of the contract; licensed lenders are not bound (art. 1). A bank lending through
 * an internet platform (CN-IR2): 24 %, contracts from 2025-10-01. Micro-loan companies (CN-IR3), new loans from 2026: 24 %, from 2028 also four times the LPR.
 * Consumer finance (CN-IR4): 20 %, spoken, so it warns.
 */
export function capOf(
	{ lender, signedOn }: { readonly lender: Lender; readonly signedOn: string },
	lprOf: (on: string) => bigint | null = lprOn,
): Cap | null {
	const lpr = lprOf(signedOn);
	const fourTimes = lpr === null ? null : lpr * 4n;
	if (lender === 'private') return fourTimes === null ? null : { rule: 'CN-IR1', ppm: fourTimes, effect: 'cut' };
	if (lender === 'bank_co_lending') return signedOn < '2025-10-01' ? null : { rule: 'CN-IR2', ppm: 240_000n, effect: 'cut' };
	if (lender === 'consumer_finance') return signedOn < '2026-01-01' ? null : { rule: 'CN-IR4', ppm: 200_000n, effect: 'warn' };
	if (lender !== 'micro_loan' || signedOn < '2026-01-01') return null;
	const ppm = signedOn >= '2028-01-01' && fourTimes !== null && fourTimes < 240_000n ? fourTimes : 240_000n;
	return { rule: 'CN-IR3', ppm, effect: 'cut' };
}

const ppmWhole = 1_000_000n;
const daysOfYear = 365n;

export type CostOfLoan = {
	/** The principal on which it grew, and for how many days, in minor units. */
	readonly principalMinor: bigint;
	readonly days: number;
	readonly interestMinor: bigint;
	readonly penaltyMinor: bigint;
	readonly feesMinor: bigint;
};

/** What a loan costs a year, all in, in ppm, rounded up so that a cap is not passed by rounding. Simple interest over 365 days. */
export function allInPpm(cost: CostOfLoan): bigint {
	assert(cost.principalMinor > 0n && cost.days > 0, 'a cost has a principal and days');
	const charged = cost.interestMinor + cost.penaltyMinor + cost.feesMinor;
	const divisor = cost.principalMinor * BigInt(cost.days);
	return (charged * ppmWhole * daysOfYear + divisor - 1n) / divisor;
}

/** How much of a claim to interest, default interest, penalty and fees a cap leaves, in minor units rounded down, and what is above it. */
export function withinCap(
	cost: CostOfLoan,
	cap: Cap | null,
): { readonly allowedMinor: bigint; readonly aboveMinor: bigint; readonly warns: boolean } {
	const claimed = cost.interestMinor + cost.penaltyMinor + cost.feesMinor;
	if (cap === null) return { allowedMinor: claimed, aboveMinor: 0n, warns: false };
	const most = (cost.principalMinor * BigInt(cost.days) * cap.ppm) / (ppmWhole * daysOfYear);
	const above = claimed > most ? claimed - most : 0n;
	return cap.effect === 'warn'
		? { allowedMinor: claimed, aboveMinor: 0n, warns: above > 0n }
		: { allowedMinor: claimed - above, aboveMinor: above, warns: false };
}

/** Who owes an invoice: a public body or a large firm to a small or medium one (保障中小企业款项支付条例), or anyone else. */
export const buyers = ['public', 'large', 'other'] as const;
export type Buyer = (typeof buyers)[number];

/** Contracts from this day on are under the regulation as amended (国务院令第802号); an older one, with other terms for large firms, a person judges. */
export const invoiceRuleFrom = '2025-06-01';

/** Whether the rate of late interest hangs on the LPR: an agreed one is held against it, and between others nothing agreed means a part above it. */
export const hangsOnLpr = ({ buyer, agreedPpmYear }: { readonly buyer: Buyer; readonly agreedPpmYear: bigint | null }): boolean =>
	(buyer === 'other') === (agreedPpmYear === null);

/**
 * The day whose LPR counts for an invoice: of an agreed rate the making of the contract (条例 17); between others, where nothing is agreed, the breach (买卖合同解释 18), which is the day
 * after it was due.
 */
export const lprDayOf = ({ buyer, signedOn, dueOn }: Pick<InvoiceRate, 'buyer' | 'signedOn' | 'dueOn'>): string | null =>
	buyer === 'other' ? Temporal.PlainDate.from(dueOn).add({ days: 1 }).toString() : signedOn;

/** `signedOn` null: not known, and not needed between others. */
export type InvoiceRate = {
	readonly buyer: Buyer;
	readonly signedOn: string | null;
	readonly dueOn: string;
	readonly agreedPpmYear: bigint | null;
};

/**
 * The late interest of an invoice (CN-IR5, art. 17) in ppm a day, and as lowest and highest ppm a year. A public body or large firm owes 0.05 % a day where nothing is agreed; an agreed
 * rate must not be below the 1-year LPR at the making of the contract. Other sales: as agreed, or the LPR of the breach and 30 to 50 per cent of it (买卖合同解释 18).
 */
export function lateInterestOf(
	invoice: InvoiceRate,
	lprOf: (on: string) => bigint | null = lprOn,
): { readonly ppmDay: bigint | null; readonly ppmYearLeast: bigint; readonly ppmYearMost: bigint } {
	const { buyer, agreedPpmYear: agreed } = invoice;
	const day = lprDayOf(invoice);
	const lpr = (day === null ? null : lprOf(day)) ?? 0n;
	assert(lpr > 0n || !hangsOnLpr(invoice), 'an invoice whose rate hangs on the LPR is younger than it');
	if (buyer === 'other') return { ppmDay: null, ppmYearLeast: agreed ?? (lpr * 130n) / 100n, ppmYearMost: agreed ?? (lpr * 150n) / 100n };
	if (agreed === null) return { ppmDay: 500n, ppmYearLeast: 500n * daysOfYear, ppmYearMost: 500n * daysOfYear };
	const rate = agreed < lpr ? lpr : agreed;
	return { ppmDay: null, ppmYearLeast: rate, ppmYearMost: rate };
}

/**
 * When an invoice is due (CN-IR6, art. 9): from a public body 30 days after delivery, as agreed but at most 60; from a large firm 60 days, or as agreed; from others as agreed. Null: nothing
 * is fixed.
 */
export function invoiceDueOn(invoice: {
	readonly buyer: Buyer;
	readonly deliveredOn: string;
	readonly agreedDays: number | null;
}): string | null {
	const { buyer, agreedDays } = invoice;
	const days = buyer === 'public' ? Math.min(agreedDays ?? 30, 60) : buyer === 'large' ? (agreedDays ?? 60) : agreedDays;
	return days === null ? null : Temporal.PlainDate.from(invoice.deliveredOn).add({ days }).toString();
}
