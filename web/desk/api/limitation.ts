import { queryOptions } from '@tanstack/react-query';
import type { LimitationEventBody, LimitationList, LimitationView } from '../../../src/debts/limitation-shapes.ts';
import { read, send } from './client.ts';

export type { LimitationEventBody, LimitationList, LimitationView };

export const limitationQuery = (debtorId: string) =>
	queryOptions({
		queryKey: ['limitation', debtorId],
		queryFn: ({ signal }) => read<LimitationList>(`/api/debtors/${debtorId}/limitation`, signal),
	});
export function tellLimitation({ debtorId, body }: { debtorId: string; body: LimitationEventBody }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/limitation-events`, body, key);
}
export function withdrawTold(input: { debtorId: string; id: string; evidence: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${input.debtorId}/limitation-events/${input.id}`, { withdrawn: true, evidence: input.evidence }, key, 'PATCH');
}
export function tellRefusal(input: { debtorId: string; debtId: string; evidence: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${input.debtorId}/barred-refusals`, { debt_id: input.debtId, evidence: input.evidence }, key);
}
