import { randomUUID } from 'node:crypto';
import { known } from '../../src/core/assert.ts';
import type { Door } from '../../src/record/change.ts';
import { type TestDatabase, testNow } from './database.ts';
import type { PlacedDebt } from './debts.ts';

/** So many hours after the tests' now. */
export const hours = (count: number) => testNow.add({ minutes: Math.round(count * 60) });

/** A team with so many agents, each with a door of their own. */
export async function aTeam(database: TestDatabase, agents: number): Promise<{ teamId: bigint; desks: Door[] }> {
	const code = randomUUID().slice(0, 8);
	const [team] = await database.query<{ id: bigint }>('insert into team (tenant_id, code, name) values ($1, $2, $2) returning id', [
		database.tenantId,
		code,
	]);
	const teamId = known(team, 'team').id;
	const desks: Door[] = [];
	for (let n = 1; n <= agents; n++) desks.push(await database.door('agent', `${code} ${n}`));
	await database.query('insert into team_member (tenant_id, team_id, login_id) select $1, $2, id from unnest($3::bigint[]) id', [
		database.tenantId,
		teamId,
		desks.map((desk) => desk.actor.id),
	]);
	return { teamId, desks };
}

export type ItemSaid = {
	readonly step?: string;
	readonly priority?: number;
	readonly agentId?: bigint;
	readonly from?: number;
	readonly until?: number;
};

/** An open call to one debtor; may be made from an hour ago until 8 hours from now unless said (`from`, `until`: hours from now). */
export async function anItem(
	database: TestDatabase,
	debt: Pick<PlacedDebt, 'debtorId' | 'debtId'>,
	teamId: bigint,
	said: ItemSaid = {},
): Promise<bigint> {
	const [item] = await database.query<{ id: bigint }>(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, agent_id, priority, callable_from, callable_until)
		 values ($1, $2, $3, 'call', '2026-11-24', $4, $5, $6, $7, $8, $9) returning id`,
		[
			database.tenantId,
			debt.debtorId,
			debt.debtId,
			said.step ?? 'bucket',
			teamId,
			said.agentId ?? null,
			said.priority ?? 300,
			hours(said.from ?? -1),
			hours(said.until ?? 8),
		],
	);
	return known(item, 'item').id;
}
