import type { Act } from '../record/change.ts';

/**
 * What stops the pressure on a debtor, in the transaction of the act that ends it (a payment, a hold, a cease request, a recall). It lives
 * here, low in the order of modules, because payments, contact, placements and arrangements all need it. Plain set-based SQL: one debtor
 * or a whole chunk of an import cost the same number of statements.
 */
export type Debtors = bigint | readonly bigint[];

const idsOf = (debtors: Debtors): readonly bigint[] => (typeof debtors === 'bigint' ? [debtors] : debtors);
/** Planned once for one debtor; a bulk act is planned for its size. */
const nameFor = (debtors: Debtors, name: string): string | null => (typeof debtors === 'bigint' ? name : null);

/**
 * Cancels the open work items of these debtors, for every day. Items an agent has claimed stay: the agent is on the case, and the gate
 * refuses the next contact. They bear `closed_at` and the reason from now on: closed for everybody else, so that giving one back cancels it.
 * `of.debtIds` narrows to the items these debts made, `of.kinds` to kinds of item.
 *
 * @returns how many items were cancelled.
 */
export async function cancelWork(
	act: Act,
	debtors: Debtors,
	reason: string,
	of: { debtIds?: readonly bigint[]; kinds?: readonly ('call' | 'call_back' | 'review')[] } = {},
): Promise<number> {
	const name = nameFor(debtors, 'work cancel');
	const text = `update work_item set state = case state when 'open' then 'cancelled' else state end, closed_at = $3, close_reason = $4
		  where tenant_id = $1 and debtor_id = any ($2::bigint[]) and (state = 'open' or state = 'claimed' and closed_at is null)
		    and ($5::bigint[] is null or debt_id = any ($5::bigint[])) and ($6::text[] is null or kind = any ($6::text[]))
		 returning state`;
	const parameters = [act.tx.tenantId, idsOf(debtors), act.now, reason, of.debtIds ?? null, of.kinds ?? null];
	const touched = await (name === null
		? act.tx.query<{ state: string }>(text, parameters)
		: act.tx.prepared<{ state: string }>(name, text, parameters));
	const cancelled = touched.filter(({ state }) => state === 'cancelled').length;
	if (cancelled > 0) act.tell('queue');
	return cancelled;
}

/**
 * Closes a work item its agent has claimed, as done.
 *
 * @returns false when it is not (or no longer) claimed by this login: closed already, released, or somebody else's.
 */
export async function closeWorkItem(act: Act, item: { debtorId: bigint; workItemId: bigint; reason: string }): Promise<boolean> {
	const closed = await act.tx.prepared(
		'work close',
		`update work_item set state = 'done', closed_at = $4, close_reason = $5
		  where tenant_id = $1 and debtor_id = $2 and id = $3 and state = 'claimed' and claimed_by = $6
		 returning id`,
		[act.tx.tenantId, item.debtorId, item.workItemId, act.now, item.reason, act.actor.id],
	);
	if (closed.length > 0) act.tell('queue');
	return closed.length > 0;
}

/** Withdraws the queued messages of these debtors (sent ones stay as sent). `of.debtIds` narrows to messages about these debts, `of.templates` to what they say. */
export function withdrawMessages(
	act: Act,
	debtors: Debtors,
	reason: string,
	of: { debtIds?: readonly bigint[]; templates?: readonly string[] } = {},
): void {
	act.tx.later(
		nameFor(debtors, 'messages withdraw'),
		`update message set state = 'withdrawn', settled_at = $3, reason = $4
		  where tenant_id = $1 and debtor_id = any ($2::bigint[]) and state = 'queued' and ($5::bigint[] is null or debt_id = any ($5::bigint[]))
		    and ($6::text[] is null or template = any ($6::text[]))`,
		[act.tx.tenantId, idsOf(debtors), act.now, reason, of.debtIds ?? null, of.templates ?? null],
	);
}

/**
 * Has the open debts of these debtors looked at again on a date, or earlier where they already are due earlier. `of.debtIds` narrows.
 * `on` is a business date of the agency.
 */
export function setReviewOn(act: Act, debtors: Debtors, on: Temporal.PlainDate, of: { debtIds?: readonly bigint[] } = {}): void {
	act.tx.later(
		nameFor(debtors, 'review set'),
		`update debt_state set review_on = $3
		  where tenant_id = $1 and debtor_id = any ($2::bigint[]) and status = 'open' and (review_on is null or review_on > $3)
		    and ($4::bigint[] is null or debt_id = any ($4::bigint[]))`,
		[act.tx.tenantId, idsOf(debtors), on, of.debtIds ?? null],
	);
}

/** A call back the debtor asked for outranks everything but other call backs. */
const callBackPriority = 1_000_000;
const callBackMinutes = 120;

/**
 * Plans a call back: a work item of the agent who promised it, callable from the agreed moment for two hours. It goes to the team that works the
 * debtor, else to the agent's own; who is not in that team cannot be offered it, so it is the team's. A second one for the same minute replaces the first.
 *
 * @returns the item and its window; null when neither debtor nor agent has a team.
 */
export async function planCallBack(
	act: Act,
	of: { readonly debtorId: bigint; readonly debtId: bigint; readonly at: Temporal.Instant; readonly zone: string },
): Promise<{ workItemId: bigint; callableFrom: Temporal.Instant; callableUntil: Temporal.Instant } | null> {
	const local = of.at.toZonedDateTimeISO(of.zone);
	const callableUntil = of.at.add({ minutes: callBackMinutes });
	const [item] = await act.tx.prepared<{ id: bigint }>(
		'call back plan',
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, agent_id, priority, callable_from, callable_until)
		 select $1, $2, $3, 'call_back', $4, $5, t.team_id,
		        (select login_id from team_member where tenant_id = $1 and team_id = t.team_id and login_id = $6), $7, $8, $9
		   from (select team_id, 1 as rank from assignment where tenant_id = $1 and debtor_id = $2
		         union all select team_id, 2 from team_member where tenant_id = $1 and login_id = $6 order by rank, team_id limit 1) t
		 on conflict (tenant_id, debtor_id, business_date, step) do update
		   set team_id = excluded.team_id, agent_id = excluded.agent_id, debt_id = excluded.debt_id, callable_from = excluded.callable_from, callable_until = excluded.callable_until,
		       state = 'open', claimed_by = null, claimed_at = null, closed_at = null, close_reason = null
		 returning id`,
		[
			act.tx.tenantId,
			of.debtorId,
			of.debtId,
			local.toPlainDate(),
			`call back ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`,
			act.actor.id,
			callBackPriority,
			of.at,
			callableUntil,
		],
	);
	if (!item) return null;
	act.tell('queue');
	return { workItemId: item.id, callableFrom: of.at, callableUntil };
}
