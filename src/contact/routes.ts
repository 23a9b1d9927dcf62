import { Type } from 'typebox';
import { flagWords } from '../content/flags.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { type Act, change, type Door, indexOfWords } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { agreeHours, askPermits, changeHold, liftHold, placeAttempt, recordedHold, revokeHours, unmask } from './actions.ts';
import { askingElsewhere } from './elsewhere.ts';
import { reasonViews } from './view.ts';
import {
	AgreedHoursBody,
	Ended,
	HoldChangeBody,
	Made,
	UnmaskView,
	AttemptBody,
	AttemptView,
	DebtorParams,
	PermitBody,
	PermitView,
	UnmaskBody,
} from './shapes.ts';
import { findPermits } from './permit-store.ts';
import { wishRoutes } from './wish-routes.ts';

const Point = Type.Object({ id: DebtorParams.properties.id, point: DebtorParams.properties.id });
const Hold = Type.Object({ id: DebtorParams.properties.id, hold: DebtorParams.properties.id });

/** Why the gate refused, for the problem document: every rule that spoke, with citation and when it lifts. */
async function reasonsOf(door: Door, debtorId: bigint, refusal: unknown): Promise<Record<string, unknown>> {
	const permitId = isRefusal(refusal) ? refusal.details['permit_id'] : undefined;
	if (permitId === undefined) return {};
	const [permit] = await inTenant(door.pool, door.tenantId, (tx) => findPermits(tx, [{ debtorId, permitId: BigInt(permitId) }]));
	return { reasons: reasonViews(permit?.reasons.map((reason) => ({ ...reason, verdict: reason.verdict as 'refuses' })) ?? []) };
}

