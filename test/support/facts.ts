import { type Ask, decide, type Earlier, type Facts } from '../../src/contact/rules.ts';
import { type LawBook, lawRows } from '../../src/law/rows.ts';

/** Facts for the gate's pure rules; whatever a test does not say is an ordinary debtor on an ordinary morning. */
export const call: Ask = { channel: 'voice', purpose: 'collect', amount_minor: null, automatic: false };
export const locate: Ask = { ...call, purpose: 'locate' };
export const sms: Ask = { ...call, channel: 'sms', automatic: true };
export const judge = (ask: Ask, given: Facts, now: Temporal.Instant, law: LawBook = lawRows) => decide(ask, given, law, now);
export const at = (text: string) => Temporal.Instant.from(text);
/** 10:00 in Shanghai. */
export const morning = at('2026-11-24T02:00:00Z');

export const aPoint = { state: 'good', source: 'placement 1', lawful_basis: 'contract', expires_on: null };
export const aDebt = { id: '1', creditor_id: '9', status: 'open', owed_minor: 100_000 };
export const facts = (said: Partial<Facts> = {}): Facts => ({
	zones: ['Asia/Shanghai'],
	agreed_hours: null,
	party: 'debtor',
	party_refused: false,
	party_named_by_debtor: true,
	point: aPoint,
	debts: [aDebt],
	holds: [],
	own_points_usable: 1,
	failed_in_row: 0,
	earlier: [],
	agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' },
	...said,
});
export const earlier = (when: string, said: Partial<Earlier> = {}): Earlier => ({
	at: when,
	channel: 'voice',
	party: 'debtor',
	same_number: true,
	same_debtor: true,
	same_person: false,
	creditor_ids: ['9'],
	answered: true,
	...said,
});
export const refusing = (ask: Ask, given: Facts, now = morning) =>
	judge(ask, given, now)
		.reasons.filter((reason) => reason.verdict === 'refuses')
		.map((reason) => reason.rule);
