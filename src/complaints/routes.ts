import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placeHoldByHand, recordedHold } from '../contact/actions.ts';
import { flagWords } from '../content/flags.ts';
import { HoldBody } from '../contact/shapes.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { type Act, change, type Plain } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
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
import { addFile, fileBytesMax, fileFacts, openFile, sizeRefusal } from './files.ts';
import { caseOfHold } from './rules.ts';
import {
	AnswerBody,
	ComplaintBody,
	ComplaintList,
	ComplaintQuery,
	ComplaintView,
	Done,
	FileBody,
	FileMade,
	LinkView,
	ReasonBody,
	TakeBody,
} from './shapes.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const File = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }), file: Type.String({ pattern: '^\\d{1,18}$' }) });
const Filed = Type.Object({ id: Type.String(), due_on: Type.String() });
const HoldMade = Type.Object({ id: Type.String(), complaint: Type.Optional(Filed) });

/** A hold placed by hand. One that a person asked for opens their case, with its clock and its handler: a hold that nobody answers is no answer. */
async function placeByHand(act: Act, debtorId: bigint, body: HoldBody) {
	const { kind, evidence } = body;
	const placed = await placeHoldByHand(act, debtorId, body);
	if (isRefusal(placed)) return placed;
	const { holdId } = placed;
	const of = caseOfHold[kind];
	flagWords(act, { debtorId, source: 'hold', sourceId: BigInt(holdId), words: evidence });
	if (of === undefined) return { id: holdId };
	const filed = await fileComplaint(act, {
		debtorId,
		kind: of,
		channel: 'desk',
		words: evidence,
		debtIds: body.debt_id === undefined ? [] : [BigInt(body.debt_id)],
		said: { attemptId: null, holdIds: [BigInt(holdId)] },
	});
	return isRefusal(filed) ? filed : { id: holdId, complaint: filed };
}

/** One act of a complaint's life, recorded. Free words stay out of the record, which has their index alone: they lie sealed with the complaint. */
async function acted<Answer extends Plain>(
	request: FastifyRequest,
	reply: FastifyReply,
	what: { act: string; input: Record<string, Plain | undefined>; debtorId?: bigint },
	work: (act: Act) => Promise<Answer | Refusal>,
): Promise<FastifyReply> {
	const done = await change<Plain>(request.door, { ...what, key: keyOf(request) }, work);
	return answer(reply, done);
}

/** A body beyond the route's limit is a file beyond ours. */
function tooLarge(error: unknown, _: FastifyRequest, reply: FastifyReply): void {
	if ((error as { code?: string }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
	answer(reply, sizeRefusal);
}

/** Complaints, disputes, hardship, requests to stop: intake, clock, handler, answer. */
export function routes(app: App): void {
	app.get(
		'/api/complaints',
		{ config: { permission: 'complaint.view' }, schema: { querystring: ComplaintQuery, response: { 200: ComplaintList } } },
		async ({ door, query: { after, ...asked } }, reply) =>
			answer(reply, await complaintLines(door, { ...asked, after: after === undefined ? undefined : BigInt(after) })),
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
				{ act: 'complaint.file', input: { debtor: debtorId, ...withoutWords(request.door.vault, body) }, debtorId },
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
		'/api/debtors/:id/holds',
		{ config: { permission: 'hold.place' }, schema: { params: Id, body: HoldBody, response: { 200: HoldMade } } },
		async (request, reply) => {
			const { body } = request;
			const debtorId = BigInt(request.params.id);
			return acted(
				request,
				reply,
				{ act: 'hold.place', input: { debtor: debtorId, ...recordedHold(request.door.vault, body) }, debtorId },
				(act) => placeByHand(act, debtorId, body),
			);
		},
	);
	app.post(
		'/api/complaints/:id/files',
		{
			config: { permission: 'complaint.file' },
			bodyLimit: Math.ceil((fileBytesMax * 4) / 3) + 4_096,
			schema: { params: Id, body: FileBody, response: { 200: FileMade } },
			errorHandler: tooLarge,
		},
		async (request, reply) => {
			const id = BigInt(request.params.id);
			const file = { name: request.body.name, bytes: Buffer.from(request.body.content_base64, 'base64') };
			return acted(request, reply, { act: 'complaint.add_file', input: { complaint: id, ...fileFacts(file) } }, (act) =>
				addFile(act, id, file),
			);
		},
	);
	app.get(
		'/api/complaints/:id/files/:file',
		{ config: { permission: 'complaint.view' }, schema: { params: File } },
		async (request, reply) => {
			const { id, file } = request.params;
			const opened = await openFile(request.door, BigInt(id), BigInt(file));
			if (isRefusal(opened)) return answer(reply, opened);
			// Never shown by the browser as a page of ours, whatever somebody handed in.
			return reply
				.type(opened.view.type)
				.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(opened.view.name)}`)
				.header('x-content-type-options', 'nosniff')
				.header('cache-control', 'no-store')
				.send(opened.bytes);
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
			const input = { complaint: id, ...withoutWords(request.door.vault, request.body) };
			return acted(request, reply, { act: 'complaint.extend', input }, (act) => extendComplaint(act, id, request.body.reason));
		},
	);
	app.post(
		'/api/complaints/:id/answer',
		{ config: { permission: 'complaint.handle' }, schema: { params: Id, body: AnswerBody, response: { 200: Done } } },
		async (request, reply) => {
			const [id, { body }] = [BigInt(request.params.id), request];
			const input = { complaint: id, ...withoutWords(request.door.vault, body) };
			return acted(request, reply, { act: 'complaint.answer', input }, (act) => answerComplaint(act, id, body));
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
				const input = { complaint: id, ...withoutWords(request.door.vault, request.body) };
				return acted(request, reply, { act: `complaint.${verb}`, input }, (act) => closeComplaint(act, id, what, request.body.reason));
			},
		);
}
