import { askPermits, type Permit, placeAttempts, recordReceipts } from '../contact/actions.ts';
import { Fault, known } from '../core/assert.ts';
import { formatMoney, isCurrency } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { dateIn, isBefore, type Zone } from '../core/time.ts';
import { daysPastDue } from '../debts/rules.ts';
import { holdOpenDebts, lockFreeDebtors } from '../debtors/locks.ts';
import { inTenant } from '../host/db.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type Entry, recordEach } from '../record/entries.ts';
import { loadTenant } from '../tenants/store.ts';
import { type Carrier, type DebtorNumber, type OutgoingMessage, sandboxCarrier } from './carrier.ts';
import { type DueMessage, findDue, findStopped, loadQueued, markSending, markSettled, putOff, type QueuedMessage } from './store.ts';
import { approvedTexts } from '../content/store.ts';
import { disclosing, findTemplate, inVersion, type MessagePlaces, numberless, render, type Template, unmade } from './templates.ts';

export type SendSummary = {
	readonly sent: number;
	readonly undelivered: number;
	readonly refused: number;
	/** Refused now, lawful later today: moved there. */
	readonly later: number;
	/** The carrier gave no answer: left as `sending` for a person to look at, never sent again by itself. */
	readonly unknown: number;
	/** Ready, and not handed over: its permit had ended, or what stops it had come in between. */
	readonly stopped: number;
};

/** Handed to the carrier at the same time. */
const atOnce = 8;
/** Messages of one transaction: each debtor and each number takes a lock, and the record takes an entry each. */
const chunkSize = 400;
const chunksMax = 25;

type Counts = { -readonly [K in keyof SendSummary]: number };
type Ready = DueMessage & {
	readonly attemptId: bigint;
	readonly textVersion: number | null;
	readonly outgoing: OutgoingMessage;
	readonly expiresAt: Temporal.Instant;
	/** What its text says is owed; null where it names no amount. */
	readonly named: bigint | null;
};

/**
 * Sends the queued messages that are due, in chunks: permits are asked for in bulk in the moment of sending; what the gate refuses is tried again when it becomes
 * lawful on the same business date, else withdrawn with the reason. The attempt is committed before the carrier is called: a crash in between leaves the
 * message as `sending`, shown to the team lead, and it is never sent a second time by itself. Debtors somebody is acting on just now are left for the next run. A message
 * whose text cannot be made is withdrawn alone, before any permit is asked for.
 */
export async function sendDueMessages(door: Door, carrier: Carrier = sandboxCarrier): Promise<SendSummary> {
	const sums: Counts = { sent: 0, undelivered: 0, refused: 0, later: 0, unknown: 0, stopped: 0 };
	for (let chunk = 0; chunk < chunksMax; chunk++) {
		const due = await inTenant(door.pool, door.tenantId, (tx) => findDue(tx, door.clock.now(), chunkSize));
		if (due.length === 0) break;
		const { ready, touched } = await prepare(door, due, sums);
		await handOver(door, carrier, ready, sums);
		if (touched === 0) break;
	}
	return sums;
}

/** One transaction: permits, attempts, texts. What is ready afterwards is committed as `sending` and may be handed over. */
async function prepare(door: Door, due: readonly DueMessage[], sums: Counts): Promise<{ ready: Ready[]; touched: number }> {
	let ready: Ready[] = [];
	let counts = { touched: 0, refused: 0, later: 0 };
	await change(door, { act: 'message.send_due', input: { due: due.length } }, async (act) => {
		const free = new Set(
			await lockFreeDebtors(
				act.tx,
				due.map((message) => message.debtor_id),
			),
		);
		// Before the messages, as a recall does.
		holdOpenDebts(act.tx, [...free]);
		const messages = await loadQueued(
			act.tx,
			due.filter((message) => free.has(message.debtor_id)),
		);
		const { name, zone } = await loadTenant(act.tx);
		const texts = await approvedTexts(act.tx);
		const today = dateIn(zone, act.now);
		const { sendable, unsendable } = sort(messages, (message) => {
			const template = typed(act, message) ?? inVersion(findTemplate(message.template), texts);
			return template && { template, outgoing: outgoingOf(act, { agency: name, today }, message, template) };
		});
		const permits = await askPermits(act, sendable.map(askOf));
		const placed = await place(act, sendable, permits);
		ready = placed.flatMap(({ message, template, outgoing, obligations, attemptId, expiresAt }) =>
			attemptId === null || expiresAt === null
				? []
				: [
						{
							debtor_id: message.debtor_id,
							id: message.id,
							attemptId,
							textVersion: template.version ?? null,
							outgoing: { ...outgoing, text: disclosing(outgoing.text, obligations, { template, language: message.language }) },
							expiresAt,
							named: template.namesAmount ? message.owed : null,
						},
					],
		);
		const refused = placed.flatMap(({ message, refusal }) => (refusal ? [{ ...message, ...fateOf(message, refusal, zone) }] : []));
		await putOff(act.tx, [...refused, ...unsendable.map((message) => ({ ...message, laterAt: null }))], act.now);
		await markSending(
			act.tx,
			ready.map((each) => ({ ...each, textSealed: act.vault.seal(each.outgoing.text, `message ${each.id}`) })),
		);
		await recordEach(act, [
			...placed.map(({ message, attemptId, refusal }) => entryOf(message, refusal ?? { attempt_id: attemptId })),
			...unsendable.map((message) => entryOf(message, { withdrawn: message.reason })),
		]);
		const later = refused.filter((message) => message.laterAt !== null).length;
		counts = { touched: messages.length, refused: refused.length - later + unsendable.length, later };
		return { ...counts, sending: ready.length };
	});
	sums.refused += counts.refused;
	sums.later += counts.later;
	return { ready, touched: counts.touched };
}

