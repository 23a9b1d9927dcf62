import { type Currency, formatMoney, isCurrency } from '../core/money.ts';
import { assert } from '../core/assert.ts';
import type { Sentence } from '../core/refusal.ts';
import type { Compared, ComparedRate } from './shapes.ts';

/** The typed cells of a report's tables, and how people read them. */
export type Cell =
	| { readonly kind: 'text'; readonly text: string; readonly small?: string }
	| { readonly kind: 'count'; readonly count: number; readonly signed?: boolean }
	| { readonly kind: 'money'; readonly minor: number; readonly currency: Currency; readonly signed?: boolean }
	| { readonly kind: 'rate'; readonly ppm: number | null; readonly signed?: boolean }
	/** A difference of two rates, in percentage points. */
	| { readonly kind: 'points'; readonly ppm: number | null }
	/** A rate as so many in `of` (10,000 contacts, 1,000 cases). */
	| { readonly kind: 'per'; readonly ppm: number | null; readonly of: number; readonly signed?: boolean }
	| { readonly kind: 'days'; readonly tenths: number | null };

/** `read`: its text is read and not compared, so it stands at the left. */
export type Column = { readonly head: Sentence; readonly wide?: boolean; readonly read?: boolean };

export const of = (zh: string, en: string): Sentence => ({ zh, en });
export const text = (shown: string, small?: string): Cell =>
	small === undefined ? { kind: 'text', text: shown } : { kind: 'text', text: shown, small };
export const count = (value: number): Cell => ({ kind: 'count', count: value });
export const rate = (ppm: number | null): Cell => ({ kind: 'rate', ppm });
export const days = (tenths: number | null): Cell => ({ kind: 'days', tenths });

function known(currency: string): Currency {
	assert(isCurrency(currency), `a currency the house does not hold: ${currency}`);
	return currency;
}
export const money = (minor: number, currency: string): Cell => ({ kind: 'money', minor, currency: known(currency) });

const grouped = (value: number) =>
	Math.abs(value)
		.toString()
		.replace(/\B(?=(\d{3})+$)/g, ',');
const sign = (value: number, signed: boolean | undefined) => (value < 0 ? '−' : signed && value > 0 ? '+' : '');

/** `123456` parts per million → `12.34%`, cut and not rounded, as the rate itself is. */
export function percentText(ppm: number, unit = '%'): string {
	const hundredths = Math.trunc(Math.abs(ppm) / 100)
		.toString()
		.padStart(3, '0');
	return `${hundredths.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${hundredths.slice(-2)}${unit}`;
}

/** So many in `of`, in hundredths, cut. */
export const perHundredths = (ppm: number, of: number): number => Math.trunc((Math.abs(ppm) * of) / 10_000);

/** A cell as people read it. `—` where there is nothing to divide by. */
export function cellText(cell: Cell): string {
	switch (cell.kind) {
		case 'text':
			return cell.small ? `${cell.text} ${cell.small}` : cell.text;
		case 'count':
			return sign(cell.count, cell.signed) + grouped(cell.count);
		case 'money':
			return sign(cell.minor, cell.signed) + formatMoney({ minor: BigInt(Math.abs(cell.minor)), currency: cell.currency });
		case 'rate':
			return cell.ppm === null ? '—' : sign(cell.ppm, cell.signed) + percentText(cell.ppm);
		case 'points':
			return cell.ppm === null ? '—' : sign(cell.ppm, true) + percentText(cell.ppm, '');
		case 'per':
			return cell.ppm === null ? '—' : sign(cell.ppm, cell.signed) + percentText(perHundredths(cell.ppm, cell.of) * 100, '');
		case 'days':
			return cell.tenths === null ? '—' : `${Math.trunc(cell.tenths / 10)}.${cell.tenths % 10}`;
	}
}

export const nowBeforeChange: Column[] = [
	{ head: of('本期', 'This period') },
	{ head: of('上期', 'Period before') },
	{ head: of('增减', 'Change') },
	{ head: of('增减率', 'Change %') },
];
export const comparedCounts = ({ now, before, change, change_ppm }: Compared): Cell[] => [
	count(now),
	count(before),
	{ kind: 'count', count: change, signed: true },
	{ kind: 'rate', ppm: change_ppm, signed: true },
];
export const comparedMoney = ({ now, before, change, change_ppm }: Compared, currency: string): Cell[] => [
	money(now, currency),
	money(before, currency),
	{ kind: 'money', minor: change, currency: known(currency), signed: true },
	{ kind: 'rate', ppm: change_ppm, signed: true },
];
export const comparedRates = ({ now, before, change_ppm }: ComparedRate): Cell[] => [
	rate(now),
	rate(before),
	{ kind: 'points', ppm: change_ppm },
	text(''),
];
export const comparedPer = ({ now, before, change_ppm }: ComparedRate, size: number): Cell[] => [
	{ kind: 'per', ppm: now, of: size },
	{ kind: 'per', ppm: before, of: size },
	{ kind: 'per', ppm: change_ppm, of: size, signed: true },
	text(''),
];
export const amounts = (list: readonly { currency: string; minor: number }[]): Cell =>
	text(list.map(({ currency, minor }) => formatMoney({ minor: BigInt(minor), currency: known(currency) })).join(' · ') || '—');

export const figure: Column = { head: of('指标', 'Figure'), wide: true };
