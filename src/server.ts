import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { routes as arrangementRoutes } from './arrangements/routes.ts';
import { routes as channelRoutes } from './channels/routes.ts';
import { portal } from './complaints/portal.ts';
import { routes as complaintRoutes } from './complaints/routes.ts';
import { routes as privacyRoutes } from './privacy/routes.ts';
import { routes as complianceRoutes } from './compliance/routes.ts';
import { routes as contactRoutes } from './contact/routes.ts';
import { routes as contentRoutes } from './content/routes.ts';
import { refuse } from './core/refusal.ts';
import { mayOpen, systemLogin } from './debtors/store.ts';
import { root } from './host/config.ts';
import { inTenant } from './host/db.ts';
import { type App, answer, createApp } from './host/http.ts';
import { liveTopics } from './host/live.ts';
import { hashOfSecret } from './host/vault.ts';
import type { House } from './house.ts';
import { keyPrefix } from './people/keys.ts';
import { may, mayHear, type Permission } from './people/permissions.ts';
import { routes as debtRoutes } from './debts/routes.ts';
import { routes as peopleRoutes } from './people/routes.ts';
import type { SignIn } from './people/sign-in.ts';
import { type CallerRow, findCallerOfKey, findCallerOfUser } from './people/store.ts';
import { routes as paymentRoutes } from './payments/routes.ts';
import { routes as placementRoutes } from './placements/routes.ts';
import { routes as queueRoutes } from './queue/routes.ts';
import { change, type Door } from './record/change.ts';
import { routes as reportRoutes } from './reports/routes.ts';
import { routes as strategyRoutes } from './strategy/routes.ts';
import { routes as tenantRoutes } from './tenants/routes.ts';
import { listTenants } from './tenants/store.ts';

/** What the server needs of the house. */
export type ServedHouse = Pick<House, 'url' | 'pool' | 'owner' | 'clock' | 'vault' | 'counters'>;

/** A signed-in caller: the door it acts through. */
type Caller = { readonly door: Door; readonly passwordTemporary: boolean };

// Each module adds its routes; the order is that of the reference.
const modules: readonly ((app: App) => void)[] = [
	tenantRoutes,
	placementRoutes,
	debtRoutes,
	paymentRoutes,
	contactRoutes,
	contentRoutes,
	channelRoutes,
	arrangementRoutes,
	queueRoutes,
	strategyRoutes,
	reportRoutes,
	complaintRoutes,
	privacyRoutes,
	complianceRoutes,
];

/** The HTTP door of the house: the API, sign-in, live topics and the desk. Connects to nothing before it is asked. */
export async function createServer(house: ServedHouse, signIn: SignIn): Promise<App> {
	const live = liveTopics(house.url);
	const doorOf = async (caller: CallerRow): Promise<Door> => ({
		pool: house.pool,
		clock: house.clock,
		tenantId: caller.tenant_id,
		counters: house.counters,
		vault: await house.vault(caller.tenant_code),
		actor: { id: caller.id, name: caller.name, role: caller.role, clientId: caller.client_id },
	});
	const app = await createApp<Caller>({
		desk: join(root, 'dist', 'desk'),
		async authenticate(request) {
			const caller = await callerOf(house, signIn, request);
			if (!caller) return null;
			request.door = await doorOf(caller);
			request.keyScope = `login ${caller.id} `;
			return { door: request.door, passwordTemporary: caller.password_temporary };
		},
		async authorise({ door, passwordTemporary }, permission, request) {
			if (permission === null) return null;
			if (passwordTemporary) return refuse('sign_in.password_is_temporary');
			if (may(door.actor.role, permission as Permission)) return null;
			const refusal = refuse('permission.denied', { role: door.actor.role, permission });
			// A refusal is evidence, so it is recorded like any other.
			await change(door, { act: 'permission', input: { permission, route: request.routeOptions.url ?? '' } }, async () => refusal);
			return refusal;
		},
	});
	// The desk takes its clock from the answers: it must be the house's, the same that judges hours and dates.
	app.addHook('onSend', async (_, reply) => {
		void reply.header('date', new Date(house.clock.now().epochMilliseconds).toUTCString());
	});
	// To an agent a debtor they may not open does not exist, whichever route names it.
	app.addHook('preHandler', async (request, reply) => {
		if (!request.routeOptions.url?.startsWith('/api/debtors/:id') || request.door.actor.role !== 'agent') return undefined;
		const { id } = request.params as { id: string };
		const { door } = request;
		const open = await inTenant(door.pool, door.tenantId, (tx) =>
			mayOpen(tx, { agentId: door.actor.id, now: door.clock.now() }, BigInt(id)),
		);
		return open ? undefined : answer(reply, refuse('thing.not_found', { what: 'debtor', id }));
	});
	// Before the server waits for open requests to end: these never end by themselves.
	app.addHook('preClose', () => live.close());
	app.get('/healthz', { config: { public: true } }, async (_, reply) => {
		await house.pool.query('select 1');
		return answer(reply, { status: 'ok' });
	});
	app.get('/openapi.json', { config: { public: true } }, async (_, reply) => answer(reply, app.swagger()));
	app.get(
		'/api/live',
		{
			config: { signedIn: true },
			exposeHeadRoute: false,
			schema: { querystring: Type.Object({ topics: Type.Optional(Type.String({ maxLength: 2_000 })) }) },
		},
		(request, reply) => {
			const { actor, tenantId } = request.door;
			const wanted = request.query.topics?.split(',').map((topic) => topic.trim());
			return live.stream(request, reply, {
				tenantId,
				loginId: actor.id,
				hears: (topic) => mayHear(actor.role, topic) && (wanted?.includes(topic) ?? true),
				still: async () => (await callerOf(house, signIn, request))?.id === actor.id,
			});
		},
	);
	peopleRoutes(app, { signIn, owner: house.owner, clock: house.clock, doorOf });
	for (const routes of modules) routes(app);
	await portal(app, (tenantId) => automaticDoor(house, tenantId));
	return app;
}

/**
 * Whose request this is: by its API key, else by its session cookie. The login is looked up at every call: a closed one is out at once,
 * whatever its session says.
 */
async function callerOf(house: ServedHouse, signIn: SignIn, { headers }: FastifyRequest): Promise<CallerRow | null> {
	const [scheme, key] = headers.authorization?.split(' ') ?? [];
	if (scheme?.toLowerCase() === 'bearer' && key?.startsWith(keyPrefix)) {
		const caller = await findCallerOfKey(house.owner, hashOfSecret(key), house.clock.now());
		// A key was given to a program: it waits for nobody to choose a password.
		return caller && { ...caller, password_temporary: false };
	}
	if (headers.cookie === undefined) return null;
	const userId = await signIn.userOf(new Headers({ cookie: headers.cookie }));
	return userId === null ? null : findCallerOfUser(house.owner, userId);
}

/** The automatic actor of a tenant, for what comes in without a login; null for a tenant that is none. */
async function automaticDoor(house: ServedHouse, tenantId: bigint): Promise<Door | null> {
	const tenant = (await listTenants(house.owner)).find((each) => each.id === tenantId);
	if (!tenant) return null;
	const id = await inTenant(house.pool, tenantId, systemLogin);
	const actor = { id, name: 'system', role: 'system', clientId: null } as const;
	return { pool: house.pool, clock: house.clock, tenantId, vault: await house.vault(tenant.code), actor };
}
