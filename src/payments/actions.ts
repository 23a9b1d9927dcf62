import { assert, known } from '../core/assert.ts';
import type { Currency } from '../core/money.ts';
import { maskReference } from './rows.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn, isBefore } from '../core/time.ts';
import { judgePromises, keepPromises } from '../arrangements/actions.ts';
import { aliasOf } from '../debts/alias.ts';
import { lockDebtors } from '../debtors/locks.ts';
import { cancelWork, setReviewOn, withdrawMessages } from '../debts/pressure.ts';
import { findDebtorsDone, saveStatus } from '../debts/store.ts';
import { type Posting, postTransfers } from '../ledger/actions.ts';
import { balanceAfter, transfersOf } from '../ledger/rules.ts';
import type { Vault } from '../host/vault.ts';
import type { Act } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import {
	type Decided,
	decidePayment,
	type Earlier,
	factsText,
	type PayableDebt,
	type PaymentState,
	type Share,
	sumsOf,
	thousandths,
	toldApart,
	waiting,
	type WaitingReason,
} from './rules.ts';
import { contentReference, indexOfFacts, payerContext } from './facts.ts';
import { namesOf } from './names.ts';
import {
	appendPayments,
	findDebtsAliased,
	findDebtsNamed,
	findRecorded,
	loadPayableForUpdate,
	lockClientPayments,
	takePaymentIds,
} from './store.ts';

/** A payment as it came, typed and not yet matched. */
export type GivenPayment = {
	/** The bank's or client's own number of it, unique within the client; null: it is told apart by its content and its place among equal ones. */
	readonly externalReference: string | null;
	/** Which of several equal ones it is, from 1. */
	readonly place: number;
	/** The keyed index of `factsText`: the same number with another one is another payment. */
	readonly factsHash: Buffer;
	/** False: the currency is that of the debt or the client. */
	readonly currencyStated: boolean;
	/** The numbers that may name the debt, the surest first. */
	readonly references: readonly string[];
	readonly amountMinor: bigint;
	readonly currency: Currency;
	readonly paidAt: Temporal.Instant;
	readonly method: string;
	readonly payer: string;
	/** Whose debt it is said to pay; empty: not said. */
	readonly debtorName: string;
};

/** What became of one given payment. */
export type Recorded =
	| { readonly kind: 'recorded'; readonly paymentId: bigint; readonly decided: Decided }
	| { readonly kind: 'duplicate' | 'other_facts'; readonly paymentId: bigint | null };

/** What payments do to debts as they are decided one after another: a second payment of a batch sees what the first left. */
export class Book {
	private readonly debts = new Map<bigint, PayableDebt>();
	private readonly seen = new Map<string, Earlier[]>();

	/** The debt as it stands after the payments decided so far, beside those that are still open. */
	at(debt: PayableDebt): PayableDebt {
		const { openBeside, ...now } = this.debts.get(debt.debtId) ?? debt;
		return { ...now, openBeside: openBeside.filter((id) => (this.debts.get(id)?.status ?? 'open') === 'open') };
	}

	apply(decided: Decided): void {
		for (const { debt, applied, surplusMinor, settles } of decided.shares) {
			const balance = balanceAfter(transfersOf({ kind: 'paid', parts: applied, surplusMinor }), debt.balance);
			this.debts.set(debt.debtId, { ...debt, balance, status: settles ? 'settled' : debt.status });
		}
	}

	/** The payments decided under a number so far. */
	under(number: string): readonly Earlier[] {
		return this.seen.get(number) ?? [];
	}

	remember(number: string, { factsHash, currency }: GivenPayment): void {
		this.seen.set(number, [{ id: null, hash: factsHash.toString('hex'), currency, stands: true }, ...this.under(number)]);
	}
}

export type NamedDebt = { readonly debtorId: bigint; readonly debtId: bigint; readonly currency: Currency; readonly direct: boolean };

/**
 * The debts named by the payments of a batch, looked up without a lock: the case number first; a number that is none, as a contract or card number (several
 * debts may share one). What stands beside the case number of one debt is not looked up: whoever else has the same contract is not waited for.
 *
 * @param given the numbers of each payment.
 */
