import { parentPort, workerData } from 'node:worker_threads';
import { known } from '../core/assert.ts';
import { vaultOf } from '../host/vault.ts';
import { stage, type StageOrder } from './stage.ts';

/**
 * A worker thread that reads and seals one file, so that neither the desks served by this process nor the database wait for it. It runs ahead of
 * its reader by two chunks and no more: memory stays bounded.
 */
const { order, key } = workerData as { order: StageOrder; key: Uint8Array };
const port = known(parentPort, 'a parent thread');
const aheadMax = 2;
let ahead = 0;
let wake: (() => void) | null = null;
port.on('message', () => {
	ahead--;
	wake?.();
});
for await (const part of stage(order, vaultOf(key))) {
	while (ahead >= aheadMax) await new Promise<void>((resolve) => (wake = resolve));
	ahead++;
	const buffers = 'staged' in part ? [part.staged, part.parties, part.points, part.problems] : [];
	port.postMessage(
		part,
		buffers.flatMap((buffer) => (buffer ? [buffer.buffer as ArrayBuffer] : [])),
	);
}
port.postMessage(null);
port.close();
