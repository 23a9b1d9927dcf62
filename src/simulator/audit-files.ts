import type { Pool } from '../host/db.ts';

/** A row of a file as its sender wrote it; an amount nobody can read is null. */
export type SentRow = {
	readonly row: number;
	readonly reference: string;
	readonly minor: bigint | null;
	/** What else a debt's row says in plain: `costs/interest/penalty/principal`, and the day since when it is overdue. Left out where a row does not say it so. */
	readonly says?: string | undefined;
};
/** What the house answered to a file. */
export type Answered = { readonly rows: number; readonly accepted: number; readonly rejected: number; readonly duplicates: number };

type Sent = { readonly kind: 'placement' | 'payment'; readonly tenantId: bigint; readonly client: string; readonly id: string | null };
const name = 'every imported row is accounted for';

/** What became of each row: a debt or payment of that number with its amount, or a place in the list of errors. */
const fates = {
	placement: `select s.row, s.reference, s.minor::text as minor, (select sum(l.amount_minor)::text from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed') as kept, s.says,
	       case when d.placement_id = $4 then (select concat_ws('/', coalesce(sum(l.amount_minor) filter (where l.component = 'costs'), 0), coalesce(sum(l.amount_minor) filter (where l.component = 'interest'), 0), coalesce(sum(l.amount_minor) filter (where l.component = 'penalty'), 0),
	         coalesce(sum(l.amount_minor) filter (where l.component = 'principal'), 0)) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed') || ' since ' || d.overdue_since end as written,
	       exists (select from placement_error e where e.tenant_id = $1 and e.placement_id = $4 and e.row_number = s.row) as listed
	  from jsonb_to_recordset($2::jsonb) as s (row bigint, reference text, minor bigint, says text) left join lateral (
		select d.debtor_id, d.id, d.placement_id, d.overdue_since from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $3 where d.tenant_id = $1 and d.reference = s.reference order by d.id desc limit 1) d on true`,
	payment: `select s.row, s.reference, s.minor::text as minor, p.amount_minor::text as kept, null as says, null as written, exists (select from payment_error e where e.tenant_id = $1 and e.import_id = $4 and e.row_number = s.row) as listed
	  from jsonb_to_recordset($2::jsonb) as s (row bigint, reference text, minor bigint) left join lateral (
		select p.amount_minor from payment p join client c on c.tenant_id = $1 and c.id = p.client_id and c.code = $3 where p.tenant_id = $1 and p.external_reference = s.reference) p on true`,
};

/** Looks at a file beside what the house says of it and what it kept: each row once, with its own amount, or named as wrong. */
export async function fileFindings(
	owner: Pool,
	sent: Sent,
	rows: readonly SentRow[],
	answered: Answered,
): Promise<{ invariant: string; sentence: string }[]> {
	const said = `file of ${rows.length} rows: ${answered.rows} rows, ${answered.accepted} accepted, ${answered.rejected} rejected, ${answered.duplicates} duplicates`;
	const found: string[] = [];
	if (answered.rows !== rows.length || answered.accepted + answered.rejected + answered.duplicates !== rows.length) found.push(said);
	const { rows: fate } = await owner.query<{
		row: string;
		reference: string;
		minor: string | null;
		kept: string | null;
		says: string | null;
		written: string | null;
		listed: boolean;
	}>(fates[sent.kind], [
		String(sent.tenantId),
		JSON.stringify(rows.map((row) => ({ ...row, minor: row.minor === null ? null : String(row.minor) }))),
		sent.client,
		sent.id,
	]);
	const good = fate.filter((each) => !each.listed && each.minor !== null && each.kept === each.minor);
	// A file that changed nothing keeps no list: the debt found may be an earlier file's, and the row a refused one. Its counts tell below.
	for (const each of sent.id === null ? [] : fate)
		if (!each.listed && each.kept !== null && each.minor !== null && each.kept !== each.minor)
			found.push(`row ${each.row} (${each.reference}) of ${each.minor} was kept as ${each.kept}`);
	for (const { row, reference, says, written, listed } of fate)
		if (!listed && says && written && says !== written) found.push(`row ${row} (${reference}) of ${says} was kept as ${written}`);
	const lost = fate.length - good.length - fate.filter((each) => each.listed).length;
	// Of a file that changed nothing no list is kept; its count still has every row.
	if (sent.id === null ? good.length < answered.accepted + answered.duplicates : lost > 0)
		found.push(`${said}; ${good.length} are there, ${fate.filter((each) => each.listed).length} listed as wrong`);
	return found.map((sentence) => ({ invariant: name, sentence: `${sent.kind} ${sentence}` }));
}
