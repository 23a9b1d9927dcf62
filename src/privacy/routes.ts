import { Type } from 'typebox';
import { isRefusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { change } from '../record/change.ts';
import { assessmentList, eraseDebtor, recordAssessment, retentionList, retentionOf } from './actions.ts';
import { AssessmentBody, AssessmentList, RetentionList, RetentionView } from './shapes.ts';

const Params = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) });

/** Personal data: until when it is kept, its erasing, and the assessments made before it is used. */
export function routes(app: App): void {
	app.get(
		'/api/retention',
		{ config: { permission: 'privacy.view' }, schema: { response: { 200: RetentionList } } },
		async ({ door }, reply) => answer(reply, await retentionList(door)),
	);
	app.get(
		'/api/debtors/:id/retention',
		{ config: { permission: 'privacy.view' }, schema: { params: Params, response: { 200: RetentionView } } },
		async ({ door, params }, reply) => {
			const view = await inTenant(door.pool, door.tenantId, (tx) => retentionOf(tx, BigInt(params.id), door.clock.now()));
			return answer(reply, view ?? refuse('thing.not_found', { what: 'debtor', id: params.id }));
		},
	);
	app.post(
		'/api/debtors/:id/erase',
		{ config: { permission: 'privacy.erase' }, schema: { params: Params, response: { 200: RetentionView } } },
		async (request, reply) => {
			const { door, params } = request;
			const debtorId = BigInt(params.id);
			const done = await change(door, { act: 'privacy.erase', input: { debtor_id: params.id }, debtorId, key: keyOf(request) }, (act) =>
				eraseDebtor(act, debtorId),
			);
			if (isRefusal(done)) return answer(reply, done);
			const view = await inTenant(door.pool, door.tenantId, (tx) => retentionOf(tx, debtorId, door.clock.now()));
			return answer(reply, view ?? refuse('thing.not_found', { what: 'debtor', id: params.id }));
		},
	);
	app.get(
		'/api/assessments',
		{ config: { permission: 'privacy.view' }, schema: { response: { 200: AssessmentList } } },
		async ({ door }, reply) => answer(reply, await inTenant(door.pool, door.tenantId, (tx) => assessmentList(tx, door.clock.now()))),
	);
	app.post(
		'/api/assessments',
		{ config: { permission: 'privacy.erase' }, schema: { body: AssessmentBody, response: { 200: AssessmentList } } },
		async (request, reply) => {
			const { door, body } = request;
			const done = await change(door, { act: 'privacy.assess', input: { ...body }, key: keyOf(request) }, (act) =>
				recordAssessment(act, body),
			);
			return answer(reply, isRefusal(done) ? done : await inTenant(door.pool, door.tenantId, (tx) => assessmentList(tx, door.clock.now())));
		},
	);
}
