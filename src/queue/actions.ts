import { arrangementViews } from '../arrangements/views.ts';
import { renderScript, scriptFor } from '../channels/scripts.ts';
import { wordsInUse } from '../channels/words-in-use.ts';
import { loadContactPoints, loadHolds } from '../contact/view.ts';
import { known } from '../core/assert.ts';
import { type Currency, formatMoney, isCurrency } from '../core/money.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, isBefore, startOfDay } from '../core/time.ts';
import type { DebtView } from '../debts/shapes.ts';
import { debtViews } from '../debts/views.ts';
import { findDebtor, mayOpen } from '../debtors/store.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { freeDebtors } from '../people/actions.ts';
import { change, type Door } from '../record/change.ts';
import { withoutWords, writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import type { CaseView, FloorView, NextAnswer, WorkItemView } from './shapes.ts';
import {
	claimNext,
	countWaiting,
	findCurrent,
	findUnended,
	findWithheld,
	floorCounts,
	freeUncertified,
	type ItemRow,
	listFloor,
	postponeCalls,
	releaseItem,
	sweepLeases,
	type Waiting,
	wasRefused,
} from './store.ts';
import { readTimeline } from './timeline.ts';

export function itemView(row: ItemRow): WorkItemView {
	return {
		id: String(row.id),
		debtor_id: String(row.debtor_id),
		debt_id: String(row.debt_id),
		kind: row.kind,
		step: row.step,
		business_date: row.business_date.toString(),
		callable_from: row.callable_from.toString(),
		callable_until: row.callable_until.toString(),
		claimed_at: row.claimed_at.toString(),
	};
}

/** Two desks meeting at one debtor: the database lets one have it, the other tries again. */
const raced = ['work_item_one_claim_per_debtor', 'work_item_one_claim_per_agent'];

/**
 * *Next*: gives the agent the best debtor that may be called now; pressed again without an outcome, the same one. With it what the desk shows beside:
 * how many wait and, when none does, when the next may be called. One transaction. Who has no passed exam and no training of the year is given only debtors who may be contacted
 * without (CN-H1, GB/T 45251-2025); where there is none of those now or later and others wait, they are told what is missing. Refusals: `work.not_certified`, `idempotency.key_reused_with_other_input`.
 */
export async function pressNext(door: Door, key?: string): Promise<NextAnswer | Refusal> {
	return change(door, { act: 'work.next', input: {}, key, retryOn: raced }, async ({ tx, now, actor }) => {
		const taken = await claimNext(tx, actor.id, now);
		const withheld = await withheldFrom(tx, actor.id, now, taken);
		return withheld === null
			? answerOf(taken)
			: refuse('work.not_certified', { exam: dateOr(withheld.exam_passed_on), training: dateOr(withheld.trained_on) });
	});
}

/** What a certificate is wanting for, where nothing else is or will be there for the agent; null otherwise. */
async function withheldFrom(tx: Tx, agentId: bigint, now: Temporal.Instant, { item, waiting, nextCallableAt }: Taken) {
	return item === null && waiting === 0 && nextCallableAt === null ? findWithheld(tx, agentId, now) : null;
}

const dateOr = (on: Temporal.PlainDate | null) => on?.toString() ?? '–';

/** The item *Next* gives, alone; null also where a certificate is wanting. */
export async function takeNext(door: Door, key?: string): Promise<WorkItemView | null> {
	const taken = await pressNext(door, key);
	if (isRefusal(taken) && taken.code === 'work.not_certified') return null;
	return known(isRefusal(taken) ? null : taken, 'answer of Next').item;
}

type Taken = { readonly item: ItemRow | null } & Waiting;
const answerOf = ({ item, waiting, nextCallableAt }: Taken, notCertified = false): NextAnswer => ({
	item: item && itemView(item),
	waiting,
	next_callable_at: nextCallableAt?.toString() ?? null,
	not_certified: notCertified,
});

/** What lies on the agent's desk, as *Next* would say it, without taking anything. */
export async function currentWork(door: Door): Promise<NextAnswer> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const lying = { item: await findCurrent(tx, door.actor.id), ...(await countWaiting(tx, door.actor.id, now)) };
		return answerOf(lying, (await withheldFrom(tx, door.actor.id, now, lying)) !== null);
	});
}

