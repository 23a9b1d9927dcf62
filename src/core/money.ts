import { assert } from './assert.ts';

/**
 * ISO 4217 currencies the house can hold, with their number of minor digits (yen 0, yuan 2, dinar 3).
 * TWD has two by ISO although prices are spoken in whole dollars.
 */
export const currencyDigits = {
	CNY: 2,
	TWD: 2,
	HKD: 2,
	MOP: 2,
	USD: 2,
	EUR: 2,
	GBP: 2,
	SGD: 2,
	MYR: 2,
	THB: 2,
	PHP: 2,
	INR: 2,
	IDR: 2,
	MXN: 2,
	JPY: 0,
	KRW: 0,
	VND: 0,
	KWD: 3,
} as const;

export type Currency = keyof typeof currencyDigits;

/** An amount of one currency in its minor unit (fen, cent). Never a float. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** The four parts a debt is owed in, in the order of 民法典 561: costs, then interest and penalty, then principal. */
export const components = ['costs', 'interest', 'penalty', 'principal'] as const;
export type Component = (typeof components)[number];
export type ByComponent = Readonly<Record<Component, bigint>>;

export const nothingOwed: ByComponent = { costs: 0n, interest: 0n, penalty: 0n, principal: 0n };

/** What is owed in one currency; those the house does not know by name too. */
export type Sum = { readonly currency: string; readonly minor: bigint };

/**
 * Sums by currency, in the order of their codes; currencies never add up to one another. Of several those that come to nothing are left out, unless all do: then
 * the first is there, with nothing.
 */
export function sumsOf(amounts: readonly Sum[]): Sum[] {
	const sums = new Map<string, bigint>();
	for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
	const all = [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => (a.currency < b.currency ? -1 : 1));
	const owed = all.filter(({ minor }) => minor !== 0n);
	return owed.length > 0 ? owed : all.slice(0, 1);
}

export function isCurrency(text: string): text is Currency {
	return Object.hasOwn(currencyDigits, text);
}

/** The sum of all components. */
export function total(parts: ByComponent): bigint {
	return parts.costs + parts.interest + parts.penalty + parts.principal;
}

export function addComponents(a: ByComponent, b: ByComponent): ByComponent {
	return {
		costs: a.costs + b.costs,
		interest: a.interest + b.interest,
		penalty: a.penalty + b.penalty,
		principal: a.principal + b.principal,
	};
}

/** The largest amount of one debt or payment, in minor units: a million million yuan, so that what several of them come to is still told exactly. No debt is that large. */
export const amountMax = 100_000_000_000_000n;

/** Whether a sum can be told exactly to every reader of JSON. */
export const isTold = (minor: bigint): boolean => minor <= BigInt(Number.MAX_SAFE_INTEGER) && minor >= BigInt(Number.MIN_SAFE_INTEGER);

/** The smaller of two amounts. */
export function lesser(a: bigint, b: bigint): bigint {
	return a < b ? a : b;
}

/**
 * Splits `whole` by integer weights. The shares always sum to `whole`; what integer division leaves over goes one unit at a
 * time to the shares in order, first to last. Weights: at least one, none negative, not all zero.
 */
export function split(whole: bigint, weights: readonly bigint[]): bigint[] {
	const sum = weights.reduce((a, b) => a + b, 0n);
	assert(whole >= 0n && weights.every((w) => w >= 0n) && sum > 0n, 'split: needs a non-negative whole and positive weights');
	const shares = weights.map((w) => (whole * w) / sum);
	let rest = whole - shares.reduce((a, b) => a + b, 0n);
	for (let i = 0; rest > 0n; i = (i + 1) % shares.length) {
		if ((weights[i] ?? 0n) === 0n) continue;
		shares[i] = (shares[i] ?? 0n) + 1n;
		rest -= 1n;
	}
	return shares;
}

/** `part / whole` in parts per million, rounded down; `null` when the whole is nothing. For rates shown in reports. */
export function ratePpm(part: bigint, whole: bigint): bigint | null {
	return whole === 0n ? null : (part * 1_000_000n) / whole;
}

/** The amount as plain decimal text with all minor digits: `123456n` CNY → `1234.56`. For files. */
export function decimalText({ minor, currency }: Money): string {
	const digits = currencyDigits[currency];
	const sign = minor < 0n ? '-' : '';
	const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
	return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const symbols: Partial<Record<Currency, string>> = { CNY: '¥', TWD: 'NT$', HKD: 'HK$', USD: 'US$', EUR: '€', GBP: '£', JPY: 'JP¥' };

/** The amount for people: `¥1,234.56`, `NT$-20.00`. The one formatter of the house. */
export function formatMoney(money: Money): string {
	const [whole = '0', fraction] = decimalText(money).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	const symbol = symbols[money.currency] ?? `${money.currency} `;
	return `${symbol}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * Plain decimal text to minor units, exactly: `1234.5` CNY → `123450n`. `null` when it is not a decimal number or has more
 * decimals than the currency (never rounded). Messy text from client files goes through `src/intake/rules.ts` first.
 */
export function parseDecimal(text: string, currency: Currency): bigint | null {
	const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
	if (!match) return null;
	const [, sign, whole = '0', fraction = ''] = match;
	const digits = currencyDigits[currency];
	const kept = fraction.replace(/0+$/, '');
	if (kept.length > digits) return null;
	const minor = BigInt(whole + kept.padEnd(digits, '0'));
	return sign === '-' ? -minor : minor;
}

/** A bigint amount as a JSON integer; a `Fault` outside the safe range (about 90 trillion yuan). */
export function toWire(minor: bigint): number {
	assert(isTold(minor), 'amount beyond the safe integer range');
	return Number(minor);
}
