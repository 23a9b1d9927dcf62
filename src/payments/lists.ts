import { toWire } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import type { Actor, Door } from '../record/change.ts';
import { openWords } from '../record/written-words.ts';
import { may } from '../people/permissions.ts';
import { maskReference } from './rows.ts';
import { actionsFor, type PaymentState, type WaitingReason } from './rules.ts';
import type { PaymentImportList, PaymentList, PaymentRowError, PaymentView } from './shapes.ts';

/** Reads for screens: payments, their queues, imports. A client's login sees its own only. */
type ListRow = {
	id: bigint;
	client_code: string;
	client_name: string;
	external_reference: string;
	debt_reference: string;
	debtor_id: bigint | null;
	debt_id: bigint | null;
	name_masked: string | null;
	amount_minor: bigint;
	applied_minor: bigint;
	surplus_minor: bigint;
	returned_minor: bigint;
	currency: string;
	paid_at: Temporal.Instant;
	recorded_at: Temporal.Instant;
	method: string;
	state: PaymentState;
	reason: WaitingReason;
	resolution: string | null;
	words_sealed: Buffer | null;
	shares: { debt_id: string; amount_minor: number }[] | null;
};

const selected = `
	select p.id, c.code as client_code, c.name as client_name, p.external_reference, p.debt_reference, p.debtor_id, p.debt_id, d.name_masked,
	       p.amount_minor, p.applied_minor, p.surplus_minor, p.returned_minor, p.currency, p.paid_at, p.recorded_at, p.method, p.state, p.reason, p.resolution,
	       (select w.words_sealed from written_words w where w.tenant_id = p.tenant_id and w.debtor_id = p.debtor_id and w.act = 'payment.settle' and w.about = p.id
	         order by w.id desc limit 1) as words_sealed,
	       (select json_agg(json_build_object('debt_id', t.debt_id::text, 'amount_minor', t.minor) order by t.debt_id)
	          from (select debt_id, sum(case kind when 'paid' then amount_minor else -amount_minor end) as minor from ledger_transfer
	                 where tenant_id = p.tenant_id and debtor_id = p.debtor_id and payment_id = p.id and (kind = 'paid' or (kind = 'reversed' and component <> 'surplus'))
	                 group by debt_id) t where t.minor <> 0) as shares
	  from payment p
	  join client c on c.tenant_id = p.tenant_id and c.id = p.client_id
	  left join debtor d on d.tenant_id = p.tenant_id and d.id = p.debtor_id`;

/** What was done with a payment, with the words written beside it where `vault` opens them: an act's own answer, which the record keeps, has none. */
function resolutionOf({ resolution, debtor_id: debtorId, words_sealed: sealed }: ListRow, vault: Vault | null): string | null {
	if (resolution === null || vault === null) return resolution?.split(':')[0] ?? null;
	const words = sealed && debtorId !== null ? openWords(vault, debtorId, sealed) : null;
	return words === null ? resolution : `${resolution}: ${words}`;
}

function viewOf(row: ListRow, actor: Actor, vault: Vault | null): PaymentView {
	return {
		id: String(row.id),
		client: { code: row.client_code, name: row.client_name },
		external_reference: row.external_reference.startsWith('content:') ? '' : row.external_reference,
		debt_reference: maskReference(row.debt_reference),
		debtor_id: row.debtor_id === null ? null : String(row.debtor_id),
		debt_id: row.debt_id === null ? null : String(row.debt_id),
		debtor_name: row.name_masked,
		amount_minor: toWire(row.amount_minor),
		applied_minor: toWire(row.applied_minor),
		surplus_minor: toWire(row.surplus_minor),
		returned_minor: toWire(row.returned_minor),
		currency: row.currency,
		paid_at: row.paid_at.toString(),
		recorded_at: row.recorded_at.toString(),
		method: row.method,
		state: row.state,
		reason: row.reason,
		resolution: resolutionOf(row, vault),
		shares: row.shares ?? [],
		actions: may(actor.role, 'payment.resolve')
			? actionsFor({ state: row.state, surplusMinor: row.surplus_minor, returnedMinor: row.returned_minor })
			: [],
	};
}

