import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, contact, gateDesk, use } from '../../test/support/gate.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { type App, createApp } from '../host/http.ts';
import { earlierTexts } from '../law/earlier.ts';
import type { Door } from '../record/change.ts';
import { routes } from './routes.ts';

type Item = Record<string, unknown>;
type Answer = Record<string, unknown> & { items: Item[]; limits: Item[]; reasons: Item[]; next: string | null };

/** The compliance desk over HTTP, on decisions that the gate really made. */
const desk = gateDesk();
let app: App;
let officer: Door;
beforeAll(async () => {
	app = await createApp<Door>({ desk: '/nowhere', authenticate: async () => officer, authorise: async () => null });
	app.addHook('preHandler', async (request) => {
		request.door = officer;
	});
	routes(app);
	await app.ready();
});
afterAll(() => app.close());
beforeEach(async () => {
	officer = await desk.database.door('compliance');
});

const get = async (url: string) => {
	const response = await app.inject({ url });
	return { status: response.statusCode, body: response.json<Answer>() };
};
const clockTo = (instant: string) => desk.database.clock.set(Temporal.Instant.from(instant));
const ofDebtor = () => `debtor_id=${desk.placed.debtorId}`;

describe('decisions are found', () => {
	test('by debtor, verdict and rule: three answered calls are permitted, the fourth is refused by CN-F1', async () => {
		for (let i = 0; i < 3; i++) expect(await contact(desk)).toBe('done');
		expect(await contact(desk)).toBe('contact.answered_limit_reached');
		const all = await get(`/api/decisions?${ofDebtor()}`);
		expect(all.body.items.map((line: Item) => [line['permitted'], line['refused_by'], line['attempted_at'] !== null])).toEqual([
			[false, ['CN-F1'], false],
			[true, [], true],
			[true, [], true],
			[true, [], true],
		]);
		expect((await get(`/api/decisions?${ofDebtor()}&rule=CN-F1`)).body.items).toHaveLength(1);
		expect((await get(`/api/decisions?${ofDebtor()}&verdict=permitted`)).body.items).toHaveLength(3);
		expect((await get(`/api/decisions?${ofDebtor()}&verdict=permitted&rule=CN-F1`)).body.items).toEqual([]);
		expect((await get(`/api/decisions?${ofDebtor()}&actor_id=${officer.actor.id}`)).body.items).toEqual([]);
		expect((await get(`/api/decisions?${ofDebtor()}&from=2026-11-25`)).body.items).toEqual([]);
		expect((await get(`/api/decisions?${ofDebtor()}&from=2026-11-24&to=2026-11-24`)).body.items).toHaveLength(4);
	});

	test('page by page: five decisions of one moment in pages of two are each shown once', async () => {
		for (let i = 0; i < 5; i++) await ask(desk);
		const seen: string[] = [];
		let cursor = '';
		for (let page = 0; page < 3; page++) {
			const { body } = await get(`/api/decisions?${ofDebtor()}&limit=2${cursor && `&cursor=${cursor}`}`);
			seen.push(...body.items.map((line: Item) => String(line['id'])));
			cursor = body.next ?? '';
		}
		expect(cursor).toBe('');
		expect(new Set(seen).size).toBe(5);
		expect(seen).toHaveLength(5);
	});

	test('one of them with the text of each rule, the facts as they were, and the same answer when made again', async () => {
		clockTo('2026-11-24T15:00:00Z');
		await ask(desk);
		const line = known((await get(`/api/decisions?${ofDebtor()}`)).body.items[0], 'decision');
		const { body } = await get(`/api/decisions/${line['debtor_id']}/${line['id']}`);
		expect(body).toMatchObject({ permitted: false, refused_by: ['CN-T1'], allowed_from: '2026-11-25T00:00:00Z', again: { agrees: true } });
		expect(body.reasons[0]).toMatchObject({
			rule: 'CN-T1',
			verdict: 'refuses',
			force: 'standard and association',
			certainty: 'found by report',
		});
		expect(body['facts']).toMatchObject({ zones: ['Asia/Shanghai'], party: 'debtor' });
		expect((await get(`/api/decisions/${line['debtor_id']}/999999`)).status).toBe(404);
	});

	test('a decision made under an earlier text of the law is made again under that text; under one not at hand it says so', async () => {
		await ask(desk);
		const line = known((await get(`/api/decisions?${ofDebtor()}`)).body.items[0], 'decision');
		const made = (version: string) =>
			desk.database.owner.query('update dunwell.contact_permit set law_version = $2 where debtor_id = $1', [
				String(desk.placed.debtorId),
				version,
			]);
		await made(known(Object.keys(earlierTexts)[0], 'earlier text'));
		expect((await get(`/api/decisions/${line['debtor_id']}/${line['id']}`)).body['again']).toMatchObject({ agrees: true });
		await made('0'.repeat(64));
		expect((await get(`/api/decisions/${line['debtor_id']}/${line['id']}`)).body['again']).toMatchObject({ agrees: null });
	});

	test('a stored verdict that its facts do not give is shown as another answer', async () => {
		await ask(desk);
		const line = known((await get(`/api/decisions?${ofDebtor()}`)).body.items[0], 'decision');
		await desk.database.owner.query(
			`update dunwell.contact_permit set facts = jsonb_set(facts, '{facts,zones}', '["America/Halifax"]') where debtor_id = $1`,
			[String(desk.placed.debtorId)],
		);
		expect((await get(`/api/decisions/${line['debtor_id']}/${line['id']}`)).body['again']).toMatchObject({ agrees: false });
	});
});

