import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { NextStep } from '../../../src/strategy/shapes.ts';
import { query, read, send } from './client.ts';
import { learnServerTime } from './clock.ts';
import type { TimelinePage } from '../../../src/queue/shapes.ts';
import type { CaseView, CloseContactAnswer, CloseContactBody, DebtorRow, NextAnswer } from './types.ts';

/** The calls of the agent's desk, one function each; the keys of what is read stand beside them. */
/** The server counts no further: as many or more wait. */
export const waitingMost = 30;
export const currentWorkQuery = queryOptions({
	queryKey: ['work', 'current'],
	queryFn: ({ signal }) => read<NextAnswer>('/api/work/current', signal),
	staleTime: 0,
});

export function takeNext(key: string): Promise<NextAnswer> {
	return send<NextAnswer>('/api/work/next', {}, key);
}

export function releaseWork(input: { debtorId: string; itemId: string; reason: string }, key: string): Promise<unknown> {
	return send(`/api/work/${input.debtorId}/${input.itemId}/release`, { reason: input.reason }, key);
}

const refreshMs = 30_000;

/** The one view of a case. Read again every half minute: a window that closes at 22:00 must not stay green until someone presses. */
export function caseQuery(debtorId: string) {
	return queryOptions({
		queryKey: ['case', debtorId],
		queryFn: async ({ signal }) => {
			const view = await read<CaseView>(`/api/debtors/${debtorId}`, signal);
			learnServerTime(view.as_of, 0);
			return view;
		},
		refetchInterval: refreshMs,
		staleTime: 2_000,
	});
}

/** The events of a case before those it shows. */
export function readTimeline({ debtorId, after }: { debtorId: string; after: string }): Promise<TimelinePage> {
	return read<TimelinePage>(`/api/debtors/${debtorId}/timeline${query({ after })}`);
}

/** What the day run would do now, and why. */
export const nextStepQuery = (debtorId: string) =>
	queryOptions({
		queryKey: ['case', debtorId, 'next step'],
		queryFn: ({ signal }) => read<NextStep>(`/api/debtors/${debtorId}/next-step`, signal),
	});

export function forgetCase(queryClient: QueryClient, debtorId: string): Promise<void> {
	return queryClient.invalidateQueries({ queryKey: ['case', debtorId] });
}

export type Permit = { id: string; obligations: string[]; expires_at: string };
export type Attempt = { id: string; placed_at: string };

/** The purpose is left to the server: to collect from who owes, to ask a third party for a way to the debtor (CN-P2). */
export function askPermit(input: { debtorId: string; contactPointId: string }, key: string): Promise<Permit> {
	return send<Permit>(`/api/debtors/${input.debtorId}/permits`, { contact_point_id: input.contactPointId, channel: 'voice' }, key);
}

export function placeAttempt(input: { debtorId: string; permitId: string; workItemId: string | null }, key: string): Promise<Attempt> {
	return send<Attempt>(
		`/api/debtors/${input.debtorId}/attempts`,
		{ permit_id: input.permitId, ...(input.workItemId === null ? {} : { work_item_id: input.workItemId }) },
		key,
	);
}

export function recordOutcome(
	input: { debtorId: string; attemptId: string; body: CloseContactBody },
	key: string,
): Promise<CloseContactAnswer> {
	return send<CloseContactAnswer>(`/api/debtors/${input.debtorId}/attempts/${input.attemptId}/outcome`, input.body, key);
}

export function unmask(input: { debtorId: string; contactPointId: string; purpose: string }, key: string): Promise<{ value: string }> {
	return send<{ value: string }>(
		`/api/debtors/${input.debtorId}/contact-points/${input.contactPointId}/unmask`,
		{ purpose: input.purpose },
		key,
	);
}

export function debtorsQuery(text: string) {
	return queryOptions({
		queryKey: ['debtors', text],
		queryFn: ({ signal }) => read<{ items: DebtorRow[]; next: string | null }>(`/api/debtors${query({ query: text })}`, signal),
		enabled: text !== '',
	});
}
