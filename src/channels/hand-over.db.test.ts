import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { aCarrier, messagesOf, nothing } from '../../test/support/messages.ts';
import { makePromise } from '../arrangements/actions.ts';
import { agreeHours, changeHold, placeHold, placeHoldByHand, revokeHours } from '../contact/actions.ts';
import { endWish, recordConsent, recordWish, setWhereabouts } from '../contact/wishes.ts';
import { fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { known } from '../core/assert.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import type { Carrier } from './carrier.ts';
import { sendDueMessages } from './sender.ts';
import { typeMessage } from './typed.ts';

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

	test('what comes in while the carrier is at work stops what has not left: a hold, money in full and in part, a wish, a promise, a recall, an erasure, a wrong number, a consent or hours taken back, a move', async () => {
		const cases = await Promise.all(Array.from({ length: 21 }, () => aCase()));
		for (const each of cases) await aMessage(each);
		const [held, payer, partly, wishing, promising, recalled, erased, wrong, unconsenting, sleeping, moved, free] = cases.slice(8);
		const of = (each: PlacedDebt | undefined) => known(each, 'case');
		const at = (act: Act): Act => ({ ...act, now: act.now.add({ seconds: 1 }) });
		const pay = (each: PlacedDebt, amountMinor: bigint) =>
			change(door, { act: 'payment.record', input: {} }, (act) =>
				recordPayment(act, { clientId: each.clientId, debtReference: each.reference, amountMinor, currency: 'CNY', paidAt: act.now }),
			);
		const said = (each: PlacedDebt | undefined, work: (act: Act) => Promise<object>) =>
			change(door, { act: 'test', input: {}, debtorId: of(each).debtorId }, work as never);
		const [point] = await database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1', [of(unconsenting).debtorId]);
		const toTexts = { kind: 'texts' as const, contact_point_id: String(point?.id), proof: 'signed' };
		const given = (await said(unconsenting, (act) => recordConsent(act, of(unconsenting).debtorId, toTexts))) as unknown as { id: string };
		const consent = BigInt(given.id);
		const evening = { from: '20:00', until: '21:00' };
		await said(sleeping, (act) => agreeHours(act, { debtorId: of(sleeping).debtorId, hours: evening, evidence: 'said so' }));
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
			await database.query(`update contact_point set state = 'wrong' where debtor_id = $1`, [of(wrong).debtorId]);
			await said(unconsenting, (act) => endWish(at(act), of(unconsenting).debtorId, 'consent', consent));
			await said(sleeping, (act) => revokeHours(at(act), of(sleeping).debtorId));
			await said(moved, (act) =>
				setWhereabouts(at(act), of(moved).debtorId, { jurisdictions: ['CN'], zones: ['Asia/Urumqi'], evidence: 'said so' }),
			);
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
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 10, stopped: 11 });
		const reasons = await Promise.all(
			[held, payer, partly, wishing, promising, recalled, erased, wrong, unconsenting, sleeping, moved, free].map((each) => kept(of(each))),
		);
		expect(reasons.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
			'failed hold: cease_request',
			'failed settled',
			'failed paid',
			'failed wish: refused_medium',
			'failed promise',
			'failed recalled',
			'failed erased',
			'failed number: wrong',
			'failed consent revoked',
			'failed agreed hours ended',
			'failed whereabouts',
			'delivered null',
		]);
	});
});

