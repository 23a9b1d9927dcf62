import { assert, known } from '../core/assert.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../core/refusal.ts';
import { isBefore } from '../core/time.ts';
import { holdOpenDebts, lockDebtors } from '../debtors/locks.ts';
import { lockDebtor, lockNumbersOfPermits, lockNumbersOfPoints } from '../debtors/store.ts';
import type { Tx } from '../host/db.ts';
import type { Act } from '../record/change.ts';
import { type Ask, type Channel, type Decision, decide, type Earlier, type Facts, goesTo, placeOf } from './rules.ts';
import { creditorsOf, type Decided, drawPermitIds, findPermits, insertAttempts, insertPermits, type PermitRow } from './permit-store.ts';
import { type Elsewhere, insertReservations, findSeenSince, type Seen } from './reservation-store.ts';
import { loadTargets, type Target } from './target-store.ts';
import { belongs } from './wish-store.ts';

/** What a desk, a campaign or a message sender intends. */
export type PermitAsk = {
	readonly debtorId: bigint;
	readonly contactPointId: bigint;
	readonly channel: Channel;
	/** Left out: to collect from who owes, to locate through a third party. */
	readonly purpose?: Ask['purpose'] | undefined;
	/** The amount that will be named, in minor units, and its currency. */
	readonly amountMinor?: bigint | undefined;
	readonly currency?: string | undefined;
	/** The debts it is about; left out: every open one. */
	readonly debtIds?: readonly bigint[] | undefined;
	/** A visit: how many go, whether the home is entered and that was agreed to, whether it was announced. */
	readonly visit?: Pick<Ask, 'people' | 'enters_home' | 'entry_agreed' | 'announced'> | undefined;
	/** What will be said, as the law asks after it. */
	readonly content?: Ask['content'] | undefined;
	/** Whose own words go out, where the sending itself is the machine's: the certificate asked after is theirs (CN-H1), and it is no automatic contact (CN-D3). */
	readonly author?: bigint | undefined;
};

export type Permit = {
	readonly permitId: bigint;
	readonly target: Target;
	readonly decision: Decision;
	readonly expiresAt: Temporal.Instant;
};

/** The most asks of one transaction: each debtor and each number takes a slot of the server's lock table. */
export const asksMax = 1_000;

/**
 * Asks the gate for one contact: `askPermits` with one ask. A refusal carries the code of the first rule that spoke, all of them in `details.rule`, its stored
 * decision in `details.permit_id`, and `allowedFrom`.
 */
export async function askPermit(act: Act, ask: PermitAsk, elsewhere?: Elsewhere | null): Promise<Permit | Refusal> {
	return known((await askPermits(act, [ask], [elsewhere]))[0], 'answer');
}

/**
 * Asks the gate for many contacts at once, answered in the order asked, exactly as one after the other would be. Debtors and numbers are locked for the rest of
 * the transaction and a permit given counts against the limits until it is used or runs out, so a limit of three is three however many ask at the
 * same moment. Every decision is stored with its facts and the law's version, permitted or not: call inside `change` with `keepOnRefusal`.
 *
 * `elsewhere`, in the order asked, is what the lender's other agencies did, taken before the transaction (`askElsewhere`). Where a counter is shared and was not
 * asked for a call, our own share is the limit and the decision says so: whatever door it comes through. `locked` hears when every lock is held and the facts are read.
 *
 * The time is that of the question, before the locks: a permit that waited for a request to stop may still be given, and the attempt, which looks again, is refused. (A round trip fewer
 * for each permit.) Who uses a permit in the act that asked for it, or never uses it, holds the debtor's lock before.
 *
 * Refusals: `thing.not_found`, and those of the rules (`contact.*`, `hold.in_force`).
 */
