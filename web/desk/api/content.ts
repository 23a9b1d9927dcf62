import { queryOptions } from '@tanstack/react-query';
import type { CheckAnswer, FindingView, TextBody, TextView } from '../../../src/content/shapes.ts';
import { newKey, read, send } from './client.ts';

/** The calls about the house's messages: their versions, and what the content check finds in words. */
export type { FindingView, TextBody, TextView };

export const textsQuery = queryOptions({
	queryKey: ['texts'],
	queryFn: ({ signal }) => read<{ items: TextView[] }>('/api/texts', signal),
});

/** What the check finds in a message while it is written; nothing is kept. */
export function checkQuery(text: string) {
	return queryOptions({
		queryKey: ['content check', text],
		queryFn: () => send<CheckAnswer>('/api/content/check', { text, as: 'message' }, newKey()),
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
