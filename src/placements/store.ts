import type { Tx } from '../host/db.ts';
import type { ControlTotal } from './rules.ts';

/** Facts of the placement the staged rows become. */
export type Into = {
	readonly placementId: bigint;
	readonly clientId: bigint;
	readonly creditorId: bigint;
	readonly source: string;
	readonly today: Temporal.PlainDate;
	readonly now: Temporal.Instant;
};

/**
 * Turns the staged rows into debtors, debts, parties, contact points and opening ledger transfers, set by set. A reference that is live already
 * (in an earlier batch, or earlier in this file) makes nothing; see `leftOver` for what became of those rows.
 */
export async function settle(tx: Tx, into: Into): Promise<void> {
	const { placementId, clientId, creditorId, now } = into;
	await tx.connection.query('analyze staged');
	await tx.query(
		`insert into debtor (tenant_id, kind, identity_index, sealed, name_masked, id_masked, birth_on, placement_id, created_at)
		 select $1, kind, identity_index, sealed, name_masked, id_masked, birth_on, $2, $3 from staged
		 on conflict (tenant_id, identity_index) do nothing`,
		[tx.tenantId, placementId, now],
	);
	await tx.connection.query(
		"create temp table accepted (row bigint, debtor_id bigint, debt_id bigint, placed_on date, currency text, entry_id bigint default nextval('dunwell.ledger_entry_id')) on commit drop",
	);
	await tx.query(
		`with made as (
			insert into debt (tenant_id, debtor_id, client_id, creditor_id, placement_id, placement_row, reference, facts_hash, product, currency,
			                  overdue_since, placed_on, recall_due_on, round, extra_sealed, history_sealed, created_at)
			select $1, d.id, $2, $3, $4, s.row, s.reference, s.facts_hash, s.product, s.currency, s.overdue_since, s.placed_on, s.recall_due_on,
			       s.round, s.extra_sealed, s.history_sealed, $5
			  from staged s join debtor d on d.tenant_id = $1 and d.identity_index = s.identity_index
			 order by s.row
			on conflict (tenant_id, client_id, reference) where not ended do nothing
			returning placement_row, debtor_id, id, placed_on, currency)
		 insert into accepted (row, debtor_id, debt_id, placed_on, currency) select * from made`,
		[tx.tenantId, clientId, creditorId, placementId, now],
	);
	await tx.connection.query('analyze accepted');
	await tx.query(
		`insert into debt_state (tenant_id, debtor_id, debt_id, review_on)
		 select $1, debtor_id, debt_id, greatest(placed_on, $2::date) from accepted`,
		[tx.tenantId, into.today],
	);
	await tx.query(
		`insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency,
		                              happened_at, recorded_at)
		 select $1, a.debtor_id, a.debt_id, a.entry_id, 'placed', part.component, 'owed', 'placed', part.minor, a.currency, $2, $2
		   from accepted a join staged s using (row)
		   cross join lateral (values ('costs', s.costs), ('interest', s.interest), ('penalty', s.penalty), ('principal', s.principal)) part (component, minor)
		  where part.minor > 0`,
		[tx.tenantId, now],
	);
	await tx.query(
		`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked)
		 select $1, a.debtor_id, p.role, p.relation, p.person_index, p.sealed, p.name_masked from staged_party p join accepted a using (row)
		 on conflict (tenant_id, debtor_id, person_index) do nothing`,
		[tx.tenantId],
	);
	await tx.query(
		`insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 select $1, a.debtor_id, p.id, c.kind, c.label, c.value_sealed, c.value_index, c.value_masked, $2, $3, a.placed_on
		   from staged_point c join accepted a using (row)
		   left join party p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.person_index = c.person_index
		 on conflict (tenant_id, debtor_id, party_id, kind, value_index) do nothing`,
		[tx.tenantId, into.source, 'contract: PIPL 13(2), placed by the creditor'],
	);
}

