import type { Books } from './parts.ts';

/** Of every table of an agency its columns as they are in this database: what is added later is looked at too. */
type Column = { readonly table: string; readonly column: string; readonly type: string; readonly debtor: string };

/** Names of people and their words are written in letters that no code of the house has. */
const words = `'[^\\x01-\\x7f×–…]'`;
/** The longest that a sealed nothing is: a name of no letters, a number of no digits. */
const nothing: Readonly<Record<string, number>> = { 'debtor.sealed': 40, 'party.sealed': 40, 'contact_point.value_sealed': 29 };

/** Whose words are the law's own. */
const ofLaw = new Set(['contact_permit.reasons']);

/** How a column shows that it tells of a person; null where it holds nothing that could. */
function tells({ table, column, type }: Column, coded: boolean): string | null {
	if (type === 'bytea') return column.endsWith('sealed') ? `octet_length(x.${column}) > ${nothing[`${table}.${column}`] ?? 0}` : null;
	if (column.endsWith('masked')) return `x.${column} <> ''`;
	return !coded || ofLaw.has(`${table}.${column}`) ? null : `x.${column}::text ~ ${words}`;
}

/** How a masked value shows more than it may. */
function showsTooMuch({ table, column }: Column): string {
	const is = `x.${column}`;
	// Of a row of a file that was refused any value is kept, sums among them.
	if (table.endsWith('_error')) return `${is} ~ '\\d{14}'`;
	const whole = `${is} !~ '[*]' or ${is} ~ '\\d{7}'`;
	return column.startsWith('id_')
		? `${whole} or ${is} !~ '^\\w{0,4}[*]+\\w{0,4}$' or length(${is}) >= 15 and ${is} !~ '^\\w{0,3}[*]{8,}\\w{0,4}$'`
		: whole;
}

/** The front of the hash that anybody can make of a payment whose reference is in clear: of a card's number it would be found by trying the digits that its ends leave open. */
const front = `left(encode(sha256(convert_to(concat('[["', p.debt_reference, '"],"', p.amount_minor * 10, '","', c.currency, '","', to_char(p.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'), 'Z"]'), 'UTF8')), 'hex'), 16)`;
const unkeyed = `select distinct p.debtor_id::text as debtor_id, 'payment ' || p.id || ' is known by a hash that anybody can make' as sentence from payment p cross join lateral (values (''), (p.currency)) c (currency)
	where p.tenant_id = $1 and (octet_length(p.facts_hash) > 16 or starts_with(encode(p.facts_hash, 'hex'), ${front}) or strpos(p.external_reference, ${front}) > 0)`;
/**
 * What is shown by default: of a name the first letter, of a long one four; of a number three digits and four; of an address the province and city, six letters, of one that short two.
 */
const shownOf = {
	name: '^(.[*]+|.{4}[*]{3})$',
	number: '^(.{3}[*]{4}.{4}|.{0,3}[*]{1,4})$',
	address: '^(.{1,2}|.{6})[*]{3}$',
} as const;

export const erasedInvariant = 'no column of any table tells of whoever is erased';
export const maskedInvariant = 'what is masked shows neither a birth date nor a whole number';

/**
 * Two looks at every column there is. `coded`: the numbers of cases and files are in no letters of a language, as those a simulation makes. Of a debtor who is erased and of whom nothing has come in since (PIPL 47) none that lies sealed holds anything, and no other holds words. What is masked hides
 * something, shows no seven digits in a row, and of an identity number three letters in front and four behind at most: not the whole district, no birth date (GB 11643); nor is it found from a hash made without a key.
 */
export async function columnFindings(
	books: Books,
	{ tenantId, coded }: { tenantId: bigint; coded: boolean },
): Promise<{ invariant: string; debtor_id: string | null; sentence: string }[]> {
	const { rows: columns } = await books.query<Column>({
		text: `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, case when c.relname = 'debtor' then 'id' when exists (
			select from pg_attribute d where d.attrelid = c.oid and d.attname = 'debtor_id' and not d.attisdropped) then 'debtor_id' else '' end as debtor
		  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		 where c.relnamespace = 'dunwell'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'bytea')
		   and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
		 order by 1, 2`,
		values: [],
	});
	const kept = new Map<string, string[]>();
	for (const each of columns) {
		const told = each.debtor === '' ? null : tells(each, coded);
		const of = `${each.table} x on x.tenant_id = $1 and x.${each.debtor} = d.id`;
		if (told !== null) kept.set(of, [...(kept.get(of) ?? []), `case when ${told} then '${each.table}.${each.column} ' end`]);
	}
	const erased = [...kept].map(
		([of, told]) =>
			`select d.id::text as debtor_id, 'is erased, and something is left in ' || concat(${told.join(', ')}) as sentence from d join ${of} where concat(${told.join(', ')}) <> ''`,
	);
	const masked = columns
		.filter(({ column }) => column.endsWith('masked'))
		.map(
			(each) =>
				`select ${each.debtor === '' ? 'null' : `x.${each.debtor}::text`} as debtor_id, '${each.table}.${each.column} shows ' || x.${each.column} as sentence from ${each.table} x
			  where x.tenant_id = $1 and x.${each.column} <> '' and (${showsTooMuch(each)})`,
		);
	masked.push(
		`select x.debtor_id::text, x.kind || ' ' || x.id || ' is shown as ' || x.value_masked from contact_point x
		 where x.tenant_id = $1 and x.kind <> 'email' and x.value_masked <> '' and x.value_masked !~ case x.kind when 'address' then '${shownOf.address}' else '${shownOf.number}' end`,
		...(['debtor', 'party'] as const).map(
			(
				table,
			) => `select ${table === 'party' ? 'x.debtor_id' : 'x.id'}::text, 'a name of ${table} ' || x.id || ' is shown as ' || x.name_masked from ${table} x
		 where x.tenant_id = $1 and x.name_masked <> '' and x.name_masked !~ '${shownOf.name}'`,
		),
	);
	const look = async (invariant: string, text: string) => {
		const { rows } = await books.query<{ debtor_id: string | null; sentence: string }>({ text, values: [String(tenantId)] });
		return rows.map((row) => ({ invariant, ...row }));
	};
	return [
		...(await look(
			erasedInvariant,
			`with d as materialized (select b.id from debtor b where b.tenant_id = $1 and b.erased_at is not null
				and not exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = b.id and e.at > b.erased_at and e.outcome = 'done')
				and not exists (select from payment p where p.tenant_id = $1 and p.debtor_id = b.id and p.recorded_at > b.erased_at))
			${erased.join(' union all ')} limit 20`,
		)),
		...(await look(maskedInvariant, `${[...masked, unkeyed].join(' union all ')} limit 20`)),
	];
}
