import { type ByComponent, components, nothingOwed, total } from '../core/money.ts';
import { daysBetween } from '../core/time.ts';
import type { LedgerAccount } from '../ledger/rules.ts';

export type DebtStatus = 'open' | 'settled' | 'recalled' | 'undone' | 'closed';
export type Willingness = 'unknown' | 'willing' | 'unwilling';
export type Ability = 'unknown' | 'able' | 'partly' | 'unable';
export type OverdueReason = 'unknown' | 'forgot' | 'system_fault' | 'willing_later' | 'no_ability' | 'bad_faith' | 'other';

/** Days past due 逾期天数 (regulation §5): as-of date minus the earliest unpaid due date. Zero or less: not overdue yet. */
export function daysPastDue(overdueSince: Temporal.PlainDate, asOf: Temporal.PlainDate): number {
	return daysBetween(overdueSince, asOf);
}

/**
 * Key case 重点案件 (the seed's class, plain form): the debtor's own contact was reached, or will was stated, or something was paid before.
 * It only ever raises the place in the queue inside the caps.
 */
export function isKeyCase(facts: { readonly reached: boolean; readonly willingness: Willingness; readonly paidBefore: boolean }): boolean {
	return facts.reached || facts.willingness === 'willing' || facts.paidBefore;
}

export type ArithmeticLine = {
	readonly line: 'placed' | 'accrued' | 'paid' | 'reduced' | 'recalled' | 'owed';
	readonly sign: 1 | -1;
	readonly parts: ByComponent;
};

const lineOf = [
	['placed', 1, 'placed'],
	['accrued', 1, 'accrued'],
	['paid', -1, 'received'],
	['reduced', -1, 'reduced'],
	['recalled', -1, 'recalled'],
] as const satisfies readonly (readonly [ArithmeticLine['line'], 1 | -1, LedgerAccount])[];

const signed = (parts: ByComponent, sign: 1 | -1): ByComponent => {
	const flipped = { ...nothingOwed };
	for (const component of components) flipped[component] = sign === 1 ? parts[component] : -parts[component];
	return flipped;
};

/**
 * What is owed, line by line: placed + accrued − paid − reduced − recalled = owed, reversals netted in their own line. `against`: per
 * counter-account, the signed change of what is owed. Lines where nothing moved are left out, except the first and the last.
 */
export function arithmeticOf(against: ReadonlyMap<LedgerAccount, ByComponent>): ArithmeticLine[] {
	const owed = { ...nothingOwed };
	const lines: ArithmeticLine[] = [];
	for (const [line, sign, account] of lineOf) {
		const change = against.get(account) ?? nothingOwed;
		for (const component of components) owed[component] += change[component];
		if (line === 'placed' || components.some((component) => change[component] !== 0n))
			lines.push({ line, sign, parts: signed(change, sign) });
	}
	return [...lines, { line: 'owed', sign: 1, parts: owed }];
}

/** Whether the lines come to the balance kept for the debt. */
export function addsUp(lines: readonly ArithmeticLine[], owedMinor: bigint): boolean {
	const last = lines.at(-1);
	const sum = lines.slice(0, -1).reduce((so, { sign, parts }) => so + BigInt(sign) * total(parts), 0n);
	return last !== undefined && total(last.parts) === owedMinor && sum === owedMinor;
}
