import { afterAll, beforeAll, expect, test } from 'vitest';
import { known } from '../../src/core/assert.ts';
import { isRefusal, type Refusal } from '../../src/core/refusal.ts';
import { recordPayment } from '../../src/payments/actions.ts';
import { undoPlacement } from '../../src/placements/actions.ts';
import { change } from '../../src/record/change.ts';
import { type TestDatabase, testDatabase, testNow } from '../support/database.ts';
import { aDebt, type PlacedDebt } from '../support/debts.ts';

/** A file placed in error is taken back just when its debtors' money comes. An undo takes no debtor's lock, since a placement may have a million of them. */
let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
});
afterAll(() => database.close());

let batches = 0;
async function aPlacement(debts: number): Promise<{ id: bigint; placed: PlacedDebt[] }> {
	const door = await database.door('manager');
	const placed: PlacedDebt[] = [];
	for (let i = 0; i < debts; i++) placed.push(await aDebt(database, door));
	const [placement] = await database.query<{ id: bigint }>(
		`insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at)
		 values ($1, $2, $3, 'file', '\\x00', 'imported', '2026-11-01', $4, $5) returning id`,
		[database.tenantId, known(placed[0], 'debt').clientId, `U-${++batches}`, door.actor.id, testNow],
	);
	const { id } = known(placement, 'placement');
	await database.query('update debt set placement_id = $2 where tenant_id = $1 and id = any ($3::bigint[])', [
		database.tenantId,
		id,
		placed.map(({ debtId }) => debtId),
	]);
	return { id, placed };
}

test('a placement of four debtors is undone while each pays 10.00, twenty times over: either all the money waits and nothing is owed, or the placement stands', {
	timeout: 240_000,
}, async () => {
	const door = await database.door('manager');
	const ended = { undone: 0, paid: 0 };
	for (let round = 0; round < 20; round++) {
		const { id, placed } = await aPlacement(4);
		const pay = ({ clientId, reference }: PlacedDebt) =>
			change(door, { act: 'payment.record', input: {} }, async (act): Promise<{ done: true } | Refusal> => {
				const done = await recordPayment(act, {
					clientId,
					debtReference: reference,
					amountMinor: 10_00n,
					currency: 'CNY',
					paidAt: act.now,
				});
				return isRefusal(done) ? done : { done: true };
			});
		const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
		const paying = async () => Promise.all(placed.map(pay));
		const undoing = async () => undoPlacement(door, id);
		// The first round one after the other, the last the other way round; in between ever less and then ever more behind.
		const [undone, answers] = await (round === 0
			? undoing().then(async (done) => [done, await paying()] as const)
			: round === 19
				? paying().then(async (done) => [await undoing(), done] as const)
				: Promise.all([wait(Math.max(0, round - 10) * 3).then(undoing), wait(Math.max(0, 10 - round) * 3).then(paying)]));
		expect(answers.filter((each) => isRefusal(each))).toEqual([]);
		const debts = placed.map(({ debtId }) => debtId);
		const booked = await database.query<{ owed: bigint; status: string; waits: boolean }>(
			`select b.owed_minor as owed, s.status, exists (select from payment p where p.tenant_id = $1 and p.debt_reference = d.reference and p.state = 'unmatched') as waits
			   from debt d join debt_state s on s.tenant_id = $1 and s.debt_id = d.id left join debt_balance b on b.tenant_id = $1 and b.debt_id = d.id
			  where d.tenant_id = $1 and d.id = any ($2::bigint[])`,
			[database.tenantId, debts],
		);
		if (isRefusal(undone)) {
			expect([undone.code, undone.details?.['what']]).toEqual(['placement.already_worked', 'payment']);
			expect(booked.filter(({ status, waits, owed }) => status !== 'open' || waits || owed !== 990_00n)).toEqual([]);
			ended.paid++;
		} else {
			expect(booked.filter(({ status, waits, owed }) => status !== 'undone' || !waits || (owed ?? 0n) !== 0n)).toEqual([]);
			ended.undone++;
		}
	}
	expect(Math.min(ended.undone, ended.paid)).toBeGreaterThan(0);
});
