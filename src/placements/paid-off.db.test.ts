import { describe, expect, test } from 'vitest';
import { somebodyWaits } from '../../test/support/database.ts';
import { head, idOf, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { reversePayment } from '../payments/queues.ts';
import { change } from '../record/change.ts';
import { recallPlacement, undoPlacement } from './actions.ts';

const desk = placingDesk();

/** Every debt of the test's client under a reference, oldest first: its status, what it owes, and whether its number is free. */
const standing = (reference: string) =>
	desk.database.query<{ status: string; owed: bigint; ended: boolean }>(
		`select s.status, b.owed_minor as owed, d.ended from debt d join client c on c.id = d.client_id and c.code = $1
		   join debt_state s on s.debt_id = d.id join debt_balance b on b.debt_id = d.id where d.reference = $2 order by d.id`,
		[desk.client, reference],
	);

async function pay(reference: string, amountMinor: bigint, number: string) {
	const [client] = await desk.database.query<{ id: bigint }>('select id from client where code = $1', [desk.client]);
	const given = { clientId: known(client, 'client').id, debtReference: reference, externalReference: number, amountMinor } as const;
	const paid = await change(desk.door, { act: 'payment.record', input: null }, (act) =>
		recordPayment(act, { ...given, currency: 'CNY', paidAt: act.now }),
	);
	if (isRefusal(paid)) throw new Error(paid.code);
	return paid;
}

async function takeBack(paymentId: bigint) {
	const undone = await change(desk.door, { act: 'payment.reverse', input: null }, async (act) => {
		const payment = await reversePayment(act, paymentId, '银行退回');
		return isRefusal(payment) ? payment : { state: payment.state };
	});
	expect(undone).toEqual({ state: 'reversed' });
}

describe('a placement is recalled in which one of two debts was paid off', () => {
	test('that one stays settled and is not counted; later money for it is owed back, and a payment taken back goes to the client at once', async () => {
		const { placement_id } = await desk.imported(desk.fileOf(head, row(601), row(602)));
		const first = await pay('R601', 110_00n, 'P1');
		expect(first.settles).toBe(true);
		expect(await recallPlacement(desk.door, BigInt(placement_id ?? 0), '到期')).toEqual({ debts: 1, promises_withdrawn: 0 });
		expect(await standing('R601')).toEqual([{ status: 'settled', owed: 0n, ended: true }]);
		expect(await standing('R602')).toEqual([{ status: 'recalled', owed: 0n, ended: true }]);
		expect(await pay('R601', 5_00n, 'P2')).toMatchObject({ state: 'overpaid', reason: 'debt_recalled', surplusMinor: 5_00n });
		await takeBack(first.paymentId);
		expect(await standing('R601')).toEqual([{ status: 'recalled', owed: 0n, ended: true }]);
	});

	test('its file comes again: the one that was not paid is placed anew, the paid one is not, as it was or with another number', async () => {
		const file = desk.fileOf(head, row(603), row(604), row(605));
		const { placement_id } = await desk.imported(file);
		const first = await pay('R603', 110_00n, 'P3');
		await pay('R605', 110_00n, 'P5');
		await recallPlacement(desk.door, BigInt(placement_id ?? 0), '到期');
		expect(await desk.imported(file)).toMatchObject({ accepted: 1, rejected: 0, duplicates: 2 });
		const moved = await desk.imported(desk.fileOf(head, row(603, { phone: '13900139603' })));
		expect(moved.errors.map(({ code }) => code)).toEqual(['reference.other_facts']);
		expect(await standing('R603')).toEqual([{ status: 'settled', owed: 0n, ended: true }]);
		// Owed again since the bank took the money back, and so placed anew; and with another sum the other is too.
		await takeBack(first.paymentId);
		expect(await desk.imported(file)).toMatchObject({ accepted: 1, duplicates: 2 });
		expect(await desk.imported(desk.fileOf(head, row(605, { placed: '55.00', principal: '50.00', interest: '5.00' })))).toMatchObject({
			accepted: 1,
		});
	});
});

test('40.00 of 110.00 were paid before the recall: its file of 110.00 is not placed again, reference.paid_in_part, until the bank took them back; with 70.00 it is', async () => {
	const file = desk.fileOf(head, row(607), row(608), row(609));
	const { placement_id } = await desk.imported(file);
	await pay('R607', 40_00n, 'Q1');
	const back = await pay('R608', 40_00n, 'Q2');
	await recallPlacement(desk.door, BigInt(placement_id ?? 0), '到期');
	await takeBack(back.paymentId);
	const again = await desk.imported(file);
	expect(again).toMatchObject({ accepted: 2, rejected: 1, duplicates: 0 });
	expect(again.errors.map((each) => `${each.row} ${each.code}`)).toEqual(['2 reference.paid_in_part']);
	expect(await standing('R607')).toEqual([{ status: 'recalled', owed: 0n, ended: true }]);
	expect(await desk.imported(desk.fileOf(head, row(607, { placed: '70.00', principal: '60.00' })))).toMatchObject({ accepted: 1 });
	expect((await standing('R607')).map(({ owed }) => owed)).toEqual([0n, 70_00n]);
});

test('a debt was recalled, placed anew by mistake and undone: 5.00 that come late are owed back under the debt that was recalled, by its case and its contract number', async () => {
	const lines = ['案件编号,合同号,姓名,身份证号,委案金额,逾期日期', `R606,HT-606,王小明,${idOf(606)},110.00,2026-08-01`];
	const first = await desk.imported(desk.fileOf(...lines));
	await recallPlacement(desk.door, BigInt(first.placement_id ?? 0), '到期');
	const again = await desk.imported(desk.fileOf(...lines));
	await undoPlacement(desk.door, BigInt(again.placement_id ?? 0));
	for (const [reference, number] of [
		['R606', 'L1'],
		['HT-606', 'L2'],
	] as const)
		expect(await pay(reference, 5_00n, number)).toMatchObject({ state: 'overpaid', reason: 'debt_recalled', surplusMinor: 5_00n });
});

describe('a debt was paid off in May and its reference comes in October', () => {
	const october = { due: '2026-10-05', placed: '55.00', principal: '50.00', interest: '5.00' };

	test('with other facts it is placed anew; both files sent again are duplicates, and money goes to the new debt', async () => {
		const may = desk.fileOf(head, row(611));
		await desk.imported(may);
		const first = await pay('R611', 110_00n, 'M1');
		const autumn = desk.fileOf(head, row(611, october));
		expect(await desk.imported(autumn)).toMatchObject({ accepted: 1, rejected: 0 });
		expect(await standing('R611')).toEqual([
			{ status: 'settled', owed: 0n, ended: true },
			{ status: 'open', owed: 55_00n, ended: false },
		]);
		expect(await desk.imported(may)).toMatchObject({ accepted: 0, duplicates: 1 });
		expect(await desk.imported(autumn)).toMatchObject({ accepted: 0, duplicates: 1 });
		expect(await pay('R611', 15_00n, 'O1')).toMatchObject({ state: 'applied' });
		// The bank takes May's money back: nobody here was asked to collect that anew, so it goes to the client, and one debt lives under the number.
		await takeBack(first.paymentId);
		expect(await standing('R611')).toEqual([
			{ status: 'recalled', owed: 0n, ended: true },
			{ status: 'open', owed: 40_00n, ended: false },
		]);
		await pay('R611', 40_00n, 'O2');
		expect(await desk.imported(autumn)).toMatchObject({ accepted: 0, duplicates: 1 });
	});

	test('May’s own file changes nothing after October’s was paid off too', async () => {
		const may = desk.fileOf(head, row(616));
		await desk.imported(may);
		await pay('R616', 110_00n, 'M6');
		await desk.imported(desk.fileOf(head, row(616, october)));
		await pay('R616', 55_00n, 'O6');
		expect(await desk.imported(may)).toMatchObject({ accepted: 0, duplicates: 1 });
	});

	test('May’s sum overdue since May’s day is May’s debt, whatever else a row says of it: refused, and nobody is asked for it again', async () => {
		await desk.imported(desk.fileOf(head, row(617), row(618)));
		await pay('R617', 110_00n, 'M7');
		await pay('R618', 110_00n, 'M8');
		const moved = { phone: '13900139617', on: '2026-11-21' };
		const answer = await desk.imported(desk.fileOf(head, row(617, moved)));
		expect(answer.errors.map(({ code }) => code)).toEqual(['reference.other_facts']);
		expect(await standing('R617')).toEqual([{ status: 'settled', owed: 0n, ended: false }]);
		await desk.imported(desk.fileOf(head, row(618, october)));
		await pay('R618', 55_00n, 'O8');
		const later = await desk.imported(desk.fileOf(head, row(618, moved)));
		expect(later.errors.map(({ code }) => code)).toEqual(['reference.other_facts']);
		expect((await standing('R618')).map(({ status }) => status)).toEqual(['settled', 'settled']);
	});

	test('October’s batch is undone, as sent by mistake: May’s debt has its number again, and is owed again when the bank takes its 110.00 back', async () => {
		await desk.imported(desk.fileOf(head, row(619), row(620)));
		const first = await pay('R619', 110_00n, 'M9');
		await pay('R620', 110_00n, 'M10');
		const autumn = desk.fileOf(head, row(619, october), row(620, october));
		const { placement_id } = await desk.imported(autumn);
		expect(await undoPlacement(desk.door, BigInt(placement_id ?? 0))).toEqual({ debts: 2, promises_withdrawn: 0 });
		const undone = { status: 'undone', owed: 0n, ended: true };
		expect(await standing('R619')).toEqual([{ status: 'settled', owed: 0n, ended: false }, undone]);
		expect(await pay('R619', 5_00n, 'M11')).toMatchObject({ state: 'overpaid', reason: 'paid_too_much' });
		await takeBack(first.paymentId);
		expect(await standing('R619')).toEqual([{ status: 'open', owed: 110_00n, ended: false }, undone]);
		// Meant after all, it is taken where May's debt is paid off still.
		expect(await desk.imported(autumn)).toMatchObject({ accepted: 1, rejected: 1, duplicates: 0 });
		expect((await standing('R620')).map(({ status, ended }) => [status, ended])).toEqual([
			['settled', true],
			['undone', true],
			['open', false],
		]);
	});

	test('October’s batch is undone after May’s was recalled: May’s debt stays with its client, and its number is free', async () => {
		const may = await desk.imported(desk.fileOf(head, row(621)));
		await pay('R621', 110_00n, 'M12');
		const autumn = desk.fileOf(head, row(621, october));
		const { placement_id } = await desk.imported(autumn);
		await recallPlacement(desk.door, BigInt(may.placement_id ?? 0), '到期');
		await undoPlacement(desk.door, BigInt(placement_id ?? 0));
		expect((await standing('R621')).map(({ ended }) => ended)).toEqual([true, true]);
		expect(await desk.imported(autumn)).toMatchObject({ accepted: 1 });
	});

	test('while a cent is owed, or for another person, it is refused as before: reference.other_facts', async () => {
		await desk.imported(desk.fileOf(head, row(612), row(613)));
		await pay('R612', 109_99n, 'M2');
		await pay('R613', 110_00n, 'M3');
		const answer = await desk.imported(desk.fileOf(head, row(612, october), row(614, { ...october, ref: 'R613' })));
		expect(answer.errors.map(({ code }) => code)).toEqual(['reference.other_facts', 'reference.other_facts']);
		expect(await standing('R613')).toEqual([{ status: 'settled', owed: 0n, ended: false }]);
	});

	test('while the bank takes May’s money back: the file waits for that, and is then refused, for May’s debt is owed again', async () => {
		await desk.imported(desk.fileOf(head, row(615)));
		const first = await pay('R615', 110_00n, 'M5');
		const path = desk.fileOf(head, row(615, october));
		const importing: ReturnType<typeof desk.imported>[] = [];
		await change(desk.door, { act: 'payment.reverse', input: null }, async (act) => {
			const payment = await reversePayment(act, first.paymentId, '银行退回');
			await act.tx.settle();
			importing.push(desk.imported(path));
			await Promise.race([importing[0]?.catch(() => {}), somebodyWaits(desk.database)]);
			return isRefusal(payment) ? payment : null;
		});
		expect(await Promise.all(importing)).toMatchObject([{ accepted: 0, errors: [{ code: 'reference.other_facts' }] }]);
		expect(await standing('R615')).toEqual([{ status: 'open', owed: 110_00n, ended: false }]);
	});
});
