import { known } from '../core/assert.ts';
import type { ByComponent, Component, Currency } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { Balance, LedgerAccount, Transfer, TransferKind } from './rules.ts';

/** A transfer as kept: which event of which debt it belongs to and when that happened and was learned. */
export type KeptTransfer = Transfer & {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly entryId: bigint;
	readonly currency: Currency;
	readonly happenedAt: Temporal.Instant;
	readonly recordedAt: Temporal.Instant;
	readonly reversesEntryId: bigint | null;
	readonly paymentId: bigint | null;
};

type TransferRow = {
	debtor_id: bigint;
	debt_id: bigint;
	entry_id: bigint;
	kind: TransferKind;
	component: Component | 'surplus';
	debit_account: LedgerAccount;
	credit_account: LedgerAccount;
	amount_minor: bigint;
	currency: Currency;
	happened_at: Temporal.Instant;
	recorded_at: Temporal.Instant;
	reverses_entry_id: bigint | null;
	payment_id: bigint | null;
};

const keptOf = (row: TransferRow): KeptTransfer => ({
	debtorId: row.debtor_id,
	debtId: row.debt_id,
	entryId: row.entry_id,
	kind: row.kind,
	component: row.component,
	debit: row.debit_account,
	credit: row.credit_account,
	amountMinor: row.amount_minor,
	currency: row.currency,
	happenedAt: row.happened_at,
	recordedAt: row.recorded_at,
	reversesEntryId: row.reverses_entry_id,
	paymentId: row.payment_id,
});

const transferColumns =
	'debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at, reverses_entry_id, payment_id';

/** Fresh entry ids, ascending. */
export async function takeEntryIds(tx: Tx, count: number): Promise<bigint[]> {
	const rows = await tx.prepared<{ id: bigint }>(
		'ledger entry ids',
		`select nextval('ledger_entry_id') as id from generate_series(1, $1)`,
		[count],
	);
	return rows.map((row) => row.id);
}

/** Appends transfers in one statement, so the trigger that derives balances runs once however many there are. */
export async function appendTransfers(tx: Tx, transfers: readonly KeptTransfer[]): Promise<void> {
	const column = <T>(of: (each: KeptTransfer) => T) => transfers.map(of);
	await tx.prepared(
		'ledger append',
		`insert into ledger_transfer (tenant_id, ${transferColumns})
		 select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
		                          $11::timestamptz[], $12::timestamptz[], $13::bigint[], $14::bigint[])`,
		[
			tx.tenantId,
			column((each) => each.debtorId),
			column((each) => each.debtId),
			column((each) => each.entryId),
			column((each) => each.kind),
			column((each) => each.component),
			column((each) => each.debit),
			column((each) => each.credit),
			column((each) => each.amountMinor),
			column((each) => each.currency),
			column((each) => each.happenedAt),
			column((each) => each.recordedAt),
			column((each) => each.reversesEntryId),
			column((each) => each.paymentId),
		],
	);
}

/** The transfers of one entry, and whether it is reversed already. Lock the debtor first. */
export async function loadEntry(
	tx: Tx,
	entry: { debtorId: bigint; entryId: bigint },
): Promise<{ transfers: KeptTransfer[]; reversed: boolean }> {
	const rows = await tx.query<TransferRow & { reversed: boolean }>(
		`select ${transferColumns}, exists (select from ledger_transfer r
		         where r.tenant_id = $1 and r.debtor_id = $2 and r.reverses_entry_id = $3) as reversed
		   from ledger_transfer where tenant_id = $1 and debtor_id = $2 and entry_id = $3 order by id`,
		[tx.tenantId, entry.debtorId, entry.entryId],
	);
	return { transfers: rows.map(keptOf), reversed: rows.some((row) => row.reversed) };
}

