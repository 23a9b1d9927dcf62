import { Type } from 'typebox';
import { isRefusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { change } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { changeGuarantee, guaranteesOfDebtor, tellGuarantee } from './guarantee-actions.ts';
import { GuaranteeBody, GuaranteeChange, GuaranteeList } from './guarantee-shapes.ts';
import { changeTold, limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import { BarredRefusalBody, LimitationEventBody, LimitationEventChange, LimitationList } from './limitation-shapes.ts';
import { referSuit, stepSuit, suitsOfDebtor } from './suit-actions.ts';
import { SuitBody, SuitList, SuitStepBody } from './suit-shapes.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Debtor = Type.Object({ id: Id });
const Made = Type.Object({ id: Type.String() });

/** What time and courts do to a debtor's debts: limitation, suits, guarantees. Shown to whoever sees the debtor; told by lead and compliance. */
export function routes(app: App): void {
	limitationRoutes(app);
	suitRoutes(app);
	guaranteeRoutes(app);
}

/** Suits over a debtor's debts, their judgments and enforcement (US-J1, CN-S3). */
function suitRoutes(app: App): void {
	app.get(
		'/api/debtors/:id/suits',
		{ config: { permission: 'debtor.view' }, schema: { params: Debtor, response: { 200: SuitList } } },
		async (request, reply) => answer(reply, await suitsOfDebtor(request.door, BigInt(request.params.id))),
	);
	app.post(
		'/api/debtors/:id/suits',
		{ config: { permission: 'suit.refer' }, schema: { params: Debtor, body: SuitBody, response: { 200: Made } } },
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const input = { debtor: debtorId, ...withoutWords(request.door.vault, request.body) };
			const made = await change(request.door, { act: 'suit.refer', input, debtorId, key: keyOf(request) }, (act) =>
				referSuit(act, debtorId, request.body),
			);
			return answer(reply, isRefusal(made) ? made : { id: made.id });
		},
	);
	app.post(
		'/api/debtors/:id/suits/:suit/steps',
		{
			config: { permission: 'suit.refer' },
			schema: { params: Type.Object({ id: Id, suit: Id }), body: SuitStepBody, response: { 200: Made } },
		},
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const id = BigInt(request.params.suit);
			const input = { debtor: debtorId, suit: id, ...withoutWords(request.door.vault, request.body) };
			const made = await change(request.door, { act: 'suit.step', input, debtorId, key: keyOf(request) }, (act) =>
				stepSuit(act, { debtorId, id }, request.body),
			);
			return answer(reply, isRefusal(made) ? made : { id: made.id });
		},
	);
}

/** For which debts guarantors stand, and until when (CN-S2). */
function guaranteeRoutes(app: App): void {
	app.get(
		'/api/debtors/:id/guarantees',
		{ config: { permission: 'debtor.view' }, schema: { params: Debtor, response: { 200: GuaranteeList } } },
		async (request, reply) => answer(reply, await guaranteesOfDebtor(request.door, BigInt(request.params.id))),
	);
	app.post(
		'/api/debtors/:id/guarantees',
		{ config: { permission: 'limitation.tell' }, schema: { params: Debtor, body: GuaranteeBody, response: { 200: Made } } },
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const input = { debtor: debtorId, ...withoutWords(request.door.vault, request.body) };
			const told = await change(request.door, { act: 'guarantee.tell', input, debtorId, key: keyOf(request) }, (act) =>
				tellGuarantee(act, debtorId, request.body),
			);
			return answer(reply, isRefusal(told) ? told : { id: told.id });
		},
	);
	app.patch(
		'/api/debtors/:id/guarantees/:guarantee',
		{
			config: { permission: 'limitation.tell' },
			schema: { params: Type.Object({ id: Id, guarantee: Id }), body: GuaranteeChange, response: { 200: Made } },
		},
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const id = BigInt(request.params.guarantee);
			const input = { debtor: debtorId, guarantee: id, ...withoutWords(request.door.vault, request.body) };
			const changed = await change(request.door, { act: 'guarantee.change', input, debtorId, key: keyOf(request) }, (act) =>
				changeGuarantee(act, { debtorId, id }, request.body),
			);
			return answer(reply, isRefusal(changed) ? changed : { id: changed.id });
		},
	);
}

/** The limitation clock (CN-S1, CN-S3, UK-S1, US-B1). */
function limitationRoutes(app: App): void {
	app.get(
		'/api/debtors/:id/limitation',
		{ config: { permission: 'debtor.view' }, schema: { params: Debtor, response: { 200: LimitationList } } },
		async (request, reply) => answer(reply, await limitationOfDebtor(request.door, BigInt(request.params.id))),
	);
	app.post(
		'/api/debtors/:id/limitation-events',
		{ config: { permission: 'limitation.tell' }, schema: { params: Debtor, body: LimitationEventBody, response: { 200: Made } } },
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const input = { debtor: debtorId, ...withoutWords(request.door.vault, request.body) };
			const told = await change(request.door, { act: 'limitation.tell', input, debtorId, key: keyOf(request) }, (act) =>
				tellLimitation(act, debtorId, request.body),
			);
			return answer(reply, isRefusal(told) ? told : { id: told.id });
		},
	);
	app.patch(
		'/api/debtors/:id/limitation-events/:event',
		{
			config: { permission: 'limitation.tell' },
			schema: { params: Type.Object({ id: Id, event: Id }), body: LimitationEventChange, response: { 200: Made } },
		},
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const id = BigInt(request.params.event);
			const input = { debtor: debtorId, event: id, ...withoutWords(request.door.vault, request.body) };
			const changed = await change(request.door, { act: 'limitation.change', input, debtorId, key: keyOf(request) }, (act) =>
				changeTold(act, { debtorId, id }, request.body),
			);
			return answer(reply, isRefusal(changed) ? changed : { id: changed.id });
		},
	);
	app.post(
		'/api/debtors/:id/barred-refusals',
		{ config: { permission: 'hold.place' }, schema: { params: Debtor, body: BarredRefusalBody, response: { 200: Made } } },
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const input = { debtor: debtorId, ...withoutWords(request.door.vault, request.body) };
			const told = await change(request.door, { act: 'limitation.refused', input, debtorId, key: keyOf(request) }, async (act) => {
				const { zone } = await loadTenant(act.tx);
				return tellLimitation(act, debtorId, { ...request.body, kind: 'refused_as_barred', happened_on: dateIn(zone, act.now).toString() });
			});
			return answer(reply, isRefusal(told) ? told : { id: told.id });
		},
	);
}
