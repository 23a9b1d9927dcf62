import { createHash } from 'node:crypto';
import { known } from '../core/assert.ts';
import { type Sum, sumsOf, toWire } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, daysBetween } from '../core/time.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { type AssignmentFilter, listAssignments, listHands, writeAssignments } from './assign-store.ts';
import { type Case, handOut, type Way } from './rules.ts';
import type { AssignmentAnswer, AssignmentBody } from './shapes.ts';

const owedView = ({ currency, minor }: Sum) => ({ currency, owed_minor: toWire(minor) });
/** Debtors read and written in one statement. */
const assignChunk = 20_000;

/** All that a filter chooses, however many, in the order of their ids. */
async function choose(tx: Tx, filter: AssignmentFilter): Promise<Case[]> {
	const cases: Case[] = [];
	for (let after = 0n; ; ) {
		const rows = await listAssignments(tx, filter, assignChunk, after);
		for (const { debtor_id: debtorId, owed, products: skills } of rows) cases.push({ debtorId, owed, skills });
		if (rows.length < assignChunk) return cases;
		after = known(rows.at(-1), 'debtor').debtor_id;
	}
}

async function write(
	tx: Tx,
	given: ReadonlyMap<bigint, bigint | null>,
	to: { teamId: bigint; by: bigint; now: Temporal.Instant },
): Promise<void> {
	const rows = [...given];
	for (let from = 0; from < rows.length; from += assignChunk) {
		const some = rows.slice(from, from + assignChunk);
		const debtorIds = some.map(([debtorId]) => debtorId);
		await writeAssignments(tx, { debtorIds, agentIds: some.map(([, agentId]) => agentId) }, to.teamId, to.by, to.now);
	}
}

/** A list of debtors as the record keeps it: too long to be told, and another list is another hash. */
const listText = (ids: readonly string[]) => ({
	count: ids.length,
	sha256: createHash('sha256')
		.update([...new Set(ids)].sort().join(' '))
		.digest('hex'),
});

/**
 * Assigns debtors to a team or hands them out to its agents; `dry_run` shows who would get what, beside what they have now. Who may not contact one of them now for want of a certificate
 * (CN-H1, GB/T 45251-2025: no work without) gets none of the list: named, they are refused; else they are passed over, and the answer says so.
 * Refusals: `thing.not_found` (team), `assignment.nothing_chosen`, `assignment.agents_missing`, `assignment.agents_not_certified`.
 */
export async function assign(door: Door, body: AssignmentBody, key?: string): Promise<AssignmentAnswer | Refusal> {
	const filter: AssignmentFilter = {
		clientCode: body.client,
		placementId: body.placement_id === undefined ? undefined : BigInt(body.placement_id),
		teamId: body.from_team_id === undefined ? undefined : BigInt(body.from_team_id),
		agentId: body.from_agent_id === undefined ? undefined : BigInt(body.from_agent_id),
		unassigned: body.unassigned,
		debtorIds: body.debtor_ids?.map(BigInt),
	};
	const input = { ...body, debtor_ids: body.debtor_ids ? listText(body.debtor_ids) : null };
	return change(door, { act: 'assignment.change', input, key, dryRun: body.dry_run === true }, async ({ tx, now, actor, tell }) => {
		const teamId = BigInt(body.team_id);
		const [team] = await tx.query<{ name: string }>('select name from team where tenant_id = $1 and id = $2 and closed_at is null', [
			tx.tenantId,
			teamId,
		]);
		if (!team) return refuse('thing.not_found', { what: 'team', id: body.team_id });
		const cases = await choose(tx, filter);
		if (cases.length === 0) return refuse('assignment.nothing_chosen');
		const seed = body.seed ?? 1;
		const sums = (some: readonly Case[]) => {
			const owed = sumsOf(some.flatMap((each) => each.owed));
			return { debtors: some.length, owed_minor: toWire(owed[0]?.minor ?? 0n), owed: owed.map(owedView) };
		};
		const to = { teamId, by: actor.id, now };
		if (body.way === 'team') {
			await write(tx, new Map(cases.map(({ debtorId }) => [debtorId, null])), to);
			tell('queue');
			return {
				debtors: cases.length,
				dry_run: body.dry_run === true,
				seed,
				without_skill: 0,
				passed_over: [],
				hands: [{ agent_id: null, name: team.name, ...sums(cases), before: 0 }],
			};
		}
		const chosen = cases.map(({ debtorId }) => debtorId);
		const there = await listHands(tx, body.agent_ids?.map(BigInt) ?? null, teamId, chosen, now);
		const hands = there.filter((hand) => !hand.uncertified);
		const passedOver = there.filter((hand) => hand.uncertified).map((hand) => ({ agent_id: String(hand.id), name: hand.name }));
		if (passedOver.length > 0 && (body.agent_ids || hands.length === 0))
			return refuse('assignment.agents_not_certified', { names: passedOver.map(({ name }) => name).join('、') });
		if (hands.length === 0) return refuse('assignment.agents_missing');
		const given = handOut(
			cases,
			hands.map((hand) => ({ agentId: hand.id, open: Number(hand.kept), skills: hand.skills })),
			body.way satisfies Way,
			seed,
		);
		await write(tx, given, to);
		tell('queue');
		const of = Map.groupBy(cases, ({ debtorId }) => given.get(debtorId) ?? null);
		return {
			debtors: cases.length,
			dry_run: body.dry_run === true,
			seed,
			without_skill: of.get(null)?.length ?? 0,
			passed_over: passedOver,
			hands: hands.map((hand) => ({
				agent_id: String(hand.id),
				name: hand.name,
				...sums(of.get(hand.id) ?? []),
				before: Number(hand.open),
			})),
		};
	});
}

/** Rows of the assignment list, with days past due as of today. */
export async function assignmentRows(door: Door, filter: AssignmentFilter, limit: number, after: bigint) {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { zone } = await loadTenant(tx);
		const today = dateIn(zone, now);
		const rows = await listAssignments(tx, filter, limit + 1, after);
		const items = rows.slice(0, limit).map((row) => ({
			debtor_id: String(row.debtor_id),
			name_masked: row.name_masked,
			references: row.references,
			products: row.products,
			currency: row.owed[0]?.currency ?? '',
			owed_minor: toWire(row.owed[0]?.minor ?? 0n),
			owed: row.owed.map(owedView),
			days_past_due: Math.max(0, daysBetween(row.overdue_since, today)),
			team: row.team_id === null ? null : { id: String(row.team_id), name: row.team_name ?? '' },
			agent: row.agent_id === null ? null : { id: String(row.agent_id), name: row.agent_name ?? '' },
		}));
		return { items, next: rows.length > limit ? (items.at(-1)?.debtor_id ?? null) : null };
	});
}
