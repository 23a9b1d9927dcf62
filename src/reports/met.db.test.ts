import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { givenPermit } from '../../test/support/permits.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { listFloor } from '../queue/store.ts';
import type { Door } from '../record/change.ts';
import type { Summary } from './shapes.ts';
import { frameOf, readReport, summaryOf } from './summary.ts';

/** Who was met: 本人接通 is the debtor, not who answers for the loan (metrics: contactability, first day reached); and which texts left the house. */
let database: TestDatabase;
let agent: Door;
const calledAt = '2026-11-20T02:00:00Z';
beforeAll(async () => {
	database = await testDatabase();
	agent = await database.door('agent');
});
afterAll(() => database.close());

/** A call the right party took: the debtor, or somebody of the case, asked for as `party`. */
async function aTalk(debt: PlacedDebt, party: 'debtor' | 'guarantor' | 'third_party'): Promise<void> {
	const { tenantId } = database;
	const { debtorId, debtId } = debt;
	const [person] =
		party === 'debtor'
			? []
			: await database.query<{ id: bigint }>(
					`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, $3, $4, '\\x00', '赵*') returning id`,
					[tenantId, debtorId, party, database.vault.blindIndex('person', String(debtorId))],
				);
	const of = { tenant_id: tenantId, debtor_id: debtorId, party_id: person?.id ?? null, channel: 'voice', debt_ids: [debtId] };
	const permitId = await givenPermit(database.owner, {
		...of,
		permitted: true,
		facts: { facts: { party } },
		asked_by: agent.actor.id,
		asked_at: calledAt,
		expires_at: '2026-11-20T02:10:00Z',
	});
	const [attempt] = await database.query<{ id: bigint }>(
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, party_id, creditor_ids, debt_ids, made_by, placed_at)
		 values ($1, $2, $3, 'voice', $4, '{}', $5, $6, $7) returning id`,
		[tenantId, debtorId, permitId, of.party_id, of.debt_ids, agent.actor.id, calledAt],
	);
	await database.query(
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, recorded_at) values ($1, $2, $3, 'right_party', 'none', true, $4, $4)`,
		[tenantId, debtorId, known(attempt, 'attempt').id, calledAt],
	);
	await database.query(`update debt_state set opened_on = '2026-11-20' where tenant_id = $1 and debt_id = $2`, [tenantId, debtId]);
}

const november = { from: Temporal.PlainDate.from('2026-11-01'), to: Temporal.PlainDate.from('2026-11-30') };
const summary = () =>
	inTenant(database.pool, database.tenantId, (tx) =>
		readReport(tx, async () => {
			const frame = await frameOf(tx, { ...november, asOf: Temporal.Instant.from('2026-12-05T02:00:00Z') }, null);
			return isRefusal(frame) ? frame : summaryOf(tx, frame, (rule) => ({ zh: rule, en: rule }));
		}),
	) as Promise<Summary>;

/** A text of the carrier's word: null when it could not bring it; else why it was stopped before it was handed over. */
async function aText(debt: PlacedDebt, reason: string | null): Promise<void> {
	const { tenantId } = database;
	const { debtorId, debtId } = debt;
	const permitId = await givenPermit(database.owner, {
		tenant_id: tenantId,
		debtor_id: debtorId,
		channel: 'sms',
		debt_ids: [debtId],
		permitted: true,
		asked_by: agent.actor.id,
		asked_at: calledAt,
		expires_at: '2026-11-20T02:10:00Z',
	});
	const [attempt] = await database.query<{ id: bigint }>(
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, creditor_ids, debt_ids, made_by, placed_at) values ($1, $2, $3, 'sms', '{}', $4, $5, $6) returning id`,
		[tenantId, debtorId, permitId, [debtId], agent.actor.id, calledAt],
	);
	await database.query(
		`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step, state, attempt_id, settled_at, reason)
		 values ($1, $2, $3, 'sms', 'x', $4, '2026-11-20', 'opening', 'failed', $5, $6, $7)`,
		[tenantId, debtorId, debtId, calledAt, known(attempt, 'attempt').id, '2026-11-20T02:05:00Z', reason],
	);
}

describe('who was talked to', () => {
	test('of three answered calls, one by the guarantor, one by the debtor, one by the debtor on a friend’s telephone, two are right-party contacts and two of three debtors were reached', async () => {
		const [first, second, third] = [await aDebt(database, agent), await aDebt(database, agent), await aDebt(database, agent)];
		await aTalk(first, 'guarantor');
		await aTalk(second, 'debtor');
		await aTalk(third, 'third_party');
		const { contact, days, buckets } = await summary();
		expect(contact).toMatchObject({
			calls: { now: 3 },
			answered: { now: 3 },
			right_party: { now: 2 },
			contacted_debtors: { now: 2 },
			contactability: { now: 666_666 },
			first_day_cases: { now: 3 },
			first_day_reached: { now: 666_666 },
		});
		expect(days.find(({ on }) => on === '2026-11-20')).toMatchObject({ calls: 3, answered: 3, right_party: 2 });
		expect(buckets.reduce((sum, bucket) => sum + bucket.contacted_debtors, 0)).toBe(2);
		const floor = await inTenant(database.pool, database.tenantId, (tx) => listFloor(tx, Temporal.Instant.from('2026-11-19T16:00:00Z')));
		expect(floor.map((row) => [Number(row.answered), Number(row.right_party)])).toEqual([[3, 2]]);
	});
});

// Last: its debtors are on the book too.
test('of two texts, one that the carrier could not bring and one stopped by a hold before it was handed over, one left the house', async () => {
	await aText(await aDebt(database, agent), null);
	await aText(await aDebt(database, agent), 'hold: dispute');
	expect((await summary()).contact.messages_sent).toMatchObject({ now: 1 });
});
