import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { groundOf } from './hold-grounds.ts';
import { attorneyOf } from './holds.ts';
import { type Channel, decide, type Decision } from './rules.ts';
import type { ContactPointView, GateReason, HoldView, Verdict } from './shapes.ts';
import { loadTargets } from './target-store.ts';
import { listHolds, listPoints } from './store.ts';

/** Reasons as screens and problem documents show them. */
export function reasonViews(reasons: Decision['reasons']): GateReason[] {
	return reasons.map((reason) => ({
		rule: reason.rule,
		verdict: reason.verdict,
		sentence: reason.sentence,
		citation: reason.citation.en === '' ? null : reason.citation,
		allowed_from: reason.lifts_at,
	}));
}

export function verdictOf(decision: Decision): Verdict {
	return {
		permitted: decision.permitted,
		reasons: reasonViews(decision.reasons),
		allowed_from: decision.allowedFrom?.toString() ?? null,
		usable_until: decision.usableUntil?.toString() ?? null,
		attempts_today: decision.counters.attemptsToday,
		attempts_limit: decision.counters.attemptsLimit,
		answered_today: decision.counters.answeredToday,
		answered_limit: decision.counters.answeredLimit,
	};
}

const channelOf: Readonly<Record<string, Channel>> = { mobile: 'voice', landline: 'voice', email: 'email', address: 'letter' };

/** A debtor's contact points, masked, each with what the gate says of it now for this caller. The same facts and rules as a permit. */
export async function loadContactPoints(
	tx: Tx,
	debtorId: bigint,
	now: Temporal.Instant,
	agentId: bigint | null,
): Promise<ContactPointView[]> {
	const points = await listPoints(tx, debtorId);
	const targets = await loadTargets(
		tx,
		points.map((point) => ({ debtorId, pointId: point.id })),
		{ now, agentId },
	);
	return points.flatMap((point, i) => {
		const target = targets[i];
		if (!target) return [];
		const decision = decide(
			{
				channel: channelOf[point.kind] ?? 'voice',
				purpose: target.facts.party === 'third_party' ? 'locate' : 'collect',
				amount_minor: null,
				automatic: agentId === null,
			},
			target.facts,
			target.law,
			now,
		);
		return [
			{
				id: String(point.id),
				kind: point.kind,
				label: point.label,
				value_masked: point.value_masked,
				state: point.state,
				party:
					point.party_id === null
						? null
						: {
								id: String(point.party_id),
								role: target.facts.party,
								relation: point.relation ?? '',
								name_masked: point.party_name_masked ?? '',
								debt_ids: target.facts.party === 'third_party' ? [] : target.facts.debts.map(({ id }) => id),
							},
				source: point.source,
				lawful_basis: point.lawful_basis,
				sourced_on: point.sourced_on.toString(),
				verdict: verdictOf(decision),
			},
		];
	});
}

const saidOf = (evidence: string) => {
	const { ground, words } = groundOf(evidence);
	return { ground, words, evidence };
};

export async function loadHolds(tx: Tx, vault: Vault, debtorId: bigint): Promise<HoldView[]> {
	return (await listHolds(tx, debtorId)).map((hold) => ({
		id: String(hold.id),
		kind: hold.kind,
		debt_id: hold.debt_id === null ? null : String(hold.debt_id),
		from_at: hold.from_at.toString(),
		until_at: hold.until_at?.toString() ?? null,
		...saidOf(hold.evidence),
		lifted_at: hold.lifted_at?.toString() ?? null,
		written: hold.written,
		attorney:
			hold.attorney === null && hold.attorney_sealed === null
				? null
				: { state: hold.attorney ?? 'known', ...attorneyOf(vault, debtorId, hold.attorney_sealed) },
		crisis: hold.crisis,
		treatment_ended_on: hold.treatment_ended_on?.toString() ?? null,
	}));
}
