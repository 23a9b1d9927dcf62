import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ComplaintBody, ComplaintLine, ComplaintList, ComplaintView } from '../../../src/complaints/shapes.ts';
import type { ConsentBody, LanguageBody, NoticeBody, WhereaboutsBody, WishBody, WishesView } from '../../../src/contact/wish-shapes.ts';
import { query, read, send } from './client.ts';

/** What debtors bring and wish. */
export type { ComplaintLine, ComplaintView, ConsentBody, NoticeBody, WishBody, WishesView };

export const complaintsQuery = infiniteQueryOptions({
	queryKey: ['complaints', 'list'],
	queryFn: ({ pageParam, signal }) => read<ComplaintList>(`/api/complaints${query({ after: pageParam })}`, signal),
	initialPageParam: undefined as string | undefined,
	getNextPageParam: (page) => page.next ?? undefined,
	refetchInterval: 60_000,
});
export const complaintQuery = (id: string) =>
	queryOptions({ queryKey: ['complaints', id], queryFn: ({ signal }) => read<ComplaintView>(`/api/complaints/${id}`, signal) });

export type ComplaintAct = { id: string; verb: 'take' | 'extend' | 'answer' | 'close' | 'reopen'; body: object };
export function actOnComplaint({ id, verb, body }: ComplaintAct, key: string): Promise<unknown> {
	return send(`/api/complaints/${id}/${verb}`, body, key);
}
export type ComplaintFile = { id: string; name: string; content_base64: string };
export function addComplaintFile({ id, ...body }: ComplaintFile, key: string): Promise<unknown> {
	return send(`/api/complaints/${id}/files`, body, key);
}
export type FileInput = ComplaintBody & { debtorId: string };
export function fileComplaint({ debtorId, ...body }: FileInput, key: string): Promise<{ id: string; due_on: string }> {
	return send<{ id: string; due_on: string }>(`/api/debtors/${debtorId}/complaints`, body, key);
}
export function makeLink(debtorId: string, key: string): Promise<{ path: string; expires_at: string }> {
	return send<{ path: string; expires_at: string }>(`/api/debtors/${debtorId}/portal-links`, {}, key);
}

export const wishesQuery = (debtorId: string) =>
	queryOptions({ queryKey: ['wishes', debtorId], queryFn: ({ signal }) => read<WishesView>(`/api/debtors/${debtorId}/wishes`, signal) });
export function recordWish({ debtorId, ...body }: WishBody & { debtorId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/wishes`, body, key);
}
export function endWish({ debtorId, wishId }: { debtorId: string; wishId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/wishes/${wishId}/end`, {}, key);
}
export function recordConsent({ debtorId, ...body }: ConsentBody & { debtorId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/consents`, body, key);
}
export function revokeConsent({ debtorId, consentId }: { debtorId: string; consentId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/consents/${consentId}/revoke`, {}, key);
}
export function recordNotice({ debtorId, ...body }: NoticeBody & { debtorId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/notices`, body, key);
}
export function setWhereabouts({ debtorId, ...body }: WhereaboutsBody & { debtorId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/whereabouts`, body, key, 'PUT');
}
export function setLanguage({ debtorId, ...body }: LanguageBody & { debtorId: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/language`, body, key, 'PUT');
}
export function endHours(debtorId: string, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/agreed-hours/end`, {}, key);
}
export function typeMessage({ debtorId, debtId, text }: { debtorId: string; debtId: string; text: string }, key: string): Promise<unknown> {
	return send(`/api/debtors/${debtorId}/messages`, { debt_id: debtId, text }, key);
}
