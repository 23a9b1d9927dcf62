import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Others, Reservation } from '../counters/client.ts';
import { inTenant } from '../host/db.ts';
import { newSecret } from '../host/vault.ts';
import { change, type Door } from '../record/change.ts';
import { type Elsewhere, type ElsewhereAsk, findDue, findWho, markSettled, pruneReservations, type WhoRow } from './reservation-store.ts';
import type { Facts } from './rules.ts';

/** The agency as the shared count knows it: the same for all its processes, and nobody's name. */
const houseOf = (door: Door) => door.vault.sign('dunwell counters house').toString('base64url');

/**
 * Asks the count shared with the lender's other agencies (GB/T 45251-2025 counts a lender's agencies together) what they did, and takes a place in it for each ask.
 * Call it before the transaction that decides: no lock is held while the network answers. In the order asked; null where nothing is shared or nothing counts (no
 * counter configured, no call, a third party). When nobody answers, or there is no identity number to count by, the facts say so.
 */
export async function askElsewhere(door: Door, asks: readonly ElsewhereAsk[]): Promise<(Elsewhere | null)[]> {
	const { counters } = door;
	if (!counters || asks.every((ask) => ask.channel !== 'voice')) return asks.map(() => null);
	const now = door.clock.now();
	const who = await inTenant(door.pool, door.tenantId, (tx) => findWho(tx, asks));
	const away = (why: 'no answer' | 'no identity number') => ({ state: 'away', why, local_share: counters.localShare }) as const;
	const wanted = asks.map((ask, i): { creditor: string; call: Reservation }[] | 'no identity number' | null => {
		const of = who[i];
		// Whose own debts are none of the open ones is a third party, whatever their role.
		if (!of || ask.channel !== 'voice' || of.role === 'third_party' || (of.role !== null && of.creditors === null)) return null;
		const identity = identityOf(door, of);
		if (identity === null) return 'no identity number';
		const id = newSecret();
		return (of.creditors ?? []).map((creditor) => ({
			creditor: creditor.id,
			call: { id, key: counters.keyOf(creditor, identity), at: now.toString() },
		}));
	});
	const calls = wanted.flatMap((each) => (Array.isArray(each) ? each.map(({ call }) => call) : []));
	const answers = calls.length === 0 ? [] : await counters.reserve(houseOf(door), calls);
	let place = 0;
	return wanted.map((each, i): Elsewhere | null => {
		if (each === null) return null;
		const after = who[i]?.last_permit ?? 0n;
		if (each === 'no identity number') return { facts: away(each), calls: [], after };
		const taken = each.map(({ call }) => call);
		const others = answers?.slice(place, (place += each.length));
		return { facts: others ? { state: 'counted', calls: callsOf(each, others, now) } : away('no answer'), calls: taken, after };
	});
}

/** Another agency's clock may be ahead of ours: what it has placed was placed before we asked. */
function callsOf(
	each: readonly { creditor: string }[],
	others: readonly Others[],
	now: Temporal.Instant,
): Extract<Facts['elsewhere'], { state: 'counted' }>['calls'] {
	const untilNow = (at: string) => (Temporal.Instant.compare(Temporal.Instant.from(at), now) > 0 ? now.toString() : at);
	return each.flatMap(({ creditor }, k) =>
		(others[k] ?? []).map(({ at, answered }) => ({ creditor_id: creditor, at: untilNow(at), answered })),
	);
}

function identityOf(door: Door, of: WhoRow): string | null {
	const person = JSON.parse(door.vault.open(of.sealed, `debtor ${of.identity_index.toString('hex')}`)) as { idNumber?: string | null };
	return person.idNumber?.trim() || null;
}

/** What this process asks elsewhere and has not decided yet: the last ask of each agency and debtor. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Asks about one debtor come one after another, from the place in the shared count to the decision: places are then decided in the order in which they were taken, and the last
 * call left is nobody's less. No connection and no lock of the database is held meanwhile. Other processes of the agency take their turns apart: see `seenByPermitsSince`.
 */
async function inTurn<T>(debtors: readonly string[], work: () => Promise<T>): Promise<T> {
	const mine = Promise.allSettled(debtors.flatMap((debtor) => underWay.get(debtor) ?? [])).then(work);
	for (const debtor of debtors) underWay.set(debtor, mine);
	try {
		return await mine;
	} finally {
		for (const debtor of debtors) if (underWay.get(debtor) === mine) underWay.delete(debtor);
	}
}

/**
 * Asks elsewhere, then the gate, for as many contacts as one transaction takes (`asksMax`): one question for all of them. `took` is told in the transaction what the gate
 * answered, in the order asked; the places that no permit took are given back after it. A process that ends in between gives nothing back: the place counts, which is the
 * stricter reading.
 */
export async function askingElsewhere<Answer>(
	door: Door,
	asks: readonly ElsewhereAsk[],
	decide: (
		elsewhere: readonly (Elsewhere | null)[],
		took: <P>(given: readonly (P | Refusal)[]) => readonly (P | Refusal)[],
	) => Promise<Answer>,
): Promise<Answer> {
	const called = door.counters ? asks.filter((ask) => ask.channel === 'voice').map((ask) => `${houseOf(door)} ${ask.debtorId}`) : [];
	return inTurn([...new Set(called)], async () => {
		const elsewhere = await askElsewhere(door, asks);
		let taken: readonly boolean[] = [];
		const answer = await decide(elsewhere, (given) => {
			taken = given.map((each) => !isRefusal(each));
			return given;
		});
		await giveBack(
			door,
			elsewhere.flatMap((each, i) => (each && taken[i] !== true ? [each] : [])),
		);
		return answer;
	});
}

/** Gives places back that no permit took. When nobody answers they stay and count. */
async function giveBack(door: Door, places: readonly Elsewhere[]): Promise<void> {
	const calls = places.flatMap((place) => (place.facts.state === 'counted' ? place.calls : []));
	if (calls.length === 0) return;
	await door.counters?.settle(
		houseOf(door),
		calls.map((call) => ({ ...call, answered: false })),
	);
}

/** The service keeps a call for nine days: after them there is nothing left to tell it. */
const keptDays = 9;

/** Throws away places in the shared count that nobody asks about any more. The count thrown away. */
export async function pruneElsewhere(door: Door): Promise<number> {
	const before = door.clock.now().subtract({ hours: 24 * keptDays });
	const pruned = await change(door, { act: 'contact.prune_elsewhere', input: { before: before.toString() } }, async ({ tx }) => ({
		places: await pruneReservations(tx, before),
	}));
	return isRefusal(pruned) ? 0 : pruned.places;
}

/** Tells the shared count how calls ended, by the thousand; what cannot be told now is told later. The count of calls told. */
export async function settleElsewhere(door: Door): Promise<number> {
	const { counters } = door;
	if (!counters) return 0;
	for (let told = 0; ; ) {
		const due = await inTenant(door.pool, door.tenantId, (tx) => findDue(tx, door.clock.now()));
		if (
			due.length === 0 ||
			!(await counters.settle(
				houseOf(door),
				due.map(({ id, key, at, answered }) => ({ id, key, at: at.toString(), answered })),
			))
		) {
			return told;
		}
		await change(door, { act: 'contact.settle_elsewhere', input: { calls: due.length } }, async ({ tx, now }) => {
			await markSettled(tx, due, now);
			return { calls: due.length };
		});
		told += due.length;
	}
}