/** The entries a payment made that still stand, oldest first. Lock the debtor first. */
export async function findStandingEntriesOfPayment(tx: Tx, of: { debtorId: bigint; paymentId: bigint }): Promise<bigint[]> {
	const rows = await tx.query<{ entry_id: bigint }>(
		`select distinct entry_id from ledger_transfer t
		  where tenant_id = $1 and debtor_id = $2 and payment_id = $3 and kind <> 'reversed'
		    and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = $2 and r.reverses_entry_id = t.entry_id)
		  order by entry_id`,
		[tx.tenantId, of.debtorId, of.paymentId],
	);
	return rows.map((row) => row.entry_id);
}

/** The debts a payment was ever set against or owed back on. */
export async function findDebtsOfPayment(tx: Tx, of: { debtorId: bigint; paymentId: bigint }): Promise<bigint[]> {
	const rows = await tx.query<{ debt_id: bigint }>(
		'select distinct debt_id from ledger_transfer where tenant_id = $1 and debtor_id = $2 and payment_id = $3 order by debt_id',
		[tx.tenantId, of.debtorId, of.paymentId],
	);
	return rows.map((row) => row.debt_id);
}

/** Every transfer of a debtor in the order written. */
export async function loadTransfersOf(tx: Tx, debtorId: bigint): Promise<KeptTransfer[]> {
	const rows = await tx.query<TransferRow>(
		`select ${transferColumns} from ledger_transfer where tenant_id = $1 and debtor_id = $2 order by entry_id, id`,
		[tx.tenantId, debtorId],
	);
	return rows.map(keptOf);
}

type BalanceRow = {
	debtor_id: bigint;
	debt_id: bigint;
	costs: bigint;
	interest: bigint;
	penalty: bigint;
	principal: bigint;
	received: bigint;
	refund_due: bigint;
};

/** Sums of transfers per debt. `$1` is the tenant; the caller closes with its own conditions. */
const summed = `select debtor_id, debt_id,
       coalesce(sum(owed) filter (where component = 'costs'), 0)::bigint as costs,
       coalesce(sum(owed) filter (where component = 'interest'), 0)::bigint as interest,
       coalesce(sum(owed) filter (where component = 'penalty'), 0)::bigint as penalty,
       coalesce(sum(owed) filter (where component = 'principal'), 0)::bigint as principal,
       sum(received)::bigint as received, sum(refund_due)::bigint as refund_due
  from (select debtor_id, debt_id, component, happened_at, recorded_at,
               amount_minor * ((debit_account = 'owed')::int - (credit_account = 'owed')::int) as owed,
               amount_minor * ((debit_account = 'received')::int - (credit_account = 'received')::int) as received,
               amount_minor * ((credit_account = 'refund_due')::int - (debit_account = 'refund_due')::int) as refund_due
          from ledger_transfer where tenant_id = $1) t`;

const balanceOf = (row: BalanceRow): Balance => ({
	owed: { costs: row.costs, interest: row.interest, penalty: row.penalty, principal: row.principal },
	receivedMinor: row.received,
	refundDueMinor: row.refund_due,
});

/** A debt whose kept balance is not the sum of its transfers. */
export type Disagreement = {
	readonly debtorId: bigint;
	readonly debtId: bigint;
	readonly summed: Balance | null;
	readonly kept: Balance | null;
};

