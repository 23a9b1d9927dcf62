import { hasVersion } from '../content/versions.ts';
import { flagWords } from '../content/flags.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { lockDebtors } from '../debtors/locks.ts';
import { lockDebtor } from '../debtors/store.ts';
import type { Act } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import type { Hours } from '../law/rows.ts';
import { groundCode } from './hold-grounds.ts';
import { lawWhere, placeHold } from './holds.ts';
import { isAskedInWriting } from '../law/hold-kinds.ts';
import { type HoldKind, isAnswered } from './rules.ts';
import { type AttemptRow, endAgreedHours, findAttempt, insertAgreedHours, insertReceipts } from './store.ts';
import { findWhereabouts } from './wish-store.ts';

export { askInBulk } from './bulk.ts';
export { changeHold, liftHold, placeHold, placeHoldByHand, recordedHold } from './holds.ts';
export { askPermit, askPermits, asksMax, mayWrite, type Permit, type PermitAsk, placeAttempt, placeAttempts, unmask } from './permits.ts';

export type Outcome = {
	readonly debtorId: bigint;
	readonly attemptId: bigint;
	readonly line:
		| 'right_party'
		| 'other_person'
		| 'machine'
		| 'no_answer'
		| 'busy'
		| 'off'
		| 'invalid'
		| 'declined'
		| 'delivered'
		| 'undelivered';
	readonly said:
		| 'none'
		| 'paid'
		| 'promise'
		| 'plan'
		| 'cannot_pay'
		| 'will_not_pay'
		| 'disputes'
		| 'complains'
		| 'hardship'
		| 'wrong_person'
		| 'will_pass_on'
		| 'refuses_contact'
		| 'call_back'
		| 'deceased';
	readonly note?: string | undefined;
	readonly identityDisclosed: boolean;
	/** The script that was on the screen; without a version the one shipped with the program. */
	readonly script?: { readonly name: string; readonly version: number | null } | undefined;
};

/** What the debtor said binds the gate at once. Days a hold lasts unless it is lifted; null: until lifted. */
const holdsOf: Partial<Record<Outcome['said'], { kind: HoldKind; days: number | null }>> = {
	disputes: { kind: 'dispute', days: null },
	complains: { kind: 'complaint', days: null },
	hardship: { kind: 'hardship', days: null },
	refuses_contact: { kind: 'cease_request', days: null },
	deceased: { kind: 'deceased', days: null },
};

/**
 * Records what came of an attempt, in two questions: who or what answered × what was said. Numbers found wrong, or answered by somebody who wants no calls there, are never used
 * again; a third party's refusal is for good (CN-P3); a dispute, complaint, hardship, cease request or death puts a hold and stops work and messages in this
 * transaction, also one written back to a letter or an e-mail that was delivered. `answered` counts towards CN-F1.
 */
export async function recordOutcome(
	act: Act,
	outcome: Outcome,
): Promise<
	| {
			readonly answered: boolean;
			readonly holds: string[];
			readonly holdIds: readonly bigint[];
			/** Whether what was said is the word of somebody who owes, and whether that is the debtor in person. */
			readonly byDebtor: boolean;
			readonly inPerson: boolean;
			readonly channel: string;
			readonly debtIds: readonly bigint[];
			readonly workItemId: bigint | null;
	  }
	| Refusal