test('refusals are counted by rule, day and person', async () => {
	clockTo('2026-12-01T15:30:00Z');
	await ask(desk);
	clockTo('2026-12-02T02:00:00Z');
	await ask(desk);
	const { body } = await get('/api/refusals-by-rule?from=2026-12-01&to=2026-12-02');
	expect(body).toMatchObject({ permitted: 1, refused: 1 });
	expect(body.items).toMatchObject([{ rule: 'CN-T1', count: 1, debtors: 1, agents: 1 }]);
	expect(body['days']).toEqual([
		{ on: '2026-12-01', permitted: 0, refused: 1 },
		{ on: '2026-12-02', permitted: 1, refused: 0 },
	]);
	expect(body['agents']).toMatchObject([{ name: desk.door.actor.name, permitted: 1, refused: 1 }]);
});

describe('the law', () => {
	test('lists every row of the book with who applies it, and says which are in force on a day', async () => {
		const now = await get('/api/law');
		expect(now.body.items.find((row: Item) => row['id'] === 'CN-T1')).toMatchObject({ in_force: true, enforced: 'gate' });
		const before = await get('/api/law?on=2025-02-27');
		expect(before.body.items.find((row: Item) => row['id'] === 'CN-T1')).toMatchObject({ in_force: false });
		for (const book of ['nowhere', 'constructor', '__proto__']) expect((await get(`/api/law?book=${book}`)).status).toBe(404);
	});

	test('has a calendar whose days are each a row’s beginning or end', async () => {
		const { body } = await get('/api/law/calendar');
		expect(body.items.some((each: Item) => each['rule'] === 'CN-F2' && each['on'] === '2026-01-30' && each['change'] === 'begins')).toBe(
			true,
		);
		for (const book of ['nowhere', 'constructor']) expect((await get(`/api/law/calendar?book=${book}`)).status).toBe(404);
	});
});

describe('what if', () => {
	const whatIf = async (payload: object) => (await app.inject({ method: 'POST', url: '/api/what-if', payload })).json<Answer>();

	test('under hours of 10:00 to 18:00 one of two calls of a day would not have taken place', async () => {
		clockTo('2027-01-05T02:30:00Z');
		expect(await contact(desk)).toBe('done');
		clockTo('2027-01-05T11:00:00Z');
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		await use(desk, permit.permitId);
		const day = { from: '2027-01-05', to: '2027-01-05' };
		expect(await whatIf(day)).toMatchObject({ decisions: 2, permitted: 2, newly_refused: 0, newly_permitted: 0, cut: false });
		expect(await whatIf({ ...day, hours: { from: '10:00', until: '18:00' } })).toMatchObject({
			decisions: 2,
			still_permitted: 1,
			newly_refused: 1,
			newly_refused_attempts: 1,
			by_rule: [{ rule: 'TRY-HOURS', count: 1 }],
		});
	});

	test('a period of two years, and a book there is none of, are refused', async () => {
		expect(await whatIf({ from: '2024-01-01', to: '2026-01-01' })).toMatchObject({ code: 'report.period_too_long' });
		expect(await whatIf({ from: '2026-01-01', to: '2026-01-01', book: 'ATLANTIS' })).toMatchObject({ code: 'thing.not_found' });
	});
});

test('after two of three answered calls the debtor stands near the limit; a certificate of 11 months ago runs out', async () => {
	clockTo('2027-02-01T02:00:00Z');
	await desk.database.query(`update login set trained_on = '2026-02-10' where tenant_id = $1 and id = $2`, [
		desk.database.tenantId,
		desk.door.actor.id,
	]);
	expect(await contact(desk)).toBe('done');
	expect((await get('/api/near-limits')).body.limits.filter((each: Item) => each['debtor_id'] === String(desk.placed.debtorId))).toEqual(
		[],
	);
	expect(await contact(desk)).toBe('done');
	const { body } = await get('/api/near-limits');
	expect(body.limits).toMatchObject([{ rule: 'CN-F1', debtor_id: String(desk.placed.debtorId), used: 2, limit: 3, lifts_at: null }]);
	expect(body['certificates']).toMatchObject([{ name: desk.door.actor.name, ends_on: '2027-02-10' }]);
});