/** Leaving a debtor without an outcome needs a reason; the item goes back to the queue, to others first, and from when the gate allows a call. The reason is read in the case and goes with the debtor (PIPL 47). Refusals: `work.outcome_missing`, `work.already_closed`. */
export function release(
	door: Door,
	item: { debtorId: bigint; id: bigint; reason: string },
	key?: string,
): Promise<{ released: boolean } | Refusal> {
	const input = withoutWords(door.vault, { ...item });
	return change(door, { act: 'work.release', input, debtorId: item.debtorId, key }, async (act) => {
		const { tx, now, actor, tell } = act;
		// A call that was placed needs its outcome; no reason takes its place.
		if (await findUnended(tx, item.debtorId, actor.id, item.id)) return refuse('work.outcome_missing');
		const until = await refusedUntil(tx, item, actor.id, now);
		if (!(await releaseItem(tx, { ...item, agentId: actor.id, now }))) return refuse('work.already_closed');
		if (until !== null) postponeCalls(tx, item.debtorId, item.id, until.from, now);
		writeWords(act, { debtorId: item.debtorId, act: 'work.release', about: item.id, words: item.reason });
		tell('queue');
		return { released: true };
	});
}

/**
 * From when the debtor may be called where the gate refused this desk and lets nobody call any number of theirs now; `from` null where no number is left that could be called. Null where somebody
 * may call, or the gate names no time: a certificate that is missing is the agent's, not the next one's.
 */
async function refusedUntil(
	tx: Tx,
	item: { debtorId: bigint; id: bigint },
	agentId: bigint,
	now: Temporal.Instant,
): Promise<{ from: Temporal.Instant | null } | null> {
	const phones = (await loadContactPoints(tx, item.debtorId, now, agentId)).filter(
		({ party, kind }) => party === null && (kind === 'mobile' || kind === 'landline'),
	);
	const usable = phones.filter(({ state }) => state === 'unverified' || state === 'good');
	if (phones.length > 0 && usable.length === 0) return { from: null };
	if (usable.some(({ verdict }) => verdict.permitted) || !(await wasRefused(tx, item.debtorId, agentId, item.id))) return null;
	const times = usable.flatMap(({ verdict }) => (verdict.allowed_from === null ? [] : [Temporal.Instant.from(verdict.allowed_from)]));
	const first = times.reduce<Temporal.Instant | null>((least, each) => (least === null || isBefore(each, least) ? each : least), null);
	return first !== null && isBefore(now, first) ? { from: first } : null;
}

/**
 * Abandoned desks: items claimed long ago go back to the queue; and what is reserved for whoever is not there to take it is the team's: what a day run gave, in that moment, to an agent
 * who was going, and the work of those whose certificate has ended (CN-H1). How many items went back.
 */
export async function sweep(door: Door): Promise<number> {
	const swept = await change(door, { act: 'work.sweep', input: {} }, async ({ tx, now, actor }) => ({
		items: await sweepLeases(tx, now, Temporal.Duration.from({ hours: 2 })),
		freed_debtors: await freeDebtors(tx, null, actor.id, now),
		freed_items: await freeUncertified(tx, now),
	}));
	return isRefusal(swept) ? 0 : swept.items;
}

/** The whole case on one screen, for those who may see it: agents only debtors they may see (`mayOpen`). */
export async function loadCase(door: Door, debtorId: bigint): Promise<CaseView | Refusal> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const debtor = await findDebtor(tx, debtorId);
		const agent = door.actor.role === 'agent';
		// To an agent a debtor of other teams does not exist.
		if (!debtor || (agent && !(await mayOpen(tx, { agentId: door.actor.id, now }, debtorId))))
			return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
		const tenant = await loadTenant(tx);
		const debts = await debtViews(tx, debtorId, now);
		const points = await loadContactPoints(tx, debtorId, now, agent || door.actor.role === 'team_lead' ? door.actor.id : null);
		const holds = await loadHolds(tx, door.vault, debtorId);
		const { promises, plans } = await arrangementViews(tx, debtorId, now);
		const timeline = await readTimeline(tx, door.vault, debtorId);
		const words = await wordsInUse(tx);
		const item = await findCurrent(tx, door.actor.id);
		const mine = item && item.debtor_id === debtorId ? item : null;
		const open = debts.filter((debt) => debt.status === 'open');
		const held = new Set(holds.filter((hold) => hold.lifted_at === null).map((hold) => hold.debt_id));
		const free = open.filter(({ id }) => !held.has(id));
		const lead = free.find((debt) => debt.id === String(mine?.debt_id)) ?? free[0] ?? open[0];
		const own = points.filter((point) => point.party === null && point.kind !== 'address' && point.kind !== 'email');
		const best = own.find((point) => point.verdict.permitted) ?? own[0];
		const attempt = await openAttempt(tx, debtorId, door.actor.id);
		const surety = points.find(({ id, party }) => id === attempt?.contact_point_id && (party?.debt_ids.length ?? 0) > 0)?.party;
		const owedBySurety = [...free, ...open].find(({ id }) => surety?.debt_ids.includes(id));
		const placesOf = async (debt: DebtView) => ({
			agency: tenant.name,
			client: debt.client.name,
			name: debtor.name_masked,
			days: String(debt.days_past_due),
			amount: moneyText(debt.owed_minor, debt.currency),
			complaint: await complaintLine(tx, debt.client.id),
		});
		return {
			as_of: now.toString(),
			debtor: {
				id: String(debtor.id),
				name_masked: debtor.name_masked,
				id_masked: debtor.id_masked,
				kind: debtor.kind,
				language: debtor.language,
				zones: debtor.zones,
				key_case: debts.some((debt) => debt.key_case),
				status: open.length > 0 ? 'open' : (debts[0]?.status ?? 'closed'),
			},
			lamp: {
				permitted: best?.verdict.permitted ?? false,
				until: best?.verdict.usable_until ?? null,
				from: best?.verdict.allowed_from ?? null,
				sentence: best?.verdict.reasons.find((reason) => reason.verdict === 'refuses')?.sentence ?? null,
			},
			assignment: debtor.team_id === null ? null : { team: debtor.team_name, agent: debtor.agent_name },
			debts,
			contact_points: points,
			holds: holds.filter((hold) => hold.lifted_at === null),
			promises,
			plans,
			timeline: timeline.items,
			timeline_next: timeline.next,
			script: lead ? scriptFor(mine?.step ?? lead.stage, await placesOf(lead), words) : null,
			surety_script:
				surety && owedBySurety ? renderScript('surety', { ...(await placesOf(owedBySurety)), contact: surety.name_masked }, words) : null,
			third_party_script: renderScript('third party', { agency: tenant.name, name: debtor.name_masked }, words),
			work_item: mine ? itemView(mine) : null,
			open_attempt: attempt,
		};
	});
}

