import { expect, test } from 'vitest';
import { placingDesk } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { type ByComponent, nothingOwed } from '../core/money.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { change } from '../record/change.ts';
import { updateBalance } from './balance.ts';

const desk = placingDesk();
const heads = '案件编号,姓名,产品,委案金额,本金,利息,逾期日期,委案日期,出借人类型,合同签订日期,合同金额';

async function placed(line: string) {
	const { placement_id } = await desk.imported(desk.fileOf(heads, line));
	const [debt] = await desk.database.query<{ debtorId: bigint; debtId: bigint }>(
		'select debtor_id as "debtorId", id as "debtId" from debt where placement_id = $1',
		[placement_id],
	);
	return { ...known(debt, 'debt'), placementId: BigInt(known(placement_id, 'placement')) };
}
type Of = { debtorId: bigint; debtId: bigint };
const update = ({ debtorId, debtId }: Of, owed: Partial<ByComponent>, on = '2026-11-24', key?: string) =>
	change(desk.door, { act: 'debt.balance', input: { debtId, owed: String(owed.interest), on }, debtorId, key }, (act) =>
		updateBalance(act, {
			debtorId,
			debtId,
			owed: { ...nothingOwed, ...owed },
			on: Temporal.PlainDate.from(on),
			reason: '委案方余额更新函',
		}),
	);
const entries = ({ debtId }: Of) =>
	desk.database
		.query<{ of: string }>(
			`select concat_ws(' ', kind, component, amount_minor) as of from ledger_transfer where debt_id = $1 order by id`,
			[debtId],
		)
		.then((rows) => rows.map(({ of }) => of));

test('a card of 100.00 and 10.00 interest becomes 90.00 and 12.50: reduced and accrued by component, and looked at today; once under one key', async () => {
	const debt = await placed('B1,王小明,信用卡,110.00,100.00,10.00,2026-08-01,2026-11-20,,,');
	await desk.database.query(`update debt_state set review_on = '2027-01-01' where debt_id = $1`, [debt.debtId]);
	const figures = { principal: 90_00n, interest: 12_50n };
	for (let i = 0; i < 2; i++)
		expect(await update(debt, figures, '2026-11-23', 'once')).toEqual({ accrued_minor: 2_50, reduced_minor: 10_00 });
	expect(await entries(debt)).toEqual(['placed interest 1000', 'placed principal 10000', 'accrued interest 250', 'reduced principal 1000']);
	const [state] = await desk.database.query<{ owed: bigint; on: Temporal.PlainDate }>(
		'select b.owed_minor as owed, s.review_on as on from debt_balance b join debt_state s on s.debt_id = b.debt_id where b.debt_id = $1',
		[debt.debtId],
	);
	expect([state?.owed, String(state?.on)]).toEqual([102_50n, '2026-11-24']);
	expect(await update(debt, figures)).toMatchObject({ code: 'debt.balance_same' });
	expect(await update(debt, {})).toMatchObject({ code: 'debt.balance_of_nothing' });
	expect(await update(debt, { principal: 1n }, '2026-11-25')).toMatchObject({ code: 'debt.balance_date' });
	expect(await update(debt, { principal: 1n }, '2026-11-19')).toMatchObject({ code: 'debt.balance_date' });
	await recallPlacement(desk.door, debt.placementId, '收回');
	expect(await update(debt, { principal: 1n })).toMatchObject({ code: 'debt.not_open' });
});

// 10,000.00 lent on 2025-11-20 at 12 % at most: 1,213.15 by 2026-11-24, 369 days later.
test('CN-IR1: a private loan of 10,000.00 with 1,200.00 of interest takes 13.15 more four days later, not 13.16, and nothing by way of principal', async () => {
	const debt = await placed('B2,李雷,现金贷,11200.00,10000.00,1200.00,2026-08-01,2026-11-20,民间借贷,2025-11-20,10000');
	expect(await update(debt, { principal: 10_000_00n, interest: 1_213_16n })).toMatchObject({
		code: 'debt.balance_above_cap',
		details: { rule: 'CN-IR1', room: '¥13.15' },
	});
	expect(await update(debt, { principal: 10_000_00n, interest: 1_213_15n })).toEqual({ accrued_minor: 13_15, reduced_minor: 0 });
	expect(await update(debt, { principal: 10_000_01n, interest: 1_213_15n })).toMatchObject({ code: 'debt.balance_above_cap' });
	// What the client lets off gives no room back.
	expect(await update(debt, { principal: 10_000_00n, interest: 1_000_00n })).toEqual({ accrued_minor: 0, reduced_minor: 213_15 });
	expect(await update(debt, { principal: 10_000_00n, interest: 1_000_01n })).toMatchObject({ code: 'debt.balance_above_cap' });
});

test('a batch of which a balance was updated is undone whole: nothing is owed', async () => {
	const debt = await placed('B3,王小明,信用卡,110.00,100.00,10.00,2026-08-01,2026-11-20,,,');
	await update(debt, { principal: 90_00n, interest: 12_50n });
	expect(await undoPlacement(desk.door, debt.placementId)).toMatchObject({ debts: 1 });
	expect(await desk.database.query('select owed_minor from debt_balance where debt_id = $1', [debt.debtId])).toEqual([{ owed_minor: 0n }]);
});

test('UK-B1: while a breathing space of 24 November stands 0.01 of interest, penalty or costs as of that day is not added, as of the day before and off the principal it is; once lifted it is', async () => {
	const debt = await placed('B4,王小明,信用卡,110.00,100.00,10.00,2026-08-01,2026-11-20,,,');
	const { tenantId, clock } = desk.database;
	await desk.database.query(`update debtor set jurisdiction = 'UK-EAW' where id = $1`, [debt.debtorId]);
	await desk.database.query(
		`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) values ($1, $2, $3, 'breathing_space', $4, 'notice', $5)`,
		[tenantId, debt.debtorId, debt.debtId, clock.now(), desk.door.actor.id],
	);
	const stood = { principal: 100_00n, interest: 10_00n };
	for (const part of ['interest', 'penalty', 'costs'] as const)
		expect(await update(debt, { ...stood, [part]: (part === 'interest' ? 10_00n : 0n) + 1n })).toMatchObject({
			code: 'debt.balance_held',
			details: { rule: 'UK-B1' },
		});
	expect(await update(debt, { principal: 99_00n, interest: 10_00n })).toEqual({ accrued_minor: 0, reduced_minor: 1_00 });
	expect(await update(debt, { principal: 99_00n, interest: 10_01n }, '2026-11-23')).toEqual({ accrued_minor: 1, reduced_minor: 0 });
	await desk.database.query('update hold set lifted_at = $2, lifted_by = $3 where debtor_id = $1', [
		debt.debtorId,
		clock.now(),
		desk.door.actor.id,
	]);
	expect(await update(debt, { principal: 99_00n, interest: 10_02n })).toEqual({ accrued_minor: 1, reduced_minor: 0 });
});
