import { type ByComponent, type Component, components, formatMoney, nothingOwed, toWire, total } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, daysBetween, startOfDay } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { type Debt, loadDebts } from '../debts/store.ts';
import { bookForDebts, jurisdictionFrom } from '../law/books.ts';
import { withinCap } from '../law/interest.ts';
import { lawInForce } from '../law/rows.ts';
import { mayCharge } from '../law/steps.ts';
import type { ClaimCheck } from '../law/claim.ts';
import { type Posting, postTransfers } from '../ledger/actions.ts';
import { transfersOf } from '../ledger/rules.ts';
import type { Act } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { stopPressure } from './actions.ts';
import type { BalanceBody } from './shapes.ts';
import { loadPayableForUpdate } from './store.ts';

export type NewBalance = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	/** What is owed now, after every payment recorded here, by component. */
	readonly owed: ByComponent;
	/** As of which day the client says so. */
	readonly on: Temporal.PlainDate;
	readonly reason: string;
};

/**
 * The client's new figures of a debt (余额更新): what they are above the balance is accrued, what they are below it reduced, component by component, and the debt is looked at today. What is owed more
 * keeps to the cap the claim was held against when it was placed (CN-IR1 to CN-IR3, CN-IR5), for the days until then. That nothing is owed any more is a payment or a recall, not a balance.
 *
 * Refusals: `thing.not_found`, `debt.not_open`, `debt.balance_date`, `debt.balance_of_nothing`, `debt.balance_same`, `debt.balance_held`, `debt.balance_above_cap`.
 */
export async function updateBalance(
	act: Act,
	{ debtorId, debtId, owed, on, reason }: NewBalance,
): Promise<{ readonly accrued_minor: number; readonly reduced_minor: number } | Refusal> {
	lockDebtor(act.tx, debtorId);
	await act.tx.settle();
	const { zone } = await loadTenant(act.tx);
	const today = dateIn(zone, act.now);
	const debt = (await loadDebts(act.tx, debtorId)).find(({ id }) => id === debtId);
	const payable = debt && (await loadPayableForUpdate(act.tx, [{ debtorId, debtId }], act.now)).get(debtId);
	if (!payable) return refuse('thing.not_found', { what: 'debt', id: String(debtId) });
	if (payable.status !== 'open') return refuse('debt.not_open', { status: payable.status });
	if (Temporal.PlainDate.compare(on, debt.placedOn) < 0 || Temporal.PlainDate.compare(on, today) > 0)
		return refuse('debt.balance_date', { from: debt.placedOn.toString(), until: today.toString() });
	if (total(owed) === 0n) return refuse('debt.balance_of_nothing');
	const [more, less] = differences(payable.balance.owed, owed);
	if (total(more) + total(less) === 0n) return refuse('debt.balance_same');
	const held = total({ ...more, principal: 0n }) > 0n ? await heldBy(act, debt, on) : null;
	if (held) return held;
	const room = debt.claimCheck && total(more) > 0n ? roomUnder(debt.claimCheck, on, await accruedSoFar(act, { debtorId, debtId })) : null;
	if (room !== null && total(more) > room.minor)
		return refuse('debt.balance_above_cap', {
			rule: room.rule,
			more: formatMoney({ minor: total(more), currency: payable.currency }),
			room: formatMoney({ minor: room.minor, currency: payable.currency }),
		});
	const happenedAt = Temporal.PlainDate.compare(on, today) === 0 ? act.now : startOfDay(zone, on);
	const posting = (kind: 'accrued' | 'reduced', parts: ByComponent): Posting => ({
		debtorId,
		debtId,
		currency: payable.currency,
		happenedAt,
		transfers: transfersOf({ kind, parts }),
	});
	await postTransfers(act, [posting('accrued', more), posting('reduced', less)]);
	writeWords(act, { debtorId, act: 'debt.balance', about: debtId, words: reason });
	await stopPressure(act, zone, [{ debt: payable, settles: false }]);
	return { accrued_minor: toWire(total(more)), reduced_minor: toWire(total(less)) };
}

