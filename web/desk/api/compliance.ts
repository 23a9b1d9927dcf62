import { queryOptions } from '@tanstack/react-query';
import type {
	DecisionLine,
	DecisionList,
	DecisionQuery,
	DecisionView,
	Law,
	LawCalendar,
	LawRowView,
	NearLimits,
	RefusalsByRule,
	WhatIfAnswer,
	WhatIfBody,
} from '../../../src/compliance/shapes.ts';
import type { HoldBody, HoldChangeBody } from '../../../src/contact/shapes.ts';
import { query, read, send } from './client.ts';

/** The calls of the compliance desk and of holds. */
export type { DecisionLine, DecisionView, LawRowView, NearLimits, RefusalsByRule, WhatIfAnswer, WhatIfBody };
export type LawChange = LawCalendar['items'][number];
export type DecisionFilter = Pick<DecisionQuery, 'debtor_id' | 'actor_id' | 'rule' | 'verdict' | 'channel' | 'from' | 'to'>;

export const decisionsPage = (filter: DecisionFilter, cursor: string | undefined, signal: AbortSignal): Promise<DecisionList> =>
	read<DecisionList>(`/api/decisions${query({ ...filter, cursor })}`, signal);

export function decisionQuery(debtorId: string, permitId: string) {
	return queryOptions({
		queryKey: ['decision', debtorId, permitId],
		queryFn: ({ signal }) => read<DecisionView>(`/api/decisions/${debtorId}/${permitId}`, signal),
	});
}

export function refusalsQuery(period: { from?: string; to?: string }) {
	return queryOptions({
		queryKey: ['refusals', period],
		queryFn: ({ signal }) => read<RefusalsByRule>(`/api/refusals-by-rule${query(period)}`, signal),
	});
}

export function lawQuery(book: string | undefined) {
	return queryOptions({ queryKey: ['law', book], queryFn: ({ signal }) => read<Law>(`/api/law${query({ book })}`, signal) });
}

export function lawCalendarQuery(book: string | undefined) {
	return queryOptions({
		queryKey: ['law calendar', book],
		queryFn: ({ signal }) => read<LawCalendar>(`/api/law/calendar${query({ book })}`, signal),
	});
}

export const nearLimitsQuery = queryOptions({
	queryKey: ['near limits'],
	queryFn: ({ signal }) => read<NearLimits>('/api/near-limits', signal),
	refetchInterval: 60_000,
});

export function whatIf(body: WhatIfBody, key: string): Promise<WhatIfAnswer> {
	return send<WhatIfAnswer>('/api/what-if', body, key);
}

export type HoldInput = HoldBody & { debtorId: string };
export function placeHold({ debtorId, ...body }: HoldInput, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/holds`, body, key);
}
export type HoldChange = HoldChangeBody & { debtorId: string; holdId: string };
export function changeHold({ debtorId, holdId, ...body }: HoldChange, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/holds/${holdId}/change`, body, key);
}
export function liftHold({ debtorId, holdId }: { debtorId: string; holdId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/holds/${holdId}/lift`, {}, key);
}
export type HoursInput = { debtorId: string; from: string; until: string; evidence: string };
export function agreeHours({ debtorId, ...body }: HoursInput, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/agreed-hours`, body, key);
}
