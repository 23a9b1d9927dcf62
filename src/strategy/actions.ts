import { findDebtorsToJudge, judgePromises } from '../arrangements/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { atLocal, dateIn, daysBetween, earlierDate } from '../core/time.ts';
import { lockDebtors } from '../debtors/locks.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { Settings } from '../tenants/rules.ts';
import { loadTenant } from '../tenants/store.ts';
import { explainTreatment } from './explain.ts';
import { dayOf, decideTreatment, type Span, windowOf, workingSpan } from './rules.ts';
import {
	beginRun,
	cancelStale,
	claimChunk,
	defaultTeam,
	dropChunks,
	endChunk,
	endRun,
	hasChunk,
	type LoadedDebtor,
	loadChunk,
	planChunks,
	writeChunk,
	type Writes,
} from './store.ts';

/** What this run did. A second run on the same date finds nothing due and says zero everywhere. */
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

/** Debtors in a chunk: the most whose locks one transaction may hold (`lockDebtors`). */
const chunkSize = 1_000;
const workersDefault = 2;

type ChunkSums = Pick<DayRunSummary, 'debtors' | 'debts' | 'calls' | 'messages' | 'held' | 'settled'>;
const noSums: ChunkSums = { debtors: 0, debts: 0, calls: 0, messages: 0, held: 0, settled: 0 };

/** How far ahead a day may be planned: reviews are set from the run's own date, and a slip of the year would put the whole book to sleep. */
const daysAheadMax = 31;

/**
 * The day run: judges the promises that are due, then gives every debt due for review its next step. Chunk by chunk, each in one transaction with its
 * record; killed anywhere, the next run goes on from the chunks that are not done. Several processes may run it at once: a chunk is claimed by one.
 *
 * @param wanted the business date; today in the agency's zone when not given. A later day is planned only: what is judged and what is closed as not worked goes by
 *   today, for until that day comes a promise may be kept and a call made. Refusal: `request.malformed`, a day that is over, or more than 31 days ahead.
 */
export async function runDay(
	door: Door,
	wanted?: Temporal.PlainDate,
	options: { workers?: number; onProgress?: (chunks: number) => void } = {},
): Promise<DayRunSummary | Refusal> {
	const { zone, settings } = await inTenant(door.pool, door.tenantId, loadTenant);
	const today = dateIn(zone, door.clock.now());
	const on = wanted ?? today;
	const ahead = daysBetween(today, on);
	// Its calls could not be made any more, and a hold of today would not have stood then.
	if (ahead < 0) return refuseDay(door, on, '这一天已过去 (the day is over)');
	if (ahead > daysAheadMax) return refuseDay(door, on, `超过 ${daysAheadMax} 天之后 (more than ${daysAheadMax} days ahead)`);
	const judged = await judgeDue(door, on);
	const plan = await planDay(door, on);
	const house = { on, zone, settings, defaultTeam: BigInt(plan.default_team) };
	const sums = { chunks: 0, ...noSums };
	const work = async () => {
		while (await inTenant(door.pool, door.tenantId, (tx) => hasChunk(tx, on))) {
			const done = await runChunk(door, house);
			if (done === null) return;
			for (const name of Object.keys(noSums) as (keyof ChunkSums)[]) sums[name] += done[name];
			sums.chunks++;
			options.onProgress?.(sums.chunks);
		}
	};
	// When one worker fails the others finish their chunk before the run breaks off: nothing goes on behind the caller's back.
	const ends = await Promise.allSettled(Array.from({ length: options.workers ?? workersDefault }, work));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
	await change(door, { act: 'dayrun.finish', input: { on: on.toString() } }, async ({ tx, now, tell }) => {
		await endRun(tx, on, now);
		if (sums.chunks + plan.not_worked > 0) {
			tell('queue');
			tell('floor');
		}
		return { ...sums };
	});
	return { business_date: on.toString(), ...sums, ...judged, not_worked: plan.not_worked };
}

async function refuseDay(door: Door, on: Temporal.PlainDate, why: string): Promise<Refusal> {
	const reason = `on：${why}`;
	const refused = await change(door, { act: 'dayrun.plan', input: { on: on.toString() } }, async () =>
		refuse('request.malformed', { reason }),
	);
	return known(isRefusal(refused) ? refused : null, 'refusal');
}

