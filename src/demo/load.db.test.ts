/**
 * Goal: the demonstration is made once, through the real actions, whatever happens meanwhile. Method: four days of every fortieth case on a real
 * database, broken off after the second day was told but before it was remembered, then begun again.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey, testNow } from '../../test/support/database.ts';
import { known } from '../core/assert.ts';
import { readConfig } from '../host/config.ts';
import type { House } from '../house.ts';
import { findTenant } from '../tenants/store.ts';
import { addClient } from '../tenants/actions.ts';
import { cast, demonstrationLogins } from './cast.ts';
import { daysBefore, loadDemonstration } from './load.ts';
import { stepDone } from './steps.ts';

const size = { workingDays: 4, thin: 40 };

/** The test database as an open house, its clock at 2026-11-24 10:00 in Shanghai. */
function houseOf(database: TestDatabase): House {
	const data = mkdtempSync(join(tmpdir(), 'dunwell-demo-'));
	const config = readConfig({ DUNWELL_DATA: data, DUNWELL_KEY: testHouseKey.toString('base64') });
	return {
		config,
		clock: { now: () => testNow },
		pool: database.pool,
		owner: database.owner,
		url: database.url,
		tenant: async () => known(await findTenant(database.owner, 'main'), 'tenant').tenant,
		vault: async () => database.vault,
		async door(_, username, clock = { now: () => testNow }) {
			const [login] = await database.query<{ id: bigint; name: string; role: 'agent'; client_id: bigint | null }>(
				'select id, name, role, client_id from login where username = $1',
				[username],
			);
			if (!login) return null;
			const actor = { id: login.id, name: login.name, role: login.role, clientId: login.client_id };
			return { pool: database.pool, clock, tenantId: database.tenantId, vault: database.vault, actor };
		},
		signInDifferences: async () => [],
		close: async () => {},
	};
}

let database: TestDatabase;
let house: House;
const told: string[] = [];
const count = async (what: string) =>
	Number(known((await database.query<{ n: bigint }>(`select count(*) as n from ${what}`))[0], 'count').n);

beforeAll(async () => {
	database = await testDatabase({ poolMax: 20 });
	house = houseOf(database);
}, 60_000);
afterAll(() => database.close());

test('four working days before Tuesday 2026-11-24 are Wednesday, Thursday, Friday and Monday', () => {
	expect(daysBefore(Temporal.PlainDate.from('2026-11-24'), 4).map(String)).toEqual([
		'2026-11-18',
		'2026-11-19',
		'2026-11-20',
		'2026-11-23',
	]);
});

describe('a load that breaks off and is begun again', () => {
	let attemptsOfDayTwo = 0;
	const dayTwo = `contact_attempt where channel = 'voice' and (placed_at at time zone 'Asia/Shanghai')::date = '2026-11-19'`;

	beforeAll(async () => {
		const killed = loadDemonstration(
			house,
			(line) => {
				if (line.includes('2026-11-19')) throw new Error('killed');
			},
			size,
		);
		await expect(killed).rejects.toThrow('killed');
		attemptsOfDayTwo = await count(dayTwo);
		await loadDemonstration(house, (line) => told.push(line), size);
	}, 120_000);

	test('goes on with the day it had not finished and tells its calls only once', async () => {
		expect(told[0]).toContain('continuing');
		expect(told.some((line) => line.includes('2026-11-18'))).toBe(false);
		expect(told.some((line) => line.includes('2026-11-19'))).toBe(true);
		expect(attemptsOfDayTwo).toBeGreaterThan(10);
		expect(await count(dayTwo)).toBe(attemptsOfDayTwo);
	});

	test('ends with what it began with: a login per role, four batches of which one is undone and one recalled, work for today', async () => {
		expect(await count(`login where role not in ('system') and username <> 'operator'`)).toBe(cast.length);
		for (const { username } of demonstrationLogins)
			expect(await count(`login where username = '${username}' and auth_user_id is not null`)).toBe(1);
		const placements = await database.query<{ state: string; accepted: bigint }>('select state, accepted from placement order by id');
		expect(placements.map((row) => row.state)).toEqual(['imported', 'undone', 'imported', 'recalled']);
		expect(await count('debt')).toBe(placements.reduce((sum, row) => sum + Number(row.accepted), 0));
		expect(await count(`work_item where business_date = '2026-11-24' and state = 'open'`)).toBeGreaterThan(0);
	});

	test('a third start does nothing at all', async () => {
		const entries = await count('record_entry');
		await loadDemonstration(house, (line) => told.push(`again ${line}`), size);
		expect(told.some((line) => line.startsWith('again'))).toBe(false);
		expect(await count('record_entry')).toBe(entries);
	});

	test('every balance is the sum of its transfers, and money that came is money of payments', async () => {
		const wrong = await database.query(
			`select b.debt_id from debt_balance b join (
			   select debt_id, sum(amount_minor * ((debit_account = 'owed')::int - (credit_account = 'owed')::int)) as owed from ledger_transfer group by 1) t using (debt_id)
			  where b.owed_minor <> t.owed`,
		);
		expect(wrong).toEqual([]);
		const [sums] = await database.query<{ ledger: bigint; payments: bigint }>(
			`select (select coalesce(sum(amount_minor), 0)::bigint from ledger_transfer where kind in ('paid', 'surplus')) as ledger,
			        (select coalesce(sum(amount_minor), 0)::bigint from payment where state <> 'unmatched') as payments`,
		);
		expect(sums?.ledger).toBe(sums?.payments);
	});

	test('no call outside 08:00 to 22:00, none without its outcome, at most 6 to a number and 3 answered by a debtor a day; the one after 22:00 was refused by CN-T1', async () => {
		const local = `(placed_at at time zone 'Asia/Shanghai')`;
		expect(await count(`contact_attempt where ${local}::time < '08:00' or ${local}::time >= '22:00'`)).toBe(0);
		expect(
			await count(
				`contact_attempt a where not exists (select from contact_outcome o where o.debtor_id = a.debtor_id and o.attempt_id = a.id)`,
			),
		).toBe(0);
		expect(
			await count(`(select 1 from contact_attempt where channel = 'voice' group by value_index, ${local}::date having count(*) > 6) x`),
		).toBe(0);
		expect(
			await count(
				`(select 1 from contact_attempt a join contact_outcome o on o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.answered
				   where a.channel = 'voice' group by a.debtor_id, ${local}::date having count(*) > 3) x`,
			),
		).toBe(0);
		expect(await count(`contact_permit where not permitted and reasons @> '[{"rule": "CN-T1", "verdict": "refuses"}]'`)).toBe(1);
	});

	test('nobody is on two calls at once, and no decision knows of a contact that came after it', async () => {
		expect(
			await count(
				`(select a.placed_at < lag(o.ended_at) over (partition by a.made_by order by a.placed_at, a.id) as at_once
				    from contact_attempt a join contact_outcome o on o.debtor_id = a.debtor_id and o.attempt_id = a.id where a.channel = 'voice') x where at_once`,
			),
		).toBe(0);
		expect(
			await count(`contact_permit p, jsonb_array_elements(p.facts #> '{facts,earlier}') e where (e ->> 'at')::timestamptz > p.asked_at`),
		).toBe(0);
	});
});

test('a house that has a client of its own is left alone', async () => {
	const own = await testDatabase({ inTest: true });
	await addClient(await own.door('admin'), { code: 'MINE', name: '自己的委案方' });
	const lines: string[] = [];
	await loadDemonstration(houseOf(own), (line) => lines.push(line), size);
	expect(lines).toEqual([]);
	expect(await stepDone(await own.door('admin'), 'begun')).toBeNull();
});
