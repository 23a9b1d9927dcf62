import type { Invariant } from './parts.ts';

/**
 * What each table is held by, counted: conditions on its rows, keys to other tables, unique keys, triggers; and what the application’s role may do besides reading: `i`nsert, `u`pdate,
 * `d`elete, update some `c`olumns. What came since may be more, never less.
 */
const guards = `agreed_hours 3 1 2 3 iud; api_key 0 2 2 3 iu; assignment 0 3 1 3 iud; client 1 1 2 3 iud; complaint 7 2 2 3 ic; complaint_event 1 1 1 3 i; complaint_file 4 2 1 3 i; contact_attempt 1 1 2 4 i;
	contact_consent 3 2 1 3 ic; contact_outcome 3 2 1 3 i; contact_permit 2 2 2 4 i; contact_point 3 0 2 4 iud; contact_reservation 0 1 1 3 idc; contact_wish 11 1 1 3 ic; creditor 2 1 2 3 iud; day_run 0 1 1 3 iud;
	day_run_chunk 0 1 1 3 iud; debt 1 0 2 4 iu; debt_alias 0 0 0 3 id; debt_balance 5 0 1 0 -; debt_notice 6 2 1 3 i; debt_state 4 0 1 4 iu; debtor 2 0 2 3 iu; flagged_words 4 3 2 3 ic; guarantee 3 4 2 3 ic; hold 6 1 1 3 iud;
	law_text 0 1 1 3 i; ledger_transfer 8 0 2 4 i; limitation_event 3 1 1 3 ic; login 2 2 3 3 iud; message 3 2 3 4 iud; message_text 5 2 3 3 ic; party 1 0 2 4 iu; party_debt 0 0 1 4 id; payment 9 2 2 3 iud; payment_error 0 1 0 3 i;
	payment_import 1 2 1 3 iud; permit_key 2 1 1 0 -; placement 2 2 1 3 iud; placement_error 0 1 0 3 i; plan 3 1 1 3 iud; portal_link 0 1 2 3 i; processing_assessment 2 1 1 3 i; promise 3 1 1 3 iud; record_entry 3 1 2 3 i;
	record_leaf 2 1 2 0 i; record_seal 4 1 1 0 i; row_version 0 0 2 0 -; suit 12 3 1 3 ic; suit_enforcement 1 3 2 3 ic; team 0 1 2 3 iud; team_member 0 2 1 3 iud; tenant 0 0 2 3 u; work_item 4 1 4 3 iud; written_words 1 3 1 3 i`;
const rows = guards.split(';').map((each) => each.trim().split(' '));
const held = `(values ${rows.map(([table, checks, keys, uniques, triggers, may]) => `('${table}', ${checks}, ${keys}, ${uniques}, ${triggers}, '${may}')`).join(', ')}) h (relname, checks, keys, uniques, triggers, may)`;

/** What a row must be for an agency to see it or to write it, to the letter: whatever is said beside it lets in more. */
const ownRows = `'(tenant_id = ( SELECT current_tenant() AS current_tenant))', '(tenant_id = ( SELECT dunwell.current_tenant() AS current_tenant))'`;

/** Columns a change of which need leave no version of the row: the day run's own place in the treatment, made again from the rest. */
const unversioned = `'review_on', 'opened_on', 'stage', 'last_attempt_at', 'run_on'`;

/** HMAC-SHA-256 over everything an attempt is held to, put together here anew. */
const signed = `sha256(k.outer_pad || sha256(k.inner_pad || convert_to(concat_ws('|', p.tenant_id, p.debtor_id, p.id, p.permitted::text, p.channel, p.purpose, coalesce(p.contact_point_id::text, '-'),
	coalesce(p.party_id::text, '-'), coalesce(encode(p.value_index, 'hex'), '-'), array_to_string(p.creditor_ids, ','), array_to_string(p.debt_ids, ','), p.asked_by, floor(extract(epoch from p.asked_at) * 1000)::bigint,
	coalesce(floor(extract(epoch from p.expires_at) * 1000)::bigint::text, '-'), p.law_version), 'UTF8')))`;

