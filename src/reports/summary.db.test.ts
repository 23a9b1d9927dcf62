/**
 * Goal: every figure of the report equals what a person with a pencil gets. Method: three debtors, five months' worth of nothing but the
 * facts below, written straight into the tables, and each figure worked out in a comment or in the expectation itself.
 *
 * Report: November 2026 (October before it), known at 2026-12-05 10:00 in Shanghai.
 *   debt 1  debtor 1, batch A1 (placed 10-20), TWD 1,000.00, past due since 10-10, recall due 12-15
 *           paid 100.00 on 10-25 and 300.00 on 11-04; 50.00 on 11-10, returned by the bank on 12-02
 *   debt 2  debtor 2, batch A2 (placed 11-03), TWD 2,000.00, past due since 09-01; paid 2,010.00 on 11-13, 10.00 of it too much
 *   debt 3  debtor 2, batch B1 of client B (placed 11-05), CNY 500.00, past due since 11-01; 20.00 given up on 11-20
 *   debt 4  debtor 3, batch A1, TWD 700.00, past due since 05-01; nothing paid
 *   debt 5  debtor 4, batch A2, TWD 999.00: undone, never on the book; debt 6  debtor 5, batch A3 (placed 12-01), TWD 333.00: after the period
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Summary } from './shapes.ts';
import { dashboardOf, frameOf, readReport, summaryOf } from './summary.ts';
import { anAgencyInNovember } from '../../test/support/november.ts';

const asOf = Temporal.Instant.from('2026-12-05T02:00:00Z');
const november = { from: Temporal.PlainDate.from('2026-11-01'), to: Temporal.PlainDate.from('2026-11-30') };
const sentence = (rule: string) => ({ zh: `规则 ${rule}`, en: `rule ${rule}` });

let database: TestDatabase;
let summary: Summary;

async function summaryWith(ask: { client?: string; asOf?: Temporal.Instant }, ownClient: bigint | null = null) {
	return inTenant(database.pool, database.tenantId, (tx) =>
		readReport(tx, async () => {
			const frame = await frameOf(tx, { ...november, asOf, ...ask }, ownClient);
			return isRefusal(frame) ? frame : summaryOf(tx, frame, sentence);
		}),
	);
}

beforeAll(async () => {
	database = await testDatabase();
	await anAgencyInNovember(database);
	summary = (await summaryWith({})) as Summary;
});
afterAll(() => database.close());

/** A row without its id, which the database chose. */
const without = <Row extends object>(row: Row, id: keyof Row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== id));
const twd = <Row extends { currency: string }>(rows: readonly Row[]) => rows.filter((row) => row.currency === 'TWD');

describe('money, per currency and never added together', () => {
	test('TWD: 2,000.00 placed (1,700.00 before), 2,300.00 collected (100.00), 1 settled, 1,300.00 open, 10.00 surplus shown apart', () => {
		expect(twd(summary.money)[0]).toEqual({
			currency: 'TWD',
			placed_debts: { now: 1, before: 2, change: -1, change_ppm: -500_000 },
			placed_minor: { now: 200_000, before: 170_000, change: 30_000, change_ppm: 176_470 },
			promised_count: { now: 7, before: 1, change: 6, change_ppm: 6_000_000 },
			// 300 + 2,000 + 100 + 600 + 100 + 50 + 10
			promised_minor: { now: 316_000, before: 10_000, change: 306_000, change_ppm: 30_600_000 },
			collected_debts: { now: 2, before: 1, change: 1, change_ppm: 1_000_000 },
			// The 50.00 of 11-10 was returned on 12-02, which is known at the time of the report: it never came.
			collected_minor: { now: 230_000, before: 10_000, change: 220_000, change_ppm: 22_000_000 },
			settled_debts: { now: 1, before: 0, change: 1, change_ppm: null },
			open_debts: { now: 2, before: 2, change: 0, change_ppm: 0 },
			// 600.00 of debt 1 and 700.00 of debt 4; before, 900.00 and 700.00.
			open_minor: { now: 130_000, before: 160_000, change: -30_000, change_ppm: -187_500 },
			surplus_minor: { now: 1_000, before: 0, change: 1_000, change_ppm: null },
			reduced_minor: { now: 0, before: 0, change: 0, change_ppm: null },
			recalled_minor: { now: 0, before: 0, change: 0, change_ppm: null },
		});
	});

	test('CNY: 500.00 placed, nothing collected, 20.00 given up, 480.00 open', () => {
		expect(summary.money[0]).toMatchObject({
			currency: 'CNY',
			placed_minor: { now: 50_000 },
			collected_minor: { now: 0 },
			reduced_minor: { now: 2_000 },
			open_minor: { now: 48_000 },
		});
	});

	test('seen on 2026-12-01, before the bank returned them, the 50.00 had come in: 2,350.00 collected, 1,250.00 open', async () => {
		const earlier = (await summaryWith({ asOf: Temporal.Instant.from('2026-12-01T02:00:00Z') })) as Summary;
		expect(twd(earlier.money)[0]).toMatchObject({ collected_minor: { now: 235_000 }, open_minor: { now: 125_000 } });
	});
});

