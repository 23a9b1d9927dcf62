import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Server } from '../../../src/simulator/house.ts';

/** At most so many children at once: each keeps a core busy, half of it in the database. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
	if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
	running++;
}

/** Runs a child with a bug planted ('' for none), and gives what it wrote. */
export async function child<Answer>(server: Server, bug: string, text: string, what: 'run' | 'shrink' | 'story' = 'run'): Promise<Answer> {
	await turn();
	try {
		const args = [fileURLToPath(new URL('child.ts', import.meta.url)), JSON.stringify(server), bug, text, what];
		return await new Promise<Answer>((done, failed) => {
			execFile(process.execPath, args, { encoding: 'utf8', maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
				if (error) failed(new Error(`${bug || 'no bug'}: ${stderr || error.message}`));
				else done(JSON.parse(stdout) as Answer);
			});
		});
	} finally {
		running--;
		waiting.shift()?.();
	}
}
