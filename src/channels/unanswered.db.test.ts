import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import type { PlacedDebt } from '../../test/support/debts.ts';
import { aCarrier, messagesOf, nothing } from '../../test/support/messages.ts';
import { limitationOfDebtor } from '../debts/limitation-actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { loadFloor } from '../queue/actions.ts';
import { change, type Door } from '../record/change.ts';
import { loadWords } from '../record/written-words.ts';
import { sendDueMessages } from './sender.ts';
import type { CarrierSays } from './shapes.ts';
import { settleMessage, unansweredMessages } from './unanswered.ts';

let database: TestDatabase;
let door: Door;
let lead: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('system');
	lead = await database.door('team_lead');
});
afterAll(() => database.close());
const { aCase, aMessage, kept } = messagesOf(() => database);

let one: PlacedDebt;
/** A text about a card debt of three years and five months ago, asked for in time by nobody, whose carrier was away. */
beforeEach(async () => {
	database.clock.set(testNow);
	one = await aCase();
	await database.owner.query(`update dunwell.debt set product = 'credit_card', overdue_since = '2023-12-01' where id = $1`, [one.debtId]);
	await aMessage(one);
	const away = aCarrier(() => 'away');
	expect(await sendDueMessages(door, away)).toEqual({ ...nothing, unknown: 1 });
});
const minutes = (on: number) => database.clock.set(testNow.add({ minutes: on }));
const listed = async () => (await unansweredMessages(lead)).items.filter((each) => each.debtor.id === String(one.debtorId));
async function settle(says: CarrierSays): Promise<{ id: string } | Refusal> {
	const { id } = await kept(one);
	return change(lead, { act: 'message.settle', input: { says }, debtorId: one.debtorId }, (act) =>
		settleMessage(act, { debtorId: one.debtorId, id }, { says, reason: 'ticket 7 of the carrier' }),
	);
}
const endsOn = async () => {
	const found = await limitationOfDebtor(lead, one.debtorId);
	return isRefusal(found) ? found.code : found.debts[0]?.limitation.ends_on;
};
const line = () => database.query('select line from contact_outcome where debtor_id = $1', [one.debtorId]);

test('a text whose carrier was away is listed after 15 minutes, not after 14, with the debtor, the masked number and the carrier’s reference; the floor counts the same', async () => {
	const before = (await loadFloor(lead)).needs.messages_without_answer;
	minutes(14);
	expect(await listed()).toEqual([]);
	expect(await settle('delivered')).toMatchObject({ code: 'message.awaited', allowedFrom: testNow.add({ minutes: 15 }) });
	minutes(15);
	const { id } = await kept(one);
	expect(await listed()).toEqual([
		{
			id: String(id),
			debtor: { id: String(one.debtorId), name_masked: expect.any(String) },
			debt_reference: one.reference,
			template: 'opening',
			number_masked: '138****0000',
			since: testNow.toString(),
			carrier_reference: `${database.tenantId}-${id}`,
		},
	]);
	expect((await loadFloor(lead)).needs.messages_without_answer).toBe((await unansweredMessages(lead)).items.length);
	expect(before).toBe((await unansweredMessages(lead)).items.length - 1);
});

test.each([
	['delivered', 'delivered', null, 'delivered', '2029-11-24'],
	['not_delivered', 'failed', null, 'undelivered', '2029-11-24'],
	['never_handed_over', 'failed', 'not handed over', 'undelivered', '2026-12-01'],
] as const)(
	'CN-S1: the carrier says %s: the text is %s (%s), its contact ended %s, and the card may be sued for until %s',
	async (says, state, reason, ended, until) => {
		minutes(20);
		expect(await endsOn()).toBe('2026-12-01');
		expect(await settle(says)).toMatchObject({ id: expect.any(String) });
		expect(await kept(one)).toMatchObject({ state, reason });
		expect(await line()).toEqual([{ line: ended }]);
		expect(await endsOn()).toBe(until);
		expect(await listed()).toEqual([]);
		const words = await database.tx((tx) => loadWords(tx, database.vault, one.debtorId, ['message.settle']));
		expect([...words.values()]).toEqual([['ticket 7 of the carrier']]);
	},
);

test('what never left still takes the day’s one message (CN-F5), and the first word stands', async () => {
	minutes(20);
	await settle('never_handed_over');
	expect(await settle('delivered')).toMatchObject({ code: 'message.answered', details: { state: 'failed' } });
	await aMessage(one, { step: 'reminder', template: 'reminder' });
	const carrier = aCarrier();
	expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, refused: 1 });
	expect(carrier.given).toEqual([]);
});

test('of a message that is none of the debtor’s nothing is recorded', async () => {
	const { id } = await kept(one);
	const other = await aCase();
	const settled = await change(lead, { act: 'message.settle', input: {}, debtorId: other.debtorId }, (act) =>
		settleMessage(act, { debtorId: other.debtorId, id }, { says: 'delivered', reason: 'x' }),
	);
	expect(settled).toMatchObject({ code: 'thing.not_found' });
});