type Made = { readonly template: Template; readonly outgoing: OutgoingMessage };
type Sendable = Made & { readonly message: QueuedMessage & { readonly point_id: bigint } };

/** The words typed for one message, as a template of their own; null for every other message. */
function typed(act: Act, { id, template, text_sealed: sealed }: QueuedMessage): Template | null {
	if (template !== 'typed' || !sealed) return null;
	const words = act.vault.open(sealed, `message ${id}`);
	return { name: 'typed', to: 'debtor', namesAmount: words.includes('{amount}'), zh: words, en: words };
}

/** Messages with a number and a text, and those that have none, with the reason. */
function sort(
	messages: readonly QueuedMessage[],
	make: (message: QueuedMessage & { point_id: bigint }) => Made | null,
): { sendable: Sendable[]; unsendable: (QueuedMessage & { reason: string })[] } {
	const sendable: Sendable[] = [];
	const unsendable: (QueuedMessage & { reason: string })[] = [];
	for (const message of messages) {
		const { point_id } = message;
		if (point_id === null) unsendable.push({ ...message, reason: numberless });
		else {
			const made = madeOr(() => make({ ...message, point_id }) ?? `no template ${message.template}`);
			if (typeof made === 'string') unsendable.push({ ...message, reason: `${unmade}${made}` });
			else sendable.push({ ...made, message: { ...message, point_id } });
		}
	}
	return { sendable, unsendable };
}

/**
 * What was made, or why not. The one place where a fault does not stop the act: one text that cannot be filled, or one sealed value that does not open, would
 * keep back every message of the agency. Nothing is asked of the database in between. Only a fault's own words are kept: others may quote what was opened.
 */
function madeOr(make: () => Made | string): Made | string {
	try {
		return make();
	} catch (error) {
		return error instanceof Fault ? error.message : 'what is sealed of the debtor cannot be read';
	}
}

const askOf = ({ message, template }: Sendable) => ({
	debtorId: message.debtor_id,
	contactPointId: message.point_id,
	channel: 'sms' as const,
	debtIds: [message.debt_id],
	author: message.typed_by ?? undefined,
	...(template.namesAmount ? { amountMinor: message.owed, currency: message.currency } : {}),
});

type Tried = Sendable & {
	readonly attemptId: bigint | null;
	readonly expiresAt: Temporal.Instant | null;
	/** What has to come with it, by its permit. */
	readonly obligations: readonly string[];
	readonly refusal: Refusal | null;
};

/** Uses the permits that were given; each message with its attempt or its refusal. */
async function place(act: Act, sendable: readonly Sendable[], permits: readonly (Permit | Refusal)[]): Promise<Tried[]> {
	const uses = sendable.flatMap(({ message }, i) => {
		const permit = permits[i];
		return permit && !isRefusal(permit)
			? [{ i, debtorId: message.debtor_id, permitId: permit.permitId, author: message.typed_by ?? undefined }]
			: [];
	});
	const attempts = await placeAttempts(act, uses);
	const answers = new Map(uses.map((use, k) => [use.i, known(attempts[k], 'attempt')] as const));
	return sendable.map((each, i) => {
		const permit = known(permits[i], 'permit');
		const answer = answers.get(i) ?? permit;
		if (isRefusal(answer) || isRefusal(permit))
			return { ...each, attemptId: null, expiresAt: null, obligations: [], refusal: isRefusal(answer) ? answer : null };
		const attemptId = 'attemptId' in answer ? answer.attemptId : null;
		return { ...each, attemptId, expiresAt: permit.expiresAt, obligations: permit.decision.obligations, refusal: null };
	});
}