/** What the database itself lets nobody do, whatever the program is: looked for by name and number, since where one act follows the other nothing else would miss it. */
export const guardInvariants: readonly Invariant[] = [
	{
		name: 'the database keeps agencies apart and its guards stand',
		weekly: true,
		text: `select null::bigint as debtor_id, 'table ' || c.relname || ' shows one agency the rows of another' as sentence from pg_class c
		 where c.relnamespace = 'dunwell'::regnamespace and c.relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
		   and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive) or exists (select from pg_policy p
		         cross join lateral (select pg_get_expr(p.polqual, p.polrelid) as shown, pg_get_expr(p.polwithcheck, p.polrelid) as taken) e
		         where p.polrelid = c.oid and p.polpermissive and (coalesce(e.shown, e.taken) not in (${ownRows}) or coalesce(e.taken, e.shown) not in (${ownRows}))))
		union all
		select null, 'trigger ' || t.tgname || ' of ' || c.relname || ' is switched off' from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'dunwell'::regnamespace and t.tgenabled in ('D', 'R')
		union all
		select null, 'the application’s role goes past row security' from pg_roles r where r.rolname = 'dunwell_app' and (r.rolsuper or r.rolbypassrls)
		union all
		select null, 'who belongs to no agency is taken for agency ' || current_tenant() where current_tenant() is not null and nullif(current_setting('dunwell.tenant', true), '') is null
		union all
		select null, 'table ' || h.relname || case when c.oid is null then ' is gone' else ' is held by ' || n.checks || ' conditions, ' || n.keys || ' keys to others, ' || n.uniques || ' unique keys and ' || n.triggers
			|| ' triggers instead of ' || concat_ws(', ', h.checks, h.keys, h.uniques, h.triggers) end from ${held}
		  left join pg_class c on c.relname = h.relname and c.relnamespace = 'dunwell'::regnamespace and c.relkind in ('r', 'p')
		  cross join lateral (select (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.convalidated) as checks,
			(select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.convalidated) as keys, (select count(*) from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid) as uniques,
			(select count(*) from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as triggers) n
		 where c.oid is null or n.checks < h.checks or n.keys < h.keys or n.uniques < h.uniques or n.triggers < h.triggers
		union all
		select null, 'the application may ' || m.act || ' rows of ' || h.relname from ${held} join pg_class c on c.relname = h.relname and c.relnamespace = 'dunwell'::regnamespace
		  cross join lateral (values ('insert', 'i', has_table_privilege('dunwell_app', c.oid, 'insert')), ('delete', 'd', has_table_privilege('dunwell_app', c.oid, 'delete')), ('update', 'u', has_table_privilege('dunwell_app', c.oid, 'update')),
			('update columns of', 'uc', has_any_column_privilege('dunwell_app', c.oid, 'update')), ('truncate', 't', has_table_privilege('dunwell_app', c.oid, 'truncate'))) m (act, letters, may)
		 where m.may and h.may !~ ('[' || m.letters || ']')
		union all
		select null, 'a change of ' || c.relname || '.' || a.attname || ' leaves no version of its row' from pg_class c
		  join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'journal_update' join pg_proc f on f.oid = t.tgfoid join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		 where c.relnamespace = 'dunwell'::regnamespace and not (c.relname = 'debt_state' and a.attname in (${unversioned})) and f.prosrc !~ ('row\\([^()]*\\mt\\.' || a.attname || '\\M')
		union all
		select null, 'the application may read the gate’s key' where has_any_column_privilege('dunwell_app', 'permit_key', 'select')`,
	},
	{
		name: 'every decision bears the gate’s signature',
		text: `select p.debtor_id, 'decision ' || p.id || ' of ' || p.asked_at || ' is not what the gate signed' as sentence from contact_permit p left join permit_key k on k.tenant_id = $1
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and (p.signature is not null and p.signature is distinct from ${signed}
		        or p.signature is null and exists (select from contact_permit o where o.tenant_id = $1 and o.id < p.id and o.signature is not null))`,
	},
];
