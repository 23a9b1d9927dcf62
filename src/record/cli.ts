import { readFileSync, writeFileSync } from 'node:fs';
import { Option } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { finish } from '../host/command.ts';
import { faultOfProof, type Proof, proofOf, provable } from './proofs.ts';
import { currentHead, type KeptHead, sealRecord, verifyRecord } from './seals.ts';

/** A file of ours by its kind, or a refusal that says what is wrong with it. */
function readOurs<T extends { kind: string }>(file: string, kind: T['kind']): T | Refusal {
	try {
		const value = JSON.parse(readFileSync(file, 'utf8')) as T;
		return value.kind === kind ? value : refuse('facts.unreadable', { reason: `${file}: ${kind}?` });
	} catch (error) {
		return refuse('facts.unreadable', { reason: String(error).slice(0, 200) });
	}
}
const readHead = (file: string | undefined): KeptHead | null | Refusal =>
	file === undefined ? null : readOurs<KeptHead>(file, 'dunwell record head');

/** `dunwell record …`: the record sealed, verified, proved. */
export function commands(cli: Cli): void {
	cli
		.verb('record', 'seal', 'seal what was done since the last seal (the worker does it each minute)')
		.option('--late', 'also rows below what was sealed an hour and more ago; verify counts them as late')
		.action(
			cli.run<[], { late?: boolean }>('record.view', async ({ door, options }) => {
				const sealed = await sealRecord(door, { late: options.late === true });
				return { answer: sealed, text: `${sealed.leaves} rows in ${sealed.seals} seals, ${sealed.late} of them late` };
			}),
		);
	cli
		.verb('record', 'verify', 'derive every seal and every sealed row again; names the first that is altered, removed or inserted')
		.option('--root <file>', 'a head kept elsewhere (record head --out): an older copy put back is noticed')
		.action(
			cli.run<[], { root?: string }>('record.view', async ({ house, door, options }) => {
				const kept = readHead(options.root);
				if (isRefusal(kept)) return kept;
				const verified = await verifyRecord(door, kept, () => house.signInDifferences(door.tenantId));
				const whole = `${verified.leaves} rows in ${verified.seals} seals, ${verified.versions} versions of rows, ${verified.unsealed} since, ${verified.late} late`;
				const found = verified.findings.map((finding) => finding.sentence);
				return {
					answer: verified,
					text: found.length === 0 ? `${whole}; the record is whole` : [whole, ...found].join('\n'),
					partlyRefused: found.length > 0,
				};
			}),
		);
	cli
		.verb('record', 'head', 'the head of the record, to keep elsewhere')
		.option('--out <file>', 'write it there')
		.action(
			cli.run<[], { out?: string }>('record.view', async ({ door, options }) => {
				const head = await currentHead(door);
				if (isRefusal(head)) return head;
				if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(head, null, '\t')}\n`);
				return { answer: head };
			}),
		);
	cli
		.verb('record', 'proof', 'everything that shows that one row stands in the record, in one file')
		.argument('<id>', 'number of the row, or its key as verify names it')
		.addOption(new Option('--source <source>', 'which table').choices(provable).default('record_entry'))
		.option('--out <file>', 'write it there')
		.action(
			cli.run<[string], { source: (typeof provable)[number]; out?: string }>('record.view', async ({ door, options }, id) => {
				const proof = await proofOf(door, options.source, id);
				if (isRefusal(proof)) return proof;
				if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(proof, null, '\t')}\n`);
				return { answer: proof };
			}),
		);
	cli
		.verb('record', 'check-proof', 'check a proof; no database and no key is needed')
		.argument('<file>', 'the proof')
		.option('--root <file>', 'a head kept elsewhere that the proof must lead to')
		.action(async (file: string, options: { root?: string; json?: boolean }) => {
			process.exitCode = await finish(async () => {
				const proof = readOurs<Proof>(file, 'dunwell record proof');
				if (isRefusal(proof)) return proof;
				const kept = readHead(options.root);
				if (isRefusal(kept)) return kept;
				const fault = faultOfProof(proof, kept);
				const answer = {
					holds: fault === null,
					fault,
					source: proof.of?.source ?? proof.source,
					row: proof.of?.row ?? proof.row,
					seal: proof.seal.number,
					content: proof.of?.text ?? proof.content,
				};
				return {
					answer,
					text:
						fault ??
						`${answer.source} ${answer.row} stands in seal ${proof.seal.number} of ${proof.seal.sealed_at}: the proof holds${kept ? ', and leads to the head kept elsewhere' : `, signed by the key it names (${proof.public_key.slice(-16)}); --root shows whose`}`,
					partlyRefused: fault !== null,
				};
			}, options.json === true);
		});
}
