import { known } from '../core/assert.ts';
import { inTenant, type Pool } from '../host/db.ts';

/** What a made-up book looks like. */
export type BookSaid = {
	readonly tenantId: bigint;
	readonly debts: number;
	/** The business date the book is due around; `shares` debts of every ten are due on it, told apart by `debt id % 10`. */
	readonly on: Temporal.PlainDate;
	/** `review_on` of the debts with `debt id % 10` = place in the list; what has no place is due 20 days later. */
	readonly reviewOn: readonly Temporal.PlainDate[];
};

export type Book = { readonly teamId: bigint; readonly clientId: bigint };

/**
 * A made-up book, written in bulk by the schema's owner, for benches and tests of the day run and the queue: no person in it, all of one client and
 * one team. One debtor in ten has two debts; one debt in five is newly placed, the others are three weeks and more into their treatment; one debtor in
 * fifty is on hold, one debt in twenty has an open promise ahead.
 */
export async function makeBook(owner: Pool, { tenantId, debts, on, reviewOn }: BookSaid): Promise<Book> {
	return inTenant(owner, tenantId, async (tx) => {
		const id = async (text: string, parameters: readonly unknown[]) =>
			known((await tx.query<{ id: bigint }>(`${text} returning id`, [tenantId, ...parameters]))[0], 'row').id;
		const at = on.subtract({ days: 60 }).toZonedDateTime('Asia/Shanghai').toInstant();
		const creditorId = await id(`insert into creditor (tenant_id, name, kind) values ($1, 'Book', 'bank')`, []);
		const clientId = await id(`insert into client (tenant_id, code, name, creditor_id, created_at) values ($1, 'BOOK', 'Book', $2, $3)`, [
			creditorId,
			at,
		]);
		const teamId = await id(`insert into team (tenant_id, code, name) values ($1, 'book', 'Book')`, []);
		const persons = Math.ceil((debts * 9) / 10);
		await tx.query(
			`insert into debtor (tenant_id, id, identity_index, sealed, name_masked, created_at)
			 select $1, n, decode(md5(n::text), 'hex'), decode(repeat('00', 96), 'hex'), '某**', $3 from generate_series(1, $2::int) n`,
			[tenantId, persons, at],
		);
		await tx.query(
			`insert into debt (tenant_id, debtor_id, id, client_id, creditor_id, reference, facts_hash, product, currency, overdue_since, placed_on, created_at)
			 select $1, case when n <= $3 then n else (n - $3) * 9 end, n, $4, $5, 'B' || n, '\\x00', 'credit_card', 'CNY',
			        $6::date - 20 - n % 190, $6::date - case when n / 10 % 5 = 0 then 1 else 30 end, $7
			   from generate_series(1, $2::int) n`,
			[tenantId, debts, persons, clientId, creditorId, on, at],
		);
		await tx.query(
			`insert into debt_state (tenant_id, debtor_id, debt_id, review_on, opened_on, stage, last_attempt_at, reached_at)
			 select $1, debtor_id, id, coalesce(($3::date[])[id % 10 + 1], $2::date + 20), case when id / 10 % 5 > 0 then $2::date - 21 - (id / 100 % 17)::int end,
			        case when id / 10 % 5 > 0 then 'bucket' else 'new' end, case when id / 10 % 5 > 0 then $4::timestamptz end, case when id / 10 % 5 > 2 then $4::timestamptz end
			   from debt where tenant_id = $1`,
			[tenantId, on, reviewOn, on.subtract({ days: 14 }).toZonedDateTime('Asia/Shanghai').toInstant()],
		);
		await tx.query(
			`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select $1, n, 'mobile', '\\x00', decode(md5('number ' || n), 'hex'), '138****0000', 'made up', 'contract', $3 from generate_series(1, $2::int) n`,
			[tenantId, persons, on.subtract({ days: 60 })],
		);
		// As the ledger's trigger would write it.
		await tx.query(
			`insert into debt_balance (tenant_id, debtor_id, debt_id, currency, costs_minor, interest_minor, penalty_minor, principal_minor, received_minor, refund_due_minor)
			 select $1, debtor_id, id, currency, 0, 20000 + id % 1000, 1000, 500000 + id % 90000, 0, 0 from debt where tenant_id = $1`,
			[tenantId],
		);
		const by = known(
			(await tx.query<{ id: bigint }>(`select id from login where tenant_id = $1 and role = 'system'`, [tenantId]))[0],
			'login',
		);
		await tx.query(
			`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) select $1, n, 'dispute', $3, 'made up', $4 from generate_series(7, $2::int, 49) n`,
			[tenantId, persons, at, by.id],
		);
		await tx.query(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by)
			 select $1, debtor_id, id, 10000, currency, $2::date + 3 + (id / 20 % 9)::int, 1, $3, $4 from debt where tenant_id = $1 and id / 10 % 20 = 7`,
			[tenantId, on, at, by.id],
		);
		for (const table of ['debtor', 'debt'])
			await tx.query(`select setval(pg_get_serial_sequence('dunwell.' || $1, 'id'), (select max(id) from ${table}))`, [table]);
		return { teamId, clientId };
	});
}
