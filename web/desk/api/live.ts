import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * Live topics of the server (SSE): `queue`, `debtor 12` and the like, never anything personal; who hears one reads again through
 * the API, where permissions hold. One connection for the whole desk, open while something listens.
 */
type Listener = (topic: string) => void;

const listeners = new Set<Listener>();
const stateListeners = new Set<() => void>();
let source: EventSource | null = null;
let state: 'open' | 'lost' = 'open';
let lostTimer: ReturnType<typeof setTimeout> | undefined;

function setState(to: typeof state): void {
	clearTimeout(lostTimer);
	if (state === to) return;
	state = to;
	for (const listener of stateListeners) listener();
}

function open(): void {
	source = new EventSource('/api/live');
	source.onopen = () => {
		const wasLost = state === 'lost';
		setState('open');
		// What was told while the line was down is not told again: everyone looks for themselves.
		if (wasLost) for (const listener of listeners) listener('*');
	};
	source.onerror = () => {
		clearTimeout(lostTimer);
		// A reconnect within seconds (a server restarting) is not worth a word.
		lostTimer = setTimeout(() => setState('lost'), 4_000);
	};
	source.onmessage = (event: MessageEvent<string>) => {
		for (const listener of listeners) listener(event.data);
	};
}

function listen(listener: Listener): () => void {
	listeners.add(listener);
	if (!source) open();
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		source?.close();
		source = null;
		setState('open');
	};
}

/** Calls `onTell` for each live topic that `wanted` names, and after a lost connection comes back. */
export function useLive(wanted: readonly string[], onTell: () => void): void {
	const latest = useRef({ wanted, onTell });
	useEffect(() => {
		latest.current = { wanted, onTell };
	});
	useEffect(
		() =>
			listen((topic) => {
				if (topic === '*' || latest.current.wanted.includes(topic)) latest.current.onTell();
			}),
		[],
	);
}

function subscribeState(listener: () => void): () => void {
	stateListeners.add(listener);
	return () => stateListeners.delete(listener);
}

/** Whether the live connection is up: `lost` is worth telling the person. */
export function useLiveState(): 'open' | 'lost' {
	return useSyncExternalStore(subscribeState, () => state);
}

/** Hears every topic as it is told: for progress that carries its own numbers. */
export function useTopics(onTopic: (topic: string) => void): void {
	const latest = useRef(onTopic);
	useEffect(() => {
		latest.current = onTopic;
	});
	useEffect(() => listen((topic) => latest.current(topic)), []);
}
