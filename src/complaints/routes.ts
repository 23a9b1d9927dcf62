import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { type Act, change, type Plain } from '../record/change.ts';
import {
	answerComplaint,
	closeComplaint,
	complaintLines,
	complaintsOfDebtor,
	complaintView,
	extendComplaint,
	fileComplaint,
	makeLink,
	takeComplaint,
} from './actions.ts';
import { AnswerBody, ComplaintBody, ComplaintList, ComplaintQuery, ComplaintView, Done, LinkView, ReasonBody, TakeBody } from './shapes.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const Filed = Type.Object({ id: Type.String(), due_on: Type.String() });

/** One act of a complaint's life, recorded. Free words stay out of the record: they lie sealed with the complaint. */
async function acted<Answer extends Plain>(
	request: FastifyRequest,
	reply: FastifyReply,
	what: { act: string; input: Record<string, Plain>; debtorId?: bigint },
	work: (act: Act) => Promise<Answer | Refusal>,
): Promise<FastifyReply> {
	const done = await change<Plain>(request.door, { ...what, key: keyOf(request) }, work);
	return answer(reply, done);
}

/** Complaints, disputes, hardship, requests to stop: intake, clock, handler, answer. */
export function routes(app: App): void {
	app.get(
		'/api/complaints',
		{ config: { permission: 'complaint.view' }, schema: { querystring: ComplaintQuery, response: { 200: ComplaintList } } },
		async (request, reply) => answer(reply, { items: await complaintLines(request.door, request.query) }),
	);
	app.get(
		'/api/complaints/:id',
		{ config: { permission: 'complaint.view' }, schema: { params: Id, response: { 200: ComplaintView } } },
		async (request, reply) => answer(reply, await complaintView(request.door, BigInt(request.params.id))),
	);
	app.get(
		'/api/debtors/:id/complaints',
		{ config: { permission: 'debtor.view' }, schema: { params: Id, response: { 200: ComplaintList } } },
		async (request, reply) => answer(reply, await complaintsOfDebtor(request.door, BigInt(request.params.id))),
	);
	app.post(
		'/api/debtors/:id/complaints',
		{ config: { permission: 'complaint.file' }, schema: { params: Id, body: ComplaintBody, response: { 200: Filed } } },
		async (request, reply) => {
			const { body } = request;
			const debtorId = BigInt(request.params.id);
			return acted(
				request,
				reply,
				{ act: 'complaint.file', input: { debtor: debtorId, kind: body.kind, channel: body.channel }, debtorId },
				(act) =>
					fileComplaint(act, {
						debtorId,
						kind: body.kind,
						channel: body.channel,
						words: body.words,
						wanted: body.wanted,
						debtIds: body.debt_ids?.map(BigInt),
						aboutLogin: body.about_login === undefined ? null : BigInt(body.about_login),
						regulatorReference: body.regulator_reference,
						receivedAt: body.received_at === undefined ? undefined : Temporal.Instant.from(body.received_at),
					}),
			);
		},
	);
	app.post(
		'/api/debtors/:id/portal-links',
		{ config: { permission: 'complaint.file' }, schema: { params: Id, response: { 200: LinkView } } },
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			let path = '';
			// The record keeps that a link was made, never the secret in it.
			const made = await change(request.door, { act: 'portal.link', input: { debtor: debtorId }, debtorId }, async (act) => {
				const link = await makeLink(act, debtorId);
				if (isRefusal(link)) return link;
				path = link.path;
				return { expires_at: link.expires_at };
			});
			return answer(reply, isRefusal(made) ? made : { path, ...made });
		},
	);
	app.post(
		'/api/complaints/:id/take',
		{ config: { permission: 'complaint.handle' }, schema: { params: Id, body: TakeBody, response: { 200: Done } } },
		async (request, reply) => {
			const [id, { handler_id: handler }] = [BigInt(request.params.id), request.body];
			return acted(request, reply, { act: 'complaint.take', input: { complaint: id, handler: handler ?? null } }, (act) =>
				takeComplaint(act, id, handler === undefined ? act.actor.id : BigInt(handler)),
			);
		},
	);
	app.post(
		'/api/complaints/:id/extend',
		{ config: { permission: 'complaint.extend' }, schema: { params: Id, body: ReasonBody, response: { 200: Done } } },
		async (request, reply) => {
			const id = BigInt(request.params.id);
			return acted(request, reply, { act: 'complaint.extend', input: { complaint: id } }, (act) =>
				extendComplaint(act, id, request.body.reason),
			);
		},
	);
	app.post(
		'/api/complaints/:id/answer',
		{ config: { permission: 'complaint.handle' }, schema: { params: Id, body: AnswerBody, response: { 200: Done } } },
		async (request, reply) => {
			const [id, { body }] = [BigInt(request.params.id), request];
			return acted(request, reply, { act: 'complaint.answer', input: { complaint: id, verdict: body.verdict } }, (act) =>
				answerComplaint(act, id, body),
			);
		},
	);
	for (const [verb, what] of [
		['close', 'closed'],
		['reopen', 'reopened'],
	] as const)
		app.post(
			`/api/complaints/:id/${verb}`,
			{ config: { permission: 'complaint.handle' }, schema: { params: Id, body: ReasonBody, response: { 200: Done } } },
			async (request, reply) => {
				const id = BigInt(request.params.id);
				return acted(request, reply, { act: `complaint.${verb}`, input: { complaint: id } }, (act) =>
					closeComplaint(act, id, what, request.body.reason),
				);
			},
		);
}