export async function findNamed(
	act: Pick<Act, 'tx' | 'vault'>,
	clientId: bigint,
	given: readonly (readonly string[])[],
): Promise<Map<string, readonly NamedDebt[]>> {
	const named = new Map<string, readonly NamedDebt[]>(
		(await findDebtsNamed(act.tx, clientId, [...new Set(given.flat())])).map((each) => [each.reference, [{ ...each, direct: true }]]),
	);
	const unsure = given.filter(
		(numbers) => new Set(numbers.flatMap((number) => named.get(number) ?? []).map(({ debtId }) => debtId)).size !== 1,
	);
	const others = [...new Set(unsure.flat())]
		.filter((reference) => !named.has(reference))
		.map((reference) => ({ reference, alias: aliasOf(act.vault, reference) }));
	if (others.length === 0) return named;
	const aliased = await findDebtsAliased(
		act.tx,
		clientId,
		others.map(({ alias }) => alias),
	);
	const byAlias = Map.groupBy(aliased, ({ alias }) => alias);
	for (const { reference, alias } of others)
		named.set(
			reference,
			(byAlias.get(alias) ?? []).map((each) => ({ ...each, direct: false })),
		);
	return named;
}

/** The debts a payment means: those its case numbers name; only where they name none, those its contract and card numbers name. */
export function meantBy(references: readonly string[], named: ReadonlyMap<string, readonly NamedDebt[]>): readonly NamedDebt[] {
	const debts = references.flatMap((reference) => named.get(reference) ?? []);
	const direct = debts.filter((debt) => debt.direct);
	return direct.length > 0 ? direct : debts;
}

/**
 * Records a batch of payments of one client: matches, applies in legal order, keeps what does not match or is too much in its queue, stops the
 * pressure on what is settled. At most 1,000 in one transaction. One statement per table however many there are. Payments recorded before are
 * duplicates; the same number with other facts is not taken.
 *
 * @param options `dryRun`: decides and saves nothing; give the same `book` to every batch of the file.
 * @returns for each given payment, in order, what became of it.
 */
export async function recordPayments(
	act: Act,
	clientId: bigint,
	given: readonly GivenPayment[],
	options: { readonly importId?: bigint | null; readonly dryRun?: boolean; readonly book?: Book } = {},
): Promise<Recorded[]> {
	assert(given.length <= 1_000, 'a batch of payments holds 1,000 at most');
	const { tx } = act;
	if (!options.dryRun) await lockClientPayments(tx, clientId);
	const signs = given.map((payment) => signsOf(act.vault, payment));
	const recorded = await findRecorded(tx, clientId, [...new Set(signs.flatMap(({ numbers }) => numbers))]);
	// A file sent again is nearly all duplicates: their debts are neither looked up nor locked.
	const before = signs.map((each) => toldApart(each, (number) => recorded.get(number) ?? []));
	const numbers = given.flatMap(({ references }, i) => (before[i]?.kind === 'new' ? [references] : []));
	const named = await findNamed(act, clientId, numbers);
	const debts = [...new Map([...named.values()].flat().map((each) => [each.debtId, each])).values()];
	if (!options.dryRun) {
		lockDebtors(
			tx,
			debts.map((each) => each.debtorId),
		);
		// The time of the act is that of the locks: a payment that waited for a permit is dated after it.
		await tx.settle();
	}
	const payable = await loadPayableForUpdate(tx, debts, act.now);
	const { zone } = await loadTenant(tx);
	const names = await namesOf(act, given, payable);
	const book = options.book ?? new Book();

	const answers = new Map<number, Recorded>();
	const fresh: Fresh[] = [];
	// By value date, so that of two payments of one file the earlier is applied first, whatever the order of its rows.
	const inOrder = [...given.entries()].sort(([i, a], [j, b]) => Temporal.Instant.compare(a.paidAt, b.paidAt) || i - j);
	for (const [place, payment] of inOrder) {
		const met = toldApart(known(signs[place], 'signs'), (number) => [...(recorded.get(number) ?? []), ...book.under(number)]);
		if (met.kind !== 'new') {
			answers.set(place, { kind: met.kind, paymentId: met.id });
			continue;
		}
		book.remember(met.number, payment);
		const found = meantBy(payment.references, named).flatMap(({ debtId }) => {
			const debt = payable.get(debtId);
			return debt ? [book.at(debt)] : [];
		});
		const byOneNumber = payment.references.some((reference) => {
			const debts = new Set(named.get(reference)?.map(({ debtId }) => debtId));
			return found.every(({ debtId }) => debts.has(debtId));
		});
		const matched = decidePayment(payment, found, zone, byOneNumber);
		const decided = names.fit(payment, matched) ? matched : waiting('other_name');
		book.apply(decided);
		fresh.push({ payment, number: met.number, decided, place });
	}
	const ids = options.dryRun ? fresh.map((_, i) => BigInt(-1 - i)) : await takePaymentIds(tx, fresh.length);
	for (const [i, { decided, place }] of fresh.entries())
		answers.set(place, { kind: 'recorded', paymentId: known(ids[i], 'payment id'), decided });
	if (!options.dryRun) await save(act, { clientId, importId: options.importId ?? null, zone }, fresh, ids);
	return given.map((_, place) => known(answers.get(place), 'answer'));
}

