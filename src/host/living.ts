import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Outage } from '../core/assert.ts';
import { say } from './log.ts';

/** Reads a file that another process may take away at any moment; `''` when it is gone. */
export function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as { code?: string }).code === 'ENOENT') return '';
		throw error;
	}
}

/** Whether the number is taken by a process, living or waiting to be reaped. */
export function exists(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as { code?: string }).code === 'EPERM';
	}
}

/** Whether a process exists and is not a zombie. */
export function alive(pid: number): boolean {
	if (!exists(pid)) return false;
	const [state] = statusOf(pid);
	return state === undefined || (state !== 'Z' && state !== 'X');
}

/** Fields of /proc/<pid>/stat from the state on; empty where there is no /proc. */
function statusOf(pid: number): string[] {
	const text = textOf(`/proc/${pid}/stat`);
	return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/**
 * A process in a word that its successor under the same number does not share: pid and, on Linux, the tick it started at. In a container
 * every start has the same pid, so the number alone would mistake the dead for the living.
 */
function markOf(pid: number): string {
	return `${pid} ${statusOf(pid)[19] ?? ''}`.trim();
}

function markLives(mark: string): boolean {
	const pid = Number(mark.split(' ')[0]);
	return alive(pid) && markOf(pid) === mark.trim();
}

let marksMade = 0;

/** Leaves a mark in `folder` that this process uses what lies there. Gives the file, to be removed at the end. */
export function leaveMark(folder: string): string {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${process.pid}-${marksMade++}`);
	writeFileSync(file, markOf(process.pid));
	return file;
}

/** How many living processes left their mark in `folder`; marks of the dead are removed. */
export function marksIn(folder: string): number {
	if (!existsSync(folder)) return 0;
	return readdirSync(folder).filter((name) => {
		const lives = markLives(textOf(join(folder, name)));
		if (!lives) rmSync(join(folder, name), { force: true });
		return lives;
	}).length;
}

/** Takes a lock file at once or not at all; gives the release, or `null` when a living process holds it. */
export function tryLock(file: string): (() => void) | null {
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			writeFileSync(file, markOf(process.pid), { flag: 'wx' });
			return () => rmSync(file, { force: true });
		} catch (error) {
			if ((error as { code?: string }).code !== 'EEXIST') throw error;
		}
		clearDead(file);
	}
	return null;
}

/** Removes a lock whose holder is dead. Only one process at a time may do so, else the second would remove the first one's new lock. */
function clearDead(file: string): void {
	const mark = textOf(file);
	if (mark === '' || markLives(mark)) return;
	const clearing = `${file}.clearing`;
	try {
		writeFileSync(clearing, markOf(process.pid), { flag: 'wx' });
	} catch {
		const other = textOf(clearing);
		if (other !== '' && !markLives(other)) rmSync(clearing, { force: true });
		return;
	}
	if (textOf(file) === mark) rmSync(file, { force: true });
	rmSync(clearing, { force: true });
}

/** Waits for a lock file. Throws `Outage` when a living process has held it for `secondsMax`. */
export async function lock(file: string, secondsMax: number): Promise<() => void> {
	let emptySince = 0;
	for (let tries = 0; tries < secondsMax * 40; tries++) {
		const release = tryLock(file);
		if (release) return release;
		// An empty file is being written this moment, or was left so by a crash of the machine.
		emptySince = textOf(file) === '' ? emptySince + 1 : 0;
		if (emptySince > 80) rmSync(file, { force: true });
		if (tries === 200) say(`waiting for process ${textOf(file).split(' ')[0]}, which is starting or stopping the database …`);
		await sleep(25);
	}
	throw new Outage(`${file} has been held by process ${textOf(file)} for ${secondsMax} s`);
}
