import { Type } from 'typebox';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { LedgerView } from '../ledger/shapes.ts';
import { ledgerView } from '../ledger/views.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { makePlan, makePromise, withdrawPlan, withdrawPromise } from './actions.ts';
import { closeContact, type CloseContactInput } from './close-contact.ts';
import {
	CloseContactAnswer,
	CloseContactBody,
	PlanBody,
	type PlanTerms,
	PlanView,
	PromiseBody,
	type PromiseTerms,
	PromiseView,
	WithdrawBody,
} from './shapes.ts';
import { arrangementViews } from './views.ts';

const Digits = Type.String({ pattern: '^[0-9]{1,18}$' });
const Debtor = Type.Object({ id: Digits });
const One = Type.Object({ id: Digits, one: Digits });

const promiseTerms = (terms: PromiseTerms) => ({
	debtId: BigInt(terms.debt_id),
	amountMinor: BigInt(terms.amount_minor),
	currency: terms.currency,
	dueOn: Temporal.PlainDate.from(terms.due_on),
	replace: terms.replace,
});

const planTerms = (terms: PlanTerms) => ({
	debtId: BigInt(terms.debt_id),
	totalMinor: terms.total_minor === undefined ? undefined : BigInt(terms.total_minor),
	currency: terms.currency,
	instalments: terms.instalments,
	firstDueOn: Temporal.PlainDate.from(terms.first_due_on),
	replace: terms.replace,
});

async function promiseView(act: Act, debtorId: bigint, id: bigint): Promise<PromiseView> {
	const { promises } = await arrangementViews(act.tx, debtorId, act.now);
	return known(
		promises.find((each) => each.id === String(id)),
		'promise',
	);
}

async function planView(act: Act, debtorId: bigint, id: bigint): Promise<PlanView> {
	const { plans } = await arrangementViews(act.tx, debtorId, act.now);
	return known(
		plans.find((each) => each.id === String(id)),
		'plan',
	);
}

/** What the record keeps of a contact's end: everything but the note, of which only a blind index stays. */
function recordedInput(door: Door, debtorId: string, attemptId: string, { note, ...body }: CloseContactBody) {
	return {
		debtor: debtorId,
		attempt: attemptId,
		...body,
		note: note === undefined ? null : door.vault.blindIndex('note', note).toString('hex'),
	};
}

function closeInput(debtorId: bigint, attemptId: bigint, body: CloseContactBody): CloseContactInput {
	return {
		outcome: {
			debtorId,
			attemptId,
			line: body.line,
			said: body.said,
			note: body.note,
			identityDisclosed: body.identity_disclosed,
			script: body.script,
		},
		promise: body.promise && promiseTerms(body.promise),
		plan: body.plan && planTerms(body.plan),
		callBackAt: body.call_back_at === undefined ? undefined : Temporal.Instant.from(body.call_back_at),
		willingness: body.willingness,
		ability: body.ability,
		reason: body.reason,
	};
}

/** Promises, plans, the end of a contact, the ledger of a debtor. */
export function routes(app: App): void {
	app.post(
		'/api/debtors/:id/promises',
		{ config: { permission: 'promise.make' }, schema: { params: Debtor, body: PromiseBody, response: { 200: PromiseView } } },
		async (request, reply) => {
			const { door, body } = request;
			const debtorId = BigInt(request.params.id);
			const what = {
				act: 'promise.make',
				input: { debtor: request.params.id, ...body },
				debtorId,
				key: keyOf(request),
				dryRun: body.dry_run,
			};
			const made = await change(door, what, async (act): Promise<PromiseView | Refusal> => {
				const attemptId = body.attempt_id === undefined ? undefined : BigInt(body.attempt_id);
				const done = await makePromise(act, { ...promiseTerms(body), debtorId, attemptId });
				return isRefusal(done) ? done : promiseView(act, debtorId, done.promiseId);
			});
			return answer(reply, made);
		},
	);
	app.post(
		'/api/debtors/:id/plans',
		{ config: { permission: 'plan.make' }, schema: { params: Debtor, body: PlanBody, response: { 200: PlanView } } },
		async (request, reply) => {
			const { door, body } = request;
			const debtorId = BigInt(request.params.id);
			const what = { act: 'plan.make', input: { debtor: request.params.id, ...body }, debtorId, key: keyOf(request), dryRun: body.dry_run };
			const made = await change(door, what, async (act): Promise<PlanView | Refusal> => {
				const attemptId = body.attempt_id === undefined ? undefined : BigInt(body.attempt_id);
				const done = await makePlan(act, { ...planTerms(body), debtorId, attemptId });
				if (isRefusal(done)) return done;
				const view = await planView(act, debtorId, done.planId);
				// A preview is rolled back: its id will never be.
				return body.dry_run ? { ...view, id: null } : view;
			});
			return answer(reply, made);
		},
	);
	app.post(
		'/api/debtors/:id/promises/:one/withdraw',
		{ config: { permission: 'promise.make' }, schema: { params: One, body: WithdrawBody, response: { 200: PromiseView } } },
		async (request, reply) => {
			const { door, body, params } = request;
			const debtorId = BigInt(params.id);
			const input = { debtor: params.id, promise: params.one, ...withoutWords(door.vault, body) };
			const done = await change(door, { act: 'promise.withdraw', input, debtorId, key: keyOf(request) }, async (act) => {
				const withdrawn = await withdrawPromise(act, { debtorId, promiseId: BigInt(params.one), reason: body.reason });
				return isRefusal(withdrawn) ? withdrawn : promiseView(act, debtorId, withdrawn.promiseId);
			});
			return answer(reply, done);
		},
	);
	app.post(
		'/api/debtors/:id/plans/:one/withdraw',
		{ config: { permission: 'plan.make' }, schema: { params: One, body: WithdrawBody, response: { 200: PlanView } } },
		async (request, reply) => {
			const { door, body, params } = request;
			const debtorId = BigInt(params.id);
			const input = { debtor: params.id, plan: params.one, ...withoutWords(door.vault, body) };
			const done = await change(door, { act: 'plan.withdraw', input, debtorId, key: keyOf(request) }, async (act) => {
				const withdrawn = await withdrawPlan(act, { debtorId, planId: BigInt(params.one), reason: body.reason });
				return isRefusal(withdrawn) ? withdrawn : planView(act, debtorId, withdrawn.planId);
			});
			return answer(reply, done);
		},
	);
	app.post(
		'/api/debtors/:id/attempts/:one/outcome',
		{ config: { permission: 'contact.ask' }, schema: { params: One, body: CloseContactBody, response: { 200: CloseContactAnswer } } },
		async (request, reply) => {
			const { door, body, params } = request;
			const debtorId = BigInt(params.id);
			const what = { act: 'contact.close', input: recordedInput(door, params.id, params.one, body), debtorId, key: keyOf(request) };
			return answer(reply, await change(door, what, (act) => closeContact(act, closeInput(debtorId, BigInt(params.one), body))));
		},
	);
	app.get(
		'/api/debtors/:id/ledger',
		{ config: { permission: 'debtor.view' }, schema: { params: Debtor, response: { 200: LedgerView } } },
		async ({ door, params }, reply) => {
			const ledger = await inTenant(door.pool, door.tenantId, (tx) => ledgerView(tx, BigInt(params.id)));
			return answer(reply, ledger.entries.length > 0 ? ledger : refuse('thing.not_found', { what: 'debtor', id: params.id }));
		},
	);
}
