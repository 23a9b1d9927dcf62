import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assert, Outage } from '../core/assert.ts';
import { isRefusal, problemOf, type Refusal, refuse } from '../core/refusal.ts';
import { outageOr } from './db.ts';
import { say } from './log.ts';
import { openApi } from './openapi.ts';
import { checkShape, reasonOf, unkeepable } from './wire.ts';

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyInstance['log'], TypeBoxTypeProvider>;

/** What every route says about who may call it: a permission of the one table, any signed-in caller, or the whole world. */
declare module 'fastify' {
	interface FastifyContextConfig {
		permission?: string;
		signedIn?: true;
		public?: true;
		/** A route that takes one file: its other form fields, with what they mean. For the reference. */
		form?: Readonly<Record<string, string>>;
	}
	interface FastifyRequest {
		/** Put before the caller's idempotency keys, so that nobody is answered with what somebody else asked under the same key. */
		keyScope: string;
	}
	interface FastifyInstance {
		/** Every route in the order it was declared: for the walk over all of them, and for the reference. */
		routesDeclared: RouteDeclared[];
	}
}

export type RouteDeclared = {
	readonly method: string;
	readonly url: string;
	readonly config: { readonly permission?: string; readonly signedIn?: true; readonly public?: true };
	readonly schema: Readonly<Record<string, unknown>>;
};

export type HttpOptions<Caller> = {
	/** The caller of a request by cookie or bearer key; null when nobody is signed in. */
	readonly authenticate: (request: FastifyRequest) => Promise<Caller | null>;
	/** A refusal when the caller may not call this route (recorded by whoever made it), else null; `permission` as the route names it. */
	readonly authorise: (caller: Caller, permission: string | null, request: FastifyRequest) => Promise<Refusal | null>;
	/** The built desk, served at `/`. */
	readonly desk: string;
};

export const jsonBytesMax = 2 ** 20;
const keyLengthMax = 200;
export const fileBytesMax = 512 * 2 ** 20;

/** The application without its routes: shapes checked at the edge, one place for errors, who may call decided before any handler runs. */
export async function createApp<Caller>(options: HttpOptions<Caller>): Promise<App> {
	const app = Fastify({
		bodyLimit: jsonBytesMax,
		// A slow client may not hold a connection for ever: its head within 20 s, its whole request within 10 minutes (a file of 512 MB on 7 Mbit/s).
		// Between request and answer there is no limit: a million rows take longer than any.
		http: { headersTimeout: 20_000 },
		requestTimeout: 10 * 60_000,
		keepAliveTimeout: 65_000,
		trustProxy: false,
		genReqId: () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
		routerOptions: { maxParamLength: 200 },
	}).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;
	app.setValidatorCompiler(checkShape);
	app.removeContentTypeParser('text/plain');
	app.setReplySerializer((payload) => (typeof payload === 'string' ? payload : wireText(payload)));
	app.setErrorHandler((error, request, reply) => failed(error, request, reply));
	app.decorateRequest('caller', null);
	app.decorateRequest('keyScope', '');
	app.decorate('routesDeclared', []);
	app.addHook('onRoute', (route) => {
		const config = (route.config ?? {}) as RouteDeclared['config'];
		assert(
			config.permission ?? config.signedIn ?? config.public,
			`route ${String(route.method)} ${route.url} does not say who may call it`,
		);
		const schema = (route.schema ?? {}) as RouteDeclared['schema'];
		for (const method of [route.method].flat()) app.routesDeclared.push({ method, url: route.url, config, schema });
	});
	app.addHook('onSend', async (request, reply) => {
		void reply.header('x-request-id', request.id).headers(securityHeaders);
		if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
	});
	app.addHook('onRequest', async (request, reply) => {
		// A path nobody declared: a screen of the desk, or nothing.
		if (request.is404) return undefined;
		if (crossSite(request)) return answer(reply, refuse('request.other_site'));
		const { config } = request.routeOptions;
		if (config.public) return undefined;
		if (String(request.headers['idempotency-key'] ?? '').length > keyLengthMax)
			return answer(
				reply,
				refuse('request.malformed', { reason: `idempotency-key：最多 ${keyLengthMax} 个字符 (at most ${keyLengthMax} characters)` }),
			);
		const caller = await options.authenticate(request);
		if (!caller) return answer(reply, refuse('sign_in.needed'));
		const refusal = await options.authorise(caller, config.permission ?? null, request);
		if (refusal) return answer(reply, refusal);
		(request as unknown as { caller: Caller }).caller = caller;
		return undefined;
	});
	await app.register(multipart, { limits: { fileSize: fileBytesMax, files: 1, fields: 20, fieldSize: 256 * 1024 } });
	await app.register(swagger, openApi);
	await serveDesk(app, options.desk);
	return app;
}

