import type { Currency } from '../core/money.ts';
import type { Tx } from '../host/db.ts';

/** A client as payments need it. `currency`: the one its debts are in (its mandate's, else CNY, before any was placed); null: several. `closed`: it places nothing any more. */
export type PayingClient = {
	readonly id: bigint;
	readonly code: string;
	readonly name: string;
	readonly currency: Currency | null;
	readonly closed: boolean;
};

/** The clients of the tenant with the one currency of their debts, also those that are closed: money comes late, and the bank takes money back that had settled their last debt. */
export async function listPayingClients(tx: Tx): Promise<PayingClient[]> {
	const rows = await tx.query<{
		id: bigint;
		code: string;
		name: string;
		mandate: { currency?: Currency };
		currencies: Currency[];
		closed: boolean;
	}>(
		`select c.id, c.code, c.name, c.mandate, c.closed_at is not null as closed,
		        array(select distinct jsonb_array_elements(p.counted) ->> 'currency' from placement p where p.tenant_id = $1 and p.client_id = c.id) as currencies
		   from client c where c.tenant_id = $1 order by c.code`,
		[tx.tenantId],
	);
	return rows.map(({ id, code, name, mandate, currencies, closed }) => ({
		id,
		code,
		name,
		closed,
		currency: currencies.length === 1 ? (currencies[0] ?? null) : currencies.length === 0 ? (mandate.currency ?? 'CNY') : null,
	}));
}
