import type { Currency } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { DebtStatus } from '../debts/rules.ts';
import { jurisdictionFrom } from '../law/books.ts';
import { type Mandate, mandateFrom } from '../tenants/rules.ts';
import type { Earlier, PayableDebt, PaymentState, WaitingReason } from './rules.ts';

/** A payment as kept. */
export type Payment = {
	readonly id: bigint;
	readonly clientId: bigint;
	readonly importId: bigint | null;
	readonly externalReference: string;
	readonly factsHash: Buffer;
	readonly debtReference: string;
	readonly debtorId: bigint | null;
	readonly debtId: bigint | null;
	readonly amountMinor: bigint;
	readonly currency: Currency;
	readonly paidAt: Temporal.Instant;
	readonly method: string;
	readonly payerSealed: Buffer | null;
	readonly state: PaymentState;
	readonly reason: WaitingReason;
	readonly appliedMinor: bigint;
	readonly surplusMinor: bigint;
	readonly returnedMinor: bigint;
	readonly entryId: bigint | null;
	readonly recordedAt: Temporal.Instant;
	readonly resolvedAt: Temporal.Instant | null;
	readonly resolution: string | null;
};

type PaymentRow = {
	id: bigint;
	client_id: bigint;
	import_id: bigint | null;
	external_reference: string;
	facts_hash: Buffer;
	debt_reference: string;
	debtor_id: bigint | null;
	debt_id: bigint | null;
	amount_minor: bigint;
	currency: Currency;
	paid_at: Temporal.Instant;
	method: string;
	payer_sealed: Buffer | null;
	state: PaymentState;
	reason: WaitingReason;
	applied_minor: bigint;
	surplus_minor: bigint;
	returned_minor: bigint;
	entry_id: bigint | null;
	recorded_at: Temporal.Instant;
	resolved_at: Temporal.Instant | null;
	resolution: string | null;
};

const paymentOf = (row: PaymentRow): Payment => ({
	id: row.id,
	clientId: row.client_id,
	importId: row.import_id,
	externalReference: row.external_reference,
	factsHash: row.facts_hash,
	debtReference: row.debt_reference,
	debtorId: row.debtor_id,
	debtId: row.debt_id,
	amountMinor: row.amount_minor,
	currency: row.currency,
	paidAt: row.paid_at,
	method: row.method,
	payerSealed: row.payer_sealed,
	state: row.state,
	reason: row.reason,
	appliedMinor: row.applied_minor,
	surplusMinor: row.surplus_minor,
	returnedMinor: row.returned_minor,
	entryId: row.entry_id,
	recordedAt: row.recorded_at,
	resolvedAt: row.resolved_at,
	resolution: row.resolution,
});

/**
 * Payments of one client are recorded one after another: of the same file brought in by four processes at once, one applies each payment and
 * the others see it is there. Taken before any debtor's lock.
 */
export async function lockClientPayments(tx: Tx, clientId: bigint): Promise<void> {
	await tx.prepared('payments lock', `select pg_advisory_xact_lock(hashtextextended('payments ' || $1::bigint || ' ' || $2::bigint, 0))`, [
		tx.tenantId,
		clientId,
	]);
}

/**
 * The debts these numbers name within a client: the live one, else the last that ended under the number; one that was undone only where there was no other. Read without a lock.
 */
export async function findDebtsNamed(
	tx: Tx,
	clientId: bigint,
	references: readonly string[],
): Promise<{ reference: string; debtorId: bigint; debtId: bigint; currency: Currency }[]> {
	const rows = await tx.prepared<{ reference: string; debtor_id: bigint; id: bigint; currency: Currency }>(
		'payments debts named',
		`with named as (select distinct reference from unnest($3::text[]) as named (reference)),
		      live as (select n.reference, d.debtor_id, d.id, d.currency from named n
		                 join debt d on d.tenant_id = $1 and d.client_id = $2 and d.reference = n.reference and not d.ended)
		 select * from live
		 union all
		 select n.reference, d.debtor_id, d.id, d.currency
		   from named n
		   cross join lateral (select d.debtor_id, d.id, d.currency from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id
		                        where d.tenant_id = $1 and d.client_id = $2 and d.reference = n.reference and d.ended order by s.status = 'undone', d.id desc limit 1) d
		  where not exists (select from live where live.reference = n.reference)`,
		[tx.tenantId, clientId, references],
	);
	return rows.map((row) => ({ reference: row.reference, debtorId: row.debtor_id, debtId: row.id, currency: row.currency }));
}

