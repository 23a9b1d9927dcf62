import { Type } from 'typebox';
import { isRefusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { change } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { changeTold, limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import { BarredRefusalBody, LimitationEventBody, LimitationEventChange, LimitationList } from './limitation-shapes.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Debtor = Type.Object({ id: Id });
const Made = Type.Object({ id: Type.String() });

/** The limitation clock of a debtor's debts (CN-S1, UK-S1, US-B1): shown to whoever sees the debtor; told by lead and compliance. */
export function routes(app: App): void {
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
			const input = { debtor: debtorId, ...request.body };
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
			const input = { debtor: debtorId, event: id, ...request.body };
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
			const input = { debtor: debtorId, ...request.body };
			const told = await change(request.door, { act: 'limitation.refused', input, debtorId, key: keyOf(request) }, async (act) => {
				const { zone } = await loadTenant(act.tx);
				return tellLimitation(act, debtorId, { ...request.body, kind: 'refused_as_barred', happened_on: dateIn(zone, act.now).toString() });
			});
			return answer(reply, isRefusal(told) ? told : { id: told.id });
		},
	);
}