/** The figures of a body. */
export const balanceOf = (body: BalanceBody): Pick<NewBalance, 'owed' | 'on' | 'reason'> => ({
	owed: {
		costs: BigInt(body.costs_minor),
		interest: BigInt(body.interest_minor),
		penalty: BigInt(body.penalty_minor),
		principal: BigInt(body.principal_minor),
	},
	on: Temporal.PlainDate.from(body.on),
	reason: body.client_reference === undefined ? body.reason : `${body.client_reference}: ${body.reason}`,
});

/** What is owed more and what less, component by component. */
function differences(before: ByComponent, after: ByComponent): readonly [ByComponent, ByComponent] {
	const [more, less] = [{ ...nothingOwed }, { ...nothingOwed }] as [Record<Component, bigint>, Record<Component, bigint>];
	for (const component of components) {
		const change = after[component] - before[component];
		if (change > 0n) more[component] = change;
		else less[component] = -change;
	}
	return [more, less];
}

/**
 * How much more may be demanded by a day under the cap a claim was held against; null: no cap is known to speak of it. All that is added counts, the principal too: what stands above what was lent is
 * interest by another name (法释〔2020〕17号 arts 26, 27). What was reduced since gives no room back.
 */
export function roomUnder(
	check: ClaimCheck,
	on: Temporal.PlainDate,
	accrued: bigint,
): { readonly rule: string; readonly minor: bigint } | null {
	const { rule, cap_ppm: ppm, base_minor: base, claimed_minor: claimed, above_minor: above } = check;
	const from = check.due_on ?? check.signed_on;
	if (
		(check.verdict !== 'within' && check.verdict !== 'cut') ||
		rule === null ||
		ppm === null ||
		base === null ||
		claimed === null ||
		from === null
	)
		return null;
	const days = Math.max(1, daysBetween(Temporal.PlainDate.from(from), on));
	const allowed = withinCap(
		{ principalMinor: BigInt(base), days, interestMinor: 1_000_000_000_000_000n, penaltyMinor: 0n, feesMinor: 0n },
		{ rule, ppm: BigInt(ppm), effect: 'cut' },
	).allowedMinor;
	const room = allowed - (BigInt(claimed) - BigInt(above) + accrued);
	return { rule, minor: room > 0n ? room : 0n };
}

/** What the debtor's law says of charges as of a day, by the holds that stand on the debt since that day or before; null: they may be added. */
async function heldBy({ tx, now }: Act, debt: Debt, on: Temporal.PlainDate): Promise<Refusal | null> {
	const { zone } = await loadTenant(tx);
	const [row] = await tx.query<{ kind: string; jurisdiction: string; holds: string[] }>(
		`select r.kind, r.jurisdiction,
		        array(select h.kind from hold h where h.tenant_id = $1 and h.debtor_id = $2 and (h.debt_id is null or h.debt_id = $3) and h.lifted_at is null
		                 and (h.from_at at time zone $6)::date <= $5 and (h.until_at is null or h.until_at > $4)) as holds
		   from debtor r where r.tenant_id = $1 and r.id = $2`,
		[tx.tenantId, debt.debtorId, debt.id, now, on, zone],
	);
	if (!row || row.holds.length === 0) return null;
	const kind = row.kind === 'company' || debt.product === 'invoice' ? 'business' : 'consumer';
	const places = row.jurisdiction.split(/[\s,]+/).map(jurisdictionFrom);
	const book = bookForDebts(places, [{ collector: debt.client.standing.collectsAs, kind, product: debt.product }]);
	return mayCharge({ rows: new Set(lawInForce(book, dateIn(zone, now)).map(({ id }) => id)), holds: row.holds });
}

async function accruedSoFar({ tx }: Act, of: { readonly debtorId: bigint; readonly debtId: bigint }): Promise<bigint> {
	const [row] = await tx.query<{ minor: bigint }>(
		`select coalesce(sum(amount_minor), 0)::bigint as minor from ledger_transfer where tenant_id = $1 and debtor_id = $2 and debt_id = $3 and kind = 'accrued'`,
		[tx.tenantId, of.debtorId, of.debtId],
	);
	return row?.minor ?? 0n;
}
