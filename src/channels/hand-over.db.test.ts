import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import type { PlacedDebt } from '../../test/support/debts.ts';
import { aCarrier, messagesOf, nothing } from '../../test/support/messages.ts';
import { makePromise } from '../arrangements/actions.ts';
import { placeHold } from '../contact/actions.ts';
import { recordWish } from '../contact/wishes.ts';
import { known } from '../core/assert.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import type { Carrier } from './carrier.ts';
import { sendDueMessages } from './sender.ts';

/** What happens between a permit and the carrier, against a real database. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
	door = await database.door('system');
});
afterAll(() => database.close());
beforeEach(() => database.clock.set(testNow));
const { aCase, aMessage, kept } = messagesOf(() => database);

describe('a slow carrier', () => {
	test('of 20 messages begun at 21:59:50 with two seconds for each, the eight of the first hand leave; at 22:00 none does (CN-T1), and each says why', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T13:59:50Z'));
		const cases = await Promise.all(Array.from({ length: 20 }, () => aCase()));
		for (const each of cases) await aMessage(each);
		const leftAt: string[] = [];
		const slow = aCarrier(() => {
			leftAt.push(database.clock.now().toString());
			database.clock.advance({ seconds: 2 });
			return true;
		});
		expect(await sendDueMessages(door, slow)).toEqual({ ...nothing, sent: 8, stopped: 12 });
		expect(leftAt).toHaveLength(8);
		const last = known(cases[19], 'last');
		expect(await kept(last)).toMatchObject({ state: 'failed', reason: 'permit.expired' });
		expect(await database.query('select line from contact_outcome where debtor_id = $1', [last.debtorId])).toEqual([
			{ line: 'undelivered' },
		]);
		expect(await database.query(`select 1 from message where state = 'sending'`)).toHaveLength(0);
		const told = await database.query(`select answer from record_entry where debtor_id = $1 and act = 'message.receipt'`, [last.debtorId]);
		expect(told).toEqual([{ answer: { delivered: false, not_sent: 'permit.expired' } }]);
	});

	test('what comes in while the carrier is at work stops what has not left: a hold, money in full and in part, a wish, a promise, a recall, an erasure', async () => {
		const cases = await Promise.all(Array.from({ length: 17 }, () => aCase()));
		for (const each of cases) await aMessage(each);
		const [held, payer, partly, wishing, promising, recalled, erased, free] = cases.slice(8);
		const of = (each: PlacedDebt | undefined) => known(each, 'case');
		const at = (act: Act): Act => ({ ...act, now: act.now.add({ seconds: 1 }) });
		const pay = (each: PlacedDebt, amountMinor: bigint) =>
			change(door, { act: 'payment.record', input: {} }, (act) =>
				recordPayment(act, { clientId: each.clientId, debtReference: each.reference, amountMinor, currency: 'CNY', paidAt: act.now }),
			);
		const stop = async () => {
			await change(door, { act: 'hold.place', input: {} }, (act) =>
				placeHold(at(act), { debtorId: of(held).debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
			);
			await pay(of(payer), 1_000_00n);
			await pay(of(partly), 1_00n);
			await change(door, { act: 'wish.record', input: {} }, (act) =>
				recordWish(at(act), of(wishing).debtorId, { kind: 'refused_medium', channel: 'sms', evidence: 'said so' }),
			);
			await change(door, { act: 'promise.make', input: {} }, (act) =>
				makePromise(at(act), { ...of(promising), amountMinor: 1_00n, currency: 'CNY', dueOn: Temporal.PlainDate.from('2026-11-30') }),
			);
			await database.query(`update debt_state set status = 'recalled' where debt_id = $1`, [of(recalled).debtId]);
			await database.query('update debtor set erased_at = $2 where id = $1', [of(erased).debtorId, database.clock.now()]);
		};
		let stopping: Promise<void> | null = null;
		const carrier: Carrier = {
			name: 'slow',
			async send({ reference }) {
				stopping ??= stop();
				await stopping;
				return { carrierId: reference, delivered: true };
			},
		};
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 10, stopped: 7 });
		const reasons = await Promise.all([held, payer, partly, wishing, promising, recalled, erased, free].map((each) => kept(of(each))));
		expect(reasons.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
			'failed hold: cease_request',
			'failed settled',
			'failed paid',
			'failed wish: refused_medium',
			'failed promise',
			'failed recalled',
			'failed erased',
			'delivered null',
		]);
	});
});
