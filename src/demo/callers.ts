import type { Readable } from 'node:stream';
import { known } from '../core/assert.ts';
import type { SignIn } from '../people/sign-in.ts';
import { hashOfSecret } from '../host/vault.ts';
import { keyPrefix } from '../people/keys.ts';
import { change, type Door } from '../record/change.ts';
import { createServer, type ServedHouse } from '../server.ts';

export type Callers = {
	/** Asks as a login, by its user name, with an API key of its own; the status that came back. */
	call(as: string, method: string, url: string, body?: object): Promise<number>;
	/** The same with what was answered, under an idempotency key where one is given. */
	ask(as: string, method: string, url: string, body?: object, key?: string): Promise<{ readonly status: number; readonly text: string }>;
	/** Asks without a login, with a form where something is sent. */
	visit(method: string, url: string, form?: string): Promise<number>;
	/** Makes a key for a login of another agency of this house, under a name of its own. */
	admit(admin: Door, name: string, login: bigint): Promise<void>;
	/** Listens to what is told to open desks; the topics that came until one of these did, without it, once it has (or has not for half a minute). */
	listen(as: string, until: readonly string[]): Promise<{ readonly heard: Promise<readonly string[]> }>;
	close(): Promise<void>;
};

/** Nobody signs in with a password here. */
export const noPasswords = new Proxy({} as SignIn, {
	get: (_, name) => (name === 'close' ? async () => {} : () => Promise.reject(new Error(`no passwords: ${String(name)}`))),
});

/**
 * The API of a house, asked in this process as its callers would: through the routes with their permissions, each caller by an API key of its login. `logins`: user name and number. `seed`: of the
 * keys, which are drawn elsewhere; here the same run makes the same. `until`: when the key of a user name expires, where it does.
 */
export async function openCallers(
	house: ServedHouse,
	admin: Door,
	{
		logins,
		seed,
		until = {},
	}: { readonly logins: ReadonlyMap<string, bigint>; readonly seed: string; readonly until?: Readonly<Record<string, Temporal.Instant>> },
): Promise<Callers> {
	const app = await createServer(house, noPasswords);
	await app.ready();
	const keys = new Map<string, string>();
	const admit = async (by: Door, name: string, id: bigint) => {
		const key = `${keyPrefix}${admin.vault.blindIndex('phone', `${seed} ${name}`).toString('base64url')}`;
		await change(by, { act: 'api_key.make', input: { login_id: id, name } }, async ({ tx, now, actor }) => {
			await tx.query(
				'insert into api_key (tenant_id, login_id, name, key_hash, shown, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
				[tx.tenantId, id, name, hashOfSecret(key), keyPrefix, actor.id, now, until[name] ?? null],
			);
			return { login: String(id) };
		});
		keys.set(name, key);
	};
	for (const [name, id] of logins) await admit(admin, name, id);
	const bearer = (as: string) => ({ authorization: `Bearer ${known(keys.get(as), `key of ${as}`)}` });
	const ask: Callers['ask'] = async (as, method, url, body, key) => {
		const answer = await app.inject({
			method: method as 'POST',
			url,
			headers: {
				...bearer(as),
				...(key === undefined ? {} : { 'idempotency-key': key }),
			},
			...(body === undefined ? {} : { payload: body }),
		});
		return { status: answer.statusCode, text: answer.body };
	};
	return {
		ask,
		call: async (as, method, url, body) => (await ask(as, method, url, body)).status,
		visit: async (method, url, form) => {
			const headers = { 'content-type': 'application/x-www-form-urlencoded' };
			return (await app.inject({ method: method as 'POST', url, ...(form === undefined ? {} : { headers, payload: form }) })).statusCode;
		},
		admit,
		async listen(as, until) {
			const { stream } = await app.inject({ method: 'GET', url: '/api/live', headers: bearer(as), payloadAsStream: true });
			return { heard: topicsOf(stream(), until) };
		},
		close: () => app.close(),
	};
}

const listenMs = 30_000;

async function topicsOf(stream: Readable, until: readonly string[]): Promise<readonly string[]> {
	const topics: string[] = [];
	const late = setTimeout(() => stream.destroy(), listenMs);
	try {
		for await (const chunk of stream)
			for (const [, topic = ''] of String(chunk).matchAll(/^data: (.*)$/gm)) {
				if (until.includes(topic)) return topics;
				topics.push(topic);
			}
	} catch (error) {
		if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
	} finally {
		clearTimeout(late);
	}
	return topics;
}
