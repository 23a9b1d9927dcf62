import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Server } from '../../../src/simulator/house.ts';
import type { Bug } from './bugs.ts';

/** What of a bug is planted. */
export type Planted = Pick<Bug, 'name' | 'patches' | 'sql'>;

/** At most so many children at once: each keeps a core busy, half of it in the database. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
	if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
	running++;
}

/** Runs a child with bugs planted, and gives what it wrote. */
export async function child<Answer>(
	server: Server,
	planted: readonly Planted[],
	text: string,
	what: 'run' | 'life' | 'shrink' | 'story',
): Promise<Answer> {
	await turn();
	try {
		// A template has the migrations as they are.
		const migrates = planted.some(({ patches }) => patches.some(([file]) => file.startsWith('migrations/')));
		const on = migrates && typeof server !== 'string' ? server.url : server;
		const bugs = planted.map(({ name, patches, sql }) => ({ name, patches, sql }));
		const args = [fileURLToPath(new URL('child.ts', import.meta.url)), JSON.stringify(on), JSON.stringify(bugs), text, what];
		return await new Promise<Answer>((done, failed) => {
			execFile(process.execPath, args, { encoding: 'utf8', maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
				if (error) failed(new Error(`${planted.map(({ name }) => name).join('; ') || 'no bug'}: ${stderr || error.message}`));
				else done(JSON.parse(stdout) as Answer);
			});
		});
	} finally {
		running--;
		waiting.shift()?.();
	}
}

/** Lives with bugs planted, to the day of the first finding (`run`) or to its end (`life`), and tells the invariants that were found broken. */
export async function broken(server: Server, planted: readonly Planted[], life: string, what: 'run' | 'life'): Promise<readonly string[]> {
	return (await child<{ readonly found: readonly string[] }>(server, planted, life, what)).found;
}
