import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { aPoint, end, type GateDesk } from '../../test/support/gate.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { countersAt } from '../counters/client.ts';
import { root } from '../host/config.ts';
import { change } from '../record/change.ts';
import { askInBulk, askPermit, askPermits, placeAttempt } from './actions.ts';
import { changeCreditor } from '../tenants/actions.ts';
import { askElsewhere, askingElsewhere, pruneElsewhere, settleElsewhere } from './elsewhere.ts';
import { replayPeriod } from './replay.ts';

/** Two agencies of one lender, each with its own books, and the counting service as a process of its own. */
const token = 'a-token-of-the-network';
const networkKey = Buffer.alloc(32, 3);
let database: TestDatabase;
let folder: string;
let service: { child: ChildProcess; url: string };
let desks: readonly [GateDesk, GateDesk];

async function serve(): Promise<{ child: ChildProcess; url: string }> {
	const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), 'counters', 'serve', '--json', '--port', '0', '--data', folder], {
		env: { ...process.env, DUNWELL_COUNTERS_TOKEN: token },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(known(child.stdout, 'output'), 'data')) as [Buffer];
	return { child, url: (JSON.parse(line.toString()) as { listening: string }).listening };
}

const gone = () => service.child.exitCode !== null || service.child.signalCode !== null;
async function kill(): Promise<void> {
	if (gone()) return;
	service.child.kill('SIGKILL');
	await once(service.child, 'exit');
}

const joined = (desk: GateDesk, said: { token?: string; url?: string } = {}): GateDesk => ({
	...desk,
	door: { ...desk.door, counters: countersAt({ url: service.url, key: networkKey, token, localShare: 1, waitMs: 1_500, ...said }, 0) },
});

/** A debtor whose identity number is known, in an agency's own books. */
async function aDeskOf(agency: TestDatabase, idNumber: string | null): Promise<GateDesk> {
	const door = await agency.door('agent');
	const placed = await aDebt(agency, door);
	const [row] = await agency.query<{ identity_index: Buffer }>('select identity_index from debtor where id = $1', [placed.debtorId]);
	const context = `debtor ${known(row, 'debtor').identity_index.toString('hex')}`;
	await agency.query('update debtor set sealed = $2 where id = $1', [
		placed.debtorId,
		agency.vault.seal(JSON.stringify({ name: '王某', idNumber }), context),
	]);
	const desk = { database: agency, door, placed, mobile: 0n };
	return joined({ ...desk, mobile: await aPoint(desk, placed.debtorId) });
}

const about = ({ placed, mobile }: GateDesk) => ({ debtorId: placed.debtorId, contactPointId: mobile, channel: 'voice' }) as const;

async function ask(desk: GateDesk) {
	return askingElsewhere(desk.door, [about(desk)], (elsewhere, took) =>
		change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = known(took(await askPermits(act, [about(desk)], elsewhere))[0], 'answer');
			return isRefusal(permit) ? permit : { permitId: permit.permitId };
		}),
	);
}

/** One process of an agency that has its place in the shared count and comes to the debtor's lock later. */
async function placeOf(desk: GateDesk): Promise<() => Promise<string>> {
	const elsewhere = await askElsewhere(desk.door, [about(desk)]);
	return () =>
		change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, about(desk), elsewhere[0]);
			return isRefusal(permit) ? permit : { permitId: permit.permitId };
		}).then((answer) => (isRefusal(answer) ? answer.code : 'permitted'));
}

/** Asks, calls and says what came of it; the code of what refused. */
async function contact(desk: GateDesk, line: 'right_party' | 'no_answer' = 'right_party'): Promise<string> {
	const permit = await ask(desk);
	if (isRefusal(permit)) return permit.code;
	const attempt = await change(desk.door, { act: 'contact.attempt', input: {} }, (act) =>
		placeAttempt(act, { debtorId: desk.placed.debtorId, permitId: permit.permitId }),
	);
	if (isRefusal(attempt)) return attempt.code;
	const ended = await end(desk, attempt.attemptId, { line, identityDisclosed: line === 'right_party' });
	return isRefusal(ended) ? ended.code : 'done';
}

const factsOf = async ({ database: agency, placed }: GateDesk) => {
	const rows = await agency.query<{ part: { state: string; why?: string; calls?: unknown[] } | null }>(
		`select facts->'facts'->'elsewhere' as part from contact_permit where debtor_id = $1 order by id`,
		[placed.debtorId],
	);
	return rows.map((row) => row.part);
};

