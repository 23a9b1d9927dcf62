import { createHmac } from 'node:crypto';
import type { CountersConfig } from '../host/config.ts';
import { identityName, lenderName } from './rules.ts';
import { entriesMax, type ReserveView } from './serve.ts';

export type Reservation = { readonly id: string; readonly key: string; readonly at: string };
export type Settled = Reservation & { readonly answered: boolean };
export type Others = ReserveView['answers'][number]['others'];

/** The counter shared with the lender's other agencies, as the gate's callers see it. */
export type Counters = {
	/** Our own calls taken as all that is left of a limit of the network while nobody answers. */
	readonly localShare: number;
	/** Lender and debtor as one name nobody can read back without the key. */
	keyOf(creditor: { readonly name: string; readonly credit_code: string | null }, identity: string): string;
	/** Reserves calls; the other agencies' calls of each, in the same order; null when nobody answers. */
	reserve(house: string, calls: readonly Reservation[]): Promise<readonly Others[] | null>;
	/** Says how calls ended: answered, or not to be counted. False when nobody answers: say it again later. */
	settle(house: string, calls: readonly Settled[]): Promise<boolean>;
};

/** Whether what came back is a count at all: something else at the address must not stop the gate, and has not answered. */
function isCount(answer: unknown): answer is ReserveView {
	const isCall = (call: unknown) => {
		const { at, answered } = (call ?? {}) as Record<string, unknown>;
		return (
			typeof at === 'string' && !Number.isNaN(Date.parse(at)) && at.endsWith('Z') && (answered === null || typeof answered === 'boolean')
		);
	};
	const list = (value: unknown, of: (each: unknown) => boolean) => Array.isArray(value) && value.every(of);
	return list((answer as { answers?: unknown } | null)?.answers, (each) => list((each as { others?: unknown } | null)?.others, isCall));
}

/**
 * A client of the service at an address. It throws nothing: a service that is away, slow, full or refuses our token has no answer. An ask waits so long for it, once; then
 * everybody goes on without it for a pause.
 */
export function countersAt({ url, key, token, localShare, waitMs }: CountersConfig, pauseMs = 5_000): Counters {
	let awayUntil = 0;
	const post = async (path: string, house: string, calls: readonly Reservation[]): Promise<unknown[] | null> => {
		if (performance.now() < awayUntil) return null;
		try {
			const answers: unknown[] = [];
			for (let from = 0; from < calls.length; from += entriesMax) {
				const response = await fetch(new URL(path, url), {
					method: 'POST',
					headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
					body: JSON.stringify({ house, calls: calls.slice(from, from + entriesMax) }),
					signal: AbortSignal.timeout(waitMs),
				});
				if (!response.ok) throw new Error(`answered ${response.status}`);
				answers.push(await response.json());
			}
			return answers;
		} catch {
			awayUntil = performance.now() + pauseMs;
			return null;
		}
	};
	return {
		localShare,
		keyOf: (creditor, identity) =>
			createHmac('sha256', key)
				.update(`dunwell call\0${lenderName(creditor)}\0${identityName(identity)}`)
				.digest('base64url'),
		async reserve(house, calls) {
			const answers = await post('/v1/reserve', house, calls);
			if (answers === null || !answers.every(isCount)) return null;
			const others = answers.flatMap((answer) => answer.answers.map((each) => each.others));
			return others.length === calls.length ? others : null;
		},
		settle: async (house, calls) => (await post('/v1/settle', house, calls)) !== null,
	};
}