> {
	lockDebtor(act.tx, outcome.debtorId);
	const attempt = await findAttempt(act.tx, outcome.debtorId, outcome.attemptId);
	if (!attempt) return refuse('thing.not_found', { what: 'attempt', id: String(outcome.attemptId) });
	if (attempt.has_outcome) return refuse('outcome.already_recorded');
	const answered = isAnswered(outcome.line);
	// CN-I1: whoever talked with us must have heard who is calling. A call cut off before anything was said has nothing to disclose.
	if (answered && (attempt.channel === 'voice' || attempt.channel === 'visit') && outcome.said !== 'none' && !outcome.identityDisclosed)
		return refuse('outcome.identity_not_disclosed');
	if (outcome.script?.version && !(await hasVersion(act.tx, outcome.script)))
		return refuse('thing.not_found', { what: 'script', id: `${outcome.script.name} ${outcome.script.version}` });
	act.tx.later(
		'outcome insert',
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, identity_disclosed, recorded_at, script, script_version)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $9, $10)`,
		[
			act.tx.tenantId,
			outcome.debtorId,
			outcome.attemptId,
			outcome.line,
			outcome.said,
			answered,
			act.now,
			outcome.identityDisclosed,
			outcome.script?.name ?? null,
			outcome.script?.version ?? null,
		],
	);
	if (outcome.note) {
		writeWords(act, { debtorId: outcome.debtorId, act: 'contact.close', about: outcome.attemptId, words: outcome.note });
		flagWords(act, { debtorId: outcome.debtorId, source: 'outcome', sourceId: outcome.attemptId, words: outcome.note });
	}
	learnPoint(act, attempt, outcome);
	const byDebtor = isOfDebtor(attempt, outcome.line);
	const inPerson = byDebtor && !isAnsweringFor(attempt);
	if (inPerson && outcome.line === 'right_party') {
		act.tx.later(
			'outcome reached',
			`update debt_state set reached_at = coalesce(reached_at, $3) where tenant_id = $1 and debtor_id = $2 and status = 'open'`,
			[act.tx.tenantId, outcome.debtorId, act.now],
		);
	}
	const holds: string[] = [];
	const holdIds: bigint[] = [];
	const said = byDebtor && (await endsContactInWriting(act, attempt, outcome)) ? 'refuses_contact' : outcome.said;
	const hold = byDebtor || said === 'deceased' || said === 'disputes' || said === 'complains' ? holdsOf[said] : undefined;
	if (hold) {
		const { holdId } = await placeHold(act, {
			debtorId: outcome.debtorId,
			debtId: null,
			kind: hold.kind,
			days: hold.days,
			evidence: groundCode({ by: 'outcome', of: outcome.attemptId }),
			facts: isAskedInWriting(hold.kind) ? { written: isWritten(attempt) } : {},
		});
		holds.push(hold.kind);
		holdIds.push(BigInt(holdId));
	}
	act.tell(`debtor ${outcome.debtorId}`);
	act.tell('floor');
	return {
		answered,
		holds,
		holdIds,
		byDebtor,
		inPerson,
		channel: attempt.channel,
		debtIds: attempt.debt_ids,
		workItemId: attempt.work_item_id,
	};
}

type Tried = Pick<AttemptRow, 'channel' | 'party_role'>;

/** An answer to a letter or a message is in writing; what is said in a call or at the door is not. */
const isWritten = ({ channel }: Pick<Tried, 'channel'>): boolean => channel !== 'voice' && channel !== 'visit';

/**
 * Whether what was said is the word of somebody who owes: on the line, at the door, or written back to a letter or an e-mail that was delivered. What a third party writes back is theirs
 * (`learnPoint`).
 */
function isOfDebtor(attempt: Tried, line: Outcome['line']): boolean {
	return line === 'right_party' || (line === 'delivered' && isWritten(attempt) && attempt.party_role !== 'third_party');
}

/** Whether it was asked for a guarantor or co-borrower: on their line the right party is they, and on a third party's the debtor who answers there. */
const isAnsweringFor = ({ party_role: role }: Tried): boolean => role !== null && role !== 'third_party';

/** 12 CFR 1006.6(c)(1): who writes that they refuse to pay is not contacted any more, as if they had asked for that. Elsewhere, and by word of mouth, it is a stance and no request. */
async function endsContactInWriting(act: Act, attempt: Tried, { debtorId, said }: Outcome): Promise<boolean> {
	if (said !== 'will_not_pay' || !isWritten(attempt)) return false;
	const where = await findWhereabouts(act.tx, debtorId);
	return where !== null && lawWhere(where).some(({ id }) => id === 'US-C1');
}

/** What an outcome says about the number and the person behind it. */
function learnPoint(act: Act, attempt: Learnt, outcome: Outcome): void {
	const state =
		outcome.line === 'invalid' ? 'invalid' : outcome.said === 'wrong_person' ? 'wrong' : outcome.line === 'right_party' ? 'good' : null;
	// The debtor may answer on a third party's number; what the debtor says is a cease request, not that person's refusal.
	const refused = attempt.party_role === 'third_party' && outcome.line !== 'right_party' && outcome.said === 'refuses_contact';
	// Who owes another debt refused as a third party to this one; about their own they may be called by this number.
	const ends = (refused && !attempt.owes) || isRefusedByAnother(attempt, outcome);
	if (attempt.contact_point_id !== null && (state || ends)) {
		// A refusal is for good, whatever is told afterwards of another call of the number.
		act.tx.later(
			'outcome of a point',
			`update contact_point set state = case state when 'refused' then state else $4 end where tenant_id = $1 and debtor_id = $2 and id = $3`,
			[act.tx.tenantId, outcome.debtorId, attempt.contact_point_id, ends ? 'refused' : state],
		);
	}
	if (refused) {
		act.tx.later(
			'outcome of a person',
			'update party set refused_at = coalesce(refused_at, $4) where tenant_id = $1 and debtor_id = $2 and id = $3',
			[act.tx.tenantId, outcome.debtorId, attempt.party_id, act.now],
		);
	}
}

type Learnt = Pick<AttemptRow, 'channel' | 'contact_point_id' | 'party_id' | 'party_role' | 'owes'>;

/**
 * Somebody else answered the number of one who owes and wants no calls there: a third party to the debt, never called again after the first refusal (CN-P3), and in the United States no
 * person is, by a medium they asked us not to use (12 CFR 1006.14(h)(1)). Who answers cannot be told from the number, so the number is not dialled again; other ways to the debtor stay open.
 */
function isRefusedByAnother({ channel, party_role: role }: Learnt, { line, said }: Outcome): boolean {
	return channel === 'voice' && role !== 'third_party' && line === 'other_person' && said === 'refuses_contact';
}

/** Records hours the debtor agreed to (CN-T1's exception), with the evidence; they take the place of an earlier agreement. Refusal: `request.malformed` for no hours at all. */
export async function agreeHours(
	act: Act,
	agreed: { debtorId: bigint; hours: Hours; evidence: string },
): Promise<{ agreedHoursId: string } | Refusal> {
	if (agreed.hours.from === agreed.hours.until) return refuse('request.malformed', { reason: 'until：与起始相同 (is the beginning)' });
	lockDebtor(act.tx, agreed.debtorId);
	await endAgreedHours(act.tx, agreed.debtorId, { now: act.now, by: act.actor.id });
	const id = await insertAgreedHours(act.tx, { ...agreed, now: act.now, by: act.actor.id });
	act.tell(`debtor ${agreed.debtorId}`);
	return { agreedHoursId: String(id) };
}

/** The debtor took the agreement back: the law's hours hold again at once. Refusals: `agreed_hours.none`. */
export async function revokeHours(act: Act, debtorId: bigint): Promise<{ ended: true } | Refusal> {
	lockDebtor(act.tx, debtorId);
	await act.tx.settle();
	if (!(await endAgreedHours(act.tx, debtorId, { now: act.now, by: act.actor.id }))) return refuse('agreed_hours.none');
	act.tell(`debtor ${debtorId}`);
	return { ended: true };
}

export type Receipt = { readonly debtorId: bigint; readonly attemptId: bigint; readonly delivered: boolean };

/**
 * Records what a carrier says became of messages, in one statement. A message that did not arrive says nothing lasting about the number: it may be switched off. Nor
 * does it count as a failed call (CN-P1).
 */
export async function recordReceipts(act: Act, receipts: readonly Receipt[]): Promise<void> {
	lockDebtors(
		act.tx,
		receipts.map((receipt) => receipt.debtorId),
	);
	await insertReceipts(act.tx, receipts, act.now);
	for (const { debtorId } of receipts) act.tell(`debtor ${debtorId}`);
}