beforeAll(async () => {
	database = await testDatabase({ poolMax: 20 });
	folder = mkdtempSync(join(tmpdir(), 'dunwell-counters-'));
	service = await serve();
});
afterAll(async () => {
	await kill();
	rmSync(folder, { recursive: true });
	await database.close();
});
let persons = 0;
beforeEach(async () => {
	database.clock.set(testNow);
	// What earlier tests left to be told is not this test's.
	await database.query('update contact_reservation set settled_at = $1', [testNow]);
	// One service for all, of a person each; a test that killed it leaves the next a new one.
	if (gone()) service = await serve();
	const person = `1101011990030${++persons + 10_000}`;
	desks = [await aDeskOf(database, person), await aDeskOf(await database.agency('second'), person)];
});

describe('two agencies of one lender', () => {
	test('two processes of one agency decide in another order than that of their places, another agency’s place between them: three calls together and not four', async () => {
		const [first, second] = desks;
		const early = [await placeOf(first), await placeOf(first)];
		const between = await placeOf(second);
		const late = await placeOf(first);
		const answers = [];
		for (const decide of [late, ...early, between]) answers.push(await decide());
		expect(answers).toEqual(['permitted', 'permitted', 'contact.answered_limit_reached', 'permitted']);
		// The call that the later place had seen is in the facts of those that did not see it, once.
		expect((await factsOf(first)).map((part) => part?.calls)).toHaveLength(3);
		for (const part of await factsOf(first)) expect(part).toMatchObject({ state: 'counted', calls: [{ answered: null }] });
		expect(await replayPeriod(first.door, testNow, testNow.add({ hours: 1 }))).toMatchObject({ disagree: 0, not_at_hand: 0 });
	});

	test.each([1, 2, 3])('twelve desks of both at once on one debtor get exactly three calls (%i)', async () => {
		const answers = await Promise.all(Array.from({ length: 12 }, (_, k) => ask(known(desks[k % 2], 'desk'))));
		expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(3);
	});

	test('one answered call each; both ask at once for the third: exactly one gets it', async () => {
		const [first, second] = desks;
		expect([await contact(first), await contact(second)]).toEqual(['done', 'done']);
		const answers = await Promise.all([ask(first), ask(second), ask(first), ask(second)]);
		expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
		expect(answers.flatMap((answer) => (isRefusal(answer) ? [answer.code] : []))).toEqual(
			Array.from({ length: 3 }, () => 'contact.answered_limit_reached'),
		);
	});

	test('a call nobody answered and a permit that ran out unused are given back, an answered one stays', async () => {
		const [first, second] = desks;
		expect([await contact(first, 'no_answer'), await contact(first)]).toEqual(['done', 'done']);
		await ask(first);
		expect(await settleElsewhere(first.door)).toBe(2);
		database.clock.advance({ minutes: 11 });
		expect(await settleElsewhere(first.door)).toBe(1);
		expect(await settleElsewhere(first.door)).toBe(0);
		await ask(second);
		expect(await factsOf(second)).toMatchObject([{ state: 'counted', calls: [{ answered: true }] }]);
	});

	test('the service killed and begun again knows what it answered', async () => {
		const [first, second] = desks;
		expect([await contact(first), await contact(first), await contact(first)]).toEqual(['done', 'done', 'done']);
		await kill();
		service = await serve();
		expect(await ask(joined(second))).toMatchObject({ code: 'contact.answered_limit_reached' });
	});

	test('while it is away one call of our own is the limit, the decision says so, and the answered call is told later', async () => {
		const [first, second] = desks;
		await kill();
		expect([await contact(first), await contact(first)]).toEqual(['done', 'contact.answered_limit_reached']);
		expect(await factsOf(first)).toMatchObject([
			{ state: 'away', why: 'no answer' },
			{ state: 'away', why: 'no answer' },
		]);
		expect(await settleElsewhere(first.door)).toBe(0);
		const again = await replayPeriod(first.door, testNow, testNow.add({ hours: 1 }));
		expect(again).toMatchObject({ disagree: 0, not_at_hand: 0 });
		service = await serve();
		expect(await settleElsewhere(joined(first).door)).toBe(1);
		await ask(joined(second));
		expect(await factsOf(second)).toMatchObject([{ state: 'counted', calls: [{ answered: true }] }]);
	});

	test('with a wrong token there is no answer, and no call is counted', async () => {
		const [first, second] = desks;
		await ask(joined(first, { token: 'another-token-of-the-network' }));
		expect(await factsOf(first)).toMatchObject([{ state: 'away' }]);
		await ask(second);
		expect(await factsOf(second)).toMatchObject([{ state: 'counted', calls: [] }]);
	});

	test('a debtor without an identity number cannot be counted elsewhere: our own share is the limit', async () => {
		const desk = await aDeskOf(database, null);
		expect([await contact(desk), await contact(desk)]).toEqual(['done', 'contact.answered_limit_reached']);
		expect((await factsOf(desk))[0]).toMatchObject({ state: 'away', why: 'no identity number' });
	});

	test('agencies that name the lender differently count apart until both hold its credit code', async () => {
		const [first, second] = desks;
		const lenderOf = async ({ database: agency, placed }: GateDesk) => {
			const rows = await agency.query<{ id: bigint }>('select creditor_id as id from debt where debtor_id = $1', [placed.debtorId]);
			return known(rows[0], 'lender').id;
		};
		const [ours, theirs] = [await lenderOf(first), await lenderOf(second)];
		await changeCreditor(second.door, { creditorId: theirs, name: `Another name ${second.placed.debtorId}` });
		expect([await contact(first), await contact(first), await contact(first)]).toEqual(['done', 'done', 'done']);
		expect(isRefusal(await ask(second))).toBe(false);
		await changeCreditor(first.door, { creditorId: ours, credit_code: '91110000100000001X' });
		await changeCreditor(second.door, { creditorId: theirs, credit_code: '91110000100000001X' });
		database.clock.set(Temporal.Instant.from('2026-11-25T02:00:00Z'));
		expect([await contact(first), await contact(first), await contact(first)]).toEqual(['done', 'done', 'done']);
		expect(await ask(second)).toMatchObject({ code: 'contact.answered_limit_reached' });
	});

	test('the next day at the debtor’s place the count begins again', async () => {
		const [first, second] = desks;
		expect([await contact(first), await contact(first), await contact(first)]).toEqual(['done', 'done', 'done']);
		database.clock.set(Temporal.Instant.from('2026-11-25T00:30:00Z'));
		expect(isRefusal(await ask(second))).toBe(false);
	});

	test('a desk without the service decides as before, and its facts say nothing of others', async () => {
		const [{ door, ...rest }] = desks;
		const alone: GateDesk = { ...rest, door: { ...door, counters: undefined } };
		expect([await contact(alone), await contact(alone), await contact(alone)]).toEqual(['done', 'done', 'done']);
		expect(await factsOf(alone)).toEqual([null, null, null]);
	});
});

