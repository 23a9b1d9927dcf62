import { judgeDuePromises } from '../arrangements/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { atLocal, chinaZone, dateIn } from '../core/time.ts';
import { change, type Door } from '../record/change.ts';
import type { Settings } from '../tenants/rules.ts';
import { loadTenant } from '../tenants/store.ts';
import { dayOf, decideTreatment, windowOf } from './rules.ts';
import { cancelStale, claimChunk, defaultTeam, loadChunk, planChunks, writeChunk, type Writes } from './store.ts';

/** What a day run did. A second run on the same date finds nothing due and says zero everywhere. */
export type DayRunSummary = {
	readonly business_date: string;
	readonly chunks: number;
	readonly debtors: number;
	readonly debts: number;
	readonly calls: number;
	readonly messages: number;
	readonly held: number;
	readonly settled: number;
	readonly promises_kept: number;
	readonly promises_partly_kept: number;
	readonly promises_broken: number;
	readonly not_worked: number;
};

const chunkSize = 2_000;
const chunksMax = 100_000;

/**
 * The day run: judges the promises that are due, then gives every debt due for review its next step. Chunk by chunk, each in one transaction with its record;
 * killed anywhere, the next run goes on from the chunks that are not done. Several processes may run it at once: a chunk is claimed by one.
 */
export async function runDay(
	door: Door,
	wanted?: Temporal.PlainDate,
	options: { workers?: number; onProgress?: (chunks: number) => void } = {},
): Promise<DayRunSummary> {
	const planned = await change(door, { act: 'dayrun.plan', input: { on: wanted?.toString() ?? 'today' } }, async ({ tx, now, ...act }) => {
		const tenant = await loadTenant(tx);
		const on = wanted ?? dateIn(tenant.zone, now);
		// Two runs that start together plan one after the other; the second finds the first one's chunks taken out.
		await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [`day run ${tx.tenantId}`]);
		await tx.query('insert into day_run (tenant_id, business_date, started_at) values ($1, $2, $3) on conflict do nothing', [
			tx.tenantId,
			on,
			now,
		]);
		const judged = await judgeDuePromises({ tx, now, ...act }, on);
		const hours = { from: atLocal(tenant.zone, on, tenant.settings.workFrom), until: atLocal(tenant.zone, on, tenant.settings.workUntil) };
		const notWorked = await cancelStale(tx, on, now, hours);
		await tx.query('delete from day_run_chunk where tenant_id = $1 and business_date < $2 and done_at is null', [tx.tenantId, on]);
		const open = await tx.query('select 1 from day_run_chunk where tenant_id = $1 and business_date = $2 and done_at is null limit 1', [
			tx.tenantId,
			on,
		]);
		const chunks = open.length > 0 ? 0 : await planChunks(tx, on, chunkSize);
		return { on: on.toString(), chunks, notWorked, kept: judged.kept, partly: judged.partlyKept, broken: judged.broken };
	});
	const plan = known(isRefusal(planned) ? null : planned, 'plan of the day run');
	const on = Temporal.PlainDate.from(plan.on);
	const sums = { chunks: 0, debtors: 0, debts: 0, calls: 0, messages: 0, held: 0, settled: 0 };
	const work = async () => {
		for (let i = 0; i < chunksMax; i++) {
			const done = await runChunk(door, on);
			if (done === null) return;
			for (const name of Object.keys(done) as (keyof typeof done)[]) sums[name] += done[name];
			sums.chunks++;
			options.onProgress?.(sums.chunks);
		}
	};
	await Promise.all(Array.from({ length: options.workers ?? 2 }, work));
	const summary: DayRunSummary = {
		business_date: plan.on,
		...sums,
		promises_kept: plan.kept,
		promises_partly_kept: plan.partly,
		promises_broken: plan.broken,
		not_worked: plan.notWorked,
	};
	await change(door, { act: 'dayrun.finish', input: { on: plan.on } }, async ({ tx, now, tell }) => {
		await tx.query('update day_run set finished_at = $3, summary = $4 where tenant_id = $1 and business_date = $2', [
			tx.tenantId,
			on,
			now,
			JSON.stringify(summary),
		]);
		tell('queue');
		tell('floor');
		return summary;
	});
	return summary;
}

