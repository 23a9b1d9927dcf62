import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/host/config.ts';
import { textOf } from '../../src/host/living.ts';

/** A process of the house: `dunwell serve`, `dunwell work`, or one verb. */
export type Running = {
	readonly child: ChildProcess;
	/** Everything it said on both streams. */
	said(): string;
	/** What it said on stdout alone. */
	answered(): string;
	/** Resolves true when it said this, false when it ended before. */
	until(text: string, seconds?: number): Promise<boolean>;
	/** Its exit code, null when it was killed. */
	readonly ended: Promise<number | null>;
};

/** Everything that was started and has not ended: nothing of it may outlive the harness. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of living) child.kill('SIGKILL');
});

/** `environment` is added to ours. The process does not know that it is watched. */
export function dunwell(args: readonly string[], environment: Readonly<Record<string, string>>): Running {
	const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), ...args], {
		env: {
			...process.env,
			NODE_OPTIONS: '',
			NODE_COMPILE_CACHE: join(tmpdir(), 'dunwell-compile-cache'),
			HOST: '127.0.0.1',
			...environment,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	living.add(child);
	let text = '';
	let out = '';
	let wake = () => {};
	child.stdout.on('data', (chunk: Buffer) => {
		out += chunk.toString();
		text += chunk.toString();
		wake();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		text += chunk.toString();
		wake();
	});
	let over = false;
	const ended = new Promise<number | null>((resolve) => {
		child.once('close', (code) => {
			living.delete(child);
			over = true;
			wake();
			resolve(code);
		});
	});
	return {
		child,
		ended,
		said: () => text,
		answered: () => out,
		async until(wanted, seconds = 90) {
			const late = performance.now() + seconds * 1_000;
			while (!text.includes(wanted)) {
				if (over || performance.now() > late) return false;
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, 500);
					wake = () => {
						clearTimeout(timer);
						resolve();
					};
				});
			}
			return true;
		},
	};
}

/** Kills at once; a process that is gone is none. */
export function kill(pid: number | null | undefined): void {
	if (!pid) return;
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as { code?: string }).code !== 'ESRCH') throw error;
	}
}

export const postmasterOf = (cluster: string): number => Number(textOf(join(cluster, 'postmaster.pid')).split('\n')[0]) || 0;

/** The children of a process, by /proc; none where there is no /proc. */
export function childrenOf(parent: number): number[] {
	const pids: number[] = [];
	try {
		for (const name of readdirSync('/proc')) {
			const status = /^\d+$/.test(name) ? textOf(`/proc/${name}/stat`) : '';
			if (status !== '' && Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) === parent) pids.push(Number(name));
		}
	} catch {
		// No /proc, or a process that ended while it was read.
	}
	return pids;
}