describe('what a permit stood on is gone while the carrier is at work, by a change of what was on record before it', () => {
	const test14 = Temporal.Instant.from('2026-11-24T14:05:00Z');
	const during = <T extends object>(of: PlacedDebt, work: (act: Act) => Promise<T>) =>
		change(
			door,
			{ act: 'test', input: {}, debtorId: of.debtorId },
			(act) => work({ ...act, now: act.now.add({ seconds: 1 }) }) as never,
		) as Promise<T>;
	const livesIn = (of: PlacedDebt, place: string, zone: string) =>
		database.query('update debtor set jurisdiction = $2, zones = $3 where id = $1', [of.debtorId, place, [zone]]);
	const idOf = (made: object) => BigInt((made as { id?: string; holdId?: string }).id ?? (made as { holdId: string }).holdId);
	/** Sends what is due, the first eight to others in London; `stop` comes in with the first of them. */
	async function stopped(cases: readonly PlacedDebt[], stop: () => Promise<unknown>) {
		const others = await Promise.all(Array.from({ length: 8 }, () => aCase()));
		for (const other of others) await livesIn(other, 'UK-EAW', 'Europe/London');
		for (const each of [...others, ...cases]) await aMessage(each, { dueAt: test14 });
		let stopping: Promise<unknown> | null = null;
		const slow: Carrier = {
			name: 'slow',
			async send({ reference }) {
				await (stopping ??= stop());
				return { carrierId: reference, delivered: true };
			},
		};
		await sendDueMessages(door, slow);
		return (await Promise.all(cases.map(kept))).map(({ state, reason }) => `${state} ${reason}`);
	}

	test('“until 23:00 tonight” is taken back at 22:05: the text does not leave (CN-T1)', async () => {
		database.clock.set(test14);
		const [late, too] = [await aCase(), await aCase()];
		const evening = { kind: 'times' as const, until_at: '2026-11-24T15:00:00Z', proof: 'recording 3' };
		const given = await during(late, (act) => recordConsent(act, late.debtorId, evening));
		await during(too, (act) => recordConsent(act, too.debtorId, evening));
		database.clock.advance({ seconds: 5 });
		const reasons = await stopped([late, too], () => during(late, (act) => endWish(act, late.debtorId, 'consent', idOf(given))));
		expect(reasons).toEqual(['failed consent revoked', 'delivered null']);
	});

	test('an attorney who did not answer does: the text to their client does not leave (US-C1)', async () => {
		database.clock.set(test14);
		const [answered, silent] = [await aCase(), await aCase()];
		const holds: bigint[] = [];
		for (const of of [answered, silent]) {
			await livesIn(of, 'US', 'America/New_York');
			const [point] = await database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1', [of.debtorId]);
			await during(of, (act) => recordConsent(act, of.debtorId, { kind: 'texts', contact_point_id: String(point?.id), proof: 'signed' }));
			const counsel = { kind: 'counsel', days: null, attorney: { state: 'unresponsive' }, evidence: 'two letters' } as const;
			holds.push(idOf(await during(of, (act) => placeHoldByHand(act, of.debtorId, counsel))));
		}
		database.clock.advance({ seconds: 5 });
		const change = { attorney: { state: 'known' as const }, evidence: 'answered today' };
		const reasons = await stopped([answered, silent], () =>
			during(answered, (act) => changeHold(act, { debtorId: answered.debtorId, holdId: known(holds[0], 'hold'), change })),
		);
		expect(reasons).toEqual(['failed hold: counsel', 'delivered null']);
	});

	test('the customer will not pay because the debt is statute-barred: the text does not leave (UK-S1)', async () => {
		database.clock.set(test14);
		const [refuser, other] = [await aCase(), await aCase()];
		for (const of of [refuser, other]) {
			await livesIn(of, 'UK-EAW', 'Europe/London');
			await database.owner.query('update debt set overdue_since = $2 where id = $1', [of.debtId, '2018-01-01']);
		}
		const told = { debt_id: String(refuser.debtId), kind: 'refused_as_barred' as const, happened_on: '2026-11-24', evidence: 'by e-mail' };
		const reasons = await stopped([refuser, other], () => during(refuser, (act) => tellLimitation(act, refuser.debtorId, told)));
		expect(reasons).toEqual(['failed barred', 'delivered null']);
	});
});

