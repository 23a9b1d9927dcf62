import { assert, known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { isBefore } from '../core/time.ts';
import { cancelWork, setReviewOn, withdrawMessages } from '../debts/pressure.ts';
import { lockDebtor, lockNumbers } from '../debtors/store.ts';
import { lawVersion } from '../law/rows.ts';
import type { Act } from '../record/change.ts';
import { type Ask, type Channel, type Decision, decide, type HoldKind, isAnswered, refusalCodeOf } from './rules.ts';
import { findAttempt, findPermit, insertAttempt, insertHold, insertPermit, loadTargets, type Target } from './store.ts';

/** What a desk, a campaign or a message sender intends. */
export type PermitAsk = {
	readonly debtorId: bigint;
	readonly contactPointId: bigint | null;
	readonly channel: Channel;
	readonly purpose?: Ask['purpose'] | undefined;
	/** The amount that will be named, in minor units. */
	readonly amountMinor?: bigint | undefined;
};

export type Permit = {
	readonly permitId: bigint;
	readonly target: Target;
	readonly decision: Decision;
	readonly expiresAt: Temporal.Instant;
};

const version = lawVersion();

/**
 * Asks the gate. The debtor and the number are locked for the rest of the transaction, so permits for one debtor are decided one after another and
 * a limit of three is three. The decision is stored, permitted or not, with its facts: call inside `change` with `keepOnRefusal`. A refusal
 * carries the code of the first rule that spoke, its permit's id in `details.permit_id`, and `allowedFrom`.
 */
export async function askPermit(act: Act, ask: PermitAsk): Promise<Permit | Refusal> {
	await lockDebtor(act.tx, ask.debtorId);
	const automatic = act.actor.role === 'system';
	const load = () =>
		loadTargets(act.tx, [{ debtorId: ask.debtorId, pointId: ask.contactPointId }], {
			now: act.now,
			agentId: automatic ? null : act.actor.id,
		});
	let [target] = await load();
	if (!target || (ask.contactPointId !== null && target.pointId === null))
		return refuse('thing.not_found', { what: 'contact point', id: String(ask.contactPointId ?? ask.debtorId) });
	if (target.valueIndex) {
		// The number may be another debtor's too; its history is read again once it is ours alone.
		await lockNumbers(act.tx, [target.valueIndex]);
		target = known((await load())[0], 'target');
	}
	return decideAndStore(act, ask, target, automatic);
}

async function decideAndStore(act: Act, ask: PermitAsk, target: Target, automatic: boolean): Promise<Permit | Refusal> {
	const purpose = ask.purpose ?? (target.facts.party === 'third_party' ? 'locate' : 'collect');
	const intended: Ask = {
		channel: ask.channel,
		purpose,
		amount_minor: ask.amountMinor === undefined ? null : Number(ask.amountMinor),
		automatic,
	};
	const decision = decide(intended, target.facts, act.now);
	const permitId = await insertPermit(act.tx, {
		target,
		ask: intended,
		decision,
		askedBy: act.actor.id,
		now: act.now,
		lawVersion: version,
	});
	if (!decision.permitted) return refusalOf(decision, permitId);
	return { permitId, target, decision, expiresAt: known(decision.expiresAt, 'expiry') };
}

/** The refusal of the first rule that refused, with all of them named. */
export function refusalOf(decision: Decision, permitId: bigint | null): Refusal {
	const spoke = decision.reasons.filter((reason) => reason.verdict === 'refuses');
	const first = known(spoke[0], 'a refusing rule');
	const code = refusalCodeOf[first.rule as keyof typeof refusalCodeOf];
	assert(code, `no refusal code for rule ${first.rule}`);
	return refuse(
		code,
		{ rule: [...new Set(spoke.map((reason) => reason.rule))].join(', '), ...(permitId === null ? {} : { permit_id: String(permitId) }) },
		decision.allowedFrom,
	);
}

/**
 * Uses a permit up: the attempt is placed now. The facts are looked at again under the debtor's lock, so a payment, a hold or a cease request that
 * came in between wins. Refusals: `permit.*`.
 */
export async function placeAttempt(
	act: Act,
	use: { debtorId: bigint; permitId: bigint; workItemId?: bigint | null },
): Promise<{ attemptId: bigint; pointId: bigint | null } | Refusal> {
	await lockDebtor(act.tx, use.debtorId);
	const permit = await findPermit(act.tx, use.debtorId, use.permitId);
	if (!permit) return refuse('thing.not_found', { what: 'permit', id: String(use.permitId) });
	if (!permit.permitted) return refuse('permit.refused');
	if (permit.used) return refuse('permit.used');
	if (!permit.expires_at || !isBefore(act.now, permit.expires_at)) return refuse('permit.expired');
	const automatic = act.actor.role === 'system';
	const [target] = await loadTargets(act.tx, [{ debtorId: use.debtorId, pointId: permit.contact_point_id }], {
		now: act.now,
		agentId: automatic ? null : act.actor.id,
	});
	const decision = decide(permit.facts.ask, known(target, 'target').facts, act.now);
	if (!decision.permitted)
		return refuse('permit.void', { rule: known(refusalOf(decision, null).details['rule'], 'rule') }, decision.allowedFrom);
	const attemptId = await insertAttempt(act.tx, permit, { madeBy: act.actor.id, workItemId: use.workItemId ?? null, now: act.now });
	await act.tx.query(`update debt_state set last_attempt_at = $3 where tenant_id = $1 and debtor_id = $2 and status = 'open'`, [
		act.tx.tenantId,
		use.debtorId,
		act.now,
	]);
	act.tell(`debtor ${use.debtorId}`);
	return { attemptId, pointId: permit.contact_point_id };
}

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
};