const securityHeaders = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'content-security-policy':
		"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
};

/** A browser sending our cookie from another site's page: refused for everything that changes something. */
function crossSite({ method, headers }: FastifyRequest): boolean {
	if (method === 'GET' || method === 'HEAD' || headers.authorization !== undefined) return false;
	if (headers['sec-fetch-site'] === 'cross-site') return true;
	if (headers.origin === undefined) return false;
	try {
		const origin = new URL(headers.origin);
		// The host as the origin would write it: without the port when it is the usual one.
		return origin.host !== new URL(`${origin.protocol}//${headers.host ?? ''}`).host;
	} catch {
		return true;
	}
}

/** bigint as JSON integer where it is safe, else text. Ids are made text by the routes themselves. */
function wireText(payload: unknown): string {
	return JSON.stringify(payload, (_, part: unknown) => {
		if (typeof part !== 'bigint') return part;
		const number = Number(part);
		return Number.isSafeInteger(number) ? number : part.toString();
	});
}

/** Answers with the value, or with the refusal as an RFC 9457 problem document and its status. `more` joins the problem (reasons of the gate). */
export function answer(reply: FastifyReply, value: unknown, more: Record<string, unknown> = {}): FastifyReply {
	if (!isRefusal(value)) return reply.send(value ?? null);
	const problem = problemOf(value);
	return reply
		.code(problem.status)
		.type('application/problem+json; charset=utf-8')
		.send(wireText({ ...problem, ...more }));
}

/** The caller's idempotency key, if given. One key of two callers is two keys. */
export function keyOf(request: FastifyRequest): string | undefined {
	const key = request.headers['idempotency-key'];
	return typeof key === 'string' && key.length > 0 ? `${request.keyScope}${key}` : undefined;
}

type Failure = { validation?: unknown; validationContext?: string; statusCode?: number; code?: string; message?: string };

/** Fastify's own refusals of a request, as ours. */
const requestRefusals: Readonly<Record<string, Refusal>> = {
	FST_ERR_CTP_BODY_TOO_LARGE: refuse('request.too_large', { limit: '1 MB' }),
	FST_REQ_FILE_TOO_LARGE: refuse('file.too_large', { limit: '512 MB' }),
	FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('request.other_content_type'),
	FST_ERR_CTP_EMPTY_JSON_BODY: refuse('request.malformed', { reason: 'body：为空 (is empty)' }),
	FST_ERR_CTP_INVALID_JSON_BODY: refuse('request.malformed', { reason: 'body：不是 JSON (is no JSON)' }),
	FST_FILES_LIMIT: refuse('request.malformed', { reason: '只能有一个文件 (one file only)' }),
};

