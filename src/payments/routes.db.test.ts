import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { routes as arrangementRoutes } from '../arrangements/routes.ts';
import { type App, createApp } from '../host/http.ts';
import type { Door } from '../record/change.ts';
import { routes } from './routes.ts';

/** Payments and arrangements through HTTP: shapes in and out, and the door's own parts. Who may call is tested over every route elsewhere. */
let database: TestDatabase;
let app: App;
let door: Door;
let debt: PlacedDebt;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('manager');
	debt = await aDebt(database, door, { reference: 'HTTP-1' });
	app = await createApp<Door>({ desk: '/nowhere', authenticate: async () => door, authorise: async () => null });
	app.addHook('preHandler', async (request) => {
		request.door = door;
	});
	routes(app);
	arrangementRoutes(app);
	await app.ready();
});
afterAll(async () => {
	await app.close();
	await database.close();
});

function form(fields: Record<string, string>, file: string) {
	const boundary = 'dunwell-test';
	const parts = Object.entries(fields).map(
		([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	const upload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="还款.csv"\r\ncontent-type: text/csv\r\n\r\n${file}\r\n--${boundary}--\r\n`;
	return { payload: parts.join('') + upload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
const post = async (url: string, body: object, key?: string) => {
	const response = await app.inject({ method: 'POST', url, payload: body, headers: key ? { 'idempotency-key': key } : {} });
	return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};

describe('payments over HTTP', () => {
	test('a file of three rows is imported with a dry run first; the queues show what waits, with what may be done', async () => {
		const file = [
			'流水号,案件编号,还款金额,还款日期',
			'H1,HTTP-1,100.00,2026-11-20',
			'H2,HTTP-0,5.00,2026-11-20',
			'H3,HTTP-1,x,2026-11-20',
		].join('\n');
		const bring = (fields: Record<string, string>) => app.inject({ method: 'POST', url: '/api/payments/import', ...form(fields, file) });
		expect((await bring({ client: 'BANK', dry_run: 'true' })).json()).toMatchObject({ dry_run: true, rows: 3, accepted: 2, rejected: 1 });
		const imported = await bring({ client: 'BANK' });
		expect(imported.statusCode).toBe(200);
		expect(imported.json()).toMatchObject({ file: '还款.csv', rows: 3, accepted: 2, rejected: 1, duplicates: 0 });
		const list = (await app.inject({ url: '/api/payments?state=unmatched' })).json();
		expect(list).toMatchObject({
			items: [
				{
					debt_reference: 'HTTP-0',
					state: 'unmatched',
					reason: 'no_such_reference',
					actions: ['assign', 'spread', 'return_to_client', 'reverse'],
				},
			],
			next: null,
			queues: [{ state: 'unmatched', currency: 'CNY', count: 1, amount_minor: 500 }],
		});
		const { id } = list.items[0];
		const body = { action: 'assign', debtor_id: String(debt.debtorId), debt_id: String(debt.debtId) };
		expect(await post(`/api/payments/${id}/resolve`, body, 'k1')).toMatchObject({
			status: 200,
			body: { state: 'applied', applied_minor: 500 },
		});
		// The same key again is the same answer, not a second resolution.
		expect(await post(`/api/payments/${id}/resolve`, body, 'k1')).toMatchObject({ status: 200, body: { state: 'applied' } });
		expect(await post(`/api/payments/${id}/resolve`, body, 'k2')).toMatchObject({ status: 409, body: { code: 'payment.not_waiting' } });
		expect((await app.inject({ url: '/api/payments/imports' })).json()).toMatchObject({
			items: [{ rows: 3, rejected: 1, errors: [{ row: 4, code: 'amount.not_a_number' }] }],
		});
	});

	test('a payment is recorded by hand, and reversed with the promise it kept named', async () => {
		const body = {
			client: 'BANK',
			external_reference: 'HAND-1',
			debt_reference: 'HTTP-1',
			amount_minor: 200,
			currency: 'CNY',
			paid_at: '2026-11-24T01:00:00Z',
		};
		const made = await post('/api/payments', body);
		expect(made).toMatchObject({ status: 200, body: { state: 'applied', applied_minor: 200, external_reference: 'HAND-1' } });
		expect(await post('/api/payments', { ...body, client: 'NOBODY' })).toMatchObject({ status: 404, body: { code: 'client.unknown' } });
		expect(await post('/api/payments', { ...body, currency: 'ZZZ' })).toMatchObject({ body: { code: 'request.malformed' } });
		for (const amount_minor of [1.5, 0, 100_000_000_000_001])
			expect(await post('/api/payments', { ...body, external_reference: 'HAND-2', amount_minor })).toMatchObject({ status: 400 });
		const reversed = await post(`/api/payments/${String(made.body['id'])}/reverse`, { reason: 'returned' });
		expect(reversed).toMatchObject({
			status: 200,
			body: { payment: { state: 'reversed', actions: [] }, kept_promises: [], reopened_promises: [], withdrawn_promises: [] },
		});
		expect(await post('/api/payments/999999/reverse', { reason: 'x' })).toMatchObject({ status: 404, body: { code: 'thing.not_found' } });
	});
});

test('of a card’s number the record of a payment entered by hand keeps the ends; the same key with another number is refused', async () => {
	const body = { client: 'BANK', amount_minor: 300, currency: 'CNY', paid_at: '2026-11-24T01:00:00Z' };
	const made = await post('/api/payments', { ...body, debt_reference: '6222 0200 0000 4321' }, 'by card');
	expect(made).toMatchObject({ status: 200, body: { debt_reference: '6222********4321' } });
	expect(await post('/api/payments', { ...body, debt_reference: '6222 0299 9999 4321' }, 'by card')).toMatchObject({
		body: { code: 'idempotency.key_reused_with_other_input' },
	});
	for (const number of ['6222.0200.0000.4321', '6222/0200/0000_4321'])
		expect(await post('/api/payments', { ...body, amount_minor: 301, debt_reference: number })).toMatchObject({
			status: 200,
			body: { debt_reference: '6222********4321' },
		});
	const kept = await database.query<{ text: string }>(
		`select concat(input::text, answer::text) as text from record_entry where act = 'payment.record' union all select debt_reference from payment`,
	);
	expect(kept.filter(({ text }) => /6222[ \d\-_./]*4321/.test(text))).toEqual([]);
});

describe('promises and plans over HTTP', () => {
	const at = (path: string) => `/api/debtors/${debt.debtorId}/${path}`;

	test('a plan is previewed without a trace, a promise made, replaced by a plan and withdrawn', async () => {
		const plan = { debt_id: String(debt.debtId), currency: 'CNY', instalments: 3, first_due_on: '2026-12-05' };
		const preview = await post(at('plans'), { ...plan, dry_run: true });
		expect(preview).toMatchObject({ status: 200, body: { id: null, instalments: 3 } });
		expect(await database.query('select 1 from plan')).toEqual([]);
		const promise = { debt_id: String(debt.debtId), amount_minor: 1_000, currency: 'CNY', due_on: '2026-11-26' };
		expect(await post(at('promises'), promise)).toMatchObject({
			status: 200,
			body: { state: 'open', amount_minor: 1_000, until_on: '2026-11-27' },
		});
		expect(await post(at('plans'), plan)).toMatchObject({ status: 409, body: { code: 'promise.open_already' } });
		const made = await post(at('plans'), { ...plan, replace: true });
		expect(made.body['schedule']).toEqual(preview.body['schedule']);
		expect(await post(at(`plans/${String(made.body['id'])}/withdraw`), { reason: 'by mistake' })).toMatchObject({
			status: 200,
			body: { state: 'withdrawn' },
		});
		expect(await post(at('promises'), { ...promise, due_on: 'tomorrow' })).toMatchObject({ status: 400 });
	});

	test('the ledger of a debtor shows each entry with its transfers and what undid it', async () => {
		const ledger = (await app.inject({ url: at('ledger') })).json<{
			entries: { kinds: string[]; reversed_by_entry_id: string | null }[];
		}>();
		expect(ledger.entries.at(-1)).toMatchObject({
			kinds: ['placed'],
			transfers: [{ debit_account: 'owed', credit_account: 'placed', amount_minor: 100_000 }],
		});
		expect(ledger.entries.some((each) => each.kinds.includes('reversed'))).toBe(true);
		expect((await app.inject({ url: '/api/debtors/999999/ledger' })).statusCode).toBe(404);
		expect(ledger.entries.filter((each) => each.reversed_by_entry_id !== null)).toHaveLength(1);
	});
});

test('2,500 bad rows of a payment file are all in its error file, the screen keeps the first 1,000', async () => {
	const rows = Array.from({ length: 2_500 }, (_, i) => `B${i},HTTP-1,x,2026-11-20`);
	const upload = form({ client: 'BANK' }, ['流水号,案件编号,还款金额,还款日期', ...rows].join('\n'));
	const imported = await app.inject({ method: 'POST', url: '/api/payments/import', ...upload });
	const answered = imported.json<{ import_id: string; rejected: number; errors: unknown[] }>();
	expect(answered.rejected).toBe(2_500);
	expect(answered.errors).toHaveLength(1_000);
	const file = await app.inject({ url: `/api/payments/imports/${answered.import_id}/errors.csv` });
	const lines = file.body.trim().split('\r\n');
	expect(lines).toHaveLength(2_501);
	expect(lines[1]).toContain('2,还款金额,*,');
	expect((await app.inject({ url: '/api/payments/imports/999999/errors.csv' })).statusCode).toBe(404);
});
