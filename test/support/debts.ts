import { randomUUID } from 'node:crypto';
import { known } from '../../src/core/assert.ts';
import { type ByComponent, type Currency, nothingOwed } from '../../src/core/money.ts';
import { postTransfers } from '../../src/ledger/actions.ts';
import { transfersOf } from '../../src/ledger/rules.ts';
import { change, type Door } from '../../src/record/change.ts';
import { type TestDatabase, testNow } from './database.ts';

/** A debt as placed. Whatever a test does not say is filled in: one client, one creditor, a debtor of its own, 1,000.00 CNY of principal. */
export type DebtSaid = {
	readonly client?: string;
	readonly debtorId?: bigint;
	readonly reference?: string;
	readonly product?: string;
	readonly currency?: Currency;
	readonly overdueSince?: string;
	readonly placedOn?: string;
	readonly parts?: Partial<ByComponent>;
	readonly reviewOn?: string;
	readonly mandate?: object;
};

export type PlacedDebt = { readonly clientId: bigint; readonly debtorId: bigint; readonly debtId: bigint; readonly reference: string };

/** Makes (or finds) a client of this code. */
export async function aClient(database: TestDatabase, code = 'BANK', mandate: object = {}): Promise<bigint> {
	const [creditor] = await database.query<{ id: bigint }>(
		`insert into creditor (tenant_id, name, kind) values ($1, $2, 'bank') on conflict (tenant_id, name) do update set kind = 'bank' returning id`,
		[database.tenantId, `Creditor of ${code}`],
	);
	const [client] = await database.query<{ id: bigint }>(
		`insert into client (tenant_id, code, name, creditor_id, mandate, created_at) values ($1, $2, $2, $3, $4, $5)
		 on conflict (tenant_id, code) do update set mandate = excluded.mandate returning id`,
		[database.tenantId, code, known(creditor, 'creditor').id, JSON.stringify(mandate), testNow],
	);
	return known(client, 'client').id;
}

/** A person who owes nothing yet. */
export async function aDebtor(database: TestDatabase, name = '王**'): Promise<bigint> {
	const key = randomUUID();
	const [debtor] = await database.query<{ id: bigint }>(
		'insert into debtor (tenant_id, identity_index, sealed, name_masked, created_at) values ($1, $2, $3, $4, $5) returning id',
		[database.tenantId, database.vault.blindIndex('test', key), database.vault.seal('{}', key), name, testNow],
	);
	return known(debtor, 'debtor').id;
}

/** A number of the debtor's own, as a file brings it. */
export async function aNumber(database: TestDatabase, debtorId: bigint): Promise<bigint> {
	const number = randomUUID();
	const index = database.vault.blindIndex('phone', number);
	const [point] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', $3, $4, '138****0000', 'placement 1', 'contract', '2026-11-01') returning id`,
		[database.tenantId, debtorId, database.vault.seal(number, `contact ${index.toString('hex')}`), index],
	);
	return known(point, 'number').id;
}

/** Places one debt, with its state and its first ledger entry. */
export async function aDebt(database: TestDatabase, door: Door, said: DebtSaid = {}): Promise<PlacedDebt> {
	const code = said.client ?? 'BANK';
	const clientId = await aClient(database, code, said.mandate ?? {});
	const debtorId = said.debtorId ?? (await aDebtor(database));
	const reference = said.reference ?? `R-${randomUUID().slice(0, 8)}`;
	const currency = said.currency ?? 'CNY';
	const [debt] = await database.query<{ id: bigint }>(
		`insert into debt (tenant_id, debtor_id, client_id, creditor_id, reference, facts_hash, product, currency, overdue_since, placed_on, created_at)
		 select $1, $2, c.id, c.creditor_id, $4, '\\x00', $5, $6, $7, $8, $9 from client c where c.tenant_id = $1 and c.id = $3 returning id`,
		[
			database.tenantId,
			debtorId,
			clientId,
			reference,
			said.product ?? 'credit_card',
			currency,
			said.overdueSince ?? '2026-10-01',
			said.placedOn ?? '2026-11-01',
			testNow,
		],
	);
	const debtId = known(debt, 'debt').id;
	const state = [database.tenantId, debtorId, debtId];
	await database.query('insert into debt_state (tenant_id, debtor_id, debt_id) values ($1, $2, $3)', state);
	const parts = { ...nothingOwed, ...(said.parts ?? { principal: 1_000_00n }) };
	await change(door, { act: 'test.place', input: { reference } }, async (act) => {
		const happenedAt = Temporal.Instant.from(`${said.placedOn ?? '2026-11-01'}T00:00:00+08:00`);
		await postTransfers(act, [{ debtorId, debtId, currency, happenedAt, transfers: transfersOf({ kind: 'placed', parts }) }]);
		return null;
	});
	// Last of all: a day run that comes between would find a debt of which nothing is owed.
	if (said.reviewOn)
		await database.query('update debt_state set review_on = $4 where tenant_id = $1 and debtor_id = $2 and debt_id = $3', [
			...state,
			said.reviewOn,
		]);
	return { clientId, debtorId, debtId, reference };
}
