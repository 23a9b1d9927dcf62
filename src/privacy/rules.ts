import { keepUntil } from '../law/retention.ts';
import { mayBeginProcessing } from '../law/steps.ts';
import { yearsOf } from '../law/rows.ts';

/** A debt as far as keeping its records goes. Dates in the agency's calendar. */
export type KeptDebt = {
	/** Where the debtor may be: what every place asks for is kept. */
	readonly countries: readonly string[];
	readonly product: string;
	readonly lender: string;
	readonly placedOn: string;
	/** The day it was settled, recalled or undone; null: it is still collected. */
	readonly endedOn: string | null;
	readonly lastContactOn: string | null;
	/** The last call somebody answered: its recording lies with the line's provider, and what the house knows of it is kept as long. */
	readonly lastCallOn: string | null;
	readonly lastAgreementOn: string | null;
};

export type Erasable = {
	/** The first day the person's data may be erased, and then must be (PIPL 47); null: not while something goes on. */
	readonly from: string | null;
	/** The rows that keep it, or what goes on. */
	readonly because: readonly string[];
};

const countryOf = (code: string) => (code === 'CN' || code === 'US' || code === 'UK' ? code : 'EU');
const lenderOf = (kind: string) => (kind === 'bank' || kind === 'consumer_finance' || kind === 'micro_loan' ? kind : 'other');
const latest = (dates: readonly string[]) => dates.reduce((a, b) => (a > b ? a : b));

/**
 * From when a debtor's data may be erased: when no debt is collected, nothing is open between us, and the last of the times the law wants any record of any debt kept is
 * over (CN-R1..R3, US-R1; the longest wins), but at least the house's own years after the end, in which claims about it can still be made (KEEP).
 */
export function erasableFrom(debts: readonly KeptDebt[], open: { readonly complaints: number; readonly refundsDue: number }): Erasable {
	const going = [
		...(debts.some((debt) => debt.endedOn === null) ? ['collecting'] : []),
		...(open.complaints > 0 ? ['complaint'] : []),
		...(open.refundsDue > 0 ? ['refund due'] : []),
	];
	if (going.length > 0 || debts.length === 0) return { from: null, because: going };
	const kept = debts.flatMap((debt) => debt.countries.flatMap((code) => keptOf(debt, code)));
	const from = kept.some(({ until }) => until === null) ? null : latest(kept.map(({ until }) => until ?? ''));
	return { from, because: [...new Set(kept.filter(({ until }) => until === from).flatMap(({ rules }) => rules))] };
}

function keptOf(debt: KeptDebt, code: string): { until: string | null; rules: readonly string[] }[] {
	const ended = debt.endedOn ?? '';
	const lastActivityOn = debt.lastContactOn !== null && debt.lastContactOn > ended ? debt.lastContactOn : ended;
	const common = {
		country: countryOf(code),
		product: debt.product,
		lender: lenderOf(debt.lender),
		lastActivityOn,
		clearedOn: ended,
	} as const;
	const made = [
		['record', lastActivityOn],
		['recording', debt.lastCallOn],
		['oral_agreement', debt.lastAgreementOn],
	] as const;
	return [
		{
			until: Temporal.PlainDate.from(ended)
				.add({ years: yearsOf('KEEP') })
				.toString(),
			rules: ['KEEP'],
		},
		...made.flatMap(([kind, madeOn]) => (madeOn === null ? [] : [keepUntil({ ...common, kind, madeOn })])),
	];
}

/** Uses of personal data that need an impact assessment beforehand (PIPL 55): what this product does. */
export const processingKinds = ['sensitive_data', 'automated_decisions', 'delegation'] as const;
export type ProcessingKind = (typeof processingKinds)[number];

/** The uses of personal data without an assessment on file on a day (CN-D2, PIPL 55). */
export function unassessed(made: readonly { readonly kind: ProcessingKind; readonly madeOn: string }[], on: string): ProcessingKind[] {
	return processingKinds.filter((kind) => {
		const [first] = made.flatMap((each) => (each.kind === kind ? [each.madeOn] : [])).sort();
		const use = {
			sensitive: kind === 'sensitive_data',
			automatedDecision: kind === 'automated_decisions',
			delegated: kind === 'delegation',
		};
		return mayBeginProcessing(use, first ?? null, on) !== null;
	});
}
