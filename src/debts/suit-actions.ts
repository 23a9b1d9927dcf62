import { known } from '../core/assert.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import { bookForDebts, jurisdictionFrom } from '../law/books.ts';
import { lawInForce } from '../law/rows.ts';
import { maySue } from '../law/steps.ts';
import type { Act, Door } from '../record/change.ts';
import { loadWords, writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { limitationOfDebt, limitationRulesOf } from './limitation.ts';
import { loadLimitations } from './limitation-store.ts';
import type { SuitBody, SuitList, SuitState, SuitStep, SuitStepBody, SuitView } from './suit-shapes.ts';
import {
	type DebtToSue,
	insertSuit,
	listSuits,
	loadDebtToSue,
	loadSuit,
	saveEnforcement,
	saveSuit,
	stateOf,
	type SuitRow,
} from './suit-store.ts';

const malformed = (reason: string) => refuse('request.malformed', { reason });

/**
 * Refers a debt for suit, or records one the creditor brought. What this house means to bring is asked of the debtor's law first: a debt barred by time or whose last day to sue nobody
 * found (US-B1, UK-S1-SCT), a court where neither the contract was signed nor the consumer lives (US-J1, 12 CFR 1006.30(d)), a hold that stops it. What the creditor brought has
 * happened and is only recorded. Refusals: `suit.*`, `debt.not_open`, `thing.not_found`, `request.malformed`.
 */
export async function referSuit(act: Act, debtorId: bigint, suit: SuitBody): Promise<{ id: string } | Refusal> {
	const today = dateIn((await loadTenant(act.tx)).zone, act.now);
	if ((suit.brought_by === 'creditor') !== (suit.filed_on !== undefined))
		return malformed('filed_on：仅登记债权人已提起的案件时填写 (of a suit the creditor brought, and only of that)');
	if (suit.filed_on !== undefined && suit.filed_on > today.toString()) return malformed('filed_on：在将来 (lies ahead)');
	lockDebtor(act.tx, debtorId);
	const debt = await loadDebtToSue(act.tx, debtorId, suit.debt_id, act.now);
	if (!debt) return refuse('thing.not_found', { what: 'debt', id: suit.debt_id });
	if (suit.brought_by === 'us') {
		if (debt.status !== 'open') return refuse('debt.not_open', { status: debt.status });
		const other = (await listSuits(act.tx, debtorId)).find(
			(each) => String(each.debt_id) === suit.debt_id && standsInTheWay.includes(stateOf(each)),
		);
		if (other) return refuse('suit.under_way', { suit: String(other.id) });
		const refused = await lawOfSuit(act, { debtorId, debt, suit, today });
		if (refused) return refused;
	}
	const id = await insertSuit(act.tx, debtorId, suit, { now: act.now, by: act.actor.id });
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

/** A suit that is on its way or was judged: the same is not brought again; one that was dismissed or withdrawn may be. */
const standsInTheWay: readonly SuitState[] = ['referred', 'pending', 'judged', 'enforcement'];

/** What the debtor's law says of a suit this house means to bring on a date of the agency; null: it may. */
async function lawOfSuit(
	act: Act,
	{ debtorId, debt, suit, today }: { debtorId: bigint; debt: DebtToSue; suit: SuitBody; today: Temporal.PlainDate },
): Promise<Refusal | null> {
	const debtId = BigInt(suit.debt_id);
	const { facts } = known((await loadLimitations(act.tx, [{ debtorId, debtId }])).get(debtId), 'limitation');
	const places = debt.jurisdiction.split(/[\s,]+/);
	// Where a court may turn a barred debt away, its own law must be known: of somebody in Beijing or New York the three years of China say nothing of New York.
	const limited = { dueOn: debt.overdue_since.toString(), product: debt.product };
	const laws = limitationRulesOf(places.map(jurisdictionFrom));
	const barring = laws.filter((law) => law === 'US-B1' || law === 'UK-S1-SCT');
	const limitation = limitationOfDebt(barring, limited, facts);
	const kind = debt.debtor_kind === 'company' || debt.product === 'invoice' ? 'business' : 'consumer';
	const book = bookForDebts(places.map(jurisdictionFrom), [{ collector: debt.collects_as, kind, product: debt.product }]);
	return maySue(
		{
			rows: new Set(lawInForce(book, today).map((row) => row.id)),
			holds: debt.holds,
			limitation: { endsOn: limitation.endsOn, known: limitation.knownEverywhere },
			venue: suit.venue,
			signedIn: suit.signed_in ?? null,
			livesIn: suit.lives_in ?? null,
			realPropertyIn: suit.ground === 'real_property' ? (suit.real_property_in ?? null) : null,
			places,
		},
		today.toString(),
	);
}

/** What may follow where a suit stands. After enforcement was withdrawn it may be applied for again (民诉法解释 518). */
const followers: Readonly<Record<SuitState, readonly SuitStep[]>> = {
	referred: ['filed', 'recorded_in_error'],
	pending: ['judged', 'dismissed', 'withdrawn', 'recorded_in_error'],
	judged: ['enforcement', 'recorded_in_error'],
	dismissed: ['recorded_in_error'],
	withdrawn: ['recorded_in_error'],
	enforcement: ['enforcement_withdrawn', 'recorded_in_error'],
	'recorded in error': [],
};

/**
 * Records what became of a suit: filed, judged (the day it took effect and the last day of performance), dismissed or withdrawn; then enforcement applied for or withdrawn; or that it was
 * recorded in error. Limitation and the time to enforce (CN-S3) go by it from the commit on. Refusals: `thing.not_found`, `suit.step_out_of_order`, `request.malformed` for a day before what
 * went before, or ahead.
 */
export async function stepSuit(
	act: Act,
	{ debtorId, id }: { debtorId: bigint; id: bigint },
	said: SuitStepBody,
): Promise<{ id: string } | Refusal> {
	const { zone } = await loadTenant(act.tx);
	lockDebtor(act.tx, debtorId);
	const row = await loadSuit(act.tx, debtorId, id);
	if (!row) return refuse('thing.not_found', { what: 'suit', id: String(id) });
	const state = stateOf(row);
	if (!followers[state].includes(said.step)) return refuse('suit.step_out_of_order', { state, step: said.step });
	const bad = stepFault(said, { before: beforeOf(row, said.step, zone), today: dateIn(zone, act.now).toString() });
	if (bad) return bad;
	const by = act.actor.id;
	if (said.step === 'enforcement' || said.step === 'enforcement_withdrawn')
		await saveEnforcement(act.tx, { debtorId, id }, { on: said.on ?? '', applied: said.step === 'enforcement', now: act.now, by });
	else await saveSuit(act.tx, { debtorId, id }, changesOf(said, said.step, { at: act.now, by }));
	writeWords(act, { debtorId, act: 'suit.step', about: id, words: said.evidence });
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

/** The day a step may not lie before: what we referred is not filed before that, and a judgment is enforced once it has effect. */
function beforeOf(row: SuitRow, step: SuitStep, zone: string): string | null {
	const { filed_on: filed, ended_on: ended, enforcement_on: applied, enforcement_ended_on: appliedEnded } = row;
	if (step === 'filed') return dateIn(zone, row.recorded_at).toString();
	const before = step === 'enforcement' ? (appliedEnded ?? ended) : step === 'enforcement_withdrawn' ? applied : filed;
	return before?.toString() ?? null;
}

function stepFault(
	{ step, on, perform_by: performBy, case_number: caseNumber }: SuitStepBody,
	{ before, today }: { readonly before: string | null; readonly today: string },
): Refusal | null {
	if ((step === 'recorded_in_error') !== (on === undefined))
		return malformed('on：须填写发生日期，登记有误除外 (the day it happened, but not of recorded_in_error)');
	if (performBy !== undefined && step !== 'judged') return malformed('perform_by：仅用于 judged (only of judged)');
	if (caseNumber !== undefined && step !== 'filed') return malformed('case_number：仅用于 filed (only of filed)');
	if (on === undefined) return null;
	if (on > today) return malformed('on：在将来 (lies ahead)');
	if (before !== null && on < before) return malformed('on：早于前一步 (is before the step before it)');
	return performBy !== undefined && performBy < on ? malformed('perform_by：早于生效 (is before it took effect)') : null;
}

function changesOf(
	{ on = '', perform_by: performBy, case_number: caseNumber }: SuitStepBody,
	step: Exclude<SuitStep, 'enforcement' | 'enforcement_withdrawn'>,
	withdrawn: { at: Temporal.Instant; by: bigint },
): Parameters<typeof saveSuit>[2] {
	if (step === 'filed') return { filedOn: on, caseNumber };
	return step === 'recorded_in_error' ? { withdrawn } : { endedOn: on, ending: step, performBy };
}

/** The suits over a debtor's debts, where each stands and what may follow. Refusal: `thing.not_found`. */
export function suitsOfDebtor(door: Door, debtorId: bigint): Promise<SuitList | Refusal> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const [debtor] = await tx.query('select id from debtor where tenant_id = $1 and id = $2', [tx.tenantId, debtorId]);
		if (!debtor) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
		const grounds = await loadWords(tx, door.vault, debtorId, ['suit.step']);
		return { suits: (await listSuits(tx, debtorId)).map((row) => suitView(row, grounds.get(row.id) ?? [])) };
	});
}

function suitView(row: SuitRow, grounds: readonly string[]): SuitView {
	const day = (on: Temporal.PlainDate | null) => on?.toString() ?? null;
	const state = stateOf(row);
	return {
		id: String(row.id),
		debt_id: String(row.debt_id),
		kind: row.kind,
		brought_by: row.brought_by,
		state,
		court: row.court,
		venue: row.venue,
		ground: row.ground,
		case_number: row.case_number,
		filed_on: day(row.filed_on),
		ended_on: day(row.ended_on),
		perform_by: day(row.perform_by),
		enforcement_on: day(row.enforcement_on),
		enforcement_ended_on: day(row.enforcement_ended_on),
		evidence: [row.evidence, ...grounds].join('\n'),
		recorded_by: row.recorded_by_name,
		recorded_at: row.recorded_at.toString(),
		steps: [...followers[state]],
	};
}
