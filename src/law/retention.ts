/** How long a record is kept: every row that speaks of it, the longest wins (CN-R3). Dates in the law's calendar. */
export type Kept = {
	readonly country: 'CN' | 'US' | 'UK' | 'EU';
	/** A recording of a call or visit, the recording of an oral instalment deal, another record of collecting, an impact assessment, or a report to the credit bureau. */
	readonly kind: 'recording' | 'oral_agreement' | 'record' | 'assessment' | 'bureau_report';
	readonly product: string;
	readonly lender: 'bank' | 'consumer_finance' | 'micro_loan' | 'other';
	/** The day it was made. */
	readonly madeOn: string;
	/** The last day anything was done to collect the debt; null: still being collected. */
	readonly lastActivityOn: string | null;
	/** The day the debt was cleared, or the bad conduct ended; null: not yet. */
	readonly clearedOn: string | null;
};

export type KeepUntil = {
	/** The first day it may be deleted; null: not before something happens (the debt is cleared, collecting ends). */
	readonly until: string | null;
	/** The rows that speak of it. */
	readonly rules: readonly string[];
};

const after = (on: string | null, years: number) => (on === null ? null : Temporal.PlainDate.from(on).add({ years }).toString());

/**
 * The first day a record may be deleted. China: card recordings two years (CN-R1), consumer-finance records five (CN-R2; by one report the national standard says the same of
 * every lender, so all consumer credit is kept five), oral instalment deals until the debt is cleared (CN-R3), assessments three (CN-D2), reports to the bureau five after
 * the end (CN-CR1). The United States: three after the last activity, recordings three after the call (US-R1). No row: until the purpose ends (PIPL 19), which is not this
 * function's to say, so it may be deleted once the debt is cleared.
 */
export function keepUntil(kept: Kept): KeepUntil {
	const found = rows.flatMap(([rule, speaks, until]) => (speaks(kept) ? [{ rule, until: until(kept) }] : []));
	if (found.length === 0) return { until: kept.clearedOn, rules: [] };
	const rules = found.map(({ rule }) => rule);
	if (found.some(({ until }) => until === null)) return { until: null, rules };
	return { until: found.map(({ until }) => until ?? '').reduce((a, b) => (a > b ? a : b)), rules };
}

type Row = readonly [rule: string, speaks: (kept: Kept) => boolean, until: (kept: Kept) => string | null];
const china = (kept: Kept) => kept.country === 'CN';
const isCollecting = (kept: Kept) => kept.kind === 'recording' || kept.kind === 'oral_agreement' || kept.kind === 'record';

const rows: readonly Row[] = [
	['CN-R1', (kept) => china(kept) && kept.product === 'credit_card' && kept.kind === 'recording', (kept) => after(kept.madeOn, 2)],
	['CN-R2', (kept) => china(kept) && isCollecting(kept) && kept.product !== 'invoice', (kept) => after(kept.madeOn, 5)],
	['CN-R3', (kept) => china(kept) && kept.kind === 'oral_agreement', (kept) => kept.clearedOn],
	['CN-D2', (kept) => china(kept) && kept.kind === 'assessment', (kept) => after(kept.madeOn, 3)],
	['CN-CR1', (kept) => china(kept) && kept.kind === 'bureau_report', (kept) => after(kept.clearedOn, 5)],
	['US-R1', (kept) => kept.country === 'US' && isCollecting(kept) && kept.kind !== 'recording', (kept) => after(kept.lastActivityOn, 3)],
	['US-R1', (kept) => kept.country === 'US' && kept.kind === 'recording', (kept) => after(kept.madeOn, 3)],
];
