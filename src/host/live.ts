import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';

/** Live topics over SSE: what `Act.tell` announced, to the signed-in callers of that tenant. Topics name things, never people. */
export type Live = { stream(request: FastifyRequest, reply: FastifyReply, tenantId: bigint): FastifyReply; close(): Promise<void> };

const listenersMax = 2_000;
const heartbeatMs = 20_000;

/** One LISTEN connection for all listeners of this process; it is opened again when the database was away. */
export async function openLive(url: string): Promise<Live> {
	const listeners = new Map<FastifyReply, bigint>();
	let client: pg.Client | null = null;
	let closed = false;
	let retry: NodeJS.Timeout | undefined;
	const listen = async () => {
		const next = new pg.Client({ connectionString: url });
		next.on('error', () => again());
		next.on('end', () => again());
		next.on('notification', ({ payload = '' }) => {
			const space = payload.indexOf(' ');
			const tenant = payload.slice(0, space);
			const topic = payload.slice(space + 1).replace(/[\r\n]/g, ' ');
			for (const [reply, tenantId] of listeners) if (String(tenantId) === tenant) reply.raw.write(`data: ${topic}\n\n`);
		});
		await next.connect();
		await next.query('listen dunwell');
		client = next;
	};
	const again = () => {
		if (closed || retry) return;
		client = null;
		retry = setTimeout(() => {
			retry = undefined;
			listen().catch(again);
		}, 1_000);
	};
	await listen();
	const beat = setInterval(() => {
		for (const reply of listeners.keys()) reply.raw.write(': beat\n\n');
	}, heartbeatMs);
	return {
		stream(request, reply, tenantId) {
			if (listeners.size >= listenersMax) return reply.code(503).send();
			void reply.hijack();
			reply.raw.writeHead(200, {
				'content-type': 'text/event-stream; charset=utf-8',
				'cache-control': 'no-store',
				'x-accel-buffering': 'no',
			});
			reply.raw.write('retry: 2000\n\n');
			listeners.set(reply, tenantId);
			request.raw.on('close', () => listeners.delete(reply));
			return reply;
		},
		async close() {
			closed = true;
			clearTimeout(retry);
			clearInterval(beat);
			for (const reply of listeners.keys()) reply.raw.end();
			listeners.clear();
			await client?.end().catch(() => {});
		},
	};
}
