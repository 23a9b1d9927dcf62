import { mkdirSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Book, type Call, note } from './rules.ts';

/** Calls kept in one file, a line each, written to the disk before anybody is answered. */
export type CallFile = {
	readonly book: Book;
	/** Notes calls and waits until those that changed something are on the disk; calls that come meanwhile share the next write. */
	keep(calls: readonly Call[]): Promise<void>;
	close(): Promise<void>;
};

/**
 * Opens the file of a folder, made when missing. A last line that a power cut left unfinished was answered to nobody and is dropped. The file is written again
 * without what is older than `since`, and put in place whole.
 */
export async function openCalls(folder: string, since: Temporal.Instant): Promise<CallFile> {
	mkdirSync(folder, { recursive: true });
	const path = join(folder, 'calls.jsonl');
	const book: Book = new Map();
	for (const line of (await textOf(path)).split('\n').slice(0, -1)) {
		const call = JSON.parse(line) as Call;
		if (Temporal.Instant.compare(Temporal.Instant.from(call.notedAt), since) >= 0) note(book, call);
	}
	const draft = `${path}.new`;
	const writing = await open(draft, 'w', 0o600);
	await writing.writeFile(linesOf([...book.values()].flat()));
	await writing.sync();
	await writing.close();
	await rename(draft, path);
	const place = await open(folder, 'r');
	await place.sync();
	await place.close();

	const file = await open(path, 'a');
	let waiting: Call[] = [];
	let turn: Promise<void> = Promise.resolve();
	const write = async () => {
		if (waiting.length === 0) return;
		const calls = waiting;
		waiting = [];
		await file.appendFile(linesOf(calls));
		await file.datasync();
	};
	return {
		book,
		keep(calls) {
			waiting.push(...calls.filter((call) => note(book, call)));
			// After a failed write every later one fails too: the book would know what the disk does not.
			turn = turn.then(write);
			return turn;
		},
		async close() {
			await turn.catch(() => {});
			await file.close();
		},
	};
}

const linesOf = (calls: readonly Call[]) => calls.map((call) => `${JSON.stringify(call)}\n`).join('');

async function textOf(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
}