const noPromises = { promises_kept: 0, promises_partly_kept: 0, promises_broken: 0 };

/**
 * Judges what is due, so many debtors in one transaction, behind their locks: no payment or talk comes between what came in and the judgement. Each adds what it judged to the
 * run of the date, so that what a killed run had judged is counted with it.
 */
async function judgeDue(door: Door, on: Temporal.PlainDate): Promise<typeof noPromises> {
	const sums = { ...noPromises };
	const { zone } = await inTenant(door.pool, door.tenantId, loadTenant);
	const day = earlierDate(on, dateIn(zone, door.clock.now()));
	const debtorIds = await inTenant(door.pool, door.tenantId, (tx) => findDebtorsToJudge(tx, day));
	for (let from = 0; from < debtorIds.length; from += chunkSize) {
		const some = debtorIds.slice(from, from + chunkSize);
		const input = { on: on.toString(), debtors: some.length };
		const judged = await change(door, { act: 'dayrun.judge', input }, async (act) => {
			lockDebtors(act.tx, some);
			await act.tx.settle();
			// Read under the locks: what was booked before is looked at, what is booked later is dated later.
			const { now } = act;
			const { kept, partlyKept, broken } = await judgePromises(act, day, { dueOf: some });
			const counts = { promises_kept: kept, promises_partly_kept: partlyKept, promises_broken: broken };
			await beginRun(act.tx, on, now, { ...counts, not_worked: 0 });
			return counts;
		});
		const counts = known(isRefusal(judged) ? null : judged, 'judgements of the day run');
		for (const name of Object.keys(noPromises) as (keyof typeof noPromises)[]) sums[name] += counts[name];
	}
	return sums;
}

/** Closes what was left of earlier days and lays out the chunks: once per business date and again for what came due since. */
async function planDay(door: Door, on: Temporal.PlainDate) {
	const planned = await change(door, { act: 'dayrun.plan', input: { on: on.toString() } }, async (act) => {
		const { tx, now } = act;
		const { zone, settings } = await loadTenant(tx);
		const day = earlierDate(on, dateIn(zone, now));
		// Two runs that start together plan one after the other; the second finds the first one's chunks taken out.
		await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [`day run ${tx.tenantId}`]);
		const not_worked = await cancelStale(tx, day, now, {
			from: atLocal(zone, day, settings.workFrom),
			until: atLocal(zone, day, settings.workUntil),
		});
		await beginRun(tx, on, now, { ...noPromises, not_worked });
		await dropChunks(tx, day);
		const chunks = await planChunks(tx, on, chunkSize);
		// Chunks of a run that was killed are gone on with, so the team is needed although this plan made none.
		return { chunks, default_team: await defaultTeam(tx), not_worked };
	});
	return known(isRefusal(planned) ? null : planned, 'plan of the day run');
}

/** One chunk: claim, lock, load in bulk, decide by the pure rules, write in bulk, record. Null when there is none left. */
async function runChunk(
	door: Door,
	{ on, zone, settings, defaultTeam: team }: { on: Temporal.PlainDate; zone: string; settings: Settings; defaultTeam: bigint },
): Promise<ChunkSums | null> {
	let found = true;
	const answer = await change(door, { act: 'dayrun.chunk', input: { on: on.toString() } }, async ({ tx, now }) => {
		const claimed = await claimChunk(tx, on);
		found = claimed !== null;
		if (!claimed) return noSums;
		// No payment, hold or outcome of these debtors comes between what is loaded and what is written.
		lockDebtors(tx, claimed.debtorIds);
		const today = Temporal.PlainDate.compare(dateIn(zone, now), on) === 0;
		const lateToday = today && Temporal.Instant.compare(now, atLocal(zone, on, settings.openingCutOff)) >= 0;
		const facts = await loadChunk(tx, claimed.debtorIds, on, { zone, cutOff: settings.openingCutOff, lateToday });
		const { writes, held, settled } = decideChunk(facts, settings, on, today ? now : null);
		const written = await writeChunk(tx, on, writes, team);
		const sums = { debtors: facts.length, debts: writes.states.debtId.length, ...written, held, settled };
		await endChunk(tx, { on, chunk: claimed.chunk, now, sums });
		return sums;
	});
	return found && !isRefusal(answer) ? answer : null;
}

