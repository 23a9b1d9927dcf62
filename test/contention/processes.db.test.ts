import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished, expect, test } from 'vitest';
import { known } from '../../src/core/assert.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { generatedLines, nothingGenerated } from '../../src/demo/generate.ts';
import { writeLines } from '../../src/demo/sheet-file.ts';
import { districts } from '../../src/demo/source.ts';
import { systemClock } from '../../src/host/clock.ts';
import { inTenant } from '../../src/host/db.ts';
import { findDisagreements } from '../../src/ledger/store.ts';
import { makeKey } from '../../src/people/keys.ts';
import { shapeOf } from '../crash/checks.ts';
import { zoneOfNoon } from '../crash/prepared.ts';
import { dunwell } from '../crash/processes.ts';
import { freePort } from '../crash/site.ts';
import { type TestDatabase, testDatabase, testHouseKey } from '../support/database.ts';
import { aClient, aDebt, aDebtor } from '../support/debts.ts';
import { aPoint } from '../support/gate.ts';
import { databaseOn } from '../support/one-server.ts';

/** Commands of the house started at once, each a process of its own, on one database. */
type Ran = { readonly code: number | null; readonly answer: Record<string, number>; readonly said: string };

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'dunwell-contention-'));
	onTestFinished(() => rmSync(made, { recursive: true, force: true }));
	return made;
}

async function command(url: string, data: string, ...args: string[]): Promise<Ran> {
	const running = dunwell([...args, '--json'], { DATABASE_URL: url, DUNWELL_DATA: data, DUNWELL_KEY: testHouseKey.toString('base64') });
	const code = await running.ended;
	return {
		code,
		answer: (running.answered() === '' ? {} : JSON.parse(running.answered())) as Record<string, number>,
		said: running.said(),
	};
}

/** Today in the agency: the commands go by the machine's own clock. */
const today = () => systemClock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
const sum = (all: readonly Ran[], name: string) => all.reduce((total, each) => total + (each.answer[name] ?? 0), 0);
const disagreements = (database: TestDatabase) => inTenant(database.pool, database.tenantId, (tx) => findDisagreements(tx, 5));

test('the same payment file from four processes: 1,200 payments applied once, 3,600 duplicates, every balance right', {
	timeout: 180_000,
}, async () => {
	const database = await testDatabase({ inTest: true });
	const door = await database.door('manager');
	const debts = [];
	for (let i = 0; i < 40; i++) debts.push(await aDebt(database, door, { client: 'RACE', reference: `RC-${i}` }));
	const data = folder();
	const path = join(data, 'payments.csv');
	const on = today().subtract({ days: 1 });
	const rows = Array.from({ length: 1_200 }, (_, i) => `Q${i},RC-${i % 40},10.00,CNY,${on},,`);
	writeFileSync(path, ['流水号,案件编号,还款金额,币种,还款日期,还款方式,备注', ...rows].join('\n'));
	const all = await Promise.all(
		Array.from({ length: 4 }, () => command(database.url, data, 'payment', 'import', path, '--client', 'RACE')),
	);
	expect(all.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0, 0, 0]);
	expect([sum(all, 'accepted'), sum(all, 'duplicates'), sum(all, 'rejected')]).toEqual([1_200, 3_600, 0]);
	const owed = await database.query<{ minor: bigint; debts: bigint }>(
		'select owed_minor as minor, count(*) as debts from debt_balance where debt_id = any ($1::bigint[]) group by 1',
		[debts.map((debt) => debt.debtId)],
	);
	// 30 payments of 10.00 on each of 40 debts of 1,000.00.
	expect(owed).toEqual([{ minor: 700_00n, debts: 40n }]);
	expect(await disagreements(database)).toEqual([]);
});

/** A file of generated debts of a client. */
async function placementFile(data: string, debts: number, seed: string): Promise<string> {
	const path = join(data, `${seed}.csv`);
	const order = { debts, seed, messyPpm: 0, placedOn: today(), products: [['信用卡', 1]] as const };
	await writeLines(path, 'gb18030', generatedLines(await districts(), order, nothingGenerated()));
	return path;
}

/** What the day run left: steps and messages by kind and number, and debts without any. */
const leftBehind = (database: TestDatabase) =>
	database.query(
		`select (select count(*) from work_item) as calls, (select count(distinct (debt_id, step)) from work_item) as different_calls, (select count(*) from message) as messages,
		        (select count(*) from debt_state s where not exists (select from work_item w where w.debtor_id = s.debtor_id)
		            and not exists (select from message m where m.debtor_id = s.debtor_id)) as bare,
		        (select coalesce(sum((summary ->> 'debts')::int), 0)::bigint from day_run_chunk) as reviewed, (select count(*) from day_run_chunk where done_at is null) as open_chunks`,
	);

/** On a day to come, so that it is no matter what time it is here: a day run of tomorrow plans the whole day. */
const tomorrow = () => today().add({ days: 1 }).toString();

