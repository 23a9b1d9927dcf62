import { type TestDatabase, testNow } from './database.ts';
import type { PlacedDebt } from './debts.ts';

/** An open call about a debt and a queued message, as a day run plans them. */
export async function planned(database: TestDatabase, debt: PlacedDebt, step: string, template: string): Promise<void> {
	await database.query(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
		 values ($1, $2, $3, 'call', '2026-11-24', $4, 1, 1, $5, $6)`,
		[database.tenantId, debt.debtorId, debt.debtId, step, testNow, testNow.add({ hours: 3 })],
	);
	await database.query(
		`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', $6, $4, '2026-11-24', $5)`,
		[database.tenantId, debt.debtorId, debt.debtId, testNow, step, template],
	);
}

/** What is still planned about a debtor. */
export const pressureOn = (database: TestDatabase, debt: PlacedDebt) =>
	database.query<{ kind: string }>(
		`select 'work ' || step as kind from work_item where debtor_id = $1 and state = 'open' union all
		 select 'message ' || step from message where debtor_id = $1 and state = 'queued' order by 1`,
		[debt.debtorId],
	);