/** The numbers and hashes a payment is known by: its own, or those made from its content, without its currency and, as former versions kept it, with it. */
function signsOf(vault: Vault, payment: GivenPayment): Parameters<typeof toldApart>[0] {
	const { externalReference, factsHash, place, references, amountMinor, currency, currencyStated, paidAt } = payment;
	const former = indexOfFacts(vault, factsText({ references, thousandths: thousandths(amountMinor, currency), paidAt }, currency));
	const numbers = externalReference === null ? [contentReference(factsHash, place), contentReference(former, place)] : [externalReference];
	return { numbers, hashes: [factsHash, former].map((each) => each.toString('hex')), currency, currencyStated };
}

/** A payment to be recorded under a number, as decided; `place`: which of the batch. */
type Fresh = { readonly payment: GivenPayment; readonly number: string; readonly decided: Decided; readonly place: number };

async function save(
	act: Act,
	into: { clientId: bigint; importId: bigint | null; zone: string },
	fresh: readonly Fresh[],
	ids: readonly bigint[],
): Promise<void> {
	const postings = fresh.map(({ payment, decided }, i) => postingsOf(payment, decided.shares, known(ids[i], 'payment id')));
	const entryIds = await postTransfers(act, postings.flat());
	const entryOf = new Map(postings.flat().map((posting, i) => [posting, entryIds[i] ?? null]));
	await appendPayments(
		act.tx,
		fresh.map(({ payment, number, decided }, i) => {
			const posting = postings[i]?.[0];
			return {
				id: known(ids[i], 'payment id'),
				clientId: into.clientId,
				importId: into.importId,
				externalReference: number,
				factsHash: payment.factsHash,
				debtReference: maskReference(payment.references[0] ?? ''),
				debtorId: posting?.debtorId ?? null,
				debtId: posting?.debtId ?? null,
				amountMinor: payment.amountMinor,
				currency: payment.currency,
				paidAt: payment.paidAt,
				method: payment.method,
				payerSealed: payment.payer === '' ? null : act.vault.seal(payment.payer, payerContext(into.clientId, number)),
				state: decided.state,
				reason: decided.reason,
				...sumsOf(decided),
				returnedMinor: 0n,
				entryId: posting ? (entryOf.get(posting) ?? null) : null,
				recordedAt: act.now,
				resolvedAt: null,
				resolution: null,
			};
		}),
	);
	await stopPressure(
		act,
		into.zone,
		fresh.flatMap(({ decided }) => decided.shares),
	);
}

/** What a payment posts, an entry for each debt it is set against, at its value date. */
export function postingsOf(
	payment: { readonly currency: Currency; readonly paidAt: Temporal.Instant },
	shares: readonly Share[],
	paymentId: bigint,
): Posting[] {
	return shares.map(({ debt, applied, surplusMinor }) => ({
		debtorId: debt.debtorId,
		debtId: debt.debtId,
		currency: payment.currency,
		happenedAt: payment.paidAt,
		transfers: transfersOf({ kind: 'paid', parts: applied, surplusMinor }),
		paymentId,
	}));
}

