import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../host/config.ts';
import { inputNames, type NgramModel, type OffenceModel } from './model.ts';

/** What stands in data/offensive-zh.json beside the weights of data/offensive-zh.bin (`all`, `quiet`, then the small `against` and `attack`). */
export type ModelFacts = {
	readonly buckets: number;
	readonly all: Omit<NgramModel, 'weights'>;
	readonly quiet: Omit<NgramModel, 'weights'>;
	readonly small_buckets: number;
	readonly against: Omit<NgramModel, 'weights'>;
	readonly attack: Omit<NgramModel, 'weights'>;
	readonly head: Readonly<Record<string, number>>;
	readonly threshold: number;
	readonly block_from: number;
	readonly plain_threshold: number;
};

let loaded: OffenceModel | undefined;

/** The shipped model (data/offensive-zh.*, trained by tools/train-content.ts), read once. */
export function offenceModel(): OffenceModel {
	if (loaded) return loaded;
	const facts = JSON.parse(readFileSync(join(root, 'data/offensive-zh.json'), 'utf8')) as ModelFacts;
	const bytes = readFileSync(join(root, 'data/offensive-zh.bin'));
	const table = (from: number, buckets: number) => new Int8Array(bytes.buffer, bytes.byteOffset + from, buckets);
	const { buckets, small_buckets: small } = facts;
	loaded = {
		all: { ...facts.all, weights: table(0, buckets) },
		quiet: { ...facts.quiet, weights: table(buckets, buckets) },
		against: { ...facts.against, weights: table(2 * buckets, small) },
		attack: { ...facts.attack, weights: table(2 * buckets + small, small) },
		head: inputNames.map((name) => facts.head[name] ?? 0),
		threshold: facts.threshold,
		blockFrom: facts.block_from,
		plainThreshold: facts.plain_threshold,
	};
	return loaded;
}