/** Why a debtor's debts get the steps they get, as the day run would decide now; null when there is no such debtor or no open debt. Changes nothing. */
export async function explainNextStep(door: Door, debtorId: bigint) {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { zone, settings } = await loadTenant(tx);
		const now = door.clock.now();
		const on = dateIn(zone, now);
		const lateToday = Temporal.Instant.compare(now, atLocal(zone, on, settings.openingCutOff)) >= 0;
		const [facts] = await loadChunk(tx, [debtorId], on, { zone, cutOff: settings.openingCutOff, lateToday, reading: true });
		if (!facts) return null;
		return explainTreatment({ ...facts, hoursLeft: workingSpan(facts.zones, on, settings, now) !== null }, settings, dayOf(on));
	});
}

/** Messages go out from mid-morning on, when they are read and do not wake. */
const messagesFrom = '10:00';

/** When a debtor may be called and written to on the day; null when no working hours are left. */
type Hours = { readonly span: Span; readonly messageAt: string; readonly windows: Map<string, { from: string; until: string }> };

const instantText = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds).toString();

/** The hours of a set of zones, worked out once per chunk and set. */
function hoursBook(
	settings: Settings,
	on: Temporal.PlainDate,
	notBefore: Temporal.Instant | null,
): (zones: readonly string[]) => Hours | null {
	const book = new Map<string, Hours | null>();
	return (zones) => {
		const key = zones.join(' ');
		const kept = book.get(key);
		if (kept !== undefined) return kept;
		const span = workingSpan(zones, on, settings, notBefore);
		const messageFrom = Math.max(...zones.map((zone) => atLocal(zone, on, messagesFrom).epochMilliseconds));
		const hours = span && { span, messageAt: instantText(Math.max(span.from, messageFrom)), windows: new Map() };
		book.set(key, hours);
		return hours;
	};
}

/**
 * The treatments of a chunk as columns to write.
 *
 * @param notBefore no window begins before this instant: the day run of a day that has begun plans what is left of it.
 */
export function decideChunk(
	facts: readonly LoadedDebtor[],
	settings: Settings,
	on: Temporal.PlainDate,
	notBefore: Temporal.Instant | null,
): { readonly writes: Writes; readonly held: number; readonly settled: number } {
	const day = dayOf(on);
	const hoursOf = hoursBook(settings, on, notBefore);
	const writes: Writes = {
		items: { debtorId: [], debtId: [], step: [], priority: [], from: [], until: [] },
		messages: { debtorId: [], debtId: [], step: [], template: [], dueAt: [] },
		states: { debtorId: [], debtId: [], stage: [], reviewOn: [], openedOn: [], keyCase: [] },
	};
	let held = 0;
	let settled = 0;
	for (const debtor of facts) {
		const hours = hoursOf(debtor.zones);
		const { calls, messages, states } = decideTreatment({ ...debtor, hoursLeft: hours !== null }, settings, day);
		if (hours) {
			for (const call of calls) {
				const key = `${call.part}/${call.parts}`;
				let window = hours.windows.get(key);
				if (!window) {
					const { from, until } = windowOf(hours.span, call.part, call.parts);
					window = { from: instantText(from), until: instantText(until) };
					hours.windows.set(key, window);
				}
				writes.items.debtorId.push(debtor.debtorId);
				writes.items.debtId.push(call.debtId);
				writes.items.step.push(call.step);
				writes.items.priority.push(call.priority);
				writes.items.from.push(window.from);
				writes.items.until.push(window.until);
			}
			for (const message of messages) {
				writes.messages.debtorId.push(debtor.debtorId);
				writes.messages.debtId.push(message.debtId);
				writes.messages.step.push(message.step);
				writes.messages.template.push(message.template);
				writes.messages.dueAt.push(hours.messageAt);
			}
		}
		for (const state of states) {
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
	return { writes, held, settled };
}