/** What happens to a refused message: the same day's later moment, or the end. */
function fateOf(message: QueuedMessage, refusal: Refusal, zone: Zone): { reason: string; laterAt: Temporal.Instant | null } {
	const later = refusal.allowedFrom;
	return { reason: refusal.code, laterAt: later && dateIn(zone, later).equals(message.business_date) ? later : null };
}

const entryOf = (message: QueuedMessage, answer: Entry['answer']): Entry => ({
	act: 'message.send',
	debtorId: message.debtor_id,
	input: { message: message.id, template: message.template },
	answer,
});

function outgoingOf(
	act: Act,
	{ agency, today }: { agency: string; today: Temporal.PlainDate },
	message: QueuedMessage,
	template: Template,
): OutgoingMessage {
	const person = JSON.parse(act.vault.open(message.sealed, `debtor ${message.identity_index.toString('hex')}`)) as { name: string };
	const { value_sealed: sealed, value_index: index } = message;
	return {
		to: act.vault.open(known(sealed, 'number'), `contact ${known(index, 'number').toString('hex')}`) as DebtorNumber,
		text: render(template, message.language, {
			agency,
			days: String(Math.max(0, daysPastDue(message.overdue_since, today))),
			name: person.name,
			client: message.client,
			tail: message.reference.slice(-4),
			amount: isCurrency(message.currency) ? formatMoney({ minor: message.owed, currency: message.currency }) : String(message.owed),
			service: message.service_line ?? '–',
			complaint: message.complaint_line ?? '12378',
		} satisfies MessagePlaces),
		reference: `${act.tx.tenantId}-${message.id}`,
	};
}

type Answered = Ready & { readonly delivered: boolean; readonly carrierId: string | null; readonly reason: string | null };

/**
 * Hands messages to the carrier, eight at a time, and records what it says. One that throws stays `sending`. A slow carrier may take minutes: before each hand those whose permit has
 * ended by then (CN-T1 among others), and those a hold, a wish, money or a promise has stopped since, are left out. They count as sent in vain, with the reason.
 */
async function handOver(door: Door, carrier: Carrier, ready: readonly Ready[], sums: Counts): Promise<void> {
	const answers: Answered[] = [];
	try {
		for (let i = 0; i < ready.length; i += atOnce) {
			const hand = ready.slice(i, i + atOnce);
			const stopped = await inTenant(door.pool, door.tenantId, (tx) => findStopped(tx, hand));
			const now = door.clock.now();
			const send = async (message: Ready) => {
				const reason = isBefore(now, message.expiresAt) ? (stopped.get(message.id) ?? null) : 'permit.expired';
				if (reason === null) answers.push({ ...message, reason, ...(await carrier.send(message.outgoing)) });
				else answers.push({ ...message, reason, delivered: false, carrierId: null });
			};
			for (const end of await Promise.allSettled(hand.map(send))) if (end.status === 'rejected') sums.unknown++;
		}
	} finally {
		// Whatever broke off: what the carrier has said is known.
		if (answers.length > 0) await recordAnswers(door, answers);
		for (const { delivered, reason } of answers) sums[reason !== null ? 'stopped' : delivered ? 'sent' : 'undelivered']++;
	}
}

async function recordAnswers(door: Door, answers: readonly Answered[]): Promise<void> {
	await change(door, { act: 'message.receipts', input: { messages: answers.length } }, async (act) => {
		await recordReceipts(
			act,
			answers.map((each) => ({ debtorId: each.debtor_id, attemptId: each.attemptId, delivered: each.delivered })),
		);
		await markSettled(act.tx, answers, act.now);
		await recordEach(
			act,
			answers.map((each) => ({
				act: 'message.receipt',
				debtorId: each.debtor_id,
				input: { message: each.id, carrier: each.carrierId },
				answer: each.reason === null ? { delivered: each.delivered } : { delivered: false, not_sent: each.reason },
			})),
		);
		return { delivered: answers.filter((each) => each.delivered).length };
	});
}
