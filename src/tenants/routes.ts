import { Type } from 'typebox';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import { addClient, addCreditor, changeClient, changeCreditor, clientViews, creditorViews, limitContacts, setStanding } from './actions.ts';
import { agencyView, changeAgency } from './agency.ts';
import { lprView, recordLpr } from './lpr.ts';
import { loadTenant } from './store.ts';
import {
	AgencyChange,
	AgencyView,
	ClientChange,
	ClientView,
	ContactLimits,
	CreditorChange,
	CreditorView,
	LprBody,
	LprView,
	NewClientBody,
	NewCreditor,
	StandingBody,
} from './shapes.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const IdAnswer = Type.Object({ id: Type.String() });
const Items = <T extends Parameters<typeof Type.Array>[0]>(each: T) => Type.Object({ items: Type.Array(each) });

const Limits = Type.Object({ limits: Type.Union([ContactLimits, Type.Null()]) });

/** The agency itself, its clients (委案方) and creditors, and the house's own limits on contact. */
export function routes(app: App): void {
	app.get('/api/agency', { config: { permission: 'people.view' }, schema: { response: { 200: AgencyView } } }, async ({ door }, reply) =>
		answer(reply, await agencyView(door)),
	);
	app.patch(
		'/api/agency',
		{ config: { permission: 'house.manage' }, schema: { body: AgencyChange, response: { 200: AgencyView } } },
		async (request, reply) => answer(reply, await changeAgency(request.door, request.body, keyOf(request))),
	);
	app.get(
		'/api/clients',
		{ config: { permission: 'client.view' }, schema: { response: { 200: Items(ClientView) } } },
		async ({ door }, reply) =>
			answer(reply, { items: await inTenant(door.pool, door.tenantId, (tx) => clientViews(tx, door.actor.clientId, door.clock.now())) }),
	);
	app.post(
		'/api/clients',
		{
			config: { permission: 'client.manage' },
			schema: { body: NewClientBody, response: { 200: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() }) } },
		},
		async (request, reply) => {
			const { code, name, creditor, kind, product, currency, lender, ...body } = request.body;
			const terms = {
				serviceLine: body.service_line,
				complaintLine: body.complaint_line,
				collectsAs: body.collects_as,
				contractUntil: body.contract_until,
				evaluatedOn: body.evaluated_on,
			};
			return answer(
				reply,
				await addClient(request.door, { code, name, creditor, kind, product, currency, lender, ...terms }, keyOf(request)),
			);
		},
	);
	app.patch(
		'/api/clients/:id',
		{ config: { permission: 'client.manage' }, schema: { params: Id, body: ClientChange, response: { 200: IdAnswer } } },
		async (request, reply) =>
			answer(reply, await changeClient(request.door, { ...request.body, clientId: BigInt(request.params.id) }, keyOf(request))),
	);
	app.put(
		'/api/clients/:id/standing',
		{ config: { permission: 'client.standing' }, schema: { params: Id, body: StandingBody, response: { 200: IdAnswer } } },
		async (request, reply) =>
			answer(reply, await setStanding(request.door, { ...request.body, clientId: BigInt(request.params.id) }, keyOf(request))),
	);
	app.get('/api/contact-limits', { config: { permission: 'law.view' }, schema: { response: { 200: Limits } } }, async ({ door }, reply) => {
		const { settings } = await inTenant(door.pool, door.tenantId, loadTenant);
		return answer(reply, { limits: settings.contactLimits });
	});
	app.put(
		'/api/contact-limits',
		{ config: { permission: 'house.limit' }, schema: { body: Limits, response: { 200: Type.Object({ changed: Type.Boolean() }) } } },
		async (request, reply) => answer(reply, await limitContacts(request.door, request.body.limits, keyOf(request))),
	);
	app.get('/api/lpr', { config: { permission: 'law.view' }, schema: { response: { 200: LprView } } }, async ({ door }, reply) =>
		answer(reply, await lprView(door)),
	);
	app.put(
		'/api/lpr',
		{ config: { permission: 'house.limit' }, schema: { body: LprBody, response: { 200: Type.Object({ changed: Type.Boolean() }) } } },
		async (request, reply) => answer(reply, await recordLpr(request.door, request.body, keyOf(request))),
	);
	app.get(
		'/api/creditors',
		{ config: { permission: 'client.view' }, schema: { response: { 200: Items(CreditorView) } } },
		async ({ door }, reply) =>
			answer(reply, { items: await inTenant(door.pool, door.tenantId, (tx) => creditorViews(tx, door.actor.clientId)) }),
	);
	app.post(
		'/api/creditors',
		{ config: { permission: 'client.manage' }, schema: { body: NewCreditor, response: { 200: IdAnswer } } },
		async (request, reply) => answer(reply, await addCreditor(request.door, request.body, keyOf(request))),
	);
	app.patch(
		'/api/creditors/:id',
		{ config: { permission: 'client.manage' }, schema: { params: Id, body: CreditorChange, response: { 200: IdAnswer } } },
		async (request, reply) =>
			answer(reply, await changeCreditor(request.door, { ...request.body, creditorId: BigInt(request.params.id) }, keyOf(request))),
	);
}
