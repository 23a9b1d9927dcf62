import { useEffect, useRef } from 'react';

/** Keys of the desk, chosen among those no browser owns: F2, F4, F8, F9, digits and `?` outside fields, Escape. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Whether the key belongs to something the person is typing in or a menu that is open: then single characters are never commands. */
export function isTyping(event: KeyboardEvent): boolean {
	if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
	const target = event.target;
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable) return true;
	if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
	return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a dialog is open: it has the keyboard, and what lies under it must not act. */
function isDialogOpen(): boolean {
	return [...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog.getClientRects().length > 0);
}

/**
 * Binds keys while the component is on screen. Names are `event.key`. Function keys and Escape act everywhere; single characters
 * only when nobody is typing. A key held down acts once.
 */
export function useKeys(keys: Keys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	});
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			const act = latest.current[event.key];
			if (!act || event.defaultPrevented || event.repeat || isDialogOpen()) return;
			if (event.key.length === 1 && isTyping(event)) return;
			event.preventDefault();
			act(event);
		};
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
}
