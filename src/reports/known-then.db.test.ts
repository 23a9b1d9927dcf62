import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { anAgencyInNovember } from '../../test/support/november.ts';
import { givenPermit } from '../../test/support/permits.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Summary } from './shapes.ts';
import { frameOf, readReport, summaryOf } from './summary.ts';

/** The November of summary.db.test.ts as it was known before it was over, and what stood at its end although it has ended since. */
const november = { from: Temporal.PlainDate.from('2026-11-01'), to: Temporal.PlainDate.from('2026-11-30') };
let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	await anAgencyInNovember(database);
});
afterAll(() => database.close());

async function known(at: string, client?: string): Promise<Summary> {
	const found = await inTenant(database.pool, database.tenantId, (tx) =>
		readReport(tx, async () => {
			const frame = await frameOf(
				tx,
				{ ...november, asOf: Temporal.Instant.from(`2026-${at}:00+08:00`), ...(client ? { client } : {}) },
				null,
			);
			return isRefusal(frame) ? frame : summaryOf(tx, frame, (rule) => ({ zh: rule, en: rule }));
		}),
	);
	if (isRefusal(found)) throw new Error(found.code);
	return found;
}
const twd = <Row extends { currency: string }>(rows: readonly Row[]) => rows.filter((row) => row.currency === 'TWD');
const run = (text: string, values: unknown[] = []) => database.owner.query(text, [database.tenantId, ...values]);

test('on 8 November the curve of A1 ends with day 19, and 900.00 in M1, 29 days past due, have not rolled; on the 9th, 30 days, neither; on the 10th they have', async () => {
	const early = await known('11-08T12:00');
	expect(early.batches.find((batch) => batch.batch_no === 'A1')?.day).toBe(19);
	expect(early.curves.find((curve) => curve.batch_no === 'A1')?.points).toHaveLength(20);
	const rolled = async (at: string) => twd((await known(at)).rolls)[0]?.rolled_debts;
	expect([await rolled('11-08T12:00'), await rolled('11-09T12:00'), await rolled('11-10T12:00')]).toEqual([0, 0, 1]);
});

test('a debt undone on 4 November at 9 was placed until then: 2 placed as known on the 3rd, 1 since', async () => {
	const placed = async (at: string) => twd((await known(at)).money)[0]?.placed_debts.now;
	expect([await placed('11-03T20:00'), await placed('11-04T08:59'), await placed('11-04T09:00')]).toEqual([2, 2, 1]);
});

test('a call planned for 5 November and made at 16 was not yet made at 12:30; on the 4th that first day had not come', async () => {
	await run(`update work_item set state = 'done', closed_at = '2026-11-05 16:00+08' where tenant_id = $1 and id = 2`);
	const at = async (time: string) => {
		const { contact, stages } = await known(time);
		return [contact.first_day_cases.now, contact.first_day_plan_done.now, stages[0]?.planned, stages[0]?.done];
	};
	expect(await at('11-04T12:00')).toEqual([1, 1_000_000, 1, 1]);
	expect(await at('11-05T12:30')).toEqual([2, 500_000, 2, 1]);
	expect(await at('11-05T16:00')).toEqual([2, 1_000_000, 2, 2]);
});

test('the week after November was promised 670.00: 70.00 withdrawn on 2 December are in it, 50.00 kept in November are not; a plan that broke on the 2nd was open', async () => {
	const promise = (minor: number, due: string, state: string, judged: string) =>
		run(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by, state, judged_on)
			 values ($1, 1, 1, $2, 'TWD', $3, 1, '2026-11-27 15:00+08', 901, $4, $5)`,
			[minor, `2026-${due}`, state, `2026-${judged}`],
		);
	await promise(7_000, '12-04', 'withdrawn', '12-02');
	await promise(5_000, '12-05', 'kept', '11-29');
	await run(
		`insert into plan (tenant_id, debtor_id, debt_id, total_minor, currency, instalments, first_due_on, made_at, made_by, state, ended_on)
		 values ($1, 3, 4, 70000, 'TWD', 2, '2026-12-01', '2026-11-15 15:00+08', 902, 'broken', '2026-12-02')`,
	);
	expect(twd((await known('12-05T10:00')).outlook)[0]).toMatchObject({
		promises_due_7_count: 2,
		promises_due_7_minor: 67_000,
		plans_open: 1,
	});
});

test('a debt that falls due on 20 December moves no bucket on in the first week of it', async () => {
	const rolling = async () => twd((await known('12-05T10:00')).outlook)[0]?.rolling_7_debts;
	expect(await rolling()).toBe(0);
	await run(`update debt set overdue_since = '2026-12-20' where tenant_id = $1 and id = 4`);
	expect(await rolling()).toBe(0);
	// Due on 5 December it does.
	await run(`update debt set overdue_since = '2026-12-05' where tenant_id = $1 and id = 4`);
	expect(await rolling()).toBe(1);
});

test('a contact refused by one rule for two reasons is refused once', async () => {
	const refused = async () => (await known('12-05T10:00')).refusals.find(({ rule }) => rule === 'CN-F1')?.count.now;
	expect(await refused()).toBeUndefined();
	await givenPermit(database.owner, {
		tenant_id: database.tenantId,
		debtor_id: 1,
		permitted: false,
		channel: 'voice',
		creditor_ids: [9],
		asked_by: 901,
		asked_at: '2026-11-09 10:00+08',
		reasons: [
			{ rule: 'CN-F1', verdict: 'refuses' },
			{ rule: 'CN-F1', verdict: 'refuses' },
		],
		expires_at: null,
	});
	expect(await refused()).toBe(1);
});

test('the report of client B tells nothing of the promise Wang was given about a debt of client A: 0 promises, 0 kept', async () => {
	const wang = (await known('12-05T10:00', 'B')).teams[0]?.agents.find((agent) => agent.name === 'Wang');
	expect(wang).toMatchObject({ promises: 0, kept: 0, judged: 0 });
});
