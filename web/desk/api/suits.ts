import { queryOptions } from '@tanstack/react-query';
import type { GuaranteeBody, GuaranteeList } from '../../../src/debts/guarantee-shapes.ts';
import type { SuitBody, SuitList, SuitStep, SuitStepBody, SuitView } from '../../../src/debts/suit-shapes.ts';
import { read, send } from './client.ts';

export type { GuaranteeBody, GuaranteeList, SuitBody, SuitList, SuitStep, SuitStepBody, SuitView };

export const suitsQuery = (debtorId: string) =>
	queryOptions({ queryKey: ['suits', debtorId], queryFn: ({ signal }) => read<SuitList>(`/api/debtors/${debtorId}/suits`, signal) });
export function referSuit({ debtorId, body }: { debtorId: string; body: SuitBody }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/suits`, body, key);
}
export function stepSuit({ debtorId, id, body }: { debtorId: string; id: string; body: SuitStepBody }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/suits/${id}/steps`, body, key);
}

export const guaranteesQuery = (debtorId: string) =>
	queryOptions({
		queryKey: ['guarantees', debtorId],
		queryFn: ({ signal }) => read<GuaranteeList>(`/api/debtors/${debtorId}/guarantees`, signal),
	});
export function tellGuarantee({ debtorId, body }: { debtorId: string; body: GuaranteeBody }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/guarantees`, body, key);
}
export function withdrawGuarantee(input: { debtorId: string; id: string; evidence: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${input.debtorId}/guarantees/${input.id}`, { withdrawn: true, evidence: input.evidence }, key, 'PATCH');
}
