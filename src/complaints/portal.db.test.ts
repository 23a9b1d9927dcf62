import { expect, test } from 'vitest';
import { ask, gateDesk } from '../../test/support/gate.ts';
import { testServer } from '../../test/support/server.ts';
import { change } from '../record/change.ts';
import { isRefusal } from '../core/refusal.ts';
import { complaintLines, makeLink } from './actions.ts';

const desk = gateDesk();
const form = (fields: Record<string, string>) => ({
	body: new URLSearchParams(fields).toString(),
	headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

test('EU-C1: free and recorded. Through a link a debtor without a login sees what is owed and asks for mercy: contact is held from then on; five a day, fourteen days, no other token', async () => {
	const server = await testServer(desk.database);
	try {
		let path = '';
		await change(desk.door, { act: 'portal.link', input: {} }, async (act) => {
			const link = await makeLink(act, desk.placed.debtorId);
			if (isRefusal(link)) return link;
			path = link.path;
			return { expires_at: link.expires_at };
		});
		const shown = await server.nobody.call('GET', path);
		expect([shown.status, shown.text.includes('1,000.00'), shown.text.includes(desk.placed.reference)]).toEqual([200, true, false]);
		expect(String(shown.headers['content-security-policy'])).toContain("script-src 'self'");
		const other = path.replace(/.{4}$/, 'AAAA');
		expect((await server.nobody.call('GET', other)).status).toBe(404);
		expect((await server.nobody.call('POST', other, form({ kind: 'hardship', words: 'x' }))).status).toBe(404);
		expect((await server.nobody.call('POST', path, form({ kind: 'nonsense', words: 'x' }))).status).toBe(400);
		expect((await server.nobody.call('POST', path, form({ kind: 'hardship', words: '  ' }))).status).toBe(400);
		const filed = await server.nobody.call('POST', path, form({ kind: 'hardship', words: '生病了，<b>暂时</b>还不上' }));
		expect([filed.status, filed.text.includes('role="status"'), filed.text.includes('<b>')]).toEqual([200, true, false]);
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		expect(await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).toMatchObject([
			{ kind: 'hardship', channel: 'portal', due_on: '2026-12-03' },
		]);
		for (let more = 0; more < 4; more++)
			expect((await server.nobody.call('POST', path, form({ kind: 'dispute', words: 'x' }))).status).toBe(200);
		const sixth = await server.nobody.call('POST', path, form({ kind: 'dispute', words: 'x' }));
		expect([sixth.status, sixth.body['code']]).toEqual([429, 'complaint.too_many']);
		desk.database.clock.advance({ hours: 24 * 14 });
		expect((await server.nobody.call('GET', path)).status).toBe(404);
	} finally {
		await server.close();
	}
});