describe('contact', () => {
	test('5 calls, 3 answered, 2 by the debtor: 60 % connected, 40 % of calls and 66.6 % of answers right party; 2 of 3 debtors reached', () => {
		expect(summary.contact).toEqual({
			pool_debtors: { now: 3, before: 2, change: 1, change_ppm: 500_000 },
			calls: { now: 5, before: 3, change: 2, change_ppm: 666_666 },
			answered: { now: 3, before: 1, change: 2, change_ppm: 2_000_000 },
			right_party: { now: 2, before: 1, change: 1, change_ppm: 1_000_000 },
			connect_rate: { now: 600_000, before: 333_333, change_ppm: 266_667 },
			right_party_per_call: { now: 400_000, before: 333_333, change_ppm: 66_667 },
			right_party_per_answer: { now: 666_666, before: 1_000_000, change_ppm: -333_334 },
			contacted_debtors: { now: 2, before: 1, change: 1, change_ppm: 1_000_000 },
			contactability: { now: 666_666, before: 500_000, change_ppm: 166_666 },
			promise_rate: { now: 3_500_000, before: 1_000_000, change_ppm: 2_500_000 },
			messages_sent: { now: 1, before: 0, change: 1, change_ppm: null },
			// Debts 2 and 3 of debtor 2 opened on 11-03 and 11-05; reached on 11-03, so that plan counts as done; 11-05 had a call left over.
			first_day_cases: { now: 2, before: 0, change: 2, change_ppm: null },
			first_day_plan_done: { now: 500_000, before: null, change_ppm: null },
			first_day_reached: { now: 500_000, before: null, change_ppm: null },
		});
	});

	test('each day of November has a row, and the rows sum to the totals', () => {
		expect(summary.days).toHaveLength(30);
		expect(summary.days.reduce((sum, day) => sum + day.calls, 0)).toBe(5);
		expect(summary.days.reduce((sum, day) => sum + day.promises, 0)).toBe(7);
		expect(summary.days.find((day) => day.on === '2026-11-13')).toEqual({
			on: '2026-11-13',
			calls: 0,
			answered: 0,
			right_party: 0,
			promises: 0,
			collected: [{ currency: 'TWD', minor: 200_000 }],
		});
	});

	test('two refused contacts: CN-T1 spoke in both, CN-F2 in one', () => {
		expect(summary.refusals).toEqual([
			{ rule: 'CN-T1', sentence: sentence('CN-T1'), count: { now: 2, before: 0, change: 2, change_ppm: null }, debtors: 2 },
			{ rule: 'CN-F2', sentence: sentence('CN-F2'), count: { now: 1, before: 0, change: 1, change_ppm: null }, debtors: 1 },
		]);
	});
});

describe('promises due in the period', () => {
	test('of 5 due, 2 kept, 1 in part, 1 broken, 1 still in its grace: 50 % of 4 by count, 2,300 of 2,450 by amount', () => {
		expect(twd(summary.promises)[0]).toEqual({
			currency: 'TWD',
			due_count: { now: 5, before: 1, change: 4, change_ppm: 4_000_000 },
			due_minor: { now: 255_000, before: 10_000, change: 245_000, change_ppm: 24_500_000 },
			kept_count: { now: 2, before: 1, change: 1, change_ppm: 1_000_000 },
			kept_minor: { now: 230_000, before: 10_000, change: 220_000, change_ppm: 22_000_000 },
			partly_count: { now: 1, before: 0, change: 1, change_ppm: null },
			broken_count: { now: 1, before: 0, change: 1, change_ppm: null },
			pending_count: 1,
			pending_minor: 10_000,
			kept_rate_count: { now: 500_000, before: 1_000_000, change_ppm: -500_000 },
			kept_rate_minor: { now: 938_775, before: 1_000_000, change_ppm: -61_225 },
		});
	});
});