test('two day runs in two processes on 2,500 debts: each debt reviewed by one of them, what is left is what one run leaves', {
	timeout: 240_000,
}, async () => {
	const [alone, raced] = [await testDatabase({ inTest: true }), await testDatabase({ inTest: true })];
	const data = folder();
	const file = await placementFile(data, 2_500, 'two runs');
	for (const database of [alone, raced]) {
		await aClient(database, 'BANK');
		expect((await command(database.url, data, 'placement', 'import', file, '--client', 'BANK')).answer['accepted']).toBe(2_500);
	}
	const one = await command(alone.url, data, 'day', 'run', '--on', tomorrow());
	const two = await Promise.all([1, 2].map(() => command(raced.url, data, 'day', 'run', '--on', tomorrow())));
	expect([one, ...two].map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0, 0]);
	expect(one.answer['debts']).toBe(2_500);
	for (const name of ['debtors', 'debts', 'calls', 'messages', 'chunks']) expect([name, sum(two, name)]).toEqual([name, one.answer[name]]);
	const left = await leftBehind(raced);
	expect(left).toEqual(await leftBehind(alone));
	expect(left).toMatchObject([{ bare: 0n, reviewed: 2_500n, open_chunks: 0n }]);
});

test('a day run during the import of 6,000 debts: it sees the file whole or not at all, the next run takes the rest, none twice', {
	timeout: 240_000,
}, async () => {
	const database = await testDatabase({ inTest: true });
	const data = folder();
	await aClient(database, 'BANK');
	const first = await placementFile(data, 1_000, 'before');
	expect((await command(database.url, data, 'placement', 'import', first, '--client', 'BANK')).code).toBe(0);
	const large = await placementFile(data, 6_000, 'during');
	let over = false;
	const importing = command(database.url, data, 'placement', 'import', large, '--client', 'BANK').finally(() => {
		over = true;
	});
	const during: Ran[] = [];
	while (!over) during.push(await command(database.url, data, 'day', 'run', '--on', tomorrow()));
	const imported = await importing;
	const last = await command(database.url, data, 'day', 'run', '--on', tomorrow());
	expect([imported, ...during, last].map(({ code, said }) => (code === 0 ? 0 : said)).every((code) => code === 0)).toBe(true);
	expect(during.length).toBeGreaterThan(0);
	expect(imported.answer['accepted']).toBe(6_000);
	// The file is one transaction: a run during it finds the thousand of before, or nothing, or all that there is.
	for (const { answer } of during) expect([0, 1_000, 6_000, 7_000]).toContain(answer['debts']);
	expect(sum([...during, last], 'debts')).toBe(7_000);
	expect(await leftBehind(database)).toMatchObject([{ bare: 0n, reviewed: 7_000n, open_chunks: 0n }]);
	const [twice] = await leftBehind(database);
	expect(twice?.['calls']).toBe(twice?.['different_calls']);
	expect(await disagreements(database)).toEqual([]);
});

test('three commands started at once on an empty database migrate it once, to the schema one start makes', {
	timeout: 120_000,
}, async () => {
	const server = inject('server');
	const name = `dunwell_test_${inject('template').split('_').at(-1)}_empty_${process.pid}`;
	const admin = new pg.Client({ connectionString: server });
	await admin.connect();
	await admin.query(`create database ${name}`);
	onTestFinished(async () => {
		await admin.query(`drop database if exists ${name} with (force)`);
		await admin.end();
	});
	const data = folder();
	const url = databaseOn(server, name);
	const all = await Promise.all(Array.from({ length: 3 }, () => command(url, data, 'ledger', 'check')));
	expect(all.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0, 0]);
	const database = await testDatabase({ inTest: true });
	const bare = (text: string) => text.replaceAll(/timestamptz|\s+/g, ' ');
	expect(bare(await shapeOf(url))).toBe(bare(await shapeOf(database.url)));
});

