import type { Sentence } from '../core/refusal.ts';

/** What the content check can find, in the order pages name it. */
export const findingKinds = [
	'threat',
	'false_authority',
	'shaming',
	'third_party_pressure',
	'third_party_disclosure',
	'pressing_to_borrow',
	'extra_fee',
	'pressing_lump_sum',
	'threat_of_suit',
	'abuse',
	'amount_free_text',
	'missing_identity',
	'missing_complaint_line',
	'missing_opt_out',
	'missing_recording',
	'missing_right_party',
	'unknown_place',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export type Finding = {
	readonly kind: FindingKind;
	/** `block`: never sent. `warn`: a second person looks. */
	readonly severity: 'block' | 'warn';
	/** The words found, as UTF-16 units [from, until) of the text; null when something is missing. */
	readonly span: readonly [number, number] | null;
	readonly says: Sentence;
	readonly citation: Sentence;
};

/** What a text is for. A message is read without us; a letter cannot be answered; a script is said by an agent; a note stays in the house. */
export type Use = {
	readonly as: 'message' | 'letter' | 'script' | 'note';
	readonly to: 'debtor' | 'third party';
	/** Places it may name; empty for words typed by hand, whose amounts are then never free. */
	readonly places: readonly string[];
	/** A suit that was decided and approved may be spoken of; nothing else may. */
	readonly suitApproved?: boolean;
	/** The words as they reach a person, their places filled: amounts are the ledger's, and the name and the lines stand there as they are. */
	readonly final?: boolean;
	/** Only what is said in this language is looked at. */
	readonly language?: 'zh' | 'en';
};

/** The row of law or of the house that a finding stands on, where it has one (docs/reference/law.md); every finding has its citation. */
export const rowOf: Readonly<Partial<Record<FindingKind, string>>> = {
	third_party_pressure: 'CN-P2',
	third_party_disclosure: 'CN-P2',
	pressing_to_borrow: 'CN-X2',
	extra_fee: 'CN-X2',
	amount_free_text: 'CN-X1',
	missing_identity: 'CN-I1',
	missing_complaint_line: 'MESSAGE',
	missing_opt_out: 'MESSAGE',
	missing_recording: 'CN-I1',
	missing_right_party: 'CN-P2',
};
