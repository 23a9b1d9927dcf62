import { Type } from 'typebox';
import { known } from '../core/assert.ts';
import { isCurrency } from '../core/money.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { promisesEndedBy } from '../arrangements/actions.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf, receiveFile } from '../host/http.ts';
import type { Vault } from '../host/vault.ts';
import { mappingFrom } from '../placements/cli.ts';
import { change, indexOfWords, type Plain } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { recordPayment } from './actions.ts';
import { maskReference } from './rows.ts';
import { balanceOf, updateBalance } from './balance.ts';
import { listPayingClients } from './clients-store.ts';
import { errorFile } from './error-file.ts';
import { importPayments } from './import.ts';
import { listImports, listPayments, paymentView } from './lists.ts';
import { resolvePayment, reversePayment, type Resolution } from './queues.ts';
import {
	BalanceAnswer,
	BalanceBody,
	PaymentBody,
	PaymentImportAnswer,
	PaymentImportList,
	PaymentList,
	PaymentListQuery,
	PaymentView,
	ResolveBody,
	ReversalAnswer,
	ReverseBody,
} from './shapes.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) });

function resolutionOf(body: ResolveBody): Resolution {
	switch (body.action) {
		case 'assign':
			return { action: 'assign', debtorId: BigInt(body.debtor_id), debtId: BigInt(body.debt_id) };
		case 'spread':
			return { action: 'spread', debtorId: BigInt(body.debtor_id), debtIds: body.debt_ids?.map(BigInt) ?? null };
		case 'apply_to_debt':
			return { action: 'apply_to_debt', debtId: BigInt(body.debt_id) };
		case 'refund':
		case 'return_to_client':
			return body;
	}
}

/** A payment as the record keeps it: of a card's or contract's number its ends, and its index, so that the same key with another number is another input. */
function recordedBody(vault: Vault, body: PaymentBody): Record<string, Plain | undefined> {
	const kept = maskReference(body.debt_reference);
	return kept === body.debt_reference ? { ...body } : { ...body, debt_reference: kept, number: indexOfWords(vault, body.debt_reference) };
}