/** Rows that made no debt: the same facts again (a duplicate), or other facts under a live reference. */
export async function leftOver(
	tx: Tx,
	clientId: bigint,
): Promise<{ row: number; reference: string; same: boolean; firstRow: number | null }[]> {
	const rows = await tx.query<{ row: bigint; reference: string; same: boolean; first_row: bigint | null }>(
		`select s.row, s.reference, d.facts_hash = s.facts_hash as same, d.placement_row as first_row
		   from staged s left join accepted a using (row)
		   join debt d on d.tenant_id = $1 and d.client_id = $2 and d.reference = s.reference and not d.ended
		  where a.row is null order by s.row`,
		[tx.tenantId, clientId],
	);
	return rows.map((each) => ({
		row: Number(each.row),
		reference: each.reference,
		same: each.same,
		firstRow: each.first_row === null ? null : Number(each.first_row),
	}));
}

/** Control totals of what was taken, per currency. */
export async function countAccepted(tx: Tx): Promise<ControlTotal[]> {
	const rows = await tx.query<{ currency: string; count: bigint; minor: bigint }>(
		`select a.currency, count(*) as count, sum(s.costs + s.interest + s.penalty + s.principal)::bigint as minor
		   from accepted a join staged s using (row) group by 1 order by 1`,
	);
	return rows.map((each) => ({ currency: each.currency, count: Number(each.count), minor: each.minor }));
}

export type ClientRow = {
	readonly id: bigint;
	readonly code: string;
	readonly name: string;
	readonly creditorId: bigint;
	readonly mandate: { product?: string; currency?: string };
};

export async function findClient(tx: Tx, code: string): Promise<ClientRow | null> {
	const [row] = await tx.query<{ id: bigint; code: string; name: string; creditor_id: bigint; mandate: ClientRow['mandate'] }>(
		'select id, code, name, creditor_id, mandate from client where tenant_id = $1 and code = $2 and closed_at is null',
		[tx.tenantId, code],
	);
	return row ? { id: row.id, code: row.code, name: row.name, creditorId: row.creditor_id, mandate: row.mandate } : null;
}

export type PlacementRow = {
	id: bigint;
	client_id: bigint;
	client_code: string;
	client_name: string;
	batch_no: string;
	file_name: string;
	state: string;
	placed_on: Temporal.PlainDate;
	recall_due_on: Temporal.PlainDate | null;
	rows_total: bigint;
	accepted: bigint;
	rejected: bigint;
	duplicates: bigint;
	counted: { currency: string; count: number; minor: string }[];
	declared: { count?: number; minor?: string };
	notes: { zh: string; en: string }[];
	started_at: Temporal.Instant;
	finished_at: Temporal.Instant | null;
	ended_at: Temporal.Instant | null;
	end_reason: string | null;
};

const columns = `p.id, p.client_id, c.code as client_code, c.name as client_name, p.batch_no, p.file_name, p.state, p.placed_on, p.recall_due_on, p.rows_total,
	p.accepted, p.rejected, p.duplicates, p.counted, p.declared, p.notes, p.started_at, p.finished_at, p.ended_at, p.end_reason`;

/** Placements, newest first; a client's login sees its own only. */
export function listPlacements(tx: Tx, clientId: bigint | null, limit = 200): Promise<PlacementRow[]> {
	return tx.query(
		`select ${columns} from placement p join client c on c.tenant_id = p.tenant_id and c.id = p.client_id
		  where p.tenant_id = $1 and ($2::bigint is null or p.client_id = $2) order by p.id desc limit $3`,
		[tx.tenantId, clientId, limit],
	);
}

export async function findPlacement(tx: Tx, id: bigint, clientId: bigint | null, lock = false): Promise<PlacementRow | null> {
	const [row] = await tx.query<PlacementRow>(
		`select ${columns} from placement p join client c on c.tenant_id = p.tenant_id and c.id = p.client_id
		  where p.tenant_id = $1 and p.id = $2 and ($3::bigint is null or p.client_id = $3) ${lock ? 'for update of p' : ''}`,
		[tx.tenantId, id, clientId],
	);
	return row ?? null;
}

export type ErrorRow = {
	row_number: bigint;
	column_name: string;
	value_masked: string;
	code: string;
	details: Record<string, string>;
	row_sealed: Buffer | null;
};

