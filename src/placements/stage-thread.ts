import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Refusal } from '../core/refusal.ts';
import type { Vault } from '../host/vault.ts';
import { type Opening, stage, type StagedChunk, type StageOrder } from './stage.ts';

type Part = Opening | StagedChunk | Refusal;

/** A smaller file is read here: starting a thread would take longer than reading it. The size is an estimate, not a measurement. */
const threadFromBytes = 2 * 2 ** 20;

/** The parts of a file as `stage` gives them, from a worker thread when it is worth one. */
export function stageParts(order: StageOrder, vault: Vault): AsyncGenerator<Part> {
	return (statSync(order.path, { throwIfNoEntry: false })?.size ?? 0) < threadFromBytes ? stage(order, vault) : fromWorker(order, vault);
}

async function* fromWorker(order: StageOrder, vault: Vault): AsyncGenerator<Part> {
	const worker = new Worker(new URL('./stage-worker.ts', import.meta.url), {
		workerData: { order, key: vault.keyForWorker() },
		// Rows live briefly; a small nursery keeps a million of them from looking like a large heap.
		resourceLimits: { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 384 },
	});
	const waiting: (Part | null | Error)[] = [];
	let wake: (() => void) | null = null;
	const arrive = (part: Part | null | Error) => {
		waiting.push(part);
		wake?.();
	};
	worker.on('message', arrive);
	worker.on('error', arrive);
	worker.on('exit', (code) => arrive(new Error(`the reading thread ended with ${code}`)));
	try {
		for (;;) {
			while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
			const part = waiting.shift();
			if (part === null || part === undefined) return;
			if (part instanceof Error) throw part;
			worker.postMessage('taken');
			yield arrived(part);
		}
	} finally {
		await worker.terminate();
	}
}

/** Buffers arrive as plain byte arrays. */
function arrived(part: Part): Part {
	if (!('staged' in part)) return part;
	const buffer = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
	return {
		...part,
		staged: buffer(part.staged),
		parties: buffer(part.parties),
		points: buffer(part.points),
		problems: buffer(part.problems),
	};
}
