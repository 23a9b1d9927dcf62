import { jsonText } from '../core/json.ts';
import { known } from '../core/assert.ts';
import type { Sentence } from '../core/refusal.ts';
import type { Tx } from '../host/db.ts';
import type { ClientRow } from './client.ts';
import { postCuts } from './cut-store.ts';
import type { ControlTotal, Declared } from './totals.ts';

/** Facts of the placement the staged rows become. */
export type Into = {
	readonly placementId: bigint;
	readonly clientId: bigint;
	readonly creditorId: bigint;
	/** Provenance of every contact point: which placement named it. */
	readonly source: string;
	readonly today: Temporal.PlainDate;
	readonly now: Temporal.Instant;
};

/** Opens what every chunk of one import shares. */
export async function openPlacing(tx: Tx, into: Into): Promise<void> {
	await tx.query(`
		create temp table into_placement (
			tenant_id bigint, placement_id bigint, client_id bigint, creditor_id bigint, source text, lawful_basis text, today date, now timestamptz
		) on commit drop;
		create temp table accepted (
			row bigint, debtor_id bigint, debt_id bigint, placed_on date, currency text, fresh boolean,
			entry_id bigint default nextval('dunwell.ledger_entry_id')
		) on commit drop;
		create temp table fresh_debtor (id bigint, identity_index bytea, name_masked text) on commit drop;
		create temp table chosen (row bigint, identity_index bytea, owner_id bigint, owner_name text, fresh boolean) on commit drop;
		create temp table left_over (row bigint, reference text, same boolean, what text, first_row bigint) on commit drop;
		create temp table paid_off (debtor_id bigint, debt_id bigint) on commit drop`);
	await tx.query('insert into into_placement values ($1, $2, $3, $4, $5, $6, $7, $8)', [
		tx.tenantId,
		into.placementId,
		into.clientId,
		into.creditorId,
		into.source,
		'contract: PIPL 13(2), placed by the creditor',
		into.today,
		into.now,
	]);
}

/** Whether an earlier debt `e` was placed with the sum, part by part, and the due date of a staged row. */
const sameSum = (row: 's' | 'l') =>
	`substring(e.facts_hash, 17, 4) = substring(${row}.facts_hash, 17, 4) and e.overdue_since = ${row}.overdue_since`;

/** Whether the debt of a staged row's sum was recalled when some of it had been paid: of that sum less is owed. */
const partPaid = `left join lateral (
	            select true as paid from debt e cross join lateral (select from debt_state t where t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status = 'recalled' limit 1) t cross join lateral (select from debt_balance b where b.debtor_id = e.debtor_id and b.debt_id = e.id and b.last_paid_at is not null limit 1) b
	             where e.client_id = p.client_id and e.reference = s.reference and e.ended and ${sameSum('s')} limit 1) part on true`;

/**
 * One staged chunk becomes debtors, debts, parties, contact points and opening ledger transfers, set by set, in one round trip. Lookups are
 * written as `lateral … limit 1` and reading whole tables is forbidden: nothing here has statistics, and the planner must not read a million
 * debtors for 8,000 rows. They leave the tenant to row-level security: named twice, the planner takes it for one row in 40,000 and any index
 * that begins with it for good enough.
 * Chosen are the first rows of references that are not live, so that a refused row leaves no debtor behind; each with the debtor its identity number has already, if there is one. Fresh is the
 * first of those whose identity has none: it makes the debtor, whom nobody else can see yet. What is fresh goes in without asking for conflicts, which costs as much again as the row: debtors and
 * debts come from imports alone, and of an agency there is one at a time. Before all of it the references of debts that are paid off are set free, where a row brings another sum or another due date of
 * the same person that were never placed before, or were undone: a card is overdue once more. Their rows are held first, so that a payment the bank takes back meanwhile is seen; one taken back later goes to the client
 * (`reversePayment`). The same sum since the same day is the debt that was paid, whatever else is told of it, also where its placement was taken back since; one that was paid in part by then comes with what is owed now. Who owes too does so for the debt of the row that says so
 * (`party_debt`), and keeps no lesser role an earlier file gave them for another. Rows that make nothing: a live reference (in an earlier batch, an earlier chunk, or twice in this one), or an identity
 * number under another name. They are in `left_over`.
 */