/** Live debts under these aliases; where none lives, the one that ended last, and one that was undone only where there was no other. */
export async function findDebtsAliased(
	tx: Tx,
	clientId: bigint,
	aliases: readonly bigint[],
): Promise<{ alias: bigint; debtorId: bigint; debtId: bigint; currency: Currency }[]> {
	const rows = await tx.prepared<{ alias: bigint; debtor_id: bigint; id: bigint; currency: Currency; ended: boolean }>(
		'payments debts aliased',
		`select n.alias, d.debtor_id, d.id, d.currency, d.ended from unnest($3::bigint[]) as n (alias)
		   join debt_alias a on a.tenant_id = $1 and a.client_id = $2 and a.alias = n.alias
		   join debt d on d.tenant_id = $1 and d.debtor_id = a.debtor_id and d.id = a.debt_id
		   join debt_state s on s.tenant_id = $1 and s.debtor_id = a.debtor_id and s.debt_id = a.debt_id
		  order by d.ended, s.status = 'undone', d.id desc`,
		[tx.tenantId, clientId, aliases],
	);
	const live = new Set(rows.filter((row) => !row.ended).map((row) => row.alias));
	const taken = new Set<bigint>();
	return rows.flatMap(({ alias, debtor_id: debtorId, id: debtId, currency, ended }) => {
		if (ended && (live.has(alias) || taken.has(alias))) return [];
		if (ended) taken.add(alias);
		return [{ alias, debtorId, debtId, currency }];
	});
}

type PayableRow = {
	debtor_id: bigint;
	debt_id: bigint;
	reference: string;
	product: string;
	currency: Currency;
	overdue_since: Temporal.PlainDate;
	status: DebtStatus;
	mandate: Partial<Mandate>;
	costs_minor: bigint;
	interest_minor: bigint;
	penalty_minor: bigint;
	principal_minor: bigint;
	received_minor: bigint;
	refund_due_minor: bigint;
	jurisdiction: string;
	disputed: boolean;
	open_beside: bigint[];
	secured: boolean;
	ended: boolean;
	given_back: boolean;
};