/** Payments: list with queues, one by hand, import of a file, resolving what waits, reversal. */
export function routes(app: App): void {
	app.get(
		'/api/payments',
		{ config: { permission: 'payment.view' }, schema: { querystring: PaymentListQuery, response: { 200: PaymentList } } },
		async ({ door, query }, reply) =>
			answer(
				reply,
				await inTenant(door.pool, door.tenantId, (tx) =>
					listPayments(tx, door, {
						state: query.state,
						client: query.client,
						debtorId: query.debtor_id === undefined ? undefined : BigInt(query.debtor_id),
						after: query.after === undefined ? undefined : BigInt(query.after),
						limit: query.limit,
					}),
				),
			),
	);
	app.get(
		'/api/payments/imports',
		{ config: { permission: 'payment.view' }, schema: { response: { 200: PaymentImportList } } },
		async ({ door }, reply) => answer(reply, await inTenant(door.pool, door.tenantId, (tx) => listImports(tx, door.actor))),
	);
	app.get(
		'/api/payments/imports/:id/errors.csv',
		{ config: { permission: 'payment.import' }, schema: { params: Id } },
		async ({ door, params }, reply) => {
			const file = await errorFile(door, BigInt(params.id));
			if (!file) return answer(reply, refuse('thing.not_found', { what: 'payment import', id: params.id }));
			return reply
				.type('text/csv; charset=utf-8')
				.header('content-disposition', `attachment; filename="payment-errors-${params.id}.csv"`)
				.send(file);
		},
	);
	app.post(
		'/api/payments',
		{ config: { permission: 'payment.import' }, schema: { body: PaymentBody, response: { 200: PaymentView } } },
		async (request, reply) => {
			const { door, body } = request;
			const { currency } = body;
			if (!isCurrency(currency)) return answer(reply, refuse('request.malformed', { reason: `currency ${currency}` }));
			const recorded = await change(
				door,
				{ act: 'payment.record', input: recordedBody(door.vault, body), key: keyOf(request) },
				async (act) => {
					const client = (await listPayingClients(act.tx)).find((each) => each.code === body.client);
					if (!client) return refuse('client.unknown', { code: body.client });
					const done = await recordPayment(act, {
						clientId: client.id,
						externalReference: body.external_reference,
						debtReference: body.debt_reference,
						amountMinor: BigInt(body.amount_minor),
						currency,
						paidAt: Temporal.Instant.from(body.paid_at),
						method: body.method,
					});
					return isRefusal(done) ? done : known(await paymentView(act.tx, act.actor, done.paymentId), 'payment');
				},
			);
			return answer(reply, recorded);
		},
	);
	app.post(
		'/api/payments/import',
		{
			config: {
				permission: 'payment.import',
				form: {
					client: 'code of the client whose debts are paid; not needed when the file has a client column, or there is one client only',
					mapping: 'JSON: columns by heading; what it does not name is recognised',
					dry_run: '`true`: the whole answer, and nothing is kept',
				},
			},
			schema: { response: { 200: PaymentImportAnswer } },
		},
		async (request, reply) => {
			const upload = await receiveFile(request);
			if (isRefusal(upload)) return answer(reply, upload);
			try {
				const { fields } = upload;
				const mapping = fields['mapping'] ? mappingFrom(fields['mapping']) : undefined;
				if (isRefusal(mapping)) return await answer(reply, mapping);
				const imported = await importPayments(request.door, {
					path: upload.path,
					fileName: upload.fileName,
					clientCode: fields['client'] || undefined,
					mapping,
					dryRun: fields['dry_run'] === 'true',
				});
				return await answer(reply, imported);
			} finally {
				upload.remove();
			}
		},
	);
	app.post(
		'/api/payments/:id/resolve',
		{ config: { permission: 'payment.resolve' }, schema: { params: Id, body: ResolveBody, response: { 200: PaymentView } } },
		async (request, reply) => {
			const { door, body, params } = request;
			const id = BigInt(params.id);
			const input = withoutWords(door.vault, { payment_id: params.id, ...body });
			const resolved = await change(door, { act: 'payment.resolve', input, key: keyOf(request) }, async (act) => {
				const done = await resolvePayment(act, id, resolutionOf(body));
				return isRefusal(done) ? done : known(await paymentView(act.tx, act.actor, id), 'payment');
			});
			return answer(reply, resolved);
		},
	);
	app.post(
		'/api/payments/:id/reverse',
		{ config: { permission: 'payment.resolve' }, schema: { params: Id, body: ReverseBody, response: { 200: ReversalAnswer } } },
		async (request, reply) => {
			const { door, body, params } = request;
			const id = BigInt(params.id);
			const input = withoutWords(door.vault, { payment_id: params.id, reason: body.reason });
			const reversed = await change(door, { act: 'payment.reverse', input, key: keyOf(request) }, async (act) => {
				const done = await reversePayment(act, id, body.reason);
				if (isRefusal(done)) return done;
				const { kept, withdrawn } = await promisesEndedBy(act, done);
				return {
					payment: known(await paymentView(act.tx, act.actor, id), 'payment'),
					kept_promises: kept.map(String),
					reopened_promises: done.reopened.open.map(String),
					withdrawn_promises: [...done.reopened.withdrawn, ...withdrawn].map(String),
				};
			});
			return answer(reply, reversed);
		},
	);
	app.post(
		'/api/debtors/:id/debts/:debt/balance',
		{
			config: { permission: 'debt.balance' },
			schema: { params: Type.Object({ ...Id.properties, debt: Id.properties.id }), body: BalanceBody, response: { 200: BalanceAnswer } },
		},
		async (request, reply) => {
			const { door, body, params } = request;
			const [debtorId, debtId] = [BigInt(params.id), BigInt(params.debt)];
			const input = { debtor: debtorId, debt: debtId, ...withoutWords(door.vault, body) };
			const updated = await change(door, { act: 'debt.balance', input, debtorId, key: keyOf(request) }, (act) =>
				updateBalance(act, { debtorId, debtId, ...balanceOf(body) }),
			);
			return answer(reply, updated);
		},
	);
}
