import { checkAnswer, flagWords } from '../content/flags.ts';
import { assert } from '../core/assert.ts';
import { liftHold, placeHold } from '../contact/actions.ts';
import { groundCode } from '../contact/hold-grounds.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { isAskedInWriting } from '../law/hold-kinds.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { hashOfSecret, newSecret, type Vault } from '../host/vault.ts';
import type { Act, Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { holidaysKnownUntil, isWorkdayInChina } from './calendar.ts';
import { fileView } from './files.ts';
import { clockOf, type ComplaintKind, holdOf } from './rules.ts';
import type { ComplaintLine, ComplaintList, ComplaintView, Verdict } from './shapes.ts';
import {
	type ComplaintFilter,
	type ComplaintRow,
	findComplaint,
	findLogin,
	hasExtended,
	insertComplaint,
	insertEvent,
	insertLink,
	involvedIn,
	listComplaints,
	listEvents,
	listFiles,
	ownDebts,
	updateComplaint,
} from './store.ts';

export type Filing = {
	readonly debtorId: bigint;
	readonly kind: ComplaintKind;
	readonly channel: ComplaintLine['channel'];
	readonly words: string;
	readonly wanted?: string | undefined;
	readonly debtIds?: readonly bigint[] | undefined;
	readonly aboutLogin?: bigint | null | undefined;
	readonly regulatorReference?: string | undefined;
	/** When it was received; now unless said (a letter of last Friday). */
	readonly receivedAt?: Temporal.Instant | undefined;
	/** The call it was said in, and the holds that are placed already, by its outcome or by hand: they are this one's. */
	readonly said?: { readonly attemptId: bigint | null; readonly holdIds: readonly bigint[] } | undefined;
};

const daysBackMax = 60;
const context = (id: bigint) => `complaint ${id}`;

/**
 * Takes in a complaint, dispute, hardship or request to stop. In the same transaction contact is held (on the debts it names, or on the debtor), work is cancelled and queued
 * messages are withdrawn; its clock begins. Refusals: `thing.not_found` (debtor, a debt that is not theirs, a login), `complaint.received_ahead`.
 */
export async function fileComplaint(act: Act, filing: Filing): Promise<{ id: string; due_on: string } | Refusal> {
	const { debtorId, kind } = filing;
	lockDebtor(act.tx, debtorId);
	const found = await act.tx.query('select 1 from debtor where tenant_id = $1 and id = $2', [act.tx.tenantId, debtorId]);
	if (found.length === 0) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
	const debtIds = [...new Set(filing.debtIds ?? [])];
	const own = await ownDebts(act.tx, debtorId, debtIds);
	const strange = debtIds.find((id) => !own.includes(id));
	if (strange !== undefined) return refuse('thing.not_found', { what: 'debt', id: String(strange) });
	const about = filing.aboutLogin ?? null;
	if (about !== null && !(await findLogin(act.tx, about))) return refuse('thing.not_found', { what: 'login', id: String(about) });
	const receivedAt = filing.receivedAt ?? act.now;
	const earliest = act.now.subtract({ hours: 24 * daysBackMax });
	if (Temporal.Instant.compare(receivedAt, act.now) > 0 || Temporal.Instant.compare(receivedAt, earliest) < 0)
		return refuse('complaint.received_ahead', { days: String(daysBackMax) });
	const holdIds = await holdFor(act, filing, debtIds);
	const { zone } = await loadTenant(act.tx);
	const receivedOn = dateIn(zone, receivedAt);
	const text = JSON.stringify({ words: filing.words, wanted: filing.wanted ?? '' });
	const id = await insertComplaint(
		act.tx,
		{
			debtorId,
			kind,
			channel: filing.channel,
			receivedAt,
			receivedOn,
			debtIds,
			aboutLogin: about,
			regulatorReference: filing.regulatorReference ?? '',
			attemptId: filing.said?.attemptId ?? null,
			receivedBy: act.actor.id,
			holdIds,
		},
		(made) => act.vault.seal(text, context(made)),
	);
	await insertEvent(act.tx, { debtorId, complaintId: id, at: act.now, what: 'received', by: act.actor.id, note: null });
	act.tell('complaints');
	act.tell(`debtor ${debtorId}`);
	return { id: String(id), due_on: clockOf(kind, receivedOn, 0, isWorkdayInChina).dueOn.toString() };
}

/** The holds of a filing: one on the debtor, or one on each debt it names. An outcome of a call has placed its own already. */
async function holdFor(act: Act, { debtorId, kind, channel, said }: Filing, debtIds: readonly bigint[]): Promise<readonly bigint[]> {
	if (said && said.holdIds.length > 0) return said.holdIds;
	const placed: bigint[] = [];
	for (const debtId of debtIds.length > 0 && kind !== 'cease' ? debtIds : [null]) {
		const facts = factsOf(kind, channel);
		const { holdId } = await placeHold(act, {
			debtorId,
			debtId,
			kind: holdOf[kind],
			days: null,
			evidence: groundCode({ by: 'filed', kind, channel }),
			facts,
		});
		placed.push(BigInt(holdId));
	}
	return placed;
}

/** Whether it is in writing, where the law asks and the way it came tells: not at the desk or by another system, where it may be either. */
function factsOf(kind: ComplaintKind, channel: ComplaintLine['channel']): { written?: boolean } {
	return isAskedInWriting(holdOf[kind]) && channel !== 'desk' && channel !== 'api' ? { written: channel !== 'phone' } : {};
}

async function found(act: Act, id: bigint): Promise<ComplaintRow | Refusal> {
	const row = await findComplaint(act.tx, id);
	if (!row) return refuse('thing.not_found', { what: 'complaint', id: String(id) });
	lockDebtor(act.tx, row.debtor_id);
	return (await findComplaint(act.tx, id, true)) ?? refuse('thing.not_found', { what: 'complaint', id: String(id) });
}

type Done = { id: string; state: string };
const wrongState = (row: ComplaintRow) => refuse('complaint.wrong_state', { state: row.state });

async function note(act: Act, row: ComplaintRow, what: string, words: string | null, verdict?: Verdict): Promise<void> {
	const sealed = words === null ? null : act.vault.seal(words, context(row.id));
	const event = { debtorId: row.debtor_id, complaintId: row.id, at: act.now, what, by: act.actor.id, note: sealed };
	await insertEvent(act.tx, verdict ? { ...event, verdict } : event);
	// An answer was looked at before it was given.
	if (words !== null && !verdict) flagWords(act, { debtorId: row.debtor_id, source: 'complaint', sourceId: row.id, words });
	act.tell('complaints');
	act.tell(`debtor ${row.debtor_id}`);
}

/** Whoever is part of the case has no part in what the debtor brings about it (CN-C1). */
async function partIn(act: Act, row: ComplaintRow, loginId: bigint = act.actor.id): Promise<Refusal | null> {
	const part = (await involvedIn(act.tx, row.debtor_id)).find((each) => each.login_id === loginId);
	return part ? refuse('complaint.handler_involved', { name: part.name, how: part.how }) : null;
}

/**
 * Gives a complaint to somebody to look into: oneself, or another. Nobody handles what concerns a case they are part of: who contacted, promised, planned, is assigned or is
 * complained about (CN-C1: handled by someone not involved). Refusals: `complaint.handler_involved` names how, `complaint.own_extension`, `complaint.wrong_state`, `thing.not_found`.
 */
export async function takeComplaint(act: Act, id: bigint, handlerId: bigint = act.actor.id): Promise<Done | Refusal> {
	const row = await found(act, id);
	if (isRefusal(row)) return row;
	if (row.state !== 'received' && row.state !== 'investigating') return wrongState(row);
	const login = await findLogin(act.tx, handlerId);
	if (!login || login.closed || !['compliance', 'manager', 'team_lead'].includes(login.role))
		return refuse('thing.not_found', { what: 'handler', id: String(handlerId) });
	const part = await partIn(act, row, handlerId);
	if (part) return part;
	// Whoever handles it does not allow its longer term, whichever came first.
	if (await hasExtended(act.tx, row, handlerId)) return refuse('complaint.own_extension');
	await updateComplaint(act.tx, row, { state: 'investigating', handlerId });
	await note(act, row, 'taken', null);
	return { id: String(id), state: 'investigating' };
}

/** Allows the next longer term. Neither whoever handles it nor who is part of the case allows it. Refusals: `complaint.own_extension`, `complaint.handler_involved`, `complaint.no_longer_term`, `complaint.wrong_state`. */
export async function extendComplaint(act: Act, id: bigint, reason: string): Promise<Done | Refusal> {
	const row = await found(act, id);
	if (isRefusal(row)) return row;
	if (row.state !== 'received' && row.state !== 'investigating') return wrongState(row);
	if (row.handler_id === act.actor.id) return refuse('complaint.own_extension');
	const part = await partIn(act, row);
	if (part) return part;
	const { zone } = await loadTenant(act.tx);
	const clock = clockOfRow(row, zone);
	if (clock.extensionsLeft === 0 || Temporal.PlainDate.compare(dateIn(zone, act.now), clock.dueOn) > 0)
		return refuse('complaint.no_longer_term', { due: clock.dueOn.toString() });
	await updateComplaint(act.tx, row, { state: row.state, extensions: row.extensions + 1 });
	await note(act, row, 'extended', reason);
	return { id: String(id), state: row.state };
}

/**
 * Answers: verdict and words, by its handler alone. What was not upheld lets contact begin again; a dispute or hardship that was upheld, and a request to stop, stay held until
 * somebody lifts the hold for a reason of its own. Refusals: `complaint.not_the_handler`, `complaint.wrong_state`, `text.blocked`: an answer
 * threatens and shames no more than a message.
 */
export async function answerComplaint(act: Act, id: bigint, answer: { verdict: Verdict; words: string }): Promise<Done | Refusal> {
	const row = await found(act, id);
	if (isRefusal(row)) return row;
	if (row.state !== 'investigating') return wrongState(row);
	if (row.handler_id !== act.actor.id) return refuse('complaint.not_the_handler', { handler: row.handler_name ?? '–' });
	// Somebody may have become part of the case since they took it.
	const part = await partIn(act, row);
	if (part) return part;
	const blocked = checkAnswer(act, { debtorId: row.debtor_id, source: 'answer', sourceId: id, words: answer.words });
	if (blocked) return blocked;
	const answerSealed = act.vault.seal(answer.words, context(row.id));
	await updateComplaint(act.tx, row, { state: 'answered', answeredAt: act.now, verdict: answer.verdict, answerSealed });
	await note(act, row, 'answered', answer.words, answer.verdict);
	if (row.kind === 'complaint' || (row.kind !== 'cease' && answer.verdict === 'not_upheld')) await liftHolds(act, row);
	return { id: String(id), state: 'answered' };
}

/** Lifts the holds this complaint placed, as far as nobody lifted them before; another that is still open keeps its own. */
async function liftHolds(act: Act, row: ComplaintRow): Promise<void> {
	const { zone } = await loadTenant(act.tx);
	for (const holdId of row.hold_ids) {
		const lifted = await liftHold(act, { debtorId: row.debtor_id, holdId, today: dateIn(zone, act.now) });
		assert(!isRefusal(lifted) || lifted.code === 'hold.already_lifted', 'a complaint names its own holds');
	}
}

/**
 * Closes what was answered, or opens it again when the debtor does not accept the answer: it waits for a handler and has its first term again, from this day. What was answered before
 * stands in its timeline. Who is part of the case does not close it. Refusals: `complaint.wrong_state`, `complaint.handler_involved`.
 */
export async function closeComplaint(act: Act, id: bigint, what: 'closed' | 'reopened', reason: string): Promise<Done | Refusal> {
	const row = await found(act, id);
	if (isRefusal(row)) return row;
	if (row.state !== 'answered' && !(what === 'reopened' && row.state === 'closed')) return wrongState(row);
	const part = what === 'closed' ? await partIn(act, row) : null;
	if (part) return part;
	if (what === 'closed') await updateComplaint(act.tx, row, { state: 'closed', closedAt: act.now });
	else {
		const { holdId } = await placeHold(act, {
			debtorId: row.debtor_id,
			debtId: null,
			kind: holdOf[row.kind],
			days: null,
			evidence: groundCode({ by: 'reopened', kind: row.kind }),
			facts: factsOf(row.kind, row.channel),
		});
		const holdIds = [...row.hold_ids, BigInt(holdId)];
		await updateComplaint(act.tx, row, {
			state: 'received',
			handlerId: null,
			extensions: 0,
			answeredAt: null,
			verdict: null,
			answerSealed: null,
			holdIds,
		});
	}
	await note(act, row, what, reason);
	return { id: String(id), state: what === 'closed' ? 'closed' : 'received' };
}

const linkDays = 14;

/** A link for the debtor: shown once, kept as its hash, valid for 14 days. Refusal: `thing.not_found`. */
export async function makeLink(act: Act, debtorId: bigint): Promise<{ path: string; expires_at: string } | Refusal> {
	const found = await act.tx.query('select 1 from debtor where tenant_id = $1 and id = $2', [act.tx.tenantId, debtorId]);
	if (found.length === 0) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
	const secret = newSecret();
	const expiresAt = act.now.add({ hours: 24 * linkDays });
	await insertLink(act.tx, { debtorId, hash: hashOfSecret(secret), by: act.actor.id, now: act.now, expiresAt });
	return { path: `/portal/${act.tx.tenantId}.${secret}`, expires_at: expiresAt.toString() };
}

/** Counted from the day it was received, or opened again. */
const clockOfRow = (row: ComplaintRow, zone: string) =>
	clockOf(row.kind, row.reopened_at ? dateIn(zone, row.reopened_at) : row.received_on, row.extensions, isWorkdayInChina);

function lineOf(row: ComplaintRow, today: Temporal.PlainDate, zone: string): ComplaintLine {
	const clock = clockOfRow(row, zone);
	const answeredOn = row.answered_at === null ? today : dateIn(zone, row.answered_at);
	return {
		id: String(row.id),
		debtor_id: String(row.debtor_id),
		debtor_name: row.debtor_name,
		kind: row.kind,
		channel: row.channel,
		received_at: row.received_at.toString(),
		state: row.state,
		handler: row.handler_name,
		handler_id: row.handler_id === null ? null : String(row.handler_id),
		about: row.about_name,
		verdict: row.verdict,
		due_on: clock.dueOn.toString(),
		answer_by: clock.answerBy.toString(),
		acknowledge_by: clock.acknowledgeBy.toString(),
		extensions: row.extensions,
		extensions_left: clock.extensionsLeft,
		calendar_unpublished: [clock.dueOn, clock.acknowledgeBy].some((on) => on.year > holidaysKnownUntil),
		late: Temporal.PlainDate.compare(answeredOn, clock.dueOn) > 0,
	};
}

/** A page of the list, open ones first. */
export function complaintLines(door: Door, asked: ComplaintFilter): Promise<ComplaintList> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { zone } = await loadTenant(tx);
		const today = dateIn(zone, door.clock.now());
		const { items, next } = await listComplaints(tx, asked);
		return { items: items.map((row) => lineOf(row, today, zone)), next: next === null ? null : String(next) };
	});
}

