import { Type } from 'typebox';
import { isRefusal } from '../core/refusal.ts';
import { type App, answer } from '../host/http.ts';
import { packFile } from './pack.ts';
import { decisionOf, refusalsByRule, searchDecisions } from './decisions.ts';
import { lawCalendar, lawOf } from './law.ts';
import { nearLimits } from './near-limits.ts';
import { whatIf } from './what-if.ts';
import {
	DecisionList,
	DecisionQuery,
	DecisionView,
	Law,
	LawCalendar,
	LawQuery,
	NearLimits,
	Period,
	RefusalsByRule,
	WhatIfAnswer,
	WhatIfBody,
} from './shapes.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const PackQuery = Type.Object({ format: Type.Optional(Type.Enum(['pdf', 'json'])) });

/** The compliance desk: every decision of the gate, why it was made, and what another law would have made of it. */
export function routes(app: App): void {
	app.get(
		'/api/decisions',
		{ config: { permission: 'decision.view' }, schema: { querystring: DecisionQuery, response: { 200: DecisionList } } },
		async (request, reply) => answer(reply, await searchDecisions(request.door, request.query)),
	);
	app.get(
		'/api/decisions/:debtor/:permit',
		{
			config: { permission: 'decision.view' },
			schema: { params: Type.Object({ debtor: Id, permit: Id }), response: { 200: DecisionView } },
		},
		async (request, reply) => answer(reply, await decisionOf(request.door, BigInt(request.params.debtor), BigInt(request.params.permit))),
	);
	app.get(
		'/api/refusals-by-rule',
		{ config: { permission: 'decision.view' }, schema: { querystring: Period, response: { 200: RefusalsByRule } } },
		async (request, reply) => answer(reply, await refusalsByRule(request.door, request.query)),
	);
	app.get(
		'/api/law',
		{ config: { permission: 'law.view' }, schema: { querystring: LawQuery, response: { 200: Law } } },
		async (request, reply) => answer(reply, await lawOf(request.door, request.query)),
	);
	app.get(
		'/api/law/calendar',
		{ config: { permission: 'law.view' }, schema: { querystring: Type.Pick(LawQuery, ['book']), response: { 200: LawCalendar } } },
		async (request, reply) => answer(reply, await lawCalendar(request.door, request.query.book)),
	);
	app.post(
		'/api/what-if',
		{ config: { permission: 'decision.view' }, schema: { body: WhatIfBody, response: { 200: WhatIfAnswer } } },
		async (request, reply) => answer(reply, await whatIf(request.door, request.body)),
	);
	app.get(
		'/api/near-limits',
		{ config: { permission: 'decision.view' }, schema: { response: { 200: NearLimits } } },
		async (request, reply) => answer(reply, await nearLimits(request.door)),
	);
	app.get(
		'/api/complaints/:id/pack',
		{ config: { permission: 'complaint.pack' }, schema: { params: Type.Object({ id: Id }), querystring: PackQuery } },
		async (request, reply) => {
			const made = await packFile(request.door, BigInt(request.params.id), request.query.format ?? 'pdf');
			if (isRefusal(made)) return answer(reply, made);
			return reply
				.type(made.type)
				.header('content-disposition', `attachment; filename="${made.name}"`)
				.header('x-pack-sha256', made.hash)
				.send(made.bytes);
		},
	);
}