describe('a call that comes through another door than the desk’s', () => {
	const straight = ({ door, placed, mobile }: GateDesk) =>
		change<Record<string, string>>(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, { debtorId: placed.debtorId, contactPointId: mobile, channel: 'voice' });
			return isRefusal(permit) ? permit : { id: String(permit.permitId) };
		});

	test('takes no place in the count: our own share of one is the limit, and the decision says that nobody was asked', async () => {
		const [first] = desks;
		expect(isRefusal(await straight(first))).toBe(false);
		const second = await straight(first);
		expect(second).toMatchObject({ code: 'contact.answered_limit_reached' });
		expect(await factsOf(first)).toMatchObject([
			{ state: 'away', why: 'not asked', local_share: 1 },
			{ state: 'away', why: 'not asked' },
		]);
		const { rows } = await first.database.owner.query(
			'select reasons::text as text from dunwell.contact_permit where debtor_id = $1 order by id desc limit 1',
			[String(first.placed.debtorId)],
		);
		expect((rows[0] as { text: string }).text).toContain('was not asked');
	});

	test('where nothing is shared decides as before', async () => {
		const [{ door, ...rest }] = desks;
		const alone: GateDesk = { ...rest, door: { ...door, counters: undefined } };
		for (let i = 0; i < 3; i++) expect(isRefusal(await straight(alone))).toBe(false);
		expect(await straight(alone)).toMatchObject({ code: 'contact.answered_limit_reached' });
	});
});

test('120 contacts asked at once: one question for all, a place for each permit given, every other place given back', async () => {
	const [first, second] = desks;
	const asked: string[] = [];
	const passOn = async (request: IncomingMessage, reply: ServerResponse) => {
		const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
		asked.push(`${request.url} ${(JSON.parse(body) as { calls: unknown[] }).calls.length}`);
		const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' };
		reply.end(await (await fetch(`${service.url}${request.url}`, { method: 'POST', headers, body })).text());
	};
	const counting = createServer((request, reply) => void passOn(request, reply)).listen(0, '127.0.0.1');
	await once(counting, 'listening');
	onTestFinished(() => void counting.close());
	const { door } = joined(first, { url: `http://127.0.0.1:${(counting.address() as AddressInfo).port}` });
	// One debtor four times, with the third call of the day taken by the other agency; the others once.
	expect([await contact(second), await contact(second)]).toEqual(['done', 'done']);
	const others = await Promise.all(Array.from({ length: 116 }, (_, i) => aDeskOf(database, `11010119900308${String(1_000 + i)}`)));
	const asks = [first, first, first, first, ...others].map(({ placed, mobile }) => ({
		debtorId: placed.debtorId,
		contactPointId: mobile,
		channel: 'voice' as const,
	}));
	const given: boolean[] = [];
	await askInBulk(
		door,
		() => ({ act: 'contact.ask', input: {} }),
		asks,
		async (_, permits) => {
			given.push(...permits.map((each) => !isRefusal(each)));
			return {};
		},
	);
	expect(given).toEqual([true, false, false, false, ...others.map(() => true)]);
	expect(asked).toEqual(['/v1/reserve 120', '/v1/settle 3']);
	expect(await ask(second)).toMatchObject({ code: 'contact.answered_limit_reached' });
	const facts = await factsOf(second);
	// Two of their own; of ours the one that has a permit, and none of the three that were given back.
	expect(facts.at(-1)).toMatchObject({ state: 'counted', calls: [{ answered: null }] });
});

