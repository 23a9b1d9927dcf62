import { askingPlaces, lacksCertificateAt } from '../contact/certificate.ts';
import type { Sum } from '../core/money.ts';
import { owedOf, type StoredSum } from '../debtors/store.ts';
import type { Tx } from '../host/db.ts';

/** Somebody works the debtor of assignment `a`: the whole team, or an agent who is still there and in it. */
export const workable = `(a.agent_id is null or exists (select from team_member k join login o on o.tenant_id = $1 and o.id = k.login_id and o.closed_at is null
	where k.tenant_id = $1 and k.login_id = a.agent_id and k.team_id = a.team_id))`;

export type AssignmentFilter = {
	readonly clientCode?: string | undefined;
	readonly placementId?: bigint | undefined;
	readonly teamId?: bigint | undefined;
	readonly agentId?: bigint | undefined;
	readonly unassigned?: boolean | undefined;
	readonly debtorIds?: readonly bigint[] | undefined;
};

export type AssignmentRow = {
	debtor_id: bigint;
	name_masked: string;
	references: string[];
	/** Each currency by itself, by code. */
	owed: Sum[];
	overdue_since: Temporal.PlainDate;
	team_id: bigint | null;
	team_name: string | null;
	agent_id: bigint | null;
	agent_name: string | null;
	products: string[];
};

/** Debtors with open debts and who works them, by filter; `after` pages by debtor id. */
export async function listAssignments(tx: Tx, filter: AssignmentFilter, limit: number, after: bigint): Promise<AssignmentRow[]> {
	const rows = await tx.query<Omit<AssignmentRow, 'owed'> & { owed: StoredSum[] }>(
		`select d.id as debtor_id, d.name_masked, array_agg(x.reference order by x.id) as references, json_agg(json_build_object('currency', x.currency, 'minor', coalesce(b.owed_minor, 0)::text)) as owed,
		        min(x.overdue_since) as overdue_since, a.team_id, t.name as team_name, a.agent_id, l.name as agent_name, array_agg(distinct x.product) as products
		   from debtor d join debt x on x.tenant_id = d.tenant_id and x.debtor_id = d.id
		   join debt_state s on s.tenant_id = x.tenant_id and s.debtor_id = x.debtor_id and s.debt_id = x.id and s.status = 'open'
		   left join debt_balance b on b.tenant_id = x.tenant_id and b.debtor_id = x.debtor_id and b.debt_id = x.id
		   left join client c on c.tenant_id = x.tenant_id and c.id = x.client_id
		   left join assignment a on a.tenant_id = d.tenant_id and a.debtor_id = d.id
		   left join team t on t.tenant_id = a.tenant_id and t.id = a.team_id left join login l on l.tenant_id = a.tenant_id and l.id = a.agent_id
		  where d.tenant_id = $1 and d.id > $2 and ($3::text is null or c.code = $3) and ($4::bigint is null or x.placement_id = $4)
		    and ($5::bigint is null or a.team_id = $5) and ($6::bigint is null or a.agent_id = $6) and (not $7::boolean or a.debtor_id is null or not ${workable})
		    and ($8::bigint[] is null or d.id = any ($8))
		  group by d.id, d.name_masked, a.team_id, t.name, a.agent_id, l.name order by d.id limit $9`,
		[
			tx.tenantId,
			after,
			filter.clientCode ?? null,
			filter.placementId ?? null,
			filter.teamId ?? null,
			filter.agentId ?? null,
			filter.unassigned === true,
			filter.debtorIds ?? null,
			limit,
		],
	);
	return rows.map((row) => ({ ...row, owed: owedOf(row.owed) }));
}

/** Who may be handed debtors in a team, each with how many of theirs owe something still (`open`), and how many of these are not of the `chosen`, who are handed out anew (`kept`); and whether
 * they may not contact some of the chosen now for want of a certificate (CN-H1). */
export function listHands(
	tx: Tx,
	agentIds: readonly bigint[] | null,
	teamId: bigint,
	chosen: readonly bigint[],
	now: Temporal.Instant,
): Promise<{ id: bigint; name: string; skills: string[]; open: bigint; kept: bigint; uncertified: boolean }[]> {
	return tx.query(
		`with owing as (
			select a.agent_id, count(*) as open, count(*) filter (where a.debtor_id <> all ($4::bigint[])) as kept from assignment a
			 where a.tenant_id = $1 and a.agent_id is not null
			   and exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = a.debtor_id and s.status = 'open') group by a.agent_id),
		      places as materialized (${askingPlaces('$4::bigint[]')})
		 select l.id, l.name, l.skills, coalesce(o.open, 0) as open, coalesce(o.kept, 0) as kept, ${lacksCertificateAt('l', 'places', '$5::timestamptz')} as uncertified
		   from login l join team_member m on m.tenant_id = l.tenant_id and m.login_id = l.id and m.team_id = $3 left join owing o on o.agent_id = l.id
		  where l.tenant_id = $1 and l.role in ('agent', 'team_lead') and l.closed_at is null and ($2::bigint[] is null or l.id = any ($2)) order by l.id`,
		[tx.tenantId, agentIds, teamId, chosen, now],
	);
}

/** Writes a hand-out: assignments and the open items of these debtors move with them. */
export async function writeAssignments(
	tx: Tx,
	rows: { debtorIds: bigint[]; agentIds: (bigint | null)[] },
	teamId: bigint,
	by: bigint,
	now: Temporal.Instant,
): Promise<void> {
	await tx.query(
		`insert into assignment (tenant_id, debtor_id, team_id, agent_id, assigned_at, assigned_by)
		 select $1, u.debtor_id, $4, u.agent_id, $6, $5 from unnest($2::bigint[], $3::bigint[]) u (debtor_id, agent_id)
		 on conflict (tenant_id, debtor_id) do update set team_id = excluded.team_id, agent_id = excluded.agent_id, assigned_at = excluded.assigned_at, assigned_by = excluded.assigned_by`,
		[tx.tenantId, rows.debtorIds, rows.agentIds, teamId, by, now],
	);
	await tx.query(
		`update work_item w set team_id = $4, agent_id = u.agent_id from unnest($2::bigint[], $3::bigint[]) u (debtor_id, agent_id)
		  where w.tenant_id = $1 and w.debtor_id = u.debtor_id and w.state in ('open', 'claimed')`,
		[tx.tenantId, rows.debtorIds, rows.agentIds, teamId],
	);
}
