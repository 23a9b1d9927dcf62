import { createHash } from 'node:crypto';
import pg from 'pg';
import { Fault } from '../core/assert.ts';
import { jsonText } from '../core/json.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../core/refusal.ts';
import type { Counters } from '../counters/client.ts';
import type { Clock } from '../host/clock.ts';
import { beginIn, outageOr, type Pool, type Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import type { Role } from './actor.ts';

/** Who acts: a login of the tenant. Automatic work (day run, sender) acts as the tenant's own `system` login. */
export type Actor = { readonly id: bigint; readonly name: string; readonly role: Role; readonly clientId: bigint | null };

/** What a door (route, job, CLI verb) opens with. */
export type Door = {
	readonly pool: Pool;
	readonly clock: Clock;
	readonly tenantId: bigint;
	readonly vault: Vault;
	readonly actor: Actor;
	/** The counter shared with the lender's other agencies, where one is configured. */
	readonly counters?: Counters | undefined;
};

/** What an action gets: one transaction, one `now`, one actor. Actions compose, because none opens its own. */
export type Act = {
	readonly tx: Tx;
	/**
	 * The time of the act, taken when it is first asked for and then the same. What stops contact (a payment, a hold, a request) asks for it once it holds the debtor's lock
	 * (after an answer, or `tx.settle()`): having waited for a permit it is dated after that permit, not before because it had come to the door earlier.
	 */
	readonly now: Temporal.Instant;
	readonly actor: Actor;
	readonly vault: Vault;
	/** The shared counter of this door: who decides without having asked it says so. */
	readonly counters?: Counters | undefined;
	/** Tells live screens after the commit: a topic (`queue`, `debtor 12`) and nothing personal. */
	tell(topic: string): void;
};

/** What JSON can hold; bigint is written as a string of digits. Answers are kept with the record, so they must be plain data. */
export type Plain = null | boolean | number | string | bigint | readonly Plain[] | { readonly [name: string]: Plain | undefined };

export type Change = {
	/** The act as the record names it: `payment.record`, `contact.ask`. */
	readonly act: string;
	/** What was asked, complete and free of unmasked personal fields; its hash guards the idempotency key. */
	readonly input: Plain;
	readonly debtorId?: bigint | undefined;
	/** The caller's idempotency key: the same key and input again gives the first answer; with other input it is refused. */
	readonly key?: string | undefined;
	/** Everything happens and is then rolled back. */
	readonly dryRun?: boolean | undefined;
	/** What the action saved stays although it refused (a refused permit is itself a row). */
	readonly keepOnRefusal?: boolean | undefined;
	/** Unique constraints that two callers may meet in the same moment: the loser tries again and sees what the winner did. */
	readonly retryOn?: readonly string[] | undefined;
	/** The longest input or answer the record takes, in characters (64 kB unless said); longer is a fault. */
	readonly limitBytes?: number | undefined;
};

/**
 * Words as the record keeps them: an index under the agency's key, equal for equal words and telling nothing else. The words themselves lie with what they are about and go with
 * the debtor (PIPL 47), and the record stays.
 */
export const indexOfWords = (vault: Vault, words: string): string => `words ${vault.blindIndex('words', words).toString('hex')}`;

const triesMax = 4;
/** Each try in which somebody loses is one in which somebody wins: 150 desks on the calls of few debtors need more than four. */
const raceTriesMax = 20;
/** Serialization failure, deadlock: PostgreSQL asks to run the transaction again. */
const retried = new Set(['40001', '40P01']);

/** JSON with sorted keys and bigints as text: the same value always gives the same bytes. */
export function canonical(value: Plain): string {
	return jsonText(value, (_, part) => {
		if (typeof part === 'bigint') return part.toString();
		if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
		return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}

/**
 * The one write path of the house: one transaction that looks up the idempotency key, runs the action (load, decide, save), appends
 * the act or the refusal to the record and commits. On a refusal what the action had saved is rolled back to a savepoint and the
 * refusal is recorded; on a fault nothing remains.
 *
 * Gives back the action's answer as plain data, or its refusal. Throws `Fault` (our bug) or `Outage` (database away).
 */
export async function change<Answer extends Plain>(
	door: Door,
	what: Change,
	action: (act: Act) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await once(door, what, action);
		} catch (error) {
			const code = error instanceof pg.DatabaseError ? error.code : undefined;
			const constraint = error instanceof pg.DatabaseError ? error.constraint : undefined;
			const keyRace = constraint !== undefined && (constraint === 'record_idempotency' || what.retryOn?.includes(constraint));
			if (keyRace ? attempt < raceTriesMax : code && retried.has(code) && attempt < triesMax) continue;
			throw outageOr(error);
		}
	}
}

/** One reading of the clock, made when it is first wanted. */
function timeOf(clock: Clock): () => Temporal.Instant {
	let taken: Temporal.Instant | null = null;
	return () => (taken ??= clock.now());
}

async function once<Answer extends Plain>(
	door: Door,
	what: Change,
	action: (act: Act) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
	const connection = await door.pool.connect();
	const tx = beginIn(connection, door.tenantId, door.vault);
	let broken = false;
	try {
		if (!what.keepOnRefusal) tx.later('savepoint action', 'savepoint action');
		const input = canonical(what.input);
		const hash = createHash('sha256').update(what.act).update('\0').update(input).digest();
		if (what.key !== undefined) {
			// Callers with one key come one after another: the second finds the first one's answer, whatever constraint both would have met.
			tx.later('record key lock', `select pg_advisory_xact_lock(hashtextextended($1, 3))`, [`key ${door.tenantId} ${what.key}`]);
			const earlier = await replay<Answer>(tx, what.key, hash);
			if (earlier !== undefined) {
				await tx.rollback();
				return earlier;
			}
		}
		const topics = new Set<string>();
		const time = timeOf(door.clock);
		const tell = (topic: string) => void topics.add(topic);
		const act = { tx, actor: door.actor, vault: door.vault, counters: door.counters, tell };
		Object.defineProperty(act, 'now', { get: time, enumerable: true });
		const answer = await action(act as typeof act & Pick<Act, 'now'>);
		if (what.dryRun) {
			await tx.settle();
			await tx.rollback();
			return answer;
		}
		if (isRefusal(answer) && !what.keepOnRefusal) {
			tx.later('rollback to savepoint action', 'rollback to savepoint action');
			topics.clear();
		}
		append(tx, door, what, { input, hash, answer, now: time() });
		if (topics.size > 0) {
			const payloads = [...topics].map((topic) => `${door.tenantId} ${topic}`);
			tx.later('record tell', `select pg_notify('dunwell', payload) from unnest($1::text[]) payload`, [payloads]);
		}
		await tx.commit();
		return answer;
	} catch (error) {
		await tx.rollback().catch(() => {
			broken = true;
		});
		throw error;
	} finally {
		connection.release(broken);
	}
}

function append(
	tx: Tx,
	door: Door,
	what: Change,
	{ input, hash, answer, now }: { input: string; hash: Buffer; answer: Plain | Refusal; now: Temporal.Instant },
): void {
	const refusal = isRefusal(answer) ? answer : null;
	const kept = refusal ? { details: refusal.details, allowedFrom: refusal.allowedFrom?.toString() ?? null } : (answer as Plain);
	const answerText = canonical(kept);
	const limit = what.limitBytes ?? 65_536;
	if (input.length > limit || answerText.length > limit) throw new Fault(`the record of ${what.act} is longer than ${limit} characters`);
	tx.later(
		'record append',
		`insert into record_entry (tenant_id, at, act, actor_id, debtor_id, outcome, code, idempotency_key, input_hash, input, answer)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		[
			door.tenantId,
			now,
			what.act,
			door.actor.id,
			what.debtorId ?? null,
			refusal ? 'refused' : 'done',
			refusal?.code ?? null,
			what.key ?? null,
			hash,
			input,
			answerText,
		],
	);
}

type Recorded = { outcome: 'done' | 'refused'; code: RefusalCode | null; input_hash: Buffer; answer: Plain };

/** The first answer under this key, a refusal when the input differs, `undefined` when the key is new. */
async function replay<Answer>(tx: Tx, key: string, hash: Buffer): Promise<Answer | Refusal | undefined> {
	const [earlier] = await tx.prepared<Recorded>(
		'record replay',
		`select outcome, code, input_hash, answer from record_entry where tenant_id = $1 and idempotency_key = $2`,
		[tx.tenantId, key],
	);
	if (!earlier) return undefined;
	if (!earlier.input_hash.equals(hash)) return refuse('idempotency.key_reused_with_other_input');
	if (earlier.outcome === 'done') return earlier.answer as Answer;
	const { details, allowedFrom } = earlier.answer as { details: Record<string, string>; allowedFrom: string | null };
	if (earlier.code === null) throw new Fault('a recorded refusal without a code');
	return refuse(earlier.code, details, allowedFrom === null ? null : Temporal.Instant.from(allowedFrom));
}