/** Debts as they stand, to set payments against, the first placed first: of two equal ones it gets the odd cent. Lock their debtors first; the debt rows are held too, so that no recall ends them meanwhile. */
export async function loadPayableForUpdate(
	tx: Tx,
	debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[],
	now: Temporal.Instant,
): Promise<Map<bigint, PayableDebt>> {
	if (debts.length === 0) return new Map();
	const keys = [tx.tenantId, debts.map((each) => each.debtorId), debts.map((each) => each.debtId)];
	await tx.prepared(
		'payments debts hold',
		`select d.id from debt d join unnest($2::bigint[], $3::bigint[]) as named (debtor_id, debt_id) on (d.debtor_id, d.id) = (named.debtor_id, named.debt_id)
		  where d.tenant_id = $1 order by d.debtor_id, d.id for share of d`,
		keys,
	);
	const rows = await tx.prepared<PayableRow>(
		'payments debts payable',
		`select d.debtor_id, d.id as debt_id, d.reference, d.product, d.currency, d.overdue_since, s.status, c.mandate,
		        coalesce(b.costs_minor, 0) as costs_minor, coalesce(b.interest_minor, 0) as interest_minor,
		        coalesce(b.penalty_minor, 0) as penalty_minor, coalesce(b.principal_minor, 0) as principal_minor,
		        coalesce(b.received_minor, 0) as received_minor, coalesce(b.refund_due_minor, 0) as refund_due_minor, r.jurisdiction,
		        exists (select from hold h where h.tenant_id = $1 and h.debtor_id = d.debtor_id and h.kind = 'dispute' and (h.debt_id is null or h.debt_id = d.id)
		                   and h.lifted_at is null and (h.until_at is null or h.until_at > $4)) as disputed,
		        array(select o.debt_id from debt_state o where o.tenant_id = $1 and o.debtor_id = d.debtor_id and o.debt_id <> d.id and o.status = 'open' order by o.debt_id) as open_beside,
		        d.product in ('mortgage', 'car_loan') or exists (select from party y cross join lateral debts_answered_as($1, y.debtor_id, y.id) k where y.tenant_id = $1 and y.debtor_id = d.debtor_id and y.role <> 'third_party' and k.debt_id = d.id and k.role = 'guarantor') as secured,
		        d.ended or c.closed_at is not null as ended, coalesce(l.state = 'recalled', false) as given_back
		   from unnest($2::bigint[], $3::bigint[]) as named (debtor_id, debt_id)
		   join debt d on d.tenant_id = $1 and d.debtor_id = named.debtor_id and d.id = named.debt_id
		   join debt_state s on s.tenant_id = $1 and s.debtor_id = named.debtor_id and s.debt_id = named.debt_id
		   join client c on c.tenant_id = $1 and c.id = d.client_id
		   join debtor r on r.tenant_id = $1 and r.id = named.debtor_id
		   left join placement l on l.tenant_id = $1 and l.id = d.placement_id
		   left join debt_balance b on b.tenant_id = $1 and b.debtor_id = named.debtor_id and b.debt_id = named.debt_id
		  order by d.id`,
		[...keys, now],
	);
	return new Map(
		rows.map((row) => [
			row.debt_id,
			{
				debtorId: row.debtor_id,
				debtId: row.debt_id,
				reference: row.reference,
				product: row.product,
				currency: row.currency,
				overdueSince: row.overdue_since,
				status: row.status,
				agreedOrder: mandateFrom(row.mandate).applicationOrder,
				// The stricter where one of several places is in the United States.
				country: row.jurisdiction.split(/[\s,]+/).some((place) => jurisdictionFrom(place).country === 'US') ? 'US' : 'CN',
				disputed: row.disputed,
				openBeside: row.open_beside,
				secured: row.secured,
				ended: row.ended,
				givenBack: row.given_back,
				balance: {
					owed: { costs: row.costs_minor, interest: row.interest_minor, penalty: row.penalty_minor, principal: row.principal_minor },
					receivedMinor: row.received_minor,
					refundDueMinor: row.refund_due_minor,
				},
			},
		]),
	);
}

/** The client of a debt. */
export async function findClientOfDebt(tx: Tx, debt: { readonly debtorId: bigint; readonly debtId: bigint }): Promise<bigint | null> {
	const [row] = await tx.query<{ client_id: bigint }>('select client_id from debt where tenant_id = $1 and debtor_id = $2 and id = $3', [
		tx.tenantId,
		debt.debtorId,
		debt.debtId,
	]);
	return row?.client_id ?? null;
}

/** The debtor of a debt of this client. */
export async function findDebtorOfDebt(tx: Tx, debt: { readonly clientId: bigint; readonly debtId: bigint }): Promise<bigint | null> {
	const [row] = await tx.query<{ debtor_id: bigint }>('select debtor_id from debt where tenant_id = $1 and id = $2 and client_id = $3', [
		tx.tenantId,
		debt.debtId,
		debt.clientId,
	]);
	return row?.debtor_id ?? null;
}

/** The open debts of a debtor to a client in one currency. */
export async function findOpenDebts(
	tx: Tx,
	of: { readonly debtorId: bigint; readonly clientId: bigint; readonly currency: Currency },
): Promise<bigint[]> {
	const rows = await tx.query<{ id: bigint }>(
		`select d.id from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id
		  where d.tenant_id = $1 and d.debtor_id = $2 and d.client_id = $3 and d.currency = $4 and s.status = 'open' order by d.id`,
		[tx.tenantId, of.debtorId, of.clientId, of.currency],
	);
	return rows.map((row) => row.id);
}

/** Payments of a client already recorded under these numbers, also reversed ones: under each number one at most stands. */
export async function findRecorded(tx: Tx, clientId: bigint, externalReferences: readonly string[]): Promise<Map<string, Earlier[]>> {
	const rows = await tx.prepared<{ id: bigint; external_reference: string; facts_hash: Buffer; currency: Currency; stands: boolean }>(
		'payments recorded',
		`select id, external_reference, facts_hash, currency, state <> 'reversed' as stands from payment
		  where tenant_id = $1 and client_id = $2 and external_reference = any ($3::text[]) order by id desc`,
		[tx.tenantId, clientId, externalReferences],
	);
	return Map.groupBy(
		rows.map((row) => ({ ...row, hash: row.facts_hash.toString('hex') })),
		(row) => row.external_reference,
	);
}

