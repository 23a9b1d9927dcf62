import { type Refusal, refuse } from '../core/refusal.ts';
import { change, type Door } from '../record/change.ts';

export const creditorKinds = ['bank', 'consumer_finance', 'micro_loan', 'guarantee', 'leasing', 'merchant', 'other'] as const;
export type CreditorKind = (typeof creditorKinds)[number];

export type NewClient = {
	readonly code: string;
	readonly name: string;
	/** Whom the debts are owed to; the client itself unless said. Limits per lender (CN-F1) count by it. */
	readonly creditor?: string | undefined;
	readonly kind?: CreditorKind | undefined;
	readonly product?: string | undefined;
	readonly currency?: string | undefined;
	readonly serviceLine?: string | undefined;
	readonly complaintLine?: string | undefined;
};

/** Adds a client (委案方), and its creditor when there is none of that name. Refusal: `client.code_taken`. */
export function addClient(door: Door, client: NewClient, key?: string): Promise<{ id: string; code: string; name: string } | Refusal> {
	return change(door, { act: 'client.add', input: { ...client }, key }, async ({ tx, now, tell }) => {
		const taken = await tx.query('select 1 from client where tenant_id = $1 and code = $2', [tx.tenantId, client.code]);
		if (taken.length > 0) return refuse('client.code_taken', { code: client.code });
		const [creditor] = await tx.query<{ id: bigint }>(
			`insert into creditor (tenant_id, name, kind) values ($1, $2, $3) on conflict (tenant_id, name) do update set name = excluded.name returning id`,
			[tx.tenantId, client.creditor ?? client.name, client.kind ?? 'bank'],
		);
		const mandate = { ...(client.product ? { product: client.product } : {}), ...(client.currency ? { currency: client.currency } : {}) };
		const [made] = await tx.query<{ id: bigint }>(
			`insert into client (tenant_id, code, name, creditor_id, service_line, complaint_line, mandate, created_at)
			 values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, code) do nothing returning id`,
			[
				tx.tenantId,
				client.code,
				client.name,
				creditor?.id,
				client.serviceLine ?? null,
				client.complaintLine ?? null,
				JSON.stringify(mandate),
				now,
			],
		);
		if (!made) return refuse('client.code_taken', { code: client.code });
		tell('clients');
		return { id: String(made.id), code: client.code, name: client.name };
	});
}