const moneyText = (minor: number, currency: string) =>
	isCurrency(currency) ? formatMoney({ minor: BigInt(minor), currency: currency satisfies Currency }) : String(minor);

async function complaintLine(tx: Tx, clientId: string): Promise<string> {
	const [row] = await tx.query<{ complaint_line: string | null }>('select complaint_line from client where tenant_id = $1 and id = $2', [
		tx.tenantId,
		BigInt(clientId),
	]);
	return row?.complaint_line ?? '12378';
}

/** This agent's call that still waits for its outcome. */
async function openAttempt(tx: Tx, debtorId: bigint, agentId: bigint): Promise<CaseView['open_attempt']> {
	const [row] = await tx.query<{ id: bigint; contact_point_id: bigint | null; placed_at: Temporal.Instant }>(
		`select a.id, a.contact_point_id, a.placed_at from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and a.made_by = $3 and a.channel = 'voice'
		    and not exists (select from contact_outcome o where o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id)
		  order by a.placed_at desc limit 1`,
		[tx.tenantId, debtorId, agentId],
	);
	return row
		? {
				id: String(row.id),
				contact_point_id: row.contact_point_id === null ? null : String(row.contact_point_id),
				placed_at: row.placed_at.toString(),
			}
		: null;
}

const awayAfter = Temporal.Duration.from({ minutes: 15 });

/** The floor (现场看板): who does what, since when, what came of the day, what needs the lead. */
export async function loadFloor(door: Door): Promise<FloorView> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { zone } = await loadTenant(tx);
		const today = dateIn(zone, now);
		const from = startOfDay(zone, today);
		const agents = await listFloor(tx, from);
		const { teams, refusals, needs, hours } = await floorCounts(tx, from, today, now);
		const recently = now.subtract({ minutes: awayAfter.minutes });
		return {
			as_of: now.toString(),
			agents: agents.map((row) => ({
				id: String(row.id),
				name: row.name,
				team: row.team,
				state:
					row.debtor_id !== null
						? ('on_case' as const)
						: row.last_at && Temporal.Instant.compare(row.last_at, recently) > 0
							? ('between' as const)
							: ('away' as const),
				since: (row.since ?? row.last_at)?.toString() ?? null,
				debtor: row.debtor_id === null ? null : { id: String(row.debtor_id), name_masked: row.name_masked ?? '' },
				attempts: Number(row.attempts),
				answered: Number(row.answered),
				right_party: Number(row.right_party),
				promises: Number(row.promises),
				promised: (row.promised ?? []).map((each) => ({ currency: each.currency, amount_minor: each.minor })),
			})),
			teams: teams.map((row) => ({
				id: String(row.id),
				name: row.name,
				open: Number(row.open),
				callable: Number(row.callable),
				claimed: Number(row.claimed),
				done: Number(row.done),
			})),
			hours: hours.map((row) => ({ hour: row.hour, attempts: Number(row.attempts), answered: Number(row.answered) })),
			refusals: refusals.map((row) => ({ rule: row.rule, count: Number(row.n) })),
			needs: {
				broken_promises: Number(needs.broken),
				unmatched_payments: Number(needs.unmatched),
				overpaid_payments: Number(needs.overpaid),
				recall_within_a_week: Number(needs.recall_soon),
				unassigned_debtors: Number(needs.unassigned),
				messages_without_answer: Number(needs.stuck_messages),
				messages_not_made: Number(needs.unmade_messages),
			},
		};
	});
}