/** Sums the whole ledger of the tenant and compares it with `debt_balance`, debt by debt; gives the first that disagree. */
export async function findDisagreements(tx: Tx, limit: number): Promise<Disagreement[]> {
	const rows = await tx.query<
		BalanceRow & {
			summed: boolean;
			kept: boolean;
			kept_costs: bigint;
			kept_interest: bigint;
			kept_penalty: bigint;
			kept_principal: bigint;
			kept_received: bigint;
			kept_refund_due: bigint;
		}
	>(
		`with s as (${summed} group by debtor_id, debt_id)
		 select coalesce(s.debtor_id, b.debtor_id) as debtor_id, coalesce(s.debt_id, b.debt_id) as debt_id, s.debt_id is not null as summed,
		        b.debt_id is not null as kept, s.costs, s.interest, s.penalty, s.principal, s.received, s.refund_due, b.costs_minor as kept_costs,
		        b.interest_minor as kept_interest, b.penalty_minor as kept_penalty, b.principal_minor as kept_principal,
		        b.received_minor as kept_received, b.refund_due_minor as kept_refund_due
		   from s full join (select * from debt_balance where tenant_id = $1) b on (b.debtor_id, b.debt_id) = (s.debtor_id, s.debt_id)
		  where (s.costs, s.interest, s.penalty, s.principal, s.received, s.refund_due) is distinct from
		        (b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor)
		  order by 1, 2 limit $2`,
		[tx.tenantId, limit],
	);
	return rows.map((row) => ({
		debtorId: row.debtor_id,
		debtId: row.debt_id,
		summed: row.summed ? balanceOf(row) : null,
		kept: row.kept
			? balanceOf({
					...row,
					costs: row.kept_costs,
					interest: row.kept_interest,
					penalty: row.kept_penalty,
					principal: row.kept_principal,
					received: row.kept_received,
					refund_due: row.kept_refund_due,
				})
			: null,
	}));
}

/** How many transfers and debts the tenant's ledger holds, and what is owed by currency. */
export async function countLedger(tx: Tx): Promise<{ transfers: bigint; debts: bigint; owed: { currency: string; minor: bigint }[] }> {
	const [counts] = await tx.query<{ transfers: bigint; debts: bigint }>(
		'select count(*) as transfers, count(distinct debt_id) as debts from ledger_transfer where tenant_id = $1',
		[tx.tenantId],
	);
	const owed = await tx.query<{ currency: string; minor: bigint }>(
		`select currency, coalesce(sum(amount_minor * ((debit_account = 'owed')::int - (credit_account = 'owed')::int)), 0)::bigint as minor
		   from ledger_transfer where tenant_id = $1 group by currency order by currency`,
		[tx.tenantId],
	);
	return { ...known(counts, 'counts'), owed };
}

/** What is owed now by component, from the kept balance; debts without a transfer are not in it. */
export async function loadBalances(tx: Tx, debtIds: readonly { debtorId: bigint; debtId: bigint }[]): Promise<Map<bigint, Balance>> {
	const rows = await tx.prepared<BalanceRow>(
		'ledger balances',
		`select debtor_id, debt_id, costs_minor as costs, interest_minor as interest, penalty_minor as penalty, principal_minor as principal,
		        received_minor as received, refund_due_minor as refund_due
		   from unnest($2::bigint[], $3::bigint[]) as asked (debtor_id, debt_id) join debt_balance b using (debtor_id, debt_id)
		  where b.tenant_id = $1`,
		[tx.tenantId, debtIds.map((each) => each.debtorId), debtIds.map((each) => each.debtId)],
	);
	return new Map(rows.map((row) => [row.debt_id, balanceOf(row)]));
}

/** Amounts per debt and counter-account, signed as they change what is owed: the lines of the arithmetic. */
export async function loadArithmetic(tx: Tx, debtorId: bigint): Promise<Map<bigint, Map<LedgerAccount, ByComponent>>> {
	const rows = await tx.query<{ debt_id: bigint; against: LedgerAccount; component: Component; minor: bigint }>(
		`select debt_id, case when debit_account = 'owed' then credit_account else debit_account end as against, component,
		        sum(case when debit_account = 'owed' then amount_minor else -amount_minor end)::bigint as minor
		   from ledger_transfer where tenant_id = $1 and debtor_id = $2 and 'owed' in (debit_account, credit_account)
		  group by 1, 2, 3`,
		[tx.tenantId, debtorId],
	);
	const debts = new Map<bigint, Map<LedgerAccount, Record<Component, bigint>>>();
	for (const { debt_id, against, component, minor } of rows) {
		const lines = debts.get(debt_id) ?? new Map<LedgerAccount, Record<Component, bigint>>();
		debts.set(debt_id, lines);
		const line = lines.get(against) ?? { costs: 0n, interest: 0n, penalty: 0n, principal: 0n };
		lines.set(against, { ...line, [component]: minor });
	}
	return debts;
}