const settling = `
	set local enable_seqscan = off;
	insert into paid_off (debtor_id, debt_id)
	select l.debtor_id, l.debt_id
	  from (select distinct on (s.reference) s.*, d.debtor_id, d.id as debt_id, d.facts_hash as placed_hash, d.overdue_since as placed_since
	          from staged s cross join into_placement p
	         cross join lateral (select debtor_id, id, facts_hash, overdue_since from debt d where d.client_id = p.client_id and d.reference = s.reference and not d.ended limit 1) d
	         order by s.reference, s.row) l
	 cross join into_placement p
	 cross join lateral (select from debt_state t where t.debtor_id = l.debtor_id and t.debt_id = l.debt_id and t.status = 'settled' limit 1) t
	 cross join lateral (select from debtor o where o.id = l.debtor_id and o.identity_index = l.identity_index and o.name_masked = l.name_masked limit 1) o
	 where (substring(l.placed_hash, 17, 4) is distinct from substring(l.facts_hash, 17, 4) or l.placed_since <> l.overdue_since)
	   and not exists (select from debt e cross join lateral (select from debt_state t where t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status <> 'undone' limit 1) stood
	                    where e.client_id = p.client_id and e.reference = l.reference and e.ended and ${sameSum('l')});
	select count(*) from (select debtor_id, debt_id from paid_off order by debtor_id, debt_id) x
	 cross join lateral (select from debt d where d.debtor_id = x.debtor_id and d.id = x.debt_id for no key update) held;
	update debt set ended = true where ctid = any (array(
		select d.ctid from paid_off x cross join lateral (select ctid from debt d where d.debtor_id = x.debtor_id and d.id = x.debt_id and not d.ended limit 1) d
		 cross join lateral (select from debt_state t where t.debtor_id = x.debtor_id and t.debt_id = x.debt_id and t.status = 'settled' limit 1) t));
	insert into chosen (row, identity_index, owner_id, owner_name, fresh)
	select c.row, c.identity_index, o.id, o.name_masked, o.id is null and row_number() over (partition by c.identity_index order by c.row) = 1
	  from (select distinct on (s.reference) s.row, s.identity_index
	          from staged s cross join into_placement p
	          left join lateral (
	            select true as paid from debt e cross join lateral (select from debt_state t where t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status = 'settled' limit 1) t
	             where e.client_id = p.client_id and e.reference = s.reference and e.ended and ${sameSum('s')} limit 1) gone on true
	          ${partPaid}
	          left join lateral (select id from debt d where d.client_id = p.client_id and d.reference = s.reference and not d.ended limit 1) d on true
	         where d.id is null and gone.paid is null and part.paid is null
	         order by s.reference, s.row) c
	  left join lateral (select id, name_masked from debtor o where o.identity_index = c.identity_index limit 1) o on true;

	with made as (
		insert into debtor (tenant_id, kind, identity_index, sealed, name_masked, id_masked, birth_on, placement_id, created_at)
		select p.tenant_id, s.kind, s.identity_index, s.sealed, s.name_masked, s.id_masked, s.birth_on, p.placement_id, p.now
		  from chosen c join staged s using (row) cross join into_placement p where c.fresh order by row
		returning id, identity_index, name_masked)
	insert into fresh_debtor select id, identity_index, name_masked from made;

	with made as (
		insert into debt (tenant_id, debtor_id, client_id, creditor_id, placement_id, placement_row, reference, facts_hash, product, currency,
		                  overdue_since, placed_on, recall_due_on, round, extra_sealed, history_sealed, created_at, claim_check)
		select p.tenant_id, coalesce(c.owner_id, f.id), p.client_id, p.creditor_id, p.placement_id, s.row, s.reference, s.facts_hash, s.product, s.currency,
		       s.overdue_since, s.placed_on, s.recall_due_on, s.round, s.extra_sealed, s.history_sealed, p.now, s.claim_check::jsonb
		  from chosen c join staged s using (row) left join fresh_debtor f on f.identity_index = c.identity_index cross join into_placement p
		 where coalesce(c.owner_name, f.name_masked) = s.name_masked
		 order by row
		returning placement_row, debtor_id, id, placed_on, currency)
	insert into accepted (row, debtor_id, debt_id, placed_on, currency, fresh)
	select m.placement_row, m.debtor_id, m.id, m.placed_on, m.currency, c.fresh
	  from made m join chosen c on c.row = m.placement_row order by m.placement_row;

	insert into debt_state (tenant_id, debtor_id, debt_id, review_on)
	select p.tenant_id, a.debtor_id, a.debt_id, greatest(a.placed_on, p.today) from accepted a cross join into_placement p;

	insert into debt_alias (tenant_id, client_id, alias, debtor_id, debt_id)
	select p.tenant_id, p.client_id, named.alias, a.debtor_id, a.debt_id
	  from accepted a join staged s using (row) cross join into_placement p cross join lateral (values (s.contract_alias), (s.card_alias)) named (alias)
	 where named.alias is not null order by row, named.alias;

	insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency,
	                             happened_at, recorded_at)
	select p.tenant_id, a.debtor_id, a.debt_id, a.entry_id, 'placed', part.component, 'owed', 'placed', part.minor, a.currency, p.now, p.now
	  from accepted a join staged s using (row) cross join into_placement p
	  cross join lateral (values ('costs', s.costs), ('interest', s.interest), ('penalty', s.penalty), ('principal', s.principal)) part (component, minor)
	 where part.minor > 0 order by row, part.component;

	insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked)
	select p.tenant_id, a.debtor_id, y.role, y.relation, y.person_index, y.sealed, y.name_masked
	  from staged_party y join accepted a using (row) cross join into_placement p where a.fresh order by row, y.person_index;

	insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked)
	select p.tenant_id, a.debtor_id, y.role, y.relation, y.person_index, y.sealed, y.name_masked
	  from staged_party y join accepted a using (row) cross join into_placement p where not a.fresh order by row, y.person_index
	on conflict (tenant_id, debtor_id, person_index) do nothing;

	update party y set role = s.role
	  from (select a.debtor_id, l.person_index, min(l.role) as role from staged_party l join accepted a using (row) where not a.fresh and l.role <> 'third_party' group by 1, 2) s
	 where y.debtor_id = s.debtor_id and y.person_index = s.person_index and y.role = 'third_party';

	insert into party_debt (tenant_id, debtor_id, party_id, debt_id, role)
	select p.tenant_id, a.debtor_id, y.id, a.debt_id, s.role
	  from staged_party s join accepted a using (row) cross join into_placement p
	  cross join lateral (select id from party y where y.debtor_id = a.debtor_id and y.person_index = s.person_index limit 1) y
	 where s.role <> 'third_party' order by row, s.person_index;

	insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
	select p.tenant_id, a.debtor_id, y.id, c.kind, c.label, c.value_sealed, c.value_index, c.value_masked, p.source, p.lawful_basis, a.placed_on
	  from staged_point c join accepted a using (row) cross join into_placement p
	  left join lateral (
		select id from party y
		 where c.person_index is not null and y.debtor_id = a.debtor_id and y.person_index = c.person_index limit 1) y on true
	 where a.fresh order by row, c.person_index nulls first, c.kind, c.value_index;

	insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
	select p.tenant_id, a.debtor_id, y.id, c.kind, c.label, c.value_sealed, c.value_index, c.value_masked, p.source, p.lawful_basis, a.placed_on
	  from staged_point c join accepted a using (row) cross join into_placement p
	  left join lateral (
		select id from party y
		 where c.person_index is not null and y.debtor_id = a.debtor_id and y.person_index = c.person_index limit 1) y on true
	 where not a.fresh order by row, c.person_index nulls first, c.kind, c.value_index
	on conflict (tenant_id, debtor_id, party_id, kind, value_index) do nothing;

	insert into left_over (row, reference, same, what, first_row)
	select s.row, s.reference, coalesce(d.facts_hash = s.facts_hash or before.same, false),
	       case when d.id is null and before.same is null and part.paid then 'paid'
	            when d.id is null and before.same is null then 'name'
	            when d.id is null then 'rest'
	            when owner.identity_index <> s.identity_index or owner.name_masked <> s.name_masked then 'person'
	            when substring(d.facts_hash, 17, 4) is distinct from substring(s.facts_hash, 17, 4) then 'amounts'
	            when substring(d.facts_hash, 21, 4) is distinct from substring(s.facts_hash, 21, 4) then 'dates'
	            else 'rest' end,
	       case when d.placement_id = p.placement_id then d.placement_row end
	  from staged s cross join into_placement p left join accepted a using (row)
	  left join lateral (
		select d.id, d.facts_hash, d.debtor_id, d.placement_id, d.placement_row from debt d
		 where d.client_id = p.client_id and d.reference = s.reference and not d.ended limit 1) d on true
	  left join lateral (
		select identity_index, name_masked from debtor o where o.id = d.debtor_id limit 1) owner on true
	  left join lateral (
		select e.facts_hash = s.facts_hash as same from debt e join debt_state t on t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status = 'settled'
		 where e.client_id = p.client_id and e.reference = s.reference and e.ended and ${sameSum('s')} order by 1 desc limit 1) before on true
	  ${partPaid}
	 where a.row is null;
	set local enable_seqscan = on`;

