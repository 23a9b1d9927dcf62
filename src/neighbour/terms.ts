import type { Callers } from '../demo/callers.ts';
import { type Opened, termFindings } from '../auditor/shown.ts';
import type { Street } from './parts.ts';

/** Whose key is good for an hour only. */
export const hourly = 'giver';

const linkHours = 24 * 14;

/** A key and a debtor's link are used up to the end of their time, at it and after it: last of all that is asked, since the clock goes ahead for it, and back again. */
export async function askPastTerms(street: Street, api: Callers, keyUntil: Temporal.Instant): Promise<void> {
	const { owner, clock, compliance, found, loan } = street;
	const now = clock.now();
	const { debtor_id: debtorId } = loan('half');
	const made = await api.ask('talker', 'POST', `/api/debtors/${debtorId}/portal-links`, {});
	const { path = '/portal/none' } = JSON.parse(made.text) as { path?: string };
	const opened: Opened[] = [];
	const at = async (instant: Temporal.Instant, by: Opened['by'], ask: string, work: () => Promise<number>) => {
		clock.set(instant);
		opened.push({ by, ask, at: instant, status: await work() });
	};
	const linkUntil = now.add({ hours: linkHours });
	for (const seconds of [-1, 0, 86_400]) {
		await at(keyUntil.add({ seconds }), 'key', 'GET law', () => api.call(hourly, 'GET', '/api/law'));
		await at(linkUntil.add({ seconds }), 'link', 'the page', () => api.visit('GET', path));
	}
	// What is sent by it in its time is a complaint, and held by others.
	await at(linkUntil.add({ hours: 1 }), 'link', 'a complaint', () => api.visit('POST', path, 'kind=complaint&words=late'));
	clock.set(now);
	found(await termFindings(owner, { tenantId: compliance.tenantId, debtorId, key: hourly }, opened));
}
