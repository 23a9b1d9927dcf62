import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Outage } from '../core/assert.ts';
import { outageOr } from './db.ts';

const pauseMs = 500;
/** "The database is starting up": what the library of the queue tries again, however often. */
const comesBack = '57P03';

/** 55000: a database that takes no connections for now. */
const isAway = (error: unknown): boolean => outageOr(error) instanceof Outage || (error as { code?: string } | null)?.code === '55000';

/**
 * A pool for the library of the queue, which does not wait for its own word on how a job ended: the database away in that moment would be an unhandled rejection and the end
 * of the process, or a queue that stands still. Here nobody gets a connection before there is one, and a connection that is cut is an error the library tries again.
 * Patience begins with `begin`; before that an outage is said at once. After `end` nothing is waited for: `gaveUp` is called where somebody still would.
 */
export function patientPool(pool: pg.Pool): { pool: pg.Pool; begin(): void; end(): void; readonly gaveUp: Promise<void> } {
	let state: 'brisk' | 'patient' | 'ending' = 'brisk';
	let giveUp = () => {};
	const gaveUp = new Promise<void>((resolve) => {
		giveUp = resolve;
	});
	const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
		for (;;) {
			try {
				return await work();
			} catch (error) {
				if (state === 'brisk' || (state === 'patient' && !isAway(error))) throw error;
				if (state === 'ending') {
					giveUp();
					return new Promise<never>(() => {});
				}
				await sleep(pauseMs);
			}
		}
	};
	const withCode = (client: pg.PoolClient): pg.PoolClient =>
		new Proxy(client, {
			get(target, name) {
				const value: unknown = Reflect.get(target, name);
				if (typeof value !== 'function') return value;
				if (name !== 'query') return value.bind(target);
				return async (...all: unknown[]) => {
					try {
						return await (value as (...parts: unknown[]) => Promise<unknown>).apply(target, all);
					} catch (error) {
						throw error instanceof Error && isAway(error) ? Object.assign(error, { code: comesBack }) : error;
					}
				};
			},
		});
	const patient = new Proxy(pool, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			if (typeof value !== 'function') return value;
			// With a callback it is the listener for new jobs, which the library itself opens again.
			if (name === 'connect')
				return (back?: Parameters<pg.Pool['connect']>[0]) =>
					back ? target.connect(back) : patiently(async () => withCode(await target.connect()));
			if (name === 'query')
				return (...all: unknown[]) => patiently(async () => (value as (...parts: unknown[]) => unknown).apply(target, all));
			return value.bind(target);
		},
	});
	return {
		pool: patient,
		gaveUp,
		begin: () => {
			state = 'patient';
		},
		end: () => {
			state = 'ending';
		},
	};
}
