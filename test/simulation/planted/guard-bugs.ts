import type { Bug } from './bugs.ts';

const guards = 'the database keeps agencies apart and its guards stand';
const bug = (
	name: string,
	sql: readonly string[],
	invariant = guards,
	plan: Bug['plan'] = { days: 1, debts: 4, agents: 1 },
	seed = 1,
): Bug => ({
	name,
	invariant,
	seed,
	patches: [],
	sql,
	plan,
});

/** Of the database alone: what it refuses whoever asks, dropped or given away. Where one act follows the other most of it is never needed. */
export const guardBugs: readonly Bug[] = [
	bug('one permit is good for two attempts', [
		'alter table contact_attempt drop constraint contact_attempt_tenant_id_debtor_id_permit_id_key',
	]),
	bug('two acts may bear one key', ['drop index record_idempotency']),
	bug('a component may be owed less than nothing', ['alter table debt_balance drop constraint debt_balance_penalty_minor_check']),
	bug('what becomes of a promise leaves no version', ['drop trigger journal_update on promise']),
	bug('what was booked may be taken out', ['grant delete on ledger_transfer to dunwell_app']),
	bug('what a permit says may be edited', ['grant update (facts) on contact_permit to dunwell_app']),
	bug('a row may be written for another agency', [
		'drop policy own_tenant on payment',
		'create policy own_tenant on payment using (tenant_id = (select current_tenant())) with check (true)',
	]),
	bug('who belongs to no agency sees the first', [
		`create or replace function current_tenant() returns bigint language sql stable parallel safe return coalesce(nullif(current_setting('dunwell.tenant', true), '')::bigint, 1)`,
	]),
	bug(
		'a permit is taken that the gate did not sign',
		['drop trigger permit_is_signed on contact_permit'],
		'every decision bears the gate’s signature',
		{ days: 12, debts: 24, agents: 3 },
		3,
	),
	bug('the rows of one table are shown to every agency', [
		'alter policy own_tenant on hold using (tenant_id = (select current_tenant()) or current_tenant() > 0)',
	]),
	bug('an agency may write rows of another', [
		'alter policy own_tenant on hold with check (tenant_id = (select current_tenant()) or current_tenant() > 0)',
	]),
	{
		...bug(
			'a placement of another agency is opened by its number',
			['placement', 'client'].map(
				(table) => `alter policy own_tenant on ${table} using (tenant_id = (select current_tenant()) or current_tenant() > 0)`,
			),
		),
		patches: [
			['src/placements/store.ts', 'where p.tenant_id = $1 and p.id = $2 and ($3', 'where $1::bigint is not null and p.id = $2 and ($3'],
		],
	},
	{
		...bug('whether a debt is a key case may be changed by hand, and no version tells', []),
		patches: [
			['migrations/0015-row-versions.sql', "willingness,ability,reason,key_case}'", "willingness,ability,reason}'"],
			[
				'src/record/journal-tables.ts',
				"status reached_at willingness ability reason key_case'",
				"status reached_at willingness ability reason'",
			],
		],
	},
];
