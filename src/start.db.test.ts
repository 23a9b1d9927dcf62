import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testHouseKey } from '../test/support/database.ts';
import { root } from './host/config.ts';

/** The doors that stay open until Ctrl-C, as processes of their own on an outside database. */
let database: TestDatabase;
let data: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
	database = await testDatabase();
	data = mkdtempSync(join(tmpdir(), 'dunwell-start-'));
});
afterAll(async () => {
	for (const child of running) child.kill('SIGKILL');
	rmSync(data, { recursive: true });
	await database.close();
});

type Running = { readonly child: ChildProcess; said(): string; until(text: string): Promise<void>; readonly ended: Promise<number | null> };

function dunwell(args: readonly string[], environment: Record<string, string> = {}): Running {
	const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), ...args], {
		env: {
			...process.env,
			DATABASE_URL: database.url,
			DUNWELL_DATA: data,
			DUNWELL_KEY: testHouseKey.toString('base64'),
			HOST: '127.0.0.1',
			...environment,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.push(child);
	let text = '';
	let wake = () => {};
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			wake();
		});
	const ended = new Promise<number | null>((resolve) => child.on('close', (code) => (wake(), resolve(code))));
	return {
		child,
		ended,
		said: () => text,
		async until(wanted) {
			while (!text.includes(wanted)) {
				if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before saying ${wanted}: ${text}`);
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
	};
}

describe('dunwell serve', () => {
	test('says its steps, its address and how the first person gets in; answers; stops in order by Ctrl-C with 0', async () => {
		const server = dunwell(['serve'], { PORT: '0' });
		await server.until('stops it');
		expect(server.said()).toContain('1/3 数据库 database');
		expect(server.said()).toContain('3/3 服务 serving');
		expect(server.said()).toContain('login add');
		const address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.said())?.[0] ?? '';
		expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
		expect((await fetch(`${address}/api/me`)).status).toBe(401);
		server.child.kill('SIGINT');
		expect(await server.ended).toBe(0);
		expect(server.said()).not.toContain('rror');
	});

	test('on a port that is taken says so in one sentence and ends with 3', async () => {
		const busy = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => busy.once('listening', resolve));
		const { port } = busy.address() as { port: number };
		const server = dunwell(['serve'], { PORT: String(port) });
		expect(await server.ended).toBe(3);
		expect(server.said()).toContain(`port ${port} is taken; stop what uses it or set PORT`);
		expect(server.said()).not.toContain('    at ');
		busy.close();
	});

	test('on an address this machine has not ends with 3 and says to set HOST', async () => {
		const server = dunwell(['serve'], { HOST: '203.0.113.7', PORT: '0' });
		expect(await server.ended).toBe(3);
		expect(server.said()).toContain('set HOST');
	});
});

test('dunwell work and a server run beside each other on one database; work stops by SIGTERM with 0', async () => {
	const [work, serve] = [dunwell(['work']), dunwell(['serve'], { PORT: '0' })];
	await Promise.all([work.until('jobs running'), serve.until('stops it')]);
	work.child.kill('SIGTERM');
	serve.child.kill('SIGTERM');
	expect(await Promise.all([work.ended, serve.ended])).toEqual([0, 0]);
});

describe('dunwell login', () => {
	const run = async (...args: string[]) => {
		const verb = dunwell(['login', ...args]);
		return { code: await verb.ended, said: verb.said() };
	};

	test('makes the first administrator with a temporary password, printed once; a role there is not is wrong usage', async () => {
		const added = await run('add', 'boss', '--name', '老板', '--role', 'admin', '--json');
		expect(added.code).toBe(0);
		expect(JSON.parse(added.said)).toMatchObject({ username: 'boss', password: expect.stringMatching(/^[A-Za-z0-9]{14}$/) as string });
		expect((await run('add', 'boss', '--name', '老板', '--role', 'admin')).code).toBe(1);
		expect((await run('add', 'king', '--name', 'k', '--role', 'king')).code).toBe(2);
		expect((await run('close', 'boss')).said).toContain('last administrator');
	});
});
