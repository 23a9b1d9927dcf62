import { timingSafeEqual } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { type Static, Type } from 'typebox';
import { Outage } from '../core/assert.ts';
import type { Clock } from '../host/clock.ts';
import { hashOfSecret } from '../host/vault.ts';
import { checkShape } from '../host/wire.ts';
import { openCalls } from './file.ts';
import { forget, othersBefore } from './rules.ts';

const Name = Type.String({ minLength: 16, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' });
const At = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$' });
export const entriesMax = 1_000;

export const ReserveBody = Type.Object({
	house: Name,
	calls: Type.Array(Type.Object({ id: Name, key: Name, at: At }), { maxItems: entriesMax }),
});
export const ReserveView = Type.Object({
	answers: Type.Array(
		Type.Object({ others: Type.Array(Type.Object({ at: Type.String(), answered: Type.Union([Type.Boolean(), Type.Null()]) })) }),
	),
});
export type ReserveView = Static<typeof ReserveView>;
export const SettleBody = Type.Object({
	house: Name,
	calls: Type.Array(Type.Object({ id: Name, key: Name, at: At, answered: Type.Boolean() }), { maxItems: entriesMax }),
});

/** Calls are kept as long as the longest window of any row reaches back, and two days for zones and late outcomes. */
const keptHours = 24 * 9;
/** So many calls a second are taken from everybody together; more are asked to wait. */
const callsPerSecondMax = 20_000;

/**
 * The counting service: `POST /v1/reserve` and `POST /v1/settle`, by bearer token. An answer means it is on the disk. Throws `Outage` when the port is taken or
 * the folder cannot be written.
 */
export async function serveCounters(options: {
	readonly folder: string;
	readonly host: string;
	readonly port: number;
	readonly token: string;
	readonly clock: Clock;
}): Promise<{ readonly port: number; close(): Promise<void> }> {
	const { clock } = options;
	const token = hashOfSecret(options.token);
	const since = () => clock.now().subtract({ hours: keptHours });
	const file = await openCalls(options.folder, since());
	const app = Fastify({ bodyLimit: 2 ** 20, requestTimeout: 20_000 }).withTypeProvider<TypeBoxTypeProvider>();
	app.setValidatorCompiler(checkShape);
	let [second, taken, swept] = [0, 0, clock.now()];
	app.addHook('onRequest', async (request, reply) => {
		const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
		const known = given !== undefined && timingSafeEqual(hashOfSecret(given), token);
		return known || request.url === '/healthz' ? undefined : reply.code(401).send({ code: 'token' });
	});
	app.addHook('preHandler', async (request, reply) => {
		const now = clock.now();
		const seconds = Math.floor(now.epochMilliseconds / 1_000);
		if (seconds !== second) [second, taken] = [seconds, 0];
		taken += (request.body as { calls?: unknown[] } | undefined)?.calls?.length ?? 0;
		if (taken > callsPerSecondMax) return reply.code(429).header('retry-after', '1').send({ code: 'busy' });
		if (now.since(swept).total('hours') >= 1) {
			swept = now;
			forget(file.book, since());
		}
		return undefined;
	});
	app.get('/healthz', async () => ({ status: 'ok' }));
	app.post('/v1/reserve', { schema: { body: ReserveBody, response: { 200: ReserveView } } }, async ({ body }) => {
		const { house } = body;
		const notedAt = clock.now().toString();
		const keeping = file.keep(body.calls.map((call) => ({ ...call, house, notedAt, state: 'reserved' as const })));
		// Read in the same breath as noted: what comes while the disk is written came after.
		const answers = body.calls.map((call) => ({
			others: othersBefore(file.book, { ...call, house }).map(({ at, state }) => ({ at, answered: state === 'answered' ? true : null })),
		}));
		await keeping;
		return { answers };
	});
	app.post('/v1/settle', { schema: { body: SettleBody } }, async ({ body }) => {
		const notedAt = clock.now().toString();
		await file.keep(
			body.calls.map(({ answered, ...call }) => ({
				...call,
				house: body.house,
				notedAt,
				state: answered ? ('answered' as const) : ('released' as const),
			})),
		);
		return {};
	});
	try {
		await app.listen({ host: options.host, port: options.port });
	} catch (error) {
		await file.close();
		throw new Outage(`the counting service cannot listen on ${options.host}:${options.port}: ${String(error)}`);
	}
	const address = app.server.address();
	return {
		port: typeof address === 'object' && address ? address.port : options.port,
		async close() {
			await app.close();
			await file.close();
		},
	};
}