/** An installation that serves: a database, a data folder with its own key file, and a desk that calls by an API key. Its debtor lives where one may call now. */
async function installation(counter: string, idNumber: string, debtors: number) {
	const database = await testDatabase({ inTest: true });
	const zone = zoneOfNoon(systemClock.now());
	const day = systemClock.now().toZonedDateTimeISO(zone).toPlainDate();
	const admin = await database.door('admin', 'admin one', systemClock);
	const agent = await database.door('agent', 'agent one', systemClock);
	await database.query('update login set exam_passed_on = $2, trained_on = $2 where id = $1', [agent.actor.id, day.subtract({ days: 30 })]);
	const points: { debtorId: bigint; pointId: bigint }[] = [];
	for (let i = 0; i < debtors; i++) {
		const debtorId = await aDebtor(database);
		const placed = await aDebt(database, admin, {
			debtorId,
			overdueSince: String(day.subtract({ days: 60 })),
			placedOn: String(day.subtract({ days: 20 })),
		});
		const [row] = await database.query<{ identity_index: Buffer }>('update debtor set zones = $2 where id = $1 returning identity_index', [
			debtorId,
			[zone],
		]);
		const index = known(row, 'debtor').identity_index.toString('hex');
		await database.query('update debtor set sealed = $2 where id = $1', [
			debtorId,
			database.vault.seal(JSON.stringify({ name: '王某', idNumber: `${idNumber}${i}` }), `debtor ${index}`),
		]);
		points.push({ debtorId, pointId: await aPoint({ database, door: agent, placed, mobile: 0n }, debtorId) });
	}
	const [team] = await database.query<{ id: bigint }>(`insert into team (tenant_id, code, name) values ($1, 'T', 'T') returning id`, [
		database.tenantId,
	]);
	const teamId = known(team, 'team').id;
	await database.query('insert into team_member (tenant_id, team_id, login_id) values ($1, $2, $3)', [
		database.tenantId,
		teamId,
		agent.actor.id,
	]);
	await database.query(
		'insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by) select $1, id, $3, $4, $5 from unnest($2::bigint[]) id',
		[database.tenantId, points.map(({ debtorId }) => debtorId), teamId, systemClock.now(), admin.actor.id],
	);
	const made = await makeKey(admin, { login_id: String(agent.actor.id), name: 'desk' });
	if (isRefusal(made)) throw new Error(made.code);
	const data = folder();
	writeFileSync(join(data, 'house.key'), `${testHouseKey.toString('base64')}\n`, { mode: 0o600 });
	const port = await freePort();
	const running = dunwell(['serve'], {
		DATABASE_URL: database.url,
		DUNWELL_DATA: data,
		PORT: String(port),
		DUNWELL_COUNTERS: counter,
		DUNWELL_COUNTERS_KEY: Buffer.alloc(32, 3).toString('base64'),
		DUNWELL_COUNTERS_TOKEN: networkToken,
		// What is tried here is the count, not how long an ask waits on two busy cores.
		DUNWELL_COUNTERS_WAIT: '20000',
	});
	return {
		database,
		running,
		url: `http://127.0.0.1:${port}`,
		/** Asks to call a debtor; the code of the refusal, or `permitted`. */
		async ask(i: number): Promise<string> {
			const { debtorId, pointId } = known(points[i], 'debtor');
			const response = await fetch(`http://127.0.0.1:${port}/api/debtors/${debtorId}/permits`, {
				method: 'POST',
				headers: { authorization: `Bearer ${made.key}`, 'content-type': 'application/json' },
				body: JSON.stringify({ contact_point_id: String(pointId), channel: 'voice' }),
			});
			const answer = (await response.json()) as { code: string };
			return response.ok ? 'permitted' : answer.code;
		},
	};
}
const networkToken = 'a-token-of-the-network';

test('two installations and their counter, each a process of its own: together never more than the three calls the lender has; the counter killed, each goes on with its own share', {
	timeout: 120_000,
}, async () => {
	const port = await freePort();
	const counter = dunwell(['counters', 'serve', '--port', String(port), '--data', folder()], { DUNWELL_COUNTERS_TOKEN: networkToken });
	const idNumber = `1101011990030${Math.floor(Math.random() * 9_000) + 1_000}`;
	const both = [
		await installation(`http://127.0.0.1:${port}`, idNumber, 4),
		await installation(`http://127.0.0.1:${port}`, idNumber, 4),
	] as const;
	const [here, there] = both;
	onTestFinished(async () => {
		for (const { child, ended } of [counter, here.running, there.running]) {
			child.kill('SIGKILL');
			await ended;
		}
	});
	expect(await counter.until('counting on')).toBe(true);
	for (const { running, url } of both) expect([await running.until(url), running.said()]).toEqual([true, expect.anything()]);
	// Three debtors whom both may call, twelve desks at once on each: three calls of each and no more, whoever came first.
	for (const debtor of [0, 1, 2]) {
		const answers = await Promise.all(Array.from({ length: 12 }, (_, k) => known(both[k % 2], 'installation').ask(debtor)));
		expect(answers.sort()).toEqual([
			...Array.from({ length: 9 }, () => 'contact.answered_limit_reached'),
			...Array.from({ length: 3 }, () => 'permitted'),
		]);
	}
	counter.child.kill('SIGKILL');
	await counter.ended;
	// Nobody can be asked: of three asks of each, one is its own share. Two together are still no more than the lender's three.
	for (const each of both) {
		const alone = [await each.ask(3), await each.ask(3), await each.ask(3)];
		expect(alone).toEqual(['permitted', 'contact.answered_limit_reached', 'contact.answered_limit_reached']);
		const facts = await each.database.query<{ state: string; share: number }>(
			`select facts->'facts'->'elsewhere'->>'state' as state, (facts->'facts'->'elsewhere'->>'local_share')::int as share from contact_permit order by id desc limit 3`,
		);
		expect(facts).toEqual(Array.from({ length: 3 }, () => ({ state: 'away', share: 1 })));
	}
});
