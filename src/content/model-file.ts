import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../host/config.ts';
import type { OffenceModel } from './model.ts';

let loaded: OffenceModel | undefined;

/** The shipped model (data/offensive-zh.*, trained by tools/train-content.ts), read once. */
export function offenceModel(): OffenceModel {
	if (loaded) return loaded;
	const facts = JSON.parse(readFileSync(join(root, 'data/offensive-zh.json'), 'utf8')) as Omit<OffenceModel, 'weights'>;
	const bytes = readFileSync(join(root, 'data/offensive-zh.bin'));
	loaded = {
		weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
		scale: facts.scale,
		bias: facts.bias,
		threshold: facts.threshold,
	};
	return loaded;
}
