import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, startOfDay } from '../core/time.ts';
import { cancelWork, setReviewOn, withdrawMessages } from '../debts/pressure.ts';
import { lockDebtor } from '../debtors/store.ts';
import { bookFor, jurisdictionFrom } from '../law/books.ts';
import { isAskedInWriting, isEndedByPerson, isOfPerson, isOpenedBy } from '../law/hold-kinds.ts';
import type { LawBook } from '../law/rows.ts';
import { breathingDays, breathingSpaceOver, breathingZone, hasBreathingSpace, startOfNoticed } from '../law/uk.ts';
import { type Act, indexOfWords } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import type { HoldKind } from './rules.ts';
import type { AttorneyBody, HoldBody, HoldChangeBody } from './shapes.ts';
import { findHold, type HoldFacts, insertHold, updateHold } from './store.ts';
import { belongs, findWhereabouts } from './wish-store.ts';

/** Holds: placed by what was said, by hand with what the law asks of them, changed by what is learned later, and lifted. */
const malformed = (reason: string) => refuse('request.malformed', { reason });
const attorneyContext = (debtorId: bigint) => `attorney of debtor ${debtorId}`;

/** The name and the address of an attorney, sealed; null when neither is known. */
function sealedAttorney(act: Act, debtorId: bigint, { name = '', contact = '' }: AttorneyBody): Buffer | null {
	return name === '' && contact === '' ? null : act.vault.seal(JSON.stringify({ name, contact }), attorneyContext(debtorId));
}

/** What was sealed with a hold; empty words where nothing was. */
export function attorneyOf(vault: Act['vault'], debtorId: bigint, sealed: Buffer | null): { name: string; contact: string } {
	return sealed === null
		? { name: '', contact: '' }
		: (JSON.parse(vault.open(sealed, attorneyContext(debtorId))) as { name: string; contact: string });
}

/**
 * Places a hold: from now the gate refuses, open work is cancelled and queued messages are withdrawn; with `debtId` what is about that debt, and the debtor's others go on.
 * `days` null: until lifted; `untilAt` instead, where the law says the end. `facts`: what the law asks of the hold besides.
 */
export async function placeHold(
	act: Act,
	hold: {
		debtorId: bigint;
		debtId: bigint | null;
		kind: HoldKind;
		days: number | null;
		untilAt?: Temporal.Instant | null;
		evidence: string;
		facts?: HoldFacts;
	},
): Promise<{ holdId: string }> {
	lockDebtor(act.tx, hold.debtorId);
	// A hold that waited for a contact's lock begins after that contact, and none comes later.
	await act.tx.settle();
	const untilAt = hold.days === null ? (hold.untilAt ?? null) : act.now.add({ hours: 24 * hold.days });
	const placing = insertHold(act.tx, { ...hold, facts: hold.facts ?? {}, fromAt: act.now, untilAt, placedBy: act.actor.id });
	const [holdId] = await Promise.all([placing, stopContact(act, hold)]);
	act.tell(`debtor ${hold.debtorId}`);
	return { holdId: String(holdId) };
}

const todayOf = async (act: Act) => dateIn((await loadTenant(act.tx)).zone, act.now);

/** A hold on one debt stops what was planned about that one; what it had spoken for the others too is planned anew by the next day run. */
async function stopContact(
	act: Act,
	{ debtorId, debtId, kind }: { debtorId: bigint; debtId: bigint | null; kind: HoldKind },
): Promise<void> {
	const of = debtId === null ? {} : { debtIds: [debtId] };
	withdrawMessages(act, debtorId, `hold: ${kind}`, of);
	const cancelled = await cancelWork(act, debtorId, `hold: ${kind}`, of);
	if (debtId !== null && cancelled > 0) setReviewOn(act, debtorId, await todayOf(act));
}

/**
 * Places a hold a person asks for, with what the law asks of its kind. A breathing space of England and Wales ends when its regulations say (UK-B1), whatever the desk would
 * like. Refusals: `thing.not_found` (debtor, debt), `request.malformed` for what does not belong to the kind, `hold.term_by_law`.
 */