type ChunkSums = { debtors: number; debts: number; calls: number; messages: number; held: number; settled: number };

/** One chunk: claim, load in bulk, decide by the pure rules, write in bulk, record. Null when there is none left. */
async function runChunk(door: Door, on: Temporal.PlainDate): Promise<ChunkSums | null> {
	let found = true;
	const answer = await change(door, { act: 'dayrun.chunk', input: { on: on.toString() } }, async ({ tx, now }) => {
		const claimed = await claimChunk(tx, on);
		if (!claimed) {
			found = false;
			return { debtors: 0, debts: 0, calls: 0, messages: 0, held: 0, settled: 0 };
		}
		const tenant = await loadTenant(tx);
		const facts = await loadChunk(tx, claimed.debtorIds, on, { zone: tenant.zone, cutOff: tenant.settings.openingCutOff });
		const { writes, held, settled, debts } = decideChunk(facts, tenant.settings, on);
		const written = await writeChunk(tx, on, writes, await defaultTeam(tx));
		const sums = { debtors: facts.length, debts, ...written, held, settled };
		await tx.query('update day_run_chunk set done_at = $4, summary = $5 where tenant_id = $1 and business_date = $2 and chunk = $3', [
			tx.tenantId,
			on,
			claimed.chunk,
			now,
			JSON.stringify(sums),
		]);
		return sums;
	});
	return found && !isRefusal(answer) ? answer : null;
}

/** Pure in all but its shape: the treatments of a chunk as columns to write. */
export function decideChunk(
	facts: Awaited<ReturnType<typeof loadChunk>>,
	settings: Settings,
	on: Temporal.PlainDate,
): { writes: Writes; held: number; settled: number; debts: number } {
	const day = dayOf(on);
	const windows = new Map<string, { from: string; until: string }>();
	const window = (part: number, parts: number) => {
		const key = `${part}/${parts}`;
		const kept = windows.get(key);
		if (kept) return kept;
		const opens = atLocal(chinaZone, on, settings.workFrom).epochMilliseconds;
		const closes = atLocal(chinaZone, on, settings.workUntil).epochMilliseconds;
		const { from, until } = windowOf(part, parts);
		const at = (share: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(opens + (closes - opens) * share)).toString();
		const made = { from: at(from), until: at(until) };
		windows.set(key, made);
		return made;
	};
	const writes: Writes = {
		items: { debtorId: [], debtId: [], step: [], priority: [], from: [], until: [] },
		messages: { debtorId: [], debtId: [], step: [], template: [], dueAt: [] },
		states: { debtorId: [], debtId: [], stage: [], reviewOn: [], openedOn: [], keyCase: [] },
	};
	let held = 0;
	let settled = 0;
	let debts = 0;
	// Messages go out from mid-morning on, when they are read and do not wake.
	const messageAt = atLocal(chinaZone, on, '10:00').toString();
	for (const debtor of facts) {
		const { calls, messages, states } = decideTreatment(debtor, settings, day);
		for (const call of calls) {
			const { from, until } = window(call.part, call.parts);
			writes.items.debtorId.push(debtor.debtorId);
			writes.items.debtId.push(call.debtId);
			writes.items.step.push(call.step);
			writes.items.priority.push(call.priority);
			writes.items.from.push(from);
			writes.items.until.push(until);
		}
		for (const message of messages) {
			writes.messages.debtorId.push(debtor.debtorId);
			writes.messages.debtId.push(message.debtId);
			writes.messages.step.push(message.step);
			writes.messages.template.push(message.template);
			writes.messages.dueAt.push(messageAt);
		}
		for (const state of states) {
			debts++;
			if (state.stage === 'held') held++;
			if (state.stage === 'settled') settled++;
			writes.states.debtorId.push(debtor.debtorId);
			writes.states.debtId.push(state.debtId);
			writes.states.stage.push(state.stage);
			writes.states.reviewOn.push(state.reviewOn);
			writes.states.openedOn.push(state.openedOn);
			writes.states.keyCase.push(state.keyCase);
		}
	}
	return { writes, held, settled, debts };
}
