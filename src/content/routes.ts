import { Type } from 'typebox';
import { shippedScripts } from '../channels/scripts.ts';
import { templates } from '../channels/templates.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { decideOnText, textViews, writeText } from './actions.ts';
import { checkText } from './check.ts';
import { flaggedWords, lookAt } from './flags.ts';
import { CheckAnswer, CheckBody, ChecksAnswer, ChecksBody, FlaggedList, LookBody, RefuseBody, TextBody, TextList } from './shapes.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const Decided = Type.Object({ id: Type.String(), state: Type.String() });

/** The words the house uses: looked at, written, approved by a second person. */
export function routes(app: App): void {
	app.post(
		'/api/content/check',
		{ config: { permission: 'text.view' }, schema: { body: CheckBody, response: { 200: CheckAnswer } } },
		async (request, reply) => answer(reply, checkText(request.body)),
	);
	app.post(
		'/api/content/checks',
		{ config: { permission: 'text.view' }, schema: { body: ChecksBody, response: { 200: ChecksAnswer } } },
		async (request, reply) => answer(reply, { items: request.body.texts.map(checkText) }),
	);
	app.get(
		'/api/flagged-words',
		{
			config: { permission: 'text.approve' },
			schema: { querystring: Type.Object({ state: Type.Optional(Type.Enum(['open', 'looked'])) }), response: { 200: FlaggedList } },
		},
		async ({ door, query }, reply) => answer(reply, await flaggedWords(door, query.state ?? 'open')),
	);
	app.post(
		'/api/flagged-words/:id/look',
		{
			config: { permission: 'text.approve' },
			schema: { params: Id, body: LookBody, response: { 200: Type.Object({ id: Type.String(), verdict: Type.String() }) } },
		},
		async (request, reply) => answer(reply, await lookAt(request.door, BigInt(request.params.id), request.body, keyOf(request))),
	);
	app.get('/api/texts', { config: { permission: 'text.view' }, schema: { response: { 200: TextList } } }, async ({ door }, reply) =>
		answer(reply, { items: await textViews(door, [...templates, ...shippedScripts]) }),
	);
	app.post(
		'/api/texts',
		{
			config: { permission: 'text.write' },
			schema: { body: TextBody, response: { 200: Type.Object({ id: Type.String(), version: Type.Integer() }) } },
		},
		async (request, reply) => answer(reply, await writeText(request.door, request.body, keyOf(request))),
	);
	for (const [verb, verdict] of [
		['approve', 'approved'],
		['retire', 'retired'],
	] as const)
		app.post(
			`/api/texts/:id/${verb}`,
			{ config: { permission: 'text.approve' }, schema: { params: Id, response: { 200: Decided } } },
			async (request, reply) =>
				answer(reply, await decideOnText(request.door, { id: BigInt(request.params.id), verdict, reason: null }, keyOf(request))),
		);
	app.post(
		'/api/texts/:id/refuse',
		{ config: { permission: 'text.approve' }, schema: { params: Id, body: RefuseBody, response: { 200: Decided } } },
		async (request, reply) =>
			answer(
				reply,
				await decideOnText(
					request.door,
					{ id: BigInt(request.params.id), verdict: 'refused', reason: request.body.reason },
					keyOf(request),
				),
			),
	);
}
