import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, daysBetween } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import type { Act, Door } from '../record/change.ts';
import { loadWords, writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { type DebtLimitation, type LimitationFact, limitationWords, nameOfFact } from './limitation.ts';
import type { LimitationEventBody, LimitationEventChange, LimitationList, LimitationView } from './limitation-shapes.ts';
import { listTold, loadLimitations } from './limitation-store.ts';
import { loadDebts } from './store.ts';

const malformed = (reason: string) => refuse('request.malformed', { reason });
/** A due date or a day to sue may lie ahead; what happened did happen. */
const mayLieAhead: readonly LimitationFact['kind'][] = ['last_due', 'last_day_to_sue'];

/**
 * Tells what bears on a debt's limitation, with its evidence: a demand, an agreement to the whole debt, a suit, what stood in the way, the last instalment's due date, the last day
 * to sue as counsel found, or that the person will not pay because it is barred. Of last days told the one told last stands; withdrawn, the one before it. The clock and the gate go by it from the commit on. Refusals: `thing.not_found`,
 * `request.malformed` for a day that lies ahead or an end that does not belong.
 */
export async function tellLimitation(
	act: Act,
	debtorId: bigint,
	told: Omit<LimitationEventBody, 'kind'> & { readonly kind: LimitationFact['kind'] },
): Promise<{ id: string } | Refusal> {
	const today = dateIn((await loadTenant(act.tx)).zone, act.now).toString();
	const { happened_on: on, ended_on: endedOn } = told;
	if (!mayLieAhead.includes(told.kind) && (on > today || (endedOn ?? on) > today))
		return malformed('happened_on, ended_on：在将来 (lies ahead)');
	if (endedOn !== undefined && told.kind !== 'suit' && told.kind !== 'bar')
		return malformed('ended_on：仅用于诉讼与中止 (for a suit or a bar)');
	if (endedOn !== undefined && endedOn < on) return malformed('ended_on：早于开始 (is before the beginning)');
	lockDebtor(act.tx, debtorId);
	const [made] = await act.tx.query<{ id: bigint }>(
		`insert into limitation_event (tenant_id, debtor_id, debt_id, kind, happened_on, ended_on, evidence, recorded_by, recorded_at)
		 select $1, $2, d.id, $4, $5, $6, $7, $8, $9 from debt d where d.tenant_id = $1 and d.debtor_id = $2 and d.id = $3 returning id`,
		[act.tx.tenantId, debtorId, told.debt_id, told.kind, on, endedOn ?? null, told.evidence, act.actor.id, act.now],
	);
	if (!made) return refuse('thing.not_found', { what: 'debt', id: told.debt_id });
	act.tell(`debtor ${debtorId}`);
	return { id: String(made.id) };
}

/** Ends a suit or bar that went on, or withdraws what was told in error. Refusals: `thing.not_found`, `request.malformed`. */
export async function changeTold(
	act: Act,
	{ debtorId, id }: { debtorId: bigint; id: bigint },
	change: LimitationEventChange,
): Promise<{ id: string } | Refusal> {
	const today = dateIn((await loadTenant(act.tx)).zone, act.now).toString();
	lockDebtor(act.tx, debtorId);
	const [event] = await act.tx.query<{ kind: string; happened_on: Temporal.PlainDate; open: boolean }>(
		`select kind, happened_on, ended_on is null as open from limitation_event where tenant_id = $1 and debtor_id = $2 and id = $3 and withdrawn_at is null`,
		[act.tx.tenantId, debtorId, id],
	);
	if (!event) return refuse('thing.not_found', { what: 'limitation event', id: String(id) });
	const { ended_on: endedOn } = change;
	if ((endedOn === undefined) === (change.withdrawn === undefined)) return malformed('ended_on, withdrawn：二选一 (one of them)');
	if (endedOn !== undefined && !(event.open && (event.kind === 'suit' || event.kind === 'bar')))
		return malformed('ended_on：仅用于进行中的诉讼与中止 (for a suit or bar that goes on)');
	if (endedOn !== undefined && (endedOn < event.happened_on.toString() || endedOn > today))
		return malformed('ended_on：早于开始或在将来 (is before the beginning or lies ahead)');
	await act.tx.query(
		`update limitation_event set ended_on = coalesce($4, ended_on), withdrawn_at = case when $5 then $6::timestamptz end, withdrawn_by = case when $5 then $7::bigint end
		  where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[act.tx.tenantId, debtorId, id, endedOn ?? null, change.withdrawn === true, act.now, act.actor.id],
	);
	writeWords(act, { debtorId, act: 'limitation.change', about: id, words: change.evidence });
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

/** The clock as screens show it, on a date of the agency. */
export function limitationView(found: DebtLimitation, today: Temporal.PlainDate): LimitationView {
	const on = today.toString();
	const { why, restarts, barred, citation } = limitationWords(found, on);
	const daysLeft = found.endsOn === null ? null : daysBetween(today, Temporal.PlainDate.from(found.endsOn));
	return {
		rule: found.rule,
		ends_on: found.endsOn,
		known: found.known,
		days_left: daysLeft,
		barred: daysLeft !== null && daysLeft < 0,
		longest_until: found.longestUntil,
		since_on: found.sinceOn,
		why,
		restarts,
		barred_says: barred,
		citation,
	};
}

/** The clock of each debt of a debtor, what it goes by, and what was told. Refusal: `thing.not_found`. */
export function limitationOfDebtor(door: Door, debtorId: bigint): Promise<LimitationList | Refusal> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const today = dateIn((await loadTenant(tx)).zone, now);
		const debts = await loadDebts(tx, debtorId);
		if (debts.length === 0) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
		const found = await loadLimitations(
			tx,
			debts.map((debt) => ({ debtorId, debtId: debt.id })),
		);
		const grounds = await loadWords(tx, door.vault, debtorId, ['limitation.change']);
		return {
			// In the order of the debts, whatever order the database found them in.
			debts: debts.flatMap(({ id }) => {
				const limitation = found.get(id);
				if (!limitation) return [];
				const facts = limitation.facts.map((fact) => ({
					name: nameOfFact(fact),
					source: fact.source,
					on: fact.on,
					ended_on: fact.endedOn,
				}));
				return [{ debt_id: String(id), limitation: limitationView(limitation, today), facts }];
			}),
			told: (await listTold(tx, debtorId)).map((row) => ({
				id: String(row.id),
				debt_id: String(row.debt_id),
				kind: row.kind,
				happened_on: row.happened_on.toString(),
				ended_on: row.ended_on?.toString() ?? null,
				evidence: [row.evidence, ...(grounds.get(row.id) ?? [])].join('\n'),
				recorded_by: row.recorded_by_name,
				recorded_at: row.recorded_at.toString(),
				withdrawn_at: row.withdrawn_at?.toString() ?? null,
			})),
		};
	});
}
