import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { Outage } from './core/assert.ts';
import { inTenant } from './host/db.ts';
import { root } from './host/config.ts';
import { say } from './host/log.ts';
import { type House, mainTenant, openHouse } from './house.ts';
import { signInOf, type SignIn } from './people/sign-in.ts';
import { createServer } from './server.ts';
import { startWorker } from './worker.ts';

/** What runs until Ctrl-C: everything (`start`), only HTTP (`serve`), only the jobs (`work`). */
export type Parts = { readonly http: boolean; readonly jobs: boolean; readonly demonstration: boolean };

type Stop = () => Promise<void>;
/** What is open so far, with how each is closed. */
type Opened = { readonly house: House; readonly signIn: SignIn; readonly stops: Stop[] };
/** `long`: broken off by Ctrl-C rather than waited for. */
type Step = { readonly name: string; readonly long?: true; run(opened: Opened): Promise<void> };

/** Opens the house, builds the desk when it is missing or old, loads the demonstration once, serves, and waits for the end. */
export async function start(parts: Parts): Promise<void> {
	const stops: Stop[] = [];
	let stopping: Promise<void> | null = null;
	let opening: Promise<unknown> = Promise.resolve();
	const stop = () => {
		stopping ??= (async () => {
			say('正在停止 stopping …');
			// What is just being opened has to be open before it can be closed.
			await opening.catch(() => {});
			for (const each of stops.reverse()) await each().catch((error: unknown) => say(String(error)));
		})();
		return stopping;
	};
	const ended = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(resolve));
	});
	const steps = stepsOf(parts);
	const tell = (index: number, name: string) => say(`${index}/${steps.length + 1} ${name} …`);
	try {
		tell(1, '数据库 database');
		const open = openHouse({ poolMax: 60, say });
		opening = open;
		const house = await open;
		stops.push(() => house.close());
		const signIn = signInOf(house);
		stops.push(() => signIn.close());
		// Asked before the demonstration is loaded for minutes: a busy port should not be the last thing one learns.
		if (parts.http) await portFree(house.config);
		for (const [index, step] of steps.entries()) {
			if (stopping) break;
			tell(index + 2, step.name);
			const running = step.run({ house, signIn, stops });
			opening = step.long ? Promise.resolve() : running;
			await running;
		}
	} catch (error) {
		const asked = stopping !== null;
		await stop();
		// Whatever broke off because everything was being closed is no failure.
		if (!asked) throw error;
	}
	await ended;
}

function stepsOf(parts: Parts): Step[] {
	const desk: Step = { name: '工作台 desk', long: true, run: buildDesk };
	const demonstration: Step = {
		name: '示范机构 demonstration agency',
		long: true,
		async run({ house }) {
			const { loadDemonstration } = await import('./demo/load.ts');
			await loadDemonstration(house, say);
		},
	};
	const jobs: Step = {
		name: '定时任务 jobs',
		async run({ house, stops }) {
			const worker = await startWorker(house);
			stops.push(() => worker.stop());
			if (!parts.http) process.stdout.write('善催 Dunwell  jobs running. Ctrl-C 停止 stops it.\n');
		},
	};
	const http: Step = {
		name: '服务 serving',
		async run({ house, signIn, stops }) {
			const app = await createServer(house, signIn);
			stops.push(() => app.close());
			const { host, port } = house.config;
			await app.listen({ host, port }).catch((error: unknown) => {
				throw listenTrouble(error, { host, port });
			});
			const address = app.server.address();
			await greet(house, signIn, typeof address === 'object' && address ? address.port : port);
		},
	};
	return [
		...(parts.http ? [desk] : []),
		...(parts.demonstration ? [demonstration] : []),
		...(parts.jobs ? [jobs] : []),
		...(parts.http ? [http] : []),
	];
}

type Place = { readonly host: string; readonly port: number };

/** Why nobody can listen there, as a sentence; other errors as they are. */
function listenTrouble(error: unknown, { host, port }: Place): unknown {
	const sentences: Readonly<Record<string, string>> = {
		EADDRINUSE: `port ${port} is taken; stop what uses it or set PORT`,
		EACCES: `port ${port} is not open to this user; set PORT to 1024 or above`,
		EADDRNOTAVAIL: `this machine has no address ${host}; set HOST`,
		ENOTFOUND: `there is no host ${host}; set HOST`,
	};
	const sentence = sentences[(error as { code?: string }).code ?? ''];
	return sentence ? new Outage(sentence, { cause: error }) : error;
}

function portFree(place: Place): Promise<void> {
	return new Promise((resolve, reject) => {
		const probe = createSocket();
		probe.once('error', (error) => reject(listenTrouble(error, place) as Error));
		probe.listen({ host: place.host, port: place.port }, () => probe.close(() => resolve()));
	});
}

/** The address, and one sign-in per role while the demonstration's own passwords still open them. */
async function greet(house: House, signIn: SignIn, port: number): Promise<void> {
	const { host } = house.config;
	const everywhere = host === '0.0.0.0' || host === '::';
	const shown = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
	const lines = ['', `善催 Dunwell  http://${shown}:${port}${everywhere ? '  (每个网络地址 and every address of this machine)' : ''}`, ''];
	const { demonstrationLogins } = await import('./demo/cast.ts');
	const open = [];
	for (const login of demonstrationLogins) if (await signIn.opens(login.username, login.password)) open.push(login);
	if (open.length > 0) {
		lines.push('角色 role        用户名 username       密码 password');
		for (const login of open) lines.push(`${login.role.padEnd(16)} ${login.username.padEnd(21)} ${login.password}`);
		lines.push('');
	} else if (!(await anyoneSignsIn(house))) {
		lines.push('还没有人能登录。Nobody can sign in yet: npx dunwell login add NAME --name "…" --role admin', '');
	}
	lines.push('Ctrl-C 停止 stops it; started again it keeps everything.');
	process.stdout.write(`${lines.join('\n')}\n`);
}

async function anyoneSignsIn(house: House): Promise<boolean> {
	const { id } = await house.tenant(mainTenant);
	const found = await inTenant(house.pool, id, (tx) =>
		tx.query('select from login where tenant_id = $1 and auth_user_id is not null and closed_at is null limit 1', [tx.tenantId]),
	);
	return found.length > 0;
}

/** The newest change under a folder. */
function newest(folder: string): number {
	let time = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath, entry.name)).mtimeMs);
	}
	return time;
}

/** Builds the desk when it is missing, or older than its sources (the desk's own, the core it shares, the way it is built). */
async function buildDesk(): Promise<void> {
	const built = join(root, 'dist', 'desk', 'index.html');
	const configFile = join(root, 'vite.config.ts');
	if (!existsSync(join(root, 'web'))) return;
	const changed = Math.max(newest(join(root, 'web')), newest(join(root, 'src', 'core')), statSync(configFile).mtimeMs);
	if (existsSync(built) && statSync(built).mtimeMs >= changed) return;
	say('构建工作台（几秒钟）building the desk (a few seconds) …');
	const { build } = await import('vite');
	await build({ configFile, logLevel: 'warn' });
}