test('many contacts asked while nobody answers: our own share is the limit of each', async () => {
	const [first] = desks;
	await kill();
	const others = await Promise.all(Array.from({ length: 5 }, (_, i) => aDeskOf(database, `11010119900309${String(1_000 + i)}`)));
	const asks = [first, first, ...others].map(({ placed, mobile }) => ({
		debtorId: placed.debtorId,
		contactPointId: mobile,
		channel: 'voice' as const,
	}));
	let given: boolean[] = [];
	await askingElsewhere(first.door, asks, (elsewhere, took) =>
		change(first.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			given = took(await askPermits(act, asks, elsewhere)).map((each) => !isRefusal(each));
			return {};
		}),
	);
	expect(given).toEqual([true, false, true, true, true, true, true]);
	expect(await factsOf(first)).toMatchObject([{ state: 'away', why: 'no answer', local_share: 1 }, { state: 'away' }]);
});

test('two installations, each with a database, a data key and a desk of its own, share the count of one debtor', async () => {
	const other = await testDatabase({ inTest: true });
	const idNumber = '110101199003078515';
	const [here, there] = [await aDeskOf(database, idNumber), await aDeskOf(other, idNumber)];
	await other.query(
		`update creditor set credit_code = '91110000100000001X' where id = (select creditor_id from debt where debtor_id = $1)`,
		[there.placed.debtorId],
	);
	await database.query(
		`update creditor set credit_code = '91110000100000001X' where id = (select creditor_id from debt where debtor_id = $1)`,
		[here.placed.debtorId],
	);
	expect([await contact(here), await contact(here)]).toEqual(['done', 'done']);
	expect(await contact(there)).toBe('done');
	expect(await ask(there)).toMatchObject({ code: 'contact.answered_limit_reached' });
	expect(await ask(here)).toMatchObject({ code: 'contact.answered_limit_reached' });
});

test.each<[string, RequestListener]>([
	['answers after ten seconds', (_, reply) => void setTimeout(() => reply.end('{}'), 10_000).unref()],
	[
		'answers what is no count',
		(_, reply) => void reply.setHeader('content-type', 'application/json').end('{"answers":[{"others":"many"}]}'),
	],
	[
		'names a time that is none',
		(_, reply) => void reply.setHeader('content-type', 'application/json').end('{"answers":[{"others":[{"at":"soon","answered":true}]}]}'),
	],
	['answers for fewer calls than were asked', (_, reply) => void reply.setHeader('content-type', 'application/json').end('{"answers":[]}')],
	['answers with a page of HTML', (_, reply) => void reply.end('<html>')],
	['cuts the line', (request) => void request.socket.destroy()],
])('a service that %s has not answered: our own share is the limit', async (_, listener) => {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const [first] = desks;
		const wrong = joined(first, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
		const from = performance.now();
		expect([await contact(wrong), await contact(wrong)]).toEqual(['done', 'contact.answered_limit_reached']);
		expect(performance.now() - from).toBeLessThan(9_000);
		expect(await factsOf(first)).toMatchObject([{ state: 'away', why: 'no answer' }, { state: 'away' }]);
	} finally {
		server.closeAllConnections();
		server.close();
	}
});

test('places in the count are thrown away after nine days, and not before', async () => {
	const [first] = desks;
	expect(await contact(first)).toBe('done');
	const count = async () =>
		Number(
			(
				await first.database.query<{ count: bigint }>('select count(*) as count from contact_reservation where debtor_id = $1', [
					first.placed.debtorId,
				])
			)[0]?.count,
		);
	await pruneElsewhere(first.door);
	expect(await count()).toBe(1);
	database.clock.set(testNow.add({ hours: 24 * 9 + 1 }));
	await pruneElsewhere(first.door);
	expect(await count()).toBe(0);
});
