import { queryOptions } from '@tanstack/react-query';
import type { AssessmentBody, AssessmentList, RetentionList, RetentionView } from '../../../src/privacy/shapes.ts';
import { read, send } from './client.ts';

/** Until when personal data is kept, and the assessments made before it is used. */
export type { AssessmentBody, AssessmentList, RetentionView };

export const retentionQuery = queryOptions({
	queryKey: ['retention'],
	queryFn: ({ signal }) => read<RetentionList>('/api/retention', signal),
});
export const assessmentsQuery = queryOptions({
	queryKey: ['assessments'],
	queryFn: ({ signal }) => read<AssessmentList>('/api/assessments', signal),
});
export function eraseDebtor(debtorId: string, key: string): Promise<RetentionView> {
	return send<RetentionView>(`/api/debtors/${debtorId}/erase`, {}, key);
}
export function recordAssessment(body: AssessmentBody, key: string): Promise<AssessmentList> {
	return send<AssessmentList>('/api/assessments', body, key);
}
