import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import type { PlacedDebt } from '../../test/support/debts.ts';
import { aCarrier, messagesOf, nothing } from '../../test/support/messages.ts';
import { recordConsent, setLanguage, setWhereabouts } from '../contact/wishes.ts';
import { change, type Door } from '../record/change.ts';
import { sendDueMessages } from './sender.ts';
import { typeMessage } from './typed.ts';

/** What a message owes the person it reaches beside its own words, against a real database. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
	door = await database.door('system');
});
afterAll(() => database.close());
const { aCase, aMessage, kept } = messagesOf(() => database);
const act = (work: Parameters<typeof change>[2]) => change(door, { act: 'test', input: {} }, work);

/** A debtor of New York who agreed to texts, at 11:00 there on Tuesday. */
async function aConsumer(language: 'zh' | 'en'): Promise<PlacedDebt> {
	database.clock.set(Temporal.Instant.from('2026-11-24T16:00:00Z'));
	const of = await aCase();
	await act((each) => setLanguage(each, of.debtorId, { language }));
	const where = { jurisdictions: ['US'], zones: ['America/New_York'], evidence: 'moved' };
	await act((each) => setWhereabouts(each, of.debtorId, where));
	const [point] = await database.query<{ id: bigint }>('select id from contact_point where debtor_id = $1', [of.debtorId]);
	await act((each) => recordConsent(each, of.debtorId, { kind: 'texts', contact_point_id: String(point?.id), proof: 'signed' }));
	return of;
}

test.each([
	['en' as const, /attempt to collect a debt.*information obtained will be used for that purpose/],
	['zh' as const, /催收债务.*用于该目的/],
])(
	'US-D1: of two texts in %s the first says that a debt is being collected and what is learned is used for it, the second, in Chinese, that a debt collector writes',
	async (language, first) => {
		const of = await aConsumer(language);
		await aMessage(of, { template: 'instalment_offer', step: 'first', dueAt: database.clock.now() });
		const carrier = aCarrier();
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 1 });
		database.clock.advance({ hours: 24 });
		const agent = await database.door('agent');
		const words = '【{agency}】{name}您好，您问的分期可以办理。客服{service}，投诉{complaint}，拒收请回复R。';
		await change(agent, { act: 'message.type', input: {}, debtorId: of.debtorId }, (each) =>
			typeMessage(each, { debtorId: of.debtorId, debtId: of.debtId, text: words }),
		);
		expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 1 });
		const texts = carrier.given.map(({ text }) => text);
		expect(texts[0]).toMatch(first);
		expect(texts[1]).toMatch(/来自债务催收机构。$/);
		expect(texts[1]).not.toMatch(/催收债务|attempt to collect/);
		const { id, text_sealed: sealed } = await kept(of);
		expect(sealed && database.vault.open(sealed, `message ${id}`)).toBe(texts[1]);
	},
);

test('no law asks for either of a debtor in Shanghai: the text is its own words', async () => {
	database.clock.set(Temporal.Instant.from('2026-11-24T02:00:00Z'));
	const of = await aCase();
	await aMessage(of, { template: 'instalment_offer' });
	const carrier = aCarrier();
	expect(await sendDueMessages(door, carrier)).toEqual({ ...nothing, sent: 1 });
	expect(carrier.given[0]?.text).toMatch(/拒收请回复R。$/);
});
