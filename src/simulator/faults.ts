import type pg from 'pg';
import { Outage } from '../core/assert.ts';
import type { Random } from '../core/random.ts';
import { Batch } from '../host/batch.ts';
import type { Pool } from '../host/db.ts';

/** What goes wrong between the house and its database, drawn from the seed. */
export type Faults = {
	/** Counts what was done to the run. */
	readonly count: { cut: number; lost: number; again: number };
	/** The pool with connections that are cut now and then. */
	readonly pool: Pool;
	/** Presses a button until it is answered, each time under the same key: what a desk does when it hears nothing. */
	press<T>(name: string, work: (key?: string) => Promise<T>): Promise<T>;
};

const cut = () => Object.assign(new Error('Connection terminated unexpectedly (simulated)'), { code: 'ECONNRESET' });
const pressesMax = 12;

/** No faults: every press is answered. It carries a key all the same, as a desk's does. */
export function noFaults(pool: Pool): Faults {
	let presses = 0;
	return { count: { cut: 0, lost: 0, again: 0 }, pool, press: (name, work) => work(`${name} ${++presses}`) };
}

/**
 * Cuts connections at `ppm` of the round trips: what was sent never reaches the server, or, where it ends with a commit, every other time its answer never comes back. The server
 * undoes what was not committed.
 */
export function faultsOn(pool: Pool, draw: Random, ppm: number): Faults {
	const count = { cut: 0, lost: 0, again: 0 };
	let presses = 0;
	const wrapped = (client: pg.PoolClient): pg.PoolClient => {
		let broken = false;
		const query = (...all: unknown[]) => {
			const [first] = all;
			const send = () => (client.query as unknown as (...parts: unknown[]) => unknown)(...all);
			if (first instanceof Batch) {
				if (broken) first.handleError(cut());
				else if (!draw.chance(ppm)) send();
				else if (first.commits && draw.chance(500_000)) {
					broken = true;
					count.lost++;
					first.losesItsAnswer(cut());
					send();
				} else {
					broken = true;
					count.cut++;
					first.handleError(cut());
				}
				return first;
			}
			if (broken) return Promise.reject(cut());
			if (!draw.chance(ppm)) return send();
			broken = true;
			count.cut++;
			// A COPY stream is made with the query itself and fails where it is made.
			if (typeof first !== 'string' && typeof (first as { submit?: unknown }).submit === 'function') throw cut();
			return Promise.reject(cut());
		};
		return new Proxy(client, {
			get(target, name) {
				if (name === 'query') return query;
				if (name === 'release') return (destroy?: boolean) => target.release(broken || destroy);
				const value: unknown = Reflect.get(target, name);
				return typeof value === 'function' ? value.bind(target) : value;
			},
		});
	};
	const faulty = new Proxy(pool, {
		get(target, name) {
			if (name === 'connect') return async () => wrapped(await target.connect());
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return {
		count,
		pool: faulty,
		async press(name, work) {
			const key = `${name} ${++presses}`;
			for (let i = 1; ; i++) {
				try {
					return await work(key);
				} catch (error) {
					const away = error instanceof Outage || (error as { code?: string }).code === 'ECONNRESET';
					if (!away || i === pressesMax) throw error;
					count.again++;
				}
			}
		},
	};
}
