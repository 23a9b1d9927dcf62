import type { FactsFile } from '../../src/contact/facts-shape.ts';

/** Facts files under Regulation F: an agency, a consumer’s debt, a consumer in New York who was told of the debt in January. */
export type Facts = FactsFile['facts'];
export type Ask = NonNullable<FactsFile['ask']>;
export type Earlier = NonNullable<Facts['earlier']>[number];

const told = { first_communication_at: '2026-01-05T15:00:00Z', validation_sent_on: '2026-01-06' };
export const card = { id: 'card', owed_minor: 50_000, ...told };
export const medical = { id: 'medical', owed_minor: 20_000, ...told };
/** A moment by the clock of New York while summer time is on there. */
export const eastern = (text: string) => `${text}-04:00`;
/** The same in winter. */
export const winter = (text: string) => `${text}-05:00`;
export const callAt = (at: string, outcome: Earlier['outcome'] = 'no_answer', more: Partial<Earlier> = {}): Earlier => ({
	at,
	outcome,
	...more,
});
export const usFile = (now: string, facts: Partial<Facts> = {}, ask: Ask = {}): FactsFile => ({
	now,
	law: { country: 'US', state: 'OH' },
	ask,
	facts: { zones: ['America/New_York'], debts: [card], ...facts },
});
