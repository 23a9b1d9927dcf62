import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isRefusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf } from '../host/http.ts';
import type { Door } from '../record/change.ts';
import { bucketName } from '../tenants/rules.ts';
import { loadTenant } from '../tenants/store.ts';
import { addLogin, addTeam, certify, changeLogin, changeOwnPassword, changeTeam, listLogins } from './actions.ts';
import { type Entrance, enter } from './enter.ts';
import { keyViews, makeKey, revokeKey } from './keys.ts';
import { permissionsOf } from './permissions.ts';
import {
	CertificateBody,
	Id,
	IdAnswer,
	KeyView,
	LoginChange,
	LoginView,
	MeView,
	NewKey,
	NewKeyAnswer,
	NewLogin,
	NewTeam,
	OwnPasswordBody,
	SignInBody,
	TeamChange,
	TeamView,
} from './shapes.ts';
import { listTeams, listTeamsOf } from './store.ts';

/** A signed-in caller: the door it acts through. */
declare module 'fastify' {
	interface FastifyRequest {
		door: Door;
	}
}

const Params = Type.Object({ id: Id });
const Done = Type.Object({ done: Type.Literal(true) });
const Items = <T extends Parameters<typeof Type.Array>[0]>(each: T) => Type.Object({ items: Type.Array(each) });
const read = <T>({ door }: FastifyRequest, work: Parameters<typeof inTenant<T>>[2]) => inTenant(door.pool, door.tenantId, work);

/** Sign-in, the signed-in person, logins, teams, API keys. */
export function routes(app: App, entrance: Entrance): void {
	signInRoutes(app, entrance);
	meRoutes(app, entrance);
	loginRoutes(app, entrance);
	teamRoutes(app);
	keyRoutes(app);
}

function withCookies(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
	for (const cookie of cookies) void reply.header('set-cookie', cookie);
	return answer(reply, { done: true });
}

const cookiesOf = ({ headers }: FastifyRequest) => new Headers(headers.cookie === undefined ? {} : { cookie: headers.cookie });

/** The session is a cookie the page's scripts never see: `HttpOnly`, `SameSite=Strict`; it ends twelve hours after signing in, however much is done meanwhile. */
function signInRoutes(app: App, entrance: Entrance): void {
	app.post(
		'/api/auth/sign-in/username',
		{ config: { public: true }, schema: { body: SignInBody, response: { 200: Done } } },
		async ({ body, ip }, reply) => {
			const entered = await enter(entrance, { ...body, address: ip });
			return isRefusal(entered) ? answer(reply, entered) : withCookies(reply, entered.cookies);
		},
	);
	app.post('/api/auth/sign-out', { config: { public: true }, schema: { response: { 200: Done } } }, async (request, reply) =>
		withCookies(reply, await entrance.signIn.signOut(cookiesOf(request))),
	);
}

function meRoutes(app: App, { signIn }: Entrance): void {
	app.get('/api/me', { config: { signedIn: true }, schema: { response: { 200: MeView } } }, async (request, reply) => {
		const { actor } = request.door;
		return answer(
			reply,
			await read(request, async (tx) => {
				const tenant = await loadTenant(tx);
				const [login] = await tx.query<{ username: string; password_temporary: boolean }>(
					'select username, password_temporary from login where tenant_id = $1 and id = $2',
					[tx.tenantId, actor.id],
				);
				const { bucketEdges } = tenant.settings;
				return {
					login: {
						id: String(actor.id),
						name: actor.name,
						username: login?.username ?? '',
						role: actor.role,
						teams: (await listTeamsOf(tx, actor.id)).map((team) => ({ ...team, id: String(team.id) })),
						password_temporary: login?.password_temporary ?? false,
					},
					permissions: permissionsOf(actor.role),
					tenant: {
						code: tenant.code,
						name: tenant.name,
						zone: tenant.zone,
						bucket_names: Array.from({ length: bucketEdges.length + 2 }, (_, i) => bucketName(i, bucketEdges)),
					},
				};
			}),
		);
	});
	app.post(
		'/api/me/password',
		{ config: { signedIn: true }, schema: { body: OwnPasswordBody, response: { 200: Done } } },
		async (request, reply) => {
			const ask = { current: request.body.current_password, next: request.body.new_password };
			const changed = await changeOwnPassword(request.door, signIn, cookiesOf(request), ask);
			return isRefusal(changed) ? answer(reply, changed) : withCookies(reply, changed.cookies);
		},
	);
}

function loginRoutes(app: App, { signIn }: Entrance): void {
	app.get(
		'/api/logins',
		{ config: { permission: 'people.view' }, schema: { response: { 200: Items(LoginView) } } },
		async (request, reply) => answer(reply, { items: await read(request, listLogins) }),
	);
	app.post(
		'/api/logins',
		{ config: { permission: 'people.manage' }, schema: { body: NewLogin, response: { 200: IdAnswer } } },
		async (request, reply) => answer(reply, await addLogin(request.door, signIn, request.body, { key: keyOf(request), temporary: true })),
	);
	app.patch(
		'/api/logins/:id',
		{ config: { permission: 'people.manage' }, schema: { params: Params, body: LoginChange, response: { 200: IdAnswer } } },
		async (request, reply) =>
			answer(reply, await changeLogin(request.door, signIn, { ...request.body, loginId: BigInt(request.params.id) }, keyOf(request))),
	);
	app.post(
		'/api/logins/:id/certificate',
		{ config: { permission: 'people.certify' }, schema: { params: Params, body: CertificateBody, response: { 200: IdAnswer } } },
		async (request, reply) => {
			const { zone } = await read(request, loadTenant);
			const today = dateIn(zone, request.door.clock.now());
			return answer(reply, await certify(request.door, { ...request.body, loginId: BigInt(request.params.id), today }, keyOf(request)));
		},
	);
}

function teamRoutes(app: App): void {
	app.get(
		'/api/teams',
		{ config: { permission: 'people.view' }, schema: { response: { 200: Items(TeamView) } } },
		async (request, reply) => {
			const rows = await read(request, listTeams);
			return answer(reply, { items: rows.map((row) => ({ ...row, id: String(row.id), members: Number(row.members) })) });
		},
	);
	app.post(
		'/api/teams',
		{ config: { permission: 'people.manage' }, schema: { body: NewTeam, response: { 200: IdAnswer } } },
		async (request, reply) => answer(reply, await addTeam(request.door, request.body, keyOf(request))),
	);
	app.patch(
		'/api/teams/:id',
		{ config: { permission: 'people.manage' }, schema: { params: Params, body: TeamChange, response: { 200: IdAnswer } } },
		async (request, reply) =>
			answer(reply, await changeTeam(request.door, { ...request.body, teamId: BigInt(request.params.id) }, keyOf(request))),
	);
}

/** Keys for other systems: `authorization: Bearer dwk_…`. */
function keyRoutes(app: App): void {
	app.get('/api/keys', { config: { permission: 'key.manage' }, schema: { response: { 200: Items(KeyView) } } }, async (request, reply) =>
		answer(reply, { items: await read(request, keyViews) }),
	);
	app.post(
		'/api/keys',
		{ config: { permission: 'key.manage' }, schema: { body: NewKey, response: { 200: NewKeyAnswer } } },
		async (request, reply) => answer(reply, await makeKey(request.door, request.body, keyOf(request))),
	);
	app.post(
		'/api/keys/:id/revoke',
		{ config: { permission: 'key.manage' }, schema: { params: Params, response: { 200: IdAnswer } } },
		async (request, reply) => answer(reply, await revokeKey(request.door, BigInt(request.params.id), keyOf(request))),
	);
}