export async function askPermits(
	act: Act,
	asks: readonly PermitAsk[],
	elsewhere: readonly (Elsewhere | null | undefined)[] = [],
	locked: () => void = () => {},
): Promise<(Permit | Refusal)[]> {
	assert(asks.length <= asksMax, `at most ${asksMax} permits are asked at once`);
	if (asks.length === 0) return [];
	lockDebtors(
		act.tx,
		asks.map((ask) => ask.debtorId),
	);
	lockNumbersOfPoints(act.tx, asks);
	const counted = elsewhere.flatMap((each, ask) => {
		return each?.facts.state === 'counted' ? [{ ask, debtorId: known(asks[ask], 'ask').debtorId, after: each.after }] : [];
	});
	const [ids, seen, targets] = await Promise.all([
		drawPermitIds(act.tx, asks.length),
		findSeenSince(act.tx, counted),
		loadTargets(
			act.tx,
			asks.map((ask) => ({ debtorId: ask.debtorId, pointId: ask.contactPointId, agentId: ask.author, debtIds: ask.debtIds })),
			{ now: act.now, agentId: agentOf(act) },
		),
	]);
	locked();
	const found = asks.flatMap((ask, i) => {
		if (!goesTo(ask.channel, targets[i]?.kind)) return [];
		const target = withElsewhere(
			targets[i] ?? null,
			elsewhere[i] === undefined ? notAsked(act, ask, targets[i] ?? null) : withSeen(elsewhere[i]?.facts, seen.get(i)),
		);
		return target
			? [{ i, permitId: known(ids[i], 'permit id'), ask: intended(ask, target, ask.author === undefined && agentOf(act) === null), target }]
			: [];
	});
	const decided = decideInTurn(found, act.now);
	await insertPermits(act.tx, decided, { askedBy: act.actor.id, now: act.now, vault: act.vault });
	insertReservations(
		act.tx,
		found.flatMap(({ i, permitId, target: { debtorId } }, k) =>
			known(decided[k], 'decision').decision.permitted ? (elsewhere[i]?.calls ?? []).map((call) => ({ debtorId, permitId, call })) : [],
		),
	);
	const answers = asks.map((ask): Permit | Refusal =>
		refuse('thing.not_found', { what: placeOf[ask.channel].name, id: String(ask.contactPointId) }),
	);
	for (const [k, { i }] of found.entries()) answers[i] = answerOf(known(decided[k], 'decision'));
	const usable = decided.filter(({ ask, decision }) => decision.permitted && ask.channel !== 'unmask');
	justGiven.set(act.tx, { asked: act.tx.asked, permits: new Map(usable.map((each) => [each.permitId, each.target])) });
	return answers;
}

/** Who speaks; null where a machine does. */
const agentOf = ({ actor }: Act): bigint | null => (actor.role === 'system' ? null : actor.id);

/** The permits a transaction gave last, and how many statements it had asked for by then. */
const justGiven = new WeakMap<Tx, { readonly asked: number; readonly permits: ReadonlyMap<bigint, Target> }>();

/** Where permits lead that were given by the statements just before, in this transaction: no fact can have changed since, for its locks are held and nothing was written. */
function targetsJustGiven(act: Act, uses: readonly PermitUse[]): Target[] | null {
	const given = justGiven.get(act.tx);
	if (given?.asked !== act.tx.asked || new Set(uses.map((use) => use.permitId)).size < uses.length) return null;
	const targets = uses.flatMap(({ permitId, debtorId }) => {
		const target = given.permits.get(permitId);
		return target?.debtorId === debtorId ? [target] : [];
	});
	return targets.length === uses.length ? targets : null;
}

/** A call to the debtor that took no place in the shared count, where there is one. */
function notAsked({ counters }: Act, ask: PermitAsk, target: Target | null): Facts['elsewhere'] {
	if (!counters || ask.channel !== 'voice' || target?.facts.party === 'third_party') return undefined;
	return { state: 'away', why: 'not asked', local_share: counters.localShare };
}

/** The facts with what the lender's other agencies did. */
const withElsewhere = (target: Target | null, elsewhere: Facts['elsewhere']): Target | null =>
	target && elsewhere ? { ...target, facts: { ...target.facts, elsewhere } } : target;

