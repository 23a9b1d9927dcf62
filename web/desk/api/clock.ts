import { useSyncExternalStore } from 'react';

/**
 * The desk's clock is the server's: a wrong clock on an agent's machine must not show a wrong lamp. The machine only measures how
 * much time has passed since the server last said what time it is. The one place of the desk that reads the machine's clock.
 */
let offsetMs = 0;
let roughness = Number.POSITIVE_INFINITY;

function machineMs(): number {
	return performance.timeOrigin + performance.now();
}

/** Now, in epoch milliseconds, by the server's clock. */
export function nowMs(): number {
	return machineMs() + offsetMs;
}

/** For durations only. */
export function elapsedMs(): number {
	return performance.now();
}

/**
 * Learns the server's time from an answer: `at` as the server wrote it, `toleranceMs` how coarse that is (an HTTP `Date` header has
 * whole seconds, so half of it is added and it never replaces a finer word).
 */
export function learnServerTime(at: string, toleranceMs: number): void {
	const server = Date.parse(at);
	if (Number.isNaN(server) || toleranceMs > roughness) return;
	roughness = toleranceMs;
	offsetMs = server + toleranceMs / 2 - machineMs();
}

type Ticker = { subscribe(listener: () => void): () => void; read(): number };

/** One timer per step for the whole desk, running only while something looks at it. */
function ticker(stepMs: number): Ticker {
	const listeners = new Set<() => void>();
	let timer: ReturnType<typeof setInterval> | undefined;
	return {
		subscribe(listener) {
			listeners.add(listener);
			timer ??= setInterval(
				() => {
					for (const each of listeners) each();
				},
				Math.min(stepMs, 1000),
			);
			return () => {
				listeners.delete(listener);
				if (listeners.size > 0) return;
				clearInterval(timer);
				timer = undefined;
			};
		},
		// Rounded down to the step, so that a component renders only when the shown value changes.
		read: () => Math.floor(nowMs() / stepMs) * stepMs,
	};
}

const seconds = ticker(1_000);
const minutes = ticker(60_000);

/** Now, to the second (or minute), in epoch milliseconds; the component is drawn again when it changes. */
export function useNow(step: 'second' | 'minute'): number {
	const { subscribe, read } = step === 'second' ? seconds : minutes;
	return useSyncExternalStore(subscribe, read);
}