const counting = `
	select a.currency, count(*) as count, sum(s.costs + s.interest + s.penalty + s.principal)::bigint as minor
	  from accepted a join staged s using (row) group by 1 order by 1`;

type Difference = 'name' | 'paid' | 'person' | 'amounts' | 'dates' | 'rest';
export type LeftOver = { row: number; reference: string; what: Difference; firstRow: number | null };

/** Settles the staged chunk and empties the staging tables: what was taken per currency, how many were there before, and what was refused. */
export async function settleChunk(
	tx: Tx,
	{ cut }: { readonly cut: number },
): Promise<{ counted: ControlTotal[]; duplicates: number; refused: LeftOver[] }> {
	await tx.query(settling);
	if (cut > 0) await postCuts(tx);
	const counted = await tx.query<{ currency: string; count: bigint; minor: bigint }>(counting);
	const left = await tx.query<{ same: bigint; other: bigint }>(
		'select count(*) filter (where same) as same, count(*) filter (where not same) as other from left_over',
	);
	const { same = 0n, other = 0n } = left[0] ?? {};
	const refused =
		other === 0n
			? []
			: await tx.query<{ row: bigint; reference: string; what: LeftOver['what']; first_row: bigint | null }>(
					'select row, reference, what, first_row from left_over where not same order by row',
				);
	await tx.query('truncate staged, staged_party, staged_point, chosen, fresh_debtor, accepted, left_over, paid_off');
	return {
		counted: counted.map((each) => ({ currency: each.currency, count: Number(each.count), minor: each.minor })),
		duplicates: Number(same),
		refused: refused.map(({ row, reference, what, first_row }) => ({
			row: Number(row),
			reference,
			what,
			firstRow: first_row === null ? null : Number(first_row),
		})),
	};
}

