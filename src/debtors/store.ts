import { known } from '../core/assert.ts';
import { type Sum, sumsOf } from '../core/money.ts';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';

/**
 * Takes the debtor's lock for the rest of the transaction: permits, payments and outcomes of one debtor happen one after another, however many
 * connections ask at once. Always taken first, before any number's. Nothing asked for afterwards is looked at before the lock is held.
 */
export function lockDebtor(tx: Tx, debtorId: bigint): void {
	tx.later('debtor lock', `select pg_advisory_xact_lock(hashtextextended('debtor ' || $1::text || ' ' || $2::text, 0))`, [
		tx.tenantId,
		debtorId,
	]);
}

/** Takes the locks of the numbers behind these contact points, in sorted order, after the debtors'. */
export function lockNumbersOfPoints(tx: Tx, points: readonly { readonly debtorId: bigint; readonly contactPointId: bigint }[]): void {
	tx.later(
		'numbers of points lock',
		`select pg_advisory_xact_lock(hashtextextended('number ' || name, 0))
		   from (select distinct encode(p.value_index, 'hex') as name from unnest((select $2::bigint[]), (select $3::bigint[])) a (debtor_id, point_id)
		           join contact_point p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.point_id
		          where p.value_index is not null order by name) ordered`,
		[tx.tenantId, points.map((point) => point.debtorId), points.map((point) => point.contactPointId)],
	);
}

/** The same for the numbers that permits were given for. */
export function lockNumbersOfPermits(tx: Tx, permits: readonly { readonly debtorId: bigint; readonly permitId: bigint }[]): void {
	tx.later(
		'numbers of permits lock',
		`select pg_advisory_xact_lock(hashtextextended('number ' || name, 0))
		   from (select distinct encode(p.value_index, 'hex') as name from unnest((select $2::bigint[]), (select $3::bigint[])) a (debtor_id, permit_id)
		           join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		          where p.value_index is not null order by name) ordered`,
		[tx.tenantId, permits.map((permit) => permit.debtorId), permits.map((permit) => permit.permitId)],
	);
}

export type DebtorRow = {
	id: bigint;
	kind: string;
	name_masked: string;
	id_masked: string;
	birth_on: Temporal.PlainDate | null;
	language: string;
	jurisdiction: string;
	zones: string[];
	team_id: bigint | null;
	team_name: string | null;
	agent_id: bigint | null;
	agent_name: string | null;
};

/** The debtor with who works it, masked; null when there is none. */
export async function findDebtor(tx: Tx, debtorId: bigint): Promise<DebtorRow | null> {
	const [row] = await tx.prepared<DebtorRow>(
		'debtor find',
		`select d.id, d.kind, d.name_masked, d.id_masked, d.birth_on, d.language, d.jurisdiction, d.zones,
		        a.team_id, t.name as team_name, a.agent_id, l.name as agent_name
		   from debtor d left join assignment a on a.tenant_id = d.tenant_id and a.debtor_id = d.id
		   left join team t on t.tenant_id = d.tenant_id and t.id = a.team_id
		   left join login l on l.tenant_id = d.tenant_id and l.id = a.agent_id
		  where d.tenant_id = $1 and d.id = $2`,
		[tx.tenantId, debtorId],
	);
	return row ?? null;
}

/** What is owed on one debt, as a query gathers it: the amount as text, since JSON has no bigint. */
export type StoredSum = { readonly currency: string; readonly minor: string };

/** The sums of gathered debts, by currency. */
export const owedOf = (stored: readonly StoredSum[]): Sum[] =>
	sumsOf(stored.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) })));

/** How long an agent still finds and opens a debtor they contacted, whoever works the debtor now: who rings back is mostly answered within the month. */
export const contactedDaysMax = 30;

/** An agent who looks, and when. */
export type Looking = { readonly agentId: bigint; readonly now: Temporal.Instant };
const lookingOf = ({ agentId, now }: Looking) => [agentId, now.subtract({ hours: 24 * contactedDaysMax })];

/**
 * Whether an agent may see the debtor `debtor` of tenant `$1`: assigned to one of their teams; assigned to nobody while theirs is the team that gets such debtors; open work of their
 * teams, or claimed by them; contacted by them since `since`, or in a call whose outcome they have to record still. The one rule for the search and for the case.
 */
const seenBy = (debtor: string, agent: string, since: string) => {
	const mine = `select m.team_id from team_member m where m.tenant_id = $1 and m.login_id = ${agent}`;
	return `(exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = ${debtor} and a.team_id in (${mine}))
	or (select min(t.id) from team t where t.tenant_id = $1 and t.closed_at is null) in (${mine}) and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = ${debtor})
	or exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = ${debtor} and (w.team_id in (${mine}) and w.state in ('open', 'claimed') or w.claimed_by = ${agent} and w.state = 'claimed'))
	or exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = ${debtor} and a.made_by = ${agent} and (a.placed_at >= ${since}
	     or not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id))))`;
};

/** Whether an agent may open this debtor. To an agent any other does not exist. */
export async function mayOpen(tx: Tx, looking: Looking, debtorId: bigint): Promise<boolean> {
	const rows = await tx.query(`select 1 where ${seenBy('$2::bigint', '$3::bigint', '$4::timestamptz')}`, [
		tx.tenantId,
		debtorId,
		...lookingOf(looking),
	]);
	return rows.length > 0;
}

/** Debtors found by exact number or identity (blind index), by reference, or by the surname a masked name shows; of them those an agent may see (`looking`), or all. */
export async function searchDebtors(
	tx: Tx,
	vault: Vault,
	query: string,
	limit: number,
	looking: Looking | null,
): Promise<{ id: bigint; name_masked: string; id_masked: string; references: string[]; owed: Sum[] }[]> {
	const bare = query.replace(/\s/g, '');
	const seen = looking ? seenBy('d.id', '$8::bigint', '$9::timestamptz') : 'true';
	const rows = await tx.query<{ id: bigint; name_masked: string; id_masked: string; references: string[]; owed: StoredSum[] }>(
		`with found as (
			select id as debtor_id from debtor where tenant_id = $1 and identity_index = $2
			union select debtor_id from contact_point where tenant_id = $1 and value_index = $3 and source <> 'erased'
			union select debtor_id from debt where tenant_id = $1 and reference = $4
			union (select d.id from debtor d where d.tenant_id = $1 and $5 and d.name_masked like $6 and ${seen} order by d.id limit 200))
		 select d.id, d.name_masked, d.id_masked, array_agg(x.reference order by x.id) as references,
		        json_agg(json_build_object('currency', x.currency, 'minor', coalesce(b.owed_minor, 0)::text)) as owed
		   from found f join debtor d on d.tenant_id = $1 and d.id = f.debtor_id
		   join debt x on x.tenant_id = $1 and x.debtor_id = d.id
		   left join debt_balance b on b.tenant_id = $1 and b.debtor_id = d.id and b.debt_id = x.id
		  where ${seen}
		  group by d.id, d.name_masked, d.id_masked order by d.id limit $7`,
		[
			tx.tenantId,
			vault.blindIndex('identity', bare.toUpperCase()),
			vault.blindIndex('phone', bare),
			bare,
			/^\p{Script=Han}/u.test(bare),
			`${bare.slice(0, 1)}%`,
			limit,
			...(looking ? lookingOf(looking) : []),
		],
	);
	return rows.map((row) => ({ ...row, owed: owedOf(row.owed) }));
}

/** The tenant's own login that automatic work acts as. */
export async function systemLogin(tx: Tx): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(`select id from login where tenant_id = $1 and role = 'system'`, [tx.tenantId]);
	return known(row, 'system login').id;
}
