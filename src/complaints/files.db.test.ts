import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { anItem, aTeam } from '../../test/support/desks.ts';
import { ask, contact, gateDesk } from '../../test/support/gate.ts';
import { testServer } from '../../test/support/server.ts';
import { evidencePack } from '../compliance/pack.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { faultOfProof } from '../record/proofs.ts';
import { sealRecord, verifyRecord } from '../record/seals.ts';
import { complaintLines, complaintView, fileComplaint, makeLink } from './actions.ts';
import { addFile, fileBytesMax, filesMax, openFile } from './files.ts';

/** What is handed in with a complaint: kept sealed, by its hash in the record, and in the evidence pack. */
const desk = gateDesk();
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function aComplaint(): Promise<bigint> {
	const filed = await change(desk.door, { act: 'complaint.file', input: {} }, (act) =>
		fileComplaint(act, { debtorId: desk.placed.debtorId, kind: 'dispute', channel: 'letter', words: '金额不对' }),
	);
	if (isRefusal(filed)) throw new Error(filed.code);
	return BigInt(filed.id);
}
const add = async (id: bigint, name: string, bytes: Buffer) =>
	change(await desk.database.door('compliance'), { act: 'complaint.add_file', input: {} }, (act) => addFile(act, id, { name, bytes }));

test('a letter handed in is kept sealed, opens as it was, and lies in the pack with a proof of its hash', async () => {
	expect(await contact(desk)).toBe('done');
	const id = await aComplaint();
	const bytes = pdf('银行流水 statement');
	const kept = await add(id, '流水/..\\"x.pdf', bytes);
	if (isRefusal(kept)) throw new Error(kept.code);
	expect(kept.sha256).toBe(sha256(bytes));
	const opened = await openFile(desk.door, id, BigInt(kept.id));
	expect(isRefusal(opened) || opened.bytes.equals(bytes)).toBe(true);
	expect(await complaintView(desk.door, id)).toMatchObject({
		files: [{ name: '流水_..__x.pdf', type: 'application/pdf', bytes: bytes.length }],
	});
	const [row] = await desk.database.query<{ sealed: Buffer }>('select sealed from complaint_file where id = $1', [BigInt(kept.id)]);
	expect(row?.sealed.includes('statement')).toBe(false);
	await sealRecord(desk.door);
	const pack = await evidencePack(desk.door, id);
	if (isRefusal(pack)) throw new Error(pack.code);
	expect(pack.content.files).toMatchObject([{ sha256: sha256(bytes), content_base64: bytes.toString('base64') }]);
	expect(pack.content.recordings).toMatchObject([{ required: true, announced: null, provider_reference: null }]);
	const proof = pack.content.proofs.find((each) => each.of?.source === 'complaint_file');
	expect(proof && faultOfProof(proof)).toBeNull();
	expect(proof?.of?.text).toContain(sha256(bytes));
	expect((await verifyRecord(desk.door)).findings).toEqual([]);
});

test.each([
	['a PDF by its name alone', 'complaint.file_type', Buffer.from('MZ\u0000program')],
	['a page of HTML is a text, never a page', 'text/plain', Buffer.from('<script>x</script>')],
	['nothing at all', 'complaint.file_too_large', Buffer.alloc(0)],
	['one byte more than 5 MB', 'complaint.file_too_large', Buffer.concat([pdf(''), Buffer.alloc(fileBytesMax)])],
	['GB18030 text, which is no UTF-8', 'complaint.file_type', Buffer.from([0xb4, 0xbf, 0xc4])],
])('%s → %s', async (_, expected, bytes) => {
	const id = await aComplaint();
	const kept = await add(id, 'letter.pdf', bytes);
	if (isRefusal(kept)) expect(kept.code).toBe(expected);
	else expect(await complaintView(desk.door, id)).toMatchObject({ files: [{ type: expected }] });
});

test('ten files are taken and not the eleventh', async () => {
	const id = await aComplaint();
	for (let i = 0; i < filesMax; i++) expect(isRefusal(await add(id, `${i}.txt`, Buffer.from(`第 ${i} 页`)))).toBe(false);
	expect(await add(id, '11.txt', Buffer.from('x'))).toMatchObject({ code: 'complaint.too_many_files' });
});

