import { askPermit, placeAttempt, recordOutcome } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { formatMoney, isCurrency } from '../core/money.ts';
import { isRefusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { type Carrier, sandboxCarrier } from './carrier.ts';
import { render, type Template } from './templates.ts';

export type SendSummary = { readonly sent: number; readonly undelivered: number; readonly refused: number; readonly later: number };

type Due = { debtor_id: bigint; id: bigint };
type Outcome = { to: string; text: string; attemptId: bigint };

const atOnce = 8;
const batchMax = 2_000;

/**
 * Sends the queued messages that are due. Each asks the gate in the moment of sending; what the gate refuses today is tried again when it becomes lawful on
 * the same day, else withdrawn with the reason. The attempt is committed before the carrier is called: a crash in between leaves the message as
 * `sending`, shown to the team lead, and it is never sent a second time by itself.
 */
export async function sendDueMessages(door: Door, carrier: Carrier = sandboxCarrier): Promise<SendSummary> {
	const sums = { sent: 0, undelivered: 0, refused: 0, later: 0 };
	const due = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<Due>(
			`select debtor_id, id from message where tenant_id = $1 and state = 'queued' and due_at <= $2 order by due_at, id limit $3`,
			[tx.tenantId, door.clock.now(), batchMax],
		),
	);
	const work = async () => {
		for (let message = due.pop(); message; message = due.pop()) sums[await sendOne(door, message, carrier)]++;
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return sums;
}

async function sendOne(door: Door, message: Due, carrier: Carrier): Promise<keyof SendSummary> {
	let ready: Outcome | null = null;
	let became: keyof SendSummary = 'refused';
	await change(
		door,
		{ act: 'message.send', input: { debtor: message.debtor_id, message: message.id }, debtorId: message.debtor_id, keepOnRefusal: true },
		async (act) => {
			ready = null;
			became = 'refused';
			await lockDebtor(act.tx, message.debtor_id);
			const [kept] = await act.tx.query<{ debt_id: bigint; template: Template['name']; business_date: Temporal.PlainDate }>(
				`select debt_id, template, business_date from message where tenant_id = $1 and debtor_id = $2 and id = $3 and state = 'queued' for update`,
				[act.tx.tenantId, message.debtor_id, message.id],
			);
			// Another sender took it, or a payment withdrew it.
			if (!kept) return { skipped: true };
			const point = await ownMobile(act, message.debtor_id);
			if (!point) return settle(act, message, 'withdrawn', 'no usable mobile number');
			const permit = await askPermit(act, { debtorId: message.debtor_id, contactPointId: point.id, channel: 'sms' });
			if (isRefusal(permit)) {
				const { zone } = await loadTenant(act.tx);
				const later = permit.allowedFrom;
				if (later && dateIn(zone, later).equals(kept.business_date)) {
					await act.tx.query('update message set due_at = $4 where tenant_id = $1 and debtor_id = $2 and id = $3', [
						act.tx.tenantId,
						message.debtor_id,
						message.id,
						later,
					]);
					became = 'later';
				} else await settle(act, message, 'withdrawn', permit.code);
				return permit;
			}
			const attempt = await placeAttempt(act, { debtorId: message.debtor_id, permitId: permit.permitId });
			if (isRefusal(attempt)) {
				await settle(act, message, 'withdrawn', attempt.code);
				return attempt;
			}
			const text = await textOf(act, message.debtor_id, kept.debt_id, kept.template);
			await act.tx.query(
				`update message set state = 'sending', attempt_id = $4, text_sealed = $5 where tenant_id = $1 and debtor_id = $2 and id = $3`,
				[act.tx.tenantId, message.debtor_id, message.id, attempt.attemptId, act.vault.seal(text, `message ${message.id}`)],
			);
			ready = {
				to: act.vault.open(point.value_sealed, `contact ${point.value_index.toString('hex')}`),
				text,
				attemptId: attempt.attemptId,
			};
			return { attempt_id: attempt.attemptId };
		},
	);
	const go = ready as Outcome | null;
	if (!go) return became;
	const answer = await carrier.send({ to: go.to, text: go.text, reference: `${door.tenantId}-${message.id}` });
	await change(
		door,
		{
			act: 'message.receipt',
			input: { debtor: message.debtor_id, message: message.id, delivered: answer.delivered },
			debtorId: message.debtor_id,
		},
		async (act) => {
			await act.tx.query(
				'update message set state = $4, carrier_id = $5, settled_at = $6 where tenant_id = $1 and debtor_id = $2 and id = $3',
				[act.tx.tenantId, message.debtor_id, message.id, answer.delivered ? 'delivered' : 'failed', answer.carrierId, act.now],
			);
			const outcome = await recordOutcome(act, {
				debtorId: message.debtor_id,
				attemptId: go.attemptId,
				line: answer.delivered ? 'delivered' : 'undelivered',
				said: 'none',
				identityDisclosed: true,
			});
			return isRefusal(outcome) ? outcome : { delivered: answer.delivered };
		},
	);
	return answer.delivered ? 'sent' : 'undelivered';
}

async function settle(act: Act, message: Due, state: 'withdrawn', reason: string): Promise<{ withdrawn: string }> {
	await act.tx.query('update message set state = $4, settled_at = $5, reason = $6 where tenant_id = $1 and debtor_id = $2 and id = $3', [
		act.tx.tenantId,
		message.debtor_id,
		message.id,
		state,
		act.now,
		reason,
	]);
	return { withdrawn: reason };
}

async function ownMobile(act: Act, debtorId: bigint): Promise<{ id: bigint; value_sealed: Buffer; value_index: Buffer } | null> {
	const [row] = await act.tx.query<{ id: bigint; value_sealed: Buffer; value_index: Buffer }>(
		`select id, value_sealed, value_index from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null and kind = 'mobile'
		    and state not in ('wrong', 'invalid', 'refused') order by (state = 'good') desc, id limit 1`,
		[act.tx.tenantId, debtorId],
	);
	return row ?? null;
}

async function textOf(act: Act, debtorId: bigint, debtId: bigint, template: Template['name']): Promise<string> {
	const [row] = await act.tx.query<{
		reference: string;
		currency: string;
		owed: bigint;
		client: string;
		service_line: string | null;
		complaint_line: string | null;
		agency: string;
		language: string;
		sealed: Buffer;
		identity_index: Buffer;
	}>(
		`select d.reference, d.currency, b.owed_minor as owed, c.name as client, c.service_line, c.complaint_line, t.name as agency, r.language, r.sealed, r.identity_index
		   from debt d join debtor r on r.tenant_id = d.tenant_id and r.id = d.debtor_id join client c on c.tenant_id = d.tenant_id and c.id = d.client_id
		   join tenant t on t.tenant_id = d.tenant_id join debt_balance b on b.tenant_id = d.tenant_id and b.debtor_id = d.debtor_id and b.debt_id = d.id
		  where d.tenant_id = $1 and d.debtor_id = $2 and d.id = $3`,
		[act.tx.tenantId, debtorId, debtId],
	);
	const facts = known(row, 'debt of a message');
	const person = JSON.parse(act.vault.open(facts.sealed, `debtor ${facts.identity_index.toString('hex')}`)) as { name: string };
	return render(template, facts.language, {
		agency: facts.agency,
		name: person.name,
		client: facts.client,
		tail: facts.reference.slice(-4),
		amount: isCurrency(facts.currency) ? formatMoney({ minor: facts.owed, currency: facts.currency }) : String(facts.owed),
		service: facts.service_line ?? '–',
		complaint: facts.complaint_line ?? '12378',
	});
}