export async function placeHoldByHand(act: Act, debtorId: bigint, body: HoldBody): Promise<{ holdId: string } | Refusal> {
	const wrong = wrongHold(body);
	if (wrong) return malformed(wrong);
	if (body.days !== null && isEndedByPerson(body.kind))
		return malformed('days：须答复或解除才结束，不得限天数 (no lapse of days ends it: it is answered or lifted)');
	lockDebtor(act.tx, debtorId);
	const where = await findWhereabouts(act.tx, debtorId);
	if (where === null) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
	if (body.debt_id !== undefined && !(await belongs(act.tx, debtorId, 'debt', body.debt_id)))
		return refuse('thing.not_found', { what: 'debt', id: body.debt_id });
	if (body.debt_id !== undefined && isOfPerson(body.kind))
		return malformed('debt_id：属于本人，不限于一笔债务 (of the person, not of one debt)');
	const term = termOf(act, body, where);
	if ('code' in term) return term;
	const { attorney } = body;
	const placed = await placeHold(act, {
		debtorId,
		debtId: body.debt_id === undefined ? null : BigInt(body.debt_id),
		kind: body.kind,
		...term,
		evidence: body.evidence,
		facts: {
			written: body.written,
			attorney: attorney?.state,
			attorneySealed: attorney && sealedAttorney(act, debtorId, attorney),
			crisis: body.crisis,
			treatmentEndedOn: body.treatment_ended_on,
		},
	});
	// An attorney who does not stand in the way stops nothing: the next day run goes on.
	if (attorney && isOpenedBy(attorney.state)) setReviewOn(act, debtorId, await todayOf(act));
	return placed;
}

/** A hold as the record keeps what was asked: neither the debtor's words nor the attorney's name. */
export function recordedHold<Body extends HoldChangeBody>(vault: Act['vault'], body: Body) {
	const { attorney, evidence, ...rest } = body;
	return {
		...rest,
		evidence: indexOfWords(vault, evidence),
		...(attorney
			? { attorney: { state: attorney.state, who: indexOfWords(vault, JSON.stringify([attorney.name, attorney.contact])) } }
			: {}),
	};
}

type Said = {
	readonly kind: HoldKind;
	readonly written?: boolean | undefined;
	readonly attorney?: AttorneyBody | undefined;
	readonly crisis?: boolean | undefined;
	readonly begun_on?: string | undefined;
	readonly treatment_ended_on?: string | undefined;
};

/** What does not belong to the kind; null when all does. */
function wrongHold(body: Said): string | null {
	if (body.written !== undefined && !isAskedInWriting(body.kind))
		return 'written：仅用于异议与停止联系的请求 (for a dispute or a request to stop)';
	if (body.attorney !== undefined && body.kind !== 'counsel') return 'attorney：仅用于已委托律师 (for one represented by counsel)';
	const ofBreathing = [body.crisis, body.begun_on, body.treatment_ended_on].some((part) => part !== undefined);
	if (ofBreathing && body.kind !== 'breathing_space') return 'crisis, begun_on, treatment_ended_on：仅用于喘息期 (for a breathing space)';
	return body.treatment_ended_on !== undefined && !body.crisis
		? 'treatment_ended_on：仅用于心理危机的喘息期 (for one of a mental health crisis)'
		: null;
}

type Term = { readonly days: number | null; readonly untilAt: Temporal.Instant | null };
type Where = { readonly jurisdiction: string; readonly kind: string };

/** When a hold ends: as asked, but for a breathing space where its regulations hold. */
function termOf(act: Act, body: HoldBody, where: Where): Term | Refusal {
	if (body.kind !== 'breathing_space') return { days: body.days, untilAt: null };
	if (!hasBreathingSpace(lawWhere(where)))
		return body.crisis || body.begun_on !== undefined
			? malformed('crisis, begun_on：仅用于英格兰与威尔士法定的喘息期 (for one under the regulations of England and Wales)')
			: { days: body.days, untilAt: null };
	if (body.days !== null && (body.crisis || body.days !== breathingDays))
		return refuse('hold.term_by_law', { days: String(breathingDays) });
	const today = dateIn(breathingZone, act.now);
	const latestStart = startOfNoticed(today);
	const begunOn = body.begun_on === undefined ? latestStart : Temporal.PlainDate.from(body.begun_on);
	const endedOn = body.treatment_ended_on === undefined ? null : Temporal.PlainDate.from(body.treatment_ended_on);
	if (Temporal.PlainDate.compare(begunOn, latestStart) > 0 || Temporal.PlainDate.compare(endedOn ?? today, today) > 0)
		return malformed('begun_on, treatment_ended_on：在将来 (lies ahead)');
	const over = breathingSpaceOver(begunOn, body.crisis ? { treatmentEndedOn: endedOn } : null);
	if (over !== null && Temporal.PlainDate.compare(over, today) <= 0)
		return malformed('begun_on, treatment_ended_on：期限已过 (its term is over)');
	return { days: null, untilAt: over && startOfDay(breathingZone, over) };
}