/** The others' calls, and those that permits given since saw and this place did not: each once, two at the same instant twice. */
function withSeen(facts: Facts['elsewhere'], seen: readonly Seen[] = []): Facts['elsewhere'] {
	if (facts?.state !== 'counted' || seen.length === 0) return facts;
	const calls = [...facts.calls];
	for (const others of seen) {
		const known = [...calls];
		for (const call of others) {
			const place = known.findIndex(({ creditor_id, at }) => creditor_id === call.creditor_id && at === call.at);
			if (place === -1) calls.push(call);
			else known.splice(place, 1);
		}
	}
	return { ...facts, calls };
}

function answerOf({ permitId, target, decision }: Decided): Permit | Refusal {
	if (!decision.permitted) return refusalOf(decision, permitId);
	return { permitId, target, decision, expiresAt: known(decision.expiresAt, 'expiry') };
}

function intended(ask: PermitAsk, target: Target, automatic: boolean): Ask {
	return {
		channel: ask.channel,
		purpose: ask.purpose ?? (target.facts.party === 'third_party' ? 'locate' : 'collect'),
		amount_minor: ask.amountMinor === undefined ? null : Number(ask.amountMinor),
		...(ask.currency === undefined ? {} : { currency: ask.currency }),
		...(ask.debtIds === undefined ? {} : { debt_ids: ask.debtIds.map(String) }),
		...ask.visit,
		...(ask.content === undefined || ask.content.length === 0 ? {} : { content: ask.content }),
		automatic,
	};
}

/** Decides ask after ask; what was given to the same debtor or number earlier in the same bulk is history for the next. */
function decideInTurn(asked: readonly Omit<Decided, 'decision'>[], now: Temporal.Instant): Decided[] {
	const byDebtor = new Map<bigint, Decided[]>();
	const byNumber = new Map<string, Decided[]>();
	return asked.map(({ permitId, ask, target: loaded }) => {
		const number = loaded.valueIndex?.toString('hex');
		const before = new Set([...(byDebtor.get(loaded.debtorId) ?? []), ...((number && byNumber.get(number)) || [])]);
		const earlier = [...loaded.facts.earlier, ...[...before].map((given) => asHistory(given, loaded, now))];
		const target = before.size === 0 ? loaded : { ...loaded, facts: { ...loaded.facts, earlier } };
		const decided = { permitId, target, ask, decision: decide(ask, target.facts, target.law, now) };
		if (decided.decision.permitted && ask.channel !== 'unmask') {
			append(byDebtor, loaded.debtorId, decided);
			if (number) append(byNumber, number, decided);
		}
		return decided;
	});
}

/** A permit just given, as the next ask on the same debtor or number finds it. */
function asHistory(given: Decided, of: Target, now: Temporal.Instant): Earlier {
	const { target, ask, decision } = given;
	const sameDebtor = target.debtorId === of.debtorId;
	const sameNumber = of.valueIndex !== null && target.valueIndex?.equals(of.valueIndex) === true;
	return {
		at: now.toString(),
		channel: ask.channel,
		party: target.facts.party,
		same_number: sameNumber,
		same_debtor: sameDebtor,
		same_person: sameDebtor && of.partyId !== null && target.partyId !== null && (target.partyId === of.partyId || sameNumber),
		creditor_ids: creditorsOf(given),
		answered: null,
		lapses_at: decision.expiresAt?.toString() ?? null,
	};
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}

/** The refusal of the first rule that refused, with all of them named. */
export function refusalOf(decision: Decision, permitId: bigint | null): Refusal {
	return refuse(
		known(decision.code, 'the code of the rule that refused'),
		{ rule: rulesOf(decision), ...(permitId === null ? {} : { permit_id: String(permitId) }) },
		decision.allowedFrom,
	);
}

const rulesOf = (decision: Decision) =>
	[...new Set(decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule))].join(', ');

/**
 * What is said at this moment of the author's certificate (CN-H1) and of the holds on the debtor or the debt, where somebody types what the machine will send; null when nothing
 * stands in the way. Everything else the gate says when the message leaves. Refusals: `contact.agent_not_certified`, `hold.in_force`. A debtor who is not there is a fault.
 */
