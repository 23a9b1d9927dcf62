import { askInBulk, askPermit } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Asked, Batch } from '../host/batch.ts';
import { type BenchDatabase, percentile, ratioOf, timed } from '../host/bench.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant, lineOn, type Pool } from '../host/db.ts';
import { say } from '../host/log.ts';
import { change, type Door } from '../record/change.ts';
import { benchDoor } from '../strategy/bench.ts';
import { makeBook } from '../strategy/book.ts';
import { benchPure, morning } from './gate-bench-pure.ts';

const bulkSize = 1_000;

type Point = { readonly debtorId: bigint; readonly pointId: bigint };

/** A book whose debtors have a number each. */
async function makePoints(owner: Pool, door: Door, debtors: number): Promise<Point[]> {
	await makeBook(owner, {
		tenantId: door.tenantId,
		debts: Math.ceil((debtors * 10) / 9),
		on: Temporal.PlainDate.from('2026-11-24'),
		reviewOn: [],
	});
	const rows = await inTenant(owner, door.tenantId, async (tx) => {
		await tx.query('delete from hold where tenant_id = $1', [tx.tenantId]);
		return tx.query<{ debtor_id: bigint; id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select $1, d.id, 'mobile', '\\x00', decode(md5('p' || d.id), 'hex'), '138****0000', 'placement 1', 'contract', '2026-11-01' from debtor d where d.tenant_id = $1
			 returning debtor_id, id`,
			[tx.tenantId],
		);
	});
	await owner.query('vacuum analyze');
	return rows.map((row) => ({ debtorId: row.debtor_id, pointId: row.id }));
}

const asked = (point: Point) => ({ debtorId: point.debtorId, contactPointId: point.pointId, channel: 'voice' as const });

/** One permit in a transaction of its own, as a desk asks for it. */
async function askOne(door: Door, point: Point): Promise<void> {
	const done = await change(
		door,
		{ act: 'contact.ask', input: { debtor: point.debtorId, point: point.pointId }, debtorId: point.debtorId, keepOnRefusal: true },
		async (act) => {
			const permit = await askPermit(act, asked(point));
			return isRefusal(permit) ? permit : { id: String(permit.permitId) };
		},
	);
	if (isRefusal(done)) throw new Error(`refused: ${done.code}`);
}

/** All of them as a campaign asks, a thousand in a transaction. */
async function askMany(door: Door, points: readonly Point[]): Promise<void> {
	const done = await askInBulk(
		door,
		(asks) => ({ act: 'contact.ask', input: { asks: asks.length } }),
		points.map(asked),
		async (_, permits) => ({ given: permits.filter((each) => !isRefusal(each)).length }),
	);
	const given = done.reduce((sum, each) => sum + (isRefusal(each) ? 0 : each.given), 0);
	if (given !== points.length) throw new Error('a permit of the bulk was refused');
}

/** What left together in one round trip. */
type Trip = readonly Asked[];

/**
 * The statements one permit sends, trip by trip, taken from real asks that are rolled back instead of committed. Replayed as they are, they lock, read and write the
 * same rows in as many round trips with nobody deciding anything. One connection asks for all of them, after a permit that was given: what a connection sends once in its
 * life (the law's text, kept beside the decisions made under it) is sent once, as it is for the permits beside them.
 */
async function statementsOf(door: Door, pool: Pool, points: readonly Point[]): Promise<Trip[][]> {
	const connection = await pool.connect();
	let sent: Trip[] = [];
	const listening = {
		query(batch: Batch) {
			sent.push(batch.statements.map(({ name, text, values }) => ({ name, text, values })));
			batch.undo();
			return connection.query(batch);
		},
		release: () => {},
	};
	const heard = { ...door, pool: { connect: async () => listening } as unknown as Pool };
	try {
		const [first] = points;
		if (first) await askOne(heard, first);
		const all: Trip[][] = [];
		for (const point of points) {
			sent = [];
			await askOne(heard, point);
			all.push(sent);
		}
		return all;
	} finally {
		connection.release();
	}
}

/** Runs every item once, so many at a time; items a second. */
async function throughput<T>(
	items: readonly T[],
	atOnce: number,
	work: (item: T) => Promise<void>,
): Promise<{ perS: number; p99: number }> {
	const waiting = [...items].reverse();
	const times: number[] = [];
	const { seconds } = await timed(async () => {
		await Promise.all(
			Array.from({ length: atOnce }, async () => {
				for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
					const from = performance.now();
					await work(item);
					times.push(performance.now() - from);
				}
			}),
		);
	});
	return { perS: Math.round(items.length / seconds), p99: percentile(times, 0.99) };
}

async function replayStatements(pool: Pool, trips: readonly Trip[]): Promise<void> {
	const connection = await pool.connect();
	try {
		const line = lineOn(connection);
		for (const trip of trips) await Promise.all(trip.map((asked) => line.ask(asked)));
	} finally {
		connection.release();
	}
}

/** Permits through the database: one at a time by one caller, by 64 connections beside the same statements without the rules, and in bulk. */
async function benchPermits(database: BenchDatabase, { permits, connections }: { permits: number; connections: number }): Promise<object> {
	const { owner } = database;
	const pool = database.pool(connections);
	const door: Door = { ...(await benchDoor(owner, pool)), clock: settableClock(morning) };
	const oneByOne = Math.min(2_000, permits);
	const warm = connections * 8;
	const bulk = 10 * bulkSize;
	const debtors = 1 + 2 * permits + oneByOne + 2 * warm + bulk + 2 * bulkSize;
	say(`a book of ${debtors} debtors …`);
	const points = await makePoints(owner, door, debtors);
	const take = (count: number) => points.splice(0, count);
	say('the statements of the floor …');
	// The law's text lies in the database from the first permit on.
	for (const point of take(1)) await askOne(door, point);
	const warmFloor = await statementsOf(door, pool, take(warm));
	const floorStatements = await statementsOf(door, pool, take(permits));
	say('asking …');
	// Each connection plans its statements anew a few times before it keeps a plan.
	await throughput(take(warm), connections, (point) => askOne(door, point));
	await throughput(warmFloor, connections, (statements) => replayStatements(pool, statements));
	// As autovacuum does within a minute of so many rows: plans made while the tables were empty are made anew.
	await owner.query('analyze');
	const figure = { perS: 0, p99: 0 };
	const floor = { perS: 0, p99: 0 };
	// In turns, so that a busy moment of the machine falls on both.
	const rounds = 4;
	const times = { figure: 0, floor: 0 };
	for (let round = 0; round < rounds; round++) {
		const ours = await throughput(take(Math.floor(permits / rounds)), connections, (point) => askOne(door, point));
		const share = floorStatements.splice(0, Math.floor(permits / rounds));
		const theirs = await throughput(share, connections, (statements) => replayStatements(pool, statements));
		times.figure += 1 / ours.perS;
		times.floor += 1 / theirs.perS;
		figure.p99 = Math.max(figure.p99, ours.p99);
		floor.p99 = Math.max(floor.p99, theirs.p99);
	}
	figure.perS = Math.round(rounds / times.figure);
	floor.perS = Math.round(rounds / times.floor);
	await owner.query('analyze');
	const alone = await throughput(take(oneByOne), 1, (point) => askOne(door, point));
	await askMany(door, take(2 * bulkSize));
	const campaign = take(bulk);
	const { seconds } = await timed(() => askMany(door, campaign));
	const bulkPerS = Math.round(bulk / seconds);
	return {
		permits: {
			connections,
			per_s: figure.perS,
			floor_per_s: floor.perS,
			ratio: ratioOf(figure.perS, floor.perS),
			target_ratio: 0.6,
			p99_ms: figure.p99,
			floor_p99_ms: floor.p99,
			floor_is:
				'the very statements of such permits, sent again in the same transactions by as many connections, with nothing decided in between',
		},
		bulk: {
			size: bulkSize,
			per_s: bulkPerS,
			one_by_one_per_s: alone.perS,
			ratio: ratioOf(bulkPerS, alone.perS),
			target_ratio: 20,
			ratio_to_all_connections: ratioOf(bulkPerS, figure.perS),
			one_by_one_is: 'one caller, each permit in a transaction of its own, the next after it',
		},
	};
}

/** `bench gate`: pure decisions beside a general rules engine, permits beside the same statements without the rules, bulk beside one by one. */
export async function benchGate(database: BenchDatabase, size: { permits: number; connections: number }): Promise<object> {
	say('pure decisions …');
	const pure = await benchPure();
	return { bench: 'gate', pure, ...(await benchPermits(database, size)) };
}
