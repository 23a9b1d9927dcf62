import { Batch } from '../host/batch.ts';
import { type BenchDatabase, ratioOf, timed } from '../host/bench.ts';
import type { Pool } from '../host/db.ts';
import { say } from '../host/log.ts';
import type { Plan } from './plan.ts';
import { simulate } from './simulate.ts';

/** What went to the server and how long it took to come back. */
type Sent = { trips: number; statements: number; milliseconds: number };

/** A pool that counts what is sent through it. */
function countingPool(pool: Pool, sent: Sent): Pool {
	const bound = (target: object, name: string | symbol): unknown => {
		const value: unknown = Reflect.get(target, name);
		return typeof value === 'function' ? value.bind(target) : value;
	};
	const count = (first: unknown) => {
		const from = performance.now();
		sent.trips++;
		sent.statements += first instanceof Batch ? first.statements.length : 1;
		return () => {
			sent.milliseconds += performance.now() - from;
		};
	};
	const counted = (client: object) => {
		const query = bound(client, 'query') as (...all: unknown[]) => unknown;
		const watched = (...all: unknown[]) => {
			const [first] = all;
			const back = count(first);
			if (first instanceof Batch) {
				// The last one to be answered, or to fail with all the others.
				first.statements = first.statements.map((each, i) => {
					const last = i === first.statements.length - 1;
					const also =
						<Value>(call: (value: Value) => void) =>
						(value: Value) => {
							if (last) back();
							call(value);
						};
					return { ...each, done: also(each.done), failed: also(each.failed) };
				});
				return query(first);
			}
			const answer = query(...all);
			// A COPY stream has an end instead of an answer.
			if (answer instanceof Promise) answer.then(back, back);
			else (answer as NodeJS.EventEmitter).on('finish', back);
			return answer;
		};
		return new Proxy(client, { get: (target, name) => (name === 'query' ? watched : bound(target, name)) });
	};
	return new Proxy(pool, {
		get: (target, name) => (name === 'connect' ? async () => counted(await target.connect()) : bound(target, name)),
	});
}

/**
 * A simulated agency lived through, beside the floor: the time its days waited for the database to answer. What is left over is what the house itself takes, from files
 * read to rules decided.
 */
export async function benchSimulate({ url }: BenchDatabase, { days, debts }: { days: number; debts: number }): Promise<object> {
	const plan: Plan = { seed: 'bench', days, debts, agents: 5, faults: 'none', without: new Set() };
	const sent: Sent = { trips: 0, statements: 0, milliseconds: 0 };
	say(`${days} days of an agency with ${debts} debts …`);
	const whole = await timed(() => simulate(url, plan, { through: (pool) => countingPool(pool, sent) }));
	const { seconds, events, violations } = whole.answer;
	const waited = Math.round(sent.milliseconds) / 1_000;
	return {
		bench: 'simulate',
		days,
		debts,
		agents: plan.agents,
		events,
		violations: violations.length,
		whole_seconds: whole.seconds,
		figure_seconds: seconds.days,
		floor_seconds: waited,
		ratio: ratioOf(seconds.days, waited),
		target_ratio: 2,
		audit_seconds: seconds.audit,
		last_look_seconds: seconds.last_look,
		round_trips_per_event: ratioOf(sent.trips, events),
		statements_per_event: ratioOf(sent.statements, events),
		figure_is: 'the days as they were lived, without the auditor and without the last look at seals and decisions',
		floor_is: 'how long those days waited for the database to answer what they asked of it',
	};
}