/**
 * What payments end, at once: a settled debt leaves the book of work, its open work items are cancelled and its queued messages withdrawn; with
 * the last open debt of a debtor everything is. A promise that is whole now is kept. Where something is still owed the debt is looked at again today, so the next step is a new one.
 */
export async function stopPressure(act: Act, zone: string, shares: readonly Pick<Share, 'debt' | 'settles'>[]): Promise<void> {
	const today = dateIn(zone, act.now);
	const touched = shares.map(({ debt }) => debt);
	const settled = shares.filter(({ settles }) => settles).map(({ debt }) => debt);
	if (touched.length === 0) return;
	if (settled.length > 0) {
		await saveStatus(act.tx, settled, 'settled', null);
		const debtors = [...new Set(settled.map((each) => each.debtorId))];
		const debtIds = settled.map((each) => each.debtId);
		await cancelWork(act, debtors, 'paid', { debtIds });
		withdrawMessages(act, debtors, 'paid', { debtIds });
		// What was promised on it is kept now, or withdrawn where this money does not count for it; and a plan paid off early no longer holds contact about the other debts.
		await judgePromises(act, today, { debts: settled });
		const done = await findDebtorsDone(act.tx, debtors);
		if (done.length > 0) {
			await cancelWork(act, done, 'paid');
			withdrawMessages(act, done, 'paid');
		}
	}
	await keepPromises(
		act,
		today,
		shares.filter(({ settles }) => !settles).map(({ debt }) => debt),
	);
	setReviewOn(act, [...new Set(touched.map((each) => each.debtorId))], today);
	act.tell('payments');
}

/** One payment entered by hand or by an integrator. */
export type PaymentInput = {
	readonly clientId: bigint;
	/** Made from its content when there is none; then an equal payment entered twice is taken as the same one. */
	readonly externalReference?: string | undefined;
	readonly debtReference: string;
	readonly amountMinor: bigint;
	readonly currency: Currency;
	readonly paidAt: Temporal.Instant;
	readonly method?: string | undefined;
	readonly payer?: string | undefined;
};

export type PaymentRecorded = {
	readonly paymentId: bigint;
	readonly duplicate: boolean;
	readonly state: PaymentState | null;
	readonly reason: WaitingReason;
	readonly appliedMinor: bigint;
	readonly surplusMinor: bigint;
	readonly settles: boolean;
};

/**
 * Records one payment. A duplicate answers with the payment recorded first. Refusals: `payment.in_future`, `payment.other_facts`.
 */
export async function recordPayment(act: Act, input: PaymentInput): Promise<PaymentRecorded | Refusal> {
	const { amountMinor, currency, paidAt } = input;
	const facts = { references: [input.debtReference], thousandths: thousandths(amountMinor, currency), paidAt };
	const given: GivenPayment = {
		externalReference: input.externalReference ?? null,
		place: 1,
		factsHash: indexOfFacts(act.vault, factsText(facts)),
		currencyStated: true,
		references: facts.references,
		amountMinor,
		currency,
		paidAt,
		method: input.method ?? '',
		payer: input.payer ?? '',
		debtorName: '',
	};
	const [answer] = await recordPayments(act, input.clientId, [given]);
	// After the debtor's lock, whose time is that of the act; what was saved is rolled back with the refusal.
	if (isBefore(act.now, input.paidAt)) return refuse('payment.in_future', { paid_at: input.paidAt.toString() });
	const recorded = known(answer, 'answer');
	if (recorded.kind !== 'recorded') {
		if (recorded.kind === 'other_facts') return refuse('payment.other_facts', { reference: given.externalReference ?? '' });
		const paymentId = known(recorded.paymentId, 'payment');
		return { paymentId, duplicate: true, state: null, reason: '', appliedMinor: 0n, surplusMinor: 0n, settles: false };
	}
	const { decided } = recorded;
	return {
		paymentId: recorded.paymentId,
		duplicate: false,
		state: decided.state,
		reason: decided.reason,
		...sumsOf(decided),
		settles: decided.shares.some(({ settles }) => settles),
	};
}
