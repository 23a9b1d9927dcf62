import { assert } from '../core/assert.ts';
import { lesser, split } from '../core/money.ts';

/** One of a debtor's debts of the same kind and currency, as far as the order between debts asks. */
export type CompetingDebt = {
	readonly id: string;
	readonly owedMinor: bigint;
	readonly dueOn: string;
	/** Rank of its security, 0 none; more is safer. */
	readonly security: number;
	/** What it burdens the debtor with, in ppm a year of interest and penalty. */
	readonly burdenPpm: bigint;
	readonly disputed?: boolean;
};

export type Share = { readonly debtId: string; readonly minor: bigint };

/**
 * Spreads one payment over several debts to one creditor.
 *
 * CN-A3 (民法典 560): as the debtor names when paying; else the due before the undue, then the least secured, then the heaviest burden, then the earliest due, then in
 * proportion. US-A1 (12 CFR 1006.30(c)): as the consumer directs, and nothing to a debt the consumer disputes. What is over stays unshared.
 *
 * @param named debt ids in the debtor's order; or null.
 * @param on the day of payment, in the law's calendar.
 */
export function allocateBetween(
	country: 'CN' | 'US',
	payment: { readonly minor: bigint; readonly on: string; readonly named: readonly string[] | null },
	debts: readonly CompetingDebt[],
): { readonly shares: readonly Share[]; readonly overMinor: bigint; readonly rule: 'CN-A3' | 'US-A1' } {
	assert(payment.minor >= 0n, 'a payment is not negative');
	const open = debts.filter((debt) => debt.owedMinor > 0n && !(country === 'US' && debt.disputed));
	const shares: Share[] = [];
	let left = payment.minor;
	const give = (debt: CompetingDebt, minor: bigint) => {
		if (minor > 0n) shares.push({ debtId: debt.id, minor });
		left -= minor;
	};
	const named = (payment.named ?? []).flatMap((id) => open.filter((debt) => debt.id === id));
	for (const debt of named) give(debt, lesser(left, debt.owedMinor));
	const rest = open.filter((debt) => !named.includes(debt)).sort((a, b) => compare(a, b, payment.on));
	while (rest.length > 0 && left > 0n) {
		const [first] = rest;
		const equal = rest.filter((debt) => first && compare(first, debt, payment.on) === 0);
		rest.splice(0, equal.length);
		const owed = equal.reduce((sum, debt) => sum + debt.owedMinor, 0n);
		const parts = split(
			lesser(left, owed),
			equal.map((debt) => debt.owedMinor),
		);
		for (const [i, debt] of equal.entries()) give(debt, parts[i] ?? 0n);
	}
	return { shares, overMinor: left, rule: country === 'CN' ? 'CN-A3' : 'US-A1' };
}

function compare(a: CompetingDebt, b: CompetingDebt, on: string): number {
	const due = Number(b.dueOn <= on) - Number(a.dueOn <= on);
	if (due !== 0) return due;
	if (a.security !== b.security) return a.security - b.security;
	if (a.burdenPpm !== b.burdenPpm) return a.burdenPpm > b.burdenPpm ? -1 : 1;
	return a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0;
}
