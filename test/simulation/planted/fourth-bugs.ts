import { forgedInvariant } from '../../../src/simulator/audit-seals.ts';
import type { Bug, Patch } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const guards = 'the database keeps agencies apart and its guards stand';

/** Of a third outsider's list, what a day did not find when it came: shown by the neighbouring agency since. */
export const fourthNearBugs: readonly Bug[] = [
	bug('a loan is left longer with the house, and the debtor’s others with it', 'what was taken back is left alone', [
		[
			'src/placements/extend.ts',
			'and ($4::bigint[] is null or d.id = any ($4))',
			'and ($4::bigint[] is null or exists (select from debt x where x.tenant_id = $1 and x.debtor_id = d.debtor_id and x.id = any ($4)))',
		],
	]),
	bug('who is on the desk of one is given to another for something else', 'a debtor leaves a desk by whoever has it, or after two hours', [
		[
			'migrations/0001-the-house.sql',
			'create unique index work_item_one_claim_per_debtor on work_item (tenant_id, debtor_id)',
			'create unique index work_item_one_claim_per_debtor on work_item (tenant_id, debtor_id, kind)',
		],
		[
			'src/queue/store.ts',
			"c.debtor_id = w.debtor_id and c.state = 'claimed' offset 0)",
			"c.debtor_id = w.debtor_id and c.state = 'claimed' and c.kind = w.kind offset 0)",
		],
	]),
	bug(
		'a placement of another agency is opened by its number',
		guards,
		[['src/placements/store.ts', 'where p.tenant_id = $1 and p.id = $2 and ($3', 'where $1::bigint is not null and p.id = $2 and ($3']],
		['placement', 'client'].map(
			(table) => `alter policy own_tenant on ${table} using (tenant_id = (select current_tenant()) or current_tenant() > 0)`,
		),
	),
	bug(
		'the rows of one table are shown to every agency',
		guards,
		[],
		['alter policy own_tenant on hold using (tenant_id = (select current_tenant()) or current_tenant() > 0)'],
	),
	bug(
		'an agency may write rows of another',
		guards,
		[],
		['alter policy own_tenant on hold with check (tenant_id = (select current_tenant()) or current_tenant() > 0)'],
	),
	bug('whether a debt is a key case may be changed by hand, and no version tells', guards, [
		['migrations/0015-row-versions.sql', "willingness,ability,reason,key_case}'", "willingness,ability,reason}'"],
		[
			'src/record/journal-tables.ts',
			"status reached_at willingness ability reason key_case'",
			"status reached_at willingness ability reason'",
		],
	]),
	bug('who borrows one loan and guarantees another borrows both', 'nobody is asked for a debt they do not answer for', [
		['migrations/0039-who-answers-as-what.sql', 'coalesce(k.role, y.role)', 'y.role'],
	]),
];

const forged = (name: string, patches: readonly Patch[]): Bug => ({
	name,
	invariant: forgedInvariant,
	seed: 1,
	patches,
	plan: { days: 0, debts: 4, agents: 1 },
});

/** Of the same list, what is shown by forging the record of the contending agency when its Monday is over. */
export const fourthForgedBugs: readonly Bug[] = [
	forged('a copy that lacks the last seal passes for the record', [
		['src/record/seals.ts', 'if (kept && BigInt(kept.number) > last)', 'if (kept && BigInt(kept.number) > last + 1n)'],
	]),
	forged('a copy that was gone on with passes for the record', [
		[
			'src/record/seals.ts',
			'if (kept && String(seal.number) === kept.number && seal.head',
			'if (kept && String(seal.number + 1n) === kept.number && seal.head',
		],
	]),
	forged('a row that is gone is not missed', [
		['src/record/journal-store.ts', '(p.key is null and (n.hash is not null or n.shape = 0))', '(p.key is null and n.shape = 0)'],
	]),
	forged('a row that was altered counts as whole', [
		['src/record/journal-store.ts', 'n.hash is distinct from p.hashes[coalesce(n.shape, 1)])', 'n.hash is null)'],
	]),
];