export async function mayWrite(act: Act, of: { debtorId: bigint; debtId: bigint }): Promise<Refusal | null> {
	const [target] = await loadTargets(act.tx, [{ debtorId: of.debtorId, pointId: null }], { now: act.now, agentId: agentOf(act) });
	const { facts, law } = known(target ?? undefined, 'debtor');
	const ask: Ask = { channel: 'sms', purpose: 'collect', amount_minor: null, debt_ids: [String(of.debtId)], automatic: false };
	// By the whole book: what one row leaves open depends on another (an attorney who stands aside, US-C1).
	const { reasons } = decide(ask, facts, law, act.now);
	const code = new Map(law.map((row) => [row.id, row.code]));
	const spoken = reasons.filter(({ rule, verdict }) => verdict === 'refuses' && stopsWriting.includes(code.get(rule) ?? null));
	const [first] = spoken;
	if (!first) return null;
	const lifts = spoken.map(({ lifts_at: at }) => at);
	const last = lifts.includes(null) ? null : (lifts.sort().at(-1) ?? null);
	return refuse(
		known(code.get(first.rule) ?? undefined, 'the code of the rule that refused'),
		{ rule: [...new Set(spoken.map(({ rule }) => rule))].join(', ') },
		last === null ? undefined : Temporal.Instant.from(last),
	);
}

const stopsWriting: readonly (RefusalCode | null)[] = ['contact.agent_not_certified', 'hold.in_force'];

export type PermitUse = {
	readonly debtorId: bigint;
	readonly permitId: bigint;
	readonly workItemId?: bigint | null;
	/** As the permit was asked for. */
	readonly author?: bigint | undefined;
};
export type Placed = { readonly attemptId: bigint; readonly pointId: bigint | null };

/** Uses one permit up: `placeAttempts` with one. */
export async function placeAttempt(act: Act, use: PermitUse): Promise<Placed | Refusal> {
	return known((await placeAttempts(act, [use]))[0], 'answer');
}

/**
 * Uses permits up: the attempts are placed now, in the order asked. The facts are looked at again under the debtors' and numbers' locks, so a payment, a hold or a
 * cease request that came in between wins; unless the permits were given by the statement before, under the same locks: then only a recall can have come, and is looked for.
 *
 * Refusals: `thing.not_found`, `permit.refused`, `permit.used`, `permit.expired`, `permit.void`.
 */
export async function placeAttempts(act: Act, uses: readonly PermitUse[]): Promise<(Placed | Refusal)[]> {
	assert(uses.length <= asksMax, `at most ${asksMax} permits are used at once`);
	const given = targetsJustGiven(act, uses);
	if (given) {
		holdOpenDebts(
			act.tx,
			uses.map((use) => use.debtorId),
		);
		return placeAt(
			act,
			uses,
			given.map(({ pointId }) => pointId),
		);
	}
	lockDebtors(
		act.tx,
		uses.map((use) => use.debtorId),
	);
	lockNumbersOfPermits(act.tx, uses);
	holdOpenDebts(
		act.tx,
		uses.map((use) => use.debtorId),
	);
	// The time of the act is that of the locks: a request to stop that this attempt waited for is dated before it, and not after.
	await act.tx.settle();
	const [permits, targets] = await Promise.all([
		findPermits(act.tx, uses),
		loadTargets(
			act.tx,
			uses.map((use) => ({ debtorId: use.debtorId, pointId: null, permitId: use.permitId, agentId: use.author })),
			{ now: act.now, agentId: agentOf(act) },
		),
	]);
	const answers: (Placed | Refusal | null)[] = uses.map((use, i) => unusable(act, use, permits[i] ?? null));
	const seen = new Set<bigint>();
	const usable = permits.flatMap((permit, i) => {
		if (!permit || answers[i]) return [];
		if (seen.has(permit.id)) {
			answers[i] = refuse('permit.used');
			return [];
		}
		seen.add(permit.id);
		return [{ i, permit }];
	});
	const placing = usable.filter(({ i, permit }) => {
		answers[i] = voidNow(permit, known(targets[i], 'target'), act.now);
		return answers[i] === null;
	});
	const placed = await placeAt(
		act,
		placing.map(({ i }) => known(uses[i], 'use')),
		placing.map(({ permit }) => permit.contact_point_id),
	);
	for (const [k, { i }] of placing.entries()) answers[i] = known(placed[k], 'attempt');
	return answers.map((answer) => known(answer, 'answer'));
}

