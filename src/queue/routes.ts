import { Type } from 'typebox';
import { toWire } from '../core/money.ts';
import { searchDebtors } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { currentWork, loadCase, loadFloor, pressNext, release } from './actions.ts';
import { assign, assignmentRows } from './assign.ts';
import {
	AssignmentAnswer,
	AssignmentBody,
	AssignmentView,
	CaseView,
	DebtorRow,
	FloorView,
	Id,
	NextAnswer,
	Released,
	ReleaseBody,
	TimelinePage,
} from './shapes.ts';
import { loadTimeline, placePattern } from './timeline.ts';

const Params = Type.Object({ id: Id });
const Item = Type.Object({ debtor: Id, id: Id });
const page = 200;

/** Work: Next, current, release; the case and search; the floor; assignment. */
export function routes(app: App): void {
	app.post('/api/work/next', { config: { permission: 'work.next' }, schema: { response: { 200: NextAnswer } } }, async (request, reply) =>
		answer(reply, await pressNext(request.door, keyOf(request))),
	);
	app.get(
		'/api/work/current',
		{ config: { permission: 'work.next' }, schema: { response: { 200: NextAnswer } } },
		async ({ door }, reply) => answer(reply, await currentWork(door)),
	);
	app.post(
		'/api/work/:debtor/:id/release',
		{ config: { permission: 'work.next' }, schema: { params: Item, body: ReleaseBody, response: { 200: Released } } },
		async (request, reply) =>
			answer(
				reply,
				await release(
					request.door,
					{ debtorId: BigInt(request.params.debtor), id: BigInt(request.params.id), reason: request.body.reason },
					keyOf(request),
				),
			),
	);
	app.get(
		'/api/debtors',
		{
			config: { permission: 'debtor.view' },
			schema: {
				querystring: Type.Object({ query: Type.String({ minLength: 1, maxLength: 100 }) }),
				response: { 200: Type.Object({ items: Type.Array(DebtorRow), next: Type.Union([Type.String(), Type.Null()]) }) },
			},
		},
		async ({ door, query }, reply) => {
			const looking = door.actor.role === 'agent' ? { agentId: door.actor.id, now: door.clock.now() } : null;
			const rows = await inTenant(door.pool, door.tenantId, (tx) => searchDebtors(tx, door.vault, query.query, 50, looking));
			return answer(reply, {
				items: rows.map((row) => ({
					id: String(row.id),
					name_masked: row.name_masked,
					id_masked: row.id_masked,
					references: row.references,
					owed: row.owed.map(({ currency, minor }) => ({ currency, owed_minor: toWire(minor) })),
					status: row.owed.some(({ minor }) => minor > 0n) ? 'open' : 'settled',
				})),
				next: null,
			});
		},
	);
	app.get(
		'/api/debtors/:id',
		{ config: { permission: 'debtor.view' }, schema: { params: Params, response: { 200: CaseView } } },
		async ({ door, params }, reply) => answer(reply, await loadCase(door, BigInt(params.id))),
	);
	app.get(
		'/api/debtors/:id/timeline',
		{
			config: { permission: 'debtor.view' },
			schema: {
				params: Params,
				querystring: Type.Object({ after: Type.Optional(Type.String({ pattern: placePattern })) }),
				response: { 200: TimelinePage },
			},
		},
		async ({ door, params, query }, reply) => answer(reply, await loadTimeline(door, BigInt(params.id), query.after ?? null)),
	);
	app.get('/api/floor', { config: { permission: 'floor.view' }, schema: { response: { 200: FloorView } } }, async ({ door }, reply) =>
		answer(reply, await loadFloor(door)),
	);
	app.get(
		'/api/assignments',
		{
			config: { permission: 'floor.view' },
			schema: {
				querystring: Type.Object({
					client: Type.Optional(Type.String()),
					placement_id: Type.Optional(Id),
					team_id: Type.Optional(Id),
					agent_id: Type.Optional(Id),
					unassigned: Type.Optional(Type.Boolean()),
					after: Type.Optional(Id),
				}),
				response: { 200: Type.Object({ items: Type.Array(AssignmentView), next: Type.Union([Type.String(), Type.Null()]) }) },
			},
		},
		async ({ door, query }, reply) => {
			const id = (text: string | undefined) => (text === undefined ? undefined : BigInt(text));
			return answer(
				reply,
				await assignmentRows(
					door,
					{
						clientCode: query.client,
						placementId: id(query.placement_id),
						teamId: id(query.team_id),
						agentId: id(query.agent_id),
						unassigned: query.unassigned,
					},
					page,
					id(query.after) ?? 0n,
				),
			);
		},
	);
	app.post(
		'/api/assignments',
		{ config: { permission: 'assignment.change' }, schema: { body: AssignmentBody, response: { 200: AssignmentAnswer } } },
		async (request, reply) => answer(reply, await assign(request.door, request.body, keyOf(request))),
	);
}
