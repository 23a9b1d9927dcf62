import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify as verifySignature } from 'node:crypto';
import { known } from '../core/assert.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { inTenant, type Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import type { Door } from './change.ts';
import { type Difference, differences } from './journal.ts';
import { settleVersions } from './journal-store.ts';
import { type Hash, headOf, nothingBefore, rootOf } from './merkle.ts';
import {
	brokenRows,
	highestSealed,
	insertSeal,
	lastSeal,
	type LeafRow,
	leavesOf,
	lockSeals,
	sealsFrom,
	type Source,
	sourceNames,
	unsealed,
	unsealedBatches,
	countUnsealed,
	type Floor,
	outcomesUntil,
} from './seal-store.ts';

/** Ed25519 of the agency, derived from its data key: whoever can write the database but has no key cannot sign a head. */
export function sealKey(vault: Vault): { readonly privateKey: KeyObject; readonly publicKey: string } {
	const seed = Buffer.from(hkdfSync('sha256', vault.keyForWorker(), '', 'dunwell record seal', 32));
	// PKCS #8 of an Ed25519 private key (RFC 8410): a fixed beginning and the seed.
	const privateKey = createPrivateKey({
		key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
		format: 'der',
		type: 'pkcs8',
	});
	const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
	return { privateKey, publicKey };
}

export function isSigned(head: Hash, signature: Uint8Array, publicKey: string): boolean {
	const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
	return verifySignature(null, head, key, signature);
}

const batchRows = 8_192;
/** A transaction may be open this long and its rows still come in their order. */
const openHours = 1;

/**
 * Up to where every row is sealed, or comes late: the highest numbers that were sealed an hour and more ago, and an hour before that seal, since what was recorded until then had been committed and
 * was seen by it.
 */
async function floorAt(tx: Tx, now: Temporal.Instant): Promise<ReadonlyMap<Source, Floor>> {
	const settled = await lastSeal(tx, now.subtract({ hours: openHours }));
	const at = settled?.sealed_at.subtract({ hours: openHours }) ?? null;
	const floors = new Map<Source, Floor>();
	for (const source of sourceNames) floors.set(source, { number: settled ? await highestSealed(tx, source, settled.number) : 0n, at });
	return floors;
}

export const microsOf = (at: Temporal.Instant): bigint => at.epochNanoseconds / 1_000n;

export type Sealed = { readonly seals: number; readonly leaves: number; readonly late: number };

/**
 * Seals what is committed and not sealed, source by source and batch by batch, in one transaction. `late`: also rows whose numbers lie below what was sealed an hour and more
 * ago. Sealing is no act of the record: an entry about each seal would have to be sealed in turn.
 */
export async function sealRecord(door: Door, options: { readonly late?: boolean } = {}): Promise<Sealed> {
	const { privateKey } = sealKey(door.vault);
	// One reading of each table, however many seals come of it: a million rows placed are sealed in one pass.
	return inTenant(
		door.pool,
		door.tenantId,
		async (tx) => {
			await lockSeals(tx);
			await settleVersions(tx);
			// As the database keeps it: whole microseconds.
			const now = door.clock.now().round({ smallestUnit: 'microsecond', roundingMode: 'floor' });
			const floors = await floorAt(tx, now);
			const done = { seals: 0, leaves: 0, late: 0 };
			let before = await lastSeal(tx);
			let waiting: LeafRow[] = [];
			const sealBatch = async () => {
				const leaves = waiting.slice(0, batchRows);
				waiting = waiting.slice(batchRows);
				const batch = {
					root: rootOf(leaves.map((leaf) => leaf.leaf)),
					number: (before?.number ?? 0n) + 1n,
					leaves: leaves.length,
					sealedMicros: microsOf(now),
				};
				const head = headOf(before?.head ?? nothingBefore, batch);
				before = { ...batch, sealed_at: now, head, signature: sign(null, head, privateKey) };
				await insertSeal(tx, before, leaves);
				done.seals++;
				done.leaves += leaves.length;
			};
			for (const side of options.late === true ? (['above', 'below'] as const) : (['above'] as const))
				for (const source of sourceNames)
					for await (const rows of unsealedBatches(tx, source, { floor: known(floors.get(source), 'floor'), side, size: batchRows })) {
						waiting = [...waiting, ...rows];
						if (side === 'below') done.late += rows.length;
						if (waiting.length >= batchRows) await sealBatch();
					}
			if (waiting.length > 0) await sealBatch();
			return done;
		},
		door.vault,
	);
}

