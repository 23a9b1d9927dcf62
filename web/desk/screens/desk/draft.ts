import { type Currency, isCurrency, parseDecimal } from '../../../../src/core/money.ts';
import type { Sentence } from '../../../../src/core/refusal.ts';
import type { CloseContactBody, DebtView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import type { Ability, Line, Reason, Said, Willingness } from '../../i18n/trade.ts';
import { dateOf, daysAfter, instantAt } from '../../parts/time.ts';

/** The outcome of a call while it is being written: what the agent has answered so far. Pure; the server decides in the end. */
export type Draft = {
	readonly line: Line | null;
	readonly said: Said | null;
	readonly identityDisclosed: boolean;
	readonly note: string;
	readonly debtId: string;
	readonly amountText: string;
	/** Promise: the due date. Plan: the first. `yyyy-MM-dd`, empty while not chosen. */
	readonly dueOn: string;
	readonly instalmentsText: string;
	readonly replace: boolean;
	/** `yyyy-MM-dd` and `HH:mm` on the debtor's clock, empty while not chosen. */
	readonly callBackOn: string;
	readonly callBackTime: string;
	readonly willingness: Willingness | null;
	readonly ability: Ability | null;
	readonly reason: Reason | null;
};

/** First question, in the order of the keys 1 to 8: what a voice call can meet. */
export const lines = [
	'right_party',
	'other_person',
	'no_answer',
	'machine',
	'busy',
	'off',
	'invalid',
	'declined',
] as const satisfies readonly Line[];

/**
 * Second question, in the order of the keys 1 to 9, `-` and 0; empty where nothing can have been said. An anchor list of the trade has
 * 20 codes in one list; in two questions no list is longer than eleven.
 */
export function saidFor(line: Line): readonly Said[] {
	switch (line) {
		case 'right_party':
			return [
				'promise',
				'plan',
				'paid',
				'cannot_pay',
				'will_not_pay',
				'disputes',
				'complains',
				'hardship',
				'call_back',
				'refuses_contact',
				'none',
			];
		case 'other_person':
			return ['will_pass_on', 'wrong_person', 'refuses_contact', 'call_back', 'complains', 'deceased', 'none'];
		case 'machine':
		case 'no_answer':
		case 'busy':
		case 'off':
		case 'invalid':
		case 'declined':
		case 'delivered':
		case 'undelivered':
			return [];
	}
}

/** The key of each choice: digits in order, `-` for asking for no more contact when the digits are used up, `0` for nothing said. */
export function keyFor(choice: Said | Line, index: number): string {
	if (choice === 'none') return '0';
	return index < 9 ? String(index + 1) : '-';
}

type HoldAfter = 'dispute' | 'complaint' | 'hardship' | 'cease_request' | 'deceased';
const holds: Readonly<Partial<Record<Said, HoldAfter>>> = {
	disputes: 'dispute',
	complains: 'complaint',
	hardship: 'hardship',
	refuses_contact: 'cease_request',
	deceased: 'deceased',
};

/** What was said that stops all contact at once: the hold that follows. Somebody else's wish for no calls binds their number alone, not the debtor's case. */
export function holdAfter({ line, said }: Pick<Draft, 'line' | 'said'>): HoldAfter | undefined {
	return said === null || isRefusedByAnother({ line, said }) ? undefined : holds[said];
}

/** Somebody else who answered wants no calls: that number is not dialled again (CN-P3). */
export function isRefusedByAnother({ line, said }: Pick<Draft, 'line' | 'said'>): boolean {
	return line === 'other_person' && said === 'refuses_contact';
}

export function emptyDraft(debts: readonly DebtView[]): Draft {
	const open = debts.filter(({ status }) => status === 'open');
	return {
		line: null,
		said: null,
		identityDisclosed: false,
		note: '',
		debtId: (open[0] ?? debts[0])?.id ?? '',
		amountText: '',
		dueOn: '',
		instalmentsText: '3',
		replace: false,
		callBackOn: '',
		callBackTime: '',
		willingness: null,
		ability: null,
		reason: null,
	};
}

/** Answers the first question; where nothing can have been said the second is answered with it. */
export function withLine(draft: Draft, line: Line): Draft {
	return { ...draft, line, said: saidFor(line).length === 0 ? 'none' : null };
}

/** Full-width digits and thousands commas are how people type; both are understood, nothing is guessed. */
export function plainNumber(text: string): string {
	return text.normalize('NFKC').replace(/[,\s]/g, '');
}

export type Amount = { minor: bigint } | { fault: 'missing' | 'not_a_number' | 'above_owed' };

/** The amount typed, in minor units of the debt's currency, or why it is not one. */
export function amountOf(text: string, debt: Pick<DebtView, 'currency' | 'owed_minor'>): Amount {
	const plain = plainNumber(text);
	if (plain === '') return { fault: 'missing' };
	const minor = isCurrency(debt.currency) ? parseDecimal(plain, debt.currency satisfies Currency) : null;
	if (minor === null || minor <= 0n) return { fault: 'not_a_number' };
	return minor > BigInt(debt.owed_minor) ? { fault: 'above_owed' } : { minor };
}

export function instalmentsOf(text: string): number | null {
	const plain = plainNumber(text);
	const count = /^\d{1,3}$/.test(plain) ? Number(plain) : 0;
	return count >= 2 && count <= 120 ? count : null;
}

type Circumstances = { debts: readonly DebtView[]; zone: string; nowMs: number };

/** The debt the promise or plan is for. */
export function debtOf(draft: Draft, debts: readonly DebtView[]): DebtView | undefined {
	return debts.find(({ id }) => id === draft.debtId);
}

/** Why the outcome cannot be saved yet, as a sentence; null when it can. The first missing thing, in the order of the form. */
export function blockedBecause(draft: Draft, { debts, zone, nowMs }: Circumstances): Sentence | null {
	if (draft.line === null) return caseText.pickLine;
	// CN-I1: whoever answered was told who is calling; the server refuses an answered call without it.
	if (saidFor(draft.line).length > 0 && !draft.identityDisclosed) return caseText.identityMissing;
	if (draft.said === null) return caseText.pickSaid;
	if (draft.said === 'promise' || draft.said === 'plan') {
		const debt = debtOf(draft, debts);
		if (debt === undefined) return caseText.amountMissing;
		const amount = draft.said === 'plan' && draft.amountText === '' ? null : amountOf(draft.amountText, debt);
		if (amount && 'fault' in amount) return faultText(amount.fault);
		if (draft.said === 'plan' && instalmentsOf(draft.instalmentsText) === null) return caseText.instalmentsWrong;
		if (draft.dueOn === '') return caseText.dueMissing;
		if (draft.dueOn < dateOf(nowMs, zone)) return caseText.duePast;
	}
	if (draft.said === 'call_back') {
		const at = callBackAt(draft, zone);
		if (at === null) return caseText.callBackMissing;
		if (Date.parse(at) <= nowMs) return caseText.callBackPast;
	}
	return null;
}

function faultText(fault: 'missing' | 'not_a_number' | 'above_owed'): Sentence {
	if (fault === 'missing') return caseText.amountMissing;
	return fault === 'not_a_number' ? caseText.amountMalformed : caseText.amountTooMuch;
}

export function callBackAt(draft: Draft, zone: string): string | null {
	return draft.callBackOn === '' || draft.callBackTime === '' ? null : instantAt(draft.callBackOn, draft.callBackTime, zone);
}

/** What is sent to the server. Call only when nothing blocks. */
export function bodyOf(draft: Draft, { debts, zone }: Omit<Circumstances, 'nowMs'>): CloseContactBody {
	const { line, said } = draft;
	if (line === null || said === null) throw new Error('an outcome without its two answers');
	const debt = debtOf(draft, debts);
	const amount = debt && draft.amountText !== '' ? amountOf(draft.amountText, debt) : null;
	const minor = amount && 'minor' in amount ? Number(amount.minor) : null;
	const terms = debt && { debt_id: debt.id, currency: debt.currency, ...(draft.replace ? { replace: true } : {}) };
	const at = said === 'call_back' ? callBackAt(draft, zone) : null;
	return {
		line,
		said,
		identity_disclosed: draft.identityDisclosed,
		...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
		...(said === 'promise' && terms && minor !== null ? { promise: { ...terms, amount_minor: minor, due_on: draft.dueOn } } : {}),
		...(said === 'plan' && terms
			? {
					plan: {
						...terms,
						...(minor === null ? {} : { total_minor: minor }),
						instalments: instalmentsOf(draft.instalmentsText) ?? 2,
						first_due_on: draft.dueOn,
					},
				}
			: {}),
		...(at === null ? {} : { call_back_at: at }),
		...(draft.willingness ? { willingness: draft.willingness } : {}),
		...(draft.ability ? { ability: draft.ability } : {}),
		...(draft.reason ? { reason: draft.reason } : {}),
	};
}

/** Dates an agent offers again and again, from the debtor's today. */
export function usualDates(today: string): { days: number; on: string }[] {
	return [0, 1, 3, 7].map((days) => ({ days, on: daysAfter(today, days) }));
}
