// Trains the model of offensive language from COLD's train part alone (Apache-2.0; thu-coai/COLDataset) and writes data/offensive-zh.json and .bin.
// node tools/train-content.ts path/to/train.csv.gz — the same file gives the same bytes. A tenth of the train part chooses threshold and rounds.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { bucketsOf, foldText, lengthOf, type OffenceModel, offenceOf } from '../src/content/model.ts';
import { scripts } from '../src/channels/scripts.ts';
import { templates } from '../src/channels/templates.ts';
import { root } from '../src/host/config.ts';

const bucketCount = 2 ** 18;
const [file] = process.argv.slice(2);
if (!file) throw new Error('name the train file: train.csv.gz of COLD');
type Row = { label: string; TEXT: string };
const rows = parse<Row>(gunzipSync(readFileSync(file)), { columns: true, bom: true, relax_quotes: true }).map((row) => ({
	text: row.TEXT,
	label: Number(row.label),
	buckets: Int32Array.from(bucketsOf(foldText(row.TEXT), bucketCount)),
}));

// What is said on the telephone about money is not what is written in forums. Sentences of our own, all harmless, each many times: what our texts and debtors' answers sound like.
const harmless = `您好，请问是本人吗？|这里是某某公司，受某某银行委托与您联系。|您在某某银行的账单已逾期，当前应还某某元。|请问您什么时候方便还款？|如有困难，可以和我们协商分期。|感谢您的接听，再见。|请您核实一下身份信息。|我们不会联系您的家人和单位。|请勿轻信冒充公检法的电话。|如遇威胁、辱骂，请拨打投诉电话。|侮辱、恐吓他人是违法的，请文明沟通。|本次通话将被录音。|您的还款已到账，谢谢。|约定的还款明日到期，请留意。|客服电话某某，投诉电话某某，拒收请回复R。|您可以申请减免，我们帮您提交。|我现在没有钱，能不能分期？|我已经还了。|这笔钱不是我欠的，我有异议。|我要投诉你们。|不要再打电话给我了。|他不在，我是他的同事。|我不认识这个人，你打错了。|请帮忙转告他给我们回电。|我生病了，暂时还不上。|我下个月发工资就还。|请把账单发给我看看。|利息太高了，我不同意。|我正在开会，晚点再打。|好的，我知道了，谢谢。|您的申请已经受理，七个工作日内答复。|我们已收到您的异议，期间不再联系您催收。|您的分期方案已生效，请按期还款。|逾期可能影响您的信用记录。|请登录手机银行查看还款情况。|工作时间请拨打客服热线。`;
const ours = [...scripts.flatMap((script) => script.parts.map(({ say }) => say.zh)), ...templates.map(({ zh }) => zh)].map((text) =>
	text.replace(/\{\w+\}/g, '某某'),
);
for (const text of [...harmless.split('|'), ...ours]) {
	const row = { text, label: 0, buckets: Int32Array.from(bucketsOf(foldText(text), bucketCount)) };
	for (let copy = 0; copy < 8; copy++) rows.push(row);
}

// Shuffled by a generator of its own (xorshift), so that the same file gives the same model.
let state = 0x9e3779b9;
const draw = (below: number) => {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % below;
};
for (let i = rows.length - 1; i > 0; i--) {
	const j = draw(i + 1);
	const [a, b] = [rows[i], rows[j]];
	if (a && b) [rows[i], rows[j]] = [b, a];
}
const held = rows.slice(0, Math.floor(rows.length / 10));
const learned = rows.slice(held.length);

/** Log count ratio of each bucket (naive Bayes), by which a logistic regression then weighs. */
function ratios(of: typeof rows): Float64Array {
	const counts = [new Float64Array(bucketCount).fill(1), new Float64Array(bucketCount).fill(1)];
	for (const row of of) for (const bucket of row.buckets) counts[row.label]![bucket]!++;
	const [safe, bad] = counts.map((count) => count.reduce((sum, each) => sum + each, 0)) as [number, number];
	return Float64Array.from({ length: bucketCount }, (_, i) => Math.log(counts[1]![i]! / bad / (counts[0]![i]! / safe)));
}

function train(of: typeof rows, rounds: number): { weights: Float64Array; bias: number } {
	const ratio = ratios(of);
	const weights = new Float64Array(bucketCount).fill(1);
	const squares = new Float64Array(bucketCount).fill(1e-6);
	let bias = 0;
	for (let round = 0; round < rounds; round++) {
		for (let step = 0; step < of.length; step++) {
			const row = of[draw(of.length)]!;
			const norm = 1 / lengthOf(row.buckets.length);
			let score = bias;
			for (const bucket of row.buckets) score += weights[bucket]! * ratio[bucket]! * norm;
			const slip = 1 / (1 + Math.exp(-score)) - row.label;
			bias -= 0.02 * slip;
			for (const bucket of row.buckets) {
				const gradient = slip * ratio[bucket]! * norm + 2e-5 * (weights[bucket]! - 1);
				squares[bucket]! += gradient * gradient;
				weights[bucket]! -= (0.15 * gradient) / Math.sqrt(squares[bucket]!);
			}
		}
	}
	return { weights: weights.map((weight, i) => weight * ratio[i]!), bias };
}

function quantised({ weights, bias }: { weights: Float64Array; bias: number }): Omit<OffenceModel, 'threshold'> {
	const most = [...weights].map(Math.abs).sort((a, b) => b - a)[200] ?? 1;
	const scale = most / 127;
	return { weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale, bias };
}
const accuracy = (of: typeof rows, model: Omit<OffenceModel, 'threshold'>, threshold: number) =>
	of.filter((row) => offenceOf(row.text, { ...model, threshold }) >= threshold === (row.label === 1)).length / of.length;

let best = { rounds: 1, threshold: 0.5, accuracy: 0 };
for (const rounds of [1, 2, 3, 5]) {
	const model = quantised(train(learned, rounds));
	for (let threshold = 0.3; threshold < 0.71; threshold += 0.02) {
		const reached = accuracy(held, model, threshold);
		if (reached > best.accuracy) best = { rounds, threshold: Math.round(threshold * 100) / 100, accuracy: reached };
	}
	process.stderr.write(`${rounds} rounds: best so far ${JSON.stringify(best)}\n`);
}
const model = quantised(train(rows, best.rounds));
writeFileSync(join(root, 'data/offensive-zh.bin'), model.weights);
writeFileSync(
	join(root, 'data/offensive-zh.json'),
	`${JSON.stringify({ source: 'COLD (thu-coai/COLDataset), train part, Apache-2.0', texts: rows.length, rounds: best.rounds, scale: model.scale, bias: model.bias, threshold: best.threshold, held_out_accuracy: Math.round(best.accuracy * 1e4) / 1e4 }, null, '\t')}\n`,
);