describe('buckets and batches', () => {
	test('by days past due at the start: 22 days M1, 63 days M3, 184 days M6+', () => {
		const row = (bucket: number, name: string, rest: object) => ({ currency: 'TWD', bucket, name, debts: 1, debtors: 1, ...rest });
		expect(twd(summary.buckets)).toEqual([
			row(1, 'M1', {
				contacted_debtors: 1,
				base_minor: 90_000,
				promised_count: 4,
				promised_minor: 96_000,
				collected_minor: 30_000,
				recovery: 333_333,
				open_minor: 60_000,
			}),
			row(3, 'M3', {
				contacted_debtors: 1,
				base_minor: 200_000,
				promised_count: 1,
				promised_minor: 200_000,
				collected_minor: 200_000,
				recovery: 1_000_000,
				open_minor: 0,
			}),
			row(7, 'M6+', {
				contacted_debtors: 0,
				base_minor: 70_000,
				promised_count: 2,
				promised_minor: 20_000,
				collected_minor: 0,
				recovery: 0,
				open_minor: 70_000,
			}),
		]);
	});

	test('A2 recovered all of 2,000.00 after 10 days; A1 400.00 of 1,700.00 by day 41, its November cash on day 15', () => {
		expect(twd(summary.batches).map((row) => without(row, 'placement_id'))).toEqual([
			{
				batch_no: 'A2',
				client: 'A',
				placed_on: '2026-11-03',
				currency: 'TWD',
				debts: 1,
				contacted_debtors: 1,
				placed_minor: 200_000,
				promised_count: 1,
				promised_minor: 200_000,
				collected_minor: 200_000,
				collected_to_date_minor: 200_000,
				recovery: 1_000_000,
				cycle_days_tenths: 100,
				day: 27,
			},
			{
				batch_no: 'A1',
				client: 'A',
				placed_on: '2026-10-20',
				currency: 'TWD',
				debts: 2,
				contacted_debtors: 1,
				placed_minor: 170_000,
				promised_count: 6,
				promised_minor: 116_000,
				collected_minor: 30_000,
				collected_to_date_minor: 40_000,
				recovery: 235_294,
				cycle_days_tenths: 150,
				day: 41,
			},
		]);
	});

	test('the curve of A1 is 0 to day 4, 5.88 % from day 5, 23.52 % from day 15 to day 41', () => {
		const curve = summary.curves.find((each) => each.batch_no === 'A1');
		expect(curve?.points).toHaveLength(42);
		expect([4, 5, 14, 15, 41].map((day) => curve?.points[day]?.rate)).toEqual([0, 58_823, 58_823, 235_294, 235_294]);
	});

	test('recovery cycle 10.6 days ((300 × 15 + 2,000 × 10) ÷ 2,300), half of it by day 10; one case closed after 10.0 days', () => {
		expect(twd(summary.cycle)[0]).toEqual({
			currency: 'TWD',
			mean_days_tenths: 106,
			median_days: 10,
			closed_debts: 1,
			closed_mean_days_tenths: 100,
			before_mean_days_tenths: 50,
		});
		expect(summary.cycle[0]).toMatchObject({ currency: 'CNY', mean_days_tenths: null, median_days: null });
	});

	test('of 900.00 in M1 at the start 600.00 stood in M2 at the end: rolled 66.6 %; M6+ has nowhere to roll', () => {
		expect(twd(summary.rolls)).toEqual([
			{
				currency: 'TWD',
				bucket: 1,
				name: 'M1',
				next_name: 'M2',
				start_debts: 1,
				start_minor: 90_000,
				rolled_debts: 1,
				rolled_minor: 60_000,
				roll_rate: 666_666,
				settled_debts: 0,
				settled_minor: 0,
			},
			{
				currency: 'TWD',
				bucket: 7,
				name: 'M6+',
				next_name: 'M6+',
				start_debts: 1,
				start_minor: 70_000,
				rolled_debts: 0,
				rolled_minor: 0,
				roll_rate: null,
				settled_debts: 0,
				settled_minor: 0,
			},
		]);
	});
});