/** Writes the attempts, of which the debts are held. */
async function placeAt(act: Act, uses: readonly PermitUse[], pointIds: readonly (bigint | null)[]): Promise<(Placed | Refusal)[]> {
	const ids = await insertAttempts(
		act.tx,
		uses.map(({ permitId, debtorId, workItemId }) => ({ permit: { id: permitId, debtor_id: debtorId }, workItemId: workItemId ?? null })),
		{ madeBy: act.actor.id, now: act.now },
	);
	const answers: (Placed | Refusal)[] = [];
	for (const [k, use] of uses.entries()) {
		const attemptId = ids[k] ?? null;
		if (attemptId === null) answers.push(await whyNotPlaced(act, use));
		else {
			act.tell(`debtor ${use.debtorId}`);
			answers.push({ attemptId, pointId: pointIds[k] ?? null });
		}
	}
	return answers;
}

/** Why the statement that writes attempts left one out. */
async function whyNotPlaced({ tx }: Act, { debtorId, workItemId }: PermitUse): Promise<Refusal> {
	const item = workItemId ?? null;
	return item !== null && !(await belongs(tx, debtorId, 'work_item', String(item)))
		? refuse('thing.not_found', { what: 'item', id: String(item) })
		: refuse('permit.void', { rule: 'STATE' });
}

/** Looks at the facts again: a permit is void when a rule refuses now, or one of the debts it was given for may not be spoken of any more. */
function voidNow(permit: PermitRow, target: Target, now: Temporal.Instant): Refusal | null {
	// What the other agencies had done when the permit was given still counts: this call has its place after those.
	const facts = known(withElsewhere(target, permit.facts.facts.elsewhere), 'target').facts;
	const decision = decide({ ...permit.facts.ask, debt_ids: permit.debt_ids.map(String) }, facts, target.law, now);
	if (!decision.permitted) return refuse('permit.void', { rule: rulesOf(decision) }, decision.allowedFrom);
	return decision.debtIds.length === permit.debt_ids.length ? null : refuse('permit.void', { rule: 'STATE' });
}

/** Why a permit cannot be used at all; null when its facts have to be looked at. */
function unusable(act: Act, use: PermitUse, permit: PermitRow | null): Refusal | null {
	if (!permit || permit.channel === 'unmask') return refuse('thing.not_found', { what: 'permit', id: String(use.permitId) });
	if (!permit.permitted) return refuse('permit.refused');
	if (permit.used) return refuse('permit.used');
	return permit.expires_at && isBefore(act.now, permit.expires_at) ? null : refuse('permit.expired');
}

/** Opens one masked contact point for one look: a permit of the channel `unmask`, recorded like any other. */
export async function unmask(
	act: Act,
	ask: { debtorId: bigint; contactPointId: bigint },
): Promise<{ permitId: bigint; value: string } | Refusal> {
	// No attempt looks again at what a look was given for, so its time is that of the lock.
	lockDebtor(act.tx, ask.debtorId);
	holdOpenDebts(act.tx, [ask.debtorId]);
	await act.tx.settle();
	const permit = await askPermit(act, { ...ask, channel: 'unmask', purpose: 'inform' });
	if (isRefusal(permit)) return permit;
	const [row] = await act.tx.query<{ value_sealed: Buffer; value_index: Buffer }>(
		'select value_sealed, value_index from contact_point where tenant_id = $1 and debtor_id = $2 and id = $3',
		[act.tx.tenantId, ask.debtorId, ask.contactPointId],
	);
	const { value_sealed, value_index } = known(row, 'contact point');
	return { permitId: permit.permitId, value: act.vault.open(value_sealed, `contact ${value_index.toString('hex')}`) };
}
