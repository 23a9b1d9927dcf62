import { agreesAgain, textOf } from '../contact/replay.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { startOfDay } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import type { LawBook } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { openWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { lawRowNamed, spanOf, zoneOf } from './law.ts';
import type { DecisionLine, DecisionList, DecisionQuery, DecisionView, RefusalsByRule } from './shapes.ts';
import { type DecisionRow, findDecision, findDecisions, refusalCounts, verdictCounts, type WholeDecisionRow } from './store.ts';

/** The gate's stored decisions as the compliance desk reads them: search, why, refusals. Nothing here changes anything. */
const lineOf = (row: DecisionRow): DecisionLine => ({
	id: String(row.id),
	debtor_id: String(row.debtor_id),
	debtor_name: row.debtor_name,
	asked_at: row.asked_at.toString(),
	asked_by: { id: String(row.asked_by), name: row.asked_by_name, role: row.asked_by_role },
	channel: row.channel,
	purpose: row.purpose,
	party: row.party,
	number_masked: row.number_masked,
	permitted: row.permitted,
	refused_by: row.refused_by,
	allowed_from: row.allowed_from?.toString() ?? null,
	expires_at: row.expires_at?.toString() ?? null,
	attempted_at: row.attempted_at?.toString() ?? null,
});

/** Searches every decision of the gate, newest first. */
export async function searchDecisions(door: Door, asked: DecisionQuery): Promise<DecisionList> {
	const limit = asked.limit ?? 50;
	const rows = await inTenant(door.pool, door.tenantId, async (tx) => {
		const { zone } = await loadTenant(tx);
		const after = asked.cursor?.split('.').map(BigInt) as [bigint, bigint, bigint] | undefined;
		return findDecisions(tx, {
			debtorId: asked.debtor_id === undefined ? undefined : BigInt(asked.debtor_id),
			actorId: asked.actor_id === undefined ? undefined : BigInt(asked.actor_id),
			rule: asked.rule,
			permitted: asked.verdict === undefined ? undefined : asked.verdict === 'permitted',
			channel: asked.channel,
			fromAt: asked.from === undefined ? undefined : startOfDay(zone, Temporal.PlainDate.from(asked.from)),
			untilAt: asked.to === undefined ? undefined : startOfDay(zone, Temporal.PlainDate.from(asked.to).add({ days: 1 })),
			after,
			limit: limit + 1,
		});
	});
	const items = rows.slice(0, limit);
	const last = items.at(-1);
	const next = rows.length > limit && last ? `${last.asked_at.epochNanoseconds / 1_000n}.${last.debtor_id}.${last.id}` : null;
	return { items: items.map(lineOf), next };
}

/** One decision: each rule with its text, the facts as they were, and the decision made again. Refusal: `thing.not_found`. */
export async function decisionOf(door: Door, debtorId: bigint, permitId: bigint): Promise<DecisionView | Refusal> {
	const [row, book] = await inTenant(door.pool, door.tenantId, async (tx) => {
		const found = await findDecision(tx, debtorId, permitId);
		return [found, found && (await textOf(tx, found.law_version))] as const;
	});
	if (!row) return refuse('thing.not_found', { what: 'decision', id: String(permitId) });
	const { line, said, recorded_at: recordedAt } = row;
	return {
		...lineOf(row),
		debt_ids: row.debt_ids.map(String),
		obligations: row.obligations,
		outcome: line === null || said === null || recordedAt === null ? null : { line, said, recorded_at: recordedAt.toString() },
		looked_for: row.looked_for && openWords(door.vault, debtorId, row.looked_for),
		law_version: row.law_version,
		reasons: row.reasons.map((reason) => {
			const law = lawRowNamed(reason.rule);
			return { ...reason, force: law?.force ?? null, certainty: law?.certainty ?? null, text: law?.says ?? null };
		}),
		ask: row.facts.ask ?? null,
		facts: row.facts.facts ?? null,
		again: madeAgain(row, book),
	};
}

/** Makes a stored decision again from its facts and the law text it names. */
function madeAgain(row: WholeDecisionRow, book: LawBook | null): DecisionView['again'] {
	const agrees = agreesAgain(row, book);
	if (agrees === null) {
		const note = { zh: '作出该决定所依据的法规文本版本不在本系统内', en: 'the law text this decision was made under is not at hand' };
		return { agrees, note };
	}
	return agrees
		? { agrees, note: { zh: '按当时的事实和法规重新计算，结论一致', en: 'made again from the facts and the law of then: the same answer' } }
		: {
				agrees,
				note: { zh: '按当时的事实和法规重新计算，结论不一致', en: 'made again from the facts and the law of then: another answer' },
			};
}

/** What the gate refused in a period: by rule, by day, by person. */
export async function refusalsByRule(door: Door, asked: { from?: string | undefined; to?: string | undefined }): Promise<RefusalsByRule> {
	const zone = await zoneOf(door);
	const { from, to, span } = spanOf(zone, door.clock.now(), asked);
	const [rules, verdicts] = await inTenant(door.pool, door.tenantId, async (tx) => [
		await refusalCounts(tx, span),
		await verdictCounts(tx, span),
	]);
	const sumBy = <Key>(keyOf: (row: (typeof verdicts)[number]) => Key) => {
		const sums = new Map<Key, { permitted: number; refused: number; name: string }>();
		for (const row of verdicts) {
			const sum = sums.get(keyOf(row)) ?? { permitted: 0, refused: 0, name: row.name };
			sum.permitted += row.permitted;
			sum.refused += row.refused;
			sums.set(keyOf(row), sum);
		}
		return [...sums];
	};
	return {
		from,
		to,
		permitted: verdicts.reduce((sum, row) => sum + row.permitted, 0),
		refused: verdicts.reduce((sum, row) => sum + row.refused, 0),
		items: rules.map((each) => {
			const row = lawRowNamed(each.rule);
			return { ...each, text: row?.says ?? null, citation: row?.citation ?? null };
		}),
		days: sumBy((row) => row.on.toString()).map(([on, { permitted, refused }]) => ({ on, permitted, refused })),
		agents: sumBy((row) => row.login_id)
			.map(([id, { name, permitted, refused }]) => ({ id: String(id), name, permitted, refused }))
			.sort((a, b) => b.refused - a.refused || b.permitted - a.permitted),
	};
}
