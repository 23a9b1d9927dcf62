import type { Tx } from '../host/db.ts';
import type { Act } from '../record/change.ts';

/**
 * Holds a placement's debts, and then the states of all debts of their debtors, until the end of the transaction, in the order in which payments, attempts and the day run hold them: a payment, a
 * promise or a contact that is under way is waited for, and none comes in between. No debtor's lock: a placement has too many.
 */
export async function holdDebts(tx: Tx, placementId: bigint): Promise<void> {
	const held = (rows: string) =>
		tx.query(`with held as materialized (${rows} for no key update) select count(*) from held`, [tx.tenantId, placementId]);
	await held('select from debt where tenant_id = $1 and placement_id = $2 order by debtor_id, id');
	await held(
		`select from debt_state where tenant_id = $1 and debtor_id in (select debtor_id from debt where tenant_id = $1 and placement_id = $2) order by debtor_id, debt_id`,
	);
}

/** What has already been done with a placement's debts, in a word, or null: then it can still be undone. */
export async function workedAlready(tx: Tx, placementId: bigint): Promise<string | null> {
	const [found] = await tx.query<{ what: string }>(
		`with debts as (select debtor_id, id from debt where tenant_id = $1 and placement_id = $2)
		 select 'payment' as what from ledger_transfer t join debts d on t.tenant_id = $1 and t.debtor_id = d.debtor_id and t.debt_id = d.id and t.payment_id is not null
		 union all select 'promise' from promise p join debts d on p.tenant_id = $1 and p.debtor_id = d.debtor_id and p.debt_id = d.id
		 union all select 'contact' from contact_attempt a join debts d on a.tenant_id = $1 and a.debtor_id = d.debtor_id and d.id = any(a.debt_ids)
		 limit 1`,
		[tx.tenantId, placementId],
	);
	return found?.what ?? null;
}

/**
 * Takes every open debt of a placement out of the book: ledger, state, work, messages. `undone` reverses the placing; `recalled` gives back what is still
 * owed, and what was paid off stays settled. The reference of each is free again. The other open debts of these debtors are looked at today: what was planned about them may have gone with a call about a debt that is no more.
 */
export async function endDebts({ tx, now }: Act, placementId: bigint, how: 'undone' | 'recalled', on: Temporal.PlainDate): Promise<bigint> {
	await tx.query(
		`create temp table ending (debtor_id bigint, debt_id bigint, entry_id bigint default nextval('dunwell.ledger_entry_id')) on commit drop`,
	);
	const ended = await tx.query(
		`with out as (
			update debt set ended = true where tenant_id = $1 and placement_id = $2 and not ended returning debtor_id, id)
		 insert into ending (debtor_id, debt_id)
		 select o.debtor_id, o.id from out o join debt_state s on s.tenant_id = $1 and s.debtor_id = o.debtor_id and s.debt_id = o.id
		  where $3 = 'undone' or s.status = 'open' order by o.debtor_id, o.id returning debt_id`,
		[tx.tenantId, placementId, how],
	);
	if (how === 'undone') await giveNumbersBack(tx);
	await tx.query(
		how === 'undone'
			? `insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at, reverses_entry_id)
			   select $1, e.debtor_id, e.debt_id, e.entry_id, 'reversed', t.component, t.credit_account, t.debit_account, t.amount_minor, t.currency, $2, $2, t.entry_id
			     from ending e join ledger_transfer t on t.tenant_id = $1 and t.debtor_id = e.debtor_id and t.debt_id = e.debt_id and t.kind in ('placed', 'accrued', 'reduced') order by t.id`
			: `insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at)
			   select $1, e.debtor_id, e.debt_id, e.entry_id, 'recalled', part.component, 'recalled', 'owed', part.minor, b.currency, $2, $2
			     from ending e join debt_balance b on b.tenant_id = $1 and b.debtor_id = e.debtor_id and b.debt_id = e.debt_id
			     cross join lateral (values ('costs', b.costs_minor), ('interest', b.interest_minor), ('penalty', b.penalty_minor), ('principal', b.principal_minor)) part (component, minor)
			    where part.minor > 0 order by e.debtor_id, e.debt_id, part.component`,
		[tx.tenantId, now],
	);
	await tx.query(
		`update debt_state s set status = $2, review_on = null from ending e
		  where s.tenant_id = $1 and s.debtor_id = e.debtor_id and s.debt_id = e.debt_id`,
		[tx.tenantId, how],
	);
	// Pressure stops in this very transaction: all of it for debtors with nothing open left, and for the others the calls these debts made, unless an agent is on one.
	const idle = `e.debtor_id in (select debtor_id from ending except
		select s.debtor_id from debt_state s join ending x on s.tenant_id = $1 and s.debtor_id = x.debtor_id where s.status = 'open')`;
	await tx.query(
		`update work_item w set state = 'cancelled', closed_at = $2, close_reason = $3 from ending e
		  where w.tenant_id = $1 and w.debtor_id = e.debtor_id and (w.state in ('open', 'claimed') and ${idle} or w.state = 'open' and w.debt_id = e.debt_id)`,
		[tx.tenantId, now, how],
	);
	// What an agent is on stays there, and is not given to another after (`cancelWork`).
	await tx.query(
		`update work_item w set closed_at = $2, close_reason = $3 from ending e
		  where w.tenant_id = $1 and w.debtor_id = e.debtor_id and w.debt_id = e.debt_id and w.state = 'claimed' and w.closed_at is null`,
		[tx.tenantId, now, how],
	);
	await tx.query(
		`update message m set state = 'withdrawn', settled_at = $2, reason = $3 from ending e
		  where m.tenant_id = $1 and m.debtor_id = e.debtor_id and m.debt_id = e.debt_id and m.state = 'queued'`,
		[tx.tenantId, now, how],
	);
	await tx.query(
		`update debt_state set review_on = least(review_on, $2) where tenant_id = $1 and debtor_id in (select debtor_id from ending) and status = 'open'`,
		[tx.tenantId, on],
	);
	return BigInt(ended.length);
}

/** A paid-off debt that gave its number up to one that is undone has it again: money that names it, or is taken back, is its own. Not one whose own placement was taken back since. */
async function giveNumbersBack(tx: Tx): Promise<void> {
	await tx.query(
		`update debt a set ended = false
		   from ending e join debt d on d.tenant_id = $1 and d.debtor_id = e.debtor_id and d.id = e.debt_id
		  cross join lateral (
			select o.debtor_id, o.id, o.placement_id, t.status from debt o join debt_state t on t.tenant_id = $1 and t.debtor_id = o.debtor_id and t.debt_id = o.id
			 where o.tenant_id = $1 and o.client_id = d.client_id and o.reference = d.reference and o.ended and o.id < d.id and t.status <> 'undone' order by o.id desc limit 1) before
		  where a.tenant_id = $1 and a.debtor_id = before.debtor_id and a.id = before.id and before.status = 'settled'
		    and exists (select from placement l where l.tenant_id = $1 and l.id = before.placement_id and l.state = 'imported')`,
		[tx.tenantId],
	);
}