describe('words of a person’s own (CN-H1, CN-D3, CN-C1)', () => {
	const words = '【{agency}】{name}您好，您问的分期可以办理。客服{service}，投诉{complaint}，拒收请回复R。';
	const type = (by: Door, of: PlacedDebt) =>
		change(by, { act: 'message.type', input: {}, debtorId: of.debtorId }, (act) =>
			typeMessage(act, { debtorId: of.debtorId, debtId: of.debtId, text: words }),
		);
	const trained = (login: bigint, on: string) => database.query('update login set trained_on = $2 where id = $1', [login, on]);

	test('whose training ended on 23 November types nothing; whose ends between typing and sending, sends nothing', async () => {
		const agent = await database.door('agent', 'lapsing');
		const [before, after] = [await aCase(), await aCase()];
		await trained(agent.actor.id, '2025-11-24');
		expect(await type(agent, before)).toMatchObject({ id: expect.any(String) });
		await trained(agent.actor.id, '2025-11-23');
		expect(await type(agent, after)).toMatchObject({ code: 'contact.agent_not_certified', details: { rule: 'CN-H1' } });
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, refused: 1 });
		expect(await kept(before)).toMatchObject({ state: 'withdrawn', reason: 'contact.agent_not_certified' });
		expect(carrier.given).toEqual([]);
		await trained(agent.actor.id, '2026-06-01');
		expect(await type(agent, after)).toMatchObject({ id: expect.any(String) });
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 1 });
	});

	test('while contact is held nobody writes: hold.in_force when it is typed; about another debt than the one that is held, it is taken', async () => {
		const [debtor, debt] = [await aCase(), await aCase()];
		for (const held of [{ debtorId: debtor.debtorId, debtId: null }, debt])
			await change(door, { act: 'hold.place', input: {} }, async (act) => {
				await placeHold(act, { debtorId: held.debtorId, debtId: held.debtId, kind: 'hardship', days: null, evidence: 'told by phone' });
				return {};
			});
		const other = await aDebt(database, door, { debtorId: debt.debtorId });
		database.clock.advance({ minutes: 1 });
		const agent = await database.door('agent');
		expect(await type(agent, debtor)).toMatchObject({ code: 'hold.in_force' });
		expect(await type(agent, debt)).toMatchObject({ code: 'hold.in_force' });
		expect(await type(agent, { ...debt, debtId: other.debtId })).toMatchObject({ id: expect.any(String) });
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, sent: 1 });
	});

	test('US-C1: to a client of an attorney who does not answer one may write, and the text is sent; once the attorney answers nobody may', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T16:00:00Z'));
		const agent = await database.door('agent', 'attorneys');
		const of = await aCase();
		await database.query(`update debtor set jurisdiction = 'US', zones = '{America/New_York}' where id = $1`, [of.debtorId]);
		const [point] = await database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1', [of.debtorId]);
		const by = (work: (act: Act) => Promise<object>) => change(door, { act: 'test', input: {} }, work as never);
		await by((act) => recordConsent(act, of.debtorId, { kind: 'texts', contact_point_id: String(point?.id), proof: 'signed' }));
		const counsel = { kind: 'counsel', days: null, attorney: { state: 'unresponsive' }, evidence: 'two letters' } as const;
		const hold = (await by((act) => placeHoldByHand(act, of.debtorId, counsel))) as unknown as { holdId: string };
		expect(await type(agent, of)).toMatchObject({ id: expect.any(String) });
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, sent: 1 });
		const answers = { attorney: { state: 'known' as const }, evidence: 'answered today' };
		await by((act) => changeHold(act, { debtorId: of.debtorId, holdId: BigInt(hold.holdId), change: answers }));
		expect(await type(agent, of)).toMatchObject({ code: 'hold.in_force', details: { rule: 'HOLD' } });
	});

	test('who wants no decision by machine gets what a person wrote and not what the day run would; in the decision nobody is a machine', async () => {
		const [written, run] = [await aCase(), await aCase()];
		for (const { debtorId } of [written, run])
			await change(door, { act: 'wish.record', input: {} }, (act) =>
				recordWish(act, debtorId, { kind: 'no_automatic_contact', evidence: 'letter' }),
			);
		database.clock.advance({ minutes: 1 });
		await aMessage(run);
		await type(await database.door('agent'), written);
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, sent: 1, refused: 1 });
		expect([(await kept(written)).state, (await kept(run)).state]).toEqual(['delivered', 'withdrawn']);
		const asked = await database.query(`select facts -> 'ask' -> 'automatic' as automatic from contact_permit where debtor_id = $1`, [
			written.debtorId,
		]);
		expect(asked).toEqual([{ automatic: false }]);
	});

	test('a team lead who wrote, sent yet or not, takes no complaint of that debtor; another does', async () => {
		const of = await aCase();
		const lead = await database.door('team_lead', 'writing lead');
		await type(lead, of);
		const filed = await change(await database.door('agent'), { act: 'complaint.file', input: {} }, (act) =>
			fileComplaint(act, { debtorId: of.debtorId, kind: 'complaint', channel: 'desk', words: '短信太多' }),
		);
		const id = BigInt('id' in filed ? filed.id : 0);
		const take = (by: Door) => change(by, { act: 'complaint.take', input: {} }, (act) => takeComplaint(act, id));
		expect(await take(lead)).toMatchObject({ code: 'complaint.handler_involved', details: { how: 'contact' } });
		expect(await take(await database.door('team_lead', 'other lead'))).toMatchObject({ state: 'investigating' });
	});
});
