import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { outageOr } from './db.ts';

/** Who listens, to what, and whether they still may. */
export type Listener = {
	readonly tenantId: bigint;
	readonly loginId: bigint;
	hears(topic: string): boolean;
	/** Asked again every minute and whenever people change: a closed login hears nothing more. */
	still(): Promise<boolean>;
};

/** Live topics over SSE: what `Act.tell` announced, to listeners of that tenant. Topics name things, never people. */
export type Live = {
	/** Answers with an endless stream: `data: <topic>` per topic, a comment each 20 s. Opens the one LISTEN connection when it is the first. */
	stream(request: FastifyRequest, reply: FastifyReply, listener: Listener): Promise<FastifyReply>;
	close(): Promise<void>;
};

const listenersMax = 2_000;
const listenersOfLoginMax = 20;
const heartbeatMs = 20_000;
const beatsPerCheck = 3;
/** A listener that reads slower than this much waits is let go; the browser comes back by itself and looks for itself. */
const waitingBytesMax = 64 * 1024;
/** Everything may have changed: told after the line to the database was down. */
const everything = '*';

type Stream = { readonly reply: FastifyReply; readonly listener: Listener };

/** One LISTEN connection for all listeners of this process; it is opened again when the database was away. */
export function liveTopics(url: string): Live {
	const streams = new Set<Stream>();
	let client: pg.Client | null = null;
	let opening: Promise<void> | null = null;
	let closed = false;
	let retry: NodeJS.Timeout | undefined;
	let beats = 0;

	const write = (stream: Stream, text: string) => {
		const { raw } = stream.reply;
		if (raw.writableLength > waitingBytesMax) raw.destroy();
		else raw.write(text);
	};
	const end = (stream: Stream) => {
		streams.delete(stream);
		stream.reply.raw.end();
	};
	const check = async (some: readonly Stream[]) => {
		for (const stream of some) {
			const still = await stream.listener.still().catch(() => true);
			if (!still) end(stream);
		}
	};
	const told = (payload: string) => {
		const space = payload.indexOf(' ');
		const tenant = payload.slice(0, space);
		const topic = payload.slice(space + 1).replace(/[\r\n]/g, ' ');
		const own = [...streams].filter(({ listener }) => String(listener.tenantId) === tenant);
		for (const stream of own) if (stream.listener.hears(topic)) write(stream, `data: ${topic}\n\n`);
		if (topic === 'people') void check(own);
	};
	const listen = async () => {
		const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true });
		let lost = false;
		const gone = () => {
			if (lost) return;
			lost = true;
			if (client === next) client = null;
			void next.end().catch(() => {});
			again();
		};
		next.on('error', gone);
		next.on('end', gone);
		next.on('notification', ({ payload = '' }) => told(payload));
		try {
			await next.connect();
			await next.query('listen dunwell');
		} catch (error) {
			lost = true;
			void next.end().catch(() => {});
			throw error;
		}
		if (closed) return void next.end().catch(() => {});
		client = next;
	};
	const again = () => {
		if (closed || retry) return;
		retry = setTimeout(() => {
			retry = undefined;
			listen().then(() => {
				for (const stream of streams) write(stream, `data: ${everything}\n\n`);
			}, again);
		}, 1_000);
	};
	const open = async () => {
		if (client) return;
		opening ??= listen().finally(() => {
			opening = null;
		});
		try {
			await opening;
		} catch (error) {
			throw outageOr(error);
		}
	};
	const beat = setInterval(() => {
		for (const stream of streams) write(stream, ': beat\n\n');
		if (++beats % beatsPerCheck === 0) void check([...streams]);
	}, heartbeatMs);
	beat.unref();

	return {
		async stream(request, reply, listener) {
			const own = [...streams].filter((each) => each.listener.loginId === listener.loginId && each.listener.tenantId === listener.tenantId);
			if (streams.size >= listenersMax || own.length >= listenersOfLoginMax) return reply.code(503).header('retry-after', '30').send();
			// While the line is down it is opened again by itself; a listener may wait for that.
			if (!retry) await open();
			const stream = { reply, listener };
			void reply.hijack();
			reply.raw.on('close', () => streams.delete(stream));
			if (closed || request.raw.destroyed) {
				reply.raw.destroy();
				return reply;
			}
			reply.raw.writeHead(200, {
				'content-type': 'text/event-stream; charset=utf-8',
				'cache-control': 'no-store',
				'x-content-type-options': 'nosniff',
				'x-accel-buffering': 'no',
			});
			reply.raw.write('retry: 2000\n\n');
			streams.add(stream);
			return reply;
		},
		async close() {
			closed = true;
			clearTimeout(retry);
			clearInterval(beat);
			for (const stream of streams) end(stream);
			const last = client;
			client = null;
			await last?.end().catch(() => {});
		},
	};
}
