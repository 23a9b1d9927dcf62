import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { systemClock } from '../host/clock.ts';
import { type BenchDatabase, ratioOf, timed } from '../host/bench.ts';
import { inTenant, type Pool, type Tx } from '../host/db.ts';
import { say } from '../host/log.ts';
import { vaultOfTenant } from '../host/vault.ts';
import type { Door } from '../record/change.ts';
import { ensureTenant, findTenant, loadTenant } from '../tenants/store.ts';
import { type DayRunSummary, decideChunk, runDay } from './actions.ts';
import { makeBook } from './book.ts';
import { loadChunk, type Writes } from './store.ts';

/** Two rounds, each on tenths of the book of its own: debts whose id ends in 0 and 2 for the floor, in 1 and 3 for the day run. */
const rounds = 2;
const benchKey = Buffer.alloc(32, 1);

/** A tenant and its automatic login in a bench's database. */
export async function benchDoor(owner: Pool, pool: Pool): Promise<Door> {
	await ensureTenant(owner, benchKey, 'bench', 'Bench', systemClock.now());
	const { tenant, wrappedKey } = known(await findTenant(owner, 'bench'), 'tenant of the bench');
	const [login] = await inTenant(pool, tenant.id, (tx) =>
		tx.query<{ id: bigint; name: string }>(`select id, name from login where tenant_id = $1 and role = 'system'`, [tx.tenantId]),
	);
	const { id, name } = known(login, 'automatic login');
	return {
		pool,
		clock: systemClock,
		tenantId: tenant.id,
		vault: vaultOfTenant(benchKey, tenant.id, wrappedKey),
		actor: { id, name, role: 'system', clientId: null },
	};
}

/**
 * The day run over a book of which one debt in ten is due, beside its floor: one set-based statement that writes the same kind and number of rows,
 * worked out beforehand, into the same tables: items and messages inserted, states updated. And a run that finds nothing due.
 */
export async function benchDay(database: BenchDatabase, debts: number): Promise<object> {
	const { owner } = database;
	const door = await benchDoor(owner, database.pool(8));
	// A day that has not begun: all of its hours are planned.
	const on = door.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().add({ days: 7 });
	say(`a book of ${debts} debts …`);
	const book = await timed(() => makeBook(owner, { tenantId: door.tenantId, debts, on, reviewOn: [] }));
	await owner.query('vacuum analyze');
	const settle = async () => {
		await owner.query('vacuum analyze debt_state');
		await owner.query('checkpoint').catch(() => {});
	};
	const floors: ({ seconds: number } & Awaited<ReturnType<typeof layOut>>)[] = [];
	const runs: ({ seconds: number } & DayRunSummary)[] = [];
	for (let round = 0; round < rounds; round++) {
		say(`round ${round + 1}: the floor …`);
		const laidOut = await layOut(owner, door, { on, place: round * 2, teamId: book.answer.teamId });
		await settle();
		floors.push({ seconds: (await timed(() => writeFloor(owner, door.tenantId, on))).seconds, ...laidOut });
		say(`round ${round + 1}: the day run …`);
		await makeDue(owner, door.tenantId, on, round * 2 + 1);
		await settle();
		const run = await timed(async () => ran(await runDay(door, on)));
		runs.push({ seconds: run.seconds, ...run.answer });
	}
	const nothing = await timed(async () => ran(await runDay(door, on)));
	const least = (list: readonly { seconds: number }[]) => Math.min(...list.map((each) => each.seconds));
	return {
		bench: 'day',
		debts,
		due_percent: 10,
		figure_seconds: least(runs),
		floor_seconds: least(floors),
		ratio: ratioOf(least(runs), least(floors)),
		target_ratio: 3,
		nothing_due_seconds: nothing.seconds,
		target_nothing_due_seconds: 2,
		floor_is:
			'one statement that inserts as many items and messages and updates as many states, worked out beforehand, into the same tables',
		runs,
		floors,
		nothing_due: nothing.answer,
		book_seconds: book.seconds,
	};
}