/** Permits, attempts, holds, unmasking: everything that reaches out passes here. */
export function routes(app: App): void {
	wishRoutes(app);
	app.post(
		'/api/debtors/:id/permits',
		{ config: { permission: 'contact.ask' }, schema: { params: DebtorParams, body: PermitBody, response: { 200: PermitView } } },
		async (request, reply) => {
			const { door, body } = request;
			const debtorId = BigInt(request.params.id);
			const contactPointId = BigInt(body.contact_point_id);
			if (body.visit !== undefined && body.channel !== 'visit')
				return answer(reply, refuse('request.malformed', { reason: 'visit says of a visit how it is made; the channel is another' }));
			const permit = await askingElsewhere(door, [{ debtorId, contactPointId, channel: body.channel }], (elsewhere, took) =>
				change(
					door,
					{ act: 'contact.ask', input: { debtor: debtorId, ...body }, debtorId, key: keyOf(request), keepOnRefusal: true },
					async (act) => {
						const amountMinor = body.amount_minor === undefined ? undefined : BigInt(body.amount_minor);
						const { channel, purpose, content, visit } = body;
						const intended = { debtorId, contactPointId, channel, purpose, amountMinor, content, visit };
						const given = known(took(await askPermits(act, [intended], elsewhere))[0], 'answer');
						return isRefusal(given)
							? given
							: { id: String(given.permitId), obligations: given.decision.obligations, expires_at: given.expiresAt.toString() };
					},
				),
			);
			return answer(reply, permit, await reasonsOf(door, debtorId, permit));
		},
	);
	app.post(
		'/api/debtors/:id/attempts',
		{ config: { permission: 'contact.ask' }, schema: { params: DebtorParams, body: AttemptBody, response: { 200: AttemptView } } },
		async (request, reply) => {
			const { door, body } = request;
			const debtorId = BigInt(request.params.id);
			const attempt = await change(
				door,
				{ act: 'contact.attempt', input: { debtor: debtorId, ...body }, debtorId, key: keyOf(request) },
				async (act): Promise<{ id: string; placed_at: string } | Refusal> => {
					const placed = await placeAttempt(act, {
						debtorId,
						permitId: BigInt(body.permit_id),
						workItemId: body.work_item_id === undefined ? null : BigInt(body.work_item_id),
					});
					return isRefusal(placed) ? placed : { id: String(placed.attemptId), placed_at: act.now.toString() };
				},
			);
			return answer(reply, attempt);
		},
	);
	app.post(
		'/api/debtors/:id/contact-points/:point/unmask',
		{ config: { permission: 'debtor.unmask' }, schema: { params: Point, body: UnmaskBody, response: { 200: UnmaskView } } },
		async (request, reply) => {
			const { door } = request;
			const debtorId = BigInt(request.params.id);
			let value = '';
			// The record keeps who looked at what and an index of what for, never the number itself.
			const looked = await change(
				door,
				{
					act: 'contact.unmask',
					input: { debtor: debtorId, point: request.params.point, purpose: indexOfWords(door.vault, request.body.purpose) },
					debtorId,
					keepOnRefusal: true,
				},
				async (act) => {
					const opened = await unmask(act, { debtorId, contactPointId: BigInt(request.params.point) });
					// What it was for is kept with the decision, permitted or not.
					const permitId = isRefusal(opened) ? opened.details['permit_id'] : opened.permitId;
					if (permitId !== undefined)
						writeWords(act, { debtorId, act: 'contact.unmask', about: BigInt(permitId), words: request.body.purpose });
					if (isRefusal(opened)) return opened;
					value = opened.value;
					return { permit_id: String(opened.permitId) };
				},
			);
			return isRefusal(looked) ? answer(reply, looked, await reasonsOf(door, debtorId, looked)) : answer(reply, { value, ...looked });
		},
	);
	app.post(
		'/api/debtors/:id/holds/:hold/lift',
		{ config: { permission: 'hold.lift' }, schema: { params: Hold, response: { 200: Made } } },
		async (request, reply) => {
			const { door, params } = request;
			const debtorId = BigInt(params.id);
			const lifted = await change(
				door,
				{ act: 'hold.lift', input: { debtor: debtorId, hold: params.hold }, debtorId, key: keyOf(request) },
				async (act) => {
					const { zone } = await loadTenant(act.tx);
					return liftHold(act, { debtorId, holdId: BigInt(params.hold), today: dateIn(zone, act.now) });
				},
			);
			return answer(reply, isRefusal(lifted) ? lifted : { id: lifted.holdId });
		},
	);
	app.post(
		'/api/debtors/:id/holds/:hold/change',
		{ config: { permission: 'hold.lift' }, schema: { params: Hold, body: HoldChangeBody, response: { 200: Made } } },
		async (request, reply) => {
			const { door, params, body } = request;
			const debtorId = BigInt(params.id);
			const input = { debtor: debtorId, hold: params.hold, ...recordedHold(door.vault, body) };
			const changed = await change(door, { act: 'hold.change', input, debtorId, key: keyOf(request) }, async (act) => {
				const done = await changeHold(act, { debtorId, holdId: BigInt(params.hold), change: body });
				if (!isRefusal(done)) flagWords(act, { debtorId, source: 'hold', sourceId: BigInt(params.hold), words: body.evidence });
				return done;
			});
			return answer(reply, isRefusal(changed) ? changed : { id: changed.holdId });
		},
	);
	app.post(
		'/api/debtors/:id/agreed-hours',
		{ config: { permission: 'contact.ask' }, schema: { params: DebtorParams, body: AgreedHoursBody, response: { 200: Made } } },
		async (request, reply) => {
			const { door, body } = request;
			const debtorId = BigInt(request.params.id);
			const agreed = await change(
				door,
				{
					act: 'hours.agree',
					input: { debtor: debtorId, ...body, evidence: indexOfWords(door.vault, body.evidence) },
					debtorId,
					key: keyOf(request),
				},
				async (act) => {
					const { from, until, evidence } = body;
					const missing = await hasDebtor(act, debtorId);
					if (missing) return missing;
					const made = await agreeHours(act, { debtorId, hours: { from, until }, evidence });
					if (!isRefusal(made)) flagWords(act, { debtorId, source: 'agreed_hours', sourceId: BigInt(made.agreedHoursId), words: evidence });
					return made;
				},
			);
			return answer(reply, isRefusal(agreed) ? agreed : { id: agreed.agreedHoursId });
		},
	);
	app.post(
		'/api/debtors/:id/agreed-hours/end',
		{ config: { permission: 'contact.ask' }, schema: { params: DebtorParams, response: { 200: Ended } } },
		async (request, reply) => {
			const { door } = request;
			const debtorId = BigInt(request.params.id);
			const ended = await change(
				door,
				{ act: 'hours.revoke', input: { debtor: debtorId }, debtorId, key: keyOf(request) },
				async (act) => (await hasDebtor(act, debtorId)) ?? revokeHours(act, debtorId),
			);
			return answer(reply, ended);
		},
	);
}

/** A refusal where there is no such debtor in this agency. */
async function hasDebtor(act: Act, debtorId: bigint): Promise<Refusal | null> {
	const found = await act.tx.query('select 1 from debtor where tenant_id = $1 and id = $2', [act.tx.tenantId, debtorId]);
	return found.length === 0 ? refuse('thing.not_found', { what: 'debtor', id: String(debtorId) }) : null;
}