/** A head to keep elsewhere: with it an older or another record is told apart. */
export type { CoveredTable } from './journal-tables.ts';
export type { Source };
/** For who measures: what is sealed, and what of each row is hashed. */
export { leafOf, sourceNames } from './seal-store.ts';

export type KeptHead = {
	readonly kind: 'dunwell record head';
	readonly tenant: string;
	readonly number: string;
	readonly sealed_at: string;
	readonly head: string;
	readonly signature: string;
	readonly public_key: string;
};

export async function currentHead(door: Door): Promise<KeptHead | Refusal> {
	const seal = await inTenant(door.pool, door.tenantId, (tx) => lastSeal(tx));
	if (!seal) return refuse('thing.not_found', { what: 'seal', id: '1' });
	return {
		kind: 'dunwell record head',
		tenant: String(door.tenantId),
		number: String(seal.number),
		sealed_at: seal.sealed_at.toString(),
		head: seal.head.toString('hex'),
		signature: seal.signature.toString('hex'),
		public_key: sealKey(door.vault).publicKey,
	};
}

export type Finding = {
	readonly what: 'altered' | 'removed' | 'inserted' | 'seal broken' | 'seal forged' | 'older than kept' | 'other than kept';
	readonly seal: string | null;
	readonly source: string | null;
	readonly row: string | null;
	readonly sentence: string;
};
export type Verified = {
	readonly seals: number;
	readonly leaves: number;
	/** Rows that came after the last seal. */
	readonly unsealed: number;
	/** Versions of rows that the house vouches for, or should. */
	readonly versions: number;
	/** Rows sealed out of their order: of a transaction open for more than an hour, or slipped in. */
	readonly late: number;
	/** The first broken thing first; empty when the record is whole. */
	readonly findings: readonly Finding[];
};

const findingsMax = 20;

/**
 * Derives everything again: trees, chain, signatures, every row's leaf, and every covered row's newest version. `kept`: a head kept elsewhere. `elsewhere`: what another reader found that
 * sees what this door does not (the sign-in library's tables). Reads only.
 */
export async function verifyRecord(
	door: Door,
	kept: KeptHead | null = null,
	elsewhere: () => Promise<readonly Difference[]> = async () => [],
): Promise<Verified> {
	const { publicKey } = sealKey(door.vault);
	const unknownHere = await elsewhere();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		// Every row is read: looking rows up one by one, as the planner would right after the first seals of an agency, took 200 s for a year of 2,000 debts.
		await tx.query('set transaction isolation level repeatable read; set local enable_nestloop = off');
		const chain = await verifyChain(tx, publicKey, kept);
		const findings = [...chain.findings];
		const floors = await floorAt(tx, door.clock.now());
		let unsealedRows = 0;
		for (const source of sourceNames) {
			const floor = known(floors.get(source), 'floor');
			for (const { seal, row_id, removed } of await brokenRows(tx, source, findingsMax))
				findings.push({
					what: removed ? 'removed' : 'altered',
					seal: String(seal),
					source,
					row: String(row_id),
					sentence: `${source} ${row_id}, sealed in ${seal}, ${removed ? 'is gone' : 'is not what it was'}`,
				});
			for (const { row_id } of await unsealed(tx, source, { floor, side: 'below', limit: findingsMax }))
				findings.push({
					what: 'inserted',
					seal: null,
					source,
					row: String(row_id),
					sentence: `${source} ${row_id} has no leaf, although what came after it was sealed more than ${openHours} hour ago`,
				});
			unsealedRows += await countUnsealed(tx, source, floor);
		}
		const { found, versions } = await differences(tx, door.vault, findingsMax);
		const named = new Set(findings.map(({ source, row }) => `${source} ${row}`));
		for (const each of [...found, ...unknownHere]) if (!named.has(`${each.source} ${each.row}`)) findings.push({ ...each, seal: null });
		findings.sort((a, b) => Number(a.seal ?? Number.MAX_SAFE_INTEGER) - Number(b.seal ?? Number.MAX_SAFE_INTEGER));
		return { seals: chain.seals, leaves: chain.leaves, versions, unsealed: unsealedRows, late: chain.late, findings };
	});
}