export function listErrors(tx: Tx, placementId: bigint, limit: number): Promise<ErrorRow[]> {
	return tx.query(
		'select row_number, column_name, value_masked, code, details, row_sealed from placement_error where tenant_id = $1 and placement_id = $2 order by row_number limit $3',
		[tx.tenantId, placementId, limit],
	);
}

/** What has already been done with a placement's debts, in a word, or null: then it can still be undone. */
export async function workedAlready(tx: Tx, placementId: bigint): Promise<string | null> {
	const [found] = await tx.query<{ what: string }>(
		`with debts as (select debtor_id, id from debt where tenant_id = $1 and placement_id = $2)
		 select 'payment' as what from payment p join debts d on p.tenant_id = $1 and p.debtor_id = d.debtor_id and p.debt_id = d.id
		 union all select 'promise' from promise p join debts d on p.tenant_id = $1 and p.debtor_id = d.debtor_id and p.debt_id = d.id
		 union all select 'contact' from contact_attempt a join debts d on a.tenant_id = $1 and a.debtor_id = d.debtor_id and d.id = any(a.debt_ids)
		 limit 1`,
		[tx.tenantId, placementId],
	);
	return found?.what ?? null;
}

/** Takes every open debt of a placement out of the book: ledger, state, work, messages. `undone` reverses the placing; `recalled` gives back what is still owed. */
export async function endDebts(tx: Tx, placementId: bigint, how: 'undone' | 'recalled', now: Temporal.Instant): Promise<bigint> {
	await tx.connection.query(
		`create temp table ending (debtor_id bigint, debt_id bigint, entry_id bigint default nextval('dunwell.ledger_entry_id')) on commit drop`,
	);
	const ended = await tx.query(
		`with out as (
			update debt set ended = true where tenant_id = $1 and placement_id = $2 and not ended returning debtor_id, id)
		 insert into ending (debtor_id, debt_id) select debtor_id, id from out order by debtor_id returning debt_id`,
		[tx.tenantId, placementId],
	);
	await tx.query(
		how === 'undone'
			? `insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at, reverses_entry_id)
			   select $1, e.debtor_id, e.debt_id, e.entry_id, 'reversed', t.component, t.credit_account, t.debit_account, t.amount_minor, t.currency, $2, $2, t.entry_id
			     from ending e join ledger_transfer t on t.tenant_id = $1 and t.debtor_id = e.debtor_id and t.debt_id = e.debt_id and t.kind = 'placed'`
			: `insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at)
			   select $1, e.debtor_id, e.debt_id, e.entry_id, 'recalled', part.component, 'recalled', 'owed', part.minor, b.currency, $2, $2
			     from ending e join debt_balance b on b.tenant_id = $1 and b.debtor_id = e.debtor_id and b.debt_id = e.debt_id
			     cross join lateral (values ('costs', b.costs_minor), ('interest', b.interest_minor), ('penalty', b.penalty_minor), ('principal', b.principal_minor)) part (component, minor)
			    where part.minor > 0`,
		[tx.tenantId, now],
	);
	await tx.query(
		`update debt_state s set status = $2, review_on = null from ending e
		  where s.tenant_id = $1 and s.debtor_id = e.debtor_id and s.debt_id = e.debt_id`,
		[tx.tenantId, how],
	);
	// Pressure stops for debtors with nothing open left, in this very transaction.
	const idle = `e.debtor_id in (select debtor_id from ending except
		select s.debtor_id from debt_state s join ending x on s.tenant_id = $1 and s.debtor_id = x.debtor_id where s.status = 'open')`;
	await tx.query(
		`update work_item w set state = 'cancelled', closed_at = $2, close_reason = $3 from ending e
		  where w.tenant_id = $1 and w.debtor_id = e.debtor_id and w.state in ('open', 'claimed') and ${idle}`,
		[tx.tenantId, now, how],
	);
	await tx.query(
		`update message m set state = 'withdrawn', settled_at = $2, reason = $3 from ending e
		  where m.tenant_id = $1 and m.debtor_id = e.debtor_id and m.debt_id = e.debt_id and m.state = 'queued'`,
		[tx.tenantId, now, how],
	);
	return BigInt(ended.length);
}
