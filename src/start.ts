import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Outage } from './core/assert.ts';
import { houseKey } from './host/vault.ts';
import { root } from './host/config.ts';
import type { App } from './host/http.ts';
import { say } from './host/log.ts';
import { type House, openHouse } from './house.ts';
import { openSignIn, type SignIn } from './people/sign-in.ts';
import { createServer } from './server.ts';
import { startWorker } from './worker.ts';

/** What runs until Ctrl-C: everything (`start`), only HTTP (`serve`), only the jobs (`work`). */
export type Parts = { readonly http: boolean; readonly jobs: boolean; readonly demonstration: boolean };

type Stop = () => Promise<void>;

/** Opens the house, builds the desk when it is missing or old, loads the demonstration once, serves, and waits for the end. */
export async function start(parts: Parts): Promise<void> {
	const stops: Stop[] = [];
	let stopping: Promise<void> | null = null;
	const stop = () => {
		stopping ??= (async () => {
			say('stopping …');
			for (const each of stops.reverse()) await each().catch((error: unknown) => say(String(error)));
		})();
		return stopping;
	};
	const ended = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(resolve));
	});
	try {
		say('1/5 database …');
		const house = await openHouse({ poolMax: 60 });
		stops.push(() => house.close());
		const signIn = openSignIn(house.url, houseKey(join(house.config.data, 'house.key'), house.config.houseKey));
		stops.push(() => signIn.close());
		if (parts.http) {
			say('2/5 desk …');
			await buildDesk();
		}
		if (parts.demonstration) {
			say('3/5 demonstration agency …');
			const { loadDemonstration } = await import('./demo/load.ts');
			await loadDemonstration(house, say);
		}
		if (parts.jobs) {
			say('4/5 jobs …');
			const worker = await startWorker(house);
			stops.push(() => worker.stop());
		}
		if (parts.http) {
			say('5/5 serving …');
			const app = await listen(house, signIn);
			stops.push(() => app.close());
			await greet(house, parts.demonstration);
		}
	} catch (error) {
		await stop();
		throw error;
	}
	await ended;
}

async function listen(house: House, signIn: SignIn): Promise<App> {
	const app = await createServer(house, signIn);
	const { host, port } = house.config;
	try {
		await app.listen({ host, port });
	} catch (error) {
		await app.close();
		if ((error as { code?: string }).code === 'EADDRINUSE') throw new Outage(`port ${port} is taken; stop what uses it or set PORT`);
		throw error;
	}
	return app;
}

async function greet(house: House, demonstration: boolean): Promise<void> {
	const { host, port } = house.config;
	const lines = [``, `善催 Dunwell  http://${host}:${port}`, ``];
	if (demonstration) {
		const { demonstrationLogins } = await import('./demo/cast.ts');
		lines.push('角色 role        用户名 username       密码 password');
		for (const login of demonstrationLogins) lines.push(`${login.role.padEnd(16)} ${login.username.padEnd(21)} ${login.password}`);
		lines.push('', 'Ctrl-C 停止 stops it; started again it keeps everything.');
	}
	process.stdout.write(`${lines.join('\n')}\n`);
}

/** The newest change under a folder. */
function newest(folder: string): number {
	let time = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
	}
	return time;
}

async function buildDesk(): Promise<void> {
	const built = join(root, 'dist', 'desk', 'index.html');
	const sources = join(root, 'web');
	if (!existsSync(sources)) return;
	if (existsSync(built) && statSync(built).mtimeMs >= newest(sources)) return;
	say('building the desk (a few seconds) …');
	const { build } = await import('vite');
	await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}