/** The placement's own row, open while its rows come in. Gives its number. */
export async function openPlacement(
	tx: Tx,
	of: {
		client: ClientRow;
		fileName: string;
		fileIndex: Buffer;
		mapping: object;
		by: bigint;
		today: Temporal.PlainDate;
		now: Temporal.Instant;
	},
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		`insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, mapping, imported_by, started_at)
		 values ($1, $2, '', $3, $4, 'importing', $5, $6, $7, $8) returning id`,
		[tx.tenantId, of.client.id, of.fileName, of.fileIndex, of.today, JSON.stringify(of.mapping), of.by, of.now],
	);
	return known(row, 'placement').id;
}

/** What an import came to. */
export type Closing = {
	readonly batchNo: string;
	readonly placedOn: Temporal.PlainDate;
	readonly recallDueOn: Temporal.PlainDate | null;
	readonly rows: number;
	readonly accepted: number;
	readonly rejected: number;
	readonly duplicates: number;
	readonly counted: readonly ControlTotal[];
	readonly declared: Declared;
	readonly notes: readonly Sentence[];
	readonly headings: readonly string[];
	readonly now: Temporal.Instant;
};

/** Closes the placement's row and keeps its errors, so that they can be downloaded. */
export async function closePlacement(tx: Tx, placementId: bigint, closing: Closing): Promise<void> {
	await tx.query(
		`update placement set state = 'imported', batch_no = $3, placed_on = $4, recall_due_on = $5, rows_total = $6, accepted = $7, rejected = $8,
		        duplicates = $9, counted = $10, declared = $11, notes = $12, headings = $13, finished_at = $14
		  where tenant_id = $1 and id = $2`,
		[
			tx.tenantId,
			placementId,
			closing.batchNo,
			closing.placedOn,
			closing.recallDueOn,
			closing.rows,
			closing.accepted,
			closing.rejected,
			closing.duplicates,
			jsonText(closing.counted.map((each) => ({ ...each, minor: each.minor.toString() }))),
			jsonText({ count: closing.declared.count, minor: closing.declared.minor?.toString() }),
			jsonText(closing.notes),
			jsonText(closing.headings),
			closing.now,
		],
	);
	await tx.query(
		`insert into placement_error (tenant_id, placement_id, row_number, column_name, value_masked, code, details, row_sealed)
		 select $1, $2, row, column_name, value_masked, code, details::jsonb, row_sealed from staged_problem order by row`,
		[tx.tenantId, placementId],
	);
}