async function verifyChain(tx: Tx, publicKey: string, kept: KeptHead | null) {
	const findings: Finding[] = [];
	const broken = (what: Finding['what'], number: bigint, sentence: string) =>
		findings.push({ what, seal: String(number), source: null, row: null, sentence });
	let [before, last, leafCount, late]: [Hash, bigint, number, number] = [nothingBefore, 0n, 0, 0];
	let lastAt: Temporal.Instant | null = null;
	const lateOf = latecomers(tx);
	for (;;) {
		const page = await sealsFrom(tx, last, 200);
		for (const seal of page) {
			if (seal.number !== last + 1n) broken('seal broken', last + 1n, `seal ${last + 1n} is gone`);
			const leaves = await leavesOf(tx, seal.number);
			leafCount += leaves.length;
			late += await lateOf(seal.sealed_at, leaves);
			const whole = leaves.length === seal.leaves && leaves.every((leaf, i) => leaf.position === i);
			if (!whole) broken('seal broken', seal.number, `seal ${seal.number} has ${leaves.length} leaves of ${seal.leaves}`);
			else if (!rootOf(leaves.map((leaf) => leaf.leaf)).equals(seal.root))
				broken('seal broken', seal.number, `the leaves of seal ${seal.number} do not come to its root`);
			if (!headOf(before, { ...seal, sealedMicros: microsOf(seal.sealed_at) }).equals(seal.head))
				broken('seal broken', seal.number, `seal ${seal.number} does not follow the one before`);
			if (!isSigned(seal.head, seal.signature, publicKey))
				broken('seal forged', seal.number, `seal ${seal.number} is not signed with the agency’s key`);
			if (kept && String(seal.number) === kept.number && seal.head.toString('hex') !== kept.head)
				broken(
					'other than kept',
					seal.number,
					`seal ${seal.number} is another than the one kept elsewhere: an older copy was put back and gone on with, or it is another record`,
				);
			before = seal.head;
			last = seal.number;
			lastAt = seal.sealed_at;
		}
		if (page.length < 200) break;
	}
	if (kept && BigInt(kept.number) > last)
		broken(
			'older than kept',
			last + 1n,
			`the record ends at seal ${last}${lastAt ? ` of ${lastAt}` : ''}, the head kept elsewhere is of seal ${kept.number} of ${kept.sealed_at}: an older copy was put back, and what was done since is missing`,
		);
	return { seals: Number(last), leaves: leafCount, late, findings };
}

/** Counts, seal after seal, the leaves whose numbers (and times, where they come by these) lie at or below what had been sealed an hour and more before. */
function latecomers(tx: Tx): (sealedAt: Temporal.Instant, leaves: readonly { source: Source; row_id: bigint }[]) => Promise<number> {
	const highest = new Map<Source, bigint>();
	const floors = new Map<Source, bigint>();
	let settledAt: Temporal.Instant | null = null;
	const recent: { sealedAt: Temporal.Instant; highest: ReadonlyMap<Source, bigint> }[] = [];
	return async (sealedAt, leaves) => {
		const settled = sealedAt.subtract({ hours: openHours });
		while (recent[0] && Temporal.Instant.compare(recent[0].sealedAt, settled) <= 0) {
			settledAt = recent[0].sealedAt;
			for (const [source, row] of recent.shift()?.highest ?? []) floors.set(source, row);
		}
		const below = leaves.filter(({ source, row_id }) => row_id <= (floors.get(source) ?? 0n));
		const outcomes = below.filter(({ source }) => source === 'contact_outcome').map(({ row_id }) => row_id);
		for (const { source, row_id } of leaves) if (row_id > (highest.get(source) ?? 0n)) highest.set(source, row_id);
		recent.push({ sealedAt, highest: new Map(highest) });
		const told = outcomes.length > 0 && settledAt ? await outcomesUntil(tx, outcomes, settledAt.subtract({ hours: openHours })) : 0;
		return below.length - outcomes.length + told;
	};
}
