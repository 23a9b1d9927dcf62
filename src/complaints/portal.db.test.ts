import { describe, expect, test } from 'vitest';
import { aDebtor } from '../../test/support/debts.ts';
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

async function aLink(debtorId = desk.placed.debtorId): Promise<string> {
	const link = await change(desk.door, { act: 'portal.link', input: {} }, (act) => makeLink(act, debtorId));
	if (isRefusal(link)) throw new Error(link.code);
	return link.path;
}

test('EU-C1: free and recorded. Through a link a debtor without a login sees what is owed and asks for mercy: contact is held from then on; five a day, fourteen days, no other token', async () => {
	const server = await testServer(desk.database);
	try {
		const path = await aLink();
		const shown = await server.nobody.call('GET', path);
		expect([shown.status, shown.text.includes('1,000.00'), shown.text.includes(desk.placed.reference)]).toEqual([200, true, false]);
		expect(String(shown.headers['content-security-policy'])).toContain("script-src 'self'");
		const other = path.replace(/.{4}$/, 'AAAA');
		expect((await server.nobody.call('GET', other)).status).toBe(404);
		expect((await server.nobody.call('POST', other, form({ kind: 'hardship', words: 'x' }))).status).toBe(404);
		expect((await server.nobody.call('POST', path, form({ kind: 'nonsense', words: 'x' }))).status).toBe(400);
		expect((await server.nobody.call('POST', path, form({ kind: 'hardship', words: '  ' }))).status).toBe(400);
		const filed = await server.nobody.call('POST', path, form({ kind: 'hardship', words: '生病了，<b>暂时</b>还不上' }));
		expect(filed.status).toBe(303);
		const confirmed = await server.nobody.call('GET', String(filed.headers['location']));
		expect([confirmed.status, confirmed.text.includes('role="status"'), confirmed.text.includes('2026-12-03')]).toEqual([200, true, true]);
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		expect((await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items).toMatchObject([
			{ kind: 'hardship', channel: 'portal', due_on: '2026-12-03' },
		]);
		for (let more = 0; more < 4; more++)
			expect((await server.nobody.call('POST', path, form({ kind: 'dispute', words: 'x' }))).status).toBe(303);
		const sixth = await server.nobody.call('POST', path, form({ kind: 'dispute', words: 'x' }));
		expect([sixth.status, sixth.body['code']]).toEqual([429, 'complaint.too_many']);
		desk.database.clock.advance({ hours: 24 * 14 });
		expect((await server.nobody.call('GET', path)).status).toBe(404);
	} finally {
		await server.close();
	}
});

test('after five complaints in a day a sixth is too many, and a request to stop is none: the complaints answered, nobody writes (US-C1)', async () => {
	const server = await testServer(desk.database);
	try {
		const path = await aLink();
		const file = async (kind: string) => (await server.nobody.call('POST', path, form({ kind, words: 'x' }))).status;
		for (let filed = 0; filed < 5; filed++) expect(await file('complaint')).toBe(303);
		expect(await file('complaint')).toBe(429);
		expect(await file('cease')).toBe(303);
		expect(await file('cease')).toBe(429);
		await desk.database.query(`update hold set lifted_at = $2, lifted_by = placed_by where debtor_id = $1 and kind = 'complaint'`, [
			desk.placed.debtorId,
			desk.database.clock.now(),
		]);
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		expect(await file('complaint')).toBe(303);
	} finally {
		await server.close();
	}
});

test('a debtor whose debt was recalled is sent to the client without an amount, not told that nothing is owed; of an undone debt nothing is said', async () => {
	const server = await testServer(desk.database);
	try {
		const path = await aLink();
		const standing = (status: string) =>
			desk.database.query('update debt_state set status = $2 where debtor_id = $1', [desk.placed.debtorId, status]);
		await standing('recalled');
		const recalled = (await server.nobody.call('GET', path)).text;
		expect(
			['returned to the client', desk.placed.reference.slice(-4), '1,000.00', 'nothing is owed'].map((text) => recalled.includes(text)),
		).toEqual([true, true, false, false]);
		await standing('undone');
		const undone = (await server.nobody.call('GET', path)).text;
		expect([undone.includes('we hold no account of yours'), undone.includes('nothing is owed')]).toEqual([true, false]);
	} finally {
		await server.close();
	}
});

test('the confirmation loaded again files nothing again, and shows no case of anybody else or of another way in', async () => {
	const server = await testServer(desk.database);
	try {
		const path = await aLink();
		const { headers } = await server.nobody.call('POST', path, form({ kind: 'complaint', words: 'x' }));
		const confirmation = String(headers['location']);
		for (const _ of [1, 2]) expect((await server.nobody.call('GET', confirmation)).text).toContain('role="status"');
		const { items: lines } = await complaintLines(desk.door, { debtorId: desk.placed.debtorId });
		expect(lines).toHaveLength(1);
		const other = await aLink(await aDebtor(desk.database));
		for (const received of [lines[0]?.id, '1', 'x', ''])
			expect((await server.nobody.call('GET', `${other}?received=${received}`)).text).not.toContain('role="status"');
	} finally {
		await server.close();
	}
});

describe('what cannot be taken', () => {
	const multipart = (body: string | Buffer) => ({ body, headers: { 'content-type': 'multipart/form-data; boundary=b' } });
	const large = Buffer.concat([
		Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n'),
		Buffer.alloc(5.1 * 2 ** 20),
	]);
	test.each([
		['a form cut off on its way', multipart('--b\r\ncontent-dispo'), 400, 'request.malformed', 'cut off'],
		['a body that is no form', multipart('x'), 400, 'request.malformed', 'cut off'],
		['a file of more than 5 MB', multipart(large), 413, 'complaint.file_too_large', 'at most 5 MB'],
		['words that are missing', form({ kind: 'complaint' }), 400, 'request.malformed', 'are needed'],
	])('%s is refused, and a browser is shown a page', async (_, ask, status, code, sentence) => {
		const server = await testServer(desk.database);
		try {
			const path = await aLink();
			const told = await server.nobody.call('POST', path, ask);
			expect([told.status, told.body['code']]).toEqual([status, code]);
			const page = await server.nobody.call('POST', path, {
				...ask,
				headers: { accept: 'text/html,*/*', ...('headers' in ask ? ask.headers : {}) },
			});
			expect([page.status, page.headers['content-type'], page.text.includes('role="alert"'), page.text.includes(sentence)]).toEqual([
				status,
				'text/html; charset=utf-8',
				true,
				true,
			]);
			expect((await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items).toEqual([]);
		} finally {
			await server.close();
		}
	});

	test('JSON is no form: 415, and nothing is filed', async () => {
		const server = await testServer(desk.database);
		try {
			const told = await server.nobody.call('POST', await aLink(), { body: {} });
			expect([told.status, told.body['code']]).toEqual([415, 'request.other_content_type']);
		} finally {
			await server.close();
		}
	});

	test('what was written stays in the form that is shown again', async () => {
		const server = await testServer(desk.database);
		try {
			const { body, headers } = form({ kind: 'none', words: '写了很久<b>' });
			const page = await server.nobody.call('POST', await aLink(), { body, headers: { ...headers, accept: 'text/html' } });
			expect([page.status, page.text.includes('写了很久&#60;b&#62;</textarea>')]).toEqual([400, true]);
		} finally {
			await server.close();
		}
	});
});
