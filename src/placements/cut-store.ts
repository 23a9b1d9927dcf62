import type { Tx } from '../host/db.ts';

/** What is above a cap of the law (CN-IR1 to CN-IR3, CN-IR5) is not owed: taken off in an entry of its own, beside what the client placed. */
const cutting = `
	with over as (
		select a.debtor_id, a.debt_id, a.currency, s.cut_costs, s.cut_interest, s.cut_penalty, s.cut_principal, nextval('dunwell.ledger_entry_id') as entry_id
		  from accepted a join staged s using (row) where s.cut_costs + s.cut_interest + s.cut_penalty + s.cut_principal > 0 order by row)
	insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency,
	                             happened_at, recorded_at)
	select p.tenant_id, o.debtor_id, o.debt_id, o.entry_id, 'reduced', part.component, 'reduced', 'owed', part.minor, o.currency, p.now, p.now
	  from over o cross join into_placement p
	  cross join lateral (values ('costs', o.cut_costs), ('interest', o.cut_interest), ('penalty', o.cut_penalty), ('principal', o.cut_principal)) part (component, minor)
	 where part.minor > 0 order by o.entry_id, part.component`;

/** Posts the cuts of the staged chunk, after its debts are placed. */
export async function postCuts(tx: Tx): Promise<void> {
	await tx.query(cutting);
}
