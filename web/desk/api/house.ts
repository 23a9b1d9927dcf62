import { queryOptions } from '@tanstack/react-query';
import type { SettleBody, UnansweredList, UnansweredView } from '../../../src/channels/shapes.ts';
import type { CertificateBody, ClientView, LoginChange, LoginView, TeamView } from '../../../src/people/shapes.ts';
import type { PaymentImportAnswer, PaymentList, PaymentView, ResolveBody, ReversalAnswer } from '../../../src/payments/shapes.ts';
import type {
	AnalysisView,
	EndedView,
	ExtendedView,
	ImportAnswerView,
	PlacementList,
	PlacementView,
} from '../../../src/placements/shapes.ts';
import type { AssignmentAnswer, AssignmentBody, AssignmentView, FloorView } from '../../../src/queue/shapes.ts';
import type { Dashboard } from '../../../src/reports/shapes.ts';
import type { AgencyChange, AgencyView, ClientChange, NewClientBody, StandingBody } from '../../../src/tenants/shapes.ts';
import { query, read, send } from './client.ts';

/** The calls of the lead's, manager's and administrator's screens. */
export type {
	AgencyView,
	AnalysisView,
	AssignmentAnswer,
	AssignmentView,
	ClientView,
	Dashboard,
	FloorView,
	ImportAnswerView,
	LoginView,
	PaymentView,
	PlacementView,
	TeamView,
	UnansweredView,
};

type Items<T> = { items: T[]; next?: string | null };

export const floorQuery = queryOptions({
	queryKey: ['floor'],
	queryFn: ({ signal }) => read<FloorView>('/api/floor', signal),
	refetchInterval: 10_000,
});
export const unansweredQuery = queryOptions({
	queryKey: ['floor', 'unanswered'],
	queryFn: ({ signal }) => read<UnansweredList>('/api/messages/unanswered', signal),
});

export function settleMessage(input: { message: UnansweredView; body: SettleBody }, key: string): Promise<unknown> {
	return send(`/api/messages/${input.message.debtor.id}/${input.message.id}/settle`, input.body, key);
}
export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: ({ signal }) => read<Items<TeamView>>('/api/teams', signal) });
export const loginsQuery = queryOptions({ queryKey: ['logins'], queryFn: ({ signal }) => read<Items<LoginView>>('/api/logins', signal) });
export const agencyQuery = queryOptions({ queryKey: ['agency'], queryFn: ({ signal }) => read<AgencyView>('/api/agency', signal) });
export const clientsQuery = queryOptions({
	queryKey: ['clients'],
	queryFn: ({ signal }) => read<Items<ClientView>>('/api/clients', signal),
});
export const placementsPage = (client: string | undefined, after: string | undefined, signal: AbortSignal) =>
	read<PlacementList>(`/api/placements${query({ client, after })}`, signal);

export type AssignmentFilter = { client?: string; team_id?: string; unassigned?: boolean };

export const assignmentsPage = (filter: AssignmentFilter, after: string | undefined, signal: AbortSignal) =>
	read<Items<AssignmentView>>(`/api/assignments${query({ ...filter, after })}`, signal);

export function assign(body: AssignmentBody, key: string): Promise<AssignmentAnswer> {
	return send<AssignmentAnswer>('/api/assignments', body, key);
}

export const paymentsPage = (state: string | undefined, after: string | undefined, signal: AbortSignal) =>
	read<PaymentList>(`/api/payments${query({ state, after, limit: 200 })}`, signal);

/** `client`: whose payments they are; null where the file says it, or there is one client only. */
export function importPayments({ file, client }: { file: File; client: string | null }, key: string): Promise<PaymentImportAnswer> {
	const form = new FormData();
	if (client !== null) form.append('client', client);
	form.append('file', file);
	return send<PaymentImportAnswer>('/api/payments/import', form, key);
}

export function resolvePayment(input: { id: string; body: ResolveBody }, key: string): Promise<unknown> {
	return send(`/api/payments/${input.id}/resolve`, input.body, key);
}

export function reversePayment(input: { id: string; reason: string }, key: string): Promise<ReversalAnswer> {
	return send<ReversalAnswer>(`/api/payments/${input.id}/reverse`, { reason: input.reason }, key);
}

export function dashboardQuery(period: { from: string; to: string }) {
	return queryOptions({
		queryKey: ['dashboard', period],
		queryFn: ({ signal }) => read<Dashboard>(`/api/dashboard${query(period)}`, signal),
	});
}

export function summaryPath(period: { from: string; to: string }, format: string): string {
	return `/api/reports/summary${query({ ...period, format })}`;
}

export type ImportInput = {
	file: File;
	client: string;
	mapping: { columns: Record<string, string | null> };
	dryRun: boolean;
	expectCount: string;
	expectAmount: string;
	confirmTotals: boolean;
	progress: string;
};

function formOf(input: Partial<ImportInput> & { file: File }): FormData {
	const form = new FormData();
	if (input.client) form.append('client', input.client);
	if (input.mapping) form.append('mapping', JSON.stringify(input.mapping));
	if (input.dryRun) form.append('dry_run', 'true');
	if (input.expectCount) form.append('expect_count', input.expectCount);
	if (input.expectAmount) form.append('expect_amount', input.expectAmount);
	if (input.confirmTotals) form.append('confirm_totals', 'true');
	if (input.progress) form.append('progress', input.progress);
	form.append('file', input.file);
	return form;
}

export function analysePlacement(
	input: { file: File; mapping: { columns: Record<string, string | null> } },
	key: string,
): Promise<AnalysisView> {
	return send<AnalysisView>('/api/placements/analyse', formOf(input), key);
}

export function importPlacement(input: ImportInput, key: string): Promise<ImportAnswerView> {
	return send<ImportAnswerView>('/api/placements', formOf(input), key);
}

export function endPlacement(input: { id: string; how: 'undo' | 'recall'; reason?: string }, key: string): Promise<EndedView> {
	return send<EndedView>(`/api/placements/${input.id}/${input.how}`, input.how === 'recall' ? { reason: input.reason ?? '' } : {}, key);
}

export function extendPlacement(input: { id: string; until: string; reason: string }, key: string): Promise<ExtendedView> {
	return send<ExtendedView>(`/api/placements/${input.id}/extend`, { until: input.until, reason: input.reason }, key);
}

export function addLogin(body: object, key: string): Promise<unknown> {
	return send('/api/logins', body, key);
}
export function changeLogin(input: { id: string; body: LoginChange }, key: string): Promise<unknown> {
	return send(`/api/logins/${input.id}`, input.body, key, 'PATCH');
}
export function certifyLogin(input: { id: string; body: CertificateBody }, key: string): Promise<unknown> {
	return send(`/api/logins/${input.id}/certificate`, input.body, key);
}
export function changeAgency(body: AgencyChange, key: string): Promise<AgencyView> {
	return send<AgencyView>('/api/agency', body, key, 'PATCH');
}
export function addTeam(body: object, key: string): Promise<unknown> {
	return send('/api/teams', body, key);
}
export function setStanding(input: { id: string; body: StandingBody }, key: string): Promise<unknown> {
	return send(`/api/clients/${input.id}/standing`, input.body, key, 'PUT');
}
export function addClient(body: NewClientBody, key: string): Promise<unknown> {
	return send('/api/clients', body, key);
}
export function changeClient(input: { id: string; body: ClientChange }, key: string): Promise<unknown> {
	return send(`/api/clients/${input.id}`, input.body, key, 'PATCH');
}
