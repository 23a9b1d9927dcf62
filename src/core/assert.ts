/**
 * A fault: something that must hold did not. It is our bug, never a person's mistake, so it stops the request at once
 * (style: "a wrong balance must stop the request"). Doors catch it, answer 500 and change nothing.
 */
export class Fault extends Error {
	override name = 'Fault';
}

/** The world outside failed (database gone, disk full). Jobs may try again, bounded; a person is told to. */
export class Outage extends Error {
	override name = 'Outage';
}

/** Stops with a `Fault` unless `condition` holds. Left on in production. */
export function assert(condition: unknown, what: string): asserts condition {
	if (!condition) throw new Fault(what);
}

/** The value, or a `Fault` naming what is missing. */
export function known<T>(value: T | null | undefined, what: string): T {
	if (value === null || value === undefined) throw new Fault(`missing: ${what}`);
	return value;
}

/** Makes a switch over a closed union fail to compile when a case is missing. */
export function unreachable(value: never): never {
	throw new Fault(`unreachable: ${JSON.stringify(value)}`);
}