test('by HTTP: an agent adds a file and downloads it as a file; through the portal a debtor hands one in with the words', async () => {
	const server = await testServer(desk.database);
	try {
		const id = await aComplaint();
		const bytes = pdf('x');
		const agent = await server.as('agent');
		await workedBy('agent');
		const made = await agent.call('POST', `/api/complaints/${id}/files`, {
			body: { name: '信.pdf', content_base64: bytes.toString('base64') },
		});
		expect([made.status, made.body['sha256']]).toEqual([200, sha256(bytes)]);
		const got = await (await server.as('compliance')).call('GET', `/api/complaints/${id}/files/${String(made.body['id'])}`);
		expect([got.status, got.headers['content-disposition'], got.headers['x-content-type-options']]).toEqual([
			200,
			"attachment; filename*=UTF-8''%E4%BF%A1.pdf",
			'nosniff',
		]);
		const link = await change(desk.door, { act: 'portal.link', input: {} }, (act) => makeLink(act, desk.placed.debtorId));
		if (isRefusal(link)) throw new Error(link.code);
		const body = (type: string, content: string) =>
			[
				['kind', 'dispute'],
				['words', '见附件'],
			]
				.map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
				.join('') +
			`--b\r\ncontent-disposition: form-data; name="file"; filename="证据.pdf"\r\ncontent-type: ${type}\r\n\r\n${content}\r\n--b--\r\n`;
		const post = (content: string) =>
			server.nobody.call('POST', link.path, {
				body: body('application/pdf', content),
				headers: { 'content-type': 'multipart/form-data; boundary=b' },
			});
		expect((await post('not what it says \u0001')).status).toBe(415);
		expect((await post('%PDF-1.7 portal')).status).toBe(303);
		const [line] = (await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items.filter((each) => each.channel === 'portal');
		expect(await complaintView(desk.door, BigInt(line?.id ?? 0))).toMatchObject({ files: [{ name: '证据.pdf', type: 'application/pdf' }] });
	} finally {
		await server.close();
	}
});

/** The debtor of the test is worked by a new team, and this agent is in it. */
async function workedBy(username: string): Promise<void> {
	const { teamId } = await aTeam(desk.database, 0);
	await desk.database.query('insert into team_member (tenant_id, team_id, login_id) select $1, $2, id from login where username = $3', [
		desk.database.tenantId,
		teamId,
		username,
	]);
	await anItem(desk.database, desk.placed, teamId);
}

test('an agent puts files into complaints of debtors they may open alone; nobody into a closed one or one about themselves; more than 5 MB is told as 5 MB', async () => {
	const server = await testServer(desk.database);
	try {
		const [agent, officer] = [await server.as('agent', 'handing in'), await server.as('compliance')];
		const put = async (id: bigint, by = agent, bytes = pdf('x')) => {
			const body = { name: '信.pdf', content_base64: bytes.toString('base64') };
			const { status, body: told } = await by.call('POST', `/api/complaints/${id}/files`, { body });
			return status === 200 ? 'kept' : `${status} ${String(told['code'])}`;
		};
		const id = await aComplaint();
		expect(await put(id)).toBe('404 thing.not_found');
		expect(await put(id, officer)).toBe('kept');
		await workedBy('handing in');
		expect(await put(id)).toBe('kept');
		const large = { name: 'x.pdf', content_base64: Buffer.alloc(6 * 2 ** 20).toString('base64') };
		expect((await agent.call('POST', `/api/complaints/${id}/files`, { body: large })).body).toMatchObject({
			code: 'complaint.file_too_large',
			detail: '文件须非空，且不超过 5 MB。',
		});
		await desk.database.owner.query(
			`update complaint set about_login = (select id from login where username = 'handing in') where id = $1`,
			[id],
		);
		expect(await put(id)).toBe('403 complaint.handler_involved');
		await desk.database.owner.query(`update complaint set about_login = null, state = 'closed' where id = $1`, [String(id)]);
		expect(await put(id)).toBe('409 complaint.wrong_state');
		expect(await put(id, officer)).toBe('409 complaint.wrong_state');
	} finally {
		await server.close();
	}
});

test('a hold a debtor asked for, placed by hand on a desk, opens its case with a clock; one of the house’s own does not', async () => {
	const server = await testServer(desk.database);
	try {
		const agent = await server.as('compliance');
		const place = (kind: string) =>
			agent.call('POST', `/api/debtors/${desk.placed.debtorId}/holds`, {
				body: { kind, days: null, evidence: '电话中提出' },
			});
		const cease = await place('cease_request');
		expect([cease.status, cease.body['complaint']]).toMatchObject([200, { due_on: '2026-11-27' }]);
		expect((await place('client_request')).body['complaint']).toBeUndefined();
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		expect((await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items).toMatchObject([{ kind: 'cease', channel: 'desk' }]);
	} finally {
		await server.close();
	}
});

test('a term that ends in 2027 says that the holidays of that year are not published', async () => {
	desk.database.clock.set(Temporal.Instant.from('2026-12-24T02:00:00Z'));
	await aComplaint();
	expect((await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items).toMatchObject([
		{ due_on: '2027-01-07', calendar_unpublished: true },
	]);
});