/** What the debtor said binds the gate at once. Days a hold lasts unless it is lifted; null: until lifted. */
const holdsOf: Partial<Record<Outcome['said'], { kind: HoldKind; days: number | null }>> = {
	disputes: { kind: 'dispute', days: null },
	complains: { kind: 'complaint', days: 15 },
	hardship: { kind: 'hardship', days: 30 },
	refuses_contact: { kind: 'cease_request', days: null },
	deceased: { kind: 'deceased', days: null },
};

/**
 * Records what came of an attempt, in two questions: who or what answered × what was said. Numbers found wrong are never used again; a third party's
 * refusal is for good (CN-P3); a dispute, complaint, hardship, cease request or death puts a hold and stops work and messages in this
 * transaction. `answered` counts towards CN-F1.
 */
export async function recordOutcome(
	act: Act,
	outcome: Outcome,
): Promise<{ answered: boolean; holds: string[]; debtIds: readonly bigint[]; workItemId: bigint | null } | Refusal> {
	await lockDebtor(act.tx, outcome.debtorId);
	const attempt = await findAttempt(act.tx, outcome.debtorId, outcome.attemptId);
	if (!attempt) return refuse('thing.not_found', { what: 'attempt', id: String(outcome.attemptId) });
	if (attempt.has_outcome) return refuse('outcome.already_recorded');
	const answered = isAnswered(outcome.line);
	// CN-I1: whoever talked with us must have heard who is calling. A call cut off before anything was said has nothing to disclose.
	if (answered && attempt.channel === 'voice' && outcome.said !== 'none' && !outcome.identityDisclosed)
		return refuse('outcome.identity_not_disclosed');
	const note = outcome.note ? act.vault.seal(outcome.note, `note ${outcome.attemptId}`) : null;
	await act.tx.prepared(
		'outcome insert',
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, note_sealed, identity_disclosed, recorded_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7)`,
		[act.tx.tenantId, outcome.debtorId, outcome.attemptId, outcome.line, outcome.said, answered, act.now, note, outcome.identityDisclosed],
	);
	await learnPoint(act, attempt, outcome);
	if (outcome.line === 'right_party') {
		await act.tx.query(
			`update debt_state set reached_at = coalesce(reached_at, $3) where tenant_id = $1 and debtor_id = $2 and status = 'open'`,
			[act.tx.tenantId, outcome.debtorId, act.now],
		);
	}
	const holds: string[] = [];
	const hold =
		outcome.line === 'right_party' || outcome.said === 'deceased' || outcome.said === 'disputes' || outcome.said === 'complains'
			? holdsOf[outcome.said]
			: undefined;
	if (hold && !(attempt.party_role === 'third_party' && outcome.said === 'refuses_contact')) {
		await placeHold(act, {
			debtorId: outcome.debtorId,
			debtId: null,
			kind: hold.kind,
			days: hold.days,
			evidence: `outcome of attempt ${outcome.attemptId}`,
		});
		holds.push(hold.kind);
	}
	act.tell(`debtor ${outcome.debtorId}`);
	act.tell('floor');
	return { answered, holds, debtIds: attempt.debt_ids, workItemId: attempt.work_item_id };
}

/** What an outcome says about the number and the person behind it. */
async function learnPoint(
	act: Act,
	attempt: { contact_point_id: bigint | null; party_id: bigint | null; party_role: string | null },
	outcome: Outcome,
): Promise<void> {
	const state =
		outcome.line === 'invalid' || outcome.line === 'undelivered'
			? 'invalid'
			: outcome.said === 'wrong_person'
				? 'wrong'
				: outcome.line === 'right_party'
					? 'good'
					: null;
	const refused = attempt.party_role === 'third_party' && outcome.said === 'refuses_contact';
	if (attempt.contact_point_id !== null && (state || refused)) {
		await act.tx.query('update contact_point set state = $4 where tenant_id = $1 and debtor_id = $2 and id = $3', [
			act.tx.tenantId,
			outcome.debtorId,
			attempt.contact_point_id,
			refused ? 'refused' : state,
		]);
	}
	if (refused) {
		await act.tx.query('update party set refused_at = coalesce(refused_at, $4) where tenant_id = $1 and debtor_id = $2 and id = $3', [
			act.tx.tenantId,
			outcome.debtorId,
			attempt.party_id,
			act.now,
		]);
	}
}

/** Places a hold: from now the gate refuses, open work is cancelled and queued messages are withdrawn. `days` null: until lifted. */
export async function placeHold(
	act: Act,
	hold: { debtorId: bigint; debtId: bigint | null; kind: HoldKind; days: number | null; evidence: string },
): Promise<{ holdId: string }> {
	await lockDebtor(act.tx, hold.debtorId);
	const untilAt = hold.days === null ? null : act.now.add({ hours: 24 * hold.days });
	const holdId = await insertHold(act.tx, { ...hold, fromAt: act.now, untilAt, placedBy: act.actor.id });
	await cancelWork(act, hold.debtorId, `hold: ${hold.kind}`);
	await withdrawMessages(act, hold.debtorId, `hold: ${hold.kind}`);
	act.tell(`debtor ${hold.debtorId}`);
	return { holdId: String(holdId) };
}

/** Lifts a hold; the debtor's debts are reviewed by the next day run. */
export async function liftHold(
	act: Act,
	hold: { debtorId: bigint; holdId: bigint; today: Temporal.PlainDate },
): Promise<{ holdId: string } | Refusal> {
	await lockDebtor(act.tx, hold.debtorId);
	const [found] = await act.tx.query<{ lifted_at: Temporal.Instant | null }>(
		'select lifted_at from hold where tenant_id = $1 and debtor_id = $2 and id = $3',
		[act.tx.tenantId, hold.debtorId, hold.holdId],
	);
	if (!found) return refuse('thing.not_found', { what: 'hold', id: String(hold.holdId) });
	if (found.lifted_at) return refuse('hold.already_lifted');
	await act.tx.query('update hold set lifted_at = $4, lifted_by = $5 where tenant_id = $1 and debtor_id = $2 and id = $3', [
		act.tx.tenantId,
		hold.debtorId,
		hold.holdId,
		act.now,
		act.actor.id,
	]);
	await setReviewOn(act, hold.debtorId, hold.today);
	act.tell(`debtor ${hold.debtorId}`);
	return { holdId: String(hold.holdId) };
}

/** Opens one masked contact point for one look: a permit of the channel `unmask`, recorded like any other. */
export async function unmask(
	act: Act,
	ask: { debtorId: bigint; contactPointId: bigint },
): Promise<{ permitId: bigint; value: string } | Refusal> {
	const permit = await askPermit(act, { ...ask, channel: 'unmask', purpose: 'inform' });
	if (isRefusal(permit)) return permit;
	const [row] = await act.tx.query<{ value_sealed: Buffer; value_index: Buffer }>(
		'select value_sealed, value_index from contact_point where tenant_id = $1 and debtor_id = $2 and id = $3',
		[act.tx.tenantId, ask.debtorId, ask.contactPointId],
	);
	const { value_sealed, value_index } = known(row, 'contact point');
	return { permitId: permit.permitId, value: act.vault.open(value_sealed, `contact ${value_index.toString('hex')}`) };
}
