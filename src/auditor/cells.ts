import type { Pool } from '../host/db.ts';

/** A row of a file written as people write, and what there is to keep of it, or why it cannot be taken. */
export type WrittenRow = {
	readonly row: number;
	/** As `kept` puts it together. */
	readonly keeps: string;
};

/** What is kept of each row: what is owed since when and placed when, whom it is about and their numbers, each by its last four; or why it was refused. */
const kept = `select s.row, s.keeps, coalesce(e.codes, d.kept, 'nothing') as kept from jsonb_to_recordset($2::jsonb) as s (row bigint, keeps text)
	  left join lateral (select string_agg(e.code, ', ' order by e.code) as codes from placement_error e where e.tenant_id = $1 and e.placement_id = $3 and e.row_number = s.row) e on true
	  left join lateral (
		select concat_ws(', ', (select sum(l.amount_minor) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = t.debtor_id and l.debt_id = t.id and l.kind = 'placed') || ' ' || t.currency,
		         'placed ' || t.placed_on, 'overdue since ' || t.overdue_since, 'of ' || right(b.id_masked, 4),
		         (select string_agg(p.kind || ' ' || right(p.value_masked, 4), ', ' order by p.kind, right(p.value_masked, 4)) from contact_point p where p.tenant_id = $1 and p.debtor_id = t.debtor_id and p.party_id is null)) as kept
		  from debt t join debtor b on b.tenant_id = $1 and b.id = t.debtor_id where t.tenant_id = $1 and t.placement_id = $3 and t.placement_row = s.row) d on true`;

/** Looks at what a file says in the ways people write numbers, days and amounts, beside what was kept of it: nothing guessed, and nothing refused that says one thing only. */
export async function cellFindings(
	owner: Pool,
	of: { readonly tenantId: bigint; readonly placementId: string | null },
	rows: readonly WrittenRow[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows: found } = await owner.query<{ row: string; keeps: string; kept: string }>(kept, [
		String(of.tenantId),
		JSON.stringify(rows),
		of.placementId,
	]);
	return found
		.filter((each) => each.kept !== each.keeps)
		.map(({ row, keeps, kept: became }) => ({
			invariant: 'every imported row is accounted for',
			sentence: `row ${row} says ${keeps}, and is kept as ${became}`,
		}));
}

export const previewInvariant = 'what is shown of a file has no whole number of anybody';

/** As many digits as tell a birth date, or are dialled. */
const tell = 8;

/** What is shown of a file before it is brought, and of its rows that cannot be taken, beside its cells: so many digits of a number of somebody’s are on no page. Sums and days have fewer. */
export function previewFindings(cells: readonly string[], shown: string): { invariant: string; sentence: string }[] {
	const numbers = [...new Set(cells)].filter((cell) => /^[\d ]{11,}[\dX]?$/.test(cell));
	return numbers
		.filter((number) =>
			Array.from({ length: number.length - tell + 1 }, (_, i) => number.slice(i, i + tell)).some((part) => shown.includes(part)),
		)
		.map((number) => ({
			invariant: previewInvariant,
			sentence: `a file’s number that begins with ${number.slice(0, 4)} is shown in clear`,
		}));
}
