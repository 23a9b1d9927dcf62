import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../test/support/database.ts';
import { testPassword, type TestServer, testServer } from '../test/support/server.ts';
import { topics, topicWord } from './people/permissions.ts';
import { sources } from '../test/support/house-rules.ts';

/** Live topics through a real socket, as a browser's EventSource reads them. */
let database: TestDatabase;
let server: TestServer;
let address: string;
beforeAll(async () => {
	database = await testDatabase();
	server = await testServer(database);
	address = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
	await server.close();
	await database.close();
});

type Ear = { readonly status: number; readonly heard: string[]; until(topic: string): Promise<void>; ended: Promise<void>; close(): void };

async function listen(cookie: string, query = ''): Promise<Ear> {
	const cut = new AbortController();
	const response = await fetch(`${address}/api/live${query}`, { headers: { cookie }, signal: cut.signal });
	const heard: string[] = [];
	let wake = () => {};
	const ended = (async () => {
		if (!response.body || response.status !== 200) return;
		const decoder = new TextDecoder();
		let rest = '';
		try {
			for await (const chunk of response.body) {
				const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
				rest = lines.pop() ?? '';
				heard.push(...lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)));
				wake();
			}
		} catch (error) {
			if (!cut.signal.aborted) throw error;
		}
	})();
	return {
		status: response.status,
		heard,
		ended,
		async until(topic) {
			while (!heard.includes(topic))
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
		},
		close: () => cut.abort(),
	};
}

const tell = (topic: string, tenant = database.tenantId) => database.owner.query(`select pg_notify('dunwell', $1)`, [`${tenant} ${topic}`]);

describe('live topics', () => {
	test('are heard by the own agency only, and by roles that may see what they name', async () => {
		const other = await database.agency('other');
		const agent = await listen((await server.as('agent')).cookie);
		const client = await listen((await server.as('client', 'bank', { client_code: await aClientCode() })).cookie);
		for (const topic of ['debtor 12', 'people', 'unknown thing', 'payments']) await tell(topic);
		await tell('debtor 99', other.tenantId);
		await tell('queue');
		await tell('placements');
		await Promise.all([agent.until('queue'), client.until('placements')]);
		expect(agent.heard).toEqual(['debtor 12', 'queue']);
		expect(client.heard).toEqual(['payments', 'placements']);
		agent.close();
		client.close();
	});

	test('can be chosen', async () => {
		const ear = await listen((await server.as('manager')).cookie, '?topics=payments,debtor%207');
		for (const topic of ['queue', 'debtor 7', 'debtor 8', 'payments']) await tell(topic);
		await ear.until('payments');
		expect(ear.heard).toEqual(['debtor 7', 'payments']);
		ear.close();
	});

	test('are told after the commit of a change', async () => {
		const admin = await server.as('admin');
		const ear = await listen(admin.cookie);
		expect((await admin.call('POST', '/api/teams', { body: { code: 'T9', name: 'nine' } })).status).toBe(200);
		await ear.until('people');
		ear.close();
	});

	test('end for a login the moment it is closed, and its session with them', async () => {
		const leaving = await server.as('agent', 'leaving');
		const staying = await listen((await server.as('agent', 'staying')).cookie);
		const ear = await listen(leaving.cookie);
		const [login] = await database.query<{ id: bigint }>(`select id from login where tenant_id = $1 and username = 'leaving'`, [
			database.tenantId,
		]);
		const admin = await server.as('admin');
		expect((await admin.call('PATCH', `/api/logins/${login?.id}`, { body: { closed: true } })).status).toBe(200);
		await ear.ended;
		expect((await leaving.call('GET', '/api/me')).status).toBe(401);
		await expect(server.signInAs('leaving')).rejects.toThrow('401');
		// Opened again, the old session stays dead.
		expect((await admin.call('PATCH', `/api/logins/${login?.id}`, { body: { closed: false } })).status).toBe(200);
		expect((await leaving.call('GET', '/api/me')).status).toBe(401);
		await server.signInAs('leaving', testPassword);
		await tell('queue');
		await staying.until('queue');
		staying.close();
	});

	test('come back after the database was away: everything may have changed', async () => {
		const ear = await listen((await server.as('team_lead')).cookie);
		await database.owner.query(
			`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen dunwell'`,
		);
		await ear.until('*');
		await tell('floor');
		await ear.until('floor');
		ear.close();
	});

	test('one login listens at most 20 times at once', async () => {
		const { cookie } = await server.as('compliance');
		const ears = await Promise.all(Array.from({ length: 20 }, () => listen(cookie)));
		expect(ears.map((ear) => ear.status)).toEqual(Array.from({ length: 20 }, () => 200));
		const one = await listen(cookie);
		expect(one.status).toBe(503);
		for (const ear of ears) ear.close();
		await Promise.all(ears.map((ear) => ear.ended));
	});

	test('every topic the house tells is in the table of who hears it', () => {
		const told = sources()
			.filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
			.flatMap(({ text }) => [...text.matchAll(/\btell\(\s*['"`]([^'"`$]+)/g)].map((match) => topicWord(match[1] ?? '')));
		expect(told.length).toBeGreaterThan(10);
		expect([...new Set(told)].filter((word) => !(word in topics))).toEqual([]);
	});
});

test('a server with listeners stops at once', async () => {
	const second = await testServer(database);
	const at = await second.app.listen({ host: '127.0.0.1', port: 0 });
	const { cookie } = await second.as('agent', 'last one');
	const response = await fetch(`${at}/api/live`, { headers: { cookie } });
	const reading = response.text();
	const started = performance.now();
	await second.close();
	expect(performance.now() - started).toBeLessThan(3_000);
	expect(await reading).toContain('retry: 2000');
});

async function aClientCode(): Promise<string> {
	const admin = await server.as('admin');
	await admin.call('POST', '/api/clients', { body: { code: 'BANK', name: 'Bank' } });
	return 'BANK';
}