export type PaymentFilter = {
	readonly state?: PaymentState | undefined;
	readonly client?: string | undefined;
	readonly debtorId?: bigint | undefined;
	readonly after?: bigint | undefined;
	readonly limit?: number | undefined;
};

/** Payments, newest first, with the queues that wait. `next` is the cursor of the page after this one. */
export async function listPayments(tx: Tx, { actor, vault }: Pick<Door, 'actor' | 'vault'>, filter: PaymentFilter): Promise<PaymentList> {
	const limit = filter.limit ?? 50;
	const rows = await tx.query<ListRow>(
		`${selected}
		  where p.tenant_id = $1 and ($2::bigint is null or p.client_id = $2) and ($3::text is null or p.state = $3) and ($4::text is null or c.code = $4)
		    and ($5::bigint is null or p.debtor_id = $5) and ($6::bigint is null or p.id < $6)
		  order by p.id desc limit $7`,
		[tx.tenantId, actor.clientId, filter.state ?? null, filter.client ?? null, filter.debtorId ?? null, filter.after ?? null, limit + 1],
	);
	const queues = await tx.query<{ state: string; currency: string; count: bigint; minor: bigint }>(
		`select state, currency, count(*) as count, sum(case state when 'overpaid' then surplus_minor else amount_minor end)::bigint as minor
		   from payment where tenant_id = $1 and state in ('unmatched', 'overpaid') and ($2::bigint is null or client_id = $2)
		  group by state, currency order by state desc, currency`,
		[tx.tenantId, actor.clientId],
	);
	const items = rows.slice(0, limit).map((row) => viewOf(row, actor, vault));
	return {
		items,
		next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
		queues: queues.map((each) => ({
			state: each.state,
			currency: each.currency,
			count: Number(each.count),
			amount_minor: toWire(each.minor),
		})),
	};
}

/** One payment as an act answers it; null when there is none this caller may see. */
export async function paymentView(tx: Tx, actor: Actor, id: bigint): Promise<PaymentView | null> {
	const [row] = await tx.query<ListRow>(`${selected} where p.tenant_id = $1 and p.id = $2 and ($3::bigint is null or p.client_id = $3)`, [
		tx.tenantId,
		id,
		actor.clientId,
	]);
	return row ? viewOf(row, actor, null) : null;
}

/** The last imports, newest first. */
export async function listImports(tx: Tx, actor: Actor): Promise<PaymentImportList> {
	const rows = await tx.query<{
		id: bigint;
		code: string | null;
		file_name: string;
		rows_total: bigint;
		accepted: bigint;
		rejected: bigint;
		duplicates: bigint;
		imported_at: Temporal.Instant;
		finished_at: Temporal.Instant | null;
		errors: PaymentRowError[];
	}>(
		`select i.id, c.code, i.file_name, i.rows_total, i.accepted, i.rejected, i.duplicates, i.imported_at, i.finished_at, i.errors
		   from payment_import i left join client c on c.tenant_id = i.tenant_id and c.id = i.client_id
		  where i.tenant_id = $1 and ($2::bigint is null or i.client_id = $2) order by i.id desc limit 50`,
		[tx.tenantId, actor.clientId],
	);
	return {
		items: rows.map((row) => ({
			id: String(row.id),
			client: row.code,
			file_name: row.file_name,
			rows: Number(row.rows_total),
			accepted: Number(row.accepted),
			rejected: Number(row.rejected),
			duplicates: Number(row.duplicates),
			imported_at: row.imported_at.toString(),
			finished_at: row.finished_at?.toString() ?? null,
			errors: row.errors.slice(0, 200),
		})),
	};
}
