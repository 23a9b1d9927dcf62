import { Type } from 'typebox';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { type Act, change, type Plain } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import { DebtorParams, Made } from './shapes.ts';
import { endWish, recordConsent, recordNotice, recordWish, setLanguage, setWhereabouts, wishesOfDebtor } from './wishes.ts';
import { ConsentBody, LanguageBody, NoticeBody, WhereaboutsBody, WishBody, WishesView } from './wish-shapes.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const Wish = Type.Object({ id: DebtorParams.properties.id, wish: DebtorParams.properties.id });
const Consent = Type.Object({ id: DebtorParams.properties.id, consent: DebtorParams.properties.id });

type Recorded = { readonly id: string };

/** One act on a debtor, recorded with what was asked; of words that are kept elsewhere the index. */
async function recorded(
	request: Pick<FastifyRequest, 'door'> & FastifyRequest,
	reply: FastifyReply,
	what: { act: string; id: string; body: Readonly<Record<string, Plain | undefined>> },
	work: (act: Act, debtorId: bigint) => Promise<Recorded | Refusal>,
): Promise<FastifyReply> {
	const debtorId = BigInt(what.id);
	const input = withoutWords(request.door.vault, what.body);
	const done = await change(request.door, { act: what.act, input: { debtor: debtorId, ...input }, debtorId, key: keyOf(request) }, (act) =>
		work(act, debtorId),
	);
	return answer(reply, isRefusal(done) ? done : { id: done.id });
}

/** What a debtor says about being contacted: wishes, consents, notices, whereabouts, the language they read. */
export function wishRoutes(app: App): void {
	app.get(
		'/api/debtors/:id/wishes',
		{ config: { permission: 'debtor.view' }, schema: { params: DebtorParams, response: { 200: WishesView } } },
		async (request, reply) => answer(reply, await wishesOfDebtor(request.door, BigInt(request.params.id))),
	);
	app.post(
		'/api/debtors/:id/wishes',
		{ config: { permission: 'hold.place' }, schema: { params: DebtorParams, body: WishBody, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'wish.record', id: request.params.id, body: request.body }, (act, debtorId) =>
				recordWish(act, debtorId, request.body),
			),
	);
	app.post(
		'/api/debtors/:id/wishes/:wish/end',
		{ config: { permission: 'hold.lift' }, schema: { params: Wish, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'wish.end', id: request.params.id, body: { wish: request.params.wish } }, (act, debtorId) =>
				endWish(act, debtorId, 'wish', BigInt(request.params.wish)),
			),
	);
	app.post(
		'/api/debtors/:id/consents',
		{ config: { permission: 'hold.place' }, schema: { params: DebtorParams, body: ConsentBody, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'consent.record', id: request.params.id, body: request.body }, (act, debtorId) =>
				recordConsent(act, debtorId, request.body),
			),
	);
	app.post(
		'/api/debtors/:id/consents/:consent/revoke',
		{ config: { permission: 'hold.place' }, schema: { params: Consent, response: { 200: Made } } },
		async (request, reply) =>
			recorded(
				request,
				reply,
				{ act: 'consent.revoke', id: request.params.id, body: { consent: request.params.consent } },
				(act, debtorId) => endWish(act, debtorId, 'consent', BigInt(request.params.consent)),
			),
	);
	app.post(
		'/api/debtors/:id/notices',
		{ config: { permission: 'hold.place' }, schema: { params: DebtorParams, body: NoticeBody, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'notice.record', id: request.params.id, body: request.body }, async (act, debtorId) => {
				const { zone } = await loadTenant(act.tx);
				return recordNotice(act, debtorId, request.body, dateIn(zone, act.now));
			}),
	);
	app.put(
		'/api/debtors/:id/whereabouts',
		{ config: { permission: 'hold.lift' }, schema: { params: DebtorParams, body: WhereaboutsBody, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'debtor.whereabouts', id: request.params.id, body: request.body }, (act, debtorId) =>
				setWhereabouts(act, debtorId, request.body),
			),
	);
	app.put(
		'/api/debtors/:id/language',
		{ config: { permission: 'hold.place' }, schema: { params: DebtorParams, body: LanguageBody, response: { 200: Made } } },
		async (request, reply) =>
			recorded(request, reply, { act: 'debtor.language', id: request.params.id, body: request.body }, (act, debtorId) =>
				setLanguage(act, debtorId, request.body),
			),
	);
}
