import type { GateReason } from '../../../src/contact/shapes.ts';
import type { Problem as CoreProblem } from '../../../src/core/refusal.ts';
import { learnServerTime } from './clock.ts';

/** A problem document; the gate's carries every rule that spoke. */
export type Problem = CoreProblem & { readonly reasons?: readonly GateReason[] };

/** A lawful "no" of the server: shown as its sentence, its citation and from when it would be allowed. Never a fault. */
export class Refused extends Error {
	override name = 'Refused';
	readonly problem: Problem;
	constructor(problem: Problem) {
		super(problem.title);
		this.problem = problem;
	}
}

/** The session has ended or was never there. */
export class SignedOut extends Error {
	override name = 'SignedOut';
}

/** What was sent does not have the shape of the API (400): a fault of the desk or a file too large, said in the server's words. */
export class Malformed extends Error {
	override name = 'Malformed';
}

/** The server failed (5xx) or cannot be reached; `requestId` helps find it in the log. */
export class Unavailable extends Error {
	override name = 'Unavailable';
	readonly status: number | null;
	readonly requestId: string | null;
	constructor(status: number | null, requestId: string | null) {
		super(status === null ? 'no connection' : `status ${status}`);
		this.status = status;
		this.requestId = requestId;
	}
}

/** A key for one intent. `getRandomValues` and not `randomUUID`: the latter is missing on plain http in an office network. */
export function newKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

type Ask = { method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; body?: unknown; key?: string; signal?: AbortSignal | undefined };

let signedOut: () => void = () => {};

/** Called once by the desk: where to go when the server says 401. */
export function onSignedOut(go: () => void): void {
	signedOut = go;
}

function isProblem(body: unknown): body is Problem {
	return typeof body === 'object' && body !== null && 'code' in body && 'sentence' in body;
}

async function ask<Answer>(path: string, { method, body, key, signal }: Ask): Promise<Answer> {
	const headers: Record<string, string> = { accept: 'application/json' };
	const isForm = body instanceof FormData;
	if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
	if (key !== undefined) headers['idempotency-key'] = key;
	const init: RequestInit = { method, headers, credentials: 'same-origin', signal: signal ?? null };
	if (body !== undefined) init.body = isForm ? body : JSON.stringify(body);
	let response: Response;
	try {
		response = await fetch(path, init);
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new Unavailable(null, null);
	}
	const date = response.headers.get('date');
	if (date) learnServerTime(date, 1_000);
	const text = await response.text();
	const answer: unknown = text.length > 0 && isJson(response) ? JSON.parse(text) : null;
	if (response.ok) return answer as Answer;
	// At the entrance itself 401 is a refusal with its own words: wrong name or password.
	if (response.status === 401 && !path.startsWith('/api/auth/')) {
		signedOut();
		throw new SignedOut();
	}
	if (isProblem(answer)) throw new Refused(answer);
	if (response.status >= 500) throw new Unavailable(response.status, response.headers.get('x-request-id'));
	throw new Malformed(messageOf(answer) ?? `status ${response.status}`);
}

function isJson(response: Response): boolean {
	return /\bjson\b/.test(response.headers.get('content-type') ?? '');
}

function messageOf(answer: unknown): string | null {
	if (typeof answer !== 'object' || answer === null) return null;
	for (const name of ['detail', 'message', 'title']) {
		const value = (answer as Record<string, unknown>)[name];
		if (typeof value === 'string') return value;
	}
	return null;
}

/** Reads. The answer's type is the route's shape, imported with `import type` from `src/<noun>/shapes.ts` by `api/types.ts`. */
export function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
	return ask<Answer>(path, { method: 'GET', signal });
}

/** Changes something: always under an idempotency key, so that pressing twice or trying again after a lost answer does it once. */
export function send<Answer>(
	path: string,
	body: unknown,
	key: string,
	method: 'POST' | 'PATCH' | 'PUT' | 'DELETE' = 'POST',
): Promise<Answer> {
	return ask<Answer>(path, { method, body, key });
}

/** A query string of what is set. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined | null>>): string {
	const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()}`;
}
