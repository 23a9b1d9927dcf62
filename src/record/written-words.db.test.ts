import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact, gateDesk } from '../../test/support/gate.ts';
import { testServer } from '../../test/support/server.ts';
import { fileComplaint } from '../complaints/actions.ts';
import { change } from './change.ts';

/** What people write down about a debtor is read where it belongs, stands in the record as an index alone, and is gone once the debtor is erased (PIPL 47). */
const desk = gateDesk();
let server: Awaited<ReturnType<typeof testServer>>;
beforeAll(async () => {
	server = await testServer(desk.database);
});
afterAll(() => server.close());

const words = '钱某某的妻子来电说他住院';

test('the words of suits, limitation, whereabouts, a call, a look at a number and a payment taken back: shown, not in the record, gone with the debtor', async () => {
	const { database, placed } = desk;
	const lead = await server.as('compliance');
	const at = `/api/debtors/${placed.debtorId}`;
	const send = async (method: string, path: string, body: object) => {
		const { status, body: got } = await lead.call(method, `${at}/${path}`, { body: { evidence: words, ...body } });
		expect([path, status]).toEqual([path, 200]);
		return String(got['id']);
	};
	const debt = String(placed.debtId);
	const suit = await send('POST', 'suits', {
		debt_id: debt,
		kind: 'court',
		brought_by: 'us',
		court: '北京市海淀区人民法院',
		venue: '北京',
		ground: 'residence',
	});
	await send('POST', `suits/${suit}/steps`, { step: 'filed', on: '2026-11-24' });
	const event = await send('POST', 'limitation-events', { debt_id: debt, kind: 'demand', happened_on: '2026-11-20' });
	await send('PATCH', `limitation-events/${event}`, { withdrawn: true });
	await send('PUT', 'whereabouts', { jurisdictions: ['CN'], zones: ['Asia/Shanghai'] });
	await contact(desk, { note: words });
	const looked = (await lead.call('POST', `${at}/contact-points/${desk.mobile}/unmask`, { body: { purpose: words } })).body;
	await database.query(`update contact_point set source = '' where debtor_id = $1`, [placed.debtorId]);
	const refused = await lead.call('POST', `${at}/contact-points/${desk.mobile}/unmask`, { body: { purpose: words } });
	expect(refused.body).toMatchObject({ code: 'contact.point_without_source' });
	const manager = await server.as('manager');
	const paid = {
		client: 'BANK',
		debt_reference: placed.reference,
		amount_minor: 1_000,
		currency: 'CNY',
		paid_at: '2026-11-23T10:00:00+08:00',
	};
	const { id: payment } = (await manager.call('POST', '/api/payments', { body: paid })).body;
	const reversed = await manager.call('POST', `/api/payments/${payment}/reverse`, { body: { reason: words } });
	expect(reversed.body).toMatchObject({ payment: { state: 'reversed', resolution: 'reverse' } });
	await change(desk.door, { act: 'complaint.file', input: {} }, (act) =>
		fileComplaint(act, { debtorId: placed.debtorId, kind: 'complaint', channel: 'letter', words }),
	);

	const shown = async () => {
		const texts = await Promise.all(
			[
				`${at}/suits`,
				`${at}/limitation`,
				`${at}/wishes`,
				at,
				...[looked, refused.body['details'] as typeof looked].map((of) => `/api/decisions/${placed.debtorId}/${of['permit_id']}`),
			].map(async (path) => (await lead.call('GET', path)).text),
		);
		texts.push((await manager.call('GET', `/api/payments?debtor_id=${placed.debtorId}`)).text);
		return texts.map((text) => text.split(words).length - 1);
	};
	// The suit and its step; the event and its withdrawal; the whereabouts; the note of the call; what the number was looked at for, and was to be looked at for when the look was refused; why the payment was undone.
	expect(await shown()).toEqual([2, 2, 1, 1, 1, 1, 1]);
	const inRecord = await database.query('select act from record_entry where input::text like $1 or answer::text like $1', [`%${words}%`]);
	expect(inRecord).toEqual([]);

	await database.owner.query('update dunwell.debtor set erased_at = $2 where id = $1', [placed.debtorId, '2026-11-24T04:00:00Z']);
	await database.tx((tx) => tx.query('select erase_debtor_words($1)', [placed.debtorId]));
	expect(await shown()).toEqual([0, 0, 0, 0, 0, 0, 0]);
	const [complaint] = await database.query<{ id: bigint }>('select id from complaint');
	expect((await lead.call('GET', `/api/complaints/${complaint?.id}`)).body).toMatchObject({ words: '', wanted: '', answer: null });
});