/** Takes away the row of an import that changed nothing. */
export async function dropPlacement(tx: Tx, placementId: bigint): Promise<void> {
	await tx.query('delete from placement where tenant_id = $1 and id = $2', [tx.tenantId, placementId]);
}

/** Whether this very file, as this and former versions keep which it is, was imported for the client before, by a placement that stands: neither undone nor given back. */
export async function importedBefore(tx: Tx, clientId: bigint, kept: readonly Buffer[], except: bigint): Promise<boolean> {
	const found = await tx.query(
		`select 1 from placement where tenant_id = $1 and client_id = $2 and file_sha256 = any ($3) and id <> $4 and state = 'imported' limit 1`,
		[tx.tenantId, clientId, kept, except],
	);
	return found.length > 0;
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

/** Which placements are listed: of one client, in one state, those before `after`, `limit` at most (50). */
export type PlacementFilter = {
	readonly client?: string | undefined;
	readonly state?: string | undefined;
	readonly after?: bigint | undefined;
	readonly limit?: number | undefined;
};

/** Placements, newest first; a client's login sees its own only. `next`: the last of them, where more are behind it. */
export async function listPlacements(
	tx: Tx,
	clientId: bigint | null,
	{ client, state, after, limit = 50 }: PlacementFilter = {},
): Promise<{ readonly items: PlacementRow[]; readonly next: bigint | null }> {
	const rows = await tx.query<PlacementRow>(
		`select ${columns} from placement p join client c on c.tenant_id = p.tenant_id and c.id = p.client_id
		  where p.tenant_id = $1 and ($2::bigint is null or p.client_id = $2) and ($3::text is null or c.code = $3) and ($4::text is null or p.state = $4)
		    and ($5::bigint is null or p.id < $5)
		  order by p.id desc limit $6`,
		[tx.tenantId, clientId, client ?? null, state ?? null, after ?? null, limit + 1],
	);
	const items = rows.slice(0, limit);
	return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
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

/** The headings of a placement's file. */
export async function headingsOf(tx: Tx, placementId: bigint): Promise<string[]> {
	const [row] = await tx.query<{ headings: string[] }>('select headings from placement where tenant_id = $1 and id = $2', [
		tx.tenantId,
		placementId,
	]);
	return row?.headings ?? [];
}

/** Everything wrong with the rejected rows after `afterRow`, `limit` rows of the file at a time. */
export function listErrors(tx: Tx, placementId: bigint, { afterRow, limit }: { afterRow: bigint; limit: number }): Promise<ErrorRow[]> {
	return tx.query(
		`select row_number, column_name, value_masked, code, details, row_sealed from placement_error
		  where tenant_id = $1 and placement_id = $2 and row_number in (
			select distinct row_number from placement_error where tenant_id = $1 and placement_id = $2 and row_number > $3 order by row_number limit $4)
		  order by row_number`,
		[tx.tenantId, placementId, afterRow, limit],
	);
}
