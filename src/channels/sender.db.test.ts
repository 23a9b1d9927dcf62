import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aCarrier, messagesOf, nothing } from '../../test/support/messages.ts';
import { placeHold } from '../contact/actions.ts';
import { decideOnText, writeText } from '../content/actions.ts';
import { messagePlaces } from '../content/check.ts';
import { known } from '../core/assert.ts';
import { maskPhone } from '../core/mask.ts';
import { recordPayment } from '../payments/actions.ts';
import { loadCase, loadFloor } from '../queue/actions.ts';
import { change, type Door } from '../record/change.ts';
import { sandboxFile, sandboxWithBook } from './carrier.ts';
import { sendDueMessages } from './sender.ts';
import { typeMessage } from './typed.ts';

/** The sender against a real database, with carriers that stand for the world outside. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
	door = await database.door('system');
});
afterAll(() => database.close());
beforeEach(async () => {
	database.clock.set(testNow);
	await database.query(`update message set state = 'withdrawn' where state = 'queued'`);
});

const { aNumber, aCase, aMessage, kept } = messagesOf(() => database);

describe('a message that is due', () => {
	test('goes out once, with its exact text kept, on an attempt of its own, and is in the record', async () => {
		const one = await aCase();
		await aMessage(one);
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 1 });
		expect(await sendDueMessages(door, carrier)).toEqual(nothing);
		expect(carrier.given).toHaveLength(1);
		expect(carrier.given[0]).toMatchObject({ to: one.number });
		expect(carrier.given[0]?.text).toContain('王小明您好');
		expect(carrier.given[0]?.text).toContain('1,000.00');
		const message = await kept(one);
		expect(message.state).toBe('delivered');
		expect(database.vault.open(known(message.text_sealed, 'text'), `message ${message.id}`)).toBe(carrier.given[0]?.text);
		const outcomes = await database.query('select line, answered from contact_outcome where debtor_id = $1', [one.debtorId]);
		expect(outcomes).toEqual([{ line: 'delivered', answered: false }]);
		const record = await database.query(`select act, outcome from record_entry where debtor_id = $1 and act like 'message.%' order by id`, [
			one.debtorId,
		]);
		expect(record).toEqual([
			{ act: 'message.send', outcome: 'done' },
			{ act: 'message.receipt', outcome: 'done' },
		]);
	});

	test('the sandbox of a running house writes down what it was handed, number masked, outside every transaction of ours', async () => {
		const one = await aCase();
		await aMessage(one);
		const folder = mkdtempSync(join(tmpdir(), 'dunwell-carrier-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const sums = await sendDueMessages(door, sandboxWithBook(folder));
		expect(sums.sent + sums.undelivered).toBe(1);
		const { id } = await kept(one);
		const lines = readFileSync(join(folder, sandboxFile), 'utf8').trimEnd().split('\n');
		expect(lines).toHaveLength(1);
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({
			reference: `${database.tenantId}-${id}`,
			to: maskPhone(known(one.number, 'number')),
		});
		expect(lines[0]).not.toContain(one.number);
		// A book that cannot be written is a carrier that does not answer: nobody knows, and it is not sent again.
		const two = await aCase();
		await aMessage(two);
		expect(await sendDueMessages(door, sandboxWithBook(join(folder, 'gone')))).toEqual({ ...nothing, unknown: 1 });
		expect((await kept(two)).state).toBe('sending');
	});

	test('a message that did not arrive says nothing lasting about the number', async () => {
		const one = await aCase();
		await aMessage(one);
		expect(
			await sendDueMessages(
				door,
				aCarrier(() => false),
			),
		).toEqual({ ...nothing, undelivered: 1 });
		expect((await kept(one)).state).toBe('failed');
		expect(await database.query('select state from contact_point where debtor_id = $1', [one.debtorId])).toEqual([{ state: 'unverified' }]);
	});

	test('four senders at once send each of 60 messages once', async () => {
		const cases = await Promise.all(Array.from({ length: 60 }, () => aCase()));
		for (const each of cases) await aMessage(each);
		const carrier = aCarrier();
		await Promise.all(Array.from({ length: 4 }, () => sendDueMessages(door, carrier)));
		await sendDueMessages(door, carrier);
		expect(carrier.given).toHaveLength(60);
		expect(new Set(carrier.given.map((message) => message.reference)).size).toBe(60);
	});

	test('a second message to the debtor on one day is withdrawn by CN-F5 with its reason', async () => {
		const one = await aCase();
		await aMessage(one, { step: 'opening' });
		await aMessage(one, { step: 'reminder', template: 'reminder' });
		// Until the first one's permit is used it may still lapse, so the second waits for that moment; then the first has been sent.
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, sent: 1, later: 1 });
		expect((await kept(one)).due_at.toString()).toBe('2026-11-24T02:10:00Z');
		database.clock.advance({ minutes: 10 });
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, refused: 1 });
		const states = await database.query<{ state: string; reason: string | null }>(
			'select state, reason from message where debtor_id = $1 order by id',
			[one.debtorId],
		);
		expect(states).toEqual([
			{ state: 'delivered', reason: null },
			{ state: 'withdrawn', reason: 'contact.message_limit_reached' },
		]);
		const refusals = await database.query(`select code from record_entry where debtor_id = $1 and outcome = 'refused'`, [one.debtorId]);
		expect(refusals).toEqual([{ code: 'contact.message_limit_reached' }, { code: 'contact.message_limit_reached' }]);
	});
});

describe('a message the gate refuses', () => {
	test('at 07:30 waits for 08:00 of the same day, at 22:30 it is withdrawn', async () => {
		const [early, late] = [await aCase(), await aCase()];
		database.clock.set(Temporal.Instant.from('2026-11-23T23:30:00Z'));
		await aMessage(early, { dueAt: Temporal.Instant.from('2026-11-23T23:00:00Z') });
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, later: 1 });
		expect(await kept(early)).toMatchObject({ state: 'queued', reason: 'contact.outside_hours' });
		expect((await kept(early)).due_at.toString()).toBe('2026-11-24T00:00:00Z');
		database.clock.set(Temporal.Instant.from('2026-11-24T00:00:00Z'));
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, sent: 1 });
		database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		await aMessage(late);
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, refused: 1 });
		expect(await kept(late)).toMatchObject({ state: 'withdrawn', reason: 'contact.outside_hours' });
	});

	test('a payment in full or a hold before sending leaves nothing to send', async () => {
		const [payer, held] = [await aCase(), await aCase()];
		for (const each of [payer, held]) await aMessage(each);
		await change(door, { act: 'payment.record', input: {} }, (act) =>
			recordPayment(act, {
				clientId: payer.clientId,
				debtReference: payer.reference,
				amountMinor: 1_000_00n,
				currency: 'CNY',
				paidAt: act.now,
			}),
		);
		await change(door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: held.debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'said so' }),
		);
		const carrier = aCarrier();
		await sendDueMessages(door, carrier);
		expect(carrier.given).toEqual([]);
		expect([(await kept(payer)).state, (await kept(held)).state]).toEqual(['withdrawn', 'withdrawn']);
	});

	test('a debtor of whom only a friend’s number is known gets none, and neither does the friend (CN-P2)', async () => {
		const one = await aCase(null);
		const [party] = await database.query<{ id: bigint }>(
			`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked) values ($1, $2, 'third_party', '朋友', $3, '\\x00', '李*') returning id`,
			[database.tenantId, one.debtorId, database.vault.blindIndex('person', randomUUID())],
		);
		await aNumber(one.debtorId, '19911112222', known(party, 'party').id);
		await aMessage(one);
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, refused: 1 });
		expect(carrier.given).toEqual([]);
		expect(await kept(one)).toMatchObject({ state: 'withdrawn', reason: 'no usable mobile number' });
	});

	test('a template the house has not is withdrawn, not guessed', async () => {
		const one = await aCase();
		await aMessage(one, { template: 'shout' });
		expect(await sendDueMessages(door, aCarrier())).toEqual({ ...nothing, refused: 1 });
		expect(await kept(one)).toMatchObject({ state: 'withdrawn', reason: 'text not made: no template shout' });
	});
});

describe('when nobody knows what became of a message', () => {
	test('a carrier without an answer leaves it as sending, and it is not sent again', async () => {
		const one = await aCase();
		await aMessage(one);
		const carrier = aCarrier(() => 'away');
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, unknown: 1 });
		const message = await kept(one);
		expect(message.state).toBe('sending');
		expect(message.attempt_id).not.toBeNull();
		database.clock.advance({ hours: 24 });
		expect(await sendDueMessages(door, carrier)).toEqual(nothing);
		expect(carrier.given).toHaveLength(1);
	});

	test('one carrier failure does not hold up the others', async () => {
		const cases = await Promise.all(Array.from({ length: 5 }, () => aCase()));
		for (const each of cases) await aMessage(each);
		const unlucky = cases[2]?.number;
		const carrier = aCarrier((message) => (message.to === unlucky ? 'away' : true));
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 4, unknown: 1 });
	});
});

test('words an agent types are sent as typed where they pass the check, with the ledger’s amount; what threatens is refused with the words', async () => {
	const agent = await database.door('agent');
	const of = await aCase();
	const type = (text: string) =>
		change(agent, { act: 'message.type', input: {} }, (act) => typeMessage(act, { debtorId: of.debtorId, debtId: of.debtId, text }));
	const tail = '客服{service}，投诉{complaint}，拒收请回复R。';
	expect(await type(`【{agency}】今天必须全部还清，否则让你坐牢。${tail}`)).toMatchObject({
		code: 'text.blocked',
		details: { found: expect.stringContaining('必须全部还清') },
	});
	expect(await type(`【{agency}】还欠 3500 元。${tail}`)).toMatchObject({ code: 'text.blocked' });
	expect(await type('您好')).toMatchObject({ code: 'text.blocked' });
	const made = await type(`【{agency}】{name}您好，您问的分期可以办理，目前应还{amount}。${tail}`);
	expect(made).toMatchObject({ id: expect.any(String) });
	const carrier = aCarrier();
	expect(await sendDueMessages(door, carrier)).toMatchObject({ sent: 1 });
	expect(carrier.given[0]?.text).toContain('王小明您好，您问的分期可以办理，目前应还');
	expect(carrier.given[0]?.text).toContain('1,000.00');
	const other = await aCase();
	expect(
		await change(agent, { act: 'message.type', input: {} }, (act) =>
			typeMessage(act, { debtorId: of.debtorId, debtId: other.debtId, text: `【{agency}】您好。${tail}` }),
		),
	).toMatchObject({ code: 'thing.not_found' });
});

describe('every place the check allows is filled', () => {
	const all = messagePlaces.map((place) => `${place}={${place}}`).join('；');
	const words = `【{agency}】您好，${all}，客服{service}，投诉{complaint}，拒收请回复R。`;
	/** Placed with `overdue_since` 2026-10-20, the agency's date is 2026-11-24: 35 days. */
	const filled = '；name=王小明；';

	test('in typed words and in an approved version: {days} is 35 on the agency’s 24 November for a debt overdue since 20 October', async () => {
		const [typed, sent] = [await aCase(), await aCase()];
		const agent = await database.door('agent');
		for (const each of [typed, sent])
			await database.query(`update debt set overdue_since = '2026-10-20' where debtor_id = $1`, [each.debtorId]);
		expect(
			await change(agent, { act: 'message.type', input: {} }, (act) =>
				typeMessage(act, { debtorId: typed.debtorId, debtId: typed.debtId, text: words }),
			),
		).toMatchObject({ id: expect.any(String) });
		const written = await writeText(await database.door('compliance'), { name: 'reminder', zh: words, en: words });
		const id = BigInt(known('id' in written ? written.id : null, 'version'));
		await decideOnText(await database.door('compliance', 'second compliance'), { id, verdict: 'approved', reason: null });
		onTestFinished(async () => {
			await database.query(`update message_text set state = 'retired' where id = $1`, [id]);
		});
		await aMessage(sent, { template: 'reminder', step: 'reminder' });
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 2 });
		for (const { text } of carrier.given) {
			expect(text).not.toMatch(/[{}]|undefined|null/);
			expect(text).toContain('；days=35；');
			expect(text).toContain(filled);
		}
	});

	test('a message whose text cannot be made is withdrawn alone, without a permit, and its neighbours leave', async () => {
		const [before, broken, unread, after] = [await aCase(), await aCase(), await aCase(), await aCase()];
		await aMessage(before);
		await aMessage(broken, { template: 'typed', step: 'typed' });
		await aMessage(unread);
		await aMessage(after);
		const { id } = await kept(broken);
		await database.query('update message set text_sealed = $2 where id = $1', [
			id,
			database.vault.seal('【{agency}】{mood}', `message ${id}`),
		]);
		await database.query(`update debtor set sealed = '\\x00' where id = $1`, [unread.debtorId]);
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 2, refused: 2 });
		expect(await kept(broken)).toMatchObject({ state: 'withdrawn', reason: 'text not made: missing: place {mood} of a text' });
		expect(await kept(unread)).toMatchObject({ state: 'withdrawn', reason: 'text not made: unknown seal version' });
		expect([(await kept(before)).state, (await kept(after)).state]).toEqual(['delivered', 'delivered']);
		expect(await database.query('select 1 from contact_permit where debtor_id = any ($1)', [[broken.debtorId, unread.debtorId]])).toEqual(
			[],
		);
		const record = await database.query<{ answer: unknown }>(
			`select answer from record_entry where debtor_id = $1 and act = 'message.send'`,
			[broken.debtorId],
		);
		expect(record).toEqual([{ answer: { withdrawn: 'text not made: missing: place {mood} of a text' } }]);
		const view = await loadCase(await database.door('compliance'), broken.debtorId);
		expect('timeline' in view && view.timeline.find(({ kind }) => kind === 'message')).toMatchObject({
			sentence: {
				zh: '文本无法生成，未发送：占位 {mood} 没有内容',
				en: 'not sent, the text could not be made: nothing to fill {mood} with',
			},
		});
		expect((await loadFloor(door)).needs.messages_not_made).toBeGreaterThanOrEqual(2);
	});
});
