import { type BenchDatabase, percentile, ratioOf, timed } from '../host/bench.ts';
import { systemClock } from '../host/clock.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { say } from '../host/log.ts';
import type { Door } from '../record/change.ts';
import { benchDoor } from '../strategy/bench.ts';
import { makeBook } from '../strategy/book.ts';
import { pressNext } from './actions.ts';

const teams = 6;
const rounds = 20;
/** Each connection plans a statement anew five times; that is over before counting begins. */
const warmUpRounds = 10;
/** Connections of the application's pool, as `dunwell start` opens it (src/start.ts). */
const serverConnections = 60;

/** The bare claim: one statement, no record, no count of what waits, no second look at the debtor. */
const bareClaim = `
	update work_item set state = 'claimed', claimed_by = $2, claimed_at = $3
	 where (tenant_id, debtor_id, id) = (
		select tenant_id, debtor_id, id from work_item
		 where tenant_id = $1 and state = 'open' and team_id = $4 and callable_from <= $3 and callable_until > $3 and agent_id is null
		 order by priority desc, id limit 1 for update skip locked)
	returning debtor_id, id`;

type Agent = { readonly door: Door; readonly teamId: bigint };

/**
 * *Next* for so many agents who all press in the same moment, round after round, through the server's own pool; beside it the bare claim at the same
 * concurrency, a connection for each agent, and again through the server's pool. Rounds of all three in turn; what was claimed is done between them.
 */
export async function benchQueue(database: BenchDatabase, { agents: count, items }: { agents: number; items: number }): Promise<object> {
	const { owner } = database;
	const pool = database.pool(Math.min(serverConnections, count));
	const bare = database.pool(count);
	const system = await benchDoor(owner, pool);
	say(`a queue of ${items} calls …`);
	const book = await timed(() => makeQueue(owner, system, { agents: count, items }));
	await owner.query('vacuum analyze');
	const agents = await loadAgents(owner, system, pool);
	await tellTenant(bare, system.tenantId, count);
	await tellTenant(pool, system.tenantId, Math.min(serverConnections, count));
	const ways = [
		{ name: 'figure', press, milliseconds: [] as number[] },
		{ name: 'floor', press: (agent: Agent) => pressBare(bare, agent), milliseconds: [] as number[] },
		{ name: 'floor_same_pool', press: (agent: Agent) => pressBare(pool, agent), milliseconds: [] as number[] },
	] as const;
	let claimed = 0;
	for (let round = -warmUpRounds; round < rounds; round++) {
		if (round === 0) say(`${rounds} rounds …`);
		for (const way of ways) {
			const times = await Promise.all(agents.map((agent) => way.press(agent)));
			const taken = await finishAll(owner, system.tenantId);
			if (round < 0) continue;
			way.milliseconds.push(...times);
			claimed += taken;
		}
	}
	const [figure, floor, samePool] = ways.map(({ milliseconds }) => ({
		p50_ms: percentile(milliseconds, 0.5),
		p99_ms: percentile(milliseconds, 0.99),
	})) as [Percentiles, Percentiles, Percentiles];
	return {
		bench: 'queue',
		agents: count,
		items,
		presses_each: rounds * count,
		claimed_by_all: claimed,
		figure,
		floor,
		ratio_p50: ratioOf(figure.p50_ms, floor.p50_ms),
		ratio_p99: ratioOf(figure.p99_ms, floor.p99_ms),
		target_ratio_p99: 3,
		floor_same_pool: samePool,
		ratio_p99_same_pool: ratioOf(figure.p99_ms, samePool.p99_ms),
		figure_is:
			'Next as the desk presses it, without HTTP: claim, how many wait, record, commit; through a pool of the size the server opens',
		floor_is: 'one prepared statement that claims from one team, committed by itself, at the same concurrency: a connection for each agent',
		pool: Math.min(serverConnections, count),
		book_seconds: book.seconds,
	};
}

type Percentiles = { readonly p50_ms: number; readonly p99_ms: number };

async function pressBare(pool: Pool, { door, teamId }: Agent): Promise<number> {
	const from = performance.now();
	await pool.query({ name: 'bare claim', text: bareClaim, values: [door.tenantId, door.actor.id, door.clock.now().toString(), teamId] });
	return performance.now() - from;
}

async function press({ door }: Agent): Promise<number> {
	const from = performance.now();
	await pressNext(door);
	return performance.now() - from;
}

/** What was claimed is done; gives how much it was. */
async function finishAll(owner: Pool, tenantId: bigint): Promise<number> {
	const { rowCount } = await owner.query(
		`update work_item set state = 'done', closed_at = claimed_at, close_reason = 'bench' where tenant_id = $1 and state = 'claimed'`,
		[tenantId],
	);
	return rowCount ?? 0;
}

/** A book with one call each for so many debtors, in six teams, nobody's own: the desks of a team all reach for the same calls. */
async function makeQueue(owner: Pool, system: Door, { agents, items }: { agents: number; items: number }): Promise<void> {
	const { tenantId } = system;
	const now = systemClock.now();
	const today = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
	await makeBook(owner, { tenantId, debts: Math.ceil((items * 10) / 9), on: today, reviewOn: [] });
	await inTenant(owner, tenantId, async (tx) => {
		await tx.query(`insert into team (tenant_id, code, name) select $1, 'bench ' || n, 'Bench ' || n from generate_series(1, $2::int) n`, [
			tenantId,
			teams,
		]);
		await tx.query(
			`insert into login (tenant_id, username, name, role, exam_passed_on, trained_on, created_at)
			 select $1, 'agent ' || n, 'Agent ' || n, 'agent', $4, $4, $3 from generate_series(1, $2::int) n`,
			[tenantId, agents, now, today.subtract({ days: 30 })],
		);
		await tx.query(
			`insert into team_member (tenant_id, team_id, login_id)
			 select $1, t.id, l.id from (select id, row_number() over (order by id) as place from login where tenant_id = $1 and role = 'agent') l
			   join (select id, row_number() over (order by id) as place from team where tenant_id = $1 and code like 'bench %') t on t.place = l.place % $2 + 1`,
			[tenantId, teams],
		);
		await tx.query(
			`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			 select $1, n, n, 'call', $3, 'bucket', m.team_id, 30000 + (n::bigint * 7919 % 40000)::int, $4, $5
			   from generate_series(1, $2::int) n
			   join (select team_id, row_number() over (order by login_id) - 1 as place from team_member where tenant_id = $1) m on m.place = n % $6`,
			[tenantId, items, today, now.subtract({ hours: 1 }), now.add({ hours: 12 }), agents],
		);
	});
}

async function loadAgents(owner: Pool, system: Door, pool: Pool): Promise<Agent[]> {
	const rows = await inTenant(owner, system.tenantId, (tx) =>
		tx.query<{ id: bigint; name: string; team_id: bigint }>(
			`select l.id, l.name, m.team_id from login l join team_member m on m.tenant_id = l.tenant_id and m.login_id = l.id where l.tenant_id = $1 and l.role = 'agent'`,
			[system.tenantId],
		),
	);
	return rows.map((row) => ({
		teamId: row.team_id,
		door: { ...system, pool, actor: { id: row.id, name: row.name, role: 'agent', clientId: null } },
	}));
}

/** Opens every connection and tells it the tenant, which the bare claim does not do for itself. */
async function tellTenant(pool: Pool, tenantId: bigint, count: number): Promise<void> {
	const open = await Promise.all(Array.from({ length: count }, () => pool.connect()));
	for (const connection of open) {
		await connection.query(`select set_config('dunwell.tenant', $1, false)`, [String(tenantId)]);
		connection.release();
	}
}