/** The law where the debtor may be. */
export function lawWhere({ jurisdiction, kind }: Where): LawBook {
	const places = jurisdiction.split(/[\s,]+/).map(jurisdictionFrom);
	return bookFor({ places, collector: 'agency', kind: kind === 'company' ? 'business' : 'consumer' });
}

/**
 * What was learned of a hold since: that it was put in writing, who the attorney is and whether they answer, that the treatment of a crisis ended. It binds the gate at
 * once. Refusals: `thing.not_found`, `hold.already_lifted`, `request.malformed` for what does not belong to the kind.
 */
export async function changeHold(
	act: Act,
	hold: { debtorId: bigint; holdId: bigint; change: HoldChangeBody },
): Promise<{ holdId: string } | Refusal> {
	const { debtorId, holdId, change } = hold;
	lockDebtor(act.tx, debtorId);
	const found = await findHold(act.tx, debtorId, holdId);
	if (!found) return refuse('thing.not_found', { what: 'hold', id: String(holdId) });
	if (found.lifted_at) return refuse('hold.already_lifted');
	const { written, attorney, treatment_ended_on: endedOn } = change;
	const wrong =
		wrongHold({ kind: found.kind, crisis: found.crisis || undefined, ...change }) ??
		(written === undefined && attorney === undefined && endedOn === undefined
			? 'written, attorney, treatment_ended_on：至少一项 (at least one)'
			: null);
	if (wrong) return malformed(wrong);
	const today = dateIn(breathingZone, act.now);
	if (endedOn !== undefined && endedOn > today.toString()) return malformed('treatment_ended_on：在将来 (lies ahead)');
	const over = endedOn === undefined ? null : breathingSpaceOver(today, { treatmentEndedOn: Temporal.PlainDate.from(endedOn) });
	await updateHold(
		act.tx,
		{ debtorId, holdId },
		{
			written,
			attorney: attorney?.state,
			attorneySealed: attorney && sealedAttorney(act, debtorId, attorney),
			treatmentEndedOn: endedOn,
			untilAt: over === null ? undefined : startOfDay(breathingZone, over),
			evidence: change.evidence,
		},
	);
	if (attorney && !isOpenedBy(attorney.state)) await stopContact(act, { debtorId, debtId: found.debt_id, kind: found.kind });
	setReviewOn(act, debtorId, await todayOf(act));
	act.tell(`debtor ${debtorId}`);
	return { holdId: String(holdId) };
}

/**
 * Lifts a hold; the debtor's debts are reviewed by the next day run. What a plan holds ends with the plan (CN-L2). Refusals: `thing.not_found`, `hold.already_lifted`,
 * `hold.of_plan`.
 */
export async function liftHold(
	act: Act,
	hold: { debtorId: bigint; holdId: bigint; today: Temporal.PlainDate },
): Promise<{ holdId: string } | Refusal> {
	lockDebtor(act.tx, hold.debtorId);
	const found = await findHold(act.tx, hold.debtorId, hold.holdId);
	if (!found) return refuse('thing.not_found', { what: 'hold', id: String(hold.holdId) });
	if (found.lifted_at) return refuse('hold.already_lifted');
	if (found.kind === 'kept_plan') return refuse('hold.of_plan');
	await act.tx.query('update hold set lifted_at = $4, lifted_by = $5 where tenant_id = $1 and debtor_id = $2 and id = $3', [
		act.tx.tenantId,
		hold.debtorId,
		hold.holdId,
		act.now,
		act.actor.id,
	]);
	setReviewOn(act, hold.debtorId, hold.today);
	act.tell(`debtor ${hold.debtorId}`);
	return { holdId: String(hold.holdId) };
}

/** Lifts the holds of plans that ended, in one statement however many; the debtors are looked at again. */
export function liftPlanHolds(
	act: Act,
	plans: readonly { readonly debtorId: bigint; readonly evidence: string }[],
	today: Temporal.PlainDate,
): void {
	if (plans.length === 0) return;
	const debtorIds = plans.map((each) => each.debtorId);
	act.tx.later(
		null,
		`update hold h set lifted_at = $4, lifted_by = $5 from unnest($2::bigint[], $3::text[]) as ended (debtor_id, evidence)
		  where h.tenant_id = $1 and h.debtor_id = ended.debtor_id and h.kind = 'kept_plan' and h.evidence = ended.evidence and h.lifted_at is null`,
		[act.tx.tenantId, debtorIds, plans.map((each) => each.evidence), act.now, act.actor.id],
	);
	setReviewOn(act, debtorIds, today);
}
