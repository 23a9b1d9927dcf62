import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How a full disk is made here: a small file system of its own where we may mount one, else a limit on the size of files the database may write. */
export type SmallDisk = {
	readonly way: 'tmpfs' | 'limit';
	/** Nothing more can be written, but for about so much. `pids`: the database's processes. */
	fill(leftKb: number, pids: readonly number[]): void;
	/** There is room again. */
	free(pids: readonly number[]): void;
	remove(): void;
};

const megabytes = 192;
const run = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Mounts a file system of 192 MB at the folder, as root; else the folder stays where it is and writes are limited by `prlimit`. */
export function smallDisk(folder: string): SmallDisk {
	const mounted = process.getuid?.() === 0 && run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder);
	return mounted ? tmpfsAt(folder) : limited();
}

function tmpfsAt(folder: string): SmallDisk {
	const ballast = join(folder, 'ballast');
	return {
		way: 'tmpfs',
		fill(leftKb) {
			const file = openSync(ballast, 'w');
			let size = 0;
			try {
				for (const block = Buffer.alloc(2 ** 20); ; ) size += writeSync(file, block);
			} catch (error) {
				if ((error as { code?: string }).code !== 'ENOSPC') throw error;
			} finally {
				closeSync(file);
			}
			const { bavail, bsize } = statfsSync(folder);
			const left = Math.max(0, leftKb * 1_024 - bavail * bsize);
			truncateSync(ballast, Math.max(0, size - left));
		},
		free: () => rmSync(ballast, { force: true }),
		remove: () => void run('umount', '-l', folder),
	};
}

/** Files beyond 64 kB grow no more: the database sees EFBIG where it would see ENOSPC. A limit of the process, so what it starts anew is free of it when ours is. */
function limited(): SmallDisk {
	const limit = (pids: readonly number[], size: string) => {
		for (const pid of pids) run('prlimit', '--pid', String(pid), `--fsize=${size}`);
	};
	return { way: 'limit', fill: (_, pids) => limit(pids, '65536:unlimited'), free: (pids) => limit(pids, 'unlimited'), remove: () => {} };
}