/** What one debtor brought. Refusal: `thing.not_found`. */
export async function complaintsOfDebtor(door: Door, debtorId: bigint): Promise<ComplaintList | Refusal> {
	const found = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query('select 1 from debtor where tenant_id = $1 and id = $2', [tx.tenantId, debtorId]),
	);
	if (found.length === 0) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
	return complaintLines(door, { debtorId, limit: 10_000 });
}

/** What this debtor filed through a link, for its confirmation; null: nothing under this number. */
export function receivedThrough(door: Door, debtorId: bigint, id: bigint): Promise<{ id: string; due_on: string } | null> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const row = await findComplaint(tx, id);
		if (row?.debtor_id !== debtorId || row.channel !== 'portal') return null;
		return { id: String(row.id), due_on: clockOfRow(row, (await loadTenant(tx)).zone).dueOn.toString() };
	});
}

/** One complaint with its words, its timeline and who may not handle it. Refusal: `thing.not_found`. */
export function complaintView(door: Door, id: bigint): Promise<ComplaintView | Refusal> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const row = await findComplaint(tx, id);
		return row ? viewIn(tx, door.vault, row, door.clock.now()) : refuse('thing.not_found', { what: 'complaint', id: String(id) });
	});
}

async function viewIn(tx: Tx, vault: Vault, row: ComplaintRow, now: Temporal.Instant): Promise<ComplaintView> {
	const { zone } = await loadTenant(tx);
	// Emptied with a debtor who is erased.
	const said =
		row.words_sealed.length === 0
			? { words: '', wanted: '' }
			: (JSON.parse(vault.open(row.words_sealed, context(row.id))) as { words: string; wanted: string });
	return {
		...lineOf(row, dateIn(zone, now), zone),
		words: said.words,
		wanted: said.wanted,
		answer: row.answer_sealed && vault.open(row.answer_sealed, context(row.id)),
		debt_ids: row.debt_ids.map(String),
		regulator_reference: row.regulator_reference,
		files: (await listFiles(tx, row.id)).map(fileView),
		involved: (await involvedIn(tx, row.debtor_id)).map((each) => ({ ...each, login_id: String(each.login_id) })),
		events: (await listEvents(tx, row.debtor_id, row.id)).map((event) => ({
			at: event.at.toString(),
			what: event.what,
			by: event.by_name,
			note: event.note_sealed && vault.open(event.note_sealed, context(row.id)),
			verdict: event.verdict,
		})),
	};
}