/** Fresh payment ids, ascending. */
export async function takePaymentIds(tx: Tx, count: number): Promise<bigint[]> {
	const rows = await tx.prepared<{ id: bigint }>(
		'payment ids',
		`select nextval(pg_get_serial_sequence('payment', 'id')) as id from generate_series(1, $1)`,
		[count],
	);
	return rows.map((row) => row.id);
}

/** Appends payments in one statement. */
export async function appendPayments(tx: Tx, payments: readonly Payment[]): Promise<void> {
	if (payments.length === 0) return;
	const column = <T>(of: (each: Payment) => T) => payments.map(of);
	await tx.prepared(
		'payments append',
		`insert into payment (tenant_id, id, client_id, import_id, external_reference, facts_hash, debt_reference, debtor_id, debt_id, amount_minor,
		                      currency, paid_at, method, payer_sealed, state, reason, applied_minor, surplus_minor, returned_minor, entry_id, recorded_at)
		 select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bytea[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[],
		                          $11::text[], $12::timestamptz[], $13::text[], $14::bytea[], $15::text[], $16::text[], $17::bigint[], $18::bigint[],
		                          $19::bigint[], $20::bigint[], $21::timestamptz[])`,
		[
			tx.tenantId,
			column((each) => each.id),
			column((each) => each.clientId),
			column((each) => each.importId),
			column((each) => each.externalReference),
			column((each) => each.factsHash),
			column((each) => each.debtReference),
			column((each) => each.debtorId),
			column((each) => each.debtId),
			column((each) => each.amountMinor),
			column((each) => each.currency),
			column((each) => each.paidAt),
			column((each) => each.method),
			column((each) => each.payerSealed),
			column((each) => each.state),
			column((each) => each.reason),
			column((each) => each.appliedMinor),
			column((each) => each.surplusMinor),
			column((each) => each.returnedMinor),
			column((each) => each.entryId),
			column((each) => each.recordedAt),
		],
	);
}

/** A payment's debtor, its row not held, so that the debtor's lock can be taken first. A client's login sees its own only. */
export async function findDebtorOfPayment(tx: Tx, id: bigint, clientId: bigint | null): Promise<{ debtorId: bigint | null } | null> {
	const [row] = await tx.query<{ debtor_id: bigint | null }>(
		'select debtor_id from payment where tenant_id = $1 and id = $2 and ($3::bigint is null or client_id = $3)',
		[tx.tenantId, id, clientId],
	);
	return row ? { debtorId: row.debtor_id } : null;
}

/** A payment, held until the end of the transaction; a client's login sees its own only. */
export async function loadPaymentForUpdate(tx: Tx, id: bigint, clientId: bigint | null): Promise<Payment | null> {
	const [row] = await tx.query<PaymentRow>(
		'select * from payment where tenant_id = $1 and id = $2 and ($3::bigint is null or client_id = $3) for update',
		[tx.tenantId, id, clientId],
	);
	return row ? paymentOf(row) : null;
}

/** Saves what stands of a payment after it was resolved or reversed. */
export async function savePayment(
	tx: Tx,
	payment: Pick<
		Payment,
		'id' | 'state' | 'reason' | 'debtorId' | 'debtId' | 'appliedMinor' | 'surplusMinor' | 'returnedMinor' | 'entryId' | 'resolution'
	>,
	now: Temporal.Instant,
): Promise<void> {
	await tx.query(
		`update payment set state = $3, reason = $4, debtor_id = $5, debt_id = $6, applied_minor = $7, surplus_minor = $8, returned_minor = $9,
		        entry_id = $10, resolution = $11, resolved_at = $12
		  where tenant_id = $1 and id = $2`,
		[
			tx.tenantId,
			payment.id,
			payment.state,
			payment.reason,
			payment.debtorId,
			payment.debtId,
			payment.appliedMinor,
			payment.surplusMinor,
			payment.returnedMinor,
			payment.entryId,
			payment.resolution,
			now,
		],
	);
}
