import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPoint, end, gateDesk } from '../../test/support/gate.ts';
import { known } from '../core/assert.ts';
import { type App, createApp } from '../host/http.ts';
import type { Door } from '../record/change.ts';
import { replayPeriod } from './replay.ts';
import { routes } from './routes.ts';

/** A visit asked for over HTTP, where alone it is asked for by a person: at 10:00 on 2026-11-24 in Shanghai, of a debtor with an address. */
const desk = gateDesk();
let app: App;
beforeAll(async () => {
	app = await createApp<Door>({ desk: '/nowhere', authenticate: async () => desk.door, authorise: async () => null });
	app.addHook('preHandler', async (request) => {
		request.door = desk.door;
	});
	routes(app);
	await app.ready();
});
afterAll(() => app.close());

async function address(place = 'home', jurisdiction = 'CN'): Promise<bigint> {
	const id = await aPoint(desk, desk.placed.debtorId);
	await desk.database.query(`update contact_point set kind = 'address', place = $2 where id = $1`, [id, place]);
	await desk.database.query('update debtor set jurisdiction = $2, zones = $3 where id = $1', [
		desk.placed.debtorId,
		jurisdiction,
		[jurisdiction === 'CN' ? 'Asia/Shanghai' : 'Europe/London'],
	]);
	return id;
}
const post = async (path: string, body: object) => {
	const response = await app.inject({ method: 'POST', url: `/api/debtors/${desk.placed.debtorId}/${path}`, payload: body });
	return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};
const ask = (pointId: bigint, visit?: object, channel = 'visit') =>
	post('permits', { contact_point_id: String(pointId), channel, ...(visit ? { visit } : {}) });
const refusing = ({ body }: Awaited<ReturnType<typeof ask>>) =>
	(body['reasons'] as { rule: string; verdict: string; sentence: { en: string } }[])
		.filter(({ verdict }) => verdict === 'refuses')
		.map(({ rule, sentence }) => `${rule}: ${sentence.en}`);

describe('CN-F4, CN-F4-P, CN-V1: a visit after 30 January 2026', () => {
	test('by two is permitted, to be recorded and with identification shown, used, and kept with how many went', async () => {
		const permit = await ask(await address(), { people: 2 });
		expect(permit).toMatchObject({
			status: 200,
			body: { obligations: expect.arrayContaining(['show_identification', 'record_the_visit']) },
		});
		expect(await post('attempts', { permit_id: permit.body['id'] })).toMatchObject({ status: 200 });
		const [kept] = await desk.database.query(
			`select p.facts -> 'ask' as ask, a.channel from contact_permit p join contact_attempt a on a.permit_id = p.id where p.id = $1`,
			[permit.body['id']],
		);
		expect(kept).toMatchObject({ ask: { channel: 'visit', people: 2 }, channel: 'visit' });
		const [recorded] = await desk.database.query(`select input from record_entry where act = 'contact.ask' order by id desc limit 1`);
		expect(recorded).toMatchObject({ input: { channel: 'visit', visit: { people: 2 } } });
		const now = desk.database.clock.now();
		expect(await replayPeriod(desk.door, now.subtract({ hours: 1 }), now.add({ hours: 1 }))).toMatchObject({ disagree: 0, not_at_hand: 0 });
	});

	test.each([
		['by one', { people: 1 }],
		['by nobody knows how many', undefined],
	])('%s is refused, and why', async (_, visit) => {
		const refused = await ask(await address(), visit);
		expect(refused).toMatchObject({ status: 403, body: { code: 'contact.visit_limit_reached' } });
		expect(refusing(refused)).toEqual(['CN-F4-P: a visit needs at least 2 people']);
	});

	test('into the home without consent is refused, with it permitted', async () => {
		const home = await address();
		const refused = await ask(home, { people: 2, enters_home: true });
		expect(refused).toMatchObject({ status: 403, body: { code: 'contact.visit_not_allowed' } });
		expect(refusing(refused)).toEqual(['CN-V1: the home is not entered without consent']);
		expect(await ask(home, { people: 2, enters_home: true, entry_agreed: true })).toMatchObject({ status: 200 });
	});

	test('a second on the same day is refused by two as well', async () => {
		const home = await address();
		const { body } = await ask(home, { people: 3 });
		await post('attempts', { permit_id: body['id'] });
		const again = await ask(home, { people: 3 });
		expect(again.status).toBe(403);
		expect(refusing(again).map((said) => said.slice(0, 5))).toEqual(['CN-F4']);
	});

	test('whoever opened must have been told who comes, before what they said is written down', async () => {
		const { body } = await ask(await address(), { people: 2 });
		const { id } = (await post('attempts', { permit_id: body['id'] })).body;
		const close = (identityDisclosed: boolean) =>
			end(desk, BigInt(known(String(id), 'attempt')), { said: 'cannot_pay', identityDisclosed });
		expect(await close(false)).toMatchObject({ code: 'outcome.identity_not_disclosed' });
		expect(await close(true)).toMatchObject({ answered: true });
	});
});

describe('UK-V1: a visit', () => {
	test('that was announced is permitted, one that was not is refused', async () => {
		const home = await address('home', 'UK');
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T12:00:00Z'));
		expect(refusing(await ask(home, { people: 1 })).map((said) => said.slice(0, 5))).toEqual(['UK-V1']);
		expect(await ask(home, { people: 1, announced: true })).toMatchObject({ status: 200 });
	});
});

test('a number is not asked for as a letter, an e-mail or a visit, which no limit of calls counts (CN-F1, CN-F2), nor an address as a text or a call, which no limit of its number counts', async () => {
	const home = await address();
	const before = await desk.database.query('select from contact_permit');
	for (const channel of ['letter', 'email']) expect(await ask(desk.mobile, undefined, channel)).toMatchObject({ status: 404 });
	for (const channel of ['sms', 'email', 'voice']) expect(await ask(home, undefined, channel)).toMatchObject({ status: 404 });
	expect(await desk.database.query('select from contact_permit')).toHaveLength(before.length);
	expect(await ask(home, undefined, 'letter')).toMatchObject({ status: 200 });
	expect(await ask(desk.mobile, undefined, 'sms')).toMatchObject({ status: 200 });
});

describe('what is no visit', () => {
	test.each([
		['to a telephone number', async () => ask(desk.mobile, { people: 2 }), 404],
		['to somebody else’s address', async () => ask(9_999_999n, { people: 2 }), 404],
		['a call that says how many go', async () => ask(desk.mobile, { people: 2 }, 'voice'), 400],
		['by none', async () => ask(await address(), { people: 0 }), 400],
		['by 21', async () => ask(await address(), { people: 21 }), 400],
		['by two and a half', async () => ask(await address(), { people: 2.5 }), 400],
		['with something unknown said of it', async () => ask(await address(), { people: 2, dog: true }), 400],
	])('%s is not asked of the gate', async (_, asked, status) => {
		const before = await desk.database.query('select from contact_permit');
		expect((await asked()).status).toBe(status);
		expect(await desk.database.query('select from contact_permit')).toHaveLength(before.length);
	});
});
