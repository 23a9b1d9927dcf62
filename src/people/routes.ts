import { Type } from 'typebox';
import { type App, answer, keyOf } from '../host/http.ts';
import { inTenant } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { bucketName } from '../tenants/rules.ts';
import { addClient } from '../tenants/actions.ts';
import { loadTenant } from '../tenants/store.ts';
import { addLogin, addTeam, changeLogin, listLogins, teamsOf } from './actions.ts';
import { permissionsOf } from './permissions.ts';
import { ClientView, LoginChange, LoginView, MeView, NewClientBody, NewLogin, NewTeam, TeamView } from './shapes.ts';
import type { SignIn } from './sign-in.ts';

/** A signed-in caller: the door it acts through. */
declare module 'fastify' {
	interface FastifyRequest {
		door: Door;
	}
}

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const items = <T extends Parameters<typeof Type.Array>[0]>(each: T) => ({ 200: Type.Object({ items: Type.Array(each) }) });

/** /api/me, logins, teams, clients. */
export function routes(app: App, signIn: SignIn): void {
	app.get('/api/me', { config: { signedIn: true }, schema: { response: { 200: MeView } } }, async ({ door }, reply) => {
		const me = await inTenant(door.pool, door.tenantId, async (tx) => {
			const tenant = await loadTenant(tx);
			const [login] = await tx.query<{ username: string }>('select username from login where tenant_id = $1 and id = $2', [
				tx.tenantId,
				door.actor.id,
			]);
			const { bucketEdges } = tenant.settings;
			return {
				login: {
					id: String(door.actor.id),
					name: door.actor.name,
					username: login?.username ?? '',
					role: door.actor.role,
					teams: await teamsOf(tx, door.actor.id),
				},
				permissions: permissionsOf(door.actor.role),
				tenant: {
					code: tenant.code,
					name: tenant.name,
					zone: tenant.zone,
					bucket_names: Array.from({ length: bucketEdges.length + 2 }, (_, i) => bucketName(i, bucketEdges)),
				},
			};
		});
		return answer(reply, me);
	});
	app.get('/api/logins', { config: { permission: 'people.view' }, schema: { response: items(LoginView) } }, async ({ door }, reply) =>
		answer(reply, { items: await inTenant(door.pool, door.tenantId, listLogins) }),
	);
	app.post('/api/logins', { config: { permission: 'people.manage' }, schema: { body: NewLogin } }, async (request, reply) =>
		answer(reply, await addLogin(request.door, signIn, request.body, keyOf(request))),
	);
	app.patch(
		'/api/logins/:id',
		{ config: { permission: 'people.manage' }, schema: { params: Id, body: LoginChange } },
		async (request, reply) =>
			answer(reply, await changeLogin(request.door, signIn, BigInt(request.params.id), request.body, keyOf(request))),
	);
	app.get('/api/teams', { config: { permission: 'people.view' }, schema: { response: items(TeamView) } }, async ({ door }, reply) => {
		const rows = await inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint; code: string; name: string; members: bigint }>(
				`select t.id, t.code, t.name, (select count(*) from team_member m where m.tenant_id = t.tenant_id and m.team_id = t.id) as members
				   from team t where t.tenant_id = $1 and t.closed_at is null order by t.code`,
				[tx.tenantId],
			),
		);
		return answer(reply, { items: rows.map((row) => ({ ...row, id: String(row.id), members: Number(row.members) })) });
	});
	app.post('/api/teams', { config: { permission: 'people.manage' }, schema: { body: NewTeam } }, async (request, reply) =>
		answer(reply, await addTeam(request.door, request.body, keyOf(request))),
	);
	app.get('/api/clients', { config: { permission: 'client.view' }, schema: { response: items(ClientView) } }, async ({ door }, reply) => {
		const rows = await inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{
				id: bigint;
				code: string;
				name: string;
				creditor: string;
				service_line: string | null;
				complaint_line: string | null;
				debts: bigint;
			}>(
				`select c.id, c.code, c.name, r.name as creditor, c.service_line, c.complaint_line,
				        (select count(*) from debt d where d.tenant_id = c.tenant_id and d.client_id = c.id and not d.ended) as debts
				   from client c join creditor r on r.tenant_id = c.tenant_id and r.id = c.creditor_id
				  where c.tenant_id = $1 and c.closed_at is null and ($2::bigint is null or c.id = $2) order by c.code`,
				[tx.tenantId, door.actor.clientId],
			),
		);
		return answer(reply, { items: rows.map((row) => ({ ...row, id: String(row.id), debts: Number(row.debts) })) });
	});
	app.post('/api/clients', { config: { permission: 'client.manage' }, schema: { body: NewClientBody } }, async (request, reply) => {
		const { service_line: serviceLine, complaint_line: complaintLine, ...rest } = request.body;
		return answer(reply, await addClient(request.door, { ...rest, serviceLine, complaintLine }, keyOf(request)));
	});
}
