import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Fault, Outage } from '../core/assert.ts';
import { refuse } from '../core/refusal.ts';
import { type App, answer, createApp } from './http.ts';
import { reasonOf } from './wire.ts';

const opened: App[] = [];
const folders: string[] = [];
afterEach(async () => {
	for (const app of opened.splice(0)) await app.close();
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** An application whose only caller is let in everywhere. */
async function anApp(routes: (app: App) => void = () => {}, desk = '/nowhere'): Promise<App> {
	const app = await createApp<string>({ desk, authenticate: async () => 'somebody', authorise: async () => null });
	opened.push(app);
	routes(app);
	return app;
}

describe('a route', () => {
	test('that does not say who may call it keeps the server from starting', async () => {
		await expect(anApp((app) => app.get('/api/open', async () => ({})))).rejects.toThrow(Fault);
	});
});

describe('what comes back', () => {
	test('a refusal is a problem document with its code’s status, both sentences and the first allowed moment', async () => {
		const from = Temporal.Instant.from('2026-11-24T00:00:00Z');
		const app = await anApp((a) =>
			a.get('/api/x', { config: { public: true } }, async (_, reply) =>
				answer(reply, refuse('contact.outside_hours', { rule: 'CN-T1' }, from)),
			),
		);
		const response = await app.inject('/api/x');
		expect(response.statusCode).toBe(403);
		expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
		expect(response.json()).toMatchObject({
			code: 'contact.outside_hours',
			allowed_from: '2026-11-24T00:00:00Z',
			sentence: { en: 'This is outside the lawful hours (rule CN-T1).' },
			citation: { zh: expect.stringContaining('GB/T 45251-2025') as string },
		});
	});

	test('an amount in bigint is a JSON integer, beyond the safe range text', async () => {
		const app = await anApp((a) =>
			a.get('/api/x', { config: { public: true } }, async (_, reply) => answer(reply, { a: 12n, b: 2n ** 60n })),
		);
		expect((await app.inject('/api/x')).body).toBe('{"a":12,"b":"1152921504606846976"}');
	});

	test('a fault is 500 with its request id and not a word of its cause; an outage is 503 and may be tried again', async () => {
		const app = await anApp((a) => {
			a.get('/api/fault', { config: { public: true } }, async () => {
				throw new Fault('the secret cause');
			});
			a.get('/api/outage', { config: { public: true } }, async () => {
				throw new Outage('the database is away');
			});
			a.get('/api/cut', { config: { public: true } }, async () => {
				throw Object.assign(new Error('terminating connection'), { code: '57P01' });
			});
		});
		const fault = await app.inject('/api/fault');
		expect(fault.statusCode).toBe(500);
		expect(fault.body).not.toContain('secret');
		expect(fault.json()).toMatchObject({
			code: 'fault',
			title: 'Something is wrong; nothing was changed',
			request_id: fault.headers['x-request-id'],
		});
		for (const path of ['/api/outage', '/api/cut']) {
			const outage = await app.inject(path);
			expect([outage.statusCode, outage.headers['retry-after'], outage.json<{ code: string }>().code]).toEqual([503, '5', 'outage']);
		}
	});
});

describe('the desk’s files', () => {
	test('hashed ones are kept by the browser for ever, the page is asked for each time; nothing outside the folder is given', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'dunwell-desk-'));
		folders.push(folder);
		mkdirSync(join(folder, 'desk', 'assets'), { recursive: true });
		writeFileSync(join(folder, 'secret.txt'), 'hidden words');
		writeFileSync(join(folder, 'desk', 'index.html'), '<title>desk</title>');
		writeFileSync(join(folder, 'desk', 'assets', 'main-abc.js'), '1');
		const app = await anApp(undefined, join(folder, 'desk'));
		const script = await app.inject('/assets/main-abc.js');
		expect([script.statusCode, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
		const page = await app.inject('/any/screen');
		expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([200, '<title>desk</title>', 'no-cache']);
		expect((await app.inject('/assets/old-def.js')).statusCode).toBe(404);
		for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt'])
			expect((await app.inject(path)).body).not.toContain('hidden words');
	});

	test('when they were never built, a page says what to do', async () => {
		const page = await (await anApp()).inject('/');
		expect(page.statusCode).toBe(200);
		expect(page.body).toContain('npm start');
	});
});

describe('on the wire', () => {
	/** What the server answers to raw bytes, up to when it closes or half a second of silence. */
	async function raw(app: App, text: string): Promise<string> {
		const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
		return new Promise((resolve, reject) => {
			let heard = '';
			const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
			socket.setTimeout(500, () => socket.destroy());
			socket.on('data', (chunk) => {
				heard += chunk.toString();
			});
			socket.on('close', () => resolve(heard));
			socket.on('error', reject);
		});
	}

	test.each([
		['a request line that is none', 'HELLO\r\n\r\n', 'HTTP/1.1 400'],
		['a head of 40 kB', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`, 'HTTP/1.1 431'],
		['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 'HTTP/1.1 400'],
		[
			'a length and chunks',
			'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
			'HTTP/1.1 400',
		],
		['an escape that is none', 'GET /api/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 'HTTP/1.1 400'],
	])('%s is refused', async (_, text, status) => {
		expect(await raw(await anApp(), text)).toMatch(new RegExp(`^${status}`));
	});

	test('a head has 20 seconds, a whole request ten minutes, and an answer as long as it takes', async () => {
		const { server } = await anApp();
		expect([server.headersTimeout, server.requestTimeout, server.timeout]).toEqual([20_000, 600_000, 0]);
	});
});

test('what is wrong with a request is said at its deepest place, in both languages', () => {
	const wrong = (instancePath: string, keyword: string, params: Record<string, unknown> = {}) => ({
		instancePath,
		keyword,
		params,
		schemaPath: '',
		message: 'm',
	});
	expect(reasonOf('body', [wrong('', 'anyOf'), wrong('/promise/due_on', 'format', { format: 'date' })])).toBe(
		'body/promise/due_on：应为真实日期 yyyy-MM-dd (must be a real date yyyy-MM-dd)',
	);
	expect(reasonOf('body', [wrong('', 'required', { requiredProperties: ['name', 'role'] })])).toBe(
		'body：缺少 name, role (name, role is missing)',
	);
});
