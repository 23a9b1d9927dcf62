import { describe, expect, test } from 'vitest';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { reversePayment } from '../payments/queues.ts';
import { change } from '../record/change.ts';
import { recallPlacement } from './actions.ts';

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
});
