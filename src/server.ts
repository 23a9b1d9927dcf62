import { join } from 'node:path';
import { routes as arrangementRoutes } from './arrangements/routes.ts';
import { routes as contactRoutes } from './contact/routes.ts';
import { refuse } from './core/refusal.ts';
import { root } from './host/config.ts';
import { type App, answer, createApp } from './host/http.ts';
import { openLive } from './host/live.ts';
import type { House } from './house.ts';
import { may, type Permission } from './people/permissions.ts';
import { routes as peopleRoutes } from './people/routes.ts';
import { addressHeader, type SignIn } from './people/sign-in.ts';
import { routes as paymentRoutes } from './payments/routes.ts';
import { routes as placementRoutes } from './placements/routes.ts';
import { routes as queueRoutes } from './queue/routes.ts';
import { change, type Door } from './record/change.ts';
import type { Role } from './record/actor.ts';
import { routes as reportRoutes } from './reports/routes.ts';
import { routes as strategyRoutes } from './strategy/routes.ts';

type LoginRow = { id: bigint; tenant_id: bigint; tenant_code: string; name: string; role: Role; client_id: bigint | null };

/** The HTTP door of the house: the API, sign-in, live topics and the desk. */
export async function createServer(house: House, signIn: SignIn): Promise<App> {
	const live = await openLive(house.url);
	const app = await createApp<Door>({
		desk: join(root, 'dist', 'desk'),
		async authenticate(request) {
			const headers = new Headers();
			for (const name of ['cookie', 'authorization'] as const) if (request.headers[name]) headers.set(name, String(request.headers[name]));
			if ([...headers].length === 0) return null;
			const userId = await signIn.userOf(headers);
			if (userId === null) return null;
			// Looked up at every call: a closed login is out at once, whatever its session says.
			const { rows } = await house.owner.query<LoginRow>(
				`select l.id, l.tenant_id, t.code as tenant_code, l.name, l.role, l.client_id from login l join tenant t using (tenant_id)
				  where l.auth_user_id = $1 and l.closed_at is null`,
				[userId],
			);
			const [login] = rows;
			if (!login) return null;
			const actor = { id: login.id, name: login.name, role: login.role, clientId: login.client_id };
			return { pool: house.pool, clock: house.clock, tenantId: login.tenant_id, vault: await house.vault(login.tenant_code), actor };
		},
		async authorise(door, permission, request) {
			if (may(door.actor.role, permission as Permission)) return null;
			const refusal = refuse('permission.denied', { role: door.actor.role, permission });
			// A refusal is evidence, so it is recorded like any other.
			await change(door, { act: 'permission', input: { permission, route: request.routeOptions.url ?? '' } }, async () => refusal);
			return refusal;
		},
	});
	app.addHook('preHandler', async (request) => {
		const { caller } = request as unknown as { caller: Door | null };
		if (caller) request.door = caller;
	});
	app.addHook('onClose', () => live.close());
	app.get('/healthz', { config: { public: true } }, async (_, reply) => {
		await house.pool.query('select 1');
		return answer(reply, { status: 'ok' });
	});
	app.get('/openapi.json', { config: { public: true } }, async (_, reply) => answer(reply, app.swagger()));
	app.get('/api/live', { config: { signedIn: true } }, (request, reply) => live.stream(request, reply, request.door.tenantId));
	signInRoutes(app, signIn);
	peopleRoutes(app, signIn);
	placementRoutes(app);
	contactRoutes(app);
	arrangementRoutes(app);
	paymentRoutes(app);
	queueRoutes(app);
	strategyRoutes(app);
	reportRoutes(app);
	return app;
}

/** The authentication library's own endpoints; only what the desk needs is let through. */
function signInRoutes(app: App, signIn: SignIn): void {
	const allowed = new Set(['/api/auth/sign-in/username', '/api/auth/sign-out', '/api/auth/get-session', '/api/auth/change-password']);
	app.route({
		method: ['GET', 'POST'],
		url: '/api/auth/*',
		config: { public: true },
		async handler(request, reply) {
			const path = request.url.split('?')[0] ?? '';
			if (!allowed.has(path)) return answer(reply, refuse('thing.not_found', { what: 'page', id: path.slice(0, 100) }));
			const headers = new Headers();
			for (const [name, value] of Object.entries(request.headers))
				if (typeof value === 'string' && name !== addressHeader && name !== 'content-length') headers.set(name, value);
			headers.set(addressHeader, request.ip);
			const response = await signIn.handler(
				new Request(`http://${request.headers.host ?? '127.0.0.1'}${request.url}`, {
					method: request.method,
					headers,
					...(request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}),
				}),
			);
			for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie);
			const token = response.headers.get('set-auth-token');
			if (token) void reply.header('set-auth-token', token);
			return reply
				.code(response.status)
				.type('application/json; charset=utf-8')
				.send(await response.text());
		},
	});
}