const ran = (summary: DayRunSummary | Refusal): DayRunSummary => known(isRefusal(summary) ? null : summary, 'day run');

/** Makes the debts of one place due: a tenth of the book. */
async function makeDue(owner: Pool, tenantId: bigint, on: Temporal.PlainDate, place: number): Promise<void> {
	await inTenant(owner, tenantId, (tx) =>
		tx.query('update debt_state set review_on = $2 where tenant_id = $1 and debt_id % 10 = $3', [tenantId, on, place]),
	);
}

/** Works out what the day run would write for the debts of one place and lays the rows ready in bare tables. */
async function layOut(owner: Pool, door: Door, of: { on: Temporal.PlainDate; place: number; teamId: bigint }) {
	const { on, place } = of;
	await owner.query(
		`drop table if exists floor_item, floor_message, floor_state;
		 create unlogged table floor_item (debtor_id bigint, debt_id bigint, step text, priority int, callable_from timestamptz, callable_until timestamptz);
		 create unlogged table floor_message (debtor_id bigint, debt_id bigint, step text, template text, due_at timestamptz);
		 create unlogged table floor_state (debtor_id bigint, debt_id bigint, stage text, review_on int, opened_on int, key_case boolean)`,
	);
	await makeDue(owner, door.tenantId, on, place);
	const counted = { debts: 0, calls: 0, messages: 0 };
	await inTenant(owner, door.tenantId, async (tx) => {
		const { zone, settings } = await loadTenant(tx);
		// Nothing the floor writes exists already, so its statement needs no word for that.
		const due = await tx.query<{ debtor_id: bigint }>(
			`select distinct s.debtor_id from debt_state s where s.tenant_id = $1 and s.review_on <= $2
			    and not exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = s.debtor_id) order by 1`,
			[tx.tenantId, on],
		);
		for (let from = 0; from < due.length; from += 1_000) {
			const some = due.slice(from, from + 1_000).map((row) => row.debtor_id);
			const facts = await loadChunk(tx, some, on, { zone, cutOff: settings.openingCutOff, lateToday: false });
			const { writes } = decideChunk(facts, settings, on, null);
			counted.debts += writes.states.debtId.length;
			counted.calls += writes.items.debtId.length;
			counted.messages += writes.messages.debtId.length;
			await layRows(tx, writes);
		}
	});
	await owner.query(`analyze floor_item; analyze floor_message; analyze floor_state`);
	return counted;
}

async function layRows(tx: Tx, { items, messages, states }: Writes): Promise<void> {
	await tx.query(
		'insert into floor_item select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[])',
		[items.debtorId, items.debtId, items.step, items.priority, items.from, items.until],
	);
	await tx.query('insert into floor_message select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[])', [
		messages.debtorId,
		messages.debtId,
		messages.step,
		messages.template,
		messages.dueAt,
	]);
	await tx.query(
		'insert into floor_state select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::int[], $6::boolean[])',
		[states.debtorId, states.debtId, states.stage, states.reviewOn, states.openedOn, states.keyCase],
	);
}

/** The floor itself: one statement. */
async function writeFloor(owner: Pool, tenantId: bigint, on: Temporal.PlainDate): Promise<void> {
	await owner.query(
		`with items as (
			insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			select $1, debtor_id, debt_id, 'call', $2::date, step, 1, priority, callable_from, callable_until from floor_item),
		 messages as (
			insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step)
			select $1, debtor_id, debt_id, 'sms', template, due_at, $2::date, step from floor_message)
		 update debt_state s set stage = f.stage, review_on = date '1970-01-01' + f.review_on, opened_on = date '1970-01-01' + f.opened_on, key_case = f.key_case, run_on = $2::date
		   from floor_state f where s.tenant_id = $1 and s.debtor_id = f.debtor_id and s.debt_id = f.debt_id`,
		[tenantId, on.toString()],
	);
}
