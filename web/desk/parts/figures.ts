import { moneyText } from './Money.tsx';

/** Parts per million as a percentage with one decimal, or a dash where there is nothing to divide by. */
export function rateText(ppm: number | null): string {
	if (ppm === null) return '–';
	const tenths = Math.round(ppm / 1_000);
	return `${Math.trunc(tenths / 10)}.${Math.abs(tenths % 10)}%`;
}

/** A change with its sign. */
export function signed(text: string, value: number): string {
	return value > 0 ? `+${text}` : text;
}

export function moneyChange(minor: number, currency: string): string {
	return signed(moneyText(minor, currency), minor);
}