describe('case types, teams, stages, outlook', () => {
	test('cards: 3 cases (2 before), recovery 63.8 % (5.8 %), kept 2 of 4; loans: 1 case', () => {
		expect(summary.types).toEqual([
			{
				product: 'consumer_loan',
				currency: 'CNY',
				debts: { now: 1, before: 0, change: 1, change_ppm: null },
				placed_debts: { now: 1, before: 0, change: 1, change_ppm: null },
				placed_minor: { now: 50_000, before: 0, change: 50_000, change_ppm: null },
				collected_minor: { now: 0, before: 0, change: 0, change_ppm: null },
				recovery: { now: 0, before: null, change_ppm: null },
				contactability: { now: 1_000_000, before: null, change_ppm: null },
				kept_rate: { now: null, before: null, change_ppm: null },
			},
			{
				product: 'credit_card',
				currency: 'TWD',
				debts: { now: 3, before: 2, change: 1, change_ppm: 500_000 },
				placed_debts: { now: 1, before: 2, change: -1, change_ppm: -500_000 },
				placed_minor: { now: 200_000, before: 170_000, change: 30_000, change_ppm: 176_470 },
				collected_minor: { now: 230_000, before: 10_000, change: 220_000, change_ppm: 22_000_000 },
				// 2,300 of 900 + 2,000 + 700; before, 100 of 1,700.
				recovery: { now: 638_888, before: 58_823, change_ppm: 580_065 },
				contactability: { now: 666_666, before: 500_000, change_ppm: 166_666 },
				kept_rate: { now: 500_000, before: 1_000_000, change_ppm: -500_000 },
			},
		]);
	});

	test('team one: agents Li and Wang with their own calls, promises, refusals, and the cash of the debtors in their name', () => {
		expect(
			summary.teams.map((team) => ({ ...without(team, 'team_id'), agents: team.agents.map((agent) => without(agent, 'login_id')) })),
		).toEqual([
			{
				name: '一组',
				members: 2,
				debtors: 3,
				calls: 5,
				right_party: 2,
				promises: 7,
				kept: 2,
				judged: 4,
				refused: 2,
				collected: [
					{ currency: 'CNY', minor: 0 },
					{ currency: 'TWD', minor: 230_000 },
				],
				agents: [
					{
						name: 'Li',
						calls: 3,
						right_party: 1,
						promises: 4,
						kept: 1,
						judged: 2,
						refused: 1,
						debtors: 1,
						collected: [{ currency: 'TWD', minor: 30_000 }],
					},
					{
						name: 'Wang',
						calls: 2,
						right_party: 1,
						promises: 3,
						kept: 1,
						judged: 2,
						refused: 1,
						debtors: 1,
						collected: [
							{ currency: 'CNY', minor: 0 },
							{ currency: 'TWD', minor: 200_000 },
						],
					},
				],
			},
		]);
	});

	test('by stage: the opening planned 2 calls, 1 done with a right party and a promise', () => {
		expect(summary.stages).toEqual([
			{
				stage: 'opening',
				planned: 2,
				done: 1,
				not_worked: 0,
				cancelled: 0,
				calls: 1,
				answered: 1,
				right_party: 1,
				promises: 1,
				right_party_per_call: 1_000_000,
			},
		]);
	});

	test('the week after: 600.00 promised, 563.26 of it expected at 93.8775 %; 480.00 rolls on; 600.00 is recalled within 30 days; one held', () => {
		expect(summary.outlook).toEqual([
			{
				currency: 'CNY',
				open_minor: 48_000,
				promises_due_7_count: 0,
				promises_due_7_minor: 0,
				expected_7_minor: null,
				rolling_7_debts: 1,
				rolling_7_minor: 48_000,
				recall_30_debts: 0,
				recall_30_minor: 0,
				held_debtors: 0,
				plans_open: 0,
			},
			{
				currency: 'TWD',
				open_minor: 130_000,
				promises_due_7_count: 1,
				promises_due_7_minor: 60_000,
				expected_7_minor: 56_326,
				rolling_7_debts: 0,
				rolling_7_minor: 0,
				recall_30_debts: 1,
				recall_30_minor: 60_000,
				held_debtors: 1,
				plans_open: 0,
			},
		]);
	});
});

describe('whose figures', () => {
	test('asked for client B there is CNY only, and of the calls those to its debtor', async () => {
		const own = (await summaryWith({ client: 'B' })) as Summary;
		expect(own.period.client).toEqual({ code: 'B', name: 'Client B' });
		expect(own.money.map((row) => row.currency)).toEqual(['CNY']);
		expect(own.contact.calls.now).toBe(1);
	});

	test('a login of client B that names nobody gets B, and one that names A is told there is no such client', async () => {
		const [b] = await database.query<{ id: bigint }>(`select id from client where code = 'B'`);
		expect(((await summaryWith({}, b?.id)) as Summary).period.client?.code).toBe('B');
		expect(await summaryWith({ client: 'A' }, b?.id)).toMatchObject({ code: 'client.unknown' });
	});

	test('a period that ends before it begins is refused', async () => {
		const upside = await database.tx((tx) => frameOf(tx, { from: november.to, to: november.from, asOf }, null));
		expect(upside).toMatchObject({ code: 'report.period_upside_down' });
	});

	test('the dashboard carries the same figures as the summary', async () => {
		const dashboard = await inTenant(database.pool, database.tenantId, (tx) =>
			readReport(tx, async () => {
				const frame = await frameOf(tx, { ...november, asOf }, null);
				return isRefusal(frame) ? null : dashboardOf(tx, frame);
			}),
		);
		for (const [name, part] of Object.entries(dashboard ?? { nothing: null })) expect(part).toEqual(summary[name as keyof Summary]);
	});
});
