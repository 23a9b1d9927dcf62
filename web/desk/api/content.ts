import { queryOptions } from '@tanstack/react-query';
import type { CheckAnswer, FindingView, FlaggedView, LookBody, TextBody, TextView } from '../../../src/content/shapes.ts';
import { newKey, read, send } from './client.ts';

/** The calls about the house's messages: their versions, and what the content check finds in words. */
export type { FindingView, FlaggedView, TextBody, TextView };

export const textsQuery = queryOptions({
	queryKey: ['texts'],
	queryFn: ({ signal }) => read<{ items: TextView[] }>('/api/texts', signal),
});

/** What the check finds in a message or script while it is written; nothing is kept. */
export function checkQuery(name: TextBody['name'], text: string) {
	return queryOptions({
		queryKey: ['content check', name, text],
		queryFn: () => send<CheckAnswer>('/api/content/check', { text, as: 'message', name }, newKey()),
		enabled: text.trim() !== '',
	});
}

export function writeText(body: TextBody, key: string): Promise<{ id: string; version: number }> {
	return send('/api/texts', body, key);
}

export type TextVerdict = { id: string; verb: 'approve' | 'retire' } | { id: string; verb: 'refuse'; reason: string };
export function decideText({ id, verb, ...body }: TextVerdict, key: string): Promise<unknown> {
	return send(`/api/texts/${id}/${verb}`, body, key);
}

/** Words in which the check found something, open ones or those that were looked at. */
export function flaggedQuery(state: 'open' | 'looked') {
	return queryOptions({
		queryKey: ['flagged', state],
		queryFn: ({ signal }) => read<{ items: FlaggedView[]; open: number }>(`/api/flagged-words?state=${state}`, signal),
	});
}

export function lookAtWords({ id, ...body }: LookBody & { id: string }, key: string): Promise<unknown> {
	return send(`/api/flagged-words/${id}/look`, body, key);
}