/** The one place where an error becomes an answer: malformed (4xx), the world failed (503), our fault (500). */
function failed(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { validation, validationContext, statusCode, code = '', message } = error as Failure;
	if (Array.isArray(validation))
		return answer(reply, refuse('request.malformed', { reason: reasonOf(validationContext ?? 'body', validation) }));
	const known = requestRefusals[code];
	if (known) return answer(reply, known);
	if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
		return answer(reply, refuse('request.malformed', { reason: String(message).slice(0, 300) }));
	if (outageOr(error) instanceof Outage) {
		say(`outage ${request.id} ${routeOf(request)}: ${String(error)}`);
		void reply.header('retry-after', '5');
		return broken(reply, {
			title: 'Try again',
			status: 503,
			code: 'outage',
			detail: '系统暂时不可用，请稍后再试。',
			request_id: request.id,
		});
	}
	say(`fault ${request.id} ${routeOf(request)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	const title = 'Something is wrong; nothing was changed';
	return broken(reply, { title, status: 500, code: 'fault', detail: '系统出错，没有任何改动。', request_id: request.id });
}

/** The path as declared: what was asked for may be personal, and is not written to the log. */
const routeOf = (request: FastifyRequest) => `${request.method} ${request.routeOptions.url ?? 'unknown path'}`;

function broken(reply: FastifyReply, problem: { status: number } & Record<string, unknown>): FastifyReply {
	return reply
		.code(problem.status)
		.type('application/problem+json; charset=utf-8')
		.send(wireText({ type: 'about:blank', ...problem }));
}

/** A multipart upload on disk with its fields. `remove` is called when the work is done. */
export type Upload = {
	readonly path: string;
	readonly fileName: string;
	readonly fields: Readonly<Record<string, string>>;
	remove(): void;
};

/** Streams the one file of a multipart request to disk; a refusal when there is none or it is too large. Fields may stand before or after it. */
export async function receiveFile(request: FastifyRequest): Promise<Upload | Refusal> {
	if (!request.isMultipart())
		return refuse('request.malformed', { reason: '应为带文件的 multipart/form-data (multipart/form-data with a file is expected)' });
	const folder = mkdtempSync(join(tmpdir(), 'dunwell-upload-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const cut = (details: { reason: string }) => {
		remove();
		return refuse('request.malformed', details);
	};
	const fields: Record<string, string> = {};
	let fileName: string | null = null;
	try {
		for await (const part of request.parts()) {
			if (part.type === 'field') {
				if (part.valueTruncated || part.fieldnameTruncated) return cut({ reason: `${part.fieldname}：过长 (is too long)` });
				fields[part.fieldname] = String(part.value);
			} else {
				fileName = part.filename || 'file';
				await pipeline(part.file, createWriteStream(join(folder, 'file')));
				if (part.file.truncated) {
					remove();
					return refuse('file.too_large', { limit: '512 MB' });
				}
			}
		}
	} catch (error) {
		const { code, syscall } = error as { code?: string; syscall?: string };
		// Fastify's own refusals and a full disk are answered elsewhere; what is left is a body that is cut off or no multipart at all.
		if (code === undefined && syscall === undefined) return cut({ reason: 'body：multipart 不完整 (is cut off, or no multipart)' });
		remove();
		throw error;
	}
	const odd = unkeepable({ ...fields, file: fileName }, '');
	if (odd) return cut({ reason: `${odd.instancePath}：含有无效字符 (${odd.message})` });
	if (fileName !== null) return { path: join(folder, 'file'), fileName, fields, remove };
	return cut({ reason: '缺少文件 (a file is expected)' });
}

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Dunwell 善催</title><p>The desk is not built. Run <code>npm start</code>, or <code>npx vite build</code> and reload. 工作台尚未构建，请运行 npm start。</p>`;

/** The desk's files; every other path that a browser opens is one of its screens. */
async function serveDesk(app: App, folder: string): Promise<void> {
	if (existsSync(folder)) {
		await app.register(fastifyStatic, {
			root: folder,
			// Its own routes would not say who may call them; ours does.
			serve: false,
			// Hashed names never change; the page that names them is asked for each time.
			setHeaders: (reply, path) => {
				void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
			},
		});
		app.get<{ Params: { '*': string } }>('/*', { config: { public: true }, schema: { hide: true } }, async (request, reply) => {
			const name = request.params['*'];
			if (/\.\w+$/.test(name) && existsSync(join(folder, name))) return reply.sendFile(name);
			reply.callNotFound();
			return reply;
		});
	}
	const page = () => (existsSync(join(folder, 'index.html')) ? readFileSync(join(folder, 'index.html'), 'utf8') : notBuilt);
	app.get('/', { config: { public: true }, schema: { hide: true } }, async (_, reply) =>
		reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page()),
	);
	app.setNotFoundHandler((request, reply) => {
		const path = request.url.split('?')[0] ?? '/';
		if (request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path))
			return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page());
		return answer(reply, refuse('thing.not_found', { what: 'page', id: path.slice(0, 120) }));
	});
}
